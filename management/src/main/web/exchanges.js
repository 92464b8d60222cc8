// Exchanges.

import { html, useStore, useMemo } from './base.js';
import { useLive, withQuery, at, put, del } from './api.js';
import { route, link, replace, go, listLink, exchangeLink, chosenVhost, DEFAULT_EXCHANGE } from './route.js';
import {
  Head,
  Section,
  Failure,
  Facts,
  Name,
  Badge,
  RangeChoice,
  useRange,
  ExchangeLink,
  VhostLink,
  Arguments,
  Tabs,
  confirm,
  say,
  Gone,
} from './ui.js';
import { RemoteList } from './table.js';
import { Chart } from './chart.js';
import { asked, lines } from './history.js';
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
import { exchangeArguments } from './catalogue.js';
import { ExchangeBindings } from './bindings.js';
import { Effective, PolicyLink } from './effective.js';
import { PublishForm } from './messages.js';
import { Flow } from './channels.js';
import { VhostField } from './queues.js';
import * as format from './format.js';

const rate = (row, key) => row.message_stats?.[`${key}_details`]?.rate;

const COLUMNS = [
  {
    id: 'name',
    title: 'Exchange',
    sort: 'name',
    isWide: true,
    fields: ['name'],
    show: (row) => html`<${ExchangeLink} ...${row} />`,
  },
  { id: 'vhost', title: 'Vhost', sort: 'vhost', fields: ['vhost'], show: (row) => html`<${Name} of=${row.vhost} />` },
  { id: 'type', title: 'Type', sort: 'type', fields: ['type'], show: (row) => row.type },
  {
    id: 'features',
    title: 'Features',
    fields: ['durable', 'auto_delete', 'internal'],
    isMinor: true,
    show: (
      row,
    ) => html`<span class="badges">${row.durable === false && html`<${Badge} tone="warn">not durable</${Badge}>`}
      ${row.auto_delete && html`<${Badge}>auto-delete</${Badge}>`} ${row.internal && html`<${Badge}>internal</${Badge}>`}</span>`,
  },
  {
    id: 'arguments',
    title: 'Arguments',
    isHidden: true,
    fields: ['arguments'],
    show: (row) => html`<${Arguments} of=${row.arguments} />`,
  },
  {
    id: 'policy',
    title: 'Policy',
    sort: 'policy',
    isMinor: true,
    fields: ['policy'],
    show: (row) => html`<${Name} of=${row.policy ?? ''} />`,
  },
  {
    id: 'in',
    title: 'In',
    isNumber: true,
    sort: 'message_stats.publish_in_details.rate',
    fields: ['message_stats.publish_in_details.rate'],
    show: (row) => format.rate(rate(row, 'publish_in')),
  },
  {
    id: 'out',
    title: 'Out',
    isNumber: true,
    sort: 'message_stats.publish_out_details.rate',
    fields: ['message_stats.publish_out_details.rate'],
    show: (row) => format.rate(rate(row, 'publish_out')),
  },
];

function Exchanges({ parts }) {
  const { query } = useStore(route);
  if (parts[0] === 'new' && parts.length === 1) {
    return html`<${AddExchange} />`;
  } else if (parts.length > 0) {
    return html`<${Exchange} vhost=${parts[0]} apiName=${parts[1] ?? DEFAULT_EXCHANGE} />`;
  }
  return html`
    <${Head} title="Exchanges"><a class="button primary" data-key="add" href=${link(['exchanges', 'new'])}>Add an exchange</a></${Head}>
    <${RemoteList} id="exchanges" path=${query.vhost ? at`exchanges/${query.vhost}` : 'exchanges'} columns=${COLUMNS} also=${['name', 'vhost']}
      rowKey=${(row) => JSON.stringify([row.vhost, row.name])} filterLabel="Filter exchanges" empty="no exchange" />`;
}

function AddExchange() {
  const [values, set] = useValues({
    vhost: chosenVhost.get() || '/',
    name: '',
    type: 'direct',
    durable: 'true',
    autoDelete: false,
    internal: false,
  });
  const state = useArguments(exchangeArguments);
  const { data } = useLive(withQuery('overview', { columns: 'exchange_types' }), { isLive: false });
  const types = data?.exchange_types?.filter(({ enabled }) => enabled !== false) ?? [
    { name: 'direct' },
    { name: 'fanout' },
    { name: 'headers' },
    { name: 'topic' },
  ];
  const add = async () => {
    if (values.name === '') {
      throw new Error('The exchange needs a name.');
    }
    await put(at`exchanges/${values.vhost}/${values.name}`, {
      type: values.type,
      durable: values.durable === 'true',
      auto_delete: values.autoDelete,
      internal: values.internal,
      arguments: readArguments(state, exchangeArguments),
    });
    say(`The exchange ${values.name} is there.`);
    go(exchangeLink(values.vhost, values.name));
  };
  return html`
    <${Head} title="Add an exchange" trail=${html`<a href=${listLink('exchanges')}>Exchanges</a>`} />
    <${Form} submit="Add the exchange" action=${add} label="Add an exchange">
      <${VhostField} value=${values.vhost} onChange=${set('vhost')} />
      <${Text} label="Name" value=${values.name} onChange=${set('name')} required autofocus hint="Up to 255 bytes; amq. at its beginning is reserved." />
      <${Select} label="Type" value=${values.type} onChange=${set('type')} options=${types.map(({ name }) => [name, name])} hint=${types.find(({ name }) => name === values.type)?.description ?? ''} />
      <${Select} label="Durability" value=${values.durable} onChange=${set('durable')} options=${[
        ['true', 'durable: survives a restart'],
        ['false', 'not durable: gone after a restart'],
      ]} />
      <${Check} label="Auto-delete" value=${values.autoDelete} onChange=${set('autoDelete')} hint="Deleted when the last binding from it goes." />
      <${Check} label="Internal" value=${values.internal} onChange=${set('internal')} hint="Clients cannot publish to it; other exchanges can." />
      <${KnownArguments} catalogue=${exchangeArguments} state=${state} />
      <${OtherArguments} state=${state} />
    </${Form}>`;
}

const RATES = [
  ['publish_in', 'In', true],
  ['publish_out', 'Out', true],
];

function Exchange({ vhost, apiName }) {
  const range = useRange();
  const { query } = useStore(route);
  const name = apiName === DEFAULT_EXCHANGE ? '' : apiName;
  const path = at`exchanges/${vhost}/${apiName}`;
  const { data, error } = useLive(withQuery(path, asked(range, 'msg_rates')));
  const rates = useMemo(() => lines(data?.message_stats, RATES), [data]);
  const title = name || 'AMQP default';
  if (!data) {
    return html`<${Head} kind="Exchange" title=${title} /><${Gone} error=${error} what="exchange" list="exchanges" />`;
  }
  const isOwn = name !== '' && !name.startsWith('amq.');
  const remove = () =>
    confirm({
      title: 'Delete the exchange?',
      text: html`<p><b><${Name} of=${name} isWhole=${true} /></b> in <b><${Name} of=${vhost} isWhole=${true} /></b>, with its bindings. Who publishes to it afterwards gets an error.</p>`,
      action: 'Delete the exchange',
      run: async () => {
        await del(path);
        say(`The exchange ${name} is deleted.`);
        replace(listLink('exchanges'));
      },
    });
  return html`
    <${Head} kind="Exchange" title=${title} trail=${html`in <${VhostLink} name=${vhost} />`}>
      ${query.tab === undefined && html`<${RangeChoice} />`}${isOwn && html`<button type="button" class="danger" onClick=${remove}>Delete …</button>`}
    </${Head}>
    <${Failure} error=${error} />
    <${Tabs} tabs=${[
      {
        id: 'overview',
        title: 'Overview',
        show: () => html`
          <div class="charts"><${Chart} span=${range.age} title="Message rates" unit="rate" times=${rates.times} lines=${rates.lines} /></div>
          <${Section} title="Details"><${Facts} pairs=${[
            ['Type', data.type],
            ['Durable', data.durable ? 'yes' : 'no'],
            ['Auto-delete', data.auto_delete ? 'yes' : 'no'],
            ['Internal', data.internal ? 'yes' : 'no'],
            ['Policy', data.policy && html`<${PolicyLink} vhost=${vhost} name=${data.policy} />`],
            ['Arguments', html`<${Arguments} of=${data.arguments} />`],
            data.user_who_performed_action && ['Declared by', html`<${Name} of=${data.user_who_performed_action} />`],
          ]} /></${Section}>
          ${data.incoming?.length > 0 && html`<${Section} title="Incoming by channel"><${Flow} rows=${data.incoming} keys=${['publish']} /></${Section}>`}
          ${data.outgoing?.length > 0 && html`<${Section} title="Outgoing by queue"><${Flow} rows=${data.outgoing} keys=${['publish']} /></${Section}>`}`,
      },
      { id: 'bindings', title: 'Bindings', show: () => html`<${ExchangeBindings} vhost=${vhost} name=${name} />` },
      !data.internal && {
        id: 'publish',
        title: 'Publish',
        show: () =>
          html`<${Section} title="Publish a message"><${PublishForm} vhost=${vhost} exchange=${apiName} /></${Section}>`,
      },
      {
        id: 'settings',
        title: 'Settings',
        show: () => html`<${Effective} path=${`${path}/effective`} thing=${data} vhost=${vhost} />`,
      },
    ]} />`;
}

export const pages = { exchanges: Exchanges };
