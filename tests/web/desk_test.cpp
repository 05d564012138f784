// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with many notices at once: letters, one cause, samples, views, reasons, comparisons, the watched folder.
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "app/desk.h"
#include "app/stores.h"
#include "corpus/store/desk.h"
#include "office/package.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/ledger_editing.h"
#include "tests/support/records.h"
#include "tests/web/office.h"

using namespace gongshi;
using nlohmann::json;
using test::header_of;
using test::Office;

namespace {

std::string encoded(const std::string& text) { return web::percent_encoded(text); }

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string state_of(Office& office, const std::string& notice) {
  return office.json("GET", "/api/v1/notices/" + notice)["state"];
}

}  // namespace

TEST_CASE("letters go out for a selection, its notices are 已发函, and the step can be taken back", "[store]") {
  Office office;
  const std::string county = encoded("栖霞");
  const web::Response sent = office.ask("POST", "/api/v1/letters?county=" + county);
  REQUIRE(sent.status == 200);
  CHECK(sent.body.starts_with("PK"));
  CHECK(contains(sent.body, ".docx"));
  CHECK(header_of(sent, "X-Gongshi-Letters") != "0");
  const json listed = office.json("GET", "/api/v1/notices?state=" + encoded("已发函"));
  CHECK(std::to_string(listed["total"].get<int>()) == header_of(sent, "X-Gongshi-Sent"));
  CHECK(office.json("GET", "/api/v1/notices")["total"] > listed["total"]);
  // Sent once more: letters again, but no notice changes.
  CHECK(header_of(office.ask("POST", "/api/v1/letters?county=" + county), "X-Gongshi-Sent") == "0");
  const std::string undo = "/api/v1/steps/" + header_of(sent, "X-Gongshi-Step") + "/undo";
  CHECK(office.json("POST", undo)["restored"] == listed["total"]);
  CHECK(office.json("GET", "/api/v1/notices?state=" + encoded("已发函"))["total"] == 0);
  office.json("POST", undo, nullptr, 404);
  office.json("POST", "/api/v1/letters?county=" + encoded("没有这个县"), nullptr, 422);
}

TEST_CASE("a notice that was sent is closed by itself when its findings are cured or set aside", "[store]") {
  Office office;
  const std::string id = office.first();
  REQUIRE(office.ask("POST", "/api/v1/letters").status == 200);
  CHECK(state_of(office, id) == "已发函");
  bool cured = false;
  const json sent = office.json("GET", "/api/v1/notices/" + id);
  for (const json& finding : sent["findings"]) {
    CHECK(state_of(office, id) == "已发函");
    if (finding["severity"] == "info") continue;
    const json word = cured ? json{{"status", "排除"}, {"reason", "已说明"}} : json{{"status", "已整改"}};
    office.json("PUT", "/api/v1/findings/" + finding["id"].get<std::string>() + "/decision", word);
    cured = true;
  }
  const json listed = office.json("GET", "/api/v1/notices");
  for (const json& line : listed["items"])
    if (line["id"] == id) CHECK(line["decided"] == line["to_decide"]);
  CHECK(state_of(office, id) == "已销号");
  // Taken back: it is sent again.
  const json last = office.json("GET", "/api/v1/notices/" + id)["findings"][0];
  office.json("PUT", "/api/v1/findings/" + last["id"].get<std::string>() + "/decision", {{"status", "属实"}});
  CHECK(state_of(office, id) == "已发函");
}

TEST_CASE("a later notice of the community without the findings closes the earlier one", "[store]") {
  Office office;
  Notice first = test::fictional_notice(12, test::standard());
  first.preamble.utf8 += "公示期为2024年5月6日至2024年5月10日。";
  const json before = office.hand_in({{"a.docx", test::to_docx(first)}});
  const std::string id = before["files"][0]["notices"][0];
  const json findings = office.json("GET", "/api/v1/notices/" + id)["findings"];
  REQUIRE_FALSE(findings.empty());
  for (const json& finding : findings)
    office.json("PUT", "/api/v1/findings/" + finding["id"].get<std::string>() + "/decision", {{"status", "属实"}});
  CHECK(state_of(office, id) == "已复核");
  // The same community again, every claim another one.
  Notice later = first;
  later.preamble.utf8 = "更正公示。" + later.preamble.utf8;
  for (IndicatorRecord& row : later.rows) row.claim.text.utf8 = row.requirement.str() + "已完成。";
  const json after = office.hand_in({{"b 更正.docx", test::to_docx(later)}});
  const std::string fresh = after["files"][0]["notices"][0];
  office.restart();
  const std::string state = state_of(office, id);
  const json now = office.json("GET", "/api/v1/notices/" + fresh)["findings"];
  bool any = false;
  for (const json& finding : now)
    for (const json& old : findings) any = any || (finding["id"] == old["id"] && old["severity"] != "info");
  CHECK(state == (any ? "已复核" : "已销号"));
  const web::Response page = office.ask("GET", "/notices/" + fresh);
  CHECK(contains(page.body, "versions-title"));
  CHECK(contains(page.body, "/notices/" + id));
}

TEST_CASE("one decision for one cause: the list first, then all of it or nothing, and back", "[store]") {
  Office office;
  const json notice = office.json("GET", "/api/v1/notices/" + office.first());
  const std::string rule = notice["findings"][0]["rule"];
  const json list = office.json("GET", "/api/v1/causes?rule=" + rule);
  REQUIRE(list["findings"] > 0);
  CHECK(list["whole"] == true);
  json findings = json::object();
  for (const json& one : list["notices"])
    for (const json& finding : one["findings"]) findings[finding["id"].get<std::string>()] = finding["version"];
  CHECK(findings.size() == list["findings"]);
  const std::string path = "/api/v1/causes/decision";
  office.json("POST", path, {{"status", "排除"}, {"findings", findings}}, 422);  // without a reason
  office.json("POST", path, {{"status", "属实"}}, 400);
  office.json("POST", path, {{"status", "属实"}, {"findings", {{"0000", 0}}}}, 404);
  const json step = office.json("POST", path, {{"status", "待补证"}, {"findings", findings}});
  CHECK(step["changed"] == findings.size());
  office.json("POST", path, {{"status", "属实"}, {"findings", findings}}, 409);  // another word stands by now
  const json decided = office.json("GET", "/api/v1/causes?rule=" + rule);
  for (const json& one : decided["notices"])
    for (const json& finding : one["findings"]) CHECK(finding["status"] == "待补证");
  // One of them is decided otherwise meanwhile: it stays.
  const std::string other = findings.begin().key();
  office.json("PUT", "/api/v1/findings/" + other + "/decision", {{"status", "属实"}});
  const json undone = office.json("POST", "/api/v1/steps/" + step["step"].get<std::string>() + "/undo");
  CHECK(undone["left"] == 1);
  CHECK(undone["restored"] == findings.size() - 1);
  office.json("GET", "/api/v1/causes", nullptr, 400);
  office.json("GET", "/api/v1/causes?no=x&rule=" + rule, nullptr, 400);
  CHECK(office.ask("GET", "/causes?rule=" + rule).status == 200);
  CHECK(office.ask("GET", "/causes").status == 400);
  CHECK(office.json("GET", "/api/v1/causes?rule=no-such-rule")["findings"] == 0);
}

TEST_CASE("a step can be taken back after the page was left and the server ended, in the order it was taken",
          "[store]") {
  Office office;
  const std::string id = office.first();
  const json findings = office.json("GET", "/api/v1/notices/" + id)["findings"];
  REQUIRE(findings.size() > 1);
  const std::string one = findings[0]["id"];
  const auto status = [&](const std::string& finding) -> std::string {
    const json notice = office.json("GET", "/api/v1/notices/" + id);
    for (const json& each : notice["findings"])
      if (each["id"] == finding) return each["decision"].is_null() ? "" : each["decision"]["status"];
    return "gone";
  };
  const auto decide = [&](const std::string& finding, const json& word) {
    office.json("PUT", "/api/v1/findings/" + finding + "/decision", word);
  };
  const auto steps = [&] { return office.json("GET", "/api/v1/steps?notice=" + id)["steps"]; };
  const auto take_back = [&] {
    const json last = steps();
    REQUIRE_FALSE(last.empty());
    return office.json("POST", "/api/v1/steps/" + last[0]["step"].get<std::string>() + "/undo");
  };
  CHECK(steps().empty());
  decide(one, {{"status", "属实"}, {"note", "已去电"}});
  decide(one, {{"status", "排除"}, {"reason", "识读有误"}});
  decide(one, {{"status", "排除"}, {"reason", "识读有误"}});  // says nothing new: no step
  const json group = office.json("PUT", "/api/v1/groups/" + findings[1]["group"].get<std::string>() + "/decision",
                                 {{"status", "待补证"}});
  office.restart();
  CHECK(steps().size() == 3);
  CHECK(steps()[0]["what"] == "group");
  CHECK(steps()[0]["changed"] == group["decisions"].size());
  CHECK(take_back()["findings"].size() == group["decisions"].size());
  CHECK(status(findings[1]["id"]).empty());
  CHECK(take_back()["restored"] == 1);
  CHECK(status(one) == "属实");
  // What was put back counts as what was said first: the step before goes back, too.
  CHECK(take_back()["restored"] == 1);
  CHECK(status(one).empty());
  CHECK(steps().empty());
  // Nothing was taken out of the history.
  CHECK(office.json("GET", "/api/v1/findings/" + one + "/decisions")["decisions"].size() >= 4);
  // A state that a person set.
  office.json("PUT", "/api/v1/notices/" + id + "/state", {{"state", "已复核"}});
  CHECK(state_of(office, id) == "已复核");
  take_back();
  CHECK(state_of(office, id) == "未复核");
}

TEST_CASE("an import of a ledger is taken back as a whole, but for what was said since", "[store]") {
  Office office;
  Office::Question question;
  question.body = office.ask("GET", "/api/v1/ledger.xlsx").body;
  for (const int row : {2, 3, 4})
    question.body = test::filled_in(question.body, test::kLedgerSheet, row, {{'V', "不予采纳"}, {'W', "已对照原件"}});
  const json preview = json::parse(office.ask("POST", "/api/v1/ledger?preview=1", question).body);
  REQUIRE(preview["changes"].size() >= 3);
  CHECK(preview["step"] == "");
  CHECK(office.json("GET", "/api/v1/steps")["steps"].empty());
  const json taken = json::parse(office.ask("POST", "/api/v1/ledger", question).body);
  CHECK(taken["changes"].size() == preview["changes"].size());
  // Once more: nothing changes, and nothing is to be taken back twice.
  CHECK(json::parse(office.ask("POST", "/api/v1/ledger", question).body)["changes"].empty());
  office.json("PUT", "/api/v1/findings/" + taken["changes"][0]["finding"].get<std::string>() + "/decision",
              {{"status", "属实"}});
  office.restart();
  const json steps = office.json("GET", "/api/v1/steps")["steps"];
  REQUIRE(steps.size() == 1);
  CHECK(steps[0]["what"] == "ledger");
  CHECK(steps[0]["step"] == taken["step"]);
  const json undone = office.json("POST", "/api/v1/steps/" + taken["step"].get<std::string>() + "/undo");
  CHECK(undone["left"] == 1);
  CHECK(undone["restored"] == taken["changes"].size() - 1);
  CHECK(office.json("GET", "/api/v1/steps")["steps"].empty());
}

TEST_CASE("a ledger that has lost its single lines is taken by its groups", "[store]") {
  Office office;
  Office::Question question;
  const std::string ledger = office.ask("GET", "/api/v1/ledger.xlsx").body;
  auto package = office::unpack(ledger);
  REQUIRE(package);
  std::string& workbook = package->at("xl/workbook.xml");
  // Which line of the first sheet is a group: its id has a rule's name behind a dot.
  std::set<std::string> groups;
  const json notice = office.json("GET", "/api/v1/notices/" + office.first());
  for (const json& finding : notice["findings"]) groups.insert(finding["group"].get<std::string>());
  const std::size_t first = workbook.find("<sheet "), last = workbook.find("</sheets>");
  std::vector<std::string> sheets;
  for (std::size_t at = first; at < last;) {
    const std::size_t end = workbook.find("/>", at) + 2;
    sheets.push_back(workbook.substr(at, end - at));
    at = end;
  }
  REQUIRE(sheets.size() > 2);
  workbook.replace(first, last - first, sheets[1]);  // the lines of groups alone
  std::string alone = *office::pack({package->begin(), package->end()});
  const int lines = test::ledger_lines(alone);
  for (int row = 2; row <= lines + 1; ++row)
    alone = test::filled_in(alone, test::kLedgerSheet, row, {{'V', "不予采纳"}, {'W', "已对照原件"}});
  question.body = alone;
  const json taken = json::parse(office.ask("POST", "/api/v1/ledger", question).body);
  CHECK(taken["unknown"] == 0);
  const json after = office.json("GET", "/api/v1/notices/" + office.first());
  for (const json& finding : after["findings"]) {
    INFO(finding["id"]);
    CHECK(finding["decision"]["status"] == "排除");
  }
}

TEST_CASE("a step is taken back by who took it", "[store]") {
  Office office(true);
  const auto mine = office.sign_in("reviewer"), others = office.sign_in("administrator");
  const json listed = office.json("GET", "/api/v1/notices", nullptr, 200, mine);
  const std::string id = listed["items"][0]["id"];
  const json notice = office.json("GET", "/api/v1/notices/" + id, nullptr, 200, mine);
  office.json("PUT", "/api/v1/findings/" + notice["findings"][0]["id"].get<std::string>() + "/decision",
              {{"status", "属实"}}, 200, mine);
  const json steps = office.json("GET", "/api/v1/steps?notice=" + id, nullptr, 200, mine)["steps"];
  REQUIRE(steps.size() == 1);
  CHECK(office.json("GET", "/api/v1/steps?notice=" + id, nullptr, 200, others)["steps"].empty());
  const std::string undo = "/api/v1/steps/" + steps[0]["step"].get<std::string>() + "/undo";
  office.json("POST", undo, nullptr, 404, others);
  office.json("POST", undo, nullptr, 200, mine);
}

TEST_CASE("reviewers at one notice see each other, and each other's words", "[store]") {
  Office office(true);
  const auto one = office.sign_in("reviewer"), two = office.sign_in("administrator");
  const json listed = office.json("GET", "/api/v1/notices", nullptr, 200, one);
  const std::string id = listed["items"][0]["id"], path = "/api/v1/notices/" + id + "/presence?tab=";
  CHECK(office.json("GET", path + "a", nullptr, 200, one)["others"].empty());
  CHECK(office.json("GET", path + "b", nullptr, 200, two)["others"] == json{"reviewer"});
  CHECK(office.json("GET", path + "a", nullptr, 200, one)["others"] == json{"administrator"});
  CHECK(office.json("GET", path + "c&leaving=1", nullptr, 200, two)["others"].size() == 2);
  CHECK(office.json("GET", path + "a", nullptr, 200, one)["others"] == json{"administrator"});
  // Another notice is another place.
  const std::string other = listed["items"][1]["id"];
  CHECK(office.json("GET", "/api/v1/notices/" + other + "/presence?tab=a", nullptr, 200, one)["others"].empty());
  const json notice = office.json("GET", "/api/v1/notices/" + id, nullptr, 200, one);
  const std::string finding = notice["findings"][0]["id"];
  const json said = office.json("PUT", "/api/v1/findings/" + finding + "/decision",
                                {{"status", "属实"}, {"note", "电话13812345678已核实"}}, 200, one);
  json heard = office.json("GET", path + "b&since=0", nullptr, 200, two)["decisions"];
  REQUIRE(heard.size() == 1);
  CHECK(heard[0]["finding"] == finding);
  CHECK(heard[0]["reviewer"] == "reviewer");
  CHECK_FALSE(contains(heard[0]["note"], "13812345678"));
  const std::string since = std::to_string(said["version"].get<std::int64_t>());
  CHECK(office.json("GET", path + "b&since=" + since, nullptr, 200, two)["decisions"].empty());
  office.json("GET", "/api/v1/notices/" + id + "/presence", nullptr, 400, one);
  office.json("GET", "/api/v1/notices/ffffffffffffffff-0/presence?tab=a", nullptr, 404, one);
}

TEST_CASE("where nothing tells which notice is the latest, a person does, and it is kept", "[store]") {
  Office office;
  Notice first = test::fictional_notice(14, test::standard()), second = first;
  second.rows[1].claim.text.utf8 = "建有综合服务平台1个，全年办理事项320件。";
  const json job = office.hand_in({{"a.docx", test::to_docx(first)}, {"b.docx", test::to_docx(second)}});
  std::vector<std::string> ids;
  for (const json& file : job["files"]) ids.push_back(file["notices"][0]);
  REQUIRE(ids.size() == 2);
  const std::string community = office.json("GET", "/api/v1/notices/" + ids[0])["community"];
  const auto latest = [&] {
    const json answer = office.json("GET", "/api/v1/history?community=" + encoded(community));
    REQUIRE(answer["items"].size() == 1);
    return answer["items"][0]["versions"].back()["sha256"].get<std::string>().substr(0, 16);
  };
  for (const std::size_t chosen : {std::size_t{0}, std::size_t{1}, std::size_t{0}}) {
    office.json("PUT", "/api/v1/notices/" + ids[chosen] + "/latest");
    CHECK(ids[chosen].starts_with(latest()));
    office.restart();
    CHECK(ids[chosen].starts_with(latest()));
    // The list shows the latest alone.
    const json listed = office.json("GET", "/api/v1/notices?community=" + encoded(community));
    REQUIRE(listed["total"] == 1);
    CHECK(listed["items"][0]["id"] == ids[chosen]);
  }
  // A third one from elsewhere, and all read again.
  office.hand_in({{"c.docx", test::to_docx(test::fictional_notice(15, test::standard()))}});
  CHECK(ids[0].starts_with(latest()));
  office.json("PUT", "/api/v1/notices/ffffffffffffffff-0/latest", nullptr, 404);
}

TEST_CASE("errors of the API are in the language of who asks", "[store]") {
  Office office;
  const auto message = [&](const std::string& accepted) {
    const json answer = office.json("GET", "/api/v1/notices?limit=x", nullptr, 400, {{"accept-language", accepted}});
    CHECK(answer["error"]["code"] == "parameter-invalid");
    return answer["error"]["message"].get<std::string>();
  };
  CHECK(contains(message("en"), "limit is a number"));
  CHECK(contains(message("de, en-US;q=0.8"), "limit is a number"));
  const std::string chinese = message("zh-CN,zh;q=0.9,en;q=0.8");
  CHECK_FALSE(contains(chinese, "number"));
  CHECK(contains(chinese, "limit"));
  // Refusals before the body is read.
  Office::Question question;
  question.bare = true;
  question.headers = {{"accept-language", "zh-CN"}};
  CHECK_FALSE(contains(office.ask("POST", "/api/v1/ledger", question).body, "The request"));
  question.bare = false;
  question.body = "PK no ledger";
  CHECK_FALSE(contains(office.ask("POST", "/api/v1/ledger", question).body, "The file"));
}

TEST_CASE("待补证 has a name of its own, and 整改中 another", "[store]") {
  Office office;
  const std::string id = office.first();
  const std::string finding = office.json("GET", "/api/v1/notices/" + id)["findings"][0]["id"];
  for (const char* status : {"待补证", "整改中", "已整改", "属实"}) {
    CHECK(office.json("PUT", "/api/v1/findings/" + finding + "/decision", {{"status", status}})["status"] == status);
    office.restart();
    CHECK(office.json("GET", "/api/v1/notices/" + id)["findings"][0]["decision"]["status"] == status);
  }
  auto store = app::open_store_to_read(office.db(), test::programmes());
  REQUIRE(store);
  CHECK((*store)->decision_history(finding).front().decision.state == "awaiting-evidence");
}

TEST_CASE("samples are drawn by a seed and kept", "[store]") {
  Office office;
  const json first = office.json("POST", "/api/v1/samples", {{"size", 2}, {"seed", 7}}, 201);
  CHECK(first["notices"].size() == 2);
  CHECK(office.json("POST", "/api/v1/samples", {{"size", 2}, {"seed", 7}}, 201)["notices"] == first["notices"]);
  office.restart();
  CHECK(office.json("GET", "/api/v1/samples")["samples"].size() == 2);
  const json listed = office.json("GET", "/api/v1/notices?sample=" + first["id"].get<std::string>());
  CHECK(listed["total"] == 2);
  office.json("GET", "/api/v1/notices?sample=none", nullptr, 400);
  for (const json& wrong : {json{{"size", 0}}, json{{"size", 1000000}}})
    office.json("POST", "/api/v1/samples", wrong, 422);
  for (const json& wrong : {json{{"size", "2"}}, json{{"size", 2}, {"seed", -1}}, json{{"size", 2}, {"county", 3}}})
    office.json("POST", "/api/v1/samples", wrong, 400);
  CHECK(contains(office.ask("GET", "/samples").body, "/?sample=" + first["id"].get<std::string>()));
}

TEST_CASE("views are saved per person, reasons for the bureau", "[store]") {
  Office office;
  const std::string path = "/api/v1/views", name = "我的 <b>视图</b>/?&";
  office.json("PUT", path, {{"name", name}, {"query", "county=" + encoded("栖霞") + "&severity=error"}});
  CHECK(office.json("GET", path)["views"].size() == 1);
  const std::string page = office.ask("GET", "/").body;
  CHECK(contains(page, "severity=error"));
  CHECK_FALSE(contains(page, "<b>视图"));
  office.json("PUT", path, {{"name", name}, {"query", ""}}, 400);
  office.json("PUT", path, {{"name", std::string(500, 'a')}, {"query", "x"}}, 422);
  office.json("PUT", path, {{"name", name}, {"query", std::string(3000, 'a')}}, 422);
  CHECK(office.ask("DELETE", path + "?name=" + encoded(name)).status == 204);
  CHECK(office.json("GET", path)["views"].empty());

  const json usual = office.json("GET", "/api/v1/reasons")["reasons"];
  CHECK(usual.size() > 2);
  const json own = {"本局理由一", "<script>alert(5)</script>"};
  office.json("PUT", "/api/v1/reasons", {{"reasons", own}});
  office.restart();
  CHECK(office.json("GET", "/api/v1/reasons")["reasons"] == own);
  const std::string notice = office.ask("GET", "/notices/" + office.first()).body;
  CHECK(contains(notice, "本局理由一"));
  CHECK_FALSE(contains(notice, "<script>alert"));
  for (const json& wrong : {json::array(), json{""}, json{"a\nb"}, json{std::string(400, 'a')}})
    office.json("PUT", "/api/v1/reasons", {{"reasons", wrong}}, 422);
  office.json("PUT", "/api/v1/reasons", {{"reasons", {1, 2}}}, 400);
  CHECK(office.ask("GET", "/settings").status == 200);
}

TEST_CASE("common parts of two texts") {
  const app::Comparison texts =
      app::compare_texts("建有居民议事厅，全年召开议事会12次。", "设立居民议事厅，全年 召开议事会30次。");
  const auto common = [](const std::vector<app::Piece>& pieces) {
    std::string text;
    for (const app::Piece& piece : pieces)
      if (piece.common) text += piece.text;
    return text;
  };
  CHECK(common(texts.first) == "居民议事厅，全年召开议事会");
  CHECK(common(texts.second) == "居民议事厅，全年 召开议事会");
  std::string whole;
  for (const app::Piece& piece : texts.second) whole += piece.text;
  CHECK(whole == "设立居民议事厅，全年 召开议事会30次。");
  CHECK(app::compare_texts("", "甲乙丙").first.empty());
  CHECK(common(app::compare_texts("甲乙丙丁", "甲乙丙丁").first).empty());  // too short to tell
}

TEST_CASE("copied texts stand side by side", "[store]") {
  Office office;
  Notice own = test::fictional_notice(8, test::standard()), copy = test::fictional_notice(31, test::standard());
  const std::string words =
      "引入专业机构每日上门巡访独居老人，建立一人一档的健康台账，由家庭医生签约团队跟踪随访，遇有异常即刻通知其子女和楼"
      "长。";
  for (Notice* notice : {&own, &copy})
    for (std::size_t i = 0; i < 8; ++i)
      notice->rows[i].claim.text.utf8 =
          std::to_string(i + 3) + "处服务驿站" + words + std::to_string(i + 20) + "人参与。";
  const json job = office.hand_in({{"8.docx", test::to_docx(own)}, {"9.docx", test::to_docx(copy)}});
  std::string copied;
  for (const json& file : job["files"]) {
    const json notice = office.json("GET", "/api/v1/notices/" + file["notices"][0].get<std::string>());
    for (const json& finding : notice["findings"])
      if (finding["rule"] == "notice-copied") copied = finding["id"];
  }
  REQUIRE_FALSE(copied.empty());
  const json compared = office.json("GET", "/api/v1/findings/" + copied + "/comparison");
  REQUIRE_FALSE(compared["others"].empty());
  REQUIRE_FALSE(compared["others"][0]["rows"].empty());
  bool common = false;
  for (const json& piece : compared["others"][0]["rows"][0]["first"]) common = common || piece["common"] == true;
  CHECK(common);
  CHECK(contains(office.ask("GET", "/compare/" + copied).body, "<mark>"));
  office.json("GET", "/api/v1/findings/0000/comparison", nullptr, 404);
  CHECK(office.ask("GET", "/compare/0000").status == 404);
}

TEST_CASE("a watched folder is taken in as files come", "[store]") {
  Office office;
  std::filesystem::create_directories(office.path("watched/云州市"));
  office.watch(office.path("watched"));
  CHECK(office.json("GET", "/api/v1/watch")["folder"] == office.path("watched"));
  const Notice notice = test::fictional_notice(21, test::standard());
  std::ofstream(office.path("watched/云州市/新.docx"), std::ios::binary) << test::to_docx(notice);
  json found;
  for (int i = 0; i < 300 && (found.is_null() || found["total"] == 0); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    found = office.json("GET", "/api/v1/notices?community=" + encoded(notice.community));
  }
  CHECK(found["total"] == 1);
  CHECK(office.json("GET", "/api/v1/watch")["error"] == "");
  CHECK(contains(office.ask("GET", "/files").body, "监看"));
}

TEST_CASE("statistics over time lead to the notices behind them", "[store]") {
  Office office;
  const json timeline = office.json("GET", "/api/v1/timeline");
  REQUIRE_FALSE(timeline["months"].empty());
  const std::string month = timeline["months"].back()["month"];
  REQUIRE(month.size() == 7);
  CHECK(contains(office.ask("GET", "/statistics").body, "from=" + month + "-01"));
  CHECK(office.json("GET", "/api/v1/notices?versions=all&from=" + month + "-01&to=" + month + "-31")["total"] ==
        timeline["months"].back()["notices"]);
}
