// Who is connected, and by which channels or sessions.

import { html, useMemo, useStore } from './base.js';
import { useLive, withQuery, at, del, isMissing } from './api.js';
import { link, replace, listLink, route } from './route.js';
import { Head, Section, Loading, Failure, Facts, Name, Note, State, Badge, RangeChoice, useRange, QueueLink, ExchangeLink, VhostLink, Tree, Arguments, Nothing, confirm, say } from './ui.js';
import { RemoteList, LocalList } from './table.js';
import { Chart } from './chart.js';
import { asked, lines, MESSAGE_RATES, DATA_RATES } from './history.js';
import { Sessions } from './sessions.js';
import * as format from './format.js';

const given = (connection) => connection.client_properties?.connection_name ?? connection.user_provided_name;
const encryption = (connection) => (connection.ssl ? connection.ssl_protocol ?? 'TLS' : '');

/** The list of one vhost, or of all. */
const scoped = (kind, vhost) => (vhost ? at`vhosts/${vhost}/` + kind : kind);

const CONNECTION_COLUMNS = [
  {
    id: 'name', title: 'Connection', sort: 'name', isWide: true, fields: ['name', 'client_properties.connection_name', 'user_provided_name'],
    show: (row) => html`<a href=${link(['connections', row.name])}><${Name} of=${given(row) ?? row.name} /></a>${given(row) && html`<small><${Name} of=${row.name} isQuiet=${true} /></small>`}`,
  },
  { id: 'vhost', title: 'Vhost', sort: 'vhost', fields: ['vhost'], show: (row) => html`<${Name} of=${row.vhost ?? ''} />` },
  { id: 'user', title: 'User', sort: 'user', fields: ['user'], show: (row) => html`<${Name} of=${row.user ?? ''} />` },
  { id: 'state', title: 'State', sort: 'state', fields: ['state'], show: (row) => html`<${State} of=${row.state} />` },
  { id: 'protocol', title: 'Protocol', sort: 'protocol', isMinor: true, fields: ['protocol', 'ssl', 'ssl_protocol'], show: (row) => html`${protocolName(row.protocol)}${row.ssl && html` <${Badge} title=${encryption(row)}>TLS</${Badge}>`}` },
  { id: 'channels', title: 'Channels', sort: 'channels', isNumber: true, fields: ['channels'], show: (row) => format.count(row.channels) },
  { id: 'recv', title: 'From client', sort: 'recv_oct_details.rate', isNumber: true, fields: ['recv_oct_details.rate'], show: (row) => format.byteRate(row.recv_oct_details?.rate) },
  { id: 'send', title: 'To client', sort: 'send_oct_details.rate', isNumber: true, fields: ['send_oct_details.rate'], show: (row) => format.byteRate(row.send_oct_details?.rate) },
  { id: 'since', title: 'Since', sort: 'connected_at', isMinor: true, fields: ['connected_at'], show: (row) => format.moment(row.connected_at) },
  { id: 'client', title: 'Client', isMinor: true, isHidden: true, fields: ['client_properties.product', 'client_properties.version'], show: (row) => html`<${Name} of=${`${row.client_properties?.product ?? ''} ${row.client_properties?.version ?? ''}`.trim()} />` },
  { id: 'node', title: 'Node', sort: 'node', isHidden: true, fields: ['node'], show: (row) => html`<${Name} of=${row.node} />` },
];

/** RabbitMQ's names of protocols are texts, lists, or both at once. */
const protocolName = (protocol) => (Array.isArray(protocol) ? protocol.join(' ') : String(protocol ?? '').replace(/[{}]/g, '').replace(/'/g, '').replace(',', ' '));

function Connections({ parts: [name] }) {
  const { query } = useStore(route);
  if (name !== undefined) {
    return html`<${Connection} name=${name} />`;
  }
  return html`
    <${Head} title="Connections" />
    <${RemoteList} id="connections" path=${scoped('connections', query.vhost)} columns=${CONNECTION_COLUMNS} also=${['name']} rowKey=${(row) => row.name}
      filterLabel="Filter connections" empty="nobody is connected" />`;
}

function Connection({ name }) {
  const range = useRange();
  const path = at`connections/${name}`;
  const { data, error } = useLive(withQuery(path, asked(range, 'data_rates')));
  const rates = useMemo(() => lines(data, DATA_RATES), [data]);
  if (!data) {
    return html`<${Head} kind="Connection" title=${name} /><${Gone} error=${error} what="connection" list="connections" />`;
  }
  const close = () =>
    confirm({
      title: 'Close the connection?',
      text: html`<p><${Name} of=${given(data) ?? name} isWhole=${true} />${given(data) && html`<br /><span class="quiet"><${Name} of=${name} isWhole=${true} /></span>`}</p><p>Its client is told so; most connect again by themselves.</p>`,
      action: 'Close the connection',
      input: { label: 'Reason, which the client is told', value: 'Closed via management' },
      run: async (reason) => {
        await del(path, reason ? { 'X-Reason': encodeReason(reason) } : {});
        say(`${given(data) ?? name} is closed.`);
        replace(listLink('connections'));
      },
    });
  return html`
    <${Head} kind="Connection" title=${name} trail=${given(data) && html`<b><${Name} of=${given(data)} isWhole=${true} /></b>`}>
      <${RangeChoice} /><button type="button" class="danger" onClick=${close}>Close …</button>
    </${Head}>
    <${Failure} error=${error} />
    <div class="charts"><${Chart} span=${range.age} title="Bytes a second" unit="byteRate" times=${rates.times} lines=${rates.lines} first=${4} /></div>
    <${Section} title="Facts">
      <${Facts} pairs=${[
        ['State', html`<${State} of=${data.state} />`],
        ['User', html`<${Name} of=${data.user ?? ''} />`],
        ['Virtual host', data.vhost !== undefined && html`<${VhostLink} name=${data.vhost} />`],
        ['Protocol', protocolName(data.protocol)],
        ['Login', data.auth_mechanism],
        ['TLS', encryption(data) || 'no'],
        data.ssl && ['Cipher', data.ssl_cipher],
        data.peer_cert_subject && ['Certificate of the client', html`<${Name} of=${data.peer_cert_subject} isWhole=${true} />`],
        ['Client’s address', data.peer_host && html`<code>${data.peer_host}:${data.peer_port}</code>`],
        ['Broker’s address', data.host && html`<code>${data.host}:${data.port}</code>`],
        ['Connected at', format.moment(data.connected_at)],
        ['Heartbeat', data.timeout ? `${data.timeout} s` : 'none'],
        ['Frame max', data.frame_max && format.bytes(data.frame_max)],
        ['Channels', `${format.count(data.channels)}${data.channel_max ? ` of ${format.count(data.channel_max)}` : ''}`],
        ['From the client', format.bytes(data.recv_oct)],
        ['To the client', format.bytes(data.send_oct)],
        data.container_id && ['Container', html`<${Name} of=${data.container_id} isWhole=${true} />`],
        ['Node', html`<${Name} of=${data.node ?? ''} />`],
      ]} />
    </${Section}>
    <${ChannelsOf} path=${path} />
    <${Sessions} path=${path} vhost=${data.vhost} />
    <${Section} title="What the client says of itself"><${Tree} value=${data.client_properties ?? {}} /></${Section}>
  `;
}

/** HTTP headers hold Latin letters only. */
const encodeReason = (reason) => (/^[\x20-\x7e]*$/.test(reason) ? reason : reason.replace(/[^\x20-\x7e]/g, '?'));

function ChannelsOf({ path }) {
  const { data, error } = useLive(withQuery(`${path}/channels`, { columns: 'name,number,state,consumer_count,messages_unacknowledged,prefetch_count,confirm,transactional,message_stats.publish_details.rate,message_stats.deliver_get_details.rate' }), { isPolled: true });
  const columns = CHANNEL_COLUMNS.filter(({ id, isHidden }) => !isHidden && !['vhost', 'user'].includes(id)).map((column) => ({ ...column, sort: undefined }));
  return html`<${Section} title="Channels">
    <${Failure} error=${isMissing(error) ? null : error} />
    <${LocalList} label="channels" rows=${data ?? []} rowKey=${(row) => row.name} columns=${columns} text=${(row) => row.name} empty="no channel is open" />
  </${Section}>`;
}

export function Gone({ error, what, list }) {
  return error?.status === 404
    ? html`<${Note} tone="warn">There is no such ${what}, or no more. <a href=${listLink(list)}>To the list</a></${Note}>`
    : html`<${Loading} error=${error} />`;
}

const stat = (id, title, key, more) => ({
  id, title, sort: `message_stats.${key}_details.rate`, isNumber: true, fields: [`message_stats.${key}_details.rate`],
  show: (row) => format.rate(row.message_stats?.[`${key}_details`]?.rate), ...more,
});

const CHANNEL_COLUMNS = [
  { id: 'name', title: 'Channel', sort: 'name', isWide: true, fields: ['name'], show: (row) => html`<a href=${link(['channels', row.name])}><${Name} of=${row.name} /></a>` },
  { id: 'vhost', title: 'Vhost', sort: 'vhost', fields: ['vhost'], show: (row) => html`<${Name} of=${row.vhost ?? ''} />` },
  { id: 'user', title: 'User', sort: 'user', fields: ['user'], isMinor: true, show: (row) => html`<${Name} of=${row.user ?? ''} />` },
  { id: 'state', title: 'State', sort: 'state', fields: ['state'], show: (row) => html`<${State} of=${row.state} />` },
  { id: 'mode', title: 'Mode', isMinor: true, fields: ['confirm', 'transactional'], show: (row) => html`${row.confirm && html`<${Badge}>confirms</${Badge}>`} ${row.transactional && html`<${Badge}>transactions</${Badge}>`}` },
  { id: 'consumers', title: 'Consumers', sort: 'consumer_count', isNumber: true, fields: ['consumer_count'], show: (row) => format.count(row.consumer_count) },
  { id: 'prefetch', title: 'Prefetch', sort: 'prefetch_count', isNumber: true, isMinor: true, fields: ['prefetch_count'], show: (row) => (row.prefetch_count === 0 ? 'no limit' : format.count(row.prefetch_count)) },
  { id: 'unacked', title: 'Unacked', sort: 'messages_unacknowledged', isNumber: true, fields: ['messages_unacknowledged'], show: (row) => format.count(row.messages_unacknowledged) },
  stat('publish', 'Publish', 'publish'),
  stat('deliver', 'Deliver', 'deliver_get'),
  stat('ack', 'Ack', 'ack', { isMinor: true }),
  stat('unroutable', 'Returned', 'return_unroutable', { isHidden: true }),
  { id: 'unconfirmed', title: 'Unconfirmed', sort: 'messages_unconfirmed', isNumber: true, isHidden: true, fields: ['messages_unconfirmed'], show: (row) => format.count(row.messages_unconfirmed) },
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
    <div class="charts"><${Chart} span=${range.age} title="Messages a second" unit="rate" times=${rates.times} lines=${rates.lines} /></div>
    <${Section} title="Facts">
      <${Facts} pairs=${[
        ['State', html`<${State} of=${data.state} />`],
        ['Connection', connection && html`<a href=${link(['connections', connection])}><${Name} of=${connection} isWhole=${true} /></a>`],
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
    ${data.publishes?.length > 0 && html`<${Section} title="Publishes to"><${Flow} rows=${data.publishes} keys=${['publish', 'confirm']} /></${Section}>`}
    ${data.deliveries?.length > 0 && html`<${Section} title="Gets from"><${Flow} rows=${data.deliveries} keys=${['deliver_get', 'ack', 'redeliver']} /></${Section}>`}
  `;
}

const TITLES = { publish: 'Publish', confirm: 'Confirm', deliver_get: 'Deliver', ack: 'Ack', redeliver: 'Redeliver' };

/** What goes to exchanges, or comes from queues, each with its rates. */
export function Flow({ rows, keys }) {
  return html`<${LocalList} label="rates" rows=${rows} rowKey=${(row) => JSON.stringify([row.exchange, row.queue, row.channel_details?.name])} empty="nothing so far"
    columns=${[
      {
        id: 'of', title: 'Of', isWide: true,
        show: ({ exchange, queue, channel_details: channel }) => html`
          ${exchange && html`<${ExchangeLink} ...${exchange} />`} ${queue && html`<${QueueLink} ...${queue} />`}
          ${channel && html`<a href=${link(['channels', channel.name])}><${Name} of=${channel.name} /></a>`}`,
      },
      ...keys.map((key) => ({ id: key, title: TITLES[key], isNumber: true, sort: true, value: rateOf(key), show: (row) => format.rate(rateOf(key)(row)) })),
    ]} />`;
}

const rateOf = (key) => ({ stats }) => stats?.[`${key}_details`]?.rate;

/** Consumers, of a queue or of a channel. */
export function Consumers({ rows, isOfChannel }) {
  return html`<${LocalList} label="consumers" rows=${rows} rowKey=${(row) => `${row.channel_details?.name} ${row.consumer_tag}`} empty="nobody consumes" text=${(row) => `${row.consumer_tag} ${row.channel_details?.name}`}
    columns=${[
      { id: 'tag', title: 'Consumer tag', isWide: true, show: (row) => html`<${Name} of=${row.consumer_tag} />` },
      isOfChannel
        ? { id: 'queue', title: 'Queue', show: (row) => html`<${QueueLink} ...${row.queue} />` }
        : { id: 'channel', title: 'Channel', show: (row) => (row.channel_details?.name ? html`<a href=${link(['channels', row.channel_details.name])}><${Name} of=${row.channel_details.name} /></a>` : html`<${Nothing} />`) },
      { id: 'ack', title: 'Acknowledges', show: (row) => (row.ack_required ? 'yes' : 'no: automatic') },
      { id: 'exclusive', title: 'Exclusive', isMinor: true, show: (row) => (row.exclusive ? 'yes' : 'no') },
      { id: 'prefetch', title: 'Prefetch', isNumber: true, show: (row) => (row.prefetch_count === 0 ? 'no limit' : format.count(row.prefetch_count)) },
      { id: 'active', title: 'Activity', isMinor: true, show: (row) => String(row.activity_status ?? (row.active === false ? 'waiting' : 'up')).replace(/_/g, ' ') },
      { id: 'arguments', title: 'Arguments', isMinor: true, show: (row) => html`<${Arguments} of=${row.arguments} />` },
    ]} />`;
}

export const pages = { connections: Connections, channels: Channels };
