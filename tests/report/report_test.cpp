// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/report_samples.h"

using namespace gongshi;
using report::ReportInput;
using report::ReportOptions;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a report is one folder that needs nothing else") {
  const test::ScratchFolder folder;
  const test::SampleRun run;
  ReportOptions options = run.options(folder.path());
  REQUIRE(report::write_reports(run.inputs(), options).has_value());

  const std::string overview = read(folder.file("index.html"));
  CHECK(overview.find("lang=\"zh-CN\"") != std::string::npos);
  CHECK(overview.find("柳岸社区") != std::string::npos);
  for (const char* outside : {"src=\"http", "href=\"http", "url(http", "src=\"//", "type=\"module\"", "fetch("})
    CHECK(overview.find(outside) == std::string::npos);
  CHECK(std::filesystem::exists(folder.file("notices/0002.html")));
  CHECK(std::filesystem::exists(folder.file("assets/report.css")));
}

TEST_CASE("a notice's page shows claim, grade and finding with its calculation, and no personal data") {
  const test::ScratchFolder folder;
  const test::SampleRun run;
  REQUIRE(report::write_reports(run.inputs(), run.options(folder.path())).has_value());
  const std::string page = read(folder.file("notices/0001.html"));
  CHECK(page.find("1203 ÷ 1620") != std::string::npos);
  CHECK(page.find("<mark class=\"error\">80.5%</mark>") != std::string::npos);
  CHECK(page.find("13900000000") == std::string::npos);
  CHECK(page.find("0599-1234567") != std::string::npos);
  CHECK(page.find("<script>alert") == std::string::npos);
}

TEST_CASE("the same input gives the same report but for the time") {
  const test::ScratchFolder first, second;
  const test::SampleRun run;
  REQUIRE(report::write_reports(run.inputs(), run.options(first.path())).has_value());
  REQUIRE(report::write_reports(run.inputs(), run.options(second.path())).has_value());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(first.path())) {
    if (!entry.is_regular_file()) continue;
    const auto name = std::filesystem::relative(entry.path(), first.path());
    INFO(name);
    CHECK(read(entry.path()) == read(std::filesystem::path(second.path()) / name));
  }
}

TEST_CASE("a file read in part says so at the top of its notices") {
  const test::ScratchFolder folder;
  test::SampleRun run;
  run.set_outcome(0, "read-in-part");
  REQUIRE(report::write_reports(run.inputs(), run.options(folder.path())).has_value());
  const std::string page = read(folder.file("notices/0001.html"));
  CHECK(page.find("只读取了一部分") < page.find("<h1"));
  CHECK(read(folder.file("index.html")).find("未能完整读取") != std::string::npos);
}

TEST_CASE("the terminal summary counts notices, rows and findings") {
  const test::SampleRun run;
  const auto plain = report::terminal_summary(run.inputs(), run.options("out"), false);
  REQUIRE(plain.has_value());
  CHECK(plain->find("2 份公示") != std::string::npos);
  CHECK(plain->find("out/index.html") != std::string::npos);
  CHECK(plain->find('\x1b') == std::string::npos);
  const auto colored = report::terminal_summary(run.inputs(), run.options("out"), true);
  CHECK(colored->find('\x1b') != std::string::npos);
}

TEST_CASE("a folder that cannot be made is an error with its name") {
  const test::SampleRun run;
  const auto done = report::write_reports(run.inputs(), run.options("/dev/null/report"));
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == "report-unwritable");
}
