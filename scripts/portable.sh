#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes build/packages/gongshi-portable-VERSION-MACHINE.tar.gz: the program with every library it uses, the C library and its loader
# among them, to be put into /opt/gongshi on any Linux of that machine (kernel 4.4 or later), whatever its distribution and glibc.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages.txt scripts/packages-packaging.txt
scripts/build.sh --target gongshi
models=${GONGSHI_OCR:-${XDG_DATA_HOME:-$HOME/.local/share}/gongshi/ocr}
[ -f "$models/recognition.onnx" ] || scripts/fetch_ocr_models.sh "$models"
version=$(sed -n 's/^project(gongshi VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
name=gongshi-portable-$version-$(uname -m)
out=$PWD/build/packages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/$name/gongshi
mkdir -p "$out" "$tree"/{bin,lib,share/fonts,share/tessdata,share/licenses}

install -m 755 packaging/portable/gongshi "$tree/bin/gongshi"
install -m 755 build/release/bin/gongshi "$tree/lib/gongshi"
strip "$tree/lib/gongshi"
# Everything that the program and the runtime of the models load, and what the C library loads by itself for names and encodings.
ldd build/release/bin/gongshi "$models/libonnxruntime.so" | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' | sort -u >"$work/libraries"
loader=$(patchelf --print-interpreter build/release/bin/gongshi)
xargs -I{} cp -L {} "$tree/lib/" <"$work/libraries"
cp -L "$loader" "$tree/lib/"
# The kernel starts the folder's own loader, which looks into the folder alone.
patchelf --set-interpreter "/opt/gongshi/lib/$(basename "$loader")" --set-rpath /opt/gongshi/lib --force-rpath "$tree/lib/gongshi"
for library in "$tree"/lib/*.so*; do
  case $(basename "$library") in ld-linux* | libc.so*) ;; *) patchelf --set-rpath /opt/gongshi/lib --force-rpath "$library" ;; esac
done

cp -R "$models" "$tree/share/ocr"
patchelf --set-rpath /opt/gongshi/lib --force-rpath "$tree/share/ocr/libonnxruntime.so"
cp -R /usr/share/poppler "$tree/share/poppler"
cp /usr/share/tesseract-ocr/5/tessdata/{chi_sim,eng}.traineddata "$tree/share/tessdata/"
cp /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf "$tree/share/fonts/"
install -m 644 packaging/portable/fonts.conf "$tree/share/fonts.conf"
cp -R examples "$tree/share/examples"
cp -R docs "$tree/share/docs"
# The terms of all that is inside: each library's package has them.
{ cat "$work/libraries"; printf '%s\n' "$loader"; } | while read -r library; do
  # A library's package knows it by one of its names.
  { dpkg-query -S "$(realpath "$library")" "$library" 2>/dev/null || true; } | sed -n '1s/:.*//p'
done | sort -u >"$work/packages"
printf '%s\n' poppler-data tesseract-ocr-chi-sim tesseract-ocr-eng fonts-noto-cjk fonts-dejavu-core >>"$work/packages"
while read -r package; do
  [ ! -f "/usr/share/doc/$package/copyright" ] || cp -L "/usr/share/doc/$package/copyright" "$tree/share/licenses/$package"
done <"$work/packages"
cp LICENSE NOTICE "$tree/share/licenses/"
dpkg-query -W -f='${source:Package} ${source:Version}\n' $(cat "$work/packages") | sort -u >"$tree/share/licenses/SOURCES"

install -m 755 packaging/portable/install.sh "$work/$name/install.sh"
uname -m >"$work/$name/architecture"
(cd "$work/$name" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs -d '\n' sha256sum >SHA256SUMS)
tar -C "$work" --owner=0 --group=0 --sort=name -czf "$out/$name.tar.gz" "$name"
echo "$out/$name.tar.gz: $(du -h "$out/$name.tar.gz" | cut -f1), $(wc -l <"$work/libraries") libraries"
