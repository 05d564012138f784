// SPDX-License-Identifier: GPL-3.0-or-later
// Every use case, driven without the command line.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "app/audit.h"
#include "app/decisions.h"
#include "app/exports.h"
#include "app/queries.h"
#include "app/reading.h"
#include "app/reports.h"
#include "app/stores.h"
#include "corpus/workers/worker_pool.h"
#include "report/files.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/ledger_editing.h"
#include "tests/support/places.h"
#include "tests/support/postgresql.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

constexpr const char* kMobile = "13812345678";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Two notices of different communities (the first as Word, the second as PDF) in a folder, and a third, later one of
/// the first community.
class Delivery {
 public:
  Delivery() {
    corpus::set_worker_program(test::kProgram);
    Notice notice = test::fictional_notice(0, test::standard());
    notice.rows[3].claim.text.utf8 = std::string("由网格员负责，手机") + kMobile + "，全天有人接听并登记处理结果。";
    notice.rows[5].claim.text.utf8 = "";
    community_ = notice.community;
    first_ = folder_.write("in/1.docx", test::to_docx(notice));
    folder_.write("in/2.pdf", test::to_pdf(test::fictional_notice(1, test::standard())));
    std::string& preamble = notice.preamble.utf8;
    for (std::size_t at = preamble.find("2024"); at != std::string::npos; at = preamble.find("2024"))
      preamble.replace(at, 4, "2025");
    notice.rows[5].claim.text.utf8 = "建有居民议事厅，全年召开议事会12次。";
    folder_.write("in/3.docx", test::to_docx(notice));
  }
  [[nodiscard]] std::string in() const { return folder_.path() + "/in"; }
  [[nodiscard]] std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  [[nodiscard]] const std::string& first() const { return first_; }
  [[nodiscard]] const std::string& community() const { return community_; }

  [[nodiscard]] std::unique_ptr<corpus::Store> store() const {
    auto store = app::open_store(test::store_at(path("a.db")), false, test::programmes());
    REQUIRE(store);
    app::IngestRequest request;
    request.paths = {in()};
    request.options.reading.extract.ocr_engine = "none";
    std::size_t told = 0;
    const auto report = app::ingest(**store, request, test::programmes(), [&](const corpus::IngestProgress&) {
      ++told;
      return true;
    });
    REQUIRE(report);
    CHECK(report->notices == 3);
    CHECK(told > 0);
    return std::move(*store);
  }
  [[nodiscard]] app::ReadingRequest reading() const {
    app::ReadingRequest request;
    request.paths = {in()};
    request.options.ocr_engine = "none";
    return request;
  }

 private:
  test::TemporaryFolder folder_;
  std::string first_, community_;
};

}  // namespace

TEST_CASE("files are read with progress, and what is missing is part of the answer") {
  const Delivery delivery;
  app::ReadingRequest request = delivery.reading();
  request.paths.push_back(delivery.path("nowhere"));
  std::size_t done = 0;
  const app::FilesRead read = app::read_files(request, test::programmes(), [&](const app::ReadingProgress& progress) {
    done = progress.files_done;
    return true;
  });
  CHECK(done == 3);
  REQUIRE(read.files.size() == 3);
  CHECK(read.files[0].file.notices.size() == 1);
  CHECK(read.missing.size() == 1);
  CHECK_FALSE(read.complete());
}

TEST_CASE("reading ends where its watcher says so") {
  const Delivery delivery;
  const app::FilesRead read =
      app::read_files(delivery.reading(), test::programmes(), [](const app::ReadingProgress&) { return false; });
  REQUIRE(read.broken_off);
  CHECK(read.broken_off->code == "stopped");
  CHECK_FALSE(read.complete());
}

TEST_CASE("one document is read, and an error names its file") {
  const Delivery delivery;
  extract::Options options;
  options.ocr_engine = "none";
  const auto document = app::read_document(delivery.first(), options, test::programmes());
  REQUIRE(document);
  CHECK_FALSE(document->blocks.empty());
  const auto none = app::read_document(delivery.path("nowhere.docx"), options, test::programmes());
  REQUIRE_FALSE(none);
  CHECK(contains(none.error().message, "nowhere.docx"));
}

TEST_CASE("files are audited, masked and reported") {
  const Delivery delivery;
  app::FilesRead read = app::audit_files({delivery.reading(), {}}, test::programmes());
  CHECK(read.complete());
  REQUIRE(read.files.size() == 3);
  REQUIRE(read.files[0].audited.size() == 1);
  const auto& findings = read.files[0].audited[0].findings;
  CHECK(std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.rule == "claim-empty"; }));
  CHECK(app::has_errors(read.files, {}));
  CHECK(contains(read.files[0].file.notices[0].rows[3].claim.str(), kMobile));
  CHECK_FALSE(contains(app::masked(read.files[0]).file.notices[0].rows[3].claim.str(), kMobile));

  app::ReportRequest request;
  request.folder = delivery.path("report");
  request.csv = true;
  const auto answer = app::report_files(read.files, {}, request, test::programmes());
  REQUIRE(answer);
  CHECK(answer->files == 3);
  CHECK(answer->has_errors);
  CHECK_FALSE(answer->summary.empty());
  for (const char* name : {"index.html", "问题台账.xlsx", "findings.json", "findings.csv"})
    CHECK(std::filesystem::exists(request.folder + "/" + name));
}

TEST_CASE("a damaged configuration, decisions file or store is an error that names it") {
  const Delivery delivery;
  std::filesystem::create_directories(delivery.path("x"));
  CHECK_FALSE(app::load_configurations(delivery.path("x")));
  const auto decisions = app::load_decisions(delivery.first());
  REQUIRE_FALSE(decisions);
  CHECK(contains(decisions.error().message, "1.docx"));
  const auto store = app::open_store(delivery.path("nowhere.db"), true, test::programmes());
  REQUIRE_FALSE(store);
  CHECK(store.error().code == "store-missing");
}

TEST_CASE("a store is asked: search, figures, samples, clusters, history", "[store]") {
  const Delivery delivery;
  const auto store = delivery.store();
  app::SearchRequest search;
  search.query.words = "接听";
  auto found = app::search(*store, search);
  REQUIRE(found);
  CHECK(found->total == 1);
  CHECK_FALSE(contains(found->hits.at(0).text, kMobile));
  search.unmasked = true;
  found = app::search(*store, search);
  REQUIRE(found);
  CHECK(contains(found->hits.at(0).text, kMobile));

  const auto figures = app::statistics(*store, {corpus::Grouping::kRule, {}});
  REQUIRE(figures);
  CHECK_FALSE(figures->rows.empty());
  const auto sample = app::sample(*store, {2, 7, {}});
  REQUIRE(sample);
  CHECK(sample->size() == 2);
  CHECK(app::template_clusters(*store));

  const auto history = app::history(*store, {delivery.community(), false});
  REQUIRE(history);
  REQUIRE(history->size() == 1);
  CHECK(history->at(0).versions.size() == 2);
  REQUIRE(history->at(0).changes.size() == 1);
  const auto& cured = history->at(0).changes[0].cured;
  CHECK(std::any_of(cured.begin(), cured.end(), [](const Finding& f) { return f.rule == "claim-empty"; }));
}

TEST_CASE("a store is exported and reported over a selection", "[store]") {
  const Delivery delivery;
  const auto store = delivery.store();
  for (const auto what : {app::ExportRequest::What::kRecords, app::ExportRequest::What::kFindings}) {
    for (const auto format : {app::ExportRequest::Format::kCsv, app::ExportRequest::Format::kJson}) {
      app::ExportRequest request;
      request.what = what;
      request.format = format;
      std::string out;
      REQUIRE(app::export_store(*store, request, [&](std::string_view piece) { out += piece; }));
      CHECK(contains(out, delivery.community()));
      CHECK_FALSE(contains(out, kMobile));
    }
  }
  corpus::NoticeFilter filter;
  filter.community = delivery.community();
  app::ReportRequest request;
  request.folder = delivery.path("report");
  request.html = false;
  const auto answer = app::report_store(*store, filter, request, test::programmes());
  REQUIRE(answer);
  CHECK(answer->files == 1);  // the latest version alone
  CHECK_FALSE(std::filesystem::exists(request.folder + "/index.html"));
  CHECK(std::filesystem::exists(request.folder + "/问题台账.xlsx"));
}

TEST_CASE("a ledger that a person filled in goes into a store and into a file", "[store]") {
  const Delivery delivery;
  const auto store = delivery.store();
  app::ReportRequest report;
  report.folder = delivery.path("report");
  report.html = false;
  REQUIRE(app::report_store(*store, {}, report, test::programmes()));
  const std::string ledger = report.folder + "/问题台账.xlsx";
  const auto untouched = app::read_ledgers({{ledger}, "李四"});
  REQUIRE(untouched);
  CHECK(untouched->decisions.empty());

  CHECK_FALSE(app::read_ledgers({{delivery.first()}, ""}));

  const std::string answered = delivery.path("answered.xlsx");
  std::filesystem::copy_file(ledger, answered);
  const std::string bytes =
      test::filled_in(test::read_bytes(ledger), test::kLedgerSheet, 2, {{'V', "不予采纳"}, {'W', "已对照原件核对"}});
  REQUIRE(report::write_file(answered, bytes));
  const auto imported = app::import_into_store(*store, {{answered}, "李四"});
  REQUIRE(imported);
  CHECK(imported->unknown == 0);
  REQUIRE(imported->decisions.size() == 1);
  const std::vector<Decision> stored = store->decisions();
  REQUIRE(stored.size() == 1);
  CHECK(stored[0].dismissed());
  CHECK(stored[0].reviewer == "李四");
  const std::string file = delivery.path("decisions.json");
  REQUIRE(app::import_into_file(file, {{answered}, "李四"}));
  const auto decisions = app::load_decisions(file);
  REQUIRE(decisions);
  CHECK(decisions->size() == 1);
}

TEST_CASE("a file is forgotten with all its traces", "[store]") {
  const Delivery delivery;
  const auto store = delivery.store();
  const auto answers = app::forget(*store, {delivery.first(), "nowhere.docx"});
  REQUIRE(answers);
  REQUIRE(answers->size() == 2);
  CHECK(answers->at(0).second == 1);
  CHECK(answers->at(1).second == 0);
  app::ExportRequest request;
  request.filter.latest_only = false;
  std::string out;
  REQUIRE(app::export_store(*store, request, [&](std::string_view piece) { out += piece; }));
  CHECK_FALSE(contains(out, "1.docx"));
}
