// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/registry.h"

#include "audit/rules/rules.h"

namespace gongshi::audit {

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kRules = {
      // Evidence and wording
      checks::bare_assertion(),
      checks::claim_empty(),
      checks::standard_copied(),
  };
  return kRules;
}

const Rule* find_rule(std::string_view id) {
  for (const Rule& rule : rules())
    if (rule.id == id) return &rule;
  return nullptr;
}

}  // namespace gongshi::audit
