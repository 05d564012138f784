#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the Debian packages in build/packages: gongshi (program, manual, man page, completion, desktop entry, systemd units) and
# gongshi-ocr-models (PP-OCR and its runtime, fetched before by scripts/fetch_ocr_models.sh). Builds what is not built.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages.txt scripts/packages-packaging.txt
scripts/build.sh --target gongshi
out=$PWD/build/packages
mkdir -p "$out"
(cd build/release && cpack -G DEB -B "$out" >/dev/null)
rm -rf "$out/_CPack_Packages"

models=${GONGSHI_OCR:-${XDG_DATA_HOME:-$HOME/.local/share}/gongshi/ocr}
if [ ! -f "$models/recognition.onnx" ]; then
  scripts/fetch_ocr_models.sh "$models"
fi
version=$(sed -n 's/^project(gongshi VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
architecture=$(dpkg --print-architecture)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
data=$tree/usr/share/gongshi/ocr
documents=$tree/usr/share/doc/gongshi-ocr-models
install -d "$tree/DEBIAN" "$data" "$documents" "$tree/usr/lib/gongshi" "$tree/usr/share/lintian/overrides"
install -m 644 "$models"/* "$data/"
mv "$data/libonnxruntime.so" "$tree/usr/lib/gongshi/"
ln -s ../../../lib/gongshi/libonnxruntime.so "$data/libonnxruntime.so"
{ cat "$data/NOTICE"; printf '\nThe Apache License 2.0 is in Apache-2.0.txt beside this file and in /usr/share/common-licenses/Apache-2.0.\n\n'; cat LICENSES/MIT.txt; } >"$documents/copyright"
rm -f "$data/NOTICE" "$data/Apache-2.0.txt" "$data/MIT.txt"
install -m 644 LICENSES/Apache-2.0.txt "$documents/Apache-2.0.txt"
sed '1s/^gongshi /gongshi-ocr-models /' build/release/share/changelog | gzip -9nc >"$documents/changelog.gz"
install -m 644 packaging/debian/gongshi-ocr-models.lintian-overrides "$tree/usr/share/lintian/overrides/gongshi-ocr-models"
cat >"$tree/DEBIAN/control" <<CONTROL
Package: gongshi-ocr-models
Version: $version
Architecture: $architecture
Maintainer: gongshi contributors <gongshi@localhost>
Section: utils
Priority: optional
Installed-Size: $(du -sk "$tree/usr" | cut -f1)
Depends: libc6, libstdc++6
Enhances: gongshi
Description: better recognition of scanned notices for gongshi
 PP-OCRv4 mobile models and the ONNX Runtime that runs them. With this package
 gongshi reads scans and photos with a fraction of the errors; without it, it
 uses Tesseract.
CONTROL
dpkg-deb --root-owner-group --build "$tree" "$out/gongshi-ocr-models_${version}_$architecture.deb" >/dev/null
(cd "$out" && ls -l ./*.deb)
