#!/bin/sh
# Runs every check, goes on after a failure, and ends with what failed and what was not run.
set -u
KASANE_BEGAN=$(date +%s); export KASANE_BEGAN
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"; export PATH
# The parts start hundreds of processes: half of their time would go into compiling the same modules anew.
unset PYTHONDONTWRITEBYTECODE
failed=""
rm -rf tests/out && mkdir -p tests/out

step() {
  name=$1; shift
  printf '\n== %s\n' "$name"
  "$@" || failed="$failed, $name"
}
in_pwa() { (cd pwa && "$@"); }

checks() {
  step "ruff" ruff check .
  step "pyright" pyright
  step "import contracts" lint-imports --no-cache
  step "svelte-check" in_pwa npm run --silent check
}

# A lane runs beside the others and is printed when all are through; it stops at nothing and leaves its failures in a file.
lane() {
  (failed=""; "$1" > "tests/out/$1.log" 2>&1; printf '%s' "$failed" > "tests/out/$1.failed") &
}
# What the stories look through and at is got and built while the checks run; every lane waits for it before it needs it.
browsers_and_build() {
  step "browsers" sh scripts/browsers.sh
  step "build" sh scripts/build.sh
  touch tests/out/built
}
built() { while [ ! -e tests/out/built ]; do sleep 1; done; }
# Two lanes take the stories in turns and then join the third (tests/turns.py), so that all are through at the same time.
stories() {
  browsers_and_build
  step "seeded faults, today's twelfth (all: make mutants)" env -u KASANE_TURNS python -m tests.mutants --today
  named stories pytest -q tests/e2e
  named parts-after pytest -q --ignore=tests/e2e
}
stories_beside() {
  on_second_postgresql
  built
  named stories-beside pytest -q tests/e2e
  named parts-beside pytest -q --ignore=tests/e2e
}
parts() {
  checks
  step "vitest" in_pwa npm run --silent test -- --reporter=default --reporter=json --outputFile.json=../tests/out/vitest.json
  built
  named parts pytest -q --ignore=tests/e2e
}
on_second_postgresql() {
  second=$(python -c "from server.embedded import second_binaries; print(second_binaries() or '')")
  if [ -n "$second" ]; then
    # The engine matters where order, locks and roles do; the rest would only repeat itself.
    KASANE_POSTGRES_BIN=$second; export KASANE_POSTGRES_BIN
    # All of them, whoever else takes them for the first one; that the machines find a faulty server out is shown there.
    named second-postgresql env -u KASANE_TURNS pytest -q tests/sync tests/scope tests/audit --ignore=tests/sync/test_machines_see.py
    unset KASANE_POSTGRES_BIN  # what follows in this lane is for the first one
  else
    echo "tests/sync, tests/scope and tests/audit on a second PostgreSQL: only one is installed" > tests/out/second-postgresql.not-run
  fi
}
# `named <lane> <command>`: a step whose tests list under this name what did not run.
named() {
  KASANE_LANE=$1; export KASANE_LANE; shift
  step "pytest: $KASANE_LANE" "$@"
}

if [ "$1" = check ]; then
  checks
  step "house rules" pytest -q tests/house
else
  # The stories wait as much as they work: three lanes fill two cores.
  KASANE_PREPARED="$PWD/tests/out/prepared"; export KASANE_PREPARED
  KASANE_TURNS="$PWD/tests/out/turns"; export KASANE_TURNS
  for each in stories_beside stories parts; do lane "$each"; done
  printf '\n== three lanes: stories, stories_beside, parts (tests/out/*.log while they run)\n'
  wait
  for each in stories_beside stories parts; do
    cat "tests/out/$each.log"
    failed="$failed$(cat "tests/out/$each.failed" 2>/dev/null || echo ", $each ended early")"
  done
fi

printf '\n'
[ "$1" = check ] || python -m tests.figures
cat tests/out/*.not-run > tests/out/not-run.txt 2>/dev/null || true
if [ -s tests/out/not-run.txt ]; then sed 's/^/not run: /' tests/out/not-run.txt; else echo "not run: nothing was left out"; fi
if [ -n "$failed" ]; then echo "FAILED: ${failed#, }"; exit 1; fi
echo "all steps passed"
