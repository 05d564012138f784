#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the Chinese that stands in C++ outside of tests/ and bench/: string literals and characters with Han in them, comments left out.
Words that steer the program belong into data files; signs (numerals, dates, units, ordinals) into schema/chinese_signs.h, whose
characters may stand in character literals everywhere. Fails where more is left than --ceiling.

    scripts/count_literals.py [--list] [--ceiling N] [--words]

--list shows every literal that counts. --words fails where any C++ file names a word of a built-in programme's standard."""
import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

top = Path(__file__).resolve().parent.parent
SIGNS = "schema/chinese_signs.h"
# What stays in code, with the reason: a format's own keywords, which no programme of notices could want otherwise.
# File: how many, why.
ALLOWED = {
    "extract/word/number_format.cpp": (87, "Word's numbering formats: the numerals and cycles that the format itself defines"),
    "extract/sheet/number_text.cpp": (8, "the spreadsheet format's own built-in date formats of the Chinese locale"),
    "extract/sheet/sheet_grid.cpp": (1, "what the office program itself calls a sheet that nobody has named"),
    "report/ledger.cpp": (1, "a typeface's name, as it is installed"),
    "report/plots.cpp": (1, "a typeface's name, as it is installed"),
    "report/report_folder.cpp": (1, "what reports of earlier versions called a file: it must not follow today's words"),
    "schema/finding_identity.cpp": (1, "part of the identity of every finding that was decided: other words would orphan decisions"),
}
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'                                          # comments
    r'|(?P<raw>(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]*)\((?P<body>.*?)\)(?P=mark)")'
    r'|(?P<text>(?:u8|u|U|L)?"(?:[^"\\\n]|\\.)*")'
    r"|(?P<sign>(?:u8|u|U|L)?(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)+')", re.DOTALL)


def literals(text):
    """(line, literal, whether it is one character) of each literal with Han in it."""
    for found in TOKEN.finditer(text):
        literal = found["raw"] or found["text"] or found["sign"]
        if literal and HAN.search(literal):
            yield text.count("\n", 0, found.start()) + 1, literal, found["sign"] is not None


def sources():
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.cpp", "*.h"], cwd=top, check=False, text=True,
                           capture_output=True).stdout.split()
    if not names:  # a copy of the tree without its history
        names = [str(path.relative_to(top)) for folder in top.iterdir() if folder.is_dir() and folder.name not in ("build", ".git")
                 for path in folder.rglob("*") if path.suffix in (".cpp", ".h")]
    return sorted(name for name in names if not name.startswith(("tests/", "bench/", "build/")) and (top / name).exists())


def members(value, names):
    """Every string under one of these names, anywhere in a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in names:
                yield from ([inner] if isinstance(inner, str) else [one for one in inner if isinstance(one, str)]
                            if isinstance(inner, list) else [])
            yield from members(inner, names)
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner, names)


def programme_words():
    """What only a programme says: titles, tiers, indicators, their texts, metrics, provinces and cities."""
    words = set()
    for folder in sorted((top / "programmes").iterdir()):
        if not (folder / "programme.json").exists():
            continue
        programme = json.loads((folder / "programme.json").read_text())
        words.update(members(programme, {"programme", "notice", "title", "table_title"}))
        for standard in (folder / "standards").glob("*.json"):
            words.update(members(json.loads(standard.read_text()),
                                 {"title", "document_numbers", "name", "category", "definition", "requirement", "text", "metric",
                                  "numerator", "denominator"}))
        metrics = folder / "words/metrics.json"
        if metrics.exists():
            words.update(json.loads(metrics.read_text()).get("special", {}).values())
    for regions in [top / "normalize/data/regions.json", *(top / "programmes").glob("*/words/regions.json")]:
        for province, cities in json.loads(regions.read_text()).get("provinces", {}).items():
            words.update([province, re.sub("省$", "", province), *cities])
    return {word for word in words if HAN.search(word) and len(word) > 1}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--ceiling", type=int)
    options = parser.parse_args()
    signs = {one for _, literal, _ in literals((top / SIGNS).read_text()) for one in HAN.findall(literal)}
    counts, excused, named = Counter(), Counter(), []
    words = programme_words() if options.words else set()
    if options.words and len(words) < 200:
        sys.exit(f"only {len(words)} words of the programmes found")
    for name in sources():
        for line, literal, is_sign in literals((top / name).read_text()):
            for word in words:
                if word in literal:
                    named.append(f"{name}:{line}: {literal} names {word}, which only a programme's data may")
            if name == SIGNS or (is_sign and set(HAN.findall(literal)) <= signs):
                continue
            if name in ALLOWED and excused[name] < ALLOWED[name][0]:
                excused[name] += 1
                continue
            counts[name] += 1
            if options.list:
                print(f"{name}:{line}: {literal}")
    for name, count in counts.most_common():
        print(f"{count:5} {name}")
    for name, (_, reason) in ALLOWED.items():
        print(f"{excused[name]:5} {name}, allowed: {reason}")
    print(f"{sum(counts.values())} Chinese literals in C++ outside of {SIGNS} and the {sum(excused.values())} allowed")
    print(*named, sep="\n", end="\n" if named else "")
    if named or (options.ceiling is not None and sum(counts.values()) > options.ceiling):
        sys.exit("Words belong into data files (normalize/data, audit/data, programmes/…), signs into " + SIGNS + ".")


main()
