// SPDX-License-Identifier: GPL-3.0-or-later
// Parts and what they add up to, wherever the total stands: in front of brackets, of a colon, of 其中; behind the
// parts; as a sum in signs; as a number of dates; as so many of each.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "normalize/claim/claim_view.h"
#include "normalize/claim/dates.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::size_t kLongestNoun = 14;  ///< Between a total and its parts: 48台〈电动汽车充电桩〉（….
constexpr std::size_t kLongestName = 22;  ///< Of one part.
constexpr std::size_t kLongestUnit = 2;   ///< 台(组)
constexpr std::size_t kLongestAmong = 4;  ///< 其中包括

struct Vocabulary {
  std::vector<std::u32string> averages, cumulated, totals, leads, among, stops, date_leads, nested, overlaps, scale,
      group_nouns, things, both_sides, among_them, not_totals, total_words, group_totals, respectively, wholes_behind,
      each, each_time, not_of_all, unsatisfied, etc, thing_units, not_products, date_totals;
  std::vector<std::pair<std::u32string, std::u32string>> complements;
  std::u32string pauses;       ///< Between parts: signs, and words of one character.
  std::u32string name_starts;  ///< What may stand in front of a part's name.
  std::u32string noun_ends;    ///< What ends the noun behind a part.
  std::u32string copulas, date_fill;

  explicit Vocabulary(const Programme& programme) {
    const nlohmann::json& object = programme.words("sums");
    take_lists(object, {{&averages, "averages"},
                        {&cumulated, "cumulated"},
                        {&totals, "totals"},
                        {&leads, "leads"},
                        {&among, "among"},
                        {&stops, "stops"},
                        {&date_leads, "date_leads"},
                        {&nested, "nested"},
                        {&overlaps, "overlaps"},
                        {&scale, "scale"},
                        {&group_nouns, "group_nouns"},
                        {&things, "things"},
                        {&both_sides, "both_sides"},
                        {&among_them, "among_them"},
                        {&not_totals, "not_totals"},
                        {&total_words, "total_words"},
                        {&group_totals, "group_totals"},
                        {&respectively, "respectively"},
                        {&wholes_behind, "wholes_behind"},
                        {&each, "each"},
                        {&each_time, "each_time"},
                        {&not_of_all, "not_of_all"},
                        {&unsatisfied, "unsatisfied"},
                        {&etc, "etc"},
                        {&thing_units, "thing_units"},
                        {&not_products, "not_products"},
                        {&date_totals, "date_totals"}});
    const std::u32string joiners = characters(object, "joiners");
    pauses = U"、,;+" + joiners;
    name_starts = U"、,;:" + joiners;
    noun_ends = U"(、,;" + joiners;
    copulas = characters(object, "copulas");
    date_fill = U"、, " + characters(object, "date_fill");
    for (const nlohmann::json& pair : object.at("complements"))
      if (pair.size() == 2)
        complements.emplace_back(folded(pair[0].get<std::string>()), folded(pair[1].get<std::string>()));
  }
};

/// How the parts are led in.
enum class Lead { kNothing, kBrackets, kColon, kAmong, kComma };

struct Opening {
  Lead lead = Lead::kNothing;
  bool among = false;              ///< 其中: the parts are some of them.
  bool enclosed = false;           ///< In brackets or behind a colon: all that stands there are parts.
  std::size_t begin = 0, end = 0;  ///< Where parts may stand.
};

class SumReader {
 public:
  explicit SumReader(const ClaimView& claim)
      : words_(claim.reading().programme.prepared<Vocabulary>()),
        dates_words_(DateWords::of(claim.reading().programme)),
        claim_(claim),
        text_(claim.text().view()) {}

  void read() {
    if (claim_.count() == 0) return;
    taken_.assign(static_cast<std::size_t>(claim_.count()), false);
    find_chains();
    for (int i = 0; i < claim_.count(); ++i)
      if (may_be_total(i)) find_behind(i);
    for (int i = 0; i < claim_.count(); ++i)
      if (may_be_total(i) && !taken(i)) find_in_front(i);
    for (int i = 0; i < claim_.count(); ++i)
      if (may_be_total(i) && !taken(i)) find_product(i);
    for (int i = 0; i < claim_.count(); ++i)
      if (may_be_total(i) && !taken(i) && claim_.figure(i).unit.starts_with(signs::kTimes)) find_dates(i);
    std::stable_sort(claim_.facts().sums.begin(), claim_.facts().sums.end(),
                     [](const SumStatement& a, const SumStatement& b) { return a.range.begin < b.range.begin; });
  }

 private:
  bool taken(int i) const { return taken_[static_cast<std::size_t>(i)]; }

  bool may_be_total(int i) const {
    return claim_.is_count(i) && claim_.is_exact(i) && !claim_.figure(i).unit.empty() &&
           claim_.figure(i).value > Decimal(0) && !contains_any(claim_.label(i), words_.averages);
  }

  /// 合计15台(组): of things that are counted in several units.
  bool second_unit(int i) const {
    const std::size_t open = claim_.span(i).end;
    if (open >= text_.size() || text_[open] != U'(') return false;
    const std::size_t close = closing(open);
    if (close == text_.size() || close - open > kLongestUnit + 1) return false;
    const std::u32string_view unit = text_.substr(open + 1, close - open - 1);
    return !unit.empty() && std::all_of(unit.begin(), unit.end(), is_han);
  }

  /// A part of the total's unit, or of the second one that it has in brackets.
  bool unit_of_part(int i, int total) const {
    return one_unit(i, total) ||
           (second_unit(total) && text_.substr(claim_.span(total).end + 1).starts_with(folded(claim_.figure(i).unit)));
  }

  bool one_unit(int a, int b) const {
    const std::string &first = claim_.figure(a).unit, &second = claim_.figure(b).unit;
    if (first == second || (first.starts_with(signs::kTimes) && second.starts_with(signs::kTimes))) return true;
    // 48台（快充16个…）: pieces, however counted.
    return false;
  }

  /// What a figure comes to: 3月、6月各1次 is two.
  std::optional<Decimal> value(int i) const {
    for (const NumberStatement& number : claim_.facts().numbers)
      if (number.figure == i) return number.readings.front().value;
    return claim_.figure(i).value;
  }

  // Sums in signs: 1204+986+775=2975户.

  /// 3栋×4台+4栋×2台=22台: parts are pairs of factors.
  bool find_products(int last) {
    const auto times = [&](int i) {
      const std::u32string_view sign = claim_.between(i, i + 1);
      return sign == U"×" || sign == U"*" || sign == U"x";
    };
    std::vector<int> factors;
    std::optional<Decimal> sum = Decimal(0);
    for (int i = last - 1; i >= 1 && times(i - 1); i -= 2) {
      if (!factors.empty() && claim_.between(i, factors.front()) != U"+") break;
      const auto product = Decimal::multiply(claim_.figure(i - 1).value, claim_.figure(i).value);
      sum = sum && product ? Decimal::add(*sum, *product) : std::nullopt;
      factors.insert(factors.begin(), {i - 1, i});
    }
    if (factors.empty() || !sum || claim_.figure(last).unit.empty() || claim_.figure(last).unit == "%") return false;
    for (std::size_t i = 0; i < factors.size(); i += 2)
      if (!one_unit(factors[i], last) && !one_unit(factors[i + 1], last)) return false;
    add(last, factors, {ReadingReason::kEach}, *sum).product = true;
    return true;
  }

  void find_chains() {
    for (int last = 2; last < claim_.count(); ++last) {
      const std::u32string_view sign = claim_.between(last - 1, last);
      if (sign != U"=") continue;
      if (find_products(last)) continue;
      std::vector<int> parts = {last - 1};
      while (parts.back() > 0 && claim_.between(parts.back() - 1, parts.back()) == U"+")
        parts.push_back(parts.back() - 1);
      if (parts.size() < 2) continue;
      std::reverse(parts.begin(), parts.end());
      const auto known = [&](int i) { return claim_.figure(i).unit.empty() || one_unit(i, last); };
      if (claim_.figure(last).unit == "%" || !std::all_of(parts.begin(), parts.end(), known)) continue;
      add(last, parts, {ReadingReason::kPartition});
    }
  }

  // A total behind its parts: 快充16台、慢充36台，共48台.

  /// 共〈48台〉, 共有路灯〈48盏〉, 三个小区共〈48台〉.
  bool named_total(int i) const {
    static constexpr std::size_t kLongest = 8;
    std::u32string_view label = claim_.label(i);
    while (!label.empty() && (label.back() == U':' || words_.copulas.find(label.back()) != kNone))
      label.remove_suffix(1);
    if (ends_with_any(label, words_.totals) || total_of_groups(label)) return true;
    if (label.size() > kLongest) return false;
    // Also 两楼合计床位〈210张〉: of so many things together.
    static constexpr std::size_t kThings = 3;
    return std::any_of(words_.totals.begin(), words_.totals.end(), [&](const std::u32string& word) {
      return label.starts_with(word) || (word.size() > 1 && label.substr(0, kThings + word.size()).find(word) != kNone);
    });
  }

  /// 三个小区总户数〈2357户〉, 各小区总面积〈0.9平方公里〉: all of the groups told apart in front.
  bool total_of_groups(std::u32string_view label) const {
    static constexpr std::size_t kQuantity = 3;  // 总户数
    static constexpr std::size_t kLongestGroups = 4;
    const std::size_t all = last_of(label, words_.group_totals);
    const std::u32string_view groups = label.substr(0, all == kNone ? 0 : all);
    return all != kNone && label.size() - all <= kQuantity && groups.size() <= kLongestGroups &&
           ends_with_any(groups, words_.group_nouns);
  }

  /// 第一季度2次、第二季度1次，累计3次: told of parts of the year that stand in front.
  bool of_periods(int total) const {
    static constexpr int kSeveral = 2;
    const ByteRange sentence = claim_.text().range(claim_.sentence(total).begin, claim_.span(total).begin);
    int dates = 0;
    for (const DateMention& date : claim_.facts().dates)
      dates += date.begin.month > 0 && date.range.begin >= sentence.begin && date.range.end <= sentence.end ? 1 : 0;
    return dates >= kSeveral && is_any(claim_.label(total), words_.cumulated);
  }

  void find_behind(int total) {
    if (!named_total(total)) return;
    const std::u32string_view label = claim_.label(total);
    if (label.size() > kLongestNoun || (contains_any(label, words_.not_totals) && !of_periods(total))) return;
    std::vector<int> parts;
    const int level = claim_.depth(claim_.span(total).begin);
    int next = total;
    for (int i = total - 1; i >= 0; --i) {
      const int here = claim_.depth(claim_.span(i).begin);
      // 东苑860户、西苑742户，〈三个〉小区总户数…: the number of the groups.
      const bool groups =
          i + 1 == total && total_of_groups(label) && claim_.span(i).end == claim_.context(total).label.begin;
      if (skipped(i) || here > level || groups) continue;
      const std::u32string_view between = claim_.between(i, next);
      if (here < level || !claim_.is_count(i) || !parts_follow(between, next == total)) break;
      const bool listed = next != total && between.find(U'、') != kNone;
      // 快件箱7组、售卖机3台…，共10台: of a list of several units nobody knows what is counted.
      if (listed && (!unit_of_part(i, total) || !claim_.is_exact(i))) return;
      if (!unit_of_part(i, total) || !claim_.is_exact(i) || whole(i, total, listed)) break;
      if (!parts.empty() && !listed && (!same_style(i, parts.back()) || pause(parts.back(), parts.size()) == U'、'))
        break;
      if (contains_any(name_of(i), words_.stops) || claim_.label(i).size() > kLongestName) {
        if (listed) return;
        break;
      }
      parts.push_back(i);
      next = i;
      if (contains_any(claim_.label(i), words_.among_them)) break;
    }
    std::reverse(parts.begin(), parts.end());
    take_true_end(parts, total);
    // 15台(组): only of parts that are counted in both.
    if (second_unit(total) && std::all_of(parts.begin(), parts.end(), [&](int i) { return one_unit(i, total); }))
      return;
    if (alternates(total)) return;
    if (parts.size() < 2 || total_itself(parts.back(), total) ||
        (!named({parts.front()}) && !shared_out(parts.front())))
      return;
    const bool overlap = overlapping(parts) || contains_any(label, words_.overlaps);
    add(total, parts, {overlap ? ReadingReason::kOverlap : ReadingReason::kPartition});
  }

  /// 三个小区分别有充电口〈40个〉、52个、36个: figures that bear no name each, of things told apart in front of them.
  bool shared_out(int first) const {
    static constexpr std::size_t kLeadIn = 6;  // 分别有充电口
    const std::size_t begin = claim_.context(first).span.begin, from = begin - std::min(begin, kLeadIn);
    return contains_any(text_.substr(from, begin - from), words_.respectively);
  }

  /// The sign that parts a figure from the one behind it in a list of so many; '、' where there is none yet.
  char32_t pause(int first, std::size_t count) const {
    if (count < 2) return U',';
    return claim_.between(first, first + 1).find(U'、') != kNone ? U'、' : U',';
  }

  /// 3790户中，…合计3660户: the number in front is the whole and no part.
  /// 共有水表1860块、电表1860块，合计…: listed with others it is one of them.
  bool whole(int i, int total, bool listed) const {
    const std::u32string_view behind = claim_.after(i);
    return claim_.figure(i).value >= claim_.figure(total).value || ends_with_any(behind, words_.wholes_behind) ||
           (named_total(i) && !listed);
  }

  /// 封闭小区6个，人行出入口10个，车行出入口6个，共16个: the total is of those parts that give it.
  void take_true_end(std::vector<int>& parts, int total) const {
    std::optional<Decimal> sum = Decimal(0);
    for (std::size_t i = parts.size(); i-- > 0;) {
      const auto one = value(parts[i]);
      sum = sum && one ? Decimal::add(*sum, *one) : std::nullopt;
      if (!sum) return;
      if (parts.size() - i >= 2 && *sum == claim_.figure(total).value) {
        parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i));
        return;
      }
    }
  }

  /// 北区120份、满意115份；南区180份、满意171份；合计300份: every second or third figure in front gives the total,
  /// which is of those.
  bool alternates(int total) const {
    static constexpr std::size_t kMostFigures = 12, kMostKinds = 4;
    std::vector<int> counts;
    for (int i = total - 1; i >= 0 && counts.size() < kMostFigures; --i)
      if (claim_.is_count(i) && one_unit(i, total)) counts.push_back(i);
    for (std::size_t kinds = 2; kinds <= kMostKinds; ++kinds)
      for (std::size_t first = 0; first < kinds; ++first) {
        std::optional<Decimal> sum = Decimal(0);
        std::size_t terms = 0;
        for (std::size_t i = first; i < counts.size() && sum; i += kinds) {
          sum = Decimal::add(*sum, claim_.figure(counts[i]).value);
          if (++terms >= 2 && sum && *sum == claim_.figure(total).value) return true;
        }
      }
    return false;
  }

  /// The same for a total in front of its parts.
  void take_true_beginning(std::vector<int>& parts, int total) const {
    std::reverse(parts.begin(), parts.end());
    take_true_end(parts, total);
    std::reverse(parts.begin(), parts.end());
  }

  /// 88人，其中高级20人、中级31人、初级31人，持证82人: the last part is what those in front of it come to.
  bool total_itself(int last, int total) const {
    const auto own = value(last), twice = own ? Decimal::multiply(*own, 2) : std::nullopt;
    if (!twice || *twice == claim_.figure(total).value) return false;  // 40个：东区10个、西区10个、南区20个
    std::optional<Decimal> sum = Decimal(0);
    int terms = 0;
    for (int i = last - 1; i >= 0 && i != total && claim_.sentence(i).begin == claim_.sentence(last).begin; --i) {
      if (skipped(i)) continue;
      if (!claim_.is_count(i) || !one_unit(i, last)) return false;
      const auto one = value(i);
      sum = one ? Decimal::add(*sum, *one) : std::nullopt;
      if (!sum || *sum > *own) return false;
      if (++terms >= 2 && *sum == *own) return true;
    }
    return false;
  }

  /// Between one part and the next (or the total) stands a pause, and no new sentence.
  bool parts_follow(std::u32string_view between, bool total) const {
    if (between.find_first_of(U"。!\n:") != kNone) return false;
    if (total) return between.find_first_of(U",;、") != kNone || between.size() <= 6;
    return between.find_first_of(words_.pauses) != kNone;
  }

  /// Figures that are no counts (rates, names, conditions) are passed over.
  bool skipped(int i) const {
    const QuantityRole role = claim_.figure(i).role;
    return role == QuantityRole::kName || role == QuantityRole::kItemNumber || role == QuantityRole::kDatePart ||
           role == QuantityRole::kCondition || role == QuantityRole::kRate;
  }

  std::u32string_view name_of(int i) const {
    std::u32string_view label = claim_.label(i);
    while (!label.empty() && words_.name_starts.find(label.front()) != kNone) label.remove_prefix(1);
    for (const std::u32string& word : words_.among)
      if (label.starts_with(word)) label.remove_prefix(word.size());
    return label;
  }

  std::u32string_view noun_of(int i) const {
    std::u32string_view noun = claim_.after(i);
    if (const std::size_t cut = noun.find_first_of(words_.noun_ends); cut != kNone) noun = noun.substr(0, cut);
    return noun;
  }

  /// Both bear a name in front, or both have what they count behind.
  bool same_style(int a, int b) const {
    return name_of(a).empty() == name_of(b).empty() &&
           (!name_of(a).empty() || noun_of(a).empty() == noun_of(b).empty());
  }

  bool named(const std::vector<int>& parts) const {
    return std::all_of(parts.begin(), parts.end(),
                       [&](int i) { return !name_of(i).empty() || noun_of(i).size() >= 2; });
  }

  // A total in front: 48台（快充16台、慢充36台）.

  void find_in_front(int total) {
    if (second_unit(total)) return;
    const Opening opening = opening_behind(total);
    if (opening.lead == Lead::kNothing) return;
    std::vector<int> parts;
    const int level = claim_.depth(opening.begin);
    for (int i = total + 1; i < claim_.count() && claim_.span(i).begin < opening.end; ++i) {
      if (skipped(i) || claim_.depth(claim_.span(i).begin) > level) continue;
      if (claim_.depth(claim_.span(i).begin) < level) break;
      const bool first = parts.empty();
      if (first && opening.lead == Lead::kComma && claim_.span(i).begin > opening.begin + kLongestName) break;
      if (!belongs(total, i, opening)) {
        if (parts.size() >= 2 || first) break;
        return;
      }
      if (!claim_.is_exact(i)) return;
      if (!first && !parts_follow(claim_.between(parts.back(), i), false)) break;
      // 318盏，其中智能灯300盏，…，其中太阳能灯93盏: a part of the part.
      if (!first && contains_any(claim_.label(i), words_.among_them)) break;
      // 其中60岁以上192份，占40%；满意441份: behind a semicolon begins another matter.
      if (!first && !opening.enclosed && claim_.between(parts.back(), i).find(U';') != kNone) break;
      std::u32string_view own = name_of(i);
      const bool grade = ends_with_any(own, words_.scale);  // 较满意, and no 较上年
      if ((!grade && contains_any(own, words_.stops)) || own.size() > kLongestName || named_total(i)) break;
      if (!first && !same_style(parts.back(), i)) break;
      parts.push_back(i);
    }
    take_true_beginning(parts, total);
    if (!parts.empty() && total_itself(parts.back(), total)) return;
    // 三个小区，分别有充电口40个、52个: what is more than the total is none of its parts.
    const auto more = [&](int i) { return claim_.figure(i).value > claim_.figure(total).value; };
    const bool loose = opening.lead == Lead::kAmong || opening.lead == Lead::kComma;
    if (loose ? std::any_of(parts.begin(), parts.end(), more) : std::all_of(parts.begin(), parts.end(), more)) return;
    if (parts.size() < 2 || !named(parts)) return;
    if (opening.lead == Lead::kComma && total_follows(parts.back())) return;
    const bool open = open_behind(parts.back());
    if (const auto readings = readings_of(total, parts, opening, open); !readings.empty()) add(total, parts, readings);
  }

  /// Of the total's unit; bare figures behind their names (东苑3、西苑2); things that are counted in several units.
  bool belongs(int total, int i, const Opening& opening) const {
    const Quantity& one = claim_.figure(i);
    if (one_unit(total, i) && claim_.is_count(i)) return true;
    if (opening.lead == Lead::kComma) return false;
    const char32_t behind = claim_.text().at(claim_.span(i).end);
    const bool bare = one.unit.empty() && !one.from_words && one.role != QuantityRole::kName && !is_han(behind);
    if (bare && opening.enclosed && !name_of(i).empty()) return true;
    return !opening.among && opening.lead != Lead::kAmong && mixed(total, i);
  }

  /// 产品40件：手环22只、雷达18台
  bool mixed(int total, int i) const {
    const std::u32string around = std::u32string(claim_.label(total)) + U'|' + std::u32string(noun_of(total));
    const auto thing = [&](int k) {
      const std::string_view kind = unit_kind(claim_.figure(k).unit, claim_.reading().programme);
      return kind == "piece" || is_any(folded(claim_.figure(k).unit), words_.thing_units);
    };
    return claim_.is_count(i) && thing(i) && thing(total) && contains_any(around, words_.things);
  }

  /// 发放320份，线上收回214份、线下收回86份，〈合计300份〉: the parts have a total of their own behind them.
  bool total_follows(int last) const {
    const int next = last + 1;
    return next < claim_.count() && claim_.is_count(next) && one_unit(next, last) && named_total(next) &&
           claim_.sentence(next).begin == claim_.sentence(last).begin;
  }

  /// A、B等: there are more.
  bool open_behind(int part) const {
    const std::size_t end = claim_.span(part).end;
    const std::u32string_view behind = text_.substr(end, std::min<std::size_t>(8, text_.size() - end));
    const std::size_t etc = first_of(behind, words_.etc);
    return etc != kNone && behind.substr(0, etc).find_first_of(U",;。)") == kNone;
  }

  Opening opening_behind(int total) const {
    Opening opening;
    const std::size_t end = claim_.span(total).end;
    const std::size_t limit = std::min(text_.size(), end + kLongestNoun + 4);
    for (std::size_t at = end; at < limit; ++at) {
      const char32_t c = text_[at];
      if (is_digit(c) || c == U'。' || c == U'\n' || c == U'、' || c == U')') return opening;
      const std::u32string_view behind = text_.substr(at + 1);
      if (c == U'(') {
        opening = {Lead::kBrackets, begins_with_among(behind), true, at + 1, closing(at)};
        return opening;
      }
      if (c == U':') {
        opening = {Lead::kColon, begins_with_among(behind), true, at + 1, sentence_end(at)};
        return opening;
      }
      if (c == U',' || c == U';') {
        const bool among = begins_with_among(behind);
        const bool lead = starts_with_any(behind, words_.leads);
        const bool colon = among && behind.substr(0, kLongestAmong).find(U':') != kNone;  // ，其中：
        opening = {lead ? Lead::kAmong : Lead::kComma, among, colon, at + 1, sentence_end(at)};
        return opening;
      }
      for (const std::u32string& word : words_.among_them)
        if (text_.substr(at).starts_with(word)) {
          const std::size_t begin = at + word.size();
          return {Lead::kAmong, true, claim_.text().at(begin) == U':', begin, sentence_end(at)};
        }
    }
    return opening;
  }

  bool begins_with_among(std::u32string_view text) const { return starts_with_any(text, words_.among); }

  std::size_t closing(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < text_.size(); ++i) {
      if (text_[i] == U'(') ++depth;
      if (text_[i] == U')' && --depth == 0) return i;
      if (text_[i] == U'\n') return i;
    }
    return text_.size();
  }

  std::size_t sentence_end(std::size_t from) const {
    for (std::size_t i = from; i < text_.size(); ++i) {
      if (text_[i] == U'。' || text_[i] == U'\n' || text_[i] == U'!') return i;
      if (text_[i] == U';' && i + 1 < text_.size() && claim_.reading().item_chars[i + 1]) return i;
    }
    return text_.size();
  }

  /// In what senses the parts may belong to the total; none where they need not be its parts at all.
  std::vector<ReadingReason> readings_of(int total, const std::vector<int>& parts, const Opening& opening,
                                         bool open) const {
    const bool nested = nested_names(parts) || overlapping(parts);
    const bool complement = complements(parts), family = complement || alike(parts);
    if (nested) return {ReadingReason::kOverlap};
    if (open) return {ReadingReason::kAmong, ReadingReason::kOverlap};
    if (of_scale(parts)) return {ReadingReason::kPartition, ReadingReason::kAmong};
    if (std::any_of(parts.begin(), parts.end(),
                    [&](int i) { return !one_unit(total, i) && !claim_.figure(i).unit.empty(); }))
      return {ReadingReason::kPartition, ReadingReason::kOverlap};
    switch (opening.lead) {
      case Lead::kColon:
        if (opening.among) break;
        return {ReadingReason::kPartition};
      case Lead::kBrackets:
        if (opening.among) break;
        if (complement) return {ReadingReason::kPartition};
        if (family || parts.size() >= 3) return {ReadingReason::kPartition, ReadingReason::kAmong};
        return {ReadingReason::kAmong, ReadingReason::kOverlap};
      case Lead::kComma:
        // 四十台，直流十六台、交流二十二台: the number in front of the comma is of the thing that both are kinds of.
        if (complement && claim_.between(total, parts.front()).starts_with(U','))
          return {ReadingReason::kPartition, ReadingReason::kAmong};
        if (!family || !named_total_in_front(total)) return {};
        return {ReadingReason::kPartition, ReadingReason::kAmong};
      default:
        if (!opening.among) return {ReadingReason::kPartition};
        break;
    }
    if (complement || nearly_all(total, parts, family)) return {ReadingReason::kPartition, ReadingReason::kAmong};
    return {ReadingReason::kAmong, ReadingReason::kOverlap};
  }

  /// 非常满意251份、满意121份、一般18份、不满意5份: a scale down to those who are not satisfied.
  bool of_scale(const std::vector<int>& parts) const {
    static constexpr std::size_t kFewest = 3;
    bool down = false;
    for (const int i : parts) {
      if (!ends_with_any(name_of(i), words_.scale)) return false;
      down = down || contains_any(name_of(i), words_.unsatisfied);
    }
    return down && parts.size() >= kFewest;
  }

  /// 两者都有411户: counted twice.
  bool overlapping(const std::vector<int>& parts) const {
    return std::any_of(parts.begin(), parts.end(), [&](int i) {
      return contains_any(claim_.label(i), words_.overlaps) || contains_any(noun_of(i), words_.overlaps);
    });
  }

  /// 32人，其中甲5人、乙12人、丙10人、丁4人: several parts that nearly come to the total are most likely meant to be
  /// all of it.
  bool nearly_all(int total, const std::vector<int>& parts, bool family) const {
    static constexpr std::size_t kFewest = 3;
    static constexpr int kAlike = 75, kAny = 90;  // per cent
    if (parts.size() < kFewest) return false;
    std::optional<Decimal> sum = Decimal(0);
    for (const int i : parts) {
      const auto one = value(i);
      sum = sum && one ? Decimal::add(*sum, *one) : std::nullopt;
    }
    const auto hundredfold = sum ? Decimal::multiply(*sum, 100) : std::nullopt;
    return hundredfold &&
           Decimal::compare_ratio(*hundredfold, claim_.figure(total).value, Decimal(family ? kAlike : kAny)) >= 0;
  }

  /// 应用场景共12个, 合计12个: said to be all.
  bool named_total_in_front(int i) const {
    const std::u32string_view label = claim_.label(i);
    return named_total(i) || contains_any(label, words_.total_words);
  }

  bool nested_names(const std::vector<int>& parts) const {
    int found = 0;
    for (const int i : parts) found += contains_any(name_of(i), words_.nested) ? 1 : 0;
    return found >= 2;
  }

  std::u32string_view kind_of(int i) const { return name_of(i).empty() ? noun_of(i) : name_of(i); }

  bool complements(const std::vector<int>& parts) const {
    if (parts.size() != 2) return false;
    const std::u32string_view a = kind_of(parts[0]), b = kind_of(parts[1]);
    return std::any_of(words_.complements.begin(), words_.complements.end(), [&](const auto& pair) {
      return (a.find(pair.first) != kNone && b.find(pair.second) != kNone) ||
             (a.find(pair.second) != kNone && b.find(pair.first) != kNone);
    });
  }

  /// 服务类, 安全类; 东苑, 西苑: names made alike.
  bool alike(const std::vector<int>& parts) const {
    const std::u32string_view first = kind_of(parts.front());
    if (first.empty()) return false;
    return std::all_of(parts.begin(), parts.end(), [&](int i) {
      const std::u32string_view other = kind_of(i);
      return !other.empty() && (other.back() == first.back() || other.front() == first.front());
    });
  }

  // So many of each: 22栋，每栋2台，共44台.

  void find_product(int total) {
    if (!named_total(total) || total < 2 || second_unit(total)) return;
    int each = total - 1;
    while (each >= 0 && skipped(each)) --each;
    if (each < 1 || !claim_.is_count(each) || !claim_.is_exact(each) || !one_unit(each, total) ||
        claim_.sentence(each).begin != claim_.sentence(total).begin || !of_each(each))
      return;
    int number = each - 1;
    while (number >= 0 && skipped(number)) --number;
    if (number < 0 || !claim_.is_count(number) || !claim_.is_exact(number) || one_unit(number, each) ||
        claim_.sentence(number).begin != claim_.sentence(total).begin || !each_is_of(each, number) ||
        contains_any(claim_.between(each, total), words_.not_products) || several_products(number, each) ||
        contains_any(claim_.between(number, each), words_.both_sides))
      return;
    const auto product = Decimal::multiply(claim_.figure(number).value, claim_.figure(each).value);
    if (!product) return;
    add(total, {number, each}, {ReadingReason::kEach}, *product).product = true;
  }

  /// 东苑3处、西苑2处、南苑2处，每处12个; 4栋每栋2台、2栋每栋3台: more than one number is multiplied.
  bool several_products(int number, int each) const {
    for (int i = number - 1; i >= 0 && claim_.sentence(i).begin == claim_.sentence(number).begin; --i)
      if (!skipped(i) && claim_.is_count(i) && (one_unit(i, number) || (one_unit(i, each) && of_each(i)))) return true;
    return false;
  }

  bool of_each(int i) const { return starts_with_any(claim_.label(i), words_.each); }

  /// 每栋 of 22栋, 每个小区 of 6个小区, 各2台 right behind.
  bool each_is_of(int each, int number) const {
    std::u32string_view label = claim_.label(each);
    if (!label.starts_with(signs::kEachSign)) return claim_.between(number, each).size() <= 8;
    label.remove_prefix(1);
    const std::u32string_view unit =
        text_.substr(claim_.context(number).figure.end, claim_.span(number).end - claim_.context(number).figure.end);
    const std::u32string_view noun = noun_of(number);
    return (!unit.empty() && label.starts_with(unit.substr(0, 1))) || (!noun.empty() && label.starts_with(noun));
  }

  // So many times, with their dates: 4次：2月1日、4月18日、6月27日.

  void find_dates(int total) {
    const std::size_t end = claim_.span(total).end;
    std::size_t at = end;
    while (at < text_.size() && at - end <= kLongestNoun && std::u32string_view(U",:(。;\n、").find(text_[at]) == kNone)
      ++at;
    if (at >= text_.size() || at - end > kLongestNoun ||
        (text_[at] != U':' && text_[at] != U'(' && text_[at] != U',')) {
      return find_dates_in_front(total);
    }
    std::size_t begin = at + 1;
    bool led = text_[at] != U',';
    for (const std::u32string& word : words_.date_leads)
      if (text_.substr(begin).starts_with(word)) {
        begin += word.size();
        led = true;
        break;
      }
    if (!led) return find_dates_in_front(total);
    const std::size_t stop = text_[at] == U'(' ? closing(at) : text_.find_first_of(U"。;\n)", begin);
    const auto listed = dates_in(begin, stop == kNone ? text_.size() : stop);
    if (!listed) return find_dates_in_front(total);
    add_dates(total, *listed, {ReadingReason::kPartition});
  }

  /// 2月1日、4月18日、6月27日共开展4次.
  void find_dates_in_front(int total) {
    const std::size_t all = first_of(claim_.label(total), words_.date_totals);
    if (all == kNone || contains_any(claim_.label(total), words_.not_of_all)) return;
    const std::size_t end = claim_.context(total).label.begin + all;
    std::size_t begin = end;
    if (begin > 0 && text_[begin - 1] == U',') --begin;
    const std::size_t list_end = begin;
    while (begin > 0 && std::u32string_view(U"。;:!(\n").find(text_[begin - 1]) == kNone &&
           !claim_.reading().item_chars[begin - 1])
      --begin;
    if (const auto listed = dates_in(begin, list_end); listed && *listed >= 2)
      add_dates(total, *listed, {ReadingReason::kPartition, ReadingReason::kAmong});
  }

  /// The number of dates where the stretch lists nothing else; empty where it has anything else or goes on (等).
  std::optional<int> dates_in(std::size_t begin, std::size_t end) const {
    int found = 0;
    std::size_t at = begin;
    while (at < end) {
      std::size_t next = 0;
      for (const Span& date : dates())
        if (date.begin == at) next = date.end;
      if (next > at) {
        ++found;
        at = next;
        continue;
      }
      if (found >= 2 && starts_with_any(text_.substr(at), words_.each_time)) break;  // …各一次
      if (words_.date_fill.find(text_[at]) == kNone) return std::nullopt;
      ++at;
    }
    return found > 0 ? std::optional(found) : std::nullopt;
  }

  /// Dates, months, quarters and seasons of the claim, as stretches.
  const std::vector<Span>& dates() const {
    if (!dates_read_) {
      dates_read_ = true;
      std::size_t at = 0;
      while (at < text_.size()) {
        const std::size_t end = date_end(at);
        if (end > at) dates_.push_back({at, end});
        at = std::max(at + 1, end);
      }
    }
    return dates_;
  }

  std::size_t date_end(std::size_t at) const {
    for (const DateMention& date : claim_.facts().dates) {
      const ByteRange here = claim_.text().range(at, at + 1);
      if (date.range.begin == here.begin && date.begin.month > 0) {
        std::size_t end = at;
        while (end < text_.size() && claim_.text().ends[end] <= date.range.end) ++end;
        return end;
      }
    }
    return period_end(claim_.text(), at, dates_words_);
  }

  void add_dates(int total, int listed, const std::vector<ReadingReason>& reasons) {
    add(total, {}, reasons, Decimal(listed)).dates = listed;
  }

  void add(int total, const std::vector<int>& parts, const std::vector<ReadingReason>& reasons) {
    std::optional<Decimal> all = Decimal(0);
    for (const int part : parts) {
      const auto one = value(part);
      all = all && one ? Decimal::add(*all, *one) : std::nullopt;
    }
    if (all) add(total, parts, reasons, *all);
  }

  SumStatement& add(int total, const std::vector<int>& parts, const std::vector<ReadingReason>& reasons,
                    const Decimal& value) {
    SumStatement sum;
    sum.total = total;
    sum.parts = parts;
    for (const ReadingReason reason : reasons) sum.readings.push_back({reason, -1, -1, {}, {}, value});
    sum.range = claim_.figure(total).range;
    for (const int part : parts) {
      sum.range.begin = std::min(sum.range.begin, claim_.figure(part).range.begin);
      sum.range.end = std::max(sum.range.end, claim_.figure(part).range.end);
    }
    taken_[static_cast<std::size_t>(total)] = true;
    claim_.facts().sums.push_back(std::move(sum));
    return claim_.facts().sums.back();
  }

  const Vocabulary& words_;
  const DateWords& dates_words_;
  const ClaimView& claim_;
  std::u32string_view text_;
  std::vector<bool> taken_;
  mutable bool dates_read_ = false;
  mutable std::vector<Span> dates_;
};

}  // namespace

void read_sums(const ClaimView& claim) { SumReader(claim).read(); }

}  // namespace gongshi::normalize
