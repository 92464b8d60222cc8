// Forms, and arguments, of which a form knows many and takes any.

import { html, useState, classes } from './base.js';
import { Failure } from './ui.js';
import * as format from './format.js';

let fieldId = 0;

/** A labelled control: children is a function that gets the control's attributes. told: what its value means. */
function Field({ label, hint, told, isWide, children }) {
  const [id] = useState(() => `field-${++fieldId}`);
  return html`<div class=${classes('field', isWide && 'wide')}>
    <div class="labels"><label for=${id}>${label}</label>${told && html`<span class="meaning">${told}</span>`}</div>
    ${children({ id, 'aria-describedby': hint ? `${id}-hint` : undefined })}
    ${hint && html`<small id=${`${id}-hint`}>${hint}</small>`}
  </div>`;
}

/** A field of text. More attributes go to the input. */
export const Text = ({
  label,
  hint,
  told,
  value,
  onChange,
  isWide,
  ...more
}) => html`<${Field} label=${label} hint=${hint} told=${told} isWide=${isWide}>
  ${(attributes) => html`<input ...${attributes} value=${value} onInput=${(event) => onChange(event.target.value)} spellcheck=${false} ...${more} />`}
</${Field}>`;

export const Area = ({
  label,
  hint,
  value,
  onChange,
  rows = 6,
  ...more
}) => html`<${Field} label=${label} hint=${hint} isWide=${true}>
  ${(attributes) => html`<textarea ...${attributes} rows=${rows} value=${value} onInput=${(event) => onChange(event.target.value)} spellcheck=${false} ...${more}></textarea>`}
</${Field}>`;

/** A choice: options are pairs of value and text. */
export const Select = ({
  label,
  hint,
  value,
  onChange,
  options,
  isWide,
}) => html`<${Field} label=${label} hint=${hint} isWide=${isWide}>
  ${(attributes) => html`<select ...${attributes} value=${value} onChange=${(event) => onChange(event.target.value)}>
    ${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
  </select>`}
</${Field}>`;

export const Check = ({ label, hint, value, onChange }) => html`<div class="field tick">
  <label class="check"><input type="checkbox" checked=${value} onChange=${(event) => onChange(event.target.checked)} /> ${label}</label>
  ${hint && html`<small>${hint}</small>`}
</div>`;

/** A form: what its action throws is shown in it. */
export function Form({ submit, action, children, more, label, isInline }) {
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const onSubmit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await action();
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return html`<form class=${classes('form', isInline && 'inline')} onSubmit=${onSubmit} aria-label=${label}>
    <div class="fields">${children}</div>
    <${Failure} error=${error} />
    <div class="actions"><button class="primary" disabled=${isBusy}>${submit}</button>${more}</div>
  </form>`;
}

/** Several values of a form as one state: its values, and a function that makes a setter of a value's name. */
export function useValues(initial) {
  const [values, setValues] = useState(initial);
  const set = (name) => (value) => setValues((old) => ({ ...old, [name]: value }));
  return [values, set, setValues];
}

const PARTS_OF_TIME = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** The value of a known argument as it was typed; undefined when it is not set. */
function known(argument, text) {
  const trimmed = text.trim();
  if (text === '' || (trimmed === '' && argument.type !== 'text')) {
    return undefined;
  }
  switch (argument.type) {
    case 'time': {
      const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)?$/i.exec(trimmed);
      return whole(
        argument,
        match === null ? Number.NaN : Number(match[1]) * PARTS_OF_TIME[(match[2] ?? 'ms').toLowerCase()],
      );
    }
    case 'number':
    case 'size':
      return whole(argument, format.parsedNumber(trimmed));
    case 'flag':
      return trimmed === 'true';
    default:
      return text;
  }
}

const EXAMPLES = { time: '30000, or 30s, 10m, 2h, 7d', size: '1048576, or 1MiB, 2GB', number: 'a whole number' };

function whole(argument, value) {
  if (!Number.isInteger(value)) {
    throw new Error(`${argument.label}: what is needed is ${EXAMPLES[argument.type]}.`);
  }
  return value;
}

/** What a typed value means, when that is not what was typed. */
function meaning(argument, text) {
  try {
    const value = known(argument, text);
    if (value === undefined || typeof value !== 'number' || argument.type === 'number') {
      return '';
    }
    const told =
      argument.type === 'time'
        ? `${format.count(value)} ms${value >= 1000 ? `, ${format.duration(value)}` : ''}`
        : `${format.count(value)} bytes`;
    return `= ${told}`;
  } catch {
    return `not ${EXAMPLES[argument.type]}`;
  }
}

/**
 * Arguments that a form collects.
 *
 * @param initial values to begin with
 * @param catalogue arguments that are known: key, label, type, text, options
 */
export function useArguments(catalogue, initial = {}) {
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(catalogue.filter(({ key }) => key in initial).map(({ key }) => [key, String(initial[key])])),
  );
  const [others, setOthers] = useState(() =>
    Object.entries(initial)
      .filter(([key]) => !catalogue.some((argument) => argument.key === key))
      .map(([key, value]) => other(key, value)),
  );
  return { texts, setTexts, others, setOthers };
}

const typeOf = (value) => (['string', 'number', 'boolean'].includes(typeof value) ? typeof value : 'json');
const other = (key, value) => ({
  key,
  type: typeOf(value),
  text: typeof value === 'string' ? value : JSON.stringify(value),
});

/** The values of arguments; throws an error for people when one is none. */
export function readArguments({ texts, others }, catalogue) {
  const values = {};
  for (const argument of catalogue) {
    const value = known(argument, texts[argument.key] ?? '');
    if (value !== undefined) {
      values[argument.key] = value;
    }
  }
  for (const { key, type, text } of others) {
    if (key !== '') {
      values[key] = otherValue(key, type, text);
    }
  }
  return values;
}

function otherValue(key, type, text) {
  switch (type) {
    case 'number': {
      const value = Number(text);
      if (text.trim() === '' || Number.isNaN(value)) {
        throw new Error(`${key}: "${text}" is no number.`);
      }
      return value;
    }
    case 'boolean':
      return text.trim() === 'true';
    case 'json':
      try {
        return JSON.parse(text);
      } catch {
        throw new Error(`${key}: what is needed is JSON, such as ["a", 1] or {"a": 1}.`);
      }
    default:
      return text;
  }
}

/** Known arguments, each explained. An empty one is not set. */
export function KnownArguments({ catalogue, state }) {
  const groups = [...new Set(catalogue.map(({ group }) => group))];
  const set = (key) => (text) => state.setTexts((old) => ({ ...old, [key]: text }));
  return groups.map(
    (group) => html`<fieldset key=${group} class="arguments">
    <legend>${group}</legend>
    ${catalogue
      .filter((argument) => argument.group === group)
      .map(
        (argument) => html`<${KnownArgument} key=${argument.key} argument=${argument}
      text=${state.texts[argument.key] ?? ''} onChange=${set(argument.key)} />`,
      )}
  </fieldset>`,
  );
}

function KnownArgument({ argument, text, onChange }) {
  const hint = html`<span>${argument.text}</span> <code>${argument.key}</code>`;
  const options = argument.type === 'flag' ? ['true', 'false'] : argument.options;
  if (options) {
    return html`<${Select} label=${argument.label} hint=${hint} value=${text} onChange=${onChange}
      options=${[['', 'not set'], ...options.map((option) => [option, option])]} />`;
  }
  return html`<${Text} label=${argument.label} told=${meaning(argument, text)} hint=${hint} value=${text} onChange=${onChange}
    placeholder=${{ time: 'ms, or 30s, 10m, 2h', size: 'bytes, or 1MiB' }[argument.type] ?? 'not set'} inputmode=${argument.type === 'number' ? 'numeric' : undefined} />`;
}

const TYPES = [
  ['string', 'text'],
  ['number', 'number'],
  ['boolean', 'true or false'],
  ['json', 'list or table, as JSON'],
];

/** Arguments of any name, or headers. */
export function OtherArguments({ state, title = 'Other arguments', addLabel = 'Add an argument' }) {
  const { others, setOthers } = state;
  const change = (i, changes) => setOthers(others.map((one, at) => (at === i ? { ...one, ...changes } : one)));
  return html`<fieldset class="others">
    <legend>${title}</legend>
    ${others.map(
      ({ key, type, text }, i) => html`<div key=${i} class="other">
      <input aria-label="Name" placeholder="name" value=${key} onInput=${(event) => change(i, { key: event.target.value })} spellcheck=${false} />
      <input aria-label="Value" placeholder="value" value=${text} onInput=${(event) => change(i, { text: event.target.value })} spellcheck=${false} />
      <select aria-label="Type" value=${type} onChange=${(event) => change(i, { type: event.target.value })}>
        ${TYPES.map(([value, name]) => html`<option key=${value} value=${value} selected=${value === type}>${name}</option>`)}
      </select>
      <button type="button" aria-label=${`Remove ${key || 'this one'}`} onClick=${() => setOthers(others.filter((_, at) => at !== i))}>✕</button>
    </div>`,
    )}
    <button type="button" onClick=${() => setOthers([...others, { key: '', type: 'string', text: '' }])}>${addLabel}</button>
  </fieldset>`;
}
