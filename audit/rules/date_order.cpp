// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/date_text.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "date-order";

/// Whether `a` surely lies after `b`; a month without a day only when the whole month does.
bool after(const Date& a, const Date& b) {
  if (a.year == 0 || b.year == 0 || a.month == 0 || b.month == 0) return false;
  if (a.year != b.year) return a.year > b.year;
  if (a.month != b.month) return a.month > b.month;
  return a.day > 0 && b.day > 0 && a.day > b.day;
}

Date last_day(const DateMention& mention) { return mention.end.value_or(mention.begin); }

/// Publicity begins before the acceptance has ended.
void check_publicity(const Notice& notice, std::vector<Finding>& findings) {
  if (!notice.period || !notice.acceptance || !notice.period->begin) return;
  const Date end = last_day(*notice.acceptance);
  if (!after(end, *notice.period->begin)) return;
  Finding finding;
  const Text& text = notice.period->in_footer ? notice.footer : notice.preamble;
  finding.message = message(kId, "publicity", {{"begin", date_text(*notice.period->begin)}, {"end", date_text(end)}});
  if (notice.period->range.end <= text.utf8.size()) {
    finding.quote = text.utf8.substr(notice.period->range.begin, notice.period->range.size());
    finding.places = text.places(notice.period->range);
  }
  finding.stated = date_text(*notice.period->begin);
  findings.push_back(std::move(finding));
}

/// An event told as evidence that lies after the acceptance.
void check_events(const RuleInput& input, std::vector<Finding>& findings) {
  if (!input.notice.acceptance) return;
  const Date end = last_day(*input.notice.acceptance);
  for (const IndicatorRecord& row : input.notice.rows)
    for (const DateMention& mention : row.facts.dates) {
      const ByteRange range = sentence_around(row.claim.str(), mention.range);
      const std::string sentence = row.claim.str().substr(range.begin, range.size());
      const bool months = mention.end && mention.end->day == 0 && mention.end->month - mention.begin.month > 2;
      // Of a stretch of months in which things were done (1—8月) the end counts.
      const bool up_to = mention.until || (months && has_word(sentence, word_list("done_in", input.programme)));
      const Date day = up_to ? last_day(mention) : mention.begin;
      if (!after(day, end) || (mention.year_inferred && !mention.until)) continue;
      if (find_word(sentence, word_list("plans", input.programme)).at != std::string::npos) continue;
      Finding finding = figure_finding(
          input, row, nullptr, range,
          message(kId, "event", {{"row", row_label(input, row)}, {"date", date_text(day)}, {"end", date_text(end)}}));
      finding.stated = date_text(day);
      finding.about = finding.stated;
      finding.expected = "≤" + date_text(end);
      if (mention.year_inferred) finding.verdict = Verdict::kInconclusive;
      findings.push_back(std::move(finding));
    }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  check_publicity(input.notice, findings);
  check_events(input, findings);
  return findings;
}

}  // namespace

Rule date_order() { return {kId, 3, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
