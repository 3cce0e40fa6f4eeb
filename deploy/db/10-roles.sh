#!/bin/sh
# Runs once, on the empty cluster: the owner who migrates, and the web tier's role that row-level security binds.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres \
  -v owner="$(cat /run/secrets/database_owner_password)" -v web="$(cat /run/secrets/database_web_password)" <<'SQL'
create role kasane login password :'owner';
create role kasane_web login password :'web';
create database kasane owner kasane;
revoke connect on database kasane from public;
grant connect on database kasane to kasane_web;
SQL
