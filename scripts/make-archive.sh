#!/bin/sh
# Starts a built distribution once, on free ports and a data folder of its own, asks it something with warrenctl, and
# stops it, so that the Java runtime leaves archives of the classes that both loaded: the next starts take half as long.
# Only a matter of speed: whatever goes wrong is said in a line, and is no failure.
set -eu

dist=$(cd "${1:?usage: make-archive.sh DISTRIBUTION}" && pwd -P)
work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || :
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

give_up() {
  echo "make-archive: $1; the first start will be slower" >&2
  exit 0
}

WARREN_ARCHIVE=create WARREN_CONFIG_FILE=/dev/null "$dist/bin/warren-server" \
  --data-dir "$work/data" --set listeners.tcp.default=127.0.0.1:0 --set mqtt.listeners.tcp=none --set stomp.listeners.tcp=none \
  --set web_mqtt.tcp.port=none --set web_amqp.tcp.port=none --set web_stomp.tcp.port=none --set management.tcp.port=0 --set prometheus.tcp.port=0 \
  >"$work/log" 2>&1 </dev/null &
server=$!

tenths=0
until grep -q '^WarrenMQ .* ready in ' "$work/log"; do
  kill -0 "$server" 2>/dev/null || give_up "the broker did not start: $(tail -n 1 "$work/log")"
  tenths=$((tenths + 1))
  [ "$tenths" -lt 300 ] || give_up "the broker was not ready within 30 s"
  sleep 0.1
done
# What it answers does not matter.
port=$(sed -n 's/^  [^ ]*:\([0-9][0-9]*\) .*management.*/\1/p' "$work/log" | head -n 1)
WARREN_ARCHIVE=create "$dist/bin/warrenctl" list_queues name messages arguments --url "http://127.0.0.1:${port:-9}" \
  --timeout 10 >"$work/warrenctl" 2>&1 </dev/null || :

kill -TERM "$server"
wait "$server" || :
server=

# Java 17 and 18 crash on half an archive, so theirs is written under another name and gets its own when it is whole.
# Newer runtimes have put theirs where it belongs.
for archive in "$dist"/cache/*.new; do
  [ ! -s "$archive" ] || mv -f "$archive" "${archive%.new}"
done
