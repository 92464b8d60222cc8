'use strict';
// AMQP of both versions over WebSocket: @cloudamqp/amqp-client, which speaks 0-9-1 without a
// subprotocol, and what is asked for by hand.
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { randomUUID } = require('node:crypto');
const { test } = require('node:test');
const rhea = require('rhea');
const { WebSocket } = require('ws');

// The client is made for browsers, which have one.
global.WebSocket ??= WebSocket;
const { AMQPWebSocketClient } = require('@cloudamqp/amqp-client');

const PATIENCE = 5000;
const URL = process.env.AMQP_WS_URL;
const HEADER_0_9_1 = Buffer.from('AMQP\0\0\x09\x01', 'latin1');
const HEADER_1_0 = Buffer.from('AMQP\x03\x01\0\0', 'latin1');
const inTime = () => ({ signal: AbortSignal.timeout(PATIENCE) });

async function connect(t, options = {}) {
  const client = new AMQPWebSocketClient({ url: URL, ...options });
  client.onerror = () => {};
  await client.connect();
  t.after(() => (client.closed ? undefined : client.close()));
  return client;
}

// A queue of the test's own, on a channel of a connection of its own.
async function open(t) {
  const channel = await (await connect(t)).channel();
  const { name } = await channel.queueDeclare('', { exclusive: true });
  return { channel, name };
}

async function receive(channel, queue, count, options = { noAck: true }) {
  const messages = [];
  let timer;
  await new Promise((done, failed) => {
    timer = setTimeout(() => failed(new Error(`${messages.length} of ${count} came`)), PATIENCE);
    channel.basicConsume(queue, options, (message) => {
      if (messages.push(message) === count) {
        done();
      }
    }).catch(failed);
  }).finally(() => clearTimeout(timer));
  return messages;
}

test('messages with properties and headers go round', async (t) => {
  const { channel, name } = await open(t);
  await channel.confirmSelect();
  await channel.basicPublish('', name, 'grüße', {
    contentType: 'text/plain', deliveryMode: 2, messageId: 'm1', headers: { number: 7, text: 'x' },
  });

  const [message] = await receive(channel, name, 1, { noAck: false });
  assert.equal(message.bodyString(), 'grüße');
  assert.equal(message.properties.contentType, 'text/plain');
  assert.equal(message.properties.messageId, 'm1');
  assert.deepEqual({ ...message.properties.headers }, { number: 7, text: 'x' });
  await message.ack();
});

test('bodies larger than a frame go round', async (t) => {
  const { channel, name } = await open(t);
  const body = new Uint8Array(1 << 20).map((_, i) => i % 251);
  await channel.basicPublish('', name, body);

  const [message] = await receive(channel, name, 1);
  assert.equal(Buffer.compare(Buffer.from(message.body), Buffer.from(body)), 0);
});

test('many messages keep their order', async (t) => {
  const { channel, name } = await open(t);
  const sent = Array.from({ length: 1000 }, (_, i) => `${i}`);
  await Promise.all(sent.map((body) => channel.basicPublish('', name, body)));

  const messages = await receive(channel, name, sent.length);
  assert.deepEqual(messages.map((m) => m.bodyString()), sent);
});

test('two clients share a queue', async (t) => {
  const name = `t-${randomUUID()}`;
  const here = await (await connect(t)).channel();
  const there = await (await connect(t)).channel();
  await here.queueDeclare(name, { autoDelete: true, durable: false });
  const came = receive(there, name, 1);
  await here.basicPublish('', name, 'over');
  assert.equal((await came)[0].bodyString(), 'over');
});

test('a wrong password is refused', async (t) => {
  await assert.rejects(connect(t, { password: 'wrong' }), /ACCESS_REFUSED/);
});

test('an error of a channel is told', async (t) => {
  const { channel } = await open(t);
  await assert.rejects(channel.queueDeclare('t-missing', { passive: true }), /NOT_FOUND/);
});

for (const [header, subprotocols, first] of [
  [HEADER_0_9_1, ['amqp'], Buffer.from([1, 0, 0])], // connection.start
  [HEADER_0_9_1, [], Buffer.from([1, 0, 0])],
  [HEADER_1_0, ['amqp'], HEADER_1_0],
]) {
  test(`the header ${header.toString('hex')} with [${subprotocols}] decides`, async (t) => {
    const socket = new WebSocket(URL, subprotocols);
    t.after(() => socket.terminate());
    await once(socket, 'open', inTime());
    assert.equal(socket.protocol, subprotocols[0] ?? '');
    for (const byte of header) {
      socket.send(Buffer.from([byte])); // each in a frame of its own
    }
    const [answer] = await once(socket, 'message', inTime());
    assert.deepEqual(answer.subarray(0, first.length), first);
  });
}

test('compression is agreed on, and without it all works as well', async (t) => {
  for (const perMessageDeflate of [true, { serverMaxWindowBits: 10 }, false]) {
    const socket = new WebSocket(URL, ['amqp'], { perMessageDeflate });
    t.after(() => socket.terminate());
    await once(socket, 'open', inTime());
    assert.equal(socket.extensions !== '', perMessageDeflate === true);
    socket.send(HEADER_1_0);
    await once(socket, 'message', inTime());
  }
});

test('a header of neither is answered with what is spoken, and the end', async (t) => {
  const socket = new WebSocket(URL, ['amqp']);
  t.after(() => socket.terminate());
  await once(socket, 'open', inTime());
  const closed = once(socket, 'close', inTime());
  socket.send('MQTT no AMQP', { binary: true });
  const [answer] = await once(socket, 'message', inTime());
  assert.deepEqual(answer, HEADER_1_0);
  assert.equal((await closed)[0], 1000);
});

// ---- who the request says that a client is, which then logs in as nobody

const shortstr = (text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
const long = (number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};

function startOkAnonymous() {
  const args = Buffer.concat([
    Buffer.from([0, 10, 0, 11]), long(0), shortstr('ANONYMOUS'), long(0), shortstr('en_US'),
  ]);
  return Buffer.concat([Buffer.from([1, 0, 0]), long(args.length), args, Buffer.from([0xCE])]);
}

function as(login) {
  return URL.replace('ws://', login ? `ws://${login}@` : 'ws://');
}

// Answers of 0-9-1: connection.tune, or nothing but the end.
async function anonymous(t, login) {
  const socket = new WebSocket(as(login));
  t.after(() => socket.terminate());
  await once(socket, 'open', inTime());
  const frames = [];
  socket.on('message', (data) => frames.push(data));
  socket.send(HEADER_0_9_1);
  await once(socket, 'message', inTime());
  socket.send(startOkAnonymous());
  await Promise.race([once(socket, 'message', inTime()), once(socket, 'close', inTime())]);
  return frames.length > 1 ? `${frames[1].readUInt16BE(7)}.${frames[1].readUInt16BE(9)}` : 'refused';
}

test('0-9-1: a login as nobody is that of the request', async (t) => {
  assert.equal(await anonymous(t, 'guest:guest'), '10.30');
  assert.equal(await anonymous(t, 'guest:wrong'), 'refused');
  assert.equal(await anonymous(t, ''), '10.30');
});

async function saslAnonymous(t, login) {
  const container = rhea.create_container();
  const ws = container.websocket_connect(WebSocket);
  const connection = container.connect({
    connection_details: ws(as(login), ['amqp'], {}), reconnect: false,
    username: 'anybody', // without a password: ANONYMOUS
  });
  t.after(() => connection.close());
  return new Promise((done) => {
    container.on('connection_open', () => done('open'));
    container.on('connection_error', () => done('refused'));
    container.on('disconnected', () => done('refused'));
  });
}

test('1.0: a login as nobody is that of the request', async (t) => {
  assert.equal(await saslAnonymous(t, 'guest:guest'), 'open');
  assert.equal(await saslAnonymous(t, 'guest:wrong'), 'refused');
  assert.equal(await saslAnonymous(t, ''), 'open');
});
