// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the pages (web/data/words.json): each that is asked for is there, and none is left over.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "app/accounts.h"
#include "app/queue.h"
#include "schema/data.h"
#include "schema/decision.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;
using nlohmann::json;

namespace {

json words() {
  const auto text = load_data("web/words.json");
  REQUIRE(text);
  return json::parse(*text);
}

/// The code of web/ as one text.
std::string code() {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(test::kSourceFolder) + "/web"))
    if (entry.path().extension() == ".cpp") all += test::read_bytes(entry.path().string());
  return all;
}

std::set<std::string> found(const std::string& text, const std::string& pattern) {
  std::set<std::string> all;
  const std::regex wanted(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), wanted), end; it != end; ++it) all.insert((*it)[1]);
  return all;
}

std::set<std::string> keys(const json& table) {
  std::set<std::string> all;
  for (const auto& [key, value] : table.items()) all.insert(key);
  return all;
}

std::set<std::string> values(const json& table) {
  std::set<std::string> all;
  for (const auto& [key, value] : table.items()) all.insert(value.get<std::string>());
  return all;
}

/// Chinese, or the name of a word that the programme has.
bool is_chinese(const std::string& text) {
  return text.starts_with('{') ||
         std::any_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
}

}  // namespace

TEST_CASE("the pages' words are all there, and all of use") {
  const json all = words();
  const std::string source = code();
  std::set<std::string> asked = found(source, R"re(page_word\("([^"]+)"\))re");
  asked.merge(found(source, R"re(word\("page", "([^"]+)")re"));
  for (const std::string& id : asked) {
    INFO(id);
    CHECK(all["page"].contains(id));
  }
  for (const std::string& id : keys(all["page"])) {
    INFO(id);
    CHECK(source.find('"' + id + '"') != std::string::npos);
  }
  std::set<std::string> states, roles;
  for (const app::ReviewState state : app::kReviewStates) states.insert(std::string(app::to_string(state)));
  for (const app::Role role : {app::Role::kReader, app::Role::kReviewer, app::Role::kAdministrator})
    roles.insert(std::string(app::to_string(role)));
  CHECK(values(all["states"]) == states);
  CHECK_FALSE(all.contains("statuses"));  // those of the ledger (report/data/messages.json)
  CHECK(keys(all["roles"]) == roles);
  // Whatever is put on the log has a word there, and whatever has one is put there.
  for (const std::string& action : found(source, R"re(note\([a-z.]+, "([a-z-]+)")re")) {
    INFO(action);
    CHECK(all["actions"].contains(action));
  }
  for (const std::string& action : keys(all["actions"])) {
    INFO(action);
    CHECK(source.find('"' + action + '"') != std::string::npos);
  }
  for (const auto& [name, table] : all.items()) {
    if (!table.is_object() || name == "states") continue;
    for (const auto& [key, text] : table.items()) {
      INFO(name << ": " << key);
      CHECK(is_chinese(text.get<std::string>()));
    }
  }
}
