// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/rules/unread_support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "contact-missing";

/// A number that can be called from anywhere: with area code, a mobile number, 400/800, or a short public line.
bool callable(const std::string& telephone) {
  std::string digits;
  for (const char c : telephone)
    if (c >= '0' && c <= '9') digits += c;
  if (digits.size() < 7) return true;  // 12345
  if (digits.front() == '0') return digits.size() >= 10;
  if (digits.front() == '1') return digits.size() == 11;
  return digits.size() >= 10;
}

Finding about(std::string_view key) {
  Finding finding;
  finding.message = message(kId, key);
  return finding;
}

std::vector<Finding> check(const RuleInput& input) {
  const Contact& contact = input.notice.contact;
  const bool unit = !contact.unit.empty(), telephone = !contact.telephones.empty();
  if ((!unit || !telephone) && !read_whole(input)) return {};
  if (!unit && !telephone) return {about("none")};
  if (!unit) return {about("no-unit")};
  if (!telephone) return {about("no-telephone")};
  if (std::any_of(contact.telephones.begin(), contact.telephones.end(), callable)) return {};
  Finding finding = about("no-area-code");
  finding.severity = Severity::kInfo;
  return {finding};
}

}  // namespace

Rule contact_missing() { return {kId, 2, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
