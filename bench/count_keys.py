#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key presses that deciding every finding of some notices takes: count_keys.py PROGRAM FILE….

The files are taken into a fresh store, and the workbench is asked as its pages ask. Before: one by one, a key to go to each finding
and one that decides. Now: the first open finding of a notice is chosen already; Shift with a digit decides the findings of one rule
in the notice and goes on to the next open one; Enter opens the next notice. A dismissal takes one more key for its reason; the
last column counts every group as dismissed. Minutes at 4 s for each decision of a practised person, who reads as well as presses."""
import http.client, json, re, shutil, subprocess, sys, tempfile, os

SECONDS = 4


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    program, files = sys.argv[1], sys.argv[2:]
    work = tempfile.mkdtemp(prefix="gongshi-keys-")
    try:
        store = os.path.join(work, "keys.db")
        subprocess.run([program, "ingest", *files, "--db", store, "--ocr", "none"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server = subprocess.Popen([program, "serve", "--db", store, "--port", "0"], stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+)/", server.stdout.readline()).group(1))
            connection = http.client.HTTPConnection("127.0.0.1", port)

            def ask(path):
                connection.request("GET", path)
                return json.loads(connection.getresponse().read())

            notices = ask("/api/v1/notices?limit=500")["items"]
            findings = groups = errors = 0
            for notice in notices:
                found = ask("/api/v1/notices/" + notice["id"])["findings"]
                findings += len(found)
                errors += sum(one["severity"] == "error" for one in found)
                groups += len({one["group"] for one in found})
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    before, now = 2 * findings + 2 * len(notices), groups + len(notices)
    print(f"{len(notices)} notices, {findings} findings ({errors} of severity error), {groups} groups")
    print(f"one by one      {before:5} keys  {findings * SECONDS / 60:5.1f} min")
    print(f"group by group  {now:5} keys  {groups * SECONDS / 60:5.1f} min  ({now + groups} keys if every group were dismissed)")


if __name__ == "__main__":
    sys.exit(main())
