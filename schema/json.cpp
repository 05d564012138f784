// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/json.h"

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

}  // namespace

Result<Notice> notice_from_json(const json& object) {
  try {
    return notice_from(object);
  } catch (const std::exception& error) {
    return Error{"json-invalid", std::string("This is not a notice's JSON: ") + error.what()};
  }
}

}  // namespace schema
}  // namespace gongshi
