#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the browser tests: run.sh PROGRAM. Exit status 77 (skipped, for CTest) with a word on what is missing.
set -u
program=$(realpath "$1")
cd "$(dirname "$0")"
skip() {
  echo "Browser tests skipped: $1"
  exit 77
}
command -v node >/dev/null || skip "node is not installed (Debian package nodejs)."
[ "$(node -p 'Number(process.versions.node.split(".")[0])')" -ge 18 ] || skip "node is older than version 18."
chromium=${GONGSHI_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$chromium" ] || skip "chromium is not installed (Debian package chromium)."
if [ ! -d node_modules/playwright-core ]; then
  command -v npm >/dev/null && npm ci --no-audit --no-fund --ignore-scripts >/dev/null 2>&1 ||
    skip "playwright-core could not be fetched; run npm ci in tests/browser while a package registry can be reached."
fi
GONGSHI_PROGRAM=$program GONGSHI_CHROMIUM=$chromium exec node --test .
