#!/bin/sh
# In an image's build stage: create /opt/isotherm, an environment without pip, from a lock with
# hashes; and compile it, as a read-only container cannot.
# Usage: packages.sh LOCK
set -eu
target=/opt/isotherm
here=$(dirname "$0")

python -m pip install --no-compile --require-hashes --no-deps --only-binary :all: \
  --requirement "$here/build.lock"
python -m venv --without-pip "$target"
python -m pip --python "$target/bin/python" install --no-compile --require-hashes --no-deps \
  --only-binary :all: --requirement "$1"

# what only tests, type checkers and compilers read
packages=$("$target/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
rm -rf "$packages/numpy/distutils" "$packages/numpy/f2py"
find "$packages/numpy" -depth -type d \( -name tests -o -name include \) -exec rm -rf {} +
find "$packages" -type f -regextype posix-extended \
  -regex '.*\.(a|c|cc|cpp|h|hpp|f|f90|pyi|pyx|pxd|pxi)' -delete

# A .pyc that names no time of its source is the same in each build; hash seed 0 orders its sets.
PYTHONHASHSEED=0 "$target/bin/python" -m compileall -q --invalidation-mode unchecked-hash "$packages"
chmod -R u=rwX,go=rX "$target"
