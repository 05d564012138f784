// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/decision.h"
#include "schema/presentable.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

namespace gongshi {
inline namespace schema {
namespace {

using nlohmann::ordered_json;

constexpr const char* kFormat = "gongshi.decisions/1";

struct Member {
  const char* key;
  std::string Decision::*value;
};

constexpr Member kMembers[] = {
    {"finding", &Decision::finding}, {"state", &Decision::state},     {"opinion", &Decision::opinion},
    {"reason", &Decision::reason},   {"reply", &Decision::reply},     {"reviewer", &Decision::reviewer},
    {"decided", &Decision::decided}, {"subject", &Decision::subject},
};

Error invalid(const std::string& what) {
  return Error{"json-invalid", "The decisions file " + what + "; give a file that `gongshi decisions import` wrote."};
}

Result<Decision> decision_from(const ordered_json& entry, std::size_t index) {
  const std::string where = "decisions[" + std::to_string(index) + "]";
  if (!entry.is_object()) return invalid("is wrong: " + where + " is no object");
  Decision decision;
  for (const Member& member : kMembers) {
    const auto found = entry.find(member.key);
    if (found == entry.end()) continue;
    if (!found->is_string()) return invalid("is wrong: " + where + "." + member.key + " is no string");
    decision.*member.value = found->get<std::string>();
  }
  if (decision.finding.empty()) return invalid("is wrong: " + where + " names no finding");
  if (std::find(std::begin(kDecisionStates), std::end(kDecisionStates), decision.state) == std::end(kDecisionStates))
    return invalid("is wrong: " + where + ".state \"" + decision.state + "\" is unknown");
  if (decision.dismissed() && decision.reason.empty())
    return invalid("is wrong: " + where + " dismisses a finding without a reason");
  return decision;
}

}  // namespace

std::string write_decisions(const std::vector<Decision>& decisions) {
  std::string out = std::string("{\"format\": \"") + kFormat + "\", \"decisions\": [";
  const char* separator = "\n";
  for (const Decision& decision : decisions) {
    ordered_json entry;
    for (const Member& member : kMembers)
      if (const std::string& value = decision.*member.value; !value.empty()) entry[member.key] = value;
    out += separator + inert_json(entry.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    separator = ",\n";
  }
  return out + "\n]}\n";
}

Result<std::vector<Decision>> read_decisions(std::string_view text) {
  const ordered_json file = ordered_json::parse(text, nullptr, false);
  if (file.is_discarded()) return invalid("is no valid JSON");
  if (!file.is_object() || file.value("format", ordered_json()) != kFormat)
    return invalid(std::string("is not of the format ") + kFormat);
  const auto entries = file.find("decisions");
  if (entries == file.end() || !entries->is_array()) return invalid("has no list of decisions");
  std::vector<Decision> decisions;
  for (const ordered_json& entry : *entries) {
    auto decision = decision_from(entry, decisions.size());
    if (!decision) return decision.error();
    decisions.push_back(*std::move(decision));
  }
  return decisions;
}

std::vector<Decision> merged(std::vector<Decision> known, const std::vector<Decision>& changes) {
  std::map<std::string, Decision> by_finding;
  for (Decision& decision : known) by_finding[decision.finding] = std::move(decision);
  for (const Decision& change : changes) {
    if (change.blank())
      by_finding.erase(change.finding);
    else
      by_finding[change.finding] = change;
  }
  std::vector<Decision> out;
  for (auto& [finding, decision] : by_finding) out.push_back(std::move(decision));
  return out;
}

}  // namespace schema
}  // namespace gongshi
