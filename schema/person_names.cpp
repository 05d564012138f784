// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/personal_data.h"
#include "schema/personal_words.h"
#include "schema/utf8.h"

namespace gongshi {
inline namespace schema {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::size_t kMostQualifiers = 8;  // Characters between a label and its colon: 联系人及联系电话：
constexpr std::size_t kLongestBracket = 24;  // Of what stands in brackets behind a name of a list: （网格员，138…）
constexpr std::size_t kLongestOffice = 12;  // Characters between 任 and the title.

// How sure the words before a name are that a name follows.
enum class Lead {
  kLabel,     // 联系人：
  kTitle,     // 网格员, with or without a colon
  kResident,  // 居民: more often followed by something else
  kRequest,   // 由, 联系: only what looks like a name in every character
};

struct Parsed {
  std::size_t end = 0;  // 0: no name.
  bool sure = false;
};

class NameFinder {
 public:
  NameFinder(const CompactText& text, std::vector<NameFound>& found)
      : text_(text), words_(personal_words()), found_(found) {}

  void find() {
    int quoted = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char32_t code = text_.at(i);
      if (code == U'《') ++quoted;
      if (code == U'》' && quoted > 0) --quoted;
      if (code == U'\n') quoted = 0;
      if (quoted > 0) continue;
      find_behind_words(i);
      find_before_words(i);
      if (code == U'·') find_dotted(i);
      if (code == U':') find_counted(i);
      if (is_digit(code) && (i == 0 || !is_digit(text_.at(i - 1)))) find_beside_number(i);
    }
  }

 private:
  static bool among(std::u32string_view set, char32_t code) { return code != 0 && set.find(code) != kNone; }

  [[nodiscard]] bool han(std::size_t i) const { return is_han(text_.at(i)) && text_.at(i) != signs::kDigits.front(); }
  /// A character that is not part of the same run of Chinese characters stands at `i`.
  [[nodiscard]] bool boundary(std::size_t i) const { return i >= text_.size() || !han(i) || text_.gap(i); }
  [[nodiscard]] bool bracket(std::size_t i) const { return text_.at(i) == U'(' || text_.at(i) == U'<'; }
  [[nodiscard]] std::size_t surname_length(std::size_t i) const {
    if (const std::size_t compound = words_.compound_surnames.at_start_of(text_.view(i, i + 2))) return compound;
    return among(words_.surnames, text_.at(i)) ? 1 : 0;
  }
  [[nodiscard]] bool common(std::size_t i) const { return among(words_.common_characters, text_.at(i)); }

  /// The characters at `i` begin a word that is no name: 高效, 安全, 石家庄.
  [[nodiscard]] bool begins_word(std::size_t i) const {
    if (surname_length(i) == 2) return false;
    if (const auto seconds = words_.not_names.find(text_.at(i));
        seconds != words_.not_names.end() && among(seconds->second, text_.at(i + 1)))
      return true;
    const auto longer = words_.longer_not_names.find(text_.at(i));
    return longer != words_.longer_not_names.end() && longer->second.at_start_of(text_.from(i + 1)) > 0;
  }

  /// 张店区, 王府街道; but not the community that a person serves: 王晓明社区书记.
  [[nodiscard]] bool place_follows(std::size_t end) const {
    const std::size_t length = words_.place_ends.at_start_of(text_.from(end));
    return length > 0 && !text_.gap(end) && words_.titles.at_start_of(text_.from(end + length)) == 0;
  }

  [[nodiscard]] bool follows_name(std::size_t end) const { return words_.followers.at_start_of(text_.from(end)) > 0; }

  [[nodiscard]] bool unusable(std::size_t begin, std::size_t end) const {
    const std::u32string_view name = text_.view(begin, end);
    if (words_.public_figures.at_start_of(text_.from(begin)) > 0) return true;
    for (const char32_t code : name)
      if (among(words_.anonymous, code)) return true;
    if (among(words_.anonymous, text_.at(end)) && !han(end)) return true;
    if (among(words_.somebody, text_.at(end))) return true;
    // 王先生, 李大爷: no more than a surname.
    const std::u32string_view rest = text_.from(begin + surname_length(begin));
    const std::size_t honorific = std::max(words_.honorifics.at_start_of(rest), words_.titles.at_start_of(rest));
    return honorific > 0 && begin + surname_length(begin) + honorific >= end;
  }

  [[nodiscard]] bool usual_given(std::size_t begin) const { return among(words_.given, text_.at(begin + 1)); }

  /// 王家庄, 安全科: what ends like the name of a place or an office. A usual given name outweighs a place: 金晓河.
  [[nodiscard]] bool ends_like_unit(std::size_t begin, std::size_t end) const {
    if (end - begin != 3 || surname_length(begin) != 1) return false;
    return among(words_.unit_ends, text_.at(end - 1)) ||
           (among(words_.place_characters, text_.at(end - 1)) && !usual_given(begin));
  }

  /// A name with a surname that is also a common character (高, 安, 常) needs a usual given name: 高晓明, not 全覆盖.
  /// `announced`: words on both sides say that a name stands here; then only particles (向, 应) are no surnames.
  [[nodiscard]] bool plausible(std::size_t begin, std::size_t end, bool announced = false) const {
    if (begins_word(begin)) return false;
    const std::size_t surname = surname_length(begin);
    if (surname == 2 || !common(begin) || (end - begin == 3 && usual_given(begin))) return true;
    return announced && end - begin == 3 && !among(words_.particles, text_.at(begin)) &&
           !words_.residents.anywhere_in(text_.view(begin + 1, end)) &&
           !words_.titles.anywhere_in(text_.view(begin, end));
  }

  /// 买买提·艾力
  [[nodiscard]] Parsed dotted_name(std::size_t begin, Lead lead) const {
    std::size_t i = begin, parts = 1, part = i;
    bool transliterated = true;
    for (; i < text_.size() && i - begin < 24; ++i) {
      if (text_.at(i) == U'·' || (text_.at(i) == U'.' && han(i + 1) && i > part)) {
        if (i == part) return {};
        ++parts;
        part = i + 1;
        continue;
      }
      if (!han(i) || (i > begin && text_.gap(i) && i > part)) break;
      // The last part has no end of its own: it reaches as far as its characters are of that kind.
      const bool usual = among(words_.transliterated, text_.at(i));
      if (parts > 1 && i > part + 1 && !usual && (follows_name(i) || i - part >= 4)) break;
      if (parts > 1 && i > part && !usual && follows_name(i)) break;
      transliterated = transliterated && usual;
      if (i - part >= 8) return {};
    }
    if (parts < 2 || i - part < 1 || part - begin < 2) return {};
    if (words_.unit_words.anywhere_in(text_.view(begin, i)) || place_follows(i)) return {};
    if (lead == Lead::kResident && !transliterated) return {};
    return {i, true};
  }

  /// The name that begins at `begin`.
  [[nodiscard]] Parsed name_at(std::size_t begin, Lead lead, bool colon) const {
    if (!han(begin)) return {};
    if (const Parsed dotted = dotted_name(begin, lead); dotted.end > 0) return dotted;
    if (const Parsed name = surname_and_given_name(begin, lead, colon); name.end > 0) return name;
    return without_surname(begin, lead, colon);
  }

  [[nodiscard]] Parsed surname_and_given_name(std::size_t begin, Lead lead, bool colon) const {
    const std::size_t surname = surname_length(begin);
    if (surname == 0) return {};
    const std::size_t one = begin + surname, two = one + 1, three = one + 2;  // Of the given name: begin, ends.
    if (!han(one) || text_.at(one) == U'\n') return {};
    if (surname == 2 && text_.gap(begin + 1)) return {};
    Parsed name;
    const bool spaced = text_.gap(one);
    if (boundary(two)) {
      // 王晓 主任; 赵 丁，; 王 晓 乙
      const bool third = spaced && han(two) && text_.gap(two) && boundary(three) && surname == 1;
      name = {third ? three : two, true};
    } else if (spaced && !boundary(three)) {
      return {};
    } else if (boundary(three)) {
      // 王晓和 李红, but 白致和，
      const bool joins = among(words_.name_joiners, text_.at(two)) && three < text_.size() && text_.gap(three);
      name = {!spaced && (joins || among(words_.name_ends, text_.at(two))) ? two : three, true};
    } else if (follows_name(three)) {
      name = {three, true};
    } else if (follows_name(two)) {
      name = {two, true};
    } else if (lead == Lead::kRequest || (lead == Lead::kResident && !usual_given(begin)) || common(begin)) {
      return {};
    } else {
      name = {three, false};
    }
    return acceptable(begin, name, lead, colon) ? name : Parsed{};
  }

  [[nodiscard]] bool acceptable(std::size_t begin, Parsed name, Lead lead, bool colon) const {
    if (unusable(begin, name.end) || place_follows(name.end)) return false;
    if (words_.unit_words.anywhere_in(text_.view(begin + 1, name.end))) return false;
    if (words_.titles.contains(text_.view(begin, name.end)) || words_.residents.contains(text_.view(begin, name.end)))
      return false;
    if (lead == Lead::kRequest && (name.end - begin != 3 || !usual_given(begin))) return false;
    if (lead == Lead::kLabel && colon && name.sure) return !(begins_word(begin) && !boundary(name.end));
    if (ends_like_unit(begin, name.end) && !(colon && name.sure)) return false;
    const bool office = lead == Lead::kLabel || lead == Lead::kTitle;
    if (colon && office && boundary(name.end) && name.end - begin == 2) return !begins_word(begin);
    return plausible(begin, name.end, office && name.sure);
  }

  /// 联系人：阿依古丽: no surname of the list, between a label's colon and the next sign; elsewhere only in characters
  /// that names of minorities are written with.
  [[nodiscard]] Parsed without_surname(std::size_t begin, Lead lead, bool colon) const {
    if (lead == Lead::kResident || lead == Lead::kRequest) return {};
    std::size_t end = begin;
    bool transliterated = true;
    while (end < text_.size() && end - begin <= 8 && han(end) && (end == begin || !text_.gap(end))) {
      const bool usual = among(words_.transliterated, text_.at(end));
      if (!usual && transliterated && end - begin >= 3 && follows_name(end)) break;
      transliterated = transliterated && usual;
      ++end;
    }
    const std::u32string_view name = text_.view(begin, end);
    for (const char32_t code : name)
      if (among(words_.anonymous, code)) return {};
    if (transliterated ? name.size() < 3 || name.size() > 8
                       : !(lead == Lead::kLabel && colon) || name.size() < 2 || name.size() > 4)
      return {};
    if (!transliterated && begins_word(begin)) return {};
    if (!transliterated && (among(words_.unit_ends, name.back()) || among(words_.place_characters, name.back())))
      return {};
    if (words_.unit_words.anywhere_in(name) || words_.public_figures.contains(name)) return {};
    if (words_.titles.anywhere_in(name) || words_.residents.anywhere_in(name) || words_.labels.anywhere_in(name))
      return {};
    return {end, transliterated};
  }

  void add(std::size_t begin, const Parsed& name) {
    const std::u32string_view characters = text_.view(begin, name.end);
    const bool word = begins_word(begin) && characters.size() < 4;
    found_.push_back({text_.range(begin, name.end), utf8::encode(characters), word});
  }

  /// The names that a list has from `begin` on: 王晓明、李晓红（副主任）和赵丁
  void take_names(std::size_t begin, Lead lead, bool colon) {
    for (bool first = true; begin < text_.size(); first = false) {
      // Behind a colon, and where a title goes before, what a list goes on with are names like its first.
      const bool goes_on = lead == Lead::kLabel || lead == Lead::kTitle;
      const Parsed name = name_at(begin,
                                  first              ? lead
                                  : goes_on && colon ? Lead::kTitle
                                                     : Lead::kResident,
                                  colon && (first || goes_on));
      if (name.end == 0) return;
      add(begin, name);
      std::size_t next = name.end;
      if (bracket(next)) {
        const std::size_t limit = std::min(text_.size(), next + kLongestBracket);
        std::size_t close = next;
        while (close < limit && text_.at(close) != U')') ++close;
        if (close >= limit) return;
        next = close + 1;
      }
      if (among(U"、,/;&", text_.at(next)) || (among(words_.name_joiners, text_.at(next)) && !text_.gap(next)))
        ++next;
      else if (!(next < text_.size() && text_.gap(next)))
        return;
      begin = next;
    }
  }

  void find_behind_words(std::size_t i) {
    const std::u32string_view rest = text_.from(i);
    const std::size_t label = words_.labels.at_start_of(rest), title = words_.titles.at_start_of(rest),
                      resident = words_.residents.at_start_of(rest);
    const std::size_t length = std::max({label, title, resident});
    if (length == 0) {
      if (const std::size_t request = words_.requests.at_start_of(rest)) take_names(i + request, Lead::kRequest, false);
      return;
    }
    // 总书记 is no office of a community.
    if (i > 0 && words_.other_offices.at_start_of(text_.from(i - 1)) > 1) return;
    const Lead lead = label == length ? Lead::kLabel : title == length ? Lead::kTitle : Lead::kResident;
    std::size_t begin = i + length;
    bool colon = false;
    for (std::size_t at = begin; at < std::min(text_.size(), begin + kMostQualifiers);) {
      if (text_.at(at) == U':') {
        colon = true;
        begin = at + 1;
        break;
      }
      const std::size_t qualifier = words_.qualifiers.at_start_of(text_.from(at));
      const bool sign = among(U"()/、-", text_.at(at));
      if (qualifier == 0 && !sign) break;
      at += std::max<std::size_t>(qualifier, 1);
    }
    if (!colon) {
      // 网格员（张三）, 联系人为张三, 书记-张三
      // “和事佬”张三
      while ((among(U"(<-\"“‘”’", text_.at(begin)) || among(words_.label_copulas, text_.at(begin))) &&
             begin < i + length + 2)
        ++begin;
      if (lead != Lead::kLabel) begin = behind_count(begin);
    }
    while (colon && (text_.at(begin) == U'\n' || text_.at(begin) == U':')) ++begin;
    take_names(begin, lead, colon);
  }

  /// 矫正对象2人（张三、李四）: where the brackets' text begins; `begin` where there is no such count.
  [[nodiscard]] std::size_t behind_count(std::size_t begin) const {
    std::size_t at = begin;
    while (at < begin + 4 && is_digit(text_.at(at))) ++at;
    return at > begin && among(words_.persons_counted, text_.at(at)) && bracket(at + 1) ? at + 2 : begin;
  }

  /// 表彰：张三、李四、王五三户: several names behind a colon with their number behind them.
  void find_counted(std::size_t colon) {
    std::vector<std::size_t> ends;
    std::vector<std::size_t> begins;
    for (std::size_t begin = colon + 1; begins.size() <= signs::kNumerals.size();) {
      const std::size_t surname = surname_length(begin);
      std::size_t end = begin + surname;
      // Up to the next sign; the last up to the number.
      while (end < begin + 4 && han(end) && !(end > begin + surname && counts(end, begins.size() + 1))) ++end;
      if (surname == 0 || end < begin + 2 || end > begin + 4 || unusable(begin, end) || begins_word(begin)) return;
      if (words_.unit_words.anywhere_in(text_.view(begin, end)) || ends_like_unit(begin, end)) return;
      begins.push_back(begin);
      ends.push_back(end);
      if (begins.size() > 1 && counts(end, begins.size())) {
        for (std::size_t i = 0; i < begins.size(); ++i) add(begins[i], {ends[i], true});
        return;
      }
      if (!among(U"、,", text_.at(end))) return;
      begin = end + 1;
    }
  }

  /// `count` stands at `i` in digits or characters, with what persons and families are counted in.
  [[nodiscard]] bool counts(std::size_t i, std::size_t count) const {
    if (text_.at(i) == U'等') ++i;
    const bool two = count == 2 && text_.at(i) == U'两';
    const bool digit = count < 10 && text_.at(i) == U'0' + count;
    const bool written = count > 0 && count <= signs::kNumerals.size() && text_.at(i) == signs::kNumerals[count - 1];
    return (two || digit || written) && among(words_.persons_counted, text_.at(i + 1));
  }

  /// The name that ends at `end`, told by what follows it. `open`: it need not be set apart from what stands before it.
  /// `described`: brackets behind it tell where or how old the person is: 段长亭（住…）, which is no 段长.
  [[nodiscard]] std::optional<std::size_t> name_before(std::size_t end, bool open, bool described = false) const {
    for (const std::size_t length : {std::size_t{4}, std::size_t{3}, std::size_t{2}}) {
      if (end < length) continue;
      const std::size_t begin = end - length;
      const std::size_t surname = surname_length(begin);
      if (surname == 0 || (length == 4) != (surname == 2 && length == 4)) continue;
      if (surname == 2 && length == 2) continue;
      bool whole = true;
      for (std::size_t i = begin; i < end; ++i)
        whole = whole && han(i) && (i == begin || !text_.gap(i) || length - surname == 1);
      if (!whole) continue;
      const bool apart = begin == 0 || !han(begin - 1) || text_.gap(begin) ||
                         among(words_.openers, text_.at(begin - 1)) || ends_with_title(begin);
      if (!apart && !(open && length >= 3 && !common(begin))) continue;
      // “齐润管家” names no steward.
      if (begin > 0 && among(U"“‘\"「『", text_.at(begin - 1))) continue;
      const bool addressed =
          among(words_.name_joiners, text_.at(end - 1)) && words_.honorifics.at_start_of(text_.from(end)) > 0;
      if (length == 3 && surname == 1 && !addressed && among(words_.not_given, text_.at(end - 1))) continue;
      if (unusable(begin, end) ||
          !(described ? surname == 2 || !among(words_.particles, text_.at(begin)) : plausible(begin, end)))
        continue;
      if (ends_like_unit(begin, end) || (length == 2 && among(words_.unit_ends, text_.at(end - 1)))) continue;
      if (words_.unit_words.anywhere_in(text_.view(begin, end))) continue;
      if (words_.titles.anywhere_in(text_.view(begin, end)) || words_.residents.anywhere_in(text_.view(begin, end)))
        continue;
      return begin;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool ends_with_title(std::size_t end) const {
    for (std::size_t length = 2; length <= 5 && length <= end; ++length)
      if (words_.titles.contains(text_.view(end - length, end)) ||
          words_.residents.contains(text_.view(end - length, end)) ||
          words_.labels.contains(text_.view(end - length, end)))
        return true;
    return false;
  }

  void take_name_before(std::size_t end, bool open, bool described = false) {
    auto begin = name_before(end, open, described);
    while (begin) {
      add(*begin, {end, true});
      // 张三、李四任网格员
      if (*begin < 3 || !(among(U"、/", text_.at(*begin - 1)) || among(words_.name_joiners, text_.at(*begin - 1))))
        return;
      end = *begin - 1;
      begin = name_before(end, false);
    }
  }

  void find_before_words(std::size_t i) {
    if (i < 2) return;
    const std::u32string_view rest = text_.from(i);
    const auto is_office = [&](std::size_t at) {
      return words_.titles.at_start_of(text_.from(at)) > 0 || words_.labels.at_start_of(text_.from(at)) > 0;
    };
    if (bracket(i)) {
      // 孔晓土（联系人）, 李晓兰（女，82岁）, 王晓明（138…）, 王晓明（社区网格员）
      const std::size_t limit = std::min(text_.size(), i + kLongestOffice);
      std::size_t close = i + 1;
      bool office = false;
      for (; close < limit && text_.at(close) != U')' && text_.at(close) != U'('; ++close)
        office = office || is_office(close);
      const bool gender = words_.genders.at_start_of(text_.from(i + 1)) > 0 && among(U",)、", text_.at(i + 2));
      if (words_.residence_words.at_start_of(text_.from(i + 1)) > 0 || gender || age_follows(i + 1)) {
        take_name_before(i, true, true);
        return;
      }
      if (office || words_.telephone_words.at_start_of(text_.from(i + 1)) > 0) take_name_before(i, true);
      return;
    }
    if (text_.at(i) == U',' && words_.genders.at_start_of(text_.from(i + 1)) > 0 && among(U",、.。", text_.at(i + 2))) {
      take_name_before(i, false);
      return;
    }
    if (text_.gap(i) ? is_office(i) : words_.honorifics.at_start_of(rest) > 0) {
      take_name_before(i, false);
      return;
    }
    if (is_office(i)) {
      take_name_before(i, false);
      return;
    }
    if (const std::size_t appointed =
            among(words_.before_appointment, text_.at(i - 1)) ? 0 : words_.appointments.at_start_of(rest)) {
      const std::size_t limit = std::min(text_.size(), i + appointed + kLongestOffice);
      for (std::size_t at = i + appointed; at < limit && han(at); ++at)
        if (is_office(at)) {
          take_name_before(i, false);
          break;
        }
      return;
    }
    if (words_.telephone_words.at_start_of(rest) > 0 && number_follows(i)) {
      take_name_before(i, false);
      return;
    }
    if (among(U":,、-/", text_.at(i)) &&
        (words_.telephone_words.at_start_of(text_.from(i + 1)) > 0 || telephone(i + 1)))
      take_name_before(i, false);
  }

  /// The number of somebody or something begins at `i`: seven digits and more.
  [[nodiscard]] bool telephone(std::size_t i) const {
    std::size_t digits = 0, end = i;
    while (end < text_.size() && end < i + 24 && (is_digit(text_.at(end)) || among(U"-()+. ", text_.at(end))))
      digits += is_digit(text_.at(end++)) ? 1 : 0;
    return digits >= 7 && digits <= 14 && !among(words_.behind_figures, text_.at(end));
  }

  /// 82岁
  [[nodiscard]] bool age_follows(std::size_t i) const {
    std::size_t end = i;
    while (end < i + 3 && is_digit(text_.at(end))) ++end;
    return end > i && text_.at(end) == U'岁';
  }

  [[nodiscard]] bool number_follows(std::size_t i) const {
    for (std::size_t at = i; at < std::min(text_.size(), i + 12); ++at) {
      if (is_digit(text_.at(at)) || text_.at(at) == U'+') return telephone(at);
      if (!han(at) && !among(U":,()", text_.at(at))) return false;
    }
    return false;
  }

  /// 王晓明13812345678, 0632-5512345（王晓明）
  void find_beside_number(std::size_t i) {
    if (!telephone(i)) return;
    if (i > 0 && (han(i - 1) || (text_.at(i - 1) == U'(' && i > 1 && han(i - 2)) || text_.at(i - 1) == U'+')) {
      const std::size_t end = han(i - 1) ? i : i - 1;
      take_name_before(end, text_.at(i) == U'1');
    }
    std::size_t end = i;
    while (end < text_.size() && (is_digit(text_.at(end)) || text_.at(end) == U'-')) ++end;
    const bool enclosed = bracket(end);
    if (!enclosed && !among(U",、/", text_.at(end)) && !(han(end) && text_.gap(end))) return;
    const std::size_t begin = han(end) ? end : end + 1;
    const Parsed name = name_at(begin, Lead::kResident, false);
    if (name.end > 0 && boundary(name.end) && !among(words_.unit_ends, text_.at(name.end - 1))) add(begin, name);
  }

  /// A name of a minority that stands anywhere: all of its characters are such as those names are written with.
  void find_dotted(std::size_t dot) {
    std::size_t begin = dot;
    while (begin > 0 && dot - begin < 8 && among(words_.transliterated, text_.at(begin - 1)) && !text_.gap(begin))
      --begin;
    if (dot - begin < 2) return;
    Parsed name = dotted_name(begin, Lead::kResident);
    if (name.end == 0) {
      // Not in such characters throughout, but what follows is what people do or are: …担任专干, …同志.
      name = dotted_name(begin, Lead::kTitle);
      const std::u32string_view behind = text_.from(name.end);
      if (name.end > 0 && !person_around(begin, name.end) && words_.appointments.at_start_of(behind) == 0 &&
          words_.honorifics.at_start_of(behind) == 0 && words_.titles.at_start_of(behind) == 0)
        return;
    }
    if (name.end > dot + 1) add(begin, name);
  }

  /// Words before it, or brackets behind it, say that a person is named: 老人…（维吾尔族，71岁）.
  [[nodiscard]] bool person_around(std::size_t begin, std::size_t end) const {
    if (ends_with_title(begin)) return true;
    if (!bracket(end)) return false;
    for (std::size_t i = end + 1; i < end + 8 && i < text_.size() && text_.at(i) != U')'; ++i)
      if (among(words_.peoples_end, text_.at(i)) || age_follows(i)) return true;
    return words_.genders.at_start_of(text_.from(end + 1)) > 0;
  }

  const CompactText& text_;
  const PersonalWords& words_;
  std::vector<NameFound>& found_;
};

}  // namespace

void find_introduced_names(const CompactText& text, std::vector<NameFound>& found) { NameFinder(text, found).find(); }

void KnownNames::add(std::string_view name) {
  const CompactText compact(name);
  const std::u32string_view characters = compact.from(0);
  const PersonalWords& words = personal_words();
  if (characters.size() < 2 || characters.size() > 24 || !is_han(characters.front())) return;
  if (words.unit_words.anywhere_in(characters) || words.public_figures.contains(characters)) return;
  for (const char32_t code : characters)
    if ((!is_han(code) && code != U'·') || words.anonymous.find(code) != kNone) return;
  by_first_[characters.front()].emplace(characters);
}

bool KnownNames::contains(std::string_view name) const {
  const CompactText compact(name);
  const auto found = by_first_.find(compact.at(0));
  return found != by_first_.end() && found->second.contains(std::u32string(compact.from(0)));
}

void KnownNames::find(const CompactText& text, std::vector<ByteRange>& found) const {
  if (empty()) return;
  const PersonalWords& words = personal_words();
  int quoted = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.at(i) == U'《') ++quoted;
    if ((text.at(i) == U'》' && quoted > 0)) --quoted;
    if (text.at(i) == U'\n') quoted = 0;
    const auto names = by_first_.find(text.at(i));
    if (quoted > 0 || names == by_first_.end()) continue;
    // Of those that begin with one character few are tried: the set is ordered.
    for (std::size_t length = std::min<std::size_t>(24, text.size() - i); length >= 2; --length) {
      if (!names->second.contains(std::u32string(text.view(i, i + length)))) continue;
      const std::size_t end = i + length;
      const std::size_t place = words.place_ends.at_start_of(text.from(end));
      if (place > 0 && !text.gap(end) && words.titles.at_start_of(text.from(end + place)) == 0) break;
      found.push_back(text.range(i, end));
      i = end - 1;
      break;
    }
  }
}

}  // namespace schema
}  // namespace gongshi
