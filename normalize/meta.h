// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around the table: title, preamble, line above the table, footer; the tiers and the community that they
// name.
#pragma once

#include <string>
#include <vector>

#include "normalize/table/notice_splitter.h"
#include "schema/notice.h"
#include "schema/standard.h"

namespace gongshi::normalize {

/// Fills title, preamble, table_title and footer; several lines are joined by "\n".
void name_lines(const NoticeDraft& draft, const CueWords& cues, Notice& notice);

/// Names of the standard's tiers that stand in `text`, in text order, no doubles.
[[nodiscard]] std::vector<std::string> tiers_in(std::string_view text, const Standard& standard);

}  // namespace gongshi::normalize
