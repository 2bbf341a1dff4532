#!/bin/sh
# In an image's last stage: take what installs and builds programs out of Python's base image, and
# compile the standard library, which the base leaves to be compiled at each start.
set -eu
library=$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')

rm -rf "$library"/site-packages/* /usr/local/include /usr/local/share/man
for name in ensurepip idlelib lib2to3 tkinter turtledemo turtle.py; do rm -rf "${library:?}/$name"; done
for name in pip wheel idle 2to3 pydoc; do rm -f "/usr/local/bin/$name"*; done
rm -f /usr/local/bin/python*-config /usr/local/lib/pkgconfig/python*

PYTHONHASHSEED=0 python -m compileall -q --invalidation-mode unchecked-hash -x '/(test|config-)' "$library"
