// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/file_reading.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

#include "corpus/ingest.h"
#include "extract/process.h"
#include "extract/sha256.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/records.h"
#include "tests/support/zip_writer.h"

namespace gongshi::corpus {
namespace {

using test::TemporaryFolder;

// Takes 0.3 s of processor time, which needs more than 2 s: seven other threads turn on the same core.
void work_on_a_crowded_core() {
  cpu_set_t cores;
  ::sched_getaffinity(0, sizeof cores, &cores);
  int last = CPU_SETSIZE - 1;
  while (!CPU_ISSET(last, &cores)) --last;
  CPU_ZERO(&cores);
  CPU_SET(last, &cores);
  ::sched_setaffinity(0, sizeof cores, &cores);
  std::atomic<bool> over = false;
  std::vector<std::thread> crowd;
  for (int i = 0; i < 7; ++i)
    crowd.emplace_back([&over] {
      while (!over) {
      }
    });
  timespec used{};
  do {
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  } while (used.tv_sec == 0 && used.tv_nsec < 300'000'000);
  over = true;
  for (std::thread& thread : crowd) thread.join();
}

// Dies of signal 11, also where a sanitizer would make an exit status of it.
void crash() {
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
}

// The fake reader obeys the file's first word; the paragraph that it "reads" says what it saw.
Result<Document> obey(std::string_view bytes, Source source, const extract::Options& options) {
  const std::string text(bytes);
  const auto starts = [&](std::string_view word) { return text.starts_with(word); };
  Document document;
  document.source = std::move(source);
  std::string saw = text;
  if (starts("segfault")) crash();
  if (starts("abort")) std::abort();
  if (starts("exit")) std::_Exit(7);
  if (starts("throw")) throw std::runtime_error("the reader is confused");
  if (starts("hang"))
    while (true) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  if (starts("turn"))
    for (volatile bool on = true; on;) {
    }
  if (starts("talk")) saw.assign(std::size_t{8} << 20, 'x');
  if (starts("crowded")) work_on_a_crowded_core();
  if (starts("devour")) {
    std::vector<std::string> held;
    while (true) held.emplace_back(std::size_t{16} << 20, 'x');
  }
  if (starts("slow"))
    for (int page = 1; page <= 8; ++page) {
      std::this_thread::sleep_for(std::chrono::milliseconds(400));
      options.progress(page, 8);
    }
  if (starts("pages")) {
    for (int page = 1; page <= 3; ++page) options.progress(page, 3);
    saw = "recognises " + std::to_string(options.ocr_workers) + " at once";
  }
  if (starts("flaky")) {  // dies the first time: the scratch folder is new, so the mark stands beside the file's name
                          // in memory only
    const std::string mark = document.source.path + ".tried";
    if (::access(mark.c_str(), F_OK) != 0) std::raise(SIGKILL);
  }
  if (starts("write")) {
    const std::string outside = document.source.path + ".written";
    const int file = ::open(outside.c_str(), O_WRONLY | O_CREAT, 0600);
    saw = file < 0 ? std::string("refused: ") + std::strerror(errno) : "written";
    const std::string inside = std::string(std::getenv("TMPDIR")) + "/scratch.txt";
    saw += std::ofstream(inside) << "x" ? ", scratch works" : ", scratch refused";
  }
  if (starts("home"))
    saw = std::string("data in ") + std::getenv("XDG_DATA_HOME") +
          ", home is scratch: " + (std::string(std::getenv("HOME")) == std::getenv("TMPDIR") ? "yes" : "no");
  if (starts("connect")) saw = ::socket(AF_INET, SOCK_STREAM, 0) < 0 ? "refused" : "connected";
  if (starts("start")) saw = std::system("true") == 0 ? "started" : "refused";
  if (starts("{\\rtf")) {  // a kind for which a worker may start programs: this one starts one that does not end
    const auto ran = extract::run_program({"sleep", text.substr(text.find_first_of("0123456789"))},
                                          std::getenv("TMPDIR"), 300, false);
    if (!ran) return ran.error();
  }
  if (starts("thread")) std::thread([&] { saw = "a thread ran"; }).join();
  if (starts("refuse")) return Error{"file-damaged", document.source.path + ": cut short."};
  Block block;
  block.paragraph.text.utf8 = saw;
  document.blocks.push_back(block);
  return document;
}

// Dies between the members of an archive whose first bytes say so; others are taken apart as ever.
Result<void> walk(std::string_view bytes, const std::string& shown, const extract::ArchiveLimits& limits,
                  const extract::MemberVisitor& visit) {
  return extract::for_each_member(bytes, shown, limits, [&](const std::string& name, const auto& member) {
    if (name == "kills the walker") crash();
    return visit(name, member);
  });
}

ReadingOptions fake_options() {
  ReadingOptions options;
  options.worker_command = {"/proc/self/exe", "a worker of the tests"};
  options.with_document = true;
  options.jobs = 2;
  options.limits.silent_seconds = 1;
  options.limits.memory_bytes = std::uint64_t{400} << 20;
  return options;
}

struct Outcomes {
  std::map<std::string, ReadItem> items;  // by path
  std::string protections;

  Outcome of(const std::string& path) const { return items.at(path).processed.outcome; }
  std::string reason(const std::string& path) const {
    const auto& problems = items.at(path).processed.file.problems;
    return problems.empty() ? "" : problems.front().message;
  }
  // What the fake reader saw.
  std::string text(const std::string& path) const { return items.at(path).document; }
};

Outcomes read(const std::vector<std::string>& paths, const ReadingOptions& options = fake_options()) {
  Outcomes outcomes;
  ReadingEvents events;
  events.item = [&](ReadItem&& item) {
    const std::string path = paths.at(item.input);
    REQUIRE(outcomes.items.emplace(path, std::move(item)).second);
  };
  const auto done = read_files(
      paths.size(),
      [&](std::size_t i) {
        return ReadingInput{paths[i], {}};
      },
      options, events);
  REQUIRE(done.has_value());
  outcomes.protections = *done;
  return outcomes;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a worker of the tests", "[.]") { std::_Exit(serve_file_reading(obey, walk)); }

TEST_CASE("pages are told as they get done, and the cores are shared out among the workers") {
  TemporaryFolder folder;
  const std::vector<std::string> paths = {folder.write("a", "pages"), folder.write("b", "pages")};
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  for (const std::size_t count : {std::size_t{1}, std::size_t{2}}) {
    std::vector<std::pair<int, int>> told;
    std::vector<std::string> saw;
    ReadingEvents events;
    events.pages = [&](std::size_t input, int done, int total) {
      if (input == 0) told.emplace_back(done, total);
    };
    events.item = [&](ReadItem&& item) { saw.push_back(std::move(item.document)); };
    const auto input = [&](std::size_t i) { return ReadingInput{paths[i], {}}; };
    REQUIRE(read_files(count, input, fake_options(), events));
    CHECK(told == std::vector<std::pair<int, int>>{{1, 3}, {2, 3}, {3, 3}});
    REQUIRE(saw.size() == count);
    const int each = std::clamp(cores / static_cast<int>(count), 1, 8);
    for (const std::string& text : saw) CHECK(contains(text, "recognises " + std::to_string(each) + " at once"));
  }
}

TEST_CASE("files are read in workers, whatever the number of workers") {
  TemporaryFolder folder;
  std::vector<std::string> paths;
  for (int i = 0; i < 20; ++i) paths.push_back(folder.write("plain" + std::to_string(i), "text " + std::to_string(i)));
  for (int jobs : {1, 3}) {
    ReadingOptions options = fake_options();
    options.jobs = jobs;
    const Outcomes outcomes = read(paths, options);
    REQUIRE(outcomes.items.size() == 20);
    for (const std::string& path : paths) CHECK(outcomes.of(path) == Outcome::kNotANotice);
    CHECK(contains(outcomes.text(paths[7]), "text 7"));
    INFO(outcomes.protections);
    CHECK(contains(outcomes.protections, "no new privileges"));
  }
}

TEST_CASE("a crash costs one file, and its reason is told") {
  TemporaryFolder folder;
  const auto segfault = folder.write("segfault", "segfault"), abort = folder.write("abort", "abort"),
             exit = folder.write("exit", "exit"), thrown = folder.write("throw", "throw"),
             refused = folder.write("refuse", "refuse"), good = folder.write("good", "good"),
             missing = (folder.path() + "/missing");
  const Outcomes outcomes = read({segfault, abort, good, exit, thrown, refused, missing});
  REQUIRE(outcomes.items.size() == 7);
  CHECK(outcomes.of(segfault) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(segfault), "signal 11"));
  CHECK(outcomes.of(abort) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(abort), "signal 6"));
  CHECK(outcomes.of(exit) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(exit), "status 7"));
  CHECK(outcomes.of(thrown) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(thrown), "confused"));
  CHECK(outcomes.of(refused) == Outcome::kRefused);
  CHECK(outcomes.of(missing) == Outcome::kRefused);
  CHECK(outcomes.of(good) == Outcome::kNotANotice);
  CHECK(outcomes.items.at(segfault).processed.file.source.sha256.size() == 64);
}

TEST_CASE("an archive that kills what takes it apart is told of with its hash, after what came before") {
  TemporaryFolder folder;
  const std::string bytes = test::make_zip({{"a", "one"}, {"kills the walker", "two"}, {"z", "three"}});
  const std::string archive = folder.write("a.zip", bytes);
  std::vector<ReadItem> items;
  ReadingEvents events;
  events.item = [&](ReadItem&& item) { items.push_back(std::move(item)); };
  std::size_t finished = 0;
  events.finished = [&](std::size_t) { ++finished; };
  REQUIRE(read_files(
      1,
      [&](std::size_t) {
        return ReadingInput{archive, {}};
      },
      fake_options(), events));
  REQUIRE(items.size() == 2);
  CHECK(items[0].processed.file.source.member == "a");
  CHECK(items[0].processed.outcome == Outcome::kNotANotice);
  const ProcessedFile& whole = items[1].processed;
  CHECK(whole.outcome == Outcome::kCrashed);
  CHECK(whole.file.source.member.empty());
  CHECK(whole.file.source.sha256 == extract::sha256(bytes));
  CHECK(whole.file.source.kind == "zip");
  CHECK(contains(whole.file.problems.front().message, "signal 11"));
  CHECK(finished == 1);
}

TEST_CASE("an archive that kills what takes it apart stands in the ledger and is not tried again") {
  TemporaryFolder folder;
  const std::string in = folder.path() + "/in";
  std::filesystem::create_directory(in);
  const std::string archive =
      folder.write("in/a.zip", test::make_zip({{"a", "one"}, {"kills the walker", "two"}, {"z", "three"}}));
  std::filesystem::last_write_time(archive, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  auto store = Store::open(folder.path() + "/a.db", {}, test::standard());
  REQUIRE(store);
  IngestOptions options;
  options.reading = fake_options();
  const auto run = [&] {
    const auto report = ingest(**store, {in}, test::programmes(), options);
    if (!report) FAIL(report.error().message);
    return *report;
  };
  CHECK(run().crashed == 1);
  const auto check_ledger = [&] {
    const auto whole = (*store)->find_location(archive, ""), member = (*store)->find_location(archive, "a");
    REQUIRE(whole);
    CHECK(whole->outcome == "crashed");
    REQUIRE(whole->file);
    CHECK(contains((*store)->load(whole->file->id).file.problems.front().message, "signal 11"));
    REQUIRE(member);  // what was read before stays
    CHECK(member->outcome == "not-a-notice");
  };
  check_ledger();
  const IngestReport second = run();
  CHECK(second.unchanged == 1);
  CHECK(second.crashed == 0);
  CHECK(second.read == 0);
  // Known by its hash where its time of change is another.
  std::filesystem::last_write_time(archive, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  CHECK(run().crashed == 0);
  check_ledger();
  // A later reader tries again; once it can be taken apart, the archive is an archive.
  (*store)->database().execute("UPDATE files SET reader = 'earlier'");
  IngestOptions mended = options;
  mended.reading.worker_command = {test::kProgram, "worker"};
  const auto third = ingest(**store, {in}, test::programmes(), mended);
  REQUIRE(third);
  CHECK((*store)->find_location(archive, "")->outcome == "archive");
  CHECK((*store)->members(archive).size() == 3);
  CHECK((*store)->database().integer("SELECT count(*) FROM files WHERE outcome = 'crashed'") == 0);
}

TEST_CASE("a file that hangs is given up, and slow work with progress is not") {
  TemporaryFolder folder;
  const auto hang = folder.write("hang", "hang"), slow = folder.write("slow", "slow"),
             good = folder.write("good", "good");
  const Outcomes outcomes = read({hang, slow, good});
  CHECK(outcomes.of(hang) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(hang), "no progress for 1 s"));
  CHECK(outcomes.of(slow) == Outcome::kNotANotice);
  CHECK(outcomes.of(good) == Outcome::kNotANotice);
}

TEST_CASE("a file that turns in circles is given up, and one that is kept waiting for a processor is not") {
  const TemporaryFolder folder;
  const auto turn = folder.write("turn", "turn"), crowded = folder.write("crowded", "crowded");
  const Outcomes outcomes = read({turn, crowded});
  CHECK(outcomes.of(turn) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(turn), "no progress for 1 s"));
  if (std::ifstream("/proc/self/schedstat")) CHECK(outcomes.of(crowded) == Outcome::kNotANotice);
}

TEST_CASE("a file that takes too much processor time, or answers at too great a length, is given up") {
  const TemporaryFolder folder;
  const auto turn = folder.write("turn", "turn"), talk = folder.write("talk", "talk");
  ReadingOptions options = fake_options();
  options.limits.silent_seconds = 100;
  options.limits.cpu_seconds = 1;
  options.limits.output_bytes = std::uint64_t{4} << 20;
  const Outcomes outcomes = read({turn, talk}, options);
  CHECK(outcomes.of(turn) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(turn), "too much processor time"));
  CHECK(outcomes.of(talk) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(talk), "larger than the limit of 4 MB"));
  CHECK(contains(outcomes.reason(talk), "have it saved anew"));
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_CASE("a file that devours memory is given up") {
  TemporaryFolder folder;
  const auto devour = folder.write("devour", "devour"), good = folder.write("good", "good");
  ReadingOptions options = fake_options();
  options.limits.silent_seconds = 100;  // on a busy machine it takes a while to fill the memory
  const Outcomes outcomes = read({devour, good}, options);
  CHECK(outcomes.of(devour) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(devour), "memory"));
  CHECK(outcomes.of(good) == Outcome::kNotANotice);
}
#endif

TEST_CASE("a crash that does not come again costs nothing") {
  TemporaryFolder folder;
  const auto flaky = folder.write("flaky", "flaky");
  ReadingOptions options = fake_options();
  ReadingEvents events;
  std::vector<ReadItem> items;
  events.item = [&](ReadItem&& item) { items.push_back(std::move(item)); };
  // The second try finds the mark that is made once the first has begun.
  events.wanted = [&](std::size_t, const Source&) {
    static int asked = 0;
    if (++asked == 2) folder.write("flaky.tried", "");
    return true;
  };
  REQUIRE(read_files(
      1,
      [&](std::size_t) {
        return ReadingInput{flaky, {}};
      },
      options, events));
  REQUIRE(items.size() == 1);
  CHECK(items[0].processed.outcome == Outcome::kNotANotice);
}

TEST_CASE("a worker finds what the user has installed, though its home is a scratch folder") {
  const TemporaryFolder folder;
  const auto path = folder.write("home", "home");
  const char* const own = std::getenv("XDG_DATA_HOME");
  const std::string before = own != nullptr ? own : "";
  ::unsetenv("XDG_DATA_HOME");
  const std::string from_home = read({path}).text(path);
  ::setenv("XDG_DATA_HOME", "/srv/data", 1);
  const std::string from_variable = read({path}).text(path);
  own != nullptr ? ::setenv("XDG_DATA_HOME", before.c_str(), 1) : ::unsetenv("XDG_DATA_HOME");
  CHECK(contains(from_home, std::string("data in ") + std::getenv("HOME") + "/.local/share, home is scratch: yes"));
  CHECK(contains(from_variable, "data in /srv/data, home is scratch: yes"));
}

TEST_CASE("a worker cannot write, connect or start programs, but can use threads") {
  TemporaryFolder folder;
  const auto write = folder.write("write", "write"), connect = folder.write("connect", "connect"),
             start = folder.write("start", "start"), thread = folder.write("thread", "thread");
  const Outcomes outcomes = read({write, connect, start, thread});
  if (contains(outcomes.protections.substr(0, outcomes.protections.find("not available")), "Landlock")) {
    CHECK(contains(outcomes.text(write), "refused"));
    CHECK(::access((folder.path() + "/write.written").c_str(), F_OK) != 0);
  }
  CHECK(contains(outcomes.text(write), "scratch works"));
  if (contains(outcomes.protections.substr(0, outcomes.protections.find("not available")), "seccomp")) {
    CHECK(contains(outcomes.text(connect), "refused"));
    CHECK(contains(outcomes.text(start), "refused"));
  }
  CHECK(contains(outcomes.text(thread), "a thread ran"));
}

namespace {

// Processes whose command line is "sleep SECONDS".
int sleepers(const std::string& seconds) {
  int found = 0;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", failed)) {
    std::ifstream file(entry.path() / "cmdline");
    std::string line;
    std::getline(file, line);
    if (line == std::string("sleep\0", 6) + seconds + std::string(1, '\0')) ++found;
  }
  return found;
}

bool sleepers_become(const std::string& seconds, int wanted) {
  for (int i = 0; i < 500; ++i) {
    if (sleepers(seconds) == wanted) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace

TEST_CASE("programs that a worker started end with it, and with whoever is killed above it") {
  TemporaryFolder folder;
  const std::string seconds = "77" + std::to_string(::getpid());
  const auto file = folder.write("endless.rtf", "{\\rtf " + seconds);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ReadingOptions options = fake_options();
    options.limits.silent_seconds = 600;
    ReadingEvents events;
    events.item = [](ReadItem&&) {};
    const auto read = read_files(
        1,
        [&](std::size_t) {
          return ReadingInput{file, {}};
        },
        options, events);
    ::_exit(read ? 0 : 1);
  }
  CHECK(sleepers_become(seconds, 1));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(sleepers_become(seconds, 0));

  // The worker falls silent and is ended by the pool, twice.
  const Outcomes outcomes = read({file});
  CHECK(outcomes.of(file) == Outcome::kCrashed);
  CHECK(contains(outcomes.reason(file), "no progress"));
  CHECK(sleepers(seconds) == 0);
}

TEST_CASE("a file that is not wanted is not read") {
  TemporaryFolder folder;
  const auto crash = folder.write("segfault", "segfault");
  ReadingEvents events;
  int items = 0, finished = 0;
  events.item = [&](ReadItem&&) { ++items; };
  events.finished = [&](std::size_t) { ++finished; };
  events.wanted = [&](std::size_t, const Source& found) {
    CHECK(found.sha256.size() == 64);
    CHECK(found.bytes == 8);
    return false;
  };
  REQUIRE(read_files(
      1,
      [&](std::size_t) {
        return ReadingInput{crash, {}};
      },
      fake_options(), events));
  CHECK(items == 0);
  CHECK(finished == 1);
}

TEST_CASE("workers that cannot be started are an error, not an endless loop") {
  TemporaryFolder folder;
  const auto file = folder.write("good", "good");
  ReadingOptions options = fake_options();
  options.worker_command = {"/bin/false"};
  ReadingEvents events;
  events.item = [](ReadItem&&) { FAIL("nothing can have been read"); };
  const auto failed = read_files(
      1,
      [&](std::size_t) {
        return ReadingInput{file, {}};
      },
      options, events);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == "worker-start");
}

TEST_CASE("stopping ends the workers at once") {
  TemporaryFolder folder;
  const auto file = folder.write("hang", "hang");
  ReadingOptions options = fake_options();
  options.limits.silent_seconds = 600;
  ReadingEvents events;
  events.item = [](ReadItem&&) { FAIL("nothing can have been read"); };
  int ticks = 0;
  events.tick = [&] { return ++ticks < 5; };
  const auto stopped = read_files(
      1,
      [&](std::size_t) {
        return ReadingInput{file, {}};
      },
      options, events);
  REQUIRE_FALSE(stopped.has_value());
  CHECK(stopped.error().code == "stopped");
}

}  // namespace gongshi::corpus
