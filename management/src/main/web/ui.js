// The small parts that pages are made of.

import { html, store, useStore, useState, useEffect, useRef, classes } from './base.js';
import { link, listLink, route, setQuery, queueLink, exchangeLink } from './route.js';
import * as format from './format.js';

/** A name, whatever stands in it: on one line, shortened where the room ends; with isWhole as long as it is. */
export function Name({ of, isWhole, isQuiet }) {
  const shown = format.visible(of);
  return html`<bdi class=${classes('name', isWhole && 'whole', isQuiet && 'quiet')} title=${isWhole ? undefined : shown}>${shown}</bdi>`;
}

export const QueueLink = ({ vhost, name }) => html`<a href=${queueLink(vhost, name)}><${Name} of=${name} /></a>`;

export const ExchangeLink = ({ vhost, name }) => html`<a href=${exchangeLink(vhost, name)}>
  ${name === '' ? html`<em>default exchange</em>` : html`<${Name} of=${name} />`}
</a>`;

export const VhostLink = ({ name }) => html`<a href=${link(['vhosts', name])}><${Name} of=${name} /></a>`;

/** The head of a page: what it shows, and what can be done with it. */
export function Head({ kind, title, children, trail }) {
  useEffect(() => {
    document.title = `${typeof title === 'string' ? format.visible(title) : kind} – WarrenMQ`;
  }, [title, kind]);
  return html`<header class="head">
    <div>
      ${trail && html`<p class="trail">${trail}</p>`}
      <h1>
        ${kind && html`<span class="kind">${kind} </span>`}
        ${typeof title === 'string' ? html`<${Name} of=${title} isWhole=${true} />` : title}
        ${kind && typeof title === 'string' && html`<${Copy} text=${title} what="name" />`}
      </h1>
    </div>
    <div class="actions">${children}</div>
  </header>`;
}

/** Copies a text. */
export function Copy({ text, what }) {
  const [isDone, setDone] = useState(false);
  if (!navigator.clipboard) {
    return null; // Not of a secure context.
  }
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return html`<button type="button" class="plain copy" onClick=${copy} title=${`Copy the ${what}`} aria-label=${`Copy the ${what}`}>
    ${isDone ? html`<span>copied</span>` : html`<${Icon} name="copy" />`}
  </button>`;
}

const ICONS = {
  copy: 'M5 5V2.5h8.5V11H11M2.5 5H11v8.5H2.5z',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3l3.7 3.7',
  light:
    'M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9L13 13M13 3l-1.1 1.1M4.1 11.9L3 13',
  dark: 'M13.5 9.8A5.8 5.8 0 0 1 6.2 2.5a5.8 5.8 0 1 0 7.3 7.3z',
  system: 'M1.5 3h13v8h-13zM5.5 13.5h5',
};

export const Icon = ({ name }) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;

/** Something said where the user looks: tone is info, good, warn or bad. */
export function Note({ tone = 'info', children }) {
  return html`<div class=${`note ${tone}`} role=${tone === 'bad' ? 'alert' : 'status'}>${children}</div>`;
}

/** What went wrong; nothing when nothing did. */
export const Failure = ({ error }) => error && html`<${Note} tone="bad">${format.visible(error.message)}</${Note}>`;

/** Stands where something is asked for that is not there yet. */
export const Loading = ({ error }) =>
  error ? html`<${Failure} error=${error} />` : html`<p class="loading" role="status">loading …</p>`;

/** Stands in the place of one thing that is not there, or not yet: what and list are a word for it and the page of its kind. */
export function Gone({ error, what, list }) {
  return error?.status === 404
    ? html`<${Note} tone="warn">There is no such ${what}, or no more. <a href=${listLink(list)}>To the list</a></${Note}>`
    : html`<${Loading} error=${error} />`;
}

const TONES = {
  running: 'good',
  idle: 'quiet',
  flow: 'warn',
  paused: 'warn',
  blocked: 'bad',
  blocking: 'warn',
  down: 'bad',
  stopped: 'bad',
  crashed: 'bad',
  minority: 'bad',
  terminated: 'bad',
};

/** A word that says how something is. */
export const State = ({ of }) =>
  of
    ? html`<span class=${`state ${TONES[of] ?? 'quiet'}`} title=${of}><span>${of}</span></span>`
    : html`<${Nothing} />`;

export const Nothing = () => html`<span class="quiet">–</span>`;

export const Badge = ({ children, title, tone }) =>
  html`<span class=${classes('badge', tone)} title=${title}>${children}</span>`;

/** Names and values, in columns where there is room; pairs that are false, or whose values are, are left out. */
export function Facts({ pairs }) {
  return html`<dl class="facts">
    ${pairs.filter((pair) => pair && pair[1] !== false).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value ?? html`<${Nothing} />`}</dd></div>`)}
  </dl>`;
}

/** A part of a page. */
export const Section = ({ title, children, actions }) => html`<section class="part">
  <header><h2>${title}</h2>${actions && html`<div class="actions">${actions}</div>`}</header>
  ${children}
</section>`;

/** How much of a limit is used. */
export function Usage({ used, limit, label, show = format.count, isBad }) {
  const share = used >= 0 && limit > 0 ? Math.min(1, used / limit) : 0;
  return html`<div class=${classes('usage', (isBad || share > 0.9) && 'bad')}>
    <div class="text"><span>${label}</span><span><b>${show(used)}</b>${limit > 0 && html` of ${show(limit)}`}</span></div>
    <div class="bar"><div style=${{ width: `${(share * 100).toFixed(1)}%` }}></div></div>
  </div>`;
}

/** Parts of a page of which one is shown, the one that the address names. Those that are false are left out. */
export function Tabs({ tabs }) {
  const { query } = useStore(route);
  const shown = tabs.filter(Boolean);
  const chosen = shown.find((tab) => tab.id === query.tab) ?? shown[0];
  return html`
    <nav class="tabs" aria-label="Parts of this page">
      ${shown.map(
        ({
          id,
          title,
        }) => html`<a key=${id} href=${link(route.get().parts, { ...query, tab: id === shown[0].id ? '' : id })}
          aria-current=${id === chosen.id ? 'page' : undefined}>${title}</a>`,
      )}
    </nav>
    ${chosen.show()}
  `;
}

/** A choice of few, each seen. */
export function Choice({ label, options, value, onChange }) {
  return html`<div class="choice" role="group" aria-label=${label}>
    ${options.map(
      ([key, text]) =>
        html`<button key=${key} type="button" aria-pressed=${key === value} onClick=${() => onChange(key)}>${text}</button>`,
    )}
  </div>`;
}

/** How long a time charts show: kept in the address. */
const RANGES = [
  ['60', '1 min'],
  ['600', '10 min'],
  ['3600', '1 h'],
  ['28800', '8 h'],
  ['86400', '24 h'],
];
const STEPS = { 60: 5, 600: 10, 3600: 60, 28800: 300, 86400: 900 };

/** The seconds that charts show, and those between two points. */
export function useRange() {
  const { query } = useStore(route);
  const age = query.range in STEPS ? query.range : '600';
  return { age, step: STEPS[age] };
}

export function RangeChoice() {
  const { age } = useRange();
  return html`<${Choice} label="Time that charts show" options=${RANGES} value=${age}
    onChange=${(range) => setQuery({ range: range === '600' ? '' : range })} />`;
}

const toasts = store([]);
const TOAST_MS = 6000;
let toastId = 0;

/** Says in passing that something was done. */
export function say(text) {
  const made = { id: ++toastId, text };
  toasts.set([...toasts.get(), made]);
  setTimeout(() => toasts.set(toasts.get().filter((one) => one !== made)), TOAST_MS);
}

export function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${useStore(toasts).map(({ id, text }) => html`<div key=${id} class="toast">${format.visible(text)}</div>`)}
  </div>`;
}

const dialog = store(null);

/**
 * Asks before something that cannot be undone is done.
 *
 * @param question title and text; action: what the button says; typed: a name that is to be typed first; isMild: it can be
 *     undone, more or less; run: does it, and what it throws is shown in the dialog; input: {label, value}, whose text run gets
 */
export const confirm = (question) => dialog.set(question);

export function Dialogs() {
  const asked = useStore(dialog);
  return asked && html`<${Question} key=${asked} ...${asked} onClose=${() => dialog.set(null)} />`;
}

function Question({ title, text, action, typed, input, isMild, run, onClose }) {
  const [entered, setEntered] = useState('');
  const [value, setValue] = useState(input?.value ?? '');
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await run(value);
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return html`<${Modal} label=${title} onClose=${onClose}>
    <form onSubmit=${submit}>
      <h2>${title}</h2>
      <div class="text">${text}</div>
      ${input && html`<label class="field"><span>${input.label}</span><input value=${value} onInput=${(e) => setValue(e.target.value)} autofocus /></label>`}
      ${
        typed !== undefined &&
        html`<label class="field"><span>Type <b><${Name} of=${typed} isWhole=${true} /></b> to go on</span>
        <input value=${entered} onInput=${(e) => setEntered(e.target.value)} autocomplete="off" autofocus /></label>`
      }
      <${Failure} error=${error} />
      <div class="actions">
        <button type="button" onClick=${onClose} autofocus=${typed === undefined && !input}>Cancel</button>
        <button class=${isMild ? 'primary' : 'danger'} disabled=${isBusy || (typed !== undefined && entered !== typed)}>${action}</button>
      </div>
    </form>
  </${Modal}>`;
}

/** A dialog over the page; Escape closes it, which the browser does and tells. */
export function Modal({ label, children, onClose, isTop }) {
  const element = useRef(null);
  useEffect(() => {
    const shown = element.current;
    const before = document.activeElement;
    shown.showModal();
    shown.querySelector('[autofocus]')?.focus();
    return () => {
      shown.close();
      before?.focus?.();
    };
  }, []);
  const onBackdrop = (event) => event.target === element.current && onClose();
  return html`<dialog ref=${element} aria-label=${label} class=${classes(isTop && 'top')}
    onClick=${onBackdrop} onClose=${() => element.current && onClose()}>
    <div class="inside">${children}</div>
  </dialog>`;
}

/** A value of JSON, indented, with every name and text made visible. */
export function Tree({ value }) {
  if (value === null || typeof value !== 'object') {
    return html`<span class=${`json ${typeof value}`}>${typeof value === 'string' ? format.visible(value) : String(value)}</span>`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    return html`<span class="quiet">none</span>`;
  }
  return html`<dl class="tree">
    ${entries.map(([key, inner]) => html`<div key=${key}><dt>${format.visible(key)}</dt><dd><${Tree} value=${inner} /></dd></div>`)}
  </dl>`;
}

/** What the number of an argument, or of a policy's key, means, where that is not plain. */
export function Meaning({ name, value }) {
  const told = format.meaning(name, value);
  return told && html` <span class="quiet">${told}</span>`;
}

/** Arguments on one line, for tables. */
export function Arguments({ of }) {
  const entries = Object.entries(of ?? {});
  return entries.length === 0
    ? html`<${Nothing} />`
    : html`<span class="arguments">${entries.map(([key, value]) => html`<span key=${key}>${format.visible(key)}: <b>${format.visible(format.inline(value))}</b><${Meaning} name=${key} value=${value} /></span>`)}</span>`;
}
