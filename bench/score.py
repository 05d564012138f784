#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Score the built program on a corpus of notices with gold records and labels, one line per form of file.

    bench/score.py [--program build/release/bin/gongshi] [--shared ../shared] [--form docx …] [--mode extract|audit|both] [--jobs 2]

The corpus folder holds corpus/manifest.json (file name → gold ids in order), corpus/docs, corpus/gold, corpus/labels and eval/score.py. Figures are
sums over the files of a form. The form of a file is the word before its ending: 01.pdf-web.pdf has the form pdf-web; many-*.pdf.pdf is many-pdf.
"""
import argparse, collections, concurrent.futures, json, os, subprocess, sys, time

EXTRACT = ("notices", "rows", "cells", "chars", "claims", "figures", "marked", "silent", "meta")


def form_of(name):
    form = name.split(".")[-2]
    return "many-" + form if name.startswith("many-") else form


def score(arguments, mode, name, ids):
    corpus = os.path.join(arguments.shared, "corpus")
    command = [arguments.program, mode, "--format", "json", os.path.join(corpus, "docs", name)]
    started = time.monotonic()
    run = subprocess.run(command, capture_output=True)
    seconds = time.monotonic() - started
    folder = "gold" if mode == "extract" else "labels"
    references = [os.path.join(corpus, folder, i + ".json") for i in ids]
    references = [r for r in references if os.path.exists(r)]
    if not run.stdout.strip():
        run_output, note = b'{"notices": []}', run.stderr.decode(errors="replace").strip()[-200:]
    else:
        run_output, note = run.stdout, ""
    figures = subprocess.run([sys.executable, os.path.join(arguments.shared, "eval", "score.py"), mode, "--json", *references],
                             input=run_output, capture_output=True)
    return json.loads(figures.stdout), seconds, note


def total(results):
    sums = collections.defaultdict(collections.Counter)
    for figures, _, _ in results:
        for key, value in figures.items():
            for part, number in (value.items() if isinstance(value, dict) else [("ok", value)]):
                if isinstance(number, (int, float)) and part != "share": sums[key][part] += number
    return sums


def percent(counts):
    return "     –" if not counts["of"] else f"{100 * counts['ok'] / counts['of']:6.2f}"


def print_extract(form, results, seconds):
    sums = total(results)
    print(f"{form:12} {len(results):3}  " + " ".join(percent(sums[k]) for k in EXTRACT) + f"  {sums['extra']['ok']:4} {seconds:7.1f}")


def print_audit(form, results, seconds):
    sums = total(results)
    every, grades, supported = sums["ALL"], sums["evidence"], sums["supported"]
    print(f"{form:12} {len(results):3}  hit {every['hit']}/{every['certain']}  false {every['false']}  error-false {sums['error_false']['count']}"
          f"  evidence {percent(grades)}  supported {percent(supported)}  {seconds:.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    built = [p for p in (f"{root}/build/{b}/bin/gongshi" for b in ("release", "dev")) if os.path.exists(p)]
    parser.add_argument("--program", default=max(built, key=os.path.getmtime, default="gongshi"), help="default: the program built last")
    parser.add_argument("--shared", default=os.path.join(root, "..", "shared"))
    parser.add_argument("--form", nargs="*", help="only these forms")
    parser.add_argument("--mode", choices=("extract", "audit", "both"), default="extract")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--files", action="store_true", help="one line per file as well")
    arguments = parser.parse_args()
    manifest = json.load(open(os.path.join(arguments.shared, "corpus", "manifest.json"), encoding="utf-8"))
    forms = collections.defaultdict(list)
    for name in sorted(manifest):
        if not arguments.form or form_of(name) in arguments.form: forms[form_of(name)].append(name)
    for mode in ("extract", "audit") if arguments.mode == "both" else (arguments.mode,):
        if mode == "extract": print(f"{'form':12} {'n':>3}  " + " ".join(f"{k[:6]:>6}" for k in EXTRACT) + "  extra seconds")
        show = print_extract if mode == "extract" else print_audit
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            for form, names in sorted(forms.items()):
                results = list(pool.map(lambda n: score(arguments, mode, n, manifest[n]), names))
                if arguments.files:
                    for name, result in zip(names, results): show(name[:40], [result], result[1])
                show(form, results, sum(r[1] for r in results))
                for name, (_, _, note) in zip(names, results):
                    if note: print(f"    {name}: {note}")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
