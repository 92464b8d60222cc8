// The list of queues, and the form that adds one.

import { html, useStore } from './base.js';
import { useLive, at, put } from './api.js';
import { route, link, go, listLink, queueLink, chosenVhost } from './route.js';
import { Head, Name, Badge, State, QueueLink, Arguments, say } from './ui.js';
import { RemoteList } from './table.js';
import {
  Form,
  Text,
  Select,
  Check,
  useValues,
  useArguments,
  readArguments,
  KnownArguments,
  OtherArguments,
} from './form.js';
import { queueArguments, QUEUE_TYPES } from './catalogue.js';
import { Queue } from './queue.js';
import * as format from './format.js';

const stat = (id, title, key, more) => ({
  id,
  title,
  isNumber: true,
  sort: `message_stats.${key}_details.rate`,
  fields: [`message_stats.${key}_details.rate`],
  show: (row) => format.rate(row.message_stats?.[`${key}_details`]?.rate),
  ...more,
});

const depth = (id, title, key, more) => ({
  id,
  title,
  isNumber: true,
  sort: key,
  fields: [key],
  show: (row) => format.count(row[key]),
  ...more,
});

const COLUMNS = [
  {
    id: 'name',
    title: 'Queue',
    sort: 'name',
    isWide: true,
    fields: ['name'],
    show: (row) => html`<${QueueLink} ...${row} />`,
  },
  { id: 'vhost', title: 'Vhost', sort: 'vhost', fields: ['vhost'], show: (row) => html`<${Name} of=${row.vhost} />` },
  { id: 'type', title: 'Type', sort: 'type', fields: ['type'], isMinor: true, show: (row) => row.type },
  {
    id: 'features',
    title: 'Features',
    isMinor: true,
    fields: ['durable', 'auto_delete', 'exclusive', 'policy', 'operator_policy', 'single_active_consumer_tag'],
    show: (row) => html`<span class="badges">
      ${row.durable === false && html`<${Badge} tone="warn">not durable</${Badge}>`} ${row.auto_delete && html`<${Badge}>auto-delete</${Badge}>`}
      ${row.exclusive && html`<${Badge}>exclusive</${Badge}>`} ${row.policy && html`<${Badge} tone="info" title=${`policy ${row.policy}`}><${Name} of=${row.policy} /></${Badge}>`}
      ${row.operator_policy && html`<${Badge} tone="warn" title=${`operator policy ${row.operator_policy}`}><${Name} of=${row.operator_policy} /></${Badge}>`}</span>`,
  },
  {
    id: 'arguments',
    title: 'Arguments',
    isHidden: true,
    fields: ['arguments'],
    show: (row) => html`<${Arguments} of=${row.arguments} />`,
  },
  { id: 'state', title: 'State', sort: 'state', fields: ['state'], show: (row) => html`<${State} of=${row.state} />` },
  depth('ready', 'Ready', 'messages_ready'),
  depth('unacked', 'Unacked', 'messages_unacknowledged'),
  depth('total', 'Total', 'messages', { isMinor: true }),
  depth('bytes', 'Bytes', 'message_bytes', { isHidden: true, show: (row) => format.bytes(row.message_bytes) }),
  depth('memory', 'Memory', 'memory', { isHidden: true, show: (row) => format.bytes(row.memory) }),
  depth('consumers', 'Consumers', 'consumers'),
  stat('in', 'In', 'publish'),
  stat('out', 'Out', 'deliver_get'),
  stat('ack', 'Ack', 'ack', { isMinor: true }),
  {
    id: 'node',
    title: 'Node',
    sort: 'node',
    isHidden: true,
    fields: ['node'],
    show: (row) => html`<${Name} of=${row.node ?? ''} />`,
  },
];

function Queues({ parts }) {
  const { query } = useStore(route);
  if (parts[0] === 'new' && parts.length === 1) {
    return html`<${AddQueue} />`;
  } else if (parts.length > 1) {
    return html`<${Queue} vhost=${parts[0]} name=${parts[1]} />`;
  }
  return html`
    <${Head} title="Queues"><a class="button primary" data-key="add" href=${link(['queues', 'new'])}>Add a queue</a></${Head}>
    <${RemoteList} id="queues" path=${query.vhost ? at`queues/${query.vhost}` : 'queues'} columns=${COLUMNS} also=${['name', 'vhost']}
      rowKey=${(row) => JSON.stringify([row.vhost, row.name])} filterLabel="Filter queues" empty="no queue" />`;
}

/** The choice of a vhost in a form. */
export function VhostField({ value, onChange }) {
  const { data } = useLive('vhosts?columns=name,default_queue_type', { isLive: false });
  const names = data?.map(({ name }) => name) ?? [value];
  return html`<${Select} label="Virtual host" value=${value} onChange=${onChange} options=${(names.includes(value) ? names : [value, ...names]).map((name) => [name, name])} />`;
}

const KINDS = {
  classic: 'Of one node; for everything that need not be in several places.',
  quorum: 'Replicated over the nodes of a cluster; counts deliveries, so that a message that fails everywhere goes.',
  stream: 'A log that is read again and again: messages stay until they are too old or too many.',
};

function AddQueue() {
  const [values, set] = useValues({
    vhost: chosenVhost.get() || '/',
    name: '',
    type: '',
    durable: 'true',
    autoDelete: false,
  });
  const { data } = useLive('vhosts?columns=name,default_queue_type', { isLive: false });
  const usual = data?.find(({ name }) => name === values.vhost)?.default_queue_type;
  const standard = usual && usual !== 'undefined' ? usual : 'classic';
  const type = values.type || standard;
  const catalogue = queueArguments(type);
  const state = useArguments(queueArguments('classic'));
  const isClassic = type === 'classic';
  const add = async () => {
    if (values.name === '') {
      throw new Error('The queue needs a name.');
    }
    await put(at`queues/${values.vhost}/${values.name}`, {
      durable: !isClassic || values.durable === 'true',
      auto_delete: isClassic && values.autoDelete,
      arguments: { 'x-queue-type': type, ...readArguments(state, catalogue) },
    });
    say(`The queue ${values.name} is there.`);
    go(queueLink(values.vhost, values.name));
  };
  return html`
    <${Head} title="Add a queue" trail=${html`<a href=${listLink('queues')}>Queues</a>`} />
    <${Form} submit="Add the queue" action=${add} label="Add a queue">
      <${VhostField} value=${values.vhost} onChange=${set('vhost')} />
      <${Text} label="Name" value=${values.name} onChange=${set('name')} required autofocus hint="Up to 255 bytes; amq. at its beginning is reserved." />
      <${Select} label="Type" value=${type} onChange=${set('type')} options=${QUEUE_TYPES.map(([key, text]) => [key, key === standard ? `${text}, the default of this vhost` : text])} hint=${KINDS[type]} />
      ${
        isClassic &&
        html`<${Select} label="Durability" value=${values.durable} onChange=${set('durable')} options=${[
          ['true', 'durable: survives a restart'],
          ['false', 'transient: gone after a restart'],
        ]} />
        <${Check} label="Auto-delete" value=${values.autoDelete} onChange=${set('autoDelete')} hint="Deleted when the last consumer goes." />`
      }
      <${KnownArguments} catalogue=${catalogue} state=${state} />
      <${OtherArguments} state=${state} />
    </${Form}>`;
}

export const pages = { queues: Queues };
