#!/usr/bin/env bash
# rabbitmq.sh: a RabbitMQ from Debian's packages, unpacked beside the system and run on loopback.
#
#   rabbitmq.sh install RELEASE         fetch the packages with apt and unpack them (once, about 250 MB)
#   rabbitmq.sh version RELEASE         print the RabbitMQ version that was unpacked
#   rabbitmq.sh run RELEASE DATA_DIR    run a broker in the foreground, its files in DATA_DIR;
#                                       "completed with N plugins" on standard output when it has booted
#   rabbitmq.sh ctl RELEASE DATA_DIR ARGS...     rabbitmqctl ARGS... against that broker
#
# RELEASE is rabbitmq40 (RabbitMQ 4.0, Erlang 27, from Debian 13) or rabbitmq310 (3.10, Erlang 25, from Debian 12).
# Nothing is installed into the system, see debian.sh. Needs a Debian with apt.
#
# Environment (defaults):
#   WARREN_BENCH_CACHE    ~/.cache/warrenmq-bench    where the unpacked packages are kept
#   WARREN_BENCH_SOURCES  /etc/apt/sources.list.d/debian.sources    deb822 file whose first entry is a Debian archive
#   AMQP_PORT 5973, DIST_PORT 26974, EPMD_PORT 4474   listeners; the last two are Erlang's own
#   MQTT_PORT             MQTT's listener; none without it. Enables rabbitmq_mqtt
#   STOMP_PORT            STOMP's listener; none without it. Enables rabbitmq_stomp
#   PEER_PLUGINS          plugins to enable, comma separated; none, as the leanest broker is the fairest to compare with
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
AMQP_PORT=${AMQP_PORT:-5973} DIST_PORT=${DIST_PORT:-26974} EPMD_PORT=${EPMD_PORT:-4474}

die() { echo "rabbitmq.sh: $*" >&2; exit 1; }
usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2; }

# Becomes a command in the unpacked tree, with this broker's environment.
node() {
  inside "$DATA" RABBITMQ_NODENAME="bench-$AMQP_PORT@localhost" RABBITMQ_DIST_PORT="$DIST_PORT" \
    ERL_EPMD_PORT="$EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_MNESIA_BASE=/srv/data RABBITMQ_LOG_BASE=/srv/log RABBITMQ_PID_FILE=/srv/pid \
    RABBITMQ_GENERATED_CONFIG_DIR=/srv/gen RABBITMQ_CONFIG_FILE=/srv/rabbitmq.conf \
    RABBITMQ_ADVANCED_CONFIG_FILE=/srv/advanced.config RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_ENABLED_PLUGINS_FILE=/srv/enabled_plugins \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' "$@"
}

sbin() { local s=("$ROOT"/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin); echo "${s[0]#"$ROOT"}"; }

run() {
  local plugins=${PEER_PLUGINS:-}
  mkdir -p "$DATA"/{data,log,gen}
  [ -z "${MQTT_PORT:-}" ] || plugins=rabbitmq_mqtt${plugins:+,$plugins}
  [ -z "${STOMP_PORT:-}" ] || plugins=rabbitmq_stomp${plugins:+,$plugins}
  echo "[$plugins]." > "$DATA/enabled_plugins"
  cat > "$DATA/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$AMQP_PORT
log.file.level = warning
CONF
  # Without the limit messages of QoS 0 are dropped for a subscriber that is 200 behind, and a drop is no delivery.
  [ -z "${MQTT_PORT:-}" ] || cat >> "$DATA/rabbitmq.conf" <<CONF
mqtt.listeners.tcp.1 = 127.0.0.1:$MQTT_PORT
mqtt.mailbox_soft_limit = 0
CONF
  [ -z "${STOMP_PORT:-}" ] || echo "stomp.listeners.tcp.1 = 127.0.0.1:$STOMP_PORT" >> "$DATA/rabbitmq.conf"
  node "$(sbin)/rabbitmq-server"
}

[ $# -ge 2 ] || usage
COMMAND=$1 RELEASE=$2; shift 2
case $RELEASE in
  rabbitmq40) SUITE=trixie ;;
  rabbitmq310) SUITE=bookworm ;;
  *) die "unknown release $RELEASE: rabbitmq40 or rabbitmq310" ;;
esac
ROOT=$CACHE/$RELEASE/root
case $COMMAND in
  run | ctl) [ $# -ge 1 ] || usage; mkdir -p "$1"; DATA=$(cd "$1" && pwd); shift ;;&
  ctl | run | version) [ -e "$ROOT/.complete" ] || die "$RELEASE is not installed" ;;&
  install) unpack "$SUITE" rabbitmq-server ;;
  version) basename "$(dirname "$(sbin)")" | cut -d- -f2 ;;
  run) run ;;
  ctl) node "$(sbin)/rabbitmqctl" "$@" ;;
  install | version) ;;
  *) usage ;;
esac
