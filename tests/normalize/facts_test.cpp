// SPDX-License-Identifier: GPL-3.0-or-later
// Parts, quantities, binding, lists and names through the one entrance, parse_facts.
#include "normalize/claim/facts.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace gongshi;

namespace {

const ClaimFacts& facts_of(Notice& notice, int no, const std::string& claim) {
  test::set_claim(notice, no, claim);
  for (const IndicatorRecord& row : notice.rows)
    if (row.no == no) return row.facts;
  throw std::runtime_error("no such row");
}

std::string text_of(const Quantity& quantity) {
  return quantity.value.to_plain_string() + (quantity.upper ? "-" + quantity.upper->to_plain_string() : "") +
         quantity.unit;
}

/// The figures that are no item numbers, names or dates.
std::string figures(const ClaimFacts& facts) {
  std::string all;
  for (const Quantity& quantity : facts.quantities)
    if (quantity.role != QuantityRole::kItemNumber && quantity.role != QuantityRole::kName &&
        quantity.role != QuantityRole::kDatePart)
      all += (all.empty() ? "" : " ") + text_of(quantity);
  return all;
}

}  // namespace

TEST_CASE("figures have their unit, exactly converted") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (const auto& [claim, found] : std::vector<std::pair<std::string, std::string>>{
           {"总面积0.4平方公里", "400000平方米"},
           {"总面积1.5km ²", "1500000平方米"},
           {"总面积0.5 k㎡", "500000平方米"},
           {"总面积12万平方米", "120000平方米"},
           {"总面积3.5公顷", "35000平方米"},
           {"总面积600亩", "600亩"},
           {"家庭数（户） 2300 社区", "2300户"},
           {"家庭数户 1400，社区", "1400户"},
           {"覆盖率90%-95%", "90-95%"},
           {"覆盖率80~90％", "80-90%"},
           {"5000至6000户", "5000-6000户"},
           {"五至六次", "5-6次"},
           {"累计办件1.2万余件", "12000件"},
           {"服务10万+户", "100000户"},
           {"藏书2000+册", ""},
           {"三点五公里", "3500米"},
           {"零点八平方公里", "800000平方米"},
           {"每两月开展1次", "6次/年"},
           {"不少于三种", "3种"},
           {"5‰", "0.5%"},
           {"两个共享图书角", "2个"},
           {"每季度一次", "4次/年"},
           {"每月开展2次活动", "24次/年"},
           {"按需组织，每年不少于2次", "2次/年"},
           {"一年3次/年", "3次/年"},
           {"今年已开展11次", "11次/年"},
           {"15分钟内快速响应", "15分钟"},
           {"一体化平台24小时服务，拨打12345、110", ""},
           {"有效问卷211份，满意122份，110报警联网", "211份 122份"},
           {"5G网络、4K视频、5s管理", ""},
           {"2.60岁及以上老人10人", "60岁 10人"},
           {"1.5G网络覆盖率达到100%;2.电梯实现覆盖", "100%"},
           {"1、2处场地；2、3个图书角", "2处 3个"},
           {"面积1.5平方公里", "1500000平方米"},
           {"青石街358号、2024年10月30日", ""},
       }) {
    INFO(claim);
    CHECK(figures(facts_of(notice, 6, claim)) == found);
  }
}

TEST_CASE("what is printed is kept with its bytes") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const std::string claim = "社区家庭总数 近3000 余户，覆盖率达到 ９８.５０％ 以上";
  const ClaimFacts& facts = facts_of(notice, 1, claim);
  REQUIRE(facts.quantities.size() == 2);
  CHECK(facts.quantities[0].qualifier == Qualifier::kAbout);
  CHECK(facts.quantities[1].qualifier == Qualifier::kAtLeast);
  CHECK(facts.quantities[1].value.to_string() == "98.50");
  CHECK(facts.quantities[1].step == Decimal(1, 2));
  for (const Quantity& quantity : facts.quantities)
    CHECK(claim.substr(quantity.range.begin, quantity.range.size()) == quantity.printed);
  CHECK(claim.substr(facts.quantities[1].figure.begin, facts.quantities[1].figure.size()) == "９８.５０");
}

TEST_CASE("parts cover the claim and know their item") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const std::string claim = "达标。\n1.拥有1个图书角；\n2.60岁以上老人10人。（3）三项；④四项";
  const ClaimFacts& facts = facts_of(notice, 10, claim);
  std::uint32_t end = 0;
  std::vector<int> items;
  for (const ClaimPart& part : facts.parts) {
    CHECK(part.range.begin == end);
    end = part.range.end;
    if (part.item > 0 && (items.empty() || items.back() != part.item)) items.push_back(part.item);
  }
  CHECK(end == claim.size());
  CHECK(items == std::vector<int>{1, 2, 3, 4});
}

TEST_CASE("several estates have figures of their own") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const ClaimFacts& facts = facts_of(
      notice, 1, "云锦苑小区共有120户，其中具备千兆接入能力118户；桃园里小区共有80户，其中具备千兆接入能力40户");
  REQUIRE(facts.quantities.size() == 4);
  CHECK(facts.quantities[1].subject == "云锦苑小区");
  CHECK(facts.quantities[3].subject == "桃园里小区");
}

TEST_CASE("the trap of copied rows: a percentage of another indicator is not bound") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const ClaimFacts& facts = facts_of(notice, 20, "社区内80%小区实现消防通道占用、消防栓异常等情况的自动化识别和上报");
  REQUIRE(facts.quantities.size() == 1);
  CHECK(facts.quantities[0].clause == -1);
}

TEST_CASE("wholes in words are a hundred per cent") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const ClaimFacts& facts = facts_of(notice, 20, "火灾自动报警系统全覆盖");
  REQUIRE(facts.quantities.size() == 1);
  CHECK(facts.quantities[0].from_words);
  CHECK(facts.quantities[0].value == Decimal(100));
  CHECK(facts.quantities[0].clause == 0);
}

TEST_CASE("enumerations know their number") {
  Notice notice = test::make_notice("标杆型", "青杨社区");
  const ClaimFacts& facts = facts_of(notice, 8,
                                     "3、整合或新建以下4个智慧社区应用场景：医疗服务、养老服务等2个社区服务类应用场景和"
                                     "出入管理、周界防范等2个社区安全类应用场景");
  REQUIRE(facts.lists.size() == 3);
  CHECK(facts.lists[0].items.size() == 4);
  CHECK(facts.lists[0].clause == 2);
  CHECK(facts.lists[1].items == std::vector<std::string>{"医疗服务", "养老服务"});
  CHECK(facts.lists[2].items == std::vector<std::string>{"出入管理", "周界防范"});
}

TEST_CASE("the texts around the table") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  notice.preamble.utf8 =
      "经文亭街道青杨社区申请，成武县大数据局（中心）于2024年11月1日-5日组织成立了居民代表验收工作组并开展验收工作。";
  notice.footer.utf8 =
      "公示期 5 天（自 11 月 7 日始-11 月 11 "
      "日止）。\n如有异议，请在公示期内向菏泽市大数据局反馈。\n联系单位：菏泽市大数据局\n联 系 "
      "人：某某\n联系电话：0530-1234567";
  normalize::parse_facts(notice, test::programme());
  CHECK(notice.city == "菏泽市");
  CHECK(notice.county == "成武县");
  CHECK(notice.street == "文亭街道");
  CHECK(notice.authority == "成武县大数据局（中心）");
  CHECK(notice.contact.unit == "菏泽市大数据局");
  CHECK(notice.contact.persons == std::vector<std::string>{"某某"});
  CHECK(notice.contact.telephones == std::vector<std::string>{"0530-1234567"});
  REQUIRE(notice.acceptance);
  CHECK(notice.acceptance->begin == Date{2024, 11, 1});
  CHECK(notice.acceptance->end == Date{2024, 11, 5});
  REQUIRE(notice.period);
  CHECK(notice.period->stated_days == 5);
  CHECK(notice.period->begin == Date{2024, 11, 7});
  CHECK(notice.period->end == Date{2024, 11, 11});
  CHECK(notice.period->year_inferred);
}

TEST_CASE("any bytes are read without harm") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (const std::string& claim : {std::string("\xFF\xFE%户3790\xE4\xB8"), std::string(3000, '9') + "户",
                                   std::string("（（（（1、2、3/4/5%%%：：等等等"), std::string("百分之百分之百分之"),
                                   std::string("1.1.1.1.1.1。（）①②③、、、，，，")})
    CHECK_NOTHROW(facts_of(notice, 8, claim));
}

TEST_CASE("minutes in words are durations, and bound to what they answer") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (const auto& [claim, found] :
       std::vector<std::pair<std::string, std::string>>{{"意外发生后半小时内响应", "30分钟"},
                                                        {"意外发生后30分钟内响应", "30分钟"},
                                                        {"一刻钟内上门", "15分钟"},
                                                        {"一个半小时响应", "90分钟"},
                                                        {"2个小时响应", "120分钟"}})
    CHECK(figures(facts_of(notice, 10, claim)) == found);
  const ClaimFacts& facts = facts_of(notice, 10, "独居老人一键呼叫后半小时内响应");
  REQUIRE(facts.quantities.size() == 1);
  CHECK(facts.quantities[0].role == QuantityRole::kDuration);
  CHECK(facts.quantities[0].qualifier == Qualifier::kAtMost);
  CHECK(facts.quantities[0].clause == 1);
}

TEST_CASE("figures after 分别为 belong to the names in front, one each") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const ClaimFacts& rates = facts_of(notice, 4, "关键位置覆盖率、联网率、完好率分别为98%、97%、96%，出图率90%");
  std::vector<std::string> metrics;
  for (const RatioStatement& ratio : rates.ratios)
    metrics.push_back(ratio.metric + " " + rates.quantities[static_cast<std::size_t>(ratio.rate)].value.to_string());
  CHECK(metrics == std::vector<std::string>{"视频监控关键位置覆盖率 98", "视频监控联网率 97", "摄像机完好率 96",
                                            "公共视频资源出图率 90"});
  const ClaimFacts& estates = facts_of(notice, 1, "桃园里、云锦苑两个小区，户数分别为1200户、980户，合计2180户");
  std::vector<std::string> subjects;
  for (const Quantity& quantity : estates.quantities)
    if (quantity.unit == "户") subjects.push_back(quantity.subject);
  CHECK(subjects == std::vector<std::string>{"桃园里", "云锦苑两个小区", ""});
}

TEST_CASE("a share of estates or households is a ratio in whatever order") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const auto ratio = [&](int no, const std::string& claim) {
    const ClaimFacts& facts = facts_of(notice, no, claim);
    for (const RatioStatement& found : facts.ratios)
      if (found.numerator_value && found.denominator_value)
        return found.numerator_value->to_string() + "/" + found.denominator_value->to_string();
    return std::string();
  };
  CHECK(ratio(13, "可线上缴费；4个小区中3个小区装有智能垃圾箱，占75%") == "3/4");
  CHECK(ratio(19, "社区内5个小区，2个小区实现电动车进电梯智能识别、自动报警，占比50%") == "2/5");
  CHECK(ratio(3, "1620户中1296户装有线电视或IPTV，占80%") == "1296/1620");
  CHECK(ratio(1, "共1620户，1620户通千兆，100%（1620/1620）") == "1620/1620");
  CHECK(ratio(1, "社区共1980户，千兆接入1683户，占比八成五") == "1683/1980");
  CHECK(ratio(5, "共有路灯150盏，其中智能路灯120盏，安装率80%") == "120/150");
  CHECK(ratio(19, "8个小区有6个实现电动车进电梯智能识别，占75%") == "6/8");
  CHECK(ratio(1, "共4039户，占比（3332/4039）") == "3332/4039");
  CHECK(facts_of(notice, 1, "共4039户，占比（3332/4039）").ratios.at(0).clause == 0);
  CHECK(facts_of(notice, 1, "其中党员户占比（332/4039）").ratios.at(0).clause == -1);
}

TEST_CASE("a division in parentheses is that of the percentage in front of it") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  const ClaimFacts& facts =
      facts_of(notice, 4, "覆盖率93.8%（60/64），联网率100%（64/64），摄像机完好率90.6%（58/64）");
  std::string all;
  for (const RatioStatement& ratio : facts.ratios)
    if (ratio.numerator_value)
      all += facts.quantities[static_cast<std::size_t>(ratio.rate)].printed + "=" + ratio.numerator_value->to_string() +
             "/" + ratio.denominator_value->to_string() + " ";
  CHECK(all == "93.8%=60/64 100%=64/64 90.6%=58/64 ");
}

TEST_CASE("all households of a community are its whole") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  const auto measure = [&](const std::string& claim) { return facts_of(notice, 1, claim).quantities.at(0).measure; };
  CHECK(measure("青杨社区共有居民4860户，已全部具备千兆光纤接入能力，覆盖率100%。") == "households");
  CHECK(measure("三个小区共有居民4860户，已全部具备千兆光纤接入能力，覆盖率100%。") != "households");
  CHECK(measure("青杨社区共有居民4860户，多数具备千兆光纤接入能力，覆盖率85%。") != "households");
}

TEST_CASE("numbers in names are no figures") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (const char* claim :
       {"“1+3+N”治理模式", "7×24小时值守", "7*24小时自助", "24小时书房", "拨打110、119、12345热线", "5G、4K、8K、1080P",
        "H.265编码", "GB/T 28181标准", "鲁数发〔2022〕16号", "编号370282001", "IPv6", "Wi-Fi6", "AES-256", "国密SM4",
        "200万像素", "3D地图", "360度全景", "15分钟生活圈", "A3栋、前进路12号、3号楼"})
    CHECK(figures(facts_of(notice, 9, claim)).empty());
}

TEST_CASE("words that only look like numerals state nothing") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (const char* claim : {"统一管理", "一站式服务", "一体化平台", "三务公开", "万家灯火", "一网通办", "五星级物业",
                            "扫二维码", "一老一小", "三方联动", "四议两公开", "“十四五”规划", "二十大精神", "千兆网络",
                            "五社联动", "零跑腿", "一卡通", "百日攻坚"})
    CHECK(figures(facts_of(notice, 9, claim)).empty());
}

TEST_CASE("times a year, whatever period they are told of") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (const auto& [claim, found] :
       std::vector<std::pair<std::string, std::string>>{{"每年2次", "2次/年"},
                                                        {"每年不少于两次", "2次/年"},
                                                        {"每季度1次", "4次/年"},
                                                        {"每半年一次", "2次/年"},
                                                        {"每月开展2场", "24次/年"},
                                                        {"今年已开展11次", "11次/年"},
                                                        {"2024年共开展5次", "5次/年"},
                                                        {"全年4次", "4次/年"},
                                                        {"每两年1次", "0.5次/年"},
                                                        {"一季度2次，二季度1次", "2次 1次"},
                                                        {"一年三次", "3次/年"},
                                                        {"每年开展2-3次", "2-3次/年"},
                                                        {"年均开展4次以上", "4次/年"},
                                                        {"先后开展5场次", "5次"},
                                                        {"每周三开展", ""}}) {
    const ClaimFacts& facts = facts_of(notice, 25, claim);
    CHECK(figures(facts) == found);
    for (const Quantity& quantity : facts.quantities)  // the only number of times that the row asks for
      if (quantity.role == QuantityRole::kFrequency || quantity.role == QuantityRole::kCount)
        CHECK(quantity.clause == 0);
  }
}

TEST_CASE("a percentage of another name is none of the row's metric") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (const char* claim : {"漏报率3‰", "九成以上居民满意", "居民好评率98%", "入住率85%", "周转率提高23%"})
    for (const RatioStatement& ratio : facts_of(notice, 1, claim).ratios) CHECK(ratio.clause == -1);
  for (const char* claim : {"覆盖率92%", "92%", "达标，达到92%", "开通率92%", "占九成二"})
    CHECK(facts_of(notice, 1, claim).ratios.at(0).clause == 0);
}

TEST_CASE("lists with commas, numbered lists and sums know their number") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const auto list = [&](int no, const std::string& claim) {
    const ClaimFacts& facts = facts_of(notice, no, claim);
    if (facts.lists.empty()) return std::string("none");
    const ListStatement& first = facts.lists.front();
    return std::to_string(first.items.size()) + " of " +
           (first.stated < 0 ? "?" : facts.quantities[static_cast<std::size_t>(first.stated)].value.to_string()) +
           (first.examples ? " examples" : "") + (first.open_ended ? " open" : "");
  };
  CHECK(list(8, "5个应用场景，分别是养老服务、医疗服务、物业服务、出入管理、社区警务") == "5 of 5");
  CHECK(list(8, "应用场景包括：养老服务，医疗服务，物业服务，出入管理，社区警务等5个") == "5 of 5 examples");
  CHECK(list(8, "建成4个应用场景：养老服务，医疗服务，物业服务，出入管理") == "4 of 4");
  CHECK(list(8, "建成5个场景：①养老服务；②医疗服务；③物业服务；④出入管理；⑤社区警务。") == "5 of 5");
  CHECK(list(8, "建成五大场景：一是养老服务，二是医疗服务，三是物业服务，四是出入管理，五是社区警务。") == "5 of 5");
  CHECK(list(8, "场景共4个：1.养老服务 2.医疗服务 3.物业服务 4.出入管理 5.社区警务") == "5 of 4");
  CHECK(list(8, "包括养老、医疗、物业等12个应用场景") == "3 of 12 examples");
  CHECK(list(8, "6个应用场景（养老、医疗、物业、出入、警务）") == "5 of 6");
  CHECK(list(8, "6类场景如：养老、医疗、物业") == "3 of 6 examples");
  CHECK(list(8, "建有养老服务、医疗服务、物业服务三个应用场景") == "3 of 3");
  CHECK(list(12, "快件箱8个、无人售卖机15个，共计23个") == "2 of 23");
  CHECK(list(8, "建成5个应用场景：养老服务；医疗服务；物业服务；出入管理；社区警务。") == "5 of 5");
  CHECK(list(8, "建成6个应用场景：养老服务；医疗服务；物业服务；出入管理等") == "4 of 6 open");
  CHECK(list(8, "建成2个平台：数据已汇聚；可查询办理；与物业互通。") == "none");
  CHECK(list(9, "设综合窗口，群众可现场办理，也可网上办理，方便快捷") == "none");
  CHECK(list(9, "服务方式：窗口已开放，网上可办理，电话可咨询") == "none");
}

TEST_CASE("figures of several communities and estates have their subject, sums have none") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const auto subjects = [&](const std::string& claim) {
    std::string all;
    for (const Quantity& quantity : facts_of(notice, 1, claim).quantities)
      if (quantity.role != QuantityRole::kName)
        all += (all.empty() ? "" : " ") + quantity.value.to_string() + quantity.subject;
    return all;
  };
  CHECK(subjects("桃园里小区320户，云锦苑小区480户，共800户") == "320桃园里小区 480云锦苑小区 800");
  CHECK(subjects("桃园里社区总户数320户，云锦苑社区总户数480户") == "320桃园里社区 480云锦苑社区");
  CHECK(subjects("青杨社区总户数320户，千兆接入300户") == "320 300");
  CHECK(subjects("桃园里小区充电口40个，云锦苑小区充电口52个，两个小区共92个") == "40桃园里小区 52云锦苑小区 2 92");
}

TEST_CASE("blanks make no items of decimal places") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  CHECK(figures(facts_of(notice, 2, "社区总面积 1 . 5 平方公里，覆盖面积 1 . 39 平方公里")) ==
        "1500000平方米 1390000平方米");
  CHECK(figures(facts_of(notice, 2, "1.5G网络覆盖面积为 1.12km²；2.电梯有信号")) == "1120000平方米");
  CHECK(figures(facts_of(notice, 8, "一是归集数据 2.6 万条；二是对接")) == "26000条");
  CHECK(figures(facts_of(notice, 10, "达标 1.配备呼叫器 2.60岁及以上老人10人")) == "60岁 10人");
  CHECK(facts_of(notice, 9, "集 中、统 一、规 范 管 理").parts.size() == 1);
}
