// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/claim_grammar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "normalize/claim/facts.h"
#include "tests/support/places.h"
#include "tests/support/records.h"

namespace gongshi::test {
namespace {

using nlohmann::json;
using Values = std::map<std::string, std::string>;

const json& grammar() {
  static const json kGrammar = [] {
    std::ifstream file(std::string(kSourceFolder) + "/tests/fixtures/claim_grammar.json");
    return json::parse(file);
  }();
  return kGrammar;
}

class Writer {
 public:
  explicit Writer(std::mt19937& random) : random_(random) {}

  GeneratedClaim write() {
    static constexpr std::array<void (Writer::*)(), 17> kKinds = {
        &Writer::households, &Writer::households,   &Writer::areas, &Writer::devices, &Writer::questionnaires,
        &Writer::estates,    &Writer::sums,         &Writer::sums,  &Writer::times,   &Writer::two_rows,
        &Writer::elderly,    &Writer::part_of_part, &Writer::about, &Writer::events,  &Writer::implausible,
        &Writer::all_but,    &Writer::meters};
    style_ = below(6);
    wrong_ = below(2) == 1;
    (this->*kKinds[static_cast<std::size_t>(below(static_cast<int>(kKinds.size())))])();
    return claim_;
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint32_t>(limit)); }
  int between(int least, int most) { return least + below(most - least + 1); }
  const json& one_of(const json& list) {
    return list.at(static_cast<std::size_t>(below(static_cast<int>(list.size()))));
  }

  // Numerals.

  static std::string chinese(int number) {
    static const std::array<const char*, 10> kDigits = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static const std::array<const char*, 4> kTens = {"", "十", "百", "千"};
    std::string text;
    bool zero = false;
    for (int place = 3, unit = 1000; place >= 0; --place, unit /= 10) {
      const int digit = number / unit % 10;
      if (digit == 0) {
        zero = !text.empty();
        continue;
      }
      if (zero) text += kDigits[0];
      zero = false;
      text += std::string(kDigits[static_cast<std::size_t>(digit)]) + kTens[static_cast<std::size_t>(place)];
    }
    return text;
  }

  /// In the claim's style: 2610, 2,610, ２６１０, 二千六百一十.
  std::string number(int value) const {
    std::string digits = std::to_string(value);
    if (style_ == 1 && value >= 1000) digits.insert(digits.size() - 3, ",");
    if (style_ == 2) {
      std::string wide;
      for (const char c : digits) wide += std::string("\xEF\xBC") + static_cast<char>(0x90 + (c - '0'));
      return wide;
    }
    if (style_ == 3 && value < 10000 && value > 0) return chinese(value);
    return digits;
  }

  /// hundredths of a per cent, with so many decimals.
  std::string percent(long long hundredths, int decimals) const {
    std::string text = std::to_string(hundredths / 100);
    if (decimals > 0) {
      std::string rest = std::to_string(hundredths % 100);
      if (rest.size() < 2) rest.insert(0, "0");
      text += "." + rest.substr(0, static_cast<std::size_t>(decimals));
    }
    return text + "%";
  }

  /// part / whole as a percentage with 0 to 2 decimals, rounded or cut, and true.
  std::string share(long long part, long long whole, long long off = 0) {
    const int decimals = below(3);
    const long long unit = decimals == 0 ? 100 : decimals == 1 ? 10 : 1;
    const bool cut = below(3) == 0;
    const long long tenthousandths = part * 10000;
    long long steps = cut ? tenthousandths / (whole * unit) : (2 * tenthousandths + whole * unit) / (2 * whole * unit);
    return percent(steps * unit + off, decimals);
  }

  static std::string filled(std::string text, const Values& values) {
    for (const auto& [name, value] : values)
      for (std::size_t at = text.find("{" + name + "}"); at != std::string::npos;
           at = text.find("{" + name + "}", at + value.size()))
        text.replace(at, name.size() + 2, value);
    return text;
  }

  void set(const json& row, const std::string& form, const std::string& text, const std::string& rule,
           const std::string& or_rule = {}) {
    claim_.tier = row.at("tier").get<std::string>();
    claim_.no = row.at("no").get<int>();
    claim_.form = form;
    claim_.claims = {{claim_.no, text + "。"}};
    claim_.rule = rule;
    claim_.or_rule = or_rule;
  }

  std::pair<std::string, std::string> form_of(const json& kind) {
    const json& forms = kind.at("forms");
    auto entry = forms.begin();
    std::advance(entry, below(static_cast<int>(forms.size())));
    return {entry.key(), one_of(entry.value()).get<std::string>()};
  }

  // Shares.

  struct Share {
    int whole = 0, part = 0;
    std::string rate, rule, or_rule;
  };

  /// Counts and percentage, true or wrong in one of the ways that there are.
  Share make_share(int least, int smallest, int largest) {
    Share share;
    share.whole = between(smallest, largest);
    const int lowest = std::min(share.whole, (share.whole * least + 99) / 100 + 1);
    share.part = between(lowest, share.whole);
    share.rate = this->share(share.part, share.whole);
    if (!wrong_) return share;
    switch (below(4)) {
      case 0: {  // a percentage that is not of the counts
        const long long true_hundredths = 10000LL * share.part / share.whole;
        const long long other =
            true_hundredths > 9500 ? true_hundredths - between(150, 400) : true_hundredths + between(150, 400);
        share.rate = percent(std::max(other, least * 100LL), 2);
        share.rule = other < least * 100LL ? "" : "ratio-mismatch";
        if (share.rule.empty()) share.rate = this->share(share.part, share.whole);
        break;
      }
      case 1:  // more than the whole
        share.part = share.whole + between(1, std::max(2, share.whole / 20));
        share.rate = "100%";
        share.rule = "ratio-over-100";
        break;
      default:  // fewer than are asked
        share.part = between(share.whole / 3, std::max(share.whole / 3, share.whole * (least - 3) / 100));
        share.rate = this->share(share.part, share.whole);
        share.rule = "counts-below-threshold";
        share.or_rule = "value-below-threshold";
    }
    return share;
  }

  void write_share(const json& kind, int smallest, int largest) {
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const Share share = make_share(row.at("least").get<int>(), smallest, largest);
    Values values = {{"N", number(share.whole)}, {"n", number(share.part)}, {"r", share.rate}};
    for (const char* name : {"T", "R", "W"})
      if (row.contains(name)) values[name] = row.at(name).get<std::string>();
    const int sub = std::max(1, std::min(share.part, share.whole) * between(20, 60) / 100);
    values["m"] = number(sub);
    values["s"] = this->share(sub, below(2) == 0 ? share.part : share.whole);
    set(row, form, filled(text + one_of(kind.at("tails")).get<std::string>(), values), share.rule, share.or_rule);
  }

  void households() { write_share(grammar().at("households"), 300, 6000); }
  void meters() { write_share(grammar().at("meters"), 300, 6000); }
  void devices() { write_share(grammar().at("devices"), 60, 900); }
  void questionnaires() { write_share(grammar().at("questionnaires"), 80, 900); }

  /// The same area in square kilometres, hectares, mu or square metres; exact.
  std::string area(int hundredths_of_hectares, int unit) const {
    const auto decimal = [](long long value, int places) {
      std::string text = std::to_string(value);
      while (static_cast<int>(text.size()) <= places) text.insert(0, "0");
      text.insert(text.size() - static_cast<std::size_t>(places), ".");
      return text;
    };
    switch (unit) {
      case 0:
        return decimal(hundredths_of_hectares, 4) + "平方公里";
      case 1:
        return decimal(hundredths_of_hectares, 2) + "公顷";
      case 2:
        return std::to_string(hundredths_of_hectares * 100LL) + "平方米";
      default:
        return decimal(hundredths_of_hectares, 2) + "万平方米";
    }
  }

  void areas() {
    const json& kind = grammar().at("areas");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const Share share = make_share(row.at("least").get<int>(), 2000, 30000);
    const int unit = below(4);
    const Values values = {{"N", area(share.whole, unit)},
                           {"n", area(share.part, below(2) == 0 ? unit : below(4))},
                           {"r", share.rate},
                           {"T", row.at("T").get<std::string>()},
                           {"R", row.at("R").get<std::string>()}};
    set(row, form, filled(text + one_of(kind.at("tails")).get<std::string>(), values), share.rule, share.or_rule);
  }

  void estates() {
    const json& kind = grammar().at("estates");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const int least = row.at("least").get<int>(), whole = between(3, 12);
    const int enough = (whole * least + 99) / 100;
    const int part = wrong_ ? between(1, std::max(1, enough - 1)) : between(enough, whole);
    const bool below_rate = 100 * part < least * whole - 50 * whole / 100;
    Values values = {{"K", number(whole)},
                     {"k", number(part)},
                     {"r", share(part, whole)},
                     {"V", row.at("V").get<std::string>()},
                     {"lead", row.at("lead").get<std::string>()}};
    set(row, form, filled(text + one_of(kind.at("tails")).get<std::string>(), values),
        wrong_ && below_rate ? "counts-below-threshold" : "", "value-below-threshold");
    if (!wrong_ || !below_rate) claim_.or_rule.clear();
  }

  // Sums.

  void sums() {
    const json& kind = grammar().at("sums");
    const json &row = one_of(kind.at("rows")), &thing = one_of(kind.at("things"));
    auto [form, text] = form_of(kind);
    const std::string unit = thing.at("unit").get<std::string>();
    std::string parts, semicolons, signs;
    int sum = 0;
    const bool some = form == "其中";  // may leave one out, where the total is true
    const std::size_t all = thing.at("parts").size();
    const std::size_t left_out =
        some && !wrong_ && below(2) == 0 ? static_cast<std::size_t>(below(static_cast<int>(all))) : all;
    for (std::size_t i = 0; i < all; ++i) {
      const json& name = thing.at("parts").at(i);
      const int count = between(2, 60);
      sum += count;
      if (i == left_out) continue;
      const std::string part = name.get<std::string>() + number(count) + unit;
      parts += (parts.empty() ? "" : "、") + part;
      semicolons += (semicolons.empty() ? "" : "；") + part;
      signs += (signs.empty() ? "" : "+") + std::to_string(count);
    }
    int total = sum;
    if (wrong_)
      total = some || below(2) == 0 ? std::max(1, sum - between(1, sum / 3 + 1)) : sum + between(1, sum / 3 + 1);
    const Values values = {{"S", thing.at("S").get<std::string>()},
                           {"t", number(total) + unit},
                           {"p", parts},
                           {"q", semicolons},
                           {"plus", signs}};
    set(row, form, filled(text + one_of(kind.at("tails")).get<std::string>(), values),
        wrong_ ? "list-count-mismatch" : "");
  }

  // Times.

  static std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i)
      text += (i == 0 ? "" : i + 1 == items.size() && items.size() == 2 ? "和" : "、") + items[i];
    return text;
  }

  void times() {
    const json& kind = grammar().at("times");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const int least = row.at("least").get<int>();
    const bool dated = form == "N times with dates" || form == "dates in front";
    const bool yearly = form == "a year";
    int count = between(std::max(2, least), 4);
    if (wrong_ && !dated) {
      if (yearly && least > 1)
        count = between(1, least - 1);
      else if (!yearly && least > 2)
        count = 2;
      else
        wrong_ = false;
    }
    std::vector<std::string> months, quarters, places, dates;
    int month = between(1, 2);
    for (int i = 0; i < count; ++i, month += 2) {
      months.push_back(std::to_string(month) + "月");
      dates.push_back(std::to_string(month) + "月" + std::to_string(between(1, 28)) + "日");
      quarters.push_back(std::string(std::array<const char*, 4>{"一", "二", "三", "四"}[static_cast<std::size_t>(i)]) +
                         "季度");
      places.push_back(kind.at("places").at(static_cast<std::size_t>(i)).get<std::string>());
    }
    const int stated = dated && wrong_ ? count + between(1, 3) : count;
    std::string list;
    for (const std::string& date : dates) list += (list.empty() ? "" : "、") + date;
    const Values values = {{"d", joined(months)},
                           {"q", joined(quarters)},
                           {"p", joined(places)},
                           {"D", list},
                           {"E", number(count)},
                           {"t", style_ == 3 ? chinese(stated) : std::to_string(stated)},
                           {"A", row.at("A").get<std::string>()}};
    set(row, form, filled(text + one_of(kind.at("tails")).get<std::string>(), values),
        !wrong_ ? ""
        : dated ? "list-count-mismatch"
                : "value-below-threshold",
        dated || !wrong_ ? "" : "count-below-required");
  }

  // One quantity in two rows.

  void two_rows() {
    const json& pair = one_of(grammar().at("two rows").at("pairs"));
    const std::string kind = pair.at("kind").get<std::string>();
    Values first, second;
    if (kind == "area") {
      const int value = between(2000, 30000);
      first["N"] = area(value, below(4));
      second["M"] = area(wrong_ ? value + between(300, 1500) : value, below(4));
    } else if (kind == "estates") {
      const int value = between(3, 12);
      first["N"] = number(value);
      second["M"] = number(wrong_ ? value + between(1, 4) : value);
    } else if (kind == "share") {
      const int residents = between(2000, 9000), old = residents * between(12, 28) / 100;
      first["o"] = number(old);
      first["r"] = share(old, residents, wrong_ ? between(2, 6) * 100 : 0);
      second["M"] = number(residents);
    } else {
      const int value = between(300, 6000);
      first["N"] = number(value);
      second["M"] = number(wrong_ ? value + between(1, 30) : value);
    }
    claim_.tier = pair.at("tier").get<std::string>();
    claim_.form = "two rows: " + kind;
    claim_.no = pair.at("second").get<int>();
    claim_.claims = {{pair.at("first").get<int>(), filled(pair.at("a").get<std::string>(), first) + "。"},
                     {claim_.no, filled(pair.at("b").get<std::string>(), second) + "。"}};
    claim_.rule = wrong_ ? "quantity-conflict" : "";
  }

  void elderly() {
    const json& kind = grammar().at("elderly");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const int least = row.at("least").get<int>(), residents = between(2000, 9000),
              old = residents * between(32, 44) / 100;
    const int count = wrong_ ? between(1, least - 1) : between(least, 6);
    std::string services;
    for (int i = 0; i < count; ++i)
      services += (i == 0 ? "" : "、") + kind.at("services").at(static_cast<std::size_t>(i)).get<std::string>();
    set(row, form,
        filled(text, {{"o", number(old)},
                      {"N", number(residents)},
                      {"r", share(old, residents)},
                      {"l", services},
                      {"t", std::to_string(count)}}),
        wrong_ ? "count-below-required" : "");
  }

  // A part of a part: the second percentage may be of either.

  void part_of_part() {
    const json& kind = grammar().at("part of part");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const int least = row.at("least").get<int>(), whole = between(400, 6000),
              part = whole * between(least + 1, 99) / 100, sub = part * between(20, 60) / 100;
    std::string rate = share(sub, below(2) == 0 ? part : whole);
    if (wrong_)
      rate = percent(10000LL * sub / whole - between(300, 900), 2);  // less than of the whole, and of the part
    set(row, "part of part: " + form,
        filled(text, {{"N", number(whole)},
                      {"n", number(part)},
                      {"m", number(sub)},
                      {"r", share(part, whole)},
                      {"s", rate},
                      {"T", row.at("T").get<std::string>()},
                      {"R", row.at("R").get<std::string>()}}),
        wrong_ ? "ratio-mismatch" : "");
  }

  /// All but so many.
  void all_but() {
    const json& kind = grammar().at("all but");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const int least = row.at("least").get<int>(), whole = between(300, 5000),
              out = std::max(1, whole * between(1, 100 - least - 3) / 100);
    std::string rate = share(whole - out, whole);
    if (wrong_) {
      const long long right = 10000LL * (whole - out) / whole;
      rate = percent(right > 9500 ? right - between(200, 400) : right + between(200, 400), 2);
    }
    set(row, "all but: " + form,
        filled(text, {{"N", number(whole)},
                      {"x", number(out)},
                      {"r", rate},
                      {"T", row.at("T").get<std::string>()},
                      {"u", row.at("unit").get<std::string>()},
                      {"W", row.at("W").get<std::string>()},
                      {"R", row.at("R").get<std::string>()}}),
        wrong_ ? "ratio-mismatch" : "");
  }

  // Approximate counts beside exact percentages.

  void about() {
    const json& kind = grammar().at("about");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const int whole = between(4, 60) * 100, part = whole * between(row.at("least").get<int>() + 1, 99) / 100;
    const json& word = one_of(kind.at("words"));
    set(row, "about: " + form,
        filled(text, {{"a", wrong_ ? word.at(0).get<std::string>() : std::string()},
                      {"b", wrong_ ? word.at(1).get<std::string>() : std::string()},
                      {"N", std::to_string(whole)},
                      {"n", std::to_string(part)},
                      {"r", percent(10000LL * part / whole / 10 * 10, 1)},
                      {"T", row.at("T").get<std::string>()},
                      {"R", row.at("R").get<std::string>()}}),
        wrong_ ? "vague-count" : "");
  }

  // Events before or after the acceptance, 20 September 2024 (notice_of).

  void events() {
    const json& kind = grammar().at("events");
    const json& row = one_of(kind.at("rows"));
    const auto [form, text] = form_of(kind);
    const int month = wrong_ ? between(10, 12) : between(5, 8), earlier = between(1, 4);
    static constexpr std::array<const char*, 4> kQuarters = {"一", "二", "三", "四"};
    set(row, "events: " + form,
        filled(text, {{"m", std::to_string(month)},
                      {"e", std::to_string(earlier)},
                      {"d", std::to_string(between(1, 28))},
                      {"q", kQuarters[wrong_ ? 3 : 1]},
                      {"A", row.at("A").get<std::string>()}}),
        wrong_ ? "date-order" : "");
  }

  // Land per household.

  void implausible() {
    const json& kind = grammar().at("implausible");
    const json& pair = one_of(kind.at("pairs"));
    const int households = between(300, 6000);
    const long long area = static_cast<long long>(households) * (wrong_ ? between(1, 7) : between(60, 400));
    claim_.tier = pair.at("tier").get<std::string>();
    claim_.form = "implausible: area per household";
    claim_.no = pair.at("second").get<int>();
    claim_.claims = {
        {pair.at("first").get<int>(), filled(pair.at("a").get<std::string>(), {{"N", number(households)}}) + "。"},
        {claim_.no, filled(pair.at("b").get<std::string>(), {{"M", std::to_string(area) + "平方米"}}) + "。"}};
    claim_.rule = wrong_ ? "implausible-quantity" : "";
  }

  std::mt19937& random_;
  GeneratedClaim claim_;
  int style_ = 0;
  bool wrong_ = false;
};

}  // namespace

GeneratedClaim generate_claim(std::mt19937& random) { return Writer(random).write(); }

Notice notice_of(const GeneratedClaim& claim) {
  const Tier* tier = standard().find(claim.tier);
  if (tier == nullptr) throw std::runtime_error("no tier " + claim.tier);
  Notice notice;
  notice.tier = claim.tier;
  notice.edition = tier->edition;
  notice.tiers_named = {claim.tier};
  notice.community = "青杨社区";
  notice.preamble.utf8 =
      "经青杨社区申请，验收工作组于2024年9月20日组织验收，青杨社区已满足“" + claim.tier + "智慧社区”的建设要求。";
  for (const auto& [no, text] : claim.claims) {
    const Indicator* indicator = tier->find(no);
    IndicatorRecord row;
    row.no = no;
    row.indicator = no;
    row.match = 1;
    row.name.text.utf8 = indicator->name;
    row.definition.text.utf8 = indicator->definition;
    row.requirement.text.utf8 = indicator->requirement;
    row.claim.text.utf8 = text;
    notice.rows.push_back(std::move(row));
  }
  normalize::parse_facts(notice, programme());
  return notice;
}

}  // namespace gongshi::test
