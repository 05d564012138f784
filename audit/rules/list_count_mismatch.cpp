// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "audit/rules/figures_support.h"
#include "audit/rules/readings_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "list-count-mismatch";

bool is_sort(const Quantity& stated, const Programme& programme) {
  return is_word(stated.unit, word_list("units_of_sorts", programme));
}

/// Things that are counted one by one; 个 and 处 also count devices, of which a list names the kinds.
bool one_by_one(const ListStatement& list, const Quantity& stated, const Programme& programme) {
  if (is_sort(stated, programme)) return true;
  if (!is_word(stated.unit, word_list("units_of_pieces", programme))) return false;  // 人员、房屋信息5976条
  return has_word(list.kind, word_list("listed_things", programme)) &&
         !has_word(list.kind, word_list("listed_devices", programme));
}

/// Items that join two things (甲和乙) may count one or two.
std::size_t joined_items(const ListStatement& list, const Programme& programme) {
  const auto& joiners = word_list("item_joiners", programme).words();
  return static_cast<std::size_t>(std::count_if(list.items.begin(), list.items.end(), [&](const std::string& item) {
    return std::any_of(joiners.begin(), joiners.end(), [&](const std::string& word) {
      const std::size_t at = item.find(word);
      return at != std::string::npos && at > 0;
    });
  }));
}

/// 消防通道占用、防火门打开自动识别系统覆盖6个小区: the last "item" runs on into what is done with the things, so that
/// the number counts something else.
bool runs_on(const ListStatement& list, const Programme& programme) {
  if (list.number_first || list.examples || list.items.empty()) return false;
  return ends_with_word(list.items.back(), word_list("runs_on", programme));
}

constexpr std::size_t kLongestName = 24;  // bytes: of a part, where the sum is shown

enum class Result { kFits, kDiffers, kOpen };

/// What stands between the number and the first item.
std::string_view between_number_and_items(const IndicatorRecord& row, const ListStatement& list,
                                          const Quantity& stated) {
  const std::string& claim = row.claim.str();
  if (stated.range.end > list.item_ranges.front().begin || list.item_ranges.front().begin > claim.size()) return {};
  return std::string_view(claim).substr(stated.range.end, list.item_ranges.front().begin - stated.range.end);
}

/// 事项26项，社保、医保、民政事项均不出村: so few of so many, behind a comma alone, say something of some of them.
bool tells_of_some(const IndicatorRecord& row, const ListStatement& list, const Quantity& stated) {
  const std::string_view between = between_number_and_items(row, list, stated);
  return (between.ends_with(",") || between.ends_with("，")) &&
         stated.value > Decimal(2 * static_cast<std::int64_t>(list.items.size()));
}

/// 7种，包括甲、乙、丙、丁、戊、己: things of one sort behind 包括, without 等: likely all of them, though the word
/// does not say so.
bool likely_all(const IndicatorRecord& row, const ListStatement& list, const Quantity& stated,
                const Programme& programme) {
  static constexpr std::size_t kFewest = 4;
  if (!list.examples || list.open_ended || !list.number_first || list.items.size() < kFewest ||
      !is_sort(stated, programme))
    return false;
  const std::string_view between = between_number_and_items(row, list, stated);
  const auto& words = programme.words("lists").at("perhaps_all");
  return std::any_of(words.begin(), words.end(),
                     [&](const auto& word) { return between.ends_with(word.template get_ref<const std::string&>()); });
}

Result judge_list(const IndicatorRecord& row, const ListStatement& list, const Quantity& stated,
                  const Programme& programme) {
  const bool likely = likely_all(row, list, stated, programme);
  const auto least = static_cast<std::int64_t>(list.items.size());
  const auto most = least + static_cast<std::int64_t>(joined_items(list, programme));
  const Decimal number = stated.value;
  // 创新应用场景1项，居民扫码借还雨具、工具: what one thing does is told in lists of any length.
  if (runs_on(list, programme) || number == Decimal(1)) return Result::kFits;
  const bool certain = one_by_one(list, stated, programme);
  if (Decimal(least) > number) return certain ? Result::kDiffers : Result::kFits;  // 2套设备：音响、话筒、投影
  if (Decimal(most) < number && likely) return Result::kOpen;
  if (Decimal(most) >= number || list.open_ended || list.examples || tells_of_some(row, list, stated))
    return Result::kFits;
  // Fewer in a list that claims to be whole. In front of the number a comma may part the list (A、B，C、D四项).
  return !certain ? Result::kFits : list.number_first ? Result::kDiffers : Result::kOpen;
}

Finding mismatch(const RuleInput& input, const IndicatorRecord& row, const ListStatement& list, const Quantity& stated,
                 std::string_view key, const std::string& counted, bool open) {
  const ByteRange range{std::min(stated.range.begin, list.range.begin), std::max(stated.range.end, list.range.end)};
  Finding finding = figure_finding(
      input, row, clause_of(input, row, list.clause), range,
      message(kId, key,
              {{"row", row_label(input, row)}, {"stated", stated.printed}, {"kind", list.kind}, {"counted", counted}}));
  finding.stated = stated.printed;
  finding.expected = counted;
  if (open) finding.verdict = Verdict::kInconclusive;
  return finding;
}

/// The total of lists that have numbers of their own: 17个：…等6个…和…等9个…以及…2个….
bool composed_differs(const IndicatorRecord& row, const ListStatement& list, const Quantity& stated, Decimal& sum) {
  if (list.amounts.size() < 2 || list.amounts.size() >= list.items.size()) return false;
  sum = Decimal(0);
  for (const int index : list.amounts) {
    if (index < 0 || static_cast<std::size_t>(index) >= row.facts.quantities.size()) return false;
    sum = Decimal::add(sum, row.facts.quantities[static_cast<std::size_t>(index)].value).value_or(sum);
  }
  return sum != stated.value;
}

void check_list(const RuleInput& input, const IndicatorRecord& row, const ListStatement& list,
                std::vector<Finding>& findings) {
  const auto& quantities = row.facts.quantities;
  if (list.stated < 0 || static_cast<std::size_t>(list.stated) >= quantities.size()) return;
  const Quantity& stated = quantities[static_cast<std::size_t>(list.stated)];
  if (stated.qualifier != Qualifier::kExact || stated.upper) return;
  Decimal sum;
  const bool composed = list.amounts.size() >= 2 && list.amounts.size() < list.items.size();
  if (composed) {
    if (composed_differs(row, list, stated, sum))
      findings.push_back(mismatch(input, row, list, stated, "parts", sum.to_plain_string() + stated.unit, false));
    return;
  }
  if (!list.amounts.empty()) return;  // a sum
  const Result result = judge_list(row, list, stated, input.programme);
  if (result == Result::kFits) return;
  const std::string counted =
      message(kId, list.open_ended ? "items-at-least" : "items", {{"count", std::to_string(list.items.size())}});
  findings.push_back(mismatch(input, row, list, stated, "listed", counted, result == Result::kOpen));
}

/// Whether the total is right where the parts belong to it in this sense.
bool holds(const IndicatorRecord& row, const SumStatement& sum, const Reading& reading) {
  const Decimal& total = row.facts.quantities[static_cast<std::size_t>(sum.total)].value;
  if (!reading.value) return true;
  switch (reading.reason) {
    case ReadingReason::kAmong:
      return *reading.value <= total;
    case ReadingReason::kOverlap:
      return std::all_of(sum.parts.begin(), sum.parts.end(),
                         [&](int part) { return row.facts.quantities[static_cast<std::size_t>(part)].value <= total; });
    default:
      return *reading.value == total;
  }
}

/// A number of times a year is the sum of times.
std::string unit_of_sum(const Quantity& total) {
  return total.unit == signs::kTimesAYear ? std::string(signs::kTimes) : total.unit;
}

/// 快充16台+慢充36台=52台, 22栋×2台=44台, 列出3个日期.
std::string worked_sum(const IndicatorRecord& row, const SumStatement& sum) {
  const Quantity& total = row.facts.quantities[static_cast<std::size_t>(sum.total)];
  const std::string value = sum.readings.front().value->to_plain_string();
  if (sum.parts.empty()) return message(kId, "dates", {{"count", value}});
  std::string text;
  for (const int index : sum.parts) {
    const Quantity& part = row.facts.quantities[static_cast<std::size_t>(index)];
    const std::string name = part.label.size() <= kLongestName ? part.label : std::string();
    // 3栋×4台+4栋×2台
    const bool factor = sum.product && (&index - sum.parts.data()) % 2 == 1;
    text += (text.empty() ? "" : factor ? "×" : "+") + (sum.product ? "" : name) + figure_text(row, part);
  }
  return text + "=" + value + unit_of_sum(total);
}

void check_sum(const RuleInput& input, const IndicatorRecord& row, const SumStatement& sum,
               std::vector<Finding>& findings) {
  const Quantity& total = row.facts.quantities[static_cast<std::size_t>(sum.total)];
  const Judgement judged = judge(sum.readings, [&](const Reading& reading) { return holds(row, sum, reading); });
  if (judged.bears == Bears::kHolds) return;
  const std::string worked = worked_sum(row, sum);
  const bool open = judged.bears == Bears::kOpen;
  std::string words = message(kId, "sum", {{"row", row_label(input, row)}, {"stated", total.printed}, {"sum", worked}});
  if (open) words += reading_words(judged.other->reason, input.programme);
  Finding finding = figure_finding(input, row, clause_of(input, row, total.clause), sum.range, std::move(words));
  finding.stated = total.printed;
  finding.expected = sum.readings.front().value->to_plain_string() + unit_of_sum(total);
  finding.calculation = worked;
  if (open) finding.verdict = Verdict::kInconclusive;
  findings.push_back(std::move(finding));
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    for (const SumStatement& sum : row.facts.sums) check_sum(input, row, sum, findings);
    for (const ListStatement& list : row.facts.lists)
      if (std::none_of(row.facts.sums.begin(), row.facts.sums.end(),
                       [&](const SumStatement& sum) { return sum.total == list.stated; }))
        check_list(input, row, list, findings);
  }
  return findings;
}

}  // namespace

Rule list_count_mismatch() { return {kId, 3, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
