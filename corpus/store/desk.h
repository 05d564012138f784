// SPDX-License-Identifier: GPL-3.0-or-later
// What people set up for their work with a store: views of the list, samples, reasons, steps that can be taken back.
// Entries are appended; the last of a name counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "corpus/store/store.h"

namespace gongshi::corpus {

struct DeskEntry {
  std::string kind;   ///< "view", "sample", "reasons", "step", "steps", "reading"
  std::string owner;  ///< Whose it is; "" where it is everybody's.
  std::string name;
  std::string value;  ///< JSON; "" takes it away.
  std::string person, at;
};
/// Needs a transaction of the caller.
void put_desk_entry(Store& store, const DeskEntry& entry);
/// What stands under the name; nothing where it was taken away.
[[nodiscard]] std::optional<DeskEntry> desk_entry(Store& store, const std::string& kind, const std::string& owner,
                                                  const std::string& name);
/// All that stand, the latest first.
[[nodiscard]] std::vector<DeskEntry> desk_entries(Store& store, const std::string& kind, const std::string& owner);

/// A finding with what a list of things to decide shows of it.
struct ListedFinding {
  std::string finding, rule, severity, metric, message;
  std::optional<int> no, clause;
  std::string status;        ///< Decision::state that stands; "" where nothing was decided.
  std::int64_t version = 0;  ///< Of the last word on it; 0: none.
};
/// A notice's findings of one rule, in their order.
[[nodiscard]] std::vector<ListedFinding> findings_of_rule(Store& store, std::int64_t notice_id,
                                                          const std::string& rule);

/// The last word on each finding of a notice on which something was said, even one that withdraws; in no order.
[[nodiscard]] std::vector<DecisionEvent> latest_decisions(Store& store, std::int64_t notice_id);

/// True where the earlier notice has findings above a hint that were not dismissed, and the later one has none of them.
[[nodiscard]] bool cured_by(Store& store, std::int64_t earlier, std::int64_t later);

/// How many notices of which dates, and how many findings, by month ("2024-11"); undated notices under "".
struct MonthFigures {
  std::string month;
  std::int64_t notices = 0, errors = 0, warnings = 0, infos = 0;
};
[[nodiscard]] std::vector<MonthFigures> figures_by_month(Store& store);
/// Words on findings that people said, by day of recording ("2024-11-07", UTC); the last 366 days that have any.
struct DayFigures {
  std::string day;
  std::int64_t decisions = 0;
};
[[nodiscard]] std::vector<DayFigures> decisions_by_day(Store& store);

}  // namespace gongshi::corpus
