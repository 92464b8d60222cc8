#!/usr/bin/env bash
# run.sh: measures WarrenMQ beside RabbitMQ 4.0 and 3.10, Mosquitto and ActiveMQ Artemis; `benchmarks/run.sh --help` lists the options.
#
# Installs what it needs by itself: the peers from Debian's packages (unpacked, not installed into the system), Artemis and
# RabbitMQ PerfTest from Maven Central, all kept in WARREN_BENCH_CACHE (default ~/.cache/warrenmq-bench). The load
# generators for MQTT and AMQP 1.0 are this project's and are built when they have changed.
# WarrenMQ is the distribution that `make dist` builds, unless --subject names another. How to read the results:
# docs/performance.md.
#
# Environment: WARREN_BENCH_CACHE, WARREN_BENCH_SOURCES (see peers/rabbitmq.sh), WARREN_BENCH_JAVA (the load
# generators' java, 17 or later), WARREN_BENCH_SERVER_ARGS (more arguments for warren-server), PEER_PLUGINS,
# ARTEMIS_JAVA (see peers/artemis.sh).
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export WARREN_BENCH_CACHE=${WARREN_BENCH_CACHE:-$HOME/.cache/warrenmq-bench}
ulimit -n "$(ulimit -Hn)" # thousands of connections need as many descriptors

die() { echo "benchmarks: $*" >&2; exit 1; }

# Prints the feature version of a java command, 0 if it is none.
java_version() { "$1" -XshowSettings:properties -version 2>&1 | awk -F'= ' '/java.specification.version/ { v = $2 } END { print v + 0 }'; }

find_java() {
  local java
  for java in "${WARREN_BENCH_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -x "$java" ] && [ "$(java_version "$java")" -ge 17 ] && { echo "$java"; return 0; }
  done
  die "no java 17 or later found; set WARREN_BENCH_JAVA to one"
}

# One folder for each state of the POM, so that a change of version fetches anew.
install_perftest() {
  local pom=$HERE/perf-test/pom.xml sum
  sum=$(sha256sum "$pom" | cut -c1-12)
  export WARREN_BENCH_PERFTEST=$WARREN_BENCH_CACHE/perf-test-$sum
  [ ! -e "$WARREN_BENCH_PERFTEST/.complete" ] || return 0
  echo "fetching RabbitMQ PerfTest ..." >&2
  mvn -q -B -Dstyle.color=never -f "$pom" dependency:copy-dependencies -DoutputDirectory="$WARREN_BENCH_PERFTEST" >&2 || die "PerfTest could not be fetched"
  touch "$WARREN_BENCH_PERFTEST/.complete"
}

build_load() {
  export WARREN_BENCH_LOAD=$HERE/load/target/library
  local sources=("$HERE/src/main/java" "$HERE/load/pom.xml" "$HERE/../pom.xml") built=$HERE/load/target/.built
  [ ! -e "$built" ] || [ -n "$(find "${sources[@]}" -newer "$built" -print -quit)" ] || return 0
  echo "building the load generators ..." >&2
  mvn -q -B -Dstyle.color=never -Pfast -DskipTests -f "$HERE/load/pom.xml" clean package >&2 || die "the load generators could not be built"
  cp "$HERE"/load/target/warrenmq-load-*.jar "$WARREN_BENCH_LOAD"
  touch "$built"
}

command -v python3 > /dev/null || die "python3 is needed"
case " $* " in
  *" --self-test "* | *" --list "* | *" --help "* | *" -h "* | *" --markdown "*) ;;
  *)
    command -v mvn > /dev/null || die "mvn is needed"
    WARREN_BENCH_JAVA=$(find_java)
    export WARREN_BENCH_JAVA
    install_perftest
    build_load
    ;;
esac
PYTHONPATH=$HERE PYTHONDONTWRITEBYTECODE=1 exec python3 -m harness "$@"
