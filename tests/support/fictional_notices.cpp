// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fictional_notices.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "schema/utf8.h"

namespace gongshi::test {
namespace {

constexpr std::array<const char*, 12> kFirst = {"云", "青", "松", "翠", "锦", "瑞", "栖", "澜", "映", "霁", "岚", "芷"};
constexpr std::array<const char*, 12> kSecond = {"溪", "岭", "汀", "苑", "桥", "泉",
                                                 "坪", "湾", "渚", "垣", "麓", "浦"};
constexpr std::array<const char*, 5> kThird = {"", "东", "西", "南", "北"};
constexpr std::array<const char*, 6> kCities = {"云州市", "青陵市", "澜江市", "霁城市", "松浦市", "岚山口市"};
constexpr std::array<const char*, 6> kCounties = {"栖霞岭区", "映湖区", "芷江口县", "翠屏岭县", "锦川湾区", "瑞河口县"};
constexpr std::array<const char*, 5> kStreets = {"一道桥街道", "二道桥街道", "三道桥街道", "四道桥镇", "五道桥镇"};
constexpr std::array<const char*, 8> kSystems = {"云管家", "邻里通", "安居眼", "慧邻",
                                                 "暖阳",   "居家宝", "益民窗", "睦邻达"};

// How claims are worded. Braces: 0 community, 1 whole, 2 part, 3 share, 4 system, 5 small number, 6 larger number.
constexpr std::array<const char*, 9> kWordings = {
    "{0}现有住户{1}户，其中已接入{2}户，占比{3}%，由{4}平台统一派单，{5}名网格员按周上门回访并登记。",
    "依托{4}系统，{0}在{5}个出入口布设设备{6}台，月均处理事项{1}件，其中当日办结{2}件，办结率{3}%。",
    "{0}于去年完成改造，覆盖楼栋{5}栋、居民{1}人，调查回收问卷{6}份，居民普遍反映使用方便，满意度{3}%。",
    "已建成{4}服务点{5}处，配备专职人员{6}名，服务居民{2}人次，并与街道值守中心双向联动、全天响应。",
    "由物业与居委会共同管理，{4}终端安装到{2}户家庭，总户数{1}户，安装比例{3}%，每季度检修{5}次。",
    "{0}通过{4}小程序公示办事指南{6}项，群众可在线提交材料，{5}名工作人员负责初审，平均{5}日内答复。",
    "社区投入资金{6}万元，完成{5}类设施升级，覆盖{1}户中的{2}户，覆盖率达到{3}%，余下住户已排入计划。",
    "{4}已对接{5}家单位的数据，汇集信息{1}条，核对无误{2}条，准确率{3}%，由专人逐月抽查并留存记录。",
    "达标。",
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15ULL + 12345) {}
  std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + below(high - low + 1); }

 private:
  std::mt19937_64 engine_;
};

std::string claim_of(const std::string& community, Random& random) {
  const std::uint64_t whole = random.between(400, 9000);
  const std::uint64_t part = whole * random.between(700, 1000) / 1000;
  const std::string rate = fmt::format("{:.2f}", static_cast<double>(part) * 100 / static_cast<double>(whole));
  return fmt::format(fmt::runtime(kWordings[random.below(kWordings.size())]), community, whole, part, rate,
                     kSystems[random.below(kSystems.size())], random.between(2, 19), random.between(20, 400));
}

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

std::string paragraph(const std::string& text) {
  return "<w:p><w:r><w:t xml:space=\"preserve\">" + escaped(text) + "</w:t></w:r></w:p>";
}

std::string table_cell(const std::string& text) { return "<w:tc><w:tcPr/>" + paragraph(text) + "</w:tc>"; }

std::vector<std::string> cells_of(const IndicatorRecord& row) {
  return {row.category,         std::to_string(row.no), row.name.str(),
          row.definition.str(), row.requirement.str(),  row.claim.str()};
}

void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xFF);
  out += static_cast<char>(value >> 8 & 0xFF);
}
void put32(std::string& out, std::uint32_t value) {
  put16(out, value & 0xFFFF);
  put16(out, value >> 16);
}

std::string deflated(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// ---- PDF ----

constexpr double kFontSize = 9, kLineHeight = 13, kMargin = 40, kPageWidth = 842, kPageHeight = 595;
constexpr std::array<double, 6> kColumnWidths = {60, 32, 80, 190, 200, 200};

double advance(char32_t code) { return code < 0x2E80 ? kFontSize / 2 : kFontSize; }

std::vector<std::u32string> wrapped(const std::string& text, double width) {
  std::vector<std::u32string> lines(1);
  double used = 0;
  for (char32_t code : utf8::decode(text)) {
    if (code == U'\n' || used + advance(code) > width) {
      lines.emplace_back();
      used = 0;
    }
    if (code == U'\n') continue;
    lines.back().push_back(code);
    used += advance(code);
  }
  return lines;
}

class PdfWriter {
 public:
  PdfWriter() { new_page(); }

  void line(double x0, double y0, double x1, double y1) {
    content_ += fmt::format("{:.1f} {:.1f} m {:.1f} {:.1f} l S\n", x0, kPageHeight - y0, x1, kPageHeight - y1);
  }
  void text(double x, double baseline, const std::u32string& line) {
    std::string codes;
    for (char32_t code : line) codes += fmt::format("{:04X}", static_cast<unsigned>(code) & 0xFFFF);
    content_ += fmt::format("BT /F1 {} Tf {:.1f} {:.1f} Td <{}> Tj ET\n", kFontSize, x, kPageHeight - baseline, codes);
  }
  void new_page() {
    if (!content_.empty()) pages_.push_back(std::exchange(content_, {}));
  }

  std::string finish() {
    new_page();
    add("<< /Type /Catalog /Pages 2 0 R >>");
    std::string kids;
    for (std::size_t i = 0; i < pages_.size(); ++i) kids += fmt::format("{} 0 R ", 7 + 2 * i);
    add(fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages_.size()));
    add("<< /Type /Font /Subtype /Type0 /BaseFont /FictionSong /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>");
    // Codes are UTF-16 units; Latin ones are half as wide.
    add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /FictionSong /CIDSystemInfo << /Registry (Adobe) /Ordering "
        "(Identity) "
        "/Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [0 11904 500] >>");
    add("<< /Type /FontDescriptor /FontName /FictionSong /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent "
        "880 "
        "/Descent -120 /CapHeight 700 /StemV 80 >>");
    std::string map =
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
    for (unsigned high = 0; high < 256; high += 64) {
      map += "64 beginbfrange\n";
      for (unsigned i = high; i < high + 64; ++i) map += fmt::format("<{0:02X}00> <{0:02X}FF> <{0:02X}00>\n", i);
      map += "endbfrange\n";
    }
    map += "endcmap end end";
    add_stream(map);
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      add(
          fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Resources << /Font << /F1 3 0 R >> >> "
                      "/Contents {} 0 R >>",
                      kPageWidth, kPageHeight, 8 + 2 * i));
      add_stream(pages_[i]);
    }
    const std::size_t table = out_.size();
    out_ += fmt::format("xref\n0 {}\n0000000000 65535 f \n", offsets_.size() + 1);
    for (std::size_t offset : offsets_) out_ += fmt::format("{:010} 00000 n \n", offset);
    out_ += fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", offsets_.size() + 1, table);
    return out_;
  }

 private:
  void add(const std::string& body) {
    offsets_.push_back(out_.size());
    out_ += fmt::format("{} 0 obj\n{}\nendobj\n", offsets_.size(), body);
  }
  void add_stream(const std::string& bytes) {
    const std::string packed = zlib_packed(bytes);
    add(fmt::format("<< /Length {} /Filter /FlateDecode >>\nstream\n{}\nendstream", packed.size(), packed));
  }
  static std::string zlib_packed(const std::string& bytes) {
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    std::string packed(size, '\0');
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
             static_cast<uLong>(bytes.size()));
    packed.resize(size);
    return packed;
  }

  std::string out_ = "%PDF-1.5\n%\xE2\xE3\xCF\xD3\n", content_;
  std::vector<std::string> pages_;
  std::vector<std::size_t> offsets_;
};

}  // namespace

FictionalPlace fictional_place(std::uint64_t number) {
  FictionalPlace place;
  place.city = kCities[number % kCities.size()];
  place.county = kCounties[number / 6 % kCounties.size()];
  place.street = kStreets[number / 36 % kStreets.size()];
  const std::uint64_t name = number / 180;
  place.community = std::string(kFirst[(name + number) % 12]) + kSecond[(name / 12 + number / 12) % 12] +
                    kThird[name / 144 % 5] + (name >= 720 ? std::to_string(name / 720) + "号" : "") + "社区";
  return place;
}

Notice fictional_notice(std::uint64_t number, const Standard& standard) {
  const FictionalPlace place = fictional_place(number);
  const bool copies = number % 10 == 9;
  Random random(copies ? number - 1 : number);
  const Tier& tier = standard.tiers[(copies ? number - 1 : number) % standard.tiers.size()];
  Notice notice;
  notice.tier = tier.name;
  notice.edition = tier.edition;
  notice.community = place.community;
  notice.title.utf8 = fmt::format("{}{}智慧社区建设验收结果公示", place.city, place.county);
  notice.preamble.utf8 = fmt::format(
      "按照《{}》，{}{}组织专家对{}{}进行了{}"
      "智慧社区验收，现将验收结果予以公示，公示期为2024年11月4日至2024年11月8日，共5天。",
      standard.title, place.city, place.county, place.street, place.community, tier.name);
  notice.table_title.utf8 = fmt::format("{}{}智慧社区建设指标完成情况", place.community, tier.name);
  notice.footer.utf8 =
      fmt::format("联系单位：{}{}，联系电话：0999-5{:06}", place.county, place.street, number % 1000000);
  for (const Indicator& indicator : tier.indicators) {
    IndicatorRecord row;
    row.category = indicator.category;
    row.no = indicator.no;
    row.number.text.utf8 = std::to_string(indicator.no);
    row.name.text.utf8 = indicator.name;
    row.definition.text.utf8 = indicator.definition;
    row.requirement.text.utf8 = indicator.requirement;
    row.claim.text.utf8 = claim_of(place.community, random);
    notice.rows.push_back(std::move(row));
  }
  return notice;
}

std::string to_zip(const std::vector<ZipMember>& members, bool deflate) {
  std::string out, directory;
  for (const ZipMember& member : members) {
    const auto offset = static_cast<std::uint32_t>(out.size());
    const std::string packed = deflate ? deflated(member.bytes) : member.bytes;
    std::string common;
    put16(common, 20);
    put16(common, 0x800);  // UTF-8 names
    put16(common, deflate ? 8 : 0);
    put32(common, 0x59740000);
    put32(common, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(member.bytes.data()),
                                                   static_cast<uInt>(member.bytes.size()))));
    put32(common, static_cast<std::uint32_t>(packed.size()));
    put32(common, static_cast<std::uint32_t>(member.bytes.size()));
    put16(common, static_cast<std::uint32_t>(member.name.size()));
    put16(common, 0);
    out += std::string("PK\x03\x04", 4) + common + member.name + packed;
    directory += std::string("PK\x01\x02", 4);
    put16(directory, 20);
    directory += common;
    directory += std::string(10, '\0');  // comment length, disk, attributes
    put32(directory, offset);
    directory += member.name;
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  out += directory + std::string("PK\x05\x06\0\0\0\0", 8);
  put16(out, static_cast<std::uint32_t>(members.size()));
  put16(out, static_cast<std::uint32_t>(members.size()));
  put32(out, static_cast<std::uint32_t>(directory.size()));
  put32(out, start);
  put16(out, 0);
  return out;
}

std::string to_docx(const Notice& notice) {
  std::string body =
      paragraph(notice.title.utf8) + paragraph(notice.preamble.utf8) + paragraph(notice.table_title.utf8);
  body += "<w:tbl><w:tblPr/><w:tblGrid>";
  for (int i = 0; i < 6; ++i) body += "<w:gridCol w:w=\"1500\"/>";
  body += "</w:tblGrid><w:tr>";
  for (const char* head : {"一级指标", "序号", "二级指标", "指标释义", "标准要求", "完成情况"})
    body += table_cell(head);
  body += "</w:tr>";
  for (const IndicatorRecord& row : notice.rows) {
    body += "<w:tr>";
    for (const std::string& cell : cells_of(row)) body += table_cell(cell);
    body += "</w:tr>";
  }
  body += "</w:tbl>" + paragraph(notice.footer.utf8);
  const std::string declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  return to_zip(
      {{"[Content_Types].xml",
        declaration +
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
            "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override "
            "PartName=\"/word/document.xml\" "
            "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></"
            "Types>"},
       {"_rels/.rels",
        declaration + "<Relationships "
                      "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
                      "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
                      "Target=\"word/document.xml\"/></Relationships>"},
       {"word/document.xml",
        declaration + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" +
            body + "</w:body></w:document>"}},
      true);
}

std::string to_pdf(const Notice& notice) {
  PdfWriter pdf;
  double y = kMargin;
  const auto running = [&](const std::string& text) {
    for (const std::u32string& line : wrapped(text, kPageWidth - 2 * kMargin)) {
      y += kLineHeight;
      pdf.text(kMargin, y, line);
    }
    y += 4;
  };
  running(notice.title.utf8);
  running(notice.preamble.utf8);
  running(notice.table_title.utf8);
  const auto draw_row = [&](const std::vector<std::string>& cells) {
    std::vector<std::vector<std::u32string>> lines;
    std::size_t most = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      lines.push_back(wrapped(cells[i], kColumnWidths[i] - 6));
      most = std::max(most, lines.back().size());
    }
    const double height = static_cast<double>(most) * kLineHeight + 6;
    if (y + height > kPageHeight - kMargin) {
      pdf.new_page();
      y = kMargin;
    }
    double x = kMargin;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      pdf.line(x, y, x, y + height);
      for (std::size_t l = 0; l < lines[i].size(); ++l)
        pdf.text(x + 3, y + kLineHeight * static_cast<double>(l + 1), lines[i][l]);
      x += kColumnWidths[i];
    }
    pdf.line(x, y, x, y + height);
    pdf.line(kMargin, y, x, y);
    pdf.line(kMargin, y + height, x, y + height);
    y += height;
  };
  draw_row({"一级指标", "序号", "二级指标", "指标释义", "标准要求", "完成情况"});
  for (const IndicatorRecord& row : notice.rows) draw_row(cells_of(row));
  if (y + 3 * kLineHeight > kPageHeight - kMargin) {
    pdf.new_page();
    y = kMargin;
  }
  running(notice.footer.utf8);
  return pdf.finish();
}

}  // namespace gongshi::test
