// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reading.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "cli/page_clock.h"
#include "corpus/codec.h"
#include "corpus/file_reading.h"

namespace gongshi::cli {
namespace {

/// The line on the terminal: files done, and how far the pages of the file in hand are.
class ProgressLine {
 public:
  explicit ProgressLine(std::size_t files) : shown_(isatty(STDERR_FILENO) != 0), files_(files) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
  }

  void file_done(std::size_t input) {
    clock_.file_done(std::to_string(input));
    ++done_;
    if (shown_) std::fprintf(stderr, "\r\033[K%zu/%zu files", done_, files_);
  }
  void pages_done(std::size_t input, int done, int total) {
    const auto left = clock_.pages_done(std::to_string(input), done, total);
    if (!shown_) return;
    std::fprintf(stderr, "\r\033[K%zu/%zu files, %d/%d pages", done_, files_, done, total);
    if (left) std::fprintf(stderr, ", %.0f s left", *left);
  }

 private:
  bool shown_;
  std::size_t files_, done_ = 0;
  PageClock clock_;
};

bool unread(corpus::Outcome outcome) {
  return outcome == corpus::Outcome::kRefused || outcome == corpus::Outcome::kCrashed ||
         outcome == corpus::Outcome::kReadInPart;
}

void explain(const NoticeFile& file) {
  for (const Problem& problem : file.problems) {
    const std::string page = problem.page > 0 ? ", page " + std::to_string(problem.page) : "";
    complain(file.source.display() + page + ": " + problem.message + " [" + problem.code + "]");
  }
}

}  // namespace

std::vector<corpus::ProcessedFile> read_inputs(const std::vector<std::string>& paths, const Standard& standard,
                                               const extract::Options& options, int& status) {
  std::vector<Problem> problems;
  const std::vector<std::string> inputs = corpus::list_inputs(paths, problems);
  for (const Problem& problem : problems) complain(problem.message + " [" + problem.code + "]");
  if (!problems.empty()) status = kExitUnreadable;

  std::optional<ProgressLine> line(inputs.size());
  std::vector<corpus::ReadItem> items;
  corpus::ReadingEvents events;
  events.item = [&](corpus::ReadItem&& item) { items.push_back(std::move(item)); };
  events.pages = [&](std::size_t input, int done, int total) { line->pages_done(input, done, total); };
  events.finished = [&](std::size_t input) { line->file_done(input); };
  corpus::ReadingOptions reading;
  reading.standard_id = standard.id;
  reading.extract = options;
  const auto read = corpus::read_files(
      inputs.size(),
      [&](std::size_t i) {
        return corpus::ReadingInput{inputs[i], {}};
      },
      reading, events);
  line.reset();
  if (!read) {
    complain(read.error().message);
    status = kExitUnreadable;
  }
  // Workers get done in any order; what is printed stands in the order of the inputs.
  std::sort(items.begin(), items.end(), [](const corpus::ReadItem& a, const corpus::ReadItem& b) {
    return std::pair(a.input, a.ordinal) < std::pair(b.input, b.ordinal);
  });
  std::vector<corpus::ProcessedFile> files;
  for (corpus::ReadItem& item : items) {
    files.push_back(std::move(item.processed));
    explain(files.back().file);
    if (unread(files.back().outcome)) status = std::max<int>(status, kExitUnreadable);
  }
  return files;
}

std::optional<Document> read_document(const std::string& path, const Standard& standard,
                                      const extract::Options& options) {
  std::vector<corpus::ReadItem> items;
  corpus::ReadingEvents events;
  events.item = [&](corpus::ReadItem&& item) { items.push_back(std::move(item)); };
  corpus::ReadingOptions reading;
  reading.standard_id = standard.id;
  reading.extract = options;
  reading.with_document = true;
  const auto read = corpus::read_files(
      1,
      [&](std::size_t) {
        return corpus::ReadingInput{path, {}};
      },
      reading, events);
  if (!read) {
    complain(read.error().message);
    return std::nullopt;
  }
  if (items.size() != 1 || !items.front().processed.file.source.member.empty()) {
    complain(path + ": is an archive; unpack it and name one document of it.");
    return std::nullopt;
  }
  if (items.front().document.empty()) {
    explain(items.front().processed.file);
    return std::nullopt;
  }
  auto document = corpus::decode_document(items.front().document);
  if (!document) {
    complain(path + ": " + document.error().message);
    return std::nullopt;
  }
  document->source.path = path;
  return std::move(*document);
}

}  // namespace gongshi::cli
