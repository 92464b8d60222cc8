'use strict';
// What the suites of rhea share. Queues and exchanges are made by AMQP 0-9-1, on the same port.
const { randomUUID } = require('node:crypto');
const { once } = require('node:events');
const { after } = require('node:test');
const amqplib = require('amqplib');
const rhea = require('rhea');
const WebSocket = require('ws');

const PATIENCE = 20000;
const OUTCOMES = ['accepted', 'rejected', 'released', 'modified'];
const WEB_SOCKET_URL = process.env.AMQP_WS_URL;
const ADDRESS = { host: process.env.AMQP_HOST, port: Number(process.env.AMQP_PORT) };

const name = () => `t${randomUUID().slice(0, 18)}`;
const queueAddress = (queue) => `/queues/${encodeURIComponent(queue)}`;
const exchangeAddress = (exchange, key) =>
  `/exchanges/${encodeURIComponent(exchange)}${key === undefined ? '' : `/${encodeURIComponent(key)}`}`;

/** The context of the next such event, which must come soon. */
async function soon(emitter, event) {
  const [context] = await once(emitter, event, { signal: AbortSignal.timeout(PATIENCE) });
  return context;
}

/** Settings of a connection that is not open yet, which does not come back when it is lost. */
function options(more = {}) {
  const all = { ...ADDRESS, username: 'guest', password: 'guest', reconnect: false, ...more };
  if (WEB_SOCKET_URL) {
    const connect = rhea.websocket_connect(WebSocket)(WEB_SOCKET_URL, ['amqp'], {});
    return { ...all, connection_details: connect };
  }
  return all;
}

// What is to be undone after a test: its connections are closed before its queues are deleted.
const undoing = new WeakMap();
function undo(t, kind, act) {
  if (!undoing.has(t)) {
    const acts = { connections: [], resources: [] };
    undoing.set(t, acts);
    t.after(async () => {
      await Promise.all(acts.connections.map((each) => each()));
      for (const each of acts.resources) await each();
    });
  }
  undoing.get(t)[kind].push(act);
}

async function close(connection) {
  if (connection.is_open()) {
    const closed = Promise.race([soon(connection, 'connection_close'), soon(connection, 'disconnected')]);
    connection.close();
    await closed;
  } else {
    connection.close();
  }
}

/** A connection that is about to open and is closed after the test. */
function connect(t, more) {
  const connection = rhea.create_container().connect(options(more));
  undo(t, 'connections', () => close(connection));
  return connection;
}

async function open(t, more) {
  const connection = connect(t, more);
  await soon(connection, 'connection_open');
  return connection;
}

/** Loses a connection without a word of AMQP. */
function cut(connection) {
  if (WEB_SOCKET_URL) connection.socket.end();
  else connection.socket.destroy(new Error('cut'));
}

/** A sender that has credit. */
async function sender(connection, address, more = {}) {
  const link = connection.open_sender({ target: address ? { address } : {}, ...more });
  await soon(link, 'sendable');
  return link;
}

/** A receiver whose messages wait for take(), and are not settled but by the test. */
async function receiver(connection, address, more = {}) {
  const { source, ...rest } = more;
  const link = connection.open_receiver({
    source: { address, ...source }, autoaccept: false, credit_window: 0, ...rest,
  });
  link.waiting = [];
  link.on('message', (context) => {
    link.waiting.push(context);
    link.emit('taken in');
  });
  link.take = async () => {
    while (link.waiting.length === 0) {
      await soon(link, 'taken in');
    }
    return link.waiting.shift();
  };
  await soon(link, 'receiver_open');
  // rhea 3.0.5 supposes that every sender counts from 0, and RabbitMQ counts from -5: it would send five too many.
  link.delivery_count = link.remote.attach.initial_delivery_count || 0;
  return link;
}

/** A receiver with credit for 100 messages. */
async function consumer(connection, address, more) {
  const link = await receiver(connection, address, more);
  link.add_credit(100);
  return link;
}

/** What becomes of a delivery that was sent just now: its outcome's name and the fields of it. */
function outcome(delivery) {
  const { link } = delivery;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no outcome came')), PATIENCE);
    for (const event of OUTCOMES) {
      link.on(event, (context) => {
        if (context.delivery === delivery) {
          clearTimeout(late);
          resolve({ name: event, state: delivery.remote_state });
        }
      });
    }
  });
}

const send = (link, message) => outcome(link.send(message));

/** The error that detaches a link or, as RabbitMQ 4.0 answers most faults of links, ends its session. */
async function linkError(link) {
  const ignore = () => {}; // A link without a listener makes its error one of the container.
  for (const event of ['error', 'close']) {
    link.on(link.prefix_event(event), ignore);
    link.session.on(`session_${event}`, ignore);
  }
  return Promise.race([
    soon(link.session, 'session_error').then(() => link.session.error),
    soon(link, link.prefix_event('error')).then(() => link.error),
  ]);
}

/** The error that a connection is refused with or closed by. */
async function refusal(connection) {
  connection.on('connection_close', () => {});
  return (await soon(connection, 'connection_error')).error;
}

async function takeBodies(link, count) {
  const bodies = [];
  while (bodies.length < count) {
    bodies.push((await link.take()).message.body);
  }
  return bodies;
}

// What arranges: a connection of AMQP 0-9-1, opened when first needed.
let arranging;
after(async () => {
  if (arranging) await (await arranging).connection.close();
});

async function channel() {
  arranging ||= amqplib.connect(process.env.AMQP_URL).then((connection) => connection.createChannel());
  return arranging;
}

/** A durable queue that is deleted after the test; returns its name. */
async function queue(t, args = {}) {
  const it = name();
  const by = await channel();
  await by.assertQueue(it, { durable: true, arguments: args });
  undo(t, 'resources', () => by.deleteQueue(it));
  return it;
}

/** An exchange that is deleted after the test; returns its name. */
async function exchange(t, type) {
  const it = name();
  const by = await channel();
  await by.assertExchange(it, type);
  undo(t, 'resources', () => by.deleteExchange(it));
  return it;
}

module.exports = {
  ADDRESS, channel, connect, consumer, cut, exchange, exchangeAddress, linkError, name, open, outcome, queue,
  queueAddress, receiver, refusal, send, sender, soon, takeBodies, undo,
};
