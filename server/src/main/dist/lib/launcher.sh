# What the programs in bin/ have in common. Read by them, with `home`, the distribution's folder, and `fail`, which ends
# the program with a reason.
# shellcheck shell=sh

# Sets server_jar.
find_server_jar() {
  set -- "$home"/lib/warrenmq-server-*.jar
  [ -r "$1" ] || fail "$home/lib has no warrenmq-server jar: this distribution is incomplete"
  [ $# -eq 1 ] || fail "$home/lib has more than one warrenmq-server jar"
  server_jar=$1
}

# Sets cli_jar.
find_cli_jar() {
  set -- "$home"/lib/warrenmq-cli-*.jar
  [ -r "$1" ] || fail "$home/lib has no warrenmq-cli jar: this distribution is incomplete"
  [ $# -eq 1 ] || fail "$home/lib has more than one warrenmq-cli jar"
  cli_jar=$1
}

# --- The Java runtime ---

java_home= # the best so far,
java_version= # its version as it names itself,
java_rank=0 # and as a number that compares: 17.0.15 is 17000015

# Weighs the runtime in folder $1. Reads its `release` file: asking java itself would cost as much as starting it.
consider() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value || [ -n "$key" ]; do
    [ "$key" = JAVA_VERSION ] || continue
    value=${value#\"}
    value=${value%\"}
    numbers=${value%%[!0-9.]*} # 26-ea is 26
    major=${numbers%%.*}
    rest=${numbers#"$major"}.0.0
    rest=${rest#.}
    minor=${rest%%.*}
    rest=${rest#*.}
    rank=$((${major:-0} * 1000000 + ${minor:-0} * 1000 + ${rest%%.*}))
    if [ "$rank" -gt "$java_rank" ]; then
      java_home=$1 java_version=$value java_rank=$rank
    fi
    return 0
  done <"$1/release"
}

# Sets the three above.
find_java() {
  if [ -n "${WARREN_JAVA_HOME:-}" ]; then
    consider "$WARREN_JAVA_HOME"
    [ -n "$java_home" ] || fail "WARREN_JAVA_HOME is $WARREN_JAVA_HOME, which holds no Java runtime"
  else
    [ -z "${JAVA_HOME:-}" ] || consider "$JAVA_HOME"
    if on_path=$(command -v java); then
      on_path=$(readlink -f "$on_path") && consider "${on_path%/bin/java}"
    fi
    for candidate in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
      [ -L "$candidate" ] || consider "$candidate"
    done
  fi

  if [ "$java_rank" -lt 17000000 ]; then
    found="none was found"
    [ -z "$java_home" ] || found="the newest found is $java_version in $java_home"
    fail "Java 17 or later is needed, and $found.
Looked at WARREN_JAVA_HOME, JAVA_HOME, PATH and /usr/lib/jvm. On Debian: apt install default-jre-headless"
  fi
}

# --- An archive of loaded classes, which halves the start ---

# Sets archive, the file called $1, beside the jars, or in folder $2 where that cannot be written; and archive_use: read
# it, create it, keep it up to date (auto), or nothing. Java 19 and later make it when they stop, and renew it when a jar
# has changed; for older ones scripts/make-archive.sh of the sources makes it.
find_archive() {
  archive=$home/cache/$1-$java_version.jsa
  archive_use=
  if [ "$java_rank" -lt 19000000 ]; then
    if [ "${WARREN_ARCHIVE:-}" = create ]; then
      archive_use=create
    elif [ -s "$archive" ]; then
      archive_use=read
    fi
    return 0
  fi
  if ! [ -w "$home/cache" ] && [ -w "$2" ]; then
    archive=$2/$1-$java_version.jsa
  fi
  if [ -w "${archive%/*}" ]; then
    # An empty file, as a full disk leaves it, would be kept for ever.
    [ -s "$archive" ] || rm -f "$archive"
    archive_use=auto
  elif [ -s "$archive" ]; then
    archive_use=read
  fi
}
