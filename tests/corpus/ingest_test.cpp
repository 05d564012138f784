// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/ingest.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "corpus/store/search.h"
#include "schema/utf8.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/postgresql.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

IngestOptions quick_options(int jobs = 2) {
  IngestOptions options;
  options.reading.worker_command = {test::kProgram, "worker"};
  options.reading.jobs = jobs;
  options.reading.extract.ocr_engine = "none";
  options.rehash = true;  // files of tests are always too young to be trusted
  return options;
}

std::unique_ptr<Store> open(const std::string& path) {
  auto store = Store::open(test::store_at(path), {}, test::standard());
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

IngestReport run(Store& store, const std::vector<std::string>& paths, const IngestOptions& options = quick_options()) {
  auto report = ingest(store, paths, test::programmes(), options);
  if (!report) FAIL(report.error().message);
  return *report;
}

std::string dump_of(Store& store) {
  std::string text;
  store.dump([&](std::string_view line) { text.append(line).push_back('\n'); });
  return text;
}

void write_notices(const TemporaryFolder& folder, std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t i = from; i < to; ++i) {
    const Notice notice = test::fictional_notice(i, test::standard());
    const test::FictionalPlace place = test::fictional_place(i);
    const std::string name = "in/" + place.city + "/" + place.county + "/" + std::to_string(i);
    if (i % 3 == 2)
      folder.write(name + ".pdf", test::to_pdf(notice));
    else
      folder.write(name + ".docx", test::to_docx(notice));
  }
}

}  // namespace

TEST_CASE("what a better engine would recognise now is read again, and only that", "[store]") {
  TemporaryFolder folder;
  write_notices(folder, 0, 4);
  const auto store = open(folder.path() + "/a.db");
  CHECK(run(*store, {folder.path() + "/in"}).read == 4);
  // Two scans: one that no engine could read, one that the best could.
  store->database().execute("UPDATE files SET engine = 'none' WHERE id = 1");
  store->database().execute("UPDATE files SET engine = 'pp-ocrv99/onnxruntime 9' WHERE id = 2");
  CHECK(run(*store, {folder.path() + "/in"}).read == 0);
  IngestOptions with_engine = quick_options();
  with_engine.reading.extract.ocr_engine = "tesseract";
  CHECK(run(*store, {folder.path() + "/in"}, with_engine).read == 1);
  CHECK(run(*store, {folder.path() + "/in"}, with_engine).read == 0);
}

TEST_CASE("notices go in once, and again only what is new or changed", "[store]") {
  TemporaryFolder folder;
  write_notices(folder, 0, 12);
  const auto store = open(folder.path() + "/a.db");
  const IngestReport first = run(*store, {folder.path() + "/in"});
  CHECK(first.read == 12);
  CHECK(first.notices == 12);
  CHECK(first.refused + first.crashed == 0);
  const Notice stored = store->load_notice(1).notice;
  CHECK(stored.rows.size() > 20);
  const std::string dump = dump_of(*store);

  const IngestReport again = run(*store, {folder.path() + "/in"});
  CHECK(again.read == 0);
  CHECK(again.unchanged == 12);
  CHECK(again.judged == 0);
  CHECK(dump_of(*store) == dump);

  write_notices(folder, 12, 14);
  const test::FictionalPlace place = test::fictional_place(0);
  folder.write("in/" + place.city + "/" + place.county + "/0.docx",
               test::to_docx(test::fictional_notice(100, test::standard())));
  const IngestReport more = run(*store, {folder.path() + "/in"});
  CHECK(more.read == 3);
  CHECK(more.unchanged == 11);
}

TEST_CASE("any number of workers, any order and any number of runs give the same store", "[store]") {
  TemporaryFolder folder;
  write_notices(folder, 0, 24);
  folder.write("in/broken.docx", "PK\x03\x04 this is no archive");
  folder.write("in/empty.pdf", "");
  const std::string in = folder.path() + "/in";
  const auto one = open(folder.path() + "/one.db");
  run(*one, {in}, quick_options(1));
  const auto three = open(folder.path() + "/three.db");
  run(*three, {in}, quick_options(3));
  const std::string dump = dump_of(*one);
  CHECK(dump_of(*three) == dump);

  const auto parts = open(folder.path() + "/parts.db");
  std::vector<std::string> cities;
  for (const auto& entry : fs::directory_iterator(in)) cities.push_back(entry.path().string());
  std::sort(cities.rbegin(), cities.rend());
  for (const std::string& city : cities) run(*parts, {city});
  CHECK(dump_of(*parts) == dump);
}

TEST_CASE("one content at several places stands for the first of them, whichever came first", "[store]") {
  TemporaryFolder folder;
  const auto docx = [](std::uint64_t number) {
    return test::to_docx(test::fictional_notice(number, test::standard()));
  };
  for (const char* name : {"甲市/1.docx", "乙市/a/2.docx", "丙市/3.docx"})
    folder.write(std::string("in/") + name, docx(8));
  folder.write("in/丁市/4.docx", docx(9));  // takes over the claims of 8
  for (const char* name : {"甲市/broken.pdf", "丙市/broken.pdf"})
    folder.write(std::string("in/") + name, "%PDF-1.7 no more");
  const std::string in = folder.path() + "/in";
  IngestOptions options = quick_options();
  options.region_pattern = "{city}";
  const auto whole = open(folder.path() + "/whole.db");
  run(*whole, {in}, options);
  const std::string dump = dump_of(*whole);
  CHECK(whole->database().integer("SELECT count(*) FROM findings WHERE rule = 'notice-copied'") > 0);
  CHECK(dump.find("no more") == std::string::npos);
  std::vector<std::string> cities = {"丁市", "丙市", "乙市", "甲市"};
  do {
    // Regions come from below the PATH given, so that the same PATH is given as it grows.
    const std::string name = folder.path() + "/" + cities[0] + cities[1] + cities[2] + cities[3];
    const auto store = open(name + ".db");
    fs::rename(in, name);
    fs::create_directory(in);
    for (const std::string& city : cities) {
      fs::rename(name + "/" + city, in + "/" + city);
      run(*store, {in}, options);
    }
    fs::remove(name);
    INFO(name);
    CHECK((dump_of(*store) == dump));
  } while (std::next_permutation(cities.begin(), cities.end()) && cities[0] == "丁市");
}

TEST_CASE("what an archive has lost is gone, and what another file still has is kept", "[store]") {
  TemporaryFolder folder;
  const auto docx = [](std::uint64_t number) {
    return test::to_docx(test::fictional_notice(number, test::standard()));
  };
  folder.write("in/all.zip", test::to_zip({{"1.docx", docx(1)}, {"8.docx", docx(8)}, {"9.docx", docx(9)}}));
  folder.write("in/z.docx", docx(1));
  const auto store = open(folder.path() + "/a.db");
  run(*store, {folder.path() + "/in"});
  CHECK(store->database().integer("SELECT count(*) FROM notices") == 3);
  CHECK(store->database().integer("SELECT count(*) FROM findings WHERE rule = 'notice-copied'") > 0);
  folder.write("in/all.zip", test::to_zip({{"8.docx", docx(8)}, {"new.docx", docx(2)}}));
  run(*store, {folder.path() + "/in"});
  const auto fresh = open(folder.path() + "/fresh.db");
  run(*fresh, {folder.path() + "/in"});
  CHECK((dump_of(*store) == dump_of(*fresh)));
  CHECK(store->database().integer("SELECT count(*) FROM notices") == 3);
  // An archive that is damaged now keeps what was known of it.
  folder.write("in/all.zip", test::to_zip({{"8.docx", docx(8)}, {"new.docx", docx(2)}}).substr(0, 9000));
  run(*store, {folder.path() + "/in"});
  CHECK(store->database().integer("SELECT count(*) FROM notices") == 3);
}

TEST_CASE("names of communities that come later are looked for in earlier notices", "[store]") {
  TemporaryFolder folder;
  Notice notice = test::fictional_notice(1, test::standard());
  const Notice other = test::fictional_notice(50, test::standard());
  REQUIRE(notice.community != other.community);
  notice.preamble.utf8 = "现将" + other.community + "智慧社区建设验收结果予以公示。";
  notice.rows[0].claim.text.utf8 = other.community + "光纤已覆盖全部楼栋。";
  folder.write("in/a.docx", test::to_docx(notice));
  const auto store = open(folder.path() + "/a.db");
  run(*store, {folder.path() + "/in"});
  folder.write("in/b.docx", test::to_docx(other));
  run(*store, {folder.path() + "/in"});
  CHECK(store->database().integer("SELECT count(*) FROM findings WHERE rule = 'community-conflict'") > 0);
  const auto whole = open(folder.path() + "/whole.db");
  run(*whole, {folder.path() + "/in"});
  CHECK((dump_of(*store) == dump_of(*whole)));
  // Without the other the name is nobody's again.
  store->forget(folder.path() + "/in/b.docx");
  run(*store, {folder.path() + "/in/a.docx"});
  const auto alone = open(folder.path() + "/alone.db");
  run(*alone, {folder.path() + "/in/a.docx"});
  CHECK((dump_of(*store) == dump_of(*alone)));
}

TEST_CASE("copies between notices are found as notices arrive, on both sides", "[store]") {
  TemporaryFolder folder;
  write_notices(folder, 8, 9);
  const auto store = open(folder.path() + "/a.db");
  run(*store, {folder.path() + "/in"});
  CHECK(store->database().integer("SELECT count(*) FROM findings WHERE rule = 'notice-copied'") == 0);
  write_notices(folder, 9, 10);  // takes over the claims of 8
  const IngestReport report = run(*store, {folder.path() + "/in"});
  CHECK(report.judged == 2);
}

TEST_CASE("a finding that stays is not written again", "[store]") {
  const TemporaryFolder folder;
  write_notices(folder, 8, 9);
  const auto store = open(folder.path() + "/a.db");
  run(*store, {folder.path() + "/in"});
  Database& database = store->database();
  database.execute("CREATE TEMP TABLE before AS SELECT id, finding, record, position FROM findings");
  const auto kept = [&] {
    return database.integer("SELECT count(*) FROM findings JOIN before USING (id, finding, record)");
  };
  const auto before = database.integer("SELECT count(*) FROM before");
  REQUIRE(before > 10);
  write_notices(folder, 9, 10);  // takes over the claims of 8: findings come in between
  run(*store, {folder.path() + "/in"});
  CHECK(kept() == before);
  // Those that come in between have places of their own there.
  CHECK(database.integer("SELECT count(*) FROM findings JOIN before USING (id, position)") == before);
  CHECK(database.integer("SELECT count(*) FROM findings AS one JOIN findings AS two USING (notice_id) WHERE "
                         "one.position < two.position AND one.no > two.no") == 0);
  CHECK(database.integer("SELECT count(*) FROM findings WHERE rule = 'notice-copied'") > 10);
  const std::string path = "in/" + test::fictional_place(9).city + "/" + test::fictional_place(9).county + "/9.docx";
  store->forget(folder.path() + "/" + path);
  run(*store, {folder.path() + "/in/" + test::fictional_place(8).city});
  CHECK(database.integer("SELECT count(*) FROM findings WHERE rule = 'notice-copied'") == 0);
  CHECK(kept() == before);
  CHECK(database.integer("SELECT count(*) FROM findings JOIN before USING (id, position)") == before);
}

TEST_CASE("each stage is run anew by itself", "[store]") {
  TemporaryFolder folder;
  write_notices(folder, 0, 3);
  const auto store = open(folder.path() + "/a.db");
  run(*store, {folder.path() + "/in"});
  const std::string dump = dump_of(*store);

  store->database().execute("UPDATE notices SET rules = 'older', judged = 'older'");
  IngestReport report = run(*store, {folder.path() + "/in"});
  CHECK(report.read == 0);
  CHECK(report.rebuilt == 0);
  CHECK(report.judged == 3);
  CHECK(dump_of(*store) == dump);

  store->database().execute("UPDATE files SET standard = 'older'");
  report = run(*store, {folder.path() + "/in"});
  CHECK(report.read == 0);
  CHECK(report.rebuilt == 3);
  CHECK(dump_of(*store) == dump);

  store->database().execute("UPDATE files SET reader = 'older'");
  report = run(*store, {folder.path() + "/in"});
  CHECK(report.read == 3);
  CHECK(dump_of(*store) == dump);
}

TEST_CASE("members of archives stand under the archive's name, and regions come from the folders", "[store]") {
  TemporaryFolder folder;
  const std::string docx = test::to_docx(test::fictional_notice(1, test::standard()));
  folder.write("in/云州市/映湖区/all.zip", test::to_zip({{"a/一.docx", docx}, {"note.txt", "no notice"}}));
  folder.write("in/云州市/映湖区/same.docx", docx);
  const auto store = open(folder.path() + "/a.db");
  IngestOptions options = quick_options();
  options.region_pattern = "{city}/{county}";
  const IngestReport report = run(*store, {folder.path() + "/in"}, options);
  CHECK(report.notices == 1);
  Database& database = store->database();
  CHECK(database.integer("SELECT count(*) FROM locations WHERE member = 'a/一.docx'") == 1);
  CHECK(database.integer("SELECT count(*) FROM locations WHERE outcome = 'archive'") == 1);
  CHECK(database.integer("SELECT count(*) FROM notices WHERE city = '云州市' AND county = '映湖区'") == 1);
  const IngestReport again = run(*store, {folder.path() + "/in"}, options);
  CHECK(again.read == 0);
}

TEST_CASE("sources are kept when asked for, and a forgotten file leaves nothing") {
  TemporaryFolder folder;
  Notice notice = test::fictional_notice(3, test::standard());
  notice.footer.utf8 += "，联系人：欧阳雪见，手机：13987654321";
  const std::string docx = test::to_docx(notice);
  const std::string path = folder.write("in/a.docx", docx);
  folder.write("in/b.docx", test::to_docx(test::fictional_notice(4, test::standard())));
  const auto store = open(folder.path() + "/a.db");
  IngestOptions options = quick_options();
  run(*store, {folder.path() + "/in"}, options);
  options.keep_sources = true;
  CHECK(run(*store, {folder.path() + "/in"}, options).read == 2);
  CHECK(store->content(store->find_location(path, "")->file->id) == docx);
  CHECK(notices_with(*store, notice.community).size() == 1);

  // Rows that were replaced earlier have left their bytes in the file, too.
  store->database().execute("UPDATE files SET reader = 'older'");
  CHECK(run(*store, {folder.path() + "/in"}, options).read == 2);
  const auto bytes_hold = [&](const std::string& words) {
    bool found = false;
    for (const char* suffix : {"", "-wal", "-shm"})
      if (fs::exists(folder.path() + "/a.db" + suffix))
        found |= test::read_bytes(folder.path() + "/a.db" + suffix).find(words) != std::string::npos;
    return found;
  };
  const auto words_in_index = [&](const std::string& pair) {
    Statement row = store->database().prepare("SELECT count(*) FROM temp.words WHERE term = ?");
    row(pair);
    REQUIRE(row.step());
    return row.integer(0);
  };
  store->database().execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)");
  CHECK(bytes_hold("欧阳雪见"));
  CHECK(bytes_hold("13987654321"));
  CHECK(words_in_index("雪见") == 1);

  CHECK(store->forget(path) == 1);
  CHECK(store->forget(path) == 0);
  store->erase_traces();
  CHECK_FALSE(bytes_hold("欧阳雪见"));
  CHECK_FALSE(bytes_hold("13987654321"));
  CHECK_FALSE(bytes_hold("雪见"));
  CHECK(words_in_index("雪见") == 0);
  CHECK_FALSE(store->find_location(path, ""));
  CHECK(notices_with(*store, notice.community).empty());
  CHECK(dump_of(*store).find(notice.community) == std::string::npos);
  CHECK(test::read_bytes(folder.path() + "/a.db").find(notice.community) == std::string::npos);
  store->database().execute("INSERT INTO search(search) VALUES ('integrity-check')");
}

TEST_CASE("a claim that repeats its own programme's standard is nobody's own text", "[store]") {
  TemporaryFolder folder;
  const auto programmes = load_programmes();
  REQUIRE(programmes);
  REQUIRE(programmes->all().size() > 1);
  const auto store = open(folder.path() + "/a.db");
  std::size_t repeated = 0;
  for (const ProgrammePtr& programme : programmes->all()) {
    ProcessedFile processed;
    Notice notice = test::fictional_notice(0, test::standard());
    notice.programme = programme->id();
    std::vector<IndicatorRecord> rows;
    for (const Indicator& indicator : programme->standard().tiers.front().indicators) {
      if (utf8::count(indicator.requirement) < 60) continue;
      IndicatorRecord row = notice.rows.front();
      row.no = indicator.no;
      row.claim.text.utf8 = indicator.requirement;
      rows.push_back(row);
    }
    repeated += rows.size();
    notice.rows = rows;
    processed.file.source.path = "/archive/" + programme->id() + ".docx";
    processed.file.source.sha256 = std::string(50, 'a') + programme->id();
    processed.file.notices.push_back(notice);
    store->put_file(processed, "", "", stage_versions(*programmes, {}), {processed.file.source.path, "", 1, 2, {}});
  }
  REQUIRE(repeated > 3);
  REQUIRE(ingest(*store, {}, *programmes, {}).has_value());
  CHECK(store->database().integer("SELECT count(*) FROM own_texts") == 0);
}

TEST_CASE("paths that are not there are told, and do not stop the rest", "[store]") {
  TemporaryFolder folder;
  folder.write("in/a.docx", test::to_docx(test::fictional_notice(3, test::standard())));
  const auto store = open(folder.path() + "/a.db");
  const IngestReport report = run(*store, {folder.path() + "/missing", folder.path() + "/in"});
  CHECK(report.problems.size() == 1);
  CHECK(report.read == 1);
}

TEST_CASE("regions are read off folders by a pattern") {
  CHECK(region_by_pattern("{city}/{county}/{street}", "云州市/映湖区/一道桥街道/x") ==
        Region{"云州市", "映湖区", "一道桥街道"});
  CHECK(region_by_pattern("*/{county}", "2024/映湖区") == Region{"", "映湖区", ""});
  CHECK(region_by_pattern("{city}", "") == Region{});
  CHECK(region_by_pattern("", "云州市") == Region{});
}

TEST_CASE("pages of a file in hand are told beside the files done", "[store]") {
  const TemporaryFolder folder;
  write_notices(folder, 0, 1);
  const auto store = open(folder.path() + "/a.db");
  IngestOptions options = quick_options(1);
  options.read = [](std::size_t count, const auto& input, const ReadingOptions& reading, const ReadingEvents& events) {
    for (int page = 1; count > 0 && page <= 2; ++page) events.pages(0, page, 2);
    return read_files(count, input, reading, events);
  };
  std::vector<IngestProgress> told;
  const auto report = ingest(*store, {folder.path() + "/in"}, test::programmes(), options, [&](const auto& progress) {
    if (progress.pages > 0) told.push_back(progress);
    return true;
  });
  REQUIRE(report);
  REQUIRE(told.size() == 2);
  CHECK(told[0].stage == "reading");
  CHECK(told[0].done == 0);
  CHECK(told[0].total == 1);
  CHECK(told[0].path.ends_with("0.docx"));
  CHECK(told[0].outcome.empty());
  CHECK(told[0].pages_done == 1);
  CHECK(told[1].pages_done == 2);
  CHECK(told[1].pages == 2);
}

TEST_CASE("a store keeps the notices of a programme that was named once, whatever later runs name", "[store]") {
  const test::TemporaryFolder folder;
  const std::string school = std::string(test::kSourceFolder) + "/tests/fixtures/programmes/green-school";
  const auto given = load_programmes(school);
  REQUIRE(given.has_value());
  std::string html =
      "<p>绿色学校创建验收结果公示</p><table><tr><td>序号</td><td>一级指标</td><td>二级指标</td><td>指标释义</td>"
      "<td>标准要求</td><td>完成情况</td></tr>";
  for (const Indicator& indicator : given->first().standard().find("示范级")->indicators)
    html += "<tr><td>" + std::to_string(indicator.no) + "</td><td>" + indicator.category + "</td><td>" +
            indicator.name + "</td><td>" + indicator.definition + "</td><td>" + indicator.requirement +
            "</td><td>达标</td></tr>";
  static_cast<void>(folder.write("in/school.html", "<html><body>" + html + "</table></body></html>"));
  const auto store = open(folder.path() + "/a.db");
  IngestOptions options = quick_options();
  options.reading.programmes = given->origins();
  REQUIRE(ingest(*store, {folder.path() + "/in"}, *given, options).has_value());
  const auto notices = [&] { return store->database().integer("SELECT count(*) FROM notices WHERE tier = '示范级'"); };
  CHECK(notices() == 1);
  const IngestReport again = run(*store, {folder.path() + "/in"});
  CHECK(again.read == 0);
  CHECK(again.rebuilt == 0);
  CHECK(again.judged == 0);
  CHECK(notices() == 1);
}

}  // namespace gongshi::corpus
