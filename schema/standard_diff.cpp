// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard_diff.h"

#include <algorithm>

#include "schema/standard_writer.h"

namespace gongshi {
inline namespace schema {
namespace {

std::string title(const Indicator& indicator) { return std::to_string(indicator.no) + " " + indicator.name; }

// What a clause asks for, in one line.
std::string summary(const Clause& clause) {
  std::string line = std::string(to_string(clause.kind)) + " " + clause.metric;
  if (clause.value) {
    line += clause.op == ClauseOp::kAtMost ? " <= " : " >= ";
    line += clause.value->to_plain_string() + clause.unit;
  }
  if (!clause.numerator.empty()) line += " = " + clause.numerator + " / " + clause.denominator;
  if (!clause.condition.empty()) line += " (" + clause.condition + ")";
  return line;
}

/// Documents print 5G网络 and 5G 网络: no difference of standards.
std::string without_blanks(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n' || c == '\t'; }),
             text.end());
  return text;
}

class TierComparison {
 public:
  TierComparison(const Tier& older, const Tier& newer)
      : older_(older), newer_(newer), partner_(newer.indicators.size(), nullptr) {}

  std::vector<StandardDifference> run() {
    pair_by([](const Indicator& a, const Indicator& b) { return a.name == b.name; });
    pair_by([](const Indicator& a, const Indicator& b) { return a.no == b.no; });
    for (std::size_t i = 0; i < newer_.indicators.size(); ++i) {
      const Indicator& after = newer_.indicators[i];
      if (partner_[i] == nullptr)
        add(after, "indicator", "", after.requirement);
      else
        compare(*partner_[i], after);
    }
    for (const Indicator& before : older_.indicators)
      if (!taken(before)) add(before, "indicator", before.requirement, "");
    return std::move(found_);
  }

 private:
  bool taken(const Indicator& indicator) const {
    return std::find(partner_.begin(), partner_.end(), &indicator) != partner_.end();
  }

  template <typename Same>
  void pair_by(Same&& same) {
    for (std::size_t i = 0; i < newer_.indicators.size(); ++i) {
      if (partner_[i] != nullptr) continue;
      for (const Indicator& before : older_.indicators)
        if (!taken(before) && same(before, newer_.indicators[i])) {
          partner_[i] = &before;
          break;
        }
    }
  }

  void add(const Indicator& indicator, const char* field, std::string before, std::string after) {
    found_.push_back({newer_.name, title(indicator), field, std::move(before), std::move(after)});
  }

  void compare(const Indicator& before, const Indicator& after) {
    const auto differ = [&](const char* field, const std::string& a, const std::string& b) {
      if (without_blanks(a) != without_blanks(b)) add(after, field, a, b);
    };
    differ("no", std::to_string(before.no), std::to_string(after.no));
    differ("name", before.name, after.name);
    differ("category", before.category, after.category);
    differ("definition", before.definition, after.definition);
    differ("requirement", before.requirement, after.requirement);
    std::vector<std::string> old_clauses, new_clauses;
    for (const Clause& clause : before.clauses) old_clauses.push_back(summary(clause));
    for (const Clause& clause : after.clauses) new_clauses.push_back(summary(clause));
    const auto stands_in = [](const std::string& line, const std::vector<std::string>& lines) {
      return std::any_of(lines.begin(), lines.end(),
                         [&](const std::string& other) { return without_blanks(other) == without_blanks(line); });
    };
    for (const std::string& line : old_clauses)
      if (!stands_in(line, new_clauses)) add(after, "clause", line, "");
    for (const std::string& line : new_clauses)
      if (!stands_in(line, old_clauses)) add(after, "clause", "", line);
  }

  const Tier& older_;
  const Tier& newer_;
  std::vector<const Indicator*> partner_;  // of each newer indicator
  std::vector<StandardDifference> found_;
};

std::string named(const Tier& tier) { return tier.edition.empty() ? tier.name : tier.name + "@" + tier.edition; }

}  // namespace

std::vector<StandardDifference> compare_tiers(const Tier& older, const Tier& newer) {
  return TierComparison(older, newer).run();
}

std::vector<StandardDifference> compare_standards(const Standard& older, const Standard& newer) {
  std::vector<StandardDifference> found;
  std::vector<const Tier*> taken;
  for (const Tier& tier : newer.tiers) {
    const auto before = std::find_if(older.tiers.begin(), older.tiers.end(), [&](const Tier& candidate) {
      return candidate.name == tier.name && std::find(taken.begin(), taken.end(), &candidate) == taken.end();
    });
    if (before == older.tiers.end()) {
      found.push_back({named(tier), "", "tier", "", std::to_string(tier.indicators.size()) + " indicators"});
      continue;
    }
    taken.push_back(&*before);
    for (StandardDifference& difference : compare_tiers(*before, tier)) found.push_back(std::move(difference));
  }
  for (const Tier& tier : older.tiers)
    if (std::find(taken.begin(), taken.end(), &tier) == taken.end())
      found.push_back({named(tier), "", "tier", std::to_string(tier.indicators.size()) + " indicators", ""});
  return found;
}

}  // namespace schema
}  // namespace gongshi
