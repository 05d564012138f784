// SPDX-License-Identifier: GPL-3.0-or-later
// Many processes, on a server that goes down, and what came of it.
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "corpus/ingest.h"
#include "corpus/store/shared_work.h"
#include "corpus/store/store.h"
#include "corpus/store/store_copy.h"
#include "corpus/store/store_views.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/postgresql.h"
#include "tests/support/program.h"
#include "tests/support/records.h"
#include "tests/support/skip.h"

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

std::string dump_of(const std::string& path) {
  auto store = Store::open(path, {}, test::standard());
  if (!store) FAIL(store.error().message);
  std::string text;
  (*store)->dump([&](std::string_view line) { text.append(line).push_back('\n'); });
  return text;
}

void write_notices(const TemporaryFolder& folder, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const Notice notice = test::fictional_notice(i, test::standard());
    const test::FictionalPlace place = test::fictional_place(i);
    const std::string name = "in/" + place.city + "/" + place.county + "/" + std::to_string(i);
    folder.write(name + (i % 3 == 2 ? ".pdf" : ".docx"), i % 3 == 2 ? test::to_pdf(notice) : test::to_docx(notice));
    if (i % 8 == 0) folder.write(name + "-copy.docx", test::to_docx(notice));  // one content at two places
  }
  folder.write("in/broken.docx", "PK\x03\x04 this is no archive");
}

std::vector<std::string> arguments_for(const std::string& in, const std::string& store) {
  return {"ingest", in, "--db", store, "--ocr", "none", "--jobs", "1", "--lease", "3", "--regions", "{city}/{county}"};
}

/// An ingest that goes on beside the test.
pid_t start_ingest(const std::string& in, const std::string& store) {
  std::vector<std::string> words = arguments_for(in, store);
  words.insert(words.begin(), test::kProgram);
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr)
    ::_exit(127);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

int status_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

constexpr int kUnreadable = 3;  // there is a broken file among them

}  // namespace

TEST_CASE("a store does not tell how many processes filled it, nor which of them died") {
  if (!test::has_postgresql()) GONGSHI_SKIP("PostgreSQL is not installed");
  TemporaryFolder folder;
  write_notices(folder, 24);
  const std::string in = folder.path() + "/in", single = folder.path() + "/single.db";
  REQUIRE(test::run_program(arguments_for(in, single)).status == kUnreadable);
  const std::string expected = dump_of(single);
  std::mt19937 random(4711);
  for (const int processes : {1, 2, 4}) {
    INFO(processes << " processes");
    const std::string store = test::server_store_at(folder.path() + "/" + std::to_string(processes));
    std::vector<pid_t> running;
    for (int i = 0; i < processes; ++i) running.push_back(start_ingest(in, store));
    // One after the other is killed, and another takes its place.
    for (int i = 0; i < 3; ++i) {
      pause(150 + static_cast<int>(random() % 400));
      pid_t& victim = running[random() % running.size()];
      ::kill(victim, SIGKILL);
      status_of(victim);
      victim = start_ingest(in, store);
    }
    for (const pid_t child : running) CHECK(status_of(child) == kUnreadable);
    CHECK((dump_of(store) == expected));
    Database database(store, {});
    CHECK(database.integer("SELECT count(*) FROM work") == 0);
  }
}

TEST_CASE("a server that goes down again and again costs time, and no notice") {
  if (!test::has_postgresql()) GONGSHI_SKIP("PostgreSQL is not installed");
  TemporaryFolder folder;
  write_notices(folder, 24);
  const std::string in = folder.path() + "/in", single = folder.path() + "/single.db";
  REQUIRE(test::run_program(arguments_for(in, single)).status == kUnreadable);
  const std::string store = test::server_store_at(folder.path() + "/store");
  fs::create_directory(folder.path() + "/empty");
  REQUIRE(test::run_program(arguments_for(folder.path() + "/empty", store)).status == 0);
  std::vector<pid_t> running = {start_ingest(in, store), start_ingest(in, store)};
  // Who finds no server at its start says so and ends; both are at work here.
  while (Database(store, {}).integer("SELECT count(*) FROM runs") < 3) pause(20);
  for (int i = 0; i < 3; ++i) {
    test::restart_server();
    pause(400);
  }
  for (const pid_t child : running) CHECK(status_of(child) == kUnreadable);
  CHECK((dump_of(store) == dump_of(single)));
}

TEST_CASE("each piece of work is had by one, and comes back when its lease is over") {
  if (!test::has_postgresql()) GONGSHI_SKIP("PostgreSQL is not installed");
  TemporaryFolder folder;
  const std::string place = test::server_store_at(folder.path() + "/store");
  static_cast<void>(dump_of(place));
  Database first(place, {}), second(place, {});
  SharedWork ours(first, 1);
  {
    SharedWork theirs(second, 1);
    ours.offer({"/a/1", "/a/2", "/b/3", "/ab/4"});
    theirs.offer({"/a/1", "/b/3"});
    CHECK(ours.left({"/a"}) == 2);
    CHECK(ours.take({"/a"}) == "/a/1");
    CHECK(theirs.take({"/a"}) == "/a/2");
    CHECK(ours.take({"/a"}) == std::nullopt);
    CHECK(theirs.take({"/ab", "/b"}) == "/b/3");
    CHECK_FALSE(ours.claim("/a/2"));
    ours.done("/a/2");  // not ours to say
    CHECK(ours.left({"/a"}) == 2);
    ours.done("/a/1");
    CHECK(ours.left({"/a"}) == 1);
    CHECK(ours.claim("sha256:1"));
    CHECK_FALSE(theirs.claim("sha256:1"));
  }
  // What the other had is free at once where it ended in order.
  CHECK(ours.take({"/a", "/b"}) == "/a/2");
  pause(2100);  // no sign of life
  SharedWork third(second, 60);
  CHECK(third.take({"/a"}) == "/a/2");
  CHECK(ours.left({"/"}) == 3);
}

TEST_CASE("one process at a time is elected") {
  if (!test::has_postgresql()) GONGSHI_SKIP("PostgreSQL is not installed");
  TemporaryFolder folder;
  const std::string place = test::server_store_at(folder.path() + "/store");
  static_cast<void>(dump_of(place));
  Database first(place, {}), second(place, {});
  {
    const Election ours(first, {});
    CHECK(ours.won());
    int asked = 0;
    CHECK_FALSE(Election(second, [&] { return ++asked > 1; }).won());
  }
  CHECK(Election(second, {}).won());
}

TEST_CASE("two machines that see one share under two mounts read each of its files once", "[store]") {
  TemporaryFolder folder;
  write_notices(folder, 6);
  fs::copy(folder.path() + "/in", folder.path() + "/mnt", fs::copy_options::recursive);
  const std::string store = test::store_at(folder.path() + "/a.db");
  const auto run = [&](const std::string& in, const std::string& source) {
    std::vector<std::string> words = arguments_for(folder.path() + in, store);
    words.insert(words.end(), {"--source", source, "--rehash"});
    return test::run_program(words);
  };
  CHECK(run("/in", "share").out.find("7 read") != std::string::npos);
  CHECK(run("/mnt", "share").out.find(" 0 read") != std::string::npos);
  {
    auto opened = Store::open(store, {}, test::standard());
    REQUIRE(opened.has_value());
    CHECK((*opened)->database().integer("SELECT count(*) FROM locations WHERE path LIKE 'share:/%'") == 8);
    CHECK((*opened)->database().integer("SELECT count(*) FROM locations") == 8);
    const auto display = (*opened)->display((*opened)->file_ids().front());
    CHECK(located((*opened)->database(), display) == folder.path() + "/mnt" + display.substr(6));
    CHECK(located((*opened)->database(), "/elsewhere/a:/b") == "/elsewhere/a:/b");
  }
  CHECK(run("/mnt", "a/b").status == 2);
  CHECK(run("/mnt/broken.docx", "share").status == 2);
}

TEST_CASE("a store goes to the other engine and back as it was, whole or by region") {
  if (!test::has_postgresql()) GONGSHI_SKIP("PostgreSQL is not installed");
  TemporaryFolder folder;
  write_notices(folder, 9);
  const std::string file = folder.path() + "/a.db", back = folder.path() + "/back.db",
                    server = test::server_store_at(folder.path() + "/server");
  REQUIRE(test::run_program(arguments_for(folder.path() + "/in", file)).status == kUnreadable);
  {
    auto store = Store::open(file, {}, test::standard());
    REQUIRE(store.has_value());
    Transaction transaction((*store)->database());
    (*store)->put_decision({"f1", "confirmed", "整改", "", "", "审核员", "2024-11-20"});
    transaction.commit();
  }
  const auto there = copy_store(file, server, {});
  if (!there) FAIL(there.error().message);
  CHECK(there->files == 11);
  CHECK(there->decisions == 1);
  CHECK((dump_of(server) == dump_of(file)));
  CHECK(copy_store(file, server, {}).error().code == "store-exists");
  const auto returned = copy_store(server, back, {});
  if (!returned) FAIL(returned.error().message);
  CHECK((dump_of(back) == dump_of(file)));
  // Both go on: ids of new rows do not meet old ones, and words are found.
  for (const std::string& store : {server, back}) {
    folder.write("in/later.docx", test::to_docx(test::fictional_notice(50, test::standard())));
    CHECK(test::run_program(arguments_for(folder.path() + "/in", store)).status == kUnreadable);
    CHECK(test::run_program({"search", "--db", store, "社区"}).out.find("of 0") == std::string::npos);
  }
  CHECK((dump_of(back) == dump_of(server)));

  const std::string city = test::fictional_place(0).city, part = folder.path() + "/part.db";
  const auto some = copy_store(server, part, {city, "", ""});
  if (!some) FAIL(some.error().message);
  CHECK(some->notices > 0);
  CHECK(some->notices < 11);
  auto store = Store::open(part, {}, test::standard());
  REQUIRE(store.has_value());
  CHECK((*store)->database().integer("SELECT count(*) FROM notices WHERE city <> '" + city + "'") == 0);
  CHECK((*store)->database().integer("SELECT count(*) FROM notices WHERE rules <> ''") == 0);
  CHECK(copy_store(folder.path() + "/none.db", folder.path() + "/x.db", {}).error().code == "store-missing");
}

TEST_CASE("roles see what they are given: open views, or everything without changing it") {
  if (!test::has_postgresql()) GONGSHI_SKIP("PostgreSQL is not installed");
  TemporaryFolder folder;
  write_notices(folder, 3);
  const std::string store = test::server_store_at(folder.path() + "/store");
  REQUIRE(test::run_program(arguments_for(folder.path() + "/in", store)).status == kUnreadable);
  const std::string schema = store.substr(store.rfind("%3D") + 3);
  Database(store, {}).execute(
      "CREATE ROLE counts LOGIN; CREATE ROLE asks LOGIN; GRANT USAGE ON SCHEMA " + schema +
      " TO counts, asks; GRANT SELECT ON open_notices, open_rows, open_findings TO counts; GRANT SELECT ON ALL "
      "TABLES IN SCHEMA " +
      schema + " TO asks");
  const auto as = [&](const std::string& role) {
    std::string place = store;
    return place.replace(place.find("user=gongshi"), 12, "user=" + role);
  };
  Database counts(as("counts"), {});
  CHECK(counts.integer("SELECT count(*) FROM open_notices") == 3);
  CHECK(counts.integer("SELECT count(*) FROM open_rows") > 60);
  CHECK(counts.integer("SELECT count(*) FROM open_findings WHERE severity = 'error'") >= 0);
  for (const char* table : {"notices", "rows", "claims", "findings", "decision_events", "accounts", "search"})
    CHECK_THROWS_AS(counts.integer(std::string("SELECT count(*) FROM ") + table), DatabaseError);

  CHECK(test::run_program({"search", "--db", as("asks"), "社区"}).status == 0);
  CHECK(test::run_program({"stats", "--db", as("asks"), "--by", "city"}).status == 0);
  const auto refused = test::run_program(arguments_for(folder.path() + "/in", as("asks")));
  CHECK(refused.status == 2);
  CHECK(refused.errors.find("may only read") != std::string::npos);
}

TEST_CASE("a store of an earlier version on a server is brought to the present one, and roles keep what they may see") {
  if (!test::has_postgresql()) GONGSHI_SKIP("PostgreSQL is not installed");
  TemporaryFolder folder;
  write_notices(folder, 2);
  const std::string store = test::server_store_at(folder.path() + "/store");
  REQUIRE(test::run_program(arguments_for(folder.path() + "/in", store)).status == kUnreadable);
  const std::string expected = dump_of(store);
  {
    Database database(store, {});
    std::string sql = "DROP VIEW open_notices, open_rows, open_findings;";
    for (const auto& [table, columns] : std::initializer_list<std::pair<const char*, std::vector<const char*>>>{
             {"notices", {"", "_title", "_preamble", "_table_title", "_footer"}},
             {"texts", {"_text"}},
             {"rows", {"_claim"}},
             {"findings", {"_message", "_stated", "_expected", "_calculation", "_quote"}}})
      for (const char* column : columns) sql += fmt::format("ALTER TABLE {} DROP COLUMN masked{};", table, column);
    sql +=
        "DROP TRIGGER decision_events_stay ON decision_events; ALTER TABLE decision_events DROP COLUMN masked_opinion, "
        "DROP COLUMN masked_reason, DROP COLUMN masked_reply; CREATE TRIGGER decision_events_stay BEFORE UPDATE OR "
        "DELETE ON decision_events FOR EACH ROW EXECUTE FUNCTION store_stays(); DELETE FROM settings WHERE key = "
        "'masked'; UPDATE settings SET value = '6' WHERE key = 'version'; CREATE ROLE counts_of_old LOGIN;";
    database.execute(sql + kOpenViewsOfVersion6 + "GRANT SELECT ON open_rows TO counts_of_old");
  }
  CHECK(dump_of(store) == expected);
  CHECK(Database(store, {}).integer("SELECT CAST(has_table_privilege('counts_of_old', 'open_rows', 'SELECT') AS "
                                    "integer)") == 1);
}

TEST_CASE("names of files keep every byte", "[store]") {
  TemporaryFolder folder;
  auto opened = Store::open(test::store_at(folder.path() + "/a.db"), {}, test::standard());
  REQUIRE(opened.has_value());
  Store& store = **opened;
  const std::string odd = std::string("/in/\xB9\xAB\xCA\xBE\xF4\x8F\xFF") + "公示\x01.docx";
  store.put_other_location({odd, std::string("a\0b", 3), 1, 2, {}}, "refused", "");
  const auto found = store.find_location(odd, std::string("a\0b", 3));
  REQUIRE(found);
  CHECK(found->location.path == odd);
  CHECK(found->location.member == std::string("a\0b", 3));
}

}  // namespace gongshi::corpus
