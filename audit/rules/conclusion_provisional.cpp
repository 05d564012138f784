// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/vocabulary.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "conclusion-provisional";

std::vector<Finding> check(const RuleInput& input) {
  for (const Text* text : {&input.notice.preamble, &input.notice.title, &input.notice.footer})
    for (const std::string& word : word_list("provisional", input.programme).words()) {
      const std::size_t found = text->utf8.find(word);
      if (found == std::string::npos) continue;
      Finding finding;
      finding.message = message(kId, "violation", {{"word", word}});
      finding.quote = word;
      finding.places =
          text->places({static_cast<std::uint32_t>(found), static_cast<std::uint32_t>(found + word.size())});
      return {finding};
    }
  return {};
}

}  // namespace

Rule conclusion_provisional() { return {kId, 1, Severity::kInfo, false, check}; }

}  // namespace gongshi::audit::checks
