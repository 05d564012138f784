// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/clause_support.h"

#include <algorithm>

#include "audit/rules/support.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"
#include "schema/standard_writer.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::size_t kPastedCharacters =
    10;  ///< A pasted claim is at least so long: 达标，覆盖率100% may well stand twice.

bool asks_for_figure(const Clause& clause) {
  return clause.kind == ClauseKind::kRatio || clause.kind == ClauseKind::kFrequency || clause.unit == "%";
}

bool is_supported_row(const RuleInput& input, const IndicatorRecord& row) {
  const auto grade = input.evidence.find(row.no);
  return grade != input.evidence.end() && is_supported(grade->second);
}

/// A percentage, in whatever numerals: 百分之八十八.
bool states_rate(const IndicatorRecord& row) {
  return std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(),
                     [](const Quantity& quantity) { return quantity.unit == "%" && !quantity.from_words; });
}

/// A definition that lists kinds (助餐、助浴…) answers a clause that asks for kinds; figures come with the words of the
/// definition's formula; and where a claim has facts of its own, the definition's words round them are part of the
/// answer.
bool definition_answers(const RuleInput& input, std::size_t row, const Clause& clause) {
  if (clause.kind == ClauseKind::kCount && has_drafted_words(input.programme)) return true;
  return clause.unit == signs::kKinds || clause.unit == signs::kSorts ||
         (clause.kind == ClauseKind::kRatio &&
          (!input.claims[row].figures.empty() || states_rate(input.notice.rows[row]))) ||
         is_supported_row(input, input.notice.rows[row]);
}

/// A share of the estates (占比) is often told without its figure; a rate (率) is not.
bool asks_for_rate(const Programme& programme, const Clause& clause) {
  return clause.kind == ClauseKind::kRatio && ends_with_word(clause.metric, word_list("rates", programme));
}

/// The item that the figures of a ratio stand in; 0 if in none.
int item_of(const IndicatorRecord& row, const RatioStatement& ratio) {
  const int any = ratio.rate >= 0 ? ratio.rate : ratio.numerator;
  const int part = any < 0 ? -1 : row.facts.quantities[static_cast<std::size_t>(any)].part;
  return part < 0 ? 0 : row.facts.parts[static_cast<std::size_t>(part)].item;
}

/// Where several items share their words (5G coverage; 5G in lifts), a rate is answered only by a figure or a whole
/// that is bound to it.
bool rate_is_elsewhere(const Programme& programme, const IndicatorRecord& row, const Indicator& indicator,
                       const Clause& clause) {
  const bool shared = std::any_of(indicator.clauses.begin(), indicator.clauses.end(), [&](const Clause& other) {
    return other.item && clause.item && *other.item != *clause.item && other.kind != ClauseKind::kRatio;
  });
  if (!shared || !asks_for_rate(programme, clause)) return false;
  const auto index = static_cast<int>(&clause - indicator.clauses.data());
  // 1.智能路灯96盏全部更换（96/96）: a division that is bound to no clause stands in the clause's own item.
  return std::none_of(row.facts.ratios.begin(), row.facts.ratios.end(),
                      [&](const RatioStatement& ratio) {
                        return ratio.clause == index || (ratio.clause < 0 && ratio.certain && ratio.denominator >= 0 &&
                                                         clause.item && item_of(row, ratio) == *clause.item);
                      }) &&
         std::none_of(row.facts.quantities.begin(), row.facts.quantities.end(), [&](const Quantity& quantity) {
           return quantity.clause == index || quantity.from_words || quantity.unit == "%";
         });
}

/// A rate is asked for, and the claim that speaks of it gives neither a percentage nor counts nor a whole (均 全部
/// 覆盖).
bool rate_is_open(const Programme& programme, const ClaimText& claim, const IndicatorRecord& row,
                  const Clause& clause) {
  if (!asks_for_rate(programme, clause) || states_rate(row)) return false;
  const auto counts =
      std::count_if(claim.figures.begin(), claim.figures.end(), [&](const normalize::KeyFigure& figure) {
        return figure.unit == "%" || normalize::is_countable(figure.unit, programme);
      });
  const bool rate =
      std::any_of(claim.figures.begin(), claim.figures.end(), [](const auto& figure) { return figure.unit == "%"; });
  return !rate && counts < 2 && !has_word(claim.key_utf8, word_list("says_of_whole", programme));
}

/// A percentage is no number of times.
bool has_figure_for(const ClaimText& claim, const Clause& clause) {
  return std::any_of(claim.figures.begin(), claim.figures.end(), [&](const normalize::KeyFigure& figure) {
    return clause.kind != ClauseKind::kFrequency || figure.unit != "%";
  });
}

/// 发放问卷300份，收回286份: questionnaires are counted, and neither a rate nor who is satisfied is told.
bool rate_is_untold(const Programme& programme, const IndicatorRecord& row, const Clause& clause) {
  static constexpr std::string_view kQuestionnaires = "questionnaires", kSatisfied = "satisfied";
  if (!asks_for_rate(programme, clause) && clause.unit != "%") return false;
  bool counted = false;
  for (const Quantity& quantity : row.facts.quantities) {
    if (quantity.unit == "%" || quantity.from_words || quantity.measure == kSatisfied) return false;
    counted = counted || quantity.measure.ends_with(kQuestionnaires);
  }
  return counted;
}

/// What is new cannot be known by its words: a claim with facts of its own answers 形成1项创新应用场景.
bool any_fact_answers(const Clause& clause) {
  return clause.unit == signs::kItems && clause.kind == ClauseKind::kCount;
}

/// 院内广场1500平方米: where square metres are all that is asked for, a figure in them answers, whatever it calls the
/// thing. What is counted by the piece may be anything.
bool measures_alike(const Programme& programme, const IndicatorRecord& row, const Clause& clause) {
  if (clause.kind != ClauseKind::kCount || !clause.value || clause.unit.empty()) return false;
  for (const std::string_view anything : {signs::kPieces, signs::kKinds, signs::kItems, signs::kTimes})
    if (normalize::same_unit(clause.unit, anything, programme)) return false;
  return std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(), [&](const Quantity& quantity) {
    return normalize::same_unit(quantity.unit, clause.unit, programme);
  });
}

/// The text names what the clause measures, in words too long to be said of anything else (具备千兆光纤接入能力家庭).
bool names_measure(const std::string& text, const Clause& clause) {
  static constexpr std::size_t kTellingBytes = 18;
  return std::any_of(clause.numerator_terms.begin(), clause.numerator_terms.end(), [&](const std::string& term) {
    return term.size() >= kTellingBytes && text.find(term_form(term)) != std::string::npos;
  });
}

/// A percentage or counts of the claim are bound to the clause.
bool has_ratio(const IndicatorRecord& row, const Indicator& indicator, const Clause& clause) {
  return std::any_of(row.facts.ratios.begin(), row.facts.ratios.end(), [&](const RatioStatement& ratio) {
    return ratio.clause >= 0 && static_cast<std::size_t>(ratio.clause) < indicator.clauses.size() &&
           &indicator.clauses[static_cast<std::size_t>(ratio.clause)] == &clause;
  });
}

/// 第一学期3次、第二学期2次: a number of times is bound to the clause.
bool has_frequency(const IndicatorRecord& row, const Indicator& indicator, const Clause& clause) {
  const auto index = static_cast<int>(&clause - indicator.clauses.data());
  return std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(), [&](const Quantity& quantity) {
    return quantity.role == QuantityRole::kFrequency && quantity.clause == index;
  });
}

/// ①5个÷6个=83%；②…: the item of the clause's number gives a share, and nothing but figures.
bool item_has_ratio(const IndicatorRecord& row, const Clause& clause) {
  static constexpr std::size_t kFewBytes = 36;
  const ClaimFacts& facts = row.facts;
  if (!clause.item || !asks_for_figure(clause)) return false;
  return std::any_of(facts.ratios.begin(), facts.ratios.end(), [&](const RatioStatement& ratio) {
    const int any = ratio.rate >= 0 ? ratio.rate : ratio.numerator;
    const int part = any < 0 ? -1 : facts.quantities[static_cast<std::size_t>(any)].part;
    if (part < 0) return false;
    const ClaimPart& item = facts.parts[static_cast<std::size_t>(part)];
    return item.item == *clause.item && item.range.size() <= kFewBytes;
  });
}

/// The stretch of the claim around a word: back and forth to the next punctuation.
std::string phrase_around(const std::string& claim, std::size_t at, std::size_t length) {
  static const std::vector<std::string> kBreaks = {"，", "。", "；", ",", ";", "\n", "、"};
  std::size_t begin = 0, end = claim.size();
  for (const std::string& mark : kBreaks) {
    if (at > 0)
      if (const std::size_t before = claim.rfind(mark, at - 1); before != std::string::npos && before < at)
        begin = std::max(begin, before + mark.size());
    if (const std::size_t after = claim.find(mark, at + length); after != std::string::npos) end = std::min(end, after);
  }
  return claim.substr(begin, end - begin);
}

/// "30" of 占比超过30%; "" if the condition has no such bound.
std::string bound_of(const Programme& programme, const std::string& condition) {
  const WordHit over = find_word(condition, word_list("over", programme));
  if (over.at == std::string::npos) return {};
  std::size_t end = over.at + over.length;
  const std::size_t begin = end;
  while (end < condition.size() && condition[end] >= '0' && condition[end] <= '9') ++end;
  return end < condition.size() && condition[end] == '%' ? condition.substr(begin, end - begin) : std::string();
}

/// A share is named within a few words before its figure.
bool names_share(const Programme& programme, const std::string& printed, std::size_t figure) {
  static constexpr std::size_t kNear = 48;  // bytes
  const std::size_t from = figure > kNear ? figure - kNear : 0;
  return find_word(std::string_view(printed).substr(from, figure - from), word_list("share", programme)).at !=
         std::string::npos;
}

/// The same by the notice's own division: 1327人/11064人=11.99%.
std::optional<AbsentCondition> divided_share_below(const Programme& programme, const IndicatorRecord& row,
                                                   const Clause& clause) {
  const auto bound = Decimal::parse(bound_of(programme, clause.condition));
  if (!bound) return std::nullopt;
  const auto& quantities = row.facts.quantities;
  if (std::any_of(quantities.begin(), quantities.end(), [&](const Quantity& quantity) {
        return quantity.unit == "%" && !quantity.from_words && quantity.value > *bound &&
               names_share(programme, row.claim.str(), quantity.range.begin);
      }))
    return std::nullopt;  // 占31.6%，其中80岁以上占15.2%
  for (const RatioStatement& ratio : row.facts.ratios) {
    if (ratio.metric.empty() || clause.condition.find(ratio.metric) == std::string::npos || ratio.rate < 0) continue;
    const Quantity& rate = row.facts.quantities[static_cast<std::size_t>(ratio.rate)];
    if (rate.from_words || rate.value >= *bound) continue;
    return AbsentCondition{row.claim.str().substr(ratio.range.begin, ratio.range.size()), rate.printed,
                           clause.condition, clause.item, false};
  }
  return std::nullopt;
}

/// A stated share of old people (or the like) that does not reach the condition's bound.
std::optional<AbsentCondition> share_below(const Programme& programme, const ClaimText& claim,
                                           const IndicatorRecord& row, const Clause& clause) {
  const auto bound = Decimal::parse(bound_of(programme, clause.condition));
  if (!bound) return std::nullopt;
  const std::string& printed = row.claim.str();
  // 占31.6%，其中80岁以上占15.2%: a share that reaches the bound stands there, the smaller one is of something else.
  const bool reached = std::any_of(claim.figures.begin(), claim.figures.end(), [&](const normalize::KeyFigure& figure) {
    const auto value = figure.unit == "%" ? Decimal::parse(figure.value) : std::nullopt;
    return value && *value > *bound && names_share(programme, printed, claim.key.begins[figure.begin]);
  });
  for (const normalize::KeyFigure& figure : claim.figures) {
    if (figure.unit != "%" || reached) continue;
    const auto value = Decimal::parse(figure.value);
    if (!value || *value >= *bound)
      continue;  // 30% itself is where 超过30% begins; a claim that quotes the condition says 30
    if (!names_share(programme, printed, claim.key.begins[figure.begin])) continue;
    const ByteRange range = claim.key.range(figure.begin, figure.end);
    return AbsentCondition{phrase_around(printed, range.begin, range.size()), figure.value + "%", clause.condition,
                           clause.item, false};
  }
  // 占比未超过30%, 总数占比低于条件标准: below, without a figure of its own
  for (std::size_t from = 0;;) {
    const WordHit below = find_word(printed, word_list("below", programme), from);
    if (below.at == std::string::npos) return std::nullopt;
    from = below.at + below.length;
    const std::string after = printed.substr(from, 60);
    const std::size_t begin = below.at > 60 ? below.at - 60 : 0;
    const bool share =
        find_word(std::string_view(printed).substr(begin, below.at - begin), word_list("share", programme)).at !=
        std::string::npos;
    const bool names_bound =
        after.find(bound->to_plain_string() + "%") < 6 || has_word(after, word_list("the_condition", programme));
    if (share && names_bound)
      return AbsentCondition{phrase_around(printed, below.at, below.length), "", clause.condition, clause.item, false};
  }
}

/// 无19层以上住宅, 没有12层以上住宅
std::optional<AbsentCondition> no_such_floors(const Programme& programme, const ClaimText& claim,
                                              const IndicatorRecord& row, const Clause& clause) {
  if (clause.condition.find(signs::kStoreys) == std::string::npos) return std::nullopt;
  static constexpr std::size_t kNearCharacters = 6;
  const std::u32string_view text = claim.key.chars;
  for (const normalize::KeyFigure& figure : claim.figures) {
    if (figure.unit != signs::kStoreys || figure.begin == 0) continue;
    const std::size_t before = std::min(figure.begin, kNearCharacters);
    if (!ends_with_word(utf8::encode(text.substr(figure.begin - before, before)), word_list("none_before", programme)))
      continue;
    const ByteRange range = claim.key.range(figure.begin - 1, figure.end);
    return AbsentCondition{phrase_around(row.claim.str(), range.begin, range.size()), "", clause.condition, clause.item,
                           false};
  }
  return std::nullopt;
}

/// The number of storeys from which the condition holds (12 of 社区内12层及以上住宅).
std::optional<Decimal> storeys_of(const std::string& condition) {
  const std::size_t end = condition.find(signs::kStoreys);
  if (end == std::string::npos) return std::nullopt;
  std::size_t begin = end;
  while (begin > 0 && condition[begin - 1] >= '0' && condition[begin - 1] <= '9') --begin;
  return Decimal::parse(condition.substr(begin, end - begin));
}

/// 全部为多层住宅, 最高6层, 均为六层及以下: no house is so high.
std::optional<AbsentCondition> only_low_houses(const Programme& programme, const ClaimText& claim,
                                               const IndicatorRecord& row, const Clause& clause) {
  static constexpr std::size_t kNear = 15;  // bytes before the figure
  const auto least = storeys_of(clause.condition);
  if (!least) return std::nullopt;
  const std::string& printed = row.claim.str();
  if (const WordHit hit = find_word(printed, word_list("low_rise", programme)); hit.at != std::string::npos)
    return AbsentCondition{phrase_around(printed, hit.at, hit.length), "", clause.condition, clause.item, false};
  for (const normalize::KeyFigure& figure : claim.figures) {
    const auto value = figure.unit == signs::kStoreys ? Decimal::parse(figure.value) : std::nullopt;
    if (!value || *value >= *least) continue;
    const ByteRange range = claim.key.range(figure.begin, figure.end);
    const std::string_view before = std::string_view(printed).substr(0, range.begin);
    const WordHit most =
        find_word(before.substr(before.size() - std::min(before.size(), kNear)), word_list("at_most", programme));
    const bool below =
        starts_with_word(std::string_view(printed).substr(range.end, 9), word_list("and_below", programme));
    const bool houses =
        find_word(phrase_around(printed, range.begin, range.size()), word_list("houses", programme)).at !=
        std::string::npos;
    if (most.at != std::string::npos || (below && houses && has_word(before, word_list("all_of_them", programme))))
      return AbsentCondition{phrase_around(printed, range.begin, range.size()), "", clause.condition, clause.item,
                             false};
  }
  return std::nullopt;
}

/// 3个封闭小区安装门禁，1个开放小区未安装: there are closed estates, with a number.
bool has_closed_estates(const Programme& programme, const IndicatorRecord& row) {
  const std::string_view claim = row.claim.str();
  return std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(), [&](const Quantity& quantity) {
    const bool counted = quantity.measure == "estates-closed" ||
                         (quantity.role == QuantityRole::kCount &&
                          ends_with_word(quantity.label, word_list("closed_estates", programme))) ||
                         (quantity.role == QuantityRole::kCount && quantity.range.end <= claim.size() &&
                          starts_with_word(claim.substr(quantity.range.end), word_list("closed", programme)));
    return counted && !quantity.value.is_zero();
  });
}

/// The tier asks something of closed estates only, and the claim says that there are none.
std::optional<AbsentCondition> no_closed_estates(const RuleInput& input, std::size_t index, const Indicator& indicator,
                                                 const Clause& clause) {
  if (!starts_with_word(clause.condition, word_list("closed_estates", input.programme))) return std::nullopt;
  const WordList& of_open = word_list("open", input.programme);
  const bool asks_of_open = std::any_of(indicator.clauses.begin(), indicator.clauses.end(),
                                        [&](const Clause& other) { return has_word(other.condition, of_open); });
  const IndicatorRecord& row = input.notice.rows[index];
  const WordHit open = find_word(row.claim.str(), word_list("open_estates", input.programme));
  if (asks_of_open || open.at == std::string::npos ||
      find_word(row.claim.str(), word_list("no_open_estates", input.programme)).at != std::string::npos ||
      has_closed_estates(input.programme, row))
    return std::nullopt;
  // 社区内非封闭式小区楼栋单元门出入口部署智能门禁系统 is the highest tier's clause, not a remark.
  const ClaimText& claim = input.claims[index];
  const normalize::Marks foreign = input.standard_text.any_marks(claim.key.chars, 6);
  for (std::size_t i = 0; i < claim.key.size(); ++i)
    if (claim.key.begins[i] >= open.at && claim.key.begins[i] < open.at + open.length && foreign[i])
      return std::nullopt;
  return AbsentCondition{phrase_around(row.claim.str(), open.at, open.length), "", clause.condition, clause.item,
                         false};
}

/// The clause holds for communities that have the thing; 封闭小区 is 封闭式小区, and 非封闭式小区 is another thing.
bool is_condition_on(const Programme& programme, const Clause& clause, std::string thing) {
  std::string condition = clause.condition;
  for (std::string* text : {&condition, &thing})
    if (const WordHit style = find_word(*text, word_list("style_of", programme)); style.at != std::string::npos)
      text->erase(style.at, style.length);
  const std::size_t at = condition.find(thing);
  return at != std::string::npos &&
         !ends_with_word(std::string_view(condition).substr(0, at), word_list("not_that", programme));
}

/// 社区无非封闭式小区, 没有电梯, 无地下车库: an absence, the thing that the clause speaks of (a few characters may
/// stand between), and nothing behind it that the thing merely describes (无电梯故障 tells of lifts).
std::optional<AbsentCondition> no_such_thing(const Programme& programme, const IndicatorRecord& row,
                                             const Indicator& indicator) {
  static constexpr std::size_t kBetween = 12;  // bytes: 无其他非封闭…, 无12层高层
  const std::string& claim = row.claim.str();
  for (WordHit absence = find_word(claim, word_list("absence", programme)); absence.at != std::string::npos;
       absence = find_word(claim, word_list("absence", programme), absence.at + absence.length)) {
    // 无障碍电梯 are lifts.
    if (starts_with_word(std::string_view(claim).substr(absence.at), word_list("no_absence", programme))) continue;
    const std::string_view rest = std::string_view(claim).substr(absence.at + absence.length);
    const WordHit thing = find_word(rest, word_list("conditional", programme));
    if (thing.at == std::string::npos || thing.at > kBetween) continue;
    if (find_word(rest.substr(0, thing.at), word_list("after_conditional", programme)).at != std::string::npos)
      continue;
    const std::string_view after = rest.substr(thing.at + thing.length);
    if (!after.empty() && find_word(after, word_list("after_conditional", programme)).at != 0) continue;
    const std::size_t size = absence.length + thing.at + thing.length;
    const std::string quote = phrase_around(claim, absence.at, size);
    for (const Clause& clause : indicator.clauses)
      if (is_condition_on(programme, clause, thing.word))
        return AbsentCondition{quote, "", clause.condition, clause.item, false};
    return AbsentCondition{quote, "", indicator.requirement, std::nullopt, true};
  }
  return std::nullopt;
}

}  // namespace

bool has_drafted_words(const Programme& programme) { return programme.standard().version == kDraftVersion; }

Answers::Answers(const RuleInput& input, std::size_t row)
    : input_(input),
      row_(row),
      indicator_(input.indicator(input.notice.rows[row])),
      text_(input, row, indicator_),
      known_(indicator_ != nullptr ? indicator_->clauses.size() : 0) {}

Answer Answers::to(const Clause& clause) {
  std::optional<Answer>& known = known_[static_cast<std::size_t>(&clause - indicator_->clauses.data())];
  if (!known) known = judge(clause);
  return *known;
}

Answer Answers::judge(const Clause& clause) {
  const ClaimText& claim = input_.claims[row_];
  const IndicatorRecord& row = input_.notice.rows[row_];
  if (any_fact_answers(clause) && is_supported_row(input_, row)) return Answer::kFull;
  const std::string text = text_.for_clause(clause, definition_answers(input_, row_, clause));
  const auto& groups = clause.answer_terms;
  const auto answered = static_cast<std::size_t>(
      std::count_if(groups.begin(), groups.end(), [&](const auto& terms) { return contains_term(text, terms); }));
  if (!groups.empty() && answered > 0 && rate_is_untold(input_.programme, row, clause)) return Answer::kPart;
  if (!groups.empty() && answered == groups.size())
    return rate_is_open(input_.programme, claim, row, clause) ||
                   rate_is_elsewhere(input_.programme, row, *indicator_, clause)
               ? Answer::kPart
               : Answer::kFull;
  if (indicator_->clauses.size() == 1 && asks_for_figure(clause) && has_figure_for(claim, clause)) {
    // A figure under another measure's name (千兆 in the row on 5G) is no answer.
    for (const Indicator& other : input_.tier->indicators)
      for (const Clause& named : other.clauses)
        if (other.no != indicator_->no && names_measure(text, named)) return Answer::kNone;
    const bool told = claim.key.size() <= 2 * kPastedCharacters || has_ratio(row, *indicator_, clause) ||
                      (has_drafted_words(input_.programme) && clause.kind == ClauseKind::kFrequency);
    return told ? Answer::kFull : Answer::kPart;
  }
  if (item_has_ratio(row, clause) || has_frequency(row, *indicator_, clause)) return Answer::kFull;
  if (indicator_->clauses.size() == 1 && measures_alike(input_.programme, row, clause)) return Answer::kFull;
  return answered > 0 ? Answer::kPart : Answer::kNone;
}

bool answers_nothing(const RuleInput& input, std::size_t row) {
  const Indicator* indicator = input.indicator(input.notice.rows[row]);
  if (indicator == nullptr) return false;
  Answers answers(input, row);
  return std::all_of(indicator->clauses.begin(), indicator->clauses.end(),
                     [&](const Clause& clause) { return answers.to(clause) == Answer::kNone; });
}

bool answers_all(const RuleInput& input, std::size_t row) {
  const Indicator* indicator = input.indicator(input.notice.rows[row]);
  if (indicator == nullptr) return false;
  Answers answers(input, row);
  return std::none_of(indicator->clauses.begin(), indicator->clauses.end(),
                      [&](const Clause& clause) { return answers.to(clause) == Answer::kNone; });
}

/// The claim has a word of every clause of the indicator, not just a figure that may be anybody's.
bool names_all(const RuleInput& input, std::size_t row) {
  const Indicator* indicator = input.indicator(input.notice.rows[row]);
  const std::string& text = input.claims[row].key_utf8;
  return indicator != nullptr &&
         std::all_of(indicator->clauses.begin(), indicator->clauses.end(), [&](const Clause& clause) {
           return std::all_of(clause.answer_terms.begin(), clause.answer_terms.end(),
                              [&](const auto& terms) { return contains_term(text, terms); });
         });
}

/// How well a claim fits its row: words of the indicator's clauses, and what of it stands in the indicator's texts.
double fit(const RuleInput& input, std::size_t row) {
  static constexpr double kTextWeight = 10;
  const Indicator* indicator = input.indicator(input.notice.rows[row]);
  if (indicator == nullptr) return 0;
  const ClaimText& claim = input.claims[row];
  std::size_t words = 0;
  for (const Clause& clause : indicator->clauses)
    for (const auto& terms : clause.answer_terms)
      words += static_cast<std::size_t>(std::count_if(terms.begin(), terms.end(), [&](const std::string& term) {
        return contains_term(claim.words_utf8, {term});
      }));
  return static_cast<double>(words) + kTextWeight * input.standard_text.ordered_share(claim.key.chars, claim.indicator);
}

std::optional<std::size_t> pasted_from(const RuleInput& input, std::size_t row) {
  const std::u32string& text = input.claims[row].key.chars;
  if (text.size() < kPastedCharacters) return std::nullopt;
  std::optional<bool> own;  // the claim answers this row as well; asked for only where another row says the same
  for (std::size_t other = 0; other < input.claims.size(); ++other) {
    if (other == row || input.claims[other].key.chars != text || input.indicator(input.notice.rows[other]) == nullptr)
      continue;
    if (!own) own = answers_all(input, row);
    if (*own && names_all(input, row)) return std::nullopt;
    // Of two alike rows the one that the words fit better is right.
    if (fit(input, row) >= fit(input, other)) continue;
    if (answers_all(input, other) && (!*own || names_all(input, other))) return other;
  }
  return std::nullopt;
}

namespace {

/// Where the sentence begins that the byte stands in.
std::size_t sentence_begin(const std::string& claim, std::size_t at) {
  std::size_t begin = 0;
  for (const std::string_view mark : {"。", "；", ";", "\n"})
    if (const std::size_t found = at > 0 ? claim.rfind(mark, at - 1) : std::string::npos;
        found != std::string::npos && found + mark.size() <= at)
      begin = std::max(begin, found + mark.size());
  return begin;
}

/// 其中老干部休养所无电动自行车, 另1个为无电梯小区: told of one part of the community.
bool of_a_part(const Programme& programme, const std::string& claim, const AbsentCondition& absent) {
  const std::size_t at = claim.find(absent.quote);
  if (at == std::string::npos || !absent.stated.empty()) return false;
  const std::string phrase = phrase_around(claim, at, absent.quote.size());
  if (find_word(phrase, word_list("of_a_part", programme)).at != std::string::npos) return true;
  // 其余3个是多层楼，没有电梯
  const std::size_t sentence = sentence_begin(claim, at);
  if (has_word(std::string_view(claim).substr(sentence, at - sentence), word_list("of_the_rest", programme)))
    return true;
  return find_word(std::string_view(claim).substr(at + absent.quote.size()), word_list("of_the_rest", programme)).at !=
             std::string::npos &&
         !has_word(absent.quote, word_list("estate", programme));
}

std::optional<AbsentCondition> find_absent(const RuleInput& input, std::size_t index) {
  const IndicatorRecord& row = input.notice.rows[index];
  const Indicator* indicator = input.indicator(row);
  if (indicator == nullptr) return std::nullopt;
  const ClaimText& claim = input.claims[index];
  for (const Clause& clause : indicator->clauses) {
    if (clause.condition.empty()) continue;
    if (auto found = share_below(input.programme, claim, row, clause)) return found;
    if (auto found = divided_share_below(input.programme, row, clause)) return found;
    if (auto found = no_such_floors(input.programme, claim, row, clause)) return found;
    if (auto found = only_low_houses(input.programme, claim, row, clause)) return found;
    if (auto found = no_closed_estates(input, index, *indicator, clause)) return found;
  }
  if (auto found = no_such_thing(input.programme, row, *indicator)) return found;
  if (const WordHit hit = find_word(row.claim.str(), word_list("no_duty", input.programme));
      hit.at != std::string::npos)
    return AbsentCondition{phrase_around(row.claim.str(), hit.at, hit.length), "", indicator->requirement, std::nullopt,
                           true};
  return std::nullopt;
}

}  // namespace

std::optional<AbsentCondition> absent_condition(const RuleInput& input, std::size_t index) {
  auto found = find_absent(input, index);
  if (found && of_a_part(input.programme, input.notice.rows[index].claim.str(), *found)) return std::nullopt;
  return found;
}

}  // namespace gongshi::audit::checks
