// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/configuration.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "normalize/calendar.h"
#include "schema/text_place.h"

namespace gongshi::report {
namespace {

using nlohmann::json;

struct Invalid : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string text(const json& object, const std::string& key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) throw Invalid(key + " must be a string");
  return found->get<std::string>();
}

std::vector<std::string> texts(const json& object, const std::string& key) {
  std::vector<std::string> out;
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return out;
  if (!found->is_array()) throw Invalid(key + " must be a list of strings");
  for (const json& element : *found) {
    if (!element.is_string()) throw Invalid(key + " must be a list of strings");
    out.push_back(element.get<std::string>());
  }
  return out;
}

std::optional<int> days(const json& object, const std::string& key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_number_integer() || found->get<std::int64_t>() < 0 || found->get<std::int64_t>() > 3650)
    throw Invalid("deadlines." + key + " must be a number of days from 0 to 3650, or null");
  return found->get<int>();
}

bool flag(const json& object, const std::string& key, bool otherwise) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return otherwise;
  if (!found->is_boolean()) throw Invalid(key + " must be true or false");
  return found->get<bool>();
}

const json& object_or_empty(const json& parent, const std::string& key) {
  static const json kEmpty = json::object();
  const auto found = parent.find(key);
  if (found == parent.end() || found->is_null()) return kEmpty;
  if (!found->is_object()) throw Invalid(key + " must be an object");
  return *found;
}

/// A misspelt setting must not pass unseen.
void know(const json& object, const std::string& where, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : object.items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw Invalid(where + key + " is not known here; known: " + fmt::format("{}", fmt::join(known, ", ")));
}

ResponsibleUnit unit_from(const json& object) {
  if (!object.is_object()) throw Invalid("responsible_units must be a list of objects");
  ResponsibleUnit unit{text(object, "city"),      text(object, "county"), text(object, "street"),
                       text(object, "community"), texts(object, "rules"), texts(object, "indicators"),
                       text(object, "unit")};
  know(object, "responsible_units: ", {"city", "county", "street", "community", "rules", "indicators", "unit"});
  if (unit.unit.empty()) throw Invalid("responsible_units: every entry needs a unit");
  return unit;
}

OutcomeLimits outcomes_from(const json& object) {
  OutcomeLimits limits;
  const auto set = [](const json& outcome, const char* key, int& value) {
    const auto found = outcome.find(key);
    if (found == outcome.end() || found->is_null()) return;
    if (!found->is_number_integer() || found->get<std::int64_t>() < 0 || found->get<std::int64_t>() > 1000)
      throw Invalid("outcomes: " + std::string(key) + " must be a whole number from 0 to 1000");
    value = found->get<int>();
  };
  const json& back = object_or_empty(object, "return");
  set(back, "supported_below", limits.return_supported_below);
  set(back, "errors", limits.return_errors);
  know(back, "outcomes.return.", {"supported_below", "errors"});
  const json& recheck = object_or_empty(object, "recheck");
  set(recheck, "supported_below", limits.recheck_supported_below);
  set(recheck, "errors", limits.recheck_errors);
  know(recheck, "outcomes.recheck.", {"supported_below", "errors"});
  const json& amend = object_or_empty(object, "amend");
  set(amend, "errors", limits.amend_errors);
  set(amend, "to_check_above", limits.amend_to_check_above);
  know(amend, "outcomes.amend.", {"errors", "to_check_above"});
  know(object, "outcomes.", {"return", "recheck", "amend"});
  return limits;
}

Configuration configuration_from(const json& object) {
  Configuration configuration;
  if (const auto units = object.find("responsible_units"); units != object.end() && !units->is_null()) {
    if (!units->is_array()) throw Invalid("responsible_units must be a list of objects");
    for (const json& unit : *units) configuration.responsible_units.push_back(unit_from(unit));
  }
  const json& deadlines = object_or_empty(object, "deadlines");
  configuration.deadlines.error = days(deadlines, "error");
  configuration.deadlines.warning = days(deadlines, "warning");
  configuration.deadlines.info = days(deadlines, "info");
  configuration.deadlines.working_days = flag(deadlines, "working_days", true);
  know(deadlines, "deadlines.", {"error", "warning", "info", "working_days"});
  const json& bureau = object_or_empty(object, "bureau");
  configuration.bureau = {text(bureau, "name"), text(bureau, "contact"), text(bureau, "telephone"),
                          text(bureau, "document_number")};
  know(bureau, "bureau.", {"name", "contact", "telephone", "document_number"});
  configuration.letter_template = text(object, "letter_template");
  if (const std::string by = text(object, "letters_by"); !by.empty()) configuration.letters_by = by;
  if (configuration.letters_by != "community" && configuration.letters_by != "county")
    throw Invalid("letters_by must be community or county");
  know(object, "",
       {"rules", "responsible_units", "deadlines", "bureau", "letter_template", "letters_by", "letters_from",
        "outcomes"});
  configuration.outcomes = outcomes_from(object_or_empty(object, "outcomes"));
  if (const std::string from = text(object, "letters_from"); !from.empty()) {
    const auto severity = parse_severity(from);
    if (!severity) throw Invalid("letters_from must be error, warning or info");
    configuration.letters_from = *severity;
  }
  return configuration;
}

bool fits(const std::string& wanted, const std::string& value) { return wanted.empty() || wanted == value; }

bool fits(const std::vector<std::string>& wanted, const std::string& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

/// False where the text has the placeholder and there is nothing to put in its place.
bool replace(std::string& text, const std::string& placeholder, const std::string& value) {
  for (std::size_t at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    if (value.empty()) return false;
    text.replace(at, placeholder.size(), value);
  }
  return true;
}

}  // namespace

Result<Configuration> parse_configuration(std::string_view text) {
  json parsed;
  try {
    parsed = json::parse(text, nullptr, true, true);
  } catch (const json::parse_error& error) {
    return Error{"configuration-syntax",
                 "The configuration is not valid JSON: " + place_of_syntax_error(text, error.byte) + "."};
  }
  if (!parsed.is_object()) return Error{"configuration-syntax", "The configuration is not a JSON object."};
  try {
    const bool whole = parsed.contains("report");
    if (whole) know(parsed, "", {"rules", "report"});
    return configuration_from(whole ? object_or_empty(parsed, "report") : parsed);
  } catch (const std::exception& error) {
    const std::string what = error.what();
    const std::string place = place_of_key(text, what.substr(0, what.find_first_of(" :")));
    return Error{"configuration-invalid", "Configuration: " + what + (place.empty() ? "" : " (" + place + ")") + "."};
  }
}

std::string responsible_unit(const Configuration& configuration, const Notice& notice, const Finding& finding,
                             const std::string& indicator) {
  for (const ResponsibleUnit& entry : configuration.responsible_units) {
    if (!fits(entry.city, notice.city) || !fits(entry.county, notice.county) || !fits(entry.street, notice.street) ||
        !fits(entry.community, notice.community) || !fits(entry.rules, finding.rule) ||
        !fits(entry.indicators, indicator))
      continue;
    std::string unit = entry.unit;
    if (replace(unit, "{city}", notice.city) && replace(unit, "{county}", notice.county) &&
        replace(unit, "{street}", notice.street) && replace(unit, "{community}", notice.community))
      return unit;
  }
  return {};
}

std::optional<Date> deadline(const Configuration& configuration, Severity severity, const Date& today,
                             const Programme* programme) {
  const Deadlines& deadlines = configuration.deadlines;
  const std::optional<int>& days = severity == Severity::kError     ? deadlines.error
                                   : severity == Severity::kWarning ? deadlines.warning
                                                                    : deadlines.info;
  if (!days || !today.valid()) return {};
  if (!deadlines.working_days) return Date::from_days(today.days() + *days);
  Date day = today;
  for (int left = *days; left > 0;) {
    day = Date::from_days(day.days() + 1);
    // Of a year whose holidays are not published yet, Monday to Friday count.
    const auto worked = programme != nullptr ? normalize::is_working_day(day, *programme) : std::nullopt;
    if (worked.value_or(day.weekday() <= 5)) --left;
  }
  return day;
}

}  // namespace gongshi::report
