// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "personal-data";

std::string_view key_of(PersonalMention::Kind kind) {
  switch (kind) {
    case PersonalMention::Kind::kIdentityNumber:
      return "identity-number";
    case PersonalMention::Kind::kMobileNumber:
      return "mobile-number";
    case PersonalMention::Kind::kProtectedName:
      return "protected-name";
  }
  return "identity-number";
}

/// The quote stays empty: the finding shows where the data stands and never repeats it.
void add(const std::vector<PersonalMention>& mentions, const Text& text, const std::string& where,
         std::optional<int> no, std::vector<Finding>& findings) {
  for (const PersonalMention& mention : mentions) {
    Finding finding;
    finding.no = no;
    finding.message = message(kId, key_of(mention.kind), {{"where", where}});
    finding.metric = std::string(key_of(mention.kind));
    finding.places = text.places(mention.range);
    findings.push_back(std::move(finding));
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  const Notice& notice = input.notice;
  for (const IndicatorRecord& row : notice.rows)
    add(row.facts.personal, row.claim.text, row_label(input, row), row.no, findings);
  add(notice.preamble_personal, notice.preamble, message(kId, "preamble"), std::nullopt, findings);
  add(notice.footer_personal, notice.footer, message(kId, "footer"), std::nullopt, findings);
  return findings;
}

}  // namespace

Rule personal_data() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
