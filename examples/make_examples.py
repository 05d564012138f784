#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the sample notices of this folder from sources/*.txt.

    examples/make_examples.py

A source gives a notice's head lines and, by number, the claims; names, definitions and requirements come from the
standard's data file. "|" separates paragraphs. .docx files are written here; .pdf files are those .docx files converted by
LibreOffice (package libreoffice-writer-nogui), so only their makers need it. The results are committed.
"""
import json
import pathlib
import subprocess
import tempfile
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent
STANDARD = json.loads((HERE.parent / "programmes/shandong-2022/standards/shandong-2022.json").read_text(encoding="utf-8"))
HEADER = ["一级指标", "序号", "二级指标", "指标释义", "标准要求", "本社区完成情况"]
WIDTHS = {"portrait": [850, 600, 1100, 2100, 2600, 2350], "landscape": [1100, 700, 1500, 3200, 4200, 3800]}
PAGES = {"portrait": (11906, 16838), "landscape": (16838, 11906)}


def read_source(path):
    head, claims = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, _, value = line.partition(":")
        (claims if key.isdigit() else head)[int(key) if key.isdigit() else key] = value.strip()
    return head, claims


def paragraph(text, size=21, centered=False, bold=False):
    properties = f'<w:rPr><w:rFonts w:eastAsia="Noto Sans CJK SC"/>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
    align = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centered else ""
    return f'<w:p>{align}<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def cell(text, width, merge=None):
    v_merge = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>", None: ""}[merge]
    paragraphs = "".join(paragraph(part, 18) for part in text.replace("|", "\n").split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{v_merge}</w:tcPr>{paragraphs}</w:tc>'


def table(head, claims):
    widths = WIDTHS[head["layout"]]
    tier = next(t for t in STANDARD["tiers"] if t["name"] == head["tier"])
    omitted = {int(no) for no in head.get("omit", "").split(",") if no}
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    rows = ["<w:tr><w:trPr><w:tblHeader/></w:trPr>" + "".join(cell(t, w) for t, w in zip(HEADER, widths)) + "</w:tr>"]
    before = None
    for indicator in tier["indicators"]:
        if indicator["no"] in omitted:
            continue
        category = indicator["category"]
        merge = "continue" if category == before else "restart"
        texts = [category if merge == "restart" else "", str(indicator["no"]), indicator["name"], indicator["definition"],
                 indicator["requirement"], claims[indicator["no"]]]
        rows.append("<w:tr>" + "".join(cell(t, w, merge if i == 0 else None) for i, (t, w) in enumerate(zip(texts, widths))) + "</w:tr>")
        before = category
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return f'<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


def document(head, claims):
    width, height = PAGES[head["layout"]]
    orient = ' w:orient="landscape"' if head["layout"] == "landscape" else ""
    body = paragraph(head["title"], 32, centered=True, bold=True) + paragraph(head["preamble"])
    body += paragraph(head["table_title"], 24, centered=True) + table(head, claims)
    body += "".join(paragraph(line) for line in head["footer"].split("|"))
    body += f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>'
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>')


PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}


def write_docx(path, head, claims):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "word/document.xml": document(head, claims)}.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 11, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def main():
    for source in sorted((HERE / "sources").glob("*.txt")):
        head, claims = read_source(source)
        target = HERE / head["file"]
        if target.suffix == ".docx":
            write_docx(target, head, claims)
        else:
            with tempfile.TemporaryDirectory() as folder:
                word = pathlib.Path(folder) / (target.stem + ".docx")
                write_docx(word, head, claims)
                subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf",
                                "--outdir", str(HERE), str(word)], check=True, stdout=subprocess.DEVNULL)
        print(target.name)


if __name__ == "__main__":
    main()
