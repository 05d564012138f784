// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/decision.h"

#include <catch2/catch.hpp>

using namespace gongshi;

namespace {

const std::vector<Decision> kTwo = {{"a1", "dismissed", "", "系统已升级", "", "王某", "2025-03-04"},
                                    {"b2", "confirmed", "已去电\n核实", "", "下周更正", "", ""}};

}  // namespace

TEST_CASE("decisions are read back as they were written") {
  const auto read = read_decisions(write_decisions(kTwo));
  REQUIRE(read.has_value());
  CHECK(*read == kTwo);
  CHECK(read_decisions(write_decisions({}))->empty());
}

TEST_CASE("a wrong decisions file is refused with the place") {
  const auto refused = [](const std::string& entries) {
    const auto read = read_decisions(R"({"format": "gongshi.decisions/1", "decisions": [)" + entries + "]}");
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == "json-invalid");
    return read.error().message;
  };
  CHECK(refused(R"({"finding": "a", "state": "gone"})").find("decisions[0].state \"gone\"") != std::string::npos);
  CHECK(refused(R"({"finding": "a", "state": "dismissed"})").find("without a reason") != std::string::npos);
  CHECK(refused(R"({"state": "open"})").find("no finding") != std::string::npos);
  CHECK(refused(R"({"finding": 3})").find("decisions[0].finding") != std::string::npos);
  CHECK(refused("3").find("no object") != std::string::npos);
  for (const char* file : {"", "[]", "{}", R"({"format": "gongshi.run/1"})", R"({"format": "gongshi.decisions/1"})"}) {
    INFO(file);
    CHECK_FALSE(read_decisions(file).has_value());
  }
}

TEST_CASE("changes go over what is known, and a blank one takes it away") {
  Decision changed = kTwo[0];
  changed.state = "corrected";
  Decision withdrawn;
  withdrawn.finding = "b2";
  withdrawn.state = "open";
  const Decision fresh{"c3", "correcting", "", "", "", "", ""};
  CHECK(merged(kTwo, {fresh, changed, withdrawn}) == std::vector<Decision>{changed, fresh});
}
