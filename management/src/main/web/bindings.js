// Bindings, seen from a queue or an exchange, and made from there.

import { html } from './base.js';
import { useLive, at, post, del } from './api.js';
import { DEFAULT_EXCHANGE } from './route.js';
import { Section, Failure, Name, Badge, QueueLink, ExchangeLink, Arguments, confirm, say } from './ui.js';
import { LocalList } from './table.js';
import { Form, Text, Select, useValues, useArguments, readArguments, OtherArguments } from './form.js';

const apiName = (exchange) => exchange || DEFAULT_EXCHANGE;

function pathOf({ vhost, source, destination, destination_type: type }) {
  return at`bindings/${vhost}/e/${apiName(source)}/${type === 'queue' ? 'q' : 'e'}/${destination}`;
}

const End = ({ vhost, type, name }) =>
  type === 'queue'
    ? html`<${QueueLink} vhost=${vhost} name=${name} />`
    : html`<${ExchangeLink} vhost=${vhost} name=${name} />`;

/** A table of bindings; isSource, isDestination: which of their ends to show. */
export function Bindings({ label, rows, isSource, isDestination, refresh, empty }) {
  const unbind = (binding) =>
    confirm({
      title: 'Unbind?',
      text: html`<p>The ${binding.destination_type} <b><${Name} of=${binding.destination} isWhole=${true} /></b> gets no more messages of the exchange${' '}
        <b><${Name} of=${binding.source || 'default exchange'} isWhole=${true} /></b> by the routing key <b><${Name} of=${binding.routing_key || '(empty)'} isWhole=${true} /></b>.</p>`,
      action: 'Unbind',
      run: async () => {
        await del(`${pathOf(binding)}/${encodeURIComponent(binding.properties_key)}`);
        say('Unbound.');
        refresh();
      },
    });
  return html`<${LocalList} label=${label} rows=${rows} rowKey=${(row) => JSON.stringify([row.source, row.destination_type, row.destination, row.properties_key])} empty=${empty}
    text=${(row) => `${row.source} ${row.destination} ${row.routing_key}`}
    columns=${[
      isSource && {
        id: 'source',
        title: 'From exchange',
        sort: true,
        value: (row) => row.source,
        show: (row) => html`<${ExchangeLink} vhost=${row.vhost} name=${row.source} />`,
      },
      isDestination && {
        id: 'destination',
        title: 'To',
        sort: true,
        value: (row) => row.destination,
        show: (row) =>
          html`<span class="end"><${End} vhost=${row.vhost} type=${row.destination_type} name=${row.destination} /> <${Badge}>${row.destination_type}</${Badge}></span>`,
      },
      {
        id: 'key',
        title: 'Routing key',
        sort: true,
        isWide: true,
        value: (row) => row.routing_key,
        show: (row) =>
          row.routing_key === ''
            ? html`<span class="quiet">empty</span>`
            : html`<code><${Name} of=${row.routing_key} /></code>`,
      },
      rows.some((row) => Object.keys(row.arguments ?? {}).length > 0) && {
        id: 'arguments',
        title: 'Arguments',
        show: (row) => html`<${Arguments} of=${row.arguments} />`,
      },
      {
        id: 'actions',
        title: '',
        isAction: true,
        show: (row) =>
          row.source === ''
            ? html`<span class="quiet">implicit</span>`
            : html`<button type="button" onClick=${() => unbind(row)}>Unbind</button>`,
      },
    ].filter(Boolean)} />`;
}

/** Makes a binding. to: the queue, or exchange, that is bound; or of: the exchange that others are bound to. */
function BindForm({ vhost, to, of, refresh }) {
  const [values, set] = useValues({ other: '', type: 'queue', key: '' });
  const state = useArguments([]);
  const bind = async () => {
    const source = to ? values.other : of;
    const destination = to ? to.name : values.other;
    if (values.other === '') {
      throw new Error(to ? 'From which exchange? Its name is missing.' : 'To what? Its name is missing.');
    }
    await post(pathOf({ vhost, source, destination, destination_type: to ? to.type : values.type }), {
      routing_key: values.key,
      arguments: readArguments(state, []),
    });
    say('Bound.');
    set('other')('');
    set('key')('');
    refresh();
  };
  return html`<${Form} submit="Bind" action=${bind} label="Bind">
    ${
      !to &&
      html`<${Select} label="To a" value=${values.type} onChange=${set('type')} options=${[
        ['queue', 'queue'],
        ['exchange', 'exchange'],
      ]} />`
    }
    <${Text} label=${to ? 'From the exchange' : 'Called'} value=${values.other} onChange=${set('other')} required />
    <${Text} label="Routing key" value=${values.key} onChange=${set('key')} hint="May be empty; * and # in it are for topic exchanges." />
    <${OtherArguments} state=${state} title="Arguments, such as the headers to match" />
  </${Form}>`;
}

/** The bindings of a queue. */
export function QueueBindings({ vhost, name }) {
  const { data, error, refresh } = useLive(at`queues/${vhost}/${name}/bindings`, { isPolled: true });
  return html`
    <${Section} title="Bindings">
      <${Failure} error=${error} />
      <${Bindings} label="bindings" rows=${data ?? []} isSource=${true} refresh=${refresh} empty="not bound to anything" />
    </${Section}>
    <${Section} title="Add a binding to this queue"><${BindForm} vhost=${vhost} to=${{ type: 'queue', name }} refresh=${refresh} /></${Section}>
  `;
}

/** The bindings of an exchange, to others and from others. */
export function ExchangeBindings({ vhost, name }) {
  const path = at`exchanges/${vhost}/${apiName(name)}/bindings/`;
  const out = useLive(`${path}source`, { isPolled: true });
  const into = useLive(`${path}destination`, { isPolled: true });
  const refresh = () => {
    out.refresh();
    into.refresh();
  };
  const isDefault = name === '';
  return html`
    <${Section} title="Bindings from this exchange">
      <${Failure} error=${out.error} />
      <${Bindings} label="bindings from here" rows=${out.data ?? []} isDestination=${true} refresh=${refresh} empty="nothing is bound to this exchange" />
    </${Section}>
    ${
      !isDefault &&
      html`
      <${Section} title="Bindings to this exchange">
        <${Failure} error=${into.error} />
        <${Bindings} label="bindings to here" rows=${into.data ?? []} isSource=${true} refresh=${refresh} empty="no exchange sends messages here" />
      </${Section}>
      <${Section} title="Add a binding from this exchange"><${BindForm} vhost=${vhost} of=${name} refresh=${refresh} /></${Section}>`
    }
  `;
}
