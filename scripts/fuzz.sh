#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.sh [TARGET] [SECONDS]: builds the harnesses of tests/fuzz with clang, libFuzzer and the sanitizers, and runs TARGET (masking, claim,
# document …; all of them, one after the other, where it is not given or is "all") for SECONDS each (60). Prints for each its executions,
# the edges that were reached, and faults; build/fuzz/table.tsv adds them up over all runs. What a target learns stays in
# build/fuzz/grown/TARGET. Inputs that fail are left in build/fuzz/found/TARGET: put the smallest one into tests/fuzz/corpus/TARGET, where
# ctest replays it. Exit status 1 where something failed.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-all} seconds=${2:-60}
all=$(basename -s _fuzz.cpp tests/fuzz/*_fuzz.cpp | tr '\n' ' ')
if [ "$target" != all ] && [ ! -f "tests/fuzz/${target}_fuzz.cpp" ]; then
  echo "There is no target $target; there are: $all" >&2
  exit 2
fi
[ "$target" = all ] && targets=$all || targets=$target
cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
  -DCMAKE_CXX_FLAGS_RELEASE="-O1 -g1 -fsanitize=fuzzer-no-link" -DGONGSHI_SANITIZE=ON -DGONGSHI_FUZZ=ON -DGONGSHI_BENCH=OFF >/dev/null
# shellcheck disable=SC2086
cmake --build build/fuzz --target $(printf '%s_fuzz ' $targets)
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=16 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1

# libFuzzer takes bytes outside of ASCII as \xHH only.
dictionary() {
  local words=tests/fuzz/$1.dict
  [ -f "$words" ] || words=tests/fuzz/words.dict
  LC_ALL=C perl -pe 's/([\x80-\xff])/sprintf "\\x%02x", ord $1/ge unless /^#/' "$words" | grep -v '^#' >"build/fuzz/$1.dict"
}

failed=0
[ -f build/fuzz/table.tsv ] || printf 'target\tseconds\texecutions\tedges\tfaults\n' >build/fuzz/table.tsv
for name in $targets; do
  mkdir -p "build/fuzz/grown/$name" "build/fuzz/found/$name"
  dictionary "$name"
  log=build/fuzz/$name.log fault=0
  "build/fuzz/tests/${name}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=65536 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/found/$name/" -dict="build/fuzz/$name.dict" "build/fuzz/grown/$name" "tests/fuzz/corpus/$name" \
    >"$log" 2>&1 || fault=1
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p; s/^#\([0-9]*\).*/\1/p' "$log" | sort -n | tail -1)
  edges=$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | sort -n | tail -1)
  printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$seconds" "${executions:-0}" "${edges:-0}" "$fault" >>build/fuzz/table.tsv
  echo "$name: ${executions:-0} executions, ${edges:-0} edges"
  if [ "$fault" = 1 ]; then
    grep -E "ERROR|SUMMARY|runtime error|Test unit|dictionary|ParseDictionaryFile" "$log" | head -5
    echo "$name: see $log and build/fuzz/found/$name"
    failed=1
  fi
done
exit $failed
