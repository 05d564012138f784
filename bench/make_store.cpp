// SPDX-License-Identifier: GPL-3.0-or-later
// make_store STORE COUNT [--short]: a store (a file, or on a server) of so many fictional notices, put in as audited
// records without files, for measurements of what works over a large store (bench/workbench.py). --short: notices of
// two rows and two findings, of which all but the first 1500 are copied by the database itself, each of a community of
// its own: a million of them in minutes. Days are spread over three years; every twentieth notice is a later one of the
// community before it. On a store that is there: puts in what is missing up to COUNT, and has all findings stand for
// the rules of this program, so that an ingest beside it judges only what it brings.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

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

bool short_ones = false;
constexpr std::size_t kShort = 2;  // rows and findings of a short notice

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
  if (short_ones) {
    made.notice.rows.resize(kShort);
    made.audited.findings.resize(std::min(kShort, made.audited.findings.size()));
  }
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

/// Copies the first `seed` notices, which have the ids 1 … seed, until there are `count`.
void copy_notices(corpus::Database& database, std::int64_t seed, std::int64_t count) {
  const std::int64_t rows = database.integer("SELECT max(id) FROM rows"),
                     findings = database.integer("SELECT max(id) FROM findings");
  std::vector<std::pair<std::int64_t, std::string>> texts;
  {
    corpus::Statement row = database.prepare(
        "SELECT -id, title || '\n' || preamble || '\n' || table_title || '\n' || footer FROM notices UNION ALL SELECT "
        "id, claim FROM rows");
    while (row.step()) texts.emplace_back(row.integer(0), row.text(1));
  }
  for (std::int64_t block = database.integer("SELECT count(*) FROM notices") / seed; block * seed < count; ++block) {
    corpus::Transaction transaction(database);
    database.execute(fmt::format(
        "INSERT INTO files(id, sha256, kind, bytes, pages, outcome, reason, reader, standard, record, engine, "
        "first_run) "
        "SELECT id + {0} * {1}, substr(sha256, 1, 56) || '{0:08}', kind, bytes, pages, outcome, reason, reader, "
        "standard, record, engine, first_run FROM files WHERE id <= {1};"
        "INSERT INTO locations(path, member, file_id, bytes, modified, outcome, reason, city, county, street) SELECT "
        "path || '-{0}', member, file_id + {0} * {1}, bytes, modified, outcome, reason, city, county, street FROM "
        "locations WHERE file_id <= {1};"
        "INSERT INTO notices(id, file_id, position, community, tier, edition, city, county, street, identity, title, "
        "preamble, table_title, footer, dated, judged, rules, record, indexed, revision, programme, masked) SELECT "
        "id + {0} * {1}, file_id + {0} * {1}, position, '第{0}' || community, tier, edition, city, county, street, "
        "identity || '{0}', title, preamble, table_title, footer, dated, judged, rules, record, 1, revision, "
        "programme, "
        "masked FROM notices WHERE id <= {1};"
        "INSERT INTO rows(id, notice_id, position, no, indicator, category_id, name_id, definition_id, requirement_id, "
        "claim, evidence, confidence, uncertain, page) SELECT id + {0} * {2}, notice_id + {0} * {1}, position, no, "
        "indicator, category_id, name_id, definition_id, requirement_id, claim, evidence, confidence, uncertain, page "
        "FROM rows WHERE id <= {2};"
        "INSERT INTO findings(id, notice_id, position, finding, rule, rule_version, severity, verdict, no, clause, "
        "metric, message, stated, expected, calculation, quote, page, record) SELECT id + {0} * {3}, notice_id + {0} * "
        "{1}, position, '{0:06x}' || substr(finding, 7), rule, rule_version, severity, verdict, no, clause, metric, "
        "message, stated, expected, calculation, quote, page, record FROM findings WHERE id <= {3};"
        "INSERT INTO notice_counts(notice_id, error, warning, info, rules) SELECT notice_id + {0} * {1}, error, "
        "warning, "
        "info, rules FROM notice_counts WHERE notice_id <= {1}",
        block, seed, rows, findings));
    std::vector<std::pair<std::int64_t, std::string>> copied = texts;
    for (auto& [id, text] : copied) id += block * (id < 0 ? -seed : rows);
    database.put_words(copied);
    transaction.commit();
    if (block % 20 == 0) std::printf("%lld notices\n", static_cast<long long>((block + 1) * seed)), std::fflush(stdout);
  }
  for (const char* table : {"files", "notices", "rows", "findings"}) database.settle_ids(table);
}

}  // namespace

int main(int argc, char** argv) {
  short_ones = argc == 4 && std::string_view(argv[3]) == "--short";
  if (argc != 3 && !short_ones) {
    std::fprintf(stderr, "usage: make_store STORE COUNT [--short]\n");
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
  const bool on_server = database.engine() == corpus::Engine::kPostgresql;
  database.execute(on_server ? "SET synchronous_commit = off" : "PRAGMA synchronous = OFF");
  const auto all = load_programmes();  // as `gongshi ingest` has them: what findings stand for depends on all
  if (!all) return 2;
  const corpus::StageVersions versions = corpus::stage_versions(*all, {});
  const auto begun = std::chrono::steady_clock::now();
  const std::uint64_t made = short_ones ? std::min(count, kWordings) : count;
  for (auto number = static_cast<std::uint64_t>(database.integer("SELECT count(*) FROM notices")); number < made;
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
  if (made < count) copy_notices(database, static_cast<std::int64_t>(made), static_cast<std::int64_t>(count));
  database.prepare("UPDATE notices SET judged = ?1, rules = ?1, indexed = 1 WHERE rules <> ?1")(versions.rules).run();
  database.execute("ANALYZE");
  if (!on_server) database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}
