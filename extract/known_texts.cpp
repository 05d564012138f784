// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/known_texts.h"

#include <algorithm>

#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

// Without white space; full-width forms as ASCII, since people type （ and ( as it comes.
void append_folded(std::u32string& folded, std::u32string_view text) {
  for (const char32_t code : text) {
    if (code == U' ' || code == U'\n' || code == U'\t' || code == 0xA0 || code == 0x3000) continue;
    folded += code >= 0xFF01 && code <= 0xFF5E ? code - 0xFEE0 : code;
  }
}

constexpr std::u32string_view kSigns = U"、。“”‘’《》〈〉〔〕,.;:!?()[]%\"'-";  // Folded.

constexpr char32_t kFirstIdeograph = 0x3400;

}  // namespace

KnownTexts::KnownTexts(const Standard* standard) {
  if (standard == nullptr) return;
  for (const Tier& tier : standard->tiers) {
    for (const Indicator& indicator : tier.indicators) {
      add(indicator.name);
      add(indicator.definition);
      add(indicator.requirement);
    }
  }
}

void KnownTexts::add(std::string_view text) {
  std::u32string folded;
  append_folded(folded, utf8::decode(text));
  longest_ = std::max(longest_, folded.size());
  if (folded.empty() || texts_.contains(folded)) return;
  all_ += folded;
  all_ += U'\n';
  texts_.insert(std::move(folded));
}

bool KnownTexts::hold(std::u32string_view line) const {
  std::u32string folded;
  append_folded(folded, line);
  return folded.size() >= kLeastLine && all_.find(folded) != std::u32string::npos;
}

bool KnownTexts::sign_follows(std::u32string_view line) const {
  std::u32string folded;
  append_folded(folded, line);
  for (std::size_t at = all_.find(folded); !folded.empty() && at != std::u32string::npos;
       at = all_.find(folded, at + 1)) {
    if (kSigns.find(all_[at + folded.size()]) != std::u32string_view::npos) return true;
  }
  return false;
}

double KnownTexts::pairs_share(std::u32string_view line) const {
  std::u32string folded;
  append_folded(folded, line);
  std::size_t pairs = 0, known = 0;
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    if (folded[i] < kFirstIdeograph && folded[i + 1] < kFirstIdeograph) continue;
    ++pairs;
    known += all_.find(std::u32string_view(folded).substr(i, 2)) != std::u32string::npos;
  }
  return pairs == 0 ? 0 : static_cast<double>(known) / static_cast<double>(pairs);
}

std::vector<KnownCell> KnownTexts::find(const std::vector<std::u32string_view>& lines) const {
  std::vector<KnownCell> cells;
  for (std::size_t begin = 0; begin < lines.size();) {
    std::u32string text;
    std::size_t found = begin;
    for (std::size_t end = begin; end < lines.size() && text.size() <= longest_; ++end) {
      append_folded(text, lines[end]);
      if (texts_.contains(text)) found = end + 1;
    }
    if (found > begin) cells.push_back({begin, found});
    begin = std::max(found, begin + 1);
  }
  return cells;
}

}  // namespace gongshi::extract
