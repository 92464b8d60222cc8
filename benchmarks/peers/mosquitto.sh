#!/usr/bin/env bash
# mosquitto.sh: Debian 13's Mosquitto, unpacked beside the system and run on loopback.
#
#   mosquitto.sh install         fetch the packages with apt and unpack them (once, about 110 MB)
#   mosquitto.sh run DATA_DIR    run a broker in the foreground, its files in DATA_DIR;
#                                "mosquitto version V running" on standard output when it has started
#
# Nothing is installed into the system, see debian.sh. Needs a Debian with apt.
#
# Environment (defaults):
#   WARREN_BENCH_CACHE    ~/.cache/warrenmq-bench    where the unpacked packages are kept
#   WARREN_BENCH_SOURCES  /etc/apt/sources.list.d/debian.sources    deb822 file whose first entry is a Debian archive
#   MQTT_PORT 1983        its listener
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
MQTT_PORT=${MQTT_PORT:-1983}
ROOT=$CACHE/mosquitto/root

die() { echo "mosquitto.sh: $*" >&2; exit 1; }
usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2; }

run() {
  local data
  mkdir -p "$1"; data=$(cd "$1" && pwd)
  # Its defaults (persistence off, 20 messages in flight to a client) but for one: without a limit on what is queued for a
  # client it drops nothing, and a drop is no delivery. It would give up being root for a user that the tree has not.
  cat > "$data/mosquitto.conf" <<CONF
listener $MQTT_PORT 127.0.0.1
allow_anonymous true
max_queued_messages 0
user root
log_dest stdout
connection_messages false
CONF
  inside "$data" mosquitto -c /srv/mosquitto.conf
}

[ $# -ge 1 ] || usage
case $1 in
  install) unpack trixie mosquitto ;;
  run) [ $# -eq 2 ] || usage; [ -e "$ROOT/.complete" ] || die "mosquitto is not installed"; run "$2" ;;
  *) usage ;;
esac
