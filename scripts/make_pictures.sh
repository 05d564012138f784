#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes docs/pictures/ from the sample notices: make_pictures.sh [PROGRAM]. Needs node, chromium, LibreOffice, poppler-utils and
# imagemagick (scripts/packages-tests.txt).
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-build/release/bin/gongshi}")
out=$PWD/docs/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/shots"

# A fixed day, so that pictures change only where the reports do.
SOURCE_DATE_EPOCH=1741046400 "$program" audit examples/*.docx examples/*.pdf -o "$work/report" --letters \
  --config docs/configuration-example.json >/dev/null || [ $? -eq 1 ]

[ -d tests/browser/node_modules/playwright-core ] || (cd tests/browser && npm ci --no-audit --no-fund --ignore-scripts)
GONGSHI_CHROMIUM=${GONGSHI_CHROMIUM:-$(command -v chromium)} node tests/browser/pictures.js "$work/report" "$work/shots"

# What one page of a PDF (or a part of it) looks like: picture FILE PAGE DPI NAME [OPTION…]
picture() {
  pdftoppm -png -singlefile -f "$2" -l "$2" -r "$3" "${@:5}" "$1" "$work/shots/$4"
}
picture "$work/shots/print.pdf" 1 70 print
for file in "$work"/report/问题台账.xlsx "$work"/report/letters/0001-*.docx; do
  soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work/office" "$file" >/dev/null 2>&1
done
picture "$work"/office/问题台账.pdf 2 170 ledger -x 60 -y 90 -W 1700 -H 760
picture "$work"/office/0001-*.pdf 1 70 letter

for shot in "$work"/shots/*.png; do
  convert "$shot" +dither -colors 64 -define png:compression-level=9 "PNG8:$out/$(basename "$shot")"
done
ls -l "$out" | awk 'NR > 1 {print $5, $9; if ($5 > 150 * 1024) bad = 1} END {if (bad) print "larger than 150 KB!"; exit bad}'
