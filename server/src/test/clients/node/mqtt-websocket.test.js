'use strict';
// MQTT.js and ws: what WebSocket adds to MQTT.
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { randomUUID } = require('node:crypto');
const { test } = require('node:test');
const mqtt = require('mqtt');
const { WebSocket } = require('ws');

const PATIENCE = 5000;
const HOST = `${process.env.MQTT_HOST}:${process.env.MQTT_PORT}`;
const name = () => `t${randomUUID().slice(0, 18)}`;
const inTime = () => ({ signal: AbortSignal.timeout(PATIENCE) });

// A client and the WebSocket that it uses.
function connect(t, path, options = {}) {
  let socket;
  const client = mqtt.connect(`ws://${HOST}${path}`, {
    clientId: name(), reconnectPeriod: 0, connectTimeout: PATIENCE, ...options,
    createWebsocket: (url, subprotocols) => (socket = new WebSocket(url, subprotocols)),
  });
  t.after(() => client.end(true));
  return { client, socket };
}

function open(t, subprotocols, options = {}) {
  const socket = new WebSocket(`ws://${HOST}/ws`, subprotocols, options);
  t.after(() => socket.terminate());
  return socket;
}

test('version 3.1 has a subprotocol of its own', async (t) => {
  const version = { protocolId: 'MQIsdp', protocolVersion: 3 };
  const { client, socket } = connect(t, '/ws', version);
  await once(client, 'connect', inTime());
  assert.equal(socket.protocol, 'mqttv3.1');
});

test('another path is refused', async (t) => {
  const [error] = await once(connect(t, '/elsewhere').socket, 'error', inTime());
  assert.match(error.message, /404/);
});

for (const subprotocols of [[], ['stomp'], ['stomp', 'amqp']]) {
  test(`the subprotocols [${subprotocols}] are refused`, async (t) => { // [MQTT-6.0.0-3]
    const [error] = await once(open(t, subprotocols), 'error', inTime());
    assert.match(error.message, /400/);
  });
}

test('the first subprotocol that the broker has is taken', async (t) => { // [MQTT-6.0.0-4]
  const socket = open(t, ['stomp', 'mqttv3.1', 'mqtt']);
  await once(socket, 'open', inTime());
  assert.equal(socket.protocol, 'mqttv3.1');
});

test('compression is not agreed on', async (t) => {
  const socket = open(t, ['mqtt'], { perMessageDeflate: true });
  await once(socket, 'open', inTime());
  assert.equal(socket.extensions, '');
});

test('text closes the connection', async (t) => { // [MQTT-6.0.0-1]
  const socket = open(t, ['mqtt']);
  await once(socket, 'open', inTime());
  socket.send('text');
  const [code] = await once(socket, 'close', inTime());
  assert.equal(code, 1003);
});

test('a DISCONNECT is followed by a close', async (t) => {
  const { client, socket } = connect(t, '/ws');
  await once(client, 'connect', inTime());
  const closed = once(socket, 'close', inTime());
  await client.endAsync();
  const [code] = await closed;
  assert.ok(code === 1000 || code === 1005, `closed with ${code}`);
});

test('a close without DISCONNECT is answered, and the will is sent', async (t) => { // [MQTT-3.1.2-8]
  const topic = name();
  const watcher = connect(t, '/ws').client;
  await once(watcher, 'connect', inTime());
  await watcher.subscribeAsync(topic);
  const will = { topic, payload: 'gone', qos: 0, retain: false };
  const { client, socket } = connect(t, '/ws', { will });
  await once(client, 'connect', inTime());
  const came = once(watcher, 'message', inTime());
  const closed = once(socket, 'close', inTime());
  socket.close(4000, 'enough');
  assert.equal((await closed)[0], 4000);
  assert.equal((await came)[1].toString(), 'gone');
});
