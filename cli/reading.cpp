// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reading.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

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
  std::vector<corpus::ProcessedFile> files;
  for (const std::string& input : inputs) {
    if (terminal) std::fprintf(stderr, "\r\033[K%zu/%zu %s", files.size() + 1, inputs.size(), input.c_str());
    files.push_back(corpus::read_input(input, standard, options));
    if (terminal) std::fprintf(stderr, "\r\033[K");
    explain(files.back().file);
    if (unread(files.back().outcome)) status = std::max<int>(status, kExitUnreadable);
  }
  return files;
}

}  // namespace gongshi::cli
