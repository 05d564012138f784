// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("quantity-conflict fires once, on the later row") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 1, "社区家庭总数3790户，具备千兆接入能力的家庭数3790户，覆盖率100%");
  test::set_claim(notice, 3, "社区家庭总数3789户，具备广播电视接入能力的家庭数3789户，覆盖率100%");
  test::set_claim(notice, 7, "远程能源智能监控表数量3790个，社区家庭总数3790户，安装率达到100%");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{3});
  test::set_claim(notice, 3, "本社区总户数三千七百九十户，具备广播电视接入能力的家庭数3790户，覆盖率100%");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
  test::set_claim(notice, 3, "本社区总户数3千余户，具备广播电视接入能力的家庭数3790户");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
  test::set_claim(notice, 3, "云锦苑小区共有120户，桃园里小区共有80户");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
}

TEST_CASE("quantity-conflict compares a share with the whole of another row") {
  Notice notice = test::make_notice("标杆型", "青杨社区");
  test::set_claim(notice, 11, "60岁及以上常住老年人共630人，占比11.2%");
  test::set_claim(notice, 13, "常住人口共有5814人，具有智慧图书馆1个");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{13});
  test::set_claim(notice, 11, "60岁及以上常住老年人共630人，占比10.8%");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
}

TEST_CASE("quantity-conflict minds the printed precision of areas") {
  Notice notice = test::make_notice("标杆型", "青杨社区");
  test::set_claim(notice, 2, "社区总面积152714平方米，5G信号覆盖的区域面积152714平方米");
  test::set_claim(notice, 12, "社区总面积0.15平方公里");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
  test::set_claim(notice, 12, "社区总面积0.25平方公里");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{12});
}

TEST_CASE("quantity-conflict tells a thing from what belongs to it") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 15, "4个封闭式小区的9个出入口均装有人脸门禁");
  test::set_claim(notice, 16, "封闭式小区4个，装有红外对射报警器56对");
  CHECK(test::findings_of(notice, "quantity-conflict").empty());
  test::set_claim(notice, 16, "封闭式小区5个，装有红外对射报警器56对");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{16});
}

TEST_CASE("quantity-conflict leaves figures to the things they count") {
  Notice notice = test::make_notice("标杆型", "青杨社区");
  test::set_claim(notice, 17, "3个封闭式小区共11个出入口，均部署智能门禁");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
  test::set_claim(notice, 17, "9个封闭小区22个出入口全部安装智能门禁");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
  test::set_claim(notice, 1, "桃园一期、桃园二期两个小区，家庭户数分别为1200户、980户，合计2180户，均具备千兆接入能力");
  test::set_claim(notice, 3, "2180户家庭中2180户具备有线广播电视或IPTV接入能力，覆盖率100%");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
}

TEST_CASE("quantity-conflict knows the whole of a formula by its place") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 1, "千兆光纤网络覆盖率=3900户/4860户=80.2%");
  test::set_claim(notice, 3, "广播电视覆盖率=3997户/4680户=85.4%");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{3});
}

TEST_CASE("quantity-conflict compares areas in whatever unit, and parts with their whole") {
  Notice notice = test::make_notice("成长型", "柳岸社区");
  test::set_claim(notice, 2, "社区总面积1440亩，5G信号覆盖1440亩，覆盖率100%");
  test::set_claim(notice, 20, "社区占地0.96平方公里，住宅公共区域火灾自动报警全覆盖");
  CHECK(test::findings_of(notice, "quantity-conflict").empty());
  test::set_claim(notice, 20, "社区占地0.69平方公里，住宅公共区域火灾自动报警全覆盖");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{20});
  test::set_claim(notice, 20, "达标");
  test::set_claim(notice, 6, "社区共6个小区，均有停放场所和充电设施");
  test::set_claim(notice, 19, "1.7个小区均实现消防通道占用识别；2.电梯均装识别设备");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{19});
  test::set_claim(notice, 19, "1.6个小区均实现消防通道占用识别；2.电梯均装识别设备");
  CHECK(test::findings_of(notice, "quantity-conflict").empty());
}

TEST_CASE("quantity-conflict compares what is told of all estates with their number") {
  Notice notice = test::make_notice("成长型", "柳岸社区");
  test::set_claim(notice, 15, "社区共6个小区，出入口14处装智能门禁");
  test::set_claim(notice, 13, "1.水、电、气、暖、物业费线上缴；2.社区4个小区全部部署智能垃圾分类设施");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{15});
  test::set_claim(notice, 13, "1.水、电、气、暖、物业费线上缴；2.社区6个小区全部部署智能垃圾分类设施");
  CHECK(test::findings_of(notice, "quantity-conflict").empty());
  // Those that were just named are no whole.
  test::set_claim(notice, 15, "达标");
  test::set_claim(notice, 19, "1.达标；2.6个小区里2个有电梯，这2个小区都装了电动车识别");
  CHECK(test::findings_of(notice, "quantity-conflict").empty());
}

TEST_CASE("quantity-conflict knows a number behind an item's number") {
  Notice notice = test::make_notice("标杆型", "柳岸社区");
  test::set_claim(notice, 17, "1.封闭式小区5个，出入口均装智能门禁；2.非封闭式小区2个，单元门均装门禁");
  test::set_claim(notice, 18, "1.封闭式小区4个，均装电子围栏；2.非封闭式小区2个，图像实时采集");
  CHECK(test::rows_with(notice, "quantity-conflict") == std::multiset<std::optional<int>>{18});
}

TEST_CASE("quantity-conflict leaves averages apart") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 1, "社区家庭总数1790户，具备千兆接入能力的家庭数1790户，覆盖率100%");
  test::set_claim(notice, 3, "年平均社区家庭总数1764户，具备广播电视接入能力的家庭数1764户，覆盖率100%");
  CHECK(test::rows_with(notice, "quantity-conflict").empty());
}
