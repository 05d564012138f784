// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/report/masking.h"

#include <algorithm>

#include "schema/utf8.h"

namespace gongshi::audit::report {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Mobile telephones (1, then 3–9, then nine digits) and identity numbers (17 digits and a digit or X).
bool is_personal_number(std::string_view digits) {
  if (digits.size() == 11) return digits[0] == '1' && digits[1] >= '3';
  return digits.size() == 18 && digits[0] >= '1' && digits[0] <= '8';
}

void add_numbers(const std::string& text, std::vector<ByteRange>& ranges) {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_digit(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - begin == 17 && end < text.size() && (text[end] == 'X' || text[end] == 'x')) ++end;
    if (is_personal_number(std::string_view(text).substr(begin, end - begin)))
      ranges.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    begin = end;
  }
}

void add_names(const std::string& text, const std::vector<std::string>& persons, std::vector<ByteRange>& ranges) {
  for (const std::string& name : persons) {
    if (name.empty()) continue;
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + name.size()))
      ranges.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + name.size())});
  }
}

std::vector<ByteRange> merged(std::vector<ByteRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  std::vector<ByteRange> out;
  for (const ByteRange& range : ranges) {
    if (!out.empty() && range.begin <= out.back().end)
      out.back().end = std::max(out.back().end, range.end);
    else
      out.push_back(range);
  }
  return out;
}

}  // namespace

std::vector<ByteRange> Masker::ranges(const std::string& text, const std::vector<std::string>& persons) const {
  std::vector<ByteRange> found;
  add_numbers(text, found);
  add_names(text, persons, found);
  if (finder_)
    for (const ByteRange& range : finder_(text))
      if (range.begin < range.end && range.end <= text.size()) found.push_back(range);
  return merged(std::move(found));
}

std::string Masker::masked(const std::string& text, const std::vector<std::string>& persons) const {
  const std::vector<ByteRange> hidden = ranges(text, persons);
  if (hidden.empty()) return text;
  std::string out;
  std::size_t at = 0;
  for (const ByteRange& range : hidden) {
    out.append(text, at, range.begin - at);
    for (std::size_t offset = range.begin; offset < range.end;) out += utf8::next(text, offset) < 0x80 ? "*" : "＊";
    at = range.end;
  }
  return out.append(text, at);
}

std::vector<Place> Masker::places(const Notice& notice) const {
  std::vector<Place> out;
  const auto add = [&](const Text& text) {
    for (const ByteRange& range : ranges(text.utf8, notice.contact.persons))
      for (const Place& place : text.places(range))
        if (place.page > 0 && !place.box.empty()) out.push_back(place);
  };
  for (const Text* text : {&notice.title, &notice.preamble, &notice.table_title, &notice.footer}) add(*text);
  for (const IndicatorRecord& row : notice.rows) add(row.claim.text);
  return out;
}

}  // namespace gongshi::audit::report
