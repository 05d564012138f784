#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills gongshi at random moments: kills.py PROGRAM FOLDER [--kills 1000] [--minutes 30] [--seed 1] [--server].

FOLDER holds some notices. In turn an `ingest` (its store going on from kill to kill), an `audit` into one folder, and a
`serve` that is asked for pages and their pictures and takes decisions are started, and one of their processes (parent, worker or keeper,
at random) is killed with SIGKILL at a random moment. With --server the store lies on a PostgreSQL server of its own, and a third of the
kills of `ingest` and `serve` hit that: one of its sessions (whereupon the server throws all out and recovers), or all of it. After each
kill the store must open, and no decision that was answered with 200 may be missing; the audit's folder must be the report of before or
the new one, whole. At the end an undisturbed ingest into the same store must give what one into a fresh file gives. Exit status 1
where anything was lost."""
import argparse, collections, csv, io, json, os, random, re, shutil, signal, subprocess, sys, tempfile, threading, time, urllib.error, urllib.request
from pathlib import Path

from scratch_server import ScratchServer


STATES = {"属实": "confirmed", "待补证": "awaiting-evidence"}  # as asked of the workbench, and as exported


def descendants(process):
    """Process ids of the tree below `process`, itself first."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path("/proc", entry, "stat").read_text()
                parents[int(entry)] = int(stat[stat.rindex(")") + 2:].split()[1])
            except (OSError, ValueError, IndexError):
                pass
    tree = [process]
    for one in tree:
        tree.extend(child for child, parent in parents.items() if parent == one)
    return tree


def kill_one(process, choice, longest):
    """Kills one process of the tree, in half of the cases one below the first, for which it waits so many seconds at most, and then a
    moment; returns which: parent, or below."""
    if choice.random() < 0.5:
        until = time.monotonic() + longest
        while not (below := descendants(process)[1:]) and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(choice.uniform(0, 0.3 * longest))
        below = descendants(process)[1:] or below
    else:
        below = []
    victim = choice.choice(below) if below else process
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return "below" if below else "parent"


class Trial:
    def __init__(self, arguments, folder):
        self.program, self.notices, self.folder = arguments.program, arguments.folder, Path(folder)
        self.random = random.Random(arguments.seed)
        self.faults, self.kills, self.durations = [], collections.Counter(), {}
        self.server = ScratchServer(["shared_buffers=64MB"]) if arguments.server else None
        self.stores, self.report = 0, self.folder / "report"
        self.new_store()

    def new_store(self):
        self.stores += 1
        self.store = self.server.database(f"store{self.stores}") if self.server else str(self.folder / f"store{self.stores}.db")
        self.decided, self.made = {}, False

    def ingesting(self):
        return [self.program, "ingest", self.notices, "--db", self.store] + (["--lease", "3"] if self.server else [])

    def run(self, *words):
        return subprocess.run([self.program, *words], capture_output=True, text=True, errors="replace")

    def fault(self, what):
        self.faults.append(what)
        print("FAULT:", what, flush=True)

    def killed(self, kind, process, longest):
        """Strikes somewhere while `process` is at work, and waits for its end; a `serve` that was not hit itself must go on answering."""
        time.sleep(self.random.uniform(0, longest))
        if self.server and kind != "audit" and self.random.random() < 1 / 3:
            which = self.kill_server()
        else:
            which = kill_one(process.pid, self.random, max(0.3, longest))
        self.kills[f"{kind} {which}"] += 1
        if kind == "serve" and which != "parent":
            try:
                urllib.request.urlopen(self.base + "notices?limit=1", timeout=90).read()
            except OSError as error:
                self.fault(f"serve does not answer after its {which} was killed: {error}")
            process.kill()
        try:
            process.wait(120)
        except subprocess.TimeoutExpired:
            process.kill()
            self.fault(f"{kind}: did not end after its {which} was killed")

    def kill_server(self):
        sessions = self.server.sessions()
        if sessions and self.random.random() < 0.7:
            try:
                os.kill(self.random.choice(sessions), signal.SIGKILL)
            except ProcessLookupError:
                pass
            return "session of the server"
        self.server.crash()
        return "server"

    def check_store(self):
        out = self.run("export", "--db", self.store)
        if out.returncode in (0, 1):
            self.made = True
        elif self.made or not re.search("there is none|holds no store", out.stderr):  # an ingest that was killed before it had made one left none
            self.fault("the store cannot be read: " + out.stderr.strip()[-200:])

    def ingest(self):
        if self.random.random() < 0.2:
            self.new_store()
        process = subprocess.Popen(self.ingesting(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.killed("ingest", process, self.durations["ingest"])
        if self.server or (Path(self.store).exists() and Path(self.store).stat().st_size > 0):
            self.check_store()

    def audit(self):
        process = subprocess.Popen([self.program, "audit", self.notices, "-o", str(self.report)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.killed("audit", process, self.durations["audit"])
        if not self.whole_report():
            self.fault("the report's folder is neither the old one nor the new one")
            shutil.rmtree(self.report, ignore_errors=True)
            self.run("audit", self.notices, "-o", str(self.report))

    def whole_report(self):
        try:
            run = json.loads((self.report / "run.json").read_text())
            listed = run.get("files") or run.get("written") or {}
            for name in listed if isinstance(listed, dict) else []:
                if not (self.report / name).exists():
                    return False
            return (self.report / "index.html").exists() and (self.report / "findings.json").exists()
        except (OSError, ValueError):
            return False

    def serve(self):
        self.run(*self.ingesting()[1:])
        self.made = True
        process = subprocess.Popen([self.program, "serve", "--db", self.store, "--port", "0"], stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        line = process.stdout.readline()
        port = re.search(r":(\d+)", line)
        if not port:
            process.kill()
            process.wait()
            return self.fault("serve did not begin: " + line.strip())
        base = self.base = f"http://127.0.0.1:{port.group(1)}/api/v1/"
        end = time.monotonic() + self.random.uniform(0.05, 0.6)
        asked, items = {}, []
        try:
            items = json.load(urllib.request.urlopen(base + "notices?limit=5", timeout=20))["items"]
            while time.monotonic() < end and items:
                notice = json.load(urllib.request.urlopen(base + "notices/" + str(self.random.choice(items)["id"]), timeout=20))
                if not notice["findings"]:
                    continue
                finding = self.random.choice(notice["findings"])["id"]
                status = self.random.choice(list(STATES))
                request = urllib.request.Request(base + f"findings/{finding}/decision", method="PUT",
                                                 data=json.dumps({"status": status}).encode(), headers={"X-Gongshi": "1"})
                asked[finding] = None  # sent, not yet answered: either state is right
                if urllib.request.urlopen(request, timeout=20).status == 200:
                    asked[finding] = status
                    self.decided[finding] = status
        except urllib.error.HTTPError as error:
            if error.code != 409 and not (self.server and error.code == 503):
                self.fault(f"serve answered {error.code}")
        except OSError:
            pass
        # Pictures of pages are drawn by processes below it.
        pictures = [threading.Thread(target=self.look, args=(f"{base}notices/{item['id']}/pages/1",)) for item in items]
        for picture in pictures:
            picture.start()
        self.killed("serve", process, 0.05)
        for picture in pictures:
            picture.join()
        process.stdout.close()
        for finding, status in asked.items():
            if status is None:
                self.decided.pop(finding, None)
        lines = csv.DictReader(io.StringIO(self.run("export", "--db", self.store).stdout.lstrip("\ufeff")))
        stored = {line["id"]: line["state"] for line in lines}
        for finding, status in self.decided.items():
            if stored.get(finding) != STATES[status]:
                self.fault(f"the decision on {finding} was answered with 200 and is not in the store")

    @staticmethod
    def look(url):
        try:
            urllib.request.urlopen(url, timeout=20).read()
        except OSError:
            pass  # killed, or a form without pages

    def go(self, kills, minutes):
        for kind, words in (("ingest", self.ingesting()[1:]),
                            ("audit", ["audit", self.notices, "-o", str(self.report)])):
            begun = time.monotonic()
            self.run(*words)
            self.durations[kind] = time.monotonic() - begun
        until = time.monotonic() + 60 * minutes
        kinds = [self.ingest, self.audit, self.serve]
        while sum(self.kills.values()) < kills and time.monotonic() < until:
            kinds[sum(self.kills.values()) % 3]()
            if sum(self.kills.values()) % 100 == 0:
                print(f"{sum(self.kills.values())} kills, {len(self.faults)} faults", flush=True)
        last = self.run(*self.ingesting()[1:])
        fresh = str(self.folder / "fresh.db")
        self.run("ingest", self.notices, "--db", fresh)
        exports = [self.run("export", "--db", db, "--format", "json", "--what", "records") for db in (self.store, fresh)]
        ends = [sorted(export.stdout.splitlines()) for export in exports]
        if ends[0] != ends[1]:
            self.fault(f"after all kills the store differs from a fresh one: {len(ends[0])} and {len(ends[1])} notices; the last ingest "
                       f"ended with {last.returncode}: {last.stderr.strip()[-300:]}; the export: {exports[0].stderr.strip()[-300:]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", action="store_true", help="the store on a PostgreSQL server, which is killed too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(arguments, folder)
        try:
            trial.go(arguments.kills, arguments.minutes)
        finally:
            if trial.server:
                trial.server.end()
        print(f"{sum(trial.kills.values())} kills: " + ", ".join(f"{kind} {n}" for kind, n in sorted(trial.kills.items())))
        print(f"{len(trial.faults)} faults")
        return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main())
