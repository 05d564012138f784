// SPDX-License-Identifier: GPL-3.0-or-later
// What is printed about a notice are its own programme's words: pages, ledger, letters and terminal of a programme that
// judges schools speak of no 社区.
#include <catch2/catch.hpp>
#include <filesystem>

#include "office/package.h"
#include "report/messages.h"
#include "tests/support/labelled_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;
namespace fs = std::filesystem;

namespace {

/// Texts of all files of a report: those in office files part by part.
std::map<std::string, std::string> texts_of(const std::string& folder) {
  std::map<std::string, std::string> texts;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string(), bytes = test::read_bytes(path);
    const std::string ending = entry.path().extension().string();
    if (ending != ".docx" && ending != ".xlsx") {
      texts[path] = bytes;
      continue;
    }
    const auto package = office::unpack(bytes);
    REQUIRE(package.has_value());
    for (const auto& [part, text] : *package) texts[path + "!" + part] = text;
  }
  return texts;
}

bool says(const std::map<std::string, std::string>& texts, const std::string& word) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const auto& entry) { return entry.second.find(word) != std::string::npos; });
}

}  // namespace

TEST_CASE("a report on schools nowhere speaks of communities") {
  const test::TemporaryFolder temporary;
  const std::string folder = temporary.path() + "/report", notices = test::labelled_folder("lanyue-school-2023");
  // The lower tier: the higher one's standard itself has the word.
  const auto run =
      test::run_program({"audit", notices + "/notice1.html", notices + "/notice2.html", notices + "/notice6.html",
                         notices + "/notice7.html", "-o", folder, "--letters", "--csv"});
  REQUIRE(run.status <= 1);
  CHECK(run.out.find("社区") == std::string::npos);
  const auto texts = texts_of(folder);
  CHECK(texts.size() > 10);
  for (const auto& [path, text] : texts) {
    INFO(path);
    CHECK(text.find("社区") == std::string::npos);
    CHECK(text.find("{body}") == std::string::npos);
    CHECK(text.find("{notice-name}") == std::string::npos);
  }
  CHECK(says(texts, "绿色学校评价结果公示核查报告"));
  CHECK(says(texts, "绿色学校评价结果公示问题台账"));
  CHECK(says(texts, "关于核实绿色学校评价结果公示有关内容的通知"));
}

TEST_CASE("a report on notices of two programmes says what they have in common, and of each its own") {
  const test::TemporaryFolder temporary;
  const std::string folder = temporary.path() + "/report";
  const auto run = test::run_program({"audit", test::labelled_folder("lanyue-school-2023") + "/notice4.html",
                                      test::labelled_folder("lanjiang-stars-2024") + "/notice4.html", "-o", folder});
  REQUIRE(run.status == 1);
  const auto texts = texts_of(folder);
  const std::string& overview = texts.at(folder + "/index.html");
  CHECK(overview.find("<h1 id=\"title\">公示核查报告</h1>") != std::string::npos);
  CHECK(overview.find(">单位</button>") != std::string::npos);
  CHECK(says(texts, "没有本学校自己的数据"));
  CHECK(says(texts, "没有本社区自己的数据"));
}

TEST_CASE("a report over a store has the words of a programme that was once given as a folder") {
  const test::TemporaryFolder temporary;
  const std::string draft = temporary.path() + "/mine", store = temporary.path() + "/notices.db",
                    folder = temporary.path() + "/report", notices = test::labelled_folder("lanyue-school-2023");
  REQUIRE(test::run_program({"programme", "draft", notices + "/annex.html", "-o", draft}).status == 0);
  REQUIRE(test::run_program({"ingest", notices + "/notice1.html", "--db", store, "--programme", draft}).status == 0);
  const auto run = test::run_program({"report", "--db", store, "-o", folder});
  INFO(run.errors);
  REQUIRE(run.status == 0);
  CHECK(says(texts_of(folder), "绿色学校公示核查报告"));
}

TEST_CASE("messages take a programme's words, and what several agree in") {
  const auto school = load_programme("lanyue-school-2023"), stars = load_programme("lanjiang-stars-2024"),
             first = load_programme();
  const auto own = report::Messages::load({school->get()});
  REQUIRE(own.has_value());
  CHECK(own->get("columns.community") == "学校");
  CHECK(own->get("words.unknown-community") == "学校名称不明");
  const auto both = report::Messages::load({stars->get(), first->get()});
  REQUIRE(both.has_value());
  CHECK(both->names().body == "社区");
  CHECK(both->names().notice == "公示");
  CHECK(report::Messages::load()->names().body == "单位");
  CHECK(own->filled("本{body}，{authority}") == "本学校，教育主管部门");
}
