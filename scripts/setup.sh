#!/bin/sh
# Makes .venv and pwa/node_modules match their lock files. Needs python3 (3.11 or newer) and nothing else.
set -eu
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9

able() { command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; }
find_python() {
  for name in python3.11 python3.12 python3.13 python3.14 python3; do
    if able "$name"; then command -v "$name"; return 0; fi
  done
  return 1
}
python=$(find_python) || {
  # Debian keeps the venv module in a package of its own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends python3 python3-venv >/dev/null
  fi
  python=$(find_python)
} || { echo "Python 3.11 or newer with its venv module is needed (on Debian: apt-get install python3-venv)." >&2; exit 1; }

[ -x .venv/bin/python ] || "$python" -m venv .venv

if ! cmp -s requirements.lock .venv/locked; then
  if ! .tools/bin/uv --version >/dev/null 2>&1; then
    "$python" -m venv .tools && .tools/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION" || true
  fi
  if .tools/bin/uv --version >/dev/null 2>&1; then
    .tools/bin/uv pip sync -q --require-hashes --python .venv/bin/python requirements.lock
  else
    echo "uv could not be had; installing with pip, which takes longer." >&2
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
  fi
  cp requirements.lock .venv/locked
fi

PATH="$PWD/.venv/bin:$PATH"; export PATH
if ! cmp -s pwa/package-lock.json pwa/node_modules/.locked; then
  (cd pwa && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp pwa/package-lock.json pwa/node_modules/.locked
fi
