// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/recognition_signs.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

RecognitionSigns load_signs() {
  const auto text = load_data("extract/recognition-signs.json");
  if (!text) throw std::runtime_error(text.error().message);
  const auto parsed = nlohmann::json::parse(*text, nullptr, false);
  const auto letters = [&](const char* key) {
    const std::string found = parsed.is_object() ? parsed.value(key, std::string()) : std::string();
    if (found.empty()) throw std::runtime_error(std::string("extract/recognition-signs.json: ") + key + " is missing.");
    return utf8::decode(found);
  };
  return {letters("measures"), letters("like_digits"), letters("before_dash")};
}

}  // namespace

const RecognitionSigns& recognition_signs() {
  static const RecognitionSigns kSigns = load_signs();
  return kSigns;
}

}  // namespace gongshi::extract
