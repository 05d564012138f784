// SPDX-License-Identifier: GPL-3.0-or-later
// Each rule's page against the rule: heading, severity, sections, examples that are run; and the table of all rules,
// which is made here: GONGSHI_WRITE_PAGES=1 audit_tests "the table of rules*" writes it anew.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "audit/messages.h"
#include "audit/registry.h"
#include "tests/support/places.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

const std::string kFolder = std::string(test::kSourceFolder) + "/docs/rules/";

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string page_of(std::string_view id) { return read(kFolder + std::string(id) + ".md"); }

/// The text under "## title", up to the next heading.
std::string section(const std::string& page, const std::string& title) {
  const std::string heading = "## " + title + "\n";
  const std::size_t at = page.find(heading);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + heading.size();
  return page.substr(begin, page.find("\n## ", begin) - begin);
}

/// Up to the first full stop or colon outside of parentheses.
std::string first_sentence(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  int depth = 0;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
    const bool ends = text[end] == '.' || text[end] == ':';
    if (depth == 0 && ends && (end + 1 == text.size() || text[end + 1] == ' ')) break;
  }
  text.resize(end);
  return text;
}

/// "> 基础型 2 移动通信网络 | the claim | a remark"; "(nothing)" is an empty claim. Other examples are prose.
struct Example {
  std::string tier, claim;
  int no = 0;
};

std::vector<Example> examples(const std::string& text) {
  std::vector<Example> found;
  for (std::size_t at = text.find("> "); at != std::string::npos; at = text.find("> ", at + 1)) {
    const std::string line = text.substr(at + 2, text.find('\n', at) - at - 2);
    const std::size_t space = line.find(' '), bar = line.find(" | ");
    if (bar == std::string::npos || test::standard().find(line.substr(0, space)) == nullptr) continue;
    Example example;
    example.tier = line.substr(0, space);
    example.no = std::atoi(line.c_str() + space + 1);
    example.claim = line.substr(bar + 3);
    example.claim = example.claim.substr(0, example.claim.find(" | "));
    if (example.claim == "(nothing)") example.claim.clear();
    found.push_back(example);
  }
  return found;
}

bool fires(std::string_view rule, const Example& example) {
  Notice notice = test::make_notice(example.tier, "青杨社区");
  test::set_claim(notice, example.no, example.claim);
  return test::rows_with(notice, std::string(rule)).count(example.no) > 0;
}

std::string table() {
  std::string text =
      "# The audit's rules\n\n"
      "Severity: error = the notice's own figures contradict each other or fall short of its tier; warning = the claim "
      "lacks support\nor is likely wrong, a person must look; info = worth knowing. A configuration file switches "
      "rules "
      "and severities. Made from the\nrules and their pages by tests/audit/rule_pages_test.cpp.\n\n"
      "| rule | | severity | what it looks for |\n|---|---|---|---|\n";
  for (const audit::Rule& rule : audit::rules())
    text += fmt::format("| [`{0}`]({0}.md) | {1} | {2} | {3} |\n", rule.id, audit::rule_messages(rule.id).title,
                        to_string(rule.severity), first_sentence(section(page_of(rule.id), "What it looks for")));
  return text;
}

}  // namespace

TEST_CASE("every rule's page says what, clause, an example that fires, one that passes, and known limits") {
  for (const audit::Rule& rule : audit::rules()) {
    const std::string page = page_of(rule.id);
    INFO(rule.id);
    CHECK(page.starts_with(fmt::format("# {}: {}\n", rule.id, audit::rule_messages(rule.id).title)));
    CHECK(page.find(fmt::format("**Severity** {}. **Since** version ", to_string(rule.severity))) != std::string::npos);
    std::size_t last = 0;
    for (const char* title : {"What it looks for", "Clause", "Fires", "Passes", "Known limits"}) {
      INFO(title);
      CHECK(section(page, title).size() > 5);
      const std::size_t at = page.find(std::string("\n## ") + title + "\n");
      CHECK(at != std::string::npos);
      CHECK(at > last);
      last = at;
    }
    for (const char* title : {"Fires", "Passes"}) CHECK(section(page, title).find("> ") != std::string::npos);
  }
}

TEST_CASE("every rule has its page in Chinese too, whose examples fire and pass") {
  static const std::map<Severity, std::string> kSeverities = {
      {Severity::kError, "错误"}, {Severity::kWarning, "警告"}, {Severity::kInfo, "提示"}};
  std::size_t run = 0;
  for (const audit::Rule& rule : audit::rules()) {
    const std::string page = read(kFolder + "zh/" + std::string(rule.id) + ".md");
    INFO(rule.id);
    CHECK(page.starts_with(fmt::format("# {}：{}\n", rule.id, audit::rule_messages(rule.id).title)));
    CHECK(page.find(fmt::format("**级别** {}。", kSeverities.at(rule.severity))) != std::string::npos);
    for (const char* title : {"查什么", "依据", "会报", "不报", "已知局限"}) {
      INFO(title);
      CHECK(section(page, title).size() > 5);
    }
    for (const bool expected : {true, false}) {
      CHECK(section(page, expected ? "会报" : "不报").find("> ") != std::string::npos);
      for (const Example& example : examples(section(page, expected ? "会报" : "不报"))) {
        INFO(example.claim);
        CHECK(fires(rule.id, example) == expected);
        ++run;
      }
    }
  }
  CHECK(run >= 36);
}

TEST_CASE("the examples of the pages fire and pass as they say") {
  std::size_t run = 0;
  for (const audit::Rule& rule : audit::rules()) {
    const std::string page = page_of(rule.id);
    for (const bool expected : {true, false})
      for (const Example& example : examples(section(page, expected ? "Fires" : "Passes"))) {
        INFO(rule.id << ": " << example.claim);
        CHECK(fires(rule.id, example) == expected);
        ++run;
      }
  }
  CHECK(run >= 36);
}

TEST_CASE("the table of rules is what the rules and their pages say") {
  const std::string path = kFolder + "README.md";
  if (std::getenv("GONGSHI_WRITE_PAGES") != nullptr) std::ofstream(path, std::ios::binary) << table();
  CHECK(read(path) == table());
}
