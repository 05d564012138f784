// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/lists.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr char32_t kSeparator = U'、', kEtc = signs::kEtcSign;
constexpr std::u32string_view kHardEnds = U";。!?\n";
/// Longest stretch of words between a number and its list: 5个〈智慧社区应用场景〉，….
constexpr std::size_t kLongestKind = 18;

struct Vocabulary {
  WordTable introducing;  // value 1: examples
  std::vector<std::u32string> types, lead_ins, not_etc, connectors, wholes, sentence_words, totals, openers, naming,
      among_them;
  std::u32string verbs, not_in_nouns, such_as;

  explicit Vocabulary(const Programme& programme) {
    const nlohmann::json& object = programme.words("lists");
    const std::vector<std::u32string> examples = word_list(object, "examples");
    for (const std::string& word : string_list(object, "introducing"))
      introducing.add(word, std::find(examples.begin(), examples.end(), folded(word)) != examples.end() ? 1 : 0);
    introducing.finish();
    take_lists(object, {{&types, "types"},
                        {&lead_ins, "lead_ins"},
                        {&not_etc, "not_etc"},
                        {&connectors, "connectors"},
                        {&wholes, "wholes"},
                        {&sentence_words, "sentence_words"},
                        {&totals, "totals"},
                        {&openers, "openers"},
                        {&naming, "naming"},
                        {&among_them, "among_them"}});
    verbs = characters(object, "verbs");
    not_in_nouns = U"、,。;:\n)" + characters(object, "not_in_nouns");
    such_as = characters(object, "such_as");
  }
};

class ListReader {
 public:
  ListReader(const ClaimReading& reading, ClaimFacts& facts, const std::vector<ClauseWords>* clauses)
      : words_(reading.programme.prepared<Vocabulary>()),
        reading_(reading),
        text_(reading.text),
        facts_(facts),
        clauses_(clauses) {}

  void read() {
    for (const Span& part : reading_.parts) {
      const std::size_t before = facts_.lists.size();
      read_part(part);
      if (facts_.lists.size() == before) read_commas(part);
    }
    read_bracketed();
    read_numbered();
    read_semicolons();
    read_items();
    for (ListStatement& list : facts_.lists) bind(list);
    std::stable_sort(facts_.lists.begin(), facts_.lists.end(),
                     [](const ListStatement& a, const ListStatement& b) { return a.range.begin < b.range.begin; });
  }

 private:
  Quantity& quantity(int i) { return facts_.quantities[static_cast<std::size_t>(i)]; }
  const QuantityContext& context(int i) const { return reading_.contexts[static_cast<std::size_t>(i)]; }

  /// Depth of parentheses and quotation marks at each character of the part; items are only parted at depth 0.
  std::vector<int> depths(Span part) const {
    std::vector<int> depth(part.end - part.begin, 0);
    int now = 0;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const char32_t c = text_.chars[i];
      if (c == U'(' || c == U'“' || c == U'《') ++now;
      depth[i - part.begin] = now;
      if ((c == U')' || c == U'”' || c == U'》') && now > 0) --now;
    }
    return depth;
  }

  void read_part(Span part) {
    const std::vector<int> depth = depths(part);
    std::size_t begin = part.begin;
    while (begin < part.end && reading_.item_chars[begin]) ++begin;
    for (std::size_t i = begin; i <= part.end; ++i) {
      const bool end = i == part.end ||
                       (depth[i - part.begin] == 0 &&
                        (text_.chars[i] == U',' || text_.chars[i] == U':' || kHardEnds.find(text_.chars[i]) != kNone));
      if (!end) continue;
      read_segment({begin, i}, part, depth);
      begin = i + 1;
    }
  }

  // 应用场景包括：养老服务，医疗服务，物业服务等3个: items parted by commas, behind words that introduce a list.

  void read_commas(Span part) {
    static constexpr std::size_t kShortest = 2, kLongest = 12, kFewest = 3;
    const std::size_t begin = introduced_at(part);
    if (begin == kNone || text_.view(begin, part.end).find(kSeparator) != kNone) return;
    ListStatement list;
    int closing = -1;
    std::size_t end = part.end;
    while (end > begin && kHardEnds.find(text_.chars[end - 1]) != kNone) --end;
    for (std::size_t i = begin, from = begin; i <= end; ++i) {
      if (i < end && text_.chars[i] != U',') continue;
      Span token{from, i};
      from = i + 1;
      if (i == end) {
        closing = count_in(token);
        if (closing >= 0) token.end = context(closing).span.begin;
        if (token.end > token.begin && text_.chars[token.end - 1] == kEtc) {
          --token.end;
          list.open_ended = closing < 0;
          list.examples = closing >= 0;
        }
      }
      const std::size_t size = token.end - token.begin;
      if (size < kShortest || size > kLongest || count_in(token) >= 0 || says_something(token)) return;
      add_item(list, token);
    }
    if (list.items.size() < kFewest) return;
    const Link found = number_before(part, begin);
    if (closing >= 0)
      take_number(list, closing);
    else if (found.number >= 0 && !taken(found.number))
      list.stated = found.number, list.kind = kind_of_number(found.number);
    list.range = text_.range(begin, end);
    facts_.lists.push_back(std::move(list));
  }

  /// Behind the colon or the words that open a list; kNone if the part has none.
  std::size_t introduced_at(Span part) const {
    const std::u32string_view text = text_.view(part.begin, part.end);
    if (const std::size_t colon = text.find(U':'); colon != kNone) return part.begin + colon + 1;
    for (const std::u32string& word : words_.openers)
      if (const std::size_t found = text.find(word); found != kNone) return part.begin + found + word.size();
    return kNone;
  }

  /// A sentence of its own and no item.
  bool says_something(Span token) const {
    return text_.view(token.begin, token.end).find_first_of(words_.verbs) != kNone ||
           contains_any(text_.view(token.begin, token.end), words_.sentence_words);
  }

  std::vector<Span> tokens(Span segment, Span part, const std::vector<int>& depth) const {
    std::vector<Span> found;
    std::size_t begin = segment.begin;
    for (std::size_t i = segment.begin; i <= segment.end; ++i)
      if (i == segment.end || (text_.chars[i] == kSeparator && depth[i - part.begin] == 0)) {
        if (i > begin) found.push_back({begin, i});
        begin = i + 1;
      }
    return found;
  }

  bool is_etc(std::size_t i) const {
    if (text_.at(i) != kEtc) return false;
    const std::size_t begin = i > 0 ? i - 1 : 0;
    return !contains_any(text_.view(begin, std::min(text_.size(), i + 2)), words_.not_etc);
  }

  /// The first count that begins in the stretch; -1 if none.
  int count_in(Span span) const {
    for (std::size_t i = 0; i < facts_.quantities.size(); ++i) {
      const Quantity& one = facts_.quantities[i];
      const Span where = reading_.contexts[i].span;
      if (where.begin < span.begin || where.begin >= span.end) continue;
      if (one.role == QuantityRole::kCount || one.role == QuantityRole::kNumerator ||
          one.role == QuantityRole::kDenominator)
        return static_cast<int>(i);
    }
    return -1;
  }

  void add_item(ListStatement& list, Span span) {
    while (span.begin < span.end && (text_.chars[span.begin] == kSeparator || text_.chars[span.begin] == U','))
      ++span.begin;
    if (span.begin >= span.end) return;
    const ByteRange range = text_.range(span.begin, span.end);
    list.items.emplace_back(reading_.original.substr(range.begin, range.size()));
    list.item_ranges.push_back(range);
  }

  /// Behind the words that lead in the first item: 整合了〈便民生活服务〉.
  Span first_item(Span token) const {
    std::size_t begin = token.begin;
    for (const std::u32string& word : words_.lead_ins) {
      const std::size_t found = text_.view(token.begin, token.end).rfind(word);
      if (found == kNone || token.end - (token.begin + found + word.size()) < 2) continue;
      begin = std::max(begin, token.begin + found + word.size());
    }
    return {begin, token.end};
  }

  void close(ListStatement& list, std::size_t begin, std::size_t end) {
    if (list.items.size() >= 2) {
      list.range = text_.range(begin, end);
      facts_.lists.push_back(list);
    }
    list = {};
  }

  /// One stretch between commas. It may hold several lists: A、B等6个…和C、D等9个….
  void read_segment(Span segment, Span part, const std::vector<int>& depth) {
    const std::vector<Span> all = tokens(segment, part, depth);
    if (all.size() < 2) return;
    const std::size_t before = facts_.lists.size();
    ListStatement list;
    std::vector<int> amounts;
    std::size_t list_begin = segment.begin;
    for (std::size_t i = 0; i < all.size(); ++i) {
      Span token = all[i];
      if (list.items.empty()) token = first_item(token), list_begin = token.begin;
      const std::size_t etc = find_etc(token, part, depth);
      const int number = count_in(token);
      if (etc != kNone) {
        add_item(list, {token.begin, etc});
        const std::size_t rest = close_with_etc(list, etc);
        close(list, list_begin, rest);
        if (i + 1 < all.size())
          start_next(list, list_begin, {rest, token.end});
        else
          add_single(before, {rest, token.end});
        continue;
      }
      if (number >= 0 && closes(number, token, amounts, list.items.empty(), i + 1 == all.size())) {
        add_item(list, {token.begin, context(number).span.begin});
        take_number(list, number);
        const std::size_t rest = kind_end(context(number).span.end, token.end);
        close(list, list_begin, rest);
        if (i + 1 < all.size()) start_next(list, list_begin, {rest, token.end});
        continue;
      }
      if (number >= 0) amounts.push_back(number);
      add_item(list, number >= 0 && context(number).span.begin > token.begin
                         ? Span{token.begin, context(number).span.begin}
                         : token);
    }
    if (amounts.size() == list.items.size()) {
      list.amounts = amounts;
      list.stated = total_behind(amounts, part);
      if (list.stated >= 0) list.number_first = false;
    }
    close(list, list_begin, segment.end);
    link(before, segment, part);
  }

  /// 快件箱8个、售卖机15个，共计23个: the sum that is stated behind the amounts; -1 if there is none.
  int total_behind(const std::vector<int>& amounts, Span part) {
    const int next = amounts.empty() ? 0 : amounts.back() + 1;
    if (amounts.size() < 2 || next >= static_cast<int>(facts_.quantities.size()) ||
        context(next).span.begin >= part.end || quantity(next).role != QuantityRole::kCount ||
        quantity(next).qualifier != Qualifier::kExact)
      return -1;
    const bool one_unit = std::all_of(amounts.begin(), amounts.end(),
                                      [&](int amount) { return quantity(amount).unit == quantity(next).unit; });
    const std::u32string_view label = reading_.view(context(next).label);
    const auto& totals = words_.totals;
    return one_unit && std::find(totals.begin(), totals.end(), label) != totals.end() ? next : -1;
  }

  std::size_t find_etc(Span token, Span part, const std::vector<int>& depth) const {
    for (std::size_t i = token.begin + 1; i < token.end; ++i)
      if (depth[i - part.begin] == 0 && is_etc(i)) return i;
    return kNone;
  }

  /// Whether the number ends the list (电动车充电〈2个〉特色应用场景) and is not the item's own (快件箱8个).
  bool closes(int number, Span token, const std::vector<int>& amounts, bool first, bool last) {
    // 烟感、手报联网1140点: so many things are not listed.
    static constexpr int kMostItems = 60;
    const Span where = context(number).span;
    if (quantity(number).value > Decimal(kMostItems)) return false;
    if (first || !amounts.empty() || where.begin == token.begin || !last || in_next_cell(number)) return false;
    const std::string_view kind = unit_kind(quantity(number).unit, reading_.programme);
    const std::u32string_view behind = text_.view(where.end, token.end);
    return kind == "sort" || (behind.size() >= 2 && contains_any(behind, words_.wholes));
  }

  /// A table within a cell: 消防栓异常、防火门打开 | 3个小区均自动识别.
  bool in_next_cell(int number) {
    const std::size_t begin = quantity(number).range.begin;
    return begin > 0 && reading_.original[begin - 1] == '\t';
  }

  void take_number(ListStatement& list, int number) {
    list.number_first = false;
    const Quantity& one = quantity(number);
    list.kind = text_of({context(number).span.end, kind_end(context(number).span.end, context(number).after.end)});
    if (one.qualifier == Qualifier::kExact && !one.upper) list.stated = number;
  }

  std::string text_of(Span span) const {
    const ByteRange range = text_.range(span.begin, std::max(span.begin, span.end));
    std::string text(reading_.original.substr(range.begin, range.size()));
    std::erase(text, ' ');
    return text;
  }

  std::size_t kind_end(std::size_t begin, std::size_t end) const {
    for (const std::u32string& connector : words_.connectors)
      if (const std::size_t found = text_.view(begin, end).find(connector); found != kNone) end = begin + found;
    if (const std::size_t found = text_.view(begin, end).find_first_of(U"(:"); found != kNone) end = begin + found;
    return end;
  }

  /// 等 with or without a number behind it; returns where the list with its noun ends.
  std::size_t close_with_etc(ListStatement& list, std::size_t etc) {
    const int number = count_in({etc + 1, etc + 4});
    if (number >= 0 && context(number).span.begin <= etc + 2) {
      take_number(list, number);
      if (list.stated >= 0) list.examples = true;  // A、B等4种: the items need not be all four
      return kind_end(context(number).span.end, context(number).after.end);
    }
    list.open_ended = true;
    const std::size_t end = kind_end(etc + 1, text_.view().find_first_of(U",;。:\n", etc) == kNone
                                                  ? text_.size()
                                                  : text_.view().find_first_of(U",;。:\n", etc));
    list.kind = text_of({etc + 1, end});
    return end;
  }

  /// Behind a closed list: 和〈出入管理〉、….
  void start_next(ListStatement& list, std::size_t& list_begin, Span rest) {
    for (const std::u32string& connector : words_.connectors)
      if (text_.view(rest.begin, rest.end).starts_with(connector)) {
        rest.begin += connector.size();
        break;
      }
    if (rest.begin >= rest.end) return;
    list_begin = rest.begin;
    add_item(list, rest);
  }

  /// Behind the last numbered list of several: 以及电动车充电〈1个〉特色应用场景, a list of one.
  void add_single(std::size_t before, Span rest) {
    if (facts_.lists.size() == before || facts_.lists.back().stated < 0) return;
    ListStatement list;
    std::size_t begin = rest.begin;
    start_next(list, begin, rest);
    const int number = count_in({begin, rest.end});
    if (list.items.empty() || begin == rest.begin || number < 0 || context(number).span.begin == begin) return;
    list = {};
    add_item(list, {begin, context(number).span.begin});
    take_number(list, number);
    list.examples = list.stated >= 0 && quantity(list.stated).value != Decimal(1);
    list.range = text_.range(begin, kind_end(context(number).span.end, rest.end));
    facts_.lists.push_back(std::move(list));
  }

  // The number in front: 12个，分别是…

  struct Link {
    int number = -1;
    bool examples = false;
    bool introduced = false;
  };

  void link(std::size_t first, Span segment, Span part) {
    if (first >= facts_.lists.size()) return;
    ListStatement& list = facts_.lists[first];
    if (types_only(part, segment, list)) {
      list.examples = true;
      return;
    }
    const std::size_t list_begin = position_of(list.item_ranges.front().begin);
    const Link found = number_before(part, list_begin);
    if (found.number < 0 && list.kind.empty() && list.stated < 0 && facts_.lists.size() - first == 1)
      name_kind(list, part, list_begin);
    if (found.number < 0 || taken(found.number)) return;
    // 东苑3、西苑2: numbers of each; 水、电、气、暖一网缴费，助餐助医，出入管理: the commas part the items.
    if (amounts_without_unit(list) || parted_by_commas(segment, part)) return;
    const bool composed = facts_.lists.size() - first > 1;
    if (composed) {
      if (found.introduced && parts_are_numbered(first)) add_total(first, found);
      return;
    }
    if (list.stated >= 0) return;
    const bool closed = closed_by(found.number, segment, part);
    // A comma alone parts sentences too: 场景5个，利用区块链、CIM等技术 lists no scenarios.
    if (!found.introduced && (quantity(found.number).clause < 0 || !list.kind.empty())) return;
    list.stated = found.number;
    list.examples = found.examples && !closed;
    list.number_first = true;
    if (list.kind.empty() || !list.open_ended) list.kind = kind_of_number(found.number);
  }

  /// 8种，包括甲、乙、丙，共8种: the total stands behind the items once more, so that these are all of them.
  bool closed_by(int number, Span segment, Span part) {
    for (int i = number + 1; i < static_cast<int>(facts_.quantities.size()); ++i) {
      if (context(i).span.begin < segment.end) continue;
      if (context(i).span.begin >= part.end) return false;
      const std::u32string_view label = reading_.view(context(i).label);
      const auto& totals = words_.totals;
      return quantity(i).value == quantity(number).value && quantity(i).unit == quantity(number).unit &&
             std::find(totals.begin(), totals.end(), label) != totals.end();
    }
    return false;
  }

  /// 上线的〈应用场景〉为A、B、C: what a list is of where no number says so.
  void name_kind(ListStatement& list, Span part, std::size_t list_begin) const {
    static constexpr std::size_t kLongest = 12;
    const std::u32string_view before = text_.view(part.begin, list_begin);
    for (const std::u32string& word : words_.naming) {
      if (!before.ends_with(word)) continue;
      std::u32string_view noun = before.substr(0, before.size() - word.size());
      if (const std::size_t stop = noun.find_last_of(U",;。:、)."); stop != kNone) noun.remove_prefix(stop + 1);
      const bool whole = std::any_of(words_.wholes.begin(), words_.wholes.end(),
                                     [&](const std::u32string& last) { return noun.ends_with(last); });
      if (!whole || noun.size() > kLongest) return;
      const std::size_t end = list_begin - word.size();
      list.kind = text_of({end - noun.size(), end});
      list.number_first = true;
      return;
    }
  }

  /// Every item ends in a figure.
  static bool amounts_without_unit(const ListStatement& list) {
    const auto figure = [](const std::string& item) {
      const std::u32string text = folded(item.substr(0, item.find("（")));
      return !text.empty() && (is_digit(text.back()) || (text.back() == U')' && text.find(U'(') != kNone &&
                                                         text.find(U'(') > 0 && is_digit(text[text.find(U'(') - 1])));
    };
    return std::all_of(list.items.begin(), list.items.end(), figure);
  }

  /// Behind the segment the sentence goes on with short names between commas, down to its end.
  bool parted_by_commas(Span segment, Span part) const {
    static constexpr std::size_t kShortest = 2, kLongest = 12, kFewest = 2;
    std::size_t found = 0;
    std::size_t end = part.end;
    while (end > segment.end && kHardEnds.find(text_.chars[end - 1]) != kNone) --end;
    if (segment.end >= end || text_.chars[segment.end] != U',') return false;
    for (std::size_t i = segment.end + 1, from = i; i <= end; ++i) {
      if (i < end && text_.chars[i] != U',') continue;
      const Span token{from, i};
      from = i + 1;
      const std::size_t size = token.end - token.begin;
      if (size < kShortest || size > kLongest || count_in(token) >= 0 || says_something(token) ||
          text_.view(token.begin, token.end).find(kSeparator) != kNone)
        return false;
      ++found;
    }
    return found >= kFewest;
  }

  bool taken(int number) const {
    return std::any_of(facts_.lists.begin(), facts_.lists.end(),
                       [&](const ListStatement& list) { return list.stated == number; });
  }

  bool parts_are_numbered(std::size_t first) const {
    return std::any_of(facts_.lists.begin() + static_cast<std::ptrdiff_t>(first), facts_.lists.end(),
                       [](const ListStatement& list) { return list.stated >= 0; });
  }

  std::size_t position_of(std::uint32_t byte) const {
    return static_cast<std::size_t>(std::lower_bound(text_.begins.begin(), text_.begins.end(), byte) -
                                    text_.begins.begin());
  }

  /// 场景类型一般包括…: kinds, not things.
  bool types_only(Span part, Span segment, const ListStatement& list) const {
    const std::size_t begin = position_of(list.item_ranges.front().begin);
    const std::size_t from = std::max(part.begin, segment.begin);
    return contains_any(text_.view(from, begin), words_.types);
  }

  std::string kind_of_number(int number) const {
    Span after = context(number).after;
    if (const std::size_t bracket = text_.view(after.begin, after.end).find(U'('); bracket != kNone)
      after.end = after.begin + bracket;
    if (after.end > after.begin && after.end - after.begin <= kLongestKind) return text_of(after);
    return text_of(context(number).label);
  }

  /// The count whose noun ends where the list begins.
  Link number_before(Span part, std::size_t list_begin) {
    Link link;
    for (int i = static_cast<int>(facts_.quantities.size()) - 1; i >= 0; --i) {
      const Span where = context(i).span;
      if (where.begin >= list_begin || where.begin < part.begin) continue;
      const Quantity& one = quantity(i);
      if (one.role != QuantityRole::kCount || one.qualifier != Qualifier::kExact || one.upper) return link;
      const std::u32string words = without_brackets(text_.view(where.end, list_begin));
      std::u32string_view between = words;
      auto intro = introduction(between);
      const bool announced = between.ends_with(U':');  // 7个应用场景,具体为:…
      if (announced) between.remove_suffix(1);
      if (between.size() > kLongestKind + 4 || between.find_first_of(U"、。;\n") != kNone) return link;
      if (contains_any(between, words_.types)) return link;
      if (between.find(U'或') != kNone) return link;
      const std::size_t comma = between.find_first_of(U",:");
      const bool colon = comma != kNone && between[comma] == U':';
      if (!intro) intro = introduction(between);
      if (comma == kNone && !intro && !announced) return link;  // 2处无人售卖机、…
      if (comma != kNone && between.find_first_of(U",:", comma + 1) != kNone) return link;
      link.number = i;
      link.introduced = colon || announced || intro.has_value();
      link.examples = intro ? intro->value == 1 : false;
      return link;
    }
    return link;
  }

  /// 7个应用场景(其中服务类4个),具体为: the remark in brackets parts number and list no more than it would be missed.
  static std::u32string without_brackets(std::u32string_view text) {
    std::u32string kept;
    int depth = 0;
    for (const char32_t c : text) {
      if (c == U'(') ++depth;
      if (depth == 0) kept += c;
      if (c == U')' && depth > 0) --depth;
    }
    return kept;
  }

  std::optional<WordTable::Match> introduction(std::u32string_view between) const {
    if (between.ends_with(U':')) {
      const auto example = words_.introducing.ending_at(between, between.size() - 1);
      if (example && words_.such_as.find(between[between.size() - 2]) != kNone) return example;  // 如：, 例如：
    }
    const auto match = words_.introducing.ending_at(between, between.size());
    // 有 and 为 end other words too (拥有, 作为): alone they only count right behind the comma.
    if (match && match->length == 1 && (between.size() < 2 || between[between.size() - 2] != U',')) return std::nullopt;
    return match;
  }

  /// 17个…：…等6个…和…等9个…以及…2个…: all items together.
  void add_total(std::size_t first, const Link& found) {
    ListStatement total;
    total.stated = found.number;
    total.kind = kind_of_number(found.number);
    total.examples = found.examples;
    for (std::size_t i = first; i < facts_.lists.size(); ++i) {
      const ListStatement& list = facts_.lists[i];
      total.items.insert(total.items.end(), list.items.begin(), list.items.end());
      total.item_ranges.insert(total.item_ranges.end(), list.item_ranges.begin(), list.item_ranges.end());
      total.open_ended = total.open_ended || list.open_ended;
      if (list.stated >= 0) total.amounts.push_back(list.stated);
    }
    if (total.amounts.size() != facts_.lists.size() - first) total.amounts.clear();
    total.range = {std::min(quantity(found.number).range.begin, facts_.lists[first].range.begin),
                   facts_.lists.back().range.end};
    facts_.lists.push_back(std::move(total));
  }

  /// 4个小区(东苑、西苑、清波园)
  void read_bracketed() {
    for (std::size_t open = text_.view().find(U'('); open != kNone; open = text_.view().find(U'(', open + 1)) {
      const std::size_t end = text_.view().find_first_of(U"()", open + 1);
      if (end == kNone || text_.chars[end] != U')') continue;
      const int number = number_right_before(open);
      if (number < 0 || taken(number) || starts_with_any(text_.view(open + 1, end), words_.among_them)) continue;
      ListStatement list;
      std::size_t begin = open + 1;
      for (std::size_t i = begin; i <= end; ++i)
        if (i == end || text_.chars[i] == kSeparator) add_item(list, {begin, i}), begin = i + 1;
      if (list.items.size() < 2 || text_.view(open, end).find_first_of(U",;。:") != kNone || amounts_without_unit(list))
        continue;
      list.open_ended = text_.chars[end - 1] == kEtc;
      const auto intro = words_.introducing.starting_at(text_.view(), open + 1);
      list.examples = intro && intro->value == 1;
      list.stated = number;
      list.kind =
          context(number).span.end == open ? text_of(context(number).label) : text_of({context(number).span.end, open});
      list.range = text_.range(open + 1, end);
      facts_.lists.push_back(std::move(list));
    }
  }

  /// The exact count whose noun ends at the parenthesis, or stands in front of it: 应用场景数量为5个(….
  int number_right_before(std::size_t open) {
    for (int i = static_cast<int>(facts_.quantities.size()) - 1; i >= 0; --i) {
      const Span where = context(i).span;
      if (where.end > open) continue;
      const Quantity& one = quantity(i);
      const std::u32string_view between = text_.view(where.end, open);
      const bool named = between.empty() && context(i).label.end > context(i).label.begin;
      const bool noun = named || (!between.empty() && between.size() <= kLongestKind &&
                                  between.find_first_of(words_.not_in_nouns) == kNone);
      return noun && one.role == QuantityRole::kCount && one.qualifier == Qualifier::kExact && !one.upper ? i : -1;
    }
    return -1;
  }

  /// 以下三点：1.… 2.… 3.…
  void read_numbered() {
    for (int i = 0; i < static_cast<int>(facts_.quantities.size()); ++i) {
      const Quantity& one = quantity(i);
      if (one.role != QuantityRole::kCount || one.qualifier != Qualifier::kExact || one.part < 0) continue;
      const std::size_t segment_end = context(i).segment.end;
      if (text_.at(segment_end) != U':' || context(i).after.end - context(i).after.begin > kLongestKind) continue;
      const auto next = static_cast<std::size_t>(one.part) + 1;
      std::size_t at = next;
      while (at < facts_.parts.size() && reading_.parts[at].end - reading_.parts[at].begin <= 1) ++at;  // an empty line
      if (at >= facts_.parts.size() || facts_.parts[at].item != 1 ||
          facts_.parts[static_cast<std::size_t>(one.part)].item == 1)
        continue;
      ListStatement list;
      int expected = 1;
      for (std::size_t part = at; part < facts_.parts.size(); ++part) {
        if (facts_.parts[part].item == expected) {
          list.items.emplace_back(
              reading_.original.substr(facts_.parts[part].range.begin, facts_.parts[part].range.size()));
          list.item_ranges.push_back(facts_.parts[part].range);
          ++expected;
        } else if (facts_.parts[part].item < expected - 1) {
          break;
        }
      }
      if (list.items.size() < 2) continue;
      list.stated = i;
      list.kind = kind_of_number(i);
      list.range = {one.range.begin, list.item_ranges.back().end};
      facts_.lists.push_back(std::move(list));
    }
  }

  /// 建成4个应用场景：养老服务；医疗服务；物业服务；出入管理。
  void read_semicolons() {
    static constexpr std::size_t kShortest = 2, kLongest = 12, kFewest = 3;
    for (int i = 0; i < static_cast<int>(facts_.quantities.size()); ++i) {
      const Quantity& one = quantity(i);
      if (one.role != QuantityRole::kCount || one.qualifier != Qualifier::kExact || one.upper || taken(i)) continue;
      const std::size_t colon = context(i).segment.end;
      if (text_.at(colon) != U':' || context(i).after.end - context(i).after.begin > kLongestKind) continue;
      const std::size_t stop = text_.view().find_first_of(U"。!\n", colon);
      const std::size_t end = stop == kNone ? text_.size() : stop;
      ListStatement list;
      bool items_only = true;
      for (std::size_t at = colon + 1, from = at; at <= end && items_only; ++at) {
        if (at < end && text_.chars[at] != U';') continue;
        Span token{from, at};
        from = at + 1;
        if (at == end && token.begin == token.end) break;  // …；出入管理；
        if (at == end && text_.chars[token.end - 1] == kEtc) --token.end, list.open_ended = true;
        const std::size_t size = token.end - token.begin;
        items_only = size >= kShortest && size <= kLongest && !says_something(token) && count_in(token) < 0 &&
                     !reading_.item_chars[token.begin] &&
                     text_.view(token.begin, token.end).find_first_of(U",:、") == kNone;
        if (items_only) add_item(list, token);
      }
      if (!items_only || list.items.size() < kFewest) continue;
      list.stated = i;
      list.number_first = true;
      list.kind = kind_of_number(i);
      list.range = text_.range(context(i).span.begin, end);
      facts_.lists.push_back(std::move(list));
    }
  }

  /// 社区食堂提供助餐服务: what a clause counts is named, and no number of it is stated anywhere.
  void read_items() {
    if (clauses_ == nullptr) return;
    for (std::size_t c = 0; c < clauses_->size(); ++c) {
      const std::vector<std::u32string>& names = (*clauses_)[c].items;
      const bool stated = std::any_of(facts_.quantities.begin(), facts_.quantities.end(),
                                      [&](const Quantity& one) { return one.clause == static_cast<int>(c); });
      if (names.empty() || stated) continue;
      ListStatement list;
      list.clause = static_cast<int>(c);
      std::size_t begin = text_.size(), end = 0;
      for (const std::u32string& name : names)
        if (const std::size_t at = text_.view().find(name); at != kNone) {
          add_item(list, {at, at + name.size()});
          begin = std::min(begin, at);
          end = std::max(end, at + name.size());
        }
      const bool listed = std::any_of(facts_.lists.begin(), facts_.lists.end(), [&](const ListStatement& other) {
        return other.range.begin < text_.range(begin, std::max(begin, end)).end &&
               other.range.end > text_.range(begin, std::max(begin, end)).begin;
      });
      if (list.items.empty() || listed || text_.view().find(kEtc, begin) != kNone) continue;
      list.range = text_.range(begin, end);
      list.kind = (*clauses_)[c].clause->metric;
      facts_.lists.push_back(std::move(list));
    }
  }

  void bind(ListStatement& list) {
    if (list.clause >= 0) return;
    if (list.stated >= 0) {
      list.clause = quantity(list.stated).clause;
      if (quantity(list.stated).role == QuantityRole::kCount) quantity(list.stated).role = QuantityRole::kListTotal;
      return;
    }
    if (clauses_ == nullptr || list.kind.empty()) return;
    const std::u32string kind = folded(list.kind);
    for (std::size_t c = 0; c < clauses_->size(); ++c) {
      const ClauseWords& words = (*clauses_)[c];
      if (words.clause->kind != ClauseKind::kCount || contains_any(kind, words.none)) continue;
      if (contains_any(kind, words.words)) {
        list.clause = static_cast<int>(c);
        return;
      }
    }
  }

  const Vocabulary& words_;
  const ClaimReading& reading_;
  const FoldedText& text_;
  ClaimFacts& facts_;
  const std::vector<ClauseWords>* clauses_;
};

}  // namespace

void read_lists(const ClaimReading& reading, ClaimFacts& facts, const std::vector<ClauseWords>* clauses) {
  ListReader(reading, facts, clauses).read();
}

}  // namespace gongshi::normalize
