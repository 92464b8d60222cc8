// Channels, and what goes through them.

import { html, useMemo, useStore } from './base.js';
import { useLive, withQuery, at, isMissing } from './api.js';
import { link, route, scoped } from './route.js';
import {
  Head,
  Section,
  Failure,
  Facts,
  Name,
  State,
  Badge,
  RangeChoice,
  useRange,
  QueueLink,
  ExchangeLink,
  VhostLink,
  Arguments,
  Nothing,
  Gone,
} from './ui.js';
import { RemoteList, LocalList } from './table.js';
import { Chart } from './chart.js';
import { asked, lines, MESSAGE_RATES } from './history.js';
import * as format from './format.js';

const stat = (id, title, key, more) => ({
  id,
  title,
  sort: `message_stats.${key}_details.rate`,
  isNumber: true,
  fields: [`message_stats.${key}_details.rate`],
  show: (row) => format.rate(row.message_stats?.[`${key}_details`]?.rate),
  ...more,
});

const CHANNEL_COLUMNS = [
  {
    id: 'name',
    title: 'Channel',
    sort: 'name',
    isWide: true,
    fields: ['name'],
    show: (row) => html`<a href=${link(['channels', row.name])}><${Name} of=${row.name} /></a>`,
  },
  {
    id: 'vhost',
    title: 'Vhost',
    sort: 'vhost',
    fields: ['vhost'],
    show: (row) => html`<${Name} of=${row.vhost ?? ''} />`,
  },
  {
    id: 'user',
    title: 'User',
    sort: 'user',
    fields: ['user'],
    isMinor: true,
    show: (row) => html`<${Name} of=${row.user ?? ''} />`,
  },
  { id: 'state', title: 'State', sort: 'state', fields: ['state'], show: (row) => html`<${State} of=${row.state} />` },
  {
    id: 'mode',
    title: 'Mode',
    isMinor: true,
    fields: ['confirm', 'transactional'],
    show: (row) =>
      html`${row.confirm && html`<${Badge}>confirms</${Badge}>`} ${row.transactional && html`<${Badge}>transactions</${Badge}>`}`,
  },
  {
    id: 'consumers',
    title: 'Consumers',
    sort: 'consumer_count',
    isNumber: true,
    fields: ['consumer_count'],
    show: (row) => format.count(row.consumer_count),
  },
  {
    id: 'prefetch',
    title: 'Prefetch',
    sort: 'prefetch_count',
    isNumber: true,
    isMinor: true,
    fields: ['prefetch_count'],
    show: (row) => (row.prefetch_count === 0 ? 'no limit' : format.count(row.prefetch_count)),
  },
  {
    id: 'unacked',
    title: 'Unacked',
    sort: 'messages_unacknowledged',
    isNumber: true,
    fields: ['messages_unacknowledged'],
    show: (row) => format.count(row.messages_unacknowledged),
  },
  stat('publish', 'Publish', 'publish'),
  stat('deliver', 'Deliver', 'deliver_get'),
  stat('ack', 'Ack', 'ack', { isMinor: true }),
  stat('unroutable', 'Returned', 'return_unroutable', { isHidden: true }),
  {
    id: 'unconfirmed',
    title: 'Unconfirmed',
    sort: 'messages_unconfirmed',
    isNumber: true,
    isHidden: true,
    fields: ['messages_unconfirmed'],
    show: (row) => format.count(row.messages_unconfirmed),
  },
];

function Channels({ parts: [name] }) {
  const { query } = useStore(route);
  if (name !== undefined) {
    return html`<${Channel} name=${name} />`;
  }
  return html`
    <${Head} title="Channels" trail="Channels of AMQP 0-9-1, and what other protocols have in their place" />
    <${RemoteList} id="channels" path=${scoped('channels', query.vhost)} columns=${CHANNEL_COLUMNS} also=${['name']} rowKey=${(row) => row.name}
      filterLabel="Filter channels" empty="no channel is open" />`;
}

function Channel({ name }) {
  const range = useRange();
  const { data, error } = useLive(withQuery(at`channels/${name}`, asked(range, 'msg_rates')));
  const rates = useMemo(() => lines(data?.message_stats, MESSAGE_RATES), [data]);
  if (!data) {
    return html`<${Head} kind="Channel" title=${name} /><${Gone} error=${error} what="channel" list="channels" />`;
  }
  const connection = data.connection_details?.name;
  return html`
    <${Head} kind="Channel" title=${name}><${RangeChoice} /></${Head}>
    <${Failure} error=${error} />
    <div class="charts"><${Chart} span=${range.age} title="Message rates" unit="rate" times=${rates.times} lines=${rates.lines} /></div>
    <${Section} title="Details">
      <${Facts} pairs=${[
        ['State', html`<${State} of=${data.state} />`],
        [
          'Connection',
          connection &&
            html`<a href=${link(['connections', connection])}><${Name} of=${connection} isWhole=${true} /></a>`,
        ],
        ['Virtual host', data.vhost !== undefined && html`<${VhostLink} name=${data.vhost} />`],
        ['User', html`<${Name} of=${data.user ?? ''} />`],
        ['Publishes', data.transactional ? 'in transactions' : data.confirm ? 'with confirms' : 'without confirms'],
        ['Prefetch of a consumer', data.prefetch_count === 0 ? 'no limit' : format.count(data.prefetch_count)],
        ['Prefetch of the channel', data.global_prefetch_count ? format.count(data.global_prefetch_count) : 'no limit'],
        ['Unacknowledged', format.count(data.messages_unacknowledged)],
        ['Unconfirmed', format.count(data.messages_unconfirmed)],
        ['Uncommitted', format.count(data.messages_uncommitted)],
        ['Acks uncommitted', format.count(data.acks_uncommitted)],
        data.idle_since && ['Idle since', format.moment(data.idle_since)],
      ]} />
    </${Section}>
    <${Section} title="Consumers"><${Consumers} rows=${data.consumer_details ?? []} isOfChannel=${true} /></${Section}>
    ${data.publishes?.length > 0 && html`<${Section} title="Publishing to"><${Flow} rows=${data.publishes} keys=${['publish', 'confirm']} /></${Section}>`}
    ${data.deliveries?.length > 0 && html`<${Section} title="Consuming from"><${Flow} rows=${data.deliveries} keys=${['deliver_get', 'ack', 'redeliver']} /></${Section}>`}
  `;
}

const TITLES = { publish: 'Publish', confirm: 'Confirm', deliver_get: 'Deliver', ack: 'Ack', redeliver: 'Redeliver' };

/** What goes to exchanges, or comes from queues, each with its rates. */
export function Flow({ rows, keys }) {
  return html`<${LocalList} label="rates" rows=${rows} rowKey=${(row) => JSON.stringify([row.exchange, row.queue, row.channel_details?.name])} empty="nothing so far"
    columns=${[
      {
        id: 'of',
        title: 'Of',
        isWide: true,
        show: ({ exchange, queue, channel_details: channel }) => html`
          ${exchange && html`<${ExchangeLink} ...${exchange} />`} ${queue && html`<${QueueLink} ...${queue} />`}
          ${channel && html`<a href=${link(['channels', channel.name])}><${Name} of=${channel.name} /></a>`}`,
      },
      ...keys.map((key) => ({
        id: key,
        title: TITLES[key],
        isNumber: true,
        sort: true,
        value: rateOf(key),
        show: (row) => format.rate(rateOf(key)(row)),
      })),
    ]} />`;
}

const rateOf =
  (key) =>
  ({ stats }) =>
    stats?.[`${key}_details`]?.rate;

/** Consumers, of a queue or of a channel. */
export function Consumers({ rows, isOfChannel }) {
  return html`<${LocalList} label="consumers" rows=${rows} rowKey=${(row) => `${row.channel_details?.name} ${row.consumer_tag}`} empty="nobody consumes" text=${(row) => `${row.consumer_tag} ${row.channel_details?.name}`}
    columns=${[
      { id: 'tag', title: 'Consumer tag', isWide: true, show: (row) => html`<${Name} of=${row.consumer_tag} />` },
      isOfChannel
        ? { id: 'queue', title: 'Queue', show: (row) => html`<${QueueLink} ...${row.queue} />` }
        : {
            id: 'channel',
            title: 'Channel',
            show: (row) =>
              row.channel_details?.name
                ? html`<a href=${link(['channels', row.channel_details.name])}><${Name} of=${row.channel_details.name} /></a>`
                : html`<${Nothing} />`,
          },
      { id: 'ack', title: 'Acknowledges', show: (row) => (row.ack_required ? 'yes' : 'no: automatic') },
      { id: 'exclusive', title: 'Exclusive', isMinor: true, show: (row) => (row.exclusive ? 'yes' : 'no') },
      {
        id: 'prefetch',
        title: 'Prefetch',
        isNumber: true,
        show: (row) => (row.prefetch_count === 0 ? 'no limit' : format.count(row.prefetch_count)),
      },
      {
        id: 'active',
        title: 'Activity',
        isMinor: true,
        show: (row) => String(row.activity_status ?? (row.active === false ? 'waiting' : 'up')).replace(/_/g, ' '),
      },
      { id: 'arguments', title: 'Arguments', isMinor: true, show: (row) => html`<${Arguments} of=${row.arguments} />` },
    ]} />`;
}

/** What is shown of a session of other protocols: as of a channel, but that it has no page. */
export const SESSION_COLUMNS = CHANNEL_COLUMNS.filter(
  ({ id }) => !['name', 'vhost', 'user', 'mode', 'prefetch', 'unconfirmed', 'unroutable'].includes(id),
).map((column) => ({ ...column, sort: undefined }));

/** The channels of a connection. */
export function ChannelsOf({ path }) {
  const { data, error } = useLive(
    withQuery(`${path}/channels`, {
      columns:
        'name,number,state,consumer_count,messages_unacknowledged,prefetch_count,confirm,transactional,message_stats.publish_details.rate,message_stats.deliver_get_details.rate',
    }),
    { isPolled: true },
  );
  const columns = CHANNEL_COLUMNS.filter(({ id, isHidden }) => !isHidden && !['vhost', 'user'].includes(id)).map(
    (column) => ({ ...column, sort: undefined }),
  );
  return html`<${Section} title="Channels">
    <${Failure} error=${isMissing(error) ? null : error} />
    <${LocalList} label="channels" rows=${data ?? []} rowKey=${(row) => row.name} columns=${columns} text=${(row) => row.name} empty="no channel is open" />
  </${Section}>`;
}

export const pages = { channels: Channels };
