// SPDX-License-Identifier: GPL-3.0-or-later
// Claims understood as statements with their readings: numbers of each, sums, and what a percentage may be of.
#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace gongshi;

namespace {

ClaimFacts facts_of(const std::string& tier, int no, const std::string& claim) {
  Notice notice = test::make_notice(tier, "柳岸社区");
  test::set_claim(notice, no, claim);
  for (const IndicatorRecord& row : notice.rows)
    if (row.no == no) return row.facts;
  return {};
}

std::string value_of(const std::optional<Decimal>& value) { return value ? value->to_plain_string() : "any"; }

/// "1次/年: 2" for a number that is of each of two.
std::string numbers(const std::string& claim) {
  const ClaimFacts facts = facts_of("成长型", 25, claim);
  std::string all;
  for (const NumberStatement& number : facts.numbers) {
    all += all.empty() ? "" : "; ";
    for (const Reading& reading : number.readings)
      all += (reading.reason == ReadingReason::kEach ? "each " : "all ") + value_of(reading.value) + " ";
  }
  while (!all.empty() && all.back() == ' ') all.pop_back();
  return all;
}

/// "16+36=48" with the sum that the parts give; dates as their number.
std::string sums(const std::string& claim) {
  const ClaimFacts facts = facts_of("标杆型", 6, claim);
  std::string all;
  for (const SumStatement& sum : facts.sums) {
    all += all.empty() ? "" : "; ";
    for (const int part : sum.parts)
      all += (part == sum.parts.front() ? ""
              : sum.product             ? "x"
                                        : "+") +
             facts.quantities[static_cast<std::size_t>(part)].value.to_plain_string();
    if (sum.dates > 0) all += std::to_string(sum.dates) + " dates";
    all += "=" + value_of(sum.readings.front().value) + " of " +
           facts.quantities[static_cast<std::size_t>(sum.total)].value.to_plain_string();
  }
  return all;
}

/// "95.6 = 402-18/402" with the counts that a percentage is of.
std::string shares(int no, const std::string& claim) {
  const ClaimFacts facts = facts_of("成长型", no, claim);
  std::string all;
  for (const RatioStatement& ratio : facts.ratios) {
    if (ratio.numerator < 0 || ratio.denominator < 0) continue;
    all += all.empty() ? "" : "; ";
    if (ratio.rate >= 0) all += facts.quantities[static_cast<std::size_t>(ratio.rate)].value.to_plain_string() + " = ";
    all += ratio.remainder ? "rest " : "";
    for (const int term : ratio.terms)
      all += (term == ratio.terms.front() ? "" : "+") +
             facts.quantities[static_cast<std::size_t>(term)].value.to_plain_string();
    all += (ratio.terms.empty() ? "" : "=") + value_of(ratio.numerator_value) + "/" + value_of(ratio.denominator_value);
  }
  return all;
}

}  // namespace

TEST_CASE("all but those that lack the thing are the part") {
  CHECK(shares(5, "公共照明设备总数402盏，除后巷18盏外均已换成智能路灯，安装率95.5%") == "95.5 = rest 384/402");
  CHECK(shares(1, "社区共2200户，目前仅60户未具备千兆接入能力，覆盖率97.3%") == "97.3 = rest 2140/2200");
  CHECK(shares(1, "社区家庭总数2200户，具备千兆接入能力2140户，仅60户未具备，覆盖率97.3%") == "97.3 = 2140/2200");
}

TEST_CASE("a whole and its part need no names where only they can be meant") {
  CHECK(shares(7, "1500户，装有远传电表1440块，安装率96%") == "96 = 1440/1500");
  CHECK(shares(7, "远程智能电表1440块；住户1500户；安装率96%") == "96 = 1440/1500");
  CHECK(shares(7, "1500户里，1275户换上了智能远传表，安装率85%") == "85 = 1275/1500");
  CHECK(shares(7, "住户1500户，智能水表装到1440户，安装率96%；绿化用水表12块").find("12/") == std::string::npos);
  CHECK(shares(5, "路灯120盏、庭院灯80盏，共200盏，智能灯180盏，安装率90%") == "90 = 180/200");
  CHECK(shares(5, "路灯120盏、庭院灯80盏，共200盏均为智能灯，安装率100%").find("200/120") == std::string::npos);
  CHECK(shares(1, "千兆覆盖率（%）：95.0；分子：1900；分母：2000（户）") == "95 = 1900/2000");
  CHECK(shares(1, "千兆覆盖率：95%；分子：1900；分母：2000户，其中办理套餐820户，占41%").starts_with("95 = 1900/2000"));
  CHECK(shares(1, "社区1500户，千兆端口1800个，1500户均具备千兆接入能力").find("1800/") == std::string::npos);
  CHECK(shares(3, "社区1000户，没接广播电视的40户，覆盖率96%") == "96 = rest 960/1000");
}

TEST_CASE("estates that have the thing are told in front of their number or behind it") {
  CHECK(shares(19, "电动车进电梯识别已在8个小区中的5个运行") == "5/8");
  CHECK(shares(19, "青禾园、柳荫苑2个小区实现电动车进电梯识别，社区共有小区5个") == "2/5");
  CHECK(shares(19, "5个小区中3个有电梯，3个小区都装了电动车识别").find("3/5") == std::string::npos);
}

TEST_CASE("the satisfied may be told by their grades") {
  CHECK(shares(28, "有效问卷300份，非常满意190份、满意90份、一般15份、不满意5份，满意率93.3%") ==
        "93.3 = 190+90=280/300");
  CHECK(shares(28, "有效问卷300份，满意280份，满意率93.3%，其中非常满意190份") == "93.3 = 280/300");
}

TEST_CASE("a percentage may be that of several counts together, one in brackets that of the whole in front") {
  CHECK(shares(3, "家庭总数：1600户；有线：620户；IPTV：880户；未接入：100户；覆盖率：93.8%") ==
        "93.8 = 620+880=1500/1600");
  CHECK(shares(3, "社区1600户，可收看广播电视的1500户，其中有线电视620户（38.8%）、IPTV880户（55.0%）")
            .starts_with("38.8 = 620/1600"));
}

TEST_CASE("words between two figures belong to the whole up to 中, and then to the part") {
  CHECK(shares(5, "310盏公共照明灯具中智能照明280盏，安装率90.3%") == "90.3 = 280/310");
  CHECK(shares(2, "1.02/1.08平方公里=94.4%") == "94.4 = 1020000/1080000");
}

TEST_CASE("parts may be bare figures, and things of several units") {
  CHECK(sums("端口130个（东棚40、西棚50、南棚30）") == "40+50+30=120 of 130");
  CHECK(sums("共配产品40件：手环22只、呼叫器16台") == "22+16=38 of 40");
  CHECK(sums("共有水表800块、电表800块、燃气表600块，合计2200块") == "800+800+600=2200 of 2200");
  CHECK(sums("场景13个：服务类8个+安全类4个") == "8+4=12 of 13");
}

TEST_CASE("a date has the year that its sentence begins with") {
  const auto dates = [](const std::string& claim) {
    std::string all;
    for (const DateMention& date : facts_of("成长型", 25, claim).dates)
      if (date.begin.month > 0)
        all += (all.empty() ? "" : " ") + std::to_string(date.begin.year) + "-" + std::to_string(date.begin.month);
    return all;
  };
  CHECK(dates("2024年宣传活动1次，11月2日，社区广场") == "2024-11");
  CHECK(dates("2024年上半年开展1次，下半年开展1次") == "2024-1 2024-7");
  CHECK(dates("2024年开展2次（2月、7月）") == "2024-2 2024-7");
  CHECK(dates("上半年1次、下半年1次").empty());
}

TEST_CASE("a number behind 各 is of each date, season or place") {
  CHECK(numbers("今年4月、10月各举办1次宣传普及活动") == "each 2");
  CHECK(numbers("2024年4月、7月和10月各举办1次宣传普及活动") == "each 3");
  CHECK(numbers("今年春、冬两季各组织1次宣传普及活动") == "each 2");
  CHECK(numbers("全年在3个小区各举办2次宣传普及活动") == "each 6");
  CHECK(numbers("今年一季度和三季度分别开展1次宣传普及活动") == "each 2");
  CHECK(numbers("上半年、下半年均开展1次宣传普及活动") == "each 2");
  CHECK(numbers("在柳岸广场、青禾小学各举办一次宣传普及活动") == "each 2");
  CHECK(numbers("今年4月，7月，10月各开展1次宣传普及活动") == "each 3");
  CHECK(numbers("3月、6月、9月均开展1次宣传普及活动") == "each 3");
  CHECK(numbers("月均举办1次宣传普及活动").empty());
}

TEST_CASE("a number of each of nobody knows how many can be any number") {
  CHECK(numbers("每个小区举办1次宣传普及活动") == "each any");
  CHECK(numbers("各网格开展1次宣传普及活动") == "each any");
}

TEST_CASE("各 of kinds gives no number to each") {
  CHECK(numbers("今年开展各类宣传普及活动3次").empty());
  CHECK(numbers("今年组织各种宣传普及活动2次").empty());
  CHECK(numbers("每年开展2次宣传普及活动").empty());
}

TEST_CASE("parts and their total are found wherever the total stands") {
  CHECK(sums("汽车充电桩40台（快充12台、慢充28台）") == "12+28=40 of 40");
  CHECK(sums("汽车充电桩共40台：快充12台、慢充28台。") == "12+28=40 of 40");
  CHECK(sums("快充12台、慢充26台，共40台充电桩") == "12+26=38 of 40");
  CHECK(sums("快充12台；慢充28台；合计40台") == "12+28=40 of 40");
  CHECK(sums("12+28=40台") == "12+28=40 of 40");
  CHECK(sums("5栋×4台＋3栋×2台＝26台") == "5x4x3x2=26 of 26");
  CHECK(sums("汽车充电桩三十台，直流十二台、交流十六台") == "12+16=28 of 30");
  // A total that names both units of its parts is of all of them.
  CHECK(sums("快件箱6组；售卖机3台；直饮水机4台；合计13台（组）") == "6+3+4=13 of 13");
  CHECK(sums("快件箱6组、售卖机3台，合计10台（组）") == "6+3=9 of 10");
  CHECK(sums("20栋楼，每栋2台，共40台监控") == "20x2=40 of 40");
}

TEST_CASE("figures that are no parts make no sum") {
  CHECK(sums("停放棚12处，充电桩36台，运行正常").empty());
  CHECK(sums("封闭小区6个，出入口16个，均有门禁").empty());
  // What the parts in front come to is none of them.
  CHECK(sums("护理员88人，其中高级20人、中级31人、初级31人，持证82人").empty());
  CHECK(sums("高级20人、中级31人、初级31人，持证82人，共88人").empty());
  // So many on either side of each, and what is told of a mean.
  CHECK(sums("20栋，每栋前后各2台，共80台").empty());
  CHECK(sums("近两年年均1.5次（2023年1次、2024年2次）").empty());
  // The parts have a total of their own, or every second figure gives it.
  CHECK(sums("发放260份，线上收回150份、线下收回90份，合计240份") == "150+90=240 of 240");
  CHECK(sums("北片问卷90份、满意86份；南片问卷110份、满意101份；两片合计200份").empty());
  // More than one number is multiplied.
  CHECK(sums("车棚7处：东苑3处、西苑2处、南苑2处，每处12个插座，共84个").find("x") == std::string::npos);
  CHECK(sums("住宅6栋，其中4栋每栋装2台、2栋每栋装3台，共14台").find("x") == std::string::npos);
  CHECK(sums("三个小区分别有充电口40个、52个、36个，共128个") == "40+52+36=128 of 128");
  CHECK(sums("柳岸社区3790户中，有线1560户，宽带2100户，合计3660户") == "1560+2100=3660 of 3660");
  CHECK(sums("快件箱7组、售卖机3台、饮水机2台，共12台").empty());
}

TEST_CASE("dates listed behind a number of times are counted") {
  CHECK(sums("开展活动3次：3月2日、6月9日、9月8日") == "3 dates=3 of 3");
  CHECK(sums("开展活动4次（一季度、二季度、三季度）") == "3 dates=3 of 4");
  CHECK(sums("3月2日、6月9日、9月8日共开展活动4次") == "3 dates=3 of 4");
}

TEST_CASE("a percentage that is true of the count just before is read so") {
  const ClaimFacts facts =
      facts_of("成长型", 1, "1800户中1710户具备千兆能力，覆盖率95%，其中办理千兆套餐513户，占30%。");
  REQUIRE(facts.ratios.size() == 2);
  CHECK(facts.ratios[0].clause == 0);
  CHECK(facts.ratios[1].clause == -1);
  CHECK(facts.ratios[1].denominator_value == Decimal(1710));
  CHECK(facts.ratios[1].reason == ReadingReason::kNearest);
  REQUIRE(!facts.ratios[1].others.empty());
}

TEST_CASE("a percentage with a name of its own answers no share that is asked for") {
  for (const char* claim : {"物业费线上缴费占76%", "厨余垃圾占比31%", "分类准确率72%", "线上缴费比例达66%"})
    for (const RatioStatement& ratio : facts_of("成长型", 13, claim).ratios) {
      INFO(claim);
      CHECK(ratio.clause == -1);
    }
  CHECK(facts_of("成长型", 13, "垃圾分类设施覆盖小区占比83%").ratios.at(0).clause >= 0);
}

TEST_CASE("a percentage with a name of its own is none of the count in front of it") {
  for (const char* own : {"线上缴费占76%", "分类准确率72%"})
    for (const RatioStatement& ratio :
         facts_of("成长型", 13, std::string("10个小区，其中9个小区部署智能垃圾分类设施，") + own).ratios) {
      INFO(own);
      CHECK((ratio.rate < 0 || ratio.numerator < 0));
    }
}

TEST_CASE("numbers in words are divided without a unit") {
  const ClaimFacts facts = facts_of("成长型", 3, "覆盖率=一千九百/二千=95%，其中实际办理套餐三百八十户，占20.0%");
  REQUIRE(facts.ratios.size() == 2);
  CHECK(facts.ratios[0].denominator_value == Decimal(2000));
  CHECK(facts.ratios[0].clause == 0);
  CHECK(facts.ratios[1].denominator_value == Decimal(1900));
  CHECK(facts.ratios[1].clause == -1);
  for (const RatioStatement& ratio : facts_of("成长型", 3, "一/二单元均已覆盖").ratios) CHECK(ratio.numerator < 0);
}

TEST_CASE("dates of a list share the year of the first, quarters and stretches of months are dates") {
  const auto dates = [](const std::string& claim) {
    std::string all;
    for (const DateMention& date : facts_of("成长型", 25, claim).dates)
      all += std::to_string(date.begin.year) + "-" + std::to_string(date.begin.month) +
             (date.end ? "~" + std::to_string(date.end->month) : "") + " ";
    return all;
  };
  CHECK(dates("2024年3月、5月各开展1次") == "2024-3 2024-5 ");
  CHECK(dates("2024年一季度、三季度各开展1次") == "2024-1~3 2024-7~9 ");
  CHECK(dates("2024年1-8月开展5次") == "2024-1~8 ");
  CHECK(dates("每季度开展1次").empty());
}
