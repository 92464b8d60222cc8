'use strict';
// What the tutorials share: the broker's address, and a prefix that keeps runs apart.
const amqp = require('amqplib');

exports.connect = () => amqp.connect(process.env.AMQP_URL);
exports.name = (plain) => (process.env.PREFIX || '') + plain;

/** Runs a program, and ends the process with its error if it fails. */
exports.run = (main) => main(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
