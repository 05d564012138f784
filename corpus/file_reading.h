// SPDX-License-Identifier: GPL-3.0-or-later
// Reading many files in worker processes. A crash, a hang or a bomb costs the one file (or archive member), which is
// tried twice and then comes out as crashed with its reason; so does an archive that crashes what takes it apart.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "corpus/pipeline.h"
#include "corpus/workers/worker_pool.h"
#include "extract/archive/archive_reader.h"
#include "extract/options.h"

namespace gongshi::corpus {

struct ReadingOptions {
  std::string programmes;    ///< Programmes::origins(): what the workers load.
  extract::Options extract;  ///< `standard` and `progress` are set by the workers themselves.
  audit::Config audit;
  bool with_audit = false;     ///< Also judge each notice by itself (rules on other notices come later).
  bool with_document = false;  ///< Also hand back the Document, so that it can be stored.
  bool with_content = false;   ///< Also hand back the bytes of the file or member.
  int jobs = 0;                ///< Worker processes; 0: one per core.
  Limits limits;
  std::vector<std::string> worker_command;  ///< Empty: this program. Tests put another one here.
};

/// Something to read: a file or archive, or (where `document` is not empty) a stored Document whose notices are to be
/// built anew.
struct ReadingInput {
  std::string path;
  std::string document;  ///< encode(Document)
};

/// What came of one file or archive member.
struct ReadItem {
  std::size_t input = 0;    ///< Index of the input.
  int ordinal = 0;          ///< Place among the members of an archive; 0 for other files.
  ProcessedFile processed;  ///< With findings where asked for.
  std::string document;     ///< encode(Document), without its place, where asked for and where the file was read.
  std::string content;      ///< The bytes where asked for.
};

/// Called on the thread of read_files, in the order in which workers get done.
struct ReadingEvents {
  /// Asked before a file or member is read, and before an archive is taken apart: path, member, sha256 and bytes are
  /// set. False skips it. May be empty.
  std::function<bool(std::size_t input, const Source& found)> wanted;
  std::function<void(ReadItem&& item)> item;
  /// `done` of the `total` pages of the file (or member) that is being read. May be empty.
  std::function<void(std::size_t input, int done, int total)> pages;
  /// The input is done with, all members of it too. May be empty.
  std::function<void(std::size_t input)> finished;
  /// As WorkerEvents::tick. May be empty.
  std::function<bool()> tick;
};

/// Reads `count` inputs, `input(i)` being asked for when a worker is free; one without path and document ends the
/// reading as if `count` had been reached. Returns the protections that held. Errors:
/// those of WorkerPool::run.
[[nodiscard]] Result<std::string> read_files(std::size_t count, const std::function<ReadingInput(std::size_t)>& input,
                                             const ReadingOptions& options, const ReadingEvents& events);

/// Anything that keeps the contract of read_files.
using FileReading =
    std::function<Result<std::string>(std::size_t count, const std::function<ReadingInput(std::size_t)>& input,
                                      const ReadingOptions& options, const ReadingEvents& events)>;

/// How a worker turns the bytes of a file into a Document: extract::read_document, or a test's own.
using DocumentReader =
    std::function<Result<Document>(std::string_view bytes, Source source, const extract::Options& options)>;

/// How it takes an archive apart: extract::for_each_member, or a test's own.
using ArchiveWalker =
    std::function<Result<void>(std::string_view bytes, const std::string& shown, const extract::ArchiveLimits& limits,
                               const extract::MemberVisitor& visit)>;

/// The main function of a worker process that read_files started (`gongshi worker`). Returns its exit status.
int serve_file_reading(const DocumentReader& reader = {}, const ArchiveWalker& walker = {});

}  // namespace gongshi::corpus
