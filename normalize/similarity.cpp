// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/similarity.h"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>
#include <utility>

namespace gongshi::normalize {
namespace {

bool is_figure(char32_t code) { return (code >= U'0' && code <= U'9') || code == U'%' || code == U'.'; }

std::u32string without_figures(std::u32string_view key) {
  std::u32string result;
  for (const char32_t code : key)
    if (!is_figure(code)) result.push_back(code);
  return result;
}

/// Adds the stretches of `text` between its figures.
void add_without_figures(StretchSet& shingles, std::u32string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !is_figure(text[end])) ++end;
    shingles.add(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

constexpr std::uint32_t kNowhere = UINT32_MAX;

/// Calls `visit(position, hash)` for every stretch of `length` characters: a polynomial over the code points, never 0,
/// each made from the one before.
template <typename Visit>
void for_each_stretch(std::u32string_view text, std::size_t length, const Visit& visit) {
  static constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15U;
  if (length == 0 || text.size() < length) return;
  std::uint64_t hash = 0, leaving = 1;  // the weight of the character that leaves
  for (std::size_t i = 0; i < length; ++i) {
    hash = hash * kBase + text[i];
    if (i > 0) leaving *= kBase;
  }
  for (std::size_t i = 0;; ++i) {
    visit(i, hash == 0 ? 1 : hash);
    if (i + length == text.size()) return;
    hash = (hash - text[i] * leaving) * kBase + text[i + length];
  }
}

/// The lower bits hang on the last character most of all; the upper ones of the product on all.
std::size_t first_slot(std::uint64_t hash) { return static_cast<std::size_t>(hash * 0xBF58476D1CE4E5B9U >> 32); }

}  // namespace

Pattern::Pattern(std::u32string_view text) : text_(text), size_(text.size()), words_((text.size() + 63) / 64) {
  alphabet_.assign(text.begin(), text.end());
  std::sort(alphabet_.begin(), alphabet_.end());
  alphabet_.erase(std::unique(alphabet_.begin(), alphabet_.end()), alphabet_.end());
  counts_.assign(alphabet_.size(), 0);
  positions_.assign(alphabet_.size() * words_, 0);
  places_.reserve(size_);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto index =
        static_cast<std::size_t>(std::lower_bound(alphabet_.begin(), alphabet_.end(), text[i]) - alphabet_.begin());
    ++counts_[index];
    places_.push_back(static_cast<std::uint32_t>(index));
    positions_[index * words_ + i / 64] |= std::uint64_t{1} << (i % 64);
  }
}

// `place_of` tells where in the alphabet a unit of the text stands, or kNowhere.
template <typename Text, typename PlaceOf>
std::size_t Pattern::common_by_place(const Text& text, PlaceOf place_of) const {
  if (size_ == 0 || text.empty()) return 0;
  // A zero bit at i means: one more match among the first i + 1 pattern characters.
  std::vector<std::uint64_t> row(words_, ~std::uint64_t{0});
  for (const auto unit : text) {
    const std::uint32_t place = place_of(unit);
    if (place == kNowhere) continue;
    const std::uint64_t* matches = &positions_[place * words_];
    std::uint64_t carry = 0;
    for (std::size_t word = 0; word < words_; ++word) {
      const std::uint64_t value = row[word], hits = value & matches[word];
      const std::uint64_t sum = value + hits, total = sum + carry;
      carry = static_cast<std::uint64_t>(sum < value) | static_cast<std::uint64_t>(total < sum);
      row[word] = total | (value & ~matches[word]);
    }
  }
  std::size_t length = 0;
  for (std::size_t word = 0; word < words_; ++word) {
    std::uint64_t zeros = ~row[word];
    if (word + 1 == words_ && size_ % 64 != 0) zeros &= (std::uint64_t{1} << (size_ % 64)) - 1;
    length += static_cast<std::size_t>(std::popcount(zeros));
  }
  return length;
}

std::size_t Pattern::common(std::u32string_view text) const {
  return common_by_place(text, [&](char32_t code) {
    const auto found = std::lower_bound(alphabet_.begin(), alphabet_.end(), code);
    return found != alphabet_.end() && *found == code ? static_cast<std::uint32_t>(found - alphabet_.begin())
                                                      : kNowhere;
  });
}

double Pattern::similarity(const Pattern& other, double at_least) const {
  const std::size_t total = size_ + other.size_;
  if (total == 0) return 1;
  const auto share = [total](std::size_t common) {
    return 2.0 * static_cast<double>(common) / static_cast<double>(total);
  };
  if (const double bound = share(std::min(size_, other.size_)); bound < at_least) return bound;
  std::vector<std::uint32_t> mine(other.alphabet_.size(), kNowhere);  // where the other's characters stand here
  std::size_t shared = 0;  // characters in common, order aside: an upper bound
  for (std::size_t i = 0, j = 0; i < alphabet_.size() && j < other.alphabet_.size();) {
    if (alphabet_[i] == other.alphabet_[j]) {
      shared += std::min(counts_[i], other.counts_[j]);
      mine[j++] = static_cast<std::uint32_t>(i++);
    } else if (alphabet_[i] < other.alphabet_[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  if (const double bound = share(shared); bound < at_least) return bound;
  return share(common_by_place(other.places_, [&](std::uint32_t place) { return mine[place]; }));
}

std::size_t common_subsequence(std::u32string_view a, std::u32string_view b) {
  return a.size() >= b.size() ? Pattern(b).common(a) : Pattern(a).common(b);
}

std::vector<KeySpan> spans(const Marks& marks, bool value) {
  std::vector<KeySpan> found;
  for (std::size_t i = 0; i < marks.size();) {
    std::size_t end = i;
    while (end < marks.size() && marks[end] == value) ++end;
    if (end > i) found.push_back({i, end});
    i = std::max(end, i + 1);
  }
  return found;
}

void StretchSet::add(std::u32string_view text) {
  for_each_stretch(text, length_, [this](std::size_t, std::uint64_t hash) { insert(hash); });
}

void StretchSet::remove(std::u32string_view text) {
  std::vector<std::uint64_t> gone, kept;
  for_each_stretch(text, length_, [&gone](std::size_t, std::uint64_t hash) { gone.push_back(hash); });
  std::sort(gone.begin(), gone.end());
  for (const std::uint64_t hash : slots_)
    if (hash != 0 && !std::binary_search(gone.begin(), gone.end(), hash)) kept.push_back(hash);
  rebuild(slots_.size(), kept);
}

bool StretchSet::has(std::uint64_t hash) const {
  if (slots_.empty()) return false;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = first_slot(hash) & mask; slots_[at] != 0; at = (at + 1) & mask)
    if (slots_[at] == hash) return true;
  return false;
}

void StretchSet::insert(std::uint64_t hash) {
  static constexpr std::size_t kFewest = 64;
  if (has(hash)) return;
  if (2 * (count_ + 1) > slots_.size()) {  // at most half full
    const std::vector<std::uint64_t> before = std::move(slots_);
    rebuild(std::max(kFewest, 2 * before.size()), before);
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = first_slot(hash) & mask;
  while (slots_[at] != 0) at = (at + 1) & mask;
  slots_[at] = hash;
  ++count_;
}

void StretchSet::rebuild(std::size_t slots, const std::vector<std::uint64_t>& hashes) {
  slots_.assign(slots, 0);
  count_ = 0;
  for (const std::uint64_t hash : hashes)
    if (hash != 0) insert(hash);
}

Marks StretchSet::marks(std::u32string_view key, const StretchSet* except) const {
  Marks marks(key.size(), false);
  std::size_t marked = 0;  // where the marks so far end
  for_each_stretch(key, length_, [&](std::size_t i, std::uint64_t hash) {
    if (!has(hash) || (except != nullptr && except->has(hash))) return;
    for (marked = std::max(marked, i); marked < i + length_; ++marked) marks[marked] = true;
  });
  return marks;
}

Marks StretchSet::beginnings(std::u32string_view key) const {
  Marks marks(key.size(), false);
  for_each_stretch(key, length_, [&](std::size_t i, std::uint64_t hash) { marks[i] = has(hash); });
  return marks;
}

bool StretchSet::contains(std::u32string_view stretch) const {
  bool found = false;
  if (stretch.size() == length_)
    for_each_stretch(stretch, length_, [&](std::size_t, std::uint64_t hash) { found = has(hash); });
  return found;
}

std::u32string name_key(std::string_view name) {
  return KeySource(name).key({}, {.list_numbers = false, .conclusion_words = false, .subject_words = false}).chars;
}

struct StandardText::Group {
  std::vector<Passage> passages;
  std::vector<std::u32string>
      orders;  // requirement, definition and both one after the other, without figures; no doubles
  StretchSet two{2}, three{3};
  StretchSet definition{6}, definition_only{6};  // the latter without the requirements' stretches
  std::map<std::string, StretchSet> by_tier;     // 2 characters
  std::map<std::string, StretchSet> foreign;     // by tier name: the other tiers' stretches
};

StandardText::StandardText(const Programme& programme) : programme_(programme) {
  std::map<std::u32string, std::shared_ptr<Group>> groups;
  for (const Tier& tier : standard().tiers) {
    for (const Indicator& indicator : tier.indicators) {
      for (const Clause& clause : indicator.clauses)
        clauses_.push_back({&indicator, &clause, comparison_key(programme, clause.text).chars});
      std::shared_ptr<Group>& group = groups[name_key(indicator.name)];
      if (group == nullptr) group = std::make_shared<Group>();
      std::array<Passage, 2> both = {
          Passage{&tier, &indicator, true, comparison_key(programme, indicator.requirement), {}},
          Passage{&tier, &indicator, false, comparison_key(programme, indicator.definition), {}}};
      for (Passage& passage : both) {
        passage.figures = figures(passage.key, programme);
        group->passages.push_back(passage);
        if (!passage.requirement) group->definition.add(passage.key.chars);
        group->two.add(passage.key.chars);
        group->three.add(passage.key.chars);
        any2_.add(passage.key.chars);
        any4_.add(passage.key.chars);
        any6_.add(passage.key.chars);
      }
      const std::u32string requirement = without_figures(both[0].key.chars),
                           definition = without_figures(both[1].key.chars);
      for (const std::u32string& order : {requirement + definition, definition + requirement})
        if (std::find(group->orders.begin(), group->orders.end(), order) == group->orders.end())
          group->orders.push_back(order);
    }
  }
  for (const auto& [name, group] : groups) {
    for (const bool requirement : {false, true})
      for (const Passage& passage : group->passages)
        if (passage.requirement == requirement)
          requirement ? group->definition_only.remove(passage.key.chars)
                      : group->definition_only.add(passage.key.chars);
    for (const Tier& tier : standard().tiers) {
      StretchSet& own = group->by_tier.try_emplace(tier.name, 2).first->second;
      StretchSet& foreign = group->foreign.try_emplace(tier.name, 4).first->second;
      for (const Passage& passage : group->passages)
        if (passage.tier->name != tier.name) add_without_figures(foreign, passage.key.chars);
      for (const Passage& passage : group->passages)
        if (passage.tier->name == tier.name) {
          own.add(passage.key.chars);
          tier4_.try_emplace(tier.name, 4).first->second.add(passage.key.chars);
        }
    }
  }
  groups_.insert(groups.begin(), groups.end());
  for (const Tier& tier : standard().tiers)
    for (const Indicator& indicator : tier.indicators)
      by_printed_name_[indicator.name] = groups_.at(name_key(indicator.name)).get();
}

const StandardText::Group* StandardText::group(std::string_view indicator_name) const {
  if (const auto printed = by_printed_name_.find(indicator_name); printed != by_printed_name_.end())
    return printed->second;
  const auto found = groups_.find(name_key(indicator_name));
  return found == groups_.end() ? nullptr : found->second.get();
}

double StandardText::ordered_share(std::u32string_view key, std::string_view indicator_name) const {
  const Group* texts = group(indicator_name);
  const std::u32string words = without_figures(key);
  if (texts == nullptr || words.empty()) return 0;
  return share_of(Pattern(words), words.size(), *texts);
}

double StandardText::ordered_share_anywhere(std::u32string_view key) const {
  const std::u32string words = without_figures(key);
  if (words.empty()) return 0;
  const Pattern pattern(words);
  double best = 0;
  for (const auto& [name, texts] : groups_) best = std::max(best, share_of(pattern, words.size(), *texts));
  return best;
}

double StandardText::share_of(const Pattern& pattern, std::size_t size, const Group& texts) {
  std::size_t best = 0;
  for (const std::u32string& order : texts.orders) best = std::max(best, pattern.common(order));
  return static_cast<double>(best) / static_cast<double>(size);
}

Marks StandardText::own_marks(std::u32string_view key, std::string_view indicator_name, std::size_t length) const {
  const Group* texts = group(indicator_name);
  if (texts == nullptr) return Marks(key.size(), false);
  return length <= 2 ? texts->two.marks(key) : texts->three.marks(key);
}

Marks StandardText::any_marks(std::u32string_view key, std::size_t length) const {
  return length <= 2 ? any2_.marks(key) : length <= 4 ? any4_.marks(key) : any6_.marks(key);
}

Marks StandardText::foreign_marks(std::u32string_view key, std::string_view tier_name,
                                  std::string_view indicator_name) const {
  const Group* texts = group(indicator_name);
  if (texts == nullptr) return Marks(key.size(), false);
  const auto found = texts->foreign.find(std::string(tier_name));
  return found == texts->foreign.end() ? Marks(key.size(), false)
                                       : found->second.marks(key, &tier4_.find(tier_name)->second);
}

Marks StandardText::tier_marks(std::u32string_view key, std::string_view tier_name,
                               std::string_view indicator_name) const {
  const Group* texts = group(indicator_name);
  if (texts == nullptr) return Marks(key.size(), false);
  const auto found = texts->by_tier.find(std::string(tier_name));
  return found == texts->by_tier.end() ? Marks(key.size(), false) : found->second.marks(key);
}

Marks StandardText::definition_marks(std::u32string_view key, std::string_view indicator_name) const {
  const Group* texts = group(indicator_name);
  if (texts == nullptr) return Marks(key.size(), false);
  Marks marks = texts->definition.marks(key);
  if (std::find(marks.begin(), marks.end(), true) == marks.end()) return marks;
  const Marks only = texts->definition_only.marks(key);
  const auto at = [](auto& list, std::size_t index) { return list.begin() + static_cast<std::ptrdiff_t>(index); };
  for (const KeySpan& span : spans(marks, true))
    if (std::find(at(only, span.begin), at(only, span.end), true) == at(only, span.end))
      std::fill(at(marks, span.begin), at(marks, span.end), false);
  return marks;
}

const std::vector<Passage>& StandardText::passages(std::string_view indicator_name) const {
  static const std::vector<Passage> kNone;
  const Group* texts = group(indicator_name);
  return texts == nullptr ? kNone : texts->passages;
}

Marks standards_marks(const ComparisonKey& key, const StandardText& standard) {
  return standard.any_marks(key.chars, 4);
}

std::u32string own_text(const ComparisonKey& key, const Marks& standards) {
  std::u32string own;
  for (std::size_t i = 0; i < standards.size(); ++i)
    if (!standards[i]) own.push_back(key.chars[i]);
  return own;
}

std::u32string own_text(const ComparisonKey& key, const StandardText& standard) {
  return own_text(key, standards_marks(key, standard));
}

}  // namespace gongshi::normalize
