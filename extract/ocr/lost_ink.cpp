// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/lost_ink.h"

#include <algorithm>
#include <vector>

#include "extract/ocr/text_cleanup.h"
#include "schema/characters.h"

namespace gongshi::extract {
namespace {

constexpr std::uint8_t kInk = 128;  // Darker pixels are strokes.
// Of a character's height: how far its ink reaches from its middle, which engines know to a quarter of it; and what is
// as wide and as high as a character.
constexpr double kWideReach = 0.95, kNarrowReach = 0.6;
constexpr double kLeastWidth = 0.4, kLeastHeight = 0.45;
// Between digits, by the median of the line's and by a character's height.
constexpr double kLostStep = 1.6, kLeastLostStep = 0.8;
constexpr std::size_t kLeastSteps = 3;
constexpr double kLeastInk = 0.06, kMostInk = 0.75;  // Of its box.

/// Columns of ink that hang together but for gaps narrower than between characters, and the rows that they reach over.
struct Blot {
  int x0 = 0, x1 = 0;  ///< Half open.
  int y0 = 0, y1 = 0;
  int pixels = 0;

  [[nodiscard]] bool is_like_a_character(double size) const {
    const double area = static_cast<double>(x1 - x0) * std::max(1, y1 - y0);
    return x1 - x0 >= kLeastWidth * size && y1 - y0 >= kLeastHeight * size && pixels >= kLeastInk * area &&
           pixels <= kMostInk * area;
  }
};

/// The blots of the columns that `covered` does not hold.
std::vector<Blot> blots_of(const GreyImage& line, const std::vector<bool>& covered, double size) {
  std::vector<Blot> blots;
  const int gap = std::max(2, static_cast<int>(0.3 * size));
  bool open = false;
  for (int x = 0; x < line.width; ++x) {
    if (covered[static_cast<std::size_t>(x)]) {
      open = false;
      continue;
    }
    int top = line.height, bottom = -1, pixels = 0;
    for (int y = 0; y < line.height; ++y) {
      if (line.at(x, y) >= kInk) continue;
      top = std::min(top, y), bottom = y, ++pixels;
    }
    if (pixels == 0) continue;
    if (!open || x - blots.back().x1 > gap) blots.push_back({x, x, line.height, 0, 0});
    open = true;
    Blot& blot = blots.back();
    blot.x1 = x + 1;
    blot.y0 = std::min(blot.y0, top);
    blot.y1 = std::max(blot.y1, bottom + 1);
    blot.pixels += pixels;
  }
  std::erase_if(blots, [&](const Blot& blot) { return !blot.is_like_a_character(size); });
  return blots;
}

/// Two digits twice as far apart as digits of the line are have lost one between them.
void mark_lost_digits(double size, LineText& text) {
  auto& all = text.characters;
  std::vector<double> steps;
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!is_digit(all[i - 1].code) || !is_digit(all[i].code)) continue;
    steps.push_back(all[i].middle() - all[i - 1].middle());
    places.push_back(i);
  }
  if (steps.size() < kLeastSteps) return;
  std::vector<double> sorted = steps;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
  const double most = std::max(kLostStep * sorted[sorted.size() / 2], kLeastLostStep * size);
  for (std::size_t k = 0; k < steps.size(); ++k) {
    if (steps[k] > most) all[places[k] - 1].uncertain = all[places[k]].uncertain = true;
  }
}

}  // namespace

void mark_lost_ink(const GreyImage& line, double size, LineText& text) {
  auto& all = text.characters;
  std::vector<bool> covered(static_cast<std::size_t>(std::max(0, line.width)), false);
  for (const LineCharacter& character : all) {
    const double reach = (is_latin(character.code) ? kNarrowReach : kWideReach) * size;
    const int from = std::max(0, static_cast<int>(character.middle() - reach)),
              to = std::min(line.width, static_cast<int>(character.middle() + reach) + 1);
    for (int x = from; x < to; ++x) covered[static_cast<std::size_t>(x)] = true;
  }
  const std::vector<Blot> blots = blots_of(line, covered, size);
  if (all.empty()) {
    if (blots.empty()) return;
    all.push_back({kIllegible, static_cast<float>(blots.front().x0), static_cast<float>(blots.back().x1), 0, true});
    return;
  }
  for (const Blot& blot : blots) {
    const auto next = std::find_if(all.begin(), all.end(),
                                   [&](const LineCharacter& it) { return it.middle() > (blot.x0 + blot.x1) / 2.0; });
    if (next != all.end()) next->uncertain = true;
    if (next != all.begin()) std::prev(next)->uncertain = true;
  }
  mark_lost_digits(size, text);
}

}  // namespace gongshi::extract
