#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Load of an office on the workbench: workbench.py PROGRAM STORE [--reviewers 50] [--seconds 20].

Each reviewer lists the queue, searches, opens notices and decides findings as fast as the server answers, over one kept
connection. Prints p50, p95 and the largest time of every kind of request, and the server's memory at the end. The store is
used in place: take a copy of one that matters."""
import argparse, asyncio, json, random, re, subprocess, sys, time
from urllib.parse import quote

WORDS = ["网格", "议事会", "监控", "12", "居民", "服务站", "平台"]


class Reviewer:
    def __init__(self, port, seed, times):
        self.port, self.random, self.times = port, random.Random(seed), times

    async def ask(self, kind, method, path, body=None):
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
            items = json.loads(await self.ask("list", "GET", f"/api/v1/notices?limit=50&offset={offset}"))["items"]
            await self.ask("search", "GET", "/api/v1/notices?q=" + quote(self.random.choice(WORDS)))
            for item in self.random.sample(items, min(3, len(items))):
                await self.ask("page", "GET", "/notices/" + item["id"])
                notice = json.loads(await self.ask("notice", "GET", "/api/v1/notices/" + item["id"]))
                for finding in notice["findings"][:2]:
                    status = self.random.choice(["属实", "待补证"])
                    await self.ask("decision", "PUT", f"/api/v1/findings/{finding['id']}/decision", {"status": status})
        self.writer.close()


async def run(port, reviewers, seconds):
    times = {}
    until = time.perf_counter() + seconds
    await asyncio.gather(*(Reviewer(port, seed, times).work(until) for seed in range(reviewers)))
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("store")
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    begun = time.perf_counter()
    server = subprocess.Popen([arguments.program, "serve", "--db", arguments.store, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)/", server.stdout.readline()).group(1))
        print(f"ready after {time.perf_counter() - begun:.1f} s")
        times = asyncio.run(run(port, arguments.reviewers, arguments.seconds))
        for kind, values in sorted(times.items()):
            values.sort()
            at = lambda share: values[min(len(values) - 1, int(len(values) * share))] * 1000
            print(f"{kind:9} {len(values):7} requests  p50 {at(.5):7.1f} ms  p95 {at(.95):7.1f} ms  most {values[-1] * 1000:7.1f} ms")
        with open(f"/proc/{server.pid}/status") as status:
            print("memory", next(line for line in status if line.startswith("VmRSS")).split(":")[1].strip())
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
