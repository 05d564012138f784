// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/planted_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "normalize/facts.h"
#include "schema/decimal.h"
#include "schema/utf8.h"
#include "tests/support/records.h"

namespace gongshi::test {
namespace {

using nlohmann::json;
using Values = std::map<std::string, std::string>;

const json& wordings() {
  static const json kWordings = [] {
    std::ifstream file(std::string(GONGSHI_SOURCE_DIR) + "/tests/fixtures/planted_claims.json");
    return json::parse(file);
  }();
  return kWordings;
}

/// std::uniform_int_distribution differs between libraries; this does not.
int draw(std::mt19937& random, int low, int high) {
  return low + static_cast<int>(random() % static_cast<std::uint32_t>(high - low + 1));
}

template <typename List>
const auto& pick(std::mt19937& random, const List& list) {
  return list[static_cast<std::size_t>(draw(random, 0, static_cast<int>(list.size()) - 1))];
}

/// Percentage with up to two decimals, rounded, without trailing zeros.
std::string rate(std::int64_t part, std::int64_t whole, int scale = 2) {
  return Decimal::divide(Decimal(part * 100), Decimal(whole), scale)->to_plain_string();
}

std::string filled(std::string text, const Values& values) {
  for (const auto& [name, value] : values)
    for (std::size_t at = text.find("{" + name + "}"); at != std::string::npos;
         at = text.find("{" + name + "}", at + value.size()))
      text.replace(at, name.size() + 2, value);
  return text;
}

std::string scenarios(int count) {
  static const std::vector<std::string> kScenarios = {
      "养老服务", "物业服务", "出入管理", "社区警务",     "疫情防控",     "文体服务",    "就业服务",
      "周界防范", "应急管理", "法律服务", "便民生活服务", "消防隐患管理", "火灾自动报警"};
  std::string list;
  for (int i = 0; i < count; ++i) list += (i == 0 ? "" : "、") + kScenarios[static_cast<std::size_t>(i)];
  return list;
}

Values draw_values(const std::string& tier, std::mt19937& random) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  Values values;
  values["N"] = pick(random, wordings()["community_names"]).get<std::string>();
  values["SYS"] = pick(random, std::vector<std::string>{"云邻里", "e家亲", "邻里通", "智邻", "家和在线"});
  const auto& estates = wordings()["estate_names"];
  const int first = draw(random, 0, 3);
  values["X1"] = estates[static_cast<std::size_t>(first)].get<std::string>();
  values["X2"] = estates[static_cast<std::size_t>(first) + 2].get<std::string>();
  const int scale = draw(random, 1, 2);

  const int households = draw(random, 900, 5200);
  const int gigabit = draw(random, 0, 2) == 0 ? households : households * draw(random, 92, 99) / 100;
  const int television = draw(random, 0, 2) == 0 ? households : households * draw(random, 96, 99) / 100;
  values["H"] = number(households);
  values["G"] = number(gigabit);
  values["GR"] = rate(gigabit, households, scale);
  values["T"] = number(television);
  values["TR"] = rate(television, households, scale);
  values["M"] = number(households);
  values["MR"] = "100";

  const int area = draw(random, 60, 240);  // hundredths of a square kilometre
  const int covered = draw(random, 0, 1) == 0 ? area : area * draw(random, 93, 98) / 100;
  values["A"] = Decimal(area, 2).to_plain_string();
  values["C"] = Decimal(covered, 2).to_plain_string();
  values["CR"] = rate(covered, area, scale);

  const int lights = draw(random, 80, 460),
            smart = draw(random, 0, 1) == 0 ? lights : lights * draw(random, 85, 98) / 100;
  values["L"] = number(smart);
  values["LA"] = number(lights);
  values["LR"] = rate(smart, lights, scale);

  const int population = households * 5 / 2 + draw(random, 11, 190), old = population * draw(random, 31, 39) / 100 + 1;
  values["P"] = number(population);
  values["O"] = number(old);
  values["OR"] = rate(old, population, scale);
  values["OL"] = number(draw(random, 11, 90));

  const int sheets = draw(random, 180, 600), content = sheets * draw(random, 91, 98) / 100;
  values["Q"] = number(sheets);
  values["QS"] = number(content);
  values["QR"] = rate(content, sheets, scale);

  const int found = tier == "标杆型" ? draw(random, 10, 13) : draw(random, 6, 9);
  values["K"] = number(found);
  values["KL"] = scenarios(found);
  const int closed = draw(random, 3, 7);
  values["EC"] = number(closed);
  values["E"] = number(tier == "标杆型" ? closed + 1 : closed);
  values["B"] = number(draw(random, 8, 40));
  values["F"] = tier == "基础型" ? "19" : tier == "成长型" ? "12" : "7";
  values["W"] = number(draw(random, 6, 9));
  values["CH"] = number(draw(random, 31, 98));
  values["CAM"] = number(draw(random, 110, 890));
  values["INF"] = number(draw(random, 1201, 9800));
  values["SP"] = number(draw(random, 3, 6));
  values["S"] = number(draw(random, 5, 9));
  values["V"] = number(draw(random, 5, 9));
  return values;
}

std::string title(const Values& values) { return values.at("N") + "社区智慧社区建设验收结果公示"; }

std::string preamble(const Values& values, const std::string& tier) {
  return filled(
             "根据《关于加快推进智慧社区建设工作的实施意见》（鲁数发〔2022〕16号），经{N}"
             "社区申请，云山县大数据中心于2024年9月18日组织成立了居民代表验收"
             "工作组并开展智慧社区建设验收工作，经工作组成员一致认定，{N}社区已满足《山东省智慧社区建设指标》中“",
             values) +
         tier + "智慧社区”的建设要求。相关内容公示如下：";
}

const char* const kFooter =
    "公示期5天，公示时间为2024年11月4日至11月8日。公示期间如有异议，请向云山县大数据中心反映。\n联系电话：0537-"
    "3311245\n云山县大数据中心\n2024年11月4日";

Notice blank_notice(const std::string& tier, const Values& values) {
  Notice notice = make_notice(tier, values.at("N") + "社区");
  notice.title.utf8 = title(values);
  notice.preamble.utf8 = preamble(values, tier);
  notice.table_title.utf8 = "山东省智慧社区建设指标（" + tier + "）";
  notice.footer.utf8 = kFooter;
  return notice;
}

const json& variants(const std::string& name, const std::string& tier) {
  const json& claims = wordings()["claims"];
  const auto own = claims.find(name + "@" + tier);
  return own != claims.end() ? *own : claims.at(name);
}

/// Plants errors into copies of one sample.
class Planter {
 public:
  Planter(const SampleNotice& sample, std::mt19937& random)
      : sample_(sample), random_(random), tier_(sample.notice.tier) {}

  std::vector<PlantedError> all() {
    arithmetic();
    wording();
    structure();
    around_the_table();
    return std::move(planted_);
  }

 private:
  int row_of(const std::string& name) const {
    for (const IndicatorRecord& row : sample_.notice.rows)
      if (row.name.str() == name) return row.no;
    return 0;
  }

  const std::string& value(const std::string& name) const { return sample_.values.at(name); }
  std::int64_t number(const std::string& name) const { return std::stoll(value(name)); }

  void add(const std::string& rule, const std::string& what, std::optional<int> no,
           const std::function<void(Notice&)>& change) {
    if (no == 0) return;  // the tier has no such indicator
    Notice notice = sample_.notice;
    change(notice);
    normalize::parse_facts(notice, standard());
    planted_.push_back({rule, what, std::move(notice), no});
  }

  static IndicatorRecord& row(Notice& notice, int no) {
    return *std::find_if(notice.rows.begin(), notice.rows.end(),
                         [no](const IndicatorRecord& each) { return each.no == no; });
  }

  void add_claim(const std::string& rule, const std::string& what, int no, const std::string& claim) {
    add(rule, what, no, [&](Notice& notice) { row(notice, no).claim.text = Text{claim, {}, {}}; });
  }

  void add_values(const std::string& rule, const std::string& what, const std::string& name, const Values& replaced) {
    const int no = row_of(name);
    if (no != 0) add_claim(rule, what, no, sample_.claim(no, replaced));
  }

  void arithmetic() {
    struct Ratio {
      const char *name, *part, *whole, *rate;
      int threshold;  // below every tier's
    };
    static const std::vector<Ratio> kRatios = {
        {"有线宽带网络", "G", "H", "GR", 69}, {"广播电视", "T", "H", "TR", 69}, {"居民体验调查", "QS", "Q", "QR", 69}};
    for (const Ratio& ratio : kRatios) {
      const std::int64_t whole = number(ratio.whole), part = number(ratio.part);
      add_values("ratio-mismatch", "rate changed", ratio.name, {{ratio.rate, rate(part * 93 / 100, whole)}});
      add_values("ratio-mismatch", "count changed", ratio.name,
                 {{ratio.part, std::to_string(part * draw(random_, 88, 96) / 100)}});
      const std::int64_t low = whole * draw(random_, 40, ratio.threshold - 1) / 100;
      add_values("counts-below-threshold", "count below the threshold", ratio.name,
                 {{ratio.part, std::to_string(low)}, {ratio.rate, rate(low, whole)}});
      add_values("value-below-threshold", "rate below the threshold", ratio.name,
                 {{ratio.part, std::to_string(low)}, {ratio.rate, rate(low, whole)}});
      add_values("ratio-over-100", "more than all", ratio.name,
                 {{ratio.part, std::to_string(whole + draw(random_, 3, 80))}});
    }
    const std::int64_t other = number("H") + draw(random_, 1, 40);
    add_values("quantity-conflict", "households differ in one row", "广播电视",
               {{"H", std::to_string(other)}, {"T", std::to_string(other)}, {"TR", "100"}});
    if (tier_ != "标杆型")
      add_values("implausible-quantity", "area too small", "移动通信网络",
                 {{"A", "0.0004"}, {"C", "0.0004"}, {"CR", "100"}});
    add_values("vague-count", "about so many beside an exact rate", "有线宽带网络",
               {{"G", std::to_string(number("G") / 10 * 10) + "余"}, {"GR", rate(number("G") / 10 * 10, number("H"))}});
    for (const char* name : {"有线宽带网络", "广播电视"})
      add_claim("ratio-unsupported", "rate alone", row_of(name),
                sample_.notice.rows[static_cast<std::size_t>(row_of(name)) - 1].requirement.str());
    const int needed = tier_ == "基础型" ? 3 : tier_ == "成长型" ? 5 : 10, few = draw(random_, needed - 2, needed - 1);
    add_values("count-below-required", "too few scenarios", "智慧社区综合信息平台",
               {{"K", std::to_string(few)}, {"KL", scenarios(few)}});
    add_values("list-count-mismatch", "list shortened", "智慧社区综合信息平台",
               {{"KL", scenarios(static_cast<int>(number("K")) - 1)}});
    add_values("list-count-mismatch", "number raised", "智慧社区综合信息平台",
               {{"K", std::to_string(number("K") + 2)}});
    if (tier_ == "标杆型") add_values("value-below-threshold", "too few campaigns", "宣传普及", {{"V", "1"}});
  }

  void wording() {
    const int any = draw(random_, 5, static_cast<int>(sample_.notice.rows.size()) - 1);
    add_claim("bare-assertion", "conclusion alone", any,
              pick(random_, std::vector<std::string>{"达标", "已达标。", "已完成", "达标，已完成。", "符合要求"}));
    add_claim("claim-empty", "claim deleted", any, pick(random_, std::vector<std::string>{"", " ", "\n"}));
    for (const char* name : {"社区警务", "火灾自动报警", "周界防范", "信息安全", "治理方式创新"}) {
      const std::string& requirement =
          sample_.notice.rows[static_cast<std::size_t>(row_of(name)) - 1].requirement.str();
      add_claim("standard-copied", "requirement copied", row_of(name),
                pick(random_, std::vector<std::string>{"", "达标。", "本社区"}) + requirement);
    }
    other_tiers();
    unaddressed();
    misplaced();
    residue();
    remarks();
  }

  void other_tiers() {
    static const std::map<std::string, std::vector<std::pair<std::string, std::string>>> kForeign = {
        {"基础型",
         {{"高空抛物监测", "成长型"},
          {"智能充电设施", "成长型"},
          {"创新应用场景", "成长型"},
          {"视频监控设施", "成长型"},
          {"消防隐患管理", "成长型"},
          {"物业（公共事业）服务", "成长型"},
          {"出入管理", "标杆型"},
          {"智慧社区综合信息平台", "标杆型"}}},
        {"成长型",
         {{"高空抛物监测", "标杆型"},
          {"智能充电设施", "标杆型"},
          {"创新应用场景", "标杆型"},
          {"物业（公共事业）服务", "标杆型"},
          {"周界防范", "标杆型"},
          {"便民生活服务", "标杆型"},
          {"高空抛物监测", "基础型"}}},
        {"标杆型", {{"高空抛物监测", "成长型"}, {"养老服务", "成长型"}, {"创新应用场景", "成长型"}}}};
    for (const auto& [name, other] : kForeign.at(tier_))
      for (const Indicator& indicator : standard().find(other)->indicators)
        if (indicator.name == name)
          add_claim("other-tier-copied", "requirement of " + other, row_of(name), indicator.requirement);
  }

  void unaddressed() {
    for (const IndicatorRecord& each : sample_.notice.rows) {
      const auto& items = sample_.wording.at(each.no);
      if (items.size() < 2 || draw(random_, 0, 2) != 0) continue;
      const int item = draw(random_, 0, static_cast<int>(items.size()) - 1);
      if (each.requirement.str().find("封闭式小区") != std::string::npos) continue;  // a community may have no estates of one kind
      add_claim("clause-unaddressed", "item left out", each.no, sample_.claim(each.no, {}, item));
    }
  }

  void misplaced() {
    static const std::vector<std::pair<std::string, std::string>> kPastes = {
        {"移动通信网络", "有线宽带网络"}, {"广播电视", "移动通信网络"}, {"火灾自动报警", "居民参与共治"},
        {"疫情防控", "宣传普及"},         {"社区警务", "信息安全"},     {"政务服务", "高空抛物监测"}};
    for (const auto& [name, from] : kPastes)
      if (row_of(name) != 0 && row_of(from) != 0)
        add_claim("claim-misplaced", "claim of " + from, row_of(name), sample_.claim(row_of(from)));
    for (const auto& [name, from] : {std::pair{"养老服务", "政务服务"}, std::pair{"便民生活服务", "社区警务"}})
      add_claim("claim-misplaced", "requirement of " + std::string(from), row_of(name),
                sample_.notice.rows[static_cast<std::size_t>(row_of(from)) - 1].requirement.str());
    const int a = row_of("广播电视"), b = row_of("居民参与共治");
    add("clause-unaddressed", "claims swapped", a,
        [&](Notice& notice) { std::swap(row(notice, a).claim.text, row(notice, b).claim.text); });
  }

  void residue() {
    const int floors = row_of("高空抛物监测"), platform = row_of("智慧社区综合信息平台"),
              mechanism = row_of("体制机制"), police = row_of("社区警务");
    std::string claim = sample_.claim(floors, {{"B", ""}});
    add_claim("template-residue", "number of buildings blank", floors, claim);
    add_claim("template-residue", "alternative not chosen", police,
              "依托市级或区县级智慧社区综合信息平台，" + sample_.claim(police));
    add_claim("template-residue", "placeholder", platform,
              sample_.claim(platform, {{"SYS", pick(random_, std::vector<std::string>{"XX", "××", "___"})}}));
    if (mechanism != 0)
      add_claim("template-residue", "placeholder", mechanism, "运营主体为XX公司；" + sample_.claim(mechanism));
    const int any = draw(random_, 1, static_cast<int>(sample_.notice.rows.size()));
    add_claim("template-residue", "word doubled", any,
              pick(random_, std::vector<std::string>{"社区社区内", "具备具备", "实现实现"}) + sample_.claim(any));
  }

  void remarks() {
    const int floors = row_of("高空抛物监测"), access = row_of("出入管理"), old = row_of("养老服务");
    add_claim("condition-absent", "no such floors", floors,
              filled("社区内无{F}层及以上住宅，均为多层，小区安装监控{CAM}路", sample_.values));
    if (tier_ != "标杆型")
      add_claim("condition-absent", "open estates", access, filled("{N}社区{E}个小区均为非封闭小区", sample_.values));
    const std::int64_t people = number("P"), few = people * draw(random_, 12, 26) / 100;
    add_claim("condition-absent", "too few old people", old,
              sample_.claim(old, {{"O", std::to_string(few)}, {"OR", rate(few, people)}}));
    for (const char* name : {"火灾自动报警", "出入管理", "周界防范"}) {
      static const std::vector<std::string> kShort = {"系统正在建设", "部分小区已安装", "新建小区已具备", "设施暂无",
                                                      "尚未安装",     "逐步完善中",     "设备安装中"};
      add_claim("shortfall-admitted", "shortfall", row_of(name), pick(random_, kShort));
    }
    add_claim(
        "personal-data", "identity number", row_of("特殊人群管理"),
        sample_.claim(row_of("特殊人群管理") == 0 ? 1 : row_of("特殊人群管理")) + "李某某，身份证号990000196502281234");
    add_claim("personal-data", "mobile number", old, sample_.claim(old) + "联系人电话13905370000");
  }

  void structure() {
    const int size = static_cast<int>(sample_.notice.rows.size());
    const int missing = draw(random_, 1, size), twice = draw(random_, 1, size - 1), misquoted = row_of("高空抛物监测");
    add("indicator-missing", "row left out", missing,
        [&](Notice& notice) { notice.rows.erase(notice.rows.begin() + missing - 1); });
    add("indicator-duplicated", "row doubled", size + 1, [&](Notice& notice) {
      notice.rows.push_back(notice.rows[static_cast<std::size_t>(twice) - 1]);
      notice.rows.back().no = size + 1;
    });
    add("indicator-unknown", "row of no tier", size + 1, [&](Notice& notice) {
      notice.rows.push_back(notice.rows[static_cast<std::size_t>(twice) - 1]);
      IndicatorRecord& added = notice.rows.back();
      added.no = size + 1;
      added.indicator.reset();
      added.name.text.utf8 = pick(random_, std::vector<std::string>{"智慧停车", "社区团购", "数字乡村"});
    });
    add("standard-misquoted", "figure changed", misquoted, [&](Notice& notice) {
      std::string& text = row(notice, misquoted).requirement.text.utf8;
      text.replace(text.find(value("F") + "层"), value("F").size(),
                   std::to_string(std::stoi(value("F")) + draw(random_, 1, 5)));
    });
    const int cut = row_of("居民参与共治");
    add("standard-misquoted", "item cut off", cut, [&](Notice& notice) {
      std::string& text = row(notice, cut).requirement.text.utf8;
      text = text.substr(0, text.find("\n3."));
    });
    const std::string other = tier_ == "成长型" ? "基础型" : "成长型";
    add("tier-conflict", "preamble of another tier", std::nullopt,
        [&](Notice& notice) { notice.preamble.utf8 = preamble(sample_.values, other); });
    add("tier-conflict", "requirements of another tier", std::nullopt, [&](Notice& notice) {
      for (IndicatorRecord& each : notice.rows)
        for (const Indicator& indicator : standard().find(other)->indicators)
          if (indicator.name == each.name.str()) each.requirement.text.utf8 = indicator.requirement;
    });
  }

  void add_footer(const std::string& rule, const std::string& what, const std::string& printed,
                  const std::string& instead) {
    add(rule, what, std::nullopt, [&](Notice& notice) {
      std::string& footer = notice.footer.utf8;
      footer.replace(footer.find(printed), printed.size(), instead);
    });
  }

  void around_the_table() {
    add_footer("period-mismatch", "days changed", "公示期5天", "公示期" + std::to_string(draw(random_, 6, 10)) + "天");
    add_footer("period-mismatch", "date moved", "11月8日", "12月" + std::to_string(draw(random_, 2, 28)) + "日");
    add_footer("period-missing", "no period", "公示期5天，公示时间为2024年11月4日至11月8日。公示期间如有异议",
               "如有异议");
    add_footer("contact-missing", "no telephone", "联系电话：0537-3311245\n", "");
    add_footer("date-order", "publicity before acceptance", "2024年11月4日至11月8日", "2024年8月5日至8月9日");
    add("conclusion-provisional", "provisional", std::nullopt, [&](Notice& notice) {
      std::string& text = notice.preamble.utf8;
      static const std::string kMet = "已满足";
      text.replace(text.find(kMet), kMet.size(), "经初验，初步确定达到");
    });
    const std::string& other = value("N") == "柳园" ? "松岭" : "柳园";
    add("community-conflict", "another community in the preamble", std::nullopt, [&](Notice& notice) {
      Values values = sample_.values;
      values["N"] = other;
      notice.preamble.utf8 = preamble(values, tier_);
    });
  }

  const SampleNotice& sample_;
  std::mt19937& random_;
  std::string tier_;
  std::vector<PlantedError> planted_;
};

}  // namespace

std::string SampleNotice::claim(int no, const Values& replaced, int left_out) const {
  Values all = values;
  for (const auto& [name, text] : replaced) all[name] = text;
  std::string claim;
  const auto& items = wording.at(no);
  for (std::size_t i = 0; i < items.size(); ++i)
    if (static_cast<int>(i) != left_out) claim += (claim.empty() ? "" : "\n") + filled(items[i], all);
  return claim;
}

SampleNotice make_sample(const std::string& tier, std::mt19937& random) {
  SampleNotice sample;
  sample.values = draw_values(tier, random);
  sample.notice = blank_notice(tier, sample.values);
  for (IndicatorRecord& row : sample.notice.rows) {
    sample.wording[row.no] = pick(random, variants(row.name.str(), tier)).get<std::vector<std::string>>();
    row.claim.text.utf8 = sample.claim(row.no);
  }
  normalize::parse_facts(sample.notice, standard());
  return sample;
}

std::vector<PlantedError> plant_errors(const SampleNotice& sample, std::mt19937& random) {
  return Planter(sample, random).all();
}

}  // namespace gongshi::test
