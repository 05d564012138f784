// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/quantities.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "normalize/claim/binding_words.h"
#include "normalize/claim/dates.h"
#include "normalize/claim/numerals.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::size_t kLongestSegment = 1000;  // characters of one clause: what is longer is no sentence
constexpr std::u32string_view kSegmentEnds = U",;。:!?\n";

struct Unit {
  std::string name, kind;
  Decimal factor = 1;
};

/// Times a year; 0 stands for "this year so far", -2 for once in two years.
constexpr int kThisYear = 0;

std::optional<Qualifier> qualifier_named(const std::string& name) {
  if (name == "about") return Qualifier::kAbout;
  if (name == "at_least") return Qualifier::kAtLeast;
  if (name == "more_than") return Qualifier::kMoreThan;
  if (name == "at_most") return Qualifier::kAtMost;
  if (name == "less_than") return Qualifier::kLessThan;
  if (name == "reaches") return Qualifier::kReaches;
  if (name == "none") return Qualifier::kExact;
  return std::nullopt;
}

struct Vocabulary {
  std::vector<Unit> units;
  WordTable unit_words, not_units;
  std::unordered_map<std::string, std::string> kinds;
  WordTable before, behind_number, behind_unit, joiners;
  WordTable frequencies, years_apart, per, names, wholes, durations, no_among;
  std::vector<std::u32string> condition_before, condition_after, share_condition_after, person_condition_after,
      respectively, among, other_quarters, halves, not_behind_unit, only_last, unit_labels, bracketed_unit_labels;

  explicit Vocabulary(const Programme& programme) {
    add_units(programme.words("units"));
    const nlohmann::json& qualifiers = programme.words("qualifiers");
    before = qualifier_table(qualifiers.at("before"));
    behind_number = qualifier_table(qualifiers.at("behind_number"));
    behind_unit = qualifier_table(qualifiers.at("behind_unit"));
    joiners = word_table(qualifiers, "joiners");
    take_lists(qualifiers, {{&not_behind_unit, "not_behind_unit"}, {&only_last, "only_last"}});
    const nlohmann::json& roles = programme.words("figure_roles");
    frequencies = word_table(roles, "frequencies");
    years_apart = word_table(roles, "years_apart");
    durations = word_table(roles, "durations");
    names = word_table(roles, "names", 1);
    wholes = word_table(roles, "wholes", 1);
    no_among = word_table(roles, "no_among", 1);
    per = word_table(roles, "per");
    take_lists(roles, {{&condition_before, "condition_before"},
                       {&condition_after, "condition_after"},
                       {&share_condition_after, "share_condition_after"},
                       {&person_condition_after, "person_condition_after"},
                       {&respectively, "respectively"},
                       {&among, "among"},
                       {&other_quarters, "other_quarters"},
                       {&halves, "halves"}});
  }

 private:
  static WordTable qualifier_table(const nlohmann::json& groups) {
    WordTable table;
    for (const auto& [name, words] : groups.items())
      if (const auto qualifier = qualifier_named(name))
        for (const auto& word : words) table.add(word.get<std::string>(), static_cast<int>(*qualifier));
    table.finish();
    return table;
  }

  void add_units(const nlohmann::json& file) {
    for (const auto& entry : file.at("units")) {
      const Decimal factor = Decimal::parse(entry.value("factor", "1")).value_or(Decimal(1));
      units.push_back({entry.at("unit").get<std::string>(), entry.at("kind").get<std::string>(), factor});
      kinds.emplace(units.back().name, units.back().kind);
      for (const auto& word : entry.at("printed"))
        unit_words.add(word.get<std::string>(), static_cast<int>(units.size()) - 1);
    }
    unit_words.finish();
    not_units = word_table(file, "not_units");
    take_lists(file, {{&unit_labels, "labels"}, {&bracketed_unit_labels, "labels_of_brackets"}});
  }
};

/// Collects the quantities of one claim.
class Reader {
 public:
  Reader(ClaimReading& reading, ClaimFacts& facts)
      : words_(reading.programme.prepared<Vocabulary>()),
        division_(reading.programme.prepared<BindingWords>()),
        reading_(reading),
        text_(reading.text),
        facts_(facts) {}

  void read() {
    dates_ = find_dates(text_, reading_.programme);
    mark_names();
    numerals_ = find_numerals(text_, reading_.item_chars, reading_.programme);
    add_durations();
    for (std::size_t i = 0; i < numerals_.size(); ++i) add(i);
    share_units();
    add_item_numbers();
    add_wholes();
    sort_by_place();
    add_words();
    distribute();
    for (std::size_t i = 0; i < facts_.quantities.size(); ++i) classify(i);
    for (std::size_t i = 0; i < facts_.quantities.size(); ++i) apply_frequency(i);
  }

 private:
  void mark_names() {
    name_chars_.assign(text_.size(), false);
    for (std::size_t i = 0; i < text_.size();) {
      const auto match = words_.names.starting_at(text_.view(), i);
      const bool whole = match && !(i > 0 && is_digit(text_.chars[i - 1])) && !is_digit(text_.at(i + match->length)) &&
                         !counts_something(i, i + match->length);
      if (whole) std::fill_n(name_chars_.begin() + static_cast<std::ptrdiff_t>(i), match->length, true);
      i += whole ? match->length : 1;
    }
  }

  /// 122份 is a count; the 122 of 122报警 is a telephone.
  bool counts_something(std::size_t begin, std::size_t end) const {
    const std::u32string_view word = text_.view(begin, end);
    std::size_t unit_end = 0;
    return std::all_of(word.begin(), word.end(), is_digit) && unit_at(end, unit_end) != nullptr;
  }

  bool inside_date(std::size_t i) const {
    return std::any_of(dates_.begin(), dates_.end(),
                       [&](const DateReading& date) { return i >= date.begin && i < date.end; });
  }

  static QuantityContext context(std::size_t begin, std::size_t end, std::size_t figure_begin, std::size_t figure_end) {
    QuantityContext made;
    made.span = {begin, end};
    made.figure = {figure_begin, figure_end};
    return made;
  }

  void push(Quantity quantity, const QuantityContext& where) {
    quantity.range = text_.range(where.span.begin, where.span.end);
    quantity.figure = text_.range(where.figure.begin, where.figure.end);
    facts_.quantities.push_back(std::move(quantity));
    reading_.contexts.push_back(where);
  }

  /// The unit at `i`, also in brackets: 23248(户).
  const Unit* unit_at(std::size_t i, std::size_t& end) const {
    const bool bracket = text_.at(i) == U'(';
    const auto match = words_.unit_words.starting_at(text_.view(), bracket ? i + 1 : i);
    if (!match) return nullptr;
    if (const auto word = words_.not_units.starting_at(text_.view(), i); word && word->length > match->length)
      return nullptr;
    const std::size_t unit_end = i + match->length + (bracket ? 1 : 0);
    if (bracket && text_.at(unit_end) != U')') return nullptr;
    const char32_t last = text_.chars[unit_end - 1];
    if (is_letter(last) && is_letter(text_.at(unit_end))) return nullptr;  // 5gwifi is no unit
    if (is_letter(last) && is_digit(text_.at(unit_end)) && text_.gaps[unit_end] == 0) return nullptr;
    end = bracket ? unit_end + 1 : unit_end;
    return &words_.units[static_cast<std::size_t>(match->value)];
  }

  bool part_of_name(const Numeral& numeral) const {
    if (name_chars_[numeral.begin]) return true;
    const char32_t before = numeral.begin > 0 ? text_.chars[numeral.begin - 1] : U'\0';
    const char32_t after = text_.at(numeral.end);
    if (is_letter(before) && !numeral.chinese && !counted_behind_word(numeral)) return true;
    if (before == U'第' || before == U'#' || before == U'〔' || before == U'[') return true;
    std::size_t unit_end = 0;
    const bool bare = !numeral.percent && !numeral.chinese && unit_at(numeral.end, unit_end) == nullptr;
    // H.265, AES-256, 1+3+N
    if (bare && (before == U'.' || before == U'-') && numeral.begin > 1 && is_letter(text_.chars[numeral.begin - 2]))
      return true;
    std::size_t plus_end = 0;
    const bool more = after == U'+' && unit_at(numeral.end + 1, plus_end) != nullptr;  // 10万+户
    if (bare && !more && (before == U'+' || after == U'+')) return true;
    std::size_t end = 0;
    if (is_letter(after) && unit_at(numeral.end, end) == nullptr) return true;
    return (after == U'*' || after == U'×') && is_digit(text_.at(numeral.end + 1)) && !numeral.percent &&
           text_.at(numeral.end + 1) != U'1';
  }

  /// IPTV2100户, AED2台: letters that are a word, and a unit behind the figure. Not SM4, H.265, A3栋.
  bool counted_behind_word(const Numeral& numeral) const {
    static constexpr std::size_t kWord = 3;
    std::size_t letters = 0;
    while (letters < numeral.begin && is_letter(text_.chars[numeral.begin - 1 - letters])) ++letters;
    std::size_t end = 0;
    const Unit* unit = unit_at(numeral.end, end);
    return letters >= kWord && unit != nullptr && is_han(text_.at(numeral.end)) && unit->kind != "number" &&
           unit->kind != "building";
  }

  bool telephone(const Numeral& numeral) const {
    const std::size_t digits = numeral.end - numeral.begin;
    return digits >= 7 && numeral.step == Decimal(1) && !numeral.chinese;
  }

  /// 四千六百一十八/四千八百七十二: numbers in words without a unit that are divided; not 一/二单元.
  bool divided(std::size_t index) const {
    static constexpr std::int64_t kLeast = 100;
    const auto by = [&](std::size_t first) {
      const Numeral &above = numerals_[first], &below = numerals_[first + 1];
      const char32_t sign = text_.at(above.end);
      return (sign == U'/' || sign == U'÷') && below.begin == above.end + 1 && above.value >= Decimal(kLeast) &&
             below.value >= Decimal(kLeast);
    };
    return (index > 0 && by(index - 1)) || (index + 1 < numerals_.size() && by(index));
  }

  /// 覆盖率100%(110/110), 119/120户: a number of a division, though a service is called so; 110/119 are two services.
  bool divides(std::size_t index) const {
    const auto by = [&](std::size_t first) {
      const Numeral &above = numerals_[first], &below = numerals_[first + 1];
      const char32_t sign = text_.at(above.end);
      const bool names = name_chars_[above.begin] && name_chars_[below.begin];
      return (sign == U'/' || sign == U'÷') && below.begin == above.end + 1 && (!names || above.value == below.value);
    };
    return name_chars_[numerals_[index].begin] &&
           ((index > 0 && by(index - 1)) || (index + 1 < numerals_.size() && by(index)));
  }

  /// 分子：三百八十二: a number in words that is called one of a division.
  bool named(std::size_t begin) const {
    std::u32string_view before = text_.view(0, begin);
    if (before.ends_with(U':')) before.remove_suffix(1);
    return ends_with_any(before, division_.numerator_names) || ends_with_any(before, division_.denominator_names);
  }

  void add(std::size_t index) {
    const Numeral& numeral = numerals_[index];
    if (consumed_until_ > numeral.begin || inside_duration(numeral.begin)) return;
    Quantity quantity;
    quantity.value = numeral.value;
    quantity.step = numeral.step;
    std::size_t begin = numeral.begin, end = numeral.end;
    if (inside_date(begin)) {
      quantity.role = QuantityRole::kDatePart;
      return push(std::move(quantity), context(begin, end, begin, end));
    }
    if (part_of_name(numeral) && !divides(index)) {
      if (numeral.chinese) return;
      while (is_letter(text_.at(end))) ++end;
      quantity.role = QuantityRole::kName;
      return push(std::move(quantity), context(begin, end, begin, end));
    }
    if (numeral.approximate) quantity.qualifier = Qualifier::kAbout;
    if (numeral.more) quantity.qualifier = Qualifier::kMoreThan;
    read_qualifier(words_.behind_number, end, quantity.qualifier);
    const std::size_t number_end = end;
    const Unit* unit = numeral.percent ? nullptr : unit_at(end, end);
    if (numeral.percent) {
      quantity.unit = "%";
    } else if (unit != nullptr) {
      apply_unit(quantity, *unit);
    } else {
      end = number_end;
    }
    read_range(index, quantity, unit, end);
    if (quantity.unit.empty() && numeral.chinese && !divided(index) && !named(begin)) return;
    if (quantity.unit.empty() && number_end != numeral.end) end = numeral.end, quantity.qualifier = Qualifier::kExact;
    if (quantity.unit.empty()) unit_from_label(quantity, begin);
    if (quantity.unit.empty() && telephone(numeral)) quantity.role = QuantityRole::kName;
    read_qualifier(words_.behind_unit, end, quantity.qualifier);
    read_qualifier_before(quantity, begin);
    push(std::move(quantity), context(begin, end, numeral.begin, numeral.end));
    consumed_until_ = std::max(consumed_until_, end);
  }

  /// 1.02/1.08平方公里: one unit for both sides of a division.
  void share_units() {
    for (std::size_t i = 0; i + 1 < facts_.quantities.size(); ++i) {
      Quantity &above = facts_.quantities[i], &below = facts_.quantities[i + 1];
      const std::u32string_view between = text_.view(
          reading_.contexts[i].span.end, std::max(reading_.contexts[i].span.end, reading_.contexts[i + 1].span.begin));
      if ((between != U"/" && between != U"÷") || above.role != QuantityRole::kUnknown || !above.unit.empty() ||
          below.unit.empty() || below.unit == "%")
        continue;
      std::size_t end = 0;
      if (const Unit* unit = unit_at(reading_.contexts[i + 1].figure.end, end)) apply_unit(above, *unit);
    }
  }

  /// 半小时内, 一刻钟: minutes in words.
  void add_durations() {
    for (std::size_t i = 0; i < text_.size();) {
      const auto match = words_.durations.starting_at(text_.view(), i);
      const bool counted = i > 0 && (is_digit(text_.chars[i - 1]) || text_.chars[i - 1] == U'个');
      if (!match || counted) {
        ++i;
        continue;
      }
      Quantity quantity;
      quantity.value = match->value;
      quantity.unit = signs::kMinutes;
      std::size_t begin = i, end = i + match->length;
      read_qualifier(words_.behind_unit, end, quantity.qualifier);
      read_qualifier_before(quantity, begin);
      durations_.push_back({begin, end});
      push(std::move(quantity), context(begin, end, i, i + match->length));
      i = end;
    }
  }

  bool inside_duration(std::size_t i) const {
    return std::any_of(durations_.begin(), durations_.end(),
                       [&](const Span& span) { return i >= span.begin && i < span.end; });
  }

  static void apply_unit(Quantity& quantity, const Unit& unit) {
    quantity.unit = unit.name;
    if (unit.factor == Decimal(1)) return;
    const auto scaled = [&](const Decimal& value) {
      const auto product = Decimal::multiply(value, unit.factor);
      if (!product) return value;
      return product->is_integer() ? Decimal(product->to_integer()) : *product;
    };
    quantity.value = scaled(quantity.value);
    quantity.step = scaled(quantity.step);
  }

  /// 90%-95%, 80~90%, 3至5次: the upper end, and the unit where only the upper end has it.
  void read_range(std::size_t index, Quantity& quantity, const Unit* unit, std::size_t& end) {
    const char32_t mark = text_.at(end);
    if (mark != U'-' && mark != U'~' && mark != U'至' && mark != U'到') return;
    std::size_t next_begin = end + 1;
    if (text_.at(next_begin) == mark) ++next_begin;
    if (index + 1 >= numerals_.size() || numerals_[index + 1].begin != next_begin) return;
    const Numeral& upper = numerals_[index + 1];
    std::size_t upper_end = upper.end;
    const Unit* upper_unit = upper.percent ? nullptr : unit_at(upper.end, upper_end);
    const std::string upper_name = upper.percent ? "%" : upper_unit != nullptr ? upper_unit->name : "";
    if (upper_name.empty() || (!quantity.unit.empty() && quantity.unit != upper_name)) return;
    Quantity top;
    top.value = upper.value;
    if (upper_unit != nullptr) apply_unit(top, *upper_unit);
    if (quantity.unit.empty() && upper_unit != nullptr) apply_unit(quantity, *upper_unit);
    if (unit == nullptr) quantity.unit = upper_name;
    if (top.value < quantity.value) return;
    quantity.upper = top.value;
    end = upper_end;
  }

  void read_qualifier(const WordTable& table, std::size_t& end, Qualifier& qualifier) const {
    const auto match = table.starting_at(text_.view(), end);
    if (!match) return;
    if (&table == &words_.behind_unit) {
      const std::u32string_view behind = text_.view(end, text_.size());
      if (starts_with_any(behind, words_.not_behind_unit)) return;
      if (starts_with_any(behind, words_.only_last) && is_han(text_.at(end + 1))) return;
    }
    qualifier = static_cast<Qualifier>(match->value);
    end += match->length;
  }

  /// Words directly in front; 达到不低于 and 达到约 give the second.
  void read_qualifier_before(Quantity& quantity, std::size_t& begin) const {
    for (int words = 0; words < 3; ++words) {
      const auto match = words_.before.ending_at(text_.view(), begin);
      const auto joiner = words_.joiners.ending_at(text_.view(), begin);
      if (match && (!joiner || joiner->length <= match->length)) {
        const auto found = static_cast<Qualifier>(match->value);
        if (found == Qualifier::kExact) return;
        if (quantity.qualifier == Qualifier::kExact ||
            (quantity.qualifier == Qualifier::kReaches && found != Qualifier::kReaches))
          quantity.qualifier = found;
        begin -= match->length;
        if (found != Qualifier::kReaches) return;
      } else {
        return;
      }
    }
  }

  /// 家庭数(户)23249, 家庭数户1400: the unit stands in front.
  void unit_from_label(Quantity& quantity, std::size_t begin) const {
    std::size_t end = begin;
    if (end > 0 && (text_.chars[end - 1] == U':' || text_.chars[end - 1] == U'=')) --end;
    const bool bracket = end > 0 && text_.chars[end - 1] == U')';
    if (bracket) --end;
    const auto match = words_.unit_words.ending_at(text_.view(), end);
    if (!match || match->length > 3) return;
    const std::size_t unit_begin = end - match->length;
    const std::u32string_view before = text_.view(0, unit_begin);
    const bool labelled = bracket ? before.ends_with(U'(') || before.ends_with(U':') ||
                                        ends_with_any(before, words_.bracketed_unit_labels)
                                  : ends_with_any(before, words_.unit_labels);
    if (!labelled) return;
    apply_unit(quantity, words_.units[static_cast<std::size_t>(match->value)]);
  }

  void add_item_numbers() {
    for (std::size_t i = 0; i < reading_.item_chars.size(); ++i) {
      if (!reading_.item_chars[i]) continue;
      std::size_t end = i;
      while (end < reading_.item_chars.size() && reading_.item_chars[end]) ++end;
      Quantity quantity;
      quantity.value = facts_.parts[static_cast<std::size_t>(std::max(0, reading_.part_of(i)))].item;
      quantity.role = QuantityRole::kItemNumber;
      push(std::move(quantity), context(i, end, i, end));
      i = end;
    }
  }

  /// 全覆盖, 全部具备: 100 % in words. Not where a figure stands directly behind (均达到95%).
  void add_wholes() {
    for (std::size_t i = 0; i < text_.size();) {
      const auto match = words_.wholes.starting_at(text_.view(), i);
      if (!match) {
        ++i;
        continue;
      }
      Quantity quantity;
      quantity.value = 100;
      quantity.unit = "%";
      quantity.role = QuantityRole::kRate;
      quantity.from_words = true;
      push(std::move(quantity), context(i, i + match->length, i, i + match->length));
      i += match->length;
    }
  }

  void sort_by_place() {
    std::vector<std::size_t> order(facts_.quantities.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return reading_.contexts[a].span.begin < reading_.contexts[b].span.begin;
    });
    std::vector<Quantity> quantities;
    std::vector<QuantityContext> contexts;
    for (const std::size_t i : order) {
      quantities.push_back(std::move(facts_.quantities[i]));
      contexts.push_back(reading_.contexts[i]);
    }
    facts_.quantities = std::move(quantities);
    reading_.contexts = std::move(contexts);
  }

  static bool bounds_label(const Quantity& quantity) {
    return quantity.role != QuantityRole::kName && quantity.role != QuantityRole::kItemNumber &&
           quantity.role != QuantityRole::kDatePart && quantity.unit != signs::kAges &&
           quantity.unit != signs::kStoreys && quantity.unit != signs::kNumbers && quantity.unit != signs::kLevels;
  }

  /// The comma of 9,741户 ends nothing.
  bool inside_numeral(std::size_t i) const {
    if (i == 0 || !is_digit(text_.chars[i - 1]) || !is_digit(text_.at(i + 1))) return false;
    return std::any_of(numerals_.begin(), numerals_.end(),
                       [&](const Numeral& numeral) { return numeral.begin < i && i < numeral.end; });
  }

  /// Start of the clause that holds `position`: behind the last comma outside of parentheses, or the opening
  /// parenthesis around it.
  std::size_t segment_begin(std::size_t position) const {
    int depth = 0;
    std::size_t i = position;
    if (i > 0 && (text_.chars[i - 1] == U':' || text_.chars[i - 1] == U'=')) --i;
    const std::size_t reach = position > kLongestSegment ? position - kLongestSegment : 0;
    for (; i > reach; --i) {
      const char32_t c = text_.chars[i - 1];
      if (reading_.item_chars[i - 1]) return i;
      if (c == U'\n') return i;
      if (c == U')') ++depth;
      if (c == U'(' && --depth < 0) return i;
      if (depth == 0 && kSegmentEnds.find(c) != kNone && !inside_numeral(i - 1)) return i;
    }
    return reach;
  }

  std::size_t segment_end(std::size_t position) const {
    int depth = 0;
    const std::size_t reach = std::min(text_.size(), position + kLongestSegment);
    for (std::size_t i = position; i < reach; ++i) {
      const char32_t c = text_.chars[i];
      if (c == U'\n' || reading_.item_chars[i]) return i;
      if (c == U'(') ++depth;
      if (c == U')' && --depth < 0) return i;
      if (depth == 0 && kSegmentEnds.find(c) != kNone && !inside_numeral(i)) return i;
    }
    return reach;
  }

  /// Stands between a figure and the next one's words.
  static bool parts_labels(char32_t c) {
    return std::u32string_view(U"、,)/÷=").find(c) != kNone || c == signs::kAndSign || c == signs::kAsWellSign;
  }

  void add_words() {
    for (std::size_t i = 0; i < facts_.quantities.size(); ++i) {
      QuantityContext& where = reading_.contexts[i];
      Quantity& quantity = facts_.quantities[i];
      where.segment = {segment_begin(where.span.begin), segment_end(where.span.end)};
      where.label = {where.segment.begin, where.span.begin};
      for (std::size_t k = i; k-- > 0 && reading_.contexts[k].span.end > where.label.begin;)
        if (bounds_label(facts_.quantities[k])) {
          where.label.begin = std::min(where.label.end, reading_.contexts[k].span.end);
          break;
        }
      while (where.label.begin < where.label.end && parts_labels(text_.chars[where.label.begin])) ++where.label.begin;
      where.after = {where.span.end, where.segment.end};
      for (std::size_t k = i + 1; k < facts_.quantities.size() && reading_.contexts[k].span.begin < where.after.end;
           ++k)
        if (bounds_label(facts_.quantities[k])) {
          where.after.end = std::max(where.after.begin, reading_.contexts[k].span.begin);
          break;
        }
      const std::size_t among = among_end(where.after);
      where.after.end = std::min(where.after.end, among);
      if (i > 0) {
        const std::size_t begin =
            among_end({std::max(where.label.begin, reading_.contexts[i - 1].span.end), where.label.end});
        if (begin < where.label.end && where.label.begin >= reading_.contexts[i - 1].span.end)
          where.label.begin = begin;
      }
      quantity.part = reading_.part_of(where.span.begin);
      const ByteRange label = text_.range(where.label.begin, where.label.end);
      quantity.label = slice(label);
      quantity.printed = slice(quantity.range);
    }
  }

  /// 312盏公共照明灯具〈中〉智能照明256盏: where the words of the whole end and those of its part begin; the span's end
  /// where there is no such place.
  std::size_t among_end(Span words) const {
    static constexpr std::size_t kLongestWhole = 10;
    const std::u32string_view between = text_.view(words.begin, words.end);
    const std::size_t found = first_of(between, words_.among);
    if (found == kNone || found == 0 || found > kLongestWhole || found + 1 >= between.size() ||
        between.substr(0, found).find_first_of(U",;(:") != kNone ||
        words_.no_among.starting_at(text_.view(), words.begin + found) ||
        words_.no_among.ending_at(text_.view(), words.begin + found + 1))
      return words.end;
    return words.begin + found + 1;
  }

  // 关键位置覆盖率、联网率、完好率分别为98%、97%、96%: each figure belongs to one of the names in front.

  void distribute() {
    const std::u32string_view text = text_.view();
    for (const std::u32string& word : words_.respectively)
      for (std::size_t at = text.find(word); at != kNone; at = text.find(word, at + 1)) {
        const std::vector<std::size_t> figures = figures_behind(at + word.size());
        if (figures.size() < 2) continue;
        const std::vector<Span> names = names_before(at, figures.size());
        for (std::size_t i = 0; i < figures.size(); ++i) give_name(figures[i], names.empty() ? Span{} : names[i], i);
      }
  }

  /// The figures of one unit that follow one another with nothing but a pause between them.
  std::vector<std::size_t> figures_behind(std::size_t from) const {
    static constexpr std::size_t kLeadIn = 4;  // 分别达到约
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < facts_.quantities.size(); ++i) {
      const Span& span = reading_.contexts[i].span;
      if (span.begin < from || facts_.quantities[i].role == QuantityRole::kItemNumber) continue;
      const std::size_t previous = found.empty() ? from : reading_.contexts[found.back()].span.end;
      const std::u32string_view between = text_.view(previous, span.begin);
      const bool near = found.empty() ? between.size() <= kLeadIn && between.find_first_of(kSegmentEnds) == kNone
                                      : between == U"、" || between == U"," ||
                                            (between.size() == 1 && between.front() == signs::kAndSign);
      if (!near || (!found.empty() && facts_.quantities[i].unit != facts_.quantities[found.front()].unit)) break;
      found.push_back(i);
    }
    return found;
  }

  /// So many names in one clause of the sentence in front of `end`; empty if no clause has them.
  std::vector<Span> names_before(std::size_t end, std::size_t count) const {
    const int part = reading_.part_of(end);
    const std::size_t sentence = part < 0 ? 0 : reading_.parts[static_cast<std::size_t>(part)].begin;
    while (end > sentence) {
      std::size_t begin = end;
      while (begin > sentence && kSegmentEnds.find(text_.chars[begin - 1]) == kNone && !reading_.item_chars[begin - 1])
        --begin;
      std::vector<Span> names = names_in({begin, end});
      if (names.size() == count) return names;
      end = begin > sentence ? begin - 1 : begin;
    }
    return {};
  }

  std::vector<Span> names_in(Span clause) const {
    std::vector<Span> names = {{clause.begin, clause.begin}};
    for (std::size_t i = clause.begin; i < clause.end; ++i) {
      const char32_t c = text_.chars[i];
      if (c == U'、' || c == signs::kAndSign || c == signs::kAsWellSign || c == signs::kWithSign)
        names.push_back({i + 1, i + 1});
      else
        names.back().end = i + 1;
    }
    return names;
  }

  void give_name(std::size_t index, Span name, std::size_t place) {
    Quantity& quantity = facts_.quantities[index];
    QuantityContext& where = reading_.contexts[index];
    where.label = name.end > name.begin ? name : Span{where.span.begin, where.span.begin};
    where.segment = where.label;
    where.after = {where.span.end, where.span.end};
    quantity.label = slice(text_.range(where.label.begin, where.label.end));
    if (quantity.unit != "%") quantity.subject = quantity.label.empty() ? std::to_string(place + 1) : quantity.label;
  }

  std::string slice(ByteRange range) const { return std::string(reading_.original.substr(range.begin, range.size())); }

  void classify(std::size_t index) {
    Quantity& quantity = facts_.quantities[index];
    if (quantity.role != QuantityRole::kUnknown) return;
    const QuantityContext& where = reading_.contexts[index];
    const std::string_view kind = unit_kind(quantity.unit, reading_.programme);
    const std::u32string_view before = text_.view(where.segment.begin, where.span.begin);
    const std::u32string_view after = text_.view(where.span.end, text_.size());
    if (kind == "number" || kind == "grade" || kind == "speed" || kind == "degree")
      quantity.role = QuantityRole::kName;
    else if (kind == "age" || kind == "storey")
      quantity.role = QuantityRole::kCondition;
    else if (kind == "calendar")
      quantity.role = QuantityRole::kDatePart;
    else if (kind == "duration" || kind == "duration-second")
      quantity.role = ends_with_any(before, words_.condition_before) || starts_with_any(after, words_.condition_after)
                          ? QuantityRole::kCondition
                          : QuantityRole::kDuration;
    else if (kind == "share")
      quantity.role = starts_with_any(after, words_.share_condition_after) && quantity.qualifier != Qualifier::kExact
                          ? QuantityRole::kCondition
                          : QuantityRole::kRate;
    else if (kind == "person" && quantity.qualifier != Qualifier::kExact &&
             starts_with_any(after, words_.person_condition_after))
      quantity.role = QuantityRole::kCondition;
    else if (!quantity.unit.empty())
      quantity.role = QuantityRole::kCount;
  }

  /// 每年…2次, 2次/年, 每季度一次, 今年已开展11次, 2024年…共5次.
  void apply_frequency(std::size_t index) {
    Quantity& quantity = facts_.quantities[index];
    if (quantity.unit != signs::kTimes || quantity.role != QuantityRole::kCount) return;
    QuantityContext& where = reading_.contexts[index];
    std::optional<int> times = frequency_behind(where);
    if (!times) times = frequency_before(where);
    if (!times) return;
    const std::int64_t factor = std::max(1, *times);
    const auto yearly = [&](const Decimal& value) {
      static constexpr int kDecimals = 2;
      return *times < 0 ? Decimal::divide(value, Decimal(-*times), kDecimals) : Decimal::multiply(value, factor);
    };
    quantity.unit = signs::kTimesAYear;
    quantity.role = QuantityRole::kFrequency;
    quantity.value = yearly(quantity.value).value_or(quantity.value);
    quantity.step = yearly(quantity.step).value_or(quantity.step);
    if (quantity.upper) quantity.upper = yearly(*quantity.upper);
    quantity.range = text_.range(where.span.begin, where.span.end);
    quantity.printed = slice(quantity.range);
  }

  std::optional<int> frequency_behind(QuantityContext& where) const {
    if (text_.at(where.span.end) != U'/') return std::nullopt;
    const auto match = words_.per.starting_at(text_.view(), where.span.end + 1);
    if (!match) return std::nullopt;
    where.span.end += 1 + match->length;
    return match->value;
  }

  /// 上半年, 下半年: a half of this year, and no 每半年.
  bool half_of_year(std::size_t i) const {
    return i > 0 && text_.at(i) == U'半' && is_any(text_.view(i - 1, i + 1), words_.halves);
  }

  /// 3月、9〈月〉均开展1次: the month is a date, and no 月均.
  bool ends_month(std::size_t i) const { return i > 0 && text_.at(i) == U'月' && is_digit(text_.at(i - 1)); }

  /// 一季度3次、二季度2次: the first of the year's quarters, and no 每季度.
  bool first_quarter(std::size_t i) const {
    if (text_.at(i) != U'一' || text_.at(i + 1) != U'季') return false;
    return contains_any(text_.view(), words_.other_quarters);
  }

  std::optional<int> frequency_before(const QuantityContext& where) const {
    const int part = reading_.part_of(where.span.begin);
    const std::size_t begin = part < 0 ? 0 : reading_.parts[static_cast<std::size_t>(part)].begin;
    for (std::size_t i = where.span.begin; i-- > begin;) {
      if (const auto match = words_.years_apart.starting_at(text_.view(), i);
          match && i + match->length <= where.span.begin)
        return -match->value;
      if (const auto match = words_.frequencies.starting_at(text_.view(), i);
          match && i + match->length <= where.span.begin && !half_of_year(i) && !ends_month(i) && !first_quarter(i))
        return inside_date(i) ? kThisYear : match->value;
      for (const DateReading& date : dates_)
        if (date.begin == i && date.year_only) return kThisYear;
    }
    return std::nullopt;
  }

  const Vocabulary& words_;
  const BindingWords& division_;
  ClaimReading& reading_;
  const FoldedText& text_;
  ClaimFacts& facts_;
  std::vector<DateReading> dates_;
  std::vector<Numeral> numerals_;
  std::vector<bool> name_chars_;
  std::vector<Span> durations_;
  std::size_t consumed_until_ = 0;
};

}  // namespace

void read_quantities(ClaimReading& reading, ClaimFacts& facts) { Reader(reading, facts).read(); }

std::string_view unit_kind(std::string_view unit, const Programme& programme) {
  const Vocabulary& words = programme.prepared<Vocabulary>();
  const auto found = words.kinds.find(std::string(unit));
  return found == words.kinds.end() ? std::string_view() : std::string_view(found->second);
}

std::string unit_at(const FoldedText& text, std::size_t position, const Programme& programme) {
  const Vocabulary& words = programme.prepared<Vocabulary>();
  const auto match = words.unit_words.starting_at(text.view(), position);
  return match ? words.units[static_cast<std::size_t>(match->value)].name : std::string();
}

}  // namespace gongshi::normalize
