// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/sign_shapes.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/ocr/text_cleanup.h"
#include "schema/characters.h"

namespace gongshi::extract {
namespace {

constexpr std::u32string_view kColons = U"：；:;", kBlots = U"·~～・•", kFaintSigns = U"、，。；：·,.;:~～'‘’`^-_";
constexpr double kHanHalf = 0.47, kLatinHalf = 0.25;  // em from a character's middle to its side
constexpr double kReach = 0.6;                        // em from a sign's middle to where its ink ends
constexpr int kPaperNoise = 40;                       // levels below white that are no ink

bool is_one_of(std::u32string_view set, char32_t code) { return set.find(code) != std::u32string_view::npos; }

/// Ink that hangs together.
struct Blot {
  int x0 = 1 << 30, y0 = 1 << 30, x1 = -1, y1 = -1;  // x1, y1 inclusive
  double weight = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  int darkest = 0;

  void add(int column, int row, int dark) {
    x0 = std::min(x0, column), x1 = std::max(x1, column), y0 = std::min(y0, row), y1 = std::max(y1, row);
    weight += dark, x += dark * column, y += dark * row;
    xx += dark * column * column, yy += dark * row * row, xy += dark * column * row;
    darkest = std::max(darkest, dark);
  }
  [[nodiscard]] int width() const { return x1 - x0 + 1; }
  [[nodiscard]] int height() const { return y1 - y0 + 1; }
  [[nodiscard]] double center_x() const { return x / weight; }
  [[nodiscard]] double center_y() const { return y / weight; }
  /// Correlation of columns and rows: near 1 for a stroke from the upper left to the lower right.
  [[nodiscard]] double slant() const {
    const double across = xx / weight - center_x() * center_x(), down = yy / weight - center_y() * center_y();
    return across > 0 && down > 0 ? (xy / weight - center_x() * center_y()) / std::sqrt(across * down) : 0;
  }
};

/// The columns where a sign's ink can stand.
struct Window {
  int x0 = 0, x1 = 0;  // half open
  bool left_neighbour = false, right_neighbour = false;
};

int darkness(const GreyImage& line, int x, int y) { return std::max(0, 255 - kPaperNoise - line.at(x, y)); }

Window window_of(const GreyImage& line, const LineText& text, std::size_t index, double em) {
  const auto side = [&](const LineCharacter& it) { return (is_latin(it.code) ? kLatinHalf : kHanHalf) * em; };
  const auto& all = text.characters;
  const double at = all[index].middle();
  Window window;
  double left = at - kReach * em, right = at + kReach * em;
  if (index > 0 && all[index - 1].middle() + side(all[index - 1]) > left) {
    left = all[index - 1].middle() + side(all[index - 1]);
    window.left_neighbour = true;
  }
  if (index + 1 < all.size() && all[index + 1].middle() - side(all[index + 1]) < right) {
    right = all[index + 1].middle() - side(all[index + 1]);
    window.right_neighbour = true;
  }
  window.x0 = std::clamp(static_cast<int>(left), 0, line.width);
  window.x1 = std::clamp(static_cast<int>(std::ceil(right)), window.x0, line.width);
  return window;
}

/// The blots of a window that belong to no neighbour, top to bottom.
std::vector<Blot> blots_in(const GreyImage& line, const Window& window) {
  const int width = window.x1 - window.x0;
  std::vector<Blot> blots;
  if (width <= 0) return blots;
  int darkest = 0;
  for (int y = 0; y < line.height; ++y)
    for (int x = window.x0; x < window.x1; ++x) darkest = std::max(darkest, darkness(line, x, y));
  const int least = std::max(20, darkest * 35 / 100);
  std::vector<bool> seen(static_cast<std::size_t>(width) * static_cast<std::size_t>(line.height), false);
  std::vector<std::pair<int, int>> stack;
  const auto visit = [&](int x, int y) {
    if (x < window.x0 || x >= window.x1 || y < 0 || y >= line.height) return;
    const auto at =
        static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x - window.x0);
    if (seen[at] || darkness(line, x, y) < least) return;
    seen[at] = true;
    stack.emplace_back(x, y);
  };
  for (int row = 0; row < line.height; ++row) {
    for (int column = window.x0; column < window.x1; ++column) {
      visit(column, row);
      if (stack.empty()) continue;
      Blot blot;
      while (!stack.empty()) {
        const auto [x, y] = stack.back();
        stack.pop_back();
        blot.add(x, y, darkness(line, x, y));
        for (int v = y - 1; v <= y + 1; ++v)
          for (int u = x - 1; u <= x + 1; ++u) visit(u, v);
      }
      const bool neighbours = (window.left_neighbour && blot.x0 == window.x0) ||
                              (window.right_neighbour && blot.x1 == window.x1 - 1) || blot.y0 == 0 ||
                              blot.y1 == line.height - 1;
      if (!neighbours) blots.push_back(blot);
    }
  }
  std::sort(blots.begin(), blots.end(), [](const Blot& a, const Blot& b) { return a.center_y() < b.center_y(); });
  return blots;
}

/// ； or ： where the two parts can be told from what stands around them.
std::optional<char32_t> told_colon(const std::vector<Blot>& blots, double em, const SignOptions& options) {
  if (blots.size() != 2) return std::nullopt;
  const Blot &upper = blots[0], &lower = blots[1];
  if (upper.y1 >= lower.y0 || std::max(upper.height(), lower.height()) > options.part_most * em ||
      std::abs(upper.center_x() - lower.center_x()) > 0.2 * em)
    return std::nullopt;
  const double ratio = lower.weight / upper.weight;
  if (ratio >= options.semicolon_least) return U'；';
  if (ratio <= options.colon_most && ratio >= 1 / options.semicolon_least) return U'：';
  return std::nullopt;
}

/// 、 or 。 for what was read as a dot or a wave; nothing where it is a dot indeed.
std::optional<char32_t> told_blot(const GreyImage& line, const std::vector<Blot>& blots, double em,
                                  const SignOptions& options) {
  if (blots.size() != 1) return std::nullopt;
  const Blot& blot = blots.front();
  if (std::max(blot.width(), blot.height()) > options.blot_most * em) return std::nullopt;
  if (blot.slant() > options.slant) return U'、';
  const int inside =
      darkness(line, static_cast<int>(std::lround(blot.center_x())), static_cast<int>(std::lround(blot.center_y())));
  if (std::abs(blot.slant()) < options.slant / 2 && inside < options.hollow * blot.darkest) return U'。';
  return std::nullopt;
}

/// The same sign in the other width.
char32_t as_wide_as(char32_t told, char32_t read) {
  const bool narrow = read < 0x80;
  if (told == U'；') return narrow ? U';' : told;
  return narrow ? U':' : told;
}

}  // namespace

LineText with_settled_signs(LineText text, const GreyImage& line, const SignOptions& options) {
  const double em = character_pitch(text) > 0 ? character_pitch(text) : 0.8 * line.height;
  auto& all = text.characters;
  std::vector<LineCharacter> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    LineCharacter character = all[i];
    const bool after_han = i > 0 && (is_han(all[i - 1].code) || all[i - 1].code > 0x3000);
    const bool colon = is_one_of(kColons, character.code), blot = after_han && is_one_of(kBlots, character.code);
    const bool at_end = i == 0 || i + 1 == all.size();
    const bool faint = at_end && character.confidence < options.sure && is_one_of(kFaintSigns, character.code);
    if (colon || blot || faint) {
      const std::vector<Blot> blots = blots_in(line, window_of(line, text, i, em));
      if (faint && blots.empty()) continue;
      if (const auto told = colon ? told_colon(blots, em, options) : std::nullopt)
        character.code = as_wide_as(*told, character.code);
      if (const auto told = blot ? told_blot(line, blots, em, options) : std::nullopt) character.code = *told;
    }
    kept.push_back(character);
  }
  all = std::move(kept);
  return text;
}

}  // namespace gongshi::extract
