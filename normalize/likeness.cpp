// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/likeness.h"

#include <algorithm>

#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// The character a comparison sees, or 0 for one that it does not.
char32_t compared(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
  if (code >= U'A' && code <= U'Z') return code + 32;
  if (code < 0x80) return (code >= U'0' && code <= U'9') || (code >= U'a' && code <= U'z') ? code : 0;
  if (code == 0x3007) return code;  // the numeral 〇 stands among punctuation
  const bool punctuation = code <= 0xBF || (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x303F) ||
                           (code >= 0xFE00 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFFFF);
  return punctuation ? 0 : code;
}

}  // namespace

std::u32string likeness_key(std::string_view text) {
  std::u32string key;
  key.reserve(text.size() / 3);
  for (std::size_t offset = 0; offset < text.size();)
    if (const char32_t code = compared(utf8::next(text, offset)); code != 0) key += code;
  return key;
}

Shingles::Shingles(std::u32string_view key) {
  if (key.size() == 1) pairs_.push_back(key[0]);
  for (std::size_t i = 1; i < key.size(); ++i)
    pairs_.push_back(static_cast<std::uint64_t>(key[i - 1]) << 32 | static_cast<std::uint64_t>(key[i]));
  std::sort(pairs_.begin(), pairs_.end());
}

std::size_t Shingles::common(const Shingles& a, const Shingles& b) {
  std::size_t count = 0;
  for (auto left = a.pairs_.begin(), right = b.pairs_.begin(); left != a.pairs_.end() && right != b.pairs_.end();) {
    if (*left == *right)
      ++count, ++left, ++right;
    else if (*left < *right)
      ++left;
    else
      ++right;
  }
  return count;
}

double Shingles::likeness(const Shingles& a, const Shingles& b) {
  if (a.empty() || b.empty()) return 0;
  return 2.0 * static_cast<double>(common(a, b)) / static_cast<double>(a.size() + b.size());
}

double Shingles::share_within(const Shingles& part, const Shingles& whole) {
  if (part.empty()) return 0;
  return static_cast<double>(common(part, whole)) / static_cast<double>(part.size());
}

double likeness(std::string_view a, std::string_view b) {
  return Shingles::likeness(Shingles(likeness_key(a)), Shingles(likeness_key(b)));
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) row[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    // Only cells within `limit` of the diagonal can stay within it.
    const std::size_t first = j > limit ? j - limit : 1;
    const std::size_t last = std::min(a.size(), j + limit);
    std::size_t diagonal = row[first - 1];
    row[first - 1] = first == 1 ? j : limit + 1;
    std::size_t least = row[first - 1];
    for (std::size_t i = first; i <= last; ++i) {
      const std::size_t above = i == j + limit ? limit + 1 : row[i];
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[i];
      row[i] = std::min({change, above + 1, row[i - 1] + 1});
      least = std::min(least, row[i]);
    }
    if (least > limit) return limit + 1;
  }
  return std::min(row[a.size()], limit + 1);
}

}  // namespace gongshi::normalize
