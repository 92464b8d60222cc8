// Nodes, and what is to come: clusters, streams.

import { html, useMemo } from './base.js';
import { useLive, withQuery, at, isMissing } from './api.js';
import { link } from './route.js';
import { Head, Section, Loading, Failure, Facts, Name, Note, Badge, RangeChoice, useRange, Gone } from './ui.js';
import { LocalList } from './table.js';
import { Chart } from './chart.js';
import { asked, lines } from './history.js';
import { Nodes } from './overview.js';
import * as format from './format.js';

const COLUMNS =
  'name,running,uptime,mem_used,mem_limit,mem_alarm,disk_free,disk_free_limit,disk_free_alarm,fd_used,fd_total,sockets_used,sockets_total,processors';

const useProduct = () =>
  useLive(withQuery('overview', { columns: 'product_name,cluster_name' }), { isLive: false }).data ?? {};

function Cluster({ parts: [name] }) {
  const { data, error } = useLive(name === undefined ? withQuery('nodes', { columns: COLUMNS }) : null);
  const { product_name: product, cluster_name: cluster } = useProduct();
  if (name !== undefined) {
    return html`<${Node} name=${name} />`;
  }
  return html`
    <${Head} title="Cluster" trail=${cluster && html`<${Name} of=${cluster} />`} />
    ${
      product === 'WarrenMQ' &&
      data?.length === 1 &&
      html`<${Note}>WarrenMQ runs as one node today. Clusters, with queues replicated over their nodes, are to come; queues of type quorum are
      accepted, and behave as such, on the one node.</${Note}>`
    }
    ${data ? html`<${Nodes} nodes=${data} />` : html`<${Loading} error=${error} />`}`;
}

const MEMORY = [['mem_used', 'Used', false]];
const FILES = [
  ['fd_used', 'File descriptors', false],
  ['sockets_used', 'Sockets', false],
];
const DISK = [['disk_free', 'Free', false]];

function Node({ name }) {
  const range = useRange();
  const path = at`nodes/${name}`;
  const { data, error } = useLive(withQuery(path, asked(range, 'node_stats')));
  const memory = useLive(`${path}/memory`, { isPolled: true });
  const used = useMemo(() => lines(data, MEMORY), [data]);
  const files = useMemo(() => lines(data, FILES), [data]);
  const disk = useMemo(() => lines(data, DISK), [data]);
  if (!data) {
    return html`<${Head} kind="Node" title=${name} /><${Gone} error=${error} what="node" list="nodes" />`;
  }
  return html`
    <${Head} kind="Node" title=${name}><${RangeChoice} /></${Head}>
    <${Failure} error=${error} />
    <${Nodes} nodes=${[data]} />
    <div class="charts">
      <${Chart} span=${range.age} title="Memory" unit="bytes" times=${used.times} lines=${used.lines} first=${4} />
      <${Chart} span=${range.age} title="Files and sockets" unit="count" times=${files.times} lines=${files.lines} first=${5} />
      <${Chart} span=${range.age} title="Disk" unit="bytes" times=${disk.times} lines=${disk.lines} first=${2} />
    </div>
    <${Memory} parts=${memory.data?.memory} error=${memory.error} />
    <${Section} title="Details"><${Facts} pairs=${[
      ['Process', data.os_pid],
      ['Run queue', format.count(data.run_queue)],
      data.db_dir && ['Data', html`<code>${data.db_dir}</code>`],
      ['Configuration', data.config_files?.length > 0 && html`<code>${data.config_files.join(', ')}</code>`],
      ['Log', data.log_files?.length > 0 && html`<code>${data.log_files.join(', ')}</code>`],
      [
        'Logins',
        data.auth_mechanisms
          ?.filter(({ enabled }) => enabled)
          .map((one) => one.name)
          .join(', '),
      ],
      ['Exchange types', data.exchange_types?.map((one) => one.name).join(', ')],
      ['Plugins', data.enabled_plugins?.length > 0 && data.enabled_plugins.join(', ')],
    ]} /></${Section}>`;
}

/** Memory breakdown, the most first. */
function Memory({ parts, error }) {
  const known = Object.entries(parts && typeof parts === 'object' ? parts : {}).filter(
    ([key, value]) => typeof value === 'number' && key !== 'total' && value > 0,
  );
  const most = Math.max(...known.map(([, value]) => value), 1);
  if (isMissing(error)) {
    return null;
  }
  return html`<${Section} title="Memory breakdown">
    <${Failure} error=${error} />
    <${LocalList} label="memory" rows=${known.sort((a, b) => b[1] - a[1])} rowKey=${([key]) => key} empty="not known"
      columns=${[
        { id: 'of', title: 'Of', show: ([key]) => key.replace(/_/g, ' ') },
        { id: 'bytes', title: 'Bytes', isNumber: true, show: ([, value]) => format.bytes(value) },
        {
          id: 'bar',
          title: '',
          label: 'share',
          isWide: true,
          show: ([, value]) =>
            html`<div class="bar"><div style=${{ width: `${((value / most) * 100).toFixed(1)}%` }}></div></div>`,
        },
      ]} />
  </${Section}>`;
}

function Streams() {
  const { product_name: product } = useProduct();
  return html`
    <${Head} title="Streams" />
    ${
      product === 'WarrenMQ'
        ? html`<${Note}>WarrenMQ has no streams yet: queues of type <code>stream</code> are refused, and the stream protocol is not spoken. Both are to come.</${Note}>
          <p>What exists today: queues can be <b>browsed</b> without taking messages, on these pages (a queue, then <i>Messages</i>), over the HTTP API, and by AMQP 1.0 clients
            with <code>distribution-mode: copy</code>.</p>`
        : html`<${Note}>This server may have streams. They are among its <a href=${link(['queues'], { sort: 'type', reverse: '1' })}>queues</a>, of type <${Badge}>stream</${Badge}>.</${Note}>`
    }`;
}

export const pages = { nodes: Cluster, streams: Streams };
