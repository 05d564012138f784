// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small PDFs for tests: text in a font that is not embedded (ideographs one em wide, ASCII half an em), rules in
// every manner, and page attributes. Coordinates are points from the top left of the unturned page.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "schema/utf8.h"

namespace gongshi::test {

class PdfSample {
 public:
  double width = 595, height = 842;
  std::string page_attributes;    ///< "/Rotate 90", "/CropBox [0 0 300 400]" …, on every page.
  bool to_unicode = true;         ///< Does the font say which characters it shows?
  char32_t to_unicode_shift = 0;  ///< Added to every code that the font claims to show.

  void new_page() { pages_.emplace_back(); }

  /// `y` is the top of the text's em box.
  void text(double x, double y, std::string_view utf8, double size = 10, std::string_view before = "") {
    std::string hex;
    for (const char32_t code : utf8::decode(utf8)) hex += fmt::format("{:04X}", static_cast<unsigned>(code));
    draw(fmt::format("BT {} /F1 {} Tf {} {} Td <{}> Tj ET", before, size, x, height - y - 0.86 * size, hex));
  }
  void stroke(double x0, double y0, double x1, double y1, std::string_view before = "0.5 w") {
    draw(fmt::format("{} {} {} m {} {} l S", before, x0, height - y0, x1, height - y1));
  }
  void stroke_box(double x0, double y0, double x1, double y1) {
    draw(fmt::format("0.5 w {} {} {} {} re S", x0, height - y1, x1 - x0, y1 - y0));
  }
  void fill_box(double x0, double y0, double x1, double y1, std::string_view color = "0 g") {
    draw(fmt::format("{} {} {} {} {} re f 0 g", color, x0, height - y1, x1 - x0, y1 - y0));
  }
  /// A grey pixel stretched over the box.
  void picture(double x0, double y0, double x1, double y1) {
    draw(
        fmt::format("q {} 0 0 {} {} {} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q", x1 - x0, y1 - y0, x0, height - y1));
  }
  void draw(std::string_view operators) {
    if (pages_.empty()) new_page();
    pages_.back() += operators;
    pages_.back() += '\n';
  }

  [[nodiscard]] std::string bytes() const {
    std::vector<std::string> objects;  // object i + 1
    objects.push_back("<</Type/Catalog/Pages 2 0 R>>");
    std::string kids;
    for (std::size_t i = 0; i < pages_.size(); ++i) kids += fmt::format("{} 0 R ", 7 + 2 * i);
    objects.push_back(fmt::format("<</Type/Pages/Count {}/Kids[{}]>>", pages_.size(), kids));
    objects.push_back(
        fmt::format("<</Type/Font/Subtype/Type0/BaseFont/Sample/Encoding/Identity-H/DescendantFonts[4 0 R]{}>>",
                    to_unicode ? "/ToUnicode 6 0 R" : ""));
    objects.push_back(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Sample/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/"
        "Supplement 0>>"
        "/FontDescriptor 5 0 R/DW 1000/W[32 126 500]>>");
    objects.push_back(
        "<</Type/FontDescriptor/FontName/Sample/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120"
        "/CapHeight 700/StemV 80>>");
    objects.push_back(
        stream(fmt::format("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Sample def "
                           "/CMapType 2 def 1 begincodespacerange "
                           "<0000> <FFFF> endcodespacerange {} endcmap end end",
                           ranges())));
    for (const std::string& page : pages_) {
      objects.push_back(fmt::format(
          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R {}>>", width,
          height, objects.size() + 2, page_attributes));
      objects.push_back(stream(page));
    }
    return assemble(objects);
  }

 private:
  static std::string stream(const std::string& content) {
    return fmt::format("<</Length {}>>stream\n{}\nendstream", content.size(), content);
  }

  // One range per lead byte: a range may not run over one.
  [[nodiscard]] std::string ranges() const {
    std::string text;
    for (unsigned first = 0; first < 256; first += 64) {
      text += "64 beginbfrange\n";
      for (unsigned lead = first; lead < first + 64; ++lead) {
        const auto target = static_cast<unsigned>((lead << 8) + to_unicode_shift) & 0xFFFFU;
        text += fmt::format("<{:02X}00> <{:02X}FF> <{:04X}>\n", lead, lead, target);
      }
      text += "endbfrange\n";
    }
    return text;
  }

  static std::string assemble(const std::vector<std::string>& objects) {
    std::string file = "%PDF-1.5\n";
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < objects.size(); ++i) {
      offsets.push_back(file.size());
      file += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    const std::size_t table = file.size();
    file += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (const std::size_t offset : offsets) file += fmt::format("{:010} 00000 n \n", offset);
    file += fmt::format("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, table);
    return file;
  }

  std::vector<std::string> pages_;
};

}  // namespace gongshi::test
