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
mkdir -p "$bundle/packages" "$work/apt/archives/partial" "$work/state"

# What a minimal system would need: dependencies are worked out as if nothing at all were installed or fetched, once for the two
# packages and once for what every Debian has (packages that are required, and apt); the difference goes into the bundle.
: >"$work/state/status"
cp "$out"/gongshi_*"$architecture".deb "$out"/gongshi-ocr-models_*"$architecture".deb "$bundle/packages/"
needed() {
  apt-get -o Dir::State::status="$work/state/status" -o Dir::Cache::archives="$work/apt/archives" -o Debug::NoLocking=1 \
    -o APT::Get::Print-URIs=1 --no-install-recommends -qq install "$@" | sed -n "s/^'[^']*' \([^ _]*\)_.*/\1/p" | sort -u
}
apt-cache dumpavail | awk 'BEGIN { RS = ""; FS = "\n" } /\n(Priority: required|Essential: yes)/ { sub("Package: ", "", $1); print $1 }' |
  sort -u >"$work/required"
mapfile -t required <"$work/required"
(cd "$bundle/packages" &&
  needed "${required[@]}" apt >"$work/minimal" &&
  needed apt ./gongshi_*.deb ./gongshi-ocr-models_*.deb antiword >"$work/all" &&
  comm -23 "$work/all" "$work/minimal" | grep -v -x -e gongshi -e gongshi-ocr-models >"$work/names" &&
  xargs apt-get download -qq <"$work/names" &&
  apt-ftparchive packages . >Packages)
install -m 755 packaging/install.sh "$bundle/install.sh"
echo "$architecture" >"$bundle/architecture"
cp packaging/README.zh-CN.md "$bundle/说明.md"
(cd "$bundle" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs -d '\n' sha256sum >SHA256SUMS)
tar -C "$work" --owner=0 --group=0 --sort=name -cf "$out/$name.tar" "$name"
echo "$out/$name.tar: $(du -h "$out/$name.tar" | cut -f1), $(wc -l <"$work/names") packages of Debian"
