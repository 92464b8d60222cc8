#!/usr/bin/env bash
# artemis.sh: ActiveMQ Artemis from Maven Central, run on loopback as `artemis create` and `artemis run` would.
#
#   artemis.sh install         fetch the jars that peers/artemis/pom.xml names (once for each state of it, about 25 MB), and
#                              libaio from Debian's packages, for its journal
#   artemis.sh version         print the version that was fetched
#   artemis.sh run DATA_DIR    create a broker in DATA_DIR and run it in the foreground;
#                              a line with AMQ221007 on standard output when it has started
#
# The broker's configuration is the one that `artemis create` writes, with what that finds out of the disk and the options of
# the Java runtime, but for its listeners: one, on loopback, and no web console. The journal is written by libaio where that
# works, which `artemis create` tries.
#
# Environment (defaults):
#   WARREN_BENCH_CACHE    ~/.cache/warrenmq-bench    where the jars are kept
#   WARREN_BENCH_SOURCES  see debian.sh
#   LISTENER_PORT 5974    its listener, for all protocols that it speaks
#   ARTEMIS_JAVA          the Java runtime's folder; the newest of JAVA_HOME, PATH and /usr/lib/jvm, as for WarrenMQ
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/debian.sh"
ROOT=$CACHE/libaio/root
POM=$HERE/artemis/pom.xml
ARTEMIS=$CACHE/artemis-$(sha256sum "$POM" | cut -c1-12)
LISTENER_PORT=${LISTENER_PORT:-5974}
MAIN=org.apache.activemq.artemis.cli.Artemis

die() { echo "artemis.sh: $*" >&2; exit 1; }
usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2; }

install() {
  [ ! -e "$ARTEMIS/.complete" ] || return 0
  echo "fetching ActiveMQ Artemis ..." >&2
  mvn -q -B -Dstyle.color=never -f "$POM" dependency:copy-dependencies -DoutputDirectory="$ARTEMIS/lib" >&2 || die "it could not be fetched"
  mvn -q -B -Dstyle.color=never -f "$POM" dependency:unpack-dependencies -DincludeArtifactIds=activemq-artemis-native \
    -Dmdep.unpack.includes='lib/**' -DoutputDirectory="$ARTEMIS/native" >&2 || die "it could not be fetched"
  unpack bookworm libaio1
  find "$ROOT" -name 'libaio.so.1*' -exec cp -P {} "$ARTEMIS/native/" \;
  touch "$ARTEMIS/.complete"
}

# Becomes its command line, or the broker itself; options of the Java runtime come first.
artemis() {
  # Found by the library that the journal's native part is linked with, and by that part's loader.
  LD_LIBRARY_PATH=$ARTEMIS/native exec "$JAVA_HOME/bin/java" -Djava.library.path="$ARTEMIS/native/lib/linux-$(uname -m)" \
    -Dartemis.home="$ARTEMIS" "$@"
}

# Prints the folder of the newest Java runtime.
newest_java() {
  local java version best=0 home=
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -x "$java" ] || continue
    version=$("$java" -XshowSettings:properties -version 2>&1 | awk -F'= ' '/java.specification.version/ { v = $2 } END { print v + 0 }')
    [ "$version" -le "$best" ] || { best=$version; home=$(dirname "$(dirname "$(readlink -f "$java")")"); }
  done
  [ "$best" -ge 17 ] || die "no java 17 or later found; set ARTEMIS_JAVA"
  echo "$home"
}

run() {
  local data instance
  mkdir -p "$1"; data=$(cd "$1" && pwd); instance=$data/broker
  JAVA_HOME=${ARTEMIS_JAVA:-$(newest_java)}
  (artemis -cp "$ARTEMIS/lib/*" "$MAIN" create \
    --silent --host 127.0.0.1 --user guest --password guest --require-login \
    --no-web --no-hornetq-acceptor --no-mqtt-acceptor --no-stomp-acceptor --no-amqp-acceptor --default-port "$LISTENER_PORT" \
    "$instance")
  # What bin/artemis of the instance does, which wants the starter of the distribution.
  JAVA_ARGS=
  . "$instance/etc/artemis.profile"
  # shellcheck disable=SC2086 # options of the Java runtime, separated by spaces
  artemis $JAVA_ARGS -Djava.security.auth.login.config="$instance/etc/login.config" \
    -Dartemis.instance="$instance" -Dartemis.instance.etc="$instance/etc" -Ddata.dir="$instance/data" \
    -Djava.io.tmpdir="$instance/tmp" -cp "$instance/etc:$ARTEMIS/lib/*" "$MAIN" run
}

[ $# -ge 1 ] || usage
case $1 in
  run | version) [ -e "$ARTEMIS/.complete" ] || die "artemis is not installed" ;;&
  install) install ;;
  version) basename "$ARTEMIS"/lib/artemis-server-*.jar .jar | sed 's/^artemis-server-//' ;;
  run) [ $# -eq 2 ] || usage; run "$2" ;;
  *) usage ;;
esac
