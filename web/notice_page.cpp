// SPDX-License-Identifier: GPL-3.0-or-later
// One notice: the page beside its rows and findings.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "app/queries.h"
#include "schema/decision.h"
#include "schema/finding_identity.h"
#include "schema/masking.h"
#include "web/call.h"
#include "web/page_parts.h"

#include <nlohmann/json.hpp>

namespace gongshi::web {

using app::Role;
using nlohmann::json;

namespace {

constexpr double kPadding = 1.5;  // points around a marked cell

/// What the page says of a notice, made of the (masked) notice itself.
class NoticeContext {
 public:
  NoticeContext(const app::ReviewedNotice& reviewed, const report::Messages& messages, const Words& words)
      : reviewed_(reviewed), messages_(messages), words_(words) {
    for (const Finding& finding : reviewed.audited().findings) {
      ++group_sizes_[group_of(finding.id, finding.rule)];
      if (finding.no)
        by_row_[*finding.no].push_back(&finding);
      else
        on_notice_.push_back(&finding);
    }
  }

  json make() {
    json rows = json::array();
    int index = 0;
    for (const IndicatorRecord& row : notice().rows) rows.push_back(row_context(row, index++));
    const Source& source = reviewed_.file.file.source;
    json problems = json::array();
    for (const auto* list : {&reviewed_.file.file.problems, &notice().problems})
      for (const Problem& problem : *list) problems.push_back({{"page", problem.page}, {"message", problem.message}});
    json pictures = pages();
    const bool has_pictures = !pictures.empty();
    std::string where;
    for (const std::string* part : {&notice().city, &notice().county, &notice().street})
      where += (where.empty() || part->empty() ? "" : " ") + *part;
    return {{"id", reviewed_.key.str()},
            {"community", notice().community},
            {"tier", notice().tier},
            {"where", where},
            {"file", file_name(source.display())},
            {"in_part", reviewed_.file.outcome == corpus::Outcome::kReadInPart},
            {"problems", std::move(problems)},
            {"has_on_notice", !on_notice_.empty()},
            {"on_notice", findings_context(on_notice_)},
            {"rows", std::move(rows)},
            {"rows_total", notice().rows.size()},
            {"has_pictures", has_pictures},
            {"pictures", std::move(pictures)},
            {"title", reviewed_.notice().title.utf8},
            {"preamble", notice().preamble.utf8},
            {"footer", notice().footer.utf8}};
  }

 private:
  [[nodiscard]] const Notice& notice() const { return reviewed_.notice(); }

  json finding_context(const Finding& finding) {
    const std::string group = group_of(finding.id, finding.rule);
    const auto decided = reviewed_.decisions.find(finding.id);
    json decision = nullptr;
    if (decided != reviewed_.decisions.end() && !decided->second.decision.blank()) {
      const DecisionEvent& event = decided->second;
      decision = {{"status", words_.status(event.decision.state)},
                  {"state", event.decision.state},
                  {"reason", event.decision.reason},
                  {"note", event.decision.opinion},
                  {"reply", event.decision.reply},
                  {"reviewer", event.decision.reviewer},
                  {"decided", event.decision.decided}};
    }
    json others = json::array();
    for (const NoticeReference& other : finding.others)
      others.push_back({{"community", other.community},
                        {"no", other.no ? json(*other.no) : json(nullptr)},
                        {"similarity", fmt::format("{:.0f}%", std::floor(other.similarity * 100))},
                        {"quote", masked_text(other.quote)}});
    return {{"id", finding.id},
            {"group", group},
            {"group_size", group_sizes_[group] > 1 ? json(group_sizes_[group]) : json(nullptr)},
            {"version", decided == reviewed_.decisions.end() ? 0 : decided->second.id},
            {"version_text", std::to_string(decided == reviewed_.decisions.end() ? 0 : decided->second.id)},
            {"severity", to_string(finding.severity)},
            {"severity_name", messages_.severity(finding.severity)},
            {"rule", finding.rule},
            {"rule_name", messages_.rule(finding.rule)},
            {"no", finding.no ? json(std::to_string(*finding.no)) : json(nullptr)},
            {"county", percent_encoded(notice().county)},
            {"inconclusive", finding.verdict == Verdict::kInconclusive},
            {"message", finding.message},
            {"quote", finding.quote},
            {"compared", !finding.stated.empty() && !finding.expected.empty()},
            {"stated", finding.stated},
            {"expected", finding.expected},
            {"calculation", finding.calculation},
            {"basis", finding.requirement},
            {"advice", messages_.advice(finding.rule)},
            {"has_others", !finding.others.empty()},
            {"others", std::move(others)},
            {"decision", std::move(decision)}};
  }

  json findings_context(std::vector<const Finding*> findings) {
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding* one, const Finding* other) { return one->severity > other->severity; });
    json list = json::array();
    for (const Finding* finding : findings) list.push_back(finding_context(*finding));
    return list;
  }

  json row_context(const IndicatorRecord& row, int index) {
    // A number that stands twice has its findings at the first row of it.
    const bool first = shown_.insert(row.no).second;
    const std::vector<const Finding*> findings = first ? by_row_[row.no] : std::vector<const Finding*>{};
    json grade = nullptr;
    if (const auto found = reviewed_.audited().evidence.find(row.no); found != reviewed_.audited().evidence.end())
      grade = {{"id", to_string(found->second)}, {"name", messages_.grade(found->second)}};
    json corrections = json::array();
    const corpus::Correction* read = nullptr;  // the first, from which the claim was as the file was read
    for (const corpus::Correction& correction : reviewed_.corrections)
      if (first && correction.no == row.no) {
        corrections.push_back({{"before", correction.before},
                               {"reviewer", correction.person},
                               {"at", correction.at},
                               {"restored", read != nullptr && correction.after == read->before}});
        if (read == nullptr) read = &correction;
      }
    return {{"index", index},
            {"index_text", std::to_string(index)},
            {"no", std::to_string(row.no)},
            {"name", row.name.str()},
            {"category", row.category},
            {"kind", worst(findings)},
            {"grade", std::move(grade)},
            {"claim", paragraphs(row.claim.str())},
            {"has_claim", !row.claim.empty()},
            {"requirement", paragraphs(row.requirement.str())},
            {"definition", paragraphs(row.definition.str())},
            {"uncertain", row.claim.uncertain},
            {"confidence", row.claim.confidence < 0.995
                               ? json(fmt::format("{:.0f}%", std::floor(row.claim.confidence * 100)))
                               : json(nullptr)},
            {"correctable", first},
            {"has_corrections", !corrections.empty()},
            {"corrections", std::move(corrections)},
            {"has_findings", !findings.empty()},
            {"findings", findings_context(findings)}};
  }

  /// The pages that the notice stands on, each with its marked cells in points.
  json pages() {
    std::map<int, json> marks;
    std::set<int> first_of;
    int index = 0;
    const auto number = [](double value) { return fmt::format("{:.1f}", value); };
    for (const IndicatorRecord& row : notice().rows) {
      const bool first = first_of.insert(row.no).second;
      const std::vector<const Finding*> findings = first ? by_row_[row.no] : std::vector<const Finding*>{};
      const std::vector<Place> places = row.claim.places.empty() ? row.places() : row.claim.places;
      for (const Place& place : places)
        if (place.page > 0 && !place.box.empty())
          marks[place.page].push_back(
              {{"index", std::to_string(index)},
               {"kind", worst(findings)},
               {"quiet", findings.empty()},
               {"label", word("page", "row-label", {{"no", std::to_string(row.no)}, {"name", row.name.str()}})},
               {"x", number(place.box.x0 - kPadding)},
               {"y", number(place.box.y0 - kPadding)},
               {"w", number(place.box.width() + 2 * kPadding)},
               {"h", number(place.box.height() + 2 * kPadding)}});
      ++index;
    }
    for (const Text* text : {&notice().title, &notice().preamble, &notice().footer})
      for (const Place& place : text->places())
        if (place.page > 0) marks.try_emplace(place.page, json::array());
    json list = json::array();
    for (auto& [page, cells] : marks) {
      const auto size = std::find_if(reviewed_.file.file.pages.begin(), reviewed_.file.file.pages.end(),
                                     [page = page](const Page& p) { return p.number == page; });
      if (size == reviewed_.file.file.pages.end() || size->width <= 0 || size->height <= 0) continue;
      list.push_back({{"page", std::to_string(page)},
                      {"width", number(size->width)},
                      {"height", number(size->height)},
                      {"marks", std::move(cells)}});
    }
    return list;
  }

  const app::ReviewedNotice& reviewed_;
  const report::Messages& messages_;
  const Words& words_;
  std::map<int, std::vector<const Finding*>> by_row_;
  std::vector<const Finding*> on_notice_;
  std::map<std::string, int> group_sizes_;
  std::set<int> shown_;
};

}  // namespace

json Workbench::version_context(Call& call, const app::ReviewedNotice& reviewed) {
  const auto entry = queue_.entry(reviewed.key);
  if (!entry) return json::object();
  const std::vector<corpus::NoticeVersion> all = corpus::versions_of(call.store, entry->notice.identity);
  if (all.size() < 2) return json::object();
  json versions = json::array(), changes = json::array();
  const bool choose = call.may(Role::kReviewer) && any_order_open(all);
  for (const corpus::NoticeVersion& version : all)
    versions.push_back({{"id", corpus::key_of(call.store, version.notice_id).str()},
                        {"here", version.notice_id == reviewed.id},
                        {"dated", version.dated.empty() ? page_word("undated") : version.dated},
                        {"tier", version.tier},
                        {"file", file_name(version.source)},
                        {"open", version.order_open},
                        {"choose", choose}});
  const auto histories = app::history(call.store, {entry->notice.identity, !masks(call), true});
  if (histories)
    for (const app::CommunityHistory& history : *histories)
      if (history.identity == entry->notice.identity)
        for (const corpus::VersionChange& change : history.changes) changes.push_back(change_context(change));
  return {{"has_versions", true}, {"versions", std::move(versions)}, {"changes", std::move(changes)}};
}

Response Workbench::notice_page(Call& call) {
  auto loaded = app::load_reviewed(call.store, call.parts[0]);
  if (!loaded) {
    json context = {{"title", page_word("notice-missing")}, {"message", page_word("notice-missing-why")}};
    return page(call, "missing", std::move(context), loaded.error().code == "notice-unknown" ? 404 : 503);
  }
  note(call.person, masks(call) ? "see" : "see-unmasked", loaded->key.str(), call.request);
  const app::ReviewedNotice reviewed = masks(call) ? app::masked(*std::move(loaded)) : *std::move(loaded);
  json context = NoticeContext(reviewed, messages_of(reviewed.notice().programme), words_).make();
  const auto entry = queue_.entry(reviewed.key);
  json versions = version_context(call, reviewed);
  json states = json::array();
  const std::string state(to_string(entry ? entry->state : app::ReviewState::kOpen));
  for (const app::ReviewState each : app::kReviewStates)
    states.push_back(choice(words_.state(to_string(each)), words_.state(to_string(each)), words_.state(state)));
  json statuses = json::array(), reasons = this->reasons(call.store);
  int key = 0;
  for (const char* id : {"confirmed", "dismissed", "awaiting-evidence"})
    statuses.push_back({{"name", words_.status(id)}, {"state", id}, {"key", std::to_string(++key)}});
  json all_statuses = json::array();
  for (const std::string_view id : kDecisionStates)
    all_statuses.push_back({{"name", words_.status(id)}, {"state", id}});
  context.update(versions);
  if (call.may(Role::kReviewer)) {
    app::QueueRequest open;
    open.limit = 2;
    open.state = app::ReviewState::kOpen;
    for (const app::QueueEntry& next : queue_.find(call.store, open).items)
      if (next.notice.key != reviewed.key && !context.contains("next_notice"))
        context["next_notice"] = next.notice.key.str();
  }
  context.update(json{{"script", "notice.js"},
                      {"title", reviewed.notice().community},
                      {"doc_title", reviewed.notice().title.utf8},
                      {"state", state},
                      {"state_name", words_.state(state)},
                      {"states", std::move(states)},
                      {"assigned", entry ? entry->assigned : ""},
                      {"errors", std::to_string(entry ? entry->notice.error : 0)},
                      {"warnings", std::to_string(entry ? entry->notice.warning : 0)},
                      {"infos", std::to_string(entry ? entry->notice.info : 0)},
                      {"decided", std::to_string(entry ? entry->decided : 0)},
                      {"to_decide", std::to_string(entry ? entry->to_decide : 0)},
                      {"reviews", call.may(Role::kReviewer)},
                      {"unmasked", !masks(call)},
                      {"statuses", std::move(statuses)},
                      {"all_statuses", std::move(all_statuses)},
                      {"reasons", std::move(reasons)},
                      {"history", "/history?community=" + percent_encoded(reviewed.notice().community)}});
  // Every finding needs the buttons; sections of the template look outwards for them.
  return page(call, "notice", std::move(context));
}

}  // namespace gongshi::web
