// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/compound_file.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/extract/doc_sample.h"

using namespace gongshi;
using office::CompoundFile;

namespace {

const std::string kLong(5000, 'a');
const std::string kShort = std::string(70, 'b') + "end";

std::string sample() { return test::compound_file({{u"Long", kLong}, {u"Short", kShort}, {u"Empty", ""}}); }

}  // namespace

TEST_CASE("streams of a compound file, large and small") {
  const std::string bytes = sample();
  const auto file = office::CompoundFile::open(bytes);
  REQUIRE(file);
  CHECK(file->has("Long"));
  CHECK(file->has("short"));  // Names are one in upper and lower case.
  CHECK_FALSE(file->has("Root Entry"));
  CHECK(file->read("Long").value_or("") == kLong);
  CHECK(file->read("Short").value_or("") == kShort);
  CHECK(file->read("Empty").value_or("-").empty());
  CHECK(file->read("Other").error().code == "part-missing");
}

TEST_CASE("sectors that run in a circle are damage") {
  const std::string whole = sample();
  const std::size_t table = 512 + 512 * std::size_t{office::little_endian(whole, 76, 4)};
  std::string bytes = whole;
  test::put(bytes, table + 4 * 3, 0, 4);  // The long stream's fourth sector leads back to its first.
  const auto file = office::CompoundFile::open(bytes);
  REQUIRE(file);
  CHECK(file->read("Long").error().code == "file-damaged");
  CHECK(file->read("Short").value_or("") == kShort);

  bytes = whole;
  const std::uint32_t directory = office::little_endian(whole, 48, 4);
  test::put(bytes, table + 4 * std::size_t{directory}, directory, 4);
  CHECK(office::CompoundFile::open(bytes).error().code == "file-damaged");

  bytes = whole;  // The list of the table's sectors is itself in a circle.
  test::put(bytes, 68, 1, 4);
  test::put(bytes, 512 + 512 + 508, 1, 4);
  CHECK(office::CompoundFile::open(bytes).error().code == "file-damaged");
}

TEST_CASE("no container") {
  CHECK_FALSE(office::CompoundFile::open(""));
  CHECK_FALSE(office::CompoundFile::open("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
  CHECK_FALSE(office::CompoundFile::open(std::string(4096, '\0')));
  std::string bytes = sample();
  test::put(bytes, 30, 40, 2);  // Sectors of 2^40 bytes.
  CHECK_FALSE(office::CompoundFile::open(bytes));
}

TEST_CASE("numbers outside the bytes are 0") {
  CHECK(office::little_endian("\x01\x02\x03\x04", 1, 2) == 0x0302);
  CHECK(office::little_endian("\x01\x02", 1, 2) == 0);
  CHECK(office::little_endian("\x01\x02", UINT64_MAX, 4) == 0);
}
