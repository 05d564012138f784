// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/clause_draft.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "normalize/claim/numerals.h"
#include "normalize/claim/quantities.h"
#include "normalize/draft/word_breaks.h"
#include "normalize/folded_text.h"
#include "normalize/words.h"
#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

constexpr std::string_view kListSign = "、";
const std::string kApart = "，";   ///< Between texts whose words are looked for together.
constexpr std::size_t kRanks = 5;  ///< Ranks that a tier's name may begin with: 五星级.

/// A number in digits or Chinese numerals, as a group of a pattern.
std::string number_pattern() {
  const std::u32string numerals = std::u32string(signs::kNumerals) + signs::kPairSign + signs::kHundredSign;
  return R"((\d+(?:\.\d+)?|[)" + utf8::encode(numerals) + "]+)";
}

std::string plain(std::string_view text) { return utf8::encode(folded(text)); }

// The words as a pattern's alternatives, longest first.
std::string alternatives(std::vector<std::string> words) {
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : "|") + RE2::QuoteMeta(plain(word));
  return all;
}

std::optional<Decimal> number_in(const std::string& printed) {
  if (const auto value = Decimal::parse(printed)) return value;
  return chinese_numeral(utf8::decode(printed));
}

void trim(std::string& text) {
  static const std::vector<std::string> kSigns = {" ", "\t", "。", "；", ";", "，", ",", "、", "：", ":", "."};
  for (bool again = true; again && !text.empty();) {
    again = false;
    for (const std::string& sign : kSigns) {
      if (text.ends_with(sign)) text.resize(text.size() - sign.size()), again = true;
      if (text.starts_with(sign)) text.erase(0, sign.size()), again = true;
    }
  }
}

std::vector<std::string> split(std::string_view text, const RE2& at) {
  std::vector<std::string> pieces;
  re2::StringPiece rest(text.data(), text.size());
  const char* begin = text.data();
  re2::StringPiece sign;
  while (RE2::FindAndConsume(&rest, at, &sign)) {
    pieces.emplace_back(begin, sign.data());
    begin = sign.data() + sign.size();
  }
  pieces.emplace_back(begin, text.data() + text.size());
  for (std::string& piece : pieces) trim(piece);
  pieces.erase(std::remove(pieces.begin(), pieces.end(), std::string()), pieces.end());
  return pieces;
}

// A figure with its unit in a requirement.
struct Measure {
  ClauseOp op = ClauseOp::kNone;  // as the words beside it say
  bool said = false;              // a word said so
  Decimal value;
  std::string printed, unit, kind;
  std::size_t begin = 0, end = 0;  // bytes of the segment
};

// The words of two characters and more of a run, where single characters that stand together are one word (持证, 失能:
// the dictionary has many such not).
std::vector<std::u32string> words_in(const std::u32string& run) {
  std::vector<std::u32string> found;
  std::u32string singles;
  const auto end_singles = [&] {
    if (singles.size() >= 2) found.push_back(singles);
    singles.clear();
  };
  for (const std::u32string& word : dictionary_words(run)) {
    if (word.size() == 1) {
      singles += word;
      continue;
    }
    end_singles();
    found.push_back(word);
  }
  end_singles();
  return found;
}

// What a claim may call a rate for short: 污水排放达标率: 排放达标率, 达标率.
std::vector<std::string> short_names(const std::string& rate) {
  static constexpr std::size_t kLeast = 3;
  std::vector<std::string> found;
  const std::u32string name = utf8::decode(rate);
  std::size_t at = 0;
  for (const std::u32string& word : dictionary_words(name)) {
    at += word.size();
    if (name.size() - at >= kLeast) found.push_back(utf8::encode(name.substr(at)));
  }
  return found;
}

}  // namespace

struct DraftingWords::Words {
  const Programme& programme;
  std::vector<std::string> all, rates, rate_core, counted, title_ends, not_tiers, common_names, functional;
  std::vector<std::pair<std::string, std::vector<std::string>>> bodies;
  std::map<std::string, int> frequencies;
  std::map<std::string, Decimal> factors;  ///< Of units as printed: 小时 60.
  std::vector<std::string> condition_before, condition_after, at_least, at_most;
  std::string attribute, requirement_heading, satisfied, satisfied_count, asked_count;
  std::vector<std::pair<std::string, std::vector<std::string>>> averages;  ///< 人均 …, with what a claim says for it.
  std::set<std::string> countable;  ///< Kinds of units of which a number can be asked for.
  std::vector<std::string> not_asked, members_after, members_before;
  RE2 measure, percent, frequency, tier, share, region, edition, ranked, title, lead, ordinal, tiers, tier_joint, marks;
  RE2 amount;  ///< What stands in front of an amount, and the amount: 图书不少于5册, 带宽300Mbps.

  Words(const Programme& by, const nlohmann::json& object, const nlohmann::json& roles, const std::string& units)
      : programme(by),
        all(string_list(object, "all")),
        rates(string_list(object, "rates")),
        rate_core(string_list(object, "rate_core")),
        counted(string_list(object, "counted")),
        title_ends(string_list(object, "title_ends")),
        not_tiers(string_list(object, "not_tiers")),
        common_names(string_list(object, "common_names")),
        functional(string_list(object, "functional")),
        condition_before(string_list(roles, "condition_before")),
        condition_after(string_list(roles, "condition_after")),
        at_least(both(object, "at_least_before", "at_least_after")),
        at_most(both(object, "at_most_before", "at_most_after")),
        attribute(object.at("attribute").get<std::string>()),
        requirement_heading(object.at("requirement_heading").get<std::string>()),
        satisfied(object.at("satisfied").get<std::string>()),
        satisfied_count(object.at("satisfied_count").get<std::string>()),
        asked_count(object.at("asked_count").get<std::string>()),
        not_asked(string_list(object, "not_asked")),
        members_after(string_list(object, "members_after")),
        members_before(string_list(object, "members_before")),
        measure("(" + before(object) + ")?\\s*" + number_pattern() + "\\s*(" + units + ")(" + after(object) + ")?"),
        percent("(" + before(object) + ")?\\s*(?:" + alternatives(string_list(object, "per_cent")) + ")" +
                number_pattern() + "(" + after(object) + ")?"),
        frequency("(" + alternatives(keys(roles.at("frequencies"))) + ")"),
        tier("([\\p{Han}A-Z]{1,3}" + any_of(object, "tier_ends") + ")"),
        share(R"(([\p{Han}A-Za-z0-9]+)" + any_of(object, "rate_ends") + ")" + any_of(object, "copulas") + "?" +
              any_of(object, "means") + R"(([\p{Han}A-Za-z0-9、]+?))" + any_of(object, "shared_by") +
              R"(([\p{Han}A-Za-z0-9、]+?))" + "(?:" + RE2::QuoteMeta(attribute) + ")?" + any_of(object, "ratio_ends")),
        region("^.*?" + any_of(object, "region_ends") + utf8::encode({&signs::kLevelSign, 1}) + "?"),
        edition(R"([(（]?\d{4})" + std::string(signs::kYear) + "?" + any_of(object, "edition_ends") + "?[)）]?|[(（]" +
                any_of(object, "trial") + "[)）]"),
        ranked("^[" + utf8::encode(signs::kNumerals.substr(0, kRanks)) + "A-Ea-e].+"),
        title("^(?:" + any_of(object, "annexes") + R"(\s*\d*\s*[:：]?)?\s*(.*)" + any_of(object, "titles") + ".*?)$"),
        lead("^.*" + any_of(object, "leads")),
        ordinal(
            fmt::format(R"(^\s*(?:[{0}]+\s*[、.．]|[（(][{0}\d]+[）)]|\d+\s*[、.．]|{1}\s*[{0}\d]+\s*[:：、.]?)\s*)",
                        utf8::encode(signs::kNumerals), any_of(object, "table_signs"))),
        tiers("(?:" + alternatives(string_list(object, "tiers_after")) + ")((?:[^、，,。；;：:]{2,8}?" +
              any_of(object, "tiers_joined") + "){1,7}[^、，,。；;：:]{2,8}?)" + utf8::encode({&signs::kEtcSign, 1}) +
              "?[" + utf8::encode(signs::kCountNumerals) + "]" + std::string(signs::kPieces) +
              "?(?:" + alternatives(string_list(object, "tiers_before")) + ")"),
        tier_joint("(" + any_of(object, "tiers_joined") + ")"),
        marks("(?s)" + mark(object, "definition_marks") + "(.*?)" + mark(object, "requirement_marks") + "(.*)"),
        amount("^([^0-9]*?)(" + before(object) + ")\\s*" + number_pattern() + "\\s*(" + units +
               "|[A-Za-z]+|\\p{Han}{1,2})?(" + after(object) + ")?") {
    for (const auto& [word, said] : object.at("averages").items())
      averages.emplace_back(plain(word), said.get<std::vector<std::string>>());
    std::stable_sort(averages.begin(), averages.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const auto& [word, endings] : object.at("bodies").items())
      bodies.emplace_back(word, endings.get<std::vector<std::string>>());
    for (const nlohmann::json& kind : object.at("countable")) countable.insert(kind.get<std::string>());
    std::stable_sort(bodies.begin(), bodies.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const auto& [word, times] : roles.at("frequencies").items()) frequencies[plain(word)] = times.get<int>();
    for (const nlohmann::json& unit : by.words("units").at("units"))
      if (unit.contains("factor"))
        for (const nlohmann::json& printed : unit.at("printed"))
          if (const auto factor = Decimal::parse(unit.at("factor").get<std::string>()))
            factors[plain(printed.get<std::string>())] = *factor;
  }

  /// A group of the pattern's words.
  static std::string any_of(const nlohmann::json& object, const char* list) {
    return "(?:" + alternatives(string_list(object, list)) + ")";
  }

  static std::vector<std::string> both(const nlohmann::json& object, const char* one, const char* other) {
    std::vector<std::string> words = string_list(object, one);
    for (std::string& word : string_list(object, other)) words.push_back(std::move(word));
    for (std::string& word : words) word = plain(word);
    return words;
  }
  // 【要求】, 要求：
  static std::string mark(const nlohmann::json& object, const char* list) {
    const std::string words = alternatives(string_list(object, list));
    return "(?:[【\\[](?:" + words + ")[】\\]]:?|(?:" + words + "):)";
  }
  static std::string before(const nlohmann::json& object) {
    return alternatives(both(object, "at_least_before", "at_most_before"));
  }
  static std::string after(const nlohmann::json& object) {
    return alternatives(both(object, "at_least_after", "at_most_after"));
  }
  static std::vector<std::string> keys(const nlohmann::json& map) {
    std::vector<std::string> names;
    for (const auto& [name, value] : map.items()) names.push_back(name);
    return names;
  }

  void read_operator(const std::string& before_figure, const std::string& behind_unit, Measure& found) const {
    const auto is = [](const std::vector<std::string>& words, const std::string& word) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    // What stands behind says more: 达到15分钟以内.
    for (const std::string& word : {behind_unit, before_figure}) {
      if (word.empty() || found.said) continue;
      found.said = true;
      found.op = is(at_most, word) && !is(at_least, word) ? ClauseOp::kAtMost : ClauseOp::kAtLeast;
    }
    if (!found.said) found.op = ClauseOp::kAtLeast;
  }

  [[nodiscard]] std::vector<Measure> measures(const std::string& segment) const {
    std::vector<Measure> found;
    const auto add = [&](const re2::StringPiece& number, const std::string& unit, const re2::StringPiece& first,
                         const re2::StringPiece& last, const std::string& op_before, const std::string& op_behind,
                         const Decimal& factor = 1) {
      Measure one;
      one.printed.assign(number.data(), number.size());
      const auto value = number_in(one.printed);
      if (!value) return;
      one.value = Decimal::multiply(*value, factor).value_or(*value);
      one.unit = unit;
      one.kind = std::string(unit_kind(unit, programme));
      one.begin = static_cast<std::size_t>((first.empty() ? number.data() : first.data()) - segment.data());
      one.end = static_cast<std::size_t>(last.data() + last.size() - segment.data());
      read_operator(op_before, op_behind, one);
      found.push_back(std::move(one));
    };
    re2::StringPiece rest(segment), number, unit, op_before, op_behind;
    while (RE2::FindAndConsume(&rest, measure, &op_before, &number, &unit, &op_behind)) {
      const std::string canonical = unit_at(FoldedText(std::string(unit.data(), unit.size())), 0, programme);
      const auto factor = factors.find(std::string(unit));
      add(number, canonical, op_before, op_behind.empty() ? unit : op_behind, std::string(op_before),
          std::string(op_behind), factor == factors.end() ? Decimal(1) : factor->second);
    }
    rest = segment;
    while (RE2::FindAndConsume(&rest, percent, &op_before, &number, &op_behind))
      add(number, "%", op_before, op_behind.empty() ? number : op_behind, std::string(op_before),
          std::string(op_behind));
    std::sort(found.begin(), found.end(), [](const Measure& a, const Measure& b) { return a.begin < b.begin; });
    return found;
  }

  // The thing that a definition of a few words names, or lists kinds of: 便利店、菜店等便民网点.
  [[nodiscard]] std::string named_by(const std::string& definition) const {
    static const RE2 kPhrase(R"(\p{Han}{2,16})");
    if (RE2::FullMatch(definition, kPhrase)) return definition;
    const std::size_t list = definition.rfind(kListSign);
    if (list == std::string::npos) return {};
    for (const std::string& word : members_before)
      if (const std::size_t at = definition.find(word, list); at != std::string::npos)
        if (std::string kind = definition.substr(at + word.size()); RE2::FullMatch(kind, kPhrase)) return kind;
    return {};
  }

  // What ≥80% alone is asked of: what the only formula defines, else what a definition of a few words names; "" where
  // the text says it itself.
  [[nodiscard]] std::string subject_of_bare(const std::string& text, const std::vector<DefinedRatio>& formulas,
                                            std::string definition) const {
    const auto asked = measures(text);
    if (asked.size() != 1) return {};
    std::string around = text.substr(0, asked.front().begin) + text.substr(asked.front().end);
    trim(around);
    if (!around.empty()) return {};
    if (formulas.size() == 1) return formulas.front().metric;
    trim(definition);
    if (!formulas.empty()) return {};
    return named_by(definition);
  }

  // An amount for each of many (人均图书不少于5册, 生机比不高于6): by its word, or by a formula that is none of a
  // share.
  [[nodiscard]] std::optional<Clause> average(const std::string& segment,
                                              const std::vector<DefinedRatio>& formulas) const {
    const auto clause_of = [&](std::size_t at, const std::string& each, std::vector<std::string> terms,
                               const std::string& numerator) -> std::optional<Clause> {
      const re2::StringPiece rest(segment.data() + at, segment.size() - at);
      std::string in_front, op_before, number, unit, op_behind;
      if (!RE2::PartialMatch(rest, amount, &in_front, &op_before, &number, &unit, &op_behind)) return {};
      const auto threshold = number_in(number);
      if (!threshold) return {};
      const auto is_op = [&](const std::vector<std::string>& words) {
        return std::find(words.begin(), words.end(), unit) != words.end();
      };
      if (is_op(at_least) || is_op(at_most)) op_behind = std::exchange(unit, {});
      Measure one;
      read_operator(op_before, op_behind, one);
      Clause clause;
      clause.kind = ClauseKind::kCount;
      clause.metric = in_front;
      trim(clause.metric);
      clause.op = one.op;
      clause.value = *threshold;
      clause.unit = unit_at(FoldedText(unit), 0, programme);
      if (clause.unit.empty()) clause.unit = unit;
      clause.numerator = numerator;
      clause.denominator = each;
      if (std::find(terms.begin(), terms.end(), clause.metric) == terms.end())
        terms.insert(terms.begin(), clause.metric);
      clause.metric_terms = std::move(terms);
      return clause;
    };
    for (const auto& [word, said] : averages)
      if (const std::size_t at = segment.find(word); at != std::string::npos) {
        std::vector<std::string> terms = said;
        terms.push_back(word);
        return clause_of(at, word, std::move(terms), segment.substr(at));
      }
    for (const DefinedRatio& formula : formulas) {
      const bool of_share = std::any_of(rates.begin(), rates.end(),
                                        [&](const std::string& end) { return formula.metric.ends_with(end); });
      if (const std::size_t at = segment.find(formula.metric); !of_share && at != std::string::npos)
        return clause_of(at, formula.denominator, {formula.metric}, formula.numerator);
    }
    return std::nullopt;
  }

  // How often a year, by the last such word before `position`: 每季度 4; 0 where none is said.
  [[nodiscard]] int times_a_year(const std::string& segment, std::size_t position) const {
    re2::StringPiece rest(segment.data(), position), word;
    int times = 0;
    while (RE2::FindAndConsume(&rest, frequency, &word))
      if (const auto known = frequencies.find(std::string(word)); known != frequencies.end())
        times = std::max(known->second, 1);
    return times;
  }

  // 每学期召开专题会议: what is done, behind the words that say how often.
  [[nodiscard]] std::string without_period(const std::string& text) const {
    re2::StringPiece rest(text), word;
    std::string behind;
    while (RE2::FindAndConsume(&rest, frequency, &word)) behind.assign(rest.data(), rest.size());
    trim(behind);
    return behind;
  }

  // 步行15分钟可达, 15分钟生活圈: where, not how fast.
  [[nodiscard]] bool is_condition(const std::string& segment, const Measure& one) const {
    const std::string_view before = std::string_view(segment).substr(0, one.begin),
                           behind = std::string_view(segment).substr(one.end);
    return std::any_of(condition_before.begin(), condition_before.end(),
                       [&](const auto& word) { return before.ends_with(word); }) ||
           std::any_of(condition_after.begin(), condition_after.end(),
                       [&](const auto& word) { return behind.starts_with(word); });
  }
};

DraftingWords::DraftingWords(const Programme& programme) {
  // Units as they are printed; those of calendars, ages and storeys say when or for whom, not how much.
  std::vector<std::string> units;
  for (const nlohmann::json& unit : programme.words("units").at("units"))
    for (const nlohmann::json& printed : unit.at("printed")) units.push_back(printed.get<std::string>());
  words_ = std::make_unique<const Words>(programme, programme.words("drafting"), programme.words("figure_roles"),
                                         alternatives(units));
}

DraftingWords::~DraftingWords() = default;

std::vector<RequirementItem> DraftingWords::items(std::string_view requirement) const {
  static const RE2 kNumbered(
      R"((?:^|[\n；;。\s])\s*(?:(\d{1,2})\s*[.、．)）]|[（(]\s*(\d{1,2})\s*[）)]|([①②③④⑤⑥⑦⑧⑨⑩])))");
  static const RE2 kLine(R"(([\n]))");
  const std::string text(requirement);
  struct Start {
    std::size_t number = 0, text = 0;
    int value = 0;
  };
  std::vector<Start> starts;
  re2::StringPiece rest(text), arabic, bracketed, circled;
  while (RE2::FindAndConsume(&rest, kNumbered, &arabic, &bracketed, &circled)) {
    Start start;
    const re2::StringPiece& sign = !arabic.empty() ? arabic : !bracketed.empty() ? bracketed : circled;
    start.number = static_cast<std::size_t>(sign.data() - text.data());
    start.text = start.number + sign.size();
    static const RE2 kCloses(R"(^\s*[.、．)）])");
    re2::StringPiece behind(text.data() + start.text, text.size() - start.text);
    const char* from = behind.data();
    if (circled.empty() && RE2::Consume(&behind, kCloses)) start.text += static_cast<std::size_t>(behind.data() - from);
    if (!circled.empty())
      start.value = static_cast<int>(utf8::decode(std::string(circled)).front() - U'①') + 1;
    else
      start.value = std::stoi(std::string(sign));
    // 1.60岁 begins an item where it begins a line; 1.5米 in the middle of one is a figure.
    const bool figure = circled.empty() && bracketed.empty() && start.text < text.size() && text[start.text] >= '0' &&
                        text[start.text] <= '9' && start.number > 0 && text[start.number - 1] != '\n';
    if (!figure && start.value == (starts.empty() ? 1 : starts.back().value + 1)) starts.push_back(start);
    // The character behind the number may begin the next one.
    const std::size_t next = start.text;
    rest = re2::StringPiece(text.data() + next, text.size() - next);
  }
  std::vector<RequirementItem> found;
  if (starts.size() >= 2 || (starts.size() == 1 && starts.front().number == 0 && starts.front().text < text.size() &&
                             (text[starts.front().text] < '0' || text[starts.front().text] > '9'))) {
    for (std::size_t i = 0; i < starts.size(); ++i) {
      std::size_t end = i + 1 < starts.size() ? starts[i + 1].number : text.size();
      std::string item = text.substr(starts[i].text, end - starts[i].text);
      while (item.ends_with("(") || item.ends_with("（") || item.ends_with(" "))
        item.resize(item.size() - (item.ends_with("（") ? 3 : 1));
      std::replace(item.begin(), item.end(), '\n', ' ');
      trim(item);
      if (!item.empty()) found.push_back({std::move(item), starts[i].value});
    }
    return found;
  }
  for (std::string& line : split(text, kLine)) found.push_back({std::move(line), std::nullopt});
  return found;
}

std::vector<DefinedRatio> DraftingWords::ratios(std::string_view definition) const {
  // A term may hold brackets of its own; a division may stand in brackets with ×100% behind.
  static const RE2 kDivision(
      R"(([\p{Han}A-Za-z0-9、“”（）()]+?)\s*[=＝]\s*[（(\[]?\s*([^=＝/÷\n；;。]+?)\s*[/÷／]\s*([^=＝/÷×*\n；;。，,]+?)\s*[）)\]]?\s*(?:[×*xX]\s*10{1,4}\s*%?)?\s*(?:[；;。，,\n]|$))");
  // 追溯覆盖率（纳入平台的主体数/主体总数×100%）
  static const RE2 kBehindName(
      R"(([\p{Han}A-Za-z0-9]{2,24})[（(]\s*([^=＝/÷／（）()；;。，,]+?)\s*[/÷／]\s*([^=＝/÷／（）()×*；;。，,]+?)\s*[×*xX]\s*10{1,4}\s*%?\s*[）)])");
  std::vector<DefinedRatio> found;
  const std::string text = plain(definition);
  for (const RE2* form : std::array{&kDivision, static_cast<const RE2*>(&words_->share), &kBehindName}) {
    re2::StringPiece rest(text);
    DefinedRatio ratio;
    while (RE2::FindAndConsume(&rest, *form, &ratio.metric, &ratio.numerator, &ratio.denominator)) {
      ratio.computed = false;
      for (std::string* term : {&ratio.metric, &ratio.numerator, &ratio.denominator}) trim(*term);
      // A bracket that closes the division belongs to no term.
      for (std::string* term : {&ratio.numerator, &ratio.denominator}) {
        const auto count = [term](std::string_view sign) {
          std::size_t times = 0;
          for (std::size_t at = term->find(sign); at != std::string::npos; at = term->find(sign, at + 1)) ++times;
          return times;
        };
        if (term->ends_with(")") && count("(") < count(")")) term->pop_back();
        if (term->starts_with("(") && count("(") > count(")")) term->erase(0, 1);
        if (count("(") > count(")")) *term += ")";
        static const RE2 kUnit(R"(\([^()]*\)$)");
        RE2::Replace(term, kUnit, "");
        // (总量-用量)÷总量: no count of a claim is the difference; 0—6岁儿童数 is none.
        static const RE2 kExpression(R"([-+×*－＋—–])"), kSpan(R"(\d\s*[-－—–]+\s*\d)");
        std::string plain_term = *term;
        RE2::GlobalReplace(&plain_term, kSpan, "");
        if (RE2::PartialMatch(plain_term, kExpression)) ratio.computed = true;
      }
      if (!ratio.metric.empty() && !ratio.numerator.empty() && !ratio.denominator.empty()) found.push_back(ratio);
    }
  }
  return found;
}

std::string DraftingWords::core_of_rate(std::string_view metric) const {
  for (const std::string& end : words_->rate_core)
    if (metric.size() > end.size() && metric.ends_with(end))
      return std::string(metric.substr(0, metric.size() - end.size()));
  return std::string(metric);
}

std::string DraftingWords::core_of_count(std::string_view term) const {
  for (const std::string& end : words_->counted)
    if (term.size() > end.size() + 3 && term.ends_with(end))
      return std::string(term.substr(0, term.size() - end.size()));
  return std::string(term);
}

std::string DraftingWords::attribute_of(std::string_view term) const {
  const std::size_t at = term.rfind(words_->attribute);
  return at == std::string_view::npos ? std::string() : std::string(term.substr(0, at));
}

bool DraftingWords::names_rate(std::string_view text) const {
  return std::any_of(words_->rates.begin(), words_->rates.end(),
                     [text](const std::string& end) { return text.ends_with(end); });
}

std::vector<std::string> DraftingWords::things(std::string_view text, bool halves) const {
  // 不少于4类: a figure with its unit names nothing.
  static const RE2 kFigure(R"(\d+(?:\.\d+)?%?)");
  std::string without_figures = plain(text);
  RE2::GlobalReplace(&without_figures, words_->measure, " ");
  RE2::GlobalReplace(&without_figures, words_->frequency, " ");
  RE2::GlobalReplace(&without_figures, kFigure, " ");
  std::u32string spaced = utf8::decode(without_figures);
  // Whatever names nothing parts what names something.
  std::vector<std::u32string> functional;
  for (const std::string& word : words_->functional) functional.push_back(utf8::decode(word));
  std::stable_sort(functional.begin(), functional.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const std::u32string& word : functional)
    for (std::size_t at = spaced.find(word); at != std::u32string::npos; at = spaced.find(word, at))
      spaced.replace(at, word.size(), std::u32string(word.size(), U' '));
  std::vector<std::string> found;
  const auto add = [&found](std::u32string_view word) {
    std::string thing = utf8::encode(word);
    if (std::find(found.begin(), found.end(), thing) == found.end()) found.push_back(std::move(thing));
  };
  const auto names = [](char32_t letter) {
    return is_han(letter) || (letter >= U'A' && letter <= U'z') || is_digit(letter);
  };
  std::vector<std::u32string> runs;
  for (std::size_t at = 0; at < spaced.size();) {
    std::size_t end = at;
    while (end < spaced.size() && names(spaced[end])) ++end;
    if (end - at >= 2 &&
        std::any_of(spaced.begin() + static_cast<std::ptrdiff_t>(at), spaced.begin() + static_cast<std::ptrdiff_t>(end),
                    [](char32_t letter) { return is_han(letter); }))
      runs.push_back(spaced.substr(at, end - at));
    at = std::max(end, at + 1);
  }
  for (const std::u32string& run : runs) add(run);
  for (const std::u32string& run : runs)
    if (halves && run.size() >= 4)
      for (const std::u32string& word : words_in(run)) add(word);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return found;
}

std::string DraftingWords::members(std::string_view definition) const {
  static const RE2 kList(R"(([^、，,；;。：:（）()\s]+(?:、[^、，,；;。：:（）()\s]+){2,}))");
  std::string found;
  const std::string text = plain(definition);
  re2::StringPiece rest(text), list;
  while (RE2::FindAndConsume(&rest, kList, &list)) {
    std::string members(list);
    std::size_t begin = 0;
    for (const std::string& word : words_->members_after)
      if (const std::size_t at = members.find(word); at < members.find(kListSign))
        begin = std::max(begin, at + word.size());
    members.erase(0, begin);
    for (const std::string& word : words_->members_before)
      if (const std::size_t at = members.rfind(word); at != std::string::npos && at > members.rfind(kListSign))
        members.resize(at);
    found += (found.empty() ? "" : kApart) + members;
  }
  return found;
}

std::vector<Clause> DraftingWords::clauses(const RequirementItem& item, std::string_view definition,
                                           std::string_view name) const {
  static const RE2 kSegment(R"(([；;。\n]|，|,))");
  std::vector<DefinedRatio> formulas = ratios(definition);
  std::string text = plain(item.text);
  for (DefinedRatio& formula : ratios(text))
    if (std::none_of(formulas.begin(), formulas.end(),
                     [&](const DefinedRatio& known) { return known.metric == formula.metric; }))
      formulas.push_back(std::move(formula));
  // A formula that stands among the demands asks for nothing: ×100% is no threshold.
  static const RE2 kInBrackets(R"([（(][^（）()/÷／]+[/÷／][^（）()]+[×*xX]\s*10{1,4}\s*%?\s*[）)])");
  RE2::GlobalReplace(&text, kInBrackets, "");
  static const RE2 kFormula(R"([^=；;。\n]{0,40}=[^；;。\n]*(?:[;；。\n]|$)|[×*x]\s*10{1,4}\s*%?)");
  RE2::GlobalReplace(&text, kFormula, "");
  text = words_->subject_of_bare(text, formulas, plain(definition)) + text;
  std::vector<Clause> found;
  std::string subject;  // what an earlier segment was about: 宣传活动，每年不少于4次
  std::string asked;    // segments without a measure
  for (const std::string& segment : split(text, kSegment)) {
    std::size_t from = 0;
    bool measured = false;
    if (auto average = words_->average(segment, formulas)) {
      average->text = item.text;
      average->item = item.number;
      average->answer_terms = {things(average->metric + kApart + segment + kApart + std::string(name))};
      for (const std::string& term : average->metric_terms) average->answer_terms.front().push_back(term);
      found.push_back(std::move(*average));
      continue;
    }
    for (const Measure& one : words_->measures(segment)) {
      if (words_->is_condition(segment, one)) continue;
      Clause clause;
      clause.text = item.text;
      clause.item = item.number;
      std::string before = segment.substr(from, one.begin - from), behind = segment.substr(one.end);
      if (const auto stop = behind.find_first_of("("); stop != std::string::npos) behind.resize(stop);
      trim(before);
      trim(behind);
      const int times = one.unit == signs::kTimes ? words_->times_a_year(segment, one.begin) : 0;
      if (one.unit == "%") {
        clause.kind = ClauseKind::kRatio;
        clause.metric = before;
        // The share's name ends with the figure; words in front of it (确保, 全村) do not matter to who looks for it.
        if (!names_rate(clause.metric)) clause.kind = ClauseKind::kCoverage;
        for (const DefinedRatio& formula : formulas) {
          const bool same =
              clause.metric == formula.metric ||
              (!clause.metric.empty() && clause.metric.find(core_of_rate(formula.metric)) != std::string::npos) ||
              (!clause.metric.empty() && formula.metric.find(core_of_rate(clause.metric)) != std::string::npos);
          if (!same && !(formulas.size() == 1 && clause.kind == ClauseKind::kRatio)) continue;
          clause.kind = ClauseKind::kRatio;
          clause.metric = formula.metric;
          if (!formula.computed) {
            clause.numerator = formula.numerator;
            clause.denominator = formula.denominator;
          }
          break;
        }
        if (clause.metric.empty()) clause.metric = subject.empty() ? std::string(name) : subject;
        if (one.value > Decimal(100)) continue;
        // 满意度 is of those who answered, whether a formula says so or not.
        if (clause.numerator.empty() && clause.metric.find(words_->satisfied) != std::string::npos) {
          clause.kind = ClauseKind::kRatio;
          clause.numerator = words_->satisfied_count;
          clause.denominator = words_->asked_count;
        }
      } else if (times > 0) {
        clause.kind = ClauseKind::kFrequency;
        const std::string done = words_->without_period(before);
        clause.metric = !behind.empty() ? behind : !done.empty() ? done : subject.empty() ? std::string(name) : subject;
      } else if (one.kind == "duration" || one.kind == "day") {
        // 录像保存不少于90日 asks for at least so long; a day that nobody bounds is a date.
        if (one.op != ClauseOp::kAtMost && (!one.said || before.empty())) continue;
        if (one.op == ClauseOp::kAtMost && one.kind == "day") continue;
        clause.kind = ClauseKind::kTime;
        clause.metric = before.empty() ? std::string(name) : before;
        if (one.op == ClauseOp::kAtLeast) clause.metric_terms = things(before);
      } else if (words_->countable.count(one.kind) > 0) {
        if (one.op == ClauseOp::kAtMost || (!one.said && one.printed == utf8::encode({&signs::kOneSign, 1}))) continue;
        clause.kind = ClauseKind::kCount;
        clause.metric = !behind.empty() ? behind : !before.empty() ? before : std::string(name);
      } else {
        continue;
      }
      clause.op = one.op;
      clause.value = one.value;
      clause.unit = times > 0 ? std::string(signs::kTimesAYear) : one.unit;
      if (times > 1)
        if (const auto yearly = Decimal::multiply(one.value, times)) clause.value = *yearly;
      std::string about = clause.metric + kApart + segment + kApart + std::string(name);
      // 专业技术人员包括医师、护士、营养师: whoever names some of the kinds has answered.
      if (clause.kind == ClauseKind::kCount) about += kApart + members(definition) + kApart + members(item.text);
      about += kApart + clause.numerator + kApart + clause.denominator;
      clause.answer_terms = {things(about)};
      if (clause.kind == ClauseKind::kRatio)
        for (std::string& name_of_rate : short_names(clause.metric))
          clause.answer_terms.front().push_back(name_of_rate);
      if (clause.kind == ClauseKind::kRatio || clause.kind == ClauseKind::kCoverage) {
        for (const std::string& term : {clause.metric, core_of_rate(clause.metric)})
          if (utf8::count(term) >= 2 &&
              std::find(clause.metric_terms.begin(), clause.metric_terms.end(), term) == clause.metric_terms.end())
            clause.metric_terms.push_back(term);
        for (auto [term, terms] : {std::pair{&clause.numerator, &clause.numerator_terms},
                                   std::pair{&clause.denominator, &clause.denominator_terms}})
          if (!term->empty()) {
            terms->push_back(*term);
            if (const std::string core = core_of_count(*term); core != *term) terms->push_back(core);
          }
      }
      measured = true;
      from = one.end;
      found.push_back(std::move(clause));
    }
    if (!measured) asked += (asked.empty() ? "" : "，") + segment;
    if (!measured) subject = segment;
  }
  // Beside measures of the same item a claim that gives these has answered.
  if (found.empty()) {
    Clause clause;
    clause.text = item.text;
    clause.item = item.number;
    clause.metric = asked.empty() ? std::string(name) : asked;
    clause.answer_terms = {things(text + kApart + std::string(name))};
    if (clause.answer_terms.front().empty()) clause.answer_terms.clear();
    found.push_back(std::move(clause));
  }
  return found;
}

DraftingWords::Body DraftingWords::body_in(std::string_view texts) const {
  Body best;
  std::size_t most = 0;
  for (const auto& [word, endings] : words_->bodies) {
    std::size_t times = 0;
    for (std::size_t at = texts.find(word); at != texts.npos; at = texts.find(word, at + word.size())) ++times;
    if (times * word.size() > most) most = times * word.size(), best = {word, endings};
  }
  if (best.word.empty()) best = {words_->bodies.back().first, words_->bodies.back().second};
  return best;
}

std::vector<std::string> DraftingWords::declared_tiers(std::string_view text) const {
  std::string list;
  if (!RE2::PartialMatch(plain(text), words_->tiers, &list)) return {};
  return split(list, words_->tier_joint);
}

DraftingWords::Marked DraftingWords::marked(std::string_view text) const {
  Marked found;
  if (!RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), words_->marks, &found.explains, &found.asks))
    return {"", std::string(text)};
  trim(found.explains);
  trim(found.asks);
  return found;
}

std::string DraftingWords::explanation(const Indicator& indicator) const {
  const std::string marks = marked(indicator.requirement).explains;
  return indicator.definition + (marks.empty() ? "" : "\n") + marks;
}

bool DraftingWords::asks_nothing(std::string_view cell) const {
  // A dash is read in many ways (丨), a demand is longer than a character.
  return utf8::count(cell) < 2 ||
         std::find(words_->not_asked.begin(), words_->not_asked.end(), cell) != words_->not_asked.end();
}

const std::string& DraftingWords::requirement_heading() const { return words_->requirement_heading; }

const std::vector<std::string>& DraftingWords::common_names() const { return words_->common_names; }

std::string DraftingWords::programme_name(std::string_view title) const {
  static const RE2 kBook(R"(《([^》]+)》)");
  std::string name = plain(title);
  if (std::string book; RE2::PartialMatch(name, kBook, &book)) name = book;
  RE2::GlobalReplace(&name, words_->edition, "");
  for (bool again = true; again;) {
    again = false;
    trim(name);
    for (const std::string& end : words_->title_ends)
      if (utf8::count(name) > utf8::count(end) + 1 && name.ends_with(end))
        name.resize(name.size() - end.size()), again = true;
  }
  re2::StringPiece rest(name);
  if (RE2::Consume(&rest, words_->region) && utf8::count(std::string(rest)) >= 3) name.assign(rest.data(), rest.size());
  return name;
}

std::vector<std::string> DraftingWords::document_numbers(std::string_view line) const {
  static const RE2 kNumber(R"((\p{Han}{1,14}[〔\[【（(]20\d\d[〕\]】）)]\d{1,4})" +
                           utf8::encode({&signs::kDateSign, 1}) + ")");
  std::vector<std::string> found;
  re2::StringPiece rest(line.data(), line.size());
  for (std::string number; RE2::FindAndConsume(&rest, kNumber, &number);) {
    RE2::Replace(&number, words_->lead, "");
    found.push_back(number);
  }
  return found;
}

std::string DraftingWords::title_in(const std::string& line) const {
  std::string title;
  return RE2::FullMatch(line, words_->title, &title) ? title : std::string();
}

std::string DraftingWords::without_ordinal(std::string line) const {
  RE2::Replace(&line, words_->ordinal, "");
  return line;
}

std::vector<std::string> DraftingWords::tier_names(std::string_view line) const {
  std::vector<std::string> found;
  const std::string text = plain(line);
  re2::StringPiece rest(text), word;
  while (RE2::FindAndConsume(&rest, words_->tier, &word)) {
    std::string name(word);
    // Of 创建标准合格级 the last word is the tier's: at most three characters before the end, fewer where a known word
    // ends there.
    // 小区类型, 星级 are none; 三星级, A等级 are.
    const bool common = std::any_of(words_->not_tiers.begin(), words_->not_tiers.end(), [&](const std::string& other) {
      return name == other || (name.ends_with(other) && !RE2::FullMatch(name, words_->ranked));
    });
    if (common || utf8::count(name) < 2) continue;
    if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(std::move(name));
  }
  return found;
}

}  // namespace gongshi::normalize
