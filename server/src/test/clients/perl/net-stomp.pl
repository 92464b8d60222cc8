# Debian's Net::Stomp, with STOMP 1.0 and 1.1, against the broker at STOMP_HOST and STOMP_PORT. Prints a line per check; fails
# with the first that fails.
use strict;
use warnings;
use Net::Stomp;

my $number = 0;

sub name { return join '-', 't', $$, time, $number++ }

sub check {
    my ($what, $expected, @actual) = @_;
    my $actual = join '|', map { defined $_ ? $_ : '(none)' } @actual;
    die "not ok: $what: expected '$expected', got '$actual'\n" unless $actual eq $expected;
    print "ok: $what\n";
}

sub socket_of {
    return Net::Stomp->new({ hostname => $ENV{STOMP_HOST}, port => $ENV{STOMP_PORT}, timeout => 10 });
}

sub login {
    my ($stomp, $version, $passcode) = @_;
    return $stomp->connect({ 'accept-version' => $version, host => '/', login => 'guest', passcode => $passcode });
}

# Subscribes to a queue that goes with the subscription, and waits for the receipt.
sub subscribe {
    my ($stomp, $destination, %more) = @_;
    my $receipt = name();
    $stomp->subscribe({ destination => $destination, id => name(), receipt => $receipt, 'auto-delete' => 'true', %more });
    check("subscribes to $destination", $receipt, $stomp->receive_frame->headers->{'receipt-id'});
}

my $refusal = login(socket_of(), '1.0', 'wrong');
check('refuses a wrong password', "ERROR|Bad CONNECT|Access refused for user 'guest'",
    $refusal->command, $refusal->headers->{message}, $refusal->body);

for my $version ('1.0', '1.1') {
    my $stomp = socket_of();
    check("agrees on $version", "CONNECTED|$version", map { ($_->command, $_->headers->{version}) } login($stomp, $version, 'guest'));

    my $queue = '/queue/' . name();
    subscribe($stomp, $queue, ack => 'client', 'prefetch-count' => 1);
    for my $body ('first', 'second') {
        $stomp->send({ destination => $queue, body => $body, persistent => 'true', mine => 'x', 'auto-delete' => 'true' });
    }
    my $first = $stomp->receive_frame;
    check('delivers with headers', "first|x|true|false|$queue",
        $first->body, @{ $first->headers }{qw(mine persistent redelivered destination)});
    check('waits for the acknowledgement', '0', $stomp->can_read({ timeout => 0.3 }) ? 1 : 0);
    $stomp->nack({ frame => $first, subscription => $first->headers->{subscription} });
    my $again = $stomp->receive_frame;
    check('gives back', 'first|true', $again->body, $again->headers->{redelivered});
    $stomp->ack({ frame => $again, subscription => $again->headers->{subscription} });
    my $second = $stomp->receive_frame;
    check('goes on', 'second|false', $second->body, $second->headers->{redelivered});
    $stomp->ack({ frame => $second, subscription => $second->headers->{subscription} });

    my $topic = '/topic/' . name();
    my $other = socket_of();
    login($other, $version, 'guest');
    subscribe($other, "$topic.#");
    check('sends with a receipt', '1', $stomp->send_with_receipt({ destination => "$topic.a", body => "a\0b", 'content-length' => 3 }));
    check('passes a NUL', "a\0b|$topic.a", map { ($_->body, $_->headers->{destination}) } $other->receive_frame);

    $stomp->send({ destination => '/queue/a/b', body => '' });
    my $error = $stomp->receive_frame;
    check('tells what is wrong', "ERROR|Invalid destination|'/a/b' is not a valid queue destination\n",
        $error->command, $error->headers->{message}, $error->body);
    $_->disconnect for $stomp, $other;
}
