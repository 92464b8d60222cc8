#!/bin/sh
# Installs the clients in other languages that the tests run: Debian's pika, amqp-tools, bunny, paho, Qpid Proton
# (which logs in by modules of Cyrus SASL), Mosquitto's clients, clients of STOMP for Python, Ruby and Perl, OpenSSL and
# Chromium, those of server/src/test/node/package-lock.json, what drives Chromium through the management pages, and the
# libraries of pages. Does nothing, at once, when they are there.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/.."

install_packages python3-pika amqp-tools ruby-bunny python3-paho-mqtt python3-qpid-proton libsasl2-modules \
  mosquitto-clients python3-stomp ruby-stomp libnet-stomp-perl openssl chromium

command -v npm >/dev/null || install_packages nodejs npm

# install FROM TO WHAT: the modules of FROM's package-lock.json into TO. The folder is made anew whenever the lock file is
# another than the one it was made from.
install() {
  from=$1 to=$2 what=$3
  if cmp -s "$from/package-lock.json" "$to/installed-lock.json"; then
    return
  fi
  echo "installing $what ..."
  mkdir -p "$to"
  rm -f "$to/installed-lock.json"
  cp "$from/package.json" "$from/package-lock.json" "$to/"
  (cd "$to" && npm ci --silent --no-audit --no-fund --ignore-scripts) || stop "npm ci failed in $to"
  cp "$from/package-lock.json" "$to/installed-lock.json"
}

install server/src/test/node server/target/node "the Node clients"
install management/src/test/web server/target/page-tests "what looks at pages"

scripts/install-page-libraries.sh
