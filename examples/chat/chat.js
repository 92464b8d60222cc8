// A chat over STOMP. A room is a topic, chat.ROOM, behind which a queue keeps the last messages: each page browses it, and
// so is shown what there is and what comes, and takes nothing from the others. Who is where is told on chat.here.ROOM,
// again and again.

import { brokerUrl, element, onLogin, requireLibrary, showError, showLogin, showState } from '../page.js';

const KEPT = 100; // messages of a room, in the broker
const SHOWN_MAX = 500;
const PEOPLE_MAX = 500;
const HERE_MS = 20_000;
const GONE_MS = 90_000; // without a word; browsers let a page that is hidden speak once a minute
const ABANDONED_MS = 30 * 24 * 3600 * 1000; // a room that nobody has looked at for so long goes
const ROOM = /^[A-Za-z0-9_-]{1,32}$/;
const ROOMS = ['lobby', 'random'];

const rooms = document.getElementById('rooms');
const people = document.getElementById('people');
const messages = document.getElementById('messages');
const say = document.getElementById('say');

const me = crypto.randomUUID(); // two may have one nick
const others = new Map(); // by their id: nick, room, when heard of
const unconfirmed = new Map(); // texts by their receipts
let client = null;
let nick = '';
let receipts = 0;
let subscription = null;
let wasConnected = false;

requireLibrary('StompJs', 'stomp.umd.min.js');

function room() {
  const wanted = location.hash.slice(1);
  return ROOM.test(wanted) ? wanted : ROOMS[0];
}

// ---- the connection ----

function connect(login) {
  nick = login.nick;
  localStorage.setItem('chat.nick', nick);
  wasConnected = false;
  showState('connecting');
  client = new StompJs.Client({
    brokerURL: brokerUrl,
    connectHeaders: { login: login.user, passcode: login.password },
    reconnectDelay: 500,
    maxReconnectDelay: 15_000,
    reconnectTimeMode: StompJs.ReconnectionTimeMode.EXPONENTIAL,
    heartbeatIncoming: 10_000,
    heartbeatOutgoing: 10_000,
    heartbeatStrategy: StompJs.TickerStrategy.Worker, // a hidden page's own timers go once a minute
    onConnect: onConnected,
    onStompError,
    onWebSocketClose: onClosed,
  });
  client.activate();
}

function onConnected() {
  wasConnected = true;
  showError('');
  showLogin(false);
  showState('connected');
  client.subscribe('/topic/chat.here.*', onHere);
  enter();
  say.elements.text.focus();
}

/** The broker refuses something: a login ends the attempts, everything else is shown. */
function onStompError(frame) {
  showError(`${frame.headers.message}: ${frame.body}`);
  if (!wasConnected) {
    client.deactivate();
    showLogin(true);
  }
}

function onClosed() {
  subscription = null;
  showState(client.active ? 'connecting' : 'disconnected');
  for (const text of unconfirmed.values()) {
    showError(`Perhaps not sent, as the connection was lost: ${text}`);
  }
  unconfirmed.clear();
}

// ---- the room ----

/** What is shown is what the broker has, also after the connection was lost. */
function enter() {
  if (!client?.connected) {
    return;
  }
  subscription?.unsubscribe();
  messages.replaceChildren();
  document.getElementById('room').textContent = room();
  subscription = client.subscribe(`/topic/chat.${room()}`, onMessage, {
    'x-queue-name': `chat.${room()}`,
    durable: 'true',
    'auto-delete': 'false',
    'x-max-length': String(KEPT),
    'x-expires': String(ABANDONED_MS),
    browser: 'true',
    id: `room-${room()}-${++receipts}`, // no id twice: the end of the former may be on its way
  });
  tellHere('hello');
  showPeople();
}

function onMessage(message) {
  const isAtEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  const time = element('time');
  const seconds = Number(message.headers.timestamp);
  if (seconds > 0) {
    const date = new Date(seconds * 1000);
    time.dateTime = date.toISOString();
    time.textContent = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  }
  const line = element('li');
  line.append(time, element('b', message.headers.nick ?? 'somebody'), element('span', message.body));
  messages.append(line);
  while (messages.children.length > SHOWN_MAX) {
    messages.firstChild.remove();
  }
  if (isAtEnd) {
    messages.scrollTop = messages.scrollHeight;
  }
}

function send(text) {
  const receipt = `said-${++receipts}`;
  unconfirmed.set(receipt, text);
  client.watchForReceipt(receipt, () => unconfirmed.delete(receipt));
  client.publish({
    destination: `/topic/chat.${room()}`,
    headers: {
      nick,
      receipt,
      persistent: 'true',
      'content-type': 'text/plain',
      timestamp: String(Math.floor(Date.now() / 1000)),
    },
    body: text,
  });
}

// ---- who is here ----

function tellHere(word) {
  if (client?.connected) {
    const headers = { nick, member: me };
    client.publish({ destination: `/topic/chat.here.${room()}`, headers, body: word });
  }
}

function onHere(message) {
  const { member, nick: name } = message.headers;
  const where = message.headers.destination.split('.').pop();
  if (!member || !name || !ROOM.test(where)) {
    return;
  }
  if (message.body === 'bye') {
    others.delete(member);
  } else if (others.has(member) || others.size < PEOPLE_MAX) {
    others.set(member, { nick: name, room: where, heardMs: Date.now() });
  }
  if (message.body === 'hello' && member !== me) {
    tellHere('here'); // so that who comes knows at once
  }
  showPeople();
}

function showPeople() {
  const counts = new Map([...ROOMS, room()].map((name) => [name, 0]));
  const here = [];
  for (const [member, person] of others) {
    if (Date.now() - person.heardMs > GONE_MS) {
      others.delete(member);
      continue;
    }
    counts.set(person.room, (counts.get(person.room) ?? 0) + 1);
    if (person.room === room()) {
      here.push(person.nick);
    }
  }
  people.replaceChildren(...here.sort().map((name) => element('li', name)));
  rooms.replaceChildren(...[...counts].sort().map(([name, count]) => roomLink(name, count)));
}

function roomLink(name, count) {
  const link = element('a', count > 0 ? `${name} (${count})` : name);
  link.href = `#${name}`;
  if (name === room()) {
    link.setAttribute('aria-current', 'page');
  }
  const line = element('li');
  line.append(link);
  return line;
}

// ---- what the user does ----

say.addEventListener('submit', (event) => {
  event.preventDefault();
  if (client.connected) {
    send(say.elements.text.value);
    say.reset();
  } else {
    showError('Not sent: there is no connection.');
  }
});

document.getElementById('other').addEventListener('submit', (event) => {
  event.preventDefault();
  location.hash = event.target.elements.room.value;
  event.target.reset();
});

window.addEventListener('hashchange', enter);
window.addEventListener('pagehide', () => tellHere('bye'));
setInterval(() => tellHere('here'), HERE_MS);
setInterval(showPeople, HERE_MS);

document.getElementById('login').elements.nick.value = localStorage.getItem('chat.nick') ?? '';
onLogin(connect);
