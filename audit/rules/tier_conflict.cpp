// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <optional>

#include "audit/rules/quotation_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "tier-conflict";

struct Options {
  std::size_t rows = 3;  ///< So many rows quote another tier's figures before the table as a whole is that tier's;
                         ///< fewer are misquotations.
  double share = 0.4;    ///< … and this share of the rows in which the two tiers differ.
};

/// The only tier that the text names; "" for none or several (a preamble may name all that were examined).
std::string only_tier(const Standard& standard, const std::string& text) {
  std::string found;
  for (const Tier& tier : standard.tiers) {
    if (text.find(tier.name) == std::string::npos || tier.name == found) continue;
    if (!found.empty()) return {};
    found = tier.name;
  }
  return found;
}

std::optional<Finding> by_names(const RuleInput& input) {
  std::string first, first_text;
  for (const std::string* text :
       {&input.notice.title.utf8, &input.notice.preamble.utf8, &input.notice.table_title.utf8}) {
    const std::string tier = only_tier(input.standard, *text);
    if (tier.empty() || tier == first) continue;
    if (first.empty()) {
      first = tier;
      first_text = *text;
      continue;
    }
    Finding finding;
    finding.message = message(kId, "names", {{"first", first}, {"second", tier}, {"text", shortened(*text)}});
    finding.stated = tier;
    finding.about = tier;
    finding.expected = first;
    finding.quote = *text;
    for (const Text* printed : {&input.notice.title, &input.notice.preamble, &input.notice.table_title})
      if (&printed->utf8 == text) finding.places = printed->places();
    return finding;
  }
  return std::nullopt;
}

std::optional<Finding> by_quotations(const RuleInput& input) {
  if (input.tier == nullptr) return std::nullopt;
  std::map<std::string, std::vector<const IndicatorRecord*>> quoted;  // by the other tier
  std::map<std::string, std::size_t> telling;  // rows in which that tier differs from the notice's
  for (const IndicatorRecord& row : input.notice.rows) {
    const Indicator* indicator = input.indicator(row);
    if (indicator == nullptr || row.requirement.empty() || row.requirement.uncertain || row.requirement.from_standard)
      continue;
    for (const std::string& other : tiers_differing(input, *indicator)) ++telling[other];
    const auto difference = misquotation(input, *indicator, row, true);
    if (difference && difference->certain && !difference->other_tier.empty())
      quoted[difference->other_tier].push_back(&row);
  }
  const Options options;
  for (const auto& [other, rows] : quoted) {
    if (rows.size() < options.rows ||
        static_cast<double>(rows.size()) < options.share * static_cast<double>(telling[other]))
      continue;
    std::string numbers;
    for (const IndicatorRecord* row : rows) numbers += (numbers.empty() ? "" : "、") + std::to_string(row->no);
    Finding finding;
    finding.message = message(
        kId, "quotations",
        {{"tier", input.tier->name}, {"other", other}, {"rows", numbers}, {"count", std::to_string(rows.size())}});
    finding.stated = other;
    finding.about = other;
    finding.expected = input.tier->name;
    finding.quote = rows.front()->requirement.str();
    finding.places = rows.front()->requirement.places;
    return finding;
  }
  return std::nullopt;
}

std::vector<Finding> check(const RuleInput& input) {
  if (auto finding = by_names(input)) return {std::move(*finding)};
  if (auto finding = by_quotations(input)) return {std::move(*finding)};
  return {};
}

}  // namespace

Rule tier_conflict() { return {kId, 1, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
