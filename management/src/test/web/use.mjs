// Uses the management pages as people do, and checks what they see. Fails at the first thing that is not as it should be.
//
//   node use.mjs BASE_URL [--user guest] [--password guest] [--pictures DIR]
//
// It makes a vhost and a user of its own and deletes them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, watch, logIn, call } from './browser.mjs';

const {
  values: options,
  positionals: [base],
} = parseArgs({
  allowPositionals: true,
  options: {
    user: { type: 'string', default: 'guest' },
    password: { type: 'string', default: 'guest' },
    pictures: { type: 'string' },
  },
});
if (!base) {
  console.error('usage: use.mjs BASE_URL [--user guest] [--password guest] [--pictures DIR]');
  process.exit(2);
}

const VHOST = 'use %2F/<i>"1"</i>';
const QUEUE = `"><img src=x onerror=alert(1)> a/b%2F?#&' 🐇 שלום`;
const TARGET = 'use.target';
const EXCHANGE = "use/topic%20<b>'x'</b>";
const POLICY = 'use/policy %';
const USER = 'use+user/%<u>';
const PASSWORD = 'p:a"s s%ü';
const e = encodeURIComponent;

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
const page = await context.newPage();
page.setDefaultTimeout(10_000);
const problems = [];
watch(page, base, (text) => problems.push(text));
page.on('dialog', (dialog) => {
  problems.push(`a script of a name ran: ${dialog.message()}`);
  dialog.dismiss();
});

const main = page.locator('#main');
const button = (name, exact = true) => page.getByRole('button', { name, exact });
const link = (name) => main.getByRole('link', { name, exact: true });
const field = (name) => main.getByLabel(name, { exact: true });
const form = (name) => page.getByRole('form', { name, exact: true });
const part = (title) =>
  main.locator('section.part').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const table = (name) => page.getByRole('region', { name, exact: true });
const see = (text) => page.getByText(text, { exact: false }).first().waitFor();
const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
const agree = (action) => page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
const closed = () => page.getByRole('dialog').waitFor({ state: 'detached' });
const goTo = (hash) =>
  page.evaluate((where) => {
    location.hash = where;
  }, hash);
const queueAt = (name, tab) => `#/queues/${e(VHOST)}/${e(name)}${tab ? `?tab=${tab}` : ''}`;

let step = '';
const steps = [];
const doing = (name, run) => steps.push([name, run]);

doing('a wrong password is refused, with words', async () => {
  await page.goto(`${base}#/queues?name=abc&regex=1`);
  await page.getByLabel('User name').fill(options.user);
  await page.getByLabel('Password').fill('not the password');
  await button('Log in').click();
  await see('User name or password is wrong.');
});

doing('the login leads where one wanted to go', async () => {
  await page.getByLabel('Password').fill(options.password);
  await button('Log in').click();
  await heading('Queues');
  assert.equal(await page.getByLabel('Filter queues').inputValue(), 'abc');
});

doing('a vhost is added', async () => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Virtual hosts' }).click();
  await link('Add a virtual host').click();
  await field('Name').fill(VHOST);
  await field('Description').fill('made by use.mjs');
  await button('Add the virtual host').click();
  await heading(VHOST);
  const permissions = form('Set permissions');
  await permissions.getByLabel('User').selectOption(options.user);
  await permissions.getByRole('button', { name: 'Set permissions' }).click();
  await table('permissions').getByRole('link', { name: options.user, exact: true }).waitFor();
});

doing('a queue of a nasty name is added, with arguments', async () => {
  await goTo('#/queues');
  await heading('Queues');
  await page.getByTitle('The virtual host that lists are narrowed to').selectOption(VHOST);
  await page.waitForFunction((vhost) => new URLSearchParams(location.hash.split('?')[1]).get('vhost') === vhost, VHOST);
  await page.locator('body').press('a');
  await heading('Add a queue');
  await field('Name').fill(QUEUE);
  await main.getByLabel('Message TTL').fill('1h');
  await see('= 3,600,000 ms, 1 h');
  await main.getByLabel('Max length', { exact: true }).fill('ten');
  await button('Add the queue').click();
  await see('what is needed is a whole number');
  await main.getByLabel('Max length', { exact: true }).fill('500');
  await button('Add the queue').click();
  await heading(QUEUE);
  const made = await call(page, 'GET', `queues/${e(VHOST)}/${e(QUEUE)}`);
  assert.deepEqual(made.arguments, { 'x-queue-type': 'classic', 'x-message-ttl': 3_600_000, 'x-max-length': 500 });
  await call(page, 'PUT', `queues/${e(VHOST)}/${e(TARGET)}`, { durable: true });
});

doing('an exchange is added', async () => {
  await goTo('#/exchanges/new');
  await field('Name').fill(EXCHANGE);
  await field('Type').selectOption('topic');
  await main.getByLabel('Alternate exchange').fill('amq.fanout');
  await button('Add the exchange').click();
  await heading(EXCHANGE);
  await see('amq.fanout');
});

doing('it is bound, and the binding is seen from both ends', async () => {
  await link('Bindings').click();
  const bind = form('Bind');
  await bind.getByLabel('Called').fill('no such queue');
  await bind.getByRole('button', { name: 'Bind', exact: true }).click();
  await bind.getByRole('alert').waitFor();
  await bind.getByLabel('Called').fill(QUEUE);
  await bind.getByLabel('Routing key').fill('a/%2F.#');
  await bind.getByRole('button', { name: 'Bind', exact: true }).click();
  await table('bindings from here').getByRole('link', { name: QUEUE, exact: true }).click();
  await heading(QUEUE);
  await link('Bindings').click();
  await table('bindings').getByText('a/%2F.#', { exact: true }).waitFor();
  await table('bindings').getByRole('link', { name: EXCHANGE, exact: true }).waitFor();
});

doing('messages are published by the exchange', async () => {
  await goTo(`#/exchanges/${e(VHOST)}/${e(EXCHANGE)}?tab=publish`);
  const publish = form('Publish a message');
  await publish.getByLabel('Routing key').fill('nobody wants this');
  await publish.getByLabel('Payload', { exact: true }).fill('lost');
  await publish.getByRole('button', { name: 'Publish' }).click();
  await see('not routed');
  await publish.getByLabel('Routing key').fill('a/%2F.b');
  await main.getByText('Properties and headers').click();
  await publish.getByLabel('content_type').fill('application/json');
  await publish.getByRole('button', { name: 'Add a header' }).click();
  await publish.getByLabel('Name', { exact: true }).fill('x-<b>');
  await publish.getByLabel('Value', { exact: true }).fill('12');
  await publish.getByLabel('Type', { exact: true }).selectOption('number');
  for (const text of ['one', 'two', 'three']) {
    await publish.getByLabel('Payload', { exact: true }).fill(`{"text":"<script>alert('${text}')</script>"}`);
    await publish.getByRole('button', { name: 'Publish' }).click();
    await see('Published, and routed.');
    await page.waitForFunction(() => !document.querySelector('form[aria-label="Publish a message"] .primary').disabled);
  }
});

doing('they are browsed without a trace', async () => {
  await goTo(queueAt(QUEUE, 'messages'));
  await button('Browse messages').click();
  await see('1–3 of 3');
  await see('"text": "<script>alert(\'one\')</script>"');
  await see('x-<b>');
  const { items } = await call(page, 'GET', `queues/${e(VHOST)}/${e(QUEUE)}/messages?count=10`);
  assert.equal(items.length, 3);
  assert.equal(items[0].properties.headers['x-<b>'], 12);
});

doing('one is got, and put back', async () => {
  await form('Get messages').getByRole('button', { name: 'Get messages' }).click();
  await part('Get').locator('.messages details').first().waitFor();
});

doing('they are moved', async () => {
  const move = form('Move messages');
  await move.getByLabel('To the queue').fill('no such queue');
  await move.getByRole('button', { name: 'Move messages …' }).click();
  await agree('Move them');
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await page.keyboard.press('Escape');
  await closed();
  await move.getByLabel('To the queue').fill(TARGET);
  await move.getByRole('button', { name: 'Move messages …' }).click();
  await agree('Move them');
  await closed();
  await see('3 messages were moved to');
  await part('Move').getByRole('link', { name: TARGET }).click();
  await heading(TARGET);
});

doing('the queue is paused and resumed', async () => {
  await button('Pause …').click();
  await agree('Pause');
  await closed();
  await button('Resume …').waitFor();
  await main.locator('.trail').getByText('paused').waitFor();
  await button('Resume …').click();
  await agree('Resume');
  await closed();
  await button('Pause …').waitFor();
});

doing('it is purged, when one agrees', async () => {
  await button('Purge …').click();
  await button('Cancel').click();
  await closed();
  await button('Purge …').click();
  await page.getByRole('dialog').getByText(TARGET, { exact: true }).waitFor();
  await agree('Purge the queue');
  await closed();
  await goTo(queueAt(TARGET, 'messages'));
  await button('Browse messages').click();
  await see('There is no message');
});

doing('a policy shows what it matches, and what holds in the end', async () => {
  await goTo('#/policies');
  await link('Add a policy').click();
  await field('Virtual host').selectOption(VHOST);
  await field('Name').fill(POLICY);
  await field('Pattern').fill('[');
  await see('not a regular expression yet');
  await field('Pattern').fill('.*');
  await field('Applies to').selectOption('queues');
  await main.getByText(/^Matches 2 of/).waitFor();
  await button('Add the policy').click();
  await see('The policy says nothing yet');
  await main.getByLabel('Max length', { exact: true }).fill('100');
  await button('Add the policy').click();
  await heading('Policies');
  await link(POLICY).waitFor();
  await goTo(queueAt(QUEUE, 'settings'));
  await table('effective values').getByText('max-length', { exact: true }).first().waitFor();
  await link(POLICY).first().click({ timeout: 30_000 }); // RabbitMQ takes its time until a policy is seen at a queue.
  await heading(POLICY);
  assert.equal(await main.getByLabel('Max length', { exact: true }).inputValue(), '100');
});

doing('a binding is undone', async () => {
  await goTo(queueAt(QUEUE, 'bindings'));
  await table('bindings')
    .getByRole('row')
    .filter({ hasText: 'a/%2F.#' })
    .getByRole('button', { name: 'Unbind' })
    .click();
  await agree('Unbind');
  await closed();
  await table('bindings').getByText('a/%2F.#', { exact: true }).waitFor({ state: 'detached' });
  const left = await call(page, 'GET', `queues/${e(VHOST)}/${e(QUEUE)}/bindings`);
  assert.deepEqual(
    left.map(({ source }) => source),
    [''],
  );
});

doing('a user is added, with permissions and limits', async () => {
  await goTo('#/users');
  await link('Add a user').click();
  await field('Name').fill(USER);
  await field('The password').fill(PASSWORD);
  await field('The password again').fill('another');
  await button('management').click();
  await button('Add the user').click();
  await see('The two passwords are not the same.');
  await field('The password again').fill(PASSWORD);
  await button('Add the user').click();
  await heading(USER);
  const permissions = form('Set permissions');
  await permissions.getByLabel('Virtual host').selectOption(VHOST);
  await permissions.getByLabel('Configure').fill('');
  await permissions.getByLabel('Write').fill('^use');
  await permissions.getByRole('button', { name: 'Set permissions' }).click();
  await table('permissions').getByText('nothing', { exact: true }).waitFor();
  const topics = form('Set topic permissions');
  await topics.getByLabel('Virtual host').selectOption(VHOST);
  await topics.getByLabel('Exchange').fill('amq.topic');
  await topics.getByLabel('Write').fill('^{username}\\.');
  await topics.getByRole('button', { name: 'Set topic permissions' }).click();
  await table('topic permissions').getByText('^{username}\\.', { exact: true }).waitFor();
  const limits = form('Set limits');
  await limits.getByLabel('Max channels').fill('17');
  await limits.getByRole('button', { name: 'Set limits' }).click();
  await see('The limits are set.');
  await goTo('#/limits');
  await table('limits of users').getByRole('row').filter({ hasText: USER }).getByText('17').waitFor();
});

doing('tags are changed, and the password stays', async () => {
  await goTo(`#/users/${e(USER)}`);
  await heading(USER);
  await form('Change the user').getByRole('button', { name: 'policymaker' }).click();
  await button('Change the user').click();
  await see('The user is changed.');
  const changed = await call(page, 'GET', `users/${e(USER)}`);
  assert.deepEqual(changed.tags, ['management', 'policymaker']);
});

doing('definitions are saved, and a dry run says what they would do', async () => {
  await goTo('#/definitions');
  const out = form('Export');
  await out.getByLabel('Of').selectOption(VHOST);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    out.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  const saved = JSON.parse(await readFile(await download.path(), 'utf8'));
  assert.ok(saved.queues.some(({ name }) => name === QUEUE));
  saved.queues.push({ name: 'use.imported', durable: true, auto_delete: false, arguments: {} });
  const load = form('Import');
  await load.getByLabel('Into').selectOption(VHOST);
  await load
    .getByLabel('File')
    .setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from('{"queues":') });
  await see('is no JSON');
  await load
    .getByLabel('File')
    .setInputFiles({ name: 'more.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(saved)) });
  await load.getByRole('button', { name: 'See what would happen' }).click();
  await see('It can be imported as a whole');
  await table('what would happen').getByRole('row').filter({ hasText: 'queues' }).waitFor();
  await assert.rejects(call(page, 'GET', `queues/${e(VHOST)}/use.imported`), /404/);
  await load.getByRole('button', { name: 'Import …' }).click();
  await agree('Import');
  await closed();
  await see('The definitions are imported.');
  await call(page, 'GET', `queues/${e(VHOST)}/use.imported`);
});

doing('the box jumps to a queue by its name', async () => {
  await goTo('#/');
  await heading('Overview');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Name of/ }).fill('use.impo');
  await page
    .getByRole('listbox')
    .getByRole('option', { name: /use\.imported/ })
    .waitFor();
  await page.keyboard.press('Enter');
  await heading('use.imported');
});

doing('keys lead to pages, and the back button back', async () => {
  await page.locator('body').press('g');
  await page.locator('body').press('e');
  await heading('Exchanges');
  await page.goBack();
  await heading('use.imported');
  await page.reload();
  await heading('use.imported');
});

doing('filters stay in the address', async () => {
  await goTo(`#/queues?vhost=${e(VHOST)}`);
  await page.getByLabel('Filter queues').fill('^use\\.(t|i)');
  await page.getByLabel('regex').check();
  await page.getByText('1–2 of 2').waitFor();
  await page.reload();
  await page.getByText('1–2 of 2').waitFor();
  await page.getByRole('button', { name: 'Queue', exact: true }).click();
  await page.waitForURL(/sort=name/);
});

doing('colours are chosen, and stay', async () => {
  await page.locator('.topbar').getByRole('button', { name: options.user, exact: true }).click();
  await button('dark').click();
  await page.reload();
  await heading('Queues');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
});

doing('the log is shown, by level', async () => {
  await goTo('#/logs');
  await heading('Logs');
  await page.locator('.log .line').first().waitFor();
  await button('error').click();
  await page.waitForURL(/level=error/);
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.log .line b')].every((one) => /error/i.test(one.textContent)),
  );
});

doing('a session that ended asks for the login, and goes on', async () => {
  await goTo(queueAt(QUEUE));
  await heading(QUEUE);
  await context.clearCookies();
  await page.keyboard.press('r');
  await see('Your session has ended');
  await page.getByLabel('User name').fill(USER);
  await page.getByLabel('Password').fill(PASSWORD);
  await button('Log in').click();
  await heading(QUEUE);
});

doing('what the tags do not permit is not shown', async () => {
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Policies' }).waitFor();
  assert.equal(await pages.getByRole('link', { name: 'Users' }).count(), 0);
  assert.equal(await pages.getByRole('link', { name: 'Logs' }).count(), 0);
  await goTo('#/users');
  await heading('Your tags do not permit this page');
});

doing('what is refused is said', async () => {
  await goTo('#/queues/new');
  await field('Virtual host').selectOption(VHOST);
  await field('Name').fill('use.forbidden');
  await button('Add the queue').click();
  await form('Add a queue')
    .getByRole('alert')
    .filter({ hasText: /refused|not.?authori|access/i })
    .waitFor();
});

doing('logging out ends it', async () => {
  await page.locator('.topbar').getByRole('button', { name: USER, exact: true }).click();
  await button('Log out').click();
  await page.getByLabel('User name').waitFor();
  await page.reload();
  await page.getByLabel('User name').waitFor();
});

doing('what was made is deleted, when one agrees', async () => {
  await logIn(page, base, options.user, options.password);
  await goTo(queueAt(QUEUE));
  await button('Delete …').click();
  await agree('Delete the queue');
  await closed();
  await heading('Queues');
  await goTo(queueAt(QUEUE));
  await see('There is no such queue');
  await goTo(`#/policies/user/${e(VHOST)}/${e(POLICY)}`);
  await button('Delete …').click();
  await agree('Delete the policy');
  await closed();
  await goTo(`#/users/${e(USER)}`);
  await heading(USER);
  await button('Delete …').click();
  await agree('Delete the user');
  await closed();
  await heading('Users');
  assert.equal(await link(USER).count(), 0);
  await goTo(`#/vhosts/${e(VHOST)}`);
  await heading(VHOST);
  await button('Delete …').click();
  assert.ok(await page.getByRole('dialog').getByRole('button', { name: 'Delete the virtual host' }).isDisabled());
  await page.getByRole('dialog').getByRole('textbox').fill(VHOST);
  await agree('Delete the virtual host');
  await closed();
  await heading('Virtual hosts');
  await assert.rejects(call(page, 'GET', `vhosts/${e(VHOST)}`), /404/);
});

/** Leaves nothing behind, of this run or one that broke off. */
async function clear() {
  const cleaner = await browser.newPage();
  await logIn(cleaner, base, options.user, options.password);
  await call(cleaner, 'DELETE', `vhosts/${e(VHOST)}`).catch(() => {});
  await call(cleaner, 'DELETE', `users/${e(USER)}`).catch(() => {});
  await cleaner.close();
}

try {
  await clear();
  for (const [name, run] of steps) {
    step = name;
    await run();
    assert.deepEqual(problems, [], 'the browser complains');
    console.log(`ok: ${name}`);
  }
  console.log(`${steps.length} things done`);
} catch (error) {
  console.log(`FAILED: ${step}: ${error.message}`);
  if (options.pictures) {
    await page.screenshot({ path: join(options.pictures, 'use-failed.png'), fullPage: true });
  }
  process.exitCode = 1;
} finally {
  await clear().catch((error) => console.log(`not cleared: ${error.message}`));
  await browser.close();
}
