// Limits of vhosts and of users.

import { html } from './base.js';
import { useLive, at, put, del, withQuery } from './api.js';
import { link } from './route.js';
import { Head, Section, Failure, Name, say } from './ui.js';
import { LocalList } from './table.js';
import { Form, Text, Select, useValues } from './form.js';
import * as format from './format.js';

const KINDS = {
  vhost: {
    path: 'vhost-limits',
    list: 'vhosts',
    title: 'Virtual host',
    nameOf: (row) => row.vhost,
    names: [
      ['max-connections', 'connections'],
      ['max-queues', 'queues'],
    ],
  },
  user: {
    path: 'user-limits',
    list: 'users',
    title: 'User',
    nameOf: (row) => row.user,
    names: [
      ['max-connections', 'connections'],
      ['max-channels', 'channels'],
    ],
  },
};

/** The limits of one vhost or user. */
export function LimitsOf({ kind, name }) {
  const { path, names } = KINDS[kind];
  const { data, error, refresh } = useLive(path + at`/${name}`, { isPolled: true });
  const held = Object.assign(
    {},
    ...(Array.isArray(data) ? data : []).map(({ value }) => (Array.isArray(value) ? {} : value)),
  );
  return html`<${Section} title="Limits">
    <${Failure} error=${error} />
    ${data && html`<${LimitForm} key=${JSON.stringify(held)} kind=${kind} name=${name} held=${held} names=${names} refresh=${refresh} />`}
  </${Section}>`;
}

function LimitForm({ kind, name, held, names, refresh }) {
  const { path } = KINDS[kind];
  const [values, set] = useValues(
    Object.fromEntries(names.map(([key]) => [key, held[key] === undefined ? '' : String(held[key])])),
  );
  const save = async () => {
    for (const [key, what] of names) {
      const text = values[key].trim();
      if (!/^(|-?\d+)$/.test(text)) {
        throw new Error(`The limit of ${what} is a whole number; empty for no limit.`);
      }
    }
    for (const [key] of names) {
      const text = values[key].trim();
      const limit = at`/${name}/${key}`;
      if (text === '' && held[key] !== undefined) {
        await del(path + limit);
      } else if (text !== '' && Number(text) !== held[key]) {
        await put(path + limit, { value: Number(text) });
      }
    }
    say('The limits are set.');
    refresh();
  };
  return html`<${Form} submit="Set limits" action=${save} label="Set limits" isInline=${true}>
    ${names.map(([key, what]) => html`<${Text} key=${key} label=${`Max ${what}`} value=${values[key]} onChange=${set(key)} placeholder="no limit" inputmode="numeric" />`)}
  </${Form}>`;
}

function AllOf({ kind }) {
  const { path, list, title, names, nameOf } = KINDS[kind];
  const { data, error, refresh } = useLive(path, { isPolled: true });
  const known = useLive(withQuery(list, { columns: 'name' }), { isLive: false });
  const [values, set] = useValues({ name: '', key: names[0][0], value: '' });
  const rows = (data ?? []).filter((row) => Object.keys(row.value ?? {}).length > 0);
  const add = async () => {
    if (values.name === '' || !/^-?\d+$/.test(values.value.trim())) {
      throw new Error('A limit needs a name, and a whole number; -1 is no limit.');
    }
    await put(path + at`/${values.name}/${values.key}`, { value: Number(values.value) });
    say('The limit is set.');
    refresh();
  };
  const remove = async (row, key) => {
    await del(path + at`/${nameOf(row)}/${key}`);
    say('The limit is gone.');
    refresh();
  };
  return html`<${Section} title=${`Limits of ${list === 'users' ? 'users' : 'virtual hosts'}`}>
    <${Failure} error=${error} />
    <${LocalList} label=${`limits of ${list}`} rows=${rows} rowKey=${nameOf} text=${nameOf} empty="no limit is set"
      columns=${[
        {
          id: 'name',
          title,
          isWide: true,
          sort: true,
          value: nameOf,
          show: (row) => html`<a href=${link([list, nameOf(row)])}><${Name} of=${nameOf(row)} /></a>`,
        },
        ...names.map(([key, what]) => ({
          id: key,
          title: `Max ${what}`,
          isNumber: true,
          show: (row) =>
            row.value[key] !== undefined &&
            html`${format.count(row.value[key])} <button type="button" class="plain" aria-label=${`Take away the limit of ${what} of ${nameOf(row)}`} onClick=${() => remove(row, key)}>✕</button>`,
        })),
      ]} />
    <${Form} submit="Set the limit" action=${add} label=${`Set a limit of a ${kind}`} isInline=${true}>
      <${Select} label=${title} value=${values.name} onChange=${set('name')} options=${[['', 'choose …'], ...(known.data ?? []).map(({ name }) => [name, name])]} />
      <${Select} label="Limit" value=${values.key} onChange=${set('key')} options=${names.map(([key, what]) => [key, `max ${what}`])} />
      <${Text} label="Value" value=${values.value} onChange=${set('value')} inputmode="numeric" />
    </${Form}>
  </${Section}>`;
}

export function Limits() {
  return html`<${Head} title="Limits" trail="What a virtual host, or a user, may have at once" /><${AllOf} kind="vhost" /><${AllOf} kind="user" />`;
}
