// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/docx_reader.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "extract/reader.h"
#include "tests/extract/doc_sample.h"
#include "tests/extract/document_text.h"
#include "tests/support/zip_writer.h"

using namespace gongshi;

namespace {

const std::string kTransitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const std::string kStrict = "http://purl.oclc.org/ooxml/wordprocessingml/main";

// The parts of a small package; "" leaves a part out.
struct Parts {
  std::string body, styles, numbering, footnotes, endnotes;
  std::string prefix = "w", space = kTransitional, password;
};

std::string namespaces(const Parts& parts) {
  return " xmlns:" + parts.prefix + "=\"" + parts.space +
         "\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
         "xmlns:v=\"urn:schemas-microsoft-com:vml\""
         " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\""
         " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
}

std::string package(const Parts& parts) {
  const auto part = [&](const std::string& root, const std::string& content) {
    return "<?xml version=\"1.0\"?><" + parts.prefix + ":" + root + namespaces(parts) + ">" + content + "</" +
           parts.prefix + ":" + root + ">";
  };
  const std::string tag = parts.prefix + ":body";
  std::vector<std::pair<std::string, std::string>> files = {
      {"[Content_Types].xml", "<Types/>"},
      {"word/document.xml", part("document", "<" + tag + ">" + parts.body + "</" + tag + ">")}};
  if (!parts.styles.empty()) files.emplace_back("word/styles.xml", part("styles", parts.styles));
  if (!parts.numbering.empty()) files.emplace_back("word/numbering.xml", part("numbering", parts.numbering));
  if (!parts.footnotes.empty()) files.emplace_back("word/footnotes.xml", part("footnotes", parts.footnotes));
  if (!parts.endnotes.empty()) files.emplace_back("word/endnotes.xml", part("endnotes", parts.endnotes));
  return test::make_zip(files, parts.password);
}

std::string read(const Parts& parts) {
  Source source;
  source.path = "a.docx";
  return test::document_text(extract::read_document(package(parts), source, {}));
}

std::string read(const std::string& body) {
  Parts parts;
  parts.body = body;
  return read(parts);
}

std::string run(const std::string& text) { return "<w:r><w:t>" + text + "</w:t></w:r>"; }
std::string par(const std::string& content, const std::string& properties = "") {
  return "<w:p>" + (properties.empty() ? "" : "<w:pPr>" + properties + "</w:pPr>") + content + "</w:p>";
}
std::string cell(const std::string& text, const std::string& properties = "") {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" +
         (text.starts_with("<") ? text : par(text.empty() ? "" : run(text))) + "</w:tc>";
}
std::string row(const std::string& cells, const std::string& properties = "") {
  return "<w:tr><w:trPr>" + properties + "</w:trPr>" + cells + "</w:tr>";
}
std::string table(const std::string& rows) { return "<w:tbl><w:tblPr/>" + rows + "</w:tbl>"; }
std::string number(int id, int level = 0) {
  return "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" + std::to_string(id) +
         "\"/></w:numPr>";
}
std::string level(int index, const std::string& format, const std::string& text, const std::string& more = "",
                  int start = 1) {
  return "<w:lvl w:ilvl=\"" + std::to_string(index) + "\"><w:start w:val=\"" + std::to_string(start) +
         "\"/><w:numFmt w:val=\"" + format + "\"/><w:lvlText w:val=\"" + text + "\"/>" + more + "</w:lvl>";
}
std::string abstract(int id, const std::string& levels) {
  return "<w:abstractNum w:abstractNumId=\"" + std::to_string(id) + "\">" + levels + "</w:abstractNum>";
}
std::string instance(int id, int of, const std::string& overrides = "") {
  return "<w:num w:numId=\"" + std::to_string(id) + "\"><w:abstractNumId w:val=\"" + std::to_string(of) + "\"/>" +
         overrides + "</w:num>";
}

}  // namespace

TEST_CASE("paragraphs and runs") {
  CHECK(read(par(run("one") + run("two"), "<w:jc w:val=\"center\"/>") + par("") + par(run("three"))) ==
        "c:onetwo|three");
  CHECK(read(par("<w:r><w:t xml:space=\"preserve\"> a </w:t></w:r><w:r><w:t> b "
                 "</w:t><w:tab/><w:t>c</w:t><w:br/><w:t>d</w:t></w:r>")) == " a b\tc|d");
  CHECK(read(par("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/></w:r>")) == "1-2");
  CHECK(read(par("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:sym w:font=\"Symbol\" "
                 "w:char=\"F0B3\"/><w:t>80%</w:t></w:r>")) == "☑≥80%");
  CHECK(read(par(run("1.5km") + "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r>")) ==
        "1.5km²");
  CHECK(read(par("<w:hyperlink>" + run("a") + "</w:hyperlink><w:smartTag>" + run("b") +
                 "</w:smartTag><w:sdt><w:sdtPr/><w:sdtContent>" + run("c") + "</w:sdtContent></w:sdt>")) == "abc");
  CHECK(read(par("<w:r><w:ruby><w:rt>" + run("yi") + "</w:rt><w:rubyBase>" + run("一") +
                 "</w:rubyBase></w:ruby></w:r>")) == "一");
  CHECK(read(par(run("率=") + "<m:oMath><m:f><m:num><m:r><m:t>甲</m:t></m:r></m:num><m:den><m:r><m:t>乙</m:t></m:r></"
                              "m:den></m:f></m:oMath>")) == "率=甲/乙");
}

TEST_CASE("changes are accepted") {
  CHECK(read(par("<w:ins>" + run("new") + "</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>" + run("!"))) ==
        "new!");
  CHECK(read(par("<w:moveFrom>" + run("gone") + "</w:moveFrom>" + run("stays")) +
             par("<w:moveTo>" + run("gone") + "</w:moveTo>")) == "stays|gone");
  // A deleted paragraph mark joins two paragraphs.
  CHECK(read(par(run("first "), "<w:rPr><w:del/></w:rPr>") + par(run("second"))) == "firstsecond");
  CHECK(read(table(row(cell("a")) + row(cell("b"), "<w:del/>") + row(cell("c"), "<w:ins/>"))) == "[2x1 a;c]");
}

TEST_CASE("hidden text is left out") {
  Parts parts;
  parts.styles =
      "<w:style w:type=\"character\" w:styleId=\"H\"><w:rPr><w:vanish/></w:rPr></w:style>"
      "<w:style w:type=\"character\" w:styleId=\"I\"><w:basedOn w:val=\"H\"/></w:style>";
  parts.body = par(
      "<w:r><w:rPr><w:vanish/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>2</w:t></w:r>"
      "<w:r><w:rPr><w:rStyle w:val=\"I\"/></w:rPr><w:t>3</w:t></w:r>");
  CHECK(read(parts) == "2");
}

TEST_CASE("fields show their result") {
  const auto mark = [](const std::string& type) { return "<w:r><w:fldChar w:fldCharType=\"" + type + "\"/></w:r>"; };
  const auto code = [](const std::string& text) { return "<w:r><w:instrText>" + text + "</w:instrText></w:r>"; };
  CHECK(read(par(mark("begin") + code(" DATE ") + run("never") + mark("separate") + run("2024") + mark("end") +
                 run("年"))) == "2024年");
  CHECK(read(par(mark("begin") + code(" IF ") + mark("begin") + code(" X ") + mark("separate") + run("inner") +
                 mark("end") + mark("separate") + run("r") + mark("end"))) == "r");
  CHECK(read(par("<w:fldSimple w:instr=\"PAGE\">" + run("7") + "</w:fldSimple>")) == "7");
  CHECK(read(par(mark("begin") + code(" eq \\o\\ac(○,") + code("12)") + mark("end") + run("项"))) == "⑫项");
  CHECK(read(par("<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default "
                 "w:val=\"0\"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>" +
                 code(" FORMCHECKBOX ") + mark("end") + run("是"))) == "☑是");
  // A field that never ends does not swallow the document.
  CHECK(read(par(mark("begin") + code(" X ") + run("lost")) + par(run("kept"))) == "kept");
}

TEST_CASE("tables have merged cells, gaps and wrapped rows") {
  const std::string restart = "<w:vMerge w:val=\"restart\"/>", on = "<w:vMerge/>", wide = "<w:gridSpan w:val=\"2\"/>";
  CHECK(read(table(row(cell("a", restart) + cell("b") + cell("c")) + row(cell("", on) + cell("d", wide)))) ==
        "[2x3 (0,0,2x1)a;b;c;(1,1,1x2)d]");
  CHECK(read(table(row(cell("a", restart)) + row(cell("", on)) + row(cell("b", restart)) + row(cell("", on)))) ==
        "[4x1 (0,0,2x1)a;(2,0,2x1)b]");
  CHECK(read(table(row(cell("a", on) + cell("b")))) == "[1x2 a;b]");
  CHECK(read(table(row(cell("b") + cell("c"), "<w:gridBefore w:val=\"1\"/>") +
                   row(cell("x") + cell("y") + cell("z")))) == "[2x3 b;c;x;y;z]");
  CHECK(read(table(row(cell("a", "<w:hMerge w:val=\"restart\"/>") + cell("", "<w:hMerge/>") + cell("b")))) ==
        "[1x3 (0,0,1x2)a;b]");
  CHECK(read(table("<w:sdt><w:sdtContent>" +
                   row("<w:sdt><w:sdtContent>" + cell("a") + "</w:sdtContent></w:sdt>" + cell("b")) +
                   "</w:sdtContent></w:sdt>")) == "[1x2 a;b]");
  CHECK(read(table(row(cell("<w:p><w:r><w:t>o</w:t></w:r></w:p>" + table(row(cell("n1") + cell("n2"))) + "<w:p/>") +
                       cell("p")))) == "[1x2 o/n1/n2;p]");
  CHECK(read(table(row(cell(par(run("1")) + par(run("2")))))) == "[1x1 1/2]");
}

TEST_CASE("places count tables, rows, cells and paragraphs") {
  Source source;
  source.path = "a.docx";
  Parts parts;
  parts.body = par(run("p")) + table(row(cell("a") + cell(table(row(cell("n")))))) +
               table(row(cell("x")) + row(cell(par("") + par(run("y")))));
  const auto document = extract::read_document(package(parts), source, {});
  REQUIRE(document.has_value());
  REQUIRE(document->blocks.size() == 3);
  const auto place = [](const Paragraph& paragraph) {
    const Place& at = paragraph.text.spans.at(0).place;
    return std::to_string(at.table) + "," + std::to_string(at.row) + "," + std::to_string(at.cell) + "," +
           std::to_string(at.paragraph);
  };
  CHECK(place(document->blocks[0].paragraph) == "-1,-1,-1,0");
  const Table& first = document->blocks[1].table;
  CHECK(place(first.cells[1].nested.at(0).cells[0].paragraphs[0]) == "1,0,0,0");
  CHECK(place(first.cells[1].paragraphs[0]) == "1,0,0,0");
  CHECK(place(document->blocks[2].table.cells[1].paragraphs[0]) == "2,1,0,1");
  CHECK(document->source.kind == "docx");
  CHECK(document->source.sha256.size() == 64);
}

TEST_CASE("notes stand with their cell, or behind the document") {
  Parts parts;
  parts.footnotes = "<w:footnote w:id=\"1\">" + par(run("n1") + "<w:r><w:footnoteReference w:id=\"1\"/></w:r>") +
                    "</w:footnote><w:footnote w:id=\"2\">" + par(run("n2")) + "</w:footnote>";
  parts.endnotes = "<w:endnote w:id=\"1\">" + par(run("e1")) + "</w:endnote>";
  parts.body = par(run("a") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>") +
               table(row(cell(par(run("80%") + "<w:r><w:footnoteReference w:id=\"1\"/></w:r>") +
                              par(run("b") + "<w:r><w:endnoteReference w:id=\"1\"/></w:r>")))) +
               par(run("z"));
  CHECK(read(parts) == "a|[1x1 80%/n1/b/e1]|z|f:n2");
}

TEST_CASE("text boxes follow their paragraph, from one alternative only") {
  const std::string box = "<w:txbxContent>" + par(run("box")) + "</w:txbxContent>";
  const std::string alternatives = "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>" + box +
                                   "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + box +
                                   "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>";
  CHECK(read(table(row(cell(par("<w:r>" + alternatives + "</w:r>" + run("a")))))) == "[1x1 a/box]");
  CHECK(read(par("<w:r><mc:AlternateContent><mc:Choice "
                 "Requires=\"future\"><w:t>no</w:t></mc:Choice><mc:Fallback><w:t>yes</w:t></mc:Fallback></"
                 "mc:AlternateContent></w:r>")) == "yes");
}

TEST_CASE("automatic numbers are part of the text") {
  Parts parts;
  parts.numbering =
      abstract(0, level(0, "decimal", "%1.") + level(1, "chineseCounting", "（%2）", "<w:suff w:val=\"nothing\"/>") +
                      level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")) +
      abstract(1, level(0, "bullet", "\xEF\x82\xA7", "<w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr>")) +
      instance(1, 0) + instance(2, 1) +
      instance(3, 0, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>") + instance(4, 0);
  parts.body = par(run("a"), number(1)) + par(run("b"), number(1, 1)) + par(run("c"), number(1, 1)) +
               par(run("d"), number(1, 2)) + par("", number(1)) + par(run("e"), number(1, 1)) +
               par(run("f"), number(2)) + par(run("g"), number(4)) + par(run("h"), number(3)) +
               par(run("i"), number(3)) + par(run("j"), number(0)) + par(run("k"), number(99));
  CHECK(read(parts) == "1. a|（一）b|（二）c|1.2.1 d|2. |（一）e|▪ f|3. g|5. h|6. i|j|k");
}

TEST_CASE("numbers come from styles, their bases and linked levels") {
  Parts parts;
  parts.numbering =
      abstract(0, level(0, "decimal", "%1、") + level(1, "upperLetter", "%2)", "<w:pStyle w:val=\"L2\"/>")) +
      instance(7, 0) + "<w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"N\"/></w:abstractNum>" +
      instance(8, 1);
  parts.styles =
      "<w:style w:type=\"paragraph\" w:styleId=\"L1\"><w:pPr><w:numPr><w:numId "
      "w:val=\"7\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"L1b\"><w:basedOn w:val=\"L1\"/></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"L2\"><w:pPr><w:numPr><w:numId "
      "w:val=\"7\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"Off\"><w:basedOn w:val=\"L1\"/><w:pPr><w:numPr><w:numId "
      "w:val=\"0\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"numbering\" w:styleId=\"N\"><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style>";
  const auto styled = [](const std::string& style) { return "<w:pStyle w:val=\"" + style + "\"/>"; };
  parts.body = par(run("a"), styled("L1")) + par(run("b"), styled("L1b")) + par(run("c"), styled("L2")) +
               par(run("d"), styled("Off")) + par(run("e"), styled("L1") + number(0)) + par(run("f"), number(8)) +
               par(run("g"), styled("Loop"));
  CHECK(read(parts) == "1、 a|2、 b|A) c|d|e|3、 f|g");
}

TEST_CASE("levels restart as they are told") {
  Parts parts;
  parts.numbering =
      abstract(0, level(0, "decimal", "%1") + level(1, "decimal", "%1.%2", "<w:lvlRestart w:val=\"0\"/>") +
                      level(2, "decimal", "%1.%2.%3", "", 4)) +
      instance(1, 0);
  parts.body = par(run("a"), number(1, 0)) + par(run("b"), number(1, 1)) + par(run("c"), number(1, 2)) +
               par(run("d"), number(1, 0)) + par(run("e"), number(1, 1)) + par(run("f"), number(1, 2));
  CHECK(read(parts) == "1 a|1.1 b|1.1.4 c|2 d|2.2 e|2.2.4 f");
}

TEST_CASE("any prefix and the strict namespaces are understood") {
  Parts parts;
  parts.space = kStrict;
  parts.body = par(run("strict"), "<w:jc w:val=\"center\"/>");
  CHECK(read(parts) == "c:strict");
  parts.prefix = "ns0";
  parts.space = kTransitional;
  parts.body = "<ns0:p><ns0:pPr><ns0:jc ns0:val=\"center\"/></ns0:pPr><ns0:r><ns0:t>a</ns0:t></ns0:r></ns0:p>";
  CHECK(read(parts) == "c:a");
}

TEST_CASE("damaged and hostile packages give one clear error") {
  Parts parts;
  parts.body = par(run("text"));
  const std::string whole = package(parts);
  const auto outcome = [](const std::string& bytes) { return test::document_text(extract::read_docx(bytes, {}, {})); };
  CHECK(outcome(whole) == "text");
  for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{30}})
    CHECK(outcome(whole.substr(0, size)) == "!file-damaged");
  parts.password = "key";
  CHECK(outcome(package(parts)) == "!file-encrypted");
  CHECK(outcome(test::make_zip({{"word/document.xml", "<w:document"}})) == "!file-damaged");
  CHECK(outcome(test::make_zip({{"word/other.xml", "<a/>"}})) == "!file-damaged");
  CHECK(read(par("")) == "!no-text");
  CHECK(read(table(row(cell("a", "<w:gridSpan w:val=\"2000000000\"/>")))) == "!table-too-large");
  CHECK(read(table(row(cell("a"), "<w:gridBefore w:val=\"-5\"/>"))) == "!table-too-large");
  std::string cells;
  for (int i = 0; i < 10'000; ++i) cells += "<w:tc/>";
  CHECK(read(table(row(cells))) == "!table-too-large");
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "<w:ins>";
  for (int i = 0; i < 50'000; ++i) deep += "</w:ins>";
  CHECK(read(par(deep)) == "!file-damaged");
  const std::string bomb = "<!DOCTYPE a [<!ENTITY b \"xxxx\"><!ENTITY c \"&b;&b;&b;\">]><w:document xmlns:w=\"" +
                           kTransitional + "\"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>";
  CHECK(outcome(test::make_zip({{"word/document.xml", bomb}})) == "&c;");
}

namespace {

// A package with relations of its main part: (id, type, target, bytes).
struct Related {
  std::string id, type, target, bytes;
};

std::string related(const std::string& body, const std::vector<Related>& parts,
                    const std::string& main = "word/document.xml") {
  const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string relations =
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  const std::size_t slash = main.rfind('/');
  const std::string folder = main.substr(0, slash + 1), name = main.substr(slash + 1);
  std::string list;
  std::vector<std::pair<std::string, std::string>> files = {
      {"[Content_Types].xml", "<Types><Override PartName=\"/" + main +
                                  "\" "
                                  "ContentType=\"application/"
                                  "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
      {"_rels/.rels", relations + "<Relationship Id=\"a\" Type=\"" + types + "officeDocument\" Target=\"" + main +
                          "\"/></Relationships>"},
      {main, "<?xml version=\"1.0\"?><w:document" + namespaces(Parts{}) +
                 " xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
                 "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
                 "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>" +
                 body + "</w:body></w:document>"}};
  for (const Related& part : parts) {
    list += "<Relationship Id=\"" + part.id + "\" Type=\"" + types + part.type + "\" Target=\"" + part.target + "\"/>";
    files.emplace_back(folder + part.target, part.bytes);
  }
  files.emplace_back(folder + "_rels/" + name + ".rels", relations + list + "</Relationships>");
  return test::make_zip(files);
}

std::string read_bytes(const std::string& bytes) {
  Source source;
  source.path = "a.docx";
  return test::document_text(extract::read_document(bytes, source, {}));
}

std::string row_of(const std::string& cells) { return "<w:tr>" + cells + "</w:tr>"; }
std::string table_of(const std::string& rows) { return "<w:tbl>" + rows + "</w:tbl>"; }

const std::string kSquare =
    table_of(row_of(cell("a") + cell("b") + cell("c")) + row_of(cell("d") + cell("e") + cell("f")) +
             row_of(cell("g") + cell("h") + cell("i")));
const std::string kSquareText = "[3x3 a;b;c;d;e;f;g;h;i]";

}  // namespace

TEST_CASE("a frame around a table is opened") {
  const auto framed = [](const std::string& inside) { return table_of(row_of("<w:tc>" + inside + "<w:p/></w:tc>")); };
  CHECK(read(framed(par(run("t")) + kSquare + par(run("u")))) == "t|" + kSquareText + "|u");
  CHECK(read(framed(framed(kSquare))) == kSquareText);
  CHECK(read(table_of(row_of(cell("t")) + row_of("<w:tc>" + kSquare + "<w:p/></w:tc>") + row_of(cell("u")))) ==
        "t|" + kSquareText + "|u");
  // A frame around text stays a table of one cell.
  CHECK(read(framed(par(run("t")))) == "[1x1 t]");
}

TEST_CASE("WordArt heads the paragraph that it hangs on") {
  const std::string old = "<w:r><w:pict><v:shape id=\"s\"><v:textpath string=\"标题\"/></v:shape></w:pict></w:r>";
  CHECK(read_bytes(related(par(old + run("正文")), {})) == "c:标题|正文");
  const std::string bent = "<w:r><w:drawing><wps:wsp><wps:txbx><w:txbxContent>" + par(run("标题")) +
                           "</w:txbxContent></wps:txbx><wps:bodyPr><a:prstTxWarp "
                           "prst=\"textPlain\"/></wps:bodyPr></wps:wsp></w:drawing></w:r>";
  CHECK(read_bytes(related(par(bent + run("正文")), {})) == "标题|正文");
  const std::string watermark =
      "<w:r><w:pict><v:shape id=\"PowerPlusWaterMarkObject1\"><v:textpath string=\"样张\"/></v:shape></w:pict></w:r>";
  CHECK(read_bytes(related(par(watermark + run("正文")), {})) == "正文");
}

TEST_CASE("page headers and footers are furniture, each wording once") {
  const auto margin = [](const std::string& root, const std::string& text) {
    return "<w:" + root + namespaces(Parts{}) + ">" + par(run(text)) + "</w:" + root + ">";
  };
  const std::string section =
      "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/><w:headerReference w:type=\"first\" r:id=\"g\"/>"
      "<w:footerReference w:type=\"default\" r:id=\"f\"/></w:sectPr>";
  CHECK(read_bytes(related(par(run("正文")) + section, {{"h", "header", "h.xml", margin("hdr", "页眉")},
                                                        {"g", "header", "g.xml", margin("hdr", "页眉")},
                                                        {"f", "footer", "f.xml", margin("ftr", "页脚")}})) ==
        "f:页眉|正文|f:页脚");
}

TEST_CASE("a page header laid out by a table gives its lines") {
  const std::string header = "<w:hdr" + namespaces(Parts{}) + ">" + kSquare + "</w:hdr>";
  CHECK(read_bytes(related(par(run("正文")) + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr>",
                           {{"h", "header", "h.xml", header}}))
            .ends_with("|正文"));
  CHECK(read_bytes(related(par(run("正文")) + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr>",
                           {{"h", "header", "h.xml", header}}))
            .starts_with("f:"));
}

TEST_CASE("imported and embedded documents are read where they stand") {
  const std::string import = "<w:altChunk r:id=\"c\"/>";
  CHECK(read_bytes(related(par(run("x")) + import + par(run("y")),
                           {{"c", "aFChunk", "c.html", "<html><p>甲</p><p>乙</p>"}})) == "x|甲|乙|y");
  CHECK(read_bytes(related(import, {{"c", "aFChunk", "c.mht",
                                     "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>甲</p>"}})) == "甲");
  const std::string inner = related(par(run("内")) + kSquare, {});
  const std::string object = "<w:p><w:r><w:object><o:OLEObject Type=\"Embed\" r:id=\"e\"/></w:object></w:r></w:p>";
  CHECK(read_bytes(related(kSquare + object + par(run("y")), {{"e", "package", "e.docx", inner}})) ==
        kSquareText + "|内|" + kSquareText + "|y");
  // Wrapped by the Packager, with its name before it, or kept as a package in a container.
  const auto size = [](std::size_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> 8 * i & 0xFF);
    return bytes;
  };
  using namespace std::string_literals;
  const std::string native = size(inner.size() + 31) + "\x02\0a.docx\0C:\\a.docx\0\0\0\x03\0"s + size(10) +
                             "C:\\a.docx\0"s + size(inner.size()) + inner;
  CHECK(read_bytes(related(object, {{"e", "oleObject", "e.bin",
                                     test::compound_file({{u"\x0001Ole10Native", native}})}})) == "内|" + kSquareText);
  CHECK(read_bytes(related(object, {{"e", "oleObject", "e.bin", test::compound_file({{u"Package", inner}})}})) ==
        "内|" + kSquareText);
  CHECK(read_bytes(related(object + par(run("y")),
                           {{"e", "oleObject", "e.bin",
                             test::compound_file({{u"\x0001Ole10Native", native.substr(0, 40)}})}})) == "y");
  // What is no document (a formula, a chart) is passed over; an import that cannot be read is said to be missing.
  CHECK(read_bytes(related(object + par(run("y")), {{"e", "oleObject", "e.bin", "\x01\x02"}})) == "y");
  Source source;
  const auto lost =
      extract::read_document(related(import + par(run("y")), {{"c", "aFChunk", "c.bin", "\x01\x02"}}), source, {});
  REQUIRE(lost);
  REQUIRE(lost->problems.size() == 1);
  CHECK(lost->problems[0].code == "part-unread");
  // Documents in documents end.
  std::string deep = related(par(run("0")), {});
  for (int i = 1; i < 8; ++i) deep = related(par(run(std::to_string(i))) + object, {{"e", "package", "e.docx", deep}});
  CHECK(read_bytes(deep) == "7|6|5|4");
}

TEST_CASE("the main part may stand anywhere, and the package in one XML file") {
  CHECK(read_bytes(related(par(run("甲")), {}, "docs/main.xml")) == "甲");
  const std::string flat =
      "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>"
      "<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\" xmlns:w=\"" +
      kTransitional +
      "\">"
      "<pkg:part pkg:name=\"/_rels/.rels\"><pkg:xmlData><Relationships "
      "xmlns=\"http://schemas.openxmlformats.org/package/"
      "2006/relationships\"><Relationship Id=\"a\" "
      "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
      "Target=\"word/document.xml\"/></Relationships></pkg:xmlData></pkg:part>"
      "<pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document><w:body>" +
      par(run("甲")) + kSquare + "</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>";
  CHECK(read_bytes(flat) == "甲|" + kSquareText);
  CHECK(read_bytes("<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\"/>") ==
        "!file-damaged");
}
