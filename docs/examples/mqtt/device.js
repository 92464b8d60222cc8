'use strict';
// A device in JavaScript: says whether it is there, sends its temperature, takes commands.
// npm install mqtt; node device.js kitchen
const mqtt = require('mqtt');

const device = process.argv[2] ?? 'kitchen';
const topic = `devices/${device}/`;

const client = mqtt.connect({
  host: process.env.MQTT_HOST ?? 'localhost',
  port: Number(process.env.MQTT_PORT ?? 1883),
  protocolVersion: 5,
  username: 'guest',
  password: 'guest',
  clientId: device,
  clean: false,
  properties: { sessionExpiryInterval: 3600 }, // Commands wait for an hour while the device is away.
  keepalive: 30,
  // Published by the broker should the device go without a word.
  will: { topic: `${topic}status`, payload: Buffer.from('offline'), qos: 1, retain: true },
});

const measure = () => client.publish(`${topic}temperature`, (20 + Math.random()).toFixed(1), { qos: 1 });
measure();
const timer = setInterval(measure, 5000);

// Each time that the connection is there, also when it was lost in between.
client.on('connect', () => {
  client.subscribe(`${topic}commands`, { qos: 1 });
  client.publish(`${topic}status`, 'online', { qos: 1, retain: true });
});

client.on('message', async (from, payload) => {
  const command = payload.toString();
  console.log('command:', command);
  if (command === 'stop') {
    clearInterval(timer);
    await client.publishAsync(`${topic}status`, 'offline', { qos: 1, retain: true });
    await client.endAsync();
  }
});

client.on('error', (error) => console.error(error.message));
