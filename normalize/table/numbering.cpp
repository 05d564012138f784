// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/numbering.h"

#include <algorithm>
#include <climits>
#include <set>
#include <string>

#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

constexpr int kMostRows = 999;

std::optional<int> digit(char32_t code, bool misread) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
  if (is_digit(code)) return static_cast<int>(code - U'0');
  if (!misread) return std::nullopt;
  switch (code) {
    case U'l':
    case U'I':
    case U'|':
    case U'!':
    case U']':
    case U'[':
    case signs::kStrokeSign:
    case U'i':
      return 1;
    case U'O':
    case U'o':
    case U'〇':
    case U'D':
    case U'Q':
      return 0;
    case U'Z':
    case U'z':
      return 2;
    case U'S':
    case U's':
      return 5;
    case U'B':
      return 8;
    case U'b':
      return 6;
    case U'g':
    case U'q':
      return 9;
    default:
      return std::nullopt;
  }
}

bool closes_number(char32_t code) {
  return code == U'.' || code == U'、' || code == U'．' || code == U')' || code == U'）' || code == U',' ||
         code == U'，' || code == U'。' || code == U':' || code == U'：';
}

// Gains of a number in the run of trusted ones: for being there, and for standing in the same relation to the
// standard's numbers as the trusted number above it (most notices number as the standard does, the others drift from it
// by whole rows).
constexpr int kPresent = 2, kSameRelation = 3;

// The best strictly rising run of printed numbers, as flags per row.
std::vector<bool> trusted_numbers(const std::vector<NumberedRow>& rows) {
  const std::size_t count = rows.size();
  std::vector<int> gain(count, 0), previous(count, -1);
  int best = -1;
  for (std::size_t i = 0; i < count; ++i) {
    if (!rows[i].printed) continue;
    const auto relation = [&](std::size_t row) {
      return rows[row].indicator ? std::optional<int>(*rows[row].printed - *rows[row].indicator) : std::nullopt;
    };
    gain[i] = kPresent + (relation(i) == 0 ? kSameRelation : 0);
    for (std::size_t j = 0; j < i; ++j) {
      if (!rows[j].printed || *rows[j].printed >= *rows[i].printed) continue;
      // With recognised numbers a jump must leave room for the rows between, and needs a reason.
      const bool recognised = rows[i].recognised || rows[j].recognised;
      const int jump = *rows[i].printed - *rows[j].printed, distance = static_cast<int>(i - j);
      if (jump < distance && recognised) continue;
      const bool same = relation(i) && relation(i) == relation(j);
      const int present = jump == distance ? kPresent : recognised ? 0 : kPresent - (jump < distance ? 1 : 0);
      const int sum = gain[j] + present + (same ? kSameRelation : 0);
      if (sum >= gain[i]) gain[i] = sum, previous[i] = static_cast<int>(j);
    }
    if (best < 0 || gain[i] > gain[static_cast<std::size_t>(best)]) best = static_cast<int>(i);
  }
  std::vector<bool> trusted(count, false);
  for (int i = best; i >= 0; i = previous[static_cast<std::size_t>(i)]) trusted[static_cast<std::size_t>(i)] = true;
  return trusted;
}

// The number that recognition lost, where the row's indicator and the nearest trusted row tell it: 0 where they do not.
int number_by_indicator(const std::vector<NumberedRow>& rows, const std::vector<bool>& trusted, std::size_t row) {
  if (!rows[row].recognised || !rows[row].indicator) return 0;
  for (std::size_t distance = 1; distance < rows.size(); ++distance)
    for (const std::size_t other :
         {row - distance, row + distance})  // row - distance wraps past the end where there is none
      if (other < rows.size() && trusted[other] && rows[other].indicator)
        return std::max(0, *rows[row].indicator + *rows[other].printed - *rows[other].indicator);
  return *rows[row].indicator;
}

}  // namespace

std::optional<int> parse_row_number(std::string_view text, bool misread) {
  std::u32string core;
  for (char32_t code : utf8::decode(text))
    if (!is_space(code) && !closes_number(code) && code != U'(' && code != U'（') core += code;
  if (core.size() == 1 && core[0] >= 0x2460 && core[0] <= 0x2473) return static_cast<int>(core[0] - 0x2460) + 1;
  if (core.empty() || core.size() > 3) return std::nullopt;
  int number = 0;
  for (char32_t code : core) {
    const auto value = digit(code, misread);
    if (!value) return std::nullopt;
    number = number * 10 + *value;
  }
  if (number < 1 || number > kMostRows) return std::nullopt;
  return number;
}

NumberedText split_leading_number(std::string_view text) {
  std::size_t offset = 0, end = 0;
  int number = 0, digits = 0;
  char32_t code = 0;
  bool closed = false;
  while (offset < text.size()) {
    end = offset;
    code = utf8::next(text, offset);
    if (const auto value = digit(code, false); value && !closed && digits < 3) {
      number = number * 10 + *value;
      ++digits;
    } else if (digits > 0 && (closes_number(code) || is_space(code))) {
      closed = true;
    } else if (digits == 0 && (is_space(code) || code == U'(' || code == U'（')) {
      continue;
    } else {
      break;
    }
  }
  const bool letter =
      (code >= U'A' && code <= U'Z') || (code >= U'a' && code <= U'z') || digit(code, false).has_value();
  if (digits == 0 || number < 1 || end == 0 || (letter && !closed)) return {};
  return {number, end};
}

std::vector<int> number_rows(const std::vector<NumberedRow>& rows) {
  const std::size_t count = rows.size();
  std::vector<bool> trusted = trusted_numbers(rows);
  std::set<int> used;
  for (std::size_t i = 0; i < count; ++i)
    if (trusted[i]) used.insert(*rows[i].printed);
  // Out of order but clearly printed once: it is what the notice says.
  for (std::size_t i = 0; i < count; ++i)
    if (!trusted[i] && rows[i].printed && !rows[i].recognised && used.insert(*rows[i].printed).second)
      trusted[i] = true;

  std::vector<int> numbers(count, 0);
  for (std::size_t i = 0; i < count; ++i)
    if (trusted[i]) numbers[i] = *rows[i].printed;
  // Rows before the first number count back from it, all others on from the row above, and never past the next number
  // if there is room.
  const auto first = static_cast<std::size_t>(std::find(trusted.begin(), trusted.end(), true) - trusted.begin());
  int above = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!trusted[i]) {
      int next = above + 1;
      const auto anchor = static_cast<std::size_t>(
          std::find(trusted.begin() + static_cast<std::ptrdiff_t>(i), trusted.end(), true) - trusted.begin());
      const int room = anchor < count ? numbers[anchor] - static_cast<int>(anchor - i) : INT_MAX;
      const int told = number_by_indicator(rows, trusted, i);
      if (told >= next && told <= room)
        next = told;
      else if (i < first && first < count)
        next = std::max(next, room);
      else if (next > room && room > above)
        next = room;
      while (used.count(next) != 0) ++next;
      used.insert(next);
      numbers[i] = next;
    }
    above = numbers[i];
  }
  return numbers;
}

}  // namespace gongshi::normalize
