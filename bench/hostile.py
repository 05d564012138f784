#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hostile files cost: hostile.py PROGRAM PATH... [--seconds 3] [--memory 400] [--stop 120].

Each file is audited with all of its reports. Prints processor time of all processes together, the peak of any one process
(MB), what came of the file, its notices and rows, and the size of the largest report. Exit status 1 where a file is over a
limit, or where the run did not end by itself."""
import argparse, json, os, signal, sys, tempfile, time
from pathlib import Path


def measured(command, folder, stop):
    """Runs `command`; returns its exit status (None where it had to be stopped), processor seconds, peak in MB."""
    begun = time.monotonic()
    process = os.fork()
    if process == 0:
        os.setpgid(0, 0)
        with open(folder / "output", "wb") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        os.execvp(command[0], command)
    stopped = False
    while True:
        done, status, usage = os.wait4(process, os.WNOHANG)
        if done:
            break
        if not stopped and time.monotonic() - begun > stop:
            os.killpg(process, signal.SIGTERM)
            stopped = True
        time.sleep(0.02)
    return (None if stopped else os.waitstatus_to_exitcode(status)), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def what_came(report):
    """Outcome, notices, rows, problems of the one file of a report."""
    try:
        found = json.loads((report / "findings.json").read_text())
    except (OSError, ValueError):
        return "no report", 0, 0, []
    files = found.get("files", [found])
    notices = [notice for file in files for notice in file.get("notices", [])]
    problems = [problem["code"] for file in files for problem in file.get("problems", [])]
    rows = sum(len(notice.get("rows", [])) for notice in notices)
    return ",".join(sorted({file.get("outcome", "read") for file in files})), len(notices), rows, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=3, help="of processor time, all processes together")
    parser.add_argument("--memory", type=float, default=400, help="MB of any one process")
    parser.add_argument("--stop", type=float, default=120, help="seconds after which a run is ended")
    arguments = parser.parse_args()
    files = [f for path in arguments.paths for f in (sorted(path.rglob("*")) if path.is_dir() else [path]) if f.is_file()]
    over = 0
    print(f"{'file':32} {'status':>6} {'cpu s':>6} {'MB':>5} {'notices':>7} {'rows':>6} {'largest':>9}  problems")
    for path in files:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report"
            status, seconds, peak = measured(
                [arguments.program, "audit", str(path), "-o", str(report), "--csv", "--letters"], Path(folder), arguments.stop)
            outcome, notices, rows, problems = what_came(report)
            largest = max((f.stat().st_size for f in report.rglob("*") if f.is_file()), default=0)
            bad = status is None or status < 0 or seconds > arguments.seconds or peak > arguments.memory
            over += bad
            ended = "stopped" if status is None else str(status)
            print(f"{path.name[:32]:32} {ended:>6} {seconds:6.2f} {peak:5.0f} {notices:7} {rows:6} {largest / 1e6:7.2f}MB  "
                  f"{outcome} {' '.join(sorted(set(problems)))}{'  OVER' if bad else ''}", flush=True)
    print(f"{len(files) - over} of {len(files)} within {arguments.seconds:g} s and {arguments.memory:g} MB")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
