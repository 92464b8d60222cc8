# For the scripts beside it, which source it: what they share.

# Installs the Debian packages named, those that are missing. Quiet when there is nothing to do; says what to install by
# hand where it may not or cannot.
install_packages() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0

  command -v apt-get >/dev/null || stop "install these first (names of Debian's packages):$missing"
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || stop "run as root: apt-get install$missing"
    as_root=sudo
  fi
  echo "installing$missing ..."
  log=$(mktemp)
  # The lists are fetched only if the packages cannot be had by those that are there.
  if ! apt_install $missing >"$log" 2>&1 &&
    ! { $as_root apt-get update && apt_install $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    stop "could not install$missing"
  fi
  rm -f "$log"
}

apt_install() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null
}

# Ends the script with a sentence for the user.
stop() {
  echo "${0##*/}: $*" >&2
  exit 1
}
