#!/bin/sh
# In an image's build stage: create /opt/isotherm, an environment without pip, from a lock with hashes.
# Usage: packages.sh LOCK
set -eu
target=/opt/isotherm
here=$(dirname "$0")

python -m pip install --no-compile --require-hashes --no-deps --only-binary :all: \
  --requirement "$here/build.lock"
python -m venv --without-pip "$target"
python -m pip --python "$target/bin/python" install --no-compile --require-hashes --no-deps \
  --only-binary :all: --requirement "$1"

# what only building against numpy, reading its types or testing it needs
packages=$("$target/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
find "$packages/numpy" -depth -type d \( -name tests -o -name include \) -exec rm -rf {} +
find "$packages" -type f \( -name '*.a' -o -name '*.pyi' -o -name '*.pxd' \) -delete
