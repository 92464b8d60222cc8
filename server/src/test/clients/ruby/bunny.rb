# Debian's bunny, against the broker at AMQP_URL. Prints a line per check; fails with the first that fails.
begin
  require 'bunny'
rescue LoadError
  abort 'bunny is not installed: run make test, which installs it'
end

def check(what, expected)
  actual = yield
  abort "not ok: #{what}: expected #{expected.inspect}, got #{actual.inspect}" unless expected === actual
  puts "ok: #{what}"
end

# The error that a block ends with: its class, or its text where the library tells that of the broker.
def refused
  yield
  'nothing'
rescue Bunny::Exception, Timeout::Error => e
  e.respond_to?(:channel_close) ? e.channel_close.reply_text : e.class.name
end

def await
  deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 10
  sleep 0.01 until yield || Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline
end

def connect(**options)
  session = Bunny.new(ENV.fetch('AMQP_URL'), automatically_recover: false, logfile: File::NULL, **options)
  session.start
end

def pop(queue, **options)
  got = nil
  await { (got = queue.pop(**options))[0] }
  got
end

connection = connect
channel = connection.create_channel
suffix = "bunny-#{Process.pid}"

check('refuses a wrong password', 'Bunny::AuthenticationFailureError') do
  refused { Bunny.new(ENV.fetch('AMQP_URL').sub(/:[^:@]*@/, ':wrong@'), automatically_recover: false, logfile: File::NULL).start }
end
check('agrees on limits', [8192, 5, 1]) do
  small = connect(frame_max: 8192, channel_max: 5, heartbeat: 1)
  queue = small.create_channel.queue('', exclusive: true)
  queue.publish('x' * 30_000)
  abort 'not ok: a body of several frames' unless pop(queue)[2].size == 30_000
  [small.frame_max, small.channel_max, small.heartbeat].tap { small.close }
end

headers = {
  'int' => 1, 'negative' => -5, 'long' => 2**40, 'double' => 1.5, 'text' => 'ünï'.b, 'true' => true, 'void' => nil,
  'time' => Time.at(1_500_000_000), 'array' => [1, 'a', [2]], 'table' => { 'a' => { 'b' => 1 } }, 'empty' => {}
}
queue = channel.queue('', exclusive: true)
check('brings headers back as they were', headers) do
  queue.publish('m', headers: headers)
  pop(queue)[1][:headers]
end
check('brings properties back as they were', %w[a/b gz c r 60000 i t guest app]) do
  queue.publish('m', content_type: 'a/b', content_encoding: 'gz', correlation_id: 'c', reply_to: 'r',
                     expiration: '60000', message_id: 'i', type: 't', user_id: 'guest', app_id: 'app')
  pop(queue)[1].to_hash.values_at(:content_type, :content_encoding, :correlation_id, :reply_to, :expiration,
                                  :message_id, :type, :user_id, :app_id)
end

channel.confirm_select
check('confirms', true) do
  20.times { |i| queue.publish(i.to_s) }
  channel.wait_for_confirms && channel.unconfirmed_set.empty? && queue.message_count == 20
end
check('returns what has no route', [312, 'NO_ROUTE', '', 'nowhere', { 'a' => 1 }, 'm']) do
  returned = nil
  default = channel.default_exchange
  default.on_return { |info, props, body| returned = [info.reply_code, info.reply_text, info.exchange, info.routing_key, props[:headers], body] }
  default.publish('m', routing_key: 'nowhere', mandatory: true, headers: { 'a' => 1 })
  channel.wait_for_confirms
  await { returned }
  returned
end
check('nacks what is too much', [false, 1]) do
  full = channel.queue('', exclusive: true, arguments: { 'x-max-length' => 1, 'x-overflow' => 'reject-publish' })
  2.times { full.publish('m') }
  [channel.wait_for_confirms, channel.nacked_set.size]
end

queue.purge
check('delivers anew what is requeued', [['1', false], ['1', true]]) do
  seen = []
  consumer = queue.subscribe(manual_ack: true) do |delivery, _, body|
    seen << [body, delivery.redelivered?]
    delivery.redelivered? ? channel.ack(delivery.delivery_tag) : channel.nack(delivery.delivery_tag, false, true)
  end
  queue.publish('1')
  await { seen.size == 2 }
  consumer.cancel
  seen
end
check('tells a consumer that its queue is gone', 1) do
  gone = 0
  doomed = channel.queue(suffix)
  consumer = Bunny::Consumer.new(channel, doomed)
  consumer.on_cancellation { gone += 1 }
  doomed.subscribe_with(consumer)
  connection.create_channel.queue_delete(suffix)
  await { gone == 1 }
  gone
end
check('rolls back', %w[kept]) do
  transaction = connection.create_channel
  transaction.tx_select
  transaction.default_exchange.publish('lost', routing_key: queue.name)
  transaction.tx_rollback
  transaction.default_exchange.publish('kept', routing_key: queue.name)
  transaction.tx_commit
  [pop(queue)[2]]
end
check('matches headers', 2) do
  exchange = channel.headers(suffix, auto_delete: true)
  bound = channel.queue('', exclusive: true)
  bound.bind(exchange, arguments: { 'x-match' => 'any', 'a' => 1, 'b' => 'x' })
  [{ 'a' => 1 }, { 'b' => 'x' }, { 'b' => 'y' }, { 'a' => 1.0 }].each { |h| exchange.publish('m', headers: h) }
  channel.wait_for_confirms
  bound.message_count
end
check('binds exchanges', 'm') do
  from = channel.fanout("#{suffix}-from", auto_delete: true)
  to = channel.fanout("#{suffix}-to", auto_delete: true)
  bound = channel.queue('', exclusive: true)
  bound.bind(to)
  to.bind(from)
  from.publish('m')
  pop(bound)[2]
end
check('dead-letters', [1, 'expired', ['zz']]) do
  letters = channel.queue('', exclusive: true)
  source = channel.queue('', exclusive: true, arguments: { 'x-dead-letter-exchange' => '', 'x-dead-letter-routing-key' => letters.name })
  source.publish('m', expiration: '1', headers: { 'CC' => ['zz'] })
  death = pop(letters)[1][:headers]['x-death'][0]
  [death['count'], death['reason'], death['routing-keys'] - [source.name]]
end
check('counts deliveries of a quorum queue', [true, 1]) do
  quorum = channel.queue("#{suffix}-quorum", durable: true, arguments: { 'x-queue-type' => 'quorum' })
  quorum.publish('m')
  channel.reject(pop(quorum, manual_ack: true)[0].delivery_tag, true)
  delivery, properties, = pop(quorum)
  quorum.delete
  [delivery.redelivered?, properties[:headers]['x-delivery-count']]
end

check('says what is different in a declaration', /inequivalent arg 'x-max-length' for queue '#{suffix}-limited' in vhost '\/'/) do
  channel.queue("#{suffix}-limited", exclusive: true)
  refused { connection.create_channel.queue("#{suffix}-limited", exclusive: true, arguments: { 'x-max-length' => 1 }) }
end
check('says which queue is missing', "NOT_FOUND - no queue 'nowhere' in vhost '/'") do
  refused { connection.create_channel.queue('nowhere', passive: true) }
end
check('says of an acknowledgement that it is unknown', 'PRECONDITION_FAILED - unknown delivery tag 77') do
  text = nil
  wrong = connection.create_channel
  wrong.on_error { |_, close| text = close.reply_text }
  wrong.ack(77)
  await { text }
  text
end
check('has deleted exclusive queues when a connection is closed', false) do
  other = connect
  other.create_channel.queue("#{suffix}-mine", exclusive: true)
  other.close
  connection.queue_exists?("#{suffix}-mine")
end
check('takes a new secret', AMQ::Protocol::Connection::UpdateSecretOk) { connection.update_secret('other', 'test') }
connection.close
