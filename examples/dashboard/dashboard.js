// A dashboard over MQTT 5: what the broker tells of itself, and what sensors publish.

import { brokerUrl, element, onLogin, requireLibrary, showError, showLogin, showState } from '../page.js';
import { Chart } from './chart.js';

const BROKER = '$SYS/broker/';
const SENSORS = 'sensors/';
const SENSORS_MAX = 50;
const TEXT_MAX = 200;
const DRAW_MS = 1000;
const RECONNECT_MS = 1000;
const REFUSED = new Set([0x86, 0x87, 0x8c]); // reason codes after which another try is of no use

/** The figures that have a card, and how they are shown. */
const FIGURES = new Map([
  ['clients/connected', { title: 'MQTT clients', show: String }],
  ['subscriptions/count', { title: 'subscriptions', show: String }],
  ['load/publish/received/1min', { title: 'published a minute', show: rounded }],
  ['load/publish/sent/1min', { title: 'delivered a minute', show: rounded }],
  ['retained messages/count', { title: 'retained messages', show: String }],
  ['heap/current', { title: 'heap', show: (bytes) => `${rounded(bytes / 2 ** 20)} MiB` }],
]);

const samples = document.getElementById('samples');
const sensors = new Map();
const figures = new Map();
const rows = new Map();
let client = null;
let sampling = 0;
let wasConnected = false;

requireLibrary('mqtt', 'mqtt.min.js');

// ---- the connection ----

function connect(login) {
  wasConnected = false;
  showState('connecting');
  client = mqtt.connect(brokerUrl, {
    protocolVersion: 5,
    username: login.user,
    password: login.password,
    keepalive: 30,
    reconnectPeriod: RECONNECT_MS,
    queueQoSZero: false,
    resubscribe: false, // it is done below, each time
  });
  client.on('connect', onConnected);
  client.on('message', onMessage);
  client.on('error', onFailure);
  client.on('close', () => showState(client.disconnecting ? 'disconnected' : 'connecting'));
}

function onConnected() {
  wasConnected = true;
  showError('');
  showLogin(false);
  client.subscribe([`${BROKER}#`, `${SENSORS}#`], (error) => {
    if (error) {
      onFailure(error);
    } else {
      showState('connected'); // and so is told what comes from now on
    }
  });
}

/** A refused login ends the attempts; everything else is shown. */
function onFailure(error) {
  showError(error.message);
  if (!wasConnected && REFUSED.has(error.code)) {
    client.end(true);
    showLogin(true);
    showState('disconnected');
  }
}

// ---- what comes ----

function onMessage(topic, payload) {
  const text = payload.toString().slice(0, TEXT_MAX);
  if (topic.startsWith(BROKER)) {
    onFigure(topic.slice(BROKER.length), text);
  } else if (topic.startsWith(SENSORS)) {
    onSensor(topic.slice(SENSORS.length), text);
  }
}

function onFigure(name, text) {
  if (name === 'version') {
    document.getElementById('version').textContent = text;
  }
  row(name).textContent = text;
  const figure = FIGURES.get(name);
  if (figure) {
    card(figures, 'figures', figure.title).show(Number(text), figure.show(Number(text)));
  }
}

function onSensor(name, text) {
  if (sensors.has(name) || sensors.size < SENSORS_MAX) {
    card(sensors, 'sensors', name).show(Number(text.trim() || 'none'), text);
  } else {
    showError(`More than ${SENSORS_MAX} sensors: the others are not shown.`);
  }
}

// ---- what is shown ----

/** The card of this title among those of a part of the page, which is made when there is none. */
function card(cards, part, title) {
  let found = cards.get(title);
  if (!found) {
    found = new Card(title);
    cards.set(title, found);
    const after = [...cards.keys()].sort().find((other) => other > title);
    document.getElementById(part).insertBefore(found.element, cards.get(after)?.element ?? null);
  }
  return found;
}

/** A value with its name and its latest history. */
class Card {
  element = element('article', '', 'card');
  #value = element('p');
  #canvas = element('canvas');
  #chart = new Chart(this.#canvas);

  constructor(title) {
    this.#canvas.setAttribute('aria-hidden', 'true'); // the value says it
    this.#canvas.hidden = true;
    this.element.append(element('h3', title), this.#value, this.#canvas);
  }

  /** Shows a text, and draws its number if it is one. */
  show(number, text) {
    this.#value.textContent = text;
    if (Number.isFinite(number)) {
      this.#canvas.hidden = false;
      this.#chart.add(number);
    }
  }

  draw() {
    this.#chart.draw();
  }
}

function row(name) {
  let cell = rows.get(name);
  if (!cell) {
    cell = element('td');
    rows.set(name, cell);
    const line = element('tr');
    line.append(element('td', name), cell);
    document.getElementById('all').append(line);
  }
  return cell;
}

function rounded(number) {
  return number.toLocaleString([], { maximumFractionDigits: number < 10 ? 1 : 0 });
}

/** Once a second for all, however much comes. */
setInterval(() => {
  for (const each of [...sensors.values(), ...figures.values()]) {
    each.draw();
  }
}, DRAW_MS);

// ---- samples ----

function publishSamples() {
  if (client.connected) {
    const turn = Date.now() / 10_000;
    publish('temperature', 21 + 3 * Math.sin(turn) + Math.random() / 2);
    publish('humidity', 55 + 10 * Math.cos(turn) + Math.random());
    publish('pressure', 1013 + Math.random());
  }
}

function publish(name, value) {
  client.publish(`${SENSORS}sample/${name}`, value.toFixed(1));
}

samples.addEventListener('click', () => {
  const starts = sampling === 0;
  clearInterval(sampling);
  sampling = starts ? setInterval(publishSamples, DRAW_MS) : 0;
  samples.setAttribute('aria-pressed', String(starts));
  samples.textContent = starts ? 'Stop publishing samples' : 'Publish samples';
  if (starts) {
    publishSamples();
  }
});

onLogin(connect);
