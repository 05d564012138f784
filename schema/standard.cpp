// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "schema/shape.h"

namespace gongshi {
inline namespace schema {
namespace {

using nlohmann::json;

// Carries the place in the file ("成长型/3/clauses[1].kind") to the one catch below.
struct Invalid : std::runtime_error {
  using std::runtime_error::runtime_error;
};

const json& member(const json& object, const char* key, const std::string& where) {
  const auto found = object.find(key);
  if (found == object.end()) throw Invalid(where + "." + key + " is missing");
  return *found;
}

/// A misspelt member must not pass unseen: thresholds hang on it. "about" may stand anywhere, for people.
void check_members(const json& object, std::initializer_list<std::string_view> known, const std::string& where) {
  for (const auto& [key, value] : object.items()) {
    if (key == "about" || std::find(known.begin(), known.end(), key) != known.end()) continue;
    std::string list;
    for (const std::string_view name : known) list += (list.empty() ? "" : ", ") + std::string(name);
    throw Invalid(where + "." + key + " is not known here; known: " + list);
  }
}

std::string text(const json& object, const char* key, const std::string& where, bool required = true) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) {
    if (required) throw Invalid(where + "." + key + " is missing");
    return {};
  }
  if (!found->is_string()) throw Invalid(where + "." + key + " must be a string");
  std::string value = found->get<std::string>();
  if (required && value.empty()) throw Invalid(where + "." + key + " is empty");
  return value;
}

std::vector<std::string> strings(const json& object, const char* key, const std::string& where) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (!found->is_array()) throw Invalid(where + "." + key + " must be a list of strings");
  std::vector<std::string> values;
  for (const json& value : *found) {
    if (!value.is_string()) throw Invalid(where + "." + key + " must be a list of strings");
    values.push_back(value.get<std::string>());
  }
  return values;
}

ClauseKind parse_kind(const std::string& name, const std::string& where) {
  static const std::map<std::string, ClauseKind> kKinds = {
      {"ratio", ClauseKind::kRatio}, {"coverage", ClauseKind::kCoverage},   {"qualitative", ClauseKind::kQualitative},
      {"count", ClauseKind::kCount}, {"frequency", ClauseKind::kFrequency}, {"time", ClauseKind::kTime}};
  const auto found = kKinds.find(name);
  if (found == kKinds.end())
    throw Invalid(where + ".kind is \"" + name + "\"; known: ratio, coverage, qualitative, count, frequency, time");
  return found->second;
}

ClauseOp parse_op(const std::string& name, const std::string& where) {
  if (name.empty()) return ClauseOp::kNone;
  if (name == ">=") return ClauseOp::kAtLeast;
  if (name == "<=") return ClauseOp::kAtMost;
  throw Invalid(where + ".op is \"" + name + "\"; known: >=, <=, null");
}

std::optional<Decimal> parse_value(const json& object, const std::string& where) {
  const auto found = object.find("value");
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (found->is_number_integer()) return Decimal(found->get<std::int64_t>());
  if (found->is_string())  // figures with decimals are strings, so that they stay exact
    if (const auto value = Decimal::parse(found->get<std::string>())) return value;
  throw Invalid(where + ".value must be an integer, a decimal in quotes, or null");
}

Clause parse_clause(const json& object, const std::string& where) {
  if (!object.is_object()) throw Invalid(where + " must be an object");
  check_members(object,
                {"text", "kind", "metric", "op", "value", "unit", "numerator", "denominator", "condition", "item",
                 "answer_terms", "metric_terms", "numerator_terms", "denominator_terms"},
                where);
  Clause clause;
  clause.text = text(object, "text", where);
  clause.kind = parse_kind(text(object, "kind", where), where);
  clause.metric = text(object, "metric", where);
  clause.op = parse_op(text(object, "op", where, false), where);
  clause.value = parse_value(object, where);
  clause.unit = text(object, "unit", where, false);
  clause.numerator = text(object, "numerator", where, false);
  clause.denominator = text(object, "denominator", where, false);
  clause.condition = text(object, "condition", where, false);
  if (const auto item = object.find("item"); item != object.end() && !item->is_null()) {
    if (!item->is_number_integer()) throw Invalid(where + ".item must be a number or null");
    clause.item = item->get<int>();
  }
  clause.metric_terms = strings(object, "metric_terms", where);
  clause.numerator_terms = strings(object, "numerator_terms", where);
  clause.denominator_terms = strings(object, "denominator_terms", where);
  if (const auto groups = object.find("answer_terms"); groups != object.end()) {
    if (!groups->is_array()) throw Invalid(where + ".answer_terms must be a list of lists of strings");
    for (const json& group : *groups)
      clause.answer_terms.push_back(strings(json{{"group", group}}, "group", where + ".answer_terms"));
  }
  const auto longest_first = [](const std::string& a, const std::string& b) { return a.size() > b.size(); };
  for (auto* terms : {&clause.metric_terms, &clause.numerator_terms, &clause.denominator_terms})
    std::stable_sort(terms->begin(), terms->end(), longest_first);
  if (clause.value.has_value() != (clause.op != ClauseOp::kNone))
    throw Invalid(where + ": op and value must be given together");
  // 生机比不高于6: a number that a division gives has none.
  const bool quotient = clause.kind == ClauseKind::kCount && !clause.denominator.empty();
  if (clause.value && clause.unit.empty() && !quotient) throw Invalid(where + ".unit is missing beside a value");
  if (clause.value && clause.unit == "%" && (*clause.value < Decimal(0) || *clause.value > Decimal(100)))
    throw Invalid(where + ".value is " + clause.value->to_string() + "%, which is no share");
  if (clause.kind == ClauseKind::kRatio && !clause.value) throw Invalid(where + ": a ratio needs a value");
  return clause;
}

Indicator parse_indicator(const json& object, const std::string& tier) {
  if (!object.is_object()) throw Invalid(tier + ": an indicator must be an object");
  Indicator indicator;
  const json& no = member(object, "no", tier);
  if (!no.is_number_integer() || no.get<int>() < 1) throw Invalid(tier + ": no must be a positive number");
  indicator.no = no.get<int>();
  const std::string where = tier + "/" + std::to_string(indicator.no);
  check_members(object, {"no", "category", "name", "definition", "requirement", "score", "clauses"}, where);
  indicator.category = text(object, "category", where);
  indicator.name = text(object, "name", where);
  indicator.definition = text(object, "definition", where, false);
  indicator.requirement = text(object, "requirement", where);
  indicator.score = text(object, "score", where, false);
  const json& clauses = member(object, "clauses", where);
  if (!clauses.is_array() || clauses.empty()) throw Invalid(where + ".clauses must be a list of at least one clause");
  for (std::size_t i = 0; i < clauses.size(); ++i)
    indicator.clauses.push_back(parse_clause(clauses[i], where + ".clauses[" + std::to_string(i) + "]"));
  return indicator;
}

Tier parse_tier(const json& object, const std::vector<Tier>& earlier) {
  if (!object.is_object()) throw Invalid("a tier must be an object");
  Tier tier;
  tier.name = text(object, "name", "tier");
  tier.edition = text(object, "edition", tier.name, false);
  const std::string where = tier.name + tier.edition;
  check_members(object, {"name", "edition", "base", "indicators"}, where);
  for (const Tier& other : earlier)
    if (other.name == tier.name && other.edition == tier.edition) throw Invalid(where + " stands twice");
  // An edition may name a base and then give only the indicators that differ from it.
  if (const std::string base = text(object, "base", where, false); object.contains("base")) {
    const auto found = std::find_if(earlier.begin(), earlier.end(), [&](const Tier& other) {
      return other.name == tier.name && other.edition == base;
    });
    if (found == earlier.end()) throw Invalid(where + ".base names no earlier edition of " + tier.name);
    tier.indicators = found->indicators;
  }
  const json& indicators = member(object, "indicators", where);
  if (!indicators.is_array()) throw Invalid(where + ".indicators must be a list");
  std::vector<int> given;
  for (const json& entry : indicators) {
    Indicator indicator = parse_indicator(entry, where);
    if (std::find(given.begin(), given.end(), indicator.no) != given.end())
      throw Invalid(where + "/" + std::to_string(indicator.no) + " stands twice");
    given.push_back(indicator.no);
    const auto same = std::find_if(tier.indicators.begin(), tier.indicators.end(),
                                   [&](const Indicator& other) { return other.no == indicator.no; });
    if (same != tier.indicators.end())
      *same = std::move(indicator);
    else
      tier.indicators.push_back(std::move(indicator));
  }
  std::sort(tier.indicators.begin(), tier.indicators.end(), [](const auto& a, const auto& b) { return a.no < b.no; });
  for (std::size_t i = 0; i < tier.indicators.size(); ++i)
    if (tier.indicators[i].no != static_cast<int>(i) + 1)
      throw Invalid(where + " has no indicator " + std::to_string(i + 1));
  if (tier.indicators.empty()) throw Invalid(where + " has no indicators");
  return tier;
}

}  // namespace

const Indicator* Tier::find(int no) const {
  return no >= 1 && static_cast<std::size_t>(no) <= indicators.size() ? &indicators[static_cast<std::size_t>(no) - 1]
                                                                      : nullptr;
}

const Tier* Standard::find(std::string_view tier, std::string_view edition) const {
  for (const Tier& candidate : tiers)
    if (candidate.name == tier && (edition.empty() || candidate.edition == edition)) return &candidate;
  return nullptr;
}

std::vector<const Tier*> Standard::editions(std::string_view tier) const {
  std::vector<const Tier*> found;
  for (const Tier& candidate : tiers)
    if (candidate.name == tier) found.push_back(&candidate);
  return found;
}

Result<Standard> parse_standard(std::string_view source, std::string_view id) {
  const auto parsed = parse_data(source, "standard " + std::string(id));
  if (!parsed) return Error{"standard-syntax", parsed.error().message};
  const json& object = *parsed;
  try {
    if (!object.is_object()) throw Invalid("the file must hold one object");
    check_members(object, {"title", "version", "document_numbers", "tiers"}, "standard");
    Standard standard;
    standard.id = std::string(id);
    standard.title = text(object, "title", "standard");
    standard.version = text(object, "version", "standard");
    standard.document_numbers = strings(object, "document_numbers", "standard");
    const json& tiers = member(object, "tiers", "standard");
    if (!tiers.is_array() || tiers.empty()) throw Invalid("standard.tiers must be a list of at least one tier");
    for (const json& tier : tiers) standard.tiers.push_back(parse_tier(tier, standard.tiers));
    return standard;
  } catch (const Invalid& error) {
    return Error{"standard-invalid", "Standard " + std::string(id) + ": " + error.what()};
  } catch (const json::exception& error) {
    return Error{"standard-invalid", "Standard " + std::string(id) + ": " + error.what()};
  }
}

}  // namespace schema
}  // namespace gongshi
