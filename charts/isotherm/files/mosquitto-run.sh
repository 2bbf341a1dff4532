#!/bin/sh
# Starts the broker in its container: mosquitto-run.sh CONFIGURATION RUN_DIRECTORY
# The configuration is copied, as a mounted one is a symbolic link, which Mosquitto 2.1 refuses; and its plugin is looked
# for where this image has it.
set -eu
plugin=$(sed -n 's/^plugin //p' "$1")
if [ ! -e "$plugin" ]; then
  for found in /usr/lib/*/"${plugin##*/}" /usr/local/lib/"${plugin##*/}" /usr/lib64/"${plugin##*/}"; do
    if [ -e "$found" ]; then break; fi
  done
  if [ ! -e "$found" ]; then
    echo "$plugin is not in this image: set mosquitto.plugin to where it is" >&2
    exit 1
  fi
  plugin=$found
fi
sed "s|^plugin .*|plugin $plugin|" "$1" >"$2/mosquitto.conf"
exec /bin/sh "${0%/*}/mosquitto-start.sh" "$2" mosquitto -c "$2/mosquitto.conf"
