// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/data_check.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "schema/data.h"
#include "schema/embedded_data.h"
#include "schema/programme.h"
#include "schema/word_files.h"
#include "tests/support/program.h"

using namespace gongshi;
using nlohmann::json;

namespace {

/// A data directory with one file in it, in use as long as it lives.
class DataFolder {
 public:
  DataFolder(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(folder_.path()) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    set_data_directory(folder_.path());
  }
  ~DataFolder() { set_data_directory(""); }

  /// What a run would say before it reads anything; "" if nothing.
  [[nodiscard]] static std::string complaint() {
    if (const auto checked = check_data(); !checked) return checked.error().message;
    const auto programmes = load_programmes();
    return programmes ? std::string() : programmes.error().message;
  }

 private:
  test::TemporaryFolder folder_;
};

std::string with(const json& file, const std::string& member, const json& value) {
  json changed = file;
  changed[member] = value;
  return changed.dump();
}

/// Every kind of damage to a JSON data file, with a name for it.
std::map<std::string, std::string> damages(const std::string& text) {
  const json file = json::parse(text);
  const std::string first = nlohmann::ordered_json::parse(text).begin().key();
  std::map<std::string, std::string> damaged = {
      {"cut short", text.substr(0, text.size() / 2)},
      {"cut by one", text.substr(0, text.rfind('}'))},
      {"empty", ""},
      {"a list", "[]"},
      {"null", "null"},
      {"an empty object", "{}"},
      {"more behind it", text + "x"},
      {"a member twice", "{\"" + first + "\": \"\", " + text.substr(text.find('{') + 1)},
      {"no UTF-8", text.substr(0, text.find(':')) + ": \"\xFF\", " + text.substr(text.find('{') + 1)},
      {"an unknown member", with(file, "unbekannt", json::array({"x"}))},
  };
  for (const auto& [member, value] : file.items()) {
    if (member == "about" || member == "comment" || member == "checked" || member == "not_published") continue;
    if (!value.is_number()) damaged[member + " is a number"] = with(file, member, 5);
    if (value.is_number()) damaged[member + " is a word"] = with(file, member, "5");
    damaged[member + " is null"] = with(file, member, nullptr);
    if (value.is_array()) {
      damaged[member + " is empty"] = with(file, member, json::array());
      json wrong = value;
      wrong.push_back(7);
      damaged[member + " has a number"] = with(file, member, wrong);
    }
    if (value.is_string()) damaged[member + " is empty"] = with(file, member, "");
    if (value.is_object()) {
      json wrong = value;
      wrong["x"] = json::array({json::object()});
      damaged[member + " has an object too deep"] = with(file, member, wrong);
    }
  }
  return damaged;
}

std::string text_of(std::string_view name) { return *load_data(name); }

}  // namespace

TEST_CASE("the built-in data files are whole") {
  set_data_directory("");
  for (const data::EmbeddedFile& file : data::embedded_files()) {
    const auto checked = check_data_file(file.name, {file.bytes, file.size});
    INFO(file.name);
    CHECK((checked ? std::string() : checked.error().message) == "");
  }
  for (const std::string& id : programme_ids()) {
    const auto programme = load_programme(id);
    INFO(id);
    CHECK((programme ? std::string() : programme.error().message) == "");
  }
}

TEST_CASE("whatever is wrong with a word file, nothing is read with it") {
  set_data_directory("");
  std::vector<std::string> names;
  for (const WordFile& file : word_files())
    if (!file.common.empty()) names.emplace_back(file.common);
  for (const std::string& name : list_data("audit/"))
    if (name.ends_with(".json") && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  names.emplace_back("report/messages.json");
  names.emplace_back("extract/web-furniture.json");
  names.emplace_back("extract/recognition-signs.json");
  names.emplace_back("extract/part-names.json");
  names.emplace_back("schema/persons.json");
  names.emplace_back("corpus/version_words.json");
  names.emplace_back("web/words.json");
  REQUIRE(names.size() > 50);
  for (const std::string& name : names) {
    const std::string text = text_of(name);
    for (const auto& [kind, damaged] : damages(text)) {
      // A map that takes any key takes another one; what it holds is checked.
      const DataFolder folder(name, damaged);
      const std::string complaint = DataFolder::complaint();
      INFO(name << ": " << kind);
      CHECK(complaint.find(name) != std::string::npos);
    }
    const DataFolder folder(name, text);
    CHECK(DataFolder::complaint() == "");
  }
}

TEST_CASE("the same holds for the files of a programme") {
  set_data_directory("");
  for (const std::string& name : list_data("programmes/shandong-2022/")) {
    if (!name.ends_with(".json")) continue;
    const std::string text = text_of(name);
    for (const auto& [kind, damaged] : damages(text)) {
      if (kind == "an empty object" && name.find("/words/") != std::string::npos) continue;  // adds nothing
      // Lists that a programme may well have empty.
      static const std::set<std::string> kMayBeEmpty = {
          "document_numbers is empty", "smart is empty",     "ratios is empty",          "elderly_share is empty",
          "estate_stop is empty",      "documents is empty", "no_open_estates is empty", "open_estates is empty"};
      if (kMayBeEmpty.count(kind) > 0) continue;
      const DataFolder folder(name, damaged);
      INFO(name << ": " << kind);
      CHECK(DataFolder::complaint() != "");
    }
    const DataFolder folder(name, text);
    CHECK(DataFolder::complaint() == "");
  }
}

TEST_CASE("a message says line and column, or the place in the file") {
  {
    const DataFolder folder("normalize/units.json", "{\n \"units\": [\n  {\"unit\": }]}");
    CHECK(DataFolder::complaint().find("normalize/units.json, line 3, column 12") != std::string::npos);
  }
  {
    json file = json::parse(text_of("normalize/units.json"));
    file["units"][3]["printed"][1] = 5;
    const DataFolder folder("normalize/units.json", file.dump());
    CHECK(DataFolder::complaint().find("/units/3/printed/1 must be a string, is 5") != std::string::npos);
  }
}

TEST_CASE("a file that nothing reads, cannot be read or is no file is told") {
  {
    const DataFolder folder("normalize/unit.json", "{}");
    CHECK(DataFolder::complaint().find("normalize/unit.json: no part of the program") != std::string::npos);
  }
  {
    const DataFolder folder("normalize/units.json/inside.json", "{}");
    CHECK(DataFolder::complaint() != "");
  }
  {
    const DataFolder folder("extract/misread_words.tsv", "甲\t乙\n丙\n");
    CHECK(DataFolder::complaint().find("extract/misread_words.tsv, line 2") != std::string::npos);
  }
  set_data_directory("/no/such/folder");
  CHECK(DataFolder::complaint().find("no such data directory") != std::string::npos);
  set_data_directory("");
}
