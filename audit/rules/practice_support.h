// SPDX-License-Identifier: GPL-3.0-or-later
// How publicity is usually done: audit/data/practice.json.
#pragma once

#include <string>
#include <vector>

namespace gongshi::audit::checks {

struct Practice {
  int usual_days = 0;                  ///< Calendar days, both ends counted; 0 where no limit is known.
  std::string source;                  ///< Where the number of days is from.
  std::vector<std::string> documents;  ///< Titles of the programme's documents, with 《》.
  std::vector<std::string> identity;   ///< Words for an identity number or card.
  std::vector<std::string> asked_for;  ///< Words beside them by which they are asked for.
};

/// Loaded at the first call and kept; empty where the file is missing or damaged. Safe from several threads.
[[nodiscard]] const Practice& practice();

}  // namespace gongshi::audit::checks
