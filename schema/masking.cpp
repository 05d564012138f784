// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/masking.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "schema/utf8.h"

namespace gongshi {
inline namespace schema {
namespace {

// Words that a person's name follows, after a colon; and words that end such a name or stand where one is expected.
constexpr std::array<std::string_view, 6> kNameLeads = {"联系人", "负责人", "经办人", "受理人", "网格员", "接待人"};
constexpr std::array<std::string_view, 12> kNotNames = {"电话", "联系", "手机", "单位", "地址", "邮箱",
                                                        "方式", "信息", "及",   "公示", "监督", "时间"};
constexpr std::array<std::string_view, 3> kColons = {":", "：", "﹕"};
constexpr std::size_t kLongestLead = 8;  // code points between the word and its colon: 联系人及联系电话：
constexpr std::size_t kLongestName = 4;  // 欧阳小明
constexpr std::size_t kDigitsKept = 3;

struct Character {
  char32_t code;
  std::uint32_t begin, end;
};

std::vector<Character> characters_of(std::string_view text) {
  std::vector<Character> characters;
  characters.reserve(text.size() / 2);
  for (std::size_t offset = 0; offset < text.size();) {
    const auto begin = static_cast<std::uint32_t>(offset);
    const char32_t code = utf8::next(text, offset);
    characters.push_back({code, begin, static_cast<std::uint32_t>(offset)});
  }
  return characters;
}

int digit_of(char32_t code) {
  if (code >= U'0' && code <= U'9') return static_cast<int>(code - U'0');
  if (code >= U'０' && code <= U'９') return static_cast<int>(code - U'０');
  return -1;
}

bool is_han(char32_t code) { return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0x20000 && code <= 0x3134F); }
bool parts_digits(char32_t code) { return code == U' ' || code == U'-' || code == U'－' || code == U'\u00A0'; }

// One number with single separators inside: indices [first, last] of its first and last digit, and the digits.
struct Number {
  std::size_t first, last;
  std::string digits;
};

std::vector<Number> numbers_of(const std::vector<Character>& characters) {
  std::vector<Number> numbers;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const int digit = digit_of(characters[i].code);
    if (digit < 0) continue;
    // "138-1234-5678" is one number; "0632-5512345 13812345678" are two, told apart below.
    Number number{i, i, std::string(1, static_cast<char>('0' + digit))};
    while (number.last + 1 < characters.size()) {
      std::size_t next = number.last + 1;
      if (digit_of(characters[next].code) < 0 && parts_digits(characters[next].code)) ++next;
      if (next >= characters.size() || digit_of(characters[next].code) < 0) break;
      number.digits.push_back(static_cast<char>('0' + digit_of(characters[next].code)));
      number.last = next;
    }
    i = number.last;
    numbers.push_back(std::move(number));
  }
  return numbers;
}

bool is_mobile(std::string_view digits) { return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3'; }

bool is_identity(std::string_view digits, bool closing_x) {
  if (digits.size() != (closing_x ? 17U : 18U)) return false;
  const auto two = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  const int century = two(6), month = two(10), day = two(12);
  return (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

void find_numbers(const std::vector<Character>& characters, std::vector<ByteRange>& found) {
  const auto add = [&](std::size_t first, std::size_t last) {
    found.push_back({characters[first].begin, characters[last].end});
  };
  for (const Number& number : numbers_of(characters)) {
    const bool closing_x = number.last + 1 < characters.size() &&
                           (characters[number.last + 1].code == U'X' || characters[number.last + 1].code == U'x');
    if (is_identity(number.digits, closing_x)) {
      add(number.first, number.last + (closing_x ? 1 : 0));
      continue;
    }
    if (is_mobile(number.digits)) {
      add(number.first, number.last);
      continue;
    }
    // Several numbers that single spaces or hyphens have joined: each unbroken run of digits by itself.
    for (std::size_t first = number.first; first <= number.last;) {
      std::size_t last = first;
      std::string digits(1, static_cast<char>('0' + digit_of(characters[first].code)));
      while (last < number.last && digit_of(characters[last + 1].code) >= 0)
        digits.push_back(static_cast<char>('0' + digit_of(characters[++last].code)));
      if (is_mobile(digits) || is_identity(digits, false)) add(first, last);
      for (first = last + 1; first <= number.last && digit_of(characters[first].code) < 0;) ++first;
    }
  }
}

bool starts_at(std::string_view text, const Character& character, std::string_view word) {
  return text.substr(character.begin).starts_with(word);
}

// 联系人：王小明, 联系人及电话：王小明 0632…
void find_introduced_names(std::string_view text, const std::vector<Character>& characters,
                           std::vector<ByteRange>& found) {
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const bool lead = std::any_of(kNameLeads.begin(), kNameLeads.end(),
                                  [&](std::string_view word) { return starts_at(text, characters[i], word); });
    if (!lead) continue;
    std::size_t at = i + 3;
    const std::size_t limit = std::min(characters.size(), at + kLongestLead);
    const auto is_colon = [&](std::size_t index) {
      return std::any_of(kColons.begin(), kColons.end(),
                         [&](std::string_view colon) { return starts_at(text, characters[index], colon); });
    };
    while (at < limit && !is_colon(at)) ++at;
    if (at >= limit) continue;
    for (++at; at < characters.size() && (characters[at].code == U' ' || characters[at].code == U'\u3000');) ++at;
    const auto ends_name = [&](std::size_t index) {
      return !is_han(characters[index].code) ||
             std::any_of(kNotNames.begin(), kNotNames.end(),
                         [&](std::string_view word) { return starts_at(text, characters[index], word); });
    };
    std::size_t end = at;
    while (end < characters.size() && end - at <= kLongestName && !ends_name(end)) ++end;
    if (end - at >= 2 && end - at <= kLongestName) found.push_back({characters[at].begin, characters[end - 1].end});
  }
}

void find_persons(std::string_view text, const std::vector<std::string>& persons, std::vector<ByteRange>& found) {
  for (const std::string& person : persons) {
    if (utf8::count(person) < 2) continue;
    for (std::size_t at = text.find(person); at != std::string_view::npos; at = text.find(person, at + person.size()))
      found.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + person.size())});
  }
}

std::vector<ByteRange> united_ranges(std::vector<ByteRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](ByteRange a, ByteRange b) { return a.begin < b.begin; });
  std::vector<ByteRange> united;
  for (ByteRange range : ranges) {
    if (!united.empty() && range.begin < united.back().end)
      united.back().end = std::max(united.back().end, range.end);
    else
      united.push_back(range);
  }
  return united;
}

// Stars of the same number of bytes.
void append_stars(std::string& out, std::size_t bytes) {
  for (; bytes >= 3; bytes -= 3) out += "＊";
  out.append(bytes, '*');
}

void append_masked(std::string& out, std::string_view secret) {
  const std::vector<Character> characters = characters_of(secret);
  const bool number = digit_of(characters.front().code) >= 0;
  const std::size_t kept = number ? kDigitsKept : 1;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const std::size_t bytes = characters[i].end - characters[i].begin;
    if (i < kept || (number && parts_digits(characters[i].code)))
      out += secret.substr(characters[i].begin, bytes);
    else
      append_stars(out, bytes);
  }
}

std::string with_ranges_masked(std::string_view text, const std::vector<ByteRange>& ranges) {
  std::string out;
  out.reserve(text.size());
  std::uint32_t done = 0;
  for (ByteRange range : ranges) {
    if (range.begin >= range.end || range.end > text.size() || range.begin < done) continue;
    out += text.substr(done, range.begin - done);
    append_masked(out, text.substr(range.begin, range.size()));
    done = range.end;
  }
  out += text.substr(done);
  return out;
}

std::vector<ByteRange> ranges_of(std::string_view text, const std::vector<std::string>& persons,
                                 const std::vector<PersonalMention>& mentions) {
  std::vector<ByteRange> ranges = personal_ranges(text, persons);
  for (const PersonalMention& mention : mentions)
    if (mention.range.begin < mention.range.end && mention.range.end <= text.size()) ranges.push_back(mention.range);
  return united_ranges(std::move(ranges));
}

// Names that claims mark as those of residents may be quoted elsewhere.
std::vector<std::string> persons_of(const Notice& notice) {
  std::vector<std::string> persons = notice.contact.persons;
  for (const IndicatorRecord& row : notice.rows)
    for (const PersonalMention& mention : row.facts.personal)
      if (mention.kind == PersonalMention::Kind::kProtectedName && mention.range.end <= row.claim.str().size())
        persons.push_back(row.claim.str().substr(mention.range.begin, mention.range.size()));
  return persons;
}

// Every text of the notice that may hold personal data, with the marks that normalize/ made in it. Titles hold names of
// communities, which a contact's name may happen to be part of.
template <typename AnyNotice, typename Each>
void for_each_text(AnyNotice& notice, Each each) {
  each(notice.preamble, notice.preamble_personal);
  each(notice.footer, notice.footer_personal);
  for (auto& row : notice.rows) each(row.claim.text, row.facts.personal);
}

}  // namespace

std::vector<ByteRange> personal_ranges(std::string_view text, const std::vector<std::string>& persons) {
  std::vector<ByteRange> found;
  const std::vector<Character> characters = characters_of(text);
  find_numbers(characters, found);
  find_introduced_names(text, characters, found);
  find_persons(text, persons, found);
  return united_ranges(std::move(found));
}

std::string masked_text(std::string_view text, const std::vector<std::string>& persons) {
  return with_ranges_masked(text, personal_ranges(text, persons));
}

Notice masked(Notice notice) {
  const std::vector<std::string> persons = persons_of(notice);
  for_each_text(notice, [&](Text& text, const std::vector<PersonalMention>& mentions) {
    text.utf8 = with_ranges_masked(text.utf8, ranges_of(text.utf8, persons, mentions));
  });
  for (IndicatorRecord& row : notice.rows) {
    row.claim.suggested = masked_text(row.claim.suggested, persons);
    for (Quantity& quantity : row.facts.quantities) {
      quantity.printed = row.claim.str().substr(quantity.range.begin, quantity.range.size());
      quantity.label = masked_text(quantity.label, persons);
    }
    for (ListStatement& list : row.facts.lists)
      for (std::string& item : list.items) item = masked_text(item, persons);
  }
  for (std::string& person : notice.contact.persons)
    if (!person.empty()) person = with_ranges_masked(person, {{0, static_cast<std::uint32_t>(person.size())}});
  for (std::string& telephone : notice.contact.telephones) telephone = masked_text(telephone, persons);
  return notice;
}

NoticeFile masked(NoticeFile file) {
  for (Notice& notice : file.notices) notice = masked(std::move(notice));
  return file;
}

Finding masked(Finding finding, const Notice& notice) {
  const std::vector<std::string> persons = persons_of(notice);
  for (std::string* text : {&finding.message, &finding.stated, &finding.expected, &finding.calculation, &finding.quote})
    *text = masked_text(*text, persons);
  for (NoticeReference& other : finding.others) other.quote = masked_text(other.quote, persons);
  return finding;
}

AuditedNotice masked(AuditedNotice audited, const Notice& notice) {
  for (Finding& finding : audited.findings) finding = masked(std::move(finding), notice);
  return audited;
}

std::map<int, std::vector<Box>> personal_areas(const Notice& notice) {
  std::map<int, std::vector<Box>> areas;
  const std::vector<std::string> persons = persons_of(notice);
  for_each_text(notice, [&](const Text& text, const std::vector<PersonalMention>& mentions) {
    for (ByteRange range : ranges_of(text.utf8, persons, mentions))
      for (const Place& place : text.places(range))
        if (place.page > 0 && !place.box.empty()) areas[place.page].push_back(place.box);
  });
  return areas;
}

}  // namespace schema
}  // namespace gongshi
