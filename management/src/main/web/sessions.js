// The sessions of a connection of AMQP 1.0 or MQTT; where the server tells of them, with their links.

import { html } from './base.js';
import { useLive } from './api.js';
import { Section, Facts, Name, QueueLink, Nothing } from './ui.js';
import { LocalList, Table } from './table.js';
import { SESSION_COLUMNS } from './channels.js';
import * as format from './format.js';

/** Nothing where there are none. RabbitMQ tells of windows and links, WarrenMQ of what a session does. */
export function Sessions({ path, vhost }) {
  const { data } = useLive(`${path}/sessions`, { isPolled: true });
  if (!Array.isArray(data) || data.length === 0) {
    return null;
  } else if (data[0].channel_number === undefined) {
    return html`<${Section} title=${data.length === 1 ? 'Session' : 'Sessions'}>
      <${LocalList} label="sessions" rows=${data} rowKey=${(row) => row.name}
        columns=${[{ id: 'number', title: 'Session', isWide: true, show: (row) => format.count(row.number) }, ...SESSION_COLUMNS]} />
    </${Section}>`;
  }
  return data.map(
    (session) => html`<${Section} key=${session.channel_number} title=${`Session ${session.channel_number}`}>
    <${Facts} pairs=${[
      ['Incoming window', format.count(session.incoming_window)],
      ['The client’s incoming window', format.count(session.remote_incoming_window)],
      ['The client’s outgoing window', format.count(session.remote_outgoing_window)],
      ['Unsettled deliveries', format.count(session.outgoing_unsettled_deliveries)],
      ['Next incoming id', format.count(session.next_incoming_id)],
      ['Next outgoing id', format.count(session.next_outgoing_id)],
      ['Handle max', format.count(session.handle_max)],
    ]} />
    <${Links} title="Links by which the client sends" rows=${session.incoming_links ?? []} columns=${[
      {
        id: 'target',
        title: 'Target',
        isWide: true,
        show: (row) => html`<${Name} of=${row.target_address ?? 'named by each message'} />`,
      },
      { id: 'settles', title: 'Sends', isMinor: true, show: (row) => row.snd_settle_mode ?? '' },
      {
        id: 'unconfirmed',
        title: 'Unconfirmed',
        isNumber: true,
        show: (row) => format.count(row.unconfirmed_messages),
      },
    ]} />
    <${Links} title="Links by which the client receives" rows=${session.outgoing_links ?? []} columns=${[
      { id: 'source', title: 'Source', isWide: true, show: (row) => html`<${Name} of=${row.source_address ?? ''} />` },
      {
        id: 'queue',
        title: 'Queue',
        show: (row) =>
          row.queue_name ? html`<${QueueLink} vhost=${vhost} name=${row.queue_name} />` : html`<${Nothing} />`,
      },
      { id: 'settles', title: 'Gets', isMinor: true, show: (row) => (row.send_settled ? 'settled' : 'unsettled') },
      {
        id: 'filter',
        title: 'Filter',
        isMinor: true,
        show: (row) =>
          html`<${Name} of=${(row.filter ?? []).map(({ name, value }) => `${name}: ${format.inline(value)}`).join(', ')} />`,
      },
    ]} />
  </${Section}>`,
  );
}

function Links({ title, rows, columns }) {
  return (
    rows.length > 0 &&
    html`<div class="links"><h3>${title}</h3>
    <${Table} label=${title} rows=${rows} rowKey=${(row) => row.handle} columns=${[
      { id: 'name', title: 'Link', show: (row) => html`<${Name} of=${row.link_name ?? String(row.handle)} />` },
      ...columns,
      { id: 'count', title: 'Delivery count', isNumber: true, show: (row) => format.count(row.delivery_count) },
      { id: 'credit', title: 'Credit', isNumber: true, show: (row) => format.count(row.credit) },
    ]} /></div>`
  );
}
