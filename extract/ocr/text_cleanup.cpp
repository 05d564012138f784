// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/text_cleanup.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "extract/ocr/recognition_signs.h"
#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr std::u32string_view kSigns = U"、，。；：,.;:·'‘’`^~-_";
constexpr std::u32string_view kOpening = U"（(〔[【《〈“「［", kClosing = U"）)〕]】》〉”」］";
constexpr std::u32string_view kLettersLikeZero = U"OoQ", kLettersLikeOne = U"lI|";
// em between the middles of two Chinese characters with a sign between them. The narrowest signs take a quarter of an
// em; positions are true to a tenth. An unlikely sign needs a little more room.
constexpr double kLeastRoom = 1.13, kUnlikelyRoom = 1.22;
constexpr float kUnlikely = 0.5F;
constexpr std::u32string_view kOpeningQuotes = U"“‘", kClosingQuotes = U"”’";
constexpr std::u32string_view kNumeralsFromTwo = signs::kDigits.substr(2);
constexpr double kDashWidth = 0.75;  // em: a wider stroke is a dash, a narrower one a hyphen

bool is_one_of(std::u32string_view set, char32_t code) { return set.find(code) != std::u32string_view::npos; }
bool is_like_zero(char32_t code) { return is_one_of(kLettersLikeZero, code) || code == signs::kDigits.front(); }
bool is_like_one(char32_t code) { return is_one_of(kLettersLikeOne, code) || code == signs::kStrokeSign; }

void unify_signs(LineText& line) {
  std::erase_if(line.characters, [](const LineCharacter& it) { return it.code == U' ' || it.code == U'\u3000'; });
  for (LineCharacter& character : line.characters) {
    if (character.code == signs::kDotSign) character.code = U'、';
    if (character.code == U'﹪') character.code = U'%';
    if (character.code == U'é' || character.code == U'è') character.code = U'e';
  }
}

/// What a stroke of a character beside it is taken for.
bool is_stroke(char32_t code) { return is_one_of(U"Il|1", code); }

void drop_signs_without_room(LineText& line) {
  const double size = character_pitch(line);
  auto& all = line.characters;
  std::vector<LineCharacter> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_one_of(kSigns, all[i].code) || is_stroke(all[i].code) || is_digit(all[i].code)) {
      const bool between_han =
          size > 0 && i > 0 && i + 1 < all.size() && is_han(all[i - 1].code) && is_han(all[i + 1].code);
      const double room = all[i].confidence < kUnlikely ? kUnlikelyRoom : kLeastRoom;
      const bool no_room = between_han && all[i + 1].middle() - all[i - 1].middle() < room * size;
      if (no_room && is_digit(all[i].code)) all[i].uncertain = true;
      if (no_room && !is_digit(all[i].code)) continue;
      const bool doubled = !is_stroke(all[i].code) && !is_digit(all[i].code) && !kept.empty() &&
                           kept.back().code == all[i].code && all[i].code != U'.' && all[i].code != U'-' &&
                           all[i].code != U'_' && all[i].code != U'·';
      if (doubled) continue;
    }
    kept.push_back(all[i]);
  }
  all = std::move(kept);
}

/// A dash is told from a hyphen by its width.
void tell_dashes(LineText& line) {
  const double size = character_pitch(line);
  auto& all = line.characters;
  const auto half_width = [&](const LineCharacter& it) { return (is_latin(it.code) ? 0.25 : 0.5) * size; };
  for (std::size_t i = 1; size > 0 && i + 1 < all.size(); ++i) {
    if (all[i].code != U'-') continue;
    const double room = all[i + 1].middle() - all[i - 1].middle() - half_width(all[i - 1]) - half_width(all[i + 1]);
    if (room > kDashWidth * size) all[i].code = U'—';
  }
  // No numeral stands between a date, or a digit, and a digit.
  for (std::size_t i = 1; i + 1 < all.size(); ++i) {
    const bool range = is_digit(all[i + 1].code) &&
                       (is_digit(all[i - 1].code) || is_one_of(recognition_signs().before_dash, all[i - 1].code));
    if (all[i].code == U'一' && range) all[i].code = U'—';
  }
}

/// " among Chinese characters is a “ or ” that lost its shape.
void shape_quotes(LineText& line) {
  auto& all = line.characters;
  bool open = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].code == U'“' || all[i].code == U'”') open = all[i].code == U'“';
    if (open && (all[i].code == U'\'' || all[i].code == U'’')) all[i].code = U'"';
    if (all[i].code != U'"') continue;
    const bool chinese_before = i > 0 && all[i - 1].code > 0x2E00,
               chinese_after = i + 1 < all.size() && all[i + 1].code > 0x2E00;
    if (!chinese_before && !chinese_after) continue;
    const auto next =
        std::find_if(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end(),
                     [](const LineCharacter& it) { return it.code == U'“' || it.code == U'”' || it.code == U'"'; });
    // The other half of a lone one stands on the line above or below, whichever is nearer: what is quoted is short.
    const bool closes = open || (next == all.end() ? i < all.size() / 2 : next->code == U'“');
    all[i].code = closes ? U'”' : U'“';
    open = !closes;
  }
}

/// Tesseract's { before a （ that it reads as well: one bracket read twice.
void drop_doubled_brackets(LineText& line) {
  auto& all = line.characters;
  std::vector<LineCharacter> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool opens_twice = all[i].code == U'{' && i + 1 < all.size() && is_one_of(kOpening, all[i + 1].code);
    const bool closes_twice = all[i].code == U'}' && i > 0 && is_one_of(kClosing, all[i - 1].code);
    if (!opens_twice && !closes_twice) kept.push_back(all[i]);
  }
  all = std::move(kept);
}

/// What is left of a rule at the edge of a cell reads as |, which no notice writes.
void drop_edge_bars(LineText& line) {
  auto& all = line.characters;
  while (!all.empty() && all.back().code == U'|') all.pop_back();
  const auto first = std::find_if(all.begin(), all.end(), [](const LineCharacter& it) { return it.code != U'|'; });
  all.erase(all.begin(), first);
}

/// The number of an official document: four digits of a year in brackets, then digits and 号.
bool is_document_year(const LineText& line, std::size_t open, std::size_t close) {
  const auto& all = line.characters;
  const auto digits = [&](std::size_t from, std::size_t to) {
    return std::all_of(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to),
                       [](const LineCharacter& it) { return is_digit(it.code); });
  };
  if (close != open + 5 || !digits(open + 1, close)) return false;
  std::size_t end = close + 1;
  while (end < all.size() && is_digit(all[end].code)) ++end;
  return end > close + 1 && end < all.size() && all[end].code == U'号';
}

/// Closing brackets take the form of the one they close.
void pair_brackets(LineText& line) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < line.characters.size(); ++i) {
    char32_t& code = line.characters[i].code;
    if (is_one_of(kOpening, code)) open.push_back(i);
    const std::size_t kind = kClosing.find(code);
    if (kind == std::u32string_view::npos || open.empty()) continue;
    const std::size_t start = open.back();
    open.pop_back();
    const std::size_t opened = kOpening.find(line.characters[start].code);
    if (is_document_year(line, start, i)) {
      line.characters[start].code = U'〔';
      code = U'〕';
      continue;
    }
    if (opened == kind) continue;
    if (opened < 2 && kind < 2) {  // one of them in each width
      line.characters[start].code = U'（';
      code = U'）';
      continue;
    }
    // 〈IPTV）: Tesseract's usual reading of a small （. A 《 stays where its own other half follows.
    const auto rest = line.characters.begin() + static_cast<std::ptrdiff_t>(i);
    const bool title = kOpening[opened] == U'《' &&
                       std::none_of(rest, line.characters.end(), [](const auto& it) { return it.code == U'》'; });
    if (kind < 2 && (kOpening[opened] == U'〈' || title)) {
      line.characters[start].code = U'（';
      continue;
    }
    // Years stand in 〔 〕: 〔2022）.
    const bool year = i - start == 5 && std::all_of(line.characters.begin() + static_cast<std::ptrdiff_t>(start) + 1,
                                                    line.characters.begin() + static_cast<std::ptrdiff_t>(i),
                                                    [](const LineCharacter& it) { return is_digit(it.code); });
    if (year && (opened == 2 || opened == 3 || kind == 2 || kind == 3)) {
      line.characters[start].code = U'〔';
      code = U'〕';
    }
  }
  for (std::size_t i = 0; i < line.characters.size(); ++i) {
    if (line.characters[i].code != U'〈') continue;
    std::size_t end = i + 1;
    while (end < line.characters.size() && is_latin(line.characters[end].code)) ++end;
    if (end < line.characters.size() && end > i + 1 && line.characters[end].code == U'〉') {
      line.characters[i].code = U'（';
      line.characters[end].code = U'）';
    }
    const auto rest = line.characters.begin() + static_cast<std::ptrdiff_t>(i);
    const bool closed = std::any_of(rest, line.characters.end(), [](const auto& it) { return it.code == U'〉'; });
    // The other half stands on the next line. 〈 〉 itself is written inside 《 》 only.
    const bool in_title = std::any_of(line.characters.begin(), rest, [](const auto& it) { return it.code == U'《'; });
    if (!closed && !in_title) line.characters[i].code = U'（';
  }
}

/// The 2 of m2 after a number is a raised one, and no figure. So is a sign there that cannot be one: a colon before
/// another sign, a quote that closes nothing.
void raise_squares(LineText& line) {
  auto& all = line.characters;
  bool open = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char32_t code = all[i].code;
    const bool quote = code == U'”' || code == U'"' || code == U'\'';
    if (i > 1 && all[i - 1].code == U'm') {
      const char32_t next = i + 1 < all.size() ? all[i + 1].code : U'，';
      const bool ends = !is_latin(next) || is_one_of(U",.;:)/", next);
      const bool raised = (code == U'2' && ends) || (quote && !open) ||
                          (is_one_of(U":：", code) && is_one_of(U"，、。；,.;", next) && i + 1 < all.size());
      const std::size_t unit = all[i - 2].code == U'k' && i > 2 ? i - 3 : i - 2;
      if (raised && (is_digit(all[unit].code) || all[unit].code == U'万')) {
        all[i].code = U'²';
        continue;
      }
    }
    if (code == U'“' || code == U'"') open = code == U'“' || !open;
    if (code == U'”') open = false;
  }
}

void mend_digits(LineText& line) {
  auto& all = line.characters;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool after_digit = i > 0 && is_digit(all[i - 1].code),
               before_digit = i + 1 < all.size() && is_digit(all[i + 1].code);
    if (after_digit && before_digit && (is_like_zero(all[i].code) || is_like_one(all[i].code))) {
      all[i].code = is_like_zero(all[i].code) ? U'0' : U'1';
      all[i].uncertain = true;
    }
    const bool five_g = all[i].code == U'S' && i + 2 < all.size() && all[i + 1].code == U'G' &&
                        is_han(all[i + 2].code) && (i == 0 || !is_latin(all[i - 1].code));
    if (five_g) all[i].code = U'5';
  }
}

/// Nobody writes a digit before 二 to 九 (7六): one of the two was read twice.
void mark_digits_before_numerals(LineText& line) {
  auto& all = line.characters;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (is_digit(all[i].code) && is_one_of(kNumeralsFromTwo, all[i + 1].code))
      all[i].uncertain = all[i + 1].uncertain = true;
  }
}

/// A closing quote after a digit that no opening one precedes may be a %; a full stop before a Chinese character that
/// has no digit or letter before it may have lost its number (.实现 of 1.实现).
void mark_lost_parts(LineText& line) {
  auto& all = line.characters;
  bool open = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char32_t code = all[i].code;
    const bool after_digit = i > 0 && is_digit(all[i - 1].code);
    const bool closes = is_one_of(kClosingQuotes, code) || (code == U'"' && (open || after_digit));
    if (closes && !open && after_digit) all[i - 1].uncertain = all[i].uncertain = true;
    if (closes || is_one_of(kOpeningQuotes, code) || code == U'"') open = !closes;
    // 0,46 is 0.46: a comma that no three digits follow does not part thousands.
    std::size_t digits = i + 1;
    while (digits < all.size() && is_digit(all[digits].code)) ++digits;
    if (code == U',' && after_digit && digits > i + 1 && digits != i + 4)
      all[i - 1].uncertain = all[i + 1].uncertain = true;
    const bool han_after = i + 1 < all.size() && is_han(all[i + 1].code);
    if (code == U'.' && han_after && (i == 0 || !is_latin(all[i - 1].code))) all[i].uncertain = true;
  }
}

/// A stroke, or half a pair of brackets, may be a 1: what it is stays open. Beside a digit (共]1个 of 共11个) the digit
/// is marked, among Chinese characters (不少于]项) the stroke itself.
void mark_strokes(LineText& line) {
  auto& all = line.characters;
  const auto stands = [&](char32_t code) {
    return std::any_of(all.begin(), all.end(), [code](const LineCharacter& it) { return it.code == code; });
  };
  const bool opens = stands(U'['), closes = stands(U']');
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char32_t code = all[i].code;
    const bool half = (code == U'[' && !closes) || (code == U']' && !opens);
    const bool exclaims = code == U'!' || code == U'！';  // Which no notice does.
    if (!half && !exclaims && !is_like_one(code)) continue;
    const bool digit_before = i > 0 && is_digit(all[i - 1].code),
               digit_after = i + 1 < all.size() && is_digit(all[i + 1].code);
    const bool letter = code == U'I' || code == U'l';  // 4I is no place for a letter, IPTV is.
    if (digit_before && !letter) all[i - 1].uncertain = true;
    if (digit_after && !letter) all[i + 1].uncertain = true;
    const bool latin_before = i > 0 && is_latin(all[i - 1].code),
               han_after = i + 1 < all.size() && is_han(all[i + 1].code);
    if (!latin_before && (han_after || exclaims)) all[i].uncertain = true;
  }
}

/// A word that engines read and nobody writes, and the one that is printed, of equal length.
struct MisreadWord {
  std::u32string read, printed;
};

const std::vector<MisreadWord>& misread_words() {
  static const std::vector<MisreadWord> words = [] {
    std::vector<MisreadWord> result;
    const Result<std::string> data = load_data("extract/misread_words.tsv");
    std::istringstream lines(data ? *data : std::string());
    for (std::string line; std::getline(lines, line);) {
      const std::size_t tab = line.find('\t');
      if (line.starts_with('#') || tab == std::string::npos) continue;
      MisreadWord word{utf8::decode(line.substr(0, tab)), utf8::decode(line.substr(tab + 1))};
      if (word.read.size() == word.printed.size()) result.push_back(std::move(word));
    }
    return result;
  }();
  return words;
}

}  // namespace

bool is_latin(char32_t code) { return code > U' ' && code < 0x250; }

double character_pitch(const LineText& line) {
  std::vector<double> ways;
  for (std::size_t i = 1; i < line.characters.size(); ++i) {
    if (is_han(line.characters[i - 1].code) && is_han(line.characters[i].code))
      ways.push_back(line.characters[i].middle() - line.characters[i - 1].middle());
  }
  if (ways.size() < 3) return 0;
  std::nth_element(ways.begin(), ways.begin() + static_cast<std::ptrdiff_t>(ways.size() / 2), ways.end());
  return ways[ways.size() / 2];
}

LineText cleaned(LineText line) {
  drop_edge_bars(line);
  unify_signs(line);
  drop_signs_without_room(line);
  tell_dashes(line);
  shape_quotes(line);
  drop_doubled_brackets(line);
  pair_brackets(line);
  mend_digits(line);
  mark_strokes(line);
  mark_lost_parts(line);
  mark_digits_before_numerals(line);
  raise_squares(line);
  return line;
}

void mend_misread_words(std::vector<LineText>& lines) {
  std::vector<LineCharacter*> text;
  for (LineText& line : lines) {
    for (LineCharacter& character : line.characters) text.push_back(&character);
  }
  for (const MisreadWord& word : misread_words()) {
    for (std::size_t i = 0; i + word.read.size() <= text.size(); ++i) {
      const bool stands = std::equal(word.read.begin(), word.read.end(), text.begin() + static_cast<std::ptrdiff_t>(i),
                                     [](char32_t code, const LineCharacter* it) { return it->code == code; });
      for (std::size_t k = 0; stands && k < word.read.size(); ++k) {
        LineCharacter& character = *text[i + k];
        if (character.confidence < kSureOfCharacter) character.code = word.printed[k];
      }
    }
  }
}

}  // namespace gongshi::extract
