// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/jbig2_picture.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "extract/ocr/image_reader.h"
#include "extract/pdf/pdf_file.h"

namespace gongshi::extract {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::string_view kMark = "\x97JB2\r\n\x1a\n"sv;
constexpr double kMostPixels = 2e8;
constexpr unsigned kPageInformation = 48, kEndOfPage = 49, kEndOfFile = 51;
constexpr unsigned kGenericRegion = 38, kLosslessGenericRegion = 39;
constexpr std::size_t kRegionInformation = 17;
constexpr std::size_t kSegmentHeader = 11;  // of a page information segment, which refers to no other

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4 && i < bytes.size(); ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

/// One part of a file, which refers to no other.
struct Segment {
  unsigned type = 0;
  std::string_view data;
};

/// The segments; nothing where one refers to others, or has no length.
std::optional<std::vector<Segment>> segments_of(std::string_view bytes) {
  std::vector<Segment> segments;
  while (bytes.size() >= kSegmentHeader) {
    const auto flags = static_cast<unsigned char>(bytes[4]), refers = static_cast<unsigned char>(bytes[5]);
    const std::size_t header = kSegmentHeader + ((flags & 0x40U) != 0 ? 3 : 0);
    if (refers >> 5U != 0 || bytes.size() < header) return std::nullopt;
    const std::size_t length = big_endian(bytes, header - 4);
    if (length > bytes.size() - header) return std::nullopt;
    segments.push_back({flags & 63U, bytes.substr(header, length)});
    bytes.remove_prefix(header + length);
  }
  return segments;
}

void append_little_endian(std::string& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
}

/// A page that is one region coded as a fax is (MMR, the T.6 of Group 4), as a TIFF of the same bytes: Poppler's
/// decoder repeats the last row of a line of text in the empty rows below it. Nothing where the page is coded
/// otherwise.
std::optional<std::string> as_fax(std::string_view bytes, std::uint32_t width, std::uint32_t height) {
  const auto segments = segments_of(bytes);
  if (!segments) return std::nullopt;
  std::string_view coded;
  for (const Segment& segment : *segments) {
    if (segment.type == kPageInformation || segment.type == kEndOfPage || segment.type == kEndOfFile) continue;
    const bool generic = segment.type == kGenericRegion || segment.type == kLosslessGenericRegion;
    if (!generic || !coded.empty() || segment.data.size() <= kRegionInformation + 1) return std::nullopt;
    const std::string_view data = segment.data;
    const bool fills_page = big_endian(data, 0) == width && big_endian(data, 4) == height && big_endian(data, 8) == 0 &&
                            big_endian(data, 12) == 0;
    if (!fills_page || (static_cast<unsigned char>(data[kRegionInformation]) & 1U) == 0) return std::nullopt;
    coded = data.substr(kRegionInformation + 1);
  }
  if (coded.empty()) return std::nullopt;
  struct Field {
    std::uint32_t tag, type, value;  ///< Type 3: two bytes, 4: four.
  };
  constexpr std::uint32_t kGroup4 = 4, kWhiteIsZero = 0, kFirstByte = 8;
  const auto length = static_cast<std::uint32_t>(coded.size());
  const Field fields[] = {{256, 4, width},   {257, 4, height},       {258, 3, 1},
                          {259, 3, kGroup4}, {262, 3, kWhiteIsZero}, {273, 4, kFirstByte},
                          {277, 3, 1},       {278, 4, height},       {279, 4, length}};
  std::string tiff = "II*\0"s;
  const std::uint32_t directory = kFirstByte + length + length % 2;
  append_little_endian(tiff, directory, 4);
  tiff += coded;
  tiff.resize(directory, '\0');
  append_little_endian(tiff, static_cast<std::uint32_t>(std::size(fields)), 2);
  for (const Field& field : fields) {
    append_little_endian(tiff, field.tag, 2);
    append_little_endian(tiff, field.type, 2);
    append_little_endian(tiff, 1, 4);
    append_little_endian(tiff, field.value, 4);
  }
  append_little_endian(tiff, 0, 4);
  return tiff;
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
  if (const auto fax = as_fax(bytes, width, height)) {
    Result<PagePicture> picture = decode_image(*fax, 0);
    if (picture && picture->width == static_cast<int>(width) && picture->height == static_cast<int>(height))
      return picture;
  }
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
