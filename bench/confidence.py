#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does confidence keep its word? Figures of recognised claims by what the program says of them, against the truth.

    bench/confidence.py FOLDER [--build build/release] [--only FORM …] [--shared ../shared]

FOLDER holds manifest.json ({file: [notice]}), docs/ and gold/, as bench/make_scans.py writes them under corpus/. A claim counts as right when its figures are those of
the true record (eval/score.py). One line for each step of stated confidence, for claims that are marked and for those that are not, and one for each form. Claims without
figures are left out; one that was not read at all counts as marked where its row is missing, which `rows` tells.
"""
import argparse, collections, json, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
STEPS = (0.3, 0.5, 0.7, 0.9, 0.95, 1.01)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--only", nargs="*")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.shared / "eval"))
    import score
    table, forms = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for name, notices in json.loads((arguments.folder / "manifest.json").read_text(encoding="utf-8")).items():
        form = name.split(".")[-2]
        if arguments.only and form not in arguments.only: continue
        gold = json.loads((arguments.folder / "gold" / f"{notices[0]}.json").read_text(encoding="utf-8"))
        run = subprocess.run([arguments.build / "bin/gongshi", "extract", "--format", "json", arguments.folder / "docs" / name], capture_output=True, text=True)
        rows = {}
        for line in filter(str.strip, run.stdout.splitlines()):
            for notice in json.loads(line)["notices"]:
                for row in notice["rows"]: rows.setdefault(row["no"], row)
        for true in gold["rows"]:
            row = rows.get(true["no"])
            forms[form]["of"] += 1
            forms[form]["rows"] += row is not None
            want = score.figures(score.norm(true["claim"]))
            if not want: continue
            forms[form]["claims"] += 1
            if row is None: continue
            cell = row["cells"]["claim"]
            right, marked = want == score.figures(score.norm(row["claim"])), cell["uncertain"]
            forms[form]["right"] += right
            forms[form]["marked"] += marked
            forms[form]["silent"] += not right and not marked
            step = next(bound for bound in STEPS if cell["confidence"] < bound)
            table[(marked, step)]["claims"] += 1
            table[(marked, step)]["right"] += right
        sys.stdout.flush()
    print(f"{'stated':>14} {'claims':>7} {'right':>7} {'share':>7}")
    for marked in (False, True):
        total = collections.Counter()
        for bound in STEPS:
            counts = table[(marked, bound)]
            total.update(counts)
            if counts["claims"]: print(f"{'marked' if marked else 'certain':>8} <{min(bound, 1):4.2f} {counts['claims']:7} {counts['right']:7} {100 * counts['right'] / counts['claims']:6.1f}%")
        if total["claims"]: print(f"{'marked' if marked else 'certain':>8}   all {total['claims']:7} {total['right']:7} {100 * total['right'] / total['claims']:6.1f}%")
    for form, counts in sorted(forms.items()):
        print(f"{form:12} rows {counts['rows']}/{counts['of']} figures {counts['right']}/{counts['claims']} silent {counts['silent']} marked {counts['marked']}")


if __name__ == "__main__":
    main()
