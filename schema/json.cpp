// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace gongshi {
inline namespace schema {
namespace {

using nlohmann::json;

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

bool flag(const json& object, const char* key, bool fallback) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return fallback;
  if (!found->is_boolean()) throw Invalid(std::string(key) + " must be true or false");
  return found->get<bool>();
}

Place place_from(const json& object) {
  Place place;
  place.page = static_cast<int>(number(object, "page", 0));
  if (const auto box = object.find("box"); box != object.end() && box->is_array() && box->size() == 4)
    place.box = {(*box)[0].get<double>(), (*box)[1].get<double>(), (*box)[2].get<double>(), (*box)[3].get<double>()};
  place.table = static_cast<int>(number(object, "table", -1));
  place.row = static_cast<int>(number(object, "row", -1));
  place.cell = static_cast<int>(number(object, "cell", -1));
  place.paragraph = static_cast<int>(number(object, "paragraph", -1));
  return place;
}

RecordCell cell_from(const json& row, const char* key) {
  RecordCell cell;
  cell.text.utf8 = text(row, key);
  const auto cells = row.find("cells");
  if (cells == row.end() || !cells->contains(key)) return cell;
  const json& more = (*cells)[key];
  cell.confidence = number(more, "confidence", 1);
  cell.uncertain = flag(more, "uncertain", false);
  cell.suggested = text(more, "suggested");
  cell.from_standard = flag(more, "from_standard", false);
  if (const auto places = more.find("places"); places != more.end())
    for (const json& place : *places) cell.places.push_back(place_from(place));
  return cell;
}

IndicatorRecord row_from(const json& object) {
  IndicatorRecord row;
  row.category = text(object, "category");
  row.no = static_cast<int>(number(object, "no", 0));
  row.no_printed = flag(object, "no_printed", true);
  if (const auto indicator = object.find("indicator"); indicator != object.end() && indicator->is_number_integer())
    row.indicator = indicator->get<int>();
  row.name = cell_from(object, "name");
  row.definition = cell_from(object, "definition");
  row.requirement = cell_from(object, "requirement");
  row.claim = cell_from(object, "claim");
  if (row.no_printed) row.number.text.utf8 = std::to_string(row.no);
  return row;
}

Notice notice_from(const json& object) {
  Notice notice;
  notice.index = static_cast<int>(number(object, "index", 0));
  notice.title.utf8 = text(object, "title");
  notice.preamble.utf8 = text(object, "preamble");
  notice.table_title.utf8 = text(object, "table_title");
  notice.footer.utf8 = text(object, "footer");
  notice.community = text(object, "community");
  notice.tier = text(object, "tier");
  notice.edition = text(object, "edition");
  if (const auto header = object.find("header"); header != object.end() && header->is_array())
    for (const json& cell : *header) notice.header.push_back(cell.get<std::string>());
  if (const auto rows = object.find("rows"); rows != object.end())
    for (const json& row : *rows) notice.rows.push_back(row_from(row));
  return notice;
}

// ---- writing ----

// Boxes to hundredths of a point, confidences to thousandths: more would only be noise in the file.
double rounded(double value, double steps) { return std::round(value * steps) / steps; }

json optional_number(const std::optional<int>& value) { return value ? json(*value) : json(nullptr); }

json cell_json(const RecordCell& cell) {
  json places = json::array();
  for (const Place& place : cell.places) places.push_back(to_json(place));
  json object = {{"confidence", rounded(cell.confidence, 1000)},
                 {"uncertain", cell.uncertain},
                 {"from_standard", cell.from_standard},
                 {"places", std::move(places)}};
  if (!cell.suggested.empty()) object["suggested"] = cell.suggested;
  return object;
}

json row_json(const IndicatorRecord& row) {
  json object = {{"category", row.category},
                 {"no", row.no},
                 {"no_printed", row.no_printed},
                 {"indicator", optional_number(row.indicator)},
                 {"name", row.name.str()},
                 {"definition", row.definition.str()},
                 {"requirement", row.requirement.str()},
                 {"claim", row.claim.str()},
                 {"confidence", rounded(row.confidence(), 1000)},
                 {"cells",
                  {{"name", cell_json(row.name)},
                   {"definition", cell_json(row.definition)},
                   {"requirement", cell_json(row.requirement)},
                   {"claim", cell_json(row.claim)}}}};
  json places = json::array();
  for (const Place& place : row.places()) places.push_back(to_json(place));
  object["place"] = places.empty() ? json(nullptr) : places.front();
  object["places"] = std::move(places);
  return object;
}

json date_json(const std::optional<Date>& date) { return date ? json(date->to_string()) : json(nullptr); }

json problems_json(const std::vector<Problem>& problems) {
  json list = json::array();
  for (const Problem& problem : problems)
    list.push_back({{"code", problem.code},
                    {"message", problem.message},
                    {"page", problem.page > 0 ? json(problem.page) : json(nullptr)}});
  return list;
}

}  // namespace

json to_json(const Place& place) {
  json object = {{"page", place.page > 0 ? json(place.page) : json(nullptr)}};
  if (place.page > 0) {
    object["box"] = {rounded(place.box.x0, 100), rounded(place.box.y0, 100), rounded(place.box.x1, 100),
                     rounded(place.box.y1, 100)};
  } else {
    object["table"] = place.table;
    object["row"] = place.row;
    object["cell"] = place.cell;
    object["paragraph"] = place.paragraph;
  }
  return object;
}

json to_json(const Source& source) {
  json object = {{"path", source.path},
                 {"sha256", source.sha256},
                 {"kind", source.kind},
                 {"bytes", source.bytes},
                 {"pages", source.pages}};
  if (!source.member.empty()) object["member"] = source.member;
  return object;
}

json to_json(const Notice& notice) {
  json rows = json::array();
  for (const IndicatorRecord& row : notice.rows) rows.push_back(row_json(row));
  json object = {{"index", notice.index},
                 {"title", notice.title.utf8},
                 {"preamble", notice.preamble.utf8},
                 {"table_title", notice.table_title.utf8},
                 {"community", notice.community},
                 {"tier", notice.tier},
                 {"edition", notice.edition},
                 {"tiers_named", notice.tiers_named},
                 {"city", notice.city},
                 {"county", notice.county},
                 {"street", notice.street},
                 {"authority", notice.authority},
                 {"footer", notice.footer.utf8},
                 {"header", notice.header},
                 {"rows", std::move(rows)},
                 {"contact",
                  {{"unit", notice.contact.unit},
                   {"persons", notice.contact.persons},
                   {"telephones", notice.contact.telephones}}}};
  if (notice.period)
    object["period"] = {{"stated_days", optional_number(notice.period->stated_days)},
                        {"working_days", notice.period->working_days},
                        {"begin", date_json(notice.period->begin)},
                        {"end", date_json(notice.period->end)}};
  if (!notice.problems.empty()) object["problems"] = problems_json(notice.problems);
  return object;
}

json to_json(const Finding& finding) {
  json places = json::array();
  for (const Place& place : finding.places) places.push_back(to_json(place));
  json object = {{"id", finding.id},
                 {"rule", finding.rule},
                 {"rule_version", finding.rule_version},
                 {"standard", finding.standard},
                 {"severity", to_string(finding.severity)},
                 {"verdict", to_string(finding.verdict)},
                 {"no", optional_number(finding.no)},
                 {"clause", optional_number(finding.clause)},
                 {"metric", finding.metric},
                 {"message", finding.message},
                 {"stated", finding.stated},
                 {"expected", finding.expected},
                 {"calculation", finding.calculation},
                 {"requirement", finding.requirement},
                 {"quote", finding.quote},
                 {"place", places.empty() ? json(nullptr) : places.front()},
                 {"places", std::move(places)}};
  if (!finding.others.empty()) {
    json others = json::array();
    for (const NoticeReference& other : finding.others)
      others.push_back({{"source", other.source},
                        {"notice", other.notice},
                        {"community", other.community},
                        {"no", optional_number(other.no)},
                        {"similarity", rounded(other.similarity, 1000)},
                        {"quote", other.quote}});
    object["others"] = std::move(others);
  }
  return object;
}

json to_json(const NoticeFile& file) {
  json notices = json::array();
  for (const Notice& notice : file.notices) notices.push_back(to_json(notice));
  json pages = json::array();
  for (const Page& page : file.pages) {
    json object = {{"number", page.number},
                   {"width", rounded(page.width, 100)},
                   {"height", rounded(page.height, 100)},
                   {"text_source", page.text_source}};
    if (!page.engine.empty()) object["engine"] = page.engine;
    if (!page.note.empty()) object["note"] = page.note;
    pages.push_back(std::move(object));
  }
  return {{"format", "gongshi.notices/1"},
          {"source", to_json(file.source)},
          {"pages", std::move(pages)},
          {"notices", std::move(notices)},
          {"problems", problems_json(file.problems)}};
}

json to_json(const NoticeFile& file, const std::vector<AuditedNotice>& audited) {
  json object = to_json(file);
  object["format"] = "gongshi.findings/1";
  for (std::size_t i = 0; i < audited.size() && i < file.notices.size(); ++i) {
    json evidence = json::object(), findings = json::array();
    for (const auto& [no, grade] : audited[i].evidence) evidence[std::to_string(no)] = to_string(grade);
    for (const Finding& finding : audited[i].findings) findings.push_back(to_json(finding));
    object["notices"][i]["evidence"] = std::move(evidence);
    object["notices"][i]["findings"] = std::move(findings);
  }
  return object;
}

Result<Notice> notice_from_json(const json& object) {
  try {
    return notice_from(object);
  } catch (const std::exception& error) {
    return Error{"json-invalid", std::string("This is not a notice's JSON: ") + error.what()};
  }
}

}  // namespace schema
}  // namespace gongshi
