#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the systemd units for real: an empty Debian 12 with the offline bundle, systemd as the first process of a namespace without a
# network; the service answers, an ingest takes the examples in, both as a user that exists only while they run. As root.
# scripts/test_units.sh [ROOT]   ROOT: a folder that debootstrap has filled with systemd already, and that is kept.
set -euo pipefail
cd "$(dirname "$0")/.."
bundle=$(ls -t build/packages/gongshi-offline-*.tar | sed -n 1p)
root=${1:-$(mktemp -d)}
if [ $# -eq 0 ]; then
  trap 'rm -rf "$root"' EXIT
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Release: bookworm' | sed -n 1p)
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus bookworm "$root" "$mirror" >/dev/null
fi
tar -C "$root/opt" -xf "$bundle"
cat >"$root/usr/local/sbin/try-units" <<'TRY'
#!/bin/bash
set -eu
trap '[ $? -eq 0 ] || journalctl -q --no-pager -n 50 -o cat; systemctl -ff poweroff' EXIT
systemctl start gongshi-serve
for try in $(seq 100); do (exec 3<>/dev/tcp/127.0.0.1/8390) 2>/dev/null && break; sleep 0.2; done
exec 3<>/dev/tcp/127.0.0.1/8390
printf 'GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:8390\r\n\r\n' >&3
grep -q '"status"' <&3
echo "serve: $(systemctl is-active gongshi-serve), as user $(stat -c %u "/proc/$(systemctl show -P MainPID gongshi-serve)")"
echo GONGSHI_FOLDER=/usr/share/doc/gongshi/examples >/etc/default/gongshi-examples
systemctl start gongshi-ingest@examples
echo "ingest: $(systemctl show -P Result gongshi-ingest@examples), status $(systemctl show -P ExecMainStatus gongshi-ingest@examples)"
journalctl -q -u gongshi-ingest@examples -o cat | grep '"finished"'
systemctl start gongshi-ingest@examples.timer
systemctl is-active gongshi-ingest@examples.timer
systemctl stop gongshi-serve
echo "serve stopped: $(systemctl show -P Result gongshi-serve)"
echo 'the units hold'
TRY
chmod 755 "$root/usr/local/sbin/try-units"
cat >"$root/etc/systemd/system/try-units.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/try-units
StandardOutput=append:/var/log/try-units
StandardError=append:/var/log/try-units
TimeoutStartSec=600
UNIT
mkdir -p "$root/etc/systemd/system/default.target.wants"
ln -sf /etc/systemd/system/try-units.service "$root/etc/systemd/system/default.target.wants/"
ln -sf /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
rm -f "$root/var/log/try-units"
chroot "$root" /bin/sh -c 'cd /opt/gongshi-offline-* && ./install.sh --yes' >/dev/null
unshare --net --mount --pid --uts --ipc --cgroup --fork /bin/bash -eu -c '
  root=$0
  ip link set lo up
  mount --bind "$root" "$root"  # what is turned into the root must be a mount
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t cgroup2 none "$root/sys/fs/cgroup"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  cd "$root"
  mkdir -p mnt/before
  pivot_root . mnt/before
  umount -l /mnt/before
  exec env -i container=gongshi-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --log-target=null
' "$root" >/dev/null 2>&1 || true
cat "$root/var/log/try-units"
grep -q 'the units hold' "$root/var/log/try-units"
