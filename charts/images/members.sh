#!/bin/sh
# In an image's build stage: install members of the workspace into /opt/isotherm, compile them, and
# keep the named programs alone.
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

PYTHONHASHSEED=0 "$target/bin/python" -m compileall -q --invalidation-mode unchecked-hash \
  "$target"/lib/python*/site-packages/isotherm*
chmod -R u=rwX,go=rX "$target/bin" "$target"/lib/python*/site-packages/isotherm*
