// Users.

import { html } from './base.js';
import { useLive, at, put, del, get, tagsOf, user as self } from './api.js';
import { link, go, replace } from './route.js';
import { Head, Section, Failure, Facts, Name, Badge, Nothing, confirm, say, Gone } from './ui.js';
import { LocalList } from './table.js';
import { Form, Text, Select, useValues } from './form.js';
import { Permissions, TopicPermissions } from './permissions.js';
import { LimitsOf } from './limits.js';
import * as format from './format.js';

const TAGS = [
  ['administrator', 'everything'],
  ['monitoring', 'sees all connections and nodes'],
  ['policymaker', 'sets policies'],
  ['management', 'sees these pages'],
  ['impersonator', 'publishes with any user-id'],
];

function Users({ parts: [name] }) {
  if (name === 'new') {
    return html`<${AddUser} />`;
  }
  return name === undefined ? html`<${UserList} />` : html`<${User} name=${name} />`;
}

function UserList() {
  const { data, error } = useLive('users');
  const permissions = useLive('permissions', { isPolled: true });
  const vhostsOf = (name) => (permissions.data ?? []).filter((one) => one.user === name).map(({ vhost }) => vhost);
  return html`
    <${Head} title="Users"><a class="button primary" data-key="add" href=${link(['users', 'new'])}>Add a user</a></${Head}>
    <${Failure} error=${error} />
    <${LocalList} label="users" rows=${data ?? []} rowKey=${(row) => row.name} text=${(row) => row.name} empty="no user"
      columns=${[
        {
          id: 'name',
          title: 'User',
          sort: true,
          value: (row) => row.name,
          show: (row) =>
            html`<a href=${link(['users', row.name])}><${Name} of=${row.name} /></a>${row.name === self.get()?.name && html` <${Badge}>you</${Badge}>`}`,
        },
        {
          id: 'tags',
          title: 'Tags',
          sort: true,
          value: (row) => tagsOf(row).join(),
          show: (row) =>
            html`<span class="badges">${tagsOf(row).map((tag) => html`<${Badge} key=${tag} tone=${tag === 'administrator' ? 'warn' : ''}><${Name} of=${tag} /></${Badge}> `)}</span>`,
        },
        {
          id: 'vhosts',
          title: 'Can access',
          isWide: true,
          show: (row) => {
            const all = vhostsOf(row.name);
            return all.length === 0
              ? html`<span class="state warn">no vhost</span>`
              : html`<${Name} of=${all.join(', ')} />`;
          },
        },
        {
          id: 'password',
          title: 'Password',
          isMinor: true,
          show: (row) => (row.password_hash ? 'set' : 'none: cannot log in with one'),
        },
        { id: 'limits', title: 'Limits', isMinor: true, show: (row) => limitsText(row.limits) },
      ]} />`;
}

function limitsText(limits) {
  const entries = Object.entries(Array.isArray(limits) ? {} : (limits ?? {}));
  return entries.length === 0
    ? html`<${Nothing} />`
    : entries.map(([key, value]) => `${key} ${format.count(value)}`).join(', ');
}

/** The fields of tags and password. */
function UserFields({ values, set, isNew }) {
  const held = values.tags
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const toggle = (tag) =>
    set('tags')((held.includes(tag) ? held.filter((one) => one !== tag) : [...held, tag]).join(', '));
  return html`
    <${Select} label="Password" value=${values.way} onChange=${set('way')} options=${[
      ...(isNew ? [] : [['keep', 'stays as it is']]),
      ['password', isNew ? 'a password' : 'a new password'],
      ['hash', 'a hash of a password'],
      ['none', 'no password: by certificate or token only'],
    ]} />
    ${
      values.way === 'password' &&
      html`
      <${Text} label="The password" type="password" value=${values.password} onChange=${set('password')} autocomplete="new-password" required />
      <${Text} label="The password again" type="password" value=${values.again} onChange=${set('again')} autocomplete="new-password" required />`
    }
    ${values.way === 'hash' && html`<${Text} label="The hash" value=${values.hash} onChange=${set('hash')} required class="mono" hint="Base64, as definitions have it: salt and SHA-256." />`}
    <div class="field wide">
      <${Text} label="Tags" value=${values.tags} onChange=${set('tags')} hint="With commas between them." />
      <div class="choice" role="group" aria-label="Tags that mean something">
        ${TAGS.map(([tag, text]) => html`<button key=${tag} type="button" aria-pressed=${held.includes(tag)} title=${text} onClick=${() => toggle(tag)}>${tag}</button>`)}
      </div>
    </div>`;
}

const empty = { tags: '', password: '', again: '', hash: '' };

/** The body that sets a user; keep: what it had, when the password stays. */
function bodyOf(values, keep) {
  const tags = values.tags
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
    .join(',');
  switch (values.way) {
    case 'password':
      if (values.password !== values.again) {
        throw new Error('The two passwords are not the same.');
      }
      return { tags, password: values.password };
    case 'hash':
      return { tags, password_hash: values.hash };
    case 'none':
      return { tags, password_hash: '' };
    default:
      return { tags, password_hash: keep.password_hash, hashing_algorithm: keep.hashing_algorithm };
  }
}

function AddUser() {
  const [values, set] = useValues({ ...empty, name: '', way: 'password' });
  const add = async () => {
    if (values.name === '') {
      throw new Error('The user needs a name.');
    }
    const path = at`users/${values.name}`;
    const isThere = await get(path).then(
      () => true,
      (error) => {
        if (error.status === 404) {
          return false;
        }
        throw error;
      },
    );
    if (isThere) {
      throw new Error(`There is a user ${values.name} already.`);
    }
    await put(path, bodyOf(values));
    say(`The user ${values.name} is there.`);
    go(link(['users', values.name]));
  };
  return html`
    <${Head} title="Add a user" trail=${html`<a href="#/users">Users</a>`} />
    <${Form} submit="Add the user" action=${add} label="Add a user">
      <${Text} label="Name" value=${values.name} onChange=${set('name')} required autofocus autocomplete="off" hint="Which virtual hosts the user may use is said afterwards." />
      <${UserFields} values=${values} set=${set} isNew=${true} />
    </${Form}>`;
}

function User({ name }) {
  const path = at`users/${name}`;
  const { data, error, refresh } = useLive(path);
  if (!data) {
    return html`<${Head} kind="User" title=${name} /><${Gone} error=${error} what="user" list="users" />`;
  }
  const isSelf = self.get()?.name === name;
  const remove = () =>
    confirm({
      title: 'Delete the user?',
      text: html`<p><b><${Name} of=${name} isWhole=${true} /></b>, with all permissions. ${isSelf && html`<b>That is you: you will be logged out.</b>`}</p>`,
      action: 'Delete the user',
      typed: isSelf ? name : undefined,
      run: async () => {
        await del(path);
        say(`The user ${name} is deleted.`);
        replace('#/users');
      },
    });
  return html`
    <${Head} kind="User" title=${name} trail=${isSelf && 'you'}><button type="button" class="danger" onClick=${remove}>Delete …</button></${Head}>
    <${Facts} pairs=${[
      ['Tags', tagsOf(data).join(', ') || undefined],
      ['Password', data.password_hash ? 'set' : 'none'],
      ['Hashed by', String(data.hashing_algorithm ?? '').replace('rabbit_password_hashing_', '') || undefined],
    ]} />
    <${Permissions} user=${name} />
    <${TopicPermissions} user=${name} />
    <${LimitsOf} kind="user" name=${name} />
    <${Section} title="Edit"><${ChangeUser} key=${tagsOf(data).join()} path=${path} held=${data} refresh=${refresh} /></${Section}>
  `;
}

function ChangeUser({ path, held, refresh }) {
  const [values, set, setValues] = useValues({ ...empty, tags: tagsOf(held).join(', '), way: 'keep' });
  const save = async () => {
    await put(path, bodyOf(values, held));
    setValues({ ...empty, tags: values.tags, way: 'keep' });
    say('The user is changed.');
    refresh();
  };
  return html`<${Form} submit="Change the user" action=${save} label="Change the user"><${UserFields} values=${values} set=${set} /></${Form}>`;
}

export const pages = { users: Users };
