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
# Nothing is installed into the system: the broker runs by chroot in the unpacked tree, inside a mount namespace of its
# own, so that its mounts end with its last process. Works as root or, where user namespaces are allowed, as a user.
# Needs a Debian with apt.
#
# Environment (defaults):
#   WARREN_BENCH_CACHE    ~/.cache/warrenmq-bench    where the unpacked packages are kept
#   WARREN_BENCH_SOURCES  /etc/apt/sources.list.d/debian.sources    deb822 file whose first entry is a Debian archive
#   AMQP_PORT 5973, DIST_PORT 26974, EPMD_PORT 4474   listeners; the last two are Erlang's own
#   PEER_PLUGINS          plugins to enable, comma separated; none, as the leanest broker is the fairest to compare with
set -euo pipefail
CACHE=${WARREN_BENCH_CACHE:-$HOME/.cache/warrenmq-bench}
SOURCES=${WARREN_BENCH_SOURCES:-/etc/apt/sources.list.d/debian.sources}
AMQP_PORT=${AMQP_PORT:-5973} DIST_PORT=${DIST_PORT:-26974} EPMD_PORT=${EPMD_PORT:-4474}

die() { echo "rabbitmq.sh: $*" >&2; exit 1; }
usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2; }

install() {
  [ ! -e "$ROOT/.complete" ] || return 0
  local apt=$CACHE/$RELEASE/apt deb link
  [ -r "$SOURCES" ] || die "no $SOURCES here; set WARREN_BENCH_SOURCES to a deb822 file that names a Debian archive"
  echo "fetching $RELEASE and its Erlang from Debian's $SUITE ..." >&2
  rm -rf "$ROOT"; mkdir -p "$ROOT" "$apt/state/lists/partial" "$apt/cache/archives/partial"
  # An apt with a state of its own. The empty status file makes it fetch every dependency, so the tree stands alone.
  awk '/^Types:/ { n++ } n == 1 && !/^#/' "$SOURCES" | sed "s/^Suites:.*/Suites: $SUITE/" > "$apt/only.sources"
  : > "$apt/status"
  cat > "$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/only.sources";
Dir::Etc::sourceparts "/nonexistent";
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
APT::Sandbox::User "$(id -un)";
Debug::NoLocking "true";
CONF
  APT_CONFIG=$apt/apt.conf apt-get -qq update > "$apt/log" 2>&1 || die "apt-get update failed, see $apt/log"
  APT_CONFIG=$apt/apt.conf apt-get -y --no-install-recommends --download-only install \
    rabbitmq-server bash coreutils dash findutils grep hostname libc-bin mawk procps sed util-linux >> "$apt/log" 2>&1 \
    || die "apt-get install --download-only failed, see $apt/log"
  for link in bin sbin lib lib64; do mkdir -p "$ROOT/usr/$link"; ln -s "usr/$link" "$ROOT/$link"; done
  for deb in "$apt"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x --no-same-owner --keep-directory-symlink -C "$ROOT" -f -
  done
  # What the packages' configuration scripts would have done, as far as the broker needs it.
  ln -sf dash "$ROOT/usr/bin/sh"; [ -e "$ROOT/usr/bin/awk" ] || ln -s mawk "$ROOT/usr/bin/awk"
  mkdir -p "$ROOT"/{proc,dev,tmp,srv,etc}; chmod 1777 "$ROOT/tmp"
  echo 'root:x:0:0:root:/root:/bin/sh' > "$ROOT/etc/passwd"; echo '127.0.0.1 localhost' > "$ROOT/etc/hosts"
  touch "$ROOT/.complete"; rm -rf "$apt/cache"
}

# Runs a command in the unpacked tree, where DATA_DIR is /srv. WARREN_BENCH_TOKEN, by which the harness knows the
# broker's processes, is handed through.
inside() {
  local namespace=(--mount --propagation private)
  [ "$(id -u)" = 0 ] || namespace+=(--user --map-root-user)
  exec env -i PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 HOME=/srv WARREN_BENCH_TOKEN="${WARREN_BENCH_TOKEN:-}" \
    RABBITMQ_NODENAME="bench-$AMQP_PORT@localhost" RABBITMQ_DIST_PORT="$DIST_PORT" \
    ERL_EPMD_PORT="$EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_MNESIA_BASE=/srv/data RABBITMQ_LOG_BASE=/srv/log RABBITMQ_PID_FILE=/srv/pid \
    RABBITMQ_GENERATED_CONFIG_DIR=/srv/gen RABBITMQ_CONFIG_FILE=/srv/rabbitmq.conf \
    RABBITMQ_ADVANCED_CONFIG_FILE=/srv/advanced.config RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_ENABLED_PLUGINS_FILE=/srv/enabled_plugins \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
    unshare "${namespace[@]}" sh -c \
    'mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" && mount --bind "$2" "$1/srv" &&
     root=$1 && shift 2 && exec chroot "$root" "$@"' \
    sh "$ROOT" "$DATA" "$@"
}

sbin() { local s=("$ROOT"/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin); echo "${s[0]#"$ROOT"}"; }

run() {
  mkdir -p "$DATA"/{data,log,gen}
  echo "[${PEER_PLUGINS:-}]." > "$DATA/enabled_plugins"
  cat > "$DATA/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$AMQP_PORT
log.file.level = warning
CONF
  inside "$(sbin)/rabbitmq-server"
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
  install) install ;;
  version) basename "$(dirname "$(sbin)")" | cut -d- -f2 ;;
  run) run ;;
  ctl) inside "$(sbin)/rabbitmqctl" "$@" ;;
  install | version) ;;
  *) usage ;;
esac
