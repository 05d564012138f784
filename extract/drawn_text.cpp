// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/drawn_text.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "extract/common_ideographs.h"
#include "schema/chinese_signs.h"

namespace gongshi::extract {
namespace {

constexpr double kInk = 0.35;                                 // luminance up to which a grey is ink
constexpr double kPaleLeast = 0.5, kPaleMost = 0.97;          // luminance of watermarks; white is text on a dark ground
constexpr double kLarge = 1.3, kVeryLarge = 2.2;              // of the page's median size
constexpr double kOverlapping = 0.2;                          // share of a group's characters that lie over text
constexpr std::size_t kMostGap = 4;                           // upright characters between slanted ones of one seal
constexpr double kLeastSeal = 40, kMostSeal = 200;            // points across
constexpr std::size_t kLeastRing = 5, kMostInRing = 8;        // slanted characters around, upright ones in the middle
constexpr std::uint32_t kDarkInk = 0;                         // what ink_of gives for dark greys
constexpr std::size_t kEnoughDark = 8;                        // characters that make it the text's ink
constexpr std::size_t kLeastRepeated = 3, kLeastRepeats = 3;  // characters of a watermark, and how often it stands
constexpr std::size_t kEnoughBytes = 16;
constexpr double kLeastPaired = 0.9, kLeastCommon = 0.7;

double luminance(std::uint32_t color) {
  const auto part = [&](int shift) { return static_cast<double>(color >> shift & 7) / 7; };
  return 0.3 * part(6) + 0.59 * part(3) + 0.11 * part(0);
}

bool is_blank(const DrawnCharacter& one) {
  return std::all_of(one.text.begin(), one.text.end(), [](char32_t code) { return code == U' ' || code == 0xA0; });
}

// Characters of one colour that were drawn one after the other.
struct Group {
  std::size_t begin = 0, end = 0;
};

class StampFinder {
 public:
  explicit StampFinder(const std::vector<DrawnCharacter>& characters) : characters_(characters) {
    std::map<std::uint32_t, std::size_t> inks;
    std::vector<double> sizes;
    for (const DrawnCharacter& one : characters_) {
      if (one.slanted || is_blank(one)) continue;
      ++inks[one.color];
      sizes.push_back(one.size);
    }
    if (sizes.empty()) return;
    const auto most =
        std::max_element(inks.begin(), inks.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    // A watermark may have more characters than a page's few last lines.
    const auto dark = inks.find(kDarkInk);
    main_ = dark != inks.end() && dark->second >= kEnoughDark ? kDarkInk : most->first;
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2), sizes.end());
    median_ = sizes[sizes.size() / 2];
  }

  // Which characters are none of the text.
  [[nodiscard]] std::vector<bool> find() {
    std::vector<bool> dropped(characters_.size(), false);
    for (std::size_t i = 0; i < characters_.size(); ++i) dropped[i] = characters_[i].slanted;
    for (const Group& group : groups())
      if (is_stamp(group)) std::fill(dropped.begin() + offset(group.begin), dropped.begin() + offset(group.end), true);
    close_gaps(dropped);
    drop_middles(dropped);
    return dropped;
  }

 private:
  static std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

  [[nodiscard]] std::vector<Group> groups() const {
    std::vector<Group> groups;
    const double light = luminance(main_);
    const bool pale = main_ != kDarkInk && light > kPaleLeast && light < kPaleMost;
    const auto apart = [&](const DrawnCharacter& one) {
      return pale || one.color != main_ || one.size > kVeryLarge * median_;
    };
    for (std::size_t i = 0; i < characters_.size(); ++i) {
      const DrawnCharacter& one = characters_[i];
      const bool goes_on = !groups.empty() && groups.back().end == i && i > 0 && characters_[i - 1].color == one.color;
      if (!apart(one)) continue;
      if (goes_on)
        ++groups.back().end;
      else
        groups.push_back({i, i + 1});
    }
    return groups;
  }

  bool is_stamp(const Group& group) {
    std::size_t count = 0, over = 0, large = 0, slanted = 0;
    for (std::size_t i = group.begin; i < group.end; ++i) {
      const DrawnCharacter& one = characters_[i];
      if (is_blank(one)) continue;
      ++count;
      slanted += one.slanted;
      large += one.size > kLarge * median_;
      if (!one.slanted) over += lies_over_text(one, group);
    }
    if (count == 0) return false;
    if (slanted > 0) return true;
    const double light = luminance(characters_[group.begin].color);
    const bool pale = light > kPaleLeast && light < kPaleMost;
    if (pale && repeats(group)) return true;
    const bool mostly_large = 2 * large > count;
    if (mostly_large && characters_[group.begin].color != main_ && pale) return true;
    if (over == 0) return false;
    return mostly_large || static_cast<double>(over) >= kOverlapping * static_cast<double>(count);
  }

  // The same words over and over.
  [[nodiscard]] bool repeats(const Group& group) const {
    std::u32string text;
    for (std::size_t i = group.begin; i < group.end; ++i)
      if (!is_blank(characters_[i])) text += characters_[i].text;
    // The longest beginning that is also an end, for each length: its length and the period make the text's.
    std::vector<std::size_t> border(text.size() + 1, 0);
    for (std::size_t i = 1, length = 0; i < text.size(); ++i) {
      while (length > 0 && text[i] != text[length]) length = border[length];
      if (text[i] == text[length]) ++length;
      border[i + 1] = length;
    }
    const std::size_t period = text.size() - border[text.size()];
    return period >= kLeastRepeated && text.size() >= kLeastRepeats * period;
  }

  // Is there text of the page's own ink where the character stands?
  bool lies_over_text(const DrawnCharacter& one, const Group& group) {
    if (centers_.empty()) {
      for (std::size_t i = 0; i < characters_.size(); ++i)
        if (characters_[i].color == main_ && !characters_[i].slanted && !characters_[i].hidden &&
            characters_[i].size <= kVeryLarge * median_ && !is_blank(characters_[i]))
          centers_.push_back(i);
      std::sort(centers_.begin(), centers_.end(), [&](std::size_t a, std::size_t b) {
        return center_of(characters_[a].box).y < center_of(characters_[b].box).y;
      });
    }
    const double reach = std::max(one.box.height(), kVeryLarge * median_);
    const double middle = center_of(one.box).y;
    auto at = std::lower_bound(centers_.begin(), centers_.end(), middle - reach,
                               [&](std::size_t index, double y) { return center_of(characters_[index].box).y < y; });
    for (; at != centers_.end() && center_of(characters_[*at].box).y <= middle + reach; ++at) {
      if (*at >= group.begin && *at < group.end) continue;
      const Box& other = characters_[*at].box;
      const Box shared = intersection(one.box, other);
      const double least = std::min(one.box.width() * one.box.height(), other.width() * other.height());
      if (shared.width() > 0 && shared.height() > 0 && shared.width() * shared.height() > 0.2 * least) return true;
    }
    return false;
  }

  // The upright characters of a seal in the text's own ink stand between its slanted ones.
  void close_gaps(std::vector<bool>& dropped) const {
    std::size_t last = characters_.size();
    for (std::size_t i = 0; i < characters_.size(); ++i) {
      if (!characters_[i].slanted) continue;
      if (last < i && i - last <= kMostGap + 1 && alike(characters_[last], characters_[i]))
        for (std::size_t k = last + 1; k < i; ++k)
          if (alike(characters_[k], characters_[i])) dropped[k] = true;
      last = i;
    }
  }

  // What stands upright in the middle of a seal in the text's own ink is drawn behind its ring: a star, 专用章.
  void drop_middles(std::vector<bool>& dropped) const {
    for (std::size_t i = 0; i < characters_.size();) {
      if (!characters_[i].slanted) {
        ++i;
        continue;
      }
      Box ring = characters_[i].box;
      std::size_t slanted = 0, end = i;
      for (; end < characters_.size() && dropped[end]; ++end) {
        ring = united(ring, characters_[end].box);
        slanted += characters_[end].slanted;
      }
      i = end;
      const bool round = ring.width() > kLeastSeal && ring.width() < kMostSeal && ring.height() > 0.5 * ring.width() &&
                         ring.height() < 2 * ring.width();
      if (slanted < kLeastRing || !round) continue;
      std::size_t inside = end;
      while (inside < characters_.size() && inside - end <= kMostInRing &&
             contains(ring, center_of(characters_[inside].box), 0))
        ++inside;
      // A line of text that goes on outside is none of the seal.
      const bool goes_on = inside < characters_.size() && inside > end &&
                           std::abs(center_of(characters_[inside].box).y - center_of(characters_[inside - 1].box).y) <
                               0.3 * characters_[inside].box.height();
      if (inside - end > kMostInRing || goes_on || holds_figures(end, inside)) continue;
      for (std::size_t k = end; k < inside; ++k) dropped[k] = true;
    }
  }

  // Figures and dates are never given up.
  [[nodiscard]] bool holds_figures(std::size_t begin, std::size_t end) const {
    static const std::u32string kFigures = std::u32string(U"0123456789０１２３４５６７８９%％") +
                                           std::u32string(signs::kDigits) + signs::kZeroSign + signs::kTenSign +
                                           signs::kYearSign + signs::kMonthSign + signs::kDaySign;
    return std::any_of(
        characters_.begin() + offset(begin), characters_.begin() + offset(end),
        [&](const DrawnCharacter& one) { return one.text.find_first_of(kFigures) != std::u32string::npos; });
  }

  static bool alike(const DrawnCharacter& a, const DrawnCharacter& b) {
    return a.color == b.color && std::abs(a.size - b.size) < 0.1 * std::max(a.size, b.size);
  }

  const std::vector<DrawnCharacter>& characters_;
  std::uint32_t main_ = 0;
  double median_ = 0;
  std::vector<std::size_t> centers_;  // by height on the page; filled when first needed
};

// The character of two bytes; 0 where they are none.
class Gbk {
 public:
  Gbk() {
    UErrorCode status = U_ZERO_ERROR;
    converter_.reset(ucnv_open("gb18030", &status));
  }

  [[nodiscard]] char32_t decode(int first, int second) {
    if (!converter_ || first < 0x81 || first > 0xFE || second < 0x40 || second > 0xFE || second == 0x7F) return 0;
    const char bytes[2] = {static_cast<char>(first), static_cast<char>(second)};
    UChar text[4] = {};
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(converter_.get());
    const int32_t length = ucnv_toUChars(converter_.get(), text, 4, bytes, 2, &status);
    return U_SUCCESS(status) && length == 1 && text[0] != 0xFFFD ? text[0] : 0;
  }

 private:
  struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  std::unique_ptr<UConverter, Close> converter_;
};

}  // namespace

std::uint32_t ink_of(double red, double green, double blue, double opacity) {
  const auto mixed = [&](double part) { return 1 - opacity * (1 - std::clamp(part, 0.0, 1.0)); };
  const double r = mixed(red), g = mixed(green), b = mixed(blue);
  const double light = 0.3 * r + 0.59 * g + 0.11 * b;
  if (light <= kInk && std::max({r, g, b}) - std::min({r, g, b}) < 0.3) return 0;
  const auto step = [](double part) { return static_cast<std::uint32_t>(std::lround(part * 7)); };
  return 1U << 9 | step(r) << 6 | step(g) << 3 | step(b);
}

bool decode_gbk(std::vector<DrawnCharacter>& characters) {
  std::size_t high = 0, paired = 0, ideographs = 0, common = 0;
  Gbk gbk;
  std::vector<std::pair<std::size_t, char32_t>> pairs;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (characters[i].byte < 0x80) continue;
    ++high;
    if (i + 1 >= characters.size() || characters[i + 1].byte < 0) continue;
    const char32_t code = gbk.decode(characters[i].byte, characters[i + 1].byte);
    if (code == 0) continue;
    paired += characters[i + 1].byte >= 0x80 ? 2 : 1;
    high += characters[i + 1].byte >= 0x80 ? 1 : 0;
    if (is_ideograph(code)) {
      ++ideographs;
      common += is_common_ideograph(code);
    }
    pairs.emplace_back(i++, code);
  }
  if (high < kEnoughBytes || static_cast<double>(paired) < kLeastPaired * static_cast<double>(high) ||
      static_cast<double>(common) < kLeastCommon * static_cast<double>(std::max<std::size_t>(ideographs, 1)) ||
      ideographs == 0)
    return false;
  std::vector<bool> second(characters.size(), false);
  for (const auto& [index, code] : pairs) {
    DrawnCharacter& first = characters[index];
    first.text = std::u32string(1, code);
    first.box = united(first.box, characters[index + 1].box);
    second[index + 1] = true;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < characters.size(); ++i)
    if (!second[i]) {
      if (kept != i) characters[kept] = std::move(characters[i]);
      ++kept;
    }
  characters.resize(kept);
  return true;
}

void DrawnText::put_on(PageCanvas& canvas) {
  std::vector<DrawnCharacter> characters = std::exchange(characters_, {});
  decode_gbk(characters);
  const std::vector<bool> dropped = StampFinder(characters).find();
  for (std::size_t i = 0; i < characters.size(); ++i)
    if (!dropped[i])
      canvas.add_text(characters[i].text, characters[i].box, characters[i].size, characters[i].hidden,
                      characters[i].turns);
}

}  // namespace gongshi::extract
