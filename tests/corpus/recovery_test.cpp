// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is killed, full or unplugged at whatever moment: the next run ends with what an undisturbed run gives.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "corpus/ingest.h"
#include "tests/support/fault_disk.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

namespace {

constexpr const char* kDiesAt = "GONGSHI_TEST_DIES_AT";

}  // namespace

// Workers say everything through send(). In a worker that is told to die at its n-th word, this one comes in its place:
// half of the word goes out, then the process is gone.
extern "C" ssize_t send(int descriptor, const void* bytes, size_t size, int flags) {
  static const char* const dies_at = std::getenv(kDiesAt);
  static int words = 0;
  if (dies_at == nullptr || ++words < std::atoi(dies_at)) return ::sendto(descriptor, bytes, size, flags, nullptr, 0);
  ::sendto(descriptor, bytes, size / 2, flags, nullptr, 0);
  return std::raise(SIGKILL);
}

namespace gongshi::corpus {
namespace {

using test::FaultDisk;
using test::TemporaryFolder;

std::string small_docx(std::uint64_t number) {
  Notice notice = test::fictional_notice(number, test::standard());
  notice.rows.resize(3);
  return test::to_docx(notice);
}

std::string dump_of(Store& store) {
  std::string text;
  store.dump([&](std::string_view line) { text.append(line).push_back('\n'); });
  return text;
}

// What workers handed back for a folder, to be handed back again at once as often as a test wants it.
class Recording {
 public:
  explicit Recording(const std::string& folder) {
    std::vector<Problem> problems;
    const std::vector<std::string> paths = list_inputs({folder}, problems);
    ReadingOptions options;
    options.worker_command = {test::kProgram, "worker"};
    options.extract.ocr_engine = "none";
    options.with_audit = options.with_document = true;
    ReadingEvents events;
    events.item = [&](ReadItem&& item) { items_[paths.at(item.input)].push_back(std::move(item)); };
    const auto read = read_files(
        paths.size(),
        [&](std::size_t i) {
          return ReadingInput{paths[i], {}};
        },
        options, events);
    if (!read) FAIL(read.error().message);
  }

  Result<std::string> operator()(std::size_t count, const std::function<ReadingInput(std::size_t)>& input,
                                 const ReadingOptions&, const ReadingEvents& events) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (!events.tick()) return Error{"stopped", "Stopped."};
      for (ReadItem item : items_.at(input(i).path)) {
        item.input = i;
        if (events.wanted(i, item.processed.file.source)) events.item(std::move(item));
      }
      events.finished(i);
    }
    return std::string("none");
  }

 private:
  std::map<std::string, std::vector<ReadItem>> items_;
};

// A small archive's life: a first delivery, a second with changes, and a file that has to be forgotten.
class Life {
 public:
  Life() : in_(folder_.path() + "/in"), recordings_(record()) {
    FaultDisk disk;
    const StoreOptions options{false, true, disk.vfs()};
    for (int step = 0; step < kSteps; ++step) {
      before_.push_back(disk.image());
      disk.load(before_.back());
      if (!take("a.db", options, step)) FAIL(last_error_);
      changes_.push_back(disk.changes());
      after_.push_back(dump_at("a.db", options));
    }
  }

  static constexpr int kSteps = 3;

  /// False where the step failed; last_error() says how.
  bool take(const std::string& path, const StoreOptions& options, int step) {
    reported_.clear();
    last_error_.clear();
    auto store = Store::open(path, options, test::standard());
    if (!store) {
      last_error_ = store.error().message;
      return false;
    }
    try {
      if (step == 2) {
        (*store)->forget(in_ + "/0.docx");
        (*store)->erase_traces();
        return true;
      }
      IngestOptions ingest_options;
      ingest_options.rehash = true;
      ingest_options.read = recordings_[static_cast<std::size_t>(step)];
      const auto report = ingest(**store, {in_}, test::programmes(), ingest_options, [&](const IngestProgress& progress) {
        if (progress.stage == "reading" && !progress.outcome.empty()) reported_.insert(progress.path);
        if (on_progress) on_progress();
        return true;
      });
      if (!report) last_error_ = report.error().message;
      return report.has_value();
    } catch (const DatabaseError& error) {
      last_error_ = error.what();
      return false;
    }
  }

  /// Files and members that the last ingest has reported as done.
  [[nodiscard]] const std::set<std::string>& reported() const { return reported_; }
  [[nodiscard]] const std::string& last_error() const { return last_error_; }
  /// The disk before a step, the dump after it, and the changes of the disk between, all undisturbed.
  [[nodiscard]] const FaultDisk::Image& before(int step) const { return before_.at(static_cast<std::size_t>(step)); }
  [[nodiscard]] const std::string& after(int step) const { return after_.at(static_cast<std::size_t>(step)); }
  [[nodiscard]] int changes(int step) const { return changes_.at(static_cast<std::size_t>(step)); }

  static std::string dump_at(const std::string& path, const StoreOptions& options) {
    auto store = Store::open(path, options, test::standard());
    if (!store) FAIL(store.error().message);
    return dump_of(**store);
  }

  std::function<void()> on_progress;

 private:
  std::vector<Recording> record() {
    std::vector<Recording> recordings;
    folder_.write("in/0.docx", small_docx(0));
    folder_.write("in/8.docx", small_docx(8));
    folder_.write("in/9.docx", small_docx(9));  // takes over the claims of 8
    folder_.write("in/all.zip", test::to_zip({{"2.docx", small_docx(2)}, {"3.docx", small_docx(3)}}));
    folder_.write("in/broken.docx", "PK\x03\x04 this is no archive");
    recordings.emplace_back(in_);
    folder_.write("in/8.docx", small_docx(18));
    folder_.write("in/all.zip", test::to_zip({{"2.docx", small_docx(2)}, {"4.docx", small_docx(4)}}));
    recordings.emplace_back(in_);
    return recordings;
  }

  TemporaryFolder folder_;
  std::string in_;
  std::vector<Recording> recordings_;
  std::vector<FaultDisk::Image> before_;
  std::vector<std::string> after_;
  std::vector<int> changes_;
  std::set<std::string> reported_;
  std::string last_error_;
};

Life& life() {
  static Life the_life;
  return the_life;
}

// What was reported as done is there after the restart.
void check_reported(const StoreOptions& options, const std::set<std::string>& reported) {
  if (reported.empty()) return;
  auto store = Store::open("a.db", options, test::standard());
  REQUIRE(store.has_value());
  for (const std::string& path : reported) {
    const auto mark = path.find('!');
    const std::string member = mark == std::string::npos ? "" : path.substr(mark + 1);
    INFO(path);
    REQUIRE((*store)->find_location(path.substr(0, mark), member).has_value());
  }
}

bool told(const std::string& words) { return life().last_error().find(words) != std::string::npos; }

// Every `stride`-th change of a step fails, and all after it, until the restart.
void fail_everywhere(FaultDisk::Fault fault, int step, int stride) {
  FaultDisk disk;
  const StoreOptions options{false, true, disk.vfs()};
  for (int change = 1; change <= life().changes(step); change += stride) {
    INFO("change " << change << " of " << life().changes(step));
    disk.load(life().before(step));
    disk.fail_at(change, fault);
    if (!life().take("a.db", options, step)) {
      INFO(life().last_error());
      if (fault == FaultDisk::Fault::kFull)
        REQUIRE((told("full") || told("unable to open")));  // a new file cannot be made
      if (fault == FaultDisk::Fault::kReadOnly) REQUIRE((told("readonly") || told("unable to open")));
    }
    const std::set<std::string> reported = life().reported();
    disk.restart(static_cast<std::uint64_t>(change));
    check_reported(options, reported);
    REQUIRE(life().take("a.db", options, step));
    if (Life::dump_at("a.db", options) != life().after(step)) FAIL("the store differs from an undisturbed one");
  }
}

}  // namespace

TEST_CASE("a power cut at any write of a first ingest loses nothing that was reported, and the next run goes on") {
  fail_everywhere(FaultDisk::Fault::kPowerCut, 0, 1);
}

TEST_CASE("a power cut at any write of an ingest of changes does no harm") {
  fail_everywhere(FaultDisk::Fault::kPowerCut, 1, 1);
}

TEST_CASE("a power cut at any write while a file is forgotten does no harm") {
  fail_everywhere(FaultDisk::Fault::kPowerCut, 2, 1);
}

TEST_CASE("a disk that is full or read-only is told, and does no harm") {
  for (int step = 0; step < Life::kSteps; ++step) {
    fail_everywhere(FaultDisk::Fault::kFull, step, 11);
    fail_everywhere(FaultDisk::Fault::kReadOnly, step, 11);
  }
}

TEST_CASE("a process that is killed at any write of its store on a real disk loses nothing") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/a.db";
  for (int step = 0; step < Life::kSteps; ++step) {
    // Not the memory disk's count: here there is shared memory beside the log.
    int killed = 0;
    for (int change = 1;; change += 7) {
      INFO("step " << step << ", change " << change);
      for (const char* suffix : {"", "-wal", "-shm"}) ::unlink((path + suffix).c_str());
      for (const auto& [name, bytes] : life().before(step)) folder.write(name, bytes);
      const pid_t child = ::fork();
      REQUIRE(child >= 0);
      if (child == 0) {
        const std::string vfs = test::dying_vfs(change);
        ::_exit(life().take(path, {false, false, vfs}, step) ? 0 : 1);
      }
      int status = 0;
      ::waitpid(child, &status, 0);
      REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
      if (!WIFSIGNALED(status)) break;
      ++killed;
      const StoreOptions living{false, false, test::dying_vfs(0)};
      REQUIRE(life().take(path, living, step));
      if (Life::dump_at(path, living) != life().after(step)) FAIL("the store differs from an undisturbed one");
    }
    CHECK(killed > 5);
  }
}

// ---- workers ----

TEST_CASE("a worker that dies", "[.]") { std::_Exit(serve_file_reading()); }

TEST_CASE("workers that die at any word they say cost nothing") {
  TemporaryFolder folder;
  for (std::uint64_t i : {0, 1, 2}) folder.write("in/" + std::to_string(i) + ".docx", small_docx(i));
  folder.write("in/all.zip", test::to_zip({{"3.docx", small_docx(3)}, {"4.docx", small_docx(4)}}));
  folder.write("in/broken.docx", "PK\x03\x04 this is no archive");
  IngestOptions options;
  options.reading.jobs = 1;
  options.reading.extract.ocr_engine = "none";
  const auto ingest_into = [&](const std::string& name) {
    auto store = Store::open(folder.path() + "/" + name, {}, test::standard());
    REQUIRE(store.has_value());
    const auto report = ingest(**store, {folder.path() + "/in"}, test::programmes(), options);
    REQUIRE(report.has_value());
    CHECK(report->crashed == 0);
    return dump_of(**store);
  };
  options.reading.worker_command = {test::kProgram, "worker"};
  const std::string expected = ingest_into("undisturbed.db");
  options.reading.worker_command = {"/proc/self/exe", "a worker that dies"};
  // Each worker has said enough for one file by then: no file costs two workers.
  constexpr int kWordsOfOneFile = 16;
  for (int words = kWordsOfOneFile; words < kWordsOfOneFile + 40; ++words) {
    INFO("workers die at send " << words);
    ::setenv(kDiesAt, std::to_string(words).c_str(), 1);
    const std::string dump = ingest_into(std::to_string(words) + ".db");
    ::unsetenv(kDiesAt);
    if (dump != expected) FAIL("the store differs from an undisturbed one");
  }
}

// ---- the program ----

TEST_CASE("the program that is killed with its workers goes on where it was") {
  TemporaryFolder folder;
  for (std::uint64_t i = 0; i < 8; ++i) folder.write("in/" + std::to_string(i) + ".docx", small_docx(i));
  const std::string db = folder.path() + "/a.db";
  const auto run = [&](int kill_after) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::dup2(ends[1], STDERR_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      const int nowhere = ::open("/dev/null", O_WRONLY);
      ::dup2(nowhere, STDOUT_FILENO);
      ::execl(test::kProgram, "gongshi", "ingest", (folder.path() + "/in").c_str(), "--db", db.c_str(), "--json-log",
              "--rehash", "--ocr", "none", "--jobs", "2", nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    FILE* log = ::fdopen(ends[0], "r");
    char line[4096];
    for (int lines = 0; std::fgets(line, sizeof line, log) != nullptr;)
      if (++lines == kill_after) ::kill(child, SIGKILL);
    std::fclose(log);
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  };
  REQUIRE(run(0) == 0);
  const std::string expected = Life::dump_at(db, {});
  for (int lines = 1; lines <= 16; lines += 3) {
    INFO("killed after " << lines << " lines of its log");
    for (const char* suffix : {"", "-wal", "-shm"}) ::unlink((db + suffix).c_str());
    CHECK(WIFSIGNALED(run(lines)));
    REQUIRE(run(0) == 0);
    if (Life::dump_at(db, {}) != expected) FAIL("the store differs from an undisturbed one");
  }
}

}  // namespace gongshi::corpus
