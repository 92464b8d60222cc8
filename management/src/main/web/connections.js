// Who is connected.

import { html, useMemo, useStore } from './base.js';
import { useLive, withQuery, at, del } from './api.js';
import { link, replace, listLink, route, scoped } from './route.js';
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
  VhostLink,
  Tree,
  confirm,
  say,
  Gone,
} from './ui.js';
import { RemoteList } from './table.js';
import { Chart } from './chart.js';
import { asked, lines, DATA_RATES } from './history.js';
import { ChannelsOf } from './channels.js';
import { Sessions } from './sessions.js';
import * as format from './format.js';

/** What a client calls itself. */
const given = (connection) =>
  connection.client_properties?.connection_name ??
  connection.user_provided_name ??
  connection.variable_map?.client_id ??
  connection.container_id;
const hasChannels = ({ protocol }) => !/^(AMQP 1|MQTT)/.test(protocolName(protocol));
const encryption = (connection) => (connection.ssl ? (connection.ssl_protocol ?? 'TLS') : '');

const CONNECTION_COLUMNS = [
  {
    id: 'name',
    title: 'Connection',
    sort: 'name',
    isWide: true,
    fields: [
      'name',
      'client_properties.connection_name',
      'user_provided_name',
      'variable_map.client_id',
      'container_id',
    ],
    show: (row) =>
      html`<a href=${link(['connections', row.name])}><${Name} of=${given(row) ?? row.name} /></a>${given(row) && html`<small><${Name} of=${row.name} isQuiet=${true} /></small>`}`,
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
    id: 'protocol',
    title: 'Protocol',
    sort: 'protocol',
    isMinor: true,
    fields: ['protocol', 'ssl', 'ssl_protocol'],
    show: (row) =>
      html`${protocolName(row.protocol)}${row.ssl && html` <${Badge} title=${encryption(row)}>TLS</${Badge}>`}`,
  },
  {
    id: 'channels',
    title: 'Channels',
    sort: 'channels',
    isNumber: true,
    fields: ['channels'],
    show: (row) => format.count(row.channels),
  },
  {
    id: 'recv',
    title: 'From client',
    sort: 'recv_oct_details.rate',
    isNumber: true,
    fields: ['recv_oct_details.rate'],
    show: (row) => format.byteRate(row.recv_oct_details?.rate),
  },
  {
    id: 'send',
    title: 'To client',
    sort: 'send_oct_details.rate',
    isNumber: true,
    fields: ['send_oct_details.rate'],
    show: (row) => format.byteRate(row.send_oct_details?.rate),
  },
  {
    id: 'since',
    title: 'Since',
    sort: 'connected_at',
    isMinor: true,
    fields: ['connected_at'],
    show: (row) => format.moment(row.connected_at),
  },
  {
    id: 'client',
    title: 'Client',
    isMinor: true,
    isHidden: true,
    fields: ['client_properties.product', 'client_properties.version'],
    show: (row) =>
      html`<${Name} of=${`${row.client_properties?.product ?? ''} ${row.client_properties?.version ?? ''}`.trim()} />`,
  },
  {
    id: 'node',
    title: 'Node',
    sort: 'node',
    isHidden: true,
    fields: ['node'],
    show: (row) => html`<${Name} of=${row.node} />`,
  },
];

/** RabbitMQ's names of protocols are texts, lists, or both at once; and "AMQP 1-0" is a version with a point. */
function protocolName(protocol) {
  const name = Array.isArray(protocol)
    ? protocol.join(' ')
    : String(protocol ?? '')
        .replace(/[{}]/g, '')
        .replace(/'/g, '')
        .replace(',', ' ');
  return name.startsWith('AMQP 0') ? name : name.replace(/(\d)-(?=\d)/g, '$1.');
}

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
    <div class="charts"><${Chart} span=${range.age} title="Data rates" unit="byteRate" times=${rates.times} lines=${rates.lines} first=${4} /></div>
    <${Section} title="Details">
      <${Facts} pairs=${[
        ['State', html`<${State} of=${data.state} />`],
        ['User', html`<${Name} of=${data.user ?? ''} />`],
        ['Virtual host', data.vhost !== undefined && html`<${VhostLink} name=${data.vhost} />`],
        ['Protocol', protocolName(data.protocol)],
        data.auth_mechanism && ['Login', data.auth_mechanism],
        ['TLS', encryption(data) || 'no'],
        data.ssl && ['Cipher', data.ssl_cipher],
        data.peer_cert_subject && [
          'Certificate of the client',
          html`<${Name} of=${data.peer_cert_subject} isWhole=${true} />`,
        ],
        ['Client’s address', data.peer_host && html`<code>${data.peer_host}:${data.peer_port}</code>`],
        ['Broker’s address', data.host && html`<code>${data.host}:${data.port}</code>`],
        ['Connected at', format.moment(data.connected_at)],
        ['Heartbeat', data.timeout ? `${data.timeout} s` : 'none'],
        data.frame_max > 0 && ['Frame max', format.bytes(data.frame_max)],
        hasChannels(data) && [
          'Channels',
          `${format.count(data.channels)}${data.channel_max ? ` of ${format.count(data.channel_max)}` : ''}`,
        ],
        ['From the client', format.bytes(data.recv_oct)],
        ['To the client', format.bytes(data.send_oct)],
        data.variable_map?.client_id && [
          'Client id',
          html`<${Name} of=${data.variable_map.client_id} isWhole=${true} />`,
        ],
        data.container_id && ['Container', html`<${Name} of=${data.container_id} isWhole=${true} />`],
        ['Node', html`<${Name} of=${data.node ?? ''} />`],
      ]} />
    </${Section}>
    ${hasChannels(data) ? html`<${ChannelsOf} path=${path} />` : html`<${Sessions} path=${path} vhost=${data.vhost} />`}
    ${Object.keys(data.client_properties ?? {}).length > 0 && html`<${Section} title="Client properties"><${Tree} value=${data.client_properties} /></${Section}>`}
  `;
}

/** HTTP headers hold Latin letters only. */
const encodeReason = (reason) => (/^[\x20-\x7e]*$/.test(reason) ? reason : reason.replace(/[^\x20-\x7e]/g, '?'));

export const pages = { connections: Connections };
