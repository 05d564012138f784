#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ingest.sh GONGSHI MAKE_NOTICES COUNT…: for each count, ingests so many fictional notices (.docx and text .pdf) into a fresh store, then again, and
# prints seconds and files per second, processor seconds (the writing process with its workers; the figure to go by on a busy machine), memory of the
# writing process and its workers, size of the store per notice, and the time of the second run. KEEP=FOLDER works there and leaves files and stores.
set -e
program=$(realpath "$1"); maker=$(realpath "$2"); shift 2
if [ -n "$KEEP" ]; then work=$(realpath "$KEEP"); mkdir -p "$work"; else work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; fi
printf '%-8s %9s %8s %9s %9s %10s %14s %10s %9s %11s\n' \
  notices first_s files/s first_cpu cpu_ms/n parent_MB worker_max_MB KB/notice second_s second_cpu
made=0
for count in "$@"; do
  [ "$count" -gt "$made" ] && "$maker" "$work/in" $((count - made)) "$made" && made=$count
  rm -f "$work/$count.db"*
  sleep 2.1  # files that are younger than two seconds are looked into again
  /usr/bin/env bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>"$0.log"' "$work/first" \
    "$program" ingest "$work/in" --db "$work/$count.db" --json-log --ocr none 2>"$work/first.time" &
  runner=$!
  parent=0; worker=0
  while kill -0 $runner 2>/dev/null; do
    for pid in $(pgrep -f "ingest $work/in" || true); do
      kb=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || echo 0)
      [ "$(basename "$(readlink /proc/$pid/exe 2>/dev/null)" 2>/dev/null)" = "$(basename "$program")" ] && [ "${kb:-0}" -gt $parent ] && parent=$kb
      for child in $(pgrep -P "$pid" || true); do
        kb=$(awk '/VmHWM/ {print $2}' /proc/$child/status 2>/dev/null || echo 0)
        [ "$pid" != "$child" ] && grep -q worker "/proc/$child/cmdline" 2>/dev/null && [ "${kb:-0}" -gt $worker ] && worker=$kb
      done
    done
    sleep 1
  done
  wait $runner || true
  second=$( { TIMEFORMAT='%R %U %S'; time "$program" ingest "$work/in" --db "$work/$count.db" --ocr none >/dev/null 2>&1; } 2>&1 )
  bytes=$(stat -c %s "$work/$count.db")
  echo "$count $(cat "$work/first.time") $second $parent $worker $bytes" | awk '{
    printf "%-8d %9.1f %8.1f %9.1f %9.2f %10.0f %14.0f %10.1f %9.2f %11.2f\n", $1, $2, $1 / $2, $3 + $4, ($3 + $4) * 1000 / $1, $8 / 1024, $9 / 1024,
      $10 / $1 / 1024, $5, $6 + $7}'
  [ -n "$KEEP" ] || rm -f "$work/$count.db"*
done
