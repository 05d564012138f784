// SPDX-License-Identifier: GPL-3.0-or-later
// Files made to hurt: the ingest goes on, within its limits, and says what became of each.
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>

#include "corpus/ingest.h"
#include "corpus/store/search.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/hostile_files.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

IngestOptions strict_options() {
  IngestOptions options;
  options.reading.worker_command = {test::kProgram, "worker"};
  options.reading.jobs = 2;
  options.reading.limits.memory_bytes = std::uint64_t{640} << 20;
  options.reading.limits.silent_seconds = 60;
  options.reading.limits.cpu_seconds = 60;
  return options;
}

std::set<std::string> tree(const std::string& folder) {
  std::set<std::string> names;
  std::error_code failed;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, failed), end;
       !failed && it != end; it.increment(failed))
    names.insert(it->path().string());
  return names;
}

std::string dump_of(Store& store) {
  std::string text;
  store.dump([&](std::string_view line) { text.append(line).push_back('\n'); });
  return text;
}

}  // namespace

TEST_CASE("hostile files cost themselves alone") {
  TemporaryFolder folder;
  const std::string secret = folder.write("secret.txt", "暗语烟霞九万里");
  const auto files = test::hostile_files(secret);
  for (const test::HostileFile& file : files) folder.write("in/" + file.name, file.bytes);
  const Notice notice = test::fictional_notice(7, test::standard());
  folder.write("in/a-good-one.docx", test::to_docx(notice));
  folder.write("in/z-good-one.pdf", test::to_pdf(test::fictional_notice(8, test::standard())));
  fs::create_directory(folder.path() + "/db");
  const std::set<std::string> before = tree(folder.path());
  const bool marked_before = fs::exists("/tmp/hostile-was-here.txt");
  {
    auto opened = Store::open(folder.path() + "/db/a.db", {}, test::standard());
    REQUIRE(opened.has_value());
    Store& store = **opened;
    const auto report = ingest(store, {folder.path() + "/in"}, test::programmes(), strict_options());
    REQUIRE(report.has_value());
    CHECK(report->files == files.size() + 2);
    CHECK(report->notices == 2);
    CHECK(notices_with(store, notice.community).size() == 1);
    // Each stands in the ledger, and what could not be read with its reason.
    for (const test::HostileFile& file : files) {
      INFO(file.name);
      const std::string path = folder.path() + "/in/" + file.name;
      const auto place = store.find_location(path, "");
      REQUIRE(place.has_value());
      Statement row =
          store.database().prepare("SELECT outcome, reason FROM locations WHERE path = ? ORDER BY member LIMIT 1");
      row(path);
      REQUIRE(row.step());
      UNSCOPED_INFO(row.text(0) << ": " << row.text(1));
      // The reason says what to do.
      static const std::regex advice("ask for|check|get the|have it|look at|remove|scale|split|unpack|save");
      if (row.text(0) == "refused" || row.text(0) == "crashed") CHECK(std::regex_search(row.text(1), advice));
      CHECK(row.text(0) != "read");
    }
    const std::string dump = dump_of(store);
    CHECK(dump.find("烟霞") == std::string::npos);
  }
  std::set<std::string> after = tree(folder.path());
  for (const char* suffix : {"", "-wal", "-shm"}) after.erase(folder.path() + "/db/a.db" + suffix);
  CHECK(after == before);
  CHECK(fs::exists("/tmp/hostile-was-here.txt") == marked_before);
#if !defined(__SANITIZE_ADDRESS__)
  struct rusage used {};
  REQUIRE(::getrusage(RUSAGE_CHILDREN, &used) == 0);
  CHECK(used.ru_maxrss / 1024 < 640 + 128);  // libraries and files that are mapped do not count against the limit
#endif
}

TEST_CASE("files that are cut short at any kilobyte are read in part or refused") {
  TemporaryFolder folder;
  const std::string docx = test::to_docx(test::fictional_notice(1, test::standard())),
                    pdf = test::to_pdf(test::fictional_notice(2, test::standard())),
                    zip = test::to_zip(
                        {{"a.docx", docx}, {"b.docx", test::to_docx(test::fictional_notice(3, test::standard()))}});
  std::size_t count = 0;
  for (const auto& [suffix, bytes] : {std::pair(".docx", &docx), std::pair(".pdf", &pdf), std::pair(".zip", &zip)})
    for (std::size_t size = 1024; size < bytes->size(); size += 1024, ++count)
      folder.write("in/" + std::to_string(size) + suffix, bytes->substr(0, size));
  IngestOptions options = strict_options();
  options.reading.extract.ocr_engine = "none";
  auto store = Store::open(folder.path() + "/a.db", {}, test::standard());
  REQUIRE(store.has_value());
  const auto report = ingest(**store, {folder.path() + "/in"}, test::programmes(), options);
  REQUIRE(report.has_value());
  CHECK(report->files == count);
  CHECK(report->crashed == 0);
  CHECK((*store)->database().integer(
            "SELECT count(*) FROM locations WHERE outcome IN ('refused', 'read-in-part') AND reason = ''") == 0);
  CHECK((*store)->database().integer("SELECT count(*) FROM locations WHERE outcome = 'refused'") > 10);
}

}  // namespace gongshi::corpus
