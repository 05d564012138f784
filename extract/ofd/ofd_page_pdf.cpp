// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ofd/ofd_page_pdf.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "extract/page_canvas.h"

namespace gongshi::extract {
namespace {

constexpr double kThinnest = 0.5;  // Points: thinner rules vanish at 96 dpi.

/// The character in UTF-16, as the font's encoding wants it. Characters past the first plane have no place in it.
std::string hexadecimal(char32_t code) {
  return fmt::format("{:04X}", static_cast<unsigned>(code <= 0xFFFF ? code : 0x25A1));
}

std::string content_stream(const PageContent& content) {
  const double height = content.page.height;
  std::string out = "0 g\n";
  for (const Rule& rule : content.rules) {
    const double half = std::max(rule.thickness, kThinnest) / 2;
    const Box box = rule.horizontal() ? Box{rule.x0, rule.y0 - half, rule.x1, rule.y0 + half}
                                      : Box{rule.x0 - half, rule.y0, rule.x0 + half, rule.y1};
    out += fmt::format("{:.2f} {:.2f} {:.2f} {:.2f} re f\n", box.x0, height - box.y1, box.width(), box.height());
  }
  out += "BT\n";
  for (const Glyph& glyph : content.glyphs) {
    const double size = glyph.size > 0 ? static_cast<double>(glyph.size) : glyph.box.height();
    // Half-width characters keep the width that the page gives them.
    const double em = glyph.code < 0x1100 ? 0.5 : 1.0;
    const double stretch = size > 0 ? std::clamp(glyph.box.width() / (size * em), 0.3, 3.0) : 1.0;
    const double baseline = height - glyph.box.y1 + kEmDescent * glyph.box.height();
    out += fmt::format("/F 1 Tf {:.2f} 0 0 {:.2f} {:.2f} {:.2f} Tm <{}> Tj\n", size * stretch, size, glyph.box.x0,
                       baseline, hexadecimal(glyph.code));
  }
  return out + "ET\n";
}

std::string assembled(const std::vector<std::string>& objects) {
  std::string pdf = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(pdf.size());
    pdf += fmt::format("{} 0 obj\n", i + 1) + objects[i] + "\nendobj\n";
  }
  const std::size_t table = pdf.size();
  pdf += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (const std::size_t offset : offsets) pdf += fmt::format("{:010} 00000 n \n", offset);
  return pdf + fmt::format("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, table);
}

}  // namespace

std::string pdf_of_drawing(const std::string& operators, double width, double height) {
  return assembled({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                    fmt::format("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {:.2f} {:.2f}]/Contents 4 0 R/Resources<<>>>>",
                                width, height),
                    fmt::format("<</Length {}>>\nstream\n", operators.size()) + operators + "endstream"});
}

std::string pdf_of_page(const PageContent& content) {
  const std::string stream = content_stream(content);
  const std::vector<std::string> objects = {
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      fmt::format(
          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {:.2f} {:.2f}]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
          content.page.width, content.page.height),
      fmt::format("<</Length {}>>\nstream\n{}endstream", stream.size(), stream),
      // UniGB-UTF16-H with a font that is not embedded: Poppler takes a Chinese one of the machine.
      "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[6 0 R]>>",
      "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
      "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R>>",
      "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
      "/Descent -120/CapHeight 880/StemV 93>>",
  };
  return assembled(objects);
}

}  // namespace gongshi::extract
