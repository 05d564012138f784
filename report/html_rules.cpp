// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <nlohmann/json.hpp>

#include "audit/registry.h"
#include "report/html.h"
#include "schema/data.h"

namespace gongshi::report {
namespace {

using nlohmann::json;

/// The rule's own words for what it looks for (audit/data/rules).
std::string summary_of(std::string_view id) {
  const auto text = load_data("audit/rules/" + std::string(id) + ".json");
  if (!text) return {};
  const auto parsed = json::parse(*text, nullptr, false);
  return parsed.is_object() ? parsed.value("summary", "") : "";
}

}  // namespace

json rule_pages_context(const Run& run) {
  std::map<std::string, int> counts, notices;
  for (const NoticeEntry& entry : run.notices())
    for (const FindingGroup& group : entry.groups) {
      counts[group.rule] += static_cast<int>(group.findings.size());
      ++notices[group.rule];
    }
  json rules = json::array();
  for (const audit::Rule& rule : audit::rules()) {
    const std::string id(rule.id);
    const auto configured = run.options().rules.severity.find(id);
    const Severity severity = configured == run.options().rules.severity.end() ? rule.severity : configured->second;
    rules.push_back({{"id", id},
                     {"name", run.messages().rule(id)},
                     {"severity", to_string(severity)},
                     {"severity_name", run.messages().severity(severity)},
                     {"summary", run.messages().filled(summary_of(id))},
                     {"basis", run.messages().get("basis." + id)},
                     {"advice", run.messages().advice(id)},
                     {"count", counts[id]},
                     {"notices", notices[id]}});
  }
  return {{"rules", std::move(rules)}, {"generated", generated_at(run.options())}};
}

}  // namespace gongshi::report
