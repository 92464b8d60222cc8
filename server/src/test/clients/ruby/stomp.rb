# Debian's stomp, with each version of STOMP, against the broker at STOMP_HOST and STOMP_PORT. Prints a line per check; fails
# with the first that fails.
begin
  require 'stomp'
rescue LoadError
  abort 'stomp is not installed: run make test, which installs it'
end
require 'securerandom'
require 'timeout'

PATIENCE = 10

def check(what, expected)
  actual = Timeout.timeout(PATIENCE) { yield }
  abort "not ok: #{what}: expected #{expected.inspect}, got #{actual.inspect}" unless expected === actual
  puts "ok: #{what}"
end

def connect(version, passcode: 'guest', **headers)
  Stomp::Connection.new(
    hosts: [{ login: 'guest', passcode: passcode, host: ENV.fetch('STOMP_HOST'), port: ENV.fetch('STOMP_PORT').to_i }],
    connect_headers: { 'accept-version' => version, 'host' => '/', **headers }, reliable: false, logger: nil
  )
end

def name
  "t#{SecureRandom.hex(10)}"
end

# All that is done with a queue says that it is auto-delete.
PASSING = { 'auto-delete' => 'true' }.freeze

# Waits for the receipt of what is done with the headers that it is given.
def done(connection)
  receipt = name
  yield({ 'receipt' => receipt, **PASSING })
  frame = connection.receive
  abort "no receipt but #{frame}" unless frame.command == 'RECEIPT' && frame.headers['receipt-id'] == receipt
end

check('refuses a wrong password', /Access refused for user 'guest'/) do
  connect('1.2', passcode: 'wrong').connection_frame.body
end

%w[1.0 1.1 1.2].each do |version|
  connection = connect(version)
  queue = "/queue/#{name}"
  id = name
  check("#{version}: agrees on the version", version) { connection.connection_frame.headers['version'] }

  check("#{version}: delivers with headers", ['body', 'x', 'text/plain', queue, id]) do
    done(connection) { |h| connection.subscribe(queue, { 'id' => id, 'ack' => 'client', **h }) }
    connection.publish(queue, 'body', { 'mine' => 'x', 'content-type' => 'text/plain', **PASSING })
    message = connection.receive
    connection.ack(message.headers[version == '1.2' ? 'ack' : 'message-id'], { 'subscription' => id })
    [message.body, *message.headers.values_at('mine', 'content-type', 'destination', 'subscription')]
  end

  check("#{version}: commits and aborts", 'kept') do
    [['lost', :abort], ['kept', :commit]].each do |body, ending|
      transaction = name
      connection.begin(transaction)
      connection.publish(queue, body, { 'transaction' => transaction, **PASSING })
      connection.public_send(ending, transaction)
    end
    connection.receive.body
  end

  check("#{version}: routes topics by words", 'fits') do
    topic = "/topic/#{name}"
    done(connection) { |h| connection.subscribe("#{topic}.*.z", { 'id' => name, **h }) }
    connection.publish("#{topic}.a", 'too short')
    connection.publish("#{topic}.a.z", 'fits')
    connection.receive.body
  end

  check("#{version}: tells what is wrong", ['Unknown destination', "'/nowhere/x' is not a valid destination."]) do
    connection.publish('/nowhere/x', '')
    frame = connection.receive
    [frame.headers['message'], frame.body.lines(chomp: true).first]
  end

  check("#{version}: disconnects with a receipt", 'bye') do
    connection.disconnect('receipt' => 'bye')
    connection.disconnect_receipt.headers['receipt-id']
  end
end

check('gives back by NACK', %w[true m]) do
  connection = connect('1.2')
  queue = "/queue/#{name}"
  id = name
  done(connection) { |h| connection.subscribe(queue, { 'id' => id, 'ack' => 'client-individual', **h }) }
  connection.publish(queue, 'm', PASSING)
  connection.nack(connection.receive.headers['ack'])
  again = connection.receive
  connection.disconnect
  [again.headers['redelivered'], again.body]
end

check('keeps a durable subscription', 'missed') do
  topic = "/topic/#{name}"
  durable = { 'id' => name, 'durable' => 'true', 'auto-delete' => 'false' }
  first = connect('1.1')
  done(first) { |h| first.subscribe(topic, { **h, **durable }) }
  first.disconnect('receipt' => 'bye')
  second = connect('1.1')
  done(second) { |h| second.publish(topic, 'missed', h) }
  second.subscribe(topic, durable)
  message = second.receive
  done(second) { |h| second.unsubscribe(topic, { **h, **durable }) }
  second.disconnect
  message.body
end
