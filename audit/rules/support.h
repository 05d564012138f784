// SPDX-License-Identifier: GPL-3.0-or-later
// What many rules need: the beginnings of findings, and words for their messages.
#pragma once

#include <string>

#include "audit/messages.h"
#include "audit/rule.h"

namespace gongshi::audit::checks {

/// A finding on a row, with its number and requirement filled in. The runner adds rule, version, standard, severity,
/// places and id.
[[nodiscard]] Finding row_finding(const RuleInput& input, const IndicatorRecord& row, std::string message,
                                  std::string quote = {});

/// "第8项“养老服务”"; without the name where the row has none.
[[nodiscard]] std::string row_label(const RuleInput& input, const IndicatorRecord& row);

/// "第8项"
[[nodiscard]] std::string item_label(int number);

/// The text on one line, cut after `characters` code points with “……” in place of the rest.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t characters = 60);

/// `range` widened to the punctuation on both sides (，。；、：brackets, quotation marks, a line's end): quotes never
/// begin or end inside a word or number.
[[nodiscard]] ByteRange clause_around(const std::string& text, ByteRange range);

}  // namespace gongshi::audit::checks
