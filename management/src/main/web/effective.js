// Effective settings for a queue or an exchange, and who said so: its arguments, a policy, an operator's policy.

import { html } from './base.js';
import { useLive, isMissing, may } from './api.js';
import { link } from './route.js';
import { Section, Failure, Note, Name, Badge, Tree, Facts, Meaning } from './ui.js';
import { Table } from './table.js';
import * as format from './format.js';

const TONES = { argument: 'good', policy: 'info', 'operator policy': 'warn', default: 'quiet' };

/**
 * A part of a page.
 *
 * @param path of the API
 * @param thing what the API has of the queue or exchange, for servers that have no effective values
 */
export function Effective({ path, thing, vhost }) {
  const { data, error } = useLive(path, { isPolled: true });
  return html`<${Section} title="Effective settings">
    ${isMissing(error) ? html`<${Plain} thing=${thing} vhost=${vhost} />` : html`<${Failure} error=${error} />`}
    ${
      data &&
      html`<${Table} label="effective values" rows=${data} rowKey=${(row) => `${row.key} ${row.source}`} empty="nothing is set: the defaults hold"
      columns=${[
        { id: 'key', title: 'Key', show: (row) => html`<code>${row.key}</code>` },
        {
          id: 'value',
          title: 'Value',
          isWide: true,
          show: (row) => html`<${Name} of=${format.inline(row.value)} isWhole=${true} /><${Meaning} name=${row.key} value=${row.value} />`,
        },
        {
          id: 'source',
          title: 'Set by',
          show: (row) =>
            html`<${Badge} tone=${TONES[row.source]}>${row.source}</${Badge}> ${row.policy && html`<${PolicyLink} vhost=${vhost} name=${row.policy} isOperator=${row.source === 'operator policy'} />`}`,
        },
      ]} />`
    }
  </${Section}>`;
}

export const PolicyLink = ({ vhost, name, isOperator }) =>
  may('policymaker')
    ? html`<a href=${link(['policies', isOperator ? 'operator' : 'user', vhost, name])}><${Name} of=${name} /></a>`
    : html`<${Name} of=${name} />`;

function Plain({ thing, vhost }) {
  return html`
    <${Note}>This server does not say which value holds in the end: these are its parts.</${Note}>
    <${Facts} pairs=${[
      ['Policy', thing.policy && html`<${PolicyLink} vhost=${vhost} name=${thing.policy} />`],
      [
        'Operator policy',
        thing.operator_policy &&
          html`<${PolicyLink} vhost=${vhost} name=${thing.operator_policy} isOperator=${true} />`,
      ],
      ['Arguments', html`<${Tree} value=${thing.arguments ?? {}} />`],
      ['Of the policies', html`<${Tree} value=${thing.effective_policy_definition ?? {}} />`],
    ]} />`;
}
