// SPDX-License-Identifier: GPL-3.0-or-later
// Correct fictional records, with one error of a known rule planted at a time. Prints per rule the share found and the
// false alarms on the records without an error. `audit_tests "[planted]" -s` shows every miss.
#include "tests/support/planted_errors.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "audit/auditor.h"
#include "audit/registry.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

constexpr std::uint32_t kSeed = 20240918;
constexpr int kSamplesPerTier = 8;

struct Tally {
  int planted = 0, found = 0, false_alarms = 0;
  std::string missed;  ///< The first few, in words.
};

const std::set<std::string>& exact_rules() {  // arithmetic and structure: nothing is left to judgement
  static const std::set<std::string> kExact = {"ratio-mismatch",    "counts-below-threshold", "value-below-threshold",
                                               "ratio-over-100",    "count-below-required",   "list-count-mismatch",
                                               "quantity-conflict", "indicator-missing",      "indicator-duplicated",
                                               "indicator-unknown", "tier-conflict",          "claim-empty",
                                               "period-mismatch"};
  return kExact;
}

bool reports(const AuditedNotice& audited, const test::PlantedError& error) {
  return std::any_of(audited.findings.begin(), audited.findings.end(), [&](const Finding& finding) {
    return finding.rule == error.rule && (finding.no == error.no || (!error.no && finding.rule != "tier-conflict"));
  });
}

void tally_planted(const test::SampleNotice& sample, std::mt19937& random, std::map<std::string, Tally>& rules) {
  for (const test::PlantedError& error : test::plant_errors(sample, random)) {
    if (audit::find_rule(error.rule) == nullptr) continue;
    Tally& tally = rules[error.rule];
    ++tally.planted;
    if (reports(audit::audit_notice(error.notice, test::standard()), error)) {
      ++tally.found;
      continue;
    }
    const auto row = std::find_if(error.notice.rows.begin(), error.notice.rows.end(),
                                  [&](const IndicatorRecord& each) { return each.no == error.no; });
    tally.missed += fmt::format("\n    {} ({}, {}): {}", error.what, error.notice.tier, error.no.value_or(0),
                                row == error.notice.rows.end() ? "" : row->claim.str());
  }
}

}  // namespace

TEST_CASE("planted errors are found, and correct records are left alone", "[planted]") {
  std::mt19937 random(kSeed);
  std::map<std::string, Tally> rules;
  int severe = 0, samples = 0;
  std::string alarms;
  for (const char* tier : {"基础型", "成长型", "标杆型"}) {
    for (int i = 0; i < kSamplesPerTier; ++i) {
      const test::SampleNotice sample = test::make_sample(tier, random);
      ++samples;
      for (const Finding& finding : audit::audit_notice(sample.notice, test::standard()).findings) {
        ++rules[finding.rule].false_alarms;
        severe += finding.severity == Severity::kError;
        alarms += fmt::format("\n    {} {}: {} [{}]", tier, finding.rule, finding.message, finding.quote);
      }
      tally_planted(sample, random, rules);
    }
  }
  int planted = 0, found = 0, false_alarms = 0;
  std::string table = fmt::format("\n{:24} {:>7} {:>7} {:>6}\n", "rule", "planted", "found", "false");
  for (const auto& [rule, tally] : rules) {
    table +=
        fmt::format("{:24} {:7} {:7} {:6}{}\n", rule, tally.planted, tally.found, tally.false_alarms, tally.missed);
    planted += tally.planted;
    found += tally.found;
    false_alarms += tally.false_alarms;
  }
  fmt::print("{}{} samples, {} planted, {} found, {} false alarms\n", table, samples, planted, found, false_alarms);
  INFO(table << alarms);
  CHECK(severe == 0);
  CHECK(false_alarms == 0);
  for (const auto& [rule, tally] : rules) {
    INFO(rule);
    CHECK(100 * tally.found >= (exact_rules().count(rule) != 0 ? 99 : 95) * tally.planted);
  }
}

TEST_CASE("the same seed plants the same errors", "[planted]") {
  std::mt19937 first(5), second(5);
  const test::SampleNotice a = test::make_sample("成长型", first), b = test::make_sample("成长型", second);
  CHECK(a.values == b.values);
  CHECK(test::plant_errors(a, first).size() == test::plant_errors(b, second).size());
}
