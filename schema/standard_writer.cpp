// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard_writer.h"

#include <nlohmann/json.hpp>

namespace gongshi {
inline namespace schema {
namespace {

// Members in the order in which people read them.
using json = nlohmann::ordered_json;

json or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

// Whole numbers as numbers; others in quotes, so that they stay exact.
json value_json(const std::optional<Decimal>& value) {
  if (!value) return nullptr;
  if (value->scale() == 0) return value->coefficient();
  return value->to_string();
}

json clause_json(const Clause& clause) {
  json object = {{"text", clause.text},
                 {"kind", to_string(clause.kind)},
                 {"metric", clause.metric},
                 {"op", clause.op == ClauseOp::kAtLeast  ? json(">=")
                        : clause.op == ClauseOp::kAtMost ? json("<=")
                                                         : json(nullptr)},
                 {"value", value_json(clause.value)},
                 {"unit", or_null(clause.unit)},
                 {"numerator", or_null(clause.numerator)},
                 {"denominator", or_null(clause.denominator)},
                 {"condition", or_null(clause.condition)},
                 {"item", clause.item ? json(*clause.item) : json(nullptr)}};
  if (!clause.answer_terms.empty()) object["answer_terms"] = clause.answer_terms;
  if (!clause.metric_terms.empty()) object["metric_terms"] = clause.metric_terms;
  if (!clause.numerator_terms.empty()) object["numerator_terms"] = clause.numerator_terms;
  if (!clause.denominator_terms.empty()) object["denominator_terms"] = clause.denominator_terms;
  return object;
}

json indicator_json(const Indicator& indicator) {
  json clauses = json::array();
  for (const Clause& clause : indicator.clauses) clauses.push_back(clause_json(clause));
  json object = {{"no", indicator.no},
                 {"category", indicator.category},
                 {"name", indicator.name},
                 {"definition", indicator.definition},
                 {"requirement", indicator.requirement}};
  if (!indicator.score.empty()) object["score"] = indicator.score;
  object["clauses"] = std::move(clauses);
  return object;
}

}  // namespace

std::string_view to_string(ClauseKind kind) {
  switch (kind) {
    case ClauseKind::kRatio:
      return "ratio";
    case ClauseKind::kCoverage:
      return "coverage";
    case ClauseKind::kQualitative:
      return "qualitative";
    case ClauseKind::kCount:
      return "count";
    case ClauseKind::kFrequency:
      return "frequency";
    case ClauseKind::kTime:
      return "time";
  }
  return "";
}

std::string write_standard(const Standard& standard) {
  json tiers = json::array();
  for (const Tier& tier : standard.tiers) {
    json indicators = json::array();
    for (const Indicator& indicator : tier.indicators) indicators.push_back(indicator_json(indicator));
    tiers.push_back({{"name", tier.name}, {"edition", tier.edition}, {"indicators", std::move(indicators)}});
  }
  const json object = {{"title", standard.title},
                       {"version", standard.version},
                       {"document_numbers", standard.document_numbers},
                       {"tiers", std::move(tiers)}};
  return object.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace schema
}  // namespace gongshi
