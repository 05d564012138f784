// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/registry.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "audit/messages.h"
#include "tests/support/places.h"

using namespace gongshi;
namespace fs = std::filesystem;

namespace {

std::string with_underscores(std::string id) {
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

/// Names in `folder` that end with `ending`, without it.
std::set<std::string> names(const std::string& folder, const std::string& ending) {
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(fs::path(test::kSourceFolder) / folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(ending)) found.insert(name.substr(0, name.size() - ending.size()));
  }
  return found;
}

}  // namespace

TEST_CASE("every rule has its code, page, messages and cases under its own name") {
  const auto code = names("audit/rules", ".cpp"), pages = names("docs/rules", ".md"),
             messages = names("audit/data/rules", ".json"), cases = names("tests/audit", "_test.cpp");
  for (const audit::Rule& rule : audit::rules()) {
    const std::string id(rule.id);
    INFO(id);
    CHECK(code.count(with_underscores(id)) == 1);
    CHECK(pages.count(id) == 1);
    CHECK(messages.count(id) == 1);
    CHECK(cases.count(with_underscores(id)) == 1);
  }
}

TEST_CASE("no page, message file or rule file is left without its rule") {
  std::set<std::string> ids, files = {"support"};
  for (const audit::Rule& rule : audit::rules()) {
    CHECK(ids.insert(std::string(rule.id)).second);
    files.insert(with_underscores(std::string(rule.id)));
  }
  for (const std::string& page : names("docs/rules", ".md"))
    if (page != "README") CHECK(ids.count(page) == 1);
  for (const std::string& file : names("audit/data/rules", ".json")) CHECK(ids.count(file) == 1);
  for (const std::string& file : names("audit/rules", ".cpp")) {
    INFO(file);
    CHECK((files.count(file) == 1 || file.ends_with("_support")));
  }
}

TEST_CASE("every rule has a check, a version and complete messages") {
  std::vector<std::string_view> ids;
  for (const audit::Rule& rule : audit::rules()) {
    CHECK(rule.check != nullptr);
    CHECK(rule.version >= 1);
    CHECK(audit::find_rule(rule.id) == &rule);
    ids.push_back(rule.id);
  }
  CHECK(audit::find_rule("no-such-rule") == nullptr);
  const auto checked = audit::check_messages(ids);
  if (!checked) FAIL(checked.error().message);
}

TEST_CASE("a message is filled in by name, and a damaged one never hides a finding") {
  CHECK(audit::message("claim-empty", "violation", {{"row", "第3项"}}) == "第3项的完成情况为空，需补填。");
  CHECK(audit::message("claim-empty", "violation") == "claim-empty: violation");
  CHECK(audit::message("claim-empty", "no-such-key") == "claim-empty: no-such-key");
  CHECK(audit::message("no-such-rule", "violation") == "no-such-rule: violation");
}
