// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/jbig2_picture.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

#include "extract/pdf/pdf_file.h"

namespace gongshi::extract {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMark = "\x97JB2\r\n\x1a\n"sv;
constexpr double kMostPixels = 2e8;
constexpr unsigned kPageInformation = 48;
constexpr std::size_t kSegmentHeader = 11;  // of a page information segment, which refers to no other

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4 && i < bytes.size(); ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

bool is_jbig2(std::string_view bytes) { return bytes.starts_with(kMark); }

Result<PagePicture> decode_jbig2(std::string_view bytes) {
  const Error damaged{"file-damaged", "The JBIG2 picture is damaged: ask for it again."};
  if (is_jbig2(bytes)) {
    if (bytes.size() < 13 || (bytes[8] & 1) == 0) return damaged;  // Segments in random order are not known.
    bytes.remove_prefix((bytes[8] & 2) != 0 ? 9 : 13);
  }
  // The page's size stands in its first segment.
  if (bytes.size() < kSegmentHeader + 8 || (static_cast<unsigned char>(bytes[4]) & 63U) != kPageInformation)
    return damaged;
  const std::uint32_t width = big_endian(bytes, kSegmentHeader), height = big_endian(bytes, kSegmentHeader + 4);
  if (width == 0 || height == 0) return damaged;
  if (static_cast<double>(width) * height > kMostPixels)
    return Error{"picture-too-large", "The picture has over 200 million pixels: scale it down."};
  // Poppler has a decoder, for pictures in a PDF.
  const std::string drawing = fmt::format("q {0} 0 0 {1} 0 0 cm /I Do Q\n", width, height);
  const std::vector<std::string> objects = {
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      fmt::format("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
                  width, height),
      fmt::format("<</Length {}>>\nstream\n{}endstream", drawing.size(), drawing),
      fmt::format("<</Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent 1/ColorSpace/DeviceGray"
                  "/Filter/JBIG2Decode/Length {}>>\nstream\n",
                  width, height, bytes.size()) +
          std::string(bytes) + "\nendstream"};
  std::string pdf = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(pdf.size());
    pdf += fmt::format("{} 0 obj\n", i + 1) + objects[i] + "\nendobj\n";
  }
  const std::size_t table = pdf.size();
  pdf += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (const std::size_t offset : offsets) pdf += fmt::format("{:010} 00000 n \n", offset);
  pdf += fmt::format("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, table);
  const Result<PdfFile> file = PdfFile::open(pdf);
  if (!file) return damaged;
  Result<PagePicture> picture = file->picture(1);
  if (!picture) return damaged;
  return picture;
}

}  // namespace gongshi::extract
