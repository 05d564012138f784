#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.sh [TARGET] [SECONDS]: builds the harnesses of tests/fuzz with clang, libFuzzer and the sanitizers, and runs TARGET (masking, claim,
# document …; all of them where it is not given) for SECONDS each (60). Inputs that fail are left in build/fuzz/found/TARGET: put the
# smallest one into tests/fuzz/corpus/TARGET, where ctest replays it. Exit status 1 where something failed.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-} seconds=${2:-60}
if [ -n "$target" ] && [ ! -f "tests/fuzz/${target}_fuzz.cpp" ]; then
  echo "There is no target $target; there are: $(ls tests/fuzz/*_fuzz.cpp | sed 's|.*/||; s|_fuzz.cpp||' | tr '\n' ' ')" >&2
  exit 2
fi
targets=${target:-$(ls tests/fuzz/*_fuzz.cpp | sed 's|.*/||; s|_fuzz.cpp||')}
cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
  -DCMAKE_CXX_FLAGS_RELEASE="-O1 -g1 -fsanitize=fuzzer-no-link" -DGONGSHI_SANITIZE=ON -DGONGSHI_FUZZ=ON -DGONGSHI_BENCH=OFF >/dev/null
# shellcheck disable=SC2086
cmake --build build/fuzz --target $(printf '%s_fuzz ' $targets)
failed=0
for name in $targets; do
  mkdir -p "build/fuzz/grown/$name" "build/fuzz/found/$name"
  dictionary=()
  [ ! -f "tests/fuzz/$name.dict" ] || dictionary=(-dict="tests/fuzz/$name.dict")
  echo "== $name"
  "build/fuzz/tests/${name}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/found/$name/" "${dictionary[@]}" "build/fuzz/grown/$name" "tests/fuzz/corpus/$name" 2>&1 |
    grep -E "cov:|ERROR|stat::|Test unit" | tail -12 || failed=1
  [ -z "$(ls -A "build/fuzz/found/$name")" ] || { echo "$name: see build/fuzz/found/$name"; failed=1; }
done
exit $failed
