// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/json.h"

#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace gongshi {
inline namespace schema {
namespace {

using nlohmann::json;

constexpr const char* kNoticesFormat = "gongshi.notices/1";
constexpr const char* kFindingsFormat = "gongshi.findings/1";

constexpr std::pair<const char*, RecordCell IndicatorRecord::*> kCells[] = {
    {"number", &IndicatorRecord::number},
    {"name", &IndicatorRecord::name},
    {"definition", &IndicatorRecord::definition},
    {"requirement", &IndicatorRecord::requirement},
    {"claim", &IndicatorRecord::claim}};

constexpr std::pair<const char*, int Place::*> kPlaceNumbers[] = {
    {"table", &Place::table}, {"row", &Place::row}, {"cell", &Place::cell}, {"paragraph", &Place::paragraph}};

constexpr std::pair<const char*, Text Notice::*> kNoticeTexts[] = {{"title", &Notice::title},
                                                                   {"preamble", &Notice::preamble},
                                                                   {"table_title", &Notice::table_title},
                                                                   {"footer", &Notice::footer}};

constexpr std::pair<const char*, std::string Notice::*> kNoticeNames[] = {
    {"programme", &Notice::programme},
    {"community", &Notice::community}, {"tier", &Notice::tier},     {"edition", &Notice::edition},
    {"city", &Notice::city},           {"county", &Notice::county}, {"street", &Notice::street},
    {"authority", &Notice::authority}};

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// Numbers are rounded for people and for comparison of two runs: boxes to hundredths of a point, shares to thousandths.
double hundredths(double value) { return std::round(value * 100) / 100; }
double thousandths(double value) { return std::round(value * 1000) / 1000; }

json or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

template <typename T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

json places_json(const std::vector<Place>& places) {
  json list = json::array();
  for (const Place& place : places) list.push_back(to_json(place));
  return list;
}

json first_place_json(const std::vector<Place>& places) {
  return places.empty() ? json(nullptr) : to_json(places.front());
}

json cell_json(const RecordCell& cell) {
  json object = {{"confidence", thousandths(cell.confidence)},
                 {"uncertain", cell.uncertain},
                 {"from_standard", cell.from_standard},
                 {"places", places_json(cell.places)}};
  if (!cell.suggested.empty()) object["suggested"] = cell.suggested;
  return object;
}

json row_json(const IndicatorRecord& row) {
  const std::vector<Place> places = row.places();
  json cells = json::object();
  for (const auto& [key, cell] : kCells) cells[key] = cell_json(row.*cell);
  return {{"category", row.category},
          {"no", row.no},
          {"no_printed", row.no_printed},
          {"number", row.number.str()},
          {"indicator", or_null(row.indicator)},
          {"match", thousandths(row.match)},
          {"name", row.name.str()},
          {"definition", row.definition.str()},
          {"requirement", row.requirement.str()},
          {"claim", row.claim.str()},
          {"confidence", thousandths(row.confidence())},
          {"place", first_place_json(places)},
          {"places", places_json(places)},
          {"cells", std::move(cells)}};
}

json date_json(const std::optional<Date>& date) { return date ? json(date->to_string()) : json(nullptr); }

json period_json(const std::optional<PublicityPeriod>& period) {
  if (!period) return nullptr;
  return {{"stated_days", or_null(period->stated_days)}, {"working_days", period->working_days},
          {"begin", date_json(period->begin)},           {"end", date_json(period->end)},
          {"year_inferred", period->year_inferred},      {"in_footer", period->in_footer}};
}

json acceptance_json(const std::optional<DateMention>& acceptance) {
  if (!acceptance) return nullptr;
  return {{"begin", date_json(acceptance->begin)},
          {"end", date_json(acceptance->end)},
          {"year_inferred", acceptance->year_inferred}};
}

json problems_json(const std::vector<Problem>& problems) {
  json list = json::array();
  for (const Problem& problem : problems)
    list.push_back({{"code", problem.code},
                    {"message", problem.message},
                    {"page", problem.page > 0 ? json(problem.page) : json(nullptr)}});
  return list;
}

json pages_json(const std::vector<Page>& pages) {
  json list = json::array();
  for (const Page& page : pages)
    list.push_back({{"number", page.number},
                    {"width", hundredths(page.width)},
                    {"height", hundredths(page.height)},
                    {"rotation", page.rotation},
                    {"text_source", page.text_source},
                    {"engine", or_null(page.engine)},
                    {"dpi", page.dpi > 0 ? json(hundredths(page.dpi)) : json(nullptr)},
                    {"note", or_null(page.note)}});
  return list;
}

json file_json(const NoticeFile& file, const char* format) {
  json notices = json::array();
  for (const Notice& notice : file.notices) notices.push_back(to_json(notice));
  return {{"format", format},
          {"source", to_json(file.source)},
          {"pages", pages_json(file.pages)},
          {"notices", std::move(notices)},
          {"problems", problems_json(file.problems)}};
}

json reference_json(const NoticeReference& other) {
  return {{"source", other.source},
          {"notice", other.notice},
          {"community", other.community},
          {"no", or_null(other.no)},
          {"similarity", thousandths(other.similarity)},
          {"quote", other.quote}};
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

struct Invalid : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) throw Invalid(std::string(key) + " must be a string");
  return found->get<std::string>();
}

double number(const json& object, const char* key, double fallback) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return fallback;
  if (!found->is_number()) throw Invalid(std::string(key) + " must be a number");
  return found->get<double>();
}

std::optional<int> integer(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  const double value = found->is_number() ? found->get<double>() : NAN;
  if (!(std::abs(value) <= 1e9)) throw Invalid(std::string(key) + " must be a number of ordinary size");
  return static_cast<int>(value);
}

bool flag(const json& object, const char* key, bool fallback) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return fallback;
  if (!found->is_boolean()) throw Invalid(std::string(key) + " must be true or false");
  return found->get<bool>();
}

// The list's members, none where it is absent or null.
const json& list(const json& object, const char* key) {
  static const json kEmpty = json::array();
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return kEmpty;
  if (!found->is_array()) throw Invalid(std::string(key) + " must be a list");
  return *found;
}

std::vector<std::string> strings(const json& object, const char* key) {
  std::vector<std::string> values;
  for (const json& value : list(object, key)) {
    if (!value.is_string()) throw Invalid(std::string(key) + " must be a list of strings");
    values.push_back(value.get<std::string>());
  }
  return values;
}

Place place_from(const json& object) {
  Place place;
  place.page = integer(object, "page").value_or(0);
  if (const json& box = list(object, "box"); box.size() == 4) {
    double edges[4];
    for (std::size_t i = 0; i < 4; ++i) {
      if (!box[i].is_number()) throw Invalid("box must be a list of four numbers");
      edges[i] = box[i].get<double>();
    }
    place.box = {edges[0], edges[1], edges[2], edges[3]};
  }
  for (const auto& [key, member] : kPlaceNumbers) place.*member = integer(object, key).value_or(-1);
  return place;
}

std::vector<Place> places_from(const json& object) {
  std::vector<Place> places;
  for (const json& place : list(object, "places")) places.push_back(place_from(place));
  return places;
}

RecordCell cell_from(const json& row, const char* key) {
  RecordCell cell;
  cell.text.utf8 = text(row, key);
  const auto cells = row.find("cells");
  if (cells == row.end() || !cells->is_object() || !cells->contains(key)) return cell;
  const json& more = (*cells)[key];
  cell.confidence = number(more, "confidence", 1);
  cell.uncertain = flag(more, "uncertain", false);
  cell.suggested = text(more, "suggested");
  cell.from_standard = flag(more, "from_standard", false);
  cell.places = places_from(more);
  return cell;
}

IndicatorRecord row_from(const json& object) {
  IndicatorRecord row;
  row.category = text(object, "category");
  row.no = integer(object, "no").value_or(0);
  row.no_printed = flag(object, "no_printed", true);
  row.indicator = integer(object, "indicator");
  row.match = number(object, "match", 0);
  for (const auto& [key, cell] : kCells) row.*cell = cell_from(object, key);
  if (row.no_printed && row.number.empty()) row.number.text.utf8 = std::to_string(row.no);
  return row;
}

// "2024-11-07"; year, month and day may be 0 where the notice does not say them, and the day one that the calendar does
// not have.
std::optional<Date> date_from(const json& object, const char* key) {
  const std::string printed = text(object, key);
  if (printed.empty()) return std::nullopt;
  Date date;
  char end = 0;
  if (std::sscanf(printed.c_str(), "%d-%d-%d%c", &date.year, &date.month, &date.day, &end) != 3)
    throw Invalid(std::string(key) + " must be a date as YYYY-MM-DD");
  return date;
}

std::optional<PublicityPeriod> period_from(const json& object) {
  if (!object.is_object()) return std::nullopt;
  PublicityPeriod period;
  period.stated_days = integer(object, "stated_days");
  period.working_days = flag(object, "working_days", false);
  period.begin = date_from(object, "begin");
  period.end = date_from(object, "end");
  period.year_inferred = flag(object, "year_inferred", false);
  period.in_footer = flag(object, "in_footer", true);
  return period;
}

std::optional<DateMention> acceptance_from(const json& object) {
  if (!object.is_object()) return std::nullopt;
  DateMention acceptance;
  acceptance.begin = date_from(object, "begin").value_or(Date{});
  acceptance.end = date_from(object, "end");
  acceptance.year_inferred = flag(object, "year_inferred", false);
  return acceptance;
}

std::vector<Problem> problems_from(const json& object) {
  std::vector<Problem> problems;
  for (const json& problem : list(object, "problems"))
    problems.push_back({text(problem, "code"), text(problem, "message"), integer(problem, "page").value_or(0)});
  return problems;
}

Notice notice_from(const json& object) {
  if (!object.is_object()) throw Invalid("it must be an object");
  Notice notice;
  notice.index = integer(object, "index").value_or(0);
  for (const auto& [key, member] : kNoticeTexts) (notice.*member).utf8 = text(object, key);
  for (const auto& [key, member] : kNoticeNames) notice.*member = text(object, key);
  notice.tiers_named = strings(object, "tiers_named");
  notice.header = strings(object, "header");
  for (const json& row : list(object, "rows")) notice.rows.push_back(row_from(row));
  if (const auto period = object.find("period"); period != object.end()) notice.period = period_from(*period);
  if (const auto acceptance = object.find("acceptance"); acceptance != object.end())
    notice.acceptance = acceptance_from(*acceptance);
  if (const auto contact = object.find("contact"); contact != object.end() && contact->is_object())
    notice.contact = {text(*contact, "unit"), strings(*contact, "persons"), strings(*contact, "telephones")};
  notice.problems = problems_from(object);
  return notice;
}

Page page_from(const json& object) {
  Page page;
  page.number = integer(object, "number").value_or(0);
  page.width = number(object, "width", 0);
  page.height = number(object, "height", 0);
  page.rotation = integer(object, "rotation").value_or(0);
  page.text_source = text(object, "text_source");
  page.engine = text(object, "engine");
  page.dpi = number(object, "dpi", 0);
  page.note = text(object, "note");
  return page;
}

Source source_from(const json& object) {
  Source source;
  source.path = text(object, "path");
  source.member = text(object, "member");
  source.sha256 = text(object, "sha256");
  source.kind = text(object, "kind");
  source.bytes = static_cast<std::uint64_t>(std::max(0.0, number(object, "bytes", 0)));
  source.pages = integer(object, "pages").value_or(0);
  return source;
}

NoticeFile notice_file_from(const json& object) {
  if (!object.is_object()) throw Invalid("it must be an object");
  NoticeFile file;
  if (const auto source = object.find("source"); source != object.end()) file.source = source_from(*source);
  for (const json& page : list(object, "pages")) file.pages.push_back(page_from(page));
  for (const json& notice : list(object, "notices")) file.notices.push_back(notice_from(notice));
  file.problems = problems_from(object);
  return file;
}

NoticeReference reference_from(const json& object) {
  return {text(object, "source"), integer(object, "notice").value_or(0), text(object, "community"),
          integer(object, "no"),  number(object, "similarity", 0),       text(object, "quote")};
}

Finding finding_from(const json& object) {
  if (!object.is_object()) throw Invalid("it must be an object");
  Finding finding;
  finding.rule = text(object, "rule");
  if (finding.rule.empty()) throw Invalid("rule is missing");
  finding.rule_version = integer(object, "rule_version").value_or(1);
  finding.standard = text(object, "standard");
  const std::string severity = text(object, "severity"), verdict = text(object, "verdict");
  if (!severity.empty()) {
    const auto parsed = parse_severity(severity);
    if (!parsed) throw Invalid("severity must be info, warning or error");
    finding.severity = *parsed;
  }
  if (!verdict.empty()) {
    const auto parsed = parse_verdict(verdict);
    if (!parsed) throw Invalid("verdict must be violation or inconclusive");
    finding.verdict = *parsed;
  }
  finding.no = integer(object, "no");
  finding.clause = integer(object, "clause");
  finding.metric = text(object, "metric");
  finding.message = text(object, "message");
  finding.stated = text(object, "stated");
  finding.expected = text(object, "expected");
  finding.calculation = text(object, "calculation");
  finding.quote = text(object, "quote");
  finding.requirement = text(object, "requirement");
  finding.places = places_from(object);
  for (const json& other : list(object, "others")) finding.others.push_back(reference_from(other));
  finding.id = text(object, "id");
  return finding;
}

// Runs `read` and turns whatever is wrong with the JSON into the one error.
template <typename Read>
auto guarded(const char* what, Read&& read) -> Result<decltype(read())> {
  try {
    return read();
  } catch (const std::exception& error) {
    return Error{"json-invalid", std::string("This is not the JSON of ") + what + ": " + error.what()};
  }
}

}  // namespace

json to_json(const Source& source) {
  json object = {{"path", source.path},
                 {"sha256", source.sha256},
                 {"kind", source.kind},
                 {"pages", source.pages > 0 ? json(source.pages) : json(nullptr)},
                 {"bytes", source.bytes}};
  if (!source.member.empty()) object["member"] = source.member;
  return object;
}

json to_json(const Place& place) {
  if (place.page > 0) {
    const Box& box = place.box;
    return {{"page", place.page},
            {"box", {hundredths(box.x0), hundredths(box.y0), hundredths(box.x1), hundredths(box.y1)}}};
  }
  json object = {{"page", nullptr}};
  for (const auto& [key, member] : kPlaceNumbers)
    object[key] = place.*member >= 0 ? json(place.*member) : json(nullptr);
  return object;
}

json to_json(const Notice& notice) {
  json object = {
      {"index", notice.index},
      {"header", notice.header},
      {"tiers_named", notice.tiers_named},
      {"period", period_json(notice.period)},
      {"acceptance", acceptance_json(notice.acceptance)},
      {"contact",
       {{"unit", notice.contact.unit}, {"persons", notice.contact.persons}, {"telephones", notice.contact.telephones}}},
      {"rows", json::array()},
      {"problems", problems_json(notice.problems)}};
  for (const auto& [key, member] : kNoticeTexts) {
    object[key] = (notice.*member).utf8;
    object["places"][key] = places_json((notice.*member).places());
  }
  for (const auto& [key, member] : kNoticeNames) object[key] = notice.*member;
  for (const IndicatorRecord& row : notice.rows) object["rows"].push_back(row_json(row));
  return object;
}

json to_json(const Finding& finding) {
  json others = json::array();
  for (const NoticeReference& other : finding.others) others.push_back(reference_json(other));
  return {{"rule", finding.rule},
          {"rule_version", finding.rule_version},
          {"standard", finding.standard},
          {"programme", finding.standard.substr(0, finding.standard.find('@'))},
          {"severity", to_string(finding.severity)},
          {"verdict", to_string(finding.verdict)},
          {"no", or_null(finding.no)},
          {"clause", or_null(finding.clause)},
          {"metric", finding.metric},
          {"message", finding.message},
          {"stated", finding.stated},
          {"expected", finding.expected},
          {"calculation", finding.calculation},
          {"quote", finding.quote},
          {"requirement", finding.requirement},
          {"place", first_place_json(finding.places)},
          {"places", places_json(finding.places)},
          {"others", std::move(others)},
          {"id", finding.id}};
}

json to_json(const NoticeFile& file) { return file_json(file, kNoticesFormat); }

json to_json(const NoticeFile& file, const std::vector<AuditedNotice>& audited) {
  json object = file_json(file, kFindingsFormat);
  for (std::size_t i = 0; i < object["notices"].size(); ++i) {
    json& notice = object["notices"][i];
    notice["evidence"] = json::object();
    notice["findings"] = json::array();
    if (i >= audited.size()) continue;
    for (const auto& [no, grade] : audited[i].evidence) notice["evidence"][std::to_string(no)] = to_string(grade);
    for (const Finding& finding : audited[i].findings) notice["findings"].push_back(to_json(finding));
  }
  return object;
}

void add_decisions(json& document, const std::vector<Decision>& decisions) {
  if (decisions.empty()) return;
  std::map<std::string_view, const Decision*> by_finding;
  for (const Decision& decision : decisions) by_finding[decision.finding] = &decision;
  for (json& notice : document.at("notices"))
    for (json& finding : notice.at("findings")) {
      const auto found = by_finding.find(finding.at("id").get_ref<const std::string&>());
      if (found == by_finding.end()) continue;
      const Decision& decision = *found->second;
      finding["decision"] = {{"state", decision.state}, {"opinion", decision.opinion},   {"reason", decision.reason},
                             {"reply", decision.reply}, {"reviewer", decision.reviewer}, {"decided", decision.decided}};
    }
}

Result<NoticeFile> notice_file_from_json(const json& object) {
  return guarded("a file of notices", [&] { return notice_file_from(object); });
}

Result<Notice> notice_from_json(const json& object) {
  return guarded("a notice", [&] { return notice_from(object); });
}

Result<Finding> finding_from_json(const json& object) {
  return guarded("a finding", [&] { return finding_from(object); });
}

}  // namespace schema
}  // namespace gongshi
