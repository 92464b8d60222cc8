// Opens every page, light and dark, wide and narrow, and keeps pictures. Fails on what axe finds, errors on the console,
// violations of the content security policy, requests to other hosts, a page wider than the screen, words that are no
// values (NaN, undefined), and when the first view, or the files of all pages, are 300 kB or more as they are sent.
//
//   node look.mjs BASE_URL OUT_DIR [--user guest] [--password guest] [--vhost NAME] [--only WORD] [--views NAME,NAME]
//
// It makes a vhost of its own, with things of nasty names, and deletes it; --vhost also shows what another has: its lists,
// its busiest queue, its exchanges. The views are wide-light, wide-dark, narrow-light and narrow-dark, all of them unless
// --views says which.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, watch, logIn, fillLogin, call } from './browser.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    user: { type: 'string', default: 'guest' },
    password: { type: 'string', default: 'guest' },
    vhost: { type: 'string' },
    only: { type: 'string', default: '' },
    views: { type: 'string' },
  },
});
const [base, out] = positionals;
if (!base || !out) {
  console.error(
    'usage: look.mjs BASE_URL OUT_DIR [--user guest] [--password guest] [--vhost NAME] [--only WORD] [--views NAME,NAME]',
  );
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const AXE_SOURCE = `${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')}; undefined`;
const SENT_BYTES_MAX = 300_000;
const PATIENCE_MS = 30_000; // The machine may be at other work.
const QUIET_MS = 100;
const VHOST = 'look/%2F <b>"&\' 🐇';
const NAMES = ['<script>alert(1)</script>', 'a/b%2Fc?d#e&f="g"', '🐇 שלום', 'x'.repeat(255)];
const VIEWS = [
  { name: 'wide-light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'wide-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
  { name: 'narrow-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark', isMobile: true, hasTouch: true },
];
const CHOSEN = options.views ? options.views.split(',') : VIEWS.map(({ name }) => name);
const UNKNOWN = CHOSEN.filter((name) => !VIEWS.some((view) => view.name === name));
if (UNKNOWN.length > 0) {
  console.error(`there is no view ${UNKNOWN.join(', ')}: there are ${VIEWS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const e = encodeURIComponent;
const problems = [];

/** Things for the pages to show. */
async function prepare(page) {
  await call(page, 'PUT', `vhosts/${e(VHOST)}`, { description: 'for looking at' });
  await call(page, 'PUT', `permissions/${e(VHOST)}/${e(options.user)}`, { configure: '.*', write: '.*', read: '.*' });
  await call(page, 'PUT', `exchanges/${e(VHOST)}/${e(NAMES[0])}`, {
    type: 'topic',
    durable: true,
    arguments: { 'alternate-exchange': 'amq.fanout' },
  });
  await call(page, 'PUT', `policies/${e(VHOST)}/${e('po/licy %2F')}`, {
    pattern: '.*',
    'apply-to': 'queues',
    definition: { 'max-length': 1000, 'dead-letter-exchange': NAMES[0] },
    priority: 3,
  });
  for (const name of NAMES) {
    await call(page, 'PUT', `queues/${e(VHOST)}/${e(name)}`, {
      durable: true,
      arguments: { 'x-message-ttl': 3_600_000 },
    });
    await call(page, 'POST', `bindings/${e(VHOST)}/e/${e(NAMES[0])}/q/${e(name)}`, {
      routing_key: `${name.slice(0, 40)}.#`,
      arguments: { a: 'b' },
    });
  }
  for (let i = 0; i < 3; i++) {
    await call(page, 'POST', `exchanges/${e(VHOST)}/amq.default/publish`, {
      properties: { content_type: 'application/json', delivery_mode: 2, headers: { 'x-try': i, 'x-text': '<b>' } },
      routing_key: NAMES[0],
      payload: JSON.stringify({ id: i, text: '<script>alert(1)</script>', list: [1, 2, { a: null }] }),
      payload_encoding: 'string',
    });
  }
  await call(page, 'PUT', `vhost-limits/${e(VHOST)}/max-queues`, { value: 100 });
}

/** Names of what is there already: the first connection of each protocol, the busiest queue and channel, a node. */
async function findThings(page) {
  const connections = await call(page, 'GET', 'connections?columns=name,protocol');
  const byRate = (kind) =>
    `${kind}?page=1&page_size=1&sort=message_stats.deliver_get_details.rate&sort_reverse=true&columns=name,vhost`;
  const channels = await call(page, 'GET', byRate('channels'));
  const queues = options.vhost ? await call(page, 'GET', byRate(`queues/${e(options.vhost)}`)) : { items: [] };
  const exchanges = options.vhost ? await call(page, 'GET', `exchanges/${e(options.vhost)}`) : [];
  const publishedIn = ({ message_stats: stats }) => stats?.publish_in ?? 0;
  const nodes = await call(page, 'GET', 'nodes?columns=name');
  return {
    connections: new Map(
      connections.reverse().map(({ name, protocol }) => [String(protocol).replace(/\W+/g, '-').toLowerCase(), name]),
    ),
    channel: channels.items[0]?.name,
    queue: queues.items[0]?.name,
    exchange: exchanges
      .filter(({ name }) => name !== '')
      .sort((one, other) => publishedIn(other) - publishedIn(one))[0]?.name,
    node: nodes[0]?.name,
  };
}

/** name, address, and what to do before looking. */
function places(vhost, { connections, channel, queue: busy, exchange: used, node }) {
  const queue = `#/queues/${e(VHOST)}/${e(NAMES[0])}`;
  const exchange = `#/exchanges/${e(VHOST)}/${e(NAMES[0])}`;
  const busyQueue = busy && `#/queues/${e(vhost)}/${e(busy)}`;
  const usedExchange = used && `#/exchanges/${e(vhost)}/${e(used)}`;
  const scope = vhost ? `?vhost=${e(vhost)}` : '';
  const press = (name) => (page) => page.getByRole('button', { name }).first().click();
  return [
    ['overview', '#/'],
    ['connections', '#/connections'],
    ...[...connections].map(([protocol, name]) => [`connection-${protocol}`, `#/connections/${e(name)}`]),
    ['channels', '#/channels'],
    channel && ['channel', `#/channels/${e(channel)}`],
    ['exchanges', `#/exchanges${scope}`],
    ['exchange-add', '#/exchanges/new'],
    used && ['exchange-used', usedExchange],
    used && ['exchange-used-bindings', `${usedExchange}?tab=bindings`],
    ['exchange', exchange],
    ['exchange-bindings', `${exchange}?tab=bindings`],
    ['exchange-publish', `${exchange}?tab=publish`, (page) => page.getByText('Properties and headers').click()],
    ['exchange-settings', `${exchange}?tab=settings`],
    ['exchange-default', '#/exchanges/%2F/amq.default?tab=bindings'],
    ['queues', `#/queues${scope}`],
    ['queues-nasty', `#/queues?vhost=${e(VHOST)}`],
    ['queues-none', '#/queues?name=no-such-name'],
    ['queues-columns', '#/queues', press('Columns')],
    ['queue-add', '#/queues/new'],
    busy && ['queue-busy', busyQueue],
    busy && ['queue-busy-consumers', `${busyQueue}?tab=consumers`],
    ['queue', queue],
    ['queue-long-name', `#/queues/${e(VHOST)}/${e(NAMES[3])}`],
    ['queue-messages', `${queue}?tab=messages`, press('Browse messages')],
    ['queue-consumers', `${queue}?tab=consumers`],
    ['queue-bindings', `${queue}?tab=bindings`],
    ['queue-settings', `${queue}?tab=settings`],
    ['queue-delete', queue, press('Delete …')],
    ['queue-missing', '#/queues/%2F/no-such-queue'],
    ['streams', '#/streams'],
    ['cluster', '#/nodes'],
    node && ['node', `#/nodes/${e(node)}`],
    ['users', '#/users'],
    ['user-add', '#/users/new'],
    ['user', `#/users/${e(options.user)}`],
    ['vhosts', '#/vhosts'],
    ['vhost-add', '#/vhosts/new'],
    vhost && ['vhost-used', `#/vhosts/${e(vhost)}`],
    ['vhost', `#/vhosts/${e(VHOST)}`],
    ['vhost-delete', `#/vhosts/${e(VHOST)}`, press('Delete …')],
    ['policies', '#/policies'],
    ['policy-add', '#/policies/user?new=1'],
    ['policy', `#/policies/user/${e(VHOST)}/${e('po/licy %2F')}`, (page) => page.getByText(/^Matches/).click()],
    ['operator-policy-add', '#/policies/operator?new=1'],
    ['limits', '#/limits'],
    ['definitions', '#/definitions'],
    ['logs', '#/logs'],
    [
      'jump',
      '#/',
      async (page) => {
        await page.keyboard.press('/');
        await page.getByRole('combobox', { name: /^Name of/ }).fill('s');
        await page.getByRole('listbox').getByRole('option').first().waitFor();
      },
    ],
    ['help', '#/', (page) => page.keyboard.press('?')],
    ['menu', '#/', press(options.user)],
    ['no-such-page', '#/no-such-page'],
  ].filter((place) => place && place[0].includes(options.only));
}

async function look(browser, view) {
  const context = await browser.newContext(view);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  let where = `${view.name} login`;
  const complain = (text) => problems.push(`${where}: ${text}`);
  watch(page, base, complain);
  const answered = await watchAnswers(context, page);
  let begun = Date.now();
  await page.goto(base);
  await page.getByLabel('User name').waitFor();
  const loginMs = Date.now() - begun;
  await keep(page, view, 'login', complain);
  begun = Date.now();
  await fillLogin(page, options.user, options.password);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.locator('.chart').first().waitFor();
  const first = { ms: Date.now() - begun, ...(await page.evaluate(bytesLoaded)) };
  if (first.sent >= SENT_BYTES_MAX) {
    complain(`the first view took ${first.sent} bytes`);
  }
  console.log(
    `${view.name}: the login's page ${loginMs} ms, from there the first view ${first.ms} ms, ${first.sent} bytes sent, ${first.unpacked} unpacked`,
  );
  for (const [name, address, act] of places(options.vhost, await findThings(page))) {
    where = `${view.name} ${name}`;
    try {
      await page.goto('about:blank');
      await page.goto(`${base}${address}`);
      await page.locator('#main :is(h1, .note)').first().waitFor();
      await page.waitForFunction(() => !document.querySelector('.loading'));
      if (act) {
        await act(page);
      }
      await answered();
      await keep(page, view, name, complain);
    } catch (error) {
      complain(error.message.split('\n')[0]);
      await page.screenshot({ path: join(out, `${name}-${view.name}.png`) });
    }
  }
  await context.close();
}

/**
 * Follows what a page asks for; the function returned waits until all of it is answered, and nothing more asked for. Of a
 * stream of events the first is its answer, but of the log's, which may be silent.
 */
async function watchAnswers(context, page) {
  const open = new Set();
  let since = Date.now();
  const note = (change) => {
    change();
    since = Date.now();
  };
  const session = await context.newCDPSession(page);
  session.on('Network.requestWillBeSent', ({ requestId, request }) => note(() => open.add(`${requestId} ${request.url}`)));
  const close = ({ requestId }) =>
    note(() => [...open].filter((one) => one.startsWith(`${requestId} `)).forEach((one) => open.delete(one)));
  session.on('Network.loadingFinished', close);
  session.on('Network.loadingFailed', close);
  session.on('Network.eventSourceMessageReceived', close);
  session.on('Network.responseReceived', (event) => {
    if (/\/api\/logs/.test(event.response.url) && event.type === 'EventSource') {
      close(event);
    }
  });
  await session.send('Network.enable');
  return async () => {
    const begun = Date.now();
    while (open.size > 0 || Date.now() - since < QUIET_MS) {
      if (Date.now() - begun > PATIENCE_MS) {
        throw new Error(`not answered: ${[...open].join(', ')}`);
      }
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  };
}

/** In the page: how much it loaded, as it was sent and as it is. */
function bytesLoaded() {
  const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const sum = (field) => entries.reduce((bytes, entry) => bytes + entry[field], 0);
  return { sent: sum('encodedBodySize'), unpacked: sum('decodedBodySize') };
}

/** Loads every module of the pages, as one does who opens them all. */
async function measureAll(browser) {
  const page = await browser.newPage();
  await logIn(page, base, options.user, options.password);
  const kinds = await page.evaluate(() => [...document.querySelectorAll('nav.side a')].map(({ hash }) => hash));
  for (const hash of kinds) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.locator(`nav.side a[aria-current][href="${hash}"]`).waitFor();
    await page.waitForFunction(() => !document.querySelector('.loading'));
  }
  const all = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource').filter(({ name }) => !name.includes('/api/'));
    return { sent: files.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0), count: files.length };
  });
  console.log(`all pages: ${all.count} files, ${all.sent} bytes sent`);
  if (all.sent >= SENT_BYTES_MAX) {
    problems.push(`all pages: their files took ${all.sent} bytes`);
  }
  await page.close();
}

/** Keeps a picture, and checks what is on it. */
async function keep(page, view, name, complain) {
  await page.screenshot({
    path: join(out, `${name}-${view.name}.png`),
    fullPage: !['menu', 'jump', 'help'].includes(name),
  });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > view.viewport.width) {
    complain(`it is ${width} pixels wide, the screen ${view.viewport.width}`);
  }
  // What is entered, logged or shown of messages may be anything.
  const words = await page.evaluate(() =>
    [...document.querySelectorAll('#app :is(td, dt, dd, b, p, h1, h2, h3, label, small, .text, .quiet)')]
      .filter((one) => !one.closest('.log, pre, .messages, .name'))
      .flatMap((one) => one.innerText.match(/\b(NaN|undefined|Infinity|Invalid Date)\b|\[object \w+\]/g) ?? []),
  );
  for (const word of new Set(words)) {
    complain(`it says ${word}`);
  }
  await page.evaluate(AXE_SOURCE); // Not by a tag, which the policy forbids.
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, help, nodes } of violations) {
    complain(
      `axe ${id}: ${help}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} ${node.failureSummary.split('\n').slice(1, 2).join('').trim()}`)
        .join(' | ')}`,
    );
  }
}

const browser = await launch();
try {
  const setup = await browser.newPage();
  await logIn(setup, base, options.user, options.password);
  await prepare(setup);
  try {
    await measureAll(browser);
    const chosen = VIEWS.filter(({ name }) => CHOSEN.includes(name));
    // Two at a time: there are as many processors, and each view waits for much.
    const next = async () => {
      for (let view = chosen.shift(); view; view = chosen.shift()) {
        await look(browser, view);
      }
    };
    await Promise.all([next(), next()]);
  } finally {
    await call(setup, 'DELETE', `vhosts/${e(VHOST)}`);
  }
} finally {
  await browser.close();
}
const kinds = new Map(); // What is the same on many pages is said once.
for (const problem of problems) {
  const [where, ...what] = problem.split(': ');
  kinds.set(what.join(': '), [...(kinds.get(what.join(': ')) ?? []), where]);
}
for (const [what, places] of kinds) {
  console.log(`${places.slice(0, 3).join(', ')}${places.length > 3 ? ` and ${places.length - 3} more` : ''}: ${what}`);
}
console.log(problems.length === 0 ? 'nothing to complain of' : `${kinds.size} problems`);
process.exit(problems.length === 0 ? 0 : 1);
