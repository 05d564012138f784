#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes build/packages/gongshi_VERSION_arm64.deb by cross-compiling in a Debian 12 root of its own (build/arm64, about 3 GB, kept for the
# next time), and audits examples/ with it under qemu. As root.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages-packaging.txt
root=$PWD/build/arm64
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Release: bookworm' | sed -n 1p)
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

if [ ! -x "$root/usr/bin/aarch64-linux-gnu-g++" ]; then
  [ -x "$root/bin/sh" ] || debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
  inside dpkg --add-architecture arm64
  inside apt-get -o Acquire::Languages=none update -qq
  # Programs of the build for this machine, libraries for the other; headers without an architecture serve both.
  inside apt-get install -y -qq --no-install-recommends cmake ninja-build gettext pkg-config crossbuild-essential-arm64 qemu-user-static \
    dpkg-dev file protobuf-compiler nlohmann-json3-dev libcli11-dev >/dev/null
fi
libraries=$(sed 's/#.*//' scripts/packages.txt | awk '$1 ~ /^lib.*-dev$|^zlib1g-dev$/ && $1 !~ /cli11|benchmark/ { print $1 ":arm64" }')
# shellcheck disable=SC2086
inside apt-get install -y -qq --no-install-recommends $libraries tesseract-ocr-chi-sim tesseract-ocr-eng poppler-data >/dev/null

mkdir -p "$root/src"
trap 'mountpoint -q "$root/src" && umount "$root/src"; mountpoint -q "$root/proc" && umount "$root/proc"' EXIT
mount --bind "$PWD" "$root/src"
mount -t proc proc "$root/proc"
inside cmake -G Ninja -S /src -B /build -DCMAKE_TOOLCHAIN_FILE=/src/cmake/aarch64.cmake -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" -DBUILD_TESTING=OFF -DGONGSHI_BENCH=OFF >/dev/null
inside cmake --build /build --target gongshi
mkdir -p build/packages
inside sh -c 'cd /build && cpack -G DEB -B /build/packages >/dev/null'
cp "$root"/build/packages/gongshi_*_arm64.deb build/packages/
status=0
inside qemu-aarch64-static /build/bin/gongshi audit /src/examples -o /tmp/report || status=$?
[ "$status" -le 1 ] && [ -f "$root/tmp/report/index.html" ]
ls -l build/packages/gongshi_*_arm64.deb
