// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/two_readings.h"

#include <algorithm>
#include <vector>

namespace gongshi::extract {
namespace {

using Characters = std::vector<LineCharacter>;

float least(const Characters& characters) {
  float result = 1;
  for (const LineCharacter& character : characters) result = std::min(result, character.confidence);
  return result;
}

/// Edit distances of the ends of two lines: at(i, j) of what follows the first i and j characters.
class EndDistances {
 public:
  EndDistances(const Characters& first, const Characters& second)
      : columns_(second.size() + 1), values_((first.size() + 1) * columns_) {
    for (std::size_t i = first.size() + 1; i-- > 0;) {
      for (std::size_t j = second.size() + 1; j-- > 0;) {
        int& value = values_[i * columns_ + j];
        if (i == first.size() || j == second.size()) {
          value = static_cast<int>(first.size() - i + second.size() - j);
          continue;
        }
        value = std::min(
            {at(i + 1, j) + 1, at(i, j + 1) + 1, at(i + 1, j + 1) + (first[i].code == second[j].code ? 0 : 1)});
      }
    }
  }

  [[nodiscard]] int at(std::size_t i, std::size_t j) const { return values_[i * columns_ + j]; }

 private:
  std::size_t columns_;
  std::vector<int> values_;
};

/// Where the readings differ: what each has there.
struct Difference {
  Characters first, second;

  [[nodiscard]] const Characters& better() const {
    if (first.empty()) return least(second) >= kSureExtra ? second : first;
    if (second.empty()) return least(first) >= kSureExtra ? first : second;
    return least(second) > least(first) ? second : first;
  }
};

}  // namespace

float least_confidence(const LineText& line) { return line.characters.empty() ? 0 : least(line.characters); }

LineText better_of(const LineText& first, const LineText& second) {
  if (first.characters.empty() || second.characters.empty()) return first.characters.empty() ? second : first;
  const Characters &a = first.characters, &b = second.characters;
  const EndDistances distances(a, b);
  LineText result;
  Difference difference;
  const auto settle = [&] {
    const Characters& better = difference.better();
    result.characters.insert(result.characters.end(), better.begin(), better.end());
    difference = {};
  };
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    const bool both = i < a.size() && j < b.size();
    const bool same = both && a[i].code == b[j].code;
    if (same && distances.at(i, j) == distances.at(i + 1, j + 1)) {
      settle();
      result.characters.push_back(a[i].confidence >= b[j].confidence ? a[i] : b[j]);
      ++i, ++j;
    } else if (both && distances.at(i, j) == distances.at(i + 1, j + 1) + 1) {
      difference.first.push_back(a[i++]);
      difference.second.push_back(b[j++]);
    } else if (j < b.size() && distances.at(i, j) == distances.at(i, j + 1) + 1) {
      difference.second.push_back(b[j++]);
    } else {
      difference.first.push_back(a[i++]);
    }
  }
  settle();
  return result;
}

}  // namespace gongshi::extract
