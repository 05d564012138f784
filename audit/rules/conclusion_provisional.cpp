// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "conclusion-provisional";

/// Words by which a notice calls its own result provisional.
constexpr std::array<std::string_view, 14> kProvisional = {"初步确定", "初步认定", "初步达到", "初步符合", "初步评定",
                                                           "初步验收", "初步通过", "初验",     "预验收",   "暂定",
                                                           "拟认定",   "拟确定",   "拟评定",   "初评"};

std::vector<Finding> check(const RuleInput& input) {
  for (const Text* text : {&input.notice.preamble, &input.notice.title, &input.notice.footer})
    for (const std::string_view word : kProvisional) {
      const std::size_t found = text->utf8.find(word);
      if (found == std::string::npos) continue;
      Finding finding;
      finding.message = message(kId, "violation", {{"word", std::string(word)}});
      finding.quote = std::string(word);
      finding.places =
          text->places({static_cast<std::uint32_t>(found), static_cast<std::uint32_t>(found + word.size())});
      return {finding};
    }
  return {};
}

}  // namespace

Rule conclusion_provisional() { return {kId, 1, Severity::kInfo, false, check}; }

}  // namespace gongshi::audit::checks
