// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "office/compound_file.h"
#include "extract/word/word97_xml.h"

namespace gongshi::extract {
namespace {

constexpr std::uint32_t kJpeg = 0xF01D, kPng = 0xF01E, kTiff = 0xF029, kJpegToo = 0xF02A;
constexpr std::size_t kHeader = 8;
constexpr std::size_t kPrefixes[] = {17, 33};  // One or two identifiers of 16 bytes, and a tag.
constexpr std::size_t kMostPictures = 1000;

bool is_picture(std::string_view bytes) {
  return bytes.starts_with("\x89PNG") || bytes.starts_with("\xff\xd8\xff") ||
         bytes.starts_with(std::string_view("II*\0", 4)) || bytes.starts_with(std::string_view("MM\0*", 4));
}

}  // namespace

std::vector<std::string> blips_of(std::string_view bytes) {
  std::vector<std::string> pictures;
  for (std::size_t at = 0; at + kHeader <= bytes.size() && pictures.size() < kMostPictures; ++at) {
    const std::uint32_t type = office::little_endian(bytes, at + 2, 2);
    if (type != kJpeg && type != kPng && type != kTiff && type != kJpegToo) continue;
    const std::size_t size = office::little_endian(bytes, at + 4, 4);
    if (size > bytes.size() - at - kHeader) continue;
    const std::string_view record = bytes.substr(at + kHeader, size);
    for (const std::size_t prefix : kPrefixes) {
      if (prefix >= size || !is_picture(record.substr(prefix))) continue;
      pictures.emplace_back(record.substr(prefix));
      at += kHeader + size - 1;
      break;
    }
  }
  return pictures;
}

}  // namespace gongshi::extract
