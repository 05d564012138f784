# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to a page on its way into a picture: how paper bends, how a camera sees it, light, screens, copiers, pens, seals, messengers. Used by make_scans.py.

A page is an array of rows × columns × 3, 0–255, white paper. Needs numpy and Pillow.
"""
import io, math
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


def sampled(page, x, y, around):
    """The page's colours at (x, y), bilinear; `around` where there is no page."""
    height, width = page.shape[:2]
    inside = (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)
    x, y = np.clip(x, 0, width - 1.01).astype(np.float32), np.clip(y, 0, height - 1.01).astype(np.float32)
    u, v = x.astype(np.int32), y.astype(np.int32)
    a, b = (x - u)[..., None], (y - v)[..., None]
    colours = (page[v, u] * (1 - a) + page[v, u + 1] * a) * (1 - b) + (page[v + 1, u] * (1 - a) + page[v + 1, u + 1] * a) * b
    colours[~inside] = around
    return colours


def blurred(page, sigma):
    return np.asarray(Image.fromarray(page.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(sigma))).astype(np.float32)


def noisy(page, sigma, rng):
    return page + rng.standard_normal((*page.shape[:2], 1), np.float32) * np.float32(sigma) + rng.standard_normal(page.shape, np.float32) * np.float32(sigma / 3)


def smooth_noise(shape, cells, rng):
    """A field of about ±1 without detail finer than 1/cells of its width."""
    rows = max(2, round(cells * shape[0] / shape[1]))
    small = rng.normal(0, 1, (rows, max(2, cells))).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((shape[1], shape[0]), Image.BICUBIC))


def jpeg(page, quality, size=None):
    image = Image.fromarray(page.clip(0, 255).astype(np.uint8))
    if size: image = image.resize(size, Image.LANCZOS)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=quality)
    return np.asarray(Image.open(held).convert("RGB")).astype(np.float32)


class Sheet:
    """A sheet of paper in space: a cylinder whose section rises by `curl` of the width, aslant by `slant` degrees, and folds."""

    def __init__(self, width, height, curl, slant, folds, depth, rng):
        self.width, self.height = width, height
        self.direction = (math.cos(math.radians(slant)), math.sin(math.radians(slant)))
        at = np.linspace(-0.75, 0.75, 601)
        skew = rng.uniform(-0.35, 0.35)
        rise = curl * width * (np.cos(np.pi * at / 1.5) ** 2 + skew * np.sin(2 * np.pi * at / 1.5))
        slope = np.gradient(rise, at * width)
        # As long as before along its section.
        along = np.cumsum(np.sqrt(np.clip(1 - slope ** 2, 0.2, 1))) * (at[1] - at[0]) * width
        self.at, self.along, self.rise = at * width, along - along[300], rise
        self.folds = [(rng.uniform(0, math.pi), rng.uniform(-0.45, 0.45) * height, rng.uniform(-1, 1) * depth) for _ in range(folds)]

    def point(self, x, y):
        s, t = x - self.width / 2, y - self.height / 2
        u, v = s * self.direction[0] + t * self.direction[1], -s * self.direction[1] + t * self.direction[0]
        lift = np.interp(u, self.at, self.rise)
        u = np.interp(u, self.at, self.along)
        for angle, offset, steep in self.folds:
            off = s * math.cos(angle) + t * math.sin(angle) - offset
            # A crease: the paper rises towards it from both sides, over a hand's breadth.
            lift = lift + steep * self.width * np.exp(-np.abs(off) / (0.12 * self.width)) * (0.6 + 0.4 * np.sin(3.1 * (s * math.sin(angle) - t * math.cos(angle)) / self.width + offset))
        return u * self.direction[0] - v * self.direction[1], u * self.direction[1] + v * self.direction[0], lift


def photographed(sheets, frame, tilt, pan, roll, around, rng, shade=0.6):
    """Sheets ((page, Sheet, x, y of its middle on the table)) as a pinhole camera sees them that stands aslant by `tilt` and `pan` degrees; frame: width and height of the picture."""
    width, height = frame
    reach = 2.1 * max(width, height)
    a, b, c = (math.radians(it) for it in (tilt, pan, roll))
    turn_x = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    turn_y = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    turn_z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    pose = turn_x @ turn_y @ turn_z
    barrel = rng.uniform(-0.012, 0.012)

    def seen(x, y, z):
        p, q, r = (pose[i, 0] * x + pose[i, 1] * y - pose[i, 2] * z for i in range(3))
        scale = 0.93 * reach / (reach + r)
        p, q = p * scale, q * scale
        bend = 1 + barrel * (p * p + q * q) / (width * width)
        return width / 2 + p * bend, height / 2 + q * bend

    picture = np.asarray(around, np.float32) + smooth_noise((height, width), 40, rng)[..., None] * 9
    step = 6
    gx, gy = np.meshgrid(np.arange(0, width + step, step, dtype=np.float64), np.arange(0, height + step, step, dtype=np.float64))
    for page, sheet, left, top in sheets:
        def shown(x, y):
            u, v, lift = sheet.point(x, y)
            return seen(u + left, v + top, lift)
        x, y = gx - width / 2 - left + sheet.width / 2, gy - height / 2 - top + sheet.height / 2
        for _ in range(12):  # Which point of the sheet is seen here: Newton's method.
            u, v = shown(x, y)
            (ux, vx), (uy, vy) = shown(x + 2, y), shown(x, y + 2)
            ux, vx, uy, vy = (ux - u) / 2, (vx - v) / 2, (uy - u) / 2, (vy - v) / 2
            size = ux * vy - uy * vx
            size = np.where(np.abs(size) < 0.05, 0.05, size)
            du, dv = gx - u, gy - v
            x, y = x + np.clip((vy * du - uy * dv) / size, -60, 60), y + np.clip((ux * dv - vx * du) / size, -60, 60)
        full = [np.asarray(Image.fromarray(it.astype(np.float32)).transform((width, height), Image.AFFINE, (1 / step, 0, 0.5 - 0.5 / step, 0, 1 / step, 0.5 - 0.5 / step), Image.BILINEAR)) for it in (x, y)]
        sx, sy = full[0] * page.shape[1] / sheet.width, full[1] * page.shape[0] / sheet.height
        lift = sheet.point(x, y)[2]
        light = 1 - shade * (np.gradient(lift, axis=1) + 0.4 * np.gradient(lift, axis=0)) / step
        light = np.asarray(Image.fromarray(np.clip(light, 0.55, 1.25).astype(np.float32)).resize((width, height), Image.BILINEAR))
        colours = sampled(page, sx, sy, np.nan) * light[..., None]
        shown_here = ~np.isnan(colours[..., 0])
        picture[shown_here] = colours[shown_here]
    return picture


def lit(picture, bright, dark, rng):
    height, width = picture.shape[:2]
    angle = rng.uniform(0, 2 * math.pi)
    x, y = np.meshgrid(np.linspace(-0.7, 0.7, width), np.linspace(-0.7, 0.7, height))
    fall = (x * math.cos(angle) + y * math.sin(angle)) / 2 + 0.5
    light = bright + (dark - bright) * fall + 0.03 * smooth_noise((height, width), 5, rng)
    return picture * light[..., None].astype(np.float32) * np.asarray([1.0, 0.98, 0.93], np.float32)


def photo(page, rng, curl=0.0, tilt=6.0, pan=3.0, roll=1.0, folds=0, depth=0.0, bright=0.95, dark=0.62):
    height, width = page.shape[:2]
    sign = lambda: rng.choice((-1, 1))
    sheet = Sheet(width, height, curl * sign(), rng.uniform(-14, 14), folds, depth, rng)
    seen = photographed([(page, sheet, 0, 0)], (round(width * 1.08), round(height * 1.06)), tilt * sign(), pan * sign(), roll * sign(), (92, 84, 76), rng)
    return noisy(blurred(lit(seen, bright, dark, rng), 0.7), 4, rng)


def two_in_one(first, second, rng):
    height, width = first.shape[:2]
    gap = width * rng.uniform(0.015, 0.05)
    sheets = [(first, Sheet(width, height, 0.0, 0, 0, 0, rng), -(width + gap) / 2, rng.uniform(-8, 8)), (second, Sheet(width, height, 0.0, 0, 0, 0, rng), (width + gap) / 2, rng.uniform(-8, 8))]
    seen = photographed(sheets, (round(width * 2.16), round(height * 1.08)), rng.uniform(-4, 4), rng.uniform(-3, 3), rng.uniform(-1, 1), (92, 84, 76), rng)
    return noisy(blurred(lit(seen, 0.95, 0.7, rng), 0.6), 3, rng)


def screen(page, rng):
    """Photographed from a screen: each of its dots is a stripe of red, of green and of blue."""
    height, width = page.shape[:2]
    small = np.asarray(Image.fromarray(page.astype(np.uint8)).resize((round(width * 0.62), round(height * 0.62)), Image.LANCZOS)).astype(np.float32)
    big = np.repeat(np.repeat(small, 3, 0), 3, 1)
    stripes = np.full((3, 3, 3), 0.25, np.float32)
    for column in range(3): stripes[:, column, column] = 1.6
    stripes[2] *= 0.55
    big = big * np.tile(stripes, (small.shape[0], small.shape[1], 1))
    angle, scale = math.radians(rng.uniform(0.6, 2.5)), big.shape[1] / (width * rng.uniform(0.96, 1.02))
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    colours = sampled(blurred(big, 0.9), (x * math.cos(angle) - y * math.sin(angle)) * scale + big.shape[1] / 2, (x * math.sin(angle) + y * math.cos(angle)) * scale + big.shape[0] / 2, 20.0)
    return noisy(colours * 1.05, 3, rng)


def skewed(page, degrees):
    return np.asarray(Image.fromarray(page.clip(0, 255).astype(np.uint8)).rotate(degrees, Image.BICUBIC, fillcolor=(255, 255, 255))).astype(np.float32)


def black_and_white(page, level, rng, grain):
    grey = page.mean(2) + rng.normal(0, grain, page.shape[:2])
    return np.repeat(np.where(grey < level, 0.0, 255.0)[..., None], 3, 2).astype(np.float32)


def fax_light(page, rng):
    thin = 255 - (255 - blurred(skewed(page, rng.uniform(-0.7, 0.7)), 0.75)) * 0.8
    lines = rng.normal(0, 9, page.shape[0])[:, None, None]
    return black_and_white(thin + lines, rng.uniform(118, 132), rng, 16)


def copy_of_copy(page, rng):
    for _ in range(2):
        page = blurred(skewed(page, rng.uniform(-0.5, 0.5)), 0.8)
        page = 255 / (1 + np.exp(-(page - rng.uniform(120, 150)) / 22))
        specks = rng.random(page.shape[:2])
        page = np.where((specks < 0.0006)[..., None], 20, np.where((specks > 0.9992)[..., None], 250, page))
        page = noisy(page, 8, rng)
    return blurred(page, 0.6)


def low_light(page, rng):
    picture = photo(page, rng, tilt=3, pan=2, bright=0.26, dark=0.14)
    photons = rng.poisson(np.clip(picture, 0.2, 255) * 1.6) / 1.6
    return jpeg(blurred(photons * 1.6 + rng.normal(0, 5, picture.shape), 0.8), 62)


def streaked(page, rng):
    page = noisy(skewed(page, rng.uniform(-0.4, 0.4)), 4, rng).copy()
    height, width = page.shape[:2]
    for _ in range(3):
        x, wide, dark = int(rng.integers(width // 6, width * 5 // 6)), int(rng.integers(1, 4)), rng.uniform(30, 130)
        begin, end = sorted(rng.choice((0.0, 0.1, 0.35, 0.6, 0.9, 1.0), 2, replace=False))
        for y in range(int(begin * height), int(end * height)): page[y, int(x + 2 * math.sin(y / 700)):][:wide] = np.minimum(page[y, int(x + 2 * math.sin(y / 700)):][:wide], dark + rng.normal(0, 25))
    return page


def drawn(page, draw):
    image = Image.fromarray(page.clip(0, 255).astype(np.uint8))
    draw(image)
    return np.asarray(image).astype(np.float32)


def watermarked(page, rng, font):
    height, width = page.shape[:2]
    layer = Image.new("L", (width * 2, height * 2), 0)
    pen, letters = ImageDraw.Draw(layer), ImageFont.truetype(font, height // 24)
    for row in range(0, height * 2, height // 7):
        for column in range(0, width * 2, width // 2): pen.text((column + (row // 3) % 90, row), "内部资料 注意保存", 255, letters)
    layer = layer.rotate(rng.uniform(24, 38), Image.BILINEAR).crop((width // 2, height // 2, width // 2 + width, height // 2 + height))
    share = np.asarray(layer).astype(np.float32)[..., None] / 255
    return noisy(blurred(page * (1 - share * (1 - rng.uniform(0.72, 0.8))), 0.5), 3, rng)


def sealed(page, rng, dpi):
    height, width = page.shape[:2]
    radius, x, y = 0.8 * dpi, width * rng.uniform(0.5, 0.75), height * rng.uniform(0.5, 0.8)
    layer = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(layer)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=round(radius * 0.07))
    star = [(x + radius * (0.3 if k % 2 == 0 else 0.12) * math.sin(math.pi * k / 5), y - radius * (0.3 if k % 2 == 0 else 0.12) * math.cos(math.pi * k / 5)) for k in range(10)]
    pen.polygon(star, fill=255)
    patchy = np.clip(0.75 + 0.3 * smooth_noise((height, width), 60, rng), 0.3, 1)
    share = np.asarray(layer).astype(np.float32)[..., None] / 255 * patchy[..., None]
    red = np.asarray([206, 34, 40], np.float32)
    return noisy(skewed(page * (1 - share) + np.minimum(page, red) * share, rng.uniform(-0.5, 0.5)), 4, rng)


def pen_marked(page, rng):
    height, width = page.shape[:2]

    def draw(image):
        pen = ImageDraw.Draw(image)
        for _ in range(7):
            colour = [(32, 52, 150), (190, 30, 36), (40, 40, 44)][int(rng.integers(3))]
            x, y, size, kind = rng.uniform(0.1, 0.85) * width, rng.uniform(0.15, 0.9) * height, rng.uniform(0.02, 0.07) * width, int(rng.integers(4))
            line = lambda points: pen.line([(float(u), float(v)) for u, v in points], fill=colour, width=max(2, width // 480), joint="curve")
            if kind == 0: line([(x + size * 1.6 * math.cos(t), y + size * 0.45 * math.sin(t) + 2 * math.sin(3 * t)) for t in np.linspace(0, 6.5, 60)])
            elif kind == 1: line([(x, y), (x + size * 0.35, y + size * 0.4), (x + size * 1.1, y - size * 0.6)])
            elif kind == 2: line([(x + size * 3 * k, y + 3 * math.sin(9 * k)) for k in np.linspace(0, 1, 40)])
            else: line([(x + size * k + size * 0.2 * math.cos(9 * k), y + size * 0.3 * math.sin(11 * k)) for k in np.linspace(0, 2, 60)])

    return noisy(blurred(drawn(page, draw), 0.5), 4, rng)


def tall(pages):
    """Pages below each other without their margins, as a screenshot of a web page."""
    strips = []
    for page in pages:
        rows = np.where(page.min((1, 2)) < 200)[0]
        strips.append(page[max(0, rows[0] - 6):rows[-1] + 6])
    return np.concatenate(strips, 0)


FORMS = {  # name: dots per inch of the page, what is done to it
    "phone12": (190, lambda page, rng, font, dpi: photo(page, rng, 0.03, 12)),
    "phone22": (200, lambda page, rng, font, dpi: photo(page, rng, 0.05, 22, 5)),
    "curl9": (200, lambda page, rng, font, dpi: photo(page, rng, 0.09, 5)),
    "crumple": (200, lambda page, rng, font, dpi: photo(page, rng, 0.01, 6, folds=14, depth=0.012)),
    "crumpled": (200, lambda page, rng, font, dpi: photo(page, rng, 0.02, 6, folds=22, depth=0.03)),
    "onside": (190, lambda page, rng, font, dpi: np.rot90(photo(page, rng, 0.04, 8), int(rng.choice((1, 3))))),
    "upside": (190, lambda page, rng, font, dpi: np.rot90(photo(page, rng, 0.04, 8), 2)),
    "lowlight": (190, lambda page, rng, font, dpi: low_light(page, rng)),
    "moire": (200, lambda page, rng, font, dpi: screen(page, rng)),
    "blurred": (190, lambda page, rng, font, dpi: noisy(blurred(lit(page, 0.95, 0.7, rng), rng.uniform(1.6, 2.0)), 3, rng)),
    "faxlight": (204, lambda page, rng, font, dpi: fax_light(page, rng)),
    "copycopy": (200, lambda page, rng, font, dpi: copy_of_copy(page, rng)),
    "streaks": (200, lambda page, rng, font, dpi: streaked(page, rng)),
    "watermark": (200, lambda page, rng, font, dpi: watermarked(page, rng, font)),
    "seal": (200, lambda page, rng, font, dpi: sealed(page, rng, dpi)),
    "penmarks": (190, lambda page, rng, font, dpi: pen_marked(page, rng)),
    "jpeg30": (150, lambda page, rng, font, dpi: jpeg(skewed(page, rng.uniform(-0.6, 0.6)), 30)),
    "wechat": (200, lambda page, rng, font, dpi: jpeg(lit(page, 1.0, 0.85, rng), 50, (round(1280 * page.shape[1] / max(page.shape[:2])), round(1280 * page.shape[0] / max(page.shape[:2]))))),
    "twopages": (170, None), "reverse": (200, lambda page, rng, font, dpi: skewed(page, rng.uniform(-0.5, 0.5))), "tall": (110, None),
}


def damaged(form, pages, rng, font):
    """The pictures that a form makes of a document's pages, and their dots per inch."""
    dpi, change = FORMS[form]
    if form == "tall": return [tall(pages)], dpi
    if form == "twopages":
        if len(pages) % 2: pages = [*pages, np.full_like(pages[0], 255)]
        return [two_in_one(pages[i], pages[i + 1], rng) for i in range(0, len(pages), 2)], dpi
    changed = [np.asarray(change(page, rng, font, dpi)) for page in pages]
    return changed[::-1] if form == "reverse" else changed, dpi
