// What the arguments of queues and exchanges, and the keys of policies, mean.

const ALL = ['classic', 'quorum', 'stream'];
const QUEUES = ['classic', 'quorum'];

// on: which types of queue take it. isPolicy, isOperator: whether it may stand in a policy, of which kind.
const QUEUE_KEYS = [
  {
    key: 'message-ttl',
    label: 'Message TTL',
    group: 'Time',
    type: 'time',
    on: QUEUES,
    isOperator: true,
    text: 'Messages are dropped, or dead-lettered, after this time in the queue.',
  },
  {
    key: 'expires',
    label: 'Queue expires',
    group: 'Time',
    type: 'time',
    on: QUEUES,
    isOperator: true,
    text: 'The queue is deleted when it was not used for this time: no consumer, no get, no declaration.',
  },
  {
    key: 'max-age',
    label: 'Max age',
    group: 'Time',
    type: 'text',
    on: ['stream'],
    isOperator: true,
    text: 'Segments that are older are removed: a number with Y, M, D, h, m or s, such as 7D.',
  },
  {
    key: 'consumer-timeout',
    label: 'Consumer timeout',
    group: 'Time',
    type: 'time',
    on: QUEUES,
    text: 'A consumer that does not acknowledge a delivery for this time loses its channel.',
  },
  {
    key: 'max-length',
    label: 'Max length',
    group: 'Size',
    type: 'number',
    on: QUEUES,
    isOperator: true,
    text: 'The most messages that are ready; what happens beyond them, overflow says.',
  },
  {
    key: 'max-length-bytes',
    label: 'Max length in bytes',
    group: 'Size',
    type: 'size',
    on: ALL,
    isOperator: true,
    text: 'The most bytes of the bodies of ready messages, or of a stream’s log.',
  },
  {
    key: 'overflow',
    label: 'Overflow',
    group: 'Size',
    type: 'text',
    on: QUEUES,
    isOperator: true,
    options: ['drop-head', 'reject-publish', 'reject-publish-dlx'],
    text: 'When the queue is full: drop the oldest, the default, or refuse the newest, dead-lettering it with -dlx.',
  },
  {
    key: 'delivery-limit',
    label: 'Delivery limit',
    group: 'Size',
    type: 'number',
    on: ['quorum'],
    isOperator: true,
    text: 'A message that came back so many times is dropped, or dead-lettered; -1: never.',
  },
  {
    key: 'dead-letter-exchange',
    label: 'Dead letter exchange',
    group: 'Dead letters',
    type: 'text',
    on: QUEUES,
    text: 'Where messages go that expire, are rejected, or are too many. The exchange need not be there yet.',
  },
  {
    key: 'dead-letter-routing-key',
    label: 'Dead letter routing key',
    group: 'Dead letters',
    type: 'text',
    on: QUEUES,
    text: 'Their new routing key; not set, each keeps its own.',
  },
  {
    key: 'dead-letter-strategy',
    label: 'Dead letter strategy',
    group: 'Dead letters',
    type: 'text',
    on: ['quorum'],
    options: ['at-most-once', 'at-least-once'],
    text: 'at-least-once keeps a dead letter until its target confirms it; it needs overflow reject-publish.',
  },
  {
    key: 'single-active-consumer',
    label: 'Single active consumer',
    group: 'Delivery',
    type: 'flag',
    on: QUEUES,
    isArgumentOnly: true,
    text: 'One consumer at a time gets the messages; when it goes, the next one does.',
  },
  {
    key: 'max-priority',
    label: 'Max priority',
    group: 'Delivery',
    type: 'number',
    on: ['classic'],
    isArgumentOnly: true,
    text: 'Messages of a higher priority are delivered first; up to 255, better fewer than 10.',
  },
  {
    key: 'stream-max-segment-size-bytes',
    label: 'Segment size',
    group: 'Storage',
    type: 'size',
    on: ['stream'],
    text: 'The size of the log’s files on disk.',
  },
  {
    key: 'stream-filter-size-bytes',
    label: 'Filter size',
    group: 'Storage',
    type: 'size',
    on: ['stream'],
    text: 'The size of a chunk’s filter: 16 to 255 bytes.',
  },
  {
    key: 'queue-leader-locator',
    label: 'Leader locator',
    group: 'Storage',
    type: 'text',
    on: ALL,
    options: ['client-local', 'balanced'],
    text: 'On which node of a cluster the queue’s leader starts.',
  },
  {
    key: 'quorum-initial-group-size',
    label: 'Initial group size',
    group: 'Storage',
    type: 'number',
    on: ['quorum'],
    isArgumentOnly: true,
    text: 'How many replicas the queue starts with in a cluster.',
  },
  {
    key: 'initial-cluster-size',
    label: 'Initial cluster size',
    group: 'Storage',
    type: 'number',
    on: ['stream'],
    isArgumentOnly: true,
    text: 'How many replicas the stream starts with in a cluster.',
  },
  {
    key: 'target-group-size',
    label: 'Target group size',
    group: 'Storage',
    type: 'number',
    on: ['quorum'],
    isOperator: true,
    isPolicyOnly: true,
    text: 'How many replicas the cluster tries to give the queue.',
  },
  {
    key: 'queue-mode',
    label: 'Queue mode',
    group: 'Legacy',
    type: 'text',
    on: ['classic'],
    options: ['default', 'lazy'],
    text: 'Accepted without effect: messages are on disk anyhow.',
  },
  {
    key: 'queue-version',
    label: 'Queue version',
    group: 'Legacy',
    type: 'number',
    on: ['classic'],
    isOperator: true,
    text: 'Accepted without effect: there is one kind of store.',
  },
];

const EXCHANGE_KEYS = [
  {
    key: 'alternate-exchange',
    label: 'Alternate exchange',
    group: 'Routing',
    type: 'text',
    text: 'Where messages go that no binding of this exchange matches.',
  },
];

const FEDERATION_KEYS = [
  {
    key: 'federation-upstream',
    label: 'Federation upstream',
    group: 'Federation',
    type: 'text',
    text: 'The one upstream that this is federated with.',
  },
  {
    key: 'federation-upstream-set',
    label: 'Federation upstream set',
    group: 'Federation',
    type: 'text',
    text: 'The set of upstreams, or all.',
  },
];

/** The arguments of a type of queue, with their x-. */
export const queueArguments = (type) =>
  QUEUE_KEYS.filter(({ on, isPolicyOnly }) => on.includes(type) && !isPolicyOnly).map((argument) => ({
    ...argument,
    key: `x-${argument.key}`,
  }));

export const exchangeArguments = EXCHANGE_KEYS;

/** The keys of policies, of operators' ones or of users'. */
export const policyKeys = (isOperator) => [
  ...QUEUE_KEYS.filter((key) => !key.isArgumentOnly && (!isOperator || key.isOperator)),
  ...(isOperator ? [] : [...EXCHANGE_KEYS, ...FEDERATION_KEYS]),
];

export const QUEUE_TYPES = [
  ['classic', 'classic'],
  ['quorum', 'quorum'],
  ['stream', 'stream'],
];
