// Opens every page, light and dark, wide and narrow, and keeps pictures. Fails on what axe finds, errors on the console,
// violations of the content security policy, requests to other hosts, a page wider than the screen, and first views of 300 kB.
//
//   node look.mjs BASE_URL OUT_DIR [--user guest] [--password guest] [--vhost NAME] [--only WORD] [--quick]
//
// It makes a vhost of its own, with things of nasty names, and deletes it; --vhost also shows the lists of another.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, watch, logIn, call } from './browser.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    user: { type: 'string', default: 'guest' },
    password: { type: 'string', default: 'guest' },
    vhost: { type: 'string' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
  },
});
const [base, out] = positionals;
if (!base || !out) {
  console.error(
    'usage: look.mjs BASE_URL OUT_DIR [--user guest] [--password guest] [--vhost NAME] [--only WORD] [--quick]',
  );
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const AXE_SOURCE = `${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')}; undefined`;
const FIRST_VIEW_BYTES_MAX = 300_000;
const VHOST = 'look/%2F <b>"&\' 🐇';
const NAMES = ['<script>alert(1)</script>', 'a/b%2Fc?d#e&f="g"', '🐇 שלום', 'x'.repeat(255)];
const VIEWS = [
  { name: 'wide-light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'wide-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
  { name: 'narrow-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark', isMobile: true, hasTouch: true },
];

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

/** name, address, and what to do before looking. */
function places(vhost, connection, channel, node) {
  const queue = `#/queues/${e(VHOST)}/${e(NAMES[0])}`;
  const exchange = `#/exchanges/${e(VHOST)}/${e(NAMES[0])}`;
  const scope = vhost ? `?vhost=${e(vhost)}` : '';
  const press = (name) => (page) => page.getByRole('button', { name }).first().click();
  return [
    ['overview', '#/'],
    ['connections', '#/connections'],
    connection && ['connection', `#/connections/${e(connection)}`],
    ['channels', '#/channels'],
    channel && ['channel', `#/channels/${e(channel)}`],
    ['exchanges', `#/exchanges${scope}`],
    ['exchange-add', '#/exchanges/new'],
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
  let where = `${view.name} login`;
  watch(page, base, (text) => problems.push(`${where}: ${text}`));
  await page.goto(base);
  await page.getByLabel('User name').waitFor();
  await keep(page, view, 'login', (text) => problems.push(`${where}: ${text}`));
  const begun = Date.now();
  await logIn(page, base, options.user, options.password);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.locator('.chart').first().waitFor();
  const first = { ms: Date.now() - begun, bytes: await page.evaluate(bytesLoaded) };
  if (first.bytes > FIRST_VIEW_BYTES_MAX) {
    problems.push(`${where}: the first view took ${first.bytes} bytes`);
  }
  console.log(`${view.name}: log in and first view ${first.ms} ms, ${first.bytes} bytes from the empty cache`);
  const connections = await call(page, 'GET', 'connections?page=1&page_size=1&columns=name');
  const channels = await call(page, 'GET', 'channels?page=1&page_size=1&columns=name');
  const nodes = await call(page, 'GET', 'nodes?columns=name');
  for (const [name, address, act] of places(
    options.vhost,
    connections.items[0]?.name,
    channels.items[0]?.name,
    nodes[0]?.name,
  )) {
    where = `${view.name} ${name}`;
    const complain = (text) => problems.push(`${where}: ${text}`);
    try {
      await page.goto('about:blank');
      await page.goto(`${base}${address}`);
      await page.locator('#main :is(h1, .note)').first().waitFor();
      await page.waitForFunction(() => !document.querySelector('.loading'), null, { timeout: 8000 });
      if (act) {
        await act(page);
      }
      // Charts and tables are there when their first answers are; what is asked for again later changes nothing here.
      await page.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => {});
      await keep(page, view, name, complain);
    } catch (error) {
      complain(error.message.split('\n')[0]);
      await page.screenshot({ path: join(out, `${name}-${view.name}.png`) });
    }
  }
  await context.close();
}

/** In the page: how much it loaded, uncompressed. */
function bytesLoaded() {
  const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  return entries.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
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
    for (const view of options.quick ? VIEWS.slice(0, 1) : VIEWS) {
      await look(browser, view);
    }
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
