// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/unread_support.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "period-missing";

/// 20241104日: so many digits in a row before 日 are a date that lost its signs.
bool has_run_of_digits(std::string_view sentence) {
  static constexpr std::size_t kFewest = 5;
  for (std::size_t i = 0, digits = 0; i < sentence.size(); ++i) {
    if (sentence[i] == ' ') continue;
    if (digits >= kFewest && sentence.substr(i).starts_with(signs::kDay)) return true;
    digits = sentence[i] >= '0' && sentence[i] <= '9' ? digits + 1 : 0;
  }
  return false;
}

/// The sentence on the publicity whose dates stand there in a form that cannot be read; empty where there is none.
ByteRange spoilt_dates(const std::string& text, const Programme& programme) {
  const WordList& publicity = word_list("publicity", programme);
  for (WordHit hit = find_word(text, publicity); hit.at != std::string::npos;
       hit = find_word(text, publicity, hit.at + hit.length)) {
    const auto begin = static_cast<std::uint32_t>(hit.at);
    const ByteRange around = sentence_around(text, {begin, begin + static_cast<std::uint32_t>(hit.length)});
    const std::string sentence = text.substr(around.begin, around.size());
    if (has_run_of_digits(sentence) ||
        find_word(sentence, word_list("spoilt_dates", programme)).at != std::string::npos)
      return around;
  }
  return {};
}

std::optional<Finding> unreadable(const RuleInput& input) {
  const Notice& notice = input.notice;
  for (const Text* text : {&notice.footer, &notice.preamble}) {
    const ByteRange range = spoilt_dates(text->utf8, input.programme);
    if (range.size() == 0) continue;
    Finding finding;
    finding.quote = text->utf8.substr(range.begin, range.size());
    finding.message = message(kId, "unreadable", {{"quote", shortened(finding.quote)}});
    finding.places = text->places(range);
    return finding;
  }
  return std::nullopt;
}

std::vector<Finding> check(const RuleInput& input) {
  Finding finding;
  if (!input.notice.period || (!input.notice.period->begin && !input.notice.period->end))
    if (auto spoilt = unreadable(input)) return {std::move(*spoilt)};
  if (!input.notice.period) {
    if (!read_whole(input)) return {};
    finding.message = message(kId, "none");
    return {finding};
  }
  const PublicityPeriod& period = *input.notice.period;
  if (period.begin && (period.end || period.stated_days)) return {};
  const Text& text = period.in_footer ? input.notice.footer : input.notice.preamble;
  if (period.range.end <= text.utf8.size()) {
    finding.quote = text.utf8.substr(period.range.begin, period.range.size());
    finding.places = text.places(period.range);
  }
  if (period.end || period.begin) {
    finding.severity = Severity::kInfo;
    finding.message = message(kId, period.end ? "end-only" : "begin-only");
  } else {
    finding.message = message(kId, "no-dates");
  }
  return {finding};
}

}  // namespace

Rule period_missing() { return {kId, 2, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
