# debian.sh: sourced by the peers' scripts. Unpacks Debian packages into a tree of their own and runs programs in it.
#
# Nothing is installed into the system: programs run by chroot in the unpacked tree, inside a mount namespace of their
# own, so that its mounts end with the last process. Works as root or, where user namespaces are allowed, as a user.
# The sourcing script defines die, and sets ROOT, the tree, before it calls what is here.
CACHE=${WARREN_BENCH_CACHE:-$HOME/.cache/warrenmq-bench}
SOURCES=${WARREN_BENCH_SOURCES:-/etc/apt/sources.list.d/debian.sources}

# unpack SUITE PACKAGE... : fetches the packages of a Debian suite, and all that they need, and unpacks them to ROOT, once.
unpack() {
  [ ! -e "$ROOT/.complete" ] || return 0
  local suite=$1 apt=${ROOT%/*}/apt deb link; shift
  [ -r "$SOURCES" ] || die "no $SOURCES here; set WARREN_BENCH_SOURCES to a deb822 file that names a Debian archive"
  echo "fetching $1 and what it needs from Debian's $suite ..." >&2
  rm -rf "$ROOT"; mkdir -p "$ROOT" "$apt/state/lists/partial" "$apt/cache/archives/partial"
  # An apt with a state of its own. The empty status file makes it fetch every dependency, so the tree stands alone.
  awk '/^Types:/ { n++ } n == 1 && !/^#/' "$SOURCES" | sed "s/^Suites:.*/Suites: $suite/" > "$apt/only.sources"
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
  APT_CONFIG=$apt/apt.conf apt-get -y --no-install-recommends --download-only install "$@" \
    bash coreutils dash findutils grep hostname libc-bin mawk procps sed util-linux >> "$apt/log" 2>&1 \
    || die "apt-get install --download-only failed, see $apt/log"
  for link in bin sbin lib lib64; do mkdir -p "$ROOT/usr/$link"; ln -s "usr/$link" "$ROOT/$link"; done
  for deb in "$apt"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x --no-same-owner --keep-directory-symlink -C "$ROOT" -f -
  done
  # What the packages' configuration scripts would have done, as far as a broker needs it.
  ln -sf dash "$ROOT/usr/bin/sh"; [ -e "$ROOT/usr/bin/awk" ] || ln -s mawk "$ROOT/usr/bin/awk"
  mkdir -p "$ROOT"/{proc,dev,tmp,srv,etc}; chmod 1777 "$ROOT/tmp"
  echo 'root:x:0:0:root:/root:/bin/sh' > "$ROOT/etc/passwd"; echo '127.0.0.1 localhost' > "$ROOT/etc/hosts"
  touch "$ROOT/.complete"; rm -rf "$apt/cache"
}

# inside DATA_DIR [VARIABLE=VALUE]... COMMAND... : becomes a command in the tree, where DATA_DIR is /srv. WARREN_BENCH_TOKEN,
# by which the harness knows the broker's processes, is handed through.
inside() {
  local data=$1 namespace=(--mount --propagation private); shift
  [ "$(id -u)" = 0 ] || namespace+=(--user --map-root-user)
  exec unshare "${namespace[@]}" sh -c \
    'mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" && mount --bind "$2" "$1/srv" &&
     root=$1 token=$3 && shift 3 && exec env -i PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 HOME=/srv WARREN_BENCH_TOKEN="$token" \
     chroot "$root" env "$@"' \
    sh "$ROOT" "$data" "${WARREN_BENCH_TOKEN:-}" "$@"
}
