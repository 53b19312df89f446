#!/usr/bin/env bash
# Installs what a real node needs (see machine.py) from the packages of Debian or Ubuntu, where this is root. It says
# what it does; where it can't, it says why and fails nobody: the tests then say what is missing.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

packages=()
need() { # a command or a file, and the package that has it
  command -v "$1" >/dev/null || [ -e "$1" ] || packages+=("$2")
}
need containerd containerd
need runc runc
need buildah buildah
need debootstrap debootstrap
need ip iproute2
need unshare util-linux
need /usr/lib/cni/bridge containernetworking-plugins
need /usr/share/keyrings/debian-archive-keyring.gpg debian-archive-keyring

if [ ${#packages[@]} -eq 0 ]; then
  exit
elif [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "A real node needs ${packages[*]}; they are installed here by root, with apt-get, only." >&2
  exit
fi
echo "Installing what a real node needs: ${packages[*]}"
apt-get update -qq || echo "The lists of packages could not be read anew." >&2
DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends \
  --option DPkg::Lock::Timeout=300 "${packages[@]}" >/dev/null || echo "They could not be installed." >&2
