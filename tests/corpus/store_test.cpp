// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/store.h"

#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "corpus/codec.h"
#include "corpus/ingest.h"
#include "corpus/store/search.h"
#include "corpus/store/store_care.h"
#include "corpus/store/store_schema.h"
#include "tests/support/fault_disk.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/postgresql.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

namespace gongshi::corpus {
namespace {

using test::TemporaryFolder;

std::unique_ptr<Store> open(const std::string& path, const StoreOptions& options = {}) {
  auto store = Store::open(options.vfs.empty() ? test::store_at(path) : path, options, test::standard());
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

std::string dump_of(Store& store) {
  std::string text;
  store.dump([&](std::string_view line) { text.append(line).push_back('\n'); });
  return text;
}

void compare_all(Store& store) {
  const auto report = ingest(store, {}, test::programmes(), {});
  if (!report) FAIL(report.error().message);
}

// Some notices with everything that a store keeps of them.
void fill(Store& store) {
  const auto known = load_programmes();  // a store stands by all that are built in
  if (!known) FAIL(known.error().message);
  const StageVersions versions = stage_versions(*known, {});
  for (std::uint64_t i : {0, 1, 8, 9}) {
    ProcessedFile processed;
    processed.file.source.path = "/archive/" + std::to_string(i) + ".docx";
    processed.file.source.sha256 = std::string(63, 'a') + std::to_string(i);
    processed.file.notices.push_back(test::fictional_notice(i, test::standard()));
    processed.audited.push_back(audit::audit_notice(processed.file.notices[0], test::programme(), nullptr, {}));
    store.put_file(processed, "a document", "its bytes", versions,
                   {processed.file.source.path, "", 1, 2, {"云州市", "", ""}});
  }
  store.put_decision({"f1", "confirmed", "整改", "", "", "审核员", "2024-11-20"});
  compare_all(store);
}

std::vector<std::string> texts(Database& database, const std::string& sql) {
  std::vector<std::string> found;
  Statement row = database.prepare(sql);
  while (row.step()) found.push_back(row.text(0));
  return found;
}

// A store of an earlier version with as much of `present` as that version could hold.
void make_earlier(const std::string& path, const std::string& present, int version) {
  Database database(path, {});
  for (int step = 1; step <= version; ++step) database.execute(migration_to(step));
  database.execute("PRAGMA application_id = 0x676F6E67; PRAGMA user_version = " + std::to_string(version));
  database.execute("PRAGMA foreign_keys = OFF; ATTACH '" + present + "' AS present; BEGIN");
  for (const std::string& table :
       texts(database, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")) {
    std::string columns;
    for (const std::string& column :
         texts(database, "SELECT a.name FROM pragma_table_info('" + table + "', 'main') AS a JOIN pragma_table_info('" +
                             table + "', 'present') AS b ON a.name = b.name"))
      columns += (columns.empty() ? "" : ", ") + column;
    database.execute("DELETE FROM main." + table + "; INSERT INTO main." + table + "(" + columns + ") SELECT " +
                     columns + " FROM present." + table);
  }
  database.execute("COMMIT; DETACH present; PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace

TEST_CASE("a store of every earlier version is brought to the present one, with all that it holds") {
  TemporaryFolder folder;
  const std::string present = folder.path() + "/present.db";
  std::string expected;
  {
    const auto store = open(present);
    fill(*store);
    expected = dump_of(*store);
  }
  for (int version = 1; version < kStoreVersion; ++version) {
    INFO("from version " << version);
    const std::string path = folder.path() + "/" + std::to_string(version) + ".db";
    make_earlier(path, present, version);
    const auto store = open(path);
    // As it was, it lies beside it.
    REQUIRE_FALSE(store->earlier_copy().empty());
    const auto kept = examine_store(store->earlier_copy());
    if (!kept) FAIL(kept.error().message);
    CHECK(kept->version == version);
    CHECK(kept->files == 4);
    CHECK(open(path)->earlier_copy().empty());
    CHECK(store->database().integer("PRAGMA user_version") == kStoreVersion);
    CHECK(store->database().integer("SELECT count(*) FROM rows") > 80);
    compare_all(*store);
    CHECK((dump_of(*store) == expected));
    CHECK(store->content(1) == "its bytes");
    CHECK(store->document(1) == "a document");
    CHECK(texts(store->database(), "PRAGMA foreign_key_check").empty());
    store->database().execute("INSERT INTO search(search) VALUES ('integrity-check')");
  }
}

TEST_CASE("a migration that is cut off is done again") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/1.db";
  { fill(*open(folder.path() + "/present.db")); }
  make_earlier(path, folder.path() + "/present.db", 1);
  const test::FaultDisk::Image before = {{"a.db", test::read_bytes(path)}};
  test::FaultDisk disk;
  const StoreOptions options{false, true, disk.vfs()};
  disk.load(before);
  std::string expected;
  {
    const auto store = open("a.db", options);
    expected = dump_of(*store);
  }
  const int changes = disk.changes();
  CHECK(changes > 20);
  for (int change = 1; change <= changes; change += 2) {
    INFO("change " << change);
    disk.load(before);
    disk.fail_at(change, test::FaultDisk::Fault::kPowerCut);
    { const auto failed = Store::open("a.db", options, test::standard()); }
    disk.restart(static_cast<std::uint64_t>(change));
    const auto store = open("a.db", options);
    CHECK((dump_of(*store) == expected));
  }
}

TEST_CASE("what is no store of ours is refused with a word, and left alone") {
  TemporaryFolder folder;
  const std::string later = folder.path() + "/later.db", other = folder.path() + "/other.db",
                    text = folder.write("text.db", std::string(5000, 'x'));
  { open(later)->database().execute("PRAGMA user_version = 99"); }
  { Database(other, {}).execute("CREATE TABLE theirs(x)"); }
  const auto message = [&](const std::string& path, const StoreOptions& options = {}) {
    const auto store = Store::open(path, options, test::standard());
    REQUIRE_FALSE(store.has_value());
    CHECK(store.error().code == "store-unusable");
    return store.error().message;
  };
  CHECK(message(later).find("later version") != std::string::npos);
  CHECK(message(other).find("another program") != std::string::npos);
  CHECK(message(text).find("not a database") != std::string::npos);
  CHECK(message(folder.path() + "/missing/a.db").find("folder exists") != std::string::npos);
  CHECK(message(folder.path() + "/none.db", {true, false, ""}).find("cannot be used") != std::string::npos);
  CHECK(test::read_bytes(text) == std::string(5000, 'x'));
}

TEST_CASE("what a store holds comes back as it was put in", "[store]") {
  TemporaryFolder folder;
  const auto store = open(folder.path() + "/a.db");
  fill(*store);
  const auto ids = store->file_ids();
  REQUIRE(ids.size() == 4);
  const ProcessedFile back = store->load(ids[0]);
  CHECK(back.file.source.path == "/archive/0.docx");
  const Notice notice = test::fictional_notice(0, test::standard());
  REQUIRE(back.file.notices.size() == 1);
  REQUIRE(back.file.notices[0].rows.size() == notice.rows.size());
  CHECK(back.file.notices[0].rows[3].claim.str() == notice.rows[3].claim.str());
  CHECK(back.audited[0].evidence.size() == notice.rows.size());
  REQUIRE(store->decisions().size() == 1);
  CHECK(store->decisions()[0].opinion == "整改");
  // People's own questions, as docs/store.md has them.
  CHECK(store->database().integer("SELECT count(*) FROM claims WHERE community = '" + notice.community + "'") ==
        static_cast<std::int64_t>(notice.rows.size()));
}

TEST_CASE("open views show every text with names and numbers hidden, under the same columns on both engines",
          "[store]") {
  TemporaryFolder folder;
  const auto store = open(folder.path() + "/a.db");
  ProcessedFile processed;
  processed.file.source.path = "/archive/0.docx";
  processed.file.source.sha256 = std::string(64, 'b');
  Notice notice = test::fictional_notice(0, test::standard());
  notice.footer.utf8 = "联系人：钱多多，手机13800001111。";
  notice.rows[2].claim.text = {};
  notice.rows[2].claim.text.utf8 = "由网格员钱多多（13800001111）负责，已安装监控12个。";
  processed.file.notices.push_back(notice);
  processed.audited.push_back(audit::audit_notice(notice, test::programme(), nullptr, {}));
  Finding finding;
  finding.id = "f1";
  finding.rule = "vague-count";
  finding.quote = "钱多多（13800001111）";
  finding.message = "电话13800001111";
  processed.audited[0].findings.push_back(finding);
  store->put_file(processed, "", "", {}, {"/archive/0.docx", "", 1, 2, {"云州市", "", ""}});
  Database& database = store->database();
  const std::string named = texts(database, "SELECT finding FROM findings WHERE quote LIKE '%1380000%'").front();
  store->put_decision({named, "dismissed", "", "已向13800001111核实", "", "审核员", "2024-11-20"});
  const auto seen = [&] {
    std::string all;
    for (const char* sql :
         {"SELECT title || preamble || table_title || footer FROM open_notices ORDER BY id",
          "SELECT category || name || definition || requirement || claim FROM open_rows ORDER BY id",
          "SELECT message || stated || expected || calculation || quote || coalesce(opinion || reason || reply, '') "
          "FROM open_findings ORDER BY id"})
      for (const std::string& text : texts(database, sql)) all += text + "\n";
    return all;
  };
  const auto shows = [&](const std::string& words) { return seen().find(words) != std::string::npos; };
  CHECK(shows("138********"));
  CHECK(shows("钱＊＊"));
  CHECK(shows("已安装监控12个"));
  CHECK(shows("已向138********核实"));
  CHECK_FALSE(shows("13800001111"));
  CHECK_FALSE(shows("钱多多"));
  CHECK(texts(database, "SELECT footer FROM notices").front() == notice.footer.utf8);
  // A claim that a person corrects, and a finding that comes later.
  {
    Transaction transaction(database);
    notice.rows[3].claim.text.utf8 = "负责人13900002222";
    store->put_corrected(1, notice, 3);
    AuditedNotice audited = processed.audited[0];
    finding.message = "电话13900002222";
    audited.findings.insert(audited.findings.begin(), finding);
    store->put_audited(1, audited, {}, "rules");
    transaction.commit();
  }
  CHECK(shows("负责人139********"));
  CHECK(shows("电话139********"));
  CHECK_FALSE(shows("13900002222"));
  // A store in which nobody has looked for them yet shows no text at all, and all of them once it was opened.
  const std::string before = seen();
  database.execute(
      "UPDATE notices SET masked = 0, masked_footer = NULL; UPDATE rows SET masked_claim = NULL; UPDATE findings SET "
      "masked_message = NULL, masked_quote = NULL; UPDATE decision_events SET masked_reason = NULL; DELETE FROM "
      "settings "
      "WHERE key = 'masked'");
  CHECK(seen().find_first_not_of('\n') == std::string::npos);
  { const auto again = open(folder.path() + "/a.db"); }
  CHECK(seen() == before);
  // The columns that docs/store.md tells.
  static_cast<void>(database.integer(
      "SELECT count(*) FROM (SELECT id, sha256, position, community, tier, edition, programme, city, county, street, "
      "dated, outcome, error, warning, info, title, preamble, table_title, footer FROM open_notices) AS notices"));
  static_cast<void>(database.integer(
      "SELECT count(*) FROM (SELECT id, notice_id, city, county, street, community, tier, no, indicator, category, "
      "name, "
      "definition, requirement, claim, evidence, confidence, uncertain, page FROM open_rows) AS rows"));
  static_cast<void>(database.integer(
      "SELECT count(*) FROM (SELECT id, notice_id, finding, rule, rule_version, severity, verdict, no, clause, metric, "
      "message, stated, expected, calculation, quote, page, status, decided, opinion, reason, reply FROM "
      "open_findings) "
      "AS findings"));
}

namespace {

// The id of the finding of a city's notice whose rule and row these are.
std::string id_of_finding(Store& store, const std::string& city, const std::string& rule, int no) {
  Statement row = store.database().prepare(
      "SELECT finding FROM findings JOIN notices ON notices.id = notice_id WHERE city = ? AND rule = ? AND no = ?");
  row(city)(rule)(no);
  return row.step() ? row.text(0) : std::string();
}

std::string stored_bytes(const std::string& name) {
  const std::string packed = test::read_bytes(std::string(test::kSourceFolder) + "/tests/fixtures/stores/" + name);
  std::string bytes(std::size_t{4} << 20, '\0');
  uLongf size = bytes.size();
  REQUIRE(uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                     packed.size()) == Z_OK);
  bytes.resize(size);
  return bytes;
}

}  // namespace

// The store was written by an earlier program: its records are of codec version 1.
TEST_CASE("a store that an earlier program wrote is read, and what was decided in it finds its findings again") {
  TemporaryFolder folder;
  const std::string path = folder.write("store.db", stored_bytes("version-3.db.zlib"));
  const auto store = open(path);
  REQUIRE(store->file_ids().size() == 2);
  for (const std::int64_t id : store->file_ids()) {
    const ProcessedFile file = store->load(id);
    REQUIRE(file.file.notices.size() == 1);
    CHECK(file.file.notices[0].community == "柳岸社区");
    CHECK(file.file.notices[0].rows.size() > 20);
    CHECK(file.audited[0].findings.size() > 15);
    const auto document = decode_document(store->document(id));
    REQUIRE(document.has_value());
    CHECK(document->blocks.size() > 3);
    CHECK_FALSE(store->find_file(file.file.source.sha256)->reader.empty());
    CHECK(store->find_file(file.file.source.sha256)->reader.find("auto") == std::string::npos);
  }
  // Two cities, no id in common.
  CHECK(store->database().integer("SELECT count(*) FROM findings") ==
        store->database().integer("SELECT count(DISTINCT finding) FROM findings"));
  const std::vector<Decision> decisions = store->decisions();
  const std::string confirmed = id_of_finding(*store, "乙市", "counts-below-threshold", 3);
  REQUIRE_FALSE(confirmed.empty());
  CHECK(std::count_if(decisions.begin(), decisions.end(), [&](const Decision& decision) {
          return decision.finding == confirmed && decision.state == "confirmed";
        }) == 1);
  CHECK(store->latest_decision(confirmed)->origin == "carried");
  // What both notices were called alike may have meant either: neither is dismissed, a person is asked.
  for (const char* city : {"甲市", "乙市"})
    CHECK_FALSE(store->latest_decision(id_of_finding(*store, city, "counts-below-threshold", 5)));
  const std::vector<UnplacedDecision> unplaced = store->unplaced_decisions();
  REQUIRE(unplaced.size() == 2);
  CHECK(unplaced[0].event.decision.finding == "0123456789abcdef");
  CHECK(unplaced[0].candidates.empty());
  CHECK(unplaced[1].event.decision.state == "dismissed");
  CHECK(unplaced[1].event.message.find("智能照明设施") != std::string::npos);
  CHECK(unplaced[1].candidates.size() == 2);
  // A ledger that was sent out before comes back with the names of then.
  store->put_decision({"b7632b36fa6a8ec6", "correcting", "限期更正", "", "", "", ""});
  CHECK(store->latest_decision(confirmed)->decision.state == "correcting");
  CHECK(store->has_finding("b7632b36fa6a8ec6"));
  // Judged anew by the rules of now, nothing is lost.
  compare_all(*store);
  CHECK(store->latest_decision(id_of_finding(*store, "乙市", "counts-below-threshold", 3))->decision.state ==
        "correcting");
}

TEST_CASE("decisions are a history that only grows", "[store]") {
  TemporaryFolder folder;
  const auto store = open(folder.path() + "/a.db");
  fill(*store);
  const std::string finding = store->load_audited(1).findings.front().id;
  const auto first = store->put_decision({finding, "confirmed", "已去电", "", "", "王某", "2025-03-04"});
  REQUIRE(first);
  // The same again says nothing new, whoever says it.
  CHECK(store->put_decision({finding, "confirmed", "已去电", "", "", "李某", "2025-03-05"}) == first);
  // Another has decided since the page was opened.
  CHECK_FALSE(store->put_decision({finding, "open", "", "", "", "", ""}, {"page", "", "", 0}));
  const auto second =
      store->put_decision({finding, "dismissed", "", "系统已升级", "", "李某", ""}, {"page", "见来函", "", first});
  REQUIRE(second);
  const std::vector<DecisionEvent> history = store->decision_history(finding);
  REQUIRE(history.size() == 2);
  CHECK(history[0].decision.reviewer == "王某");
  CHECK(history[1].before == "confirmed");
  CHECK(history[1].note == "见来函");
  CHECK(history[1].recorded.size() == 20);
  CHECK(history[1].rule == store->load_audited(1).findings.front().rule);
  CHECK(store->group_history(history[0].group).size() == 2);
  const std::vector<std::string> group = store->findings_of_group(history[0].group);
  CHECK(std::find(group.begin(), group.end(), finding) != group.end());
  // Withdrawn: nothing stands, but it is known that something did.
  CHECK(store->put_decision({finding, "open", "", "", "", "", ""}));
  CHECK(store->decisions().size() == 1);  // that of fill()
  CHECK(store->decision_history(finding).size() == 3);
  CHECK_THROWS_AS(store->database().execute("DELETE FROM decision_events"), DatabaseError);
  CHECK_THROWS_AS(store->database().execute("UPDATE decision_events SET reviewer = ''"), DatabaseError);
}

TEST_CASE("a decision goes with its finding when the community's place becomes known", "[store]") {
  TemporaryFolder folder;
  const auto store = open(folder.path() + "/a.db");
  fill(*store);
  const AuditedNotice before = store->load_audited(1);
  const std::string finding = before.findings.front().id;
  store->put_decision({finding, "dismissed", "", "已核对", "", "王某", ""});
  const auto file = store->file_ids().front();
  store->put_location(file, {"/archive/0.docx", "", 1, 2, {"云州市", "望泽县", "龙泉街道"}});
  compare_all(*store);
  const AuditedNotice after = store->load_audited(1);
  REQUIRE(after.findings.size() == before.findings.size());
  CHECK(after.findings.front().id != finding);
  const auto carried = store->latest_decision(after.findings.front().id);
  REQUIRE(carried);
  CHECK(carried->decision.dismissed());
  CHECK(carried->origin == "carried");
  CHECK(store->unplaced_decisions().size() == 1);  // that of fill()
}

}  // namespace gongshi::corpus
