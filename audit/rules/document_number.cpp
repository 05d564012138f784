// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "audit/rules/practice_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "schema/characters.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "document-number";
constexpr std::u32string_view kOpen = U"〔[【（(", kClose = U"〕]】）)";

struct Options {
  std::size_t few_signs = 3;  ///< 法 for 发 and 61 for 16 are three signs.
  std::size_t letters = 6;    ///< So many characters of an issuer's letters at most.
};

/// 鲁数发〔2022〕16号
struct Number {
  std::u32string letters, year, serial;
  std::size_t begin = 0, end = 0;  ///< Characters of the text; begin of the letters.
};

/// Text without white space, full-width digits as ASCII, with the bytes of each character.
struct Characters {
  std::u32string text;
  std::vector<std::uint32_t> begins, ends;

  explicit Characters(std::string_view printed) {
    for (std::size_t offset = 0; offset < printed.size();) {
      const auto begin = static_cast<std::uint32_t>(offset);
      char32_t code = utf8::next(printed, offset);
      if (code == U' ' || code == 0x3000 || code == 0xA0 || code == U'\n') continue;
      if (code >= 0xFF10 && code <= 0xFF19) code -= 0xFEE0;
      text += code;
      begins.push_back(begin);
      ends.push_back(static_cast<std::uint32_t>(offset));
    }
  }
};

std::vector<Number> numbers_in(const std::u32string& text) {
  static constexpr std::size_t kYear = 4;
  std::vector<Number> found;
  for (std::size_t open = 0; open + kYear + 2 < text.size(); ++open) {
    if (kOpen.find(text[open]) == std::u32string_view::npos) continue;
    const std::size_t close = open + 1 + kYear;
    if (kClose.find(text[close]) == std::u32string_view::npos ||
        !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(open) + 1,
                     text.begin() + static_cast<std::ptrdiff_t>(close), is_digit))
      continue;
    std::size_t end = close + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == close + 1 || end >= text.size() || text[end] != U'号') continue;
    Number number;
    number.year = text.substr(open + 1, kYear);
    number.serial = text.substr(close + 1, end - close - 1);
    number.begin = open;
    while (number.begin > 0 && is_han(text[number.begin - 1]) && open - number.begin < Options{}.letters)
      --number.begin;
    number.letters = text.substr(number.begin, open - number.begin);
    number.end = end + 1;
    found.push_back(std::move(number));
  }
  return found;
}

/// Signs that have to change to make one of the other.
std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t above = row[k];
      row[k] = std::min({row[k] + 1, row[k - 1] + 1, diagonal + (a[i - 1] == b[k - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

/// What stands in 《》 before the number: the document's title as cited; "" where none stands there.
std::string title_before(const Characters& characters, const Number& number, std::string_view printed) {
  std::size_t end = number.begin;
  while (end > 0 && kOpen.find(characters.text[end - 1]) != std::u32string_view::npos) --end;
  if (end == 0 || characters.text[end - 1] != U'》') return {};
  const std::size_t open = characters.text.rfind(U'《', end - 1);
  if (open == std::u32string::npos) return {};
  const std::uint32_t from = characters.begins[open], to = characters.ends[end - 1];
  return std::string(printed.substr(from, to - from));
}

std::u32string plain(std::string_view text) {
  std::u32string kept;
  for (const char32_t code : utf8::decode(text))
    if (is_han(code)) kept += code;
  return kept;
}

/// The programme's number that the cited one is unlike in few signs; nullptr where it is one of the programme's, or a
/// document of its own.
const std::string* meant(const std::vector<std::string>& known, const Number& cited) {
  const std::string* nearest = nullptr;
  std::size_t least = Options{}.few_signs + 1;
  for (const std::string& text : known) {
    const std::vector<Number> parsed = numbers_in(Characters(text).text);
    if (parsed.empty()) continue;
    const Number& own = parsed.front();
    // 根据鲁数发〔2022〕16号: words of the sentence may stand before the letters.
    const std::u32string letters =
        cited.letters.substr(cited.letters.size() - std::min(cited.letters.size(), own.letters.size()));
    const std::size_t apart = distance(letters, own.letters),
                      figures = distance(cited.year, own.year) + distance(cited.serial, own.serial);
    if (apart + figures == 0) return nullptr;
    // The same serial and year under other letters may be another office's; most of the letters must be alike.
    if (2 * apart > own.letters.size() || apart + figures >= least) continue;
    least = apart + figures;
    nearest = &text;
  }
  return nearest;
}

void check_text(const RuleInput& input, const Text& text, std::vector<Finding>& findings) {
  const std::string_view printed = text.utf8;
  const Characters characters(printed);
  for (const Number& cited : numbers_in(characters.text)) {
    const std::string* own = meant(input.standard.document_numbers, cited);
    if (own == nullptr) continue;
    // A document with a title of its own has a number of its own.
    const std::string title = title_before(characters, cited, printed);
    const bool titled =
        std::any_of(practice(input.programme).documents.begin(), practice(input.programme).documents.end(),
                    [&](const std::string& known) { return plain(known) == plain(title); });
    if (!title.empty() && !titled) continue;
    const ByteRange range{characters.begins[cited.begin], characters.ends[cited.end - 1]};
    const std::string stated(printed.substr(range.begin, range.size()));
    Finding finding;
    finding.message =
        message(kId, titled ? "titled" : "violation", {{"stated", stated}, {"expected", *own}, {"title", title}});
    finding.stated = stated;
    finding.expected = *own;
    finding.quote = title + stated;
    finding.places = text.places(range);
    const bool uncertain = std::any_of(text.uncertain.begin(), text.uncertain.end(), [&](const ByteRange& part) {
      return part.begin < range.end && range.begin < part.end;
    });
    if (uncertain || !titled) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const Text* text : {&input.notice.title, &input.notice.preamble, &input.notice.footer})
    check_text(input, *text, findings);
  return findings;
}

}  // namespace

Rule document_number() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
