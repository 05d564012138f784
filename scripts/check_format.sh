#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails where a source file that differs from BASE (default: the commit before) is not as .clang-format has it. With --tidy it also prints
# what clang-tidy finds in the lines that differ, which needs a build for its compile commands; with --strict such findings fail too.
# Debian's clang-tidy 14 cannot parse some of the C++20 here: 19 is used where it is installed.
#
#   scripts/check_format.sh [--tidy [--strict]] [BASE]
set -euo pipefail
cd "$(dirname "$0")/.."
tidy='' strict=''
[ "${1:-}" != --tidy ] || { tidy=yes; shift; }
[ "${1:-}" != --strict ] || { strict=yes; shift; }
base=${1:-HEAD~1}
git rev-parse --quiet --verify "$base^{commit}" >/dev/null || { echo "There is no commit $base to compare with." >&2; exit 0; }
git diff --name-only --diff-filter=AM "$base" -- '*.cpp' '*.h' | xargs -r -d '\n' clang-format --dry-run --Werror
[ -n "$tidy" ] || exit 0
compare=$(command -v clang-tidy-diff-19.py || true)
if [ -z "$compare" ] || [ ! -e build/release/compile_commands.json ]; then
  echo "SKIPPED: clang-tidy-19 and a build in build/release are needed for --tidy."
  exit 0
fi
found=$(git diff -U0 --diff-filter=AM "$base" -- '*.cpp' ':!tests' ':!bench' |
  timeout 600 "$compare" -p1 -path build/release -quiet -j 2 -clang-tidy-binary clang-tidy-19 -extra-arg=-Wno-unknown-warning-option 2>/dev/null |
  grep -v '^ *$\|^No relevant changes found\|^[0-9]* warnings\? generated' || true)
[ -z "$found" ] || printf '%s\n' "$found"
[ -z "$strict" ] || [ -z "$found" ]
