// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/regions.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

struct Region {
  NameMention::Kind kind = NameMention::Kind::kCity;
  std::vector<std::string> parents;
};

struct Regions {
  std::map<std::string, Region, std::less<>> by_name;
  std::vector<std::string> names;  // by index of `words`
  WordTable words;
  std::vector<std::u32string> not_followed_by, common, lead_ins, measure_words, reliance, endings, street_endings;
  std::u32string held_on, held_by;
  std::map<std::string, std::vector<std::string>, std::less<>> area_codes;  // by city

  explicit Regions(const Programme& programme) {
    const nlohmann::json& object = programme.words("regions");
    for (const auto& [province, cities] : object.at("provinces").items())
      for (const auto& [city, counties] : cities.items()) {
        add(city, NameMention::Kind::kCity, province);
        for (const auto& county : counties) add(county.get<std::string>(), NameMention::Kind::kCounty, city);
      }
    words.finish();
    not_followed_by = word_list(object, "not_followed_by");
    common = word_list(object, "common_before_community");
    lead_ins = word_list(object, "lead_ins");
    measure_words = word_list(object, "measure_words");
    reliance = word_list(object, "reliance");
    street_endings = word_list(object, "street_endings");
    held_on = folded(object.at("held_on").get<std::string>());
    held_by = folded(object.at("held_by").get<std::string>());
    if (const auto codes = object.find("area_codes"); codes != object.end()) codes->get_to(area_codes);
    endings = word_list(programme.words("communities"), "endings");
  }

 private:
  void add(const std::string& name, NameMention::Kind kind, const std::string& parent) {
    const auto [entry, added] = by_name.try_emplace(name, Region{kind, {}});
    entry->second.parents.push_back(parent);
    if (!added) return;
    names.push_back(name);
    words.add(name, static_cast<int>(names.size()) - 1);
  }
};

/// 青 州 市 of justified text is 青州市.
std::string without_blanks(std::string name) {
  std::erase(name, ' ');
  return name;
}

std::string slice(std::string_view original, ByteRange range) {
  return std::string(original.substr(range.begin, range.size()));
}

bool name_char(char32_t c) { return is_han(c) || c == U'(' || c == U')' || c == U'·' || is_digit(c); }

/// Where the name that ends at `end` begins: behind the last word that leads it in.
std::size_t name_begin(const Regions& regions, const FoldedText& text, std::size_t end) {
  std::size_t begin = end;
  int depth = 0;
  while (begin > 0 && end - begin < 14) {
    const char32_t c = text.chars[begin - 1];
    if (c == U')') ++depth;
    if (c == U'(' && --depth < 0) break;
    if (!name_char(c)) break;
    --begin;
  }
  for (const std::u32string& lead_in : regions.lead_ins) {
    const std::size_t found = text.view(begin, end).rfind(lead_in);
    if (found != kNone && begin + found + lead_in.size() < end) begin += found + lead_in.size();
  }
  for (std::size_t i = begin; i < end; ++i)
    if (const auto region = regions.words.starting_at(text.view(), i); region && i + region->length < end)
      begin = i + region->length;
  return begin;
}

bool clause_start(const FoldedText& text, std::size_t i) {
  const auto circled = [](char32_t c) { return c >= 0x2460 && c < 0x2474; };  // ①
  return i == 0 || std::u32string_view(U",。;:!\n、.)").find(text.chars[i - 1]) != kNone ||
         circled(text.chars[i - 1]) || text.gaps[i] > 0;
}

void read_street(const Regions& regions, std::u32string_view where, const FoldedText& text, Notice& notice) {
  for (const std::u32string_view ending : regions.street_endings)
    for (std::size_t at = where.find(ending); at != kNone; at = where.find(ending, at + 1)) {
      const std::size_t begin = name_begin(regions, text, at);
      if (at - begin < 1 || at - begin > 5) continue;
      const ByteRange range = text.range(begin, at + ending.size());
      notice.street = slice(notice.preamble.utf8, range);
      return;
    }
}

/// 滕州市大数据中心于2023年10月30日…: what stands before 于 and the date of the acceptance.
void read_authority(const Regions& regions, const FoldedText& text, Notice& notice) {
  if (!notice.acceptance) return;
  std::size_t date = 0;
  while (date < text.size() && text.begins[date] < notice.acceptance->range.begin) ++date;
  if (date == 0 || regions.held_on.find(text.chars[date - 1]) == kNone) return;
  std::size_t begin = date - 1;
  while (begin > 0 && std::u32string_view(U",。;\n").find(text.chars[begin - 1]) == kNone) --begin;
  if (regions.held_by.find(text.chars[begin]) != kNone) ++begin;
  if (begin >= date - 1) return;
  notice.authority = slice(notice.preamble.utf8, text.range(begin, date - 1));
}

void read_region(const std::vector<NameMention>& mentions, Notice& notice) {
  for (const NameMention& mention : mentions) {
    if (mention.kind == NameMention::Kind::kCounty && notice.county.empty()) {
      notice.county = mention.name;
      if (notice.city.empty() && mention.parents.size() == 1) notice.city = mention.parents.front();
    }
    if (mention.kind == NameMention::Kind::kCity && notice.city.empty()) notice.city = mention.name;
  }
}

/// Telephones whose area code is none of the city's. A city whose codes are not known has none of them.
void read_area_codes(const Regions& regions, Notice& notice) {
  const auto own = regions.area_codes.find(notice.city);
  if (own == regions.area_codes.end()) return;
  for (const std::string& printed : notice.contact.telephones) {
    static constexpr std::size_t kLocalDigits = 7, kCodeDigits = 4;
    const std::size_t at = notice.footer.utf8.find(printed);
    std::string digits;
    for (const char c : printed)
      if (c >= '0' && c <= '9') digits += c;
    if (at == std::string::npos || !digits.starts_with('0') || digits.size() < kLocalDigits + kCodeDigits - 1) continue;
    const auto has_code = [&](const std::string& code) { return digits.starts_with(code); };
    if (std::any_of(own->second.begin(), own->second.end(), has_code)) continue;
    NameMention mention;
    mention.kind = NameMention::Kind::kCity;
    static constexpr std::string_view kShortCodes = "12";  // 010 and 02x
    mention.name =
        digits.substr(0, kShortCodes.find(digits[1]) != std::string_view::npos ? kCodeDigits - 1 : kCodeDigits);
    for (const auto& [city, codes] : regions.area_codes)
      if (std::find(codes.begin(), codes.end(), mention.name) != codes.end()) mention.parents.push_back(city);
    mention.range = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + printed.size())};
    notice.footer_names.push_back(std::move(mention));
  }
}

}  // namespace

std::vector<std::string> region_parents(std::string_view name, const Programme& programme) {
  const Regions& regions = programme.prepared<Regions>();
  const auto found = regions.by_name.find(name);
  return found == regions.by_name.end() ? std::vector<std::string>() : found->second.parents;
}

std::vector<NameMention> find_regions(const FoldedText& text, std::string_view original, const Programme& programme) {
  const Regions& regions = programme.prepared<Regions>();
  std::vector<NameMention> found;
  for (std::size_t i = 0; i < text.size();) {
    const auto match = regions.words.starting_at(text.view(), i);
    if (!match || starts_with_any(text.view(i + match->length, text.size()), regions.not_followed_by)) {
      ++i;
      continue;
    }
    NameMention mention;
    const Region& region = regions.by_name.find(regions.names[static_cast<std::size_t>(match->value)])->second;
    mention.kind = region.kind;
    mention.parents = region.parents;
    mention.range = text.range(i, i + match->length);
    mention.name = without_blanks(slice(original, mention.range));
    mention.subject = ends_with_any(text.view(0, i), regions.reliance);
    found.push_back(std::move(mention));
    i += match->length;
  }
  return found;
}

std::vector<NameMention> find_communities(const FoldedText& text, std::string_view original,
                                          const Programme& programme) {
  const Regions& regions = programme.prepared<Regions>();
  std::vector<NameMention> found;
  for (const std::u32string& ending : regions.endings)
    for (std::size_t at = text.view().find(ending); at != kNone; at = text.view().find(ending, at + 1)) {
      const std::size_t begin = name_begin(regions, text, at);
      const std::u32string_view name = text.view(begin, at);
      const bool led_in = clause_start(text, begin) || ends_with_any(text.view(0, begin), regions.lead_ins) ||
                          regions.words.ending_at(text.view(), begin).has_value();
      if (name.size() < 2 || name.size() > 10 || !led_in || contains_any(name, regions.common) ||
          is_digit(name.front()))
        continue;
      NameMention mention;
      mention.kind = NameMention::Kind::kCommunity;
      mention.range = text.range(begin, at + ending.size());
      mention.name = without_blanks(slice(original, mention.range));
      mention.subject = starts_with_any(text.view(at + ending.size(), text.size()), regions.measure_words);
      found.push_back(std::move(mention));
    }
  if (regions.endings.size() > 1)
    std::stable_sort(found.begin(), found.end(),
                     [](const NameMention& a, const NameMention& b) { return a.range.begin < b.range.begin; });
  return found;
}

void read_names(Notice& notice, const Programme& programme) {
  notice.city.clear();
  notice.county.clear();
  notice.street.clear();
  notice.authority.clear();
  const FoldedText preamble(notice.preamble.utf8), footer(notice.footer.utf8);
  for (const auto& [text, names] :
       {std::pair{&notice.title, &notice.title_names}, std::pair{&notice.preamble, &notice.preamble_names},
        std::pair{&notice.table_title, &notice.table_title_names}}) {
    const FoldedText folded_text(text->utf8);
    *names = find_communities(folded_text, text->utf8, programme);
    for (NameMention& region : find_regions(folded_text, text->utf8, programme)) names->push_back(std::move(region));
  }
  read_region(notice.preamble_names, notice);
  read_region(notice.title_names, notice);
  notice.footer_names = find_regions(footer, notice.footer.utf8, programme);
  if (notice.city.empty()) read_region(notice.footer_names, notice);
  read_area_codes(programme.prepared<Regions>(), notice);
  read_street(programme.prepared<Regions>(), preamble.view(), preamble, notice);
  read_authority(programme.prepared<Regions>(), preamble, notice);
}

}  // namespace gongshi::normalize
