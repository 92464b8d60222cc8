'use strict';
// amqplib's callback API.
const assert = require('node:assert/strict');
const { after, before, beforeEach, test } = require('node:test');
const amqp = require('amqplib/callback_api');

let connection;
let channel;
let queue;

before((t, done) => {
  amqp.connect(process.env.AMQP_URL, (error, opened) => { connection = opened; done(error); });
});
after((t, done) => { connection.close(done); });
beforeEach((t, done) => {
  connection.createChannel((error, opened) => {
    if (error) { done(error); return; }
    channel = opened;
    channel.assertQueue('', { exclusive: true }, (failure, ok) => {
      queue = ok && ok.queue;
      done(failure);
    });
  });
});

test('sends and consumes', (t, done) => {
  channel.consume(queue, (message) => {
    assert.equal(message.content.toString(), 'm');
    channel.ack(message);
    done();
  });
  channel.sendToQueue(queue, Buffer.from('m'));
});

test('gets nothing from an empty queue', (t, done) => {
  channel.get(queue, {}, (error, message) => {
    assert.equal(message, false);
    done(error);
  });
});

test('confirms one message', (t, done) => {
  connection.createConfirmChannel((error, confirming) => {
    if (error) { done(error); return; }
    confirming.sendToQueue(queue, Buffer.from('m'), {}, done);
  });
});

test('refuses one message that a full queue rejects', (t, done) => {
  const options = { exclusive: true, maxLength: 0, arguments: { 'x-overflow': 'reject-publish' } };
  channel.assertQueue('', options, (error, full) => {
    if (error) { done(error); return; }
    connection.createConfirmChannel((failure, confirming) => {
      if (failure) { done(failure); return; }
      confirming.sendToQueue(full.queue, Buffer.from('m'), {}, (nacked) => {
        assert.match(nacked.message, /nacked/);
        done();
      });
    });
  });
});

test('is told of a missing exchange', (t, done) => {
  channel.on('error', (error) => {
    assert.equal(error.code, 404);
    assert.match(error.message, /no exchange 'missing' in vhost '\/'/);
    done();
  });
  channel.publish('missing', 'k', Buffer.from('m'));
});

test('is told of a refused declaration', (t, done) => {
  channel.on('error', () => {});
  channel.assertQueue('amq.mine', {}, (error) => {
    assert.equal(error.code, 403);
    done();
  });
});

test('is told of a wrong password', (t, done) => {
  amqp.connect(process.env.AMQP_URL.replace(':guest@', ':wrong@'), (error) => {
    assert.match(error.message, /ACCESS_REFUSED - Login was refused/);
    done();
  });
});

test('unbinds', (t, done) => {
  channel.bindQueue(queue, 'amq.direct', queue);
  channel.unbindQueue(queue, 'amq.direct', queue, {}, (error) => {
    if (error) { done(error); return; }
    channel.on('return', () => done());
    channel.publish('amq.direct', queue, Buffer.from('m'), { mandatory: true });
  });
});

test('closes a channel', (t, done) => { channel.close(done); });
