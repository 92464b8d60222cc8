'use strict';
// @stomp/stompjs, over WebSocket or, by an adapter, over TCP.
const assert = require('node:assert/strict');
const net = require('node:net');
const { once, EventEmitter } = require('node:events');
const { randomUUID } = require('node:crypto');
const { test } = require('node:test');
const { Client, StompSocketState } = require('@stomp/stompjs');
const WebSocket = require('ws');

const PATIENCE = 5000;
const { STOMP_HOST: HOST, STOMP_PORT: PORT, STOMP_TRANSPORT: TRANSPORT } = process.env;
const name = () => `t${randomUUID().slice(0, 18)}`;

// What the library uses of a WebSocket.
class TcpSocket {
  constructor() {
    this.url = `tcp://${HOST}:${PORT}`;
    this.readyState = StompSocketState.CONNECTING;
    this.socket = net.connect(PORT, HOST, () => {
      this.readyState = StompSocketState.OPEN;
      this.onopen();
    });
    this.socket.on('data', (data) => this.onmessage({ data: new Uint8Array(data).buffer }));
    this.socket.on('error', (error) => this.onerror(error));
    this.socket.on('close', () => {
      this.readyState = StompSocketState.CLOSED;
      this.onclose({ code: 1000, reason: '', wasClean: true });
    });
  }

  send(data) { this.socket.write(typeof data === 'string' ? data : new Uint8Array(data)); }

  close() { this.socket.end(); }
}

const socket = () => (TRANSPORT === 'websockets'
  ? new WebSocket(`ws://${HOST}:${PORT}/ws`, ['v12.stomp', 'v11.stomp', 'v10.stomp']) : new TcpSocket());

// A client with what has come to it: 'message', 'error' and 'close' are events.
class Connection extends EventEmitter {
  constructor(t, headers = {}, options = {}) {
    super();
    this.inbox = [];
    this.client = new Client({
      webSocketFactory: socket, forceBinaryWSFrames: true, reconnectDelay: 0,
      heartbeatIncoming: 0, heartbeatOutgoing: 0,
      connectHeaders: { login: 'guest', passcode: 'guest', host: '/', ...headers },
      onConnect: (frame) => this.emit('answer', frame),
      onStompError: (frame) => { this.emit('answer', frame); this.emit('refusal', frame); },
      onWebSocketClose: () => this.emit('close'),
      ...options,
    });
    t.after(() => this.client.deactivate({ force: true }));
  }

  async next(event) { return (await once(this, event, { signal: AbortSignal.timeout(PATIENCE) }))[0]; }

  async open() {
    const answer = this.next('answer');
    this.client.activate();
    this.answer = await answer;
    return this;
  }

  // Does it with a receipt, and waits for that.
  async done(action) {
    const receipt = name();
    const answered = new Promise((resolve) => { this.client.watchForReceipt(receipt, resolve); });
    action(receipt);
    await Promise.race([answered, new Promise((_, reject) => { setTimeout(reject, PATIENCE, new Error('no receipt')).unref(); })]);
  }

  subscribe(destination, headers = {}) {
    return this.done((receipt) => {
      this.subscription = this.client.subscribe(destination, (message) => {
        this.inbox.push(message);
        this.emit('taken in');
      }, { 'auto-delete': 'true', receipt, ...headers });
    });
  }

  send(destination, body, headers = {}) {
    return this.done((receipt) => this.client.publish({ destination, body, headers: { 'auto-delete': 'true', receipt, ...headers } }));
  }

  async take() {
    if (this.inbox.length === 0) await this.next('taken in');
    return this.inbox.shift();
  }
}

const open = (t, ...more) => new Connection(t, ...more).open();

test('the newest version is agreed on', async (t) => {
  const { headers } = (await open(t)).answer;
  assert.equal(headers.version, '1.2');
  assert.match(headers.session, /^session-/);
});

test('a wrong password is refused', async (t) => {
  const { answer } = await open(t, { passcode: 'wrong' });
  assert.deepEqual([answer.command, answer.headers.message, answer.body], ['ERROR', 'Bad CONNECT', "Access refused for user 'guest'"]);
});

test('headers and binary bodies pass unchanged', async (t) => {
  const connection = await open(t);
  const queue = `/queue/${name()}`;
  const headers = { 'content-type': 'application/octet-stream', 'correlation-id': 'ä: \\ö', persistent: 'true', mine: 'a\nb:c\\d' };
  const bytes = new Uint8Array([0, 10, 13, 0xc3, 0xa4, 0]); // WebSocket's text frames must be UTF-8
  await connection.subscribe(queue);
  await connection.done((receipt) => connection.client.publish({
    destination: queue, binaryBody: bytes, headers: { 'auto-delete': 'true', receipt, ...headers },
  }));
  const message = await connection.take();
  assert.deepEqual(message.binaryBody, bytes);
  assert.deepEqual({ ...message.headers, ...headers }, message.headers);
});

test('topics have wildcards', async (t) => {
  const connection = await open(t);
  const topic = `/topic/${name()}`;
  await connection.subscribe(`${topic}.*`);
  await connection.send(`${topic}.a.b`, 'too deep');
  await connection.send(`${topic}.a`, 'fits');
  const message = await connection.take();
  assert.deepEqual([message.body, message.headers.destination], ['fits', `${topic}.a`]);
});

test('a message is acknowledged, given back, or discarded', async (t) => {
  const connection = await open(t);
  const queue = `/queue/${name()}`;
  await connection.subscribe(queue, { ack: 'client-individual', 'prefetch-count': '1' });
  await connection.send(queue, 'again');
  await connection.send(queue, 'last');
  const first = await connection.take();
  await connection.done((receipt) => first.nack({ receipt }));
  const again = await connection.take();
  assert.deepEqual([again.body, again.headers.redelivered], ['again', 'true']);
  await connection.done((receipt) => again.nack({ receipt, requeue: 'false' }));
  const last = await connection.take();
  assert.deepEqual([last.body, last.headers.redelivered], ['last', 'false']);
  await connection.done((receipt) => last.ack({ receipt }));
});

test('a transaction is committed or aborted', async (t) => {
  const connection = await open(t);
  const queue = `/queue/${name()}`;
  await connection.subscribe(queue);
  for (const end of ['abort', 'commit']) {
    const transaction = connection.client.begin();
    connection.client.publish({ destination: queue, body: end, headers: { transaction: transaction.id, 'auto-delete': 'true' } });
    transaction[end]();
  }
  assert.equal((await connection.take()).body, 'commit');
});

test('a durable subscription waits', async (t) => {
  const topic = `/topic/${name()}`;
  const durable = { id: name(), durable: 'true', 'auto-delete': 'false' };
  const first = await open(t);
  await first.subscribe(topic, durable);
  await first.client.deactivate();
  const second = await open(t);
  await second.send(topic, 'missed');
  await second.subscribe(topic, durable);
  assert.equal((await second.take()).body, 'missed');
  await second.done((receipt) => second.subscription.unsubscribe({ ...durable, receipt }));
});

test('a temporary queue takes the answer', async (t) => {
  const [service, client] = [await open(t), await open(t)];
  const queue = `/queue/${name()}`;
  client.client.onUnhandledMessage = (message) => client.emit('answered', message);
  await service.subscribe(queue);
  await client.send(queue, 'question', { 'reply-to': '/temp-queue/answers' });
  const request = await service.take();
  const answered = client.next('answered');
  await service.send(request.headers['reply-to'], 'answer');
  const answer = await answered;
  assert.deepEqual([answer.body, answer.headers.subscription], ['answer', '/temp-queue/answers']);
});

test('the broker says what is wrong', async (t) => {
  const connection = await open(t);
  const refusal = connection.next('refusal');
  connection.client.publish({ destination: '/nowhere/x', body: '' });
  const { headers, body } = await refusal;
  assert.deepEqual([headers.message, body.split('\n')[0]], ['Unknown destination', "'/nowhere/x' is not a valid destination."]);
});

test('heart-beats go both ways', async (t) => {
  const connection = await open(t, {}, { heartbeatIncoming: 1000, heartbeatOutgoing: 1000 });
  assert.equal(connection.answer.headers['heart-beat'], '1000,1000');
  await assert.rejects(once(connection, 'close', { signal: AbortSignal.timeout(2600) }), { name: 'AbortError' });
  await connection.send('/exchange/amq.fanout', 'still here');
});
