// SPDX-License-Identifier: GPL-3.0-or-later
// make_store STORE COUNT: a store of so many fictional notices, put in as audited records without files, for
// measurements of what works over a large store (bench/workbench.py). Days are spread over three years; every
// twentieth notice is a later one of the community before it. On a store that is there: puts in what is missing up to
// COUNT, and has all findings stand for the rules of this program, so that an ingest beside it judges only what it
// brings.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "audit/auditor.h"
#include "corpus/ingest.h"
#include "extract/sha256.h"
#include "normalize/claim/facts.h"
#include "schema/finding_identity.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/planted_errors.h"

namespace {

using namespace gongshi;

constexpr std::uint64_t kWordings = 1500;  // notices that are audited; the others have their claims and findings

struct Wording {
  Notice notice;
  AuditedNotice audited;
};

const Wording& wording(std::uint64_t number, const Programme& programme) {
  static std::map<std::uint64_t, Wording> known;
  if (const auto found = known.find(number); found != known.end()) return found->second;
  Wording made;
  made.notice = test::fictional_notice(number, programme.standard());
  made.notice.programme = std::string(kDefaultProgramme);
  // Half of the claims as careful people write them: some thirty findings a notice, as true notices have.
  std::mt19937 random(static_cast<unsigned>(number));
  const Notice careful = test::make_sample(made.notice.tier, made.notice.edition, random).notice;
  for (IndicatorRecord& row : made.notice.rows) {
    row.indicator = row.no;
    row.match = 1;
    const auto same = std::find_if(careful.rows.begin(), careful.rows.end(),
                                   [&](const IndicatorRecord& other) { return other.no == row.no; });
    if (row.no % 2 == 0 && same != careful.rows.end()) row.claim.text = same->claim.text;
  }
  normalize::parse_facts(made.notice, programme);
  made.audited = audit::audit_notice(made.notice, programme);
  return known[number] = std::move(made);
}

corpus::ProcessedFile audited_file(std::uint64_t number, const Programmes& programmes, test::FictionalPlace& place) {
  const std::uint64_t community = number % 20 == 19 ? number - 1 : number;
  place = test::fictional_place(community);
  const Wording& words = wording(number % kWordings, programmes.first());
  Notice notice = words.notice;
  notice.community = place.community;
  notice.city = place.city;
  notice.county = place.county;
  notice.street = place.street;
  notice.title.utf8 = fmt::format("{}{}智慧社区建设验收结果公示", place.city, place.county);
  notice.table_title.utf8 = fmt::format("{}{}智慧社区建设指标完成情况", place.community, notice.tier);
  notice.preamble.utf8 = fmt::format("{}{}组织专家对{}{}进行了{}智慧社区验收，现将验收结果予以公示。", place.city,
                                     place.county, place.street, place.community, notice.tier);
  const auto month = static_cast<int>(number * 7 % 36);
  PublicityPeriod period;
  period.begin = Date{2023 + month / 12, month % 12 + 1, static_cast<int>(number % 20) + 1};
  period.end = Date{2023 + month / 12, month % 12 + 1, static_cast<int>(number % 20) + 6};
  notice.period = period;
  corpus::ProcessedFile processed;
  processed.file.source.path = fmt::format("{}/{}/{}.docx", place.city, place.county, number);
  processed.file.source.kind = "docx";
  processed.file.source.sha256 = extract::sha256(processed.file.source.path);
  processed.audited.push_back(words.audited);
  processed.file.notices.push_back(std::move(notice));
  return processed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: make_store STORE COUNT\n");
    return 2;
  }
  const auto programmes = load_programmes(kDefaultProgramme);
  if (!programmes) return 2;
  auto store = corpus::Store::open(argv[1], {}, programmes->texts());
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message.c_str());
    return 2;
  }
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
  corpus::Database& database = (*store)->database();
  database.execute("PRAGMA synchronous = OFF");
  const auto all = load_programmes();  // as `gongshi ingest` has them: what findings stand for depends on all
  if (!all) return 2;
  const corpus::StageVersions versions = corpus::stage_versions(*all, {});
  const auto begun = std::chrono::steady_clock::now();
  for (auto number = static_cast<std::uint64_t>(database.integer("SELECT count(*) FROM notices")); number < count;
       ++number) {
    test::FictionalPlace place;
    const corpus::ProcessedFile processed = audited_file(number, *programmes, place);
    (*store)->put_file(processed, "", "", versions,
                       {processed.file.source.path, "", 0, 0, {place.city, place.county, place.street}});
    if (number % 5000 == 4999)
      std::printf("%llu notices after %.0f s\n", static_cast<unsigned long long>(number + 1),
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count()),
          std::fflush(stdout);
  }
  database.prepare("UPDATE notices SET judged = ?1, rules = ?1, indexed = 1 WHERE rules <> ?1")(versions.rules).run();
  database.execute("ANALYZE");
  database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}
