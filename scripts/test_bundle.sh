#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the offline bundle in an empty Debian 12 without a network: unpack, install, audit the examples, serve, remove. As root.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages-packaging.txt
bundle=$(ls -t build/packages/gongshi-offline-*.tar | head -n 1)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mirror=$(sed -n 's/^deb \(\[[^]]*\] \)\?\([^ ]*\) bookworm main.*/\2/p; s/^URIs: *//p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
rm -f "$root"/etc/apt/sources.list; rm -rf "$root"/var/cache/apt/archives/*.deb
tar -C "$root/opt" -xf "$bundle"
start=$(date +%s)
# A namespace of its own has no network but an own loopback.
unshare --net --mount --pid --fork --mount-proc chroot "$root" /bin/sh -eu <<'TRY'
ip link set lo up 2>/dev/null || true
cd /opt/gongshi-offline-*
./install.sh --yes
status=0; gongshi audit /usr/share/doc/gongshi/examples/*.docx /usr/share/doc/gongshi/examples/*.pdf -o /tmp/report || status=$?
[ "$status" -le 1 ] && [ -f /tmp/report/index.html ]
gongshi ingest /usr/share/doc/gongshi/examples --db /tmp/notices.db || [ $? -eq 1 ]
./install.sh --undo
! command -v gongshi
TRY
echo "Installed, audited and removed in $(($(date +%s) - start)) s; bundle of $(du -h "$bundle" | cut -f1)."
