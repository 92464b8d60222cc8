// How the broker is doing.

import { html, useMemo } from './base.js';
import { useLive, withQuery, may } from './api.js';
import { link, listLink } from './route.js';
import { Head, Section, Loading, Failure, Facts, Name, Badge, RangeChoice, useRange, Usage } from './ui.js';
import { LocalList } from './table.js';
import { Chart } from './chart.js';
import { asked, lines, connections, MESSAGE_RATES, DEPTHS } from './history.js';
import * as format from './format.js';

const NODE_COLUMNS =
  'name,running,uptime,mem_used,mem_limit,mem_alarm,disk_free,disk_free_limit,disk_free_alarm,fd_used,fd_total,sockets_used,sockets_total,processors,mem_used_details';
const CHURN = [
  ['connection_created', 'Connections opened', true],
  ['connection_closed', 'Connections closed', true],
  ['channel_created', 'Channels opened', true],
];

function Overview() {
  const range = useRange();
  const { data, error } = useLive(withQuery('overview', asked(range, 'lengths', 'msg_rates')));
  const nodes = useLive(
    may('monitoring') ? withQuery('nodes', { ...asked(range, 'node_stats'), columns: NODE_COLUMNS }) : null,
  );
  if (!data) {
    return html`<${Head} title="Overview" /><${Loading} error=${error} />`;
  }
  const totals = data.object_totals ?? {};
  const product = data.product_name ?? 'RabbitMQ';
  return html`
    <${Head} title="Overview" trail=${html`${product} ${data.product_version ?? data.rabbitmq_version}${product !== 'RabbitMQ' && data.rabbitmq_version && html` <span class="quiet">(contract of RabbitMQ ${data.rabbitmq_version})</span>`} · <${Name} of=${data.cluster_name ?? data.node ?? ''} />`}>
      <${RangeChoice} />
    </${Head}>
    <${Failure} error=${error} />
    <${Tiles} totals=${totals} queues=${data.queue_totals ?? {}} stats=${data.message_stats ?? {}} />
    <${Charts} data=${data} node=${nodes.data?.find(({ name }) => name === data.node) ?? nodes.data?.[0]} />
    ${
      may('monitoring') &&
      html`<${Section} title="Nodes">
      <${Failure} error=${nodes.error} />
      <${Nodes} nodes=${nodes.data ?? []} />
    </${Section}>`
    }
    <${Section} title="Listeners"><${Listeners} listeners=${data.listeners ?? []} contexts=${data.contexts ?? []} /></${Section}>
  `;
}

function Tiles({ totals, queues, stats }) {
  const rate = (key) => stats[`${key}_details`]?.rate ?? 0;
  const tiles = [
    ['Ready', format.count(queues.messages_ready ?? 0), listLink('queues')],
    ['Unacked', format.count(queues.messages_unacknowledged ?? 0), listLink('queues')],
    ['Publish', format.rate(rate('publish'))],
    ['Deliver', format.rate(rate('deliver_get'))],
    ['Acknowledge', format.rate(rate('ack'))],
    ['Connections', format.count(totals.connections), listLink('connections')],
    ['Channels', format.count(totals.channels), listLink('channels')],
    ['Consumers', format.count(totals.consumers)],
    ['Queues', format.count(totals.queues), listLink('queues')],
    ['Exchanges', format.count(totals.exchanges), listLink('exchanges')],
  ];
  return html`<ul class="tiles">
    ${tiles.map(
      ([name, value, to]) =>
        html`<li key=${name}>${
          to
            ? html`<a href=${to}><span>${name}</span><b>${value}</b></a>`
            : html`<div><span>${name}</span><b>${value}</b></div>`
        }</li>`,
    )}
  </ul>`;
}

function Charts({ data, node }) {
  const range = useRange();
  const rates = useMemo(() => lines(data.message_stats, MESSAGE_RATES), [data]);
  const depths = useMemo(() => lines(data.queue_totals, DEPTHS), [data]);
  const used = useMemo(() => lines(node, [['mem_used', 'Used', false]]), [node]);
  const clients = useMemo(() => connections(data), [data]);
  const churn = useMemo(() => lines(data.churn_rates, CHURN), [data]);
  return html`<div class="charts">
    <${Chart} span=${range.age} title="Message rates" unit="rate" times=${rates.times} lines=${rates.lines} />
    <${Chart} span=${range.age} title="Queued messages" unit="count" times=${depths.times} lines=${depths.lines} />
    ${may('monitoring') && html`<${Chart} span=${range.age} title=${`Memory${node?.mem_limit ? ` (alarm at ${format.bytes(node.mem_limit)})` : ''}`} unit="bytes" times=${used.times} lines=${used.lines} first=${4} />`}
    <${Chart} span=${range.age} title="Connections" unit="count" times=${clients.times} lines=${clients.lines} first=${5} />
    ${churn.times.length > 0 && html`<${Chart} span=${range.age} title="Churn" unit="rate" times=${churn.times} lines=${churn.lines} first=${5} />`}
  </div>`;
}

export function Nodes({ nodes }) {
  return html`<ul class="cards">
    ${nodes.map(
      (node) => html`<li key=${node.name}>
      <div class="title"><a href=${link(['nodes', node.name])}><${Name} of=${node.name} /></a> ${node.running === false ? html`<span class="state bad">down</span>` : html`<span class="state good">running</span>`}</div>
      <${Usage} label="Memory" used=${node.mem_used} limit=${node.mem_limit} show=${format.bytes} isBad=${node.mem_alarm} />
      <${Usage} label="File descriptors" used=${node.fd_used} limit=${node.fd_total} />
      ${node.sockets_total > 0 && html`<${Usage} label="Sockets" used=${node.sockets_used} limit=${node.sockets_total} />`}
      <${Facts} pairs=${[
        [
          'Disk free',
          html`${node.disk_free_alarm && html`<span class="state bad">too little</span> `}${format.bytes(node.disk_free)} <span class="quiet">alarm below ${format.bytes(node.disk_free_limit)}</span>`,
        ],
        ['Up for', format.duration(node.uptime)],
        ['Processors', format.count(node.processors)],
      ]} />
    </li>`,
    )}
  </ul>`;
}

/** Ports, with what is spoken there. */
function Listeners({ listeners, contexts }) {
  const paths = new Map(contexts.map((context) => [Number(context.port), context]));
  const rows = [...listeners].sort((a, b) => a.port - b.port);
  return html`<${LocalList} label="listeners" rows=${rows} rowKey=${(row) => `${row.node} ${row.protocol} ${row.ip_address} ${row.port}`} empty="no port is open"
    columns=${[
      {
        id: 'protocol',
        title: 'Protocol',
        sort: true,
        value: (row) => row.protocol,
        show: (row) =>
          html`<b>${row.protocol}</b>${(row.tls || /ssl|https|tls/.test(row.protocol)) && html` <${Badge}>TLS</${Badge}>`}`,
      },
      { id: 'port', title: 'Port', isNumber: true, sort: true, value: (row) => row.port, show: (row) => row.port },
      {
        id: 'address',
        title: 'Address',
        sort: true,
        value: (row) => row.ip_address,
        show: (row) => html`<code>${row.ip_address}</code>`,
      },
      { id: 'what', title: 'What', isMinor: true, isWide: true, show: (row) => paths.get(row.port)?.description ?? '' },
      { id: 'node', title: 'Node', isMinor: true, show: (row) => html`<${Name} of=${row.node} isQuiet=${true} />` },
    ]} />`;
}

export const pages = { overview: Overview };
