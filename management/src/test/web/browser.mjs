// What the scripts that drive a browser share.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

// Not by import, which looks for modules beside this file only: make test has them elsewhere, and says so by NODE_PATH.
const { chromium } = createRequire(import.meta.url)('playwright-core');

const CHROMIUMS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts Chromium: that of the environment's CHROMIUM, or of the system. */
export function launch() {
  const executablePath = CHROMIUMS.find((path) => path && existsSync(path));
  if (!executablePath) {
    throw new Error('there is no Chromium: name it by the environment variable CHROMIUM');
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Notes what a page must never do: errors, violations of its policy, requests to other hosts. */
export function watch(page, base, complain) {
  const origin = new URL(base).origin;
  page.on('console', (message) => {
    // An answer that is no success is the server's affair: pages say so where it matters.
    if (message.type() === 'error' && !/Failed to load resource|EventSource's response has/.test(message.text())) {
      complain(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => complain(`error: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) {
      complain(`request to another host: ${url}`);
    }
  });
}

/** Logs in and waits for the pages. */
export async function logIn(page, base, user, password) {
  await page.goto(base);
  await fillLogin(page, user, password);
}

/** The same, from the login's page. */
export async function fillLogin(page, user, password) {
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('#main').waitFor();
}

/** Calls the API as the page does. */
export function call(page, method, path, body) {
  return page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(`api/${where}`, {
        method: how,
        headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
        body: what === null ? undefined : JSON.stringify(what),
      });
      const text = await answer.text();
      if (!answer.ok) {
        throw new Error(`${how} ${where}: ${answer.status} ${text}`);
      }
      return text === '' ? null : JSON.parse(text);
    },
    [method, path, body ?? null],
  );
}
