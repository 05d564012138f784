// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/copies/own_text_weights.h"

#include "normalize/proper_names.h"

namespace gongshi::corpus {
namespace {

bool is_figure_or_latin(char32_t code) {
  return (code >= U'0' && code <= U'9') || code == U'.' || code == U'%' || (code >= U'a' && code <= U'z');
}

}  // namespace

std::u32string weighted_own_text(const normalize::ComparisonKey& key, std::string_view claim,
                                 const normalize::Marks& standards, const Programme& programme) {
  const normalize::Marks names = normalize::proper_names(key, claim, programme);
  std::u32string weighted;
  weighted.reserve(key.size() * 2);
  for (std::size_t i = 0; i < key.size(); ++i)
    if (!standards[i]) weighted.append(names[i] || is_figure_or_latin(key.chars[i]) ? 2 : 1, key.chars[i]);
  return weighted;
}

}  // namespace gongshi::corpus
