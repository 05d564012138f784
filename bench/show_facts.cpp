// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what was understood of the claims of notices that stand as JSON (the records of `gongshi extract`, or
// hand-made ones), one fact a line, so that two forms of one notice can be compared with diff:
//   show_facts [--programme ID|FOLDER] NOTICE.json…
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>

#include "audit/rules/readings_support.h"
#include "tests/support/records.h"

namespace {

using namespace gongshi;

std::string without_space(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\t') result += c;
  return result;
}

std::string number(const std::optional<Decimal>& value) { return value ? value->to_plain_string() : "-"; }

const char* name_of(QuantityRole role) {
  switch (role) {
    case QuantityRole::kNumerator:
      return "numerator";
    case QuantityRole::kDenominator:
      return "denominator";
    case QuantityRole::kRate:
      return "rate";
    case QuantityRole::kCount:
      return "count";
    case QuantityRole::kFrequency:
      return "frequency";
    case QuantityRole::kDuration:
      return "duration";
    case QuantityRole::kCondition:
      return "condition";
    case QuantityRole::kListTotal:
      return "total";
    case QuantityRole::kItemNumber:
      return "item";
    case QuantityRole::kName:
      return "name";
    case QuantityRole::kDatePart:
      return "date-part";
    case QuantityRole::kUnknown:
      break;
  }
  return "unknown";
}

std::string text_of(const std::vector<Reading>& readings) {
  std::string text;
  for (const Reading& reading : readings) {
    text += fmt::format(" {}", audit::checks::name_of(reading.reason));
    if (reading.numerator_value || reading.denominator_value)
      text += fmt::format(":{}/{}", number(reading.numerator_value), number(reading.denominator_value));
    else
      text += fmt::format(":{}", reading.value ? reading.value->to_plain_string() : "any");
  }
  return text;
}

void show(const IndicatorRecord& row) {
  for (const Quantity& quantity : row.facts.quantities)
    fmt::print("{} {} {}{}{} clause={} measure={} subject={} '{}'\n", row.no, name_of(quantity.role),
               quantity.value.to_plain_string(), quantity.upper ? "-" + quantity.upper->to_plain_string() : "",
               quantity.unit, quantity.clause, quantity.measure, without_space(quantity.subject),
               without_space(quantity.printed));
  for (const RatioStatement& ratio : row.facts.ratios)
    fmt::print("{} ratio {} = {} / {} clause={} metric={} row={} {}\n", row.no,
               ratio.rate < 0 ? "-" : number(row.facts.quantities[static_cast<std::size_t>(ratio.rate)].value),
               number(ratio.numerator_value), number(ratio.denominator_value), ratio.clause, ratio.metric,
               ratio.denominator_row, ratio.certain ? "certain" : "open");
  for (const RatioStatement& ratio : row.facts.ratios)
    if (!ratio.others.empty())
      fmt::print("{} ratio {} read as {}, or as{}\n", row.no,
                 ratio.rate < 0 ? "-" : number(row.facts.quantities[static_cast<std::size_t>(ratio.rate)].value),
                 audit::checks::name_of(ratio.reason), text_of(ratio.others));
  for (const NumberStatement& one : row.facts.numbers)
    fmt::print("{} number '{}' read as{}\n", row.no,
               without_space(row.facts.quantities[static_cast<std::size_t>(one.figure)].printed),
               text_of(one.readings));
  for (const SumStatement& sum : row.facts.sums)
    fmt::print("{} sum '{}' read as{}\n", row.no,
               without_space(row.facts.quantities[static_cast<std::size_t>(sum.total)].printed), text_of(sum.readings));
  for (const ListStatement& list : row.facts.lists) {
    fmt::print("{} list stated={} open={} examples={} clause={}:", row.no,
               list.stated < 0 ? "-" : number(row.facts.quantities[static_cast<std::size_t>(list.stated)].value),
               list.open_ended, list.examples, list.clause);
    for (const std::string& item : list.items) fmt::print(" {}", without_space(item));
    fmt::print("\n");
  }
  for (const DateMention& date : row.facts.dates)
    fmt::print("{} date {}-{}-{}{}\n", row.no, date.begin.year, date.begin.month, date.begin.day,
               date.end ? fmt::format(" to {}-{}-{}", date.end->year, date.end->month, date.end->day) : "");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    int first = 1;
    ProgrammePtr programme;
    if (argc > 2 && std::string_view(argv[1]) == "--programme") {
      const auto loaded = load_programme(argv[2]);
      if (!loaded) throw std::runtime_error(loaded.error().message);
      programme = *loaded;
      first = 3;
    }
    for (int i = first; i < argc; ++i) {
      const Notice notice = programme ? test::load_notice(argv[i], *programme) : test::load_notice(argv[i]);
      fmt::print("{} {}\n", notice.community, notice.tier);
      for (const IndicatorRecord& row : notice.rows) show(row);
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 3;
  }
  return 0;
}
