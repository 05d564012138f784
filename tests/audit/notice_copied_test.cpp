// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

/// A corpus in which the row at index 4 has a twin.
class OneTwin : public NoticeCorpus {
 public:
  std::vector<NoticeReference> rows_like(const Notice&, int row) const override {
    if (row != 4) return {};
    return {{"柳园.docx", 0, "柳园社区", 7, 0.93, "安装青杨牌充电桩"}};
  }
  std::vector<NoticeReference> notices_like(const Notice&) const override { return whole; }
  std::vector<std::string> communities() const override { return {}; }

  std::vector<NoticeReference> whole;
};

}  // namespace

TEST_CASE("notice-copied reports what the corpus finds, with the others named") {
  const Notice notice = test::make_notice("成长型", "青杨社区");
  OneTwin corpus;
  const auto found = test::findings_of(notice, "notice-copied", &corpus);
  REQUIRE(found.size() == 1);
  CHECK(found[0].no == notice.rows[4].no);
  CHECK(found[0].others.size() == 1);
  CHECK(found[0].message.find("“柳园社区”第7项（相似度93%）") != std::string::npos);
}

TEST_CASE("notice-copied reports a whole notice once, without a row") {
  const Notice notice = test::make_notice("成长型", "青杨社区");
  OneTwin corpus;
  for (int i = 0; i < 5; ++i) corpus.whole.push_back({"柳园.docx", i, "柳园社区", std::nullopt, 0.97, ""});
  const auto rows = test::rows_with(notice, "notice-copied", &corpus);
  CHECK(rows.count(std::nullopt) == 1);
  CHECK(test::findings_of(notice, "notice-copied", &corpus).back().message.find("等5处") != std::string::npos);
}

TEST_CASE("notice-copied is silent without other notices") {
  CHECK(test::findings_of(test::make_notice("成长型", "青杨社区"), "notice-copied").empty());
}
