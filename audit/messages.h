// SPDX-License-Identifier: GPL-3.0-or-later
// The Chinese words of the rules. Each rule has one file audit/data/rules/<id>.json:
//   {"title": "完成情况为空", "summary": "…", "messages": {"violation": "第{no}项…{stated}…"}}
// `messages` are templates with named arguments in braces ({{ for a brace itself).
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi::audit {

struct RuleMessages {
  std::string title;    ///< A few words: 与其他等级要求雷同
  std::string summary;  ///< One sentence on what the rule looks for.
  std::map<std::string, std::string, std::less<>> templates;
};

struct MessageArgument {
  std::string_view name;
  std::string value;
};

/// Title, summary and templates of a rule; all empty for a rule without a message file. Loaded at the first call and
/// kept; safe from several threads.
[[nodiscard]] const RuleMessages& rule_messages(std::string_view rule);

/// The template `key` of the rule with its arguments filled in. A template that is absent or cannot be filled gives
/// "rule: key", so that a damaged message file never hides a finding; check_messages says what is wrong with it.
[[nodiscard]] std::string message(std::string_view rule, std::string_view key,
                                  std::initializer_list<MessageArgument> arguments = {});

/// The message of an inconclusive finding: in place of "需核实" it says what would settle the matter, by the rule's
/// template "settle" (else the common words of that name). A message that says so already stays as it is.
[[nodiscard]] std::string inconclusive_message(std::string_view rule, std::string message);

/// Words that are no rule's own, from audit/data/words.json: "held-back" and the like. "" if absent.
[[nodiscard]] std::string common_words(std::string_view key);

/// Reads every rule's message file again and reports the first that is missing or damaged. Errors: "data-missing",
/// "messages-invalid" (names file and member).
[[nodiscard]] Result<void> check_messages(const std::vector<std::string_view>& rules);

}  // namespace gongshi::audit
