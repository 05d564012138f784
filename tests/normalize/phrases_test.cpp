// SPDX-License-Identifier: GPL-3.0-or-later
// The phrases that notices state figures in, kind by kind: what is understood of each, with bound and unit.
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

std::string sign_of(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::kAbout:
      return "~";
    case Qualifier::kAtLeast:
      return ">=";
    case Qualifier::kMoreThan:
      return ">";
    case Qualifier::kAtMost:
      return "<=";
    case Qualifier::kLessThan:
      return "<";
    case Qualifier::kReaches:
      return "=>";
    default:
      return "";
  }
}

/// The figures of a claim that are no item numbers, names or dates: ">=3次/年 100%(words)".
std::string stated(const std::string& claim) {
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 6, claim);
  std::string all;
  for (const IndicatorRecord& row : notice.rows) {
    if (row.no != 6) continue;
    for (const Quantity& quantity : row.facts.quantities) {
      if (quantity.role == QuantityRole::kItemNumber || quantity.role == QuantityRole::kName ||
          quantity.role == QuantityRole::kDatePart)
        continue;
      all += (all.empty() ? "" : " ") + sign_of(quantity.qualifier) + quantity.value.to_plain_string() +
             (quantity.upper ? "-" + quantity.upper->to_plain_string() : "") + quantity.unit +
             (quantity.from_words ? "(words)" : "");
    }
  }
  return all;
}

using Phrases = std::vector<std::pair<std::string, std::string>>;

void check(const Phrases& phrases) {
  for (const auto& [claim, found] : phrases) {
    INFO(claim);
    CHECK(stated(claim) == found);
  }
}

}  // namespace

TEST_CASE("phrases: Chinese and mixed numerals") {
  check({
      {"共三千七百九十户", "3790户"},
      {"共3千余户", "~3000户"},
      {"总建筑面积1.2万平方米", "12000平方米"},
      {"二〇二四年建成", ""},
      {"摆放两个书柜", "2个"},
      {"半数楼栋已接入", "50%"},
      {"九成居民参与", "90%"},
      {"覆盖率百分之八十五点五", "85.5%"},
      {"覆盖率百分之百", "100%"},
      {"覆盖率９８．５％", "98.5%"},
      {"故障率3‰", "0.3%"},
      {"廿三户", "23户"},
      {"卅户", "30户"},
      {"一百廿户", "120户"},
      {"过半居民参与", ">50%"},
      {"过半数居民参与", ">50%"},
      {"超过半数居民参与", ">50%"},
      {"大半小区已安装", ">50%"},
      {"使用超过半年，半径不大", ""},
      {"壹佰贰拾户", "120户"},
      {"两千零八户", "2008户"},
      {"一万五千户", "15000户"},
      {"１２３４户", "1234户"},
      {"1，234户", "1234户"},
      {"1 234户", "1234户"},
      {"2 3 4户", "234户"},
  });
}

TEST_CASE("phrases: wholes in words") {
  check({
      {"火灾自动报警系统全部联网", "100%(words)"},
      {"各小区均安装门禁", "100%(words)"},
      {"5G网络全覆盖", "100%(words)"},
      {"平均每月一次", "12次/年"},
      {"全部门参与", ""},
  });
}

TEST_CASE("phrases: words that only look like numerals") {
  check({{"统一接入一站式一体化平台，三务公开，服务万家", ""},
         {"打通服务群众最后一公里", ""},
         {"打造一刻钟生活圈", "15分钟"},
         {"千兆入户，第一批建成", ""}});
}

TEST_CASE("phrases: qualifiers and bounds") {
  check({
      {"约300户", "~300户"},
      {"近300户", "~300户"},
      {"300余户", "~300户"},
      {"300多户", "~300户"},
      {"300户以上", ">=300户"},
      {"不少于300户", ">=300户"},
      {"超过300户", ">300户"},
      {"达到300户", "=>300户"},
      {"至少300户", ">=300户"},
      {"原则上每年2次", "2次/年"},
      {"不超过15分钟", "<=15分钟"},
      {"15分钟以内", "<=15分钟"},
      {"不足300户", "<300户"},
      {"不低于80%", ">=80%"},
      {"80%以上", ">=80%"},
      {"≥80%", ">=80%"},
  });
}

TEST_CASE("phrases: ranges") {
  check({
      {"覆盖率90%-95%", "90-95%"},
      {"覆盖率90%—95%", "90-95%"},
      {"覆盖率90%～95%", "90-95%"},
      {"覆盖率90%至95%", "90-95%"},
      {"三至五处", "3-5处"},
      {"11月1日-5日开展", ""},
      {"11月1日至12月3日开展", ""},
  });
}

TEST_CASE("phrases: units, exactly converted") {
  check({
      {"面积0.46平方公里", "460000平方米"},
      {"面积46万㎡", "460000平方米"},
      {"面积46公顷", "460000平方米"},
      {"面积5千平米", "5000平方米"},
      {"围栏2.5公里", "2500米"},
      {"围栏800米", "800米"},
      {"围栏3千米", "3000米"},
      {"一公里内有消防站", "<=1000米"},
      {"一公里以内有消防站", "<=1000米"},
      {"1公里以内有消防站", "<=1000米"},
      {"围栏一公里", "1000米"},
      {"半径500米内", "<=500米"},
      {"居民512户1380人", "512户 1380人"},
      {"服务老人96人次", "96人次"},
      {"摄像机46台", "46台"},
      {"监控46路", "46路"},
      {"住宅12栋36个单元", "12栋 36单元"},
      {"问卷300份", "300份"},
  });
}

TEST_CASE("phrases: frequency and time") {
  check({
      {"每年2次", "2次/年"},
      {"每年开展活动不少于2次", ">=2次/年"},
      {"今年已开展11次", "11次/年"},
      {"每季度1次", "4次/年"},
      {"每季度开展一次", "4次/年"},
      {"每半年1次", "2次/年"},
      {"每月两次", "24次/年"},
      {"15分钟内到场", "<=15分钟"},
      {"半小时内到场", "<=30分钟"},
      {"一小时内到场", "<=60分钟"},
      {"两个小时内办结", "<=120分钟"},
  });
}

TEST_CASE("phrases: dates of claims; years that are not printed come from the acceptance (dates_test)") {
  for (const auto& [claim, found] : Phrases{
           {"11月1日-5日开展宣传", "0-11-1..0-11-5"},
           {"11月1日至12月3日开展宣传", "0-11-1..0-12-3"},
           {"2024年3月5日开展宣传", "2024-3-5"},
           {"二〇二四年三月五日开展宣传", "2024-3-5"},
       }) {
    Notice notice = test::make_notice("成长型", "青杨社区");
    test::set_claim(notice, 6, claim);
    std::string all;
    for (const IndicatorRecord& row : notice.rows)
      for (const DateMention& date : row.facts.dates) {
        if (row.no != 6) continue;
        const auto text = [](const Date& day) {
          return std::to_string(day.year) + "-" + std::to_string(day.month) + "-" + std::to_string(day.day);
        };
        all += (all.empty() ? "" : " ") + text(date.begin) + (date.end ? ".." + text(*date.end) : "");
      }
    INFO(claim);
    CHECK(all == found);
  }
}

TEST_CASE("phrases: lists and their stated number") {
  for (const auto& [claim, found] : Phrases{
           {"设3个图书角，分别是东区、西区、南区", "3: 东区 西区 南区"},
           {"设3个图书角，包括东区、西区、南区等", "3: 东区 西区 南区 …"},
           {"设3个图书角：东区，西区，南区", "3: 东区 西区 南区"},
           {"设3个图书角：东区；西区；南区", "3: 东区 西区 南区"},
           {"设3个图书角（东区、西区、南区）", "3: 东区 西区 南区"},
       }) {
    Notice notice = test::make_notice("成长型", "青杨社区");
    test::set_claim(notice, 10, claim);
    std::string all;
    for (const IndicatorRecord& row : notice.rows) {
      if (row.no != 10) continue;
      for (const ListStatement& list : row.facts.lists) {
        if (list.stated < 0) continue;
        all += row.facts.quantities[static_cast<std::size_t>(list.stated)].value.to_plain_string() + ":";
        for (const std::string& item : list.items) all += " " + item;
        if (list.open_ended) all += " …";
      }
    }
    INFO(claim);
    CHECK(all == found);
  }
}
