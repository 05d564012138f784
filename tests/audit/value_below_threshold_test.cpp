// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("value-below-threshold fires where a stated value misses the requirement") {
  gongshi::test::check_cases(
      "value-below-threshold",
      {
          {"rate", "成长型", "有线宽带网络", "家庭千兆光纤网络覆盖率达到70%", true},
          {"rate at the threshold", "成长型", "有线宽带网络", "家庭千兆光纤网络覆盖率达到80%", false},
          {"rate without a name", "成长型", "广播电视", "75%", true},
          {"half an hour", "成长型", "养老服务", "1.为独居老人配备呼叫器，半小时内响应；2.老年人占比18%", true},
          {"a rate of another name", "成长型", "有线宽带网络", "漏报率3‰，千兆光纤覆盖率92%", false},
          {"one each, the second below", "成长型", "视频监控设施",
           "关键位置覆盖率、联网率、摄像机完好率分别为98%、85%、96%；出图率87%；合规率95%", true},
          {"one each, for each metric enough", "成长型", "视频监控设施",
           "关键位置覆盖率、联网率、摄像机完好率、出图率分别为98%、96%、96%、87%；合规率95%", false},
          {"parts of a met rate", "成长型", "广播电视", "有线电视覆盖率60%，IPTV覆盖率38%，合计98%", false},
          {"what was, and is no more", "成长型", "有线宽带网络", "千兆覆盖率由2021年的62%提升至2023年的95%", false},
          {"a time that was", "成长型", "养老服务", "1.呼叫器响应时间由30分钟缩短至10分钟；2.老年人占比18%", false},
          {"another's time", "成长型", "养老服务", "1.呼叫后15分钟内到达，救护车30分钟内到达；2.老年人占比18%", false},
          {"a share of a count in parentheses", "成长型", "视频监控设施",
           "摄像机260台，其中高清200台（占77%），覆盖率98%，联网率98%，完好率96%，出图率90%，合规率97%", false},
          {"number of times without a name", "成长型", "宣传普及", "今年已开展1次", true},
          {"Chinese per cent", "成长型", "有线宽带网络", "家庭千兆光纤网络覆盖率百分之七十五", true},
          {"七成", "成长型", "有线宽带网络", "家庭千兆光纤网络覆盖率达七成", true},
          {"one of several metrics", "成长型", "视频监控设施",
           "关键位置覆盖率99%，联网率90%，摄像机完好率96%；出图率87%；合规率95%", true},
          {"all metrics met", "成长型", "视频监控设施",
           "关键位置覆盖率99%，联网率95%，摄像机完好率96%；出图率87%；合规率95%", false},
          {"full coverage asked, part of the estates", "成长型", "火灾自动报警",
           "社区内80%小区配备了烟感器和喷淋系统。", true},
          {"another indicator's percentage", "成长型", "火灾自动报警",
           "社区内80%小区实现消防通道占用、消防栓异常、防火门打开、电气设施异常等情况的自动化识别和上报", false},
          {"estates below", "成长型", "物业（公共事业）服务", "2.社区内60%小区实现垃圾分类的智能化监控", true},
          {"yearly frequency", "成长型", "宣传普及", "每年开展1次智慧社区宣传普及活动", true},
          {"quarterly is four a year", "成长型", "宣传普及", "每季度开展一次智慧社区宣传普及活动", false},
          {"twice", "成长型", "宣传普及", "每年开展两次智慧社区宣传普及活动", false},
          {"so far this year", "成长型", "宣传普及", "今年已开展11次智慧社区宣传普及活动", false},
          {"response time", "成长型", "养老服务",
           "1.社区为60岁及以上常住独居老人配备紧急呼叫装置，实现意外事故发生后20分钟内快速响应", true},
          {"response time met", "成长型", "养老服务",
           "1.社区为60岁及以上常住独居老人配备紧急呼叫装置，实现意外事故发生后10分钟内快速响应", false},
          {"walking time is no response time", "成长型", "文体服务", "在社区居民步行20分钟可达范围内拥有1处体育场地",
           false},
          {"satisfaction by grades", "成长型", "居民体验调查", "非常满意占60%，基本满意占38%，居民满意度98%", false},
          {"an accuracy is no coverage", "标杆型", "物业（公共事业）服务", "垃圾分类准确率达95%", false},
          {"age in the text", "基础型", "养老服务", "60岁以上独居老人配备紧急呼叫装置率达到50%", false},
      });
}
