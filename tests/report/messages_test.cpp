// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/messages.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>

#include "audit/registry.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;
using report::Messages;

TEST_CASE("every rule has a Chinese name and advice") {
  const auto messages = Messages::load();
  REQUIRE(messages.has_value());
  for (const audit::Rule& rule : audit::rules()) {
    const std::string id(rule.id);
    INFO(id);
    CHECK(messages->rule(id) != id);
    CHECK_FALSE(messages->advice(id).empty());
  }
}

TEST_CASE("every problem of reading has Chinese words") {
  const auto messages = Messages::load();
  REQUIRE(messages.has_value());
  // These end a run or concern pictures, the store and data files: no report speaks of them.
  const std::set<std::string> elsewhere = {
      "backup-exists",  "backup-unwritable",  "store-busy",       "store-damaged",   "store-exists",   "store-missing",
      "source-invalid", "data-missing",       "disk-full",        "draft-no-table",  "draft-no-tier",  "json-invalid",
      "no-pages",       "notice-copied",      "number-and-name",  "picture-crashed", "picture-failed", "record-damaged",
      "source-changed", "source-gone",        "standard-invalid", "standard-syntax", "stopped",        "store-failed",
      "store-unusable", "vocabulary-invalid", "worker-start"};
  // These name a file: their words are the catalogue's (schema/language.h).
  const std::set<std::string> with_file = {"other-forms", "same-notice"};
  // The values of CSS's "display" have the same form and are no problems.
  const std::regex code("\\{\"([a-z]+(?:-[a-z]+)+)\",(?!\\s*Display::)");
  std::set<std::string> codes;
  for (const char* folder : {"extract", "normalize", "corpus"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(test::kSourceFolder) + "/" + folder)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string source = test::read_bytes(entry.path().string());
      for (std::sregex_iterator it(source.begin(), source.end(), code), end; it != end; ++it) codes.insert((*it)[1]);
    }
  CHECK(codes.contains("file-encrypted"));
  for (const std::string& found : codes) {
    if (elsewhere.contains(found) || with_file.contains(found)) continue;
    INFO(found);
    CHECK(messages->get("problem." + found) != "problem." + found);
  }
}
