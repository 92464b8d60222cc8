// Serves the management pages as the broker does, and stands in for its API with a RabbitMQ behind: for working on the
// pages without the broker. What WarrenMQ adds to RabbitMQ's API is made up here, as far as RabbitMQ lets it be.
//
//   node dev-server.mjs [--port 0] [--api http://127.0.0.1:15672] [--lib DIR] [--through] [--plain] [--alarm]
//
// --through: the API is a WarrenMQ's, to which everything goes as it is. --plain leaves the additions out, but the login, so
// that one sees how the pages do without them. --alarm raises one.

import { createServer, request as connect } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    api: { type: 'string', default: 'http://127.0.0.1:15672' },
    lib: { type: 'string', default: join(here, '../../../../server/target/management-page-libraries') },
    through: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
    alarm: { type: 'boolean', default: false },
  },
});
const PAGES = join(here, '../../main/web');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";
const BODY_BYTES_MAX = 64 << 20;

const sessions = new Map(); // The Authorization header of each.
const paused = new Set();

createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (!response.headersSent) {
      send(response, error.status ?? 502, error.body ?? { error: 'bad_gateway', reason: error.message });
    }
    response.end();
  });
}).listen(Number(options.port), '127.0.0.1', function () {
  console.log(`http://127.0.0.1:${this.address().port}/`);
});

async function answer(request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname.startsWith('/api/')) {
    await (options.through ? pass(request, response) : api(request, response, url));
    return;
  }
  const path = normalize(decodeURIComponent(url.pathname)).replace(/\/$/, '/index.html');
  const file = path.startsWith('/lib/') ? join(options.lib, path.slice(5)) : join(PAGES, path);
  const content = await readFile(file).catch(() => null);
  const isCompressed = content && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(content ? 200 : 404, {
    ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    'content-type': content ? (TYPES[extname(file)] ?? 'application/octet-stream') : 'text/plain',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  });
  response.end(isCompressed ? gzipSync(content) : (content ?? 'there is nothing at this path'));
}

/** Lets WarrenMQ answer. */
function pass(request, response) {
  const target = new URL(request.url, options.api);
  return new Promise((resolve, reject) => {
    const sent = { method: request.method, headers: { ...request.headers, host: target.host } };
    const passed = connect(target, sent, (reply) => {
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
      resolve();
    });
    passed.on('error', reject);
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  });
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined || body === null ? '' : JSON.stringify(body));
}

class Refusal extends Error {
  constructor(status, body) {
    super(body?.reason ?? String(status));
    this.status = status;
    this.body = body;
  }
}

async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > BODY_BYTES_MAX) {
      throw new Refusal(413, { error: 'bad_request', reason: 'too large' });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Asks RabbitMQ; throws what it refuses. */
async function ask(login, method, path, body) {
  const reply = await fetch(`${options.api}/api/${path}`, {
    method,
    headers: { authorization: login, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await reply.text();
  let parsed = null;
  try {
    parsed = text === '' ? null : JSON.parse(text);
  } catch {
    parsed = { error: 'bad_gateway', reason: text.slice(0, 200) };
  }
  if (!reply.ok) {
    throw new Refusal(reply.status, parsed);
  }
  return parsed;
}

async function api(request, response, url) {
  const path = url.pathname.slice('/api/'.length);
  const cookie = /warren_session=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (path === 'login') {
    await login(request, response, cookie);
    return;
  }
  const held = sessions.get(cookie) ?? request.headers.authorization;
  if (!held) {
    send(response, 401, { error: 'not_authorised', reason: 'Login failed' });
    return;
  }
  const body = ['POST', 'PUT', 'DELETE'].includes(request.method) ? await bodyOf(request) : undefined;
  const isStream = request.headers.accept?.includes('text/event-stream');
  if (isStream && request.method === 'GET' && !options.plain) {
    await stream(response, url, () =>
      added(held, 'GET', path, url, undefined, true).then((made) =>
        made === undefined ? ask(held, 'GET', path + rest(url)) : made.body,
      ),
    );
    return;
  }
  const made = options.plain
    ? undefined
    : await added(held, request.method, path, url, body && body.length > 0 ? JSON.parse(body) : undefined, false);
  if (made !== undefined) {
    send(response, made.status ?? 200, made.body);
    return;
  }
  const reply = await fetch(`${options.api}/api/${path}${rest(url)}`, {
    method: request.method,
    headers: {
      authorization: held,
      ...(body?.length > 0 ? { 'content-type': request.headers['content-type'] } : {}),
      ...(request.headers['x-reason'] ? { 'x-reason': request.headers['x-reason'] } : {}),
    },
    body: body?.length > 0 ? body : undefined,
  });
  const content = Buffer.from(await reply.arrayBuffer());
  response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'application/json' });
  response.end(altered(path, content));
}

/** The query for RabbitMQ, which does not know all of ours. */
function rest(url) {
  const query = new URLSearchParams(url.searchParams);
  query.delete('interval');
  return query.size === 0 ? '' : `?${query}`;
}

async function login(request, response, cookie) {
  if (request.method === 'DELETE') {
    sessions.delete(cookie);
    send(response, 204, undefined, { 'set-cookie': 'warren_session=; Path=/; Max-Age=0' });
    return;
  }
  const form = new URLSearchParams((await bodyOf(request)).toString());
  const authorization = `Basic ${Buffer.from(`${form.get('username')}:${form.get('password')}`).toString('base64')}`;
  try {
    const user = await ask(authorization, 'GET', 'whoami');
    const id = randomBytes(16).toString('hex');
    sessions.set(id, authorization);
    send(response, 200, user, { 'set-cookie': `warren_session=${id}; Path=/; HttpOnly; SameSite=Strict` });
  } catch {
    send(response, 401, { error: 'not_authorised', reason: 'Login failed' });
  }
}

async function stream(response, url, value) {
  const seconds = Number(url.searchParams.get('interval') ?? 5);
  const first = await value(); // What is refused is refused before the stream begins.
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  let last = JSON.stringify(change(url, first));
  response.write(`data: ${last}\n\n`);
  const timer = setInterval(async () => {
    try {
      const next = JSON.stringify(change(url, await value()));
      if (next !== last) {
        last = next;
        response.write(`data: ${next}\n\n`);
      }
    } catch {
      response.end();
    }
  }, seconds * 1000);
  response.on('close', () => clearInterval(timer));
}

const change = (url, value) => JSON.parse(altered(url.pathname.slice('/api/'.length), JSON.stringify(value)));

/** What WarrenMQ has otherwise. */
function altered(path, content) {
  if (options.alarm && path === 'nodes') {
    return JSON.stringify(JSON.parse(content).map((node) => ({ ...node, mem_alarm: true, disk_free_alarm: true })));
  } else if (options.plain) {
    return content;
  } else if (path === 'overview') {
    return JSON.stringify({ ...JSON.parse(content), product_name: 'WarrenMQ', product_version: '0.1.0' });
  } else if (paused.size > 0 && /^queues(\/|$)/.test(path)) {
    const parsed = JSON.parse(content);
    for (const queue of [parsed, ...(Array.isArray(parsed) ? parsed : (parsed.items ?? []))]) {
      if (paused.has(`${encodeURIComponent(queue.vhost)}/${encodeURIComponent(queue.name)}`)) {
        queue.state = 'paused';
      }
    }
    return JSON.stringify(parsed);
  }
  return content;
}

/** Answers what WarrenMQ adds: status and body; undefined for all else. */
async function added(held, method, path, url, body, isStream) {
  const queue = /^queues\/([^/]+)\/([^/]+)\/(messages|move|pause|resume|effective)$/.exec(path);
  if (queue) {
    return onQueue(held, method, ...queue.slice(1), url, body);
  }
  if (/^exchanges\/[^/]+\/[^/]+\/effective$/.test(path)) {
    return { body: await effective(held, path.replace(/\/effective$/, '')) };
  }
  if (method === 'POST' && path.startsWith('definitions')) {
    return definitions(held, path, url, body);
  }
  return path === 'logs' ? { body: logLines(url, isStream) } : undefined;
}

async function onQueue(held, method, vhost, name, action, url, body) {
  const base = `queues/${vhost}/${name}`;
  switch (action) {
    case 'messages': {
      const offset = Number(url.searchParams.get('offset') ?? 0);
      const count = Number(url.searchParams.get('count') ?? 20);
      const got = await ask(held, 'POST', `${base}/get`, {
        count: offset + count,
        ackmode: 'ack_requeue_true',
        encoding: 'auto',
        truncate: Number(url.searchParams.get('truncate') ?? 50_000),
      });
      const total = got.length === 0 ? 0 : got[0].message_count + 1;
      return {
        body: { items: got.slice(offset).map((one, i) => ({ ...one, position: offset + i })), message_count: total },
      };
    }
    case 'move': {
      await ask(held, 'GET', `queues/${vhost}/${encodeURIComponent(body.destination)}`);
      const got = await ask(held, 'POST', `${base}/get`, {
        count: body.count ?? 100_000,
        ackmode: 'ack_requeue_false',
        encoding: 'auto',
      });
      for (const one of got) {
        await ask(held, 'POST', `exchanges/${vhost}/amq.default/publish`, {
          properties: one.properties,
          routing_key: body.destination,
          payload: one.payload,
          payload_encoding: one.payload_encoding,
        });
      }
      return { body: { moved: got.length } };
    }
    case 'pause':
    case 'resume':
      paused[action === 'pause' ? 'add' : 'delete'](`${vhost}/${name}`);
      return { status: 204 };
    default:
      return method === 'GET' ? { body: await effective(held, base) } : undefined;
  }
}

async function effective(held, path) {
  const thing = await ask(held, 'GET', path);
  const ofPolicy = Object.entries(thing.effective_policy_definition ?? {}).map(([key, value]) => ({
    key,
    value,
    source: 'policy',
    policy: thing.policy,
  }));
  const ofArguments = Object.entries(thing.arguments).map(([key, value]) => ({
    key: key.replace(/^x-/, ''),
    value,
    source: 'argument',
    policy: null,
  }));
  return [...ofArguments, ...ofPolicy, { key: 'consumer-timeout', value: 1_800_000, source: 'default', policy: null }];
}

const KINDS = {
  vhosts: ['name'],
  users: ['name'],
  permissions: ['user', 'vhost'],
  policies: ['vhost', 'name'],
  queues: ['vhost', 'name'],
  exchanges: ['vhost', 'name'],
  bindings: ['vhost', 'source', 'destination', 'routing_key'],
};

async function definitions(held, path, url, body) {
  const there = await ask(held, 'GET', path);
  const counts = {};
  const refused = [];
  for (const [kind, keys] of Object.entries(KINDS)) {
    const key = (one) => JSON.stringify(keys.map((name) => one[name]));
    const known = new Map((there[kind] ?? []).map((one) => [key(one), one]));
    for (const one of body?.[kind] ?? []) {
      const old = known.get(key(one));
      const what =
        old === undefined
          ? 'created'
          : JSON.stringify(old) === JSON.stringify({ ...old, ...one })
            ? 'unchanged'
            : 'changed';
      counts[kind] ??= { created: 0, changed: 0, unchanged: 0 };
      counts[kind][what]++;
      if (kind === 'queues' && (what === 'changed' || one.arguments?.['x-message-ttl'] < 0)) {
        refused.push({
          kind: 'queue',
          name: one.name,
          vhost: one.vhost,
          reason: what === 'changed' ? 'it is there with other arguments' : 'x-message-ttl is negative',
        });
      }
    }
  }
  if (url.searchParams.get('dry_run') === 'true') {
    return {
      body: {
        applied: false,
        counts,
        refused,
        warnings: body?.rabbit_version?.startsWith('3') ? ['written by RabbitMQ 3'] : [],
      },
    };
  }
  if (refused.length > 0) {
    return {
      status: 400,
      body: {
        error: 'bad_request',
        reason: `${refused.length} definitions are refused`,
        applied: false,
        counts,
        refused,
        warnings: [],
      },
    };
  }
  await ask(held, 'POST', path, body);
  return { status: 204 };
}

const LEVELS = ['debug', 'info', 'warn', 'error'];
const SAMPLES = [
  ['info', 'io.warrenmq.server.listener.Listeners', 'amqp listens on 127.0.0.1:5672'],
  [
    'info',
    'io.warrenmq.core.broker.ConnectionRegistry',
    'connection 127.0.0.1:51234 -> 127.0.0.1:5672 (orders) is open: guest, vhost /',
  ],
  [
    'warn',
    'io.warrenmq.amqp091.channel.Channel',
    'a message was not routed: exchange "orders", routing key "<script>alert(1)</script>"',
  ],
  ['debug', 'io.warrenmq.core.store.GroupCommit', '32 writers, one fsync of 2.1 ms'],
  [
    'error',
    'io.warrenmq.core.store.SegmentStore',
    'cannot write data/queues/0000000000000001.segment: No space left on device\n\tat io.warrenmq.core.store.Segment.append',
  ],
];
const logged = Array.from({ length: 120 }, (_, i) => line(i, Date.now() - (120 - i) * 2000));
let streamed = logged.length;
setInterval(() => logged.push(line(logged.length, Date.now())), 1500).unref();

function line(i, ms) {
  const [level, logger, text] = SAMPLES[i % SAMPLES.length];
  return { time: new Date(ms).toISOString(), level, logger, text };
}

function logLines(url, isStream) {
  const least = LEVELS.indexOf(url.searchParams.get('level') ?? 'info');
  const from = isStream ? streamed : 0;
  streamed = logged.length;
  return logged
    .slice(from)
    .filter(({ level }) => LEVELS.indexOf(level) >= least)
    .slice(-Number(url.searchParams.get('count') || 200));
}
