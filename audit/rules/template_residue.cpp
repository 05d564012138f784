// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <bitset>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/vocabulary.h"
#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "template-residue";

/// Something left over from the form, in characters of the claim's words.
struct Residue {
  const char* key;  ///< Of the message.
  std::size_t begin = 0, end = 0;
};

/// The claim folded (width, case) with its punctuation, so that breaks between words stay visible.
struct Folded {
  std::u32string text;
  std::vector<std::uint32_t> begins;  ///< Byte offset of each character; one more for the end.
};

Folded fold(const std::string& claim) {
  Folded folded;
  folded.text.reserve(claim.size() / 3 + 8);
  folded.begins.reserve(claim.size() / 3 + 8);
  for (std::size_t offset = 0; offset < claim.size();) {
    const auto begin = static_cast<std::uint32_t>(offset);
    char32_t code = utf8::next(claim, offset);
    if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;  // full width
    if (code == U' ' || code == 0x3000 || code == 0xA0) continue;
    folded.text.push_back(code);
    folded.begins.push_back(begin);
  }
  folded.begins.push_back(static_cast<std::uint32_t>(claim.size()));
  return folded;
}

/// The phrases of a word list, in its order, ready for looking for all of them in one pass over a text.
class Phrases {
 public:
  Phrases() = default;
  Phrases(std::string_view list, const Programme& programme) {
    for (const std::string& word : word_list(list, programme).words()) {
      phrases_.push_back(utf8::decode(word));
      beginnings_.set(phrases_.back().front() % beginnings_.size());
    }
  }

  /// Of the phrases that stand in the text and `fits(begin, end)` accepts, the earliest of the list, where it stands
  /// first.
  template <typename Fits>
  [[nodiscard]] std::optional<Residue> first(const char* key, const std::u32string& text, const Fits& fits) const {
    std::optional<Residue> found;
    std::size_t before = phrases_.size();  // only phrases before this one are better
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!beginnings_[text[at] % beginnings_.size()]) continue;
      for (std::size_t i = 0; i < before; ++i) {
        const std::size_t end = at + phrases_[i].size();
        if (phrases_[i].front() != text[at] || text.compare(at, phrases_[i].size(), phrases_[i]) != 0 || !fits(at, end))
          continue;
        found = Residue{key, at, end};
        before = i;
      }
    }
    return found;
  }

 private:
  std::vector<std::u32string> phrases_;
  std::bitset<2048> beginnings_;  // first characters: most of a text begins no phrase
};

bool anywhere(std::size_t, std::size_t) { return true; }

/// What forms leave behind, prepared once per programme.
struct Leftovers {
  Phrases blanks, shares, placeholders, alternatives;
  std::u32string goes_on;                    ///< Characters with which a counter is the beginning of another word.
  std::vector<std::u32string> endings;       ///< Of names of the body that is judged.
  std::vector<std::u32string> smart;         ///< Words that stand before such an ending.
  std::vector<std::u32string> or_words;      ///< Longest first.
  std::vector<std::u32string> reduplicated;  ///< Verbs that are said twice for doing a little: 商量商量.

  explicit Leftovers(const Programme& programme)
      : blanks("blanks", programme),
        shares("share_blanks", programme),
        placeholders("placeholders", programme),
        alternatives("alternatives", programme) {
    for (const std::string& word : word_list("counter_goes_on", programme).words()) goes_on += utf8::decode(word);
    for (const std::string& word : word_list("or_words", programme).words()) or_words.push_back(utf8::decode(word));
    for (const std::string& word : word_list("reduplicated", programme).words())
      reduplicated.push_back(utf8::decode(word));
    for (const auto& [list, key] : {std::pair{&endings, "endings"}, std::pair{&smart, "smart"}})
      for (const nlohmann::json& word : programme.words("communities").at(key))
        list->push_back(utf8::decode(word.get<std::string>()));
  }
};

/// 提供种社区养老服务, 住宅栋: a word that a number must follow, the counter, and no number.
std::optional<Residue> missing_number(const Leftovers& left, const std::u32string& text) {
  return left.blanks.first("blank", text, [&](std::size_t, std::size_t end) {
    const char32_t next = end < text.size() ? text[end] : U'.';
    // 装有报警的楼栋/全部住宅楼栋：41/41: the heading of figures that follow.
    const bool heads =
        next == U'/' || ((next == U':' || next == U'：') && end + 1 < text.size() && is_digit(text[end + 1]));
    return left.goes_on.find(next) == std::u32string::npos && !is_digit(next) && !heads;
  });
}

/// 总数占比，: a share without its figure.
std::optional<Residue> missing_share(const Leftovers& left, const std::u32string& text) {
  static const std::u32string_view kStops = U",;。，；.\n";
  return left.shares.first("blank", text, [&text](std::size_t, std::size_t end) {
    return end < text.size() && kStops.find(text[end]) != std::u32string_view::npos;
  });
}

std::optional<Residue> placeholder(const Leftovers& left, const std::u32string& text) {
  return left.placeholders.first("placeholder", text, anywhere);
}

/// 市级或区县级: an alternative that only a form prints.
std::optional<Residue> alternative(const Leftovers& left, const std::u32string& text) {
  return left.alternatives.first("alternative", text, anywhere);
}

/// The start of the figure that `at` stands in, so that a quotation does not begin with half of one.
std::size_t whole_figure_from(const std::u32string& text, std::size_t at) {
  while (at > 0 && is_digit(text[at]) && (is_digit(text[at - 1]) || text[at - 1] == U'.')) --at;
  return at;
}

/// 均达到100%或者关键位置的覆盖率100%; 应用场景或3个应用场景: two ways of saying it, joined by 或. The standard's own
/// 或 is exempt.
std::optional<Residue> unchosen(const Leftovers& left, const Folded& claim, const RuleInput& input) {
  const std::u32string& text = claim.text;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto word = std::find_if(left.or_words.begin(), left.or_words.end(),
                                   [&](const std::u32string& one) { return text.compare(at, one.size(), one) == 0; });
    if (word == left.or_words.end()) continue;
    const std::size_t after = at + word->size();
    const std::size_t from = at > 3 ? at - 3 : 0;
    const bool rates = at > 0 && text[at - 1] == U'%' && text.find(U'%', after) != std::u32string::npos;
    const bool figure = after < text.size() && is_digit(text[after]) && after == at + 1;
    if (!rates && !figure) continue;
    const std::string near = utf8::encode(std::u32string_view(text).substr(from, after + 3 - from));
    const normalize::Marks marks =
        input.standard_text.any_marks(normalize::comparison_key(input.programme, near).chars, 4);
    if (std::count(marks.begin(), marks.end(), true) > 0) continue;
    return Residue{"alternative", whole_figure_from(text, from), std::min(after + 3, text.size())};
  }
  return std::nullopt;
}

/// Where the standard or the community's own name explains the doubling (柳岸社区社区服务中心), it is none.
bool is_name(const Leftovers& left, const std::u32string& text, std::size_t at, std::u32string_view unit,
             const std::vector<std::u32string>& names) {
  if (std::find(left.endings.begin(), left.endings.end(), unit) == left.endings.end()) return false;
  return std::any_of(names.begin(), names.end(),
                     [&](const std::u32string& name) {
                       return at >= name.size() && text.compare(at - name.size(), name.size(), name) == 0;
                     }) ||
         std::any_of(left.smart.begin(), left.smart.end(), [&](const std::u32string& word) {
           return at >= word.size() && text.compare(at - word.size(), word.size(), word) == 0;
         });
}

/// By position: the next one where the same two characters begin (or two that fall into the same slot); npos if there
/// is none.
std::vector<std::size_t> next_alike(const std::u32string& text) {
  static constexpr std::size_t kSlots = 512;
  std::array<std::size_t, kSlots> last;
  last.fill(std::u32string::npos);
  std::vector<std::size_t> next(text.size(), std::u32string::npos);
  for (std::size_t i = text.size(); i-- > 1;)
    next[i - 1] = std::exchange(last[(text[i - 1] * 31 + text[i]) % kSlots], i - 1);
  return next;
}

bool is_doubled_phrase(const Leftovers& left, const std::u32string& text, std::size_t at, std::size_t length,
                       const std::vector<std::u32string>& names) {
  if (text.compare(at, length, text, at + length, length) != 0) return false;
  const std::u32string_view unit = std::u32string_view(text).substr(at, length);
  // Two equal counts side by side (非常满意96份、满意96份、) are no doubled sentence.
  const bool figures = std::any_of(unit.begin(), unit.end(), is_digit);
  const bool words = std::all_of(unit.begin(), unit.end(), is_han) || length > (figures ? 9 : 6);
  const bool varied = std::any_of(unit.begin(), unit.end(), [&](char32_t code) { return code != unit[0]; });
  // 老人每人每月, 3400户一户一块: each of them and each month, one for each, are no doubling.
  const bool each = length == 2 && (unit.find(signs::kEachSign) != std::u32string_view::npos ||
                                    unit.find(signs::kOneSign) != std::u32string_view::npos);
  const bool verb = std::find(left.reduplicated.begin(), left.reduplicated.end(), unit) != left.reduplicated.end();
  return words && varied && !each && !verb && !is_name(left, text, at, unit, names);
}

/// 社区社区, 具备具备: a phrase doubled on the spot; long phrases also over a full stop.
std::optional<Residue> doubled(const Leftovers& left, const std::u32string& text,
                               const std::vector<std::u32string>& names, std::size_t shortest) {
  static constexpr std::size_t kLongest = 60;
  const std::vector<std::size_t> next = next_alike(text);
  for (std::size_t at = 0; at + 2 * shortest <= text.size(); ++at) {
    if (!is_han(text[at])) continue;
    for (std::size_t again = next[at]; again != std::u32string::npos; again = next[again]) {
      const std::size_t length = again - at;
      if (length > kLongest || at + 2 * length > text.size()) break;
      if (length >= shortest && is_doubled_phrase(left, text, at, length, names))
        return Residue{"doubled", at, at + 2 * length};
    }
  }
  return std::nullopt;
}

/// Sentences doubled over their punctuation: 实现…自动报警。实现…自动报警
std::optional<Residue> doubled_sentence(const Leftovers& left, const ClaimText& claim, const Folded& folded) {
  static constexpr std::size_t kSentence = 8;
  const auto found = doubled(left, claim.words.chars, {}, kSentence);
  if (!found) return std::nullopt;
  const ByteRange range = claim.words.range(found->begin, found->end);
  const auto index = [&](std::uint32_t offset) {
    return static_cast<std::size_t>(std::lower_bound(folded.begins.begin(), folded.begins.end(), offset) -
                                    folded.begins.begin());
  };
  return Residue{"doubled", index(range.begin), index(range.end)};
}

std::vector<Residue> residues(const RuleInput& input, std::size_t row, const Folded& claim,
                              const std::vector<std::u32string>& names) {
  const Leftovers& left = input.programme.prepared<Leftovers>();
  std::vector<Residue> found;
  for (const auto& residue :
       {missing_number(left, claim.text), missing_share(left, claim.text), placeholder(left, claim.text),
        alternative(left, claim.text), unchosen(left, claim, input), doubled(left, claim.text, names, 2),
        doubled_sentence(left, input.claims[row], claim)})
    if (residue) found.push_back(*residue);
  return found;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<std::u32string> names;
  for (const std::string& name : normalize::subject_names(input.notice.community, input.programme))
    names.push_back(utf8::decode(name));
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    if (row.claim.empty()) continue;
    const Folded claim = fold(row.claim.str());
    for (const Residue& residue : residues(input, i, claim, names)) {
      const std::uint32_t begin = claim.begins[residue.begin],
                          end = claim.begins[std::min(residue.end, claim.begins.size() - 1)];
      const std::string quote = row.claim.str().substr(begin, end - begin);
      findings.push_back(row_finding(
          input, row, message(kId, residue.key, {{"row", row_label(input, row)}, {"quote", shortened(quote)}}), quote));
      findings.back().about = residue.key;
    }
  }
  return findings;
}

}  // namespace

Rule template_residue() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
