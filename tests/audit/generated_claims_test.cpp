// SPDX-License-Identifier: GPL-3.0-or-later
// Claims that a grammar writes and knows the truth of: no error may be asserted on a true one, ever. Prints the share
// of wrong ones that are found, by rule and form. GONGSHI_CLAIMS and GONGSHI_SEED set how many and which; 20 000 are
// for bench and people, fewer keep the test quick.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <set>

#include "audit/auditor.h"
#include "tests/support/claim_grammar.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

constexpr int kClaims = 3000;
constexpr std::uint32_t kSeed = 20241104;

int from_environment(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::atoi(value) : otherwise;
}

const std::set<std::string>& arithmetic() {
  static const std::set<std::string> kRules = {
      "ratio-mismatch",       "counts-below-threshold", "value-below-threshold", "ratio-over-100",
      "count-below-required", "list-count-mismatch",    "quantity-conflict",     "vague-count",
      "date-order",           "implausible-quantity"};
  return kRules;
}

struct Tally {
  int wrong = 0, found = 0, right = 0, doubted = 0;
  std::string missed;
};

std::string text_of(const test::GeneratedClaim& claim) {
  std::string text;
  for (const auto& [no, words] : claim.claims) text += (text.empty() ? "" : " ‖ ") + std::to_string(no) + ":" + words;
  return text;
}

}  // namespace

TEST_CASE("no error is asserted on a true claim, and false ones are found", "[generated]") {
  std::mt19937 random(static_cast<std::uint32_t>(from_environment("GONGSHI_SEED", static_cast<int>(kSeed))));
  std::map<std::string, Tally> tallies;
  std::set<std::string> texts;
  std::string accused, doubted;
  int accusations = 0;
  const int claims = from_environment("GONGSHI_CLAIMS", kClaims);
  while (static_cast<int>(texts.size()) < claims) {
    const test::GeneratedClaim claim = test::generate_claim(random);
    if (!texts.insert(claim.tier + text_of(claim)).second) continue;
    const AuditedNotice audited = audit::audit_notice(test::notice_of(claim), test::programme());
    Tally& tally = tallies[(claim.rule.empty() ? std::string("true") : claim.rule) + " | " + claim.form];
    ++(claim.rule.empty() ? tally.right : tally.wrong);
    bool found = false, doubt = false;
    for (const Finding& finding : audited.findings) {
      if (arithmetic().count(finding.rule) == 0) continue;
      // Quarters of other claims may lie behind the acceptance.
      if (finding.rule == "date-order" && claim.form.rfind("events", 0) != 0) continue;
      found = found || finding.rule == claim.rule || finding.rule == claim.or_rule;
      if (!claim.rule.empty()) continue;
      doubt = true;
      const bool asserted = finding.severity == Severity::kError && finding.verdict == Verdict::kViolation;
      (asserted ? accused : doubted) +=
          fmt::format("\n  {} {}: {} [{}]", claim.tier, text_of(claim), finding.rule, finding.message);
      accusations += asserted;
    }
    tally.doubted += doubt;
    tally.found += found && !claim.rule.empty();
    if (!claim.rule.empty() && !found && tally.missed.size() < 600) tally.missed += "\n    " + text_of(claim);
  }
  int wrong = 0, found = 0, right = 0, doubts = 0;
  std::string table =
                  fmt::format("{:54} {:>6} {:>6} {:>6} {:>7}\n", "rule | form", "wrong", "found", "true", "doubted"),
              missed;
  for (const auto& [name, tally] : tallies) {
    table += fmt::format("{:54} {:6} {:6} {:6} {:7}\n", name, tally.wrong, tally.found, tally.right, tally.doubted);
    wrong += tally.wrong, found += tally.found, right += tally.right, doubts += tally.doubted;
    if (!tally.missed.empty()) missed += "\n  " + name + tally.missed;
  }
  fmt::print("{}all: {} of {} wrong claims found; of {} true ones {} doubted, {} accused\n", table, found, wrong, right,
             doubts, accusations);
  INFO("accused:" << accused << "\ndoubted:" << doubted << "\nmissed:" << missed);
  CHECK(accusations == 0);
  CHECK(100 * found >= 95 * wrong);
  CHECK(100 * doubts <= 2 * right);
}
