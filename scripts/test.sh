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
  step "seeded faults, today's sixth (all: make mutants)" python -m tests.mutants --today
  second=$(python -c "from server.embedded import second_binaries; print(second_binaries() or '')")
  if [ -n "$second" ]; then
    # The engine matters where order, locks and roles do; the rest would only repeat itself.
    kept=$(cat tests/out/not-run.txt)
    KASANE_POSTGRES_BIN=$second; export KASANE_POSTGRES_BIN
    step "pytest on the wheel's PostgreSQL" pytest -q tests/sync tests/scope tests/audit
    printf '%s\n' "$kept" | cat - tests/out/not-run.txt | sed '/^$/d' > tests/out/both && mv tests/out/both tests/out/not-run.txt
  else
    echo "tests/sync, tests/scope and tests/audit on a second PostgreSQL: only one is installed" >> tests/out/not-run.txt
  fi
fi

printf '\n'
if [ -s tests/out/not-run.txt ]; then sed 's/^/not run: /' tests/out/not-run.txt; else echo "not run: nothing was left out"; fi
if [ -n "$failed" ]; then echo "FAILED: ${failed#, }"; exit 1; fi
echo "all steps passed"
