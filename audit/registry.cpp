// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/registry.h"

namespace gongshi::audit {

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kRules = {};
  return kRules;
}

const Rule* find_rule(std::string_view id) {
  for (const Rule& rule : rules())
    if (rule.id == id) return &rule;
  return nullptr;
}

}  // namespace gongshi::audit
