// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reading.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/work_clock.h"
#include "schema/language.h"
#include "schema/presentable.h"

namespace gongshi::cli {
namespace {

/// The line on the terminal: files done, the time left, and how far the pages of the file in hand are.
class ProgressLine {
 public:
  ProgressLine() : shown_(isatty(STDERR_FILENO) != 0) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
  }

  void show(const app::ReadingProgress& progress) {
    if (!shown_) return;
    if (!planned_) plan(*progress.inputs);
    clock_.follow(progress.input, progress.begun, progress.pages_done, progress.pages);
    std::string line = say("{1}/{2} files", {std::to_string(progress.files_done), std::to_string(progress.files)});
    if (const auto left = clock_.seconds_left()) line += ", " + say("about {} left", {duration_words(*left)});
    if (const auto file = clock_.in_hand()) {
      line += "; " + std::filesystem::path((*progress.inputs)[*file]).filename().string();
      if (progress.pages > 0 && progress.input == *file)
        line += say(", page {1} of {2}", {std::to_string(progress.pages_done), std::to_string(progress.pages)});
    }
    std::fprintf(stderr, "\r\033[K%s", presentable_line(line).c_str());
  }

 private:
  void plan(const std::vector<std::string>& inputs) {
    planned_ = true;
    std::vector<Work> files;
    for (const std::string& path : inputs) {
      std::error_code unknown;
      const auto bytes = std::filesystem::file_size(path, unknown);
      files.push_back(work_of(path, unknown ? 0 : bytes));
    }
    clock_.plan(std::move(files));
  }

  bool shown_, planned_ = false;
  WorkClock clock_;
};

void explain(const NoticeFile& file) {
  for (const Problem& problem : file.problems) {
    const std::string page = problem.page > 0 ? say(", page {}", {std::to_string(problem.page)}) : "";
    complain(file.source.display() + page + ": " + problem.message + " [" + problem.code + "]");
  }
}

}  // namespace

std::string duration_words(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::max(0.0, seconds) + 0.5);
  if (whole < 60) return say("{} s", {std::to_string(whole)});
  if (whole < 600) return say("{1} min {2} s", {std::to_string(whole / 60), std::to_string(whole % 60 / 10 * 10)});
  if (whole < 3600) return say("{} min", {std::to_string((whole + 30) / 60)});
  return say("{1} h {2} min", {std::to_string(whole / 3600), std::to_string(whole % 3600 / 60)});
}

void localize_problems(NoticeFile& file) {
  for (Problem& problem : file.problems) problem.message = localized(problem.message);
}

app::FilesRead read_with_progress(const std::function<app::FilesRead(const app::ReadingWatcher& watcher)>& read) {
  std::optional<ProgressLine> line(std::in_place);
  app::FilesRead result = read([&](const app::ReadingProgress& progress) {
    line->show(progress);
    return true;
  });
  line.reset();
  for (const Problem& problem : result.missing) complain(problem.message + " [" + problem.code + "]");
  if (result.broken_off) complain(result.broken_off->message);
  for (const corpus::ProcessedFile& processed : result.files) explain(processed.file);
  return result;
}

}  // namespace gongshi::cli
