#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the portable folder where there is no C library at all: a root that holds busybox alone, without a network; and, given the name
# of an older Debian (bullseye has glibc 2.31), there too. As root.   scripts/test_portable.sh [SUITE]
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages-packaging.txt
archive=$(ls -t build/packages/gongshi-portable-*.tar.gz | sed -n 1p)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
if [ $# -gt 0 ]; then
  debootstrap --variant=minbase "$1" "$root" "$(apt-get indextargets --format '$(REPO_URI)' 'Release: bookworm' | sed -n 1p)" >/dev/null
else
  mkdir -p "$root"/{bin,dev,etc,proc,root,tmp,opt}
  cp /bin/busybox "$root/bin/"
  "$root/bin/busybox" --list | grep -v -x busybox | sed 's/^/\/bin\//' | xargs -I{} ln -sf busybox "$root{}"
  touch "$root/dev/null" "$root/dev/urandom"
  mount --bind /dev/null "$root/dev/null"
  mount --bind /dev/urandom "$root/dev/urandom"
  trap 'umount "$root/dev/null" "$root/dev/urandom"; rm -rf "$root"' EXIT
fi
tar -C "$root/opt" -xzf "$archive"
unshare --net --mount --pid --fork /bin/sh -c 'ip link set lo up && mount -t proc proc "$0/proc" && exec chroot "$0" /bin/sh -eu' "$root" <<'TRY'
export PATH=/usr/local/bin:/usr/bin:/bin HOME=/root LANG=C.UTF-8
cd /opt/gongshi-portable-*
cp gongshi/share/fonts.conf /tmp/fonts.conf
printf x >>gongshi/share/fonts.conf
if ./install.sh --yes >/dev/null 2>&1; then echo "a damaged archive was installed" >&2; exit 1; fi
mv /tmp/fonts.conf gongshi/share/fonts.conf
./install.sh --yes
status=0; gongshi audit /opt/gongshi/share/examples -o /tmp/report >/tmp/out 2>/tmp/err || status=$?
tail -n 3 /tmp/out; grep -v not-a-notice /tmp/err || true
[ "$status" -le 1 ] && [ -f /tmp/report/index.html ]
gongshi ingest /opt/gongshi/share/examples --db /tmp/notices.db || [ $? -eq 1 ]
./install.sh --undo
[ ! -e /opt/gongshi ] && [ -f /tmp/notices.db ]
TRY
echo "Installed, audited and removed from $archive ($(du -h "$archive" | cut -f1))."
