#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the workbench at random moments of a review: kill_review.py PROGRAM STORE [--kills 100] [--seed 1] [--of FOLDER].

A scripted reviewer decides findings one after the other and remembers each decision that was answered with 2xx. The server is
killed (signal 9) at a random moment, started again, and every decision of the whole review is asked for. Exit status 1 where
one is lost, or where one stands that was never sent. The store is used in place; with --of it is made of the files in FOLDER first."""
import argparse, http.client, json, os, random, re, signal, subprocess, sys, threading

STATUSES = ["属实", "待补证", "排除"]


def start(program, store):
    server = subprocess.Popen([program, "serve", "--db", store, "--port", "0", "--ocr", "none"], stdout=subprocess.PIPE, text=True)
    line = server.stdout.readline()
    found = re.search(r":(\d+)/", line)
    if not found:
        raise SystemExit(f"the server did not start: {line!r}")
    return server, int(found.group(1))


def ask(connection, method, path, body=None):
    connection.request(method, path, json.dumps(body) if body is not None else None, {"X-Gongshi": "1"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or b"null")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("store")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of", help="a folder of notices, from which the store is made first")
    arguments = parser.parse_args()
    if arguments.of:
        for beside in ("", "-wal", "-shm"):
            if os.path.exists(arguments.store + beside):
                os.remove(arguments.store + beside)
        subprocess.run([arguments.program, "ingest", arguments.of, "--db", arguments.store, "--ocr", "none"], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    chance = random.Random(arguments.seed)
    answered, asked, lost, total = {}, {}, 0, 0
    for kill in range(arguments.kills):
        server, port = start(arguments.program, arguments.store)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        if kill == 0:
            ids = [item["id"] for item in ask(connection, "GET", "/api/v1/notices?limit=20")[1]["items"]]
            findings = [finding["id"] for id in ids for finding in ask(connection, "GET", "/api/v1/notices/" + id)[1]["findings"]]
        threading.Timer(chance.uniform(0.005, 0.4), lambda pid=server.pid: os.kill(pid, signal.SIGKILL)).start()
        try:
            while True:
                finding, status = chance.choice(findings), chance.choice(STATUSES)
                reason = f"理由{total}" if status == "排除" else ""
                wanted = (status, reason, f"第{total}次")
                asked[finding] = wanted
                code, answer = ask(connection, "PUT", f"/api/v1/findings/{finding}/decision", {"status": status, "reason": reason, "note": wanted[2]})
                if code // 100 == 2:
                    answered[finding] = wanted
                    total += 1
        except (http.client.HTTPException, OSError):
            pass
        server.wait()
        # What was asked last may stand or not; everything else as it was answered.
        server, port = start(arguments.program, arguments.store)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for finding, wanted in answered.items():
            history = ask(connection, "GET", f"/api/v1/findings/{finding}/decisions")[1]["decisions"]
            words = [(entry["status"], entry["reason"], entry["note"]) for entry in history]
            if wanted not in words or words[-1] not in (wanted, asked[finding]):
                lost += 1
                print(f"kill {kill + 1}: {finding} was answered {wanted} and stands as {words[-1:]}", file=sys.stderr)
            answered[finding] = words[-1]
        server.kill()
        server.wait()
    print(f"{arguments.kills} kills, {total} decisions answered, {lost} lost")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
