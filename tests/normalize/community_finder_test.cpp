// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/community_finder.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace gongshi;

namespace {

const normalize::CommunityWords& words() {
  return test::programme().prepared<normalize::Vocabulary>().communities;
}

std::string of_preamble(const std::string& preamble) {
  Notice notice;
  notice.preamble.utf8 = preamble;
  return normalize::find_community(notice, words());
}

std::string of_title(const std::string& title) {
  Notice notice;
  notice.title.utf8 = title;
  return normalize::find_community(notice, words());
}

}  // namespace

TEST_CASE("the acceptance's sentence names the community") {
  const std::string after = "已满足《山东省智慧社区建设指标》中“成长型智慧社区”的建设要求。";
  CHECK(of_preamble("根据有关文件，经社区申请，某市大数据中心组织验收，经一致认定，云杉社区" + after) == "云杉社区");
  CHECK(of_preamble("经东风街道云杉（东片区）社区申请，经一致认定，云杉（东片区）社区" + after) ==
        "云杉（东片区）社区");
  CHECK(of_preamble("经一致认定云杉社区" + after) == "云杉社区");
  CHECK(of_preamble("经一致认定， 云 杉 社 区 " + after) == "云杉社区");
  CHECK(of_preamble("经一致认定，某市甲区东风街道办事处云杉社区" + after) == "云杉社区");
  CHECK(of_preamble("经一致认定，智慧云杉社区" + after) == "云杉社区");
  CHECK(of_preamble("经一致认定，云杉新村" + after) == "云杉新村");
  CHECK(of_preamble("甲县大数据局开展验收。东风街道云杉社区经过本级初验，初步确定达到相关建设标准。") == "云杉社区");
}

TEST_CASE("other verbs of the acceptance's sentence are no part of the name") {
  const std::string after = "达到“成长型智慧社区”建设要求。";
  for (const char* verb : {"一致认为", "一致同意", "验收组评定", "大家一致同意", "验收组确认", "审定"})
    CHECK(of_preamble("某县大数据局组织居民代表验收，" + std::string(verb) + "云杉社区" + after) == "云杉社区");
  CHECK(of_preamble("某县大数据局组织验收，验收组评定云杉社区为“成长型智慧社区”。") == "云杉社区");
  CHECK(of_preamble("某县大数据局赴云杉社区实地验收。") == "云杉社区");
}

TEST_CASE("words that name no community") {
  CHECK(of_preamble("经社区申请，某市大数据中心开展智慧社区试点验收工作，达到“成长型智慧社区”的建设要求。").empty());
  CHECK(of_preamble("本社区已满足建设要求。").empty());
}

TEST_CASE("titles and headings name the community") {
  CHECK(of_title("云杉社区建设验收结果公示") == "云杉社区");
  CHECK(of_title("东风街道云杉社区智慧社区建设验收结果公示") == "云杉社区");
  CHECK(of_title("基础型智慧社区（云杉社区）") == "云杉社区");
  CHECK(of_title("基础型智慧社区(云杉（东片区）社区)") == "云杉（东片区）社区");
  CHECK(of_title("智慧社区建设验收结果公示（标杆型）").empty());
  CHECK(normalize::community_in("云杉社区完成情况", words()) == "云杉社区");
  CHECK(normalize::community_in("本社区完成情况", words()).empty());
  CHECK(normalize::community_in("云杉社区", words()) == "云杉社区");
}

TEST_CASE("names that hold the words of places stay whole") {
  CHECK(of_title("城市花园社区建设验收结果公示") == "城市花园社区");
  CHECK(of_title("古镇社区建设验收结果公示") == "古镇社区");
  CHECK(of_title("青石街社区建设验收结果公示") == "青石街社区");
  CHECK(of_title("甲市乙区云杉社区建设验收结果公示") == "云杉社区");
}

TEST_CASE("a misread name loses against the others") {
  Notice notice;
  notice.preamble.utf8 = "经云衫社区申请，经一致认定，云杉社区已满足建设要求。";
  notice.table_title.utf8 = "基础型智慧社区（云杉社区）";
  CHECK(normalize::find_community(notice, words()) == "云杉社区");
}
