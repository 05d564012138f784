// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/stores.h"
#include "cli/command.h"
#include "cli/page_clock.h"
#include "cli/store_access.h"
#include "schema/language.h"

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
    const double seconds = seconds_since(start_);
    const double pages_left = seconds_for_pages(progress);
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
      if (!progress.reason.empty()) event["reason"] = progress.reason;
      if (progress.pages > 0) {
        event["event"] = "page";
        event["pages_done"] = progress.pages_done;
        event["pages"] = progress.pages;
      }
      if (pages_left >= 0) event["pages_seconds_left"] = pages_left;
      report_line(std::move(event));
    } else {
      for (const Problem& problem : progress.problems) {
        if (terminal_) std::fprintf(stderr, "\r\033[K");
        complain(explained(progress.path, problem));
      }
    }
    if (terminal_ && progress.total > 0 &&
        (seconds - shown_ > 0.1 || progress.pages > 0 || progress.done == progress.total)) {
      shown_ = seconds;
      if (progress.stage != stage_) {
        stage_ = progress.stage;
        stage_start_ = seconds;
      }
      const double rate = static_cast<double>(progress.done) / std::max(seconds - stage_start_, 0.001);
      const double left = static_cast<double>(progress.total - progress.done) / std::max(rate, 0.001);
      std::fprintf(stderr, "\r\033[K%s %zu/%zu, %zu notices, %zu findings, %.1f/s, %.0f s left", progress.stage.c_str(),
                   progress.done, progress.total, progress.notices, progress.findings, rate, left);
      if (progress.pages > 0)
        std::fprintf(stderr, "; %s: page %d/%d", std::filesystem::path(progress.path).filename().c_str(),
                     progress.pages_done, progress.pages);
      if (pages_left >= 0) std::fprintf(stderr, ", %.0f s", pages_left);
    }
    return interrupted == 0;
  }

  void finish(const corpus::IngestReport& report) const {
    clear();
    for (const Problem& problem : report.problems) {
      if (json_)
        report_line({{"event", "problem"}, {"code", problem.code}, {"reason", problem.message}});
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
      complain("workers: " + report.protections);
  }
  void fail(const Error& error) const {
    clear();
    if (json_)
      report_line({{"event", "failed"}, {"code", error.code}, {"reason", error.message}});
    else
      complain(error.message);
  }
  static std::string explained(const std::string& path, const Problem& problem) {
    std::string message = problem.message;
    if (message.starts_with(path + ": ")) message.erase(0, path.size() + 2);
    const std::string page = problem.page > 0 ? say(", page {}", {std::to_string(problem.page)}) : "";
    return path + page + ": " + message + (problem.code.empty() ? "" : " [" + problem.code + "]");
  }
  [[nodiscard]] double seconds() const { return seconds_since(start_); }

 private:
  void clear() const {
    if (terminal_) std::fprintf(stderr, "\r\033[K");
  }
  void report_line(nlohmann::json event) const {
    event["seconds"] = seconds_since(start_);
    std::fprintf(stderr, "%s\n", event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  }
  /// For the other pages of the file in hand; negative where that is not known.
  double seconds_for_pages(const corpus::IngestProgress& progress) {
    if (progress.pages > 0) return pages_.pages_done(progress.path, progress.pages_done, progress.pages).value_or(-1.0);
    if (progress.total > 0) pages_.file_done(progress.path);
    return -1;
  }

  bool json_, terminal_;
  Clock::time_point start_ = Clock::now();
  std::string stage_;
  double stage_start_ = 0, shown_ = -1;
  PageClock pages_;
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
    if (!arguments.json_log)
      complain(say("what was read so far is kept in {}; the next run goes on from there",
                   {corpus::shown_store(arguments.store)}));
    return kExitStopped;
  }
  reporter.finish(*report);
  std::printf(
      "%zu files: %zu read, %zu unchanged, %zu built anew; %zu notices, %zu findings; %zu refused, %zu crashed; %.1f "
      "s\n",
      report->files, report->read, report->unchanged, report->rebuilt, report->notices, report->findings,
      report->refused, report->crashed, reporter.seconds());
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
