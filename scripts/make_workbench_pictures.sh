#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes docs/pictures/workbench-*.png from the sample notices: make_workbench_pictures.sh [PROGRAM]. Needs node, chromium and
# imagemagick (scripts/packages-tests.txt).
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-build/release/bin/gongshi}")
out=$PWD/docs/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/shots"
"$program" ingest examples --db "$work/a.db" >/dev/null
[ -d tests/browser/node_modules/playwright-core ] || (cd tests/browser && npm ci --no-audit --no-fund --ignore-scripts)
GONGSHI_PROGRAM=$program GONGSHI_CHROMIUM=${GONGSHI_CHROMIUM:-$(command -v chromium)} \
  node tests/browser/workbench_pictures.js "$work/a.db" "$work/shots"
for shot in "$work"/shots/*.png; do
  convert "$shot" +dither -colors 64 -define png:compression-level=9 "PNG8:$out/$(basename "$shot")"
done
