// Messages: looked at without a trace, taken, published, moved.

import { html, useState } from './base.js';
import { get, post, at, withQuery, isMissing } from './api.js';
import { DEFAULT_EXCHANGE } from './route.js';
import { Section, Failure, Note, Name, Badge, Facts, Tree, QueueLink, Choice, Copy, confirm, say } from './ui.js';
import { Form, Text, Area, Select, useValues, useArguments, readArguments, OtherArguments } from './form.js';
import * as format from './format.js';

const PAGE = 20;
const TRUNCATE_BYTES = 16_384;

/** Messages of a queue, shown in their order, which stays, as do their counters of deliveries. */
export function Browse({ vhost, name }) {
  const [offset, setOffset] = useState(0);
  const [answer, setAnswer] = useState(null);
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const browse = async (from) => {
    setBusy(true);
    try {
      setAnswer(
        await get(
          withQuery(at`queues/${vhost}/${name}/messages`, { offset: from, count: PAGE, truncate: TRUNCATE_BYTES }),
        ),
      );
      setOffset(from);
      setError(null);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  const items = answer?.items ?? [];
  const total = answer?.message_count ?? 0;
  return html`<${Section} title="Browse"
    actions=${html`
      ${
        answer &&
        html`<span class="quiet">${items.length === 0 ? 'none' : `${format.count(offset + 1)}–${format.count(offset + items.length)}`} of ${format.count(total)}</span>
        <button type="button" disabled=${offset === 0 || isBusy} onClick=${() => browse(Math.max(0, offset - PAGE))} aria-label="Earlier messages">‹</button>
        <button type="button" disabled=${offset + items.length >= total || items.length === 0 || isBusy} onClick=${() => browse(offset + PAGE)} aria-label="Later messages">›</button>`
      }
      <button type="button" class="primary" disabled=${isBusy} onClick=${() => browse(answer ? offset : 0)}>${answer ? 'Browse again' : 'Browse messages'}</button>`}>
    ${
      isMissing(error)
        ? html`<${Note} tone="warn">This server cannot show messages without taking them: <b>Get</b>, below, takes them and puts them back.</${Note}>`
        : html`<${Failure} error=${error} />`
    }
    ${!answer && !error && html`<p class="quiet">Shows what is in the queue and changes nothing: not the order, not who gets what, not the redelivered flag.</p>`}
    ${answer && items.length === 0 && html`<p class="quiet">There is no message${offset > 0 ? ' that far back' : ''}.</p>`}
    <${Messages} items=${items} />
  </${Section}>`;
}

function Messages({ items }) {
  return html`<div class="messages">${items.map((message, i) => html`<${Message} key=${message.position ?? i} message=${message} number=${message.position ?? i} isOpen=${i === 0} />`)}</div>`;
}

/** A message: a line that says most of it, and the whole when opened. */
function Message({ message, number, isOpen }) {
  const {
    properties = {},
    payload = '',
    payload_encoding: encoding,
    payload_bytes: size,
    routing_key: key,
    exchange,
  } = message;
  const { headers, ...standard } = Array.isArray(properties) ? {} : properties;
  const [kept, setOpen] = useState(isOpen);
  return html`<details open=${kept} onToggle=${(event) => setOpen(event.target.open)}>
    <summary>
      <span class="position">${format.count(number)}</span>
      <span class="start"><bdi>${format.visible((encoding === 'base64' ? decodedStart(payload) : payload).slice(0, 160)) || 'empty'}</bdi></span>
      ${message.redelivered && html`<${Badge} tone="warn">redelivered</${Badge}>`}
      <span class="quiet">${format.bytes(size)}</span>
    </summary>
    ${
      kept &&
      html`<div class="message">
      <${Facts} pairs=${[
        [
          'Exchange',
          exchange === ''
            ? html`<em>default exchange</em>`
            : exchange !== undefined && html`<${Name} of=${exchange} isWhole=${true} />`,
        ],
        ['Routing key', html`<code><${Name} of=${key ?? ''} isWhole=${true} /></code>`],
        ...Object.entries(standard).map(([property, value]) => [property, propertyValue(property, value)]),
        headers && Object.keys(headers).length > 0 && ['Headers', html`<${Tree} value=${headers} />`],
      ]} />
      <${Payload} payload=${payload} encoding=${encoding} size=${size} type=${standard.content_type} />
    </div>`
    }
  </details>`;
}

const decodedStart = (base64) => format.decoded(base64) ?? `${base64.slice(0, 60)}… (Base64)`;

function propertyValue(property, value) {
  if (property === 'timestamp' && typeof value === 'number') {
    return `${format.moment(value < 1e11 ? value * 1000 : value)}`;
  }
  if (property === 'delivery_mode') {
    return value === 2 ? '2, persistent' : `${value}, transient`;
  }
  return typeof value === 'object' ? html`<${Tree} value=${value} />` : html`<${Name} of=${value} isWhole=${true} />`;
}

function Payload({ payload, encoding, size, type }) {
  const text = encoding === 'base64' ? format.decoded(payload) : payload;
  const json = text !== null && (/json/.test(type ?? '') || /^\s*[[{]/.test(text)) ? indented(text) : null;
  const views = [
    json !== null && ['json', 'JSON'],
    text !== null && ['text', 'text'],
    encoding === 'base64' && ['base64', 'Base64'],
    ['hex', 'hex'],
  ].filter(Boolean);
  const [chosen, setChosen] = useState(views[0][0]);
  const shown = { json, text, base64: payload, hex: chosen === 'hex' ? hex(payload, encoding) : '' }[chosen];
  const here =
    encoding === 'base64'
      ? Math.floor((payload.replace(/=+$/, '').length * 3) / 4)
      : new TextEncoder().encode(payload).length;
  return html`<div class="payload">
    <div class="toolbar">
      ${views.length > 1 && html`<${Choice} label="How the payload is shown" options=${views} value=${chosen} onChange=${setChosen} />`}
      <span class="quiet">${format.bytes(size)}${here < size ? `, of which the first ${format.bytes(here)} are here` : ''}</span>
      <${Copy} text=${text ?? payload} what="payload" />
    </div>
    <pre tabindex="0" aria-label="Payload"><bdi>${shown === '' ? html`<span class="quiet">empty</span>` : shown}</bdi></pre>
  </div>`;
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null; // Cut off, or none.
  }
}

const HEX_BYTES_MAX = 4096;

function hex(payload, encoding) {
  const raw =
    encoding === 'base64'
      ? Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(payload);
  const rows = [];
  for (let at = 0; at < Math.min(raw.length, HEX_BYTES_MAX); at += 16) {
    const row = [...raw.subarray(at, at + 16)];
    rows.push(
      `${at.toString(16).padStart(6, '0')}  ${row
        .map((one) => one.toString(16).padStart(2, '0'))
        .join(' ')
        .padEnd(48)} ${row.map((one) => (one >= 0x20 && one < 0x7f ? String.fromCharCode(one) : '.')).join('')}`,
    );
  }
  return rows.join('\n') + (raw.length > HEX_BYTES_MAX ? '\n…' : '');
}

const MODES = [
  ['ack_requeue_true', 'put them back'],
  ['ack_requeue_false', 'take them away'],
  ['reject_requeue_true', 'reject, and put them back'],
  ['reject_requeue_false', 'reject: dropped, or dead-lettered'],
];

/** Gets messages as a client does. */
export function GetForm({ vhost, name, refresh }) {
  const [values, set] = useValues({ mode: MODES[0][0], count: '1', encoding: 'auto' });
  const [items, setItems] = useState(null);
  const read = async () => {
    const wanted = Number(values.count);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1000) {
      throw new Error('How many is a number from 1 to 1000.');
    }
    setItems(
      await post(at`queues/${vhost}/${name}/get`, {
        count: wanted,
        ackmode: values.mode,
        encoding: values.encoding,
        truncate: TRUNCATE_BYTES,
      }),
    );
    refresh();
  };
  const action = () => {
    if (!values.mode.endsWith('false')) {
      return read();
    }
    confirm({
      title: 'Take messages away?',
      text: html`<p>Up to ${format.count(Number(values.count))} messages of <b><${Name} of=${name} isWhole=${true} /></b> are ${values.mode.startsWith('reject') ? 'rejected: dropped, or dead-lettered' : 'taken from the queue and shown here, once'}.</p>`,
      action: 'Take them',
      run: read,
    });
    return undefined;
  };
  return html`<${Section} title="Get">
    <${Form} submit="Get messages" action=${action} label="Get messages" isInline=${true}>
      <${Text} label="How many" value=${values.count} onChange=${set('count')} inputmode="numeric" />
      <${Select} label="Then" value=${values.mode} onChange=${set('mode')} options=${MODES} hint="Messages put back count as redelivered." />
      <${Select} label="Payload" value=${values.encoding} onChange=${set('encoding')} options=${[
        ['auto', 'text if it is text'],
        ['base64', 'Base64'],
      ]} />
    </${Form}>
    ${items && (items.length === 0 ? html`<p class="quiet">The queue has no message that is ready.</p>` : html`<${Messages} items=${items} />`)}
  </${Section}>`;
}

const PROPERTIES = [
  'content_type',
  'content_encoding',
  'priority',
  'correlation_id',
  'reply_to',
  'expiration',
  'message_id',
  'timestamp',
  'type',
  'user_id',
  'app_id',
];
const NUMBERS = ['priority', 'timestamp'];

/** Publishes a message. queue: to the default exchange, by the name of a queue. */
export function PublishForm({ vhost, exchange = DEFAULT_EXCHANGE, queue, refresh }) {
  const [values, set] = useValues({ key: queue ?? '', mode: '2', payload: '', encoding: 'string' });
  const [properties, setProperty] = useValues({});
  const [result, setResult] = useState(null);
  const headers = useArguments([]);
  const publish = async () => {
    setResult(null);
    const sent = { delivery_mode: Number(values.mode), headers: readArguments(headers, []) };
    for (const [property, value] of Object.entries(properties)) {
      if (value !== '') {
        sent[property] = NUMBERS.includes(property) ? number(property, value) : value;
      }
    }
    const { routed } = await post(at`exchanges/${vhost}/${exchange}/publish`, {
      properties: sent,
      routing_key: values.key,
      payload: values.payload,
      payload_encoding: values.encoding,
    });
    setResult(routed);
    refresh?.();
  };
  return html`
    <${Form} submit="Publish" action=${publish} label="Publish a message">
      ${queue === undefined && html`<${Text} label="Routing key" value=${values.key} onChange=${set('key')} />`}
      <${Select} label="Delivery mode" value=${values.mode} onChange=${set('mode')} options=${[
        ['2', 'persistent'],
        ['1', 'transient'],
      ]} />
      <${Select} label="Payload is" value=${values.encoding} onChange=${set('encoding')} options=${[
        ['string', 'text'],
        ['base64', 'Base64'],
      ]} />
      <${Area} label="Payload" value=${values.payload} onChange=${set('payload')} class="mono" />
      <details class="wide">
        <summary>Properties and headers</summary>
        <div class="fields">
          ${PROPERTIES.map((property) => html`<${Text} key=${property} label=${property} value=${properties[property] ?? ''} onChange=${setProperty(property)} />`)}
          <${OtherArguments} state=${headers} title="Headers" addLabel="Add a header" />
        </div>
      </details>
    </${Form}>
    ${result === true && html`<${Note} tone="good">Published, and routed.</${Note}>`}
    ${result === false && html`<${Note} tone="warn">Published, but <b>not routed</b>: no queue is bound for this routing key.</${Note}>`}
  `;
}

function number(property, value) {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 0) {
    throw new Error(`${property} is a whole number.`);
  }
  return parsed;
}

/** Moves messages to another queue. */
export function MoveForm({ vhost, name, refresh }) {
  const [values, set] = useValues({ destination: '', count: '' });
  const [moved, setMoved] = useState(null);
  const [isMissingHere, setMissing] = useState(false);
  const action = () => {
    if (values.destination === '') {
      throw new Error('To which queue? Its name is missing.');
    }
    if (values.count !== '' && !/^[1-9]\d*$/.test(values.count)) {
      throw new Error('How many is a whole number; empty for all of them.');
    }
    setMoved(null);
    confirm({
      title: 'Move messages?',
      text: html`<p>${values.count === '' ? 'All messages' : `Up to ${format.count(Number(values.count))} messages`} of <b><${Name} of=${name} isWhole=${true} /></b> go to${' '}
        <b><${Name} of=${values.destination} isWhole=${true} /></b>, in their order, each with its properties.</p>`,
      action: 'Move them',
      isMild: true,
      run: async () => {
        try {
          const answer = await post(at`queues/${vhost}/${name}/move`, {
            destination: values.destination,
            ...(values.count === '' ? {} : { count: Number(values.count) }),
          });
          setMoved(answer.moved);
          say(`${format.count(answer.moved)} messages moved to ${values.destination}.`);
          refresh();
        } catch (error) {
          setMissing(error.status === 405 || (error.status === 404 && !/queue/i.test(error.message)));
          throw error;
        }
      },
    });
    return undefined;
  };
  return html`<${Section} title="Move">
    <${Form} submit="Move messages …" action=${action} label="Move messages" isInline=${true}>
      <${Text} label="To the queue" value=${values.destination} onChange=${set('destination')} hint="In the same virtual host." />
      <${Text} label="How many" value=${values.count} onChange=${set('count')} placeholder="all" inputmode="numeric" />
    </${Form}>
    ${isMissingHere && html`<${Note} tone="warn">This server cannot move messages.</${Note}>`}
    ${moved !== null && html`<${Note} tone="good">${format.count(moved)} messages were moved to <${QueueLink} vhost=${vhost} name=${values.destination} />.</${Note}>`}
  </${Section}>`;
}
