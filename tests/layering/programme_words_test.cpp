// SPDX-License-Identifier: GPL-3.0-or-later
// The code knows no programme: no word of a built-in programme's standard stands in a source file.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "schema/programme.h"
#include "tests/support/places.h"

using namespace gongshi;
namespace fs = std::filesystem;

namespace {

/// Source files outside of tests, benchmarks and build folders.
std::vector<fs::path> sources() {
  const std::set<std::string> kElsewhere = {"tests", "bench", "build", "docs", "examples"};
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(test::kSourceFolder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory() || name.starts_with('.') || kElsewhere.count(name) > 0) continue;
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(entry.path()))
      if (file.path().extension() == ".cpp" || file.path().extension() == ".h") found.push_back(file.path());
  }
  return found;
}

/// The text without its comments: these may say what a word looks like.
std::string without_comments(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::string bare;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || (text[i - 1] != '\\' && text[i - 1] != '\''))) quoted = !quoted;
    if (!quoted && text.compare(i, 2, "//") == 0) i = std::min(text.find('\n', i), text.size() - 1);
    if (text[i] == '\n') quoted = false;
    bare += text[i];
  }
  return bare;
}

std::set<std::string> words_of(const Programme& programme) {
  const Standard& standard = programme.standard();
  std::set<std::string> words = {standard.title, programme.names().programme, programme.names().notice};
  words.insert(standard.document_numbers.begin(), standard.document_numbers.end());
  words.insert(programme.cues().title.begin(), programme.cues().title.end());
  words.insert(programme.cues().table_title.begin(), programme.cues().table_title.end());
  for (const Tier& tier : standard.tiers) {
    words.insert(tier.name);
    for (const Indicator& indicator : tier.indicators) {
      words.insert({indicator.category, indicator.name, indicator.definition, indicator.requirement});
      for (const Clause& clause : indicator.clauses)
        words.insert({clause.text, clause.metric, clause.numerator, clause.denominator});
    }
  }
  if (const auto& metrics = programme.words("metrics"); metrics.contains("special"))
    for (const auto& [key, word] : metrics["special"].items()) words.insert(word.get<std::string>());
  for (const auto& [province, cities] : programme.words("regions")["provinces"].items()) {
    words.insert(province);
    for (const auto& [city, counties] : cities.items()) words.insert(city);
  }
  words.insert("山东");
  words.erase("");
  return words;
}

}  // namespace

TEST_CASE("no source file names a programme, a metric, an indicator or a sentence of a standard") {
  std::set<std::string> words;
  for (const std::string& id : programme_ids()) {
    const auto programme = load_programme(id);
    REQUIRE(programme.has_value());
    const std::set<std::string> own = words_of(**programme);
    words.insert(own.begin(), own.end());
  }
  REQUIRE(words.size() > 200);
  const std::vector<fs::path> files = sources();
  REQUIRE(files.size() > 200);
  for (const fs::path& path : files) {
    const std::string text = without_comments(path);
    // Most files have no character beyond ASCII left.
    if (std::all_of(text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) < 0x80; }))
      continue;
    for (const std::string& word : words) {
      INFO(path.string() << ": " << word);
      CHECK(text.find(word) == std::string::npos);
    }
  }
}
