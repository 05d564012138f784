#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make scans and photos of the PDFs that bench/layouts.py set, as a corpus that bench/ocr.py can score.

    bench/layouts.py LAYOUTS --set new --count 40 --seed 7
    bench/make_scans.py LAYOUTS OUT [--count 8] [--forms photo …] [--seed 1]
    bench/make_scans.py ../shared OUT --without-scans     of the corpus's notices that it has no scan or photo of
    bench/ocr.py --shared OUT --no-times --files

Takes `count` of the PDFs with all rules (single, double, dashed) and makes one picture file of each, in turn: scan-good (300 dpi, grey), scan-poor (200 dpi, skewed, blurred, noise,
JPEG), scan-fax (200 dpi, black and white, specks, TIFF) and photo (170 dpi, perspective, shadow, JPEG). With --forms also the hard ones:

    phone, curl       a sheet bent like part of a cylinder, seen by a camera that does not stand above its middle (phone: less bent, more aslant), on a table, in uneven light
    sideways, upside  the same, turned
    crumple           points of the sheet moved at random, with the shadows of its folds
    lowlight, blurred the camera's noise in dim light; out of focus
    screen            photographed from a screen, with the pattern of its dots
    fax-light, copy   broken strokes; a copy of a copy, with specks
    streaks, watermark, seal, jpeg30, wechat

Needs pdftoppm, ImageMagick and fontconfig.
"""
import argparse, json, math, os, pathlib, random, subprocess, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DPI = {"scan-good": 300, "scan-poor": 200, "scan-fax": 200, "photo": 170}
HARD = {"phone": 190, "curl": 190, "sideways": 190, "upside": 190, "crumple": 190, "lowlight": 180, "blurred": 180, "screen": 210, "fax-light": 200, "copy": 200,
        "streaks": 200, "watermark": 200, "seal": 200, "jpeg30": 150, "wechat": 110}


def size_of(page):
    words = subprocess.run(["identify", "-format", "%w %h", page], check=True, capture_output=True, text=True).stdout.split()
    return int(words[0]), int(words[1])


def seen_by_camera(width, height, bend, tilt, rng):
    """Pairs of points of a sheet and of its picture: the sheet is part of a cylinder about a slanting axis, and the camera a pinhole, aslant by `tilt` degrees."""
    angle, turn = math.radians(tilt), math.radians(rng.uniform(-2.5, 2.5))
    radius, phase = width / (8 * bend), rng.uniform(0.3, 0.7)
    distance, pairs = 2.4 * max(width, height), []
    for row in range(8):
        for column in range(8):
            x, y = width * column / 7, height * row / 7
            across = (x - phase * width) + 0.06 * (y - height / 2)
            u, v, lift = radius * math.sin(across / radius), y - height / 2, radius * (1 - math.cos(across / radius))
            v, depth = v * math.cos(angle) - lift * math.sin(angle), v * math.sin(angle) + lift * math.cos(angle)
            scale = 0.86 * distance / (distance + depth)
            u, v = u * scale, v * scale
            pairs.append((x, y, width * phase + u * math.cos(turn) - v * math.sin(turn), height / 2 + u * math.sin(turn) + v * math.cos(turn)))
    return pairs


def bent(form, width, height, rng):
    """How ImageMagick moves a sheet's points, and what is around it."""
    if form == "crumple":
        pairs = []
        for row in range(9):
            for column in range(7):
                x, y, most = width * column / 6, height * row / 8, 0.006 * width
                pairs.append((x, y, x + rng.uniform(-most, most), y + rng.uniform(-most, most)))
        words, method = pairs, "Shepards"
    else:
        bend, tilt = {"phone": (0.03, 14), "curl": (0.07, 6)}.get(form, (0.03, 9))
        words, method = seen_by_camera(width, height, bend, tilt, rng), "Polynomial"
    points = " ".join(f"{x:.1f},{y:.1f},{u:.1f},{v:.1f}" for x, y, u, v in words)
    return ["-virtual-pixel", "background", "-background", "gray32", "-distort", method, ("3 " if method == "Polynomial" else "") + points]


def light(width, height, bright, dark):
    return ["(", "-size", f"{width}x{height}", f"gradient:gray{bright}-gray{dark}", ")", "-compose", "Multiply", "-composite"]


def hard_damage(form, page, rng):
    width, height = size_of(page)
    noise = ["-seed", str(rng.randrange(1 << 20)), "-attenuate"]
    uneven = light(width, height, rng.randrange(84, 96), rng.randrange(58, 74))
    skew = ["-background", "white", "-virtual-pixel", "white", "-distort", "SRT", f"{rng.uniform(-0.8, 0.8):.2f}"]
    if form in ("phone", "curl", "sideways", "upside"):
        turn = {"sideways": ["-rotate", "90"], "upside": ["-rotate", "180"]}.get(form, [])
        return [*bent(form, width, height, rng), *uneven, "-blur", "0x0.6", *noise, "0.15", "+noise", "Gaussian", *turn]
    if form == "crumple":
        folds = ["(", "-size", f"{width // 60}x{height // 60}", "xc:gray84", *noise, "1.6", "+noise", "Gaussian", "-colorspace", "Gray", "-blur", "0x1", "-resize", f"{width}x{height}!", ")"]
        return [*bent(form, width, height, rng), *folds, "-compose", "Multiply", "-composite", "-blur", "0x0.5", *noise, "0.12", "+noise", "Gaussian"]
    if form == "lowlight": return [*light(width, height, 40, 24), "-blur", "0x0.9", *noise, "0.5", "+noise", "Gaussian"]
    if form == "blurred": return [*uneven, "-blur", f"0x{rng.uniform(1.5, 1.9):.2f}", *noise, "0.12", "+noise", "Gaussian"]
    if form == "screen":
        dots = ["(", "-size", "3x3", "xc:white", "-fill", "gray45", "-draw", "point 0,0 point 1,0 point 2,0 point 0,1 point 0,2", "-write", "mpr:dot", "+delete", "-size", f"{width}x{height}", "tile:mpr:dot", ")"]
        return [*dots, "-compose", "Multiply", "-composite", "-distort", "SRT", f"0.96 {rng.uniform(-1.5, 1.5):.2f}", "-blur", "0x0.5"]
    if form == "fax-light": return [*skew, "-colorspace", "Gray", "-blur", "0x0.8", *noise, "0.9", "+noise", "Gaussian", "-threshold", f"{rng.uniform(46, 52):.0f}%"]
    if form == "copy": return [*skew, "-colorspace", "Gray", "-blur", "0x1.1", *noise, "0.6", "+noise", "Gaussian", "-threshold", "55%", "-blur", "0x0.9", "-level", "10%,85%"]
    if form == "streaks":
        lines = []
        for _ in range(3):
            x, w = rng.randrange(width // 5, width * 4 // 5), rng.choice((1, 2, 3))
            lines += ["-stroke", "gray20", "-strokewidth", str(w), "-draw", f"line {x},0 {x + rng.randrange(-3, 4)},{height}"]
        return [*lines, *skew, *noise, "0.15", "+noise", "Gaussian", "-colorspace", "Gray"]
    if form == "watermark":
        font = subprocess.run(["fc-match", "-f", "%{file}", "sans"], check=True, capture_output=True, text=True).stdout
        marks = ["(", "-size", f"{width}x{height}", "xc:white", "-font", font, "-fill", "gray72", "-pointsize", str(height // 22), "-gravity", "NorthWest"]
        for row in range(5):
            for column in range(3):
                marks += ["-annotate", f"-30x-30+{width * (2 * column + 1) // 7}+{height * (2 * row + 1) // 11}", "SAMPLE COPY"]
        return [*marks, ")", "-gravity", "None", "-compose", "Darken", "-composite", "-blur", "0x0.5", *noise, "0.12", "+noise", "Gaussian"]
    if form == "seal":
        x, y, r = int(width * rng.uniform(0.5, 0.75)), int(height * rng.uniform(0.6, 0.8)), int(0.79 * DPI.get(form, HARD[form]))
        ring = ["(", "-size", f"{width}x{height}", "xc:white", "-fill", "none", "-stroke", "#d8202a", "-strokewidth", str(r // 12), "-draw", f"circle {x},{y} {x + r},{y}",
                "-fill", "#d8202a", "-draw", f"circle {x},{y} {x + r // 4},{y}", ")"]
        return [*ring, "-compose", "Multiply", "-composite", *skew, *noise, "0.12", "+noise", "Gaussian"]
    return [*skew, "-blur", "0x0.4"]


def damage(form, page, rng):
    """ImageMagick's words for what happens to one page."""
    if form in HARD: return hard_damage(form, page, rng)
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


def make(source, target, form, rng):
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["pdftoppm", "-r", str({**DPI, **HARD}[form]), source, f"{scratch}/page"], check=True)
        pages = []
        for page in sorted(pathlib.Path(scratch).glob("page*.ppm")):
            ready = page.with_suffix(".tif" if form in ("scan-fax", "scan-good", "fax-light") else ".jpg")
            quality = {"jpeg30": "30", "wechat": "50", "screen": "88"}.get(form, "62")
            subprocess.run(["convert", page, *damage(form, page, rng), "-quality", quality, ready], check=True)
            pages.append(ready)
        packing = {"scan-fax": ["-monochrome", "-compress", "Group4"], "fax-light": ["-monochrome", "-compress", "Group4"], "scan-good": ["-compress", "LZW"]}.get(form, ["-compress", "JPEG", "-quality", "85"])
        subprocess.run(["convert", *pages, *packing, "-density", str({**DPI, **HARD}[form]), "-units", "PixelsPerInch", target], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layouts", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--forms", nargs="*", choices=[*DPI, *HARD], default=list(DPI))
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
        target = f"{name.split('.')[0]}.{form}.tif"
        make(source / "docs" / name, corpus / "docs" / target, form, rng)
        manifest[target] = layouts[name]
    (corpus / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
