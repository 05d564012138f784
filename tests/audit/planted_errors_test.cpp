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
constexpr int kPlantedSamples = 6, kCorrectSamples = 60;  // of each tier and edition

struct Tally {
  int planted = 0, found = 0, false_alarms = 0;
  std::map<std::string, int> missed;  ///< By what was planted.
};

struct Figures {
  std::map<std::string, Tally> rules;
  int samples = 0, severe = 0;
  std::string misses, alarms;
};

const std::set<std::string>& exact_rules() {  // arithmetic and structure: nothing is left to judgement
  static const std::set<std::string> kExact = {"ratio-mismatch",    "counts-below-threshold", "value-below-threshold",
                                               "ratio-over-100",    "count-below-required",   "list-count-mismatch",
                                               "quantity-conflict", "indicator-missing",      "indicator-duplicated",
                                               "indicator-unknown", "tier-conflict",          "claim-empty",
                                               "period-mismatch"};
  return kExact;
}

/// One fact, one finding: counts that miss the threshold carry the printed rate that misses it too.
bool stands_for(const Finding& finding, const test::PlantedError& error) {
  return finding.rule == error.rule ||
         (error.rule == "value-below-threshold" && finding.rule == "counts-below-threshold");
}

bool reports(const AuditedNotice& audited, const test::PlantedError& error) {
  return std::any_of(audited.findings.begin(), audited.findings.end(), [&](const Finding& finding) {
    return (stands_for(finding, error) || finding.rule == error.or_rule) &&
           (finding.no == error.no || (!error.no && finding.rule != "tier-conflict"));
  });
}

std::string claim_of(const Notice& notice, std::optional<int> no) {
  for (const IndicatorRecord& row : notice.rows)
    if (row.no == no) return row.claim.str();
  return notice.preamble.utf8 + "\n" + notice.footer.utf8;
}

void tally_unplanted(const test::SampleNotice& sample, Figures& figures) {
  for (const Finding& finding : audit::audit_notice(sample.notice, test::programme()).findings) {
    const auto expected = sample.expected.find(finding.no.value_or(0));
    if (expected != sample.expected.end() && expected->second.count(finding.rule) > 0) continue;
    ++figures.rules[finding.rule].false_alarms;
    figures.severe += finding.severity == Severity::kError;
    figures.alarms += fmt::format("\n  {} {} {}: {} [{}]", sample.notice.tier, sample.notice.edition, finding.rule,
                                  finding.message, finding.quote);
  }
}

void tally_planted(const test::SampleNotice& sample, std::mt19937& random, Figures& figures) {
  for (const test::PlantedError& error : test::plant_errors(sample, random)) {
    Tally& tally = figures.rules[error.rule];
    ++tally.planted;
    if (reports(audit::audit_notice(error.notice, test::programme()), error)) {
      ++tally.found;
      continue;
    }
    ++tally.missed[error.what];
    figures.misses += fmt::format("\n  {} missed, {} ({}{}, {}): {}", error.rule, error.what, error.notice.tier,
                                  error.notice.edition, error.no.value_or(0), claim_of(error.notice, error.no));
  }
}

Figures measure() {
  Figures figures;
  std::mt19937 random(kSeed);
  for (const Tier& tier : test::standard().tiers)
    for (int i = 0; i < kCorrectSamples; ++i) {
      const test::SampleNotice sample = test::make_sample(tier.name, tier.edition, random);
      ++figures.samples;
      tally_unplanted(sample, figures);
      if (i < kPlantedSamples) tally_planted(sample, random, figures);
    }
  return figures;
}

std::string table_of(const Figures& figures) {
  std::string table = fmt::format("{:24} {:>7} {:>7} {:>6}\n", "rule", "planted", "found", "false");
  Tally all;
  for (const auto& [rule, tally] : figures.rules) {
    table += fmt::format("{:24} {:7} {:7} {:6}\n", rule, tally.planted, tally.found, tally.false_alarms);
    all.planted += tally.planted;
    all.found += tally.found;
    all.false_alarms += tally.false_alarms;
  }
  return table + fmt::format("{:24} {:7} {:7} {:6}  on {} correct records\n", "all", all.planted, all.found,
                             all.false_alarms, figures.samples);
}

}  // namespace

TEST_CASE("planted errors are found, and correct records are left alone", "[planted]") {
  const Figures figures = measure();
  const std::string table = table_of(figures);
  fmt::print("{}", table);
  INFO(table << figures.misses << figures.alarms);
  CHECK(figures.severe == 0);
  int false_alarms = 0;
  for (const auto& [rule, tally] : figures.rules) {
    INFO(rule);
    CHECK(100 * tally.found >= (exact_rules().count(rule) != 0 ? 99 : 95) * tally.planted);
    false_alarms += tally.false_alarms;
  }
  CHECK(false_alarms == 0);
  // Every rule but the one that needs other notices (notice_copies_test.cpp).
  for (const audit::Rule& rule : audit::rules()) {
    INFO(rule.id);
    CHECK((rule.id == "notice-copied" || figures.rules.at(std::string(rule.id)).planted >= kPlantedSamples));
  }
}

TEST_CASE("figures that were not read for certain are not asserted", "[planted]") {
  std::mt19937 random(kSeed);
  const test::SampleNotice sample = test::make_sample("成长型", "", random);
  for (test::PlantedError& error : test::plant_errors(sample, random)) {
    const audit::Rule* rule = audit::find_rule(error.rule);
    if (!rule->figures || !error.no) continue;
    for (IndicatorRecord& row : error.notice.rows) row.claim.uncertain = row.no == error.no;
    INFO(error.rule << ", " << error.what);
    for (const Finding& finding : audit::audit_notice(error.notice, test::programme()).findings)
      if (finding.rule == error.rule && finding.no == error.no) CHECK(finding.verdict == Verdict::kInconclusive);
  }
}

TEST_CASE("the same seed plants the same errors", "[planted]") {
  std::mt19937 first(5), second(5);
  const test::SampleNotice a = test::make_sample("成长型", "", first), b = test::make_sample("成长型", "", second);
  CHECK(a.values == b.values);
  CHECK(test::plant_errors(a, first).size() == test::plant_errors(b, second).size());
}
