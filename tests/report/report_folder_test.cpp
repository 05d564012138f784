// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report_folder.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "report/report.h"
#include "tests/support/program.h"
#include "tests/support/report_samples.h"

using namespace gongshi;
namespace fs = std::filesystem;

namespace {

report::ReportOptions options_for(const test::SampleRun& samples, const std::string& folder) {
  report::ReportOptions options = samples.options(folder);
  options.csv = true;
  options.letters = true;
  return options;
}

std::size_t files_in(const std::string& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) count += entry.is_regular_file() ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a report replaces an earlier one whole, and nothing of that stays behind") {
  const test::TemporaryFolder folder;
  const test::SampleRun samples;
  const std::string path = folder.path() + "/report";
  REQUIRE(report::write_reports(samples.inputs(), options_for(samples, path)).has_value());
  CHECK(fs::exists(path + "/findings.csv"));
  CHECK(fs::exists(path + "/letters"));
  report::ReportOptions plain = samples.options(path);
  REQUIRE(report::write_reports(samples.inputs(), plain).has_value());
  CHECK_FALSE(fs::exists(path + "/findings.csv"));
  CHECK_FALSE(fs::exists(path + "/letters"));
  const auto after = report::look_into(path);
  REQUIRE(after.has_value());
  CHECK(after->ours);
  CHECK(after->foreign.empty());
  CHECK(after->changed.empty());
  // Nothing is left beside it.
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("what a person changed in a report is kept under a dated name, run after run") {
  const test::TemporaryFolder folder;
  const test::SampleRun samples;
  const std::string path = folder.path() + "/report";
  REQUIRE(report::write_reports(samples.inputs(), options_for(samples, path)).has_value());
  const std::string ledger = path + "/问题台账.xlsx";
  folder.write("report/问题台账.xlsx", test::read_bytes(ledger) + "x");
  auto earlier = report::look_into(path);
  REQUIRE(earlier.has_value());
  CHECK(earlier->changed == std::vector<std::string>{"问题台账.xlsx"});
  CHECK(earlier->ledger == "问题台账.xlsx");
  const auto second = report::write_reports(samples.inputs(), options_for(samples, path));
  REQUIRE(second.has_value());
  REQUIRE(second->kept.size() == 1);
  CHECK(second->kept[0].starts_with("问题台账-"));
  CHECK(test::read_bytes(path + "/" + second->kept[0]).ends_with("x"));
  CHECK_FALSE(test::read_bytes(ledger).ends_with("x"));
  const auto third = report::write_reports(samples.inputs(), options_for(samples, path));
  REQUIRE(third.has_value());
  CHECK(third->kept == second->kept);
}

TEST_CASE("a folder with files of others is refused, and with force they stay") {
  const test::TemporaryFolder folder;
  const test::SampleRun samples;
  const std::string path = folder.path() + "/report";
  fs::create_directories(path);
  folder.write("report/年终总结.docx", "mine");
  folder.write("report/Thumbs.db", "");
  const auto refused = report::write_reports(samples.inputs(), samples.options(path));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "folder-foreign");
  CHECK(refused.error().message.find("年终总结.docx") != std::string::npos);
  CHECK(files_in(path) == 2);
  report::ReportOptions forced = samples.options(path);
  forced.force = true;
  REQUIRE(report::write_reports(samples.inputs(), forced).has_value());
  CHECK(test::read_bytes(path + "/年终总结.docx") == "mine");
  CHECK(fs::exists(path + "/run.json"));
}

TEST_CASE("a run that fails leaves the earlier report as it was") {
  const test::TemporaryFolder folder;
  const test::SampleRun samples;
  const std::string path = folder.path() + "/report";
  REQUIRE(report::write_reports(samples.inputs(), samples.options(path)).has_value());
  const std::string before = test::read_bytes(path + "/run.json");
  report::ReportOptions broken = options_for(samples, path);
  broken.configuration.letter_template = folder.path() + "/none.docx";
  CHECK_FALSE(report::write_reports(samples.inputs(), broken).has_value());
  CHECK(test::read_bytes(path + "/run.json") == before);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}
