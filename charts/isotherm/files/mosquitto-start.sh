#!/bin/sh
# Starts the broker once the keeper of the same pod (isotherm-worker keep-broker) has prepared its
# files for this start: mosquitto-start.sh DIRECTORY COMMAND [ARGUMENT ...]
# DIRECTORY is the keeper's --run. Each start asks with a name of its own, and waits for this name.
set -eu
directory=$1
shift
umask 077
trap 'exit 143' TERM INT

read -r name </proc/sys/kernel/random/uuid
request="$$ $name ${1##*/}"
printf '%s\n' "$request" >"$directory/request.$$"
mv -f "$directory/request.$$" "$directory/request"

granted() {
    { read -r grant <"$directory/grant"; } 2>/dev/null && [ "$grant" = "$request" ]
}

looks=0
while ! granted; do
    if [ $((looks % 150)) -eq 10 ]; then
        echo "waiting for the keeper, which has not prepared this start yet" >&2
    fi
    looks=$((looks + 1))
    sleep 0.2 2>/dev/null || sleep 1
done
exec "$@"
