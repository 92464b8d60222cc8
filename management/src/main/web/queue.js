// One queue.

import { html, useMemo, useStore } from './base.js';
import { useLive, withQuery, at, put, del, isMissing, ApiError } from './api.js';
import { route, replace, listLink } from './route.js';
import {
  Head,
  Section,
  Failure,
  Facts,
  Name,
  Badge,
  State,
  RangeChoice,
  useRange,
  VhostLink,
  Arguments,
  Tabs,
  confirm,
  say,
  Gone,
} from './ui.js';
import { Chart } from './chart.js';
import { asked, lines, DEPTHS } from './history.js';
import { QueueBindings } from './bindings.js';
import { Effective, PolicyLink } from './effective.js';
import { Browse, GetForm, PublishForm, MoveForm } from './messages.js';
import { Consumers, Flow } from './channels.js';
import * as format from './format.js';

const RATES = [
  ['publish', 'Publish', true],
  ['deliver_get', 'Deliver', true],
  ['ack', 'Acknowledge', true],
  ['redeliver', 'Redeliver', true],
];

export function Queue({ vhost, name }) {
  const range = useRange();
  const { query } = useStore(route);
  const path = at`queues/${vhost}/${name}`;
  const { data, error, refresh } = useLive(withQuery(path, asked(range, 'lengths', 'msg_rates')));
  const depths = useMemo(() => lines(data, DEPTHS), [data]);
  const rates = useMemo(() => lines(data?.message_stats, RATES), [data]);
  if (!data) {
    return html`<${Head} kind="Queue" title=${name} trail=${html`in <${VhostLink} name=${vhost} />`} /><${Gone} error=${error} what="queue" list="queues" />`;
  }
  return html`
    <${Head} kind="Queue" title=${name} trail=${html`in <${VhostLink} name=${vhost} /> · ${data.type ?? 'classic'} · <${State} of=${data.state} />`}>
      ${query.tab === undefined && html`<${RangeChoice} />`}<${Actions} queue=${data} path=${path} refresh=${refresh} />
    </${Head}>
    <${Failure} error=${error} />
    <${Tabs} tabs=${[
      {
        id: 'overview',
        title: 'Overview',
        show: () => html`
          <div class="charts">
            <${Chart} span=${range.age} title="Messages" unit="count" times=${depths.times} lines=${depths.lines} />
            <${Chart} span=${range.age} title="Message rates" unit="rate" times=${rates.times} lines=${rates.lines} />
          </div>
          <${QueueFacts} queue=${data} />
          ${data.incoming?.length > 0 && html`<${Section} title="Incoming by exchange"><${Flow} rows=${data.incoming} keys=${['publish']} /></${Section}>`}
          ${data.deliveries?.length > 0 && html`<${Section} title="Outgoing by channel"><${Flow} rows=${data.deliveries} keys=${['deliver_get', 'ack']} /></${Section}>`}`,
      },
      {
        id: 'messages',
        title: 'Messages',
        show: () => html`<${MessagesTab} vhost=${vhost} name=${name} type=${data.type} refresh=${refresh} />`,
      },
      {
        id: 'consumers',
        title: `Consumers (${format.count(data.consumers ?? 0)})`,
        show: () =>
          html`<${Section} title="Consumers"><${Consumers} rows=${data.consumer_details ?? []} /></${Section}>`,
      },
      { id: 'bindings', title: 'Bindings', show: () => html`<${QueueBindings} vhost=${vhost} name=${name} />` },
      {
        id: 'settings',
        title: 'Settings',
        show: () => html`<${Effective} path=${`${path}/effective`} thing=${data} vhost=${vhost} />`,
      },
    ]} />`;
}

function MessagesTab({ vhost, name, type, refresh }) {
  return html`
    <${Browse} vhost=${vhost} name=${name} />
    <${Section} title="Publish to this queue"><${PublishForm} vhost=${vhost} queue=${name} refresh=${refresh} /></${Section}>
    ${
      type !== 'stream' &&
      html`
      <${MoveForm} vhost=${vhost} name=${name} refresh=${refresh} />
      <${GetForm} vhost=${vhost} name=${name} refresh=${refresh} />`
    }
  `;
}

function QueueFacts({ queue }) {
  const share = queue.consumer_capacity ?? queue.consumer_utilisation;
  return html`<${Section} title="Details">
    <${Facts} pairs=${[
      ['Ready', format.count(queue.messages_ready)],
      ['Unacknowledged', format.count(queue.messages_unacknowledged)],
      ['In memory', queue.messages_ram !== undefined && format.count(queue.messages_ram)],
      ['Persistent', queue.messages_persistent !== undefined && format.count(queue.messages_persistent)],
      ['Message bytes', format.bytes(queue.message_bytes)],
      ['Memory', format.bytes(queue.memory)],
      queue.head_message_timestamp && ['Oldest message', format.moment(queue.head_message_timestamp * 1000)],
      ['Consumers', format.count(queue.consumers)],
      [
        'Consumer capacity',
        typeof share === 'number' && queue.consumers > 0 && `${Math.round(share * 100)} % of the time`,
      ],
      [
        'Features',
        html`<span class="badges"><${Badge}>${queue.durable ? 'durable' : 'transient'}</${Badge}>
        ${queue.auto_delete && html`<${Badge}>auto-delete</${Badge}>`} ${queue.exclusive && html`<${Badge}>exclusive</${Badge}>`}</span>`,
      ],
      ['Arguments', html`<${Arguments} of=${queue.arguments} />`],
      ['Policy', queue.policy && html`<${PolicyLink} vhost=${queue.vhost} name=${queue.policy} />`],
      queue.operator_policy && [
        'Operator policy',
        html`<${PolicyLink} vhost=${queue.vhost} name=${queue.operator_policy} isOperator=${true} />`,
      ],
      queue.single_active_consumer_tag && ['Active consumer', html`<${Name} of=${queue.single_active_consumer_tag} />`],
      queue.leader && ['Leader', html`<${Name} of=${queue.leader} />`],
      queue.members && ['Members', queue.members.join(', ')],
      queue.online && ['Online', queue.online.join(', ')],
      ['Node', queue.node && html`<${Name} of=${queue.node} />`],
      queue.idle_since && ['Idle since', format.moment(queue.idle_since)],
    ]} />
  </${Section}>`;
}

function Actions({ queue, path, refresh }) {
  const { name, vhost, state, messages = 0, consumers = 0 } = queue;
  const isPaused = state === 'paused';
  const pause = () => {
    const verb = isPaused ? 'resume' : 'pause';
    confirm({
      title: isPaused ? 'Resume deliveries?' : 'Pause deliveries?',
      text: html`<p><b><${Name} of=${name} isWhole=${true} /></b> ${isPaused ? 'delivers to its consumers again.' : 'still takes messages, but delivers none until it is resumed.'}</p>`,
      action: isPaused ? 'Resume' : 'Pause',
      isMild: true,
      run: async () => {
        try {
          await put(`${path}/${verb}`);
        } catch (error) {
          throw isMissing(error) ? new ApiError(error.status, 'This server cannot pause queues.') : error;
        }
        say(isPaused ? `${name} delivers again.` : `${name} is paused.`);
        refresh();
      },
    });
  };
  const purge = () =>
    confirm({
      title: 'Purge the queue?',
      text: html`<p>All ready messages of <b><${Name} of=${name} isWhole=${true} /></b> in <b><${Name} of=${vhost} isWhole=${true} /></b>, ${format.count(queue.messages_ready ?? 0)} of them, are gone for good. What is unacknowledged stays.</p>`,
      action: 'Purge the queue',
      run: async () => {
        await del(`${path}/contents`);
        say(`${name} is purged.`);
        refresh();
      },
    });
  const remove = () =>
    confirm({
      title: 'Delete the queue?',
      text: html`<p><b><${Name} of=${name} isWhole=${true} /></b> in <b><${Name} of=${vhost} isWhole=${true} /></b>${
        messages > 0 || consumers > 0
          ? html`, with <b>${format.count(messages)} messages</b> and ${format.count(consumers)} consumers`
          : ', which is empty and not consumed from'
      }. Its bindings go too.</p>`,
      action: 'Delete the queue',
      run: async () => {
        await del(path);
        say(`The queue ${name} is deleted.`);
        replace(listLink('queues'));
      },
    });
  return html`
    <button type="button" onClick=${pause}>${isPaused ? 'Resume …' : 'Pause …'}</button>
    ${queue.type !== 'stream' && html`<button type="button" onClick=${purge}>Purge …</button>`}
    <button type="button" class="danger" onClick=${remove}>Delete …</button>
  `;
}
