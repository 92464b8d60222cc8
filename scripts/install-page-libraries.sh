#!/bin/sh
# Fetches the libraries that the pages of examples/ load, those of examples/package-lock.json, and puts the browsers' files
# of them, with the licences of all that is in them, where the distribution is built from. Does nothing, at once, when
# they are there. The broker does without: where npm is missing or fails, a line says so, and it is no failure.
set -eu
cd "$(dirname "$0")/.."

from=examples
work=server/target/pages
to=server/target/page-libraries

give_up() {
  echo "install-page-libraries: $1; the distribution's example pages will be without their libraries" >&2
  exit 0
}

# The folder is made anew whenever the lock file is another than the one it was made from.
if cmp -s "$from/package-lock.json" "$work/installed-lock.json"; then
  exit 0
fi
command -v npm >/dev/null || give_up "there is no npm"
echo "fetching the libraries of the example pages ..."
rm -rf "$work" "$to"
mkdir -p "$work" "$to"
cp "$from/package.json" "$from/package-lock.json" "$work/"
(cd "$work" && npm ci --silent --no-audit --no-fund --ignore-scripts --fetch-retries=1) ||
  give_up "npm ci failed in $work"

cp "$work/node_modules/@stomp/stompjs/bundles/stomp.umd.min.js" "$work/node_modules/mqtt/dist/mqtt.min.js" "$to/"
find "$work/node_modules" -iname 'licen[sc]e*' -type f | LC_ALL=C sort | while read -r file; do
  folder=${file%/*}
  printf '==== %s ====\n\n' "${folder#"$work/node_modules/"}"
  cat "$file"
  printf '\n\n'
done >"$to/LICENSES.txt"
cp "$from/package-lock.json" "$work/installed-lock.json"
