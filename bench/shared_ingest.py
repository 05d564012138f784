#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One SQLite file against a PostgreSQL server that 1, 2 and 4 processes fill at once, and what kills and restarts of the server cost.

  bench/shared_ingest.py BUILD FOLDER [NOTICES] [--kills N] [--restarts N] [--only WHAT,...]

BUILD holds bin/gongshi and bench/make_notices; FOLDER is made and keeps the notices. The server is Debian's, started in FOLDER with a socket alone,
with its usual care for the disk (fsync). Prints Markdown rows; ends with status 1 where two stores differ."""
import argparse
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from glob import glob
from pathlib import Path

from scratch_server import ScratchServer

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("folder")
parser.add_argument("notices", type=int, nargs="?", default=2000)
parser.add_argument("--kills", type=int, default=0)
parser.add_argument("--restarts", type=int, default=0)
parser.add_argument("--only", default="sqlite,1,2,4")
arguments = parser.parse_args()

program = Path(arguments.build, "bin/gongshi").resolve()
folder = Path(arguments.folder).resolve()
source = folder / f"in-{arguments.notices}"
folder.mkdir(parents=True, exist_ok=True)
if not source.exists():
    subprocess.run([Path(arguments.build, "bench/make_notices"), source, str(arguments.notices)], check=True, stdout=subprocess.DEVNULL)

server = ScratchServer()


def ingest(store, jobs):
    words = [program, "ingest", source, "--db", store, "--ocr", "none", "--jobs", str(jobs), "--regions", "{city}/{county}", "--lease", "5"]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def server_cpu():
    """Processor seconds of the server and what it started, those that ended too."""
    ticks = 0
    for stat in glob("/proc/[0-9]*/stat"):
        try:
            fields = Path(stat).read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        pid = int(stat.split("/")[2])
        if pid == server.process.pid:
            ticks += sum(int(fields[i]) for i in (11, 12, 13, 14))
        elif int(fields[1]) == server.process.pid:
            ticks += sum(int(fields[i]) for i in (11, 12))
    return ticks / os.sysconf("SC_CLK_TCK")


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(words):
    start = time.time()
    subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.time() - start


def contents(store):
    """What a store holds, as far as exports tell."""
    digest = hashlib.sha256()
    for what in ("records", "findings"):
        digest.update(subprocess.run([program, "export", "--db", store, "--what", what, "--format", "json", "--unmasked", "--all-versions"],
                                     check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    return digest.hexdigest()


def size(store):
    if not str(store).startswith("postgresql:"):
        return Path(store).stat().st_size
    answer = subprocess.run(["psql", "-Atq", store, "-c", "SELECT pg_database_size(current_database())"], check=True, stdout=subprocess.PIPE)
    return int(answer.stdout)


expected = None
failed = False


def check(store, name):
    global expected, failed
    found = contents(store)
    expected = expected or found
    if found != expected:
        failed = True
        print(f"{name}: holds something else than the first store", file=sys.stderr)


def row(name, store, processes, jobs):
    cpu, theirs, start = children_cpu(), server_cpu(), time.time()
    running = [ingest(store, jobs) for _ in range(processes)]
    for process in running:
        process.wait()
    seconds, used, load = time.time() - start, children_cpu() - cpu, server_cpu() - theirs
    search = min(timed([program, "search", "--db", store, "养老服务", "--limit", "20"]) for _ in range(3))
    stats = min(timed([program, "stats", "--db", store, "--by", "county"]) for _ in range(3))
    shutil.rmtree(folder / "report", ignore_errors=True)
    report = timed([program, "report", "--db", store, "-o", folder / "report", "--city", subprocess.run(
        ["ls", source], stdout=subprocess.PIPE, text=True, check=True).stdout.split()[0]])
    print(f"| {name} | {seconds:.0f} s | {arguments.notices / seconds:.1f} | {used:.0f} s | {load:.0f} s | {search:.2f} s | {stats:.2f} s | {report:.1f} s | "
          f"{size(store) / arguments.notices / 1024:.0f} KB |", flush=True)
    check(store, name)


def disturbed():
    """Ingesting processes that are killed, and a server that is stopped, until the work is done."""
    store, kills, restarts, start = server.database("disturbed"), 0, 0, time.time()
    random.seed(1)
    running = [ingest(store, 1) for _ in range(2)]
    while kills < arguments.kills or restarts < arguments.restarts:
        time.sleep(random.uniform(0.2, 1.5))
        if restarts < arguments.restarts and (kills >= arguments.kills or random.random() < arguments.restarts / max(1, arguments.kills)):
            server.crash()
            restarts += 1
        else:
            victim = random.randrange(len(running))
            running[victim].kill()
            running[victim].wait()
            running[victim] = ingest(store, 1)
            kills += 1
    for process in running:
        process.wait()
    print(f"\n{kills} kills of ingesting processes and {restarts} restarts of the server: {time.time() - start:.0f} s", flush=True)
    check(store, "disturbed")


try:
    wanted = arguments.only.split(",")
    cores = os.cpu_count() or 1
    print("| | ingest | notices/s | processor time of gongshi | of the server | search | figures by county | report of a city | size per notice |")
    print("|---|---|---|---|---|---|---|---|---|")
    if "sqlite" in wanted:
        for old in glob(str(folder / "store.db*")):
            os.unlink(old)
        row("SQLite, 1 process", folder / "store.db", 1, cores)
    for processes in (1, 2, 4):
        if str(processes) in wanted:
            row(f"PostgreSQL, {processes} process{'es' if processes > 1 else ''}", server.database(f"p{processes}"), processes, max(1, cores // processes))
    if arguments.kills or arguments.restarts:
        disturbed()
finally:
    server.end()
sys.exit(1 if failed else 0)
