// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/work_clock.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "corpus/pipeline.h"

using gongshi::cli::Work;
using gongshi::cli::work_of;
using gongshi::cli::WorkClock;
using std::chrono::seconds;

namespace {

const WorkClock::Time kStart{};

WorkClock::Time at(double time) {
  return kStart + std::chrono::duration_cast<WorkClock::Time::duration>(std::chrono::duration<double>(time));
}

// A file as it is, not as it is guessed to be.
struct File {
  std::string name;
  std::uint64_t bytes = 0;
  std::string head;
  double seconds_a_page = 0;
  int pages = 1;
  bool tells_pages = false;
};

struct Run {
  std::vector<File> files;
  int workers = 2;
  double speed = 1;  // of the machine
};

// Runs through the files as workers do and returns the worst factor by which the time left was wrong after the first
// tenth; what is wrong by less than three seconds or a twentieth of the whole is right.
double worst_factor(const Run& run, std::mt19937& random) {
  std::vector<std::string> names;
  for (const File& file : run.files) names.push_back(file.name);
  const std::vector<std::size_t> order = gongshi::corpus::kinds_spread(names);
  struct Event {
    double time;
    std::size_t file;
    int done;  // -1: begun; pages: 1 … ; pages + 1: finished
  };
  std::vector<Event> events;
  std::vector<double> free_at(static_cast<std::size_t>(run.workers), 0);
  std::uniform_real_distribution<double> noise(0.7, 1.4);
  for (const std::size_t place : order) {
    const File& file = run.files[place];
    const auto worker = std::min_element(free_at.begin(), free_at.end());
    double time = *worker;
    events.push_back({time, place, -1});
    for (int page = 1; page <= file.pages; ++page) {
      time += file.seconds_a_page * noise(random) / run.speed;
      if (file.tells_pages) events.push_back({time, place, page});
    }
    events.push_back({time, place, file.pages + 1});
    *worker = time;
  }
  const double end = *std::max_element(free_at.begin(), free_at.end());
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.time < b.time; });
  WorkClock clock;
  std::vector<Work> works;
  for (const File& file : run.files) works.push_back(work_of(file.name, file.bytes, file.head));
  clock.plan(works, kStart);
  double worst = 1;
  for (const Event& event : events) {
    const File& file = run.files[event.file];
    if (event.done < 0)
      clock.begun(event.file, at(event.time));
    else if (event.done <= file.pages)
      clock.pages_done(event.file, event.done, file.pages, at(event.time));
    else
      clock.finished(event.file, at(event.time));
    const double left = end - event.time;
    if (event.time < end / 10) continue;
    const auto told = clock.seconds_left(at(event.time));
    REQUIRE(told);
    if (std::abs(*told - left) < std::max(3.0, end / 20)) continue;
    if (*told > 2 * left || left > 2 * *told)
      UNSCOPED_INFO(file.name << " at " << event.time << " of " << end << ": " << *told << " for " << left);
    worst = std::max({worst, *told / std::max(left, 0.001), left / std::max(*told, 0.001)});
  }
  return worst;
}

const std::string kScannersHead =
    "%PDF-1.4\n1 0 obj\n<< /Type /XObject /Subtype /Image /Width 1654 /Height 2339 /Filter /DCTDecode /Length 220000 "
    ">>\n"
    "stream\n";

File word(int i) { return {"通知" + std::to_string(i) + ".docx", 30000, "", 0.06, 1, false}; }
File scan(int i, int pages) {
  return {"扫描" + std::to_string(i) + ".pdf",
          220000ULL * static_cast<std::uint64_t>(pages),
          kScannersHead,
          7,
          pages,
          true};
}
File printed(int i, int pages) {
  return {"打印" + std::to_string(i) + ".pdf", 200000, "%PDF-1.7\n/Font\n", 0.1, pages, true};
}
File photo(int i) { return {"照片" + std::to_string(i) + ".jpg", 900000, "", 9, 1, false}; }

}  // namespace

TEST_CASE("what a file costs is guessed from its name and its first bytes") {
  CHECK(work_of("a.docx", 30000, "").kind == "text");
  CHECK(work_of("a.WPS", 30000, "").kind == "office");
  CHECK(work_of("a.JPG", 300000, "").kind == "picture");
  const Work scanned = work_of("a.pdf", 2200000, kScannersHead);
  CHECK(scanned.kind == "scan");
  CHECK(scanned.pages == Approx(10));
  CHECK(work_of("a.pdf", 2200000, "%PDF-1.7\n" + std::string("/Font")).kind == "pdf");
  CHECK(work_of("没有.pdf", 0).pages == 1);
}

TEST_CASE("the pages left of a file take what those before them took") {
  WorkClock clock;
  clock.plan({{"scan", 5}, {"scan", 3}}, kStart);
  clock.begun(0, kStart);
  clock.pages_done(0, 1, 5, kStart + seconds(3));
  CHECK_FALSE(clock.seconds_for_pages(0));
  CHECK_FALSE(clock.seconds_left(kStart + seconds(3)));
  clock.pages_done(0, 3, 5, kStart + seconds(7));
  CHECK(clock.seconds_for_pages(0) == 4.0);
  CHECK(clock.in_hand() == 0);
  // Archives hold file after file: the count begins again.
  clock.pages_done(0, 1, 4, kStart + seconds(9));
  CHECK_FALSE(clock.seconds_for_pages(0));
  clock.finished(0, kStart + seconds(12));
  CHECK_FALSE(clock.in_hand());
  CHECK(clock.seconds_left(kStart + seconds(12)).value() > 0);
  clock.finished(1, kStart + seconds(15));
  CHECK(clock.seconds_left(kStart + seconds(15)) == 0.0);
}

TEST_CASE("the time left is never wrong by more than twice after the first tenth") {
  std::mt19937 random(17);
  for (const double speed : {0.25, 1.0, 4.0}) {
    for (const int workers : {1, 2, 8}) {
      Run words{{}, workers, speed}, mixed{{}, workers, speed}, few{{}, workers, speed}, unknown{{}, workers, speed};
      for (int i = 0; i < 400; ++i) words.files.push_back(word(i));
      // Many quick files and some slow ones, these last by name.
      for (int i = 0; i < 300; ++i) mixed.files.push_back(word(i));
      for (int i = 0; i < 60; ++i) mixed.files.push_back(printed(i, 4 + i % 9));
      for (int i = 0; i < 40; ++i) mixed.files.push_back(scan(i, 6 + i % 7));
      for (int i = 0; i < 20; ++i) mixed.files.push_back(photo(i));
      for (int i = 0; i < 20; ++i) few.files.push_back(word(i));
      for (int i = 0; i < 5; ++i) few.files.push_back(scan(i, 20));
      // Scans that do not look like any.
      for (int i = 0; i < 200; ++i) {
        unknown.files.push_back(i % 2 == 0 ? printed(i, 8) : scan(i, 8));
        unknown.files.back().head = "%PDF-1.7\n";
        unknown.files.back().bytes = 400000;
      }
      INFO("speed " << speed << ", workers " << workers);
      CHECK(worst_factor(words, random) <= 2);
      CHECK(worst_factor(mixed, random) <= 2);
      CHECK(worst_factor(few, random) <= 2);
      CHECK(worst_factor(unknown, random) <= 2);
    }
  }
}
