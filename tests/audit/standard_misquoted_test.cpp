// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

Notice quoting(const std::string& requirement, int no = 1) {
  Notice notice = test::make_notice("基础型", "青杨社区");
  notice.rows[static_cast<std::size_t>(no) - 1].requirement.text.utf8 = requirement;
  return notice;
}

bool fires(const Notice& notice) { return !test::findings_of(notice, "standard-misquoted").empty(); }

}  // namespace

TEST_CASE("standard-misquoted fires on a figure and on more than a few characters") {
  CHECK(fires(quoting("家庭千兆光纤网络覆盖率达到80%")));
  CHECK(fires(quoting("社区内12层及以上住宅实现高空抛物监控报警，监控范围覆盖3层及以上所有窗户和洞口", 14)));
  CHECK(
      fires(quoting("1.采用网上选民登记等方式开展民主选举工作；2.按需组织线上议事协商活动，原则上每年不少于2次；3."
                    "党务、居务、财务线上线下同步公开，接受群众监督",
                    18)));
  const auto found = test::findings_of(quoting("家庭千兆光纤网络覆盖率达到80%"), "standard-misquoted");
  CHECK(found[0].message.find("成长型") != std::string::npos);
  CHECK(found[0].message.find("70%") != std::string::npos);
}

TEST_CASE("standard-misquoted takes levels, and 或 for 和, as it takes figures") {
  const auto quoting_top = [](int no, const std::string& from, const std::string& to) {
    Notice notice = test::make_notice("标杆型", "青杨社区");
    std::string& text = notice.rows[static_cast<std::size_t>(no) - 1].requirement.text.utf8;
    text = test::standard().find("标杆型", "a")->find(no)->requirement;
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return notice;
  };
  CHECK(fires(quoting_top(30, "省级", "市级")));
  CHECK(fires(quoting_top(27, "市级或县级", "市级和县级")));
  CHECK(!fires(quoting_top(27, "市级或县级", "市级或县级")));
}

TEST_CASE("standard-misquoted passes slips, other punctuation and either edition") {
  CHECK(!fires(test::make_notice("基础型", "青杨社区")));
  CHECK(!fires(quoting("能够供水、电、气、暖、物业费等便捷化的线上缴费服务", 10)));
  CHECK(!fires(quoting("家庭千兆光纤网络覆盖率 达到７０％。")));
  CHECK(!fires(quoting("")));
  for (const char* edition : {"a", "b"}) {
    Notice notice = test::make_notice("标杆型", "青杨社区");
    for (IndicatorRecord& row : notice.rows) {
      row.requirement.text.utf8 = test::standard().find("标杆型", edition)->find(row.no)->requirement;
      row.definition.text.utf8 = test::standard().find("标杆型", edition)->find(row.no)->definition;
    }
    CHECK(!fires(notice));
  }
}

TEST_CASE("standard-misquoted lets notes of a definition be left out") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  std::string& definition = notice.rows[2].definition.text.utf8;
  definition = definition.substr(0, definition.find("\n注"));
  CHECK(!fires(notice));
}

TEST_CASE("standard-misquoted asserts nothing on cells that were read badly") {
  Notice notice = quoting("家庭千兆光纤网络覆盖率达到80%");
  notice.rows[0].requirement.uncertain = true;
  CHECK(test::findings_of(notice, "standard-misquoted")[0].verdict == Verdict::kInconclusive);
  notice.rows[0].requirement.from_standard = true;
  CHECK(!fires(notice));
}
