#!/bin/sh
# Gets what the tests look through and break with: browsers, a Japanese font, strace; where we may install packages.
set -eu
missing=""
needs() { command -v "$1" >/dev/null 2>&1 || missing="$missing $1"; }
needs chromium
needs firefox-esr
needs strace # cuts the database off at each write to the disk
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
# The same engine without windows, which most stories look through. Where it is not offered, they take the whole browser.
lighter=chromium-headless-shell
! command -v $lighter >/dev/null 2>&1 || lighter=""
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

if [ -n "$missing$lighter" ] && may_install; then
  apt-get update -qq >/dev/null
  [ -z "$lighter" ] || apt-cache show $lighter >/dev/null 2>&1 || lighter=""
  # shellcheck disable=SC2086
  [ -z "$missing$lighter" ] || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing $lighter >/dev/null
elif [ -n "$missing" ]; then
  echo "Not installed, and this account may not install them:$missing. Tests that need them are listed as not run." >&2
fi
