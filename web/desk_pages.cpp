// SPDX-License-Identifier: GPL-3.0-or-later
// Pages for many notices at once: one cause across a county, copied texts side by side, samples, what the bureau sets.
#include <set>

#include "app/desk.h"
#include "schema/masking.h"
#include "web/call.h"
#include "web/page_parts.h"

#include <nlohmann/json.hpp>

namespace gongshi::web {

using app::Role;
using nlohmann::json;

namespace {

json status_choices(const Words& words) {
  json list = json::array();
  for (const char* id : {"confirmed", "dismissed", "awaiting-evidence"})
    list.push_back({{"name", words.status(id)}, {"state", id}});
  return list;
}

}  // namespace

Response Workbench::cause_page(Call& call) {
  const auto list = cause(call);
  const std::string county = call.request.parameter("county"), no = call.request.parameter("no");
  json context = {{"title", page_word("cause")},
                  {"script", "causes.js"},
                  {"county", county},
                  {"no", no},
                  {"all_rows", query_with(call.request, "no", "")},
                  {"reviews", call.may(Role::kReviewer)}};
  if (!list) {
    context["complaint"] = page_word("filter-unknown");
    return page(call, "together", std::move(context), 400);
  }
  json notices = json::array();
  std::size_t open = 0;
  for (const app::CauseNotice& notice : list->notices) {
    const auto entry = queue_.entry(notice.key);
    json findings = json::array();
    for (const corpus::ListedFinding& finding : notice.findings) {
      const bool decided = !finding.status.empty() && finding.status != "open";
      open += decided ? 0 : 1;
      findings.push_back({{"id", finding.finding},
                          {"version", std::to_string(finding.version)},
                          {"no", finding.no ? json(std::to_string(*finding.no)) : json(nullptr)},
                          {"severity", finding.severity},
                          {"message", masks(call) ? masked_text(finding.message) : finding.message},
                          {"decided", decided},
                          {"status", decided ? words_.status(finding.status) : ""}});
    }
    notices.push_back({{"id", notice.key.str()},
                       {"community", or_unknown(entry ? entry->notice.community : "")},
                       {"county", entry ? entry->notice.city + entry->notice.county : ""},
                       {"findings", std::move(findings)}});
  }
  json reason_list = json::array();
  for (const std::string& reason : reasons(call.store)) reason_list.push_back(reason);
  context.update(json{{"rule_name", messages_->rule(call.request.parameter("rule"))},
                      {"total", std::to_string(list->findings)},
                      {"open", std::to_string(open)},
                      {"notice_count", std::to_string(list->notices.size())},
                      {"has_notices", !list->notices.empty()},
                      {"cut", !list->whole},
                      {"notices", std::move(notices)},
                      {"statuses", status_choices(words_)},
                      {"reasons", std::move(reason_list)}});
  return page(call, "together", std::move(context));
}

Response Workbench::compare_page(Call& call) {
  auto compared = comparison(call, call.parts[0]);
  if (!compared) {
    json context = {{"title", page_word("compare-missing")}, {"message", page_word("compare-missing-why")}};
    return page(call, "missing", std::move(context), compared.error().code == "finding-unknown" ? 404 : 503);
  }
  json context = *std::move(compared);
  context["title"] = page_word("compare");
  for (json& other : context["others"]) {
    other["gone"] = other["notice"].is_null();
    other["same"] = std::to_string(other["similarity"].get<int>());
    other["none"] = other["rows"].empty();
    other["own"] = context["community"];
    other["notice_of"] = context["notice"];
    for (json& row : other["rows"]) {
      row["moved"] = row["no"] != row["other_no"];
      row["no"] = std::to_string(row["no"].get<int>());
      row["other_no"] = std::to_string(row["other_no"].get<int>());
    }
  }
  return page(call, "compare", std::move(context));
}

Response Workbench::samples_page(Call& call) {
  json list = json::array(), tiers = json::array();
  for (const app::SampleRecord& record : app::samples(call.store)) {
    std::size_t done = 0;
    for (const std::string& key : record.notices)
      if (const auto id = corpus::find_notice(call.store, key))
        if (const auto entry = queue_.entry(corpus::key_of(call.store, *id)))
          done += entry->state >= app::ReviewState::kReviewed ? 1 : 0;
    list.push_back({{"id", record.id},
                    {"at", record.at},
                    {"person", record.person},
                    {"county", record.county},
                    {"tier", record.tier},
                    {"seed", std::to_string(record.seed)},
                    {"drawn", std::to_string(record.notices.size())},
                    {"done", std::to_string(done)}});
  }
  std::set<std::string> names;
  for (const Programme* programme : in_use_)
    for (const Tier& tier : programme->standard().tiers)
      if (names.insert(tier.name).second) tiers.push_back(choice(tier.name, tier.name, ""));
  return page(call, "samples",
              {{"title", page_word("samples")},
               {"script", "desk.js"},
               {"tiers", std::move(tiers)},
               {"has_samples", !list.empty()},
               {"samples", std::move(list)},
               {"reviews", call.may(Role::kReviewer)}});
}

Response Workbench::settings_page(Call& call) {
  std::string lines;
  for (const std::string& reason : reasons(call.store)) lines += reason + "\n";
  return page(call, "settings", {{"title", page_word("settings")}, {"script", "desk.js"}, {"reasons", lines}});
}

}  // namespace gongshi::web
