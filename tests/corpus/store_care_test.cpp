// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/store_care.h"

#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "audit/auditor.h"
#include "corpus/ingest.h"
#include "corpus/store/store.h"
#include "corpus/store/store_schema.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

std::unique_ptr<Store> open(const std::string& path) {
  auto store = Store::open(path, {}, test::standard());
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

std::string dump_of(const std::string& path) {
  std::string text;
  open(path)->dump([&](std::string_view line) { text.append(line).push_back('\n'); });
  return text;
}

void put(Store& store, std::uint64_t number) {
  ProcessedFile processed;
  processed.file.source.path = "/archive/" + std::to_string(number) + ".docx";
  processed.file.source.sha256 = std::string(60, 'a') + std::to_string(1000 + number);
  processed.file.notices.push_back(test::fictional_notice(number, test::standard()));
  processed.audited.push_back(audit::audit_notice(processed.file.notices[0], test::programme(), nullptr, {}));
  store.put_file(processed, "a document", "", stage_versions(test::programmes(), {}),
                 {processed.file.source.path, "", 1, 2, {"云州市", "", ""}});
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("a backup is the store at one moment, though others write to it") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/a.db", copy = folder.path() + "/copy.db";
  put(*open(path), 0);
  std::atomic<bool> go_on = true;
  std::thread writer([&] {
    const auto store = open(path);
    for (std::uint64_t i = 1; go_on; ++i) put(*store, i);
  });
  for (int i = 0; i < 3; ++i) {
    const auto made = back_up(path, copy, true);
    if (!made) FAIL(made.error().message);
    CHECK(made->version == kStoreVersion);
    CHECK(made->files > 0);
    CHECK(made->files == made->notices);
    struct stat status {};
    REQUIRE(::stat(copy.c_str(), &status) == 0);
    CHECK((status.st_mode & 0077) == 0);
  }
  go_on = false;
  writer.join();
  CHECK(examine_store(copy).has_value());

  const std::string before = dump_of(path);
  REQUIRE(back_up(path, copy, true).has_value());
  CHECK(dump_of(copy) == before);
}

TEST_CASE("a backup takes nobody's place, and a store that is none is not backed up") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/a.db", copy = folder.path() + "/copy.db";
  put(*open(path), 0);
  const std::string other = folder.write("copy.db", "somebody's");
  CHECK(back_up(path, copy, false).error().code == "backup-exists");
  CHECK(test::read_bytes(other) == "somebody's");
  CHECK(back_up(path, path, true).error().code == "backup-exists");
  CHECK(back_up(folder.path() + "/none.db", copy, true).error().code == "store-missing");
  CHECK(back_up(folder.write("text.db", std::string(5000, 'x')), copy, true).error().code == "store-damaged");
  CHECK(back_up(path, folder.path() + "/none/copy.db", false).error().code == "backup-unwritable");
  CHECK(test::read_bytes(other) == "somebody's");
  for (const std::string& name : files_in(folder.path())) CHECK(name.find(".partial") == std::string::npos);
}

TEST_CASE("a damaged page is found before a copy gets its name") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/a.db", copy = folder.path() + "/copy.db";
  {
    const auto store = open(path);
    for (std::uint64_t i = 0; i < 5; ++i) put(*store, i);
    store->database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  std::string bytes = test::read_bytes(path);
  for (std::size_t page = 3; page < bytes.size() / 4096; page += 2) bytes.replace(page * 4096, 64, 64, '\x7F');
  folder.write("a.db", bytes);
  CHECK(examine_store(path).error().code == "store-damaged");
  CHECK(back_up(path, copy, false).error().code == "store-damaged");
  CHECK_FALSE(fs::exists(copy));
}

TEST_CASE("a backup comes back, and what stood there is kept") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/a.db", copy = folder.path() + "/copy.db";
  put(*open(path), 0);
  const std::string then = dump_of(path);
  REQUIRE(back_up(path, copy, false).has_value());
  put(*open(path), 1);
  const std::string now = dump_of(path);

  CHECK(restore(copy, path, false).error().code == "store-exists");
  CHECK(dump_of(path) == now);
  const auto watching = open(path);  // somebody has it open
  const std::int64_t seen = watching->data_version();
  const auto restored = restore(copy, path, true);
  if (!restored) FAIL(restored.error().message);
  CHECK(restored->condition.files == 1);
  CHECK(dump_of(path) == then);
  CHECK(dump_of(restored->kept) == now);
  CHECK(watching->data_version() != seen);
  CHECK(watching->database().integer("SELECT count(*) FROM files") == 1);

  const auto fresh = restore(copy, folder.path() + "/fresh.db", false);
  REQUIRE(fresh.has_value());
  CHECK(fresh->kept.empty());
  CHECK(dump_of(folder.path() + "/fresh.db") == then);
}

TEST_CASE("a store that is broken is put aside for its backup, a broken backup for nothing") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/a.db", copy = folder.path() + "/copy.db";
  put(*open(path), 0);
  REQUIRE(back_up(path, copy, false).has_value());
  const std::string then = dump_of(path), rubbish(5000, 'x');
  for (const char* log : {"-wal", "-shm"}) fs::remove(path + log);
  folder.write("a.db", rubbish);
  const auto restored = restore(copy, path, true);
  if (!restored) FAIL(restored.error().message);
  CHECK(dump_of(path) == then);
  CHECK(test::read_bytes(restored->kept) == rubbish);

  const std::string broken = folder.write("broken.db", rubbish);
  CHECK(restore(broken, path, true).error().code == "store-damaged");
  CHECK(dump_of(path) == then);
}

TEST_CASE("a store of a later version is neither read, backed up nor restored") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/a.db", later = folder.path() + "/later.db";
  put(*open(path), 0);
  {
    const auto store = open(later);
    store->database().execute("PRAGMA user_version = 99");
  }
  const auto refused = restore(later, path, true);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message.find("later version of gongshi") != std::string::npos);
  CHECK_FALSE(back_up(later, folder.path() + "/copy.db", false).has_value());
  StoreOptions reading;
  reading.read_only = true;
  const auto read = Store::open(later, reading, test::standard());
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().message.find("later version of gongshi") != std::string::npos);
}

}  // namespace gongshi::corpus
