// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/claim_text.h"

#include <algorithm>

#include "normalize/text_forms.h"
#include "schema/utf8.h"

namespace gongshi::audit {

std::vector<ClaimText> prepare_claims(const Notice& notice, const Tier* tier, const Programme& programme) {
  const std::vector<std::string> subjects = normalize::subject_names(notice.community, programme);
  std::vector<ClaimText> claims;
  claims.reserve(notice.rows.size());
  for (const IndicatorRecord& row : notice.rows) {
    const Indicator* indicator = tier != nullptr && row.indicator ? tier->find(*row.indicator) : nullptr;
    ClaimText claim;
    claim.indicator = indicator != nullptr ? indicator->name : row.name.str();
    const normalize::KeySource source(programme, row.claim.str());
    claim.key = source.key(subjects);
    claim.key_utf8 = utf8::encode(claim.key.chars);
    claim.figures = normalize::figures(claim.key, programme);
    claim.words = source.key({}, {.conclusion_words = false, .subject_words = false});
    claim.words_utf8 = utf8::encode(claim.words.chars);
    claims.push_back(std::move(claim));
  }
  return claims;
}

std::string term_form(std::string_view term) {
  static constexpr std::string_view kPause = "、";
  std::string form;
  for (std::size_t i = 0; i < term.size();) {
    if (term.substr(i, kPause.size()) == kPause) {
      i += kPause.size();
      continue;
    }
    const char byte = term[i++];
    if (byte != ' ') form.push_back(byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte);
  }
  return form;
}

bool contains_term(const std::string& text, const std::vector<std::string>& terms) {
  return std::any_of(terms.begin(), terms.end(),
                     [&](const std::string& term) { return utf8::find(text, term_form(term)) != std::string::npos; });
}

}  // namespace gongshi::audit
