#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognition of scans and photos: figures and times by form of file and engine, beside the `tesseract` command line on the same page pictures.

    bench/ocr.py [--build build/release] [--shared ../shared] [--engine pp-ocr tesseract] [--form scan-fax …] [--no-times] [--files] [--keep DIR]

The corpus folder is as for bench/score.py; the figures are those of its eval/score.py, per cent. Times are processor seconds per page on one thread:
`read` without the second look at figures, `look` what the second look adds, `command` the command line (chi_sim, psm 6, OpenMP off) on the page
pictures as the recogniser gets them. `MB` is the peak memory of the whole program with two workers. --keep writes each file's records there.
"""
import argparse, collections, json, os, pathlib, resource, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIGURES = ("rows", "chars", "cells", "claims", "figures", "silent", "marked", "meta")
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def form_of(name):
    form = name.split(".")[-2]
    return "many-" + form if name.startswith("many-") else form


def run(command, **options):
    """Output and complaints of one program."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    output, complaints = process.communicate()
    return output, complaints


def extract(program, engine, path):
    """The program's records and its peak memory in MB (the largest of its processes)."""
    with tempfile.NamedTemporaryFile() as memory:
        output, _ = run(["/usr/bin/time", "-f", "%M", "-o", memory.name, program, "extract", "--ocr", engine, "--format", "json", path])
        words = pathlib.Path(memory.name).read_text().split()
    return output, int(words[-1]) / 1024 if words else 0.0


def command_line_seconds(pages_program, path):
    """Processor seconds and pages of the tesseract command line on the file's pages."""
    with tempfile.TemporaryDirectory() as folder:
        told = json.loads(run([pages_program, "--write", folder, path])[0])
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        for number, dpi in enumerate(told["dpi"], 1):
            run(["tesseract", f"{folder}/page-{number}.pgm", "stdout", "-l", "chi_sim", "--psm", "6", "--dpi", dpi], env=ONE_THREAD)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Sums:
    """What the files of a form give together."""

    def __init__(self):
        self.counts = collections.defaultdict(collections.Counter)
        self.pages, self.read, self.look, self.command, self.memory, self.files = 0, 0.0, 0.0, 0.0, 0.0, 0

    def add(self, scores, times, command, memory):
        for key, value in scores.items():
            for part, number in (value.items() if isinstance(value, dict) else [("ok", value)]):
                if isinstance(number, (int, float)) and part != "share": self.counts[key][part] += number
        self.files += 1
        self.memory = max(self.memory, memory)
        if times:
            self.pages += times["pages"]
            self.read += times["seconds"]
            self.look += times["seconds_with_second_look"] - times["seconds"]
            self.command += command

    def line(self, form, engine):
        shares = [f"{100 * self.counts[k]['ok'] / self.counts[k]['of']:7.2f}" if self.counts[k]["of"] else "      –" for k in FIGURES]
        per_page = [f"{value / self.pages:7.2f}" if self.pages else "      –" for value in (self.read, self.look, self.command)]
        counted = " ".join(f"{key} {self.counts[key]['ok']}/{self.counts[key]['of']}" for key in ("figures", "silent", "marked"))
        return f"{form:14} {engine:9} {self.files:2} {' '.join(shares)} {self.counts['extra']['ok']:5} {' '.join(per_page)} {self.memory:5.0f}   {counted}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--engine", nargs="*", default=["pp-ocr", "tesseract"])
    parser.add_argument("--form", nargs="*", help="only these forms")
    parser.add_argument("--no-times", action="store_true", help="figures only")
    parser.add_argument("--files", action="store_true", help="one line per file as well")
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    program, pages_program = arguments.build / "bin/gongshi", arguments.build / "bench/ocr_pages"
    corpus = arguments.shared / "corpus"
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    names = sorted(name for name in manifest if ("scan" in form_of(name) or "photo" in form_of(name)) and (not arguments.form or form_of(name) in arguments.form))
    if arguments.keep: arguments.keep.mkdir(parents=True, exist_ok=True)
    commands = {name: 0.0 if arguments.no_times else command_line_seconds(pages_program, corpus / "docs" / name) for name in names}
    print(f"{'form':14} {'engine':9} {'n':>2} " + " ".join(f"{key:>7}" for key in FIGURES) + f" extra {'read':>7} {'look':>7} {'command':>7} {'MB':>5}")
    for engine in arguments.engine:
        forms = collections.defaultdict(Sums)
        for name in names:
            path = corpus / "docs" / name
            records, memory = extract(program, engine, path)
            if arguments.keep: (arguments.keep / f"{name}.{engine}.json").write_bytes(records)
            gold = [str(corpus / "gold" / f"{notice}.json") for notice in manifest[name]]
            scored = subprocess.run([sys.executable, str(arguments.shared / "eval/score.py"), "extract", "--json", *gold],
                                    input=records or b'{"notices": []}', capture_output=True)
            times = None if arguments.no_times else json.loads(run([pages_program, "--engine", engine, path])[0])
            forms[form_of(name)].add(json.loads(scored.stdout), times, commands[name], memory)
            if arguments.files:
                one = Sums()
                one.add(json.loads(scored.stdout), times, commands[name], memory)
                print("  " + one.line(name.split(".")[0][:12], engine))
            sys.stdout.flush()
        for form in sorted(forms): print(forms[form].line(form, engine))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
