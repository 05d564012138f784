// SPDX-License-Identifier: GPL-3.0-or-later
// Time to parse the facts of a record and to audit it by every rule but notice-copied (which needs other notices), on
// one core, on correct fictional records of every tier and edition in many wordings (tests/support/planted_errors.h).
// `normalize::parse_facts` and `audit::audit_notice` are timed apart and together; "record" is a whole notice with its
// 22 to 32 rows. Goal: auditing a record in under 2 ms.
// Release build, processor time on a machine of 2 GHz that others used as well (where the `tesseract` command takes
// 3.5 s for a page of a fax): parse 1.2 ms, audit 1.2 ms, both 2.5 ms a record; in the same minutes, before lists of
// words were looked for in one pass and what rules need of a claim was made once, 1.3, 2.4 and 4.0 ms.
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "audit/auditor.h"
#include "normalize/claim/facts.h"
#include "tests/support/planted_errors.h"
#include "tests/support/records.h"

namespace {

using namespace gongshi;

const std::vector<Notice>& records() {
  static const std::vector<Notice> kRecords = [] {
    std::mt19937 random(20240918);
    std::vector<Notice> made;
    for (int i = 0; i < 25; ++i)
      for (const Tier& tier : test::standard().tiers)
        made.push_back(test::make_sample(tier.name, tier.edition, random).notice);
    return made;
  }();
  return kRecords;
}

/// Calls `work` with one record after the other and reports the time of each.
template <typename Work>
void each_record(benchmark::State& state, const Work& work) {
  const std::vector<Notice>& all = records();
  std::size_t next = 0;
  for (auto _ : state) work(all[next++ % all.size()]);
}

void parse(benchmark::State& state) {
  each_record(state, [](const Notice& record) {
    Notice notice = record;
    normalize::parse_facts(notice, test::programme());
    benchmark::DoNotOptimize(notice);
  });
}

void audit_parsed(benchmark::State& state) {
  each_record(state,
              [](const Notice& record) { benchmark::DoNotOptimize(audit::audit_notice(record, test::programme())); });
}

void parse_and_audit(benchmark::State& state) {
  each_record(state, [](const Notice& record) {
    Notice notice = record;
    normalize::parse_facts(notice, test::programme());
    benchmark::DoNotOptimize(audit::audit_notice(notice, test::programme()));
  });
}

BENCHMARK(parse)->Unit(benchmark::kMicrosecond);
BENCHMARK(audit_parsed)->Unit(benchmark::kMicrosecond);
BENCHMARK(parse_and_audit)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
