// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <optional>

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/vocabulary.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "other-tier-copied";

using normalize::KeyFigure;
using normalize::KeySpan;
using normalize::Passage;

struct Options {
  std::size_t new_characters = 2;  ///< Characters of the phrase that stand in no pair of characters of the notice\'s
                                   ///< own tier (定时 in 定时充电).
  std::size_t phrase = 4;  ///< Characters of a phrase that only another tier has (定时充电), where the claim is the
                           ///< standard's text otherwise.
  std::size_t supported_phrase =
      8;  ///< … and where the claim has counts or things of its own: a community may well have a 智慧杆柱.
  std::size_t context = 2;  ///< Characters beside a figure that must be the other tier's too (12层及以上).
  std::size_t rates = 2;    ///< So many rates must be the other tier's: one may be the community's own.
};

struct Restated {
  const Tier* tier = nullptr;
  ByteRange range;  ///< Of the claim's words.
  std::string own;  ///< The words of the own tier that stand there instead; "" where it has none.
};

bool is_unsupported(const RuleInput& input, const IndicatorRecord& row) {
  const auto grade = input.evidence.find(row.no);
  return grade != input.evidence.end() && !is_supported(grade->second);
}

/// The first passage of another tier that has these characters in one piece.
const Passage* passage_with(const RuleInput& input, const ClaimText& claim, std::u32string_view stretch) {
  for (const Passage& passage : input.standard_text.passages(claim.indicator))
    if (passage.tier->name != input.tier->name && passage.key.chars.find(stretch) != std::u32string::npos)
      return &passage;
  return nullptr;
}

/// 所有小区, 每个小区, 全覆盖 say how much, not what: a community that has more than its tier asks for says so
/// truthfully.
bool only_extent(const Programme& programme, std::u32string_view stretch) {
  std::string words = utf8::encode(stretch);
  for (const std::string& extent : word_list("extents", programme).words())
    for (std::size_t at = words.find(extent); at != std::string::npos; at = words.find(extent))
      words.erase(at, extent.size());
  return utf8::count(words) < 3;
}

/// 省级 where the notice's own tier says 市级: one character, and all the difference.
bool other_level(const RuleInput& input, const ClaimText& claim, const std::u32string& stretch) {
  const std::string words = utf8::encode(stretch);
  const WordHit level = find_word(words, word_list("levels", input.programme));
  if (level.at == std::string::npos) return false;
  const auto& passages = input.standard_text.passages(claim.indicator);
  return std::none_of(passages.begin(), passages.end(), [&](const Passage& passage) {
    return passage.tier->name == input.tier->name &&
           passage.indicator->requirement.find(level.word) != std::string::npos;
  });
}

std::optional<Restated> by_phrase(const RuleInput& input, const ClaimText& claim, bool unsupported) {
  const Options options;
  const std::size_t least = unsupported ? options.phrase : options.supported_phrase;
  const normalize::Marks own = input.standard_text.tier_marks(claim.key.chars, input.tier->name, claim.indicator);
  std::optional<Restated> best;
  std::size_t longest = 0;
  for (const KeySpan& span :
       normalize::spans(input.standard_text.foreign_marks(claim.key.chars, input.tier->name, claim.indicator), true)) {
    const std::u32string stretch = claim.key.chars.substr(span.begin, span.end - span.begin);
    if (stretch.size() < least || stretch.size() <= longest || only_extent(input.programme, stretch)) continue;
    const auto first = own.begin() + static_cast<std::ptrdiff_t>(span.begin),
               last = own.begin() + static_cast<std::ptrdiff_t>(span.end);
    if (static_cast<std::size_t>(std::count(first, last, false)) < options.new_characters &&
        !other_level(input, claim, stretch))
      continue;
    const Passage* passage = passage_with(input, claim, std::u32string_view(stretch).substr(0, options.phrase));
    if (passage == nullptr) continue;
    longest = stretch.size();
    const ByteRange range = claim.key.range(span.begin, span.end);
    best = Restated{passage->tier, range, {}};
  }
  return best;
}

bool has_figure(const Programme& programme, const std::vector<KeyFigure>& figures, const KeyFigure& wanted) {
  return std::any_of(figures.begin(), figures.end(), [&](const KeyFigure& figure) {
    return figure.value == wanted.value &&
           (figure.unit == wanted.unit || normalize::same_unit(figure.unit, wanted.unit, programme));
  });
}

/// The clause that the figure is bound to, or nullptr.
const Clause* clause_of_figure(const Indicator& indicator, const IndicatorRecord& row, const ClaimText& claim,
                               const KeyFigure& figure) {
  const ByteRange range = claim.key.range(figure.begin, figure.end);
  for (const Quantity& quantity : row.facts.quantities)
    if (quantity.figure.begin < range.end && range.begin < quantity.figure.end)
      return quantity.clause < 0 || static_cast<std::size_t>(quantity.clause) >= indicator.clauses.size()
                 ? nullptr
                 : &indicator.clauses[static_cast<std::size_t>(quantity.clause)];
  return nullptr;
}

/// The notice's own tier prints the figure; a rate that is bound to a measure, for that measure: 出图率90% is another
/// tier's although this one asks for 90% of 联网率.
bool own_tier_has(const RuleInput& input, const IndicatorRecord& row, const Indicator& indicator,
                  const ClaimText& claim, const KeyFigure& figure) {
  if (const Clause* clause = figure.unit == "%" ? clause_of_figure(indicator, row, claim, figure) : nullptr;
      clause != nullptr && clause->value && clause->unit == "%")
    return clause->value->to_plain_string() == figure.value;
  for (const Passage& passage : input.standard_text.passages(claim.indicator))
    if (passage.tier->name == input.tier->name && has_figure(input.programme, passage.figures, figure)) return true;
  return false;
}

/// The figure stands in the passage, with the same words directly before or behind it (on both sides where `both`):
/// the passage's figure, or nullptr.
const KeyFigure* in_context(const Programme& programme, const ClaimText& claim, const KeyFigure& figure,
                            const Passage& passage, std::size_t context, bool both) {
  const auto behind = [context](const std::u32string& text, std::size_t at) {
    return std::u32string_view(text).substr(at, context);
  };
  const auto before = [context](const std::u32string& text, std::size_t at) {
    return std::u32string_view(text).substr(at - std::min(at, context), std::min(at, context));
  };
  for (const KeyFigure& printed : passage.figures) {
    if (printed.value != figure.value ||
        (printed.unit != figure.unit && !normalize::same_unit(printed.unit, figure.unit, programme)))
      continue;
    const auto end = behind(claim.key.chars, figure.end), start = before(claim.key.chars, figure.begin);
    const bool same_end = end.size() == context && end == behind(passage.key.chars, printed.end);
    const bool same_start = start.size() == context && start == before(passage.key.chars, printed.begin);
    if (both ? same_end && same_start : same_end || same_start) return &printed;
  }
  return nullptr;
}

/// The claim has its own tier's figure for the same thing too: 7层及以上58栋（其中12层及以上31栋）. `passage` is the
/// other tier's, `printed` the figure in it.
bool has_own_figure(const RuleInput& input, const ClaimText& claim, const Passage& passage, const KeyFigure& printed) {
  static constexpr std::size_t kThing = 5;  // 及以上住宅
  const std::u32string thing = passage.key.chars.substr(printed.end, kThing);
  for (const Passage& own : input.standard_text.passages(claim.indicator)) {
    if (own.tier->name != input.tier->name || !own.requirement) continue;
    for (const KeyFigure& asked : own.figures)
      if (asked.unit == printed.unit && own.key.chars.compare(asked.end, kThing, thing) == 0 &&
          std::any_of(claim.figures.begin(), claim.figures.end(), [&](const KeyFigure& figure) {
            return figure.value == asked.value && figure.unit == asked.unit;
          }))
        return true;
  }
  return false;
}

/// What the own tier's requirement has where the other tier's has the figure: 7层及以上住宅.
std::string own_words(const Programme& programme, const Indicator& indicator, const KeyFigure& other) {
  const normalize::ComparisonKey key = normalize::comparison_key(programme, indicator.requirement);
  for (const KeyFigure& figure :
       normalize::figures(key, programme)) {  // the first of the unit: the condition stands before the rest
    if (!normalize::same_unit(figure.unit, other.unit, programme) && figure.unit != other.unit) continue;
    const ByteRange range = clause_around(indicator.requirement, key.range(figure.begin, figure.end));
    return indicator.requirement.substr(range.begin, range.size());
  }
  return {};
}

bool is_one_measure(const Indicator& indicator) {
  return indicator.clauses.size() == 1 && indicator.clauses.front().kind != ClauseKind::kCoverage &&
         indicator.clauses.front().kind != ClauseKind::kCount;
}

/// The own tier bounds a time, or an amount for each of many, in the figure's unit.
bool bounds_unit(const IndicatorRecord& row, const Indicator& indicator, const ClaimText& claim,
                 const KeyFigure& figure) {
  const ByteRange range = claim.key.range(figure.begin, figure.end);
  const auto stated = std::find_if(
      row.facts.quantities.begin(), row.facts.quantities.end(),
      [&](const Quantity& quantity) { return quantity.figure.begin < range.end && range.begin < quantity.figure.end; });
  const std::string& unit = stated != row.facts.quantities.end() ? stated->unit : figure.unit;
  return std::any_of(indicator.clauses.begin(), indicator.clauses.end(), [&](const Clause& clause) {
    return clause.value && (clause.unit == unit || clause.unit == figure.unit) &&
           (clause.kind == ClauseKind::kTime || is_amount_each(clause));
  });
}

std::optional<Restated> by_figure(const RuleInput& input, const IndicatorRecord& row, const ClaimText& claim,
                                  bool unsupported) {
  const Indicator* indicator = input.indicator(row);
  if (indicator == nullptr || is_one_measure(*indicator))
    return std::nullopt;  // a lone rate or yearly number may be the community's own
  const Options options;
  std::map<const Tier*, std::vector<const KeyFigure*>> rates;
  for (const KeyFigure& figure : claim.figures) {
    if (figure.unit.empty() || own_tier_has(input, row, *indicator, claim, figure)) continue;
    const bool rate = figure.unit == "%";
    if (rate && figure.value == "100") continue;  // all of it: nobody's threshold needs to be copied for that
    // 建成10个场景 where 3 are asked for, 议事2次 where no number is: a community may have them. In the standard's own
    // words on both sides (整合或新建10个智慧社区应用场景) they are copied.
    const bool count = !rate && normalize::is_countable(figure.unit, input.programme);
    // 24小时内处置 where 48 are asked for: a time that the own tier bounds too may be the community's own.
    if (!rate && bounds_unit(row, *indicator, claim, figure)) continue;
    if (count && !unsupported) continue;
    for (const Passage& passage : input.standard_text.passages(claim.indicator)) {
      if (passage.tier->name == input.tier->name || !passage.requirement) continue;
      const KeyFigure* printed = in_context(input.programme, claim, figure, passage, options.context, count);
      if (printed == nullptr || (!rate && has_own_figure(input, claim, passage, *printed))) continue;
      const ByteRange range = claim.key.range(figure.begin, std::min(figure.end + options.context, claim.key.size()));
      if (!rate) return Restated{passage.tier, range, own_words(input.programme, *indicator, figure)};
      rates[passage.tier].push_back(&figure);
      if (rates[passage.tier].size() >= options.rates) {
        const ByteRange whole = claim.key.range(rates[passage.tier].front()->begin, figure.end);
        return Restated{passage.tier, whole, {}};
      }
    }
  }
  return std::nullopt;
}

/// The level of government that a text speaks of, the highest first; empty if none. `at` is where it stands.
struct Level {
  int rank = -1;  ///< Index into the word lists "level 0" (nation), "level 1" (province) …
  WordHit hit;
};

Level highest_level(const Programme& programme, std::string_view text) {
  static constexpr int kLevels = 4;
  for (int rank = 0; rank < kLevels; ++rank)
    if (const WordHit hit = find_word(text, word_list("level " + std::to_string(rank), programme));
        hit.at != std::string::npos)
      return {rank, hit};
  return {};
}

/// 已在市级层面推广 where 省级 is asked for: the requirement names a level, the claim only a lower one, which is what
/// another tier asks for.
std::optional<Restated> by_level(const RuleInput& input, const Indicator& indicator, const IndicatorRecord& row) {
  const std::string& claim = row.claim.str();
  if (find_word(indicator.requirement, word_list("spread", input.programme)).at == std::string::npos ||
      find_word(claim, word_list("spread", input.programme)).at == std::string::npos)
    return std::nullopt;
  const Level asked = highest_level(input.programme, indicator.requirement),
              told = highest_level(input.programme, claim);
  if (asked.rank < 0 || told.rank <= asked.rank) return std::nullopt;
  for (const Tier& tier : input.standard.tiers) {
    if (tier.name == input.tier->name) continue;
    for (const Indicator& other : tier.indicators) {
      if (find_word(other.requirement, word_list("spread", input.programme)).at == std::string::npos ||
          highest_level(input.programme, other.requirement).rank != told.rank)
        continue;
      const auto begin = static_cast<std::uint32_t>(told.hit.at);
      return Restated{&tier, {begin, begin + static_cast<std::uint32_t>(told.hit.length)}, asked.hit.word};
    }
  }
  return std::nullopt;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  if (input.tier == nullptr) return findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    const Indicator* indicator = input.indicator(row);
    const ClaimText& claim = input.claims[i];
    if (indicator == nullptr || claim.key.empty()) continue;
    const bool unsupported = is_unsupported(input, row);
    auto restated = by_phrase(input, claim, unsupported);
    if (!restated) restated = by_figure(input, row, claim, unsupported);
    if (!restated) restated = by_level(input, *indicator, row);
    if (!restated) continue;
    const ByteRange around = clause_around(row.claim.str(), restated->range);
    const std::string quote = row.claim.str().substr(around.begin, around.size());
    Finding finding = row_finding(input, row,
                                  message(kId, restated->own.empty() ? "violation" : "instead",
                                          {{"row", row_label(input, row)},
                                           {"body", input.programme.names().body},
                                           {"quote", shortened(quote)},
                                           {"other", restated->tier->name},
                                           {"tier", input.tier->name},
                                           {"own", restated->own},
                                           {"requirement", shortened(indicator->requirement, 80)}}),
                                  quote);
    finding.stated = quote;
    finding.expected = indicator->requirement;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule other_tier_copied() { return {kId, 3, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
