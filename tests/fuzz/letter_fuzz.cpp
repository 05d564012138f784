// SPDX-License-Identifier: GPL-3.0-or-later
// Any words as the values of a letter: the built-in template takes them all.
#include <cstdint>
#include <cstdlib>

#include "report/letters.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi::report;
  const std::string words(reinterpret_cast<const char*>(data), size);
  static const auto kTemplate = default_letter_template();
  if (!kTemplate) std::abort();
  static_cast<void>(fill_letter(*kTemplate, {{}, words, {}}));
  static_cast<void>(fill_letter(words, {{}, "item", {}}));
  return 0;
}
