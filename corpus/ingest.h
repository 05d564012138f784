// SPDX-License-Identifier: GPL-3.0-or-later
// Folders and archives into a store: once, safely, and again only what is new. Files are read in worker processes; this
// process alone writes (on a server others do, too, one at a time), one transaction per file. Whatever is killed, the
// next run goes on and ends with what an undisturbed run gives.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "corpus/file_reading.h"
#include "corpus/store/store.h"

namespace gongshi::corpus {

struct IngestOptions {
  ReadingOptions reading;
  bool keep_sources = false;
  /// Names in the folders below each PATH, from the top: "{city}/{county}/{street}"; "*" or any other word passes over
  /// a level. Empty: none.
  std::string region_pattern;
  /// Look into files even where size and time of change are as before.
  bool rehash = false;
  /// Drop what is known of files that are no longer there. Without it they stand as gone.
  bool prune = false;
  /// Name of the one folder that is given: files are known as "NAME:/folder/file", wherever it lies on the machines
  /// that read it. Empty: by their paths.
  std::string source;
  /// On a server: how long a file stays with a process that gives no sign of life.
  int lease_seconds = 60;
  /// Asked about ten times a second, and between notices; true ends the run at once. May be empty.
  std::function<bool()> stopped;
  /// What reads: read_files, unless a test puts its own here.
  FileReading read = read_files;
};

/// A file that is going to be read.
struct PlannedFile {
  std::string path;
  std::uint64_t bytes = 0;
};

struct IngestProgress {
  std::string stage;                ///< "reading", "building", "comparing"
  std::size_t done = 0, total = 0;  ///< Files, or notices when comparing.
  std::size_t notices = 0;
  std::size_t findings = 0;
  std::string path;       ///< Just done, or (where `pages` > 0 or `begun`) in hand; empty between.
  std::size_t input = 0;  ///< Place of that file among those planned.
  bool begun = false;     ///< A worker has just taken the file.
  const std::vector<PlannedFile>* planned = nullptr;  ///< The files to be read, told once at the start of "reading".
  std::string outcome, reason;
  std::vector<Problem> problems;  ///< Of the file just done.
  int pages_done = 0, pages = 0;  ///< Of a file that is recognised page by page; 0 otherwise.
};

struct IngestReport {
  std::size_t files = 0;                  ///< Inputs seen.
  std::size_t read = 0;                   ///< Contents read in this run.
  std::size_t unchanged = 0;              ///< Inputs not opened, or found to hold known contents.
  std::size_t rebuilt = 0;                ///< Contents whose notices were built anew without reading.
  std::size_t judged = 0;                 ///< Notices judged beside the others.
  std::size_t notices = 0, findings = 0;  ///< Of this run.
  std::size_t refused = 0, crashed = 0;   ///< Contents of this run that could not be read.
  std::vector<Problem> problems;          ///< Paths that are not there, folders that lost most of their files.
  std::vector<Store::Unread> unread;      ///< Everything of the store that could not be read, of earlier runs too.
  std::size_t gone = 0;                   ///< Files that are no longer there; with `prune` dropped.
  std::string protections;
};

/// The versions that results of this program stand for with these settings.
[[nodiscard]] StageVersions stage_versions(const Programmes& programmes, const ReadingOptions& options);

/// `given`, and those that the store's notices were read by and that are not among them: a programme that was once
/// given as a folder is known wherever the store is used. Errors: those of load_programme where one is gone.
[[nodiscard]] Result<Programmes> known_programmes(Store& store, const Programmes& given);

/// Of `programmes` those that the store has notices of, in their order; the first where it has none.
[[nodiscard]] std::vector<const Programme*> programmes_in_use(Store& store, const Programmes& programmes);

/// What is read now is read by `programmes`; what the store has is built and judged anew by all that it knows: the
/// built-in ones, those of the data directory, and those that were ever given for it. Into a store on a server any
/// number of processes may do this at once; each returns when all that it was given is in, whoever read it. A server
/// that goes down is waited for. Errors: "source-invalid", those of load_programme where one of these is gone,
/// "worker-start", "stopped", "store-failed" (disk full, read only, gone: what was committed stands), "store-busy".
/// `progress` is called after every file, and after every page that is recognised; false stops the run at the next
/// file's end. May be empty.
[[nodiscard]] Result<IngestReport> ingest(Store& store, const std::vector<std::string>& paths,
                                          const Programmes& programmes, const IngestOptions& options,
                                          const std::function<bool(const IngestProgress&)>& progress = {});

/// The names that `pattern` gives for a file in `folders` (its path below the PATH given, without its own name).
[[nodiscard]] Region region_by_pattern(const std::string& pattern, const std::string& folders);

}  // namespace gongshi::corpus
