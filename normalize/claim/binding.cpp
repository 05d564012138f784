// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/binding.h"

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "normalize/claim/binding_words.h"
#include "normalize/claim/measures.h"
#include "normalize/regions.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::size_t kShortLabel = 3;       // 占, 约占, 占比
constexpr std::size_t kShortNoun = 4;        // 4284户居民,其中…
constexpr std::size_t kLongestReached = 14;  // 有线电视或网络电视可收看
constexpr std::string_view kElderly = "elderly", kElderlySaid = "elderly-said", kResidents = "residents",
                           kPopulation = "population", kSatisfied = "satisfied", kHouseholds = "households";
struct MetricWords {
  std::vector<std::u32string> words, marks, none, items;
  std::vector<std::string> units, numerators, denominators;
};

struct MetricData {
  std::unordered_map<std::string, MetricWords> metrics;
  std::vector<std::u32string> generic, elderly_share, estate_stop, satisfied_grades, half_satisfied, other_rates,
      general_rates, changes, empty_words, having, verbs, lacking, reached;
  std::string elderly_share_metric;  ///< Of the standard; "" if it has none.
};

/// The word file "metrics" and the measures' words for terms, prepared once per programme.
class MetricTables : public MetricData {
 public:
  explicit MetricTables(const Programme& programme) : programme_(programme) {
    const nlohmann::json& object = programme.words("metrics");
    generic = word_list(object, "generic");
    elderly_share = word_list(object, "elderly_share");
    estate_stop = word_list(object, "estate_stop");
    other_rates = word_list(object, "other_rates");
    changes = word_list(object, "changes");
    general_rates = word_list(object, "general_rates");
    empty_words = word_list(object, "empty_words");
    having = word_list(object, "having");
    verbs = word_list(object, "verbs");
    lacking = word_list(object, "lacking");
    reached = word_list(object, "reached");
    half_satisfied = word_list(object, "half_satisfied");
    satisfied_grades = word_list(object, "satisfied_grades");
    if (const auto special = object.find("special"); special != object.end())
      elderly_share_metric = special->value("elderly_share", "");
    if (const auto file = object.find("metrics"); file != object.end())
      for (const auto& [name, entry] : file->items())
        metrics[name] = {word_list(entry, "words"),         word_list(entry, "marks"),
                         word_list(entry, "none"),          word_list(entry, "items"),
                         string_list(entry, "units"),       string_list(entry, "numerators"),
                         string_list(entry, "denominators")};
  }

  [[nodiscard]] ClauseWords words_of(const Clause& clause) const {
    ClauseWords words;
    words.clause = &clause;
    words.text = folded(clause.metric) + U'|' + folded(clause.text);
    add_word(folded(clause.metric), words);
    for (const std::string& term : clause.metric_terms) add_word(folded(term), words);
    if (const auto found = metrics.find(clause.metric); found != metrics.end()) {
      const MetricWords& more = found->second;
      for (const std::u32string& word : more.words) add_word(word, words);
      words.marks = more.marks;
      words.none = more.none;
      words.items = more.items;
      words.units = more.units;
      words.numerators = more.numerators;
      words.denominators = more.denominators;
    }
    for (const auto& [term, ids] :
         {std::pair{&clause.numerator, &words.numerators}, std::pair{&clause.denominator, &words.denominators}})
      for (const std::string& id : measures_of_term(*term, programme_))
        if (std::find(ids->begin(), ids->end(), id) == ids->end()) ids->push_back(id);
    return words;
  }

 private:
  void add_word(std::u32string word, ClauseWords& words) const {
    auto& target = std::find(generic.begin(), generic.end(), word) != generic.end() ? words.generic : words.words;
    if (!word.empty() && std::find(target.begin(), target.end(), word) == target.end())
      target.push_back(std::move(word));
  }

  const Programme& programme_;
};

bool is_share_clause(const Clause& clause) { return clause.unit == "%" && clause.value.has_value(); }

/// One claim with its indicator.
class Binder {
 public:
  Binder(const ClaimReading& reading, ClaimFacts& facts, const Indicator* indicator, const TierWords* tier,
         std::string_view community)
      : data_(reading.programme.prepared<MetricTables>()),
        words_(reading.programme.prepared<BindingWords>()),
        reading_(reading),
        facts_(facts),
        indicator_(indicator),
        tier_(tier),
        community_(folded(community)) {
    if (indicator_ != nullptr && tier_ != nullptr) clauses_ = &tier_->of(*indicator_);
    rate_clauses_.resize(facts_.quantities.size());
    in_ratio_.assign(facts_.quantities.size(), false);
  }

  void bind() {
    bind_subjects();
    bind_measures();
    bind_conditions();
    for (std::size_t i = 0; i < facts_.quantities.size(); ++i) bind_rate(i);
    for (std::size_t i = 0; i < facts_.quantities.size(); ++i) bind_count(i);
    find_divisions();
    find_formula_ratios();
    find_elderly_share();
    find_sentence_ratios();
    add_lone_rates();
    name_wholes();
    std::stable_sort(facts_.ratios.begin(), facts_.ratios.end(),
                     [](const RatioStatement& a, const RatioStatement& b) { return a.range.begin < b.range.begin; });
  }

 private:
  Quantity& quantity(int i) { return facts_.quantities[static_cast<std::size_t>(i)]; }
  const QuantityContext& context(int i) const { return reading_.contexts[static_cast<std::size_t>(i)]; }
  int count() const { return static_cast<int>(facts_.quantities.size()); }
  std::u32string_view label(int i) const { return reading_.view(context(i).label); }
  std::u32string_view after(int i) const { return reading_.view(context(i).after); }
  std::u32string_view part(int i) {
    const int at = quantity(i).part;
    return at < 0 ? std::u32string_view() : reading_.view(reading_.parts[static_cast<std::size_t>(at)]);
  }

  // Subjects: the 小区 that a figure is about.

  /// The proper name that ends with the 小区 at `estate`; empty for 封闭式小区, 每个小区 and the like.
  Span estate_name(std::size_t estate) const {
    const std::u32string_view text = reading_.text.view();
    std::size_t begin = estate;
    while (begin > 0 && estate - begin < 8 && is_han(text[begin - 1])) --begin;
    for (const std::u32string& stop : data_.estate_stop) {
      const std::size_t found = text.substr(begin, estate - begin).rfind(stop);
      if (found != kNone) begin += found + stop.size();
    }
    return {begin, estate};
  }

  void bind_subjects() {
    const std::u32string_view text = reading_.text.view();
    std::vector<Span> names = other_communities();
    for (const std::u32string& estate : words_.estates)
      for (std::size_t at = text.find(estate); at != kNone; at = text.find(estate, at + 1))
        if (const Span name = estate_name(at); name.end - name.begin >= 2)
          names.push_back({name.begin, at + estate.size()});
    if (names.empty()) return;
    std::sort(names.begin(), names.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    for (int i = 0; i < count(); ++i) {
      if (!quantity(i).subject.empty()) continue;
      const Span part = quantity(i).part < 0 ? Span{} : reading_.parts[static_cast<std::size_t>(quantity(i).part)];
      std::set<std::u32string_view> before;
      for (const Span& name : names) {
        if (name.begin < part.begin || name.end > context(i).span.begin) continue;
        before.insert(reading_.view(name));
        if (says(text.substr(name.end, context(i).span.begin - name.end), words_.whole_community)) continue;
        const ByteRange range = reading_.text.range(name.begin, name.end);
        quantity(i).subject = std::string(reading_.original.substr(range.begin, range.size()));
      }
      if (before.size() >= 2 && of_all(i)) quantity(i).subject.clear();
    }
  }

  /// 桃园里社区总户数320户: communities that are named with their own figures, but for the notice's.
  std::vector<Span> other_communities() const {
    std::vector<Span> found;
    for (const NameMention& mention : find_communities(reading_.text, reading_.original, reading_.programme)) {
      const std::u32string name = folded(mention.name);
      if (community_.empty() || name.find(community_) != kNone || community_.find(name) != kNone) continue;
      const auto at = [&](std::uint32_t byte) {
        return static_cast<std::size_t>(
            std::lower_bound(reading_.text.begins.begin(), reading_.text.begins.end(), byte) -
            reading_.text.begins.begin());
      };
      found.push_back({at(mention.range.begin), at(mention.range.end)});
    }
    return found;
  }

  /// 桃园里小区320户，云锦苑小区480户，〈共〉800户; 〈两个〉小区共92个: of none of the estates in front.
  bool of_all(int i) const {
    const std::u32string_view own = label(i);
    const bool total = is_any(own, words_.totals) || is_any(own.substr(estate_at_start(own)), words_.totals);
    return total || (own.empty() && estate_at_start(after(i)) > 0);
  }

  /// The length of the word for an estate that a text begins with; 0 if it begins with none.
  std::size_t estate_at_start(std::u32string_view text) const {
    std::size_t length = 0;
    for (const std::u32string& estate : words_.estates)
      if (text.starts_with(estate)) length = std::max(length, estate.size());
    return length;
  }

  void bind_measures() {
    for (int i = 0; i < count(); ++i)
      if (quantity(i).role == QuantityRole::kCount ||
          (quantity(i).role == QuantityRole::kUnknown && quantity(i).unit.empty())) {
        if (!left_out(i)) quantity(i).measure = measure_of(quantity(i), context(i), reading_);
        if (!quantity(i).measure.empty()) quantity(i).role = QuantityRole::kCount;
      }
    unbind_grades();
  }

  /// 402盏，除后巷〈18盏〉外均已更换; 仅〈60户〉未具备: those that lack the thing.
  bool left_out(int i) const {
    static constexpr std::size_t kLongestName = 12, kNoun = 4;
    const std::u32string_view behind = after(i);
    const std::size_t lacking = first_of(behind, data_.lacking);
    if (lacking <= kNoun) return true;
    const std::u32string_view before = label(i);
    const std::size_t except = last_of(before, words_.except);
    return except != kNone && before.size() - except <= kLongestName &&
           says(behind.substr(0, kNoun + 1), words_.except_ends);
  }

  /// 非常满意128份、满意96份: grades of one scale; none of them is the number of all who are satisfied.
  void unbind_grades() {
    const std::vector<std::u32string>& grades = data_.satisfied_grades;
    for (int i = 0; i < count(); ++i)  // 满意(含基本满意)316份
      if (says(label(i), words_.grades_in_brackets) && label(i).ends_with(U')') && quantity(i).measure.empty() &&
          quantity(i).unit != "%")
        quantity(i).measure = kSatisfied;
    bool graded = false;
    for (int i = 0; i < count(); ++i)
      graded = graded || (quantity(i).unit != "%" && quantity(i).measure != kSatisfied && says(label(i), grades));
    if (!graded) return;
    for (int i = 0; i < count(); ++i)
      if (quantity(i).measure == kSatisfied && !says(label(i), words_.all_of_them)) quantity(i).measure.clear();
  }

  /// A figure with its qualifier as the standard's own condition has it: 占比超过30%.
  /// 由2022年的61.5%提升至92%: what was before is no figure of today.
  void leave_earlier_figures() {
    static constexpr std::size_t kWordsBefore = 10, kWordsBehind = 4;
    for (int i = 0; i < count(); ++i) {
      std::u32string_view before = label(i);
      if (before.size() > kWordsBefore) before.remove_prefix(before.size() - kWordsBefore);
      const std::u32string_view behind =
          reading_.text.view(context(i).span.end, std::min(context(i).span.end + kWordsBehind, reading_.text.size()));
      const bool rises = starts_with_any(behind, words_.rises) ||
                         (behind.size() > 1 && starts_with_any(behind, words_.up_to) && is_digit(behind[1]));
      if (!rises || !says(before, words_.from)) continue;
      quantity(i).role = QuantityRole::kCondition;
      quantity(i).measure.clear();
    }
  }

  void bind_conditions() {
    leave_earlier_figures();
    if (clauses_ == nullptr) return;
    for (int i = 0; i < count(); ++i) {
      Quantity& one = quantity(i);
      if (one.role != QuantityRole::kRate || one.qualifier == Qualifier::kExact || one.qualifier == Qualifier::kReaches)
        continue;
      const std::string figure = one.value.to_plain_string() + one.unit;
      for (const ClauseWords& words : *clauses_)
        if (words.clause->condition.find(figure) != std::string::npos) one.role = QuantityRole::kCondition;
    }
  }

  // Rates and counts by clause.

  static bool says(std::u32string_view text, const std::vector<std::u32string>& words) {
    return contains_any(text, words);
  }

  bool foreign(int i) {
    return indicator_ != nullptr && tier_ != nullptr && says(part(i), tier_->foreign_marks(*indicator_));
  }

  /// 占比 of old people: no metric of any clause.
  bool elderly_rate(int i) {
    std::u32string_view own = label(i);
    const bool short_label = own.size() <= 4;
    // 占常住人口5516人的33.16%: the share is named in front of another figure.
    if (short_label) own = reading_.text.view(context(i).segment.begin, context(i).span.begin);
    if (!says(own, words_.shares) && !says(own, words_.share_names)) return false;
    return says(own, data_.elderly_share) || (says(part(i), data_.elderly_share) && short_label) || elderly_in_front(i);
  }

  /// 老年人630人，占常住人口的11.2%: the count right in front is of old people.
  bool elderly_in_front(int i) {
    for (int k = i - 1; k >= 0 && quantity(k).part == quantity(i).part; --k)
      if (quantity(k).role == QuantityRole::kCount)
        return (quantity(k).measure == kElderly || quantity(k).measure == kElderlySaid) &&
               starts_with_any(label(i), words_.shares);
    return false;
  }

  void bind_rate(std::size_t index) {
    const int i = static_cast<int>(index);
    if (quantity(i).role != QuantityRole::kRate || clauses_ == nullptr || elderly_rate(i) || former(i)) return;
    std::vector<int> shares;
    for (std::size_t c = 0; c < clauses_->size(); ++c)
      if (is_share_clause(*(*clauses_)[c].clause)) shares.push_back(static_cast<int>(c));
    if (shares.empty()) return;
    const bool others = foreign(i);
    std::vector<int>& found = rate_clauses_[index];
    if (const int named = named_as(i, shares); named >= 0) {
      found = {named};
      quantity(i).clause = named;
      return;
    }
    const std::u32string_view segment = reading_.view(context(i).segment);
    std::vector<std::u32string_view> texts = {label(i), after(i)};
    const int counted = count_in_front(i);
    const bool own_name = counted >= 0 || named_otherwise(i) || own_matter(i);
    if (counted >= 0)
      texts.insert(texts.end(), {label(counted), after(counted)});
    else if (!own_name)
      texts.insert(texts.end(), {segment, part(i)});
    for (const std::u32string_view text : texts) {
      for (const int c : shares) {
        const ClauseWords& words = (*clauses_)[static_cast<std::size_t>(c)];
        if (says(label(i), words.none)) continue;
        if (says(text, words.words) || (!others && !own_name && says(text, words.generic))) found.push_back(c);
      }
      if (!found.empty()) break;
    }
    if (found.empty() && shares.size() == 1 && !others && !own_name &&
        !says(label(i), (*clauses_)[static_cast<std::size_t>(shares.front())].none))
      found = shares;
    if (!found.empty()) quantity(i).clause = found.front();
  }

  /// 使用率97.6% of 节能灯具使用率: the share whose name alone ends like the figure's; -1 if there is none, or several.
  int named_as(int i, const std::vector<int>& shares) const {
    static constexpr std::size_t kShortest = 3;
    std::u32string_view own = label(i);
    while (!own.empty() && words_.copulas.find(own.back()) != kNone) own.remove_suffix(1);
    if (own.size() < kShortest || !ends_in_rate(own) || says(own, data_.general_rates)) return -1;
    int named = -1;
    for (const int c : shares) {
      if (!std::u32string_view(folded((*clauses_)[static_cast<std::size_t>(c)].clause->metric)).ends_with(own))
        continue;
      if (named >= 0) return -1;
      named = c;
    }
    return named;
  }

  /// 漏报率3‰, 九成以上居民满意, 节电率35%: the percentage has a name. It is none of the indicator's where the label,
  /// looked at first, has none of the indicator's words. 提升至95% names nothing.
  bool named_otherwise(int i) const {
    // 覆盖率由61.5%提升至92%: the rate itself, not how much it rose.
    if (ends_with_any(label(i), words_.up_to) && is_any(label(i).substr(0, label(i).size() - 1), words_.rises))
      return false;
    const auto& others = data_.other_rates;
    const std::u32string_view own = label(i);
    const bool becomes = says(own, data_.changes) && says(own, words_.up_to);
    return (!becomes && says(own, others)) || says(after(i), others) ||
           (ends_in_rate(own) && !says(own, data_.general_rates));
  }

  /// 线上缴费占76%, 厨余占比31%: the words in front of the percentage name a matter, and none that the indicator asks
  /// for. What is only said of all communities, estates and rates names nothing.
  bool own_matter(int i) const {
    const std::u32string rest = matter(i);
    if (rest.size() < 2) return false;
    for (const ClauseWords& words : *clauses_) {
      if (!is_share_clause(*words.clause)) continue;
      if (says(rest, words.words) || says(rest, words.marks) || mostly_in(rest, words.text)) return false;
    }
    return true;
  }

  /// The label without what names nothing.
  std::u32string matter(int i) const {
    std::u32string rest(label(i));
    for (const auto* words : {&data_.general_rates, &data_.empty_words})
      for (const std::u32string& word : *words)
        for (std::size_t at = rest.find(word); at != kNone; at = rest.find(word)) rest.erase(at, word.size());
    if (!community_.empty())
      if (const std::size_t at = rest.find(community_); at != kNone) rest.erase(at, community_.size());
    std::erase_if(rest, [](char32_t c) { return !is_han(c) && !is_letter(c); });
    return rest;
  }

  /// More than half of a name stands in a text, by pairs of characters: 厨余垃圾 and 分类准确 share one word with
  /// 智能垃圾分类设施 and are matters of their own.
  static bool mostly_in(std::u32string_view name, std::u32string_view text) {
    std::size_t covered = 0, end = 0;
    for (std::size_t at = 0; at + 2 <= name.size(); ++at)
      if (text.find(name.substr(at, 2)) != kNone) {
        covered += at + 2 - std::max(at, end);
        end = at + 2;
      }
    return 2 * covered > name.size();
  }

  /// 其中4个小区部署了…，线上缴费占76%: the percentage names a matter that its count does not.
  bool of_other_matter(int rate, int numerator) const {
    if (clauses_ == nullptr || (!own_matter(rate) && !named_otherwise(rate))) return false;
    const std::u32string counted = std::u32string(label(numerator)) + U'|' + std::u32string(after(numerator));
    return !mostly_in(matter(rate), counted);
  }

  bool ends_in_rate(std::u32string_view own) const {
    while (!own.empty() && words_.rate_copulas.find(own.back()) != kNone) own.remove_suffix(1);
    return ends_with_any(own, words_.rate_endings);
  }

  /// 由2021年的62%提升至95%: what was, and is no more.
  bool former(int i) const {
    const std::u32string_view before = reading_.text.view(context(i).segment.begin, context(i).span.begin);
    return says(before, words_.from) && says(after(i), data_.changes) && says(after(i), words_.up_to);
  }

  /// 高清200台(占77%): the count that a percentage in parentheses is of; -1 if there is none.
  int count_in_front(int i) const {
    const std::size_t begin = context(i).segment.begin;
    if (i == 0 || begin == 0 || reading_.text.at(begin - 1) != U'(' || label(i).size() > kShortLabel) return -1;
    const Quantity& before = facts_.quantities[static_cast<std::size_t>(i - 1)];
    const bool count = before.role == QuantityRole::kCount || before.role == QuantityRole::kNumerator ||
                       before.role == QuantityRole::kDenominator;
    return count && context(i - 1).span.end + 1 == begin ? i - 1 : -1;
  }

  void bind_count(std::size_t index) {
    const int i = static_cast<int>(index);
    const QuantityRole role = quantity(i).role;
    if (clauses_ == nullptr ||
        (role != QuantityRole::kCount && role != QuantityRole::kFrequency && role != QuantityRole::kDuration) ||
        former(i))
      return;
    const std::u32string_view segment = reading_.view(context(i).segment);
    const std::u32string_view own_words = after(i).substr(0, after(i).find(U'('));  // 7个应用场景(其中服务类…)
    for (const std::u32string_view text : {after(i), label(i), segment, part(i)})
      for (std::size_t c = 0; c < clauses_->size(); ++c) {
        const ClauseWords& words = (*clauses_)[c];
        if (!words.clause->value || words.clause->unit == "%" || !unit_fits(words, quantity(i).unit)) continue;
        if (answers_other_item(i, *words.clause)) continue;
        if (!says(text, words.words) || says(own_words, words.none) || says(label(i), words.none)) continue;
        quantity(i).clause = static_cast<int>(c);
        return;
      }
    bind_lone_frequency(i);
  }

  /// 2024年一季度、二季度、四季度各培训1次: behind months or quarters a number of times is one of a year.
  void take_as_yearly(int i, const Clause& clause) {
    Quantity& times = quantity(i);
    if (clause.kind != ClauseKind::kFrequency || clause.unit != signs::kTimesAYear || times.unit != signs::kTimes ||
        times.role != QuantityRole::kCount || times.part < 0)
      return;
    const ByteRange part = facts_.parts[static_cast<std::size_t>(times.part)].range;
    const auto in_front = std::count_if(facts_.dates.begin(), facts_.dates.end(), [&](const DateMention& date) {
      return date.begin.month > 0 && !date.until && date.range.begin >= part.begin &&
             date.range.end <= times.range.begin;
    });
    if (in_front < 2) return;
    times.unit = signs::kTimesAYear;
    times.role = QuantityRole::kFrequency;
  }

  /// 今年已开展6次, 平均用时26分钟, without a name: of the only number of times, or the only time, that the indicator
  /// asks for.
  void bind_lone_frequency(int i) {
    if (clauses_->size() != 1 || foreign(i)) return;
    const ClauseWords& words = clauses_->front();
    take_as_yearly(i, *words.clause);
    const QuantityRole role = quantity(i).role;
    const bool fits = words.clause->kind == ClauseKind::kFrequency
                          ? role == QuantityRole::kFrequency || role == QuantityRole::kCount
                          : words.clause->kind == ClauseKind::kTime && role == QuantityRole::kDuration;
    if (fits && unit_fits(words, quantity(i).unit) && !says(label(i), words.none) && !says(after(i), words.none))
      quantity(i).clause = 0;
  }

  /// （1）年度监测36次，全部达标 （2）委托监测4次: the claim has the requirement's own item numbers, and the figure
  /// stands in an item that speaks of its own clause.
  bool answers_other_item(int i, const Clause& clause) {
    if (!clause.item || quantity(i).part < 0) return false;
    const int item = facts_.parts[static_cast<std::size_t>(quantity(i).part)].item;
    if (item == 0 || item == *clause.item) return false;
    const bool numbered = std::all_of(clauses_->begin(), clauses_->end(), [&](const ClauseWords& words) {
      return words.clause->item && std::any_of(facts_.parts.begin(), facts_.parts.end(),
                                               [&](const ClaimPart& part) { return part.item == *words.clause->item; });
    });
    if (!numbered) return false;
    for (std::size_t c = 0; c < clauses_->size(); ++c) {
      const ClauseWords& words = (*clauses_)[c];
      if (words.clause->item != item) continue;
      if (says(part(i), words.words) || says(part(i), words.marks)) return true;
      for (const Quantity& other : facts_.quantities)
        if (other.part == quantity(i).part && other.clause == static_cast<int>(c)) return true;
    }
    return false;
  }

  static bool unit_fits(const ClauseWords& words, const std::string& unit) {
    return unit == words.clause->unit || std::find(words.units.begin(), words.units.end(), unit) != words.units.end();
  }

  // Ratios.

  RatioStatement& add(int rate, int numerator, int denominator, int clause, bool certain) {
    RatioStatement ratio;
    ratio.rate = rate;
    ratio.numerator = numerator;
    ratio.denominator = denominator;
    ratio.clause = clause;
    ratio.certain = certain;
    if (clause >= 0 && clauses_ != nullptr) ratio.metric = (*clauses_)[static_cast<std::size_t>(clause)].clause->metric;
    ratio.range = {~0U, 0};
    for (const int part : {rate, numerator, denominator}) {
      if (part < 0) continue;
      ratio.range.begin = std::min(ratio.range.begin, quantity(part).range.begin);
      ratio.range.end = std::max(ratio.range.end, quantity(part).range.end);
      if (ratio.subject.empty()) ratio.subject = quantity(part).subject;
      in_ratio_[static_cast<std::size_t>(part)] = true;
    }
    if (numerator >= 0) {
      quantity(numerator).role = QuantityRole::kNumerator;
      ratio.numerator_value = quantity(numerator).value;
    }
    if (denominator >= 0) {
      quantity(denominator).role = QuantityRole::kDenominator;
      ratio.denominator_value = quantity(denominator).value;
    }
    if (numerator >= 0 && denominator >= 0) bring_to_one_unit(ratio);
    facts_.ratios.push_back(ratio);
    return facts_.ratios.back();
  }

  /// 亩 is 2000/3 m²: exact only when both sides are taken times three.
  void bring_to_one_unit(RatioStatement& ratio) {
    const std::string_view top = unit_kind(quantity(ratio.numerator).unit, reading_.programme),
                           bottom = unit_kind(quantity(ratio.denominator).unit, reading_.programme);
    const auto times = [](std::optional<Decimal>& value, std::int64_t factor) {
      value = Decimal::multiply(*value, factor);
    };
    if (top == bottom) return;
    if ((top == "mu" && bottom == "area") || (top == "area" && bottom == "mu")) {
      times(top == "mu" ? ratio.numerator_value : ratio.denominator_value, 2000);
      times(top == "mu" ? ratio.denominator_value : ratio.numerator_value, 3);
      return;
    }
    if (top.empty() || bottom.empty()) return;  // a figure without unit beside one with: 家庭总数3790，具备…3790户
    if (countable(top) && countable(bottom)) {
      // Meters per household: more meters than households is no contradiction.
      if (*ratio.numerator_value > *ratio.denominator_value) ratio.certain = false;
      return;
    }
    ratio.numerator_value.reset();
    ratio.denominator_value.reset();
    ratio.certain = false;
  }

  static bool countable(std::string_view kind) {
    return kind == "piece" || kind == "household" || kind == "sheet" || kind == "person";
  }

  /// 3790户/3790户=100%, 100%(3790÷3790).
  void find_divisions() {
    for (int i = 0; i + 1 < count(); ++i) {
      if (!is_figure(i) || !is_figure(i + 1) || quantity(i).unit == "%" || quantity(i + 1).unit == "%") continue;
      const std::u32string_view between = reading_.text.view(context(i).span.end, context(i + 1).span.begin);
      if (between.empty() || (between[0] != U'/' && between[0] != U'÷') || between.find_first_of(U",;。\n") != kNone)
        continue;
      const int rate = division_rate(i, i + 1);
      const int clause = rate >= 0 ? quantity(rate).clause : clause_of_counts(i, i + 1);
      RatioStatement& ratio = add(rate, i, i + 1, clause, true);
      const std::string& whole = quantity(i + 1).measure;
      if (quantity(i).measure == kElderly && (whole == kResidents || whole == kPopulation))
        ratio.metric = data_.elderly_share_metric;
    }
  }

  bool is_figure(int i) {
    const QuantityRole role = quantity(i).role;
    return role == QuantityRole::kCount || role == QuantityRole::kUnknown || role == QuantityRole::kRate;
  }

  int clause_of_counts(int numerator, int denominator) {
    if (clauses_ == nullptr) return -1;
    for (std::size_t c = 0; c < clauses_->size(); ++c)
      if (has((*clauses_)[c].numerators, quantity(numerator).measure) ||
          has((*clauses_)[c].denominators, quantity(denominator).measure))
        return static_cast<int>(c);
    return names_only_share(numerator) ? 0 : -1;
  }

  /// 占比(1332/4039), 覆盖率:1332/4039: two bare numbers are those of the row's only share, where no other thing is
  /// named in front of them.
  bool names_only_share(int numerator) {
    if (clauses_->size() != 1 || !is_share_clause(*clauses_->front().clause) || !quantity(numerator).unit.empty())
      return false;
    std::u32string_view before = reading_.text.view(0, context(numerator).span.begin);
    before.remove_prefix(std::min(before.size(), before.find_last_of(U",;。!\n") + 1));
    while (!before.empty() && std::u32string_view(U"(:=").find(before.back()) != kNone) before.remove_suffix(1);
    const ClauseWords& words = clauses_->front();
    return before.empty() || is_any(before, words_.share_alone) || is_any(before, words.words) ||
           is_any(before, words.generic);
  }

  static bool has(const std::vector<std::string>& ids, const std::string& id) {
    return !id.empty() && std::find(ids.begin(), ids.end(), id) != ids.end();
  }

  /// The percentage of a division: behind "=", or in front of the parenthesis that holds it.
  int division_rate(int numerator, int denominator) {
    for (int i = denominator + 1; i < std::min(count(), denominator + 3); ++i) {
      if (quantity(i).unit != "%") break;
      const std::u32string_view between = reading_.text.view(context(i - 1).span.end, context(i).span.begin);
      if (between.find_first_of(U"×*x") != kNone) {  // ×100%
        quantity(i).role = QuantityRole::kUnknown;
        continue;
      }
      if (between.find_first_of(U"=≈") != kNone && between.size() <= 6) return i;
      break;
    }
    if (const int before = rate_in_front(numerator); before >= 0) return before;
    return rate_named_behind(denominator);
  }

  /// 覆盖率93.8%(60/64)，联网率100%(64/64): each division is that of the percentage whose parenthesis holds it.
  int rate_in_front(int numerator) {
    int before = numerator - 1;
    while (before >= 0 && quantity(before).role == QuantityRole::kName) --before;  // the 5G of (5G信号覆盖的区域面积…
    if (before < 0 || quantity(before).unit != "%" || quantity(before).from_words) return -1;
    const std::u32string_view between = reading_.text.view(context(before).span.end, context(numerator).span.begin);
    return between.find(U'(') != kNone && between.find_first_of(U",;。\n") == kNone ? before : -1;
  }

  /// 2789户/社区家庭总数2999户，家庭千兆光纤网络覆盖率93%: the rate is named behind the division, in the same sentence.
  int rate_named_behind(int denominator) {
    const int rate = denominator + 1;
    if (rate >= count() || quantity(rate).unit != "%" || quantity(rate).from_words) return -1;
    const std::u32string_view between = reading_.text.view(context(denominator).span.end, context(rate).span.begin);
    return says(between, words_.rate_signs) && between.find_first_of(U";。\n") == kNone ? rate : -1;
  }

  std::vector<int> with_measure(const std::vector<std::string>& ids, const std::string& subject) {
    for (const std::string& id : ids) {
      std::vector<int> found;
      for (int i = 0; i < count(); ++i)
        if (quantity(i).measure == id && quantity(i).subject == subject && !in_ratio_[static_cast<std::size_t>(i)])
          found.push_back(i);
      if (!found.empty()) return found;
    }
    return {};
  }

  /// The one quantity of them, or of their one value; -1 where several values are stated.
  int single(const std::vector<int>& found) {
    if (found.empty()) return -1;
    for (const int i : found)
      if (quantity(i).value != quantity(found.front()).value) return -1;
    return found.front();
  }

  std::set<std::string> subjects() {
    std::set<std::string> all;
    for (int i = 0; i < count(); ++i) all.insert(quantity(i).subject);
    return all;
  }

  void find_formula_ratios() {
    if (clauses_ == nullptr) return;
    for (std::size_t c = 0; c < clauses_->size(); ++c) {
      const ClauseWords& words = (*clauses_)[c];
      if (words.numerators.empty() || words.denominators.empty()) continue;
      for (const std::string& subject : subjects()) add_formula_ratio(static_cast<int>(c), words, subject);
    }
  }

  /// 具备接入能力的家庭2706户: in the row of one network its only such count needs no name of the network; -1 if none.
  int able_to_connect(int whole) {
    int found = -1;
    for (int i = 0; i < count(); ++i) {
      const Quantity& one = quantity(i);
      if (i == whole || one.role != QuantityRole::kCount || !one.measure.empty() || one.unit != quantity(whole).unit ||
          one.subject != quantity(whole).subject || !has_connection(i, whole) || says(label(i), words_.not_a_part) ||
          left_out(i))
        continue;
      if (found >= 0) return -1;
      found = i;
    }
    return found;
  }

  /// 具备接入能力的2706户; 覆盖2531户 right beside the whole.
  bool has_connection(int i, int whole) const {
    if (says(label(i), words_.able)) return true;
    const bool beside = i == whole - 1 || i == whole + 1;
    return beside && says(label(i), data_.reached) && label(i).size() <= kLongestReached;
  }

  /// 402盏，除后巷18盏外均已更换: the only count of what lacks the thing, of the whole's unit; -1 if there is none or
  /// several.
  int left_out_of(int whole) {
    int found = -1;
    for (int i = 0; i < count(); ++i) {
      if (i == whole || quantity(i).role != QuantityRole::kCount || quantity(i).part != quantity(whole).part ||
          quantity(i).unit != quantity(whole).unit || quantity(i).subject != quantity(whole).subject || !left_out(i))
        continue;
      if (found >= 0) return -1;
      found = i;
    }
    return found >= 0 && quantity(found).value < quantity(whole).value ? found : -1;
  }

  /// The share of all but those that lack the thing.
  void add_remainder(int rate, int out, int whole, int c) {
    RatioStatement& ratio = add(rate, out, whole, c, true);
    ratio.remainder = true;
    ratio.numerator_value = Decimal::subtract(quantity(whole).value, quantity(out).value);
  }

  /// 非常满意187份、满意84份、一般21份: the counts of the grades that count as satisfied.
  std::vector<int> satisfied_grades(int whole, bool half) {
    std::vector<int> found;
    for (int i = 0; i < count(); ++i) {
      const std::u32string_view own = label(i);
      const bool grade = says(own, data_.satisfied_grades) || is_any(own, words_.plain_grades) ||
                         ends_with_any(own, words_.plain_grades_listed);
      if (quantity(i).role == QuantityRole::kCount && grade && quantity(i).unit == quantity(whole).unit &&
          quantity(i).part == quantity(whole).part && (half || !says(own, data_.half_satisfied)))
        found.push_back(i);
    }
    return found;
  }

  /// 满意459份，…，其中非常满意302份: the first is the number of all of them.
  bool names_all_satisfied(const std::vector<int>& grades) const {
    bool plain = false;
    for (const int grade : grades) {
      if (plain && says(label(grade), words_.among_them)) return true;
      plain = plain || !says(label(grade), data_.satisfied_grades);
    }
    return false;
  }

  /// The number of all who are satisfied where grades of them follow; -1 if there is none.
  int all_satisfied(int whole) {
    const std::vector<int> all = satisfied_grades(whole, true);
    if (all.size() < 2 || !names_all_satisfied(all)) return -1;
    for (const int grade : all)
      if (!says(label(grade), data_.satisfied_grades)) return grade;
    return -1;
  }

  std::optional<Decimal> sum_of(const std::vector<int>& terms) {
    std::optional<Decimal> sum = Decimal(0);
    for (const int term : terms) sum = sum ? Decimal::add(*sum, quantity(term).value) : std::nullopt;
    return sum;
  }

  /// The satisfied by their grades; whether 基本满意 counts is read both ways.
  bool add_grades(const std::vector<int>& rates, int whole, int c) {
    const std::vector<int> all = satisfied_grades(whole, true), without_half = satisfied_grades(whole, false);
    const auto sum = sum_of(all);
    if (all.size() < 2 || !sum || *sum > quantity(whole).value || names_all_satisfied(all)) return false;
    // 非常满意210份（72.4%），…，满意度94.8%: a percentage in brackets is that of its own grade.
    std::vector<int> of_all = rates;
    std::erase_if(of_all, [&](int rate) { return count_in_front(rate) >= 0; });
    if (of_all.empty() && !rates.empty()) return false;
    for (const int rate : of_all.empty() ? std::vector<int>{-1} : of_all) {
      RatioStatement& ratio = add(rate, all.back(), whole, c, true);
      ratio.terms = all;
      ratio.numerator_value = sum;
      for (const int term : all) quantity(term).role = QuantityRole::kNumerator;
      if (without_half.size() < all.size())
        ratio.others.push_back({ReadingReason::kNamed,
                                without_half.empty() ? -1 : without_half.back(),
                                whole,
                                sum_of(without_half),
                                quantity(whole).value,
                                {}});
    }
    return true;
  }

  /// 社区2600余户，具备接入能力的2531户，覆盖率97.3%: the row asks for one share, and its rate follows a part and its
  /// whole that bear no name; the part, or -1.
  int unnamed_part(const std::vector<int>& rates) {
    if (rates.size() != 1 || rates.front() < 2) return -1;
    const int part = rates.front() - 1;
    const Quantity& one = quantity(part);
    if (one.role != QuantityRole::kCount || one.part != quantity(rates.front()).part ||
        one.unit != signs::kHouseholds || !says(label(part), data_.reached) || says(label(part), words_.not_a_part) ||
        left_out(part) || own_matter(rates.front()))
      return -1;
    return part;
  }

  /// 可收看的2874户(有线1650户、IPTV1635户): what brackets behind a count of the unit tell apart is of that count.
  bool in_brackets_of_count(int i) const {
    static constexpr std::size_t kNoun = 6;
    const std::u32string_view before = reading_.text.view(0, context(i).span.begin);
    const std::size_t open = before.rfind(U'('), closed = before.rfind(U')');
    if (open == kNone || (closed != kNone && closed > open)) return false;
    for (int k = i - 1; k >= 0; --k) {
      if (context(k).span.end > open) continue;
      const Quantity &owner = facts_.quantities[static_cast<std::size_t>(k)],
                     &one = facts_.quantities[static_cast<std::size_t>(i)];
      return open - context(k).span.end <= kNoun && owner.unit == one.unit && owner.value > one.value;
    }
    return false;
  }

  /// Of several counts of the formula's part, the one that gives the printed rate: 光纤到户2450户，其中千兆接入2268户.
  std::vector<int> that_fits(const std::vector<int>& found, const std::vector<int>& rates, int whole) {
    if (found.size() < 2 || rates.size() != 1 || whole < 0) return found;
    std::vector<int> fitting;
    for (const int i : found)
      if (fits(rates.front(), i, whole)) fitting.push_back(i);
    return fitting.size() == 1 ? fitting : found;
  }

  /// 2980户全部光纤到户，其中2921户具备千兆能力，覆盖率98.02%: both bear the part's name, and the rate is of the second
  /// in the first; -1 if not.
  int whole_of_two(const std::vector<int>& found, const std::vector<int>& rates) {
    if (found.size() != 2 || rates.size() != 1 || !says(label(found[1]), words_.among_them) ||
        quantity(found[0]).value < quantity(found[1]).value || !fits(rates.front(), found[1], found[0]))
      return -1;
    return found[0];
  }

  /// 1562户具备千兆能力，其中办理千兆套餐486户: a part of the part is none of the formula's.
  std::vector<int> without_parts_of_parts(std::vector<int> found) {
    std::erase_if(found, [&](int i) { return in_brackets_of_count(i); });
    std::erase_if(found, [&](int i) {
      return says(label(i), words_.parts_of_parts) && std::any_of(found.begin(), found.end(), [&](int other) {
               return other < i && quantity(other).part == quantity(i).part &&
                      quantity(other).value > quantity(i).value;
             });
    });
    return found;
  }

  void add_formula_ratio(int c, const ClauseWords& words, const std::string& subject) {
    const std::vector<int> parts = with_measure(words.numerators, subject),
                           denominators = with_measure(words.denominators, subject);
    std::vector<int> rates;
    for (int i = 0; i < count(); ++i)
      if (quantity(i).role == QuantityRole::kRate && has_clause(i, c) && quantity(i).subject == subject &&
          !quantity(i).from_words && !in_ratio_[static_cast<std::size_t>(i)])
        rates.push_back(i);
    int denominator = single(denominators);
    if (const int first = denominators.empty() ? whole_of_two(parts, rates) : -1; first >= 0) {
      add(rates.front(), parts[1], first, c, true);
      return;
    }
    const std::vector<int> fitting = that_fits(parts, rates, denominator);
    const std::vector<int> numerators =
        parts.size() > 1 && fitting.size() == 1 ? fitting : without_parts_of_parts(parts);
    int numerator = single(numerators);
    if (numerators.empty() && denominators.empty()) numerator = unnamed_part(rates);
    if (numerator < 0 && denominator < 0) return;
    const bool unnamed = numerators.empty() && denominator >= 0;
    if (unnamed) {
      if (has(words.numerators, std::string(kSatisfied))) {
        if (add_grades(rates, denominator, c)) return;
        if (const int all = all_satisfied(denominator); all >= 0) numerator = all;
      }
      if (numerator < 0) numerator = able_to_connect(denominator);
      if (const int out = numerator < 0 ? left_out_of(denominator) : -1; out >= 0) {
        for (const int rate : rates.empty() ? std::vector<int>{-1} : rates) add_remainder(rate, out, denominator, c);
        return;
      }
    }
    int whole = -1;
    if (numerator >= 0 && denominators.empty()) {
      whole = among_of(numerator);  // 1620户中1296户装有线电视
      if (whole < 0) whole = whole_in_front(numerator, has(words.denominators, std::string(kHouseholds)));
    }
    const bool from_sentence = whole >= 0;
    if (from_sentence) denominator = whole;
    if (numerators.empty() && denominators.empty() && whole < 0) return;
    const bool open = (!unnamed && !from_sentence && (numerator < 0) != numerators.empty()) ||
                      (!from_sentence && (denominator < 0) != (denominators.empty()));
    if (open) return;
    const bool certain = numerator >= 0 && denominator >= 0;
    if (rates.empty() && certain) add(-1, numerator, denominator, c, true);
    // 安装率85%，太阳能路灯占20%: where one percentage is that of the counts, the others are of something else.
    const bool one_fits = certain && rates.size() > 1 && std::any_of(rates.begin(), rates.end(), [&](int rate) {
                            return fits(rate, numerator, denominator);
                          });
    for (const int rate : rates)
      if (!one_fits || fits(rate, numerator, denominator)) add(rate, numerator, denominator, c, certain);
  }

  /// The counts give the percentage, within one unit of its last place.
  bool fits(int rate, int numerator, int denominator) {
    const auto hundredfold = Decimal::multiply(quantity(numerator).value, 100);
    const auto stated = Decimal::multiply(quantity(rate).value, quantity(denominator).value);
    const auto step = Decimal::multiply(quantity(rate).step, quantity(denominator).value);
    if (!hundredfold || !stated || !step) return true;
    const auto difference =
        *hundredfold > *stated ? Decimal::subtract(*hundredfold, *stated) : Decimal::subtract(*stated, *hundredfold);
    return !difference || *difference <= *step;
  }

  /// The whole directly in front of a part: 1620户中1296户; -1 if there is none.
  int among_of(int part) {
    const int whole = part - 1;
    const bool comma = part > 0 && among_follows(whole);  // 4284户居民,其中3984户…
    return part > 0 && (among_them(whole) || (comma && after(whole).size() <= kShortNoun)) &&
                   quantity(whole).part == quantity(part).part && quantity(whole).role == QuantityRole::kCount &&
                   unit_kind(quantity(whole).unit, reading_.programme) ==
                       unit_kind(quantity(part).unit, reading_.programme) &&
                   (comma || reading_.text.view(context(whole).span.end, context(part).span.begin).find(U',') == kNone)
               ? whole
               : -1;
  }

  /// 全社区2210户家庭，2231户具备…: the number in front of a comma is of all, where nothing else is said of it; -1 if
  /// not.
  int whole_in_front(int part, bool of_households) {
    const int whole = part - 1;
    // 3120户，智能表3088块: a formula that is of households is so whatever its part is counted in.
    const bool one_kind =
        part > 0 &&
        (unit_kind(quantity(whole).unit, reading_.programme) == unit_kind(quantity(part).unit, reading_.programme) ||
         (of_households && quantity(whole).unit == signs::kHouseholds && begins_part(whole)));
    if (part <= 0 || quantity(whole).part != quantity(part).part || quantity(whole).role != QuantityRole::kCount ||
        !one_kind || reading_.text.at(context(whole).segment.end) != U',' ||
        context(part).segment.begin != context(whole).segment.end + 1)
      return -1;
    std::u32string own(label(whole));
    if (!community_.empty())
      if (const std::size_t at = own.find(community_); at != kNone) own.erase(at, community_.size());
    const bool bare = own.size() <= 8 && !says(own, data_.having) && !says(own, words_.not_a_part) &&
                      !says(own, words_.among_them) && (own.empty() || says(own, words_.whole_of));
    return bare && after(whole).size() <= kShortNoun ? whole : -1;
  }

  bool has_clause(int i, int c) const {
    const std::vector<int>& clauses = rate_clauses_[static_cast<std::size_t>(i)];
    return std::find(clauses.begin(), clauses.end(), c) != clauses.end();
  }

  void find_elderly_share() {
    for (int i = 0; i < count(); ++i) {
      if (quantity(i).role != QuantityRole::kRate || !elderly_rate(i) || quantity(i).from_words) continue;
      const std::vector<std::string> old = {std::string(kElderly), std::string(kElderlySaid)};
      const int numerator = single(with_measure(old, quantity(i).subject));
      const int denominator =
          single(with_measure({std::string(kResidents), std::string(kPopulation)}, quantity(i).subject));
      const bool alone = with_measure(old, quantity(i).subject).size() <= 1;
      RatioStatement& ratio =
          add(i, alone ? numerator : -1, denominator, -1, numerator >= 0 && denominator >= 0 && alone);
      ratio.metric = data_.elderly_share_metric;
    }
  }

  // Ratios of one sentence: 共有120户，其中118户…，占98.3%.

  /// Also 4个小区中3个小区…, 1620户家庭中1296户.
  bool total(int i) {
    return says(label(i), words_.all_of_them) || among_them(i) || whole_estates(i) ||
           (after(i).size() <= kShortNoun && among_follows(i));
  }

  std::u32string_view text_behind_segment(int i) const {
    return reading_.text.view(std::max(context(i).span.end, context(i).segment.end), reading_.text.size());
  }

  /// 4284户居民〈，其中〉3984户
  bool among_follows(int i) const {
    const std::u32string_view behind = text_behind_segment(i);
    return behind.starts_with(U',') && starts_with_any(behind.substr(1), words_.among_them);
  }

  bool among_them(int i) const { return ends_with_any(after(i), words_.among); }

  /// 社区内5个小区,2个小区实现…: the first number is of all estates.
  bool whole_estates(int i) const {
    const std::u32string_view own = label(i);
    if (!is_any(after(i), words_.estates)) return false;
    return (own.empty() && begins_part(i)) || ends_with_any(own, words_.here);  // 5个小区，2个装了…
  }

  /// Nothing but an item's number stands in front of the figure in its sentence.
  bool begins_part(int i) const {
    const int at = facts_.quantities[static_cast<std::size_t>(i)].part;
    std::size_t begin = at < 0 ? 0 : reading_.parts[static_cast<std::size_t>(at)].begin;
    while (begin < context(i).span.begin && reading_.item_chars[begin]) ++begin;
    return begin == context(i).span.begin;
  }

  void find_sentence_ratios() {
    for (int i = 0; i < count(); ++i) {
      if (quantity(i).role != QuantityRole::kRate || quantity(i).from_words || in_ratio_[static_cast<std::size_t>(i)])
        continue;
      const int numerator = pending_part(i);
      if (numerator < 0) continue;
      const int denominator = total_before(numerator);
      if (denominator < 0 || !linked(i, numerator)) continue;
      add(i, numerator, denominator, quantity(i).clause, quantity(numerator).value <= quantity(denominator).value);
    }
    add_counts_of_estates();
  }

  /// The only count between the rate and the rate before it in the sentence that is said to be a part.
  int pending_part(int rate) {
    int found = -1;
    for (int i = rate - 1; i >= 0 && quantity(i).part == quantity(rate).part; --i) {
      if (quantity(i).role == QuantityRole::kRate) break;
      if (quantity(i).role != QuantityRole::kCount) continue;
      if (total(i)) break;
      if (found >= 0) return -1;
      found = i;
    }
    return found;
  }

  int total_before(int numerator) {
    int found = -1;
    for (int i = numerator - 1; i >= 0 && quantity(i).part == quantity(numerator).part; --i) {
      if (quantity(i).role != QuantityRole::kCount && quantity(i).role != QuantityRole::kDenominator) continue;
      if (!total(i) ||
          unit_kind(quantity(i).unit, reading_.programme) != unit_kind(quantity(numerator).unit, reading_.programme))
        continue;
      if (found >= 0) return -1;
      found = i;
    }
    return found;
  }

  bool linked(int rate, int numerator) {
    if (quantity(numerator).subject != quantity(rate).subject) return false;
    const std::u32string_view own = label(numerator), behind = after(numerator);
    if (says(own, words_.not_a_part) || says(behind, words_.not_a_part) || of_other_matter(rate, numerator))
      return false;
    if (says(label(rate), words_.shares) && label(rate).size() <= 12) return true;
    // 5个小区，2个装了电梯识别，40%: one right behind the other, and no other word.
    if (label(rate).empty() && rate == numerator + 1 && numerator > 0 && begins_part(numerator - 1)) return true;
    if (quantity(rate).clause >= 0 && among_of(numerator) >= 0 && !own_matter(rate))
      return true;  // 2600户中有2531户可收看
    const std::string_view kind = unit_kind(quantity(numerator).unit, reading_.programme);
    const bool among = says(own, words_.among_them);
    if (among && starts_with_any(behind, words_.estates)) return true;
    if (among && (kind == "household" || kind == "area" || kind == "person" || kind == "sheet")) return true;
    return std::any_of(words_.links.begin(), words_.links.end(), [&](const std::u32string& word) {
      return (own.find(word) != kNone || behind.find(word) != kNone) && label(rate).find(word) != kNone;
    });
  }

  /// 共11个小区，其中10个小区…, without a percentage.
  void add_counts_of_estates() {
    if (clauses_ == nullptr) return;
    for (int i = 0; i < count(); ++i) {
      if (quantity(i).role != QuantityRole::kCount || in_ratio_[static_cast<std::size_t>(i)]) continue;
      const bool pieces = quantity(i).unit == signs::kPieces;
      const bool does = pieces && starts_with_any(after(i), data_.verbs);  // 有3个部署了…
      const bool told = pieces && after(i).empty() && ends_with_any(label(i), words_.told_in_front);  // 已部署的有3个
      if ((!starts_with_any(after(i), words_.estates) && !does && !told) || says(after(i), words_.not_a_part) ||
          total(i))
        continue;
      const int behind = estates_behind(i);
      const int denominator = behind >= 0 ? behind : total_before(i);
      if (denominator < 0) continue;
      const bool adjacent =
          denominator == i - 1 || (denominator == i - 2 && quantity(i - 1).role == QuantityRole::kItemNumber);
      const bool of_all = says(label(i), words_.among_them)
                              ? quantity(denominator).measure == "estates" || whole_estates(denominator)
                              : (among_them(denominator) && starts_with_any(after(denominator), words_.estates)) ||
                                    (adjacent && whole_estates(denominator));
      if (!of_all && behind < 0) continue;
      for (std::size_t c = 0; c < clauses_->size(); ++c) {
        const ClauseWords& words = (*clauses_)[c];
        if (is_share_clause(*words.clause) && says(told || behind >= 0 ? label(i) : after(i), words.words)) {
          add(-1, i, denominator, static_cast<int>(c), true);
          break;
        }
      }
    }
  }

  /// 已覆盖3个小区(社区共5个小区): the whole right behind in brackets; -1 if it does not stand there.
  int estates_behind(int part) {
    const int whole = part + 1;
    if (whole >= count() || quantity(whole).role != QuantityRole::kCount ||
        !starts_with_any(after(whole), words_.estates) || quantity(whole).value < quantity(part).value)
      return -1;
    const std::u32string_view between = reading_.text.view(context(part).span.end, context(whole).span.begin);
    const std::size_t open = between.find(U'(');
    static constexpr std::size_t kNoun = 3;
    return open <= kNoun && ends_with_any(between.substr(open + 1), words_.here) ? whole : -1;
  }

  /// 本社区共有居民4860户，已全部具备…，覆盖率100%: all of the community's households are all there are.
  bool whole_of_all(const RatioStatement& ratio) {
    if (ratio.clause < 0 || ratio.denominator < 0 || ratio.numerator >= 0 || ratio.denominator_row != 0) return false;
    const Quantity& whole = quantity(ratio.denominator);
    const ClauseWords& words = (*clauses_)[static_cast<std::size_t>(ratio.clause)];
    if (words.denominators.empty() || unit_kind(whole.unit, reading_.programme) != "household" ||
        !whole.subject.empty() || !has(words.denominators, whole.measure) ||
        !says(label(ratio.denominator), words_.community))
      return false;
    return std::any_of(facts_.quantities.begin(), facts_.quantities.end(), [&](const Quantity& one) {
      return one.from_words && one.part == whole.part && one.clause == ratio.clause;
    });
  }

  /// The whole that a share of the standard's is taken of is the quantity that its formula names, however it is called
  /// here: 3997户/4680户, 居民共4860户，….
  void name_wholes() {
    if (clauses_ == nullptr) return;
    for (const RatioStatement& ratio : facts_.ratios)
      if (whole_of_all(ratio))
        quantity(ratio.denominator).measure = (*clauses_)[static_cast<std::size_t>(ratio.clause)].denominators.front();
    for (const RatioStatement& ratio : facts_.ratios) {
      if (ratio.clause < 0 || ratio.denominator < 0 || ratio.numerator < 0 || !ratio.certain) continue;
      const ClauseWords& words = (*clauses_)[static_cast<std::size_t>(ratio.clause)];
      Quantity& whole = quantity(ratio.denominator);
      if (words.denominators.empty()) continue;
      const bool loose = whole.measure.empty() ||
                         (whole.measure != words.denominators.front() && has(words.denominators, whole.measure));
      if (words.clause->denominator.empty() || !loose) continue;
      const std::string_view kind =
          unit_kind(whole.unit, reading_.programme);  // numbers of 小区 are of many kinds of them
      if (kind == "household" || kind == "area" || kind == "mu") whole.measure = words.denominators.front();
    }
  }

  /// A rate that answers a clause stands for itself; one that answers several stands once per clause.
  void add_lone_rates() {
    for (int i = 0; i < count(); ++i) {
      if (quantity(i).role != QuantityRole::kRate) continue;
      for (const int c : rate_clauses_[static_cast<std::size_t>(i)]) {
        const bool there = std::any_of(facts_.ratios.begin(), facts_.ratios.end(), [&](const RatioStatement& ratio) {
          return ratio.rate == i && ratio.clause == c;
        });
        if (!there) add(i, -1, -1, c, false);
      }
      if (rate_clauses_[static_cast<std::size_t>(i)].empty() && !in_ratio_[static_cast<std::size_t>(i)])
        add(i, -1, -1, -1, false);
    }
  }

  const MetricTables& data_;
  const BindingWords& words_;
  const ClaimReading& reading_;
  ClaimFacts& facts_;
  const Indicator* indicator_;
  const TierWords* tier_;
  std::u32string community_;
  const std::vector<ClauseWords>* clauses_ = nullptr;
  std::vector<std::vector<int>> rate_clauses_;
  std::vector<bool> in_ratio_;
};

}  // namespace

namespace {

/// One for every tier and edition of the programme's standard, in its order.
struct AllTierWords {
  std::vector<std::unique_ptr<const TierWords>> tiers;

  explicit AllTierWords(const Programme& programme) {
    for (const Tier& tier : programme.standard().tiers)
      tiers.push_back(std::make_unique<const TierWords>(programme, tier));
  }
};

}  // namespace

const TierWords& TierWords::of(const Programme& programme, const Tier& tier) {
  const std::vector<Tier>& tiers = programme.standard().tiers;
  const auto found = std::find_if(tiers.begin(), tiers.end(), [&](const Tier& known) {
    return known.name == tier.name && known.edition == tier.edition;
  });
  return *programme.prepared<AllTierWords>().tiers.at(static_cast<std::size_t>(found - tiers.begin()));
}

TierWords::TierWords(const Programme& programme, const Tier& tier) {
  const MetricTables& data = programme.prepared<MetricTables>();
  for (const Indicator& indicator : tier.indicators) {
    std::vector<ClauseWords>& clauses = indicators_.emplace_back();
    for (const Clause& clause : indicator.clauses) clauses.push_back(data.words_of(clause));
  }
  // Marks of every tier: a claim may be copied from another tier's requirement.
  std::vector<std::u32string> all;
  for (const auto& [name, metric] : data.metrics) all.insert(all.end(), metric.marks.begin(), metric.marks.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (const std::vector<ClauseWords>& clauses : indicators_) {
    std::vector<std::u32string>& marks = foreign_.emplace_back();
    for (const std::u32string& mark : all) {
      const bool own = std::any_of(clauses.begin(), clauses.end(), [&](const ClauseWords& words) {
        return contains_any(mark, words.words) || contains_any(mark, words.marks) ||
               std::any_of(words.words.begin(), words.words.end(),
                           [&](const std::u32string& word) { return word.find(mark) != kNone; });
      });
      if (!own) marks.push_back(mark);
    }
  }
}

void bind_claim(const ClaimReading& reading, ClaimFacts& facts, const Indicator* indicator, const TierWords* tier,
                std::string_view community) {
  Binder(reading, facts, indicator, tier, community).bind();
}

void bind_across_rows(Notice& notice, const Programme& programme) {
  struct Stated {
    int no = 0, index = -1;
    Decimal value;
    bool open = false;  // several values
  };
  std::map<std::string, Stated> stated;
  for (const IndicatorRecord& row : notice.rows)
    for (std::size_t i = 0; i < row.facts.quantities.size(); ++i) {
      const Quantity& quantity = row.facts.quantities[i];
      if (quantity.measure.empty() || !quantity.subject.empty() || quantity.qualifier != Qualifier::kExact) continue;
      const auto [entry, added] =
          stated.try_emplace(quantity.measure, Stated{row.no, static_cast<int>(i), quantity.value, false});
      if (!added && entry->second.value != quantity.value) entry->second.open = true;
    }
  for (IndicatorRecord& row : notice.rows)
    for (RatioStatement& ratio : row.facts.ratios) {
      if (ratio.denominator >= 0 || ratio.numerator < 0 || ratio.rate < 0 || !ratio.subject.empty()) continue;
      const std::string& measure = row.facts.quantities[static_cast<std::size_t>(ratio.numerator)].measure;
      const auto known = std::find_if(measures(programme).begin(), measures(programme).end(),
                                      [&](const Measure& entry) { return entry.id == measure; });
      const std::string wanted = known != measures(programme).end() ? known->whole : std::string();
      const auto found = stated.find(wanted);
      if (wanted.empty() || found == stated.end() || found->second.open || found->second.no == row.no) continue;
      ratio.denominator = found->second.index;
      ratio.denominator_row = found->second.no;
      ratio.denominator_value = found->second.value;
    }
}

}  // namespace gongshi::normalize
