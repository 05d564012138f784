// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/word_breaks.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <memory>

namespace gongshi::normalize {

std::vector<std::u32string> dictionary_words(std::u32string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getChina(), error));
  if (U_FAILURE(error) != 0) return {std::u32string(text)};
  const icu::UnicodeString whole =
      icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<int32_t>(text.size()));
  breaks->setText(whole);
  std::vector<std::u32string> words;
  int32_t begin = breaks->first();
  for (int32_t end = breaks->next(); end != icu::BreakIterator::DONE; begin = end, end = breaks->next()) {
    const icu::UnicodeString piece = whole.tempSubStringBetween(begin, end);
    std::u32string word;
    for (int32_t at = 0; at < piece.length(); at = piece.moveIndex32(at, 1))
      word += static_cast<char32_t>(piece.char32At(at));
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace gongshi::normalize
