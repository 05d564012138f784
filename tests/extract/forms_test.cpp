// SPDX-License-Identifier: GPL-3.0-or-later
// One fictional notice in every form that a test can write: each must give back every row, cell and figure.
#include <iconv.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "extract/archive/archive_reader.h"
#include "extract/reader.h"
#include "normalize/notice_builder.h"
#include "schema/utf8.h"
#include "tests/extract/doc_sample.h"
#include "tests/extract/ofd_sample.h"
#include "tests/extract/pdf_sample.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/records.h"
#include "tests/support/zip_writer.h"

using namespace gongshi;
using namespace gongshi::test;

namespace {

const std::vector<std::string> kHead = {"一级指标", "序号", "二级指标", "指标释义", "标准要求", "完成情况"};

Notice sample() { return fictional_notice(7, standard()); }

std::vector<std::string> cells_of(const IndicatorRecord& row) {
  return {row.category,
          std::to_string(row.no),
          row.name.text.utf8,
          row.definition.text.utf8,
          row.requirement.text.utf8,
          row.claim.text.utf8};
}

std::string bare(std::string text) {
  std::erase_if(text, [](char byte) { return byte == ' ' || byte == '\n'; });
  return text;
}

Result<Document> read(std::string_view bytes) {
  extract::Options options;
  options.standard = &standard();
  options.ocr_engine = "none";
  options.office_program = "/nowhere/soffice";
  Source source;
  source.path = "sample";
  return extract::read_document(bytes, source, options);
}

void check_notice(const Notice& have, const Notice& want) {
  CHECK(have.community == want.community);
  CHECK(have.tier == want.tier);
  CHECK(bare(have.footer.utf8) == bare(want.footer.utf8));
  REQUIRE(have.rows.size() == want.rows.size());
  for (std::size_t i = 0; i < want.rows.size(); ++i) {
    const std::vector<std::string> a = cells_of(have.rows[i]), b = cells_of(want.rows[i]);
    for (std::size_t k = 0; k < a.size(); ++k) CHECK(bare(a[k]) == bare(b[k]));
  }
}

void check(std::string_view bytes) {
  const auto document = read(bytes);
  INFO((document ? "" : document.error().message));
  REQUIRE(document);
  const NoticeFile file = normalize::build_notices(*document, programme());
  REQUIRE(file.notices.size() == 1);
  check_notice(file.notices.front(), sample());
}

std::string in_charset(const std::string& utf8, const char* charset) {
  const iconv_t converter = iconv_open(charset, "UTF-8");
  std::string bytes(utf8.size() * 2, '\0');
  char *from = const_cast<char*>(utf8.data()), *to = bytes.data();
  std::size_t left = utf8.size(), room = bytes.size();
  const std::size_t failed = iconv(converter, &from, &left, &to, &room);
  iconv_close(converter);
  REQUIRE(failed != static_cast<std::size_t>(-1));
  bytes.resize(bytes.size() - room);
  return bytes;
}

// A page of a content management system: the categories span their rows, paragraphs of a cell are parted by <br>.
std::string html(const Notice& notice, const std::string& charset) {
  std::string page = "<html><head><meta charset=\"" + charset +
                     "\"></head><body><div class=\"nav\">首页 &gt; 公示</div><h1>" + notice.title.utf8 + "</h1><p>" +
                     notice.preamble.utf8 + "</p><p align=center>" + notice.table_title.utf8 +
                     "</p><table border=1><tr>";
  for (const std::string& head : kHead) page += "<th>" + head + "</th>";
  page += "</tr>";
  for (std::size_t i = 0; i < notice.rows.size(); ++i) {
    page += "<tr>";
    const std::string& category = notice.rows[i].category;
    if (i == 0 || category != notice.rows[i - 1].category) {
      std::size_t end = i;
      while (end < notice.rows.size() && notice.rows[end].category == category) ++end;
      page += "<td rowspan=" + std::to_string(end - i) + ">" + category + "</td>";
    }
    const std::vector<std::string> cells = cells_of(notice.rows[i]);
    for (std::size_t k = 1; k < cells.size(); ++k) {
      std::string text = cells[k];
      for (std::size_t at; (at = text.find('\n')) != std::string::npos;) text.replace(at, 1, "<br>");
      page += "<td>" + text + "</td>";
    }
    page += "</tr>";
  }
  return page + "</table><p>" + notice.footer.utf8 + "</p></body></html>";
}

std::string mht(const Notice& notice) {
  std::string quoted;
  for (const char byte : html(notice, "gb2312")) {
    const auto code = static_cast<unsigned char>(byte);
    quoted += code >= 0x21 && code < 0x7F && byte != '=' ? std::string(1, byte) : fmt::format("={:02X}", code);
    if (quoted.size() - (quoted.rfind('\n') + 1) > 70) quoted += "=\r\n";
  }
  // The meta element tells an untruth, as saved pages often do: the header counts.
  return "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"--=_x\"\r\n\r\n----=_x\r\nContent-Type: "
         "text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
         quoted + "\r\n----=_x--\r\n";
}

std::string xlsx(const Notice& notice) {
  int number = 0;
  const auto row = [&](const std::vector<std::string>& cells) {
    std::string xml = fmt::format("<row r=\"{}\">", ++number);
    for (std::size_t i = 0; i < cells.size(); ++i)
      xml += fmt::format("<c r=\"{}{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                         static_cast<char>('A' + i), number, cells[i]);
    return xml + "</row>";
  };
  std::string rows;
  for (const Text* text : {&notice.title, &notice.preamble, &notice.table_title}) rows += row({text->utf8});
  rows += row(kHead);
  std::string merges = "<mergeCell ref=\"A1:F1\"/><mergeCell ref=\"A2:F2\"/><mergeCell ref=\"A3:F3\"/>";
  for (std::size_t i = 0; i < notice.rows.size();) {
    const int first = number + 1;
    const std::string& category = notice.rows[i].category;
    for (; i < notice.rows.size() && notice.rows[i].category == category; ++i) {
      std::vector<std::string> cells = cells_of(notice.rows[i]);
      if (number + 1 > first) cells[0].clear();
      rows += row(cells);
    }
    if (number > first) merges += fmt::format("<mergeCell ref=\"A{}:A{}\"/>", first, number);
  }
  rows += row({notice.footer.utf8});
  merges += fmt::format("<mergeCell ref=\"A{}:F{}\"/>", number, number);
  return make_workbook("Sheet1", "<sheetData>" + rows + "</sheetData><mergeCells>" + merges + "</mergeCells>");
}

// The lines of a text in a column of `most` characters; Latin ones count half, and numbers are not parted.
std::vector<std::string> wrapped(const std::string& text, std::size_t most) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  const std::u32string codes = utf8::decode(text);
  for (std::size_t i = 0; i < codes.size();) {
    std::size_t end = i + 1;
    while (codes[i] < 0x80 && end < codes.size() && codes[end] < 0x80 && codes[end] != U'\n' && codes[end] != U' ')
      ++end;
    const std::size_t width = codes[i] < 0x80 ? end - i : 2;
    if (codes[i] == U'\n' || used + width > 2 * most) {
      lines.emplace_back();
      used = 0;
    }
    for (; i < end; ++i)
      if (codes[i] != U'\n') utf8::append(lines.back(), codes[i]);
    used += width;
  }
  return lines;
}

// Pages with a ruled table, rows whole on their page, categories in every row.
std::string ofd(const Notice& notice) {
  constexpr double kEdges[] = {10, 24, 32, 50, 96, 142, 200};
  constexpr double kSize = 3.2, kPitch = 4.2, kTop = 20, kBottom = 275;
  std::vector<OfdPage> pages(1);
  double y = kTop;
  const auto write = [&](double x, double at, const std::string& line) {
    std::string advances;
    for (const char32_t code : utf8::decode(line)) advances += fmt::format("{} ", code < 0x80 ? kSize / 2 : kSize);
    if (!line.empty()) pages.back().text(x, at, line, kSize, "DeltaX=\"" + advances + "\"");
  };
  const auto running = [&](const std::string& text) {
    for (const std::string& line : wrapped(text, 56)) write(12, y += kPitch + 2, line);
  };
  const auto table_row = [&](const std::vector<std::string>& cells) {
    std::vector<std::vector<std::string>> lines;
    std::size_t most = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      lines.push_back(wrapped(cells[i], static_cast<std::size_t>((kEdges[i + 1] - kEdges[i] - 2) / kSize)));
      most = std::max(most, lines.back().size());
    }
    const double height = static_cast<double>(most) * kPitch + 2;
    if (y + height > kBottom) pages.emplace_back(), y = kTop;
    for (std::size_t i = 0; i < cells.size(); ++i)
      for (std::size_t k = 0; k < lines[i].size(); ++k)
        write(kEdges[i] + 1, y + kPitch * static_cast<double>(k + 1), lines[i][k]);
    for (const double x : kEdges) pages.back().line(x, y, x, y + height);
    for (const double at : {y, y + height}) pages.back().line(kEdges[0], at, kEdges[6], at);
    y += height;
  };
  running(notice.title.utf8);
  running(notice.preamble.utf8);
  running(notice.table_title.utf8);
  y += 4;
  table_row(kHead);
  for (const IndicatorRecord& row : notice.rows) table_row(cells_of(row));
  y += 4;
  running(notice.footer.utf8);
  std::vector<std::string> contents;
  for (const OfdPage& page : pages) contents.push_back(page.xml());
  return ofd_file(ofd_document(0, contents));
}

std::u16string wide(const std::string& text) {
  std::u16string units;
  for (const char32_t code : utf8::decode(text)) units += static_cast<char16_t>(code);
  return units;
}

std::string doc(const Notice& notice) {
  DocSample sample;
  const std::vector<int> edges = {0, 900, 1400, 2600, 5000, 7500, 10000};
  for (const Text* text : {&notice.title, &notice.preamble, &notice.table_title})
    if (!text->empty()) sample.paragraphs.push_back(doc_line(wide(text->utf8)));
  const auto row = [&](const std::vector<std::string>& cells, int flag) {
    for (const std::string& cell : cells) {
      std::string rest = cell;
      for (std::size_t at; (at = rest.find('\n')) != std::string::npos; rest.erase(0, at + 1))
        sample.paragraphs.push_back({{{wide(rest.substr(0, at)), ""}}, 0x0D, in_table()});
      sample.paragraphs.push_back(doc_cell(wide(rest)));
    }
    sample.paragraphs.push_back(doc_row_end(edges, {flag}));
  };
  row(kHead, 0);
  const std::string* category = nullptr;
  for (const IndicatorRecord& record : notice.rows) {
    std::vector<std::string> cells = cells_of(record);
    const bool goes_on = category != nullptr && *category == record.category;
    if (goes_on) cells[0].clear();
    row(cells, goes_on ? 0x20 : 0x60);
    category = &record.category;
  }
  sample.paragraphs.push_back(doc_line(wide(notice.footer.utf8)));
  return doc_file(sample);
}

}  // namespace

TEST_CASE("Word, old and new, gives the whole notice") {
  check(to_docx(sample()));
  check(doc(sample()));
}

TEST_CASE("a PDF and an OFD with rules give the whole notice") {
  check(to_pdf(sample()));
  check(ofd(sample()));
}

TEST_CASE("web pages give the whole notice, whatever charset they have or claim") {
  check(html(sample(), "utf-8"));
  check(in_charset(html(sample(), "gbk"), "GB18030"));
  check(in_charset(html(sample(), "utf-8"), "GB18030"));  // A wrong declaration.
  check(mht(sample()));
}

TEST_CASE("a sheet gives the whole notice") { check(xlsx(sample())); }

TEST_CASE("an archive with Chinese names gives every notice") {
  const std::string inner = to_zip({{"内/甲.docx", to_docx(sample())}});
  const std::string bytes = to_zip({{"乙.xlsx", xlsx(sample())}, {"丙.zip", inner}}, true);
  std::vector<std::string> names;
  const auto done = extract::for_each_member(bytes, "a.zip", {}, [&](const std::string& name, const auto& member) {
    names.push_back(name);
    INFO((member ? name : member.error().message));
    REQUIRE(member);
    check(*member);
    return true;
  });
  CHECK(done);
  CHECK(names == std::vector<std::string>{"乙.xlsx", "丙.zip!内/甲.docx"});
}

TEST_CASE("one table for several communities gives each its notice") {
  const Notice one = sample(), other = fictional_notice(8, standard());
  std::string page =
      "<table><tr><th>序号</th><th>二级指标</th><th>标准要求</th><th>社区名称</th><th>入围社区完成情况</th></tr>";
  for (const IndicatorRecord& row : one.rows) {
    page +=
        fmt::format("<tr><td rowspan=2>{}</td><td rowspan=2>{}</td><td rowspan=2>{}</td><td>{}</td><td>{}</td></tr>",
                    row.no, row.name.text.utf8, row.requirement.text.utf8, one.community, row.claim.text.utf8);
    page += fmt::format("<tr><td>{}</td><td>第{}项已完成</td></tr>", other.community, row.no);
  }
  const auto document = read("<html><body><p>" + one.table_title.utf8 + "</p>" + page + "</table></body></html>");
  REQUIRE(document);
  const NoticeFile file = normalize::build_notices(*document, programme());
  REQUIRE(file.notices.size() == 2);
  for (const Notice& notice : file.notices) {
    const bool first = notice.community == one.community;
    CHECK((first || notice.community == other.community));
    REQUIRE(notice.rows.size() == one.rows.size());
    for (std::size_t i = 0; i < notice.rows.size(); ++i) {
      CHECK(bare(notice.rows[i].name.text.utf8) == bare(one.rows[i].name.text.utf8));
      CHECK(bare(notice.rows[i].requirement.text.utf8) == bare(one.rows[i].requirement.text.utf8));
      CHECK(bare(notice.rows[i].claim.text.utf8) ==
            (first ? bare(one.rows[i].claim.text.utf8) : fmt::format("第{}项已完成", one.rows[i].no)));
    }
  }
}

TEST_CASE("a PDF whose text layer is broken gives nothing of it, and says why") {
  PdfSample broken;
  broken.to_unicode_shift = 0x9000;  // Private characters.
  for (int line = 0; line < 20; ++line) broken.text(50, 100 + 20 * line, "有线宽带网络覆盖率达到百分之八十五");
  const auto document = read(broken.bytes());
  REQUIRE_FALSE(document);
  CHECK(document.error().code == "no-text");
  CHECK(document.error().message.find("recognition is switched off") != std::string::npos);
}
