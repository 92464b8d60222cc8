#!/bin/sh
# Installs the clients in other languages that the tests run: Debian's pika, amqp-tools, bunny, paho, Qpid Proton
# (which logs in by modules of Cyrus SASL), Mosquitto's clients, clients of STOMP for Python, Ruby and Perl, OpenSSL and
# Chromium, those of server/src/test/node/package-lock.json, and the libraries of the example pages. Does nothing, at
# once, when they are there.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/.."

install_packages python3-pika amqp-tools ruby-bunny python3-paho-mqtt python3-qpid-proton libsasl2-modules \
  mosquitto-clients python3-stomp ruby-stomp libnet-stomp-perl openssl chromium

command -v npm >/dev/null || install_packages nodejs npm

# The folder is made anew whenever the lock file is another than the one it was made from.
from=server/src/test/node
to=server/target/node
if ! cmp -s "$from/package-lock.json" "$to/installed-lock.json"; then
  echo "installing the Node clients ..."
  mkdir -p "$to"
  rm -f "$to/installed-lock.json"
  cp "$from/package.json" "$from/package-lock.json" "$to/"
  (cd "$to" && npm ci --silent --no-audit --no-fund --ignore-scripts) || stop "npm ci failed in $to"
  cp "$from/package-lock.json" "$to/installed-lock.json"
fi

scripts/install-page-libraries.sh
