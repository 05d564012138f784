#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ingest.sh GONGSHI MAKE_NOTICES COUNT…: for each count, ingests so many fictional notices (.docx and text .pdf) into a fresh store, then again, and
# prints files per second, memory of the writing process and its workers, size of the store per notice, and the time of the second run.
set -e
program=$(realpath "$1"); maker=$(realpath "$2"); shift 2
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
printf '%-8s %10s %10s %12s %14s %12s %10s\n' notices first_s files/s parent_MB worker_max_MB KB/notice second_s
made=0
for count in "$@"; do
  [ "$count" -gt "$made" ] && "$maker" "$work/in" $((count - made)) "$made" && made=$count
  rm -f "$work"/db*
  sleep 2.1  # files that are younger than two seconds are looked into again
  /usr/bin/env bash -c 'TIMEFORMAT=%R; time "$@" >/dev/null 2>"$0.log"' "$work/first" \
    "$program" ingest "$work/in" --db "$work/db" --json-log --ocr none 2>"$work/first.time" &
  runner=$!
  parent=0; worker=0
  while kill -0 $runner 2>/dev/null; do
    for pid in $(pgrep -f "ingest $work/in" || true); do
      kb=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || echo 0)
      [ "$(basename "$(readlink /proc/$pid/exe 2>/dev/null)" 2>/dev/null)" = gongshi ] && [ "${kb:-0}" -gt $parent ] && parent=$kb
      for child in $(pgrep -P "$pid" || true); do
        kb=$(awk '/VmHWM/ {print $2}' /proc/$child/status 2>/dev/null || echo 0)
        [ "$(basename "$(readlink /proc/$child/exe 2>/dev/null)" 2>/dev/null)" = gongshi ] && [ "$pid" != "$child" ] &&
          grep -q worker "/proc/$child/cmdline" 2>/dev/null && [ "${kb:-0}" -gt $worker ] && worker=$kb
      done
    done
    sleep 0.2
  done
  wait $runner || true
  first=$(cat "$work/first.time")
  second=$( { TIMEFORMAT=%R; time "$program" ingest "$work/in" --db "$work/db" --ocr none >/dev/null 2>&1; } 2>&1 )
  bytes=$(stat -c %s "$work/db")
  awk -v n="$count" -v f="$first" -v p="$parent" -v w="$worker" -v b="$bytes" -v s="$second" \
    'BEGIN {printf "%-8d %10.1f %10.1f %12.0f %14.0f %12.1f %10.2f\n", n, f, n / f, p / 1024, w / 1024, b / n / 1024, s}'
done
