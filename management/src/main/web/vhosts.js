// Virtual hosts, and the limits of everything.

import { html, useMemo } from './base.js';
import { useLive, withQuery, at, put, del } from './api.js';
import { link, go, replace, chosenVhost } from './route.js';
import { Head, Section, Failure, Facts, Name, Badge, State, RangeChoice, useRange, confirm, say, Gone } from './ui.js';
import { LocalList } from './table.js';
import { Form, Text, Select, useValues } from './form.js';
import { Chart } from './chart.js';
import { asked, lines, DEPTHS, MESSAGE_RATES } from './history.js';
import { Permissions, TopicPermissions } from './permissions.js';
import { LimitsOf, Limits } from './limits.js';
import { QUEUE_TYPES } from './catalogue.js';
import * as format from './format.js';

const typeOf = (vhost) =>
  vhost.default_queue_type && vhost.default_queue_type !== 'undefined' ? vhost.default_queue_type : 'classic';
const states = (vhost) => [...new Set(Object.values(vhost.cluster_state ?? {}))];
const tagsOf = (vhost) => vhost.tags ?? vhost.metadata?.tags ?? [];

function Vhosts({ parts: [name] }) {
  if (name === 'new') {
    return html`<${AddVhost} />`;
  }
  return name === undefined ? html`<${VhostList} />` : html`<${Vhost} name=${name} />`;
}

function VhostList() {
  const { data, error } = useLive('vhosts');
  const permissions = useLive('permissions', { isPolled: true });
  const usersOf = (name) => (permissions.data ?? []).filter((one) => one.vhost === name).map(({ user }) => user);
  return html`
    <${Head} title="Virtual hosts"><a class="button primary" data-key="add" href=${link(['vhosts', 'new'])}>Add a virtual host</a></${Head}>
    <${Failure} error=${error} />
    <${LocalList} label="virtual hosts" rows=${data ?? []} rowKey=${(row) => row.name} text=${(row) => `${row.name} ${row.description ?? ''}`} empty="no virtual host"
      columns=${[
        {
          id: 'name',
          title: 'Virtual host',
          isWide: true,
          sort: true,
          value: (row) => row.name,
          show: (row) =>
            html`<a href=${link(['vhosts', row.name])}><${Name} of=${row.name} /></a> ${row.description && html`<small><${Name} of=${row.description} isQuiet=${true} /></small>`}`,
        },
        {
          id: 'users',
          title: 'Users',
          isMinor: true,
          show: (row) => {
            const all = usersOf(row.name);
            return all.length === 0
              ? html`<span class="state warn">nobody</span>`
              : html`<${Name} of=${all.join(', ')} />`;
          },
        },
        {
          id: 'state',
          title: 'State',
          isMinor: true,
          show: (row) => states(row).map((state) => html`<${State} key=${state} of=${state} />`),
        },
        { id: 'type', title: 'Default queue type', isMinor: true, show: typeOf },
        {
          id: 'ready',
          title: 'Ready',
          isNumber: true,
          sort: true,
          value: (row) => row.messages_ready ?? 0,
          show: (row) => format.count(row.messages_ready ?? 0),
        },
        {
          id: 'unacked',
          title: 'Unacked',
          isNumber: true,
          sort: true,
          value: (row) => row.messages_unacknowledged ?? 0,
          show: (row) => format.count(row.messages_unacknowledged ?? 0),
        },
        {
          id: 'in',
          title: 'In',
          isNumber: true,
          sort: true,
          value: (row) => row.message_stats?.publish_details?.rate ?? 0,
          show: (row) => format.rate(row.message_stats?.publish_details?.rate),
        },
        {
          id: 'out',
          title: 'Out',
          isNumber: true,
          sort: true,
          value: (row) => row.message_stats?.deliver_get_details?.rate ?? 0,
          show: (row) => format.rate(row.message_stats?.deliver_get_details?.rate),
        },
      ]} />`;
}

const VhostFields = ({ values, set }) => html`
  <${Text} label="Description" value=${values.description} onChange=${set('description')} />
  <${Text} label="Tags" value=${values.tags} onChange=${set('tags')} hint="With commas between them." />
  <${Select} label="Default queue type" value=${values.type} onChange=${set('type')} options=${QUEUE_TYPES} hint="Of queues that are declared without a type." />`;

const bodyOf = ({ description, tags, type }) => ({
  description,
  tags: tags
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
    .join(','),
  default_queue_type: type,
});

function AddVhost() {
  const [values, set] = useValues({ name: '', description: '', tags: '', type: 'classic' });
  const add = async () => {
    if (values.name === '') {
      throw new Error('The virtual host needs a name.');
    }
    await put(at`vhosts/${values.name}`, bodyOf(values));
    say(`The virtual host ${values.name} is there.`);
    go(link(['vhosts', values.name]));
  };
  return html`
    <${Head} title="Add a virtual host" trail=${html`<a href="#/vhosts">Virtual hosts</a>`} />
    <${Form} submit="Add the virtual host" action=${add} label="Add a virtual host">
      <${Text} label="Name" value=${values.name} onChange=${set('name')} required autofocus hint="Who may use it is said afterwards." />
      <${VhostFields} values=${values} set=${set} />
    </${Form}>`;
}

function Vhost({ name }) {
  const range = useRange();
  const path = at`vhosts/${name}`;
  const { data, error, refresh } = useLive(withQuery(path, asked(range, 'lengths', 'msg_rates')));
  const depths = useMemo(() => lines(data, DEPTHS), [data]);
  const rates = useMemo(() => lines(data?.message_stats, MESSAGE_RATES), [data]);
  if (!data) {
    return html`<${Head} kind="Virtual host" title=${name} /><${Gone} error=${error} what="virtual host" list="vhosts" />`;
  }
  const remove = () =>
    confirm({
      title: 'Delete the virtual host?',
      text: html`<p>With everything in it: queues and their <b>${format.count(data.messages ?? 0)} messages</b>, exchanges, bindings, policies, permissions. Its connections are closed.</p>`,
      action: 'Delete the virtual host',
      typed: name,
      run: async () => {
        await del(path);
        say(`The virtual host ${name} is deleted.`);
        if (chosenVhost.get() === name) {
          chosenVhost.set('');
        }
        replace('#/vhosts');
      },
    });
  const trace = () =>
    confirm({
      isMild: true,
      title: data.tracing ? 'Stop tracing?' : 'Trace messages?',
      text: data.tracing
        ? html`<p>Copies of messages go to <b>amq.rabbitmq.trace</b> no more.</p>`
        : html`<p>A copy of each message that is published here or delivered goes to the exchange <b>amq.rabbitmq.trace</b>, to which you bind a queue of your own. That costs what two more messages cost, until it is stopped or the broker starts anew.</p>`,
      action: data.tracing ? 'Stop tracing' : 'Trace messages',
      run: async () => {
        await put(path, { ...bodyOf(held(data)), tracing: !data.tracing });
        refresh();
      },
    });
  return html`
    <${Head} kind="Virtual host" title=${name} trail=${data.description && html`<${Name} of=${data.description} isWhole=${true} />`}>
      <${RangeChoice} /><a class="button" href=${link(['queues'], { vhost: name })}>Show its queues</a><button type="button" onClick=${trace}>${data.tracing ? 'Stop tracing' : 'Trace messages'} …</button><button type="button" class="danger" onClick=${remove}>Delete …</button>
    </${Head}>
    <${Failure} error=${error} />
    <div class="charts">
      <${Chart} span=${range.age} title="Queued messages" unit="count" times=${depths.times} lines=${depths.lines} />
      <${Chart} span=${range.age} title="Message rates" unit="rate" times=${rates.times} lines=${rates.lines} />
    </div>
    <${Facts} pairs=${[
      ['State', states(data).map((state) => html`<${State} key=${state} of=${state} />`)],
      ['Default queue type', typeOf(data)],
      [
        'Tags',
        tagsOf(data).length > 0 &&
          html`<span class="badges">${tagsOf(data).map((tag) => html`<${Badge} key=${tag}><${Name} of=${tag} /></${Badge}> `)}</span>`,
      ],
      ['Tracing', data.tracing ? 'on' : 'off'],
    ]} />
    <${Permissions} vhost=${name} />
    <${TopicPermissions} vhost=${name} />
    <${LimitsOf} kind="vhost" name=${name} />
    <${Section} title="Edit"><${ChangeVhost} path=${path} data=${data} refresh=${refresh} /></${Section}>
  `;
}

const held = (data) => ({
  description: data.description ?? '',
  tags: tagsOf(data).join(', '),
  type: typeOf(data),
});

function ChangeVhost({ path, data, refresh }) {
  const [values, set] = useValues(held(data));
  const save = async () => {
    await put(path, bodyOf(values));
    say('The virtual host is changed.');
    refresh();
  };
  return html`<${Form} submit="Change the virtual host" action=${save} label="Change the virtual host"><${VhostFields} values=${values} set=${set} /></${Form}>`;
}

export const pages = { vhosts: Vhosts, limits: Limits };
