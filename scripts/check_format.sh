#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails where a source file that differs from BASE (default: the commit before) is not as .clang-format has it; with --tidy also runs
# clang-tidy over those sources, which needs a build for its compile commands.
#
#   scripts/check_format.sh [--tidy] [BASE]
set -euo pipefail
cd "$(dirname "$0")/.."
tidy=
[ "${1:-}" != --tidy ] || { tidy=yes; shift; }
base=${1:-HEAD~1}
git rev-parse --quiet --verify "$base^{commit}" >/dev/null || { echo "There is no commit $base to compare with." >&2; exit 0; }
git diff --name-only --diff-filter=AM "$base" -- '*.cpp' '*.h' | xargs -r -d '\n' clang-format --dry-run --Werror
if [ -n "$tidy" ]; then
  git diff --name-only --diff-filter=AM "$base" -- '*.cpp' ':!tests' | xargs -r -d '\n' clang-tidy --quiet -p build/release
fi
