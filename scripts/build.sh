#!/bin/sh
# Builds pwa/dist when a source is newer than the last build.
set -eu
cd "$(dirname "$0")/../pwa"
PATH="$PWD/../.venv/bin:$PATH"; export PATH
newer() { find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -newer dist/index.html -print | head -n 1; }
if [ ! -f dist/index.html ] || [ -n "$(newer)" ]; then
  npm run --silent build -- --logLevel warn
  touch dist/index.html
fi
