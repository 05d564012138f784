// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("count-below-required fires on fewer than the tier asks for") {
  gongshi::test::check_cases(
      "count-below-required",
      {
          {"too few scenarios", "成长型", "智慧社区综合信息平台", "整合或新建3个智慧社区应用场景", true},
          {"enough scenarios", "成长型", "智慧社区综合信息平台", "整合或新建5个智慧社区应用场景", false},
          {"enough for a lower tier", "基础型", "智慧社区综合信息平台", "整合或新建3个智慧社区应用场景", false},
          {"complete list", "成长型", "智慧社区综合信息平台", "智慧社区应用场景分别为养老服务、物业服务、出入管理等",
           false},
          {"too few services, share over 30 %", "标杆型", "养老服务",
           "60岁及以上常住老年人占比35%，提供助餐、助医2种社区养老服务", true},
          {"condition does not hold", "标杆型", "养老服务",
           "60岁及以上常住老年人占比11%，提供助餐、助医2种社区养老服务", false},
          {"zero sports grounds", "成长型", "文体服务",
           "1.社区内拥有1个共享图书角；2.在社区居民步行15分钟可达范围内拥有0处体育场地", true},
          {"two grounds", "成长型", "文体服务",
           "1.社区内拥有1个共享图书角；2.在社区居民步行15分钟可达范围内拥有2处体育场地", false},
          {"meetings this time", "标杆型", "居民参与共治", "2.组织线上议事协商活动3次", true},
          {"so many in each month", "成长型", "宣传普及", "2024年3月、5月、6月、8月各开展1次智慧社区宣传普及活动",
           false},
          {"enough meetings", "标杆型", "居民参与共治", "2.组织线上议事协商活动5次", false},
          {"services named, one short", "成长型", "养老服务",
           "1.独居老人配呼叫器，10分钟内响应；2.60岁及以上老年人占比33.1%，食堂提供助餐服务", true},
          {"one bookcase where two are asked for", "标杆型", "文体服务",
           "1.智能共享图书柜1个（2000人以上社区）；2.体育场地3处，健身器材12件", true},
          {"a library instead", "标杆型", "文体服务",
           "1.社区智慧图书馆1座（2000人以上社区）；2.体育场地3处，健身器材12件", false},
          {"one bookcase for many", "标杆型", "文体服务",
           "1.社区常住5200人，设智能共享图书柜1个；2.体育场地3处，健身器材12件", true},
          {"only what small ones need", "标杆型", "文体服务",
           "1.社区有居民五千余人，设共享图书角1个；2.体育场地3处，健身器材12件", true},
          {"a small one", "标杆型", "文体服务", "1.社区常住1200人，设共享图书角1个；2.体育场地3处，健身器材12件",
           false},
          {"the next one is planned", "成长型", "宣传普及", "今年办了2次智慧社区宣传普及活动，明年元宵再办1次", false},
      });
}
