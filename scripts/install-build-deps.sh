#!/bin/sh
# Makes sure that there is a JDK, 17 or later, and Maven; installs Debian's where there is not.
set -eu
. "$(dirname "$0")/lib.sh"

if ! command -v javac >/dev/null && ! [ -x "${JAVA_HOME:-/nonexistent}/bin/javac" ]; then
  install_packages default-jdk-headless
fi
command -v mvn >/dev/null || install_packages maven
