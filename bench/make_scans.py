#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make scans and photos of the PDFs that bench/layouts.py set, as a corpus that bench/ocr.py can score.

    bench/layouts.py LAYOUTS --set new --count 40 --seed 7
    bench/make_scans.py LAYOUTS OUT [--count 8] [--forms photo …] [--seed 1]
    bench/make_scans.py ../shared OUT --without-scans     of the corpus's notices that it has no scan or photo of
    bench/ocr.py --shared OUT --no-times --files

Takes `count` of the PDFs with all rules (single, double, dashed) and makes one picture file of each, in turn: scan-good (300 dpi, grey), scan-poor (200 dpi, skewed, blurred, noise,
JPEG), scan-fax (200 dpi, black and white, specks, TIFF) and photo (170 dpi, perspective, shadow, JPEG). With --forms also those of scan_damage.py: photos
by telephone (bent, crumpled, on their side, in dim light, of screens, two sheets in one), faxes and copies, streaks, watermarks, seals, pens, messengers, pages in reverse order, and one tall screenshot.

Needs pdftoppm, ImageMagick, fontconfig, and for the hard forms numpy and Pillow.
"""
import argparse, json, os, pathlib, random, subprocess, tempfile

try:
    import numpy as np
    from PIL import Image
    import scan_damage
except ImportError: scan_damage = None

ROOT = pathlib.Path(__file__).resolve().parent.parent
DPI = {"scan-good": 300, "scan-poor": 200, "scan-fax": 200, "photo": 170}


def size_of(page):
    words = subprocess.run(["identify", "-format", "%w %h", page], check=True, capture_output=True, text=True).stdout.split()
    return int(words[0]), int(words[1])


def damage(form, page, rng):
    """ImageMagick's words for what happens to one page."""
    width, height = size_of(page)
    skew = ["-background", "white", "-virtual-pixel", "white", "-distort", "SRT", f"{rng.uniform(-1.2, 1.2):.2f}"]
    noise = ["-seed", str(rng.randrange(1 << 20)), "-attenuate"]
    if form == "scan-good": return ["-colorspace", "Gray"]
    if form == "scan-poor": return [*skew, "-blur", "0x0.8", *noise, "0.3", "+noise", "Gaussian", "-colorspace", "Gray", "-level", "-12%,108%"]
    if form == "scan-fax": return [*skew, "-colorspace", "Gray", *noise, "0.25", "+noise", "Gaussian", "-threshold", f"{rng.uniform(52, 66):.0f}%"]
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    moved = [(x + rng.uniform(0.01, 0.05) * width * (1 if x == 0 else -1), y + rng.uniform(0.01, 0.05) * height * (1 if y == 0 else -1)) for x, y in corners]
    points = " ".join(f"{x},{y},{u:.0f},{v:.0f}" for (x, y), (u, v) in zip(corners, moved))
    light = ["(", "-size", f"{width}x{height}", f"gradient:gray{rng.randrange(82, 96)}-gray{rng.randrange(48, 66)}", ")", "-compose", "Multiply", "-composite"]
    return ["-virtual-pixel", "background", "-background", "gray35", "-distort", "Perspective", points, *light, "-blur", "0x0.6", *noise, "0.2", "+noise", "Gaussian"]


def make_hard(source, target, form, rng):
    """One of scan_damage.py's forms, as a PDF of JPEG pictures; a screenshot as PNG."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["pdftoppm", "-r", str(scan_damage.FORMS[form][0]), source, f"{scratch}/page"], check=True)
        pages = [np.asarray(Image.open(page).convert("RGB")).astype(np.float32) for page in sorted(pathlib.Path(scratch).glob("page*.ppm"))]
    font = subprocess.run(["fc-match", "-f", "%{file}", "sans:lang=zh-cn"], check=True, capture_output=True, text=True).stdout
    pictures, dpi = scan_damage.damaged(form, pages, np.random.default_rng(rng.randrange(1 << 30)), font)
    images = [Image.fromarray(np.ascontiguousarray(picture).clip(0, 255).astype(np.uint8)) for picture in pictures]
    if form == "tall": images[0].save(target)
    else: images[0].save(target, save_all=True, append_images=images[1:], resolution=dpi, quality=82 if form not in ("jpeg30", "wechat") else 95)


def make(source, target, form, rng):
    if form not in DPI: return make_hard(source, target, form, rng)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["pdftoppm", "-r", str(DPI[form]), source, f"{scratch}/page"], check=True)
        pages = []
        for page in sorted(pathlib.Path(scratch).glob("page*.ppm")):
            ready = page.with_suffix(".tif" if form in ("scan-fax", "scan-good") else ".jpg")
            subprocess.run(["convert", page, *damage(form, page, rng), "-quality", "62", ready], check=True)
            pages.append(ready)
        packing = {"scan-fax": ["-monochrome", "-compress", "Group4"], "scan-good": ["-compress", "LZW"]}.get(form, ["-compress", "JPEG", "-quality", "85"])
        subprocess.run(["convert", *pages, *packing, "-density", str(DPI[form]), "-units", "PixelsPerInch", target], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layouts", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--forms", nargs="*", choices=[*DPI, *(scan_damage.FORMS if scan_damage else ())], default=list(DPI))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-scans", action="store_true")
    arguments = parser.parse_args()
    source, corpus = arguments.layouts / "corpus", arguments.out / "corpus"
    (corpus / "docs").mkdir(parents=True, exist_ok=True)
    for link, place in ((corpus / "gold", source / "gold"), (arguments.out / "eval", arguments.layouts / "eval")):
        if not link.exists(): os.symlink(place.resolve(), link)
    rng = random.Random(arguments.seed)
    layouts = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    names = sorted(name for name in layouts if name.endswith(".pdf") and any(word in name for word in (".all", ".double", ".dashed", ".pdf.")))
    if arguments.without_scans:
        scanned = {notice for name, notices in layouts.items() if "scan" in name or "photo" in name for notice in notices}
        names = [name for name in names if len(layouts[name]) == 1 and layouts[name][0] not in scanned]
    rng.shuffle(names)
    manifest = {}
    for number, name in enumerate(names[:arguments.count]):
        form = arguments.forms[number % len(arguments.forms)]
        target = f"{name.split('.')[0]}.{form}.{'tif' if form in DPI else 'png' if form == 'tall' else 'pdf'}"
        make(source / "docs" / name, corpus / "docs" / target, form, rng)
        manifest[target] = layouts[name]
    (corpus / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
