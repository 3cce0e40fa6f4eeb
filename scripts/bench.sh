#!/bin/sh
# Runs every measurement in bench/; each prints its own ratios against its budget.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"; export PATH
mkdir -p bench/out
for file in bench/[a-z]*.py; do
  name=$(basename "$file" .py)
  grep -q '__main__' "$file" || continue
  printf '\n== %s\n' "$name"
  python -m "bench.$name"
done
