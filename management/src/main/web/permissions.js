// Permissions, seen from a user or from a vhost, and set from there.

import { html } from './base.js';
import { useLive, withQuery, at, put, del } from './api.js';
import { link } from './route.js';
import { Section, Failure, Name, confirm, say } from './ui.js';
import { LocalList } from './table.js';
import { Form, Text, Select, useValues } from './form.js';

const RIGHTS = ['configure', 'write', 'read'];
const Pattern = ({ of }) =>
  of === '' ? html`<span class="quiet">nothing</span>` : html`<code><${Name} of=${of} /></code>`;

/** The column of what the page is not of. */
const otherEnd = (user) =>
  user === undefined
    ? {
        id: 'user',
        title: 'User',
        sort: true,
        value: (row) => row.user,
        show: (row) => html`<a href=${link(['users', row.user])}><${Name} of=${row.user} /></a>`,
      }
    : {
        id: 'vhost',
        title: 'Virtual host',
        sort: true,
        value: (row) => row.vhost,
        show: (row) => html`<a href=${link(['vhosts', row.vhost])}><${Name} of=${row.vhost} /></a>`,
      };

/** The names of all users or all vhosts, for a choice. */
function useNames(kind) {
  const { data = [] } = useLive(withQuery(kind, { columns: 'name' }), { isLive: false });
  return data.map(({ name }) => name);
}

const choice = (names, value) =>
  (value === '' || names.includes(value) ? [...(value === '' ? [''] : []), ...names] : [value, ...names]).map(
    (name) => [name, name || 'choose …'],
  );

/** Of a user, or of a vhost: the other is undefined. */
export function Permissions({ user, vhost }) {
  const { data, error, refresh } = useLive(
    user === undefined ? at`vhosts/${vhost}/permissions` : at`users/${user}/permissions`,
    { isPolled: true },
  );
  const [values, set, setValues] = useValues({
    other: user === undefined ? '' : '/',
    configure: '.*',
    write: '.*',
    read: '.*',
  });
  const names = useNames(user === undefined ? 'users' : 'vhosts');
  const pathOf = (row) => at`permissions/${row.vhost}/${row.user}`;
  const clear = (row) =>
    confirm({
      title: 'Clear the permissions?',
      text: html`<p><b><${Name} of=${row.user} isWhole=${true} /></b> can then no longer use the virtual host <b><${Name} of=${row.vhost} isWhole=${true} /></b>.</p>`,
      action: 'Clear them',
      run: async () => {
        await del(pathOf(row));
        say('The permissions are cleared.');
        refresh();
      },
    });
  const grant = async () => {
    if (values.other === '') {
      throw new Error(user === undefined ? 'To which user?' : 'In which virtual host?');
    }
    await put(pathOf({ user: user ?? values.other, vhost: vhost ?? values.other }), {
      configure: values.configure,
      write: values.write,
      read: values.read,
    });
    say('The permissions are set.');
    refresh();
  };
  return html`
    <${Section} title="Permissions">
      <${Failure} error=${error} />
      <${LocalList} label="permissions" rows=${data ?? []} rowKey=${(row) => JSON.stringify([row.user, row.vhost])} text=${(row) => `${row.user} ${row.vhost}`}
        empty=${user === undefined ? 'nobody has access to this virtual host' : 'this user has no access to any virtual host'}
        columns=${[
          otherEnd(user),
          ...RIGHTS.map((right) => ({
            id: right,
            title: right[0].toUpperCase() + right.slice(1),
            show: (row) => html`<${Pattern} of=${row[right]} />`,
          })),
          {
            id: 'actions',
            title: '',
            isAction: true,
            show: (
              row,
            ) => html`<button type="button" onClick=${() => setValues({ other: user === undefined ? row.user : row.vhost, configure: row.configure, write: row.write, read: row.read })}>Edit</button>
              <button type="button" onClick=${() => clear(row)}>Clear</button>`,
          },
        ]} />
      <${Form} submit="Set permissions" action=${grant} label="Set permissions" isInline=${true}>
        <${Select} label=${user === undefined ? 'User' : 'Virtual host'} value=${values.other} onChange=${set('other')} options=${choice(names, values.other)} />
        ${RIGHTS.map((right) => html`<${Text} key=${right} label=${right[0].toUpperCase() + right.slice(1)} value=${values[right]} onChange=${set(right)} class="mono" />`)}
      </${Form}>
      <p class="quiet">Regular expressions of the names of queues and exchanges; .* is all, empty is none.</p>
    </${Section}>`;
}

/** Permissions for routing keys of topic exchanges. */
export function TopicPermissions({ user, vhost }) {
  const { data, error, refresh } = useLive(
    user === undefined ? at`vhosts/${vhost}/topic-permissions` : at`users/${user}/topic-permissions`,
    { isPolled: true },
  );
  const [values, set, setValues] = useValues({
    other: user === undefined ? '' : '/',
    exchange: 'amq.topic',
    write: '.*',
    read: '.*',
  });
  const names = useNames(user === undefined ? 'users' : 'vhosts');
  const clear = (row) =>
    confirm({
      title: 'Clear the topic permissions?',
      text: html`<p>Of <b><${Name} of=${row.user} isWhole=${true} /></b> for the exchange <b><${Name} of=${row.exchange || 'default exchange'} isWhole=${true} /></b> in <b><${Name} of=${row.vhost} isWhole=${true} /></b>: without them, every routing key is permitted.</p>`,
      action: 'Clear them',
      run: async () => {
        await del(at`topic-permissions/${row.vhost}/${row.user}/${row.exchange}`);
        say('The topic permissions are cleared.');
        refresh();
      },
    });
  const grant = async () => {
    if (values.other === '') {
      throw new Error(user === undefined ? 'To which user?' : 'In which virtual host?');
    }
    await put(at`topic-permissions/${vhost ?? values.other}/${user ?? values.other}`, {
      exchange: values.exchange,
      write: values.write,
      read: values.read,
    });
    say('The topic permissions are set.');
    refresh();
  };
  return html`
    <${Section} title="Topic permissions">
      <${Failure} error=${error} />
      <${LocalList} label="topic permissions" rows=${data ?? []} rowKey=${(row) => JSON.stringify([row.user, row.vhost, row.exchange])} empty="none: every routing key is permitted"
        columns=${[
          otherEnd(user),
          {
            id: 'exchange',
            title: 'Exchange',
            show: (row) => html`<${Name} of=${row.exchange || 'default exchange'} />`,
          },
          { id: 'write', title: 'Write', show: (row) => html`<${Pattern} of=${row.write} />` },
          { id: 'read', title: 'Read', show: (row) => html`<${Pattern} of=${row.read} />` },
          {
            id: 'actions',
            title: '',
            isAction: true,
            show: (
              row,
            ) => html`<button type="button" onClick=${() => setValues({ other: user === undefined ? row.user : row.vhost, exchange: row.exchange, write: row.write, read: row.read })}>Edit</button>
              <button type="button" onClick=${() => clear(row)}>Clear</button>`,
          },
        ]} />
      <${Form} submit="Set topic permissions" action=${grant} label="Set topic permissions" isInline=${true}>
        <${Select} label=${user === undefined ? 'User' : 'Virtual host'} value=${values.other} onChange=${set('other')} options=${choice(names, values.other)} />
        <${Text} label="Exchange" value=${values.exchange} onChange=${set('exchange')} />
        <${Text} label="Write" value=${values.write} onChange=${set('write')} class="mono" />
        <${Text} label="Read" value=${values.read} onChange=${set('read')} class="mono" />
      </${Form}>
      <p class="quiet">Regular expressions of routing keys; {username}, {vhost} and {client_id} stand for those of the client.</p>
    </${Section}>`;
}
