// SPDX-License-Identifier: GPL-3.0-or-later
// How publicity is usually done: the word file "practice".
#pragma once

#include <string>
#include <vector>

#include "schema/programme.h"

namespace gongshi::audit::checks {

struct Practice {
  explicit Practice(const Programme& programme);

  int usual_days = 0;                  ///< Calendar days, both ends counted; 0 where no limit is known.
  std::string source;                  ///< Where the number of days is from.
  std::vector<std::string> documents;  ///< Titles of the programme's documents, with 《》.
  std::vector<std::string> identity;   ///< Words for an identity number or card.
  std::vector<std::string> asked_for;  ///< Words beside them by which they are asked for.
};

/// The programme's; empty where it has none.
[[nodiscard]] const Practice& practice(const Programme& programme);

}  // namespace gongshi::audit::checks
