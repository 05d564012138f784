#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes build/packages/gongshi-offline-VERSION-ARCH.tar: both packages with everything they need on a minimal Debian 12, sums, and
# packaging/install.sh. Needs a network (Debian's archive) once, here; the machine that gets the bundle needs none.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/package.sh
out=$PWD/build/packages
version=$(sed -n 's/^project(gongshi VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
architecture=$(dpkg --print-architecture)
name=gongshi-offline-$version-$architecture
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/$name
mkdir -p "$bundle/packages" "$work/apt/lists/partial" "$work/apt/archives/partial" "$work/state"

# What an empty system would need: dependencies are worked out against a status file that knows no package but the essential ones.
dpkg-query -W -f='${Essential} ${Package}\n' | sed -n 's/^yes //p' | sort >"$work/essential"
awk 'BEGIN { RS = ""; ORS = "\n\n" } /\nEssential: yes/' /var/lib/dpkg/status >"$work/state/status"
cp "$out"/gongshi_*"$architecture".deb "$out"/gongshi-ocr-models_*"$architecture".deb "$bundle/packages/"
(cd "$bundle/packages" &&
  apt-get -o Dir::State::status="$work/state/status" -o Debug::NoLocking=1 -o APT::Get::Print-URIs=1 --no-install-recommends -qq install \
    ./gongshi_*.deb ./gongshi-ocr-models_*.deb 2>/dev/null | sed -n "s/^'\([^']*\)' \([^ ]*\) .*/\2/p" |
    sed 's/_.*//' | sort -u >"$work/names"
  xargs apt-get download -qq <"$work/names"
  apt-ftparchive packages . >Packages)
install -m 755 packaging/install.sh "$bundle/install.sh"
echo "$architecture" >"$bundle/architecture"
cp packaging/README.zh-CN.md "$bundle/说明.md"
(cd "$bundle" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs -d '\n' sha256sum >SHA256SUMS)
tar -C "$work" --owner=0 --group=0 --sort=name -cf "$out/$name.tar" "$name"
echo "$out/$name.tar: $(du -h "$out/$name.tar" | cut -f1), $(wc -l <"$work/names") packages of Debian"
