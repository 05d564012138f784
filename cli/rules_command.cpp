// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "audit/registry.h"
#include "cli/command.h"
#include "schema/data.h"
#include "schema/finding.h"

namespace gongshi::cli {
namespace {

// The rule pages are Markdown whose first line is "# <id>: <title>".
std::string title_of(std::string_view id) {
  const auto page = load_data("rules/" + std::string(id) + ".md");
  if (!page) return {};
  std::string line = page->substr(0, page->find('\n'));
  const auto colon = line.find(": ");
  return colon == std::string::npos ? line : line.substr(colon + 2);
}

int list_rules() {
  for (const audit::Rule& rule : audit::rules())
    std::printf("%-24s %-8s v%d  %s\n", std::string(rule.id).c_str(), std::string(to_string(rule.severity)).c_str(),
                rule.version, title_of(rule.id).c_str());
  return kExitClean;
}

int explain_rule(const std::string& id) {
  if (audit::find_rule(id) == nullptr) {
    complain("there is no rule \"" + id + "\"; `gongshi rules` lists them");
    return kExitUsage;
  }
  const auto page = load_data("rules/" + id + ".md");
  if (!page) {
    complain(page.error().message);
    return kExitUsage;
  }
  std::fputs(page->c_str(), stdout);
  return kExitClean;
}

}  // namespace

Command add_rules_command(Parser& app, const Shared&) {
  Parser& parser = app.command("rules", "List the audit rules");
  return {&parser, list_rules};
}

Command add_explain_command(Parser& app, const Shared&) {
  auto id = std::make_shared<std::string>();
  Parser& parser = app.command("explain", "Print one rule's page: what it checks, clause, examples, known limits");
  parser.option("RULE", *id, "The rule's id, as `gongshi rules` lists it").required();
  return {&parser, [id] { return explain_rule(*id); }};
}

}  // namespace gongshi::cli
