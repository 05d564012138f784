#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set notices anew in many layouts, as a corpus that bench/score.py can score.

    bench/layouts.py OUT [--set samples|new] [--texts as-is|varied] [--count N] [--borders double …] [--seed 1] [--shared ../shared]
    bench/score.py --shared OUT --files

The notices are the gold records of the corpus beside the repository, where there is one, and the fictional ones of tests/fixtures/notices. `samples` sets
each in the forms of the corpus (docx-split, html, pdf, pdf-open, pdf-bare: LibreOffice; pdf-web: WeasyPrint), with its papers, fonts and sizes; `new`
draws N layouts at random: paper, margins, type, line spacing, columns, borders, alignment, rows kept whole or not; by LibreOffice, WeasyPrint, Chromium.
`varied` changes claims: empty, bare, a number, a name, numbered, or longer than a page. The same seed gives the same files.
Needs LibreOffice, WeasyPrint, Chromium and the fonts below.
"""
import argparse, html, io, json, os, pathlib, random, subprocess, tempfile, zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN")
HEADER = ["一级指标", "序号", "二级指标", "指标释义", "标准要求", "本社区完成情况"]
WIDTHS = (0.066, 0.046, 0.108, 0.216, 0.265, 0.299)
TEXTS = ("title", "preamble", "table_title", "footer")


# --- notices

def fictional_notices():
    standard = json.loads((ROOT / "programmes/shandong-2022/standards/shandong-2022.json").read_text(encoding="utf-8"))
    tiers = {tier["name"]: {i["no"]: i for i in tier["indicators"]} for tier in standard["tiers"] if not tier["edition"]}
    for number, notice in enumerate(json.loads((ROOT / "tests/fixtures/notices/unseen.json").read_text(encoding="utf-8"))):
        if notice["edition"] or notice["tier"] not in tiers: continue
        rows = []
        for row in notice["rows"]:
            indicator = tiers[notice["tier"]].get(row["no"])
            if indicator is None: continue
            rows.append({key: row.get(key, indicator[key]) for key in ("category", "no", "name", "definition", "requirement")} | {"claim": row["claim"].replace("{requirement}", indicator["requirement"]), "no_printed": True})
        yield {key: notice[key] for key in ("community", "tier", "preamble", "table_title", "footer")} | {"id": f"f{number:02}", "title": "", "rows": rows, "header": HEADER}


def notices_of(shared):
    gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(pathlib.Path(shared, "corpus/gold").glob("*.json"))]
    return gold + list(fictional_notices())


def varied(notice, rng):
    notice = json.loads(json.dumps(notice))
    rows = notice["rows"]
    for row in rows:
        claim, other = row["claim"] or "达标。", rng.choice(rows)
        numbered = "\n".join(f"{i}.{text}" for i, text in enumerate(["达标", claim.replace("\n", ""), other["name"]], 1))
        row["claim"] = rng.choices([claim, "", "达标", "95%", str(rng.randint(1, 40)), other["name"], numbered, row["requirement"], claim * rng.randint(3, 30)],
                                   [6, 1, 1, 0.5, 0.5, 0.5, 1, 1, 0.7])[0]
        if claim * 3 in row["claim"]: row["claim"] = row["claim"][:2500]
    return notice


# --- layouts

def sample_layout(borders, rng):
    wide = rng.random() < 0.6
    paper = (297, 210) if wide else (210, 297)
    return {"paper": paper, "margin": 20, "font": rng.choice(FONTS), "size": rng.choice((9, 10, 10.5)), "widths": WIDTHS, "borders": borders, "valign": "top",
            "centred": (), "spacing": 1.0, "padding": (0, 1.9), "whole": False, "repeat": True, "merged": True, "numbers": None}


def new_layout(rng, allowed=()):
    borders = rng.choice(allowed) if allowed else rng.choice(("all", "double", "dashed", "rows", "rows", "columns", "frame", "zebra", "bare", "bare", "bare"))
    paper = rng.choice(((210, 297), (297, 210), (297, 210), (420, 297)))
    widths = [w * rng.uniform(0.8, 1.3) for w in WIDTHS]
    return {"paper": paper, "margin": rng.choice((12, 18, 25)), "font": rng.choice(FONTS), "size": rng.choice((7.5, 9, 10, 10.5, 12) if paper[0] > 210 else (7, 8, 9, 10.5)),
            "widths": [w / sum(widths) for w in widths], "borders": borders, "valign": rng.choice(("top", "middle", "bottom")),
            "centred": rng.choice(((), (0, 1), (0, 1, 2))), "spacing": rng.choice((1.0, 1.2, 1.5)), "padding": (rng.choice((0, 0.5, 1.5)), rng.choice((1, 1.9, 3))),
            "whole": rng.random() < 0.4, "repeat": rng.random() < 0.7, "merged": rng.random() < 0.7,
            "numbers": rng.choice((None, "— {} —", "第 {} 页"))}


def category_spans(rows):
    """By row: over how many rows its category reaches, 0 where it is a row above's."""
    spans = []
    for i, row in enumerate(rows):
        if i and row["category"] == rows[i - 1]["category"]: spans.append(0)
        else: spans.append(next((k for k in range(i, len(rows)) if rows[k]["category"] != row["category"]), len(rows)) - i)
    return spans


def cells_of(notice):
    for row, span in zip(notice["rows"], category_spans(notice["rows"])):
        yield span, [row["category"], str(row["no"]) if row["no_printed"] else "", row["name"], row["definition"], row["requirement"], row["claim"]]


# --- .docx

DOCX_SIDES = {"all": ("single", "tlbrhv"), "double": ("double", "tlbrhv"), "dashed": ("dashed", "tlbrhv"), "rows": ("single", "tbh"), "columns": ("single", "lrv"),
              "frame": ("single", "tlbr"), "zebra": ("single", ""), "bare": ("single", "")}
DOCX_NAMES = {"t": "top", "l": "left", "b": "bottom", "r": "right", "h": "insideH", "v": "insideV"}


def docx_run(text, extra=""):
    return f'<w:r><w:rPr>{extra}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def docx_paragraphs(text, layout, properties="", run=""):
    spacing = f'<w:spacing w:after="0" w:line="{round(240 * layout["spacing"])}" w:lineRule="auto"/>'
    return "".join(f'<w:p><w:pPr>{spacing}{properties}</w:pPr>{docx_run(line, run) if line else ""}</w:p>' for line in text.split("\n"))


def docx_table(notice, rows, layout):
    room = (layout["paper"][0] - 2 * layout["margin"]) * 56.7
    widths = [round(share * room) for share in layout["widths"]]
    line, sides = DOCX_SIDES[layout["borders"]]
    borders = "".join(f'<w:{DOCX_NAMES[side]} w:val="{line}" w:sz="4" w:color="000000"/>' for side in "tlbrhv" if side in sides)
    vertical, across = (round(56.7 * part) for part in layout["padding"])
    margins = f'<w:tblCellMar><w:top w:w="{vertical}" w:type="dxa"/><w:left w:w="{across}" w:type="dxa"/><w:bottom w:w="{vertical}" w:type="dxa"/><w:right w:w="{across}" w:type="dxa"/></w:tblCellMar>'
    out = (f'<w:tbl><w:tblPr><w:tblW w:type="dxa" w:w="{sum(widths)}"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>'
           + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>")

    def row(cells, merge, head, shaded):
        properties = ("<w:cantSplit/>" if layout["whole"] else "") + ("<w:tblHeader/>" if head and layout["repeat"] else "")
        xml = f"<w:tr><w:trPr>{properties}</w:trPr>"
        for column, text in enumerate(cells):
            cell = f'<w:tcW w:type="dxa" w:w="{widths[column]}"/>'
            if column == 0 and merge is not None and layout["merged"]: cell += '<w:vMerge w:val="restart"/>' if merge else "<w:vMerge/>"
            if shaded: cell += '<w:shd w:val="clear" w:color="auto" w:fill="DDDDDD"/>'
            cell += f'<w:vAlign w:val="{"center" if layout["valign"] == "middle" else layout["valign"]}"/>'
            hidden = column == 0 and merge == 0
            centred = '<w:jc w:val="center"/>' if column in layout["centred"] else ""
            xml += f'<w:tc><w:tcPr>{cell}</w:tcPr>{docx_paragraphs("" if hidden else text, layout, centred)}</w:tc>'
        return xml + "</w:tr>"

    out += row(notice["header"], None, True, layout["borders"] == "zebra")
    for i, (span, cells) in enumerate(rows): out += row(cells, span, False, layout["borders"] == "zebra" and i % 2)
    return out + "</w:tbl>"


def docx(notice, layout, split=False):
    body = ""
    if notice.get("title"): body += docx_paragraphs(notice["title"], layout, '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="36"/>')
    if notice.get("preamble"): body += docx_paragraphs(notice["preamble"], layout, '<w:ind w:firstLine="360"/>')
    if notice.get("table_title"): body += docx_paragraphs(notice["table_title"], layout, '<w:jc w:val="center"/>')
    groups = [[]]
    for span, cells in cells_of(notice):
        if split and span and groups[0]: groups.append([])
        groups[-1].append((span, cells))
    body += "<w:p/>".join(docx_table(notice, group, layout) for group in groups)
    body += docx_paragraphs(notice.get("footer") or "", layout)
    width, height = (round(56.7 * side) for side in layout["paper"])
    margin = round(56.7 * layout["margin"])
    footer = '<w:footerReference w:type="default" r:id="rId2"/>' if layout["numbers"] else ""
    orient = ' w:orient="landscape"' if width > height else ""
    section = f'<w:sectPr>{footer}<w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}" w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>'
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>' for name, kind in (("document", "document.main"), ("styles", "styles"), ("footer1", "footer"))) + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relation}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{relation}/footer" Target="footer1.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles {spaces}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii="{layout["font"]}" w:hAnsi="{layout["font"]}" w:eastAsia="{layout["font"]}"/><w:sz w:val="{round(2 * layout["size"])}"/></w:rPr></w:style></w:styles>',
        "word/footer1.xml": f'<w:ftr {spaces}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>' + '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'.join(docx_run(part) for part in (layout["numbers"] or "{}").split("{}")) + "</w:p></w:ftr>",
        "word/document.xml": f"<w:document {spaces}><w:body>{body}{section}</w:body></w:document>"}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items(): archive.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + xml)
    return file.getvalue()


# --- .html

CSS_BORDERS = {"all": "td{border:0.6pt solid #000}", "double": "td{border:2.2pt double #000}", "dashed": "td{border:0.6pt dashed #000}",
               "rows": "td{border-top:0.6pt solid #000;border-bottom:0.6pt solid #000}", "columns": "td{border-left:0.6pt solid #000;border-right:0.6pt solid #000}",
               "frame": "table{border:0.8pt solid #000}", "zebra": "tbody tr:nth-child(even) td,thead td{background:#ddd}", "bare": ""}


def html_paragraphs(text):
    return "<br/>".join(html.escape(line) for line in text.split("\n"))


def html_rows(notice, merged=True):
    for span, cells in cells_of(notice):
        first = f'<td rowspan="{span}">{html_paragraphs(cells[0])}</td>' if span and merged else "" if merged else f'<td>{html_paragraphs(cells[0]) if span else ""}</td>'
        yield "<tr>" + first + "".join(f"<td>{html_paragraphs(text)}</td>" for text in cells[1:]) + "</tr>"


def html_body(notice, merged=True, columns="", head=True):
    out = f'<h2 style="text-align:center">{html.escape(notice["title"])}</h2>' if notice.get("title") else ""
    if notice.get("preamble"): out += f'<p style="text-indent:2em">{html_paragraphs(notice["preamble"])}</p>'
    if notice.get("table_title"): out += f'<p style="text-align:center">{html_paragraphs(notice["table_title"])}</p>'
    header = "<tr>" + "".join(f"<td>{word}</td>" for word in notice["header"]) + "</tr>"
    rows = "".join(html_rows(notice, merged))
    out += f"<table>{columns}" + (f"<thead>{header}</thead><tbody>{rows}" if head else f"<tbody>{header}{rows}") + "</tbody></table>"
    return out + "".join(f"<p>{html.escape(line)}</p>" for line in (notice.get("footer") or "").split("\n") if line)


def web_page(notice, rng):
    """As a content management system prints it: the columns as wide as the browser likes."""
    css = (f"@page{{size:A4 landscape;margin:1.8cm}}body{{font-family:'{rng.choice(FONTS)}';font-size:10pt}}table{{border-collapse:collapse;width:100%}}"
           "td{border:1px solid #000;padding:3px 4px;vertical-align:middle}thead{display:table-header-group}.nav{color:#888}")
    return (f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>公示</title><style>{css}</style></head><body>'
            f'<div class="nav">首页&nbsp;&gt;&nbsp;政务公开&nbsp;&gt;&nbsp;通知公告</div>{html_body(notice)}</body></html>')


def html_page(notice, layout):
    width, height = layout["paper"]
    numbers = layout["numbers"]
    foot = "" if not numbers else f"@bottom-center{{content:'{numbers.split('{}')[0]}' counter(page) '{numbers.split('{}')[1]}';font:8pt '{layout['font']}'}}"
    centred = "".join(f"td:nth-last-child({6 - column}){{text-align:center}}" for column in layout["centred"])
    vertical, across = layout["padding"]
    css = (f"@page{{size:{width}mm {height}mm;margin:{layout['margin']}mm;{foot}}}body{{font:{layout['size']}pt '{layout['font']}';line-height:{1.25 * layout['spacing']};margin:0}}"
           f"table{{border-collapse:collapse;width:100%;table-layout:fixed}}td{{padding:{vertical + 0.4}mm {across}mm;vertical-align:{layout['valign']}}}p{{margin:1mm 0}}"
           f"{CSS_BORDERS[layout['borders']]}{centred}" + ("tr{break-inside:avoid}" if layout["whole"] else ""))
    columns = "<colgroup>" + "".join(f'<col style="width:{100 * share:.1f}%">' for share in layout["widths"]) + "</colgroup>"
    return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{css}</style></head><body>{html_body(notice, layout["merged"], columns, layout["repeat"])}</body></html>'


# --- files

class Printer:
    """Collects what LibreOffice shall print, which is much faster at once, and prints the rest as it comes."""

    def __init__(self, docs):
        self.docs, self.waiting = docs, {}

    def docx(self, name, data):
        self.waiting[name] = data

    def page(self, name, text, program):
        with tempfile.TemporaryDirectory() as scratch:
            source = pathlib.Path(scratch, "page.html")
            source.write_text(text, encoding="utf-8")
            target = self.docs / (name + ".pdf")
            command = ["weasyprint", source, target] if program == "weasyprint" else ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}", source]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def finish(self):
        with tempfile.TemporaryDirectory() as scratch:
            for name, data in self.waiting.items(): pathlib.Path(scratch, name + ".docx").write_bytes(data)
            files = sorted(pathlib.Path(scratch).glob("*.docx"))
            for i in range(0, len(files), 40):
                subprocess.run(["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "pdf", "--outdir", self.docs, *files[i:i + 40]],
                               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_samples(notice, printer, docs, rng, forms):
    name = notice["id"]
    made = []
    for form, borders in (("pdf", "all"), ("pdf-open", "rows"), ("pdf-bare", "bare")):
        layout = sample_layout(borders, rng)
        if form not in forms: continue
        printer.docx(f"{name}.{form}", docx(notice, layout))
        made.append(f"{name}.{form}.pdf")
    if "docx-split" in forms:
        (docs / f"{name}.docx-split.docx").write_bytes(docx(notice, sample_layout("all", rng), split=True))
        made.append(f"{name}.docx-split.docx")
    page = web_page(notice, rng)
    if "html" in forms:
        (docs / f"{name}.html.html").write_text(page, encoding="utf-8")
        made.append(f"{name}.html.html")
    if "pdf-web" in forms:
        printer.page(f"{name}.pdf-web", page, "weasyprint")
        made.append(f"{name}.pdf-web.pdf")
    return made


def make_new(number, notice, printer, rng, borders=()):
    layout = new_layout(rng, borders)
    program = rng.choices(("soffice", "weasyprint", "chromium"), (2, 1, 0.5))[0]
    name = f"{number:03}-{notice['id']}-{program}.{layout['borders']}-{layout['valign']}"
    if program == "soffice": printer.docx(name, docx(notice, layout))
    else: printer.page(name, html_page(notice, layout), program)
    return [name + ".pdf"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--set", choices=("samples", "new"), default="samples")
    parser.add_argument("--texts", choices=("as-is", "varied"), default="as-is")
    parser.add_argument("--forms", nargs="*", default=["docx-split", "html", "pdf", "pdf-open", "pdf-bare", "pdf-web"], help="of the set samples")
    parser.add_argument("--count", type=int, default=100, help="layouts of the set new")
    parser.add_argument("--borders", nargs="*", choices=sorted(DOCX_SIDES), default=[], help="of the set new: only these")
    parser.add_argument("--rows", type=int, default=0, help="only the first rows of each notice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shared", default=ROOT.parent / "shared")
    arguments = parser.parse_args()
    corpus = arguments.out / "corpus"
    for folder in ("docs", "gold", "labels"): (corpus / folder).mkdir(parents=True, exist_ok=True)
    if not (arguments.out / "eval").exists(): os.symlink(pathlib.Path(arguments.shared, "eval").resolve(), arguments.out / "eval")
    rng = random.Random(arguments.seed)
    printer = Printer(corpus / "docs")
    manifest = {}
    notices = notices_of(arguments.shared)
    for number in range(len(notices) if arguments.set == "samples" else arguments.count):
        notice = notices[number] if arguments.set == "samples" else rng.choice(notices)
        if arguments.rows: notice = {**notice, "rows": notice["rows"][:arguments.rows]}
        if arguments.texts == "varied": notice = varied(notice, rng)
        made = make_samples(notice, printer, corpus / "docs", rng, arguments.forms) if arguments.set == "samples" else make_new(number, notice, printer, rng, arguments.borders)
        gold = notice["id"] if arguments.set == "samples" else f"{number:03}-{notice['id']}"
        (corpus / "gold" / f"{gold}.json").write_text(json.dumps(notice, ensure_ascii=False), encoding="utf-8")
        manifest |= {name: [gold] for name in made}
    printer.finish()
    (corpus / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
