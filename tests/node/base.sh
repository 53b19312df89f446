#!/bin/sh
# Makes a root file system that stands in for the image python:3.11-slim where no registry is in reach: Debian's
# Python under the name `python`, with a pip of its own in /usr/local that can be uninstalled, as there.
# Usage: base.sh FOLDER   The folder is made; the mirror is the one of $DEBIAN_MIRROR, or debootstrap's own choice.
set -eu

root=$1
wheels=/usr/share/python-wheels
debootstrap --variant=minbase --include=python3,ca-certificates,python3-pip-whl,python3-setuptools-whl \
  bookworm "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}

inside() { chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
rm "$root"/usr/lib/python3.11/EXTERNALLY-MANAGED
ln -s /usr/bin/python3.11 "$root"/usr/local/bin/python
inside sh -c "PYTHONPATH=\$(echo $wheels/pip-*.whl) python -m pip install --no-index --find-links $wheels pip setuptools"
inside dpkg --purge python3-pip-whl python3-setuptools-whl

rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/share/doc/* \
  "$root"/usr/share/man/* "$root"/usr/share/locale/*
