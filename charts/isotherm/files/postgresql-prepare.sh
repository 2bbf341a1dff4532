#!/bin/sh
# Before each start of PostgreSQL: make a database on a new volume; else check that the volume fits this version, and make
# the superuser's password that of the Secret, so that a kept volume and a new Secret belong together again.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -e "$PGDATA" ] && ! rmdir "$PGDATA" 2>/dev/null; then
    echo "$PGDATA holds files, but no database of PostgreSQL: look what they are before you delete them" >&2
    exit 1
  fi
  # made under another name, so that an interruption leaves no half of a database
  rm -rf "$PGDATA.new"
  initdb --pgdata="$PGDATA.new" --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --data-checksums
  mv "$PGDATA.new" "$PGDATA"
  sync "$(dirname "$PGDATA")"
  exit 0
fi
of_volume=$(cat "$PGDATA/PG_VERSION")
of_image=$(postgres --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
if [ "$of_volume" != "$of_image" ]; then
  echo "the volume holds a database of PostgreSQL $of_volume, and this is $of_image: set postgresql.image.tag to $of_volume," \
    "make a backup, and restore it into an empty volume of $of_image" >&2
  exit 1
fi
# a volume's driver may have widened them for its group; PostgreSQL then refuses to start
chmod 0700 "$PGDATA"
# single-user mode: it recovers after a crash, too, however long that takes. No log may hold the password.
sed -e "s/'/''/g" -e "1s/^/ALTER ROLE postgres PASSWORD '/" -e "\$s/\$/'/" "$POSTGRES_PASSWORD_FILE" |
  postgres --single -D "$PGDATA" -c config_file="$1" -c log_statement=none -c log_min_error_statement=panic \
    -c log_min_duration_statement=-1 -c log_min_messages=warning postgres >/dev/null
echo "the superuser's password is that of the Secret"
