// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison of text, on one core: what of a claim stands in the standard (any tier or edition), with spans, and how
// like two claims are. The claims are those of fictional notices (tests/fixtures/notices/unseen.json), the standard's
// text removed, as notice-copied compares them; "pairs" counts pairs a second.
//   key: claim → comparison key; shares: key → share and spans of the standard's text under its indicator and anywhere;
//   pairs_085: likeness of two claims where anything below 85 % need not be exact; pairs_exact: the exact likeness.
// Release build, processor time on a 2.6 GHz core that shared its cache with a dozen compilers: key 5.9 µs, shares 7.1 µs
// a claim; 14 million pairs a second where 85 % is asked, 1.8 million exact ones.
#include <benchmark/benchmark.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "normalize/similarity.h"
#include "schema/programme.h"
#include "tests/support/places.h"

namespace {

using namespace gongshi;
using normalize::Pattern;

struct Claim {
  std::string text, indicator;
};

const Programme& programme() {
  static const ProgrammePtr kProgramme = *load_programme();
  return *kProgramme;
}

const std::vector<Claim>& claims() {
  static const std::vector<Claim> kClaims = [] {
    std::ifstream file(std::string(test::kSourceFolder) + "/tests/fixtures/notices/unseen.json");
    std::vector<Claim> all;
    for (const auto& notice : nlohmann::json::parse(file)) {
      const Tier* tier = programme().standard().find(notice.at("tier").get<std::string>());
      for (const auto& row : notice.at("rows"))
        if (const Indicator* indicator = tier->find(row.at("no").get<int>()))
          all.push_back({row.at("claim").get<std::string>(), indicator->name});
    }
    return all;
  }();
  return kClaims;
}

const std::vector<normalize::ComparisonKey>& keys() {
  static const std::vector<normalize::ComparisonKey> kKeys = [] {
    std::vector<normalize::ComparisonKey> all;
    for (const Claim& claim : claims()) all.push_back(normalize::comparison_key(programme(), claim.text));
    return all;
  }();
  return kKeys;
}

/// The own texts of the claims that are long enough to be compared.
const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> kPatterns = [] {
    static constexpr std::size_t kShortest = 12;
    const auto* text = &programme().prepared<normalize::StandardText>();
    std::vector<Pattern> all;
    for (const normalize::ComparisonKey& key : keys())
      if (const std::u32string own = normalize::own_text(key, *text); own.size() >= kShortest) all.emplace_back(own);
    return all;
  }();
  return kPatterns;
}

void key(benchmark::State& state) {
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(normalize::comparison_key(programme(), claims()[next++ % claims().size()].text));
}

void shares(benchmark::State& state) {
  const auto* text = &programme().prepared<normalize::StandardText>();
  std::size_t next = 0;
  for (auto _ : state) {
    const std::size_t i = next++ % keys().size();
    const std::u32string& chars = keys()[i].chars;
    benchmark::DoNotOptimize(text->ordered_share(chars, claims()[i].indicator));
    benchmark::DoNotOptimize(normalize::spans(text->own_marks(chars, claims()[i].indicator, 2), true));
    benchmark::DoNotOptimize(normalize::spans(text->any_marks(chars, 4), true));
  }
}

void compare(benchmark::State& state, double at_least) {
  const std::vector<Pattern>& all = patterns();
  std::size_t i = 0, k = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(all[i].similarity(all[k], at_least));
    if (++k == all.size()) k = (++i) % all.size(), i %= all.size();
  }
  state.counters["pairs"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void pairs_085(benchmark::State& state) { compare(state, 0.85); }
void pairs_exact(benchmark::State& state) { compare(state, 0); }

BENCHMARK(key)->Unit(benchmark::kMicrosecond);
BENCHMARK(shares)->Unit(benchmark::kMicrosecond);
BENCHMARK(pairs_085)->Unit(benchmark::kNanosecond);
BENCHMARK(pairs_exact)->Unit(benchmark::kNanosecond);

}  // namespace

BENCHMARK_MAIN();
