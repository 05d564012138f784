// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard_diff.h"
#include "schema/programme.h"

#include <catch2/catch.hpp>

#include "schema/standard_writer.h"

using namespace gongshi;

namespace {

Standard known() {
  auto loaded = load_programme();
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return (*loaded)->standard();
}

}  // namespace

TEST_CASE("a standard survives the way to its data file and back") {
  const Standard before = known();
  const std::string written = write_standard(before);
  const auto after = parse_standard(written, before.id);
  if (!after) FAIL(after.error().message);
  CHECK(write_standard(*after) == written);
  CHECK(compare_standards(before, *after).empty());
}

TEST_CASE("differences name tier, indicator and field") {
  const Standard before = known();
  Standard after = before;
  after.tiers[0].indicators[0].clauses[0].value = Decimal(75);
  after.tiers[0].indicators[1].requirement = "5G网络全覆盖";
  after.tiers[1].indicators.pop_back();
  after.tiers.pop_back();
  const auto found = compare_standards(before, after);
  REQUIRE(found.size() == 5);
  CHECK(found[0].field == "clause");
  CHECK(found[0].indicator == "1 有线宽带网络");
  CHECK(found[1].after.find("75%") != std::string::npos);
  CHECK(found[2].field == "requirement");
  CHECK(found[3].field == "indicator");
  CHECK(found[3].after.empty());
  CHECK(found[4].field == "tier");
  CHECK(found[4].tier == "标杆型@b");
}

TEST_CASE("white space is no difference") {
  const Standard before = known();
  Standard after = before;
  after.tiers[0].indicators[1].requirement = "5G 网络覆盖率达到 80%\n";
  CHECK(compare_standards(before, after).empty());
}
