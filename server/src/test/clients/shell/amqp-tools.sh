#!/bin/sh
# Debian's amqp-tools, against the broker at AMQP_URL. Prints a line per check; fails with the first that fails.
set -eu

queue="amqp-tools-$$"
trap 'amqp-delete-queue --url="$AMQP_URL" -q "$queue" >/dev/null 2>&1 || :' EXIT

command -v amqp-publish >/dev/null || {
  echo "amqp-tools are not installed: run make test, which installs them" >&2
  exit 1
}

# check NAME EXPECTED ACTUAL
check() {
  [ "$2" = "$3" ] || { echo "not ok: $1: expected \"$2\", got \"$3\"" >&2; exit 1; }
  echo "ok: $1"
}

check "declares a queue" "$queue" "$(amqp-declare-queue --url="$AMQP_URL" -q "$queue")"

amqp-publish --url="$AMQP_URL" -r "$queue" -b "hello"
check "gets what was published" "hello" "$(amqp-get --url="$AMQP_URL" -q "$queue")"

status=0
amqp-get --url="$AMQP_URL" -q "$queue" >/dev/null || status=$?
check "tells by its status that a queue is empty" 2 "$status"

amqp-publish --url="$AMQP_URL" -r "$queue" -p -C text/plain -b "persistent"
check "consumes one message" "persistent" "$(amqp-consume --url="$AMQP_URL" -q "$queue" -c 1 cat)"

printf 'one\ntwo\n' | amqp-publish --url="$AMQP_URL" -r "$queue" -l
check "consumes a message for each line" "one two" \
  "$(amqp-consume --url="$AMQP_URL" -q "$queue" -c 2 cat | tr '\n' ' ' | sed 's/ *$//')"

amqp-publish --url="$AMQP_URL" -r "$queue" -b "left"
check "deletes with the count of messages" 1 "$(amqp-delete-queue --url="$AMQP_URL" -q "$queue")"

status=0
error=$(amqp-get --url="$AMQP_URL" -q "$queue" 2>&1) || status=$?
check "fails for a missing queue" 1 "$status"
case $error in
  *404*NOT_FOUND*) echo "ok: tells the reply of the broker" ;;
  *) echo "not ok: no reply of the broker in: $error" >&2; exit 1 ;;
esac
