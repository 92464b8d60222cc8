// The frame around every page: where one can go, who one is, what is wrong.

import { html, render, keptStore, useStore, useState, useEffect, useErrorBoundary } from './base.js';
import { route, chosenVhost, link, listLink, go, setQuery } from './route.js';
import {
  user,
  loginReason,
  isReached,
  interval,
  INTERVALS,
  whoAmI,
  logIn,
  logOut,
  may,
  tagsOf,
  useLive,
  refreshAll,
  vhostChanges,
} from './api.js';
import { Head, Name, Note, Failure, Loading, Icon, Toasts, Dialogs, Modal, Choice } from './ui.js';
import { Menu } from './table.js';
import { Jump } from './jump.js';

// id, title, the tag that it takes, the letter that follows g to come here, the module that has it.
const PAGES = [
  ['overview', 'Overview', 'management', 'o', () => import('./overview.js')],
  ['connections', 'Connections', 'management', 'c', () => import('./connections.js')],
  ['channels', 'Channels', 'management', 'h', () => import('./channels.js')],
  ['exchanges', 'Exchanges', 'management', 'e', () => import('./exchanges.js')],
  ['queues', 'Queues', 'management', 'q', () => import('./queues.js')],
  ['streams', 'Streams', 'management', 's', () => import('./cluster.js')],
  ['nodes', 'Cluster', 'monitoring', 'n', () => import('./cluster.js')],
  null,
  ['users', 'Users', 'administrator', 'u', () => import('./users.js')],
  ['vhosts', 'Virtual hosts', 'administrator', 'v', () => import('./vhosts.js')],
  ['policies', 'Policies', 'policymaker', 'p', () => import('./policies.js')],
  ['limits', 'Limits', 'administrator', 'l', () => import('./vhosts.js')],
  ['definitions', 'Definitions', 'policymaker', 'd', () => import('./definitions.js')],
  ['logs', 'Logs', 'monitoring', 'k', () => import('./logs.js')],
];
const ALARM_SECONDS = 10;

const theme = keptStore('theme', 'system', (value) => ['system', 'light', 'dark'].includes(value));
theme.listen(async (value) => {
  if (value === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = value;
  }
  (await import('./chart.js')).recolour();
});

const isMenuOpen = {
  get: () => document.body.dataset.menu === 'open',
  set: (open) => (document.body.dataset.menu = open ? 'open' : ''),
};

const permitted = () => PAGES.filter((page) => page && may(page[2]));

function App() {
  const who = useStore(user);
  const [error, setError] = useState(null);
  useEffect(() => {
    whoAmI().catch(setError);
  }, []);
  if (who === undefined) {
    return html`<main class="alone">${error ? html`<${Failure} error=${error} /><p><button type="button" onClick=${() => location.reload()}>Try again</button></p>` : html`<${Loading} />`}</main>`;
  }
  return who === null ? html`<${Login} />` : html`<${Frame} who=${who} />`;
}

function Login() {
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const why = useStore(loginReason);
  useEffect(() => {
    document.title = 'Log in – WarrenMQ';
  }, []);
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    setBusy(true);
    setError(null);
    try {
      await logIn(form.get('username'), form.get('password'));
    } catch (failure) {
      setError(failure);
      setBusy(false);
      event.target.elements.password?.select();
    }
  };
  return html`<main class="alone">
    <form class="login" onSubmit=${submit}>
      <h1><img src="icon.svg" alt="" width="32" height="32" /> WarrenMQ</h1>
      ${why && html`<${Note}>${why}</${Note}>`}
      <label class="field"><span>User name</span><input name="username" autocomplete="username" required autofocus spellcheck=${false} autocapitalize="none" /></label>
      <label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" /></label>
      ${error && html`<${Note} tone="bad">${loginText(error)}</${Note}>`}
      <button class="primary" disabled=${isBusy}>Log in</button>
    </form>
  </main>`;
}

function loginText({ status, message }) {
  if (status === 401) {
    return /not.?authori[sz]ed|login failed/i.test(message) ? 'User name or password is wrong.' : message;
  }
  return status === 404 || status === 405
    ? 'This server has no login for pages: it is no WarrenMQ, or an older one.'
    : message;
}

function Frame({ who }) {
  const [isJumping, setJumping] = useState(false);
  const [isHelping, setHelping] = useState(false);
  const { parts } = useStore(route);
  useEffect(() => {
    const onKey = keys({ jump: () => setJumping(true), help: () => setHelping(true) });
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    isMenuOpen.set(false);
    scrollTo(0, 0);
  }, [parts.join('/')]);
  if (!may('management')) {
    return html`<main class="alone">
      <${Note} tone="warn">You are logged in as <b><${Name} of=${who.name} isWhole=${true} /></b>, who may not see these pages: an administrator can give the tag <code>management</code>.</${Note}>
      <p><button type="button" onClick=${logOut}>Log out</button></p>
    </main>`;
  }
  return html`
    <a class="skip" href="#main" onClick=${(event) => {
      event.preventDefault();
      document.getElementById('main').focus();
    }}>To the page</a>
    <header class="topbar">
      <button type="button" class="plain hamburger" aria-label="Pages" onClick=${() => isMenuOpen.set(!isMenuOpen.get())}><${Icon} name="menu" /></button>
      <a class="brand" href="#/"><img src="icon.svg" alt="" width="22" height="22" /> <span>WarrenMQ</span></a>
      <${VhostChoice} />
      <button type="button" class="seek" aria-label="Go to, by name" onClick=${() => setJumping(true)}><${Icon} name="search" /> <span>Go to …</span> <kbd>/</kbd></button>
      <${LiveChoice} />
      <${You} who=${who} onHelp=${() => setHelping(true)} />
    </header>
    <${Sidebar} here=${parts[0] ?? 'overview'} />
    <main id="main" tabindex="-1">
      <${Alarms} />
      <${Page} />
    </main>
    ${isJumping && html`<${Jump} pages=${permitted()} onClose=${() => setJumping(false)} />`}
    ${isHelping && html`<${Help} onClose=${() => setHelping(false)} />`}
  `;
}

function Sidebar({ here }) {
  useStore(chosenVhost);
  return html`<nav class="side" aria-label="Pages">
    ${PAGES.map((page, i) => {
      if (page === null) {
        return may('policymaker') || may('monitoring') ? html`<hr key=${i} />` : null;
      }
      const [id, title, tag] = page;
      return (
        may(tag) &&
        html`<a key=${id} href=${id === 'overview' ? '#/' : listLink(id)} aria-current=${id === here ? 'page' : undefined}>${title}</a>`
      );
    })}
  </nav>`;
}

/** Narrows lists to one vhost; on pages of one thing it takes effect for the lists to come. */
function VhostChoice() {
  const chosen = useStore(chosenVhost);
  const { parts, query } = useStore(route);
  const isList =
    parts.length === 1 && ['connections', 'channels', 'exchanges', 'queues', 'policies'].includes(parts[0]);
  useEffect(() => {
    if (isList) {
      chosenVhost.set(query.vhost ?? '');
    }
  }, [isList, query.vhost]);
  const { data = [], refresh } = useLive('vhosts?columns=name', { isLive: false });
  const changes = useStore(vhostChanges);
  useEffect(() => {
    if (changes > 0) {
      refresh();
    }
  }, [changes]);
  const names = data.map(({ name }) => name);
  if (chosen !== '' && !names.includes(chosen)) {
    names.unshift(chosen);
  }
  const choose = (event) => {
    chosenVhost.set(event.target.value);
    if (isList) {
      setQuery({ vhost: event.target.value, page: '' });
    }
  };
  return html`<label class="vhost"><span class="unseen">Virtual host</span>
    <select value=${chosen} onChange=${choose} title="The virtual host that lists are narrowed to">
      <option value="" selected=${chosen === ''}>all vhosts</option>
      ${names.map((name) => html`<option key=${name} value=${name} selected=${name === chosen}>${name}</option>`)}
    </select>
  </label>`;
}

function LiveChoice() {
  const seconds = useStore(interval);
  const reached = useStore(isReached);
  const state = !reached ? 'bad' : seconds === 0 ? 'quiet' : 'good';
  return html`<label class="live" title="How often what is shown is brought up to date">
    <i class=${`dot ${state}`}></i><span class="unseen">Refresh</span>
    <select value=${seconds} onChange=${(event) => interval.set(Number(event.target.value))}>
      ${INTERVALS.map((value) => html`<option key=${value} value=${value} selected=${value === seconds}>${value === 0 ? 'paused' : `${value} s`}</option>`)}
    </select>
  </label>`;
}

function You({ who, onHelp }) {
  const chosen = useStore(theme);
  return html`<${Menu} label=${html`<${Name} of=${who.name} />`} isEnd=${true}>
    ${(close) => html`
      <p>Logged in as <b><${Name} of=${who.name} isWhole=${true} /></b><br /><span class="quiet">${tagsOf(who).join(', ')}</span></p>
      <${Choice} label="Colours" value=${chosen} onChange=${theme.set} options=${[
        ['system', 'system'],
        ['light', 'light'],
        ['dark', 'dark'],
      ]} />
      <button type="button" class="item" onClick=${() => {
        close();
        onHelp();
      }}>Keyboard <kbd>?</kbd></button>
      <a class="button item" href="api/index.html" target="_blank" rel="noopener">HTTP API</a>
      <button type="button" class="item" onClick=${logOut}>Log out</button>
    `}
  </${Menu}>`;
}

/** What everybody has to know of, on every page. */
function Alarms() {
  const reached = useStore(isReached);
  const { data = [] } = useLive(
    may('monitoring') ? 'nodes?columns=name,running,mem_alarm,disk_free_alarm,partitions' : null,
    { isPolled: true, seconds: ALARM_SECONDS },
  );
  return html`
    ${!reached && html`<${Note} tone="bad"><b>The broker cannot be reached.</b> What is shown is from before; it is tried again all the while.</${Note}>`}
    ${data.map(
      ({ name, running, mem_alarm: isMemory, disk_free_alarm: isDisk, partitions }) => html`
      ${running === false && html`<${Note} key=${`${name} down`} tone="bad"><b>${name} is down.</b></${Note}>`}
      ${isMemory && html`<${Note} key=${`${name} memory`} tone="bad"><b>Memory alarm on <a href=${link(['nodes', name])}>${name}</a>:</b> publishers are blocked until memory is free again.</${Note}>`}
      ${isDisk && html`<${Note} key=${`${name} disk`} tone="bad"><b>Disk alarm on <a href=${link(['nodes', name])}>${name}</a>:</b> publishers are blocked until there is room on the disk.</${Note}>`}
      ${partitions?.length > 0 && html`<${Note} key=${`${name} partition`} tone="bad"><b>${name} does not see</b> ${partitions.join(', ')}.</${Note}>`}
    `,
    )}
  `;
}

function Page() {
  const { parts } = useStore(route);
  const id = parts[0] ?? 'overview';
  const [loaded, setLoaded] = useState({});
  const [error, setError] = useState(null);
  const page = permitted().find(([known]) => known === id);
  useEffect(() => {
    if (page && !loaded[id]) {
      page[4]().then((module) => setLoaded((old) => ({ ...old, [id]: module.pages[id] })), setError);
    }
  }, [id]);
  if (!page) {
    return html`<${Head} title=${PAGES.some((one) => one?.[0] === id) ? 'Your tags do not permit this page' : 'There is no such page'} /><p><a href="#/">To the overview</a></p>`;
  }
  const Shown = loaded[id];
  return Shown
    ? html`<${Kept} key=${parts.join('/')}><${Shown} parts=${parts.slice(1)} /></${Kept}>`
    : html`<${Loading} error=${error} />`;
}

/** Shows what is wrong with a page in its place: the frame stays. */
function Kept({ children }) {
  const [error] = useErrorBoundary();
  return error ? html`<${Head} title="This cannot be shown" /><${Failure} error=${error} />` : children;
}

function Help({ onClose }) {
  const rows = [
    ['/ or Ctrl K', 'go to a queue, an exchange, a connection, a vhost, a page by its name'],
    ['f', 'to the filter of the list'],
    ['[ and ]', 'the page before, the next page of a list'],
    ['r', 'bring everything up to date now'],
    ['.', 'pause, and go on'],
    ['a', 'add: a queue, an exchange …'],
    ['?', 'this'],
    ...permitted().map(([, title, , letter]) => [`g ${letter}`, title]),
  ];
  return html`<${Modal} label="Keyboard" onClose=${onClose}>
    <h2>Keyboard</h2>
    <dl class="keys">${rows.map(([key, text]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${text}</dd></div>`)}</dl>
    <div class="actions"><button type="button" onClick=${onClose} autofocus>Close</button></div>
  </${Modal}>`;
}

/** The keys that work everywhere but where text is typed. */
function keys({ jump, help }) {
  let isGoing = false;
  let lastInterval = 5;
  const press = (key) => document.querySelector(`[data-key="${key}"]:not(:disabled)`)?.click();
  const actions = {
    '/': jump,
    '?': help,
    f: () => document.querySelector('[data-key="filter"]')?.focus(),
    '[': () => press('previous'),
    ']': () => press('next'),
    a: () => press('add'),
    r: refreshAll,
    '.': () => {
      const now = interval.get();
      lastInterval = now === 0 ? lastInterval : now;
      interval.set(now === 0 ? lastInterval : 0);
    },
    g: () => {
      isGoing = true;
      setTimeout(() => (isGoing = false), 1500);
    },
  };
  return (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      jump();
      return;
    }
    const isTyping = event.target.closest('input:not([type=checkbox]), textarea, select, dialog');
    if (event.key === 'Escape' && isTyping?.dataset?.key === 'filter') {
      isTyping.blur();
    }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (isGoing) {
      isGoing = false;
      const page = permitted().find(([, , , letter]) => letter === event.key);
      if (page) {
        event.preventDefault();
        go(page[0] === 'overview' ? '#/' : listLink(page[0]));
      }
    } else if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  };
}

document.addEventListener('click', (event) => {
  if (isMenuOpen.get() && !event.target.closest('.side, .hamburger')) {
    isMenuOpen.set(false);
  }
});

const root = document.getElementById('app');
root.replaceChildren();
render(html`<div class="app"><${App} /><${Dialogs} /><${Toasts} /></div>`, root);
