// SPDX-License-Identifier: GPL-3.0-or-later
// compare_notices FOLDER COUNT[+MORE]…: for each count, a fresh store of so many fictional notices, put in as records
// without files, and then the last stage of an ingest over all of them: the comparison between notices; then the same
// for so many more notices that come later. Prints seconds, memory and size. The figures stand in
// docs/store.md.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "corpus/ingest.h"
#include "extract/sha256.h"
#include "tests/support/fictional_notices.h"

namespace {

using namespace gongshi;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double processor_seconds() {
  struct rusage used {};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void fill(corpus::Store& store, std::uint64_t first, std::uint64_t count, const Programmes& programmes,
          const corpus::StageVersions& versions) {
  store.database().execute("PRAGMA synchronous = OFF");  // the filling is not what is measured
  for (std::uint64_t i = first; i < first + count; ++i) {
    corpus::ProcessedFile processed;
    processed.file.source.path = fmt::format("{}.docx", i);
    processed.file.source.sha256 = extract::sha256(processed.file.source.path);
    processed.file.notices.push_back(test::fictional_notice(i, programmes.first().standard()));
    processed.audited.emplace_back();
    const test::FictionalPlace place = test::fictional_place(i);
    store.put_file(processed, "", "", versions,
                   {processed.file.source.path, "", 0, 0, {place.city, place.county, place.street}});
  }
  store.database().execute("PRAGMA synchronous = FULL");
}

// Puts in `count` notices, compares, prints a line. False where that failed.
bool measure(corpus::Store& store, const std::string& path, const std::string& name, std::uint64_t first,
             std::uint64_t count, const Programmes& programmes) {
  corpus::IngestOptions options;
  const auto start = Clock::now();
  fill(store, first, count, programmes, corpus::stage_versions(programmes, options.reading));
  const double filled = seconds_since(start), before = processor_seconds();
  const auto report = corpus::ingest(store, {}, programmes, options);
  if (!report) {
    std::fprintf(stderr, "%s\n", report.error().message.c_str());
    return false;
  }
  const double compared = seconds_since(start) - filled, spent = processor_seconds() - before;
  struct rusage used {};
  ::getrusage(RUSAGE_SELF, &used);
  std::printf("%-10s %8.1f %8zu %10.1f %12.1f %14.2f %10ld %10.1f\n", name.c_str(), filled, report->judged, compared,
              spent, spent * 1000 / static_cast<double>(count), used.ru_maxrss / 1024,
              static_cast<double>(std::filesystem::file_size(path)) / 1024 / static_cast<double>(first + count));
  std::fflush(stdout);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: compare_notices FOLDER COUNT...\n");
    return 2;
  }
  const auto programmes = load_programmes(kDefaultProgramme);
  if (!programmes) return 2;
  std::printf("%-10s %8s %8s %10s %12s %14s %10s %10s\n", "notices", "fill_s", "judged", "compare_s", "compare_cpu",
              "cpu_ms_each", "peak_MB", "KB/notice");
  for (int i = 2; i < argc; ++i) {
    char* rest = nullptr;
    const std::uint64_t count = std::strtoull(argv[i], &rest, 10);
    const std::uint64_t more = *rest == '+' ? std::strtoull(rest + 1, nullptr, 10) : 0;
    const std::string path = fmt::format("{}/{}.db", argv[1], count);
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    auto store = corpus::Store::open(path, {}, programmes->texts());
    if (!store) {
      std::fprintf(stderr, "%s\n", store.error().message.c_str());
      return 2;
    }
    if (!measure(**store, path, std::to_string(count), 0, count, *programmes)) return 2;
    if (more > 0 && !measure(**store, path, rest, count, more, *programmes)) return 2;
  }
}
