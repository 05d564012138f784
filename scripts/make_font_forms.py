#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes extract/data/font_forms.tsv from Unicode's EquivalentUnifiedIdeograph.txt (Debian package unicode-data).

    scripts/make_font_forms.py [/usr/share/unicode/EquivalentUnifiedIdeograph.txt] > extract/data/font_forms.tsv
"""
import sys

# Vertical and small presentation forms → what Chinese text prints in a horizontal line. NFKC would give ASCII punctuation.
PUNCTUATION = {
    0xFE10: "，", 0xFE11: "、", 0xFE12: "。", 0xFE13: "：", 0xFE14: "；", 0xFE15: "！", 0xFE16: "？", 0xFE17: "〖", 0xFE18: "〗", 0xFE19: "…",
    0xFE30: "…", 0xFE31: "—", 0xFE32: "–", 0xFE33: "_", 0xFE35: "（", 0xFE36: "）", 0xFE37: "｛", 0xFE38: "｝", 0xFE39: "〔", 0xFE3A: "〕",
    0xFE3B: "【", 0xFE3C: "】", 0xFE3D: "《", 0xFE3E: "》", 0xFE3F: "〈", 0xFE40: "〉", 0xFE41: "「", 0xFE42: "」", 0xFE43: "『", 0xFE44: "』",
    0xFE47: "［", 0xFE48: "］", 0xFE50: "，", 0xFE51: "、", 0xFE52: "．", 0xFE54: "；", 0xFE55: "：", 0xFE56: "？", 0xFE57: "！", 0xFE58: "—",
    0xFE59: "（", 0xFE5A: "）", 0xFE5B: "｛", 0xFE5C: "｝", 0xFE5D: "〔", 0xFE5E: "〕", 0xFE6A: "％",
}

# Radicals that share their glyph with the simplified character in the fonts that bring them, where Unicode names the traditional one.
SIMPLIFIED = {0x2F3E: "户", 0x2FAD: "青", 0x2FC8: "黄"}


def ideographs(path):
    for line in open(path, encoding="utf-8"):
        line = line.split("#")[0].strip()
        if not line:
            continue
        codes, ideograph = (part.strip() for part in line.split(";"))
        first, last = (codes.split("..") * 2)[:2]
        for code in range(int(first, 16), int(last, 16) + 1):
            yield code, chr(int(ideograph, 16))


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode/EquivalentUnifiedIdeograph.txt"
    print("# Characters that only fonts bring into a text layer, and the plain character each stands for: code point, tab, character.")
    print("# Radicals and strokes after Unicode's EquivalentUnifiedIdeograph.txt (Unicode licence); forms of punctuation for vertical text.")
    print("# Made by scripts/make_font_forms.py.")
    for code, text in sorted((dict(ideographs(path)) | SIMPLIFIED | PUNCTUATION).items()):
        print(f"{code:04X}\t{text}")


main()
