#!/bin/sh
# Runs every check, goes on after a failure, and ends with what failed and what was not run.
set -u
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"; export PATH
failed=""
rm -rf tests/out && mkdir -p tests/out

step() {
  name=$1; shift
  printf '\n== %s\n' "$name"
  "$@" || failed="$failed, $name"
}
in_pwa() { (cd pwa && "$@"); }

step "ruff" ruff check .
step "pyright" pyright
step "import contracts" lint-imports --no-cache
step "svelte-check" in_pwa npm run --silent check

if [ "$1" = check ]; then
  step "house rules" pytest -q tests/house
else
  step "browsers" sh scripts/browsers.sh
  step "build" sh scripts/build.sh
  step "vitest" in_pwa npm run --silent test
  step "pytest" pytest -q
fi

printf '\n'
if [ -s tests/out/not-run.txt ]; then sed 's/^/not run: /' tests/out/not-run.txt; else echo "not run: nothing was left out"; fi
if [ -n "$failed" ]; then echo "FAILED: ${failed#, }"; exit 1; fi
echo "all steps passed"
