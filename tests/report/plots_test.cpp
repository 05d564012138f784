// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/plots.h"

#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include "tests/support/report_samples.h"

using namespace gongshi;
using namespace gongshi::report;

TEST_CASE("plots are well-formed SVG with words for those who do not see them") {
  const test::SampleRun samples;
  const ReportOptions options = samples.options("out");
  const auto run = Run::make(samples.inputs(), options);
  REQUIRE(run.has_value());
  const std::vector<Plot> plots = make_plots(*run);
  REQUIRE(plots.size() == 3);
  for (const Plot& plot : plots) {
    INFO(plot.name);
    pugi::xml_document document;
    CHECK(document.load_string(plot.svg.c_str()));
    CHECK(std::string(document.child("svg").attribute("role").value()) == "img");
    CHECK_FALSE(std::string(document.child("svg").attribute("aria-label").value()).empty());
  }
  // 80.5 % with its counts, the tier's threshold is 80 %.
  CHECK(plots[0].note == "共 1 个比例；恰等于标准要求的 0 个，其中 0 个没有写出数量；低于标准要求的 0 个。");
  CHECK(plots[2].note == "2 份公示与其他社区的公示有雷同之处，连成 1 组。");
}

TEST_CASE("a run without notices has no plots") {
  const std::vector<ReportInput> none;
  const ReportOptions options;
  const auto run = Run::make(none, options);
  REQUIRE(run.has_value());
  CHECK(make_plots(*run).empty());
}
