// SPDX-License-Identifier: GPL-3.0-or-later
// The list of notices.
#include <set>
#include <utility>

#include "app/desk.h"
#include "web/call.h"
#include "web/page_parts.h"

#include <nlohmann/json.hpp>

namespace gongshi::web {

using app::Role;
using nlohmann::json;

namespace {

constexpr int kLines = 50;  // of a page of the queue

/// The list with one parameter changed.
std::string address_with(const Request& request, const std::string& name, const std::string& value) {
  return "/" + query_with(request, name, value);
}

}  // namespace

Response Workbench::queue_page(Call& call) {
  auto wanted = queue_request(call.store, call.request);
  json context = {{"title", page_word("queue")}, {"script", "queue.js"}};
  if (!wanted) {
    context["complaint"] = page_word("filter-unknown");
    wanted = app::QueueRequest{};
  }
  wanted->limit = kLines;
  const app::QueueAnswer answer = queue_.find(call.store, *wanted);
  json lines = json::array();
  for (const app::QueueEntry& entry : answer.items) {
    const corpus::NoticeSummary& notice = entry.notice;
    lines.push_back({{"id", notice.key.str()},
                     {"community", or_unknown(notice.community)},
                     {"tier", notice.tier},
                     {"city", notice.city},
                     {"county", notice.county},
                     {"dated", notice.dated},
                     {"state", to_string(entry.state)},
                     {"state_name", words_.state(to_string(entry.state))},
                     {"assigned", entry.assigned},
                     {"error", notice.error},
                     {"warning", notice.warning},
                     {"info", notice.info},
                     {"decided", entry.decided},
                     {"to_decide", entry.to_decide},
                     {"suggestion", word("suggestions", entry.suggestion)}});
  }
  const Request& request = call.request;
  json counties = json::array();
  for (const app::QueueAnswer::County& county : answer.counties)
    counties.push_back({{"name", county.city + county.county},
                        {"known", !county.county.empty()},
                        {"notices", county.notices},
                        {"open", county.open},
                        {"address", address_with(request, "county", county.county)}});
  json states = json::array();
  std::size_t all = 0;
  const std::string chosen = wanted->state ? std::string(to_string(*wanted->state)) : "";
  for (const app::ReviewState state : app::kReviewStates) {
    const std::string name = words_.state(to_string(state));
    const std::size_t count = answer.states[static_cast<std::size_t>(state)];
    all += count;
    states.push_back({{"name", name},
                      {"id", to_string(state)},
                      {"count", std::to_string(count)},
                      {"on", chosen == to_string(state)},
                      {"address", address_with(request, "state", name)}});
  }
  json tiers = json::array(), severities = json::array(), sorts = json::array(), rules = json::array();
  std::set<std::string> tier_names;
  for (const Programme* programme : in_use_)
    for (const Tier& tier : programme->standard().tiers)
      if (tier_names.insert(tier.name).second) tiers.push_back(choice(tier.name, tier.name, wanted->tier));
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo})
    severities.push_back(choice(std::string(to_string(severity)), messages_->severity(severity), wanted->severity));
  for (const char* sort : {"gravest", "community", "date", "state"})
    sorts.push_back(choice(sort, messages_->filled(word("sorts", sort)), wanted->sort));
  json views = json::array();
  for (const app::View& view : app::views(call.store, call.person.name))
    views.push_back({{"name", view.name}, {"query", view.query}});
  const std::size_t offset = wanted->offset;
  const auto step = [&](std::size_t to) {
    const std::string base = address_with(request, "offset", "");
    return base + (base == "/" ? "?" : "&") + "offset=" + std::to_string(to);
  };
  context.update(json{{"lines", std::move(lines)},
                      {"has_lines", !answer.items.empty()},
                      {"empty_store", queue_.size() == 0},
                      {"total", std::to_string(answer.total)},
                      {"first", answer.total == 0 ? 0 : offset + 1},
                      {"last", offset + answer.items.size()},
                      {"counties", std::move(counties)},
                      {"states", std::move(states)},
                      {"all", std::to_string(all)},
                      {"all_on", chosen.empty()},
                      {"all_address", address_with(request, "state", "")},
                      {"tiers", std::move(tiers)},
                      {"severities", std::move(severities)},
                      {"sorts", std::move(sorts)},
                      {"county", wanted->county},
                      {"rule", wanted->rule},
                      {"state", chosen},
                      {"state_name", chosen.empty() ? "" : words_.state(chosen)},
                      {"assigned", wanted->assigned},
                      {"sample", request.parameter("sample")},
                      {"from", wanted->from},
                      {"to", wanted->to},
                      {"has_views", !views.empty()},
                      {"views", std::move(views)},
                      {"letters", query_with(request, "limit", "")},
                      {"words", wanted->words},
                      {"ledger", "/api/v1/ledger.xlsx" + query_with(request, "limit", "")},
                      {"reviews", call.may(Role::kReviewer)},
                      {"previous", offset > 0 ? json(step(offset > kLines ? offset - kLines : 0)) : json(nullptr)},
                      {"next", offset + kLines < answer.total ? json(step(offset + kLines)) : json(nullptr)}});
  return page(call, "queue", std::move(context));
}

}  // namespace gongshi::web
