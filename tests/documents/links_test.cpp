// SPDX-License-Identifier: GPL-3.0-or-later
// What the documents point at is there: every relative link and picture of every .md file of the tree, and every path
// in backquotes that names a file of some top folders (`docs/…`, `scripts/…`; not of those whose names data folders
// bear too).
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "tests/support/places.h"
#include "tests/support/program.h"

namespace fs = std::filesystem;

namespace {

const fs::path kTop = gongshi::test::kSourceFolder;

std::vector<fs::path> documents() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(kTop))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  for (const char* folder : {"docs", "examples", "bench", "tests", "schema", "extract"}) {
    if (!fs::exists(kTop / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kTop / folder))
      if (entry.path().extension() == ".md" && entry.path().string().find("node_modules") == std::string::npos)
        found.push_back(entry.path());
  }
  return found;
}

std::vector<std::string> matches(const std::string& text, const char* pattern) {
  std::vector<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

}  // namespace

TEST_CASE("links of the documents lead somewhere") {
  REQUIRE(documents().size() > 30);
  for (const fs::path& document : documents()) {
    const std::string text = gongshi::test::read_bytes(document.string());
    for (const std::string& link : matches(text, R"(\]\(([^)#\s]+)[^)]*\))")) {
      if (link.find("://") != std::string::npos) continue;
      INFO(document.string() << " → " << link);
      CHECK(fs::exists(document.parent_path() / link));
    }
  }
}

TEST_CASE("files that the documents name exist") {
  for (const fs::path& document : documents()) {
    const std::string text = gongshi::test::read_bytes(document.string());
    for (const std::string& name :
         matches(text, R"(`((?:docs|scripts|bench|tests|examples|corpus|cli)/[\w/.-]+\.\w+))")) {
      INFO(document.string() << " names " << name);
      CHECK(fs::exists(kTop / name));
    }
  }
}
