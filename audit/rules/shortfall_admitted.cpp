// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/vocabulary.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "shortfall-admitted";

struct Remark {
  const char* key;  ///< Of the message.
  std::size_t at = std::string::npos;
  std::string word;
  bool certain = true;
};

/// Nothing is short where the absent thing is a misfortune (暂无火灾发生) or people whom the community need not have.
/// 尚未安装火灾自动报警系统 is a shortfall.
bool is_harmless(std::string_view claim, std::size_t at, std::size_t length) {
  static constexpr std::size_t kNear = 12;  // bytes behind the word: four characters
  static const WordList kSystem = {"自动", "报警"};
  const std::string_view after = claim.substr(at + length);
  const WordHit hit = find_word(after.substr(0, kNear), word_list("harmless_absence"));
  return hit.at != std::string::npos && find_word(after.substr(hit.at + hit.length, 6), kSystem).at != 0;
}

/// 推进中 at the end of a phrase is a state; 在社区的建设中，我们… is only a time.
bool is_state(std::string_view claim, std::size_t at, std::string_view word, std::size_t length) {
  static constexpr std::string_view kDuring = "中", kOf = "的";
  static const WordList kEnds = {"。", "；", ";", "，", ",", "\n", "、", "）", ")"};
  if (!word.ends_with(kDuring)) return true;
  const std::string_view before = claim.substr(0, at), after = claim.substr(at + length);
  return !before.ends_with(kOf) && (after.empty() || find_word(after, kEnds).at == 0);
}

/// 新建小区已具备: said of new estates only. Not 新建小区和老旧小区均已具备.
bool only_new(std::string_view claim, std::size_t at, std::size_t length) {
  static constexpr std::size_t kNear = 18;
  static const WordList kOthers = {"老旧", "老小区", "和", "及", "、"};
  std::string after;
  for (std::size_t i = at + length; i < claim.size() && after.size() < kNear; ++i)
    if (claim[i] != ' ') after.push_back(claim[i]);
  const WordHit has = find_word(after, word_list("has"));
  return has.at != std::string::npos &&
         find_word(std::string_view(after).substr(0, has.at), kOthers).at == std::string::npos;
}

std::optional<Remark> find_remark(const std::string& claim, bool share_will_do) {
  if (const WordHit hit = find_word(claim, word_list("new_only"));
      hit.at != std::string::npos && only_new(claim, hit.at, hit.length))
    return Remark{"new-only", hit.at, hit.word, true};
  for (const char* list : {"none_yet", "not_yet", "in_progress"}) {
    const WordHit hit = find_word(claim, word_list(list));
    if (hit.at == std::string::npos || is_harmless(claim, hit.at, hit.length) ||
        !is_state(claim, hit.at, hit.word, hit.length))
      continue;
    const bool progress = std::string_view(list) == "in_progress";
    return Remark{progress ? "progress" : "absent", hit.at, hit.word, true};
  }
  if (const WordHit hit = find_word(claim, word_list("part_only")); hit.at != std::string::npos && !share_will_do)
    return Remark{"part", hit.at, hit.word, true};
  return std::nullopt;
}

/// The requirement itself is content with a share of the estates (80%小区).
bool share_will_do(const Indicator* indicator) {
  static const Decimal kWhole(100);
  return indicator == nullptr ||
         std::any_of(indicator->clauses.begin(), indicator->clauses.end(), [](const Clause& clause) {
           return clause.kind == ClauseKind::kRatio && clause.value && *clause.value < kWhole;
         });
}

/// A claim with counts or things of its own may speak of more than what is required: then a person must look.
bool is_supported_row(const RuleInput& input, const IndicatorRecord& row) {
  const auto grade = input.evidence.find(row.no);
  return grade != input.evidence.end() && is_supported(grade->second);
}

std::string phrase(const std::string& claim, const Remark& remark) {
  static const WordList kEnds = {"。", "；", ";", "\n", "，", ","};
  std::size_t begin = 0;
  for (const std::string& mark : kEnds.words())
    if (remark.at > 0)
      if (const std::size_t before = claim.rfind(mark, remark.at - 1); before != std::string::npos)
        begin = std::max(begin, before + mark.size());
  return claim.substr(begin, find_word(claim, kEnds, remark.at).at - begin);
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    const auto remark = find_remark(row.claim.str(), share_will_do(input.indicator(row)));
    if (!remark) continue;
    const std::string quote = phrase(row.claim.str(), *remark);
    Finding finding = row_finding(
        input, row, message(kId, remark->key, {{"row", row_label(input, row)}, {"quote", shortened(quote)}}), quote);
    finding.stated = remark->word;
    if (is_supported_row(input, row)) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule shortfall_admitted() { return {kId, 2, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
