// SPDX-License-Identifier: GPL-3.0-or-later
// The pages: contexts for the templates of web/data.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "app/queries.h"
#include "corpus/store/reviewing.h"
#include "report/template.h"
#include "schema/data.h"
#include "schema/finding_identity.h"
#include "schema/masking.h"
#include "web/call.h"

namespace gongshi::web {
namespace {

using app::Role;
using nlohmann::json;

constexpr int kLines = 50;        // of a page of the queue
constexpr double kPadding = 1.5;  // points around a marked cell

/// Parsed once; the data files do not change while the program runs.
Result<std::shared_ptr<const report::Template>> template_of(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const report::Template>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  const auto text = load_data("web/" + name);
  if (!text) return text.error();
  auto parsed = report::Template::parse(*text, name);
  if (!parsed) return parsed.error();
  return known[name] = std::make_shared<const report::Template>(*std::move(parsed));
}

json words_file() {
  static const json kWords = [] {
    const auto text = load_data("web/words.json");
    return text ? json::parse(*text, nullptr, false) : json::object();
  }();
  return kWords;
}

std::string word(const char* table, const std::string& id) {
  const json words = words_file();
  const auto found = words.find(table);
  if (found == words.end() || !found->contains(id)) return id;
  return (*found)[id].get<std::string>();
}

std::string file_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

json paragraphs(const std::string& text) {
  json lines = json::array();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// A choice for a <select>.
json choice(const std::string& value, const std::string& name, const std::string& chosen) {
  return {{"value", value}, {"name", name}, {"chosen", value == chosen}};
}

/// The query of an address with one parameter changed; an empty value takes it away, and the place in the list with it.
std::string query_with(const Request& request, const std::string& name, const std::string& value) {
  std::string query;
  const auto add = [&](const std::string& key, const std::string& text) {
    if (text.empty()) return;
    query += (query.empty() ? "?" : "&") + percent_encoded(key) + "=" + percent_encoded(text);
  };
  for (const auto& [key, text] : request.query)
    if (key != name && key != "offset") add(key, text);
  add(name, value);
  return query.empty() ? "/" : "/" + query;
}

std::string local_path(const std::string& next) {
  // Only a path of this site: "//host" and "/\host" lead elsewhere.
  const bool plain = next.starts_with('/') && !next.starts_with("//") && next.find('\\') == std::string::npos &&
                     std::none_of(next.begin(), next.end(), [](unsigned char c) { return c < 0x21 || c == 0x7F; });
  return plain ? next : "/";
}

Response redirect(const std::string& where) {
  Response response;
  response.status = 303;
  response.headers.emplace_back("Location", where);
  return response;
}

const char* worst(const std::vector<const Finding*>& findings) {
  const Finding* gravest = nullptr;
  for (const Finding* finding : findings)
    if (gravest == nullptr || finding->severity > gravest->severity) gravest = finding;
  if (gravest == nullptr) return "none";
  return gravest->severity == Severity::kError ? "error" : gravest->severity == Severity::kWarning ? "warning" : "info";
}

}  // namespace

Response Workbench::page(Call& call, const std::string& name, json context, int status) {
  context["names"] = {{"body", messages_->names().body}, {"notice", messages_->names().notice}};
  const auto content = template_of(name + ".html");
  const auto layout = template_of("layout.html");
  if (!content || !layout) return api_error((content ? layout : content).error());
  json outer = {{"title", context.value("title", "")},
                {"page", name},
                {"content", (*content)->render(context)},
                {"script", context.value("script", "")},
                {"csrf", call.person.csrf},
                {"person", call.person.name},
                {"role", word("roles", std::string(to_string(call.person.role)))},
                {"accounts", with_accounts()},
                {"reviews", call.may(Role::kReviewer)},
                {"administers", with_accounts() && call.may(Role::kAdministrator)}};
  outer["at_" + name] = true;
  Response response;
  response.status = status;
  response.type = "text/html; charset=utf-8";
  response.body = (*layout)->render(outer);
  return response;
}

// ---- the queue ----

Response Workbench::queue_page(Call& call) {
  auto wanted = queue_request(call.request);
  json context = {{"title", "公示清单"}, {"script", "queue.js"}};
  if (!wanted) {
    context["complaint"] = "地址中的筛选条件无法识别，已显示全部公示。";
    wanted = app::QueueRequest{};
  }
  wanted->limit = kLines;
  const app::QueueAnswer answer = queue_.find(call.store, *wanted);
  json lines = json::array();
  for (const app::QueueEntry& entry : answer.items) {
    const corpus::NoticeSummary& notice = entry.notice;
    lines.push_back({{"id", notice.key.str()},
                     {"community", notice.community.empty() ? "（未写明）" : notice.community},
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
                        {"address", query_with(request, "county", county.county)}});
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
                      {"address", query_with(request, "state", name)}});
  }
  json tiers = json::array(), severities = json::array(), sorts = json::array(), rules = json::array();
  std::set<std::string> tier_names;
  for (const Programme* programme : in_use_)
    for (const Tier& tier : programme->standard().tiers)
      if (tier_names.insert(tier.name).second) tiers.push_back(choice(tier.name, tier.name, wanted->tier));
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo})
    severities.push_back(choice(std::string(to_string(severity)), messages_->severity(severity), wanted->severity));
  for (const auto& [value, name] : {std::pair("gravest", "问题多的在前"), std::pair("community", "按县区、{body}"),
                                    std::pair("date", "日期近的在前"), std::pair("state", "按复核状态")})
    sorts.push_back(choice(value, messages_->filled(name), wanted->sort));
  const std::size_t offset = wanted->offset;
  const auto step = [&](std::size_t to) {
    const std::string base = query_with(request, "offset", "");
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
                      {"all_address", query_with(request, "state", "")},
                      {"tiers", std::move(tiers)},
                      {"severities", std::move(severities)},
                      {"sorts", std::move(sorts)},
                      {"county", wanted->county},
                      {"rule", wanted->rule},
                      {"state", chosen},
                      {"state_name", chosen.empty() ? "" : words_.state(chosen)},
                      {"assigned", wanted->assigned},
                      {"words", wanted->words},
                      {"ledger", "/api/v1/ledger.xlsx" + query_with(request, "limit", "").substr(1)},
                      {"reviews", call.may(Role::kReviewer)},
                      {"previous", offset > 0 ? json(step(offset > kLines ? offset - kLines : 0)) : json(nullptr)},
                      {"next", offset + kLines < answer.total ? json(step(offset + kLines)) : json(nullptr)}});
  return page(call, "queue", std::move(context));
}

// ---- one notice ----

namespace {

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

  json findings_context(const std::vector<const Finding*>& findings) {
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
    for (const corpus::Correction& correction : reviewed_.corrections)
      if (first && correction.no == row.no)
        corrections.push_back({{"before", correction.before}, {"reviewer", correction.person}, {"at", correction.at}});
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
          marks[place.page].push_back({{"index", std::to_string(index)},
                                       {"kind", worst(findings)},
                                       {"quiet", findings.empty()},
                                       {"label", "第" + std::to_string(row.no) + "项 " + row.name.str()},
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

Response Workbench::notice_page(Call& call) {
  auto loaded = app::load_reviewed(call.store, call.parts[0]);
  if (!loaded) {
    json context = {{"title", "没有这份公示"}, {"message", "库中没有这份公示，可能已被移除或重新读取。"}};
    return page(call, "missing", std::move(context), loaded.error().code == "notice-unknown" ? 404 : 503);
  }
  note(call.person, masks(call) ? "see" : "see-unmasked", loaded->key.str(), call.request);
  const app::ReviewedNotice reviewed = masks(call) ? app::masked(*std::move(loaded)) : *std::move(loaded);
  json context = NoticeContext(reviewed, messages_of(reviewed.notice().programme), words_).make();
  const auto entry = queue_.entry(reviewed.key);
  json states = json::array();
  const std::string state(to_string(entry ? entry->state : app::ReviewState::kOpen));
  for (const app::ReviewState each : app::kReviewStates)
    states.push_back(choice(words_.state(to_string(each)), words_.state(to_string(each)), words_.state(state)));
  json statuses = json::array(), reasons = json::array();
  for (const json& reason : words_file()["reasons"]) reasons.push_back(messages_->filled(reason.get<std::string>()));
  int key = 0;
  for (const char* id : {"confirmed", "dismissed", "correcting"})
    statuses.push_back({{"name", words_.status(id)}, {"state", id}, {"key", std::to_string(++key)}});
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
                      {"reasons", std::move(reasons)},
                      {"history", "/history?community=" + percent_encoded(reviewed.notice().community)}});
  // Every finding needs the buttons; sections of the template look outwards for them.
  return page(call, "notice", std::move(context));
}

// ---- files, ledgers ----

Response Workbench::files_page(Call& call) {
  return page(call, "files", {{"title", "上传文件"}, {"script", "files.js"}});
}

Response Workbench::ledger_page(Call& call) {
  return page(call, "ledger", {{"title", "台账"}, {"script", "ledger.js"}});
}

// ---- figures ----

Response Workbench::statistics_page(Call& call) {
  std::string by = call.request.parameter("by");
  const std::vector<std::pair<std::string, std::string>> groupings = {
      {"county", "县区"}, {"city", "市"}, {"tier", "等级"}, {"indicator", "指标"}, {"rule", "核查规则"}};
  const bool known =
      std::any_of(groupings.begin(), groupings.end(), [&](const auto& grouping) { return grouping.first == by; });
  if (!known) by = "county";
  app::StatisticsRequest request;
  request.grouping = by == "city"        ? corpus::Grouping::kCity
                     : by == "tier"      ? corpus::Grouping::kTier
                     : by == "indicator" ? corpus::Grouping::kIndicator
                     : by == "rule"      ? corpus::Grouping::kRule
                                         : corpus::Grouping::kCounty;
  const auto table = app::statistics(call.store, request);
  if (!table) return api_error(table.error());
  static const std::map<std::string, std::string> kColumns = {{"city", "市"},
                                                              {"county", "县区"},
                                                              {"tier", "等级"},
                                                              {"indicator", "序号"},
                                                              {"name", "指标"},
                                                              {"rule", "核查规则"},
                                                              {"notices", "公示"},
                                                              {"communities", "{body}"},
                                                              {"errors", "重点核实"},
                                                              {"warnings", "一般核实"},
                                                              {"infos", "提示"},
                                                              {"rows", "指标行"},
                                                              {"supported %", "有据占比（%）"}};
  json columns = json::array(), rows = json::array();
  for (const std::string& column : table->columns) {
    const auto name = kColumns.find(column);
    columns.push_back({{"name", name == kColumns.end() ? column : messages_->filled(name->second)},
                       {"figure", column != "city" && column != "county" && column != "tier" && column != "name" &&
                                      column != "rule"}});
  }
  double most = 1;
  const auto errors_at = static_cast<std::size_t>(std::find(table->columns.begin(), table->columns.end(), "errors") -
                                                  table->columns.begin());
  for (const auto& line : table->rows)
    if (errors_at < line.size()) most = std::max(most, std::strtod(line[errors_at].c_str(), nullptr));
  for (const auto& line : table->rows) {
    json cells = json::array();
    std::string address = "/?versions=";
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string& column = table->columns[i];
      const bool is_rule = column == "rule";
      if (column == "city" || column == "county" || column == "tier" || is_rule)
        address += "&" + column + "=" + percent_encoded(line[i]);
      cells.push_back({{"text", is_rule           ? messages_->rule(line[i])
                                : line[i].empty() ? "（未写明）"
                                                  : line[i]},
                       {"figure", columns[i]["figure"]}});
    }
    const double errors = errors_at < line.size() ? std::strtod(line[errors_at].c_str(), nullptr) : 0;
    rows.push_back(
        {{"cells", std::move(cells)}, {"address", address}, {"bar", fmt::format("{:.1f}", 100 * errors / most)}});
  }
  json choices = json::array();
  for (const auto& [value, name] : groupings)
    choices.push_back({{"name", name}, {"address", "/statistics?by=" + value}, {"on", value == by}});
  app::QueueRequest everything;
  everything.limit = 0;
  const app::QueueAnswer answer = queue_.find(call.store, everything);
  json states = json::array();
  for (const app::ReviewState state : app::kReviewStates) {
    const std::size_t count = answer.states[static_cast<std::size_t>(state)];
    states.push_back({{"name", words_.state(to_string(state))},
                      {"count", std::to_string(count)},
                      {"address", "/?state=" + percent_encoded(words_.state(to_string(state)))}});
  }
  return page(call, "statistics",
              {{"title", "统计"},
               {"columns", std::move(columns)},
               {"rows", std::move(rows)},
               {"has_rows", !table->rows.empty()},
               {"choices", std::move(choices)},
               {"states", std::move(states)},
               {"total", std::to_string(answer.total)}});
}

Response Workbench::history_page(Call& call) {
  const std::string community = call.request.parameter("community");
  json context = {{"title", "历次公示"}, {"community", community}, {"asked", !community.empty()}};
  json items = json::array();
  if (!community.empty()) {
    const auto histories = app::history(call.store, {community, !masks(call)});
    if (!histories) return api_error(histories.error());
    for (const app::CommunityHistory& history : *histories) {
      json versions = json::array(), changes = json::array();
      for (const corpus::NoticeVersion& version : history.versions)
        versions.push_back({{"id", corpus::key_of(call.store, version.notice_id).str()},
                            {"dated", version.dated.empty() ? "日期不详" : version.dated},
                            {"tier", version.tier},
                            {"file", file_name(version.source)}});
      for (const corpus::VersionChange& change : history.changes) {
        json rows = json::array(), cured = json::array(), fresh = json::array();
        for (const corpus::RowChange& row : change.rows)
          rows.push_back(
              {{"no", std::to_string(row.no)}, {"name", row.name}, {"before", row.before}, {"after", row.after}});
        const auto list = [&](const std::vector<Finding>& findings, json& out) {
          for (const Finding& finding : findings)
            out.push_back({{"rule_name", messages_->rule(finding.rule)}, {"message", finding.message}});
        };
        list(change.cured, cured);
        list(change.fresh, fresh);
        changes.push_back({{"from", change.from.dated},
                           {"to", change.to.dated},
                           {"rows", rows},
                           {"has_cured", !cured.empty()},
                           {"has_fresh", !fresh.empty()},
                           {"cured", std::move(cured)},
                           {"fresh", std::move(fresh)}});
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

Response Workbench::log_page(Call& call) {
  json lines = json::array();
  for (const corpus::Activity& activity : corpus::activities(call.store, 200, 0))
    lines.push_back({{"at", activity.at},
                     {"person", activity.person},
                     {"action", word("actions", activity.action)},
                     {"subject", activity.subject},
                     {"from", activity.peer}});
  return page(call, "log", {{"title", "操作记录"}, {"lines", std::move(lines)}});
}

// ---- signing in ----

Response Workbench::sign_in_form(const std::string& complaint, const std::string& next, int status) {
  const auto form = template_of("sign-in.html");
  if (!form) return api_error(form.error());
  Response response;
  response.status = status;
  response.type = "text/html; charset=utf-8";
  response.body = (*form)->render({{"complaint", complaint}, {"next", local_path(next)}});
  return response;
}

Response Workbench::sign_in_page(Call& call) {
  if (!with_accounts()) return redirect("/");
  return sign_in_form("", call.request.parameter("next"), 200);
}

Response Workbench::sign_in(Call& call) {
  auto fields = form_fields(call.request.body);
  // Forms of other sites may post here: signing somebody in as another is refused where the browser tells.
  const std::string origin = call.request.header("origin"), host = call.request.header("host");
  if (!origin.empty() && origin != "https://" + host && origin != "http://" + host)
    return sign_in_form("请求来自其他网站，已拒绝。", "/", 403);
  const auto person = writing([&](corpus::Store& store) {
    return app::sign_in(store, fields["name"], fields["password"], app::seconds_now(), options_.lockout);
  });
  if (!person) {
    app::Person unknown;
    unknown.name = fields["name"].substr(0, 64);
    note(unknown, "sign-in-refused", "", call.request);
    const bool locked = person.error().code == "sign-in-locked";
    return sign_in_form(locked ? "密码错误次数过多，账号暂时锁定，请稍后再试。" : "账号或密码不正确。", fields["next"],
                        locked ? 429 : 401);
  }
  note(*person, "sign-in", "", call.request);
  Response response = redirect(local_path(fields["next"]));
  response.headers.emplace_back("Set-Cookie", "gongshi_session=" + person->session +
                                                  "; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=" +
                                                  std::to_string(options_.lockout.session_seconds));
  return response;
}

Response Workbench::sign_out(Call& call) {
  const auto ended = writing([&](corpus::Store& store) { return app::sign_out(store, call.person.session); });
  if (!ended) return api_error(ended.error());
  note(call.person, "sign-out", "", call.request);
  Response response = redirect("/sign-in");
  response.headers.emplace_back("Set-Cookie", "gongshi_session=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0");
  return response;
}

Response Workbench::asset(Call& call) {
  static const std::map<std::string, std::pair<const char*, const char*>> kAssets = {
      {"report.css", {"report/report.css", "text/css; charset=utf-8"}},
      {"workbench.css", {"web/workbench.css", "text/css; charset=utf-8"}},
      {"workbench.js", {"web/workbench.js", "text/javascript; charset=utf-8"}},
      {"queue.js", {"web/queue.js", "text/javascript; charset=utf-8"}},
      {"notice.js", {"web/notice.js", "text/javascript; charset=utf-8"}},
      {"files.js", {"web/files.js", "text/javascript; charset=utf-8"}},
      {"ledger.js", {"web/ledger.js", "text/javascript; charset=utf-8"}},
  };
  const auto found = kAssets.find(call.parts[0]);
  if (found == kAssets.end()) return api_error(404, "address-unknown", "There is nothing at this address.");
  const auto text = load_data(found->second.first);
  if (!text) return api_error(text.error());
  Response response;
  response.body = *text;
  response.type = found->second.second;
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace gongshi::web
