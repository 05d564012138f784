// SPDX-License-Identifier: GPL-3.0-or-later
// Flow formats against the notices beside the repository: every cell of the gold records must stand in a cell of a
// table.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "extract/reader.h"
#include "tests/support/records.h"
#include "tests/support/skip.h"

using namespace gongshi;

namespace {

std::string folded(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString normal =
      icu::Normalizer2::getNFKCInstance(status)->normalize(icu::UnicodeString::fromUTF8(text), status);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < normal.length(); i = normal.moveIndex32(i, 1))
    if (u_isUWhiteSpace(normal.char32At(i)) == 0) kept.append(normal.char32At(i));
  std::string result;
  kept.toUTF8String(result);
  return result;
}

nlohmann::json load_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  return nlohmann::json::parse(file);
}

std::multiset<std::string> cells_of(const Document& document) {
  std::multiset<std::string> cells;
  for (const Block& block : document.blocks)
    if (block.kind == Block::Kind::kTable)
      for (const Cell& cell : block.table.cells) cells.insert(folded(cell.text().utf8));
  return cells;
}

}  // namespace

TEST_CASE("every cell of the gold records is found in flow documents") {
  const std::filesystem::path shared = test::shared_folder();
  if (shared.empty()) GONGSHI_SKIP("the corpus of real notices is not here");
  const std::string only = std::getenv("GONGSHI_TEST_FORM") != nullptr ? std::getenv("GONGSHI_TEST_FORM") : ".docx";
  const nlohmann::json manifest = load_json(shared / "corpus" / "manifest.json");
  for (const auto& [name, ids] : manifest.items()) {
    if (!name.ends_with(only)) continue;
    const auto document = extract::read_file((shared / "corpus" / "docs" / name).string(), {});
    if (!document) std::cerr << document.error().message << "\n";
    REQUIRE(document.has_value());
    const std::multiset<std::string> cells = cells_of(*document);
    int missing = 0;
    for (const auto& id : ids) {
      const nlohmann::json gold = load_json(shared / "corpus" / "gold" / (id.get<std::string>() + ".json"));
      for (const auto& row : gold.at("rows")) {
        for (const char* field : {"category", "name", "definition", "requirement", "claim"}) {
          const std::string wanted = folded(row.at(field).get<std::string>());
          if (!row.value(std::string(field) + "_printed", true) || wanted.empty() || cells.contains(wanted)) continue;
          if (++missing <= 3) std::cerr << name << " " << row.at("no") << " " << field << ": " << wanted << "\n";
        }
        if (row.at("no_printed").get<bool>() && !cells.contains(std::to_string(row.at("no").get<int>())) &&
            ++missing <= 6)
          std::cerr << name << " number " << row.at("no") << "\n";
      }
    }
    INFO(name);
    CHECK(missing == 0);
  }
}
