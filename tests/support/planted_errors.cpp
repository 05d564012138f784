// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/planted_errors.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "normalize/claim/facts.h"
#include "schema/decimal.h"
#include "schema/utf8.h"
#include "tests/support/places.h"
#include "tests/support/records.h"

namespace gongshi::test {
namespace {

using nlohmann::json;
using Values = std::map<std::string, std::string>;
using Words = std::vector<std::string>;

const json& wordings() {
  static const json kWordings = [] {
    std::ifstream file(std::string(kSourceFolder) + "/tests/fixtures/planted_claims.json");
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

std::string styled(std::string text, PrintStyle style) {
  switch (style) {
    case PrintStyle::kPlain:
      break;
    case PrintStyle::kFullWidth: {
      std::u32string wide = utf8::decode(text);
      for (char32_t& c : wide)
        if ((c >= U'0' && c <= U'9') || c == U'%') c += U'０' - U'0';
      return utf8::encode(wide);
    }
    case PrintStyle::kSpaced:
      RE2::GlobalReplace(&text, "(\\p{Han})(\\d)", "\\1 \\2");
      RE2::GlobalReplace(&text, "(\\d)(\\p{Han})", "\\1 \\2");
      break;
    case PrintStyle::kHalfWidth:
      for (const auto& [wide, narrow] : {std::pair{"，", ","}, std::pair{"；", ";"}, std::pair{"：", ":"},
                                         std::pair{"（", "("}, std::pair{"）", ")"}})
        RE2::GlobalReplace(&text, wide, narrow);
      break;
    case PrintStyle::kThousands:
      RE2::GlobalReplace(&text, "(\\d)(\\d{3})(户|人|条|份|册|笔)", "\\1,\\2\\3");
      break;
  }
  return text;
}

std::string scenarios(int count) {
  static const Words kScenarios = {"养老服务",     "物业服务",     "出入管理",     "社区警务", "疫情防控",
                                   "文体服务",     "就业服务",     "周界防范",     "应急管理", "法律服务",
                                   "便民生活服务", "消防隐患管理", "火灾自动报警", "教育服务", "托育服务"};
  std::string list;
  for (int i = 0; i < count; ++i) list += (i == 0 ? "" : "、") + kScenarios[static_cast<std::size_t>(i)];
  return list;
}

/// Square metres of so many hundredths of a square kilometre.
std::string square_metres(int hundredths) { return std::to_string(hundredths * 10000); }

void draw_infrastructure(std::mt19937& random, Values& values, int scale) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const int households = draw(random, 1100, 5200), first = households * draw(random, 30, 60) / 100;
  const int gigabit = draw(random, 0, 2) == 0 ? households : households * draw(random, 92, 99) / 100;
  const int television = draw(random, 0, 2) == 0 ? households : households * draw(random, 96, 99) / 100;
  values["H"] = number(households);
  values["H1"] = number(first);
  values["H2"] = number(households - first);
  values["G"] = number(gigabit);
  values["GR"] = rate(gigabit, households, scale);
  values["GR0"] = number((std::int64_t{gigabit} * 100 - 1) / households);
  values["T"] = number(television);
  values["TR"] = rate(television, households, scale);
  values["M"] = number(households);
  values["MR"] = "100";

  const int area = draw(random, 60, 240);  // hundredths of a square kilometre
  const int covered = draw(random, 0, 1) == 0 ? area : area * draw(random, 94, 98) / 100;
  values["A"] = Decimal(area, 2).to_plain_string();
  values["C"] = Decimal(covered, 2).to_plain_string();
  values["AM"] = square_metres(area);
  values["CM"] = square_metres(covered);
  values["CR"] = rate(covered, area, scale);

  const int lights = draw(random, 80, 460),
            smart = draw(random, 0, 1) == 0 ? lights : lights * draw(random, 85, 98) / 100;
  values["L"] = number(smart);
  values["LA"] = number(lights);
  values["LR"] = rate(smart, lights, scale);
}

void draw_people(std::mt19937& random, Values& values, int scale) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const int population = std::stoi(values.at("H")) * 5 / 2 + draw(random, 11, 190),
            old = population * draw(random, 31, 39) / 100 + 1;
  values["P"] = number(population);
  values["O"] = number(old);
  values["OR"] = rate(old, population, scale);
  values["OL"] = number(draw(random, 11, 90));

  const int sheets = draw(random, 180, 600), content = sheets * draw(random, 91, 98) / 100;
  const int very = content * draw(random, 40, 70) / 100;
  values["Q"] = number(sheets);
  values["Q0"] = number(sheets + draw(random, 3, 40));
  values["QS"] = number(content);
  values["Q1"] = number(very);
  values["Q2"] = number(content - very);
  values["Q3"] = number(sheets - content);
  values["QR"] = rate(content, sheets, scale);
}

Values draw_values(const std::string& tier, std::mt19937& random) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  Values values;
  values["N"] = pick(random, wordings()["community_names"]).get<std::string>();
  values["SYS"] = pick(random, Words{"云邻里", "e家亲", "邻里通", "智邻", "家和在线"});
  const auto& estates = wordings()["estate_names"];
  const int first = draw(random, 0, 3);
  values["X1"] = estates[static_cast<std::size_t>(first)].get<std::string>();
  values["X2"] = estates[static_cast<std::size_t>(first) + 2].get<std::string>();
  const int scale = draw(random, 1, 2);
  draw_infrastructure(random, values, scale);
  draw_people(random, values, scale);

  const int found = tier == "标杆型" ? draw(random, 10, 13) : draw(random, 6, 9);
  values["K"] = number(found);
  values["KL"] = scenarios(found);
  const int closed = draw(random, 3, 7);
  values["EC"] = number(closed);
  values["E"] = number(tier == "标杆型" ? closed + 1 : closed);
  const int buildings = draw(random, 8, 40);
  values["B"] = number(buildings);
  values["B5"] = number(buildings + 5);
  values["F"] = tier == "基础型" ? "19" : tier == "成长型" ? "12" : "7";
  const int windows = draw(random, 6, 9);
  values["W"] = number(windows);
  values["W5"] = number(windows + 5);
  values["CH"] = number(draw(random, 31, 98));
  values["CAM"] = number(draw(random, 110, 890));
  values["INF"] = number(draw(random, 1201, 9800));
  values["SP"] = number(draw(random, 3, 6));
  values["S"] = number(draw(random, 5, 9));
  const int campaigns = draw(random, 5, 9);
  values["V"] = number(campaigns);
  values["V5"] = number(campaigns + 5);
  values["TIER"] = tier;
  values["UNIT"] = "云山县大数据中心";
  values["TEL"] = "0537-3311245";
  const json& period = pick(random, wordings()["periods"]);
  values["DAYS"] = period["days"];
  values["BEGIN"] = period["begin"];
  values["END"] = period["end"];
  return values;
}

std::string title(const Values& values) { return values.at("N") + "社区智慧社区建设验收结果公示"; }

/// The parts of the footer in their order, without those in `left_out`.
std::string footer_of(const SampleNotice& sample, const Values& replaced = {}, const Words& left_out = {}) {
  Values values = sample.values;
  for (const auto& [name, value] : replaced) values[name] = value;
  std::string footer;
  for (const char* part : {"period", "objection", "telephone", "close"}) {
    if (std::find(left_out.begin(), left_out.end(), part) != left_out.end()) continue;
    footer += (footer.empty() ? "" : "\n") + filled(sample.footer.at(part), values);
  }
  return footer;
}

/// The notice with all text around the table and the standard's own words in the rows.
void fill_notice(SampleNotice& sample, const std::string& tier, const std::string& edition) {
  Notice& notice = sample.notice;
  notice = make_notice(tier, sample.values.at("N") + "社区");
  if (!edition.empty()) {
    notice.edition = edition;
    for (IndicatorRecord& row : notice.rows)
      if (const Indicator* indicator = standard().find(tier, edition)->find(row.no)) {
        row.definition.text.utf8 = indicator->definition;
        row.requirement.text.utf8 = indicator->requirement;
      }
  }
  notice.title.utf8 = title(sample.values);
  notice.preamble.utf8 = filled(sample.preamble, sample.values);
  notice.table_title.utf8 = "山东省智慧社区建设指标（" + tier + "）";
  notice.footer.utf8 = footer_of(sample);
}

/// Wordings of the tier's edition, else of the tier, else of all.
const json& variants(const std::string& name, const std::string& tier, const std::string& edition) {
  const json& claims = wordings()["claims"];
  for (const std::string& key : {name + "@" + tier + edition, name + "@" + tier})
    if (const auto own = claims.find(key); own != claims.end()) return *own;
  return claims.at(name);
}

/// The indicator's formula: which values its claim prints.
struct Ratio {
  const char *name, *part, *whole, *rate;
};
const std::vector<Ratio>& ratios() {
  static const std::vector<Ratio> kRatios = {{"有线宽带网络", "G", "H", "GR"},
                                             {"广播电视", "T", "H", "TR"},
                                             {"智能照明设施", "L", "LA", "LR"},
                                             {"家庭能源采集设施", "M", "H", "MR"},
                                             {"居民体验调查", "QS", "Q", "QR"}};
  return kRatios;
}

/// Plants errors into copies of one sample.
class Planter {
 public:
  Planter(const SampleNotice& sample, std::mt19937& random)
      : sample_(sample), random_(random), tier_(sample.notice.tier), edition_(sample.notice.edition) {}

  std::vector<PlantedError> all() {
    ratio_errors();
    area_errors();
    quantities();
    counts_and_lists();
    provisions_and_thresholds();
    evidence();
    other_tiers();
    unaddressed();
    misplaced();
    residue();
    remarks();
    personal();
    names();
    structure();
    quotations();
    footer_errors();
    around_the_table();
    practice();
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
  const std::string& requirement_of(const std::string& name) const {
    return sample_.notice.rows[static_cast<std::size_t>(row_of(name)) - 1].requirement.str();
  }

  void add(const std::string& rule, const std::string& what, std::optional<int> no,
           const std::function<void(Notice&)>& change) {
    if (no == 0) return;  // the tier has no such indicator
    Notice notice = sample_.notice;
    change(notice);
    normalize::parse_facts(notice, programme());
    planted_.push_back({rule, what, std::move(notice), no, ""});
  }

  static IndicatorRecord& row(Notice& notice, int no) {
    return *std::find_if(notice.rows.begin(), notice.rows.end(),
                         [no](const IndicatorRecord& each) { return each.no == no; });
  }

  void add_claim(const std::string& rule, const std::string& what, int no, const std::string& claim) {
    add(rule, what, no, [&](Notice& notice) { row(notice, no).claim.text = Text{claim, {}, {}}; });
  }

  /// The row's claim with other values, where its wording prints them all.
  void add_values(const std::string& rule, const std::string& what, const std::string& name, const Values& replaced,
                  const Words& printed = {}) {
    const int no = row_of(name);
    if (no == 0) return;
    Words needed = printed;
    if (needed.empty())
      for (const auto& [value_name, text] : replaced) needed.push_back(value_name);
    if (sample_.prints(no, needed)) add_claim(rule, what, no, sample_.claim(no, replaced));
  }

  /// Whether the wording of the row has these words.
  bool words_of(const std::string& name, const std::string& words) const {
    for (const std::string& item : sample_.wording.at(row_of(name)))
      if (item.find(words) != std::string::npos) return true;
    return false;
  }

  /// The threshold of the indicator's first clause that has one, in per cent.
  int threshold(const std::string& name) const {
    for (const Clause& clause : standard().find(tier_, edition_)->find(row_of(name))->clauses)
      if (clause.value && clause.unit == "%") return static_cast<int>(clause.value->to_integer());
    return 0;
  }

  // Arithmetic.

  void ratio_errors() {
    for (const Ratio& ratio : ratios()) {
      if (row_of(ratio.name) == 0 || words_of(ratio.name, "电表{M}块，社区")) continue;  // one kind of several meters
      const std::int64_t whole = number(ratio.whole), part = number(ratio.part);
      const Words all = {ratio.part, ratio.whole, ratio.rate}, counts = {ratio.part, ratio.whole};
      add_values("ratio-mismatch", "rate changed", ratio.name, {{ratio.rate, rate(part * 93 / 100, whole)}}, all);
      if (const std::string near = rate(part * 994 / 1000, whole, 2); near.find('.') != std::string::npos)
        add_values("ratio-mismatch", "rate a little off", ratio.name, {{ratio.rate, near}}, all);
      add_values("ratio-mismatch", "count changed", ratio.name,
                 {{ratio.part, std::to_string(part * draw(random_, 88, 96) / 100)}}, all);
      add_values("ratio-mismatch", "whole changed", ratio.name,
                 {{ratio.whole, std::to_string(whole * draw(random_, 105, 118) / 100)}}, all);
      const std::int64_t low = whole * draw(random_, 30, threshold(ratio.name) - 2) / 100;
      const Values below = {{ratio.part, std::to_string(low)}, {ratio.rate, rate(low, whole)}};
      add_values("counts-below-threshold", "count below the threshold", ratio.name, below, counts);
      add_values("counts-below-threshold", "count below the threshold, rate kept", ratio.name,
                 {{ratio.part, std::to_string(low)}}, counts);
      add_values("value-below-threshold", "rate below the threshold", ratio.name, below, {ratio.rate});
      if (std::string_view(ratio.part) != "M")  // a household may have several meters
        add_values("ratio-over-100", "more than all", ratio.name,
                   {{ratio.part, std::to_string(whole + draw(random_, 3, 80))}}, counts);
      add_values("ratio-over-100", "rate above 100", ratio.name,
                 {{ratio.rate, "10" + std::to_string(draw(random_, 1, 9))}}, {ratio.rate});
      const std::string metric = requirement_of(ratio.name).substr(0, requirement_of(ratio.name).find("达到"));
      add_claim("ratio-unsupported", "rate alone", row_of(ratio.name),
                metric + pick(random_, Words{"达到", "为", "达", "："}) + value(ratio.rate) + "%");
      add_claim("ratio-over-100", "100 % and more", row_of(ratio.name), metric + "100%以上");
    }
    const std::int64_t people = number("P"), old = number("O");
    add_values("ratio-mismatch", "share of old people changed", "养老服务", {{"OR", rate(old * 107 / 100, people)}},
               {"O", "P", "OR"});
  }

  void area_errors() {
    const std::string name = "移动通信网络";
    const int area = static_cast<int>(Decimal::multiply(*Decimal::parse(value("A")), 100)->to_integer());
    const auto covering = [&](int covered) {
      return Values{{"C", Decimal(covered, 2).to_plain_string()}, {"CM", square_metres(covered)}};
    };
    const int no = row_of(name);
    const bool printed =
        !words_of(name, "约{A}") && (sample_.prints(no, {"C", "A", "CR"}) || sample_.prints(no, {"CM", "AM", "CR"}));
    if (printed) {
      Values less = covering(area * draw(random_, 30, 60) / 100);
      add_claim("ratio-mismatch", "covered area changed", no, sample_.claim(no, less));
      add_claim("counts-below-threshold", "covered area below the threshold", no, sample_.claim(no, less));
      less["CR"] = "61.5";
      add_claim("value-below-threshold", "coverage below the threshold", no, sample_.claim(no, less));
      add_claim("ratio-over-100", "more than the whole area", no, sample_.claim(no, covering(area + 7)));
      add_claim("implausible-quantity", "area in a wrong unit", no,
                sample_.claim(no, {{"A", "0.0004"}, {"C", "0.0004"}, {"AM", "400"}, {"CM", "400"}, {"CR", "100"}}));
    }
    add_claim("ratio-unsupported", "rate alone", no, "5G网络覆盖率达到100%");
  }

  void quantities() {
    for (const Ratio& ratio : {ratios()[1], ratios()[3]}) {
      const std::string other = std::to_string(number("H") + draw(random_, 1, 40));
      if (sample_.prints(row_of("有线宽带网络"), {"H"}))
        add_values("quantity-conflict", "households differ in one row", ratio.name,
                   {{"H", other}, {ratio.part, other}, {ratio.rate, "100"}}, {"H", ratio.part});
    }
    add_values("quantity-conflict", "residents differ in one row", "文体服务",
               {{"P", std::to_string(number("P") + draw(random_, 5, 90))}});
    const std::int64_t households = number("H"), old = households * 33 / 100;
    if (sample_.prints(row_of("有线宽带网络"), {"H"}))
      add_values("implausible-quantity", "as many residents as households", "养老服务",
                 {{"P", value("H")}, {"O", std::to_string(old)}, {"OR", rate(old, households)}}, {"P"});
    if (sample_.prints(row_of("有线宽带网络"), {"H"}))
      add_values("implausible-quantity", "no household", "有线宽带网络", {{"H", "0"}, {"G", "0"}, {"GR", "100"}},
                 {"H", "G"});
    const std::string tens = std::to_string(number("G") / 10 * 10), near = rate(number("G") / 10 * 10, households);
    for (const auto& [before, behind] :
         {std::pair{"", "余"}, std::pair{"近", ""}, std::pair{"约", ""}, std::pair{"", "多"}})
      add_values("vague-count", "about so many beside an exact rate", "有线宽带网络",
                 {{"G", before + tens + behind}, {"GR", near}}, {"G", "H", "GR"});
  }

  void provisions_and_thresholds() {
    add_claim("provision-short", "fewer devices than people", row_of("养老服务"),
              "60岁及以上常住独居老人36人，配备紧急呼叫装置31台，12分钟内响应。");
    add("at-threshold", "every rate is what is asked", std::nullopt, [&](Notice& notice) {
      for (const Indicator& indicator : standard().find(tier_, edition_)->indicators) {
        std::string rates;
        for (const Clause& clause : indicator.clauses)
          if (clause.kind == ClauseKind::kRatio && clause.unit == "%")
            rates += (rates.empty() ? "" : "；") + clause.metric + "为" + clause.value->to_plain_string() + "%";
        const bool shares = std::any_of(indicator.clauses.begin(), indicator.clauses.end(),
                                        [](const Clause& clause) { return clause.unit == "%"; });
        if (shares) row(notice, indicator.no).claim.text.utf8 = rates.empty() ? "已完成。" : rates + "。";
      }
    });
  }

  void counts_and_lists() {
    const std::string platform = "智慧社区综合信息平台";
    const int needed = tier_ == "基础型" ? 3 : tier_ == "成长型" ? 5 : 10, few = draw(random_, needed - 2, needed - 1);
    const int found = static_cast<int>(number("K"));
    add_values("count-below-required", "too few scenarios", platform,
               {{"K", std::to_string(few)}, {"KL", scenarios(few)}});
    add_values("list-count-mismatch", "list lengthened", platform, {{"KL", scenarios(found + draw(random_, 1, 2))}},
               {"K", "KL"});
    if (!words_of(platform, "{KL}等")) {  // a list that ends in 等 may leave something out
      add_values("list-count-mismatch", "list shortened", platform, {{"KL", scenarios(found - draw(random_, 1, 2))}},
                 {"K", "KL"});
      add_values("list-count-mismatch", "number raised", platform, {{"K", std::to_string(found + 2)}}, {"K", "KL"});
    }

    const int old = row_of("养老服务");
    const std::string clause = tier_ == "基础型" ? "" : "\n2.", first = tier_ == "基础型" ? "" : sample_.claim(old);
    const std::string share = filled("60岁及以上常住老年人{O}人，常住人口{P}人，占比{OR}%，", sample_.values);
    const std::string before = first.substr(0, first.find('\n')) + clause + share;
    add_claim("count-below-required", "too few services", old,
              before + (tier_ == "标杆型" ? "提供助餐、助浴、助急3种社区养老服务" : "提供助餐1种社区养老服务"));
    add_claim("list-count-mismatch", "number of services", old,
              before + "提供助餐、助浴、助洁、助急、助医等" + std::to_string(draw(random_, 3, 4)) + "种社区养老服务");
    add_claim("list-count-mismatch", "parts more than the total", row_of("便民生活服务"),
              "智能便民服务设施" + value("W") + "台，其中智能快件箱" + value("W") + "台、无人售卖机3台");

    if (!words_of("宣传普及", "{S}") && !words_of("宣传普及", "{V5}") && !words_of("宣传普及", "其中线上") &&
        !words_of("宣传普及", "每季度"))
      add_values("value-below-threshold", "too few campaigns", "宣传普及", {{"V", tier_ == "基础型" ? "0" : "1"}});
    if (tier_ != "基础型" && !words_of("居民参与共治", "每季度不少于")) {
      add_values("value-below-threshold", "too few consultations", "居民参与共治", {{"S", "1"}});
      // So many times in some months are a count, so many this year or a quarter a frequency.
      if (!planted_.empty() && planted_.back().what == "too few consultations")
        planted_.back().or_rule = "count-below-required";
    }
    const int cameras = row_of("视频监控设施");
    add_claim("value-below-threshold", "coverage of cameras", cameras,
              "1.关键位置摄像机" + value("CAM") + "台，覆盖率" + std::to_string(draw(random_, 60, 79)) +
                  "%，联网率99%，完好率99%；\n2.公共视频资源出图率96%；\n3.合规率100%");
    add_claim("value-below-threshold", "pictures of public cameras", cameras,
              "1.关键位置摄像机" + value("CAM") + "台，覆盖率99%，联网率99%，完好率99%；\n2.公共视频资源出图率" +
                  std::to_string(draw(random_, 50, 78)) + "%；\n3.合规率100%");
    if (tier_ == "成长型")
      add_claim("value-below-threshold", "too slow", old,
                "1.为" + value("OL") + "名60岁及以上常住独居老人配备紧急呼叫装置，" +
                    std::to_string(draw(random_, 20, 60)) + "分钟内响应；\n2." + share +
                    "提供助餐、助医2种社区养老服务");
  }

  // Evidence and wording.

  void evidence() {
    const int any = draw(random_, 5, static_cast<int>(sample_.notice.rows.size()) - 1);
    add_claim(
        "bare-assertion", "conclusion alone", any,
        pick(random_, Words{"达标", "已达标。", "已完成", "达标，已完成。", "符合要求", "已具备", "本社区已达标"}));
    add_claim("bare-assertion", "vague words", draw(random_, 5, static_cast<int>(sample_.notice.rows.size()) - 1),
              pick(random_, Words{"工作开展情况良好", "便利化、快捷化", "已按要求落实到位", "社区高度重视，成效明显"}));
    add_claim("claim-empty", "claim deleted", any, pick(random_, Words{"", " ", "\n", "　"}));
    for (const char* name :
         {"社区警务", "火灾自动报警", "周界防范", "信息安全", "治理方式创新", "便民生活服务", "政务服务", "疫情防控"})
      add_claim("standard-copied", "requirement copied", row_of(name),
                pick(random_, Words{"", "达标。", "本社区", value("N") + "社区"}) + requirement_of(name));
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
      if (each.requirement.str().find("封闭式小区") != std::string::npos)
        continue;  // a community may have no estates of one kind
      add_claim("clause-unaddressed", "item left out", each.no, sample_.claim(each.no, {}, item));
    }
    const int a = row_of("广播电视"), b = row_of("居民参与共治");
    add("clause-unaddressed", "claims swapped", a,
        [&](Notice& notice) { std::swap(row(notice, a).claim.text, row(notice, b).claim.text); });
  }

  void misplaced() {
    static const std::vector<std::pair<std::string, std::string>> kPastes = {
        {"移动通信网络", "有线宽带网络"}, {"广播电视", "移动通信网络"}, {"火灾自动报警", "居民参与共治"},
        {"疫情防控", "宣传普及"},         {"社区警务", "信息安全"},     {"政务服务", "高空抛物监测"}};
    for (const auto& [name, from] : kPastes)
      if (row_of(name) != 0 && row_of(from) != 0)
        add_claim("claim-misplaced", "claim of " + from, row_of(name), sample_.claim(row_of(from)));
    for (const auto& [name, from] : {std::pair{"养老服务", "政务服务"}, std::pair{"便民生活服务", "社区警务"}})
      add_claim("claim-misplaced", "requirement of " + std::string(from), row_of(name), requirement_of(from));
  }

  void residue() {
    const int floors = row_of("高空抛物监测"), mechanism = row_of("体制机制"), police = row_of("社区警务");
    add_values("template-residue", "number of buildings blank", "高空抛物监测", {{"B", ""}});
    add_claim("template-residue", "number of floors blank", floors,
              "社区内" + value("F") + "层及以上住宅栋，均安装高空抛物摄像头");
    add_claim("template-residue", "number of services blank", row_of("养老服务"),
              sample_.claim(row_of("养老服务")) + "，提供种社区养老服务");
    add_claim("template-residue", "alternative not chosen", police,
              "依托市级或区县级智慧社区综合信息平台，" + sample_.claim(police));
    add_claim("template-residue", "rate not chosen", row_of("火灾自动报警"),
              "烟感" + value("CAM") + "个，覆盖率均达到100%或者90%");
    add_values("template-residue", "placeholder", "智慧社区综合信息平台",
               {{"SYS", pick(random_, Words{"XX", "××", "___", std::string(3, 'X')})}});
    if (mechanism != 0)
      add_claim("template-residue", "placeholder", mechanism, "运营主体为XX公司；" + sample_.claim(mechanism));
    const int any = draw(random_, 1, static_cast<int>(sample_.notice.rows.size()));
    add_claim("template-residue", "word doubled", any,
              pick(random_, Words{"社区社区内", "具备具备", "实现实现"}) + sample_.claim(any));
  }

  void remarks() {
    const int floors = row_of("高空抛物监测"), access = row_of("出入管理"), old = row_of("养老服务");
    add_claim("condition-absent", "no such floors", floors,
              filled(pick(random_, Words{"社区内无{F}层及以上住宅，均为多层，小区安装监控{CAM}路",
                                         "{N}社区没有{F}层以上建筑", "不涉及，社区最高楼层为6层"}),
                     sample_.values));
    if (tier_ != "标杆型")
      add_claim("condition-absent", "open estates", access,
                filled(pick(random_, Words{"{N}社区{E}个小区均为非封闭小区", "社区无封闭式小区",
                                           "{X1}等{E}个小区均为开放式小区，未设门禁"}),
                       sample_.values));
    const std::int64_t people = number("P"), few = people * draw(random_, 12, 26) / 100;
    add_values("condition-absent", "too few old people", "养老服务",
               {{"O", std::to_string(few)}, {"OR", rate(few, people)}}, {"O", "P", "OR"});
    if (old != 0 && tier_ == "基础型")
      add_claim("condition-absent", "share below the condition", old, "60岁及以上常住老年人占比未超过30%");
    for (const char* name : {"火灾自动报警", "出入管理", "周界防范", "社区警务"}) {
      static const Words kShort = {"系统正在建设",
                                   "部分小区已安装",
                                   "新建小区已具备",
                                   "设施暂无",
                                   "尚未安装",
                                   "逐步完善中",
                                   "设备安装中",
                                   "目前正在推进",
                                   "老旧小区暂未安装",
                                   "计划明年建设",
                                   "仅2个小区已安装，其余小区未安装"};
      add_claim("shortfall-admitted", "shortfall", row_of(name), pick(random_, kShort));
    }
  }

  /// An identity number with its check digit, of a district that does not exist.
  std::string identity_number() {
    constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    std::string digits =
        fmt::format("9900001965{:02}{:02}{:03}", draw(random_, 1, 12), draw(random_, 10, 28), draw(random_, 1, 999));
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
    return digits + "10X98765432"[sum % 11];
  }

  void personal() {
    const int special = row_of("特殊人群管理"), old = row_of("养老服务"), any = special != 0 ? special : old;
    add_claim("personal-data", "identity number", any, sample_.claim(any) + "。李某某，身份证号" + identity_number());
    add_claim("personal-data", "identity number not called so", old,
              sample_.claim(old) + "（" + identity_number() + "）");
    add_claim("personal-data", "mobile number", old,
              sample_.claim(old) + "，居民服务" + pick(random_, Words{"电话", "", "热线"}) + "13900000000");
    add_claim(
        "personal-data", "name of a protected person", old,
        sample_.claim(old) + "。为" + pick(random_, Words{"独居老人", "残疾人", "低保户"}) + "王秀英、李桂兰上门服务");
    add("personal-data", "identity number in the preamble", std::nullopt,
        [&](Notice& notice) { notice.preamble.utf8 += "居民代表身份证号：" + identity_number() + "。"; });
  }

  std::string other_community() const { return value("N") == "柳园" ? "松岭" : "柳园"; }

  void names() {
    Values others = sample_.values;
    others["N"] = other_community();
    add("community-conflict", "another community in the preamble", std::nullopt,
        [&](Notice& notice) { notice.preamble.utf8 = filled(sample_.preamble, others); });
    add("community-conflict", "another community in the title", std::nullopt,
        [&](Notice& notice) { notice.title.utf8 = title(others); });
    const int broadband = row_of("有线宽带网络");
    add_claim("community-conflict", "another community's figures", broadband,
              filled("{N}社区总户数{H}户，具备千兆接入能力的家庭数{G}户，家庭千兆光纤网络覆盖率{GR}%。", others));
    add("community-conflict", "another city's platform", row_of("智慧社区综合信息平台"), [&](Notice& notice) {
      notice.preamble.utf8.replace(notice.preamble.utf8.find("云山县"), std::string("云山县").size(), "滕州市");
      row(notice, row_of("智慧社区综合信息平台")).claim.text.utf8 =
          "1.依托青州市智慧社区综合信息平台汇聚信息" + value("INF") + "条；\n" +
          sample_.claim(row_of("智慧社区综合信息平台"), {}, 0);
    });
  }

  // Structure.

  void structure() {
    const int size = static_cast<int>(sample_.notice.rows.size());
    for (int i = 0; i < 2; ++i) {
      const int missing = draw(random_, 1, size), twice = draw(random_, 1, size - 1);
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
        added.name.text.utf8 = pick(random_, Words{"智慧停车", "社区团购", "数字乡村", "宠物管理"});
      });
    }
    const std::string other = tier_ == "成长型" ? "基础型" : "成长型";
    add("tier-conflict", "preamble of another tier", std::nullopt, [&](Notice& notice) {
      Values values = sample_.values;
      values["TIER"] = other;
      notice.preamble.utf8 = filled(sample_.preamble, values);
    });
    add("tier-conflict", "table title of another tier", std::nullopt,
        [&](Notice& notice) { notice.table_title.utf8 = "山东省智慧社区建设指标（" + other + "）"; });
    add("tier-conflict", "requirements of another tier", std::nullopt, [&](Notice& notice) {
      for (IndicatorRecord& each : notice.rows)
        for (const Indicator& indicator : standard().find(other)->indicators)
          if (indicator.name == each.name.str()) each.requirement.text.utf8 = indicator.requirement;
    });
  }

  void quotations() {
    const int floors = row_of("高空抛物监测"), governing = row_of("居民参与共治"), broadband = row_of("有线宽带网络");
    add("standard-misquoted", "figure changed", floors, [&](Notice& notice) {
      std::string& text = row(notice, floors).requirement.text.utf8;
      text.replace(text.find(value("F") + "层"), value("F").size(),
                   std::to_string(std::stoi(value("F")) + draw(random_, 1, 5)));
    });
    add("standard-misquoted", "threshold changed", broadband, [&](Notice& notice) {
      row(notice, broadband).requirement.text.utf8 =
          "家庭千兆光纤网络覆盖率达到" + std::to_string(draw(random_, 41, 69)) + "%";
    });
    add("standard-misquoted", "item cut off", governing, [&](Notice& notice) {
      std::string& text = row(notice, governing).requirement.text.utf8;
      text = text.substr(0, text.find("\n3."));
    });
    add("standard-misquoted", "formula changed", broadband, [&](Notice& notice) {
      std::string& text = row(notice, broadband).definition.text.utf8;
      text = text.substr(0, text.find('=')) + "=实际开通千兆宽带的住户数/社区常住户数";
    });
    const int police = row_of("社区警务");
    add("standard-misquoted", "words added", police, [&](Notice& notice) {
      row(notice, police).requirement.text.utf8 += "，并建立警务室与社区物业公司联合巡逻机制";
    });
  }

  // Around the table.

  void add_footer(const std::string& rule, const std::string& what, const Values& replaced,
                  const Words& left_out = {}) {
    add(rule, what, std::nullopt, [&](Notice& notice) { notice.footer.utf8 = footer_of(sample_, replaced, left_out); });
  }

  void footer_errors() {
    const std::string unit = value("DAYS").find("工作日") != std::string::npos ? "个工作日" : "天";
    add_footer("period-mismatch", "days changed", {{"DAYS", std::to_string(draw(random_, 15, 30)) + unit}});
    add_footer("period-mismatch", "one day more", {{"DAYS", std::to_string(std::stoi(value("DAYS")) + 1) + unit}});
    add_footer("period-mismatch", "date moved", {{"END", "2025年2月" + std::to_string(draw(random_, 2, 27)) + "日"}});
    add_footer("period-mismatch", "dates reversed", {{"BEGIN", "2024年12月30日"}, {"END", "2024年12月3日"}});
    add_footer("period-missing", "no period", {}, {"period"});
    add_footer("contact-missing", "no telephone", {}, {"telephone"});
    add_footer("contact-missing", "neither unit nor telephone", {}, {"objection", "telephone", "close"});
    add_footer("date-order", "publicity before acceptance", {{"BEGIN", "2024年8月5日"}, {"END", "2024年8月9日"}});
  }

  void around_the_table() {
    const int campaigns = row_of("宣传普及");
    add_claim("date-order", "event after the acceptance", campaigns,
              "2024年10月20日开展智慧社区宣传普及活动" + value("V") + "次，参加居民" + value("INF") + "人次" +
                  (tier_ == "标杆型" ? "；\n2.社区服务中心设智慧养老体验区1处" : ""));
    add("conclusion-provisional", "provisional", std::nullopt, [&](Notice& notice) {
      std::string& text = notice.preamble.utf8;
      for (const char* met : {"已满足", "达到", "均符合"})
        if (const std::size_t at = text.find(met); at != std::string::npos) {
          text.insert(at, pick(random_, Words{"经初验，初步认定", "初步验收"}));
          return;
        }
    });
    // A figure that could not be confirmed is for a person to look at.
    const int broadband = row_of("有线宽带网络");
    add("low-confidence", "figure not confirmed", broadband,
        [&](Notice& notice) { row(notice, broadband).claim.uncertain = true; });
    add("low-confidence", "cell hardly read", broadband,
        [&](Notice& notice) { row(notice, broadband).claim.confidence = 0.4; });
  }

  void practice() {
    const int network = row_of("移动通信网络"), fire = row_of("消防隐患管理");
    add("statement-conflict", "no lifts, and lifts", fire, [&](Notice& notice) {
      row(notice, network).claim.text.utf8 += "；小区均无电梯。";
      row(notice, fire).claim.text.utf8 += "；电梯12部均装识别设备。";
    });
    add("document-number", "letter and serial", std::nullopt, [&](Notice& notice) {
      static const std::string kRight = "（鲁数发〔2022〕16号）", kWrong = "（鲁数法〔2022〕61号）";
      std::string& text = notice.preamble.utf8;
      if (const std::size_t at = text.find(kRight); at != std::string::npos)
        text.replace(at, kRight.size(), kWrong);
      else
        text = "根据《关于加快推进智慧社区建设工作的实施意见》" + kWrong + "，" + text;
    });
    add("publicity-practice", "identity numbers asked for", std::nullopt,
        [](Notice& notice) { notice.footer.utf8 += "\n反映情况须注明姓名、身份证号。"; });
  }

  const SampleNotice& sample_;
  std::mt19937& random_;
  std::string tier_, edition_;
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
  return styled(std::move(claim), style);
}

bool SampleNotice::prints(int no, const Words& names) const {
  if (wording.count(no) == 0) return false;
  std::string all;
  for (const std::string& item : wording.at(no)) all += item;
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& name) { return all.find("{" + name + "}") != std::string::npos; });
}

SampleNotice make_sample(const std::string& tier, const std::string& edition, std::mt19937& random) {
  SampleNotice sample;
  sample.values = draw_values(tier, random);
  sample.footer = pick(random, wordings()["footers"]).get<Values>();
  sample.preamble = pick(random, wordings()["preambles"]).get<std::string>();
  sample.style = static_cast<PrintStyle>(draw(random, 0, 4));
  fill_notice(sample, tier, edition);
  for (IndicatorRecord& row : sample.notice.rows) {
    const json& wording = pick(random, variants(row.name.str(), tier, edition));
    sample.wording[row.no] = (wording.is_object() ? wording["items"] : wording).get<Words>();
    if (wording.is_object()) sample.expected[row.no] = wording["expects"].get<std::set<std::string>>();
    row.claim.text.utf8 = sample.claim(row.no);
  }
  normalize::parse_facts(sample.notice, programme());
  return sample;
}

std::vector<PlantedError> plant_errors(const SampleNotice& sample, std::mt19937& random) {
  return Planter(sample, random).all();
}

}  // namespace gongshi::test
