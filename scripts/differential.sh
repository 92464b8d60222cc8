#!/usr/bin/env bash
# differential.sh [SCENARIOS]: plays the same scenarios against WarrenMQ and RabbitMQ 4.0, and shows where they differ.
#
# Starts both on loopback, with fresh data, and stops them again. SCENARIOS is a file in the format that
# server/src/test/clients/python/differential.py describes; by default scenarios.txt beside it. Needs the distribution
# (make dist); fetches RabbitMQ once, and Debian's python3-pika if it is missing. Exit code 1: something differs.
#
# Environment (defaults): WARREN_PORT 5974, AMQP_PORT 5973 (RabbitMQ's), DIST_PORT and EPMD_PORT as in
# benchmarks/peers/rabbitmq.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

WARREN_PORT=${WARREN_PORT:-5974}
export AMQP_PORT=${AMQP_PORT:-5973}
PEER=benchmarks/peers/rabbitmq.sh
WARREN=server/target/warrenmq/bin/warren-server
START_SECONDS=120 STOP_SECONDS=60

[ -x "$WARREN" ] || stop "$WARREN is missing: run make dist"
install_packages python3-pika
"$PEER" install rabbitmq40

work=$(mktemp -d)
TOKEN=differential-$$
started=()

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# start NAME PORT COMMAND...: in a process group of its own, until the port answers.
start() {
  local name=$1 port=$2 group deadline=$((SECONDS + START_SECONDS)); shift 2
  ! answers "$port" || stop "port $port is taken: set WARREN_PORT or AMQP_PORT"
  setsid "$@" >"$work/$name.log" 2>&1 </dev/null &
  group=$!
  started+=("$group")
  until answers "$port"; do
    if ! kill -0 "$group" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 "$work/$name.log" >&2
      stop "$name did not start"
    fi
    sleep 0.2
  done
}

finish() {
  local group deadline environment
  for group in "${started[@]}"; do
    kill -TERM -- "-$group" 2>/dev/null || continue
    deadline=$((SECONDS + STOP_SECONDS))
    while kill -0 -- "-$group" 2>/dev/null; do
      [ "$SECONDS" -lt "$deadline" ] || { kill -KILL -- "-$group" 2>/dev/null || :; break; }
      sleep 0.2
    done
  done
  # Erlang's name server leaves the group; it keeps the token that only what we started has in its environment.
  for environment in $(grep -lsx --null-data "WARREN_BENCH_TOKEN=$TOKEN" /proc/[0-9]*/environ); do
    environment=${environment#/proc/}
    kill -TERM "${environment%/environ}" 2>/dev/null || :
  done
  rm -rf "$work"
}
trap finish EXIT

start rabbitmq "$AMQP_PORT" env "WARREN_BENCH_TOKEN=$TOKEN" "$PEER" run rabbitmq40 "$work/rabbitmq"
start warrenmq "$WARREN_PORT" "$WARREN" --data-dir "$work/warrenmq" \
  --set "listeners.tcp.default=127.0.0.1:$WARREN_PORT" --set mqtt.listeners.tcp=none \
  --set web_mqtt.tcp.port=none --set web_amqp.tcp.port=none --set management.tcp.port=none --set prometheus.tcp.port=none

echo "lines with -: RabbitMQ 4.0; lines with +: WarrenMQ"
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 server/src/test/clients/python/differential.py \
  "$AMQP_PORT" "$WARREN_PORT" "$@"
