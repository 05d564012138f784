// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/shape.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace gongshi;
using nlohmann::json;

namespace {

std::string fault(const char* text, const Shape& shape, Extent extent = Extent::kWhole) {
  const auto checked = check_shape(json::parse(text), shape, "f.json", extent);
  return checked ? std::string() : checked.error().message;
}

}  // namespace

TEST_CASE("a value is told apart from its shape with its place") {
  CHECK(fault(R"(["a", ""])", Shape::words()) == "f.json: /1 is empty.");
  CHECK(fault("[]", Shape::words()) == "f.json: the whole file is an empty list.");
  CHECK(fault("[]", Shape::words_or_none()).empty());
  CHECK(fault("5", Shape::text()) == "f.json: the whole file must be a string, is 5.");
  CHECK(fault(R"("1.x")", Shape::decimal()).find("must be a decimal in quotes") != std::string::npos);
  CHECK(fault("null", Shape::decimal()) != "");
  CHECK(fault("null", Shape::decimal_or_null()).empty());
  CHECK(fault("-1", Shape::integer()) != "");
  CHECK(fault(R"("2024-02-30")", Shape::day()) != "");
  CHECK(fault(R"("2024-02-29")", Shape::day()).empty());
  CHECK(fault(R"("c")", Shape::text({"a", "b"})) == "f.json: the whole file is \"c\"; known: a, b.");
  CHECK(fault(R"({"a/b": 1})", Shape::map_of(Shape::text())) == "f.json: /a~1b must be a string, is 1.");
  CHECK(fault(R"({"c": "x"})", Shape::map_of(Shape::text(), {"a"})) == "f.json: /c is not known here; known: a.");
  CHECK(fault(R"({"a": {"b": []}})", Shape::text_tree()) == "f.json: /a/b must be a string or an object, is [].");
}

TEST_CASE("members must stand where they are needed") {
  const Shape shape = Shape::object({{"common", Shape::words()},
                                     {"own", Shape::words(), Shape::Presence::kTogether},
                                     {"more", Shape::words(), Shape::Presence::kOptional}});
  CHECK(fault(R"({"about": "", "common": ["a"], "own": ["b"]})", shape).empty());
  CHECK(fault(R"({"common": ["a"]})", shape, Extent::kCommon).empty());
  CHECK(fault(R"({"common": ["a"]})", shape) == "f.json: /own is missing.");
  CHECK(fault(R"({"own": ["b"]})", shape, Extent::kCommon) == "f.json: /common is missing.");
  CHECK(fault("{}", shape, Extent::kAddition).empty());
  CHECK(fault(R"({"other": 1})", shape, Extent::kAddition) ==
        "f.json: /other is not known here; known: common, own, more.");
  CHECK(fault(R"({"common": {"only": ["a"]}})", shape, Extent::kAddition).empty());
  CHECK(fault(R"({"common": {"only": []}})", shape, Extent::kAddition) == "f.json: /common/only is an empty list.");
  CHECK(fault(R"({"common": {"only": ["a"]}, "own": ["b"]})", shape) != "");
}

TEST_CASE("a programme's own data lie over the common ones") {
  const Shape shape = Shape::object({{"words", Shape::words()},
                                     {"list", Shape::list_of(Shape::object({{"id", Shape::text()}}))},
                                     {"map", Shape::map_of(Shape::words())},
                                     {"text", Shape::text()}});
  const json common = json::parse(R"({"words": ["a", "b"], "list": [{"id": "1"}], "map": {"x": ["1"]}, "text": "t"})");
  const json own = json::parse(
      R"({"words": ["b", "c"], "list": [{"id": "2"}], "map": {"x": ["2"], "y": {"only": ["3"]}}, "text": "u"})");
  const json both = lay_over(common, own, shape);
  CHECK(both == json::parse(R"({"words": ["a", "b", "c"], "list": [{"id": "2"}, {"id": "1"}],
                                "map": {"x": ["1", "2"], "y": ["3"]}, "text": "u"})"));
  CHECK(lay_over(common, json::parse(R"({"words": {"only": ["z"]}})"), shape)["words"] == json({"z"}));
  CHECK(lay_over(common, json::object(), shape) == common);
}

TEST_CASE("JSON that is damaged is told with line and column") {
  const auto broken = parse_data("{\n  \"a\": [1,\n}", "f.json");
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().code == "data-damaged");
  CHECK(broken.error().message.starts_with("f.json, line 3, column 1: "));
  CHECK(parse_data(R"({"a": 1, "a": 2})", "f.json").error().message.find("\"a\" stands twice") != std::string::npos);
  CHECK(parse_data(R"({"a": {"a": 1}, "b": {"a": 2}})", "f.json").has_value());
  CHECK_FALSE(parse_data("\"\xC3\x28\"", "f.json").has_value());
}
