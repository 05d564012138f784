// SPDX-License-Identifier: GPL-3.0-or-later
// notice-copied on a run of fictional notices: pairs of claims planted in several ways, the rest written independently.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "corpus/pipeline.h"
#include "schema/utf8.h"
#include "tests/support/places.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

constexpr std::uint32_t kSeed = 20240918;
constexpr int kNotices = 60, kTexts = 12, kPairs = 160;

const nlohmann::json& words() {
  static const nlohmann::json kWords = [] {
    std::ifstream file(std::string(test::kSourceFolder) + "/tests/fixtures/own_texts.json");
    return nlohmann::json::parse(file);
  }();
  return kWords;
}

std::size_t draw(std::mt19937& random, std::size_t count) { return random() % count; }

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// Five phrases in any order, with names and figures of their own.
std::string independent_text(std::mt19937& random, const std::string& community) {
  std::vector<std::string> phrases = words()["phrases"].get<std::vector<std::string>>();
  std::string text = community;
  for (int i = 0; i < 5; ++i) {
    const std::size_t at = draw(random, phrases.size());
    std::string phrase = phrases[at];
    phrases.erase(phrases.begin() + static_cast<std::ptrdiff_t>(at));
    const auto& systems = words()["systems"];
    const auto& estates = words()["estates"];
    replace_all(phrase, "{S}", systems[draw(random, systems.size())].get<std::string>());
    replace_all(phrase, "{X}", estates[draw(random, estates.size())].get<std::string>());
    replace_all(phrase, "{1}", std::to_string(2 + draw(random, 900)));
    text += (i == 0 ? "" : "，") + phrase;
  }
  return text + "。";
}

struct Run {
  std::vector<corpus::ProcessedFile> files;

  Notice& notice(std::size_t i) { return files[i].file.notices.front(); }
  std::string& claim(std::size_t i, int no) { return notice(i).rows[static_cast<std::size_t>(no) - 1].claim.text.utf8; }
  void audit() { corpus::audit_all(files, test::programmes(), {}); }

  /// The notice-copied finding of the row (0: of the notice as a whole), or nullptr.
  const Finding* copied(std::size_t i, int no) const {
    for (const Finding& finding : files[i].audited.front().findings)
      if (finding.rule == "notice-copied" && finding.no.value_or(0) == no) return &finding;
    return nullptr;
  }
  bool copied_from(std::size_t i, int no, std::size_t other) const {
    const Finding* finding = copied(i, no);
    const std::string& community = files[other].file.notices.front().community;
    return finding != nullptr && std::any_of(finding->others.begin(), finding->others.end(),
                                             [&](const NoticeReference& each) { return each.community == community; });
  }
};

std::string community_name(std::size_t i) {
  static const std::vector<std::string> kFirst = {"青", "柳", "云", "松", "桃", "榆", "枫", "梅"},
                                        kSecond = {"杨", "园", "溪", "岭", "坞", "荫", "湾", "浦"};
  return kFirst[i % kFirst.size()] + kSecond[i / kFirst.size()] + "社区";
}

Run blank_run(std::size_t notices) {
  Run run;
  for (std::size_t i = 0; i < notices; ++i) {
    corpus::ProcessedFile file;
    file.file.source.path = fmt::format("{:03}.docx", i);
    file.file.notices.push_back(test::make_notice("成长型", community_name(i)));
    run.files.push_back(std::move(file));
  }
  return run;
}

// ---- ways of copying ----

std::string with_other_figure(std::string text, std::mt19937& random) {
  const std::size_t at = text.find_first_of("0123456789");
  if (at == std::string::npos) return text;
  text[at] = static_cast<char>('1' + (text[at] - '0' + 1 + static_cast<int>(draw(random, 7))) % 9);
  return text;
}

std::string with_other_signs(std::string text) {
  replace_all(text, "，", "； ");
  replace_all(text, "“", "\"");
  replace_all(text, "”", "\"");
  std::u32string wide = utf8::decode(text);
  for (char32_t& c : wide)
    if (c >= U'0' && c <= U'9') c += U'０' - U'0';
  return utf8::encode(wide);
}

/// Every sixteenth character another one.
std::string with_other_characters(const std::string& text) {
  static constexpr std::u32string_view kOthers = U"的地新老好大小中上下前后";
  std::u32string changed = utf8::decode(text);
  for (std::size_t i = 9; i < changed.size(); i += 16)
    if (changed[i] > 0x4E00 && changed[i] < 0x9FFF) changed[i] = kOthers[i % kOthers.size()];
  return utf8::encode(changed);
}

const std::vector<std::string>& ways() {
  static const std::vector<std::string> kWays = {"word for word", "own name",         "another figure",
                                                 "other signs",   "other characters", "behind the requirement",
                                                 "a phrase more", "into another row"};
  return kWays;
}

std::string copied_text(std::size_t way, std::string text, const std::string& from, const std::string& to,
                        const std::string& requirement, std::mt19937& random) {
  if (way != 0) replace_all(text, from, to);
  switch (way) {
    case 2:
      return with_other_figure(text, random);
    case 3:
      return with_other_signs(text);
    case 4:
      return with_other_characters(text);
    case 5:
      return requirement + "。" + text;
    case 6:
      return text + "受到居民好评";
    default:
      return text;
  }
}

struct Pair {
  std::size_t from, to, way;
  int from_no, to_no;
};

/// How alike two notices' claims are called; 0 where they are no copies.
double similarity_of(const std::string& text, const std::string& other) {
  Run run = blank_run(2);
  run.claim(0, 13) = text;
  run.claim(1, 13) = other;
  run.audit();
  const Finding* finding = run.copied(0, 13);
  return finding == nullptr ? 0.0 : finding->others.front().similarity;
}

}  // namespace

TEST_CASE("planted copies are found on both sides, independent texts are left alone") {
  std::mt19937 random(kSeed);
  Run run = blank_run(kNotices);
  std::vector<std::pair<std::size_t, int>> places;
  for (std::size_t i = 0; i < kNotices; ++i)
    for (int no = 8; no < 8 + kTexts; ++no) {
      run.claim(i, no) = independent_text(random, community_name(i));
      places.emplace_back(i, no);
    }
  std::vector<Pair> pairs;
  std::set<std::pair<std::size_t, int>> used;
  while (pairs.size() < kPairs) {
    const std::size_t way = pairs.size() % ways().size();
    const auto [from, from_no] = places[draw(random, places.size())];
    const std::size_t to = draw(random, kNotices);
    const int to_no = way == 7 ? 8 + static_cast<int>(draw(random, kTexts)) : from_no;
    if (to == from || (way == 7 && to_no == from_no) || used.count({from, from_no}) > 0 || used.count({to, to_no}) > 0)
      continue;
    used.insert({from, from_no});
    used.insert({to, to_no});
    run.claim(to, to_no) =
        copied_text(way, run.claim(from, from_no), community_name(from), community_name(to),
                    run.notice(to).rows[static_cast<std::size_t>(to_no) - 1].requirement.str(), random);
    pairs.push_back({from, to, way, from_no, to_no});
  }
  run.audit();

  std::map<std::string, std::pair<int, int>> by_way;  // found, planted
  int found = 0, false_alarms = 0;
  for (const Pair& pair : pairs) {
    const bool both =
        run.copied_from(pair.from, pair.from_no, pair.to) && run.copied_from(pair.to, pair.to_no, pair.from);
    auto& tally = by_way[ways()[pair.way]];
    tally.first += both;
    ++tally.second;
    found += both;
  }
  std::string alarms;
  for (std::size_t i = 0; i < kNotices; ++i)
    for (const Finding& finding : run.files[i].audited.front().findings)
      if (finding.rule == "notice-copied" && (!finding.no || used.count({i, *finding.no}) == 0)) {
        ++false_alarms;
        alarms += "\n" + finding.message;
      }
  for (const auto& [way, tally] : by_way) fmt::print("{:24} {:3} of {:3}\n", way, tally.first, tally.second);
  INFO(alarms);
  CHECK(100 * found >= 95 * static_cast<int>(pairs.size()));
  CHECK(false_alarms == 0);
}

TEST_CASE("the standard's text is nobody's own, however much of it two notices share") {
  Run run = blank_run(3);
  for (std::size_t i = 0; i < 3; ++i)
    for (const Indicator& indicator : test::standard().find("成长型")->indicators)
      run.claim(i, indicator.no) = "达标。" + indicator.requirement + "\n" + indicator.definition;
  run.claim(0, 9) += "服务大厅有窗口6个";
  run.claim(1, 9) += "服务大厅有窗口8个";
  run.audit();
  for (std::size_t i = 0; i < 3; ++i)
    for (int no = 0; no <= 28; ++no) CHECK(run.copied(i, no) == nullptr);
}

TEST_CASE("figures weigh more than words") {
  const std::string text =
      "垃圾房加装臭味传感器36只，志愿车队接送透析病人128趟，井盖倾斜传感器报警57回，旧衣回收箱满溢提醒保洁阿姨";
  const auto similarity = [&](const std::string& other) { return similarity_of(text, other); };
  CHECK(similarity(text) == 1.0);
  const double figures = similarity(
      "垃圾房加装臭味传感器42只，志愿车队接送透析病人128趟，井盖倾斜传感器报警57回，旧衣回收箱满溢提醒保洁阿姨");
  const double characters = similarity(
      "垃圾房加装异味感应器36只，志愿车队接送透析病人128趟，井盖倾斜传感器报警57回，旧衣回收箱满溢提醒保洁阿姨");
  CHECK(figures < characters);
  CHECK(characters < 1.0);
}

TEST_CASE("names of persons, estates, streets and platforms weigh more than words") {
  const std::string text =
      "网格员王秀兰每周到云栖苑小区走访，在青石街358号旁设驿站，通过“暖心帮”登记诉求，由和润物业公司次日上门";
  const auto similarity = [&](const std::string& other) { return similarity_of(text, other); };
  CHECK(similarity(text) == 1.0);
  const double person = similarity(
      "网格员孟庆雨每周到云栖苑小区走访，在青石街358号旁设驿站，通过“暖心帮”登记诉求，由和润物业公司次日上门");
  const double words = similarity(
      "网格员王秀兰天天去云栖苑小区走访，在青石街358号旁设驿站，通过“暖心帮”登记诉求，由和润物业公司次日上门");
  CHECK(person < words);
  CHECK(words < 1.0);
  // The same sentence about other people and places is a form, not a copy.
  CHECK(similarity(
            "网格员孟庆雨每周到丹桂府小区走访，在梧桐街12号旁设驿站，通过“邻里通”登记诉求，由安居物业公司次日上门") ==
        0.0);
}

TEST_CASE("a notice whose claims are another's is reported as a whole, on both") {
  std::mt19937 random(kSeed);
  Run run = blank_run(3);
  for (int no = 1; no <= 28; ++no) {
    run.claim(0, no) = independent_text(random, community_name(0));
    run.claim(2, no) = independent_text(random, community_name(2));
    run.claim(1, no) = run.claim(0, no);
    replace_all(run.claim(1, no), community_name(0), community_name(1));
  }
  run.audit();
  CHECK(run.copied_from(0, 0, 1));
  CHECK(run.copied_from(1, 0, 0));
  CHECK(run.copied(2, 0) == nullptr);
}

TEST_CASE("short texts of one's own are no copies") {
  Run run = blank_run(2);
  for (std::size_t i = 0; i < 2; ++i) run.claim(i, 9) = "服务大厅设窗口6个，工作人员8名";
  run.audit();
  CHECK(run.copied(0, 9) == nullptr);
}
