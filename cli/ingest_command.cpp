// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/stores.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "cli/store_access.h"
#include "cli/work_clock.h"
#include "schema/language.h"
#include "schema/presentable.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::string store;
  corpus::IngestOptions options;
  bool json_log = false;
};

volatile std::sig_atomic_t interrupted = 0;

// The first ends the run in good order, the second at once.
void interrupt(int) {
  if (interrupted != 0) ::_exit(kExitStopped);
  interrupted = 1;
}

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// What goes to stderr while the work is on: one line that is written over on a terminal, one JSON object an event with
// --json-log.
class Reporter {
 public:
  explicit Reporter(bool json) : json_(json), terminal_(!json && isatty(STDERR_FILENO) != 0) {}

  bool operator()(const corpus::IngestProgress& progress) {
    follow(progress);
    if (progress.begun || progress.planned != nullptr) return interrupted == 0;
    if (json_) {
      nlohmann::json event = {{"event", progress.outcome.empty() ? "progress" : "file"},
                              {"stage", progress.stage},
                              {"notices", progress.notices},
                              {"findings", progress.findings}};
      if (progress.outcome.empty()) {
        event["done"] = progress.done;
        event["total"] = progress.total;
      } else {
        event["outcome"] = progress.outcome;
      }
      if (!progress.path.empty()) event["path"] = progress.path;
      if (!progress.reason.empty()) event["reason"] = localized(progress.reason);
      if (progress.pages > 0) {
        event["event"] = "page";
        event["pages_done"] = progress.pages_done;
        event["pages"] = progress.pages;
      }
      if (progress.pages > 0)
        if (const auto left = clock_.seconds_for_pages(progress.input)) event["pages_seconds_left"] = *left;
      if (const auto left = seconds_left(progress); left && progress.outcome.empty()) event["seconds_left"] = *left;
      report_line(std::move(event));
    } else {
      for (const Problem& problem : progress.problems) {
        if (terminal_) std::fprintf(stderr, "\r\033[K");
        complain(explained(progress.path, problem));
      }
    }
    show(progress);
    return interrupted == 0;
  }

  void finish(const corpus::IngestReport& report) const {
    clear();
    for (const Problem& problem : report.problems) {
      if (json_)
        report_line({{"event", "problem"}, {"code", problem.code}, {"reason", localized(problem.message)}});
      else
        complain(problem.message + " [" + problem.code + "]");
    }
    if (!json_ && !report.unread.empty()) {
      complain(say("{} files stand unread in the store:", {std::to_string(report.unread.size())}));
      for (const corpus::Store::Unread& unread : report.unread)
        complain("  " + explained(unread.display, unread.problem));
    }
    if (!json_ && report.gone > 0) complain(say("{} files are no longer there", {std::to_string(report.gone)}));
    if (json_)
      report_line({{"event", "finished"},
                   {"files", report.files},
                   {"read", report.read},
                   {"unchanged", report.unchanged},
                   {"rebuilt", report.rebuilt},
                   {"judged", report.judged},
                   {"notices", report.notices},
                   {"findings", report.findings},
                   {"refused", report.refused},
                   {"crashed", report.crashed},
                   {"unread", report.unread.size()},
                   {"gone", report.gone},
                   {"protections", report.protections}});
    else if (!report.protections.empty())
      complain(say("workers: {}", {localized(report.protections)}));
  }
  void fail(const Error& error) const {
    clear();
    if (json_)
      report_line({{"event", "failed"}, {"code", error.code}, {"reason", localized(error.message)}});
    else
      complain(error.message);
  }
  static std::string explained(const std::string& path, const Problem& problem) {
    std::string message = problem.message;
    if (message.starts_with(path + ": ")) message.erase(0, path.size() + 2);
    const std::string page = problem.page > 0 ? say(", page {}", {std::to_string(problem.page)}) : "";
    return path + page + ": " + message + (problem.code.empty() ? "" : " [" + problem.code + "]");
  }
  /// After a stop.
  [[nodiscard]] std::string what_is_kept(const std::string& store) const {
    if (stage_ == kReading && total_ > 0)
      return say("{1} of {2} files are read and kept in {3}; the next run goes on from there",
                 {std::to_string(done_), std::to_string(total_), store});
    return say("what was read is kept in {}; the next run goes on from there", {store});
  }
  [[nodiscard]] double seconds() const { return seconds_since(start_); }

 private:
  void clear() const {
    if (terminal_) std::fprintf(stderr, "\r\033[K");
  }
  void report_line(nlohmann::json event) const {
    event["seconds"] = seconds_since(start_);
    std::fprintf(stderr, "%s\n",
                 inert_json(event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)).c_str());
  }
  void follow(const corpus::IngestProgress& progress) {
    if (progress.stage != stage_) {
      stage_ = progress.stage;
      stage_start_ = Clock::now();
    }
    if (progress.planned != nullptr) {
      std::vector<Work> files;
      for (const corpus::PlannedFile& file : *progress.planned) {
        files.push_back(work_of(file.path, file.bytes));
        names_.push_back(std::filesystem::path(file.path).filename().string());
      }
      clock_.plan(std::move(files));
    }
    if (progress.total > 0) done_ = progress.done, total_ = progress.total;
    if (stage_ != kReading || progress.total == 0 || progress.planned != nullptr) return;
    clock_.follow(progress.input, progress.begun, progress.pages_done, progress.pages);
  }

  [[nodiscard]] std::optional<double> seconds_left(const corpus::IngestProgress& progress) const {
    if (stage_ == kReading) return clock_.seconds_left();
    if (progress.done == 0) return std::nullopt;  // notices in a store cost much the same
    return seconds_since(stage_start_) / static_cast<double>(progress.done) *
           static_cast<double>(progress.total - progress.done);
  }

  // The line on the terminal, at most ten times a second.
  void show(const corpus::IngestProgress& progress) {
    if (!terminal_ || progress.total == 0) return;
    const double now = seconds_since(start_);
    if (now - shown_ < 0.1 && progress.done != progress.total) return;
    shown_ = now;
    const std::string of = std::to_string(progress.done) + "/" + std::to_string(progress.total);
    std::string line = say(stage_ == kReading     ? tr_noop("reading: {1} files, {2} notices, {3} findings")
                           : stage_ == "building" ? tr_noop("building anew: {1} files, {2} notices, {3} findings")
                                                  : tr_noop("comparing: {1} notices"),
                           {of, std::to_string(progress.notices), std::to_string(progress.findings)});
    if (const auto left = seconds_left(progress)) line += ", " + say("about {} left", {duration_words(*left)});
    if (const auto file = clock_.in_hand(); file && stage_ == kReading) {
      line += "; " + names_[*file];
      if (progress.pages > 0 && progress.input == *file)
        line += say(", page {1} of {2}", {std::to_string(progress.pages_done), std::to_string(progress.pages)});
    }
    std::fprintf(stderr, "\r\033[K%s", presentable_line(line).c_str());
  }

  static constexpr std::string_view kReading = "reading";

  bool json_, terminal_;
  Clock::time_point start_ = Clock::now();
  std::string stage_;
  Clock::time_point stage_start_ = Clock::now();
  double shown_ = -1;
  std::size_t done_ = 0, total_ = 0;  // of the stage
  std::vector<std::string> names_;    // of the files to be read
  WorkClock clock_;
};

int run_ingest(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto store = open_store_or_explain(arguments.store, false, *programmes);
  if (store == nullptr) return kExitUsage;
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  Reporter reporter(arguments.json_log);
  corpus::IngestOptions options = arguments.options;
  options.stopped = [] { return interrupted != 0; };
  const auto report = app::ingest(*store, {arguments.paths, options}, *programmes,
                                  [&](const corpus::IngestProgress& progress) { return reporter(progress); });
  if (!report) {
    reporter.fail(report.error());
    const std::string& code = report.error().code;
    if (code == "source-invalid" || code.starts_with("programme-") || code.starts_with("data-") ||
        code.starts_with("standard-"))
      return kExitUsage;
    if (code != "stopped") return kExitUnreadable;
    if (!arguments.json_log) complain(reporter.what_is_kept(corpus::shown_store(arguments.store)));
    return kExitStopped;
  }
  reporter.finish(*report);
  const auto figure = [](std::size_t count) { return std::to_string(count); };
  std::printf("%s\n",
              say("{1} files: {2} read, {3} unchanged, {4} built anew; {5} notices, {6} findings; {7} refused, {8} "
                  "crashed; {9} s",
                  {figure(report->files), figure(report->read), figure(report->unchanged), figure(report->rebuilt),
                   figure(report->notices), figure(report->findings), figure(report->refused), figure(report->crashed),
                   fmt::format("{:.1f}", reporter.seconds())})
                  .c_str());
  return report->unread.empty() && report->problems.empty() ? kExitClean : kExitUnreadable;
}

}  // namespace

Command add_ingest_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("ingest", "Read folders and archives into a store; again, only what is new or changed");
  parser.option("PATH", arguments->paths, "Files, folders and archives").required();
  add_store_option(parser, arguments->store);
  add_reading_options(parser, arguments->options.reading.extract);
  parser.option("--jobs", arguments->options.reading.jobs, "Worker processes (0: one per core)")
      .range(0, 256)
      .shows_default();
  parser.option("--regions", arguments->options.region_pattern,
                "What the folders below each PATH are named after, from the top: \"{city}/{county}/{street}\"; any "
                "other word passes over a level");
  parser.option("--source", arguments->options.source,
                "Name of the folder PATH, for stores that several machines fill: its files are known by that name and "
                "their place in it, wherever it is mounted");
  parser
      .option("--lease", arguments->options.lease_seconds,
              "Stores on a server: after so many seconds without a sign of life another machine reads a file")
      .range(3, 86400)
      .shows_default();
  parser.flag("--keep-sources", arguments->options.keep_sources, "Keep the bytes of the files in the store");
  parser.flag("--rehash", arguments->options.rehash,
              "Look into files even where size and time of change are as before");
  parser.flag("--prune", arguments->options.prune,
              "Drop what is known of files below each PATH that are no longer there");
  parser.flag("--json-log", arguments->json_log, "Progress as JSON Lines on stderr");
  return {&parser, [arguments, &shared] { return run_ingest(*arguments, shared); }};
}

}  // namespace gongshi::cli
