// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "audit/rule.h"

namespace gongshi::audit {

/// All rules, in the order of RULES (docs/rules/README.md). An explicit list: objects that register themselves are
/// dropped from static libraries.
[[nodiscard]] const std::vector<Rule>& rules();

/// The rule with this id, or nullptr.
[[nodiscard]] const Rule* find_rule(std::string_view id);

}  // namespace gongshi::audit
