// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reading.h"

#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/page_clock.h"

namespace gongshi::cli {
namespace {

/// The line on the terminal: files done, and how far the pages of the file in hand are.
class ProgressLine {
 public:
  ProgressLine() : shown_(isatty(STDERR_FILENO) != 0) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
  }

  void show(const app::ReadingProgress& progress) {
    const std::string name = std::to_string(progress.input);
    std::optional<double> left;
    if (progress.pages > 0)
      left = clock_.pages_done(name, progress.pages_done, progress.pages);
    else
      clock_.file_done(name);
    if (!shown_) return;
    std::fprintf(stderr, "\r\033[K%zu/%zu files", progress.files_done, progress.files);
    if (progress.pages > 0) std::fprintf(stderr, ", %d/%d pages", progress.pages_done, progress.pages);
    if (left) std::fprintf(stderr, ", %.0f s left", *left);
  }

 private:
  bool shown_;
  PageClock clock_;
};

void explain(const NoticeFile& file) {
  for (const Problem& problem : file.problems) {
    const std::string page = problem.page > 0 ? ", page " + std::to_string(problem.page) : "";
    complain(file.source.display() + page + ": " + problem.message + " [" + problem.code + "]");
  }
}

}  // namespace

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
