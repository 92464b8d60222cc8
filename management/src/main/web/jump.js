// Goes to things by their names.

import { html, useState, useEffect, useRef, classes } from './base.js';
import { get, withQuery, may } from './api.js';
import { link, queueLink, exchangeLink, listLink, go } from './route.js';
import { Modal, Name } from './ui.js';
import { count } from './format.js';

const TYPING_MS = 150;
const FOUND_MAX = 7;

const kinds = () => [
  {
    title: 'queue',
    path: 'queues',
    columns: 'name,vhost,messages',
    item: ({ name, vhost, messages }) => ({
      name,
      more: `${vhost}${messages === undefined ? '' : ` · ${count(messages)} messages`}`,
      to: queueLink(vhost, name),
    }),
  },
  {
    title: 'exchange',
    path: 'exchanges',
    columns: 'name,vhost,type',
    item: ({ name, vhost, type }) => ({
      name: name || '(default exchange)',
      more: `${vhost} · ${type}`,
      to: exchangeLink(vhost, name),
    }),
  },
  {
    title: 'connection',
    path: 'connections',
    columns: 'name,user,vhost',
    item: ({ name, user, vhost }) => ({ name, more: `${vhost} · ${user}`, to: link(['connections', name]) }),
  },
];

/** A box that is typed into and shows what there is of that name. */
export function Jump({ pages, onClose }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState([]);
  const [chosen, setChosen] = useState(0);
  const [state, setState] = useState('');
  const whole = useRef(null); // Vhosts and users, which have no search, asked for once.

  useEffect(() => {
    const abort = new AbortController();
    const wanted = text.trim().toLowerCase();
    const local = pages
      .filter(([, title]) => title.toLowerCase().includes(wanted))
      .map(([id, title]) => ({ kind: 'page', name: title, more: '', to: id === 'overview' ? '#/' : listLink(id) }));
    setFound(local.slice(0, wanted === '' ? pages.length : 4));
    setChosen(0);
    if (wanted === '') {
      setState('');
      return undefined;
    }
    setState('searching …');
    const search = async () => {
      const lists = await Promise.all([
        ...kinds().map(async ({ title, path, columns, item }) => {
          const answer = await get(withQuery(path, { page: 1, page_size: FOUND_MAX, name: text.trim(), columns }), {
            signal: abort.signal,
          }).catch(() => null);
          return (answer?.items ?? []).map((one) => ({ kind: title, ...item(one) }));
        }),
        wholeLists().then((all) => all.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, FOUND_MAX)),
      ]);
      if (!abort.signal.aborted) {
        const ranked = lists.flat().sort((a, b) => rank(a, wanted) - rank(b, wanted));
        setFound([...ranked, ...local.slice(0, 4)]);
        setState(ranked.length + local.length === 0 ? 'nothing of that name' : '');
      }
    };
    const timer = setTimeout(search, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text]);

  function wholeLists() {
    whole.current ??= Promise.all([
      get('vhosts?columns=name').then(
        (all) =>
          all.map(({ name }) => ({
            kind: 'vhost',
            name,
            more: '',
            to: may('administrator') ? link(['vhosts', name]) : link(['queues'], { vhost: name }),
          })),
        () => [],
      ),
      may('administrator')
        ? get('users?columns=name').then(
            (all) => all.map(({ name }) => ({ kind: 'user', name, more: '', to: link(['users', name]) })),
            () => [],
          )
        : [],
    ]).then((lists) => lists.flat());
    return whole.current;
  }

  const choose = (item) => {
    onClose();
    go(item.to);
  };
  const onKeyDown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + found.length) % found.length);
    } else if (event.key === 'Enter' && found[chosen]) {
      event.preventDefault();
      choose(found[chosen]);
    }
  };
  useEffect(() => document.getElementById(`jump-${chosen}`)?.scrollIntoView({ block: 'nearest' }), [chosen]);

  return html`<${Modal} label="Go to" onClose=${onClose} isTop=${true}>
    <div class="jump">
      <input type="search" role="combobox" aria-label="Name of a queue, exchange, connection, vhost, user or page" placeholder="Name of a queue, exchange, connection, vhost, page …"
        aria-expanded=${found.length > 0} aria-controls="jump-list" aria-activedescendant=${found.length > 0 ? `jump-${chosen}` : undefined} aria-autocomplete="list"
        value=${text} onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown} autofocus spellcheck=${false} autocomplete="off" />
      <div role="listbox" id="jump-list" aria-label="What was found">
        ${found.map(
          (
            item,
            i,
          ) => html`<div key=${`${item.kind} ${item.to}`} role="option" id=${`jump-${i}`} aria-selected=${i === chosen} class=${classes(i === chosen && 'chosen')}
          onClick=${() => choose(item)} onPointerMove=${() => i !== chosen && setChosen(i)}>
          <span class="kind">${item.kind}</span> <${Name} of=${item.name} /> <span class="more"><${Name} of=${item.more} /></span></div>`,
        )}
      </div>
      <p class="quiet" role="status">${state}</p>
    </div>
  </${Modal}>`;
}

/** What has the very name comes first, then what begins with it. */
function rank({ name }, wanted) {
  const lower = name.toLowerCase();
  return lower === wanted ? 0 : lower.startsWith(wanted) ? 1 : 2;
}
