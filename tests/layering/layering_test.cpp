// SPDX-License-Identifier: GPL-3.0-or-later
// The folders' table of docs/design.md, checked against every #include of the tree.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/places.h"

namespace fs = std::filesystem;

namespace {

// What each folder may include besides itself; of normalize, audit and report only parts: see kFromNormalize. A folder
// that the table names has to be there.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"schema", {}},
    {"office", {"schema"}},
    {"extract", {"schema", "office"}},
    {"normalize", {"schema"}},
    {"audit", {"schema", "normalize"}},
    {"report", {"schema", "office", "normalize", "audit"}},
    {"corpus", {"schema", "office", "extract", "normalize", "audit", "report"}},
    {"app", {"schema", "office", "extract", "normalize", "audit", "report", "corpus"}},
    {"web", {"schema", "office", "extract", "normalize", "audit", "report", "corpus", "app"}},
    {"cli", {"schema", "office", "extract", "normalize", "audit", "report", "corpus", "app", "web"}},
};

// For audit text comparison and the calendar, for report the calendar (deadlines in working days).
const std::map<std::string, std::set<std::string>> kFromNormalize = {
    {"audit", {"normalize/text_forms.h", "normalize/similarity.h", "normalize/calendar.h"}},
    {"report", {"normalize/calendar.h"}},
};

// Third-party headers that public headers may name: only the one made for that.
const std::set<std::string> kHeadersMayName = {"nlohmann/json_fwd.hpp"};

struct Include {
  std::string file;  // relative to the top of the tree
  std::string name;
  bool quoted = false;
};

std::vector<Include> includes_of(const std::string& folder) {
  std::vector<Include> found;
  const fs::path root(gongshi::test::kSourceFolder);
  INFO(folder << " is a folder of the design's table");
  REQUIRE(fs::is_directory(root / folder));
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with("#include ")) continue;
      const bool quoted = line.find('"') != std::string::npos;
      const auto begin = line.find_first_of("\"<") + 1, end = line.find_first_of("\">", begin);
      found.push_back({fs::relative(entry.path(), root).generic_string(), line.substr(begin, end - begin), quoted});
    }
  }
  return found;
}

}  // namespace

TEST_CASE("folders include only what the design's table allows") {
  for (const auto& [folder, allowed] : kMayInclude) {
    for (const Include& include : includes_of(folder)) {
      if (!include.quoted) continue;
      INFO(include.file << " includes " << include.name);
      const std::string other = include.name.substr(0, include.name.find('/'));
      CHECK((other == folder || allowed.count(other) == 1));
      const auto parts = kFromNormalize.find(folder);
      if (parts != kFromNormalize.end() && other == "normalize") CHECK(parts->second.count(include.name) == 1);
    }
  }
}

TEST_CASE("third-party headers appear in .cpp files only") {
  for (const auto& [folder, allowed] : kMayInclude) {
    for (const Include& include : includes_of(folder)) {
      if (include.quoted || !include.file.ends_with(".h")) continue;
      INFO(include.file << " includes " << include.name);
      const bool standard_library = include.name.find_first_of("./") == std::string::npos;
      const bool platform =
          include.name.ends_with(".h") && (include.name.starts_with("sys/") || include.name == "unistd.h");
      CHECK((standard_library || platform || kHeadersMayName.count(include.name) == 1));
    }
  }
}

TEST_CASE("the use cases know no command line, and nobody above the store speaks SQL") {
  const fs::path root(gongshi::test::kSourceFolder);
  const std::vector<std::pair<std::string, std::vector<std::string>>> barred = {
      {"app", {"CLI::", "printf(stdout", "std::printf", "std::puts", "std::cout", "std::exit", ".prepare(", "SELECT "}},
      {"cli", {".prepare(", "SELECT ", "DatabaseError"}},
      {"web", {".prepare(", "SELECT ", "CLI::"}},
  };
  for (const auto& [folder, words] : barred) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        for (const std::string& word : words) {
          INFO(entry.path() << ": " << line);
          CHECK(line.find(word) == std::string::npos);
        }
      }
    }
  }
}
