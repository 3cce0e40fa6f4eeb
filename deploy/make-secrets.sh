#!/bin/sh
# Makes the secrets of a new installation in deploy/secrets; run once, as root, on the host. What is there stays.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
new() { [ -e "secrets/$1" ] || openssl rand "$2" "$3" | tr -d '\n' > "secrets/$1"; }
raw() { [ -e "secrets/$1" ] || openssl rand -out "secrets/$1" 32; }
for role in admin owner web; do new "database_${role}_password" -hex 32; done
for key in cursor push subscription; do raw "$key.key"; done
[ -e secrets/vapid.pem ] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out secrets/vapid.pem
# Filled in by hand where the mail server asks for a password.
[ -e secrets/mail.password ] || : > secrets/mail.password
printf 'database:5432:kasane:kasane:%s\n' "$(cat secrets/database_owner_password)" > secrets/owner.pgpass
printf 'database:5432:kasane:kasane_web:%s\n' "$(cat secrets/database_web_password)" > secrets/web.pgpass
# 999 is the database image's account, 10001 the web image's.
chown 999 secrets/database_*_password
chown 10001 secrets/*.key secrets/*.pem secrets/*.pgpass secrets/mail.password
