// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reading.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "corpus/file_reading.h"

namespace gongshi::cli {
namespace {

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

  const bool terminal = isatty(STDERR_FILENO) != 0;
  std::vector<corpus::ReadItem> items;
  std::size_t done = 0;
  corpus::ReadingEvents events;
  events.item = [&](corpus::ReadItem&& item) { items.push_back(std::move(item)); };
  events.finished = [&](std::size_t) {
    ++done;
    if (terminal) std::fprintf(stderr, "\r\033[K%zu/%zu files", done, inputs.size());
  };
  corpus::ReadingOptions reading;
  reading.standard_id = standard.id;
  reading.extract = options;
  const auto read = corpus::read_files(
      inputs.size(),
      [&](std::size_t i) {
        return corpus::ReadingInput{inputs[i], {}};
      },
      reading, events);
  if (terminal) std::fprintf(stderr, "\r\033[K");
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

}  // namespace gongshi::cli
