#!/bin/sh
# Fetches the libraries that pages load, those of the package-lock.json beside the pages, and puts the browsers' files of
# them, with the licences of all that is in them, where the distribution is built from. Does nothing, at once, when they
# are there. The broker does without: where npm is missing or fails, a line says so, and it is no failure.
set -eu
cd "$(dirname "$0")/.."

# install PAGES FOLDER WORK TO FUNCTION: the libraries of FOLDER, which PAGES load, by way of WORK into TO, by FUNCTION.
install() {
  pages=$1 from=$2 work=$3 to=$4 copy=$5
  # The folder is made anew whenever the lock file is another than the one it was made from.
  if cmp -s "$from/package-lock.json" "$work/installed-lock.json"; then
    return
  fi
  if ! command -v npm >/dev/null; then
    give_up "there is no npm"
    return
  fi
  echo "fetching the libraries of the $pages ..."
  rm -rf "$work" "$to"
  mkdir -p "$work" "$to"
  cp "$from/package.json" "$from/package-lock.json" "$work/"
  if ! (cd "$work" && npm ci --silent --no-audit --no-fund --ignore-scripts --fetch-retries=1); then
    give_up "npm ci failed in $work"
    return
  fi
  "$copy" "$work/node_modules" "$to"
  find "$work/node_modules" -iname 'licen[sc]e*' -type f | LC_ALL=C sort | while read -r file; do
    folder=${file%/*}
    printf '==== %s ====\n\n' "${folder#"$work/node_modules/"}"
    cat "$file"
    printf '\n\n'
  done >"$to/LICENSES.txt"
  cp "$from/package-lock.json" "$work/installed-lock.json"
}

give_up() {
  echo "install-page-libraries: $1; the distribution's $pages will be without their libraries" >&2
}

copy_of_examples() {
  cp "$1/@stomp/stompjs/bundles/stomp.umd.min.js" "$1/mqtt/dist/mqtt.min.js" "$2/"
}

# Modules that name one another by relative paths: browsers resolve no bare name without an import map, which has to
# stand in the page, where the pages' content security policy lets nothing stand. uPlot has no small module: its script
# becomes one.
copy_of_management() {
  cp "$1/htm/dist/htm.mjs" "$1/uplot/dist/uPlot.min.css" "$2/"
  grep -v '^//# sourceMappingURL=' "$1/preact/dist/preact.mjs" >"$2/preact.mjs"
  grep -v '^//# sourceMappingURL=' "$1/preact/hooks/dist/hooks.mjs" |
    sed 's|from *"preact"|from"./preact.mjs"|' >"$2/hooks.mjs"
  { cat "$1/uplot/dist/uPlot.iife.min.js" && echo 'export default uPlot;'; } >"$2/uplot.mjs"
}

install "example pages" examples server/target/pages server/target/page-libraries copy_of_examples
install "management pages" management/src/main/web server/target/management-pages server/target/management-page-libraries \
  copy_of_management
