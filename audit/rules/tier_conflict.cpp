// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
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
  std::string first, said;
  const Text* differing = nullptr;
  std::string second;
  // Every place with the tier that it names; the finding takes no side.
  for (const auto& [text, key] :
       {std::pair{&input.notice.title, "title"}, std::pair{&input.notice.preamble, "preamble"},
        std::pair{&input.notice.table_title, "table-title"}}) {
    const std::string tier = only_tier(input.standard, text->utf8);
    if (tier.empty()) continue;
    said += message(kId, said.empty() ? "first-place" : "place", {{"place", message(kId, key)}, {"tier", tier}});
    if (first.empty()) first = tier;
    if (tier == first || differing != nullptr) continue;
    differing = text;
    second = tier;
  }
  if (differing == nullptr) return std::nullopt;
  Finding finding;
  finding.message = message(kId, "names", {{"places", said}});
  finding.stated = second;
  finding.about = second;
  finding.expected = first;
  finding.quote = differing->utf8;
  finding.places = differing->places();
  return finding;
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

/// The texts around the table name one tier, and the table is another's row for row: the notice was read by its table.
std::optional<Finding> by_table(const RuleInput& input) {
  if (input.tier == nullptr) return std::nullopt;
  std::string named;
  for (const Text* text : {&input.notice.preamble, &input.notice.table_title, &input.notice.title})
    if (named.empty()) named = only_tier(input.standard, text->utf8);
  if (named.empty() || named == input.tier->name) return std::nullopt;
  const IndicatorRecord* first = nullptr;
  std::string numbers;
  int count = 0;
  for (const IndicatorRecord& row : input.notice.rows) {
    const Indicator* indicator = input.indicator(row);
    if (indicator == nullptr || row.requirement.empty()) continue;
    const std::vector<std::string> differing = tiers_differing(input, *indicator);
    if (std::find(differing.begin(), differing.end(), named) == differing.end()) continue;
    if (first == nullptr) first = &row;
    numbers += (numbers.empty() ? "" : "、") + std::to_string(row.no);
    ++count;
  }
  if (first == nullptr) return std::nullopt;
  Finding finding;
  finding.message =
      message(kId, "quotations",
              {{"tier", named}, {"other", input.tier->name}, {"rows", numbers}, {"count", std::to_string(count)}});
  finding.stated = finding.about = input.tier->name;
  finding.expected = named;
  finding.quote = first->requirement.str();
  finding.places = first->requirement.places;
  return finding;
}

std::vector<Finding> check(const RuleInput& input) {
  if (auto finding = by_names(input)) return {std::move(*finding)};
  if (auto finding = by_quotations(input)) return {std::move(*finding)};
  if (auto finding = by_table(input)) return {std::move(*finding)};
  return {};
}

}  // namespace

Rule tier_conflict() { return {kId, 1, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
