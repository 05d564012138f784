#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the offline bundle in an empty Debian 12 without a network: unpack, install, audit the examples, bring a store of an earlier
# program to the present version, serve, remove. As root.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages-packaging.txt
bundle=$(ls -t build/packages/gongshi-offline-*.tar | head -n 1)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Release: bookworm' 2>/dev/null | sed -n 1p)
debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
rm -f "$root"/etc/apt/sources.list; rm -rf "$root"/var/cache/apt/archives/*.deb
tar -C "$root/opt" -xf "$bundle"
python3 -c 'import sys, zlib; sys.stdout.buffer.write(zlib.decompress(open(sys.argv[1], "rb").read()))' \
  tests/fixtures/stores/version-3.db.zlib >"$root/opt/earlier.db"
start=$(date +%s)
# A namespace of its own has no network but an own loopback.
unshare --net --mount --pid --fork /bin/sh -c 'ip link set lo up && mount -t proc proc "$0/proc" && exec chroot "$0" /bin/sh -eu' \
  "$root" <<'TRY'
cd /opt/gongshi-offline-*
# A bundle that was damaged on its way is refused before anything is touched.
printf x >>packages/Packages
if ./install.sh --yes >/dev/null 2>&1; then echo "a damaged bundle was installed" >&2; exit 1; fi
truncate -s -1 packages/Packages
./install.sh --yes
status=0; gongshi audit /usr/share/doc/gongshi/examples/*.docx /usr/share/doc/gongshi/examples/*.pdf -o /tmp/report || status=$?
[ "$status" -le 1 ] && [ -f /tmp/report/index.html ]
gongshi ingest /usr/share/doc/gongshi/examples --db /tmp/notices.db || [ $? -eq 1 ]
# What an earlier version wrote is brought forward, with a copy of it beside; what was decided is still there.
gongshi ingest /usr/share/doc/gongshi/examples --db /opt/earlier.db || [ $? -eq 1 ]
ls /opt/earlier.db.version-3.*
gongshi doctor --db /opt/earlier.db
gongshi search --db /opt/earlier.db 柳岸 | grep -q 柳岸
gongshi decisions unplaced --db /opt/earlier.db | grep -q 0123456789abcdef
gongshi serve --db /tmp/notices.db --port 8390 >/tmp/serve.log 2>&1 &
served=$!
bash -c 'for try in $(seq 100); do exec 3<>/dev/tcp/127.0.0.1/8390 && break; sleep 0.1; done 2>/dev/null
  printf "GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:8390\r\n\r\n" >&3; grep -q "\"status\"" <&3'
kill "$served"; wait "$served" || true
[ "$(./install.sh --yes | grep -c 无需安装)" -eq 1 ]
./install.sh --undo
[ -f /tmp/notices.db ]
[ ! -e /usr/bin/gongshi ] && [ ! -e /usr/share/gongshi ]
if dpkg -l | grep -q tesseract; then echo 'packages of the bundle stayed behind' >&2; exit 1; fi
TRY
echo "Installed, audited and removed in $(($(date +%s) - start)) s; bundle of $(du -h "$bundle" | cut -f1)."
