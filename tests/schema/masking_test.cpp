// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/masking.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/records.h"

namespace gongshi {

TEST_CASE("names keep their first character, numbers their first three digits, and lengths stay") {
  struct Case {
    const char* text;
    const char* shown;
  };
  const Case cases[] = {
      {"联系人：王小明 13812345678", "联系人：王＊＊ 138********"},
      {"联系人:王明，电话0632-5512345", "联系人:王＊，电话0632-5512345"},
      {"联系人及电话：欧阳小明0632-5512345", "联系人及电话：欧＊＊＊0632-5512345"},
      {"手机 138-1234-5678。", "手机 138-****-****。"},
      {"电话：0632-5512345 13812345678", "电话：0632-5512345 138********"},
      {"１３８１２３４５６７８", "１３８＊＊＊＊＊＊＊＊"},
      {"身份证号370402199001011234", "身份证号370***************"},
      {"身份证号37040219900101123X", "身份证号370***************"},
      {"联系人：联系电话：0632-5512345", "联系人：联系电话：0632-5512345"},
      {"总户数3790户，覆盖率100%", "总户数3790户，覆盖率100%"},
      {"拨打12345热线，编号20241107001", "拨打12345热线，编号20241107001"},
      {"联系人：滕州市大数据中心", "联系人：滕州市大数据中心"},
      {"", ""},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(masked_text(c.text) == c.shown);
    CHECK(masked_text(c.text).size() == std::string(c.text).size());
  }
  CHECK(masked_text("网格员李大力已上门", {"李大力"}) == "网格员李＊＊已上门");
}

// What must not be seen any more: "secret" stands in "text".
struct Wording {
  const char* text;
  std::vector<const char*> secrets;
};

void check_hidden(const std::vector<Wording>& wordings) {
  for (const Wording& wording : wordings) {
    const std::string text = wording.text, shown = masked_text(text);
    INFO(text << " → " << shown);
    CHECK(shown.size() == text.size());
    for (const char* secret : wording.secrets) CHECK(shown.find(secret) == std::string::npos);
    CHECK(masked_text(shown) == shown);
  }
}

TEST_CASE("numbers are masked by what they are, however they are set") {
  check_hidden({
      {"电话13700010002。", {"13700010002"}},
      {"电话137 0001 0002。", {"0001 0002"}},
      {"电话137  0001  0002。", {"0001  0002"}},
      {"电话137　0001　0002。", {"0001　0002"}},
      {"电话１３７０００１０００２。", {"０００１０００２"}},
      {"电话：１３７－０００１－０００２", {"０００１", "－０００２"}},
      {"电话137-0001-0002。", {"0001-0002"}},
      {"电话137—0001—0002。", {"0001—0002"}},
      {"电话137–0001–0002。", {"0001–0002"}},
      {"电话137.0001.0002。", {"0001.0002"}},
      {"电话137·0001·0002。", {"0001·0002"}},
      {"电话137_0001_0002。", {"0001_0002"}},
      {"电话137/0001/0002。", {"0001/0002"}},
      {"电话137（0001）0002。", {"0001）0002"}},
      {"电话（137）0001 0002。", {"0001 0002"}},
      {"电话（137）（0001）（0002）。", {"0001", "（0002"}},
      {"电话【137】00010002。", {"00010002"}},
      {"电话137\u200B0001\u200B0002。", {"0001\u200B0002"}},
      {"电话137\uFEFF0001\u20600002。", {"0001\u20600002"}},
      {"电话137\u00A00001\u00A00002。", {"0001\u00A00002"}},
      {"电话+8613700010002。", {"13700010002"}},
      {"电话+86 137 0001 0002。", {"0001 0002"}},
      {"电话（+86）137-0001-0002。", {"0001-0002"}},
      {"电话0086-13700010002。", {"13700010002"}},
      {"电话013700010002。", {"13700010002"}},
      {"电话8613700010002。", {"13700010002"}},
      {"电话13700010002/13700010003。", {"13700010002", "13700010003"}},
      {"电话0599-1234567 137 0001 0002。", {"0001 0002"}},
      {"手机1 3 7 0 0 0 1 0 0 0 2。", {"0 0 0 1 0 0 0 2"}},
      {"手机一三七〇〇〇一〇〇〇二", {"〇〇〇一〇〇〇二"}},
      {"身份证号110101199003070011。", {"199003070011"}},
      {"身份证11010119900307001X。", {"19900307001X"}},
      {"身份证１１０１０１１９９００３０７００１１", {"１９９００３０７"}},
      {"身份证110101 19900307 0011。", {"19900307 0011"}},
      {"身份证1101 0119 9003 0700 11。", {"0119 9003"}},
      {"身份证110101-19900307-0011。", {"19900307-0011"}},
      {"身份证110101900307001。", {"900307001"}},
      {"身份证 110101 900307 001。", {"900307 001"}},
      {"银行卡6222000011112222333。", {"0011112222333"}},
      {"卡号 6222 0000 1111 2222", {"0000 1111 2222"}},
      {"车牌鲁Z12345、鲁Z·12345", {"Z12345", "Z·12345"}},
      {"新能源车鲁ZF12345", {"ZF12345"}},
      {"新能源车鲁ZD12345F", {"ZD12345F"}},
      {"请加v信：liuan_99", {"liuan_99"}},
      {"抖音/微信同号 liuan99", {"liuan99"}},
      {"邮箱liu.an@example.com", {"liu.an@example.com"}},
      {"邮箱liu_an＠example．com", {"liu_an"}},
      {"QQ：987654321", {"987654321"}},
      {"微信号：liuan_99", {"liuan_99"}},
      {"护照号E12345678", {"E12345678"}},
  });
}

TEST_CASE("names are masked by the words around them") {
  check_hidden({
      {"联系人李小禾，欢迎来访。", {"李小禾"}},
      {"联系人 李小禾 电话 0599-1234567", {"李小禾"}},
      {"联 系 人：李小禾", {"李小禾"}},
      {"联系人为李小禾", {"李小禾"}},
      {"联系人：李 禾，欢迎来访", {"李 禾"}},
      {"联系人：李 小 禾", {"李 小 禾"}},
      {"联系人：李小禾、周小柳", {"李小禾", "周小柳"}},
      {"联系人:李小禾 周小柳", {"李小禾", "周小柳"}},
      {"联系人：李小禾和周小柳", {"李小禾", "周小柳"}},
      {"联系人及电话：欧阳小禾0599-1234567", {"欧阳小禾"}},
      {"责任人：李小禾。负责人:周小柳 经办人 : 吴小渠", {"李小禾", "周小柳", "吴小渠"}},
      {"法定代表人李小禾", {"李小禾"}},
      {"社区书记李小禾带队走访", {"李小禾"}},
      {"居委会副主任李小禾、委员周小柳", {"李小禾", "周小柳"}},
      {"网格员李小禾每日巡查", {"李小禾"}},
      {"网格员（李小禾）每日巡查", {"李小禾"}},
      {"网格员高小禾入户", {"高小禾"}},
      {"李禾同志任网格员", {"李禾"}},
      {"李禾、周柳任网格员", {"李禾", "周柳"}},
      {"李小禾为社区联络员", {"李小禾"}},
      {"由李小禾负责", {"李小禾"}},
      {"请找李先生（李小禾）", {"李小禾"}},
      {"李小禾女士接待", {"李小禾"}},
      {"由李小禾书记牵头", {"李小禾"}},
      {"李小禾（联系人）", {"李小禾"}},
      {"李小禾（女，72岁）", {"李小禾"}},
      {"李小禾 电话：13700010002", {"李小禾"}},
      {"李小禾：0599-1234567", {"李小禾"}},
      {"0599-1234567（李小禾）", {"李小禾"}},
      {"独居老人李小禾由系统看护", {"李小禾"}},
      {"为独居老人李小禾、周小柳安装烟感", {"李小禾", "周小柳"}},
      {"居民李小禾反映", {"李小禾"}},
      {"3号楼李小禾家", {"李小禾"}},
      {"值班人员：李小禾，监督人：周小柳", {"李小禾", "周小柳"}},
      {"任命李小禾为网格员", {"李小禾"}},
      {"古丽娜·买买提、阿不都·买买提", {"古丽娜", "阿不都"}},
      {"联系人：古丽娜·买买提", {"古丽娜"}},
      {"古丽娜·买买提反映", {"古丽娜"}},
      {"网格员古丽娜．买买提", {"古丽娜"}},
      {"联系人：古丽娜尔", {"古丽娜尔"}},
      {"老人古丽娜尔·艾山木（维吾尔族，68岁）独居", {"古丽娜尔"}},
      {"有事找“老娘舅”李小禾", {"李小禾"}},
      {"议事长李小禾主持会议", {"李小禾"}},
      {"儿童李某某（实名李小禾）已建档", {"李小禾"}},
      {"社区矫正对象2人（李小禾、周小柳）已报到", {"李小禾", "周小柳"}},
      {"楼组长3名（李小禾、周小柳、吴小渠）到岗", {"李小禾", "周小柳", "吴小渠"}},
      {"患者李小禾之监护人周小柳签收", {"李小禾", "周小柳"}},
      {"收款人户名李小禾，已核对", {"李小禾"}},
      {"车辆登记（车主李小禾）", {"李小禾"}},
      {"表扬“好邻居”：李小禾、周小柳、吴小渠三户。", {"李小禾", "周小柳", "吴小渠"}},
      {"入选者：李小禾、周小柳2人", {"李小禾", "周小柳"}},
  });
}

TEST_CASE("what is nobody's stays") {
  for (const std::string text : {
           "联系电话：0599-1234567，（0599）1234567，05991234567",
           "热线12345、400-123-4567、96012",
           "总户数3790户，总人口10521人，面积0.42平方公里",
           "鲁数发〔2022〕16号，DB37/T 3890—2020",
           "统一社会信用代码：911101011990030700",
           "联系人：望泽县大数据中心",
           "联系人：张某，李某某",
           "联系人：物业公司",
           "网格员全覆盖，网格员高效服务，网格员和楼长，网格员常态化巡查",
           "主任办公室，书记项目，负责人应及时答复",
           "居民满意度95%，居民方便，居民于家中，居民周边",
           "志愿者120人，党员常态化报到，党员方便",
           "由张店区负责，由王府街道负责，由安全部门负责",
           "依托“齐润管家”平台",
           "学习雷锋志愿者精神，习近平总书记指出",
           "《王小禾网格员工作法》",
           "恒大·绿洲小区，万科·城市花园",
           "党群服务中心主任，卫生院院长，幼儿园园长",
           "3号楼安装电梯，5号楼和6号楼，2单元安装门禁",
           "党员干部和群众，社区干部应上门，主管部门",
           "与社区卫生服务中心合作，与万科物业合作，与时俱进",
           "自2024年11月7日至11月13日，共5个工作日",
           "分为三类：安全防护、公共服务、便民商业三类",
           "网格员12名（专职8名、兼职4名），志愿者3人（常态化值守）",
           "包括：安全、方便2项，温馨、和谐2户型",
           "账户名称、车主信息、户名登记齐全，机主可自助办理",
           "覆盖对象：老人、儿童、妇女三人群",
           "云A5G基站、新能源汽车充电桩120个",
       }) {
    INFO(text << " → " << masked_text(text));
    CHECK(masked_text(text) == text);
  }
}

TEST_CASE("a name once introduced is masked wherever it stands, but not as a part of a place's name") {
  Notice notice = test::make_notice("成长型", "云溪社区", "李小禾每日巡查云溪社区。周 柳也在。");
  notice.title.utf8 = "李小禾社区公示";
  notice.footer.utf8 = "联系人李小禾、周柳。";
  const Notice shown = masked(notice);
  CHECK(shown.rows[0].claim.str() == "李＊＊每日巡查云溪社区。周 ＊也在。");
  CHECK(shown.footer.utf8 == "联系人李＊＊、周＊。");
  CHECK(shown.title.utf8 == notice.title.utf8);
}

TEST_CASE("a long text without an end is masked in time that grows with its length") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "网格员王1·";
  CHECK(masked_text(text).size() == text.size());
  CHECK(masked_text(std::string(200000, '1')).size() == 200000);
  CHECK(masked_text(std::string(200000, '@')).size() == 200000);
}

TEST_CASE("a masked notice hides the contact everywhere and keeps the community's name") {
  Notice notice = test::make_notice("成长型", "云溪社区", "由王小明负责，电话13812345678。");
  notice.title.utf8 = "云溪社区公示";
  notice.footer.utf8 = "联系单位：云溪街道办事处，联系人：王小明，电话：0632-5512345";
  notice.contact = {"云溪街道办事处", {"王小明"}, {"0632-5512345", "13812345678"}};
  const Notice shown = masked(notice);
  CHECK(shown.rows[0].claim.str() == "由王＊＊负责，电话138********。");
  CHECK(shown.footer.utf8 == "联系单位：云溪街道办事处，联系人：王＊＊，电话：0632-5512345");
  CHECK(shown.contact.persons.at(0) == "王＊＊");
  CHECK(shown.contact.telephones.at(0) == "0632-5512345");
  CHECK(shown.contact.telephones.at(1) == "138********");
  CHECK(shown.title.utf8 == notice.title.utf8);

  Finding finding;
  finding.quote = "由王小明负责";
  finding.message = "“由王小明负责”缺少依据";
  CHECK(masked(finding, notice).quote == "由王＊＊负责");
  CHECK(masked(finding, notice).message == "“由王＊＊负责”缺少依据");
}

TEST_CASE("the areas to be painted over are those of the characters") {
  Notice notice;
  notice.footer.utf8 = "电话13812345678";
  TextSpan span;
  span.range = {0, 17};
  span.place = {3, {0, 0, 130, 10}, -1, -1, -1, -1};
  for (int i = 0; i <= 13; ++i) span.edges.push_back(static_cast<float>(i * 10));
  notice.footer.spans.push_back(span);
  const auto areas = personal_areas(notice);
  REQUIRE(areas.count(3) == 1);
  REQUIRE(areas.at(3).size() == 1);
  CHECK(areas.at(3)[0].x0 == Approx(20));
  CHECK(areas.at(3)[0].x1 == Approx(130));
}

TEST_CASE("names that begin like words are names where words on both sides say so") {
  check_hidden({
      {"由社区护士祝青桐提供上门服务", {"祝青桐"}},
      {"组长：白致和，成员：高芷若、水长宁、祝砚", {"白致和", "高芷若", "水长宁", "祝砚"}},
      {"和清和同志为平台运维责任人", {}},
      {"孟长和同志为平台运维责任人", {"孟长和"}},
      {"特困人员：申屠远、钟离小禾，均已建档", {"申屠远", "钟离小禾"}},
      {"矫正对象霍松石按月报到", {"霍松石"}},
      {"老党员骆长青带头组织议事5次", {"骆长青"}},
      {"独居老人段长青（住岱下路）已建档", {"段长青"}},
      {"独居老人高山青（82岁）已建档", {"高山青"}},
      {"帕提古丽·吐尔逊担任民族工作专干", {"帕提古丽·吐尔逊", "吐尔逊"}},
  });
}

TEST_CASE("where somebody lives is hidden from the building on, offices and other buildings stay") {
  check_hidden({
      {"楚女士住柳岸家园3号楼2单元1102室，配备呼叫器1台", {"2单元1102室", "1102"}},
      {"家住青禾路18号院5-301的老人", {"5-301"}},
  });
  for (const char* text :
       {"服务站位于柳岸家园3号楼1单元101室", "居住小区3栋12单元安装门禁", "覆盖住户1-5号楼",
        "住宅3号楼2单元101室改作活动室", "平台累计采集数据13900001234条", "网格员向群众宣传", "组长：全面负责社区工作",
        "书记和主任负责", "成员单位：社区卫生服务站", "网格员全天候巡查", "段长（3人）每周巡河"}) {
    INFO(text);
    CHECK(masked_text(text) == text);
  }
}

TEST_CASE("a text is searched once, however many outputs show it") {
  const Masker masker({"李松石"});
  std::string text;
  while (text.size() < 20000) text += "网格员李松石上门服务，覆盖户数÷总户数=100/200=50%，";
  const std::string shown = masker.masked(text);
  const Masker copy = masker;
  for (int i = 0; i < 50; ++i) CHECK(copy.masked(text) == shown);
  CHECK(masker.searched() == 1);
  CHECK(shown.find("李松石") == std::string::npos);
  const std::string other = text + "网格员何青禾负责。";
  CHECK(masker.masked(other) != other);
  CHECK(masker.searched() == 2);
}

}  // namespace gongshi
