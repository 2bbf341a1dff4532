#!/bin/sh
# Runs pg_dump and pg_restore for another container of the pod: sh serve.sh FOLDER
# A request is the program and its arguments, one a line, written to the named pipe `request`; then the file `output`
# holds what the program said, and `answer` its exit code. `started` changes with each start of this container.
# The file `pgpass` of the folder holds the passwords.
set -eu
trap 'exit 0' TERM
cd "$1"
export PGPASSFILE="$PWD/pgpass" HOME=/tmp
rm -f request answer output started
mkfifo -m 600 request
echo "$$ $(date +%s%N)" >started.new
mv started.new started
while :; do
  set --
  while IFS= read -r argument; do
    set -- "$@" "$argument"
  done <request
  case "${1:-}" in
    pg_dump | pg_restore) "$@" >output 2>&1 && code=0 || code=$? ;;
    *) echo "not one of the programs: ${1:-}" >output && code=127 ;;
  esac
  echo "$code" >answer.new
  mv answer.new answer
done
