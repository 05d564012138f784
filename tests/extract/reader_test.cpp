// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/reader.h"

#include <catch2/catch.hpp>

#include "extract/sha256.h"

using namespace gongshi;

namespace {

std::string code_of(std::string_view bytes, extract::Options options = {}) {
  Source source;
  source.path = "a.docx";
  const auto document = extract::read_document(bytes, source, options);
  return document ? "read" : document.error().code;
}

}  // namespace

TEST_CASE("sha256 follows FIPS 180-4") {
  CHECK(extract::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(extract::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("what cannot be read is refused in one clear line") {
  CHECK(code_of("") == "file-empty");
  CHECK(code_of(std::string_view("\1\2\3\4", 4)) == "kind-unknown");
  CHECK(code_of("7z\xbc\xaf\x27\x1c....") == "archive");
  extract::Options small;
  small.max_bytes = 3;
  CHECK(code_of("abcd", small) == "file-too-large");
  const auto missing = extract::read_file("/no/such/file.pdf", {});
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == "file-unreadable");
  CHECK(missing.error().message.find('\n') == std::string::npos);
  CHECK(extract::read_file("/", {}).error().code == "file-unreadable");
  CHECK(extract::read_file("/dev/null", {}).error().code == "file-unreadable");
}
