// SPDX-License-Identifier: GPL-3.0-or-later
// The use case before all others: files and folders → records.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "corpus/pipeline.h"
#include "extract/options.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

struct ReadingRequest {
  std::vector<std::string> paths;  ///< Files, folders and archives.
  extract::Options options;        ///< `standard` and `progress` are set by the workers themselves.
  /// Also judge each notice by itself, in the workers, by these rules; nothing beside other notices.
  std::optional<audit::Config> rules = {};
};

/// How far the reading is. `pages` is above 0 while the file `input` is recognised page by page.
struct ReadingProgress {
  std::size_t files_done = 0, files = 0;
  std::size_t input = 0;  ///< Place of the file among the inputs.
  int pages_done = 0, pages = 0;
  bool begun = false;                                ///< A worker has just taken the file.
  const std::vector<std::string>* inputs = nullptr;  ///< The paths of all inputs.
};

/// Called on the thread that reads; false ends the reading. May be empty.
using ReadingWatcher = std::function<bool(const ReadingProgress&)>;

struct FilesRead {
  std::vector<corpus::ProcessedFile> files;  ///< In the order of the inputs, members of archives in theirs.
  std::vector<Problem> missing;              ///< Paths that are not there.
  std::optional<Error> broken_off;           ///< Why the reading ended before its time; `files` holds what was read.

  /// True where every input was there and was read as a whole (a file that is no notice was).
  [[nodiscard]] bool complete() const;
};

/// Reads every input below the paths in worker processes. Never fails: what went wrong is part of the answer.
[[nodiscard]] FilesRead read_files(const ReadingRequest& request, const Programmes& programmes,
                                   const ReadingWatcher& watcher = {});

/// Reads one document in a worker process, whether there are notices in it or not. Errors: those of the readers,
/// "file-archive" (it is an archive), "worker-start"; every message begins with the path.
[[nodiscard]] Result<Document> read_document(const std::string& path, const extract::Options& options,
                                             const Programmes& programmes);

}  // namespace gongshi::app
