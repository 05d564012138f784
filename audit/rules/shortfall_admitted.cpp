// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <optional>

#include "audit/rules/clause_support.h"
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
};

bool has(const Programme& programme, std::string_view text, std::string_view list) {
  return find_word(text, word_list(list, programme)).at != std::string::npos;
}

/// A comma clause of the claim, as byte range.
struct Phrase {
  std::size_t begin = 0, end = 0;
  bool ends_sentence = false;
};

std::vector<Phrase> phrases(const std::string& claim) {
  static const WordList kEnds = {"。", "；", ";", "\n", "，", ","};
  static const WordList kCommas = {"，", ","};
  std::vector<Phrase> all;
  for (std::size_t begin = 0; begin < claim.size();) {
    const WordHit stop = find_word(claim, kEnds, begin);
    const std::size_t end = std::min(stop.at, claim.size());
    const bool comma = end < claim.size() && starts_with_word(std::string_view(claim).substr(end), kCommas);
    if (end > begin) all.push_back({begin, end, !comma});
    begin = end + (stop.at == std::string::npos ? 1 : stop.length);
  }
  return all;
}

/// 如未安装…, 对未开通的居民…; not 平台的对接预计2025年完成.
bool is_supposed(const Programme& programme, std::string_view before) {
  const WordList& supposed = word_list("suppositions", programme);
  for (WordHit hit = find_word(before, supposed); hit.at != std::string::npos;
       hit = find_word(before, supposed, hit.at + hit.length))
    if (find_word(before.substr(hit.at), word_list("no_suppositions", programme)).at != 0) return true;
  return false;
}

/// Nothing is short where the absent thing is a misfortune (暂无火灾发生) or people whom the community need not have.
/// 尚未安装火灾自动报警系统 is a shortfall.
bool is_harmless(const Programme& programme, std::string_view phrase, std::size_t at, std::size_t length) {
  static constexpr std::size_t kNear = 12;  // bytes behind the word: four characters
  const std::string_view before = phrase.substr(0, at), after = phrase.substr(at + length);
  const WordHit hit = find_word(after.substr(0, kNear), word_list("harmless_absence", programme));
  if (hit.at != std::string::npos &&
      !starts_with_word(after.substr(hit.at + hit.length), word_list("system_against", programme)))
    return true;
  // 没有未覆盖的区域, 对未开通的居民…, 如未安装…: nothing is said to lack
  return starts_with_word(after, word_list("describes", programme)) || has(programme, before, "negations") ||
         has(programme, before, "formerly") || is_supposed(programme, before) || has(programme, after, "of_those");
}

/// 推进中 at the end of a phrase is a state; 在社区的建设中，我们… is only a time.
bool is_state(const Programme& programme, std::string_view phrase, std::size_t at, std::string_view word,
              std::size_t length) {
  static const WordList kEnds = {"、", "）", ")"};
  if (!ends_with_word(word, word_list("during", programme))) return true;
  const std::string_view before = phrase.substr(0, at), after = phrase.substr(at + length);
  return !starts_with_word(phrase, word_list("time_in", programme)) &&
         !ends_with_word(before, word_list("describes", programme)) &&
         (after.empty() || starts_with_word(after, kEnds));
}

/// 新建小区已具备: said of new estates only. Not 新建小区和老旧小区均已具备.
bool only_new(const Programme& programme, std::string_view claim, std::size_t at, std::size_t length) {
  static constexpr std::size_t kNear = 18;
  std::string after;
  for (std::size_t i = at + length; i < claim.size() && after.size() < kNear; ++i)
    if (claim[i] != ' ') after.push_back(claim[i]);
  const WordHit hit = find_word(after, word_list("has", programme));
  return hit.at != std::string::npos &&
         find_word(std::string_view(after).substr(0, hit.at), word_list("not_only_new", programme)).at ==
             std::string::npos;
}

/// 除两个老旧小区外，其余…; not 除线下窗口外，还可…, which adds.
bool excepts(const Programme& programme, std::string_view claim, std::size_t at, std::size_t length) {
  static constexpr std::size_t kLongest = 60, kNext = 30;  // bytes
  const std::string_view after = claim.substr(at + length);
  const WordHit outside = find_word(after.substr(0, kLongest), word_list("outside", programme));
  if (outside.at == std::string::npos || !has(programme, after.substr(0, outside.at), "parts")) return false;
  const std::string_view next = after.substr(outside.at + outside.length);
  return !has(programme, next.substr(0, kNext), "besides");
}

/// 3号楼除外
bool is_excepted(const Programme& programme, std::string_view phrase, std::size_t at) {
  const std::string_view before = phrase.substr(0, at);
  return has(programme, before, "parts") && !has(programme, before, "negations");  // 无一栋例外
}

/// Only a part has it: 仅南区安装, 只有3号楼.
bool is_part(const Programme& programme, std::string_view phrase, std::size_t at, std::size_t length) {
  static constexpr std::size_t kNear = 24;
  if (has(programme, phrase, "only_if")) return false;  // 只有小区居民才能进入
  return has(programme, phrase.substr(at + length).substr(0, kNear), "parts");
}

/// 列入明年计划
bool is_planned(const Programme& programme, std::string_view phrase) {
  return has(programme, phrase, "scheduled") && has(programme, phrase, "later");
}

/// 其余8栋计划2024年上半年完成, 对接预计2025年完成: what is meant to be done. Not 按计划完成, 三年行动计划.
std::optional<WordHit> is_intended(const Programme& programme, std::string_view phrase) {
  const WordList& intends = word_list("intends", programme);
  for (WordHit hit = find_word(phrase, intends); hit.at != std::string::npos;
       hit = find_word(phrase, intends, hit.at + hit.length)) {
    const auto& none = word_list("no_intention", programme).words();
    const std::string_view before = phrase.substr(0, hit.at);
    if (std::any_of(none.begin(), none.end(), [&](const std::string& word) { return before.ends_with(word); }))
      continue;
    if (has(programme, phrase.substr(hit.at + hit.length), "completes")) return hit;
  }
  return std::nullopt;
}

/// 待更换20盏, 货梯3部未装: so many of them. A date (2025年完成) counts nothing.
bool counts_some(const Programme& programme, std::string_view phrase) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t i = 0; i + 1 < phrase.size(); ++i)
    if (is_digit(phrase[i]) && !is_digit(phrase[i + 1]) && phrase[i + 1] != '.' && phrase[i + 1] != '%' &&
        !starts_with_word(phrase.substr(i + 1), word_list("date_signs", programme)))
      return true;
  return false;
}

/// The requirement is content with a share: one estate or some households that lack the thing are no shortfall.
bool tells_of_some(const Programme& programme, std::string_view phrase) {
  return (has(programme, phrase, "parts") || has(programme, phrase, "others") || counts_some(programme, phrase)) &&
         !has(programme, phrase, "all");
}

/// 其余110户为平房，〈年底前完成〉: what a phrase without a subject of its own speaks of are the others, just named.
bool speaks_of_others(const Programme& programme, std::string_view before, std::size_t at) {
  return at == 0 && has(programme, before, "others") && tells_of_some(programme, before);
}

/// `before`: the phrase in front in the same sentence, or nothing.
std::optional<Remark> remark_in(const Programme& programme, const std::string& claim, const Phrase& where,
                                std::string_view before, bool share_will_do) {
  const std::string_view phrase = std::string_view(claim).substr(where.begin, where.end - where.begin);
  if (const WordHit hit = find_word(phrase, word_list("new_only", programme));
      hit.at != std::string::npos && only_new(programme, claim, where.begin + hit.at, hit.length))
    return Remark{"new-only", where.begin + hit.at, hit.word};
  static constexpr std::size_t kPart = 12;  // bytes: 未覆盖〈部分〉
  static constexpr std::array<std::pair<const char*, const char*>, 4> kLists = {
      {{"none_yet", "absent"}, {"not_yet", "absent"}, {"in_progress", "progress"}, {"to_come", "progress"}}};
  for (const auto& [list, key] : kLists)
    for (WordHit hit = find_word(phrase, word_list(list, programme)); hit.at != std::string::npos;
         hit = find_word(phrase, word_list(list, programme), hit.at + hit.length)) {
      // 以前靠手工登记，现已停用: told of how it was.
      if (has(programme, before, "formerly") || is_harmless(programme, phrase, hit.at, hit.length) ||
          !is_state(programme, phrase, hit.at, hit.word, hit.length))
        continue;
      if (share_will_do && (tells_of_some(programme, phrase) || speaks_of_others(programme, before, hit.at) ||
                            has(programme, phrase.substr(hit.at + hit.length, kPart), "rest")))
        continue;
      return Remark{key, where.begin + hit.at, hit.word};
    }
  // 2026年底前计划接入全镇: what is meant for others than the community is none of its shortfalls.
  if (const auto hit = is_intended(programme, phrase); hit && !has(programme, phrase, "wider"))
    if (!share_will_do || !(tells_of_some(programme, phrase) || speaks_of_others(programme, before, hit->at)))
      return Remark{"progress", where.begin + hit->at, hit->word};
  if (is_planned(programme, phrase) && !has(programme, phrase, "wider"))
    return Remark{"progress", where.begin, find_word(phrase, word_list("scheduled", programme)).word};
  if (share_will_do) return std::nullopt;
  if (const WordHit hit = find_word(phrase, word_list("excepting", programme));
      hit.at != std::string::npos && excepts(programme, claim, where.begin + hit.at, hit.length))
    return Remark{"part", where.begin + hit.at, hit.word};
  if (const WordHit hit = find_word(phrase, word_list("excepted", programme));
      hit.at != std::string::npos && is_excepted(programme, phrase, hit.at))
    return Remark{"part", where.begin + hit.at, hit.word};
  if (const WordHit hit = find_word(phrase, word_list("part_only", programme)); hit.at != std::string::npos)
    return Remark{"part", where.begin + hit.at, hit.word};
  if (const WordHit hit = find_word(phrase, word_list("only", programme));
      hit.at != std::string::npos && is_part(programme, phrase, hit.at, hit.length))
    return Remark{"part", where.begin + hit.at, hit.word};
  return std::nullopt;
}

/// What comes on top of what is done (新增2处正在建设, 计划再建20台) is no shortfall, where something is done.
bool is_addition(const Programme& programme, const std::string& claim, const std::vector<Phrase>& all,
                 std::size_t index) {
  const auto text = [&](const Phrase& phrase) {
    return std::string_view(claim).substr(phrase.begin, phrase.end - phrase.begin);
  };
  bool adds = has(programme, text(all[index]), "additions");
  for (std::size_t i = index; !adds && i > 0 && !all[i - 1].ends_sentence; --i)
    adds = has(programme, text(all[i - 1]), "additions");
  if (!adds) return false;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i != index && (has(programme, text(all[i]), "has") || has(programme, text(all[i]), "done"))) return true;
  // 停放场所21处（计划2025年再建20台）
  const std::size_t open = std::min(text(all[index]).find("（"), text(all[index]).find('('));
  return open != std::string_view::npos && open > 0;
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

std::optional<Finding> finding_on(const RuleInput& input, std::size_t index) {
  const IndicatorRecord& row = input.notice.rows[index];
  const std::string& claim = row.claim.str();
  const std::vector<Phrase> all = phrases(claim);
  const bool share = share_will_do(input.indicator(row));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view before =
        i > 0 && !all[i - 1].ends_sentence
            ? std::string_view(claim).substr(all[i - 1].begin, all[i - 1].end - all[i - 1].begin)
            : std::string_view();
    const auto remark = remark_in(input.programme, claim, all[i], before, share);
    if (!remark || is_addition(input.programme, claim, all, i)) continue;
    const std::string quote = claim.substr(all[i].begin, all[i].end - all[i].begin);
    // 暂无19层以上住宅: the condition is absent, and nothing else.
    if (const auto absent = absent_condition(input, index);
        absent && (absent->quote.find(quote) != std::string::npos || quote.find(absent->quote) != std::string::npos ||
                   std::string_view(remark->key) == "absent"))
      continue;
    const bool open = is_supported_row(input, row);
    Finding finding = row_finding(input, row,
                                  message(kId, std::string(remark->key) + (open ? "-open" : ""),
                                          {{"row", row_label(input, row)}, {"quote", shortened(quote)}}),
                                  quote);
    finding.stated = remark->word;
    if (open) finding.verdict = Verdict::kInconclusive;
    return finding;
  }
  return std::nullopt;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i)
    if (auto finding = finding_on(input, i)) findings.push_back(std::move(*finding));
  return findings;
}

}  // namespace

Rule shortfall_admitted() { return {kId, 3, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
