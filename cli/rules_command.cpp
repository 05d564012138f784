// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>

#include "audit/messages.h"
#include "audit/registry.h"
#include "cli/command.h"
#include "schema/data.h"
#include "schema/finding.h"
#include "schema/language.h"

namespace gongshi::cli {
namespace {

int list_rules() {
  for (const audit::Rule& rule : audit::rules())
    std::printf("%-24s %-8s v%d  %s\n", std::string(rule.id).c_str(), std::string(to_string(rule.severity)).c_str(),
                rule.version, audit::rule_messages(rule.id).title.c_str());
  return kExitClean;
}

/// By its id or its Chinese title (照抄标准); nullptr if there is none.
const audit::Rule* rule_named(const std::string& name) {
  if (const audit::Rule* rule = audit::find_rule(name)) return rule;
  for (const audit::Rule& rule : audit::rules())
    if (audit::rule_messages(rule.id).title == name) return &rule;
  return nullptr;
}

bool environment_names_language() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* set = std::getenv(name); set != nullptr && *set != '\0') return true;
  return false;
}

/// The page is for reviewers: Chinese where nobody asks for a language, into a pipe too.
Language page_language(const Shared& shared) {
  return shared.language.empty() && !environment_names_language() ? Language::kChinese : language();
}

int explain_rule(const std::string& name, Language page_language) {
  const audit::Rule* rule = rule_named(name);
  if (rule == nullptr) {
    complain(say("there is no rule \"{}\"; `gongshi rules` lists them", {name}));
    return kExitUsage;
  }
  const std::string folder = page_language == Language::kChinese ? "rules/zh/" : "rules/";
  const auto page = load_data(folder + std::string(rule->id) + ".md");
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

Command add_explain_command(Parser& app, const Shared& shared) {
  auto name = std::make_shared<std::string>();
  Parser& parser = app.command("explain", "Print one rule's page: what it checks, clause, examples, known limits");
  parser.option("RULE", *name, "The rule's id or Chinese title, as `gongshi rules` lists them").required();
  return {&parser, [name, &shared] { return explain_rule(*name, page_language(shared)); }};
}

}  // namespace gongshi::cli
