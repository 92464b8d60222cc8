// The HTTP API: calls, the login, and values that follow the broker.

import { store, keptStore, useStore, useState, useEffect, useCallback } from './base.js';

const BASE = new URL('api/', document.baseURI);
const JSON_TYPE = 'application/json';
const INTERVALS = [0, 1, 2, 5, 10, 30, 60];
const REPLY_MS_MAX = 60_000;
const LOST_MS = 6000; // A stream that is not there again by then is not a mere pause.

/** Who is logged in, as whoami has it: name and tags; null: nobody, undefined: not asked yet. */
export const user = store(undefined);

/** Why the login is shown, when it is not by the user's wish; empty otherwise. */
export const loginReason = store('');

/** Whether the broker answers. */
export const isReached = store(true);

/** Seconds between two values; 0: none but the first, until the user asks. */
export const interval = keptStore('interval', 5, (value) => INTERVALS.includes(value));
export { INTERVALS };

/** Bumped when vhosts may have come or gone by a call of these pages. */
export const vhostChanges = store(0);

/** What the broker refused, or that there was no answer, status 0. The message is for people. */
export class ApiError extends Error {
  constructor(status, message, body) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** A path of the API; what is filled in is a name, or whatever else stays within its part. */
export function at(texts, ...names) {
  return texts.reduce((path, text, i) => path + part(names[i - 1]) + text);
}

function part(name) {
  const text = String(name);
  if (text === '.' || text === '..') {
    throw new ApiError(0, `Browsers cannot address what is called "${text}": use warrenctl, or a client.`);
  }
  return encodeURIComponent(text);
}

/** Appends a query; what is empty, null or undefined is left out. */
export function withQuery(path, query) {
  const values = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return values.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(values)}`;
}

/**
 * Calls the API.
 *
 * @param body an object, sent as JSON; a form; or none
 * @returns what the answer's JSON is; null when there is none
 * @throws ApiError
 */
export async function call(method, path, body, { headers = {}, signal } = {}) {
  const isForm = body instanceof URLSearchParams;
  let response;
  let text;
  try {
    response = await fetch(new URL(path, BASE), {
      method,
      // The second tells the server that no browser's own window is to ask for a password.
      headers: {
        Accept: JSON_TYPE,
        'X-Requested-With': 'XMLHttpRequest',
        ...(body === undefined || isForm ? {} : { 'Content-Type': JSON_TYPE }),
        ...headers,
      },
      body: body === undefined || isForm ? body : JSON.stringify(body),
      credentials: 'same-origin',
      signal: AbortSignal.any([AbortSignal.timeout(REPLY_MS_MAX), ...(signal ? [signal] : [])]),
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    isReached.set(false);
    throw new ApiError(
      0,
      error.name === 'TimeoutError' ? 'The broker does not answer.' : 'The broker cannot be reached.',
    );
  }
  isReached.set(true);
  const parsed = parse(text);
  if (response.status === 401 && path !== 'login' && (path === 'whoami' || !(await isLoggedIn()))) {
    expire();
  }
  if (!response.ok) {
    throw new ApiError(response.status, reason(response, parsed, text), parsed);
  }
  if (method !== 'GET' && /^(vhosts|definitions)/.test(path)) {
    vhostChanges.set(vhostChanges.get() + 1);
  }
  return parsed;
}

function parse(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function reason(response, parsed, text) {
  const said = parsed?.reason ?? parsed?.error ?? parsed?.message;
  if (typeof said === 'string' && said !== '') {
    return said;
  }
  return said ? JSON.stringify(said) : `${response.status} ${response.statusText || text.slice(0, 200)}`;
}

export const get = (path, options) => call('GET', path, undefined, options);
export const put = (path, body = {}) => call('PUT', path, body);
export const post = (path, body = {}) => call('POST', path, body);
export const del = (path, headers) => call('DELETE', path, undefined, { headers });

/** Whether a 401 was of what was asked for, as RabbitMQ answers it where others answer 403, and not of the session. */
async function isLoggedIn() {
  try {
    await get('whoami');
    return true;
  } catch (error) {
    return error.status !== 401;
  }
}

function expire() {
  if (user.get()) {
    loginReason.set('Your session has ended. Log in to go on where you were.');
  }
  user.set(null);
}

/** Finds out who is logged in. */
export async function whoAmI() {
  try {
    user.set(await get('whoami'));
  } catch (error) {
    if (error.status !== 401) {
      throw error;
    }
  }
}

export async function logIn(username, password) {
  await call('POST', 'login', new URLSearchParams({ username, password }));
  loginReason.set('');
  await whoAmI();
}

export async function logOut() {
  await del('login');
  loginReason.set('');
  user.set(null);
}

const CONTAINING = {
  administrator: ['administrator', 'monitoring', 'policymaker', 'management'],
  monitoring: ['monitoring', 'management'],
  policymaker: ['policymaker', 'management'],
  management: ['management'],
};

/** Whether the user's tags permit what a tag permits. */
export function may(tag) {
  return tagsOf(user.get()).some((held) => CONTAINING[held]?.includes(tag));
}

/** Tags of a user as a list: older answers have one text with commas. */
export function tagsOf(of) {
  const tags = of?.tags ?? [];
  return Array.isArray(tags)
    ? tags
    : tags
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean);
}

// Paths, without their queries, that the server answers, but not as streams of events.
const unstreamed = new Set();

/** Follows a path until it is closed: by events where the server sends them and they are wanted, or else by asking again and again. */
function watch(path, seconds, isPolled, onData, onError) {
  const kind = path.split('?')[0];
  const abort = new AbortController();
  let events = null;
  let timer = 0;
  let lost = 0;

  async function ask() {
    try {
      const data = await get(path, { signal: abort.signal });
      onData(data);
      return true;
    } catch (error) {
      if (!abort.signal.aborted) {
        onError(error);
      }
      return false;
    }
  }

  async function poll() {
    await ask();
    if (!abort.signal.aborted && seconds > 0) {
      timer = setTimeout(poll, seconds * 1000);
    }
  }

  if (isPolled || seconds === 0 || unstreamed.has(kind)) {
    poll();
  } else {
    events = new EventSource(new URL(withQuery(path, { interval: seconds }), BASE));
    events.onmessage = (event) => {
      clearTimeout(lost);
      isReached.set(true);
      onData(JSON.parse(event.data));
    };
    events.onerror = async () => {
      if (abort.signal.aborted) {
        return;
      } else if (events.readyState !== EventSource.CLOSED) {
        // The browser tries again by itself, after some three seconds.
        clearTimeout(lost);
        lost = setTimeout(() => isReached.set(false), LOST_MS);
        return;
      }
      // What is wrong the event does not say: an ordinary call does.
      if (await ask()) {
        unstreamed.add(kind);
      }
      if (!abort.signal.aborted) {
        timer = setTimeout(poll, seconds * 1000);
      }
    };
  }
  return () => {
    abort.abort();
    events?.close();
    clearTimeout(timer);
    clearTimeout(lost);
  };
}

const isVisible = store(!document.hidden);
document.addEventListener('visibilitychange', () => isVisible.set(!document.hidden));

const refreshes = store(0);

/** Asks for everything on the screen anew. */
export const refreshAll = () => refreshes.set(refreshes.get() + 1);

/**
 * What a path of the API has, followed while it is on the screen.
 *
 * @param path of the API; null: nothing is asked for
 * @param options isLive: false asks once. isPolled: takes no stream of events, of which a browser has six to one server for all
 *     its windows: for what is beside the page's main thing. seconds: at least, instead of the user's interval
 * @returns data: undefined until there is some; what an earlier query of the same path had stays until then. error: null
 *     when the last call went well. refresh: asks anew
 */
export function useLive(path, { isLive = true, isPolled = false, seconds = 0 } = {}) {
  const [state, setState] = useState({ path: null, data: undefined, error: null });
  const [asked, setAsked] = useState(0);
  const chosen = useStore(interval);
  const visible = useStore(isVisible);
  const refreshed = useStore(refreshes);
  const every = isLive ? (chosen === 0 ? 0 : Math.max(chosen, seconds)) : 0;

  useEffect(() => {
    if (path === null || !visible) {
      return undefined;
    }
    return watch(
      path,
      every,
      isPolled,
      (data) => setState({ path, data, error: null }),
      (error) => setState((old) => ({ path, data: isSame(old.path, path) ? old.data : undefined, error })),
    );
  }, [path, every, isPolled, visible, asked, refreshed]);

  const refresh = useCallback(() => setAsked((n) => n + 1), []);
  const isKnown = path !== null && isSame(state.path, path);
  return { data: isKnown ? state.data : undefined, error: isKnown ? state.error : null, refresh };
}

const isSame = (one, other) => one !== null && one.split('?')[0] === other.split('?')[0];

/**
 * Whether an error says that the server has not got what was asked for at all, as RabbitMQ has not what WarrenMQ adds: to
 * some of these paths it answers 400 without a word.
 */
export const isMissing = (error) => [404, 405].includes(error?.status) || (error?.status === 400 && !error.body);
