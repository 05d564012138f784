#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Load of an office on the workbench: workbench.py PROGRAM STORE [--reviewers 50] [--seconds 60] [--pause 1] [--ingest MAKE_NOTICES].

Each reviewer lists the queue, searches, opens notices (page and API) and decides findings over one kept connection, with a pause
around --pause seconds between two requests (0: as fast as the server answers, which measures throughput, not what people wait for).
Meanwhile `gongshi ingest` takes new notices into the same store, twenty after twenty as MAKE_NOTICES (bench/make_notices) writes
them. Prints p50, p95 and the largest time of every kind of request as the client sees it, processor seconds of the server per
request, and its memory. The store is used in place and gets decisions: take a copy of one that matters. bench/make_store makes one
of 100 000 notices."""
import argparse, asyncio, json, os, random, re, shutil, subprocess, sys, tempfile, time
from urllib.parse import quote

COMMON = ["网格", "议事会", "监控", "12", "居民", "服务站", "平台"]
RARE = ["柳岸", "0317", "2046", "青禾里", "108户", "第3网格"]


class Reviewer:
    def __init__(self, port, seed, times, pause):
        self.port, self.random, self.times, self.pause = port, random.Random(seed), times, pause

    async def ask(self, kind, method, path, body=None):
        if self.pause:
            await asyncio.sleep(self.random.uniform(0, 2 * self.pause))
        data = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Gongshi: 1\r\nContent-Length: {len(data)}\r\n\r\n"
        begun = time.perf_counter()
        self.writer.write(head.encode() + data)
        status = int((await self.reader.readline()).split()[1])
        length = 0
        while (line := await self.reader.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        answer = await self.reader.readexactly(length)
        self.times.setdefault(kind, []).append(time.perf_counter() - begun)
        if status >= 400 and status != 409:
            raise RuntimeError(f"{method} {path}: {status} {answer[:200]!r}")
        return answer

    async def work(self, until):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
        total = json.loads(await self.ask("list", "GET", "/api/v1/notices?limit=1"))["total"]
        while time.perf_counter() < until:
            offset = self.random.randrange(max(1, total - 50))
            await self.ask("list page", "GET", f"/?offset={offset // 50 * 50}")
            items = json.loads(await self.ask("list", "GET", f"/api/v1/notices?limit=50&offset={offset}"))["items"]
            await self.ask("search", "GET", "/api/v1/notices?q=" + quote(self.random.choice(COMMON + RARE)))
            for item in self.random.sample(items, min(3, len(items))):
                await self.ask("notice page", "GET", "/notices/" + item["id"])
                notice = json.loads(await self.ask("notice", "GET", "/api/v1/notices/" + item["id"]))
                for finding in notice["findings"][:2]:
                    status = self.random.choice(["属实", "待补证"])
                    await self.ask("decision", "PUT", f"/api/v1/findings/{finding['id']}/decision", {"status": status})
        self.writer.close()


async def run(port, arguments, times):
    until = time.perf_counter() + arguments.seconds
    await asyncio.gather(*(Reviewer(port, seed, times, arguments.pause).work(until) for seed in range(arguments.reviewers)))


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid, name):
    with open(f"/proc/{pid}/status") as status:
        return int(next(line for line in status if line.startswith(name)).split()[1]) // 1024


def ingest_for_ever(program, store, make_notices):
    """A shell that goes on until it is ended."""
    work = tempfile.mkdtemp(prefix="gongshi-bench-")
    first = random.randrange(10**6, 10**8)
    script = f"""round=0
while true; do round=$((round + 1))
  {make_notices} {work}/$round 20 $(({first} + 20 * round))
  nice -n 5 {program} ingest {work}/$round --db {store} --ocr none --jobs 1 >{work}/log 2>&1
  echo $round > {work}/rounds
done"""
    return subprocess.Popen(["bash", "-c", script], start_new_session=True), work


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("store")
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--ingest")
    parser.add_argument("--nice", type=int, default=0, help="of the server; below 0 needs root")
    arguments = parser.parse_args()
    begun = time.perf_counter()
    server = subprocess.Popen([arguments.program, "serve", "--db", arguments.store, "--port", "0"], stdout=subprocess.PIPE, text=True,
                              preexec_fn=lambda: os.nice(arguments.nice))
    intake = work = None
    try:
        port = int(re.search(r":(\d+)/", server.stdout.readline()).group(1))
        print(f"ready after {time.perf_counter() - begun:.1f} s, {processor_seconds(server.pid):.1f} s of processor time, "
              f"{memory(server.pid, 'VmRSS')} MB; load of the machine {os.getloadavg()[0]:.1f}")
        if arguments.ingest:
            intake, work = ingest_for_ever(arguments.program, arguments.store, arguments.ingest)
        times = {}
        started = processor_seconds(server.pid)
        asyncio.run(run(port, arguments, times))
        spent = processor_seconds(server.pid) - started
        requests = sum(len(values) for values in times.values())
        for kind, values in sorted(times.items()):
            values.sort()
            at = lambda share: values[min(len(values) - 1, int(len(values) * share))] * 1000
            print(f"{kind:12} {len(values):7} requests  p50 {at(.5):7.1f} ms  p95 {at(.95):7.1f} ms  most {values[-1] * 1000:7.1f} ms")
        print(f"processor {spent:.1f} s for {requests} requests: {spent / requests * 1000:.2f} ms each")
        print(f"memory {memory(server.pid, 'VmRSS')} MB, at most {memory(server.pid, 'VmHWM')} MB; load of the machine {os.getloadavg()[0]:.1f}")
        if work and os.path.exists(work + "/rounds"):
            print("ingests finished meanwhile:", open(work + "/rounds").read().strip())
    finally:
        if intake:
            os.killpg(intake.pid, 15)
            intake.wait()
            time.sleep(1)
            shutil.rmtree(work, ignore_errors=True)
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
