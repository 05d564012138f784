// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/formats.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/support/places.h"

using namespace gongshi::extract;

namespace {

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(gongshi::test::kSourceFolder) + "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("each format stands once, and in the manual with what it needs") {
  const std::string manual = file_text("docs/forms.md"), packages = file_text("scripts/packages.txt");
  REQUIRE_FALSE(manual.empty());
  std::set<std::string_view> names;
  for (const Format& format : formats()) {
    CHECK(names.insert(to_string(format.kind)).second);
    INFO(format.title);
    CHECK((format.read != nullptr) != is_archive(format.kind));
    const std::size_t bracket = format.title.find('(');
    REQUIRE(bracket != std::string_view::npos);
    // Every ending is named.
    std::string_view endings = format.title.substr(bracket + 1, format.title.find(')') - bracket - 1);
    while (!endings.empty()) {
      const std::size_t space = std::min(endings.find(' '), endings.size());
      CHECK(manual.find("`" + std::string(endings.substr(0, space)) + "`") != std::string::npos);
      endings.remove_prefix(std::min(space + 1, endings.size()));
    }
    if (!format.needs.empty()) CHECK(packages.find(format.needs) != std::string::npos);
    CHECK(format_table().find(format.title) != std::string::npos);
  }
}

TEST_CASE("names of formats that nobody else reads bring advice") {
  CHECK(advice_for_name("a/公示.CEB").find("Apabi") != std::string_view::npos);
  CHECK(advice_for_name("公示.sep").find("PDF") != std::string_view::npos);
  CHECK(advice_for_name("公示.gd").find("PDF") != std::string_view::npos);
  CHECK(advice_for_name("公示.docx").empty());
  CHECK(advice_for_name("公示.wps").find("WPS Office") != std::string_view::npos);
  CHECK(advice_for_name("公示.uof").find(".docx") != std::string_view::npos);
  CHECK(advice_for_name("公示.et", true).empty());
  CHECK_FALSE(advice_for_name("公示.ceb", true).empty());
  CHECK(advice_for_name("公示").empty());
}
