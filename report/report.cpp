// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "report/files.h"
#include "report/html.h"
#include "report/ledger.h"
#include "report/letters.h"
#include "report/plots.h"
#include "report/report_folder.h"
#include "report/run.h"
#include "report/run_report.h"
#include "report/template.h"
#include "schema/data.h"

namespace gongshi::report {
namespace {

/// The pages of all notices: first the pictures are drawn, then threads share out the files.
class NoticePages {
 public:
  NoticePages(const Run& run, const Template& page)
      : run_(run), page_(page), drawn_(run.inputs().size()), lost_(run.inputs().size()) {}

  Result<void> write() {
    if (auto done = draw(); !done) return done;
    std::vector<std::thread> threads;
    const int count = std::clamp(run_.options().threads, 1, 64);
    for (int i = 1; i < count; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    if (failure_) return *failure_;
    return {};
  }

 private:
  std::size_t input_index(const NoticeEntry& entry) const {
    return static_cast<std::size_t>(entry.input - run_.inputs().data());
  }

  /// Draws every page that any notice shows, once. A page that cannot be drawn is left out, and the notice's page says
  /// so; where none can, it shows its table as text.
  Result<void> draw() {
    const ReportOptions& options = run_.options();
    if (options.pictures == nullptr) return {};
    std::map<std::pair<std::size_t, int>, std::vector<Box>> wanted;  // masks by input and page
    for (const NoticeEntry& entry : run_.notices())
      for (const int page : pages_to_draw(entry, options.all_pages)) wanted[{input_index(entry), page}];
    for (const NoticeEntry& entry : run_.notices())
      for (const auto& [page, boxes] : entry.masker.areas(*entry.notice))
        if (const auto found = wanted.find({input_index(entry), page}); found != wanted.end())
          found->second.insert(found->second.end(), boxes.begin(), boxes.end());
    std::vector<PageRequest> requests;
    std::vector<std::size_t> inputs;
    for (auto& [place, masks] : wanted) {
      requests.push_back({&run_.inputs()[place.first].file->source, place.second, std::move(masks)});
      inputs.push_back(place.first);
    }
    options.pictures->pages(requests, options.dpi, [&](std::size_t index, Result<Picture>&& picture) {
      if (!picture) {
        const std::string& code = picture.error().code;
        if (code == "source-gone" || code == "source-changed") lost_[inputs[index]] = code;
      }
      if (!picture || failure_) return;
      const int page = requests[index].page;
      WrittenPicture written{
          page,
          fmt::format("{:04}-{:03}.{}", inputs[index] + 1, page, picture->media_type == "image/webp" ? "webp" : "png"),
          picture->width, picture->height, picture->area};
      if (auto done = write_file(options.folder + "/pictures/" + written.file, picture->bytes); !done)
        failure_ = done.error();
      drawn_[inputs[index]][page] = std::move(written);
    });
    if (failure_) return *failure_;
    return {};
  }

  void work() {
    for (std::size_t index = next_++; index < run_.notices().size(); index = next_++) {
      if (auto done = write_notice(run_.notices()[index]); !done) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = done.error();
        return;
      }
    }
  }

  Result<void> write_notice(const NoticeEntry& entry) const {
    const std::map<int, WrittenPicture>& drawn = drawn_[input_index(entry)];
    std::vector<WrittenPicture> pictures;
    for (const int page : pages_to_draw(entry, run_.options().all_pages))
      if (const auto found = drawn.find(page); found != drawn.end()) pictures.push_back(found->second);
    const Notice shown = entry.masker.masked(*entry.notice);
    const std::string html =
        page_.render(notice_context(run_, entry.shown_as(shown), pictures, lost_[input_index(entry)]));
    return write_file(run_.options().folder + "/notices/" + entry.page, html);
  }

  const Run& run_;
  const Template& page_;
  std::vector<std::map<int, WrittenPicture>> drawn_;  ///< By input.
  std::vector<std::string> lost_;                     ///< By input: why its source cannot be drawn from, if it cannot.
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::optional<Error> failure_;
};

Result<void> write_assets(const Run& run) {
  const std::string folder = run.options().folder + "/assets/";
  for (const std::string name : {"report.css", "overview.js", "notice.js"}) {
    auto text = load_data("report/" + name);
    if (!text) return text.error();
    if (auto done = write_file(folder + name, *text); !done) return done;
  }
  return write_file(folder + "overview-data.js", overview_data(run));
}

Result<void> write_html(const Run& run, const std::string& hash) {
  const std::string& folder = run.options().folder;
  for (const char* name : {"/notices", "/pictures", "/assets", "/plots"})
    if (auto done = make_folder(folder + name); !done) return done;
  auto notice_page = Template::load("notice.html");
  if (!notice_page) return notice_page.error();
  auto overview_page = Template::load("overview.html");
  if (!overview_page) return overview_page.error();
  if (auto done = write_assets(run); !done) return done;
  auto rules_page = Template::load("rules.html");
  if (!rules_page) return rules_page.error();
  if (auto done = write_file(folder + "/rules.html", rules_page->render(rule_pages_context(run))); !done) return done;
  if (auto done = NoticePages(run, *notice_page).write(); !done) return done;
  nlohmann::json context = overview_context(run);
  context["hash"] = hash;
  context["plots"] = nlohmann::json::array();
  for (const Plot& plot : make_plots(run)) {
    if (auto done = write_file(folder + "/plots/" + plot.name + ".svg", plot.svg); !done) return done;
    context["plots"].push_back({{"title", plot.title}, {"note", plot.note}, {"svg", plot.svg}});
  }
  context["has_plots"] = !context["plots"].empty();
  return write_file(folder + "/index.html", overview_page->render(context));
}

}  // namespace

namespace {

/// Everything but run.json, into options.folder.
Result<std::string> write_parts(const Run& run, const ReportOptions& options) {
  FileWriter findings(options.json ? options.folder + "/findings.json" : "");
  write_findings_json(run, findings);
  if (auto done = findings.finish(); !done) return done.error();
  const std::string hash = findings.digest();
  if (options.csv) {
    FileWriter lines(options.folder + "/findings.csv"), rows(options.folder + "/rows.csv");
    write_findings_csv(run, lines);
    write_rows_csv(run, rows);
    for (FileWriter* file : {&lines, &rows})
      if (auto done = file->finish(); !done) return done.error();
  }
  if (options.ledger)
    if (auto done = write_ledger(run, options.folder + "/" + run.messages().get("files.ledger")); !done)
      return done.error();
  if (options.letters)
    if (auto done = write_letters(run, options.folder + "/letters"); !done) return done.error();
  if (options.html)
    if (auto done = write_html(run, hash); !done) return done.error();
  if (!options.decisions.empty())
    if (auto done = write_file(options.folder + "/decisions.json", write_decisions(options.decisions)); !done)
      return done.error();
  return hash;
}

/// For the names of kept files: "2025-03-04-1205".
std::string stamp_of(const ReportOptions& options) {
  std::string stamp = options.today.valid() ? options.today.to_string() : "earlier";
  if (!options.time.empty()) stamp += "-";
  for (const char c : options.time)
    if (c != ':') stamp += c;
  return stamp;
}

}  // namespace

Result<WrittenReport> write_reports(const std::vector<ReportInput>& inputs, const ReportOptions& options) {
  const auto earlier = look_into(options.folder);
  if (!earlier) return earlier.error();
  if (!earlier->foreign.empty() && !options.force) return foreign_folder(options.folder, *earlier);
  auto aside = FolderSwap::begin(options.folder);
  if (!aside) return aside.error();
  ReportOptions there = options;
  there.folder = aside->path();
  auto run = Run::make(inputs, there);
  if (!run) return run.error();
  const auto hash = write_parts(*run, there);
  if (!hash) return hash.error();
  const std::map<std::string, std::string> wrote = hashes_of(there.folder);
  auto kept = aside->take_over(*earlier, stamp_of(options));
  if (!kept) return kept.error();
  if (auto done = write_file(there.folder + "/run.json", run_json(*run, *hash, wrote, *kept)); !done)
    return done.error();
  if (auto done = aside->finish(); !done) return done.error();
  return WrittenReport{*std::move(kept)};
}

}  // namespace gongshi::report
