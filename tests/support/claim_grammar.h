// SPDX-License-Identifier: GPL-3.0-or-later
// Claims written by a grammar (tests/fixtures/claim_grammar.json) that knows the truth of what it writes: orders of whole,
// part and rate, brackets, signs, units, numerals, dates, places, and figures in the background that mean nothing.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>

#include "schema/notice.h"

namespace gongshi::test {

struct GeneratedClaim {
  std::string tier, form;
  std::map<int, std::string> claims;  ///< By row no of the tier.
  std::string rule;                   ///< The rule that has to report the claim; "" where it is true.
  std::string or_rule;                ///< Another that may report it instead.
  int no = 0;                         ///< Of the row where it has to.
};

/// The same state of `random` gives the same claim on every machine. Every form comes as true as false.
[[nodiscard]] GeneratedClaim generate_claim(std::mt19937& random);

/// A notice of the rows that the claim has, with its facts parsed.
[[nodiscard]] Notice notice_of(const GeneratedClaim& claim);

}  // namespace gongshi::test
