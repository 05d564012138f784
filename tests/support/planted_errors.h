// SPDX-License-Identifier: GPL-3.0-or-later
// Correct records of fictional communities, and errors planted into them one at a time, so that every rule can be shown
// to find what it is for and to be silent otherwise. Wordings stand in tests/fixtures/planted_claims.json.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "schema/notice.h"

namespace gongshi::test {

/// How a notice prints the same words: full-width digits, spaces beside figures, half-width punctuation, 3,790户.
enum class PrintStyle { kPlain, kFullWidth, kSpaced, kHalfWidth, kThousands };

/// A correct notice together with what it was made of, so that single claims can be made again with other values.
struct SampleNotice {
  Notice notice;
  std::map<std::string, std::string> values;        ///< What {H}, {G} … stand for.
  std::map<int, std::vector<std::string>> wording;  ///< By row no: the wording chosen, one template per item.
  std::map<int, std::set<std::string>> expected;    ///< By row no: rules that an honest, but incomplete wording meets.
  std::map<std::string, std::string> footer;        ///< The parts: period, objection, telephone, close.
  std::string preamble;                             ///< Template.
  PrintStyle style = PrintStyle::kPlain;

  /// The claim of row `no` with some values replaced; items numbered in `left_out` (0-based) are not written.
  [[nodiscard]] std::string claim(int no, const std::map<std::string, std::string>& replaced = {},
                                  int left_out = -1) const;
  /// Whether the wording of row `no` prints all of these values.
  [[nodiscard]] bool prints(int no, const std::vector<std::string>& names) const;
};

/// One planted error: the notice, the rule that has to find it, and where (empty: the notice as a whole).
struct PlantedError {
  std::string rule;
  std::string what;  ///< In words, for the test's output.
  Notice notice;
  std::optional<int> no;
  std::string or_rule;  ///< A rule that may report it as well instead; "" if none.
};

/// A correct notice of the tier (and edition, where the tier has several). The same state of `random` gives the same
/// notice on every machine.
[[nodiscard]] SampleNotice make_sample(const std::string& tier, const std::string& edition, std::mt19937& random);

/// Every kind of error that can be planted into the sample, once, with places and values chosen by `random`.
[[nodiscard]] std::vector<PlantedError> plant_errors(const SampleNotice& sample, std::mt19937& random);

}  // namespace gongshi::test
