// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/evidence.h"

#include <algorithm>
#include <bitset>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "normalize/similarity.h"
#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::audit {
namespace {

using nlohmann::json;
using normalize::ComparisonKey;
using normalize::KeyFigure;
using normalize::Marks;
using normalize::StandardText;

/// Chosen on half of the labelled notices, checked on the other half.
struct Options {
  double copied_share = 0.8;  ///< RULES.md: at least 80 % of the characters in the same order.
  double order = 0.6;         ///< Stretches of the standard count together where so much of them stands in its order.
  std::size_t short_key = 8;  ///< Below it, a common subsequence is chance: only stretches of two characters count.
  std::size_t telling = 4;  ///< A longer text in one piece is the standard's, under whatever indicator (网上选民登记).
  std::size_t long_key = 14;        ///< From it on, text of another indicator in the same order is no chance either.
  std::size_t fact_characters = 2;  ///< Characters of a community's own, beside empty words, that make a name or thing.
};

constexpr std::size_t kLetters = 8192;

std::vector<std::u32string> longest_first(const json& list) {
  std::vector<std::u32string> words;
  for (const json& word : list) words.push_back(utf8::decode(word.get<std::string>()));
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return words;
}

struct Vocabulary {
  std::u32string empty_characters, number_words, none;
  std::vector<std::u32string> empty_words, fact_words, condition_facts, periods;
  std::set<std::string, std::less<>> times, kinds;  ///< Units of time; of kinds of things.
  std::bitset<kLetters> empty_beginnings;           ///< First characters of the empty words, by their lower bits.

  explicit Vocabulary(const Programme& programme) {
    const json& file = programme.words("evidence");
    empty_words = longest_first(file.at("empty_words"));
    fact_words = longest_first(file.at("fact_words"));
    condition_facts = longest_first(file.at("condition_facts"));
    periods = longest_first(file.at("periods"));
    for (const json& unit : file.at("times")) times.insert(unit.get<std::string>());
    for (const json& unit : file.at("kinds")) kinds.insert(unit.get<std::string>());
    for (const std::u32string& word : empty_words) empty_beginnings.set(word.front() % kLetters);
    for (const auto& [letters, key] : {std::pair{&empty_characters, "empty_characters"},
                                       std::pair{&number_words, "number_words"}, std::pair{&none, "none"}})
      *letters = utf8::decode(file.at(key).get<std::string>());
  }
};

/// What the grading knows of one row.
struct Claim {
  const IndicatorRecord& row;
  const ComparisonKey& key;
  const std::vector<KeyFigure>& figures;
  const std::string& name;     ///< The indicator's, in the standard's words where it is known.
  const Indicator* indicator;  ///< Of the notice's tier; may be nullptr.
  const StandardText& standard;
  const std::vector<std::string>& subjects;  ///< Names of the community, as subject_names has them.

  [[nodiscard]] const Programme& programme() const { return standard.programme(); }
  [[nodiscard]] const Vocabulary& words() const { return programme().prepared<Vocabulary>(); }
};

/// A figure is nobody's own where the standard prints it under this indicator, in any tier or edition.
bool in_standard(const KeyFigure& figure, const Claim& claim) {
  for (const normalize::Passage& passage : claim.standard.passages(claim.name))
    for (const KeyFigure& printed : passage.figures)
      if (printed.value == figure.value &&
          (figure.unit.empty() || normalize::same_unit(printed.unit, figure.unit, claim.programme())))
        return true;
  return false;
}

/// The figure as the facts have it, or nullptr.
const Quantity* quantity_of(const KeyFigure& figure, const Claim& claim) {
  const ByteRange range = claim.key.range(figure.begin, figure.end);
  for (const Quantity& quantity : claim.row.facts.quantities)
    if (quantity.figure.begin < range.end && range.begin < quantity.figure.end) return &quantity;
  return nullptr;
}

/// A count that answers a clause is nobody's own where that very measure has this value in some tier or edition: two
/// 体育场地 where one is asked for are the community's own, although the standard has two 图书柜. Empty where the
/// figure answers no clause.
std::optional<bool> is_required_value(const KeyFigure& figure, const Claim& claim) {
  const Quantity* quantity = quantity_of(figure, claim);
  if (quantity == nullptr || quantity->clause < 0 || claim.indicator == nullptr ||
      static_cast<std::size_t>(quantity->clause) >= claim.indicator->clauses.size())
    return std::nullopt;
  const std::string& metric = claim.indicator->clauses[static_cast<std::size_t>(quantity->clause)].metric;
  for (const normalize::Passage& passage : claim.standard.passages(claim.name))
    for (const Clause& clause : passage.indicator->clauses)
      if (clause.metric == metric && clause.value == quantity->value) return true;
  return false;
}

/// Figures without a unit count where a word for a number stands before them: 社区家庭总数（户）23249.
bool follows_number_word(const Claim& claim, const KeyFigure& figure) {
  const std::u32string& number_words = claim.words().number_words;
  for (std::size_t back = 1; back <= 3 && back <= figure.begin; ++back)
    if (number_words.find(claim.key.chars[figure.begin - back]) != std::u32string::npos) return true;
  return false;
}

/// 窗口2｜体验区1, 可接入：1402；: as in a column of figures, a whole number that ends its entry, behind the name of
/// what is counted.
bool ends_entry(const Claim& claim, const KeyFigure& figure) {
  static constexpr std::u32string_view kEnds = U"｜|\t\n；;，,。";
  static constexpr std::u32string_view kNames = U"：: \t";
  if (figure.words || figure.value.find('.') != std::string::npos || figure.begin == 0) return false;
  const std::string& printed = claim.row.claim.str();
  const ByteRange range = claim.key.range(figure.begin, figure.end);
  const std::u32string behind = utf8::decode(std::string_view(printed).substr(range.end, 8));
  constexpr std::uint32_t kNear = 24;  // bytes
  const std::uint32_t from = range.begin - std::min(range.begin, kNear);
  std::u32string before = utf8::decode(std::string_view(printed).substr(from, range.begin - from));
  while (!before.empty() && kNames.find(before.back()) != std::u32string_view::npos) before.pop_back();
  const bool named = !before.empty() && is_han(before.back()) && before.back() != signs::kOrdinalSign;
  return named && (behind.empty() || kEnds.find(behind.front()) != std::u32string_view::npos);
}

bool is_own_count(const KeyFigure& figure, const Claim& claim) {
  if (figure.words && figure.value == "1") return false;  // 一个 一处 are articles more often than counts
  const bool count = figure.unit.empty()
                         ? (figure.value.size() >= 2 && follows_number_word(claim, figure)) || ends_entry(claim, figure)
                         : normalize::is_countable(figure.unit, claim.programme());
  if (!count) return false;
  const std::optional<bool> required = is_required_value(figure, claim);
  const bool kinds = figure.words && claim.words().kinds.count(figure.unit) > 0;  // 管理、操作、运维三类人员
  return required ? !*required : !kinds && !in_standard(figure, claim);
}

/// 78%（156/200）: counts without a unit that a percentage is of.
bool has_own_division(const Claim& claim) {
  const auto& ratios = claim.row.facts.ratios;
  return std::any_of(ratios.begin(), ratios.end(), [](const RatioStatement& ratio) {
    return ratio.certain && ratio.numerator >= 0 && ratio.denominator >= 0 && ratio.denominator_row == 0;
  });
}

/// The characters of figures with their units and qualifiers, in whatever words they are written (七成以上): words of
/// nobody's own.
Marks figure_marks(const Claim& claim) {
  Marks marks(claim.key.size(), false);
  for (const Quantity& quantity : claim.row.facts.quantities) {
    if (quantity.role == QuantityRole::kName) continue;
    for (std::size_t i = 0; i < marks.size(); ++i)
      if (claim.key.begins[i] >= quantity.range.begin && claim.key.begins[i] < quantity.range.end) marks[i] = true;
  }
  return marks;
}

/// Names and things: what stands nowhere in the standard and is not an empty word.
bool has_own_words(const Claim& claim, const Options& options) {
  const std::u32string& text = claim.key.chars;
  const Vocabulary& known = claim.words();
  const Marks figure_characters = figure_marks(claim);
  for (const normalize::KeySpan& span : normalize::spans(claim.standard.any_marks(text, 2), false)) {
    std::size_t own = 0;
    for (std::size_t i = span.begin; i < span.end;) {
      const auto word =
          !known.empty_beginnings[text[i] % kLetters]
              ? known.empty_words.end()
              : std::find_if(known.empty_words.begin(), known.empty_words.end(), [&](const std::u32string& empty) {
                  return text[i] == empty.front() && text.compare(i, empty.size(), empty) == 0;
                });
      const bool empty_character = known.empty_characters.find(text[i]) != std::u32string::npos || text[i] < 0x80;
      const bool letter = text[i] >= U'a' && text[i] <= U'z';
      if (word != known.empty_words.end() || (empty_character && !letter) || figure_characters[i]) {
        own = 0;
        i += word != known.empty_words.end() ? std::min(word->size(), span.end - i) : 1;
      } else {
        ++own;
        ++i;
      }
      if (own >= options.fact_characters) return true;
    }
  }
  return false;
}

/// Dates and quarters of single events: 3次：4月8日、6月2日、9月9日. 截至9月 is the date of a state, and no event.
std::ptrdiff_t own_dates(const Claim& claim) {
  const auto& dates = claim.row.facts.dates;
  const auto& periods = claim.words().periods;
  return std::count_if(dates.begin(), dates.end(),
                       [](const DateMention& date) { return date.begin.month > 0 && !date.until; }) +
         std::count_if(periods.begin(), periods.end(), [&](const std::u32string& period) {
           return claim.key.chars.find(period) != std::u32string::npos;
         });
}

/// 步行8分钟, 平均6分钟到: a time of the community's own can be checked, and is no count.
bool has_own_time(const Claim& claim) {
  const Vocabulary& known = claim.words();
  return std::any_of(claim.figures.begin(), claim.figures.end(), [&](const KeyFigure& figure) {
    return known.times.count(figure.unit) > 0 && !in_standard(figure, claim);
  });
}

bool has_count(const Claim& claim) {
  return std::any_of(claim.figures.begin(), claim.figures.end(),
                     [&](const KeyFigure& figure) { return normalize::is_countable(figure.unit, claim.programme()); });
}

bool stands_in_own_text(const std::u32string& word, const Claim& claim) {
  const auto& passages = claim.standard.passages(claim.name);
  return std::any_of(passages.begin(), passages.end(), [&](const normalize::Passage& passage) {
    return passage.key.chars.find(word) != std::u32string::npos;
  });
}

/// Bytes of the first of the words for the body that is judged (社区) in `text`; 0 if none stands there.
std::size_t body_in(std::string_view text, const Claim& claim) {
  for (const json& ending : claim.programme().words("communities").at("endings"))
    if (const auto& word = ending.get_ref<const std::string&>(); text.find(word) != std::string_view::npos)
      return word.size();
  return 0;
}

/// “码上停车”: at least half of the name, and two characters in a row, stand nowhere in the standard.
bool is_unheard(std::string_view quoted, const Claim& claim) {
  static constexpr std::size_t kShortest = 3, kLongest = 10, kAlike = 2, kOwn = 2;  // characters
  const std::u32string name = utf8::decode(quoted);
  if (name.size() < kShortest || name.size() > kLongest) return false;
  const Marks marks = claim.standard.any_marks(name, kAlike);
  std::size_t own = 0, together = 0, longest = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool unheard = !marks[i] && is_han(name[i]);
    own += unheard ? 1 : 0;
    together = unheard ? together + 1 : 0;
    longest = std::max(longest, together);
  }
  return longest >= kOwn && 2 * own >= name.size();
}

/// “榆浦在线”: a thing that is called after the community, whose name the key leaves out; or a name of its own.
bool names_own_system(const Claim& claim) {
  static constexpr std::string_view kOpen = "“", kClose = "”";
  static constexpr std::size_t kLongest = 60, kMore = 6;  // bytes: two characters beside the name
  std::string printed = claim.row.claim.str();
  std::erase(printed, ' ');
  const std::string_view text = printed;
  for (std::size_t at = text.find(kOpen); at != std::string_view::npos; at = text.find(kOpen, at + 1)) {
    const std::size_t begin = at + kOpen.size(), end = text.find(kClose, begin);
    if (end == std::string_view::npos || end - begin > kLongest) continue;
    const std::string_view quoted = text.substr(begin, end - begin);
    const auto named = [&](const std::string& name) { return quoted.find(name) != std::string_view::npos; };
    if (std::none_of(claim.subjects.begin(), claim.subjects.end(), named) && is_unheard(quoted, claim)) return true;
    for (const std::string& name : claim.subjects)
      if (quoted.find(name) != std::string_view::npos && quoted.size() >= name.size() + kMore + body_in(quoted, claim))
        return true;
  }
  return false;
}

/// A system, place, product, device or method that the indicator's own text does not have.
bool has_fact_word(const Claim& claim) {
  static constexpr std::size_t kTelling = 4;  // 视频分析 is a method, although 视频 and 分析 stand in the standard
  const std::u32string& text = claim.key.chars;
  const Marks marks = claim.standard.own_marks(text, claim.name, 2);
  for (const std::u32string& word : claim.words().fact_words)
    for (std::size_t at = text.find(word); at != std::u32string::npos; at = text.find(word, at + 1)) {
      if (word.size() >= kTelling && !stands_in_own_text(word, claim)) return true;
      const auto begin = marks.begin() + static_cast<std::ptrdiff_t>(at);
      if (std::find(begin, begin + static_cast<std::ptrdiff_t>(word.size()), false) !=
          begin + static_cast<std::ptrdiff_t>(word.size()))
        return true;
    }
  return false;
}

bool has_condition_fact(const Claim& claim, const Options& options) {
  // Beside text of the standard a remark on a condition is no evidence; alone it is all that the claim has to say.
  if (claim.key.size() > 4 * options.short_key) return false;
  const std::u32string& none = claim.words().none;
  for (const KeyFigure& figure : claim.figures)
    if (figure.begin > 0 && none.find(claim.key.chars[figure.begin - 1]) != std::u32string::npos)
      return true;  // 无19层以上住宅
  const auto& facts = claim.words().condition_facts;
  return std::any_of(facts.begin(), facts.end(),
                     [&](const std::u32string& fact) { return claim.key.chars.find(fact) != std::u32string::npos; });
}

/// Phrases of a text that say something: what stands between commas and other signs.
std::size_t phrases_in(std::string_view text) {
  static constexpr std::u32string_view kParting = U"，,；;。！!\n";
  static constexpr std::size_t kShortest = 4;
  std::size_t phrases = 0, length = 0;
  for (const char32_t sign : utf8::decode(text) + U"\n") {
    const bool parts = kParting.find(sign) != std::u32string_view::npos;
    if (parts && length >= kShortest) ++phrases;
    length = parts ? 0 : length + 1;
  }
  return phrases;
}

/// The indicator asks for one measure, named and with its figure, and nothing else: 家庭千兆光纤网络覆盖率达到80%;
/// 每年开展2次…活动.
bool is_one_measure(const Indicator& indicator) {
  if (indicator.clauses.size() != 1) return false;
  const Clause& clause = indicator.clauses.front();
  if (clause.kind == ClauseKind::kFrequency) return true;
  if (clause.kind != ClauseKind::kRatio) return false;
  // 50%小区实现电动车进电梯智能识别 asks for more than a measure: the share's name is not in its text.
  return normalize::name_key(indicator.requirement).find(normalize::name_key(clause.metric)) != std::u32string::npos;
}

/// A percentage in words: 七成以上, 百分之八十.
bool has_rate_in_words(const Claim& claim) {
  const auto& quantities = claim.row.facts.quantities;
  return std::any_of(quantities.begin(), quantities.end(), [](const Quantity& quantity) {
    return quantity.role == QuantityRole::kRate && quantity.clause >= 0 && !quantity.from_words;
  });
}

bool is_echo(const Claim& claim) {
  // 成立…小组，每学期召开会议不少于3次，并纳入考核: who repeats more than the measure copies a longer requirement.
  const bool longer = claim.indicator != nullptr && phrases_in(claim.indicator->requirement) > 1 &&
                      phrases_in(claim.row.claim.str()) > 1;
  const bool one_measure = claim.indicator != nullptr && is_one_measure(*claim.indicator) && !longer;
  if (one_measure && has_rate_in_words(claim)) return true;
  return std::any_of(claim.figures.begin(), claim.figures.end(), [&](const KeyFigure& figure) {
    // A percentage is no number of times.
    if (figure.unit == "%")
      return (one_measure && claim.indicator->clauses.front().kind == ClauseKind::kRatio) ||
             !in_standard(figure, claim);
    return one_measure && claim.indicator->clauses.front().kind == ClauseKind::kFrequency &&
           normalize::is_countable(figure.unit, claim.programme());
  });
}

/// Another indicator's requirement with its figures in it is copied: its 80% is no echo of this row's measure.
bool restates_another(const Claim& claim, const Options& options) {
  const std::u32string& text = claim.key.chars;
  return text.size() >= 2 * options.long_key &&
         claim.standard.ordered_share(text, claim.name) < 1 - options.copied_share / 2 &&
         claim.standard.ordered_share_anywhere(text) >= options.copied_share;
}

bool is_copied(const Claim& claim, const Options& options) {
  const std::u32string& text = claim.key.chars;
  const auto share = [&text](const Marks& marks) {
    return static_cast<double>(std::count(marks.begin(), marks.end(), true)) / static_cast<double>(text.size());
  };
  if (text.size() < options.short_key)
    return share(claim.standard.own_marks(text, claim.name, 2)) >= options.copied_share ||
           (text.size() > options.telling && share(claim.standard.any_marks(text, 4)) >= options.copied_share);
  if (claim.standard.ordered_share(text, claim.name) >= options.copied_share) return true;
  if (text.size() >= options.long_key && claim.standard.ordered_share_anywhere(text) >= options.copied_share)
    return true;
  // Words of the standard in another order are no copy of it, sentences of several of its texts are.
  if (claim.standard.ordered_share(text, claim.name) < options.order &&
      share(claim.standard.any_marks(text, 6)) < options.order)
    return false;
  Marks marks = claim.standard.own_marks(text, claim.name, 3);
  const Marks elsewhere = claim.standard.any_marks(text, 6);
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i] = marks[i] || elsewhere[i];
  return share(marks) >= options.copied_share;
}

EvidenceGrade grade_row(const IndicatorRecord& row, const ClaimText& text, const StandardText& standard,
                        const Tier* tier, const std::vector<std::string>& subjects) {
  if (row.claim.text.trimmed().empty()) return EvidenceGrade::kEmpty;
  if (text.key.empty()) return EvidenceGrade::kBare;
  const Options options;
  const Claim claim{row,
                    text.key,
                    text.figures,
                    text.indicator,
                    tier != nullptr && row.indicator ? tier->find(*row.indicator) : nullptr,
                    standard,
                    subjects};
  if (std::any_of(claim.figures.begin(), claim.figures.end(),
                  [&](const KeyFigure& figure) { return is_own_count(figure, claim); }) ||
      has_own_division(claim))
    return EvidenceGrade::kCounted;
  // Several dates beside their number are counted, and so is a list of them; one is a fact.
  static constexpr std::ptrdiff_t kListOfDates = 3;
  if (const std::ptrdiff_t dates = own_dates(claim); dates > 0)
    return dates >= kListOfDates || (dates > 1 && has_count(claim)) ? EvidenceGrade::kCounted
                                                                    : EvidenceGrade::kSpecific;
  if (has_own_time(claim) || has_own_words(claim, options) || has_fact_word(claim) || names_own_system(claim) ||
      has_condition_fact(claim, options))
    return EvidenceGrade::kSpecific;
  if (is_echo(claim) && !restates_another(claim, options)) return EvidenceGrade::kEcho;
  return is_copied(claim, options) ? EvidenceGrade::kCopied : EvidenceGrade::kVague;
}

}  // namespace

std::map<int, EvidenceGrade> grade_notice(const Notice& notice, const std::vector<ClaimText>& claims,
                                          const StandardText& standard, const Tier* tier) {
  const std::vector<std::string> subjects = normalize::subject_names(notice.community, standard.programme());
  std::map<int, EvidenceGrade> grades;
  for (std::size_t i = 0; i < notice.rows.size(); ++i) {
    const EvidenceGrade grade = grade_row(notice.rows[i], claims[i], standard, tier, subjects);
    const auto [found, fresh] = grades.emplace(notice.rows[i].no, grade);
    if (!fresh) found->second = std::min(found->second, grade);
  }
  return grades;
}

}  // namespace gongshi::audit
