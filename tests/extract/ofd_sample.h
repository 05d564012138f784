// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small OFD files (GB/T 33190) for tests. Coordinates are millimetres from the top left of an A4 page.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/zip_writer.h"

namespace gongshi::test {

/// The objects of one page's content.
class OfdPage {
 public:
  /// `y` is the baseline; `more` goes into the TextCode (DeltaX …), `attributes` into the TextObject.
  void text(double x, double y, std::string_view utf8, double size = 4, std::string_view more = "",
            std::string_view attributes = "") {
    objects_ += fmt::format(
        R"(<ofd:TextObject ID="{}" Boundary="{} {} 190 {}" Font="1" Size="{}" {}><ofd:TextCode X="0" Y="{}" {}>{}</ofd:TextCode></ofd:TextObject>)",
        ++id_, x, y - size, size * 2, size, attributes, size, more, utf8);
  }
  void line(double x0, double y0, double x1, double y1) {
    objects_ += fmt::format(
        R"(<ofd:PathObject ID="{}" Boundary="{} {} {} {}" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {} {}</ofd:AbbreviatedData></ofd:PathObject>)",
        ++id_, x0, y0, x1 - x0 + 0.1, y1 - y0 + 0.1, x1 - x0, y1 - y0);
  }
  void object(std::string_view xml) { objects_ += xml; }

  [[nodiscard]] std::string xml(std::string_view more = "") const {
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{}<ofd:Content><ofd:Layer ID="1" Type="Body">{}</ofd:Layer></ofd:Content></ofd:Page>)",
        more, objects_);
  }

 private:
  int id_ = 100;
  std::string objects_;
};

using Parts = std::vector<std::pair<std::string, std::string>>;

/// Parts of a document `Doc_N` with the given pages (their XML).
inline Parts ofd_document(int number, const std::vector<std::string>& pages, std::string_view common = "") {
  const std::string folder = fmt::format("Doc_{}", number);
  std::string list;
  Parts parts;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    list += fmt::format(R"(<ofd:Page ID="{}" BaseLoc="Pages/Page_{}/Content.xml"/>)", i + 10, i);
    parts.emplace_back(fmt::format("{}/Pages/Page_{}/Content.xml", folder, i), pages[i]);
  }
  parts.emplace_back(
      folder + "/Document.xml",
      fmt::format(
          R"(<?xml version="1.0" encoding="UTF-8"?><ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{}</ofd:CommonData><ofd:Pages>{}</ofd:Pages></ofd:Document>)",
          common, list));
  return parts;
}

/// The file of `documents` documents whose parts are given.
inline std::string ofd_file(Parts parts, int documents = 1) {
  std::string bodies;
  for (int i = 0; i < documents; ++i)
    bodies += fmt::format("<ofd:DocBody><ofd:DocRoot>Doc_{}/Document.xml</ofd:DocRoot></ofd:DocBody>", i);
  parts.emplace(
      parts.begin(), "OFD.xml",
      fmt::format(
          R"(<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD">{}</ofd:OFD>)",
          bodies));
  return make_zip(parts);
}

}  // namespace gongshi::test
