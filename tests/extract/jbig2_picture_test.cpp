// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/jbig2_picture.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

using namespace gongshi::extract;

namespace {

std::string bytes_of_bits(const std::string& bits) {
  std::string bytes;
  for (std::size_t i = 0; i < bits.size(); i += 8)
    bytes += static_cast<char>(std::stoi((bits.substr(i) + "0000000").substr(0, 8), nullptr, 2));
  return bytes;
}

std::string number(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFFU);
  return bytes;
}

std::string segment(std::uint32_t index, char type, const std::string& data) {
  return number(index) + std::string{type, '\0', '\1'} + number(static_cast<std::uint32_t>(data.size())) + data;
}

/// Four rows of sixteen pixels, the second with ink from the fourth to the eleventh, coded as a fax.
std::string sample() {
  const std::string coded = bytes_of_bits(
      "1"               // a row as the white one before it
      "00110110001011"  // four white, eight black, white as before
      "00011"           // past the run above, white
      "1"               // as the row before
      "000000000001000000000001");
  const std::string size = number(16) + number(4);
  return segment(0, '\x30', size + number(0) + number(0) + std::string(3, '\0')) +
         segment(1, '\x26', size + number(0) + number(0) + std::string{'\0', '\1'} + coded);
}

}  // namespace

TEST_CASE("a JBIG2 picture coded as a fax has its rows as they are") {
  const std::string file_header = std::string("\x97JB2\r\n\x1a\n\x01", 9) + number(1);
  for (const std::string& bytes : {sample(), file_header + sample()}) {
    const auto picture = decode_jbig2(bytes);
    REQUIRE(picture);
    REQUIRE(picture->width == 16);
    REQUIRE(picture->height == 4);
    for (int y = 0; y < 4; ++y) {
      for (int x = 0; x < 16; ++x) {
        const auto at = static_cast<std::size_t>(y * 16 + x) * static_cast<std::size_t>(picture->channels);
        INFO(x << " " << y);
        CHECK(picture->pixels[at] == (y == 1 && x >= 4 && x < 12 ? 0 : 255));
      }
    }
  }
}

TEST_CASE("damaged JBIG2 pictures are refused") {
  const std::string bytes = sample();
  for (std::size_t length = 0; length < 19; ++length) CHECK_FALSE(decode_jbig2(bytes.substr(0, length)));
  CHECK(decode_jbig2("no picture").error().code == "file-damaged");
}
