#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails where a source file is not as .clang-format has it. With --tidy also runs clang-tidy over the sources that differ from BASE
# (default: the commit before); needs a build for its compile commands.
#
#   scripts/check_format.sh [--tidy [BASE]]
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files '*.cpp' '*.h' | xargs -d '\n' clang-format --dry-run --Werror
if [ "${1:-}" = --tidy ]; then
  base=${2:-HEAD~1}
  changed=$(git diff --name-only --diff-filter=AM "$base" -- '*.cpp' | grep -v '^tests/' || true)
  [ -z "$changed" ] || printf '%s\n' "$changed" | xargs -d '\n' clang-tidy --quiet -p build/release
fi
