#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The README's first command: installs what is needed, builds, audits examples/ and says where the report is.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages.txt
scripts/fetch_ocr_models.sh || echo "Going on without PP-OCR: scanned pages are read with Tesseract." >&2
scripts/build.sh --target gongshi

status=0
build/release/bin/gongshi audit examples/*.docx examples/*.pdf -o gongshi-report || status=$?
if [ "$status" -gt 1 ]; then  # 1 means findings, and the examples are made to have some
  echo "The audit of examples/ failed with status $status." >&2
  exit "$status"
fi
echo "The report is in $PWD/gongshi-report: open index.html in a browser."
