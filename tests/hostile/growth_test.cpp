// SPDX-License-Identifier: GPL-3.0-or-later
// Work on hostile files grows with their size, no faster: each kind is read, and judged, at one size and at twice that.
// What is counted is memory asked for, in all, which is the same in every run and on every machine; a loop that asks
// for none is not seen here (bench/hostile.py measures processor time).
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "extract/archive/archive_reader.h"
#include "extract/reader.h"
#include "normalize/claim/facts.h"
#include "normalize/notice_builder.h"
#include "tests/support/records.h"
#include "tests/support/zip_writer.h"

namespace {

std::atomic<std::uint64_t> asked_for{0};

}  // namespace

#if !defined(__SANITIZE_ADDRESS__)
void* operator new(std::size_t size) {
  asked_for.fetch_add(size + 16, std::memory_order_relaxed);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

using namespace gongshi;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string listed(int count, const std::function<std::string(int)>& item) {
  std::string out;
  for (int i = 0; i < count; ++i) out += item(i);
  return out;
}

// ---- Word ----

constexpr const char* kNamespaces =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

std::string paragraph(const std::string& text, const std::string& properties = "") {
  return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

std::string cell(const std::string& inside, const std::string& properties = "") {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + inside + "</w:tc>";
}

std::string row(const std::vector<std::string>& texts) {
  std::string out = "<w:tr>";
  for (const std::string& text : texts) out += cell(paragraph(text));
  return out + "</w:tr>";
}

std::string relation(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" +
         type + "\" Target=\"" + target + "\"/>";
}

/// A notice with `more` behind its table.
std::string docx(const std::string& more, std::vector<std::pair<std::string, std::string>> parts = {},
                 const std::string& relations = "") {
  const std::string notice =
      paragraph("基础型智慧社区（柳荫社区）") + "<w:tbl>" + row({"一级指标", "序号", "二级指标", "完成情况"}) +
      row({"基础设施", "1", "有线宽带网络", "覆盖率为98.5%"}) + row({"基础设施", "2", "广播电视", "达标"}) + "</w:tbl>";
  const std::string head = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  parts.insert(parts.begin(),
               {{"[Content_Types].xml", "<Types/>"},
                {"_rels/.rels", head + relation("r1", "officeDocument", "word/document.xml") + "</Relationships>"},
                {"word/_rels/document.xml.rels", head + relations + "</Relationships>"},
                {"word/document.xml",
                 std::string("<w:document ") + kNamespaces + "><w:body>" + notice + more + "</w:body></w:document>"}});
  return test::make_zip(parts);
}

std::string part(const std::string& name, const std::string& inside) {
  return "<w:" + name + " " + kNamespaces + ">" + inside + "</w:" + name + ">";
}

std::string nested_tables(int n) {
  return docx("<w:tbl><w:tr>" + cell(repeated("<w:tbl>" + row({"甲"}) + "</w:tbl>", n) + paragraph("乙")) +
              "</w:tr></w:tbl>");
}

std::string tables_in_tables(int n) {
  std::string inner = paragraph("底");
  for (int i = 0; i < 30; ++i) inner = "<w:tbl><w:tr>" + cell(inner + paragraph("")) + "</w:tr></w:tbl>";
  return docx(repeated(inner, n / 20));
}

std::string merged_cells(int n) {
  return docx(
      "<w:tbl>" +
      listed(n,
             [](int i) {
               return "<w:tr>" + cell(paragraph("甲"), i == 0 ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>") +
                      cell(paragraph(std::to_string(i)), "<w:gridSpan w:val=\"" + std::to_string(1 + i % 20) + "\"/>") +
                      "</w:tr>";
             }) +
      "</w:tbl>");
}

std::string styles(int n) {
  const std::string list = listed(n, [](int i) {
    return "<w:style w:type=\"paragraph\" w:styleId=\"s" + std::to_string(i) + "\"><w:basedOn w:val=\"s" +
           std::to_string(i - 1) + "\"/></w:style>";
  });
  return docx(
      listed(n, [n](int i) { return paragraph("甲", "<w:pStyle w:val=\"s" + std::to_string(n - 1 - i) + "\"/>"); }),
      {{"word/styles.xml", part("styles", list)}}, relation("r2", "styles", "styles.xml"));
}

std::string fields(int n) {
  return docx("<w:p>" +
              repeated("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>", n) +
              "</w:p>" + repeated(paragraph("甲"), n));
}

std::string lists(int n) {
  const std::string level =
      "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText "
      "w:val=\"%1、\"/></w:lvl>";
  const auto id = [](int i) { return std::to_string(i); };
  const std::string list =
      listed(n,
             [&](int i) { return "<w:abstractNum w:abstractNumId=\"" + id(i) + "\">" + level + "</w:abstractNum>"; }) +
      listed(n, [&](int i) {
        return "<w:num w:numId=\"" + id(i + 1) + "\"><w:abstractNumId w:val=\"" + id(i) + "\"/></w:num>";
      });
  return docx(listed(n,
                     [&](int i) {
                       return paragraph(
                           "甲", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"" + id(i + 1) + "\"/></w:numPr>");
                     }),
              {{"word/numbering.xml", part("numbering", list)}}, relation("r3", "numbering", "numbering.xml"));
}

std::string footnotes(int n) {
  return docx("<w:p>" + repeated("<w:r><w:footnoteReference w:id=\"1\"/></w:r>", n) + "</w:p>",
              {{"word/footnotes.xml",
                part("footnotes", "<w:footnote w:id=\"1\">" + paragraph(repeated("注", n)) + "</w:footnote>")}},
              relation("r4", "footnotes", "footnotes.xml"));
}

std::string page_heads(int n) {
  return docx(
      repeated("<w:p><w:pPr><w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr></w:pPr></w:p>", n),
      {{"word/header1.xml", part("hdr", repeated(paragraph("眉"), 20))}}, relation("h", "header", "header1.xml"));
}

// ---- web pages ----

std::string html(const std::string& more) {
  return "<html><head><meta charset=utf-8></head><body><p>基础型智慧社区（柳荫社区）</p><table><tr><td>一级指标<td>序号"
         "<td>二级指标<td>完成情况</tr><tr><td>基础设施<td>1<td>有线宽带网络<td>达标</tr></table>" +
         more + "</body></html>";
}

std::string spans(int n) {
  return html("<table>" + repeated("<tr><td colspan=30>甲<td rowspan=30>乙</tr>", n) + "</table>");
}
std::string deep_elements(int n) { return html(repeated("<div>甲", n)); }
std::string deep_tables(int n) { return html(repeated("<table><tr><td>", n) + "甲"); }
std::string web_lists(int n) { return html(repeated("<ol><li>甲", n)); }
std::string style_rules(int n) {
  return html("<style>" + listed(n, [](int i) { return "[a" + std::to_string(i) + "]{display:none}"; }) + "</style>" +
              repeated("<p a=1>甲</p>", n));
}
std::string frames(int n) { return html(repeated("<iframe srcdoc=\"<p>甲</p>\"></iframe>", n)); }
std::string open_elements(int n) { return html(repeated("<b><i><p>甲", n)); }

// ---- sheets ----

std::string shared_strings(int n) {
  return test::make_workbook("A", "<sheetData>" + listed(n, [](int i) {
                                    const std::string at = std::to_string(i + 1);
                                    return "<row r=\"" + at + "\"><c r=\"A" + at +
                                           "\" t=\"inlineStr\"><is><r><t>甲</t></r></is></c></row>";
                                  }) + "</sheetData>");
}

std::string merged_areas(int n) {
  return test::make_workbook(
      "A", "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><mergeCells>" + listed(n, [](int i) {
             return "<mergeCell ref=\"A" + std::to_string(i + 1) + ":XFD" + std::to_string(i + 500) + "\"/>";
           }) + "</mergeCells>");
}

// ---- PDF ----

std::string pdf(const std::vector<std::string>& objects) {
  std::string out = "%PDF-1.5\n", table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string offset = std::to_string(out.size());
    table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string count = std::to_string(objects.size() + 1), at = std::to_string(out.size());
  return out + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " + count +
         " /Root 1 0 R >>\nstartxref\n" + at + "\n%%EOF\n";
}

std::string page_tree(int n) {
  std::vector<std::string> objects = {"<< /Type /Catalog /Pages 2 0 R >>"};
  for (int i = 0; i < n; ++i)
    objects.push_back("<< /Type /Pages /Kids [" + std::to_string(i + 3) + " 0 R] /Count 1 /Parent " +
                      std::to_string(i + 1) + " 0 R >>");
  objects.push_back("<< /Type /Page /Parent " + std::to_string(n + 1) + " 0 R /MediaBox [0 0 595 842] >>");
  return pdf(objects);
}

std::string drawn(const std::string& operators) {
  return pdf(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
       "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> /XObject << /I 6 0 R "
       ">> >> "
       "/Contents 4 0 R >>",
       "<< /Length " + std::to_string(operators.size()) + " >>\nstream\n" + operators + "\nendstream",
       "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
       "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 "
       ">>\nstream\n0\nendstream"});
}

std::string images(int n) { return drawn(repeated("q 9 0 0 9 20 20 cm /I Do Q\n", n)); }
std::string rules(int n) {
  return drawn(listed(n, [](int i) {
    const std::string x = std::to_string(20 + i * 7 % 500), y = std::to_string(20 + i * 3 % 700);
    return x + " " + y + " m 560 " + y + " l S " + x + " " + y + " m " + x + " 800 l S\n";
  }));
}

// ---- archives ----

std::string members(int n) {
  std::vector<std::pair<std::string, std::string>> parts;
  for (int i = 0; i < n; ++i) parts.emplace_back(repeated("甲/", 1 + i % 40) + std::to_string(i) + ".txt", "乙");
  return test::make_zip(parts);
}

std::string mail(int n) {
  return "From: a\nContent-Type: multipart/mixed; boundary=x\n\n" +
         repeated("--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"a.txt\"\n\n甲\n", n) +
         "--x--";
}

// ---- the work ----

std::size_t judged(const Document& document) {
  const NoticeFile file = normalize::build_notices(document, test::programme());
  for (const Notice& notice : file.notices) static_cast<void>(audit::audit_notice(notice, test::programme()));
  return file.notices.size();
}

std::size_t read_and_judged(const std::string& bytes) {
  extract::Options options;
  options.standard = &test::standard();
  options.ocr_engine = "none";
  options.office_program.clear();
  Source source;
  source.path = "hostile";
  const auto document = extract::read_document(bytes, source, options);
  return document ? judged(*document) : 0;
}

std::uint64_t work(const std::function<void()>& what) {
  what();  // what is made once is made
  const std::uint64_t before = asked_for;
  what();
  return asked_for - before;
}

struct Kind {
  const char* name;
  std::string (*make)(int);
  int size;
  bool notice;  ///< Is the notice in front of it read?
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds = {
      {"tables in a cell", nested_tables, 300, true},
      {"tables in tables", tables_in_tables, 300, true},
      {"merged cells", merged_cells, 300, true},
      {"styles", styles, 300, true},
      {"fields", fields, 300, true},
      {"lists", lists, 300, true},
      {"page heads", page_heads, 300, true},
      {"spans", spans, 100, true},
      {"deep elements", deep_elements, 600, true},
      {"deep tables", deep_tables, 300, true},
      {"lists of the web", web_lists, 300, true},
      {"style rules", style_rules, 300, true},
      {"frames", frames, 300, true},
      {"open elements", open_elements, 300, true},
      {"shared strings", shared_strings, 500, false},
      {"merged areas", merged_areas, 500, false},
      {"page tree", page_tree, 100, false},
      {"images", images, 500, false},
      {"rules", rules, 200, false},
  };
  return kKinds;
}

}  // namespace

TEST_CASE("the work on a hostile file grows with its size, and its notice is read") {
  for (const Kind& kind : kinds()) {
    INFO(kind.name);
    const std::string once = kind.make(kind.size), twice = kind.make(2 * kind.size);
    std::size_t notices = 0;
    const std::uint64_t small = work([&] { notices = read_and_judged(once); });
    if (kind.notice) CHECK(notices == 1);
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(small > once.size());  // it is counted
#endif
    const std::uint64_t large = work([&] { notices = read_and_judged(twice); });
    if (kind.notice) CHECK(notices == 1);
    UNSCOPED_INFO(small << " and " << large << " bytes");
    CHECK(large <= small * 5 / 2 + 300'000);
  }
}

TEST_CASE("a note that many signs refer to is read once") {
  const std::uint64_t small = work([] { read_and_judged(footnotes(500)); }),
                      large = work([] { read_and_judged(footnotes(1000)); });
  INFO(small << " and " << large);
  CHECK(large <= small * 5 / 2 + 300'000);
}

TEST_CASE("the work on an archive grows with the number of its members") {
  const auto walk = [](const std::string& bytes) {
    extract::ArchiveLimits limits;
    static_cast<void>(extract::for_each_member(
        bytes, "a.zip", limits, [](const std::string&, const Result<std::string_view>&) { return true; }));
  };
  for (const auto make : {members, mail}) {
    const std::string once = make(400), twice = make(800);
    const std::uint64_t small = work([&] { walk(once); }), large = work([&] { walk(twice); });
    INFO(small << " and " << large);
    CHECK(large <= small * 5 / 2 + 300'000);
  }
}

TEST_CASE("the work on a claim grows with its length") {
  for (const char* statement : {"2024年11月1日至11月7日、",
                                "覆盖100户，占200户的50%，",
                                "联系人柳青13700010002，",
                                "甲、乙、丙等3项，",
                                "甲、",
                                "一百二十三万四千五百",
                                "110101199003070011，",
                                "1",
                                "（",
                                "《甲》",
                                "50%",
                                "1、甲；2、乙；",
                                "1+1=2=",
                                "柳青同志、",
                                "1 2 ",
                                "1/",
                                "个处台套户",
                                "其中60岁以上老人100人，占比50%；",
                                "分别为1个、2个、",
                                "不低于98%，实际97.2%，",
                                "每周2次，",
                                "未",
                                "计划2025年",
                                "\n",
                                "①",
                                "a.b@c.d，"}) {
    INFO(statement);
    const auto claims = [&](int characters) {
      Notice notice = test::make_notice("基础型", "青禾里社区");
      std::string claim;
      while (claim.size() < static_cast<std::size_t>(3 * characters)) claim += statement;
      notice.rows[0].claim.text.utf8 = claim;
      return notice;
    };
    const Notice once = claims(1000), twice = claims(2000);
    const auto judge = [](const Notice& notice) {
      Notice read = notice;
      normalize::parse_facts(read, test::programme());
      static_cast<void>(audit::audit_notice(read, test::programme()));
    };
    const std::uint64_t small = work([&] { judge(once); }), large = work([&] { judge(twice); });
    UNSCOPED_INFO(small << " and " << large << " bytes");
    CHECK(large <= small * 5 / 2 + 300'000);
  }
}
