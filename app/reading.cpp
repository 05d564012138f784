// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/reading.h"

#include <algorithm>
#include <utility>

#include "app/kept_parts.h"
#include "corpus/codec.h"
#include "corpus/file_reading.h"

namespace gongshi::app {
namespace {

bool was_read(corpus::Outcome outcome) {
  return outcome == corpus::Outcome::kRead || outcome == corpus::Outcome::kNotANotice;
}

corpus::ReadingOptions reading_options(const extract::Options& options, const Programmes& programmes) {
  corpus::ReadingOptions reading;
  reading.programmes = programmes.origins();
  reading.extract = options;
  return reading;
}

}  // namespace

bool FilesRead::complete() const {
  return missing.empty() && !broken_off &&
         std::all_of(files.begin(), files.end(), [](const auto& processed) { return was_read(processed.outcome); });
}

FilesRead read_files(const ReadingRequest& request, const Programmes& programmes, const ReadingWatcher& watcher) {
  FilesRead result;
  const std::vector<std::string> inputs = corpus::list_inputs(request.paths, result.missing);
  ReadingProgress progress;
  progress.files = inputs.size();
  progress.inputs = &inputs;
  const std::vector<std::size_t> order = corpus::kinds_spread(inputs);
  bool go_on = true;
  const auto tell = [&] { go_on = (!watcher || watcher(progress)) && go_on; };
  std::vector<corpus::ReadItem> items;
  corpus::ReadingEvents events;
  events.item = [&](corpus::ReadItem&& item) {
    if (request.rules) keep_what_is_compared(item.processed);  // judged by itself already
    items.push_back(std::move(item));
  };
  events.pages = [&](std::size_t input, int done, int total) {
    progress.input = order[input];
    progress.pages_done = done;
    progress.pages = total;
    tell();
  };
  events.finished = [&](std::size_t input) {
    progress.input = order[input];
    progress.pages_done = progress.pages = 0;
    ++progress.files_done;
    tell();
  };
  events.tick = [&] { return go_on; };
  corpus::ReadingOptions reading = reading_options(request.options, programmes);
  reading.with_audit = request.rules.has_value();
  if (request.rules) reading.audit = *request.rules;
  const auto read = corpus::read_files(
      inputs.size(),
      [&](std::size_t i) {
        progress.input = order[i];
        progress.pages_done = progress.pages = 0;
        progress.begun = true;
        tell();
        progress.begun = false;
        return corpus::ReadingInput{inputs[order[i]], {}};
      },
      reading, events);
  for (corpus::ReadItem& item : items) item.input = order[item.input];
  if (!read) result.broken_off = read.error();
  // Workers get done in any order; what people see stands in the order of the inputs.
  std::sort(items.begin(), items.end(), [](const corpus::ReadItem& a, const corpus::ReadItem& b) {
    return std::pair(a.input, a.ordinal) < std::pair(b.input, b.ordinal);
  });
  for (corpus::ReadItem& item : items) result.files.push_back(std::move(item.processed));
  return result;
}

Result<Document> read_document(const std::string& path, const extract::Options& options, const Programmes& programmes) {
  std::vector<corpus::ReadItem> items;
  corpus::ReadingEvents events;
  events.item = [&](corpus::ReadItem&& item) { items.push_back(std::move(item)); };
  corpus::ReadingOptions reading = reading_options(options, programmes);
  reading.with_document = true;
  const auto read = corpus::read_files(
      1,
      [&](std::size_t) {
        return corpus::ReadingInput{path, {}};
      },
      reading, events);
  if (!read) return read.error();
  if (items.size() != 1 || !items.front().processed.file.source.member.empty())
    return Error{"file-archive", path + ": is an archive; unpack it and name one document of it."};
  if (items.front().document.empty()) {
    const std::vector<Problem>& problems = items.front().processed.file.problems;
    if (problems.empty()) return Error{"file-unreadable", path + ": could not be read."};
    return Error{problems.front().code, path + ": " + problems.front().message, problems.front().page};
  }
  auto document = corpus::decode_document(items.front().document);
  if (!document) return Error{document.error().code, path + ": " + document.error().message};
  document->source.path = path;
  return std::move(*document);
}

}  // namespace gongshi::app
