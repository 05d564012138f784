// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for people: headings and the program's own words in cells, in the language that is set. Programs read JSON,
// whose names and words never change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gongshi::app {

/// Each column's heading; the name itself in English, or where a name is not known.
[[nodiscard]] std::vector<std::string> headings(std::vector<std::string> columns);

/// What a person reads in a cell of the column: grades, severities, states, and rules by their titles in Chinese; other
/// values as they are.
[[nodiscard]] std::string cell(std::string_view column, const std::string& value);

/// Rules in a row as `cell` has them: "bare-assertion vague-count".
[[nodiscard]] std::string rule_titles(const std::string& rules);

/// The id of the rule that is called so by id or title; the name itself where there is none.
[[nodiscard]] std::string rule_id(const std::string& name);

}  // namespace gongshi::app
