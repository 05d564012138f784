// SPDX-License-Identifier: GPL-3.0-or-later
// A community's notices over time.
#include "app/queries.h"
#include "web/call.h"
#include "web/page_parts.h"

#include <nlohmann/json.hpp>

namespace gongshi::web {

using app::Role;
using nlohmann::json;

json Workbench::change_context(const corpus::VersionChange& change) const {
  json rows = json::array(), cured = json::array(), fresh = json::array();
  for (const corpus::RowChange& row : change.rows)
    rows.push_back({{"no", std::to_string(row.no)}, {"name", row.name}, {"before", row.before}, {"after", row.after}});
  const auto list = [&](const std::vector<Finding>& findings, json& out) {
    for (const Finding& finding : findings)
      out.push_back({{"rule_name", messages_->rule(finding.rule)}, {"message", finding.message}});
  };
  list(change.cured, cured);
  list(change.fresh, fresh);
  return {{"from", change.from.dated.empty() ? page_word("undated") : change.from.dated},
          {"to", change.to.dated.empty() ? page_word("undated") : change.to.dated},
          {"has_rows", !rows.empty()},
          {"rows", std::move(rows)},
          {"has_cured", !cured.empty()},
          {"has_fresh", !fresh.empty()},
          {"cured", std::move(cured)},
          {"fresh", std::move(fresh)}};
}

Response Workbench::history_page(Call& call) {
  const std::string community = call.request.parameter("community");
  json context = {{"title", page_word("history")}, {"community", community}, {"asked", !community.empty()}};
  json items = json::array();
  if (!community.empty()) {
    const auto histories = app::history(call.store, {community, !masks(call)});
    if (!histories) return api_error(histories.error());
    for (const app::CommunityHistory& history : *histories) {
      json versions = json::array(), changes = json::array();
      const bool choose = call.may(Role::kReviewer) && any_order_open(history.versions);
      for (const corpus::NoticeVersion& version : history.versions)
        versions.push_back({{"id", corpus::key_of(call.store, version.notice_id).str()},
                            {"dated", version.dated.empty() ? page_word("undated") : version.dated},
                            {"tier", version.tier},
                            {"file", file_name(version.source)},
                            {"open", version.order_open},
                            {"choose", choose}});
      for (const corpus::VersionChange& change : history.changes) {
        changes.push_back(change_context(change));
      }
      items.push_back({{"identity", history.identity},
                       {"versions", std::move(versions)},
                       {"single", history.versions.size() < 2},
                       {"changes", std::move(changes)}});
    }
  }
  context["none"] = !community.empty() && items.empty();
  context["items"] = std::move(items);
  return page(call, "history", std::move(context));
}

}  // namespace gongshi::web
