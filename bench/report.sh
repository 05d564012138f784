#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# report.sh GONGSHI MAKE_NOTICES [COUNT]: audits so many fictional notices (1000; .docx and text .pdf, no recognition) with every kind of
# report, then writes the report alone over a store, and prints seconds, peak memory, the size of the folder, and how soon the overview
# shows in a browser.
set -e
program=$(realpath "$1"); maker=$(realpath "$2"); count=${3:-1000}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
"$maker" "$work/in" "$count" 0

# Seconds, seconds of processor time with all workers, and memory of the largest process; exit status 1 says that there are findings.
measure() {
  local name=$1; shift
  /usr/bin/env python3 - "$@" <<'PY'
import os, resource, subprocess, sys, time
start = time.time()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, fd, '/dev/null', os.O_WRONLY, 0) for fd in (1, 2)])
_, status, used = os.wait4(pid, 0)
print(f'{time.time() - start:8.1f} s {used.ru_utime + used.ru_stime:8.1f} s {used.ru_maxrss / 1024:6.0f} MB', end='')
sys.exit(0 if os.waitstatus_to_exitcode(status) in (0, 1) else 1)
PY
  printf '  %s\n' "$name"
}

echo "$count notices, $(nproc) cores"
echo "    time      cores    memory"
measure 'audit with all reports' "$program" audit "$work/in" --ocr none -o "$work/report" --csv --letters
measure 'ingest' "$program" ingest "$work/in" --db "$work/db" --ocr none
measure 'report over the store' "$program" report --db "$work/db" --all-versions -o "$work/again" --csv --letters
for part in . notices pictures letters; do
  [ -d "$work/report/$part" ] && printf '%9s MB  %s\n' "$(du -sm --apparent-size "$work/report/$part" | cut -f1)" "$part"
done
printf '%9s KB  index.html\n' $(($(stat -c %s "$work/report/index.html") / 1024))
if command -v node >/dev/null && [ -d "$here/tests/browser/node_modules/playwright-core" ]; then
  GONGSHI_CHROMIUM=${GONGSHI_CHROMIUM:-$(command -v chromium)} node "$here/tests/browser/first_paint.js" "$work/report"
fi
