#!/bin/sh
# Runs every measurement in bench/ in sequence and prints one page of figures beside their budgets.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"; export PATH
exec python -m bench "$@"
