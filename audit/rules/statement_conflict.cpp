// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "audit/rules/clause_support.h"
#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

using nlohmann::json;

constexpr std::string_view kId = "statement-conflict";

/// The word file "things".
struct Thing {
  std::string name;
  WordList names, absent, present, not_before;
  std::vector<std::string> units;
};

WordList words_of(const json& object, const char* key) {
  return object.contains(key) ? WordList(object[key].get<std::vector<std::string>>()) : WordList();
}

struct Things {
  std::vector<Thing> list;

  explicit Things(const Programme& programme) {
    const json& file = programme.words("things");
    if (file.empty()) return;
    for (const json& entry : file.at("things"))
      list.push_back({entry.at("thing").get<std::string>(), words_of(entry, "names"), words_of(entry, "absent"),
                      words_of(entry, "present"), words_of(entry, "not_before"),
                      entry.at("units").get<std::vector<std::string>>()});
  }
};

/// A remark of a row, and its words from clause to clause.
struct Remark {
  std::size_t row = 0;
  ByteRange range;
};

std::string quote_of(const RuleInput& input, const Remark& remark) {
  const std::string& claim = input.notice.rows[remark.row].claim.str();
  const ByteRange around = clause_around(claim, remark.range);
  return claim.substr(around.begin, around.size());
}

ByteRange range_of(const WordHit& hit) {
  const auto begin = static_cast<std::uint32_t>(hit.at);
  return {begin, begin + static_cast<std::uint32_t>(hit.length)};
}

/// 无电梯; not 无电梯故障, 无电梯的小区: behind the thing the phrase ends, or goes on with what it is.
bool says_absent(const Programme& programme, const std::string& claim, const WordHit& hit) {
  const std::string_view after = std::string_view(claim).substr(hit.at + hit.length);
  return after.empty() || starts_with_word(after, word_list("after_conditional", programme));
}

std::optional<Remark> absence(const RuleInput& input, const Thing& thing) {
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const std::string& claim = input.notice.rows[i].claim.str();
    for (WordHit hit = find_word(claim, thing.absent); hit.at != std::string::npos;
         hit = find_word(claim, thing.absent, hit.at + hit.length))
      if (says_absent(input.programme, claim, hit)) return Remark{i, range_of(hit)};
  }
  return std::nullopt;
}

/// 电梯12部, 12部电梯: counted, and more than none.
bool counts(const IndicatorRecord& row, const WordHit& hit, const Thing& thing) {
  const std::string_view claim = row.claim.str();
  const std::size_t end = hit.at + hit.length;
  for (const Quantity& quantity : row.facts.quantities) {
    if (quantity.value.is_zero() || quantity.from_words ||
        std::find(thing.units.begin(), thing.units.end(), quantity.unit) == thing.units.end())
      continue;
    const bool before =
        quantity.range.end <= hit.at &&
        claim.substr(quantity.range.end, hit.at - quantity.range.end).find_first_not_of(' ') == std::string_view::npos;
    const bool behind = quantity.range.begin >= end &&
                        claim.substr(end, quantity.range.begin - end).find_first_not_of(' ') == std::string_view::npos;
    if (before || behind) return true;
  }
  return false;
}

std::optional<Remark> presence(const RuleInput& input, const Thing& thing, std::size_t not_row) {
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    if (i == not_row) continue;
    const IndicatorRecord& row = input.notice.rows[i];
    const std::string& claim = row.claim.str();
    if (const WordHit hit = find_word(claim, thing.present); hit.at != std::string::npos)
      return Remark{i, range_of(hit)};
    for (WordHit hit = find_word(claim, thing.names); hit.at != std::string::npos;
         hit = find_word(claim, thing.names, hit.at + hit.length)) {
      const auto& words = thing.not_before.words();
      const std::string_view before = std::string_view(claim).substr(0, hit.at);
      if (std::any_of(words.begin(), words.end(), [&](const std::string& word) { return before.ends_with(word); }))
        continue;
      if (counts(row, hit, thing)) return Remark{i, range_of(hit)};
    }
  }
  return std::nullopt;
}

/// On the later row, with both rows' words; takes no side.
Finding conflict(const RuleInput& input, Remark a, Remark b, const std::string& thing, std::string_view key) {
  if (b.row < a.row) std::swap(a, b);
  const IndicatorRecord &first = input.notice.rows[a.row], &later = input.notice.rows[b.row];
  Finding finding = row_finding(input, later,
                                message(kId, key,
                                        {{"first", row_label(input, first)},
                                         {"first_quote", shortened(quote_of(input, a))},
                                         {"later", row_label(input, later)},
                                         {"later_quote", shortened(quote_of(input, b))},
                                         {"thing", thing}}),
                                quote_of(input, b));
  finding.metric = thing;
  finding.stated = quote_of(input, b);
  finding.expected = quote_of(input, a);
  return finding;
}

/// A row says that its matter does not exist here, and another names it as one of the platform's scenes.
std::optional<Finding> scene_conflict(const RuleInput& input, std::size_t index) {
  const Indicator* indicator = input.indicator(input.notice.rows[index]);
  if (indicator == nullptr) return std::nullopt;
  const auto absent = absent_condition(input, index);
  // A share that is not reached leaves the matter itself in being.
  if (!absent || !absent->stated.empty() || has_word(absent->needed, word_list("share_of", input.programme)))
    return std::nullopt;
  if (!absent->whole && indicator->clauses.size() > 1) return std::nullopt;
  // Where the row goes on to tell what there is (另外两个小区为开放式), its matter exists.
  static constexpr std::size_t kRestCharacters = 20;
  const std::string& own = input.notice.rows[index].claim.str();
  const std::size_t said = own.find(absent->quote);
  if (said == std::string::npos || utf8::count(own) > utf8::count(absent->quote) + kRestCharacters) return std::nullopt;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    const auto grade = input.evidence.find(row.no);
    // A claim that repeats the standard's list of kinds of scenes names none.
    if (i == index || grade == input.evidence.end() || !is_supported(grade->second)) continue;
    const std::string& claim = row.claim.str();
    if (find_word(claim, word_list("scenes", input.programme)).at == std::string::npos) continue;
    const std::size_t at = claim.find(indicator->name);
    if (at == std::string::npos) continue;
    if (find_word(std::string_view(claim).substr(0, at), word_list("kinds_of_scenes", input.programme)).at !=
        std::string::npos)
      continue;
    const auto begin = static_cast<std::uint32_t>(at), quoted = static_cast<std::uint32_t>(said);
    return conflict(input, {index, {quoted, quoted + static_cast<std::uint32_t>(absent->quote.size())}},
                    {i, {begin, begin + static_cast<std::uint32_t>(indicator->name.size())}}, indicator->name, "scene");
  }
  return std::nullopt;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const Thing& thing : input.programme.prepared<Things>().list)
    if (const auto none = absence(input, thing))
      if (const auto some = presence(input, thing, none->row))
        findings.push_back(conflict(input, *none, *some, thing.name, "thing"));
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i)
    if (auto finding = scene_conflict(input, i)) findings.push_back(std::move(*finding));
  return findings;
}

}  // namespace

Rule statement_conflict() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
