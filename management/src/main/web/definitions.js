// Definitions: everything but messages, written out and read in.

import { html, useState } from './base.js';
import { useLive, get, post, at, may, call } from './api.js';
import { chosenVhost } from './route.js';
import { Head, Section, Note, Failure, Name, Badge, confirm, say } from './ui.js';
import { LocalList } from './table.js';
import { Form, Select, useValues } from './form.js';
import * as format from './format.js';

const FILE_BYTES_MAX = 64 << 20;
const KINDS = [
  'vhosts',
  'users',
  'permissions',
  'topic_permissions',
  'parameters',
  'global_parameters',
  'policies',
  'operator_policies',
  'queues',
  'exchanges',
  'bindings',
];

const pathOf = (vhost) => (vhost === '' ? 'definitions' : at`definitions/${vhost}`);

function useScopes() {
  const { data = [] } = useLive('vhosts?columns=name', { isLive: false });
  return [
    ...(may('administrator') ? [['', 'the whole broker']] : []),
    ...data.map(({ name }) => [name, `the virtual host ${name}`]),
  ];
}

function Definitions() {
  return html`
    <${Head} title="Definitions" trail="Virtual hosts, users, permissions, policies, queues, exchanges, bindings: everything but messages" />
    <${Export} />
    <${Import} />`;
}

function Export() {
  const scopes = useScopes();
  const [values, set] = useValues({ vhost: may('administrator') ? '' : chosenVhost.get() || '/' });
  const save = async () => {
    const definitions = await get(pathOf(values.vhost));
    const name = values.vhost === '' ? 'broker' : values.vhost.replace(/[^\w.-]+/g, '_').replace(/^_$/, 'default');
    const url = URL.createObjectURL(new Blob([JSON.stringify(definitions, null, 2)], { type: 'application/json' }));
    const anchor = Object.assign(document.createElement('a'), {
      href: url,
      download: `definitions-${name}-${new Date().toISOString().slice(0, 10)}.json`,
    });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    say('The definitions are saved.');
  };
  return html`<${Section} title="Export">
    <${Form} submit="Save as a file" action=${save} label="Export" isInline=${true}>
      <${Select} label="Of" value=${values.vhost} onChange=${set('vhost')} options=${scopes} hint=${values.vhost === '' ? 'Has the hashes of passwords in it: keep it safe.' : 'Without users and permissions.'} />
    </${Form}>
  </${Section}>`;
}

function Import() {
  const scopes = useScopes();
  const [values, set] = useValues({ vhost: may('administrator') ? '' : chosenVhost.get() || '/' });
  const [file, setFile] = useState(null); // Its name, and the definitions in it.
  const [report, setReport] = useState(null);
  const [error, setError] = useState(null);
  const [isBlind, setBlind] = useState(false); // The server knows no dry run.

  const choose = async (event) => {
    const chosen = event.target.files[0];
    setReport(null);
    setError(null);
    setFile(null);
    if (!chosen) {
      return;
    }
    try {
      if (chosen.size > FILE_BYTES_MAX) {
        throw new Error(
          `${chosen.name} has ${format.bytes(chosen.size)}: too much for definitions, of which ${format.bytes(FILE_BYTES_MAX)} may be.`,
        );
      }
      const definitions = parsed(await chosen.text(), chosen.name);
      setFile({ name: chosen.name, definitions });
    } catch (failure) {
      setError(failure);
    }
  };
  const check = async () => {
    if (!file) {
      throw new Error('Choose a file first.');
    }
    setReport(null);
    if (await isWithoutDryRun(values.vhost)) {
      setBlind(true);
      return;
    }
    setReport(await tried(() => post(`${pathOf(values.vhost)}?dry_run=true`, file.definitions)));
  };
  const apply = () =>
    confirm({
      title: 'Import these definitions?',
      text: html`<p><b><${Name} of=${file.name} isWhole=${true} /></b> into <b>${values.vhost === '' ? 'the whole broker' : html`<${Name} of=${values.vhost} isWhole=${true} />`}</b>.
        What is there and not in the file stays. ${isBlind ? 'If something is refused, what came before it stays applied.' : 'It is applied as a whole, or not at all.'}</p>`,
      action: 'Import',
      run: async () => {
        const refused = await tried(() => post(pathOf(values.vhost), file.definitions));
        setReport(refused && { ...refused, isFinal: true });
        if (!refused) {
          say('The definitions are imported.');
          setFile(null);
          setReport({ isDone: true });
        }
      },
    });
  const isRefused = report?.refused?.length > 0;
  return html`<${Section} title="Import">
    <${Form} submit="See what would happen" action=${check} label="Import" isInline=${true}
      more=${file && (isBlind || (report && !isRefused && !report.isDone)) && html`<button type="button" class="danger" onClick=${apply}>Import …</button>`}>
      <div class="field"><label for="definitions-file">File</label><input id="definitions-file" type="file" accept=".json,application/json" onChange=${choose} /></div>
      <${Select} label="Into" value=${values.vhost} onChange=${(vhost) => {
        set('vhost')(vhost);
        setReport(null);
      }} options=${scopes} />
    </${Form}>
    <${Failure} error=${error} />
    ${file && html`<p class="quiet"><b><${Name} of=${file.name} /></b> has ${contents(file.definitions)}.</p>`}
    ${isBlind && file && html`<${Note} tone="warn">This server cannot say beforehand what an import would do.</${Note}>`}
    ${report?.isDone && html`<${Note} tone="good">The definitions are imported.</${Note}>`}
    ${report && !report.isDone && html`<${Report} report=${report} />`}
  </${Section}>`;
}

/**
 * Whether the server takes no notice of dry_run, and would import: RabbitMQ does. What is not there cannot be changed by
 * asking with nothing in it.
 */
async function isWithoutDryRun(vhost) {
  const answer = await call('POST', `${pathOf(vhost)}?dry_run=true`, {});
  return answer?.applied !== false;
}

/** The report, also when it is the reason of a refusal. */
async function tried(action) {
  try {
    return await action();
  } catch (error) {
    const refused = error.body?.refused;
    if (error.status === 400 && Array.isArray(refused)) {
      return { ...error.body, reason: error.message };
    }
    throw error;
  }
}

function parsed(text, name) {
  let definitions;
  try {
    definitions = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is no JSON: ${error.message}`);
  }
  if (definitions === null || typeof definitions !== 'object' || Array.isArray(definitions)) {
    throw new Error(`${name} is JSON, but no definitions: they are an object with queues, exchanges and so on.`);
  }
  return definitions;
}

function contents(definitions) {
  const parts = KINDS.filter((kind) => Array.isArray(definitions[kind]) && definitions[kind].length > 0).map(
    (kind) => `${format.count(definitions[kind].length)} ${kind.replace(/_/g, ' ')}`,
  );
  return parts.length === 0 ? 'nothing in it' : parts.join(', ');
}

function Report({ report }) {
  const counts = Object.entries(report.counts ?? {});
  const columns = [...new Set(counts.flatMap(([, of]) => Object.keys(of)))];
  const refused = report.refused ?? [];
  return html`
    ${
      report.isFinal
        ? html`<${Note} tone="bad"><b>Nothing was imported.</b> ${report.reason}</${Note}>`
        : refused.length > 0
          ? html`<${Note} tone="bad"><b>It would be refused</b>, and nothing of it applied: ${format.count(refused.length)} of its definitions cannot be.</${Note}>`
          : html`<${Note} tone="good">It can be imported as a whole. Nothing was changed yet.</${Note}>`
    }
    ${
      counts.length > 0 &&
      html`<${LocalList} label="what would happen" rows=${counts} rowKey=${([kind]) => kind} empty="nothing"
      columns=${[
        { id: 'kind', title: 'Kind', isWide: true, show: ([kind]) => kind.replace(/_/g, ' ') },
        ...columns.map((what) => ({
          id: what,
          title: what[0].toUpperCase() + what.slice(1),
          isNumber: true,
          show: ([, of]) => format.count(of[what] ?? 0),
        })),
      ]} />`
    }
    ${
      refused.length > 0 &&
      html`<${LocalList} label="refused" rows=${refused} rowKey=${(row) => JSON.stringify(row)} text=${(row) => `${row.name} ${row.reason}`} empty="none"
      columns=${[
        { id: 'kind', title: 'Refused', show: (row) => html`<${Badge} tone="bad">${row.kind}</${Badge}>` },
        { id: 'name', title: 'Name', show: (row) => html`<${Name} of=${format.inline(row.name ?? '')} />` },
        { id: 'vhost', title: 'Vhost', show: (row) => html`<${Name} of=${row.vhost ?? ''} />` },
        {
          id: 'reason',
          title: 'Reason',
          isWide: true,
          show: (row) => html`<${Name} of=${row.reason} isWhole=${true} />`,
        },
      ]} />`
    }
    ${report.warnings?.length > 0 && html`<${Note} tone="warn"><ul>${report.warnings.map((warning, i) => html`<li key=${i}>${format.visible(format.inline(warning))}</li>`)}</ul></${Note}>`}
  `;
}

export const pages = { definitions: Definitions };
