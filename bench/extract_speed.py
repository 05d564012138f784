#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and memory of `gongshi extract` beside `pdftotext -layout` on the same text PDF, in turn.

    bench/extract_speed.py FILE.pdf [--runs 7] [--program build/release/bin/gongshi]

Prints, for each, the median processor time (user + system), wall time and peak memory of the whole process, and the median of the
paired ratios. pdftotext is in the package poppler-utils.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def measure(command):
    """(processor seconds, wall seconds, peak MB) of one run."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--program", default=str(ROOT / "build/release/bin/gongshi"))
    arguments = parser.parse_args()
    commands = {"gongshi extract": [arguments.program, "extract", arguments.file, "--format", "json"],
                "pdftotext -layout": ["pdftotext", "-layout", arguments.file, "-"]}
    for command in commands.values():
        measure(command)  # warm the caches
    runs = {name: [] for name in commands}
    for _ in range(arguments.runs):
        for name, command in commands.items():
            runs[name].append(measure(command))
    for name, figures in runs.items():
        cpu, wall, memory = (statistics.median(column) for column in zip(*figures))
        print(f"{name:18} processor {cpu:6.2f} s  wall {wall:6.2f} s  peak {memory:6.1f} MB")
    mine, theirs = runs.values()
    for column, label in ((0, "processor time"), (1, "wall time")):
        ratios = [a[column] / b[column] for a, b in zip(mine, theirs)]
        print(f"ratio of {label}: median {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")


if __name__ == "__main__":
    main()
