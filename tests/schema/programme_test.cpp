// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/programme.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "schema/data.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;
using nlohmann::json;

namespace {

std::string fixture() { return std::string(test::kSourceFolder) + "/tests/fixtures/programmes/green-school"; }

/// A copy of the fixture that a test may spoil.
class Copy {
 public:
  Copy() { std::filesystem::copy(fixture(), path(), std::filesystem::copy_options::recursive); }
  [[nodiscard]] std::string path() const { return folder_.path() + "/copy"; }
  void write(const std::string& name, const std::string& text) const {
    static_cast<void>(folder_.write("copy/" + name, text));
  }
  [[nodiscard]] std::string complaint() const {
    const auto loaded = load_programme(path());
    return loaded ? std::string() : loaded.error().message;
  }

 private:
  test::TemporaryFolder folder_;
};

/// Counts how often it is made.
struct Counted {
  static inline int made = 0;
  std::string id;
  explicit Counted(const Programme& programme) : id(programme.id()) { ++made; }
};

bool has(const json& list, const char* word) { return std::find(list.begin(), list.end(), word) != list.end(); }

}  // namespace

TEST_CASE("the default programme: its standard, and its words beside the common ones") {
  const auto programme = load_programme();
  REQUIRE(programme.has_value());
  CHECK((*programme)->id() == kDefaultProgramme);
  CHECK((*programme)->standard().id == kDefaultProgramme);
  CHECK((*programme)->standard().tiers.size() >= 3);
  CHECK((*programme)->names().body == "社区");
  CHECK(has((*programme)->words("communities")["endings"], "社区"));
  CHECK(has((*programme)->words("communities")["acting"], "经过"));    // common
  CHECK(has((*programme)->words("communities")["acting"], "成长型"));  // its own
  CHECK((*programme)->words("regions")["provinces"].contains("山东省"));
  CHECK((*programme)->words("regions")["provinces"].contains("河北省"));
}

TEST_CASE("several programmes live side by side, each with its own tables, made once") {
  const auto all = load_programmes(std::string(kDefaultProgramme) + "\n" + fixture());
  REQUIRE(all.has_value());
  REQUIRE(all->all().size() == 2);
  CHECK(all->first().id() == kDefaultProgramme);
  const Programme& school = *all->find("green-school");
  CHECK(school.words("communities")["endings"] == json({"学校", "小学", "中学"}));
  CHECK_FALSE(has(school.words("communities")["acting"], "成长型"));
  CHECK_FALSE(school.words("regions")["provinces"].contains("山东省"));
  CHECK(&all->of("green-school") == &school);
  CHECK(&all->of("no-such") == &all->first());
  CHECK(all->texts().tiers.size() == all->first().standard().tiers.size() + 2);

  Counted::made = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 1000; ++k) {
        if (school.prepared<Counted>().id != "green-school") std::abort();
        if (all->first().prepared<Counted>().id != kDefaultProgramme) std::abort();
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(Counted::made == 2);

  const auto again = load_programmes(all->origins());
  REQUIRE(again.has_value());
  CHECK(again->data_version() == all->data_version());
}

TEST_CASE("a bare standard is judged with the default programme's words") {
  const auto programme = load_programme(fixture() + "/standards/green-school.json");
  REQUIRE(programme.has_value());
  CHECK((*programme)->standard().title == "云岭省绿色学校创建指标");
  CHECK(has((*programme)->words("communities")["endings"], "社区"));
}

TEST_CASE("a programme on a base has its data where it brings none of its own") {
  const test::TemporaryFolder folder;
  static_cast<void>(folder.write("next/programme.json", R"({"id": "next", "base": "shandong-2022"})"));
  static_cast<void>(folder.write("next/words/communities.json", R"({"endings": {"only": ["村"]}, "smart": ["数字"]})"));
  const auto next = load_programme(folder.path() + "/next");
  INFO((next ? std::string() : next.error().message));
  REQUIRE(next.has_value());
  CHECK((*next)->id() == "next");
  CHECK((*next)->standard().id == "next");
  CHECK((*next)->standard().title == "山东省智慧社区建设指标");
  CHECK((*next)->words("communities")["endings"] == json({"村"}));
  CHECK((*next)->words("communities")["smart"] == json({"智慧", "数字"}));
  CHECK((*next)->data_version() != (*load_programme())->data_version());
}

TEST_CASE("what is wrong with a programme's folder is told with its file") {
  CHECK(Copy().complaint() == "");
  {
    const Copy copy;
    copy.write("words/unit.json", "{}");
    CHECK(copy.complaint().find("words/unit.json: there is no word file of this name; known: ") != std::string::npos);
  }
  {
    const Copy copy;
    copy.write("words/communities.json", R"({"smart": ["绿色"]})");
    CHECK(copy.complaint().find("/endings is missing") != std::string::npos);
  }
  {
    const Copy copy;
    copy.write("words/units.json", R"({"units": {"all": []}})");
    CHECK(copy.complaint().find("/units must be a list, or {\"only\": [...]}") != std::string::npos);
  }
  {
    const Copy copy;
    copy.write("standards/green-school.json", "{\"title\": ");
    CHECK(copy.complaint().find("standards/green-school.json") != std::string::npos);
  }
  {
    const Copy copy;
    copy.write("words/limits.json",
               R"({"single": {"a": "b"}, "not_zero": {"a": "b"}, "ratios": [{"of": "households", "per": "green-area",
                   "min": null, "max": "1", "title": "t", "unit": "", "source": "s"}]})");
    CHECK(copy.complaint().find("\"households\", which is no id of words/measures.json") != std::string::npos);
  }
  {
    const Copy copy;
    copy.write("programme.json", R"({"id": "Grün"})");
    CHECK(copy.complaint() != "");
  }
  CHECK(load_programme("no-such").error().message.find("known: ") != std::string::npos);
}
