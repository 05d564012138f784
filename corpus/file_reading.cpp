// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/file_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "corpus/codec.h"
#include "corpus/placeless.h"
#include "extract/archive/archive_reader.h"
#include "extract/formats.h"
#include "extract/kind.h"
#include "extract/reader.h"
#include "extract/sha256.h"
#include "normalize/notice_builder.h"
#include "schema/data.h"

namespace gongshi::corpus {
namespace {

// What a task asks for, and the kinds of messages that a worker sends while on it.
enum class Request { kReadFile, kBuildNotices };
enum class Report { kFound, kArchive, kItem, kNeedsPrograms, kPages };

constexpr std::string_view kRead = "read", kSkip = "skip";

// Kinds that are read through the office converter: they go to a worker that may start it.
bool needs_programs(extract::Kind kind) {
  const extract::Format* format = extract::format_of(kind);
  return format != nullptr && format->starts_programs();
}

std::string encode_greeting(const ReadingOptions& options) {
  MessageWriter writer;
  writer.string(data_directory_in_use()).string(options.programmes);
  writer.string(options.extract.ocr_engine).integer(options.extract.ocr_workers);
  writer.string(options.extract.office_program);
  writer.integer(static_cast<std::int64_t>(options.extract.max_bytes)).integer(options.extract.max_pages);
  writer.integer(options.with_audit).integer(options.with_document).integer(options.with_content);
  writer.integer(static_cast<std::int64_t>(options.audit.severity.size()));
  for (const auto& [rule, severity] : options.audit.severity) writer.string(rule).integer(static_cast<int>(severity));
  writer.integer(static_cast<std::int64_t>(options.audit.enabled.size()));
  for (const auto& [rule, enabled] : options.audit.enabled) writer.string(rule).integer(enabled);
  return writer.take();
}

ReadingOptions decode_greeting(std::string_view bytes) {
  MessageReader reader(bytes);
  ReadingOptions options;
  set_data_directory(std::string(reader.string()));
  options.programmes = reader.string();
  options.extract.ocr_engine = reader.string();
  options.extract.ocr_workers = static_cast<int>(reader.integer());
  options.extract.office_program = reader.string();
  options.extract.max_bytes = static_cast<std::uint64_t>(reader.integer());
  options.extract.max_pages = static_cast<int>(reader.integer());
  options.with_audit = reader.integer() != 0;
  options.with_document = reader.integer() != 0;
  options.with_content = reader.integer() != 0;
  for (std::int64_t left = reader.integer(); left > 0 && reader.ok(); --left) {
    const std::string rule(reader.string());
    options.audit.severity[rule] = static_cast<Severity>(reader.integer());
  }
  for (std::int64_t left = reader.integer(); left > 0 && reader.ok(); --left) {
    const std::string rule(reader.string());
    options.audit.enabled[rule] = reader.integer() != 0;
  }
  return options;
}

std::string encode_item(int ordinal, const ProcessedFile& processed, std::string_view document,
                        std::string_view content) {
  MessageWriter writer;
  writer.integer(static_cast<int>(Report::kItem)).integer(ordinal);
  writer.integer(static_cast<int>(processed.outcome)).string(encode(processed.file));
  writer.integer(static_cast<std::int64_t>(processed.audited.size()));
  for (const AuditedNotice& audited : processed.audited) writer.string(encode(audited));
  return writer.string(document).string(content).take();
}

// Empty where the message makes no sense: the worker may have been taken over by the file it read.
std::optional<ReadItem> decode_item(MessageReader& reader) {
  ReadItem item;
  item.ordinal = static_cast<int>(reader.integer());
  const std::int64_t outcome = reader.integer();
  if (outcome < 0 || outcome > static_cast<std::int64_t>(Outcome::kCrashed)) return std::nullopt;
  item.processed.outcome = static_cast<Outcome>(outcome);
  auto file = decode_notice_file(reader.string());
  if (!file) return std::nullopt;
  item.processed.file = std::move(*file);
  const std::int64_t count = reader.integer();
  if (count != 0 && count != static_cast<std::int64_t>(item.processed.file.notices.size())) return std::nullopt;
  for (std::int64_t i = 0; i < count; ++i) {
    auto audited = decode_audited_notice(reader.string());
    if (!audited) return std::nullopt;
    item.processed.audited.push_back(std::move(*audited));
  }
  item.document = reader.string();
  item.content = reader.string();
  if (!reader.ok()) return std::nullopt;
  return item;
}

// ---- the parent's end ----

// How far an input has come.
struct Progress {
  int next = 0;               // members below are done with
  Source archive;             // that it turned out to be, if it did
  std::optional<Source> now;  // being read
  int failures = 0;           // on the member that is being read
  bool programs = false;
};

class Conversation {
 public:
  Conversation(std::size_t count, const std::function<ReadingInput(std::size_t)>& input, const ReadingEvents& events)
      : count_(count), input_(input), events_(events) {}

  std::optional<Task> next() {
    if (given_ == count_) return std::nullopt;
    const std::size_t index = given_++;
    ReadingInput input = input_(index);
    if (input.path.empty() && input.document.empty()) {
      given_ = count_;
      return std::nullopt;
    }
    Progress& progress = progress_[index];
    progress.now.reset();
    paths_[index] = input.path;
    if (input.document.empty()) return task(index);
    documents_[index] = std::move(input.document);
    return task(index);
  }

  std::string message(const Task& on, std::string_view bytes) {
    MessageReader reader(bytes);
    const auto index = static_cast<std::size_t>(on.id);
    Progress& progress = progress_[index];
    switch (static_cast<Report>(reader.integer())) {
      case Report::kFound: {
        const int ordinal = static_cast<int>(reader.integer());
        Source found = found_in(reader, index);
        if (!reader.ok()) return std::string(kSkip);
        if (ordinal != progress.next) progress.failures = 0;
        progress.next = ordinal;
        if (events_.wanted && !events_.wanted(index, found)) return std::string(kSkip);
        progress.now = std::move(found);
        return std::string(kRead);
      }
      case Report::kArchive: {
        Source found = found_in(reader, index);
        if (!reader.ok() || (events_.wanted && !events_.wanted(index, found))) return std::string(kSkip);
        progress.archive = std::move(found);
        return std::string(kRead);
      }
      case Report::kItem:
        if (std::optional<ReadItem> item = decode_item(reader)) {
          item->input = index;
          // What names the file is not the worker's to say.
          Source& source = item->processed.file.source;
          source.path = paths_[index];
          if (progress.now) {
            source.member = progress.now->member;
            source.sha256 = progress.now->sha256;
          }
          progress.next = item->ordinal + 1;
          progress.now.reset();
          progress.failures = 0;
          events_.item(std::move(*item));
        }
        return {};
      case Report::kNeedsPrograms:
        progress.programs = true;
        return {};
      case Report::kPages: {
        const auto done = static_cast<int>(reader.integer()), total = static_cast<int>(reader.integer());
        if (reader.ok() && events_.pages) events_.pages(index, done, total);
        return {};
      }
    }
    return {};
  }

  void done(const Task& on) {
    const auto index = static_cast<std::size_t>(on.id);
    if (progress_[index].programs && !on.needs_programs) {
      again_.push_back(task(index));
      return;
    }
    finish(index);
  }

  std::optional<Task> failed(const Task& on, const std::string& reason) {
    const auto index = static_cast<std::size_t>(on.id);
    Progress& progress = progress_[index];
    if (++progress.failures < 2) return task(index);
    ReadItem item;
    item.input = index;
    item.ordinal = progress.next;
    item.processed.outcome = Outcome::kCrashed;
    const bool member = progress.now && !progress.now->member.empty();
    // Between two members it is the archive itself that kills its readers.
    item.processed.file.source = progress.now ? *progress.now : progress.archive;
    item.processed.file.source.path = paths_[index];
    item.processed.file.problems.push_back(
        {"crashed",
         fmt::format("tried twice, but {}: look at the file, and have it saved anew as .docx or PDF.", reason), 0});
    events_.item(std::move(item));
    if (!member) {
      finish(index);
      return std::nullopt;
    }
    ++progress.next;
    progress.now.reset();
    progress.failures = 0;
    return task(index);
  }

  std::optional<Task> again() {
    if (again_.empty()) return std::nullopt;
    Task task = std::move(again_.back());
    again_.pop_back();
    return task;
  }

 private:
  Source found_in(MessageReader& reader, std::size_t index) const {
    Source found;
    found.path = paths_.at(index);
    found.member = reader.string();
    found.sha256 = reader.string();
    found.kind = reader.string();
    found.bytes = static_cast<std::uint64_t>(reader.integer());
    return found;
  }

  Task task(std::size_t index) {
    const Progress& progress = progress_[index];
    Task task;
    task.id = index;
    task.needs_programs = progress.programs;
    MessageWriter writer;
    if (const auto document = documents_.find(index); document != documents_.end())
      writer.integer(static_cast<int>(Request::kBuildNotices)).string(document->second);
    else
      writer.integer(static_cast<int>(Request::kReadFile)).string(paths_[index]).integer(progress.next);
    task.payload = writer.take();
    return task;
  }

  void finish(std::size_t index) {
    progress_.erase(index);
    paths_.erase(index);
    documents_.erase(index);
    if (events_.finished) events_.finished(index);
  }

  std::size_t count_, given_ = 0;
  const std::function<ReadingInput(std::size_t)>& input_;
  const ReadingEvents& events_;
  // Of the inputs that are on their way only, so that memory does not grow with the archive.
  std::map<std::size_t, Progress> progress_;
  std::map<std::size_t, std::string> paths_, documents_;
  std::vector<Task> again_;
};

// ---- the worker's end ----

class FileWorker {
 public:
  FileWorker(std::string_view greeting, bool programs, DocumentReader reader, ArchiveWalker walker)
      : options_(decode_greeting(greeting)),
        programs_(programs),
        reader_(std::move(reader)),
        walker_(std::move(walker)) {
    if (!reader_) reader_ = extract::read_document;
    if (!walker_) walker_ = extract::for_each_member;
    auto programmes = load_programmes(options_.programmes);
    if (!programmes) throw std::runtime_error(programmes.error().message);
    programmes_.emplace(std::move(*programmes));
    options_.extract.standard = &programmes_->texts();
  }

  void work(std::string_view payload, WorkerChannel& channel) {
    options_.extract.progress = [&channel](int done, int total) {
      channel.send(MessageWriter().integer(static_cast<int>(Report::kPages)).integer(done).integer(total).take());
    };
    MessageReader request(payload);
    if (static_cast<Request>(request.integer()) == Request::kBuildNotices) {
      build(request.string(), channel);
      return;
    }
    const std::string path(request.string());
    const int first = static_cast<int>(request.integer());
    read(path, first, channel);
  }

 private:
  void build(std::string_view bytes, WorkerChannel& channel) {
    auto document = decode_document(bytes);
    if (!document) throw std::runtime_error(document.error().message);
    hand_back(0, judged(build_file(*document, *programmes_)), bytes, {}, channel);
  }

  void read(const std::string& path, int first, WorkerChannel& channel) {
    Source source;
    source.path = path;
    const auto bytes = extract::load_file(path, options_.extract.max_bytes);
    if (!bytes) {
      hand_back(0, refused_file(source, bytes.error()), {}, {}, channel);
      return;
    }
    if (extract::is_archive(extract::kind_of(*bytes)))
      read_archive(*bytes, source, first, channel);
    else
      static_cast<void>(read_one(0, *bytes, source, channel));
  }

  // Members before `first` were handed back by an earlier try.
  void read_archive(std::string_view bytes, Source source, int first, WorkerChannel& channel) {
    Source archive = source;
    archive.sha256 = extract::sha256(bytes);
    archive.kind = to_string(extract::kind_of(bytes));
    archive.bytes = bytes.size();
    if (channel.ask(describe(MessageWriter().integer(static_cast<int>(Report::kArchive)), archive)) != kRead) return;
    int ordinal = 0;
    const auto visited =
        walker_(bytes, source.path, {}, [&](const std::string& name, const Result<std::string_view>& member) {
          channel.progress();
          const int place = ordinal++;
          if (place < first) return true;
          source.member = name;
          if (member) return read_one(place, *member, source, channel);
          announce(place, source, channel);
          hand_back(place, refused_file(source, member.error()), {}, {}, channel);
          return true;
        });
    if (visited) return;
    announce(ordinal, archive, channel);
    hand_back(ordinal, refused_file(archive, visited.error()), {}, {}, channel);
  }

  static std::string describe(MessageWriter& writer, const Source& source) {
    return writer.string(source.member)
        .string(source.sha256)
        .string(source.kind)
        .integer(static_cast<std::int64_t>(source.bytes))
        .take();
  }

  // Tells the parent what comes next and asks whether it is wanted.
  static bool announce(int ordinal, const Source& source, WorkerChannel& channel) {
    return channel.ask(describe(MessageWriter().integer(static_cast<int>(Report::kFound)).integer(ordinal), source)) ==
           kRead;
  }

  // False where the task has to go to a worker that may start programs.
  bool read_one(int ordinal, std::string_view bytes, Source source, WorkerChannel& channel) {
    const extract::Kind kind = extract::kind_of(bytes);
    source.sha256 = extract::sha256(bytes);
    source.kind = to_string(kind);
    source.bytes = bytes.size();
    if (!announce(ordinal, source, channel)) return true;
    if (needs_programs(kind) && !programs_) {
      channel.send(MessageWriter().integer(static_cast<int>(Report::kNeedsPrograms)).take());
      return false;
    }
    const std::string_view content = options_.with_content ? bytes : std::string_view();
    auto document = reader_(bytes, source, options_.extract);
    if (!document) {
      hand_back(ordinal, refused_file(source, document.error()), {}, content, channel);
      return true;
    }
    channel.progress();
    const ProcessedFile processed = judged(build_file(*document, *programmes_));
    leave_place_out(document->source, document->problems);
    hand_back(ordinal, processed, options_.with_document ? encode(*document) : "", content, channel);
    return true;
  }

  ProcessedFile judged(ProcessedFile processed) const {
    if (!options_.with_audit) return processed;
    for (const Notice& notice : processed.file.notices)
      processed.audited.push_back(
          audit::audit_notice(notice, programmes_->of(notice.programme), nullptr, options_.audit));
    return processed;
  }

  static void hand_back(int ordinal, const ProcessedFile& processed, std::string_view document,
                        std::string_view content, WorkerChannel& channel) {
    channel.send(encode_item(ordinal, processed, document, content));
  }

  ReadingOptions options_;
  bool programs_;
  DocumentReader reader_;
  ArchiveWalker walker_;
  std::optional<Programmes> programmes_;
};

}  // namespace

namespace {

// Pages that each worker may recognise at once: the cores shared out among the workers, so that many scans at a time
// start no more threads than one scan does.
int pages_at_once(const ReadingOptions& options, std::size_t count) {
  if (options.extract.ocr_workers > 0) return options.extract.ocr_workers;
  constexpr int kMost = 8;
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int jobs = options.jobs > 0 ? options.jobs : cores;
  const int busy = static_cast<int>(std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(jobs)));
  return std::clamp(cores / busy, 1, kMost);
}

}  // namespace

Result<std::string> read_files(std::size_t count, const std::function<ReadingInput(std::size_t)>& input,
                               const ReadingOptions& options, const ReadingEvents& events) {
  WorkerOptions workers;
  workers.command = options.worker_command;
  ReadingOptions told = options;
  told.extract.ocr_workers = pages_at_once(options, count);
  workers.greeting = encode_greeting(told);
  workers.limits = options.limits;
  workers.workers = options.jobs;
  WorkerPool pool(std::move(workers));
  Conversation conversation(count, input, events);
  WorkerEvents talk;
  talk.next = [&] {
    std::optional<Task> task = conversation.again();
    return task ? std::move(task) : conversation.next();
  };
  talk.message = [&](const Task& task, std::string_view message, bool) { return conversation.message(task, message); };
  talk.done = [&](const Task& task) { conversation.done(task); };
  talk.failed = [&](const Task& task, const std::string& reason) { return conversation.failed(task, reason); };
  talk.tick = events.tick;
  if (auto worked = pool.run(talk); !worked) return worked.error();
  return pool.protections();
}

int serve_file_reading(const DocumentReader& reader, const ArchiveWalker& walker) {
  std::unique_ptr<FileWorker> worker;
  return serve_tasks(kWorkerDescriptor, [&](std::string_view greeting, bool programs) -> TaskFunction {
    worker = std::make_unique<FileWorker>(greeting, programs, reader, walker);
    return [&worker](std::string_view payload, WorkerChannel& channel) { worker->work(payload, channel); };
  });
}

}  // namespace gongshi::corpus
