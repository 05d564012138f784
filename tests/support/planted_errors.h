// SPDX-License-Identifier: GPL-3.0-or-later
// Correct records of fictional communities, and errors planted into them one at a time, so that every rule can be shown
// to find what it is for and to be silent otherwise. Wordings stand in tests/fixtures/planted_claims.json.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "schema/notice.h"

namespace gongshi::test {

/// A correct notice together with what it was made of, so that single claims can be made again with other values.
struct SampleNotice {
  Notice notice;
  std::map<std::string, std::string> values;        ///< What {H}, {G} … stand for.
  std::map<int, std::vector<std::string>> wording;  ///< By row no: the wording chosen, one template per item.

  /// The claim of row `no` with some values replaced; items numbered in `left_out` (0-based) are not written.
  [[nodiscard]] std::string claim(int no, const std::map<std::string, std::string>& replaced = {},
                                  int left_out = -1) const;
};

/// One planted error: the notice, the rule that has to find it, and where (empty: the notice as a whole).
struct PlantedError {
  std::string rule;
  std::string what;  ///< In words, for the test's output.
  Notice notice;
  std::optional<int> no;
};

/// A correct notice of the tier. The same state of `random` gives the same notice on every machine.
[[nodiscard]] SampleNotice make_sample(const std::string& tier, std::mt19937& random);

/// Every kind of error that can be planted into the sample, once, with places and values chosen by `random`.
[[nodiscard]] std::vector<PlantedError> plant_errors(const SampleNotice& sample, std::mt19937& random);

}  // namespace gongshi::test
