#!/bin/sh
# In an image's build stage: install members of the workspace into /opt/isotherm, keep the named
# programs alone, and compile all of it, as a read-only container cannot.
# Usage: members.sh "PROGRAM …" MEMBER…
set -eu
programs=$1
shift
target=/opt/isotherm

python -m pip wheel --no-deps --no-index --no-build-isolation --wheel-dir wheels "$@"
python -m pip --python "$target/bin/python" install --no-compile --no-deps --no-index wheels/*.whl

for program in "$target"/bin/*; do
  name=$(basename "$program")
  case " $programs " in
    *" $name "*) ;;
    *) case $name in python*) ;; *) rm "$program" ;; esac ;;
  esac
done

# A .pyc that names no time of its source is the same in each build; hash seed 0 orders its sets.
PYTHONHASHSEED=0 "$target/bin/python" -m compileall -q --invalidation-mode unchecked-hash "$target/lib"
chmod -R u=rwX,go=rX "$target"
