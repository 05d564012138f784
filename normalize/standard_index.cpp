// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/standard_index.h"

#include <algorithm>
#include <unordered_map>

namespace gongshi::normalize {
namespace {

const std::string& field_text(const Indicator& indicator, StandardField field) {
  switch (field) {
    case StandardField::kName:
      return indicator.name;
    case StandardField::kDefinition:
      return indicator.definition;
    case StandardField::kRequirement:
      break;
  }
  return indicator.requirement;
}

}  // namespace

StandardIndex::StandardIndex(const Standard& standard) : standard_(standard) {
  for (StandardField field : kAllStandardFields) {
    FieldTexts& texts = fields_[static_cast<std::size_t>(field)];
    std::unordered_map<std::u32string, std::size_t> known;
    for (const Tier& tier : standard.tiers) {
      texts.numbers.emplace_back();
      for (const Indicator& indicator : tier.indicators) {
        std::u32string key = likeness_key(field_text(indicator, field));
        const auto [entry, fresh] = known.try_emplace(key, texts.keys.size());
        texts.numbers.back().push_back(entry->second);
        if (!fresh) continue;
        texts.shingles.emplace_back(key);
        texts.keys.push_back(std::move(key));
      }
    }
  }
  for (const Tier& tier : standard.tiers)
    for (const Indicator& indicator : tier.indicators) categories_.push_back(likeness_key(indicator.category));
  std::sort(categories_.begin(), categories_.end());
  categories_.erase(std::unique(categories_.begin(), categories_.end()), categories_.end());
}

Likenesses StandardIndex::compare(StandardField field, std::string_view text) const {
  const std::u32string key = likeness_key(text);
  if (key.empty()) return {};
  const FieldTexts& known = texts(field);
  const Shingles shingles(key);
  Likenesses result(known.keys.size());
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = known.keys[i] == key ? 1.0F : static_cast<float>(Shingles::likeness(known.shingles[i], shingles));
  return result;
}

double StandardIndex::best(StandardField field, std::string_view text) const {
  const Likenesses all = compare(field, text);
  return all.empty() ? 0.0 : static_cast<double>(*std::max_element(all.begin(), all.end()));
}

std::size_t StandardIndex::text_number(std::size_t tier, int no, StandardField field) const {
  return texts(field).numbers[tier][static_cast<std::size_t>(no) - 1];
}

bool StandardIndex::is_category(std::string_view text) const {
  return std::binary_search(categories_.begin(), categories_.end(), likeness_key(text));
}

}  // namespace gongshi::normalize
