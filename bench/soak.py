#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours of an office in which everything goes wrong: soak.py PROGRAM FOLDER [--minutes 60] [--disk 512] [--seed 1].

FOLDER holds notices. The store and the notices lie on a disk of so many MB (a tmpfs where one may be mounted; else an
ordinary folder, without the full disk). A `serve` runs all the time, is asked for pages and takes decisions; again and again
an `ingest` takes in notices that come, change and go. Meanwhile, at random: a process below either is killed, the disk is
full for a while, the processes stand still for a while as a slow disk makes them, the workbench is ended and started again.
Its memory is measured every few seconds.

Exit status 1 where a decision that was answered with 200 is lost, where the workbench answers with a failure while nothing is
wrong with the disk, where its memory grows (the last quarter above 1.3 of the second quarter and 32 MB more), or where at the
end an undisturbed ingest gives another store than a fresh one."""
import argparse, collections, csv, io, json, os, random, re, shutil, signal, statistics, subprocess, sys, tempfile, threading, time, urllib.error, urllib.request
from pathlib import Path

from kills import STATES, descendants


class Soak:
    def __init__(self, arguments, folder):
        self.program, self.random = arguments.program, random.Random(arguments.seed)
        self.disk = Path(folder)
        self.mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={arguments.disk}m", "tmpfs", str(self.disk)],
                                      capture_output=True).returncode == 0
        self.store, self.inbox = str(self.disk / "store.db"), self.disk / "in"
        self.inbox.mkdir()
        self.samples = [path for path in sorted(Path(arguments.folder).rglob("*")) if path.is_file()]
        self.faults, self.events, self.memory = [], collections.Counter(), []
        self.decided, self.full = {}, False
        self.server = self.port = None
        self.minutes = arguments.minutes

    def fault(self, what):
        self.faults.append(what)
        print("FAULT:", what, flush=True)

    def run(self, *words):
        return subprocess.run([self.program, *words], capture_output=True, text=True, errors="replace")

    def start_server(self):
        self.server = subprocess.Popen([self.program, "serve", "--db", self.store, "--port", "0", "--ocr", "none"],
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        line = self.server.stdout.readline()
        found = re.search(r":(\d+)", line)
        if not found:
            return self.fault("serve did not begin: " + line.strip())
        self.port = found.group(1)
        # Its words go on being read, so that it is never kept waiting.
        threading.Thread(target=self.server.stdout.read, daemon=True).start()

    def end_server(self, how):
        self.server.send_signal(how)
        try:
            self.server.wait(60)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
            self.fault("serve did not end")

    def ask(self, path, status=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/{path}", method="PUT" if status else "GET",
                                         data=json.dumps({"status": status}).encode() if status else None,
                                         headers={"X-Gongshi": "1"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def review(self):
        """Pages and decisions, for a while."""
        end = time.monotonic() + self.random.uniform(0.5, 3)
        try:
            while time.monotonic() < end:
                items = self.ask("notices?limit=20")["items"]
                if not items:
                    return
                notice = self.ask("notices/" + str(self.random.choice(items)["id"]))
                self.ask("search?q=%E7%A4%BE%E5%8C%BA&limit=5")
                if notice["findings"]:
                    finding, status = self.random.choice(notice["findings"])["id"], self.random.choice(list(STATES))
                    self.decided.pop(finding, None)  # either state is right until it is answered
                    self.ask(f"findings/{finding}/decision", status)
                    self.decided[finding] = status
                    self.events["decisions"] += 1
        except urllib.error.HTTPError as error:
            if error.code >= 500 and not self.full:
                self.fault(f"serve answered {error.code}: {error.read()[:200]!r}")
        except OSError:
            if self.server.poll() is not None:
                self.fault("serve has ended")

    def change_inbox(self):
        for _ in range(self.random.randint(1, 3)):
            name = self.inbox / f"{self.random.randrange(12):02}{self.random.choice(self.samples).suffix}"
            try:
                if self.random.random() < 0.2:
                    name.unlink(missing_ok=True)
                else:
                    shutil.copyfile(self.random.choice([s for s in self.samples if s.suffix == name.suffix]), name)
            except OSError:
                pass  # the disk is full

    def fill_disk(self):
        if not self.mounted:
            return
        self.full = True
        self.events["full disk"] += 1
        try:
            with open(self.disk / "filler", "wb") as filler:
                while True:
                    filler.write(bytes(1 << 16))
        except OSError:
            pass

    def free_disk(self):
        (self.disk / "filler").unlink(missing_ok=True)
        self.full = False

    def stand_still(self, process):
        tree = descendants(process)
        for victim in tree:
            self.signal(victim, signal.SIGSTOP)
        time.sleep(self.random.uniform(0.2, 2))
        for victim in tree:
            self.signal(victim, signal.SIGCONT)
        self.events["stood still"] += 1

    @staticmethod
    def signal(process, which):
        try:
            os.kill(process, which)
        except ProcessLookupError:
            pass

    def kill_below(self, process):
        until = time.monotonic() + 3
        while not (below := descendants(process)[1:]) and time.monotonic() < until:
            time.sleep(0.01)
        if below:
            self.signal(self.random.choice(below), signal.SIGKILL)
            self.events["killed below"] += 1

    def measure(self):
        try:
            status = Path(f"/proc/{self.server.pid}/status").read_text()
            self.memory.append(int(re.search(r"VmRSS:\s*(\d+)", status).group(1)) / 1024)
        except (OSError, AttributeError):
            pass

    def round(self):
        self.change_inbox()
        ingest = subprocess.Popen([self.program, "ingest", str(self.inbox), "--db", self.store, "--ocr", "none"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.events["ingests"] += 1
        time.sleep(self.random.uniform(0, 0.5))
        trouble = self.random.randrange(7)
        if trouble == 0:
            self.kill_below(ingest.pid)
        elif trouble == 1:
            self.signal(ingest.pid, signal.SIGKILL)
            self.events["killed ingests"] += 1
        elif trouble == 2:
            self.fill_disk()
        elif trouble == 3:
            self.stand_still(self.random.choice([ingest.pid, self.server.pid]))
        self.review()
        try:
            ingest.wait(180)
        except subprocess.TimeoutExpired:
            ingest.kill()
            ingest.wait()
            self.fault("ingest did not end")
        self.free_disk()
        if trouble == 4 and self.random.random() < 0.3:
            self.end_server(self.random.choice([signal.SIGTERM, signal.SIGKILL]))
            self.events["restarts"] += 1
            self.start_server()
        self.measure()

    def check_decisions(self):
        lines = csv.DictReader(io.StringIO(self.run("export", "--db", self.store).stdout.lstrip("\ufeff")))
        stored = {line["id"]: line["state"] for line in lines}
        kept = 0
        for finding, status in self.decided.items():
            if finding in stored:
                kept += 1
                if stored[finding] != STATES[status]:
                    self.fault(f"the decision on {finding} was answered with 200 and is not in the store")
        return kept

    def go(self):
        for sample in self.samples[:6]:
            shutil.copyfile(sample, self.inbox / (f"{self.samples.index(sample):02}" + sample.suffix))
        self.run("ingest", str(self.inbox), "--db", self.store, "--ocr", "none")
        self.start_server()
        until = time.monotonic() + 60 * self.minutes
        while time.monotonic() < until and not self.faults:
            self.round()
        self.end_server(signal.SIGTERM)
        self.free_disk()
        self.run("ingest", str(self.inbox), "--db", self.store, "--ocr", "none")
        kept = self.check_decisions()
        fresh = str(self.disk / "fresh.db")
        self.run("ingest", str(self.inbox), "--db", fresh, "--ocr", "none")
        ends = [sorted(self.run("export", "--db", db, "--format", "json", "--what", "records").stdout.splitlines())
                for db in (self.store, fresh)]
        if ends[0] != ends[1]:
            self.fault(f"at the end the store differs from a fresh one ({len(ends[0])} and {len(ends[1])} notices)")
        quarter = len(self.memory) // 4
        if quarter > 2:
            early, late = (statistics.median(self.memory[i * quarter:(i + 1) * quarter]) for i in (1, 3))
            print(f"memory of serve: {early:.0f} MB in the second quarter, {late:.0f} MB in the last, at most {max(self.memory):.0f} MB")
            if late > 1.3 * early + 32:
                self.fault("the memory of serve grows")
        print(", ".join(f"{n} {what}" for what, n in sorted(self.events.items())) + f"; {kept} decisions looked for at the end")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--disk", type=int, default=512, help="MB")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp()
    soak = Soak(arguments, folder)
    try:
        soak.go()
    finally:
        if soak.server and soak.server.poll() is None:
            soak.server.kill()
        if soak.mounted:
            subprocess.run(["umount", "-l", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(soak.faults)} faults" + ("" if soak.mounted else "; no disk could be mounted: never full"))
    return 1 if soak.faults else 0


if __name__ == "__main__":
    sys.exit(main())
