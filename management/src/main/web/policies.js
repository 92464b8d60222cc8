// Policies, and operators' policies, which bound them.

import { html, useStore, useMemo } from './base.js';
import { useLive, withQuery, at, put, del, may } from './api.js';
import { route, link, go, replace, chosenVhost } from './route.js';
import {
  Head,
  Section,
  Failure,
  Name,
  Arguments,
  QueueLink,
  ExchangeLink,
  VhostLink,
  confirm,
  say,
  Gone,
} from './ui.js';
import { LocalList } from './table.js';
import { Form, Text, Select, useValues, useArguments, readArguments, KnownArguments, OtherArguments } from './form.js';
import { policyKeys } from './catalogue.js';
import { VhostField } from './queues.js';
import * as format from './format.js';

const KINDS = {
  user: {
    path: 'policies',
    title: 'Policies',
    one: 'policy',
    word: 'Policy',
    applyTo: ['all', 'exchanges', 'queues', 'classic_queues', 'quorum_queues', 'streams'],
  },
  operator: {
    path: 'operator-policies',
    title: 'Operator policies',
    one: 'operator policy',
    word: 'Operator policy',
    applyTo: ['queues', 'classic_queues', 'quorum_queues', 'streams'],
  },
};
const MATCHES_MAX = 500;

function Policies({ parts: [kind, vhost, name] }) {
  if (kind === undefined) {
    return html`<${Head} title="Policies"><a class="button primary" data-key="add" href=${link(['policies', 'user'], { new: '1' })}>Add a policy</a>
        ${may('administrator') && html`<a class="button" href=${link(['policies', 'operator'], { new: '1' })}>Add an operator policy</a>`}</${Head}>
      <${PolicyList} kind="user" /><${PolicyList} kind="operator" />`;
  } else if (!(kind in KINDS)) {
    return html`<${Head} title="There is no such page" /><p><a href="#/policies">To the policies</a></p>`;
  }
  return vhost === undefined || name === undefined
    ? html`<${EditPolicy} kind=${kind} />`
    : html`<${Policy} kind=${kind} vhost=${vhost} name=${name} />`;
}

function PolicyList({ kind }) {
  const { query } = useStore(route);
  const { path, title } = KINDS[kind];
  const { data, error } = useLive(query.vhost ? path + at`/${query.vhost}` : path);
  return html`<${Section} title=${title}>
    ${kind === 'operator' && html`<p class="quiet">They bound what users and their policies ask for: the smaller limit holds.</p>`}
    <${Failure} error=${error} />
    <${LocalList} label=${title.toLowerCase()} rows=${data ?? []} rowKey=${(row) => JSON.stringify([row.vhost, row.name])} text=${(row) => `${row.name} ${row.pattern} ${row.vhost}`} empty=${`no ${KINDS[kind].one}`}
      columns=${[
        {
          id: 'name',
          title: 'Name',
          sort: true,
          value: (row) => row.name,
          show: (row) => html`<a href=${link(['policies', kind, row.vhost, row.name])}><${Name} of=${row.name} /></a>`,
        },
        {
          id: 'vhost',
          title: 'Vhost',
          sort: true,
          value: (row) => row.vhost,
          show: (row) => html`<${Name} of=${row.vhost} />`,
        },
        {
          id: 'pattern',
          title: 'Pattern',
          sort: true,
          value: (row) => row.pattern,
          show: (row) => html`<code><${Name} of=${row.pattern} /></code>`,
        },
        { id: 'to', title: 'Applies to', isMinor: true, show: (row) => row['apply-to'].replace('_', ' ') },
        {
          id: 'definition',
          title: 'Definition',
          isWide: true,
          show: (row) => html`<${Arguments} of=${row.definition} />`,
        },
        {
          id: 'priority',
          title: 'Priority',
          isNumber: true,
          sort: true,
          value: (row) => row.priority,
          show: (row) => format.count(row.priority),
        },
      ]} />
  </${Section}>`;
}

function Policy({ kind, vhost, name }) {
  const { path } = KINDS[kind];
  const { data, error } = useLive(path + at`/${vhost}/${name}`, { isLive: false });
  if (!data) {
    return html`<${Head} kind=${KINDS[kind].word} title=${name} /><${Gone} error=${error} what=${KINDS[kind].one} list="policies" />`;
  }
  return html`<${EditPolicy} kind=${kind} held=${data} />`;
}

function EditPolicy({ kind, held }) {
  const { path, one, word, applyTo } = KINDS[kind];
  const keys = policyKeys(kind === 'operator');
  const isNew = held === undefined;
  const [values, set] = useValues({
    vhost: held?.vhost ?? (chosenVhost.get() || '/'),
    name: held?.name ?? '',
    pattern: held?.pattern ?? '',
    to: held?.['apply-to'] ?? applyTo[0],
    priority: String(held?.priority ?? 0),
  });
  const state = useArguments(keys, held?.definition);
  const pathOf = () => path + at`/${values.vhost}/${values.name}`;
  const save = async () => {
    const definition = readArguments(state, keys);
    if (values.name === '') {
      throw new Error('The policy needs a name.');
    } else if (!/^-?\d+$/.test(values.priority.trim())) {
      throw new Error('The priority is a whole number.');
    } else if (Object.keys(definition).length === 0) {
      throw new Error('The policy says nothing yet: fill in at least one of its keys.');
    }
    await put(pathOf(), {
      pattern: values.pattern,
      'apply-to': values.to,
      priority: Number(values.priority),
      definition,
    });
    say(`The ${one} ${values.name} ${isNew ? 'is there' : 'is changed'}.`);
    go('#/policies');
  };
  const remove = () =>
    confirm({
      title: `Delete the ${one}?`,
      text: html`<p><b><${Name} of=${values.name} isWhole=${true} /></b> in <b><${Name} of=${values.vhost} isWhole=${true} /></b>: what it says no longer holds for the queues and exchanges it matches.</p>`,
      action: `Delete the ${one}`,
      run: async () => {
        await del(pathOf());
        say(`The ${one} ${values.name} is deleted.`);
        replace('#/policies');
      },
    });
  return html`
    ${
      isNew
        ? html`<${Head} title=${`Add ${kind === 'operator' ? 'an' : 'a'} ${one}`} trail=${html`<a href="#/policies">Policies</a>`} />`
        : html`<${Head} kind=${word} title=${held.name} trail=${html`in <${VhostLink} name=${held.vhost} />`}><button type="button" class="danger" onClick=${remove}>Delete …</button></${Head}>`
    }
    <${Form} submit=${isNew ? `Add the ${one}` : `Change the ${one}`} action=${save} label=${one}>
      ${isNew && html`<${VhostField} value=${values.vhost} onChange=${set('vhost')} /><${Text} label="Name" value=${values.name} onChange=${set('name')} required autofocus />`}
      <${Text} label="Pattern" value=${values.pattern} onChange=${set('pattern')} class="mono" required hint="A regular expression of the names; ^orders\\. is what begins with orders." />
      <${Select} label="Applies to" value=${values.to} onChange=${set('to')} options=${applyTo.map((to) => [to, to.replace('_', ' ')])} />
      <${Text} label="Priority" value=${values.priority} onChange=${set('priority')} inputmode="numeric" hint="Of those that match, the one of the highest priority holds, alone." />
      <div class="wide"><${Matches} vhost=${values.vhost} pattern=${values.pattern} to=${values.to} name=${isNew ? null : held.name} kind=${kind} /></div>
      <${KnownArguments} catalogue=${keys} state=${state} />
      <${OtherArguments} state=${state} title="Other keys" addLabel="Add a key" />
    </${Form}>`;
}

const TYPES = { classic_queues: 'classic', quorum_queues: 'quorum', streams: 'stream' };

/** Which queues and exchanges a pattern matches, as it is typed. */
function Matches({ vhost, pattern, to, name, kind }) {
  const query = {
    page: 1,
    page_size: MATCHES_MAX,
    name: pattern,
    use_regex: 'true',
    columns: 'name,vhost,type,policy,operator_policy',
  };
  const isAsked = pattern !== '';
  const queues = useLive(isAsked && to !== 'exchanges' ? withQuery(at`queues/${vhost}`, query) : null, {
    isLive: false,
  });
  const exchanges = useLive(
    isAsked && (to === 'all' || to === 'exchanges') ? withQuery(at`exchanges/${vhost}`, query) : null,
    { isLive: false },
  );
  const found = useMemo(
    () => [
      ...(queues.data?.items ?? [])
        .filter(({ type }) => !(to in TYPES) || (type ?? 'classic') === TYPES[to])
        .map((row) => ({ ...row, isQueue: true })),
      ...(exchanges.data?.items ?? []).filter((row) => row.name !== ''),
    ],
    [queues.data, exchanges.data, to],
  );
  const isMore =
    (queues.data?.filtered_count ?? 0) > MATCHES_MAX || (exchanges.data?.filtered_count ?? 0) > MATCHES_MAX;
  if (!isAsked) {
    return null;
  }
  const error = queues.error ?? exchanges.error;
  const policyOf = (row) => (kind === 'operator' ? row.operator_policy : row.policy);
  return html`<details class="matches">
    <summary>${error ? html`<span class="state bad">not a regular expression yet</span>` : html`Matches <b>${format.count(found.length)}${isMore ? ' and more' : ''}</b> of what is there now`}</summary>
    ${
      !error &&
      html`<${LocalList} label="matches" rows=${found} rowKey=${(row) => `${row.isQueue} ${row.name}`} text=${(row) => row.name} empty="nothing so far"
      columns=${[
        {
          id: 'name',
          title: 'Name',
          isWide: true,
          show: (row) => (row.isQueue ? html`<${QueueLink} ...${row} />` : html`<${ExchangeLink} ...${row} />`),
        },
        {
          id: 'kind',
          title: 'Kind',
          show: (row) => (row.isQueue ? `${row.type ?? 'classic'} queue` : `${row.type} exchange`),
        },
        {
          id: 'now',
          title: 'Policy now',
          show: (row) =>
            html`<${Name} of=${policyOf(row) ?? 'none'} />${name !== null && policyOf(row) === name && ', this one'}`,
        },
      ]} />`
    }
  </details>`;
}

export const pages = { policies: Policies };
