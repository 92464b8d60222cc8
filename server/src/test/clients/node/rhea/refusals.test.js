'use strict';
// rhea: connections that are refused with a reason. RabbitMQ 4.0 closes the socket of each of these without a word.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connect, refusal } = require('./support.js');

for (const [what, options, conditions] of [
  ['a vhost that does not exist', { hostname: 'vhost:no-such' }, ['amqp:not-found', 'amqp:not-allowed']],
  [
    'a vhost that the user may not enter',
    { username: 'limited', password: 'limited', hostname: 'vhost:clients-other' },
    ['amqp:unauthorized-access', 'amqp:not-allowed'],
  ],
  ['an idle time-out under a second', { idle_time_out: 900 }, ['amqp:not-allowed']],
  ['frames of less than 512 bytes', { max_frame_size: 511 }, ['amqp:frame-size-too-small', 'amqp:connection:framing-error']],
]) {
  test(`${what} is refused`, async (t) => {
    const { condition } = await refusal(connect(t, options));
    assert.ok(conditions.includes(condition), condition);
  });
}
