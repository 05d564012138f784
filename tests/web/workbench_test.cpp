// SPDX-License-Identifier: GPL-3.0-or-later
// The workbench's routes: what they answer, and whom.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "app/stores.h"
#include "corpus/store/reviewing.h"
#include "schema/data.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/hostile_files.h"
#include "tests/support/records.h"
#include "tests/web/office.h"

using namespace gongshi;
using nlohmann::json;
using test::header_of;
using test::Office;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const json* member(const json& list, const char* name, const json& value) {
  for (const json& entry : list)
    if (entry[name] == value) return &entry;
  return nullptr;
}

std::string encoded(const std::string& text) { return web::percent_encoded(text); }

}  // namespace

TEST_CASE("the queue lists notices, the gravest first, and narrows them down", "[store]") {
  Office office;
  const json all = office.json("GET", "/api/v1/notices");
  CHECK(all["total"] == 3);
  REQUIRE(all["items"].size() == 3);
  for (std::size_t i = 1; i < 3; ++i) CHECK(all["items"][i - 1]["error"] >= all["items"][i]["error"]);
  for (const char* name : {"id", "community", "tier", "city", "county", "state", "outcome", "error", "warning", "info"})
    CHECK(all["items"][0].contains(name));
  CHECK(all["items"][0]["state"] == "未复核");
  CHECK(office.json("GET", "/api/v1/notices?limit=1&offset=1")["items"][0] == all["items"][1]);
  CHECK(office.json("GET", "/api/v1/notices?county=" + encoded("青禾"))["total"] == 1);
  CHECK(office.json("GET", "/api/v1/notices?state=" + encoded("已复核"))["total"] == 0);
  CHECK(office.json("GET", "/api/v1/notices?rule=claim-empty&severity=error")["total"] ==
        office.json("GET", "/api/v1/notices?rule=claim-empty")["total"]);
  CHECK(office.json("GET", "/api/v1/notices?q=" + encoded("全天接听"))["total"] == 1);
  CHECK(office.json("GET", "/api/v1/notices?programme=shandong-2022")["total"] == 3);
  CHECK(office.json("GET", "/api/v1/notices?programme=other")["total"] == 0);
  for (const char* wrong : {"limit=x", "limit=100000", "offset=-1", "sort=random", "severity=fatal", "state=gone"})
    office.json("GET", std::string("/api/v1/notices?") + wrong, nullptr, 400);
}

TEST_CASE("a notice comes with its findings, and without personal data", "[store]") {
  Office office;
  const std::string id = office.first();
  const json notice = office.json("GET", "/api/v1/notices/" + id);
  CHECK(notice["format"] == "gongshi.findings/1");
  CHECK(notice["id"] == id);
  CHECK(notice["state"] == "未复核");
  REQUIRE(notice["findings"].size() > 0);
  const json* empty = member(notice["findings"], "rule", "claim-empty");
  REQUIRE(empty != nullptr);
  CHECK((*empty)["decision"].is_null());
  CHECK((*empty)["id"].get<std::string>().size() > 8);
  CHECK((*empty)["group"].get<std::string>().size() > 8);
  CHECK_FALSE(contains(notice.dump(), test::kOfficeMobile));
  CHECK(contains(office.json("GET", "/api/v1/notices/" + id + "?unmasked=1").dump(), test::kOfficeMobile));
  CHECK_FALSE(contains(office.ask("GET", "/notices/" + id).body, test::kOfficeMobile));
  office.json("GET", "/api/v1/notices/ffffffffffffffff-0", nullptr, 404);
}

TEST_CASE("decisions are kept as a history, and nobody overwrites another's unseen", "[store]") {
  Office office;
  const std::string id = office.first();
  const json notice = office.json("GET", "/api/v1/notices/" + id);
  const std::string finding = notice["findings"][0]["id"];
  const std::string path = "/api/v1/findings/" + finding + "/decision";
  const json first = office.json("PUT", path, {{"status", "属实"}, {"reason", ""}, {"note", "已对照原件"}});
  CHECK(first["status"] == "属实");
  CHECK(first["note"] == "已对照原件");
  CHECK(first["version"] > 0);
  office.json("PUT", path, {{"status", "排除"}}, 422);  // without a reason
  office.json("PUT", path, {{"status", "不知道"}}, 400);
  office.json("PUT", path, {{"status", 7}}, 400);
  office.json("PUT", "/api/v1/findings/0000/decision", {{"status", "属实"}}, 404);
  // Another one who saw nothing yet, then one who saw the first word.
  office.json("PUT", path, {{"status", "排除"}, {"reason", "识读有误"}}, 409, {{"if-match", "\"0\""}});
  const std::string seen = "\"" + std::to_string(first["version"].get<int>()) + "\"";
  const json second = office.json("PUT", path, {{"status", "排除"}, {"reason", "识读有误"}}, 200, {{"if-match", seen}});
  CHECK(second["before"] == "属实");
  office.json("PUT", path, {{"status", "待补证"}}, 409, {{"if-match", seen}});
  office.json("PUT", path, {{"status", "待补证"}}, 400, {{"if-match", "\"x\""}});
  const json history = office.json("GET", "/api/v1/findings/" + finding + "/decisions");
  REQUIRE(history["decisions"].size() == 2);
  CHECK(history["decisions"][0]["status"] == "属实");
  CHECK(history["decisions"][1]["reason"] == "识读有误");
  CHECK(office.json("GET", "/api/v1/notices/" + id)["state"] == "复核中");
  CHECK(office.json("GET", "/api/v1/notices?state=" + encoded("复核中"))["total"] == 1);
  // Taken back, and still there after a restart.
  CHECK(office.json("PUT", path, {{"status", "待核实"}})["status"] == "待核实");
  office.restart();
  CHECK(office.json("GET", "/api/v1/findings/" + finding + "/decisions")["decisions"].size() == 3);
  CHECK(office.json("GET", "/api/v1/notices/" + id)["findings"][0]["decision"].is_null());
  CHECK(office.json("GET", "/api/v1/notices/" + id)["state"] == "未复核");
}

TEST_CASE("a group is decided at once, or not at all", "[store]") {
  Office office;
  const json notice = office.json("GET", "/api/v1/notices/" + office.first());
  const std::string group = notice["findings"][0]["group"];
  json versions = json::object();
  for (const json& finding : notice["findings"])
    if (finding["group"] == group) versions[finding["id"].get<std::string>()] = 0;
  const std::string path = "/api/v1/groups/" + group + "/decision";
  const json decided = office.json("PUT", path, {{"status", "属实"}, {"versions", versions}});
  CHECK(decided["decisions"].size() == versions.size());
  office.json("PUT", path, {{"status", "待补证"}, {"versions", versions}}, 409);
  const json after = office.json("GET", "/api/v1/notices/" + office.first());
  for (const json& finding : after["findings"])
    if (finding["group"] == group) CHECK(finding["decision"]["status"] == "属实");
  office.json("PUT", "/api/v1/groups/none.none/decision", {{"status", "属实"}}, 404);
}

TEST_CASE("a corrected reading is audited anew, kept beside the original, and survives reading the file again",
          "[store]") {
  Office office;
  const std::string id = office.first();
  const json before = office.json("GET", "/api/v1/notices/" + id);
  const json* empty = member(before["findings"], "rule", "claim-empty");
  REQUIRE(empty != nullptr);
  const std::string no = std::to_string((*empty)["no"].get<int>());
  const std::string path = "/api/v1/notices/" + id + "/rows/" + no + "/claim";
  CHECK(office.json("GET", path)["text"] == "");
  const std::string text = "建有居民议事厅，全年召开议事会12次，居民代表36人参加。";
  const json after = office.json("PUT", path, {{"text", text}});
  CHECK(after["id"] == id);
  for (const json& finding : after["findings"])
    CHECK_FALSE((finding["rule"] == "claim-empty" && finding["no"] == (*empty)["no"]));
  REQUIRE(after["corrections"].size() == 1);
  CHECK(after["corrections"][0]["before"] == "");
  CHECK(office.json("GET", "/api/v1/search?q=" + encoded("居民议事厅"))["total"] == 1);
  // One step takes it back: text, findings and search are as before, both words stay on record; then it is said again.
  const json steps = office.json("GET", "/api/v1/steps?notice=" + id)["steps"];
  REQUIRE(!steps.empty());
  CHECK(steps[0]["what"] == "reading");
  const std::string undo = "/api/v1/steps/" + steps[0]["step"].get<std::string>() + "/undo";
  const json undone = office.json("POST", undo);
  CHECK(undone["readings"] == 1);
  CHECK(undone["left"] == 0);
  office.json("POST", undo, {}, 404);
  const json restored = office.json("GET", "/api/v1/notices/" + id);
  CHECK(restored["rows"] == before["rows"]);
  CHECK(restored["findings"].size() == before["findings"].size());
  CHECK(restored["corrections"].size() == 2);
  CHECK(office.json("GET", "/api/v1/search?q=" + encoded("居民议事厅"))["total"] == 0);
  office.json("PUT", path, {{"text", text}});
  office.json("PUT", path, {{"words", text}}, 400);
  office.json("PUT", "/api/v1/notices/" + id + "/rows/999/claim", {{"text", text}}, 404);
  office.json("PUT", path, {{"text", std::string(200'000, 'a')}}, 422);
  // The text with personal data hidden is no reading.
  const json* hidden = member(before["rows"], "no", 4);
  REQUIRE(hidden != nullptr);
  office.json("PUT", "/api/v1/notices/" + id + "/rows/4/claim", {{"text", (*hidden)["claim"]}}, 422);
  {
    auto store = app::open_store(office.db(), true, test::programmes());
    REQUIRE(store);
    app::IngestRequest again;
    again.paths = {office.path("in")};
    again.options.region_pattern = "{city}/{county}";
    again.options.reading.extract.ocr_engine = "none";
    again.options.reading.jobs = 1;
    again.options.rehash = true;
    (*store)->database().execute("UPDATE files SET reader = 'an earlier one'");  // all are read anew
    REQUIRE(app::ingest(**store, again, test::programmes()));
  }
  office.restart();
  const json again = office.json("GET", "/api/v1/notices/" + id);
  const json* row = member(again["rows"], "no", (*empty)["no"]);
  REQUIRE(row != nullptr);
  CHECK((*row)["claim"] == text);
}

TEST_CASE("the state of a review is set by a person, or follows the decisions", "[store]") {
  Office office;
  const std::string path = "/api/v1/notices/" + office.first();
  const json set = office.json("PUT", path + "/state", {{"state", "已发函"}, {"assigned", "李四"}});
  CHECK(set["state"] == "已发函");
  CHECK(office.json("GET", "/api/v1/notices?assigned=" + encoded("李四"))["total"] == 1);
  CHECK(office.json("PUT", path + "/state", {{"state", ""}})["state"] == "未复核");
  CHECK(office.json("GET", path)["assigned"] == "李四");
  office.json("PUT", path + "/state", {{"state", "没有"}}, 422);
}

TEST_CASE("files that are handed in are read in cages, and tell what became of them", "[store]") {
  Office office;
  const Notice notice = test::fictional_notice(7, test::standard());
  const json job = office.hand_in({{"../../新 公示.docx", test::to_docx(notice)}, {"noise.pdf", "%PDF-1.7 damaged"}});
  CHECK(job["state"] == "done");
  REQUIRE(job["files"].size() == 2);
  const json* read = member(job["files"], "path", "新 公示.docx");
  REQUIRE(read != nullptr);
  CHECK((*read)["outcome"] == "read");
  REQUIRE((*read)["notices"].size() == 1);
  const std::string id = (*read)["notices"][0];
  CHECK(office.json("GET", "/api/v1/notices/" + id)["community"] == notice.community);
  const json* refused = member(job["files"], "path", "noise.pdf");
  REQUIRE(refused != nullptr);
  CHECK((*refused)["outcome"] == "refused");
  CHECK_FALSE((*refused)["reason"].get<std::string>().empty());
  office.restart();
  CHECK(office.json("GET", "/api/v1/jobs/" + job["job"].get<std::string>())["state"] == "done");
  office.json("GET", "/api/v1/jobs/..%2F..", nullptr, 404);
}

TEST_CASE("a ledger goes out, and an answered one is previewed before it is taken", "[store]") {
  Office office;
  const web::Response ledger = office.ask("GET", "/api/v1/ledger.xlsx?county=" + encoded("栖霞"));
  CHECK(ledger.status == 200);
  CHECK(ledger.body.starts_with("PK"));
  CHECK(contains(header_of(ledger, "Content-Disposition"), "attachment"));
  Office::Question question;
  question.body = ledger.body;
  const json untouched = json::parse(office.ask("POST", "/api/v1/ledger?preview=1", question).body);
  CHECK(untouched["changes"].empty());
  CHECK(untouched["lines"] > 0);
  question.body = "PK no ledger at all";
  CHECK(office.ask("POST", "/api/v1/ledger", question).status == 422);
}

TEST_CASE("every page is served whole, and shows hostile text as text", "[store]") {
  Office office;
  const std::string id = office.first();
  office.json("PUT", "/api/v1/notices/" + id + "/state", {{"assigned", "<img src=x onerror=alert(1)>"}});
  const json notice = office.json("GET", "/api/v1/notices/" + id);
  office.json("PUT", "/api/v1/findings/" + notice["findings"][0]["id"].get<std::string>() + "/decision",
              {{"status", "属实"}, {"note", "\"><script>alert(2)</script>"}});
  for (const std::string& page :
       {std::string("/"), "/notices/" + id, std::string("/files"), std::string("/ledger"), std::string("/statistics"),
        std::string("/statistics?by=rule"), "/history?community=" + encoded("<script>alert(3)</script>"),
        "/?q=" + encoded("\"><script>alert(4)</script>"), std::string("/?state=<x>"), std::string("/log"),
        std::string("/samples"), std::string("/settings"),
        "/causes?rule=claim-empty&county=" + encoded("<script>alert(6)</script>")}) {
    const web::Response response = office.ask("GET", page);
    INFO(page);
    CHECK(response.status == 200);
    CHECK(contains(response.body, "</html>"));
    CHECK_FALSE(contains(response.body, "<script>alert"));
    CHECK_FALSE(contains(response.body, "<img src=x"));
    CHECK_FALSE(contains(response.body, " style="));
    CHECK_FALSE(contains(response.body, " onclick="));
    const std::string policy = header_of(response, "Content-Security-Policy");
    CHECK(contains(policy, "default-src 'none'"));
    CHECK_FALSE(contains(policy, "unsafe"));
    CHECK(header_of(response, "X-Content-Type-Options") == "nosniff");
  }
  CHECK(office.ask("GET", "/notices/ffffffffffffffff-0").status == 404);
  for (const char* asset : {"report.css", "workbench.css", "workbench.js", "queue.js", "notice.js", "files.js",
                            "ledger.js", "causes.js", "desk.js"})
    CHECK(office.ask("GET", std::string("/assets/") + asset).status == 200);
}

TEST_CASE("names that lead out of the program's data lead nowhere") {
  Office office;
  for (const char* path : {"/assets/../../etc/passwd", "/assets/..%2F..%2Fetc%2Fpasswd", "/assets/%2e%2e", "/..",
                           "//etc/passwd", "/assets/words.json", "/api/v1/notices/..%2f..%2fa.db", "/notices/../a.db",
                           "/api/v1/notices/%00/rows/1/claim", "/api/v1/jobs/..%2f", "/assets/"}) {
    INFO(path);
    CHECK(office.ask("GET", path).status == 404);
  }
}

TEST_CASE("without accounts, only this machine's own pages change anything", "[store]") {
  Office office;
  const std::string path = "/api/v1/notices/" + office.first() + "/state";
  Office::Question question;
  question.body = R"({"assigned": "x"})";
  CHECK(office.ask("PUT", path, question).status == 200);
  question.bare = true;
  CHECK(office.ask("PUT", path, question).status == 403);
  question.bare = false;
  question.headers = {{"sec-fetch-site", "cross-site"}};
  CHECK(office.ask("PUT", path, question).status == 403);
  question.headers.clear();
  for (const char* host : {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", ""}) {
    question.host = host;
    INFO(host);
    CHECK(office.ask("PUT", path, question).status == 403);
    CHECK(office.ask("GET", "/", question).status == 403);
  }
  for (const char* host : {"127.0.0.1:9999", "localhost", "[::1]:8080"}) {
    question.host = host;
    CHECK(office.ask("GET", "/", question).status == 200);
  }
  CHECK(office.ask("DELETE", "/api/v1/notices").status == 405);
}

TEST_CASE("every route gives every role what it may, and nobody else anything", "[store]") {
  Office office(true);
  const std::map<std::string, std::map<std::string, std::string>> people = {
      {"", {}},
      {"reader", office.sign_in("reader")},
      {"reviewer", office.sign_in("reviewer")},
      {"administrator", office.sign_in("administrator")}};
  for (const web::Workbench::Route& route : web::Workbench::routes()) {
    std::string target;
    for (std::size_t i = 0; i < route.pattern.size(); ++i) {
      if (route.pattern[i] == '{') {
        target += "x";
        i = route.pattern.find('}', i);
      } else {
        target += route.pattern[i];
      }
    }
    if (route.pattern == "/api/v1/session" && route.method == "DELETE") continue;  // it would end the sessions
    if (route.pattern == "/sign-out") continue;
    for (const auto& [name, headers] : people) {
      INFO(route.method << " " << target << " as " << name);
      Office::Question question;
      question.headers = headers;
      const web::Response response = office.ask(std::string(route.method), target, question);
      const auto role = app::parse_role(name);
      const bool may = route.open || (role && *role >= route.role);
      if (may) {
        CHECK(response.status != 403);
        if (!route.open) CHECK(response.status != 401);
      } else if (!role) {
        CHECK(response.status == (route.page && route.method == "GET" ? 303 : 401));
      } else {
        CHECK(response.status == 403);
      }
    }
  }
}

TEST_CASE("a reader is shown no personal data by any page or answer, whatever is asked for; a reviewer is, on record") {
  Office office(true);
  const auto reader = office.sign_in("reader"), reviewer = office.sign_in("reviewer"),
             administrator = office.sign_in("administrator");
  const json found = office.json("GET", "/api/v1/search?q=" + encoded("网格员负责"), nullptr, 200, reviewer);
  const std::string id = found["items"][0]["notice"];
  const json notice = office.json("GET", "/api/v1/notices/" + id, nullptr, 200, reviewer);
  const std::string finding = notice["findings"][0]["id"], group = notice["findings"][0]["group"],
                    rule = notice["findings"][0]["rule"], community = encoded(notice["community"]);
  // What a reviewer writes down is masked as well.
  const std::string words = std::string("已电话") + test::kOfficeMobile + "核实";
  office.json("PUT", "/api/v1/findings/" + finding + "/decision", {{"status", "属实"}, {"note", words}}, 200, reviewer);
  // Where the pattern of a route has a part that varies, the one that has something to tell.
  std::set<std::string> asked;
  for (const web::Workbench::Route& route : web::Workbench::routes()) {
    if (route.method != "GET" || route.role > app::Role::kReader) continue;
    std::string target(route.pattern);
    for (const auto& [part, value] :
         {std::pair(std::string("{notice}"), id), std::pair(std::string("{finding}"), finding),
          std::pair(std::string("{group}"), group), std::pair(std::string("{page}"), std::string("1")),
          std::pair(std::string("{no}"), std::string("4"))})
      if (const std::size_t at = target.find(part); at != std::string::npos) target.replace(at, part.size(), value);
    if (target.find('{') != std::string::npos) continue;
    target += "?unmasked=1&tab=1&rule=" + rule + "&community=" + community + "&q=" + encoded("网格员负责");
    Office::Question question;
    question.headers = reader;
    const web::Response response = office.ask("GET", target, question);
    INFO(target << " " << response.status);
    CHECK_FALSE(contains(response.body, test::kOfficeMobile));
    asked.insert(std::string(route.pattern));
  }
  for (const char* pattern : {"/api/v1/notices/{notice}", "/notices/{notice}", "/api/v1/search", "/history",
                              "/api/v1/findings/{finding}/decisions", "/causes", "/api/v1/notices/{notice}/presence"})
    CHECK(asked.contains(pattern));
  Office::Question question;
  question.headers = reader;
  CHECK(office.ask("GET", "/api/v1/notices/" + id + "/rows/4/claim", question).status == 403);
  CHECK(office.ask("GET", "/api/v1/ledger.xlsx", question).status == 403);
  // On request, and written down.
  CHECK(contains(office.json("GET", "/api/v1/notices/" + id + "?unmasked=1", nullptr, 200, reviewer).dump(),
                 test::kOfficeMobile));
  office.restart();
  const json log = office.json("GET", "/api/v1/activities", nullptr, 200, administrator);
  bool seen = false;
  for (const json& entry : log["items"])
    seen = seen || (entry["action"] == "see-unmasked" && entry["person"] == "reviewer" && entry["subject"] == id);
  CHECK(seen);
}

TEST_CASE("sessions: cookies, forged requests, lockout, tokens", "[store]") {
  Office office(true);
  Office::Question wrong;
  wrong.body = "name=reviewer&password=wrong";
  CHECK(office.ask("POST", "/sign-in", wrong).status == 401);
  wrong.body = "name=nobody&password=wrong";
  CHECK(office.ask("POST", "/sign-in", wrong).status == 401);

  Office::Question right;
  right.body = "name=reviewer&password=" + encoded(test::kOfficePassword) + "&next=" + encoded("//evil.example/");
  right.headers = {{"cookie", "gongshi_session=" + std::string(64, 'a')}};  // a session that somebody planted
  const web::Response signed_in = office.ask("POST", "/sign-in", right);
  CHECK(signed_in.status == 303);
  CHECK(header_of(signed_in, "Location") == "/");
  const std::string cookie = header_of(signed_in, "Set-Cookie");
  for (const char* flag : {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"}) CHECK(contains(cookie, flag));
  CHECK_FALSE(contains(cookie, std::string(64, 'a')));

  auto headers = office.sign_in("reviewer");
  const std::string path = "/api/v1/notices/x/state";
  office.json("PUT", path, {{"assigned", "x"}}, 404, headers);  // let in, and there is no such notice
  auto forged = headers;
  forged["x-csrf-token"] = std::string(64, '0');
  office.json("PUT", path, {{"assigned", "x"}}, 403, forged);
  forged.erase("x-csrf-token");
  office.json("PUT", path, {{"assigned", "x"}}, 403, forged);
  // Readers see no personal data, whatever they ask for.
  const auto reader = office.sign_in("reader");
  const json found = office.json("GET", "/api/v1/search?unmasked=1&q=" + encoded("网格员负责"), nullptr, 200, reader);
  CHECK_FALSE(contains(found.dump(), test::kOfficeMobile));
  const std::string notice = found["items"][0]["notice"];
  CHECK_FALSE(contains(office.json("GET", "/api/v1/notices/" + notice + "?unmasked=1", nullptr, 200, reader).dump(),
                       test::kOfficeMobile));

  {
    auto store = app::open_store(office.db(), true, test::programmes());
    REQUIRE(store);
    const auto token = app::make_token(**store, "reviewer", "other system");
    REQUIRE(token);
    office.json("GET", "/api/v1/notices", nullptr, 200, {{"authorization", "Bearer " + *token}});
    office.json("PUT", path, {{"assigned", "x"}}, 404, {{"authorization", "Bearer " + *token}});
    office.json("GET", "/api/v1/activities", nullptr, 403, {{"authorization", "Bearer " + *token}});
    office.json("GET", "/api/v1/notices", nullptr, 401, {{"authorization", "Bearer " + std::string(64, '0')}});
  }

  CHECK(office.ask("DELETE", "/api/v1/session", {"", headers, "127.0.0.1", false}).status == 204);
  office.json("GET", "/api/v1/notices", nullptr, 401, headers);

  for (int i = 0; i < 5; ++i)
    office.ask("POST", "/sign-in", wrong = {"name=administrator&password=wrong", {}, "127.0.0.1", false});
  Office::Question locked;
  locked.body = "name=administrator&password=" + encoded(test::kOfficePassword);
  CHECK(office.ask("POST", "/sign-in", locked).status == 429);
}

TEST_CASE("bodies that are no requests are refused, not obeyed", "[store]") {
  Office office;
  const std::string id = office.first();
  for (const std::string& body :
       {std::string(), std::string("null"), std::string("[]"), std::string("{"), std::string("\0\0", 2),
        std::string(50'000, '['), std::string("{\"status\": \"\xFF\xFE\"}"), std::string("{\"status\": {\"a\": 1}}")}) {
    Office::Question question;
    question.body = body;
    for (const std::string& path : {"/api/v1/notices/" + id + "/state", std::string("/api/v1/findings/x/decision"),
                                    "/api/v1/notices/" + id + "/rows/1/claim"}) {
      const int status = office.ask("PUT", path, question).status;
      INFO(path << " " << body.substr(0, 20));
      CHECK((status == 400 || status == 404));
    }
  }
  CHECK(office.ask("POST", "/api/v1/files").status == 400);
}

TEST_CASE("hostile uploads cost themselves alone") {
  Office office;
  std::map<std::string, std::string> files;
  for (const test::HostileFile& file : test::hostile_files(office.path("a.db")))
    if (files.size() < 12) files[file.name] = file.bytes.substr(0, 4 << 20);
  const json job = office.hand_in(files);
  CHECK(job["state"] == "done");
  CHECK(office.json("GET", "/healthz")["status"] == "ok");
}

// ---- the description of the API ----

namespace {

/// What keeps `value` from being what `schema` describes; "" where nothing does.
std::string misfit(const json& value, const json& schema, const json& schemas, const std::string& where = "$") {
  if (schema.contains("$ref")) {
    const std::string name = schema["$ref"].get<std::string>();
    return misfit(value, schemas.at(name.substr(name.rfind('/') + 1)), schemas, where);
  }
  if (schema.contains("type")) {
    const json types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
    const bool fits = std::any_of(types.begin(), types.end(), [&](const json& type) {
      return (type == "string" && value.is_string()) || (type == "integer" && value.is_number_integer()) ||
             (type == "boolean" && value.is_boolean()) || (type == "array" && value.is_array()) ||
             (type == "object" && value.is_object()) || (type == "null" && value.is_null());
    });
    if (!fits) return where + " is " + value.type_name();
  }
  if (schema.contains("enum") && std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
    return where + " is " + value.dump();
  if (value.is_object()) {
    for (const json& name : schema.value("required", json::array()))
      if (!value.contains(name.get<std::string>())) return where + " lacks " + name.get<std::string>();
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, part] : properties.items())
      if (value.contains(name))
        if (const std::string wrong = misfit(value[name], part, schemas, where + "." + name); !wrong.empty())
          return wrong;
  }
  if (value.is_array() && schema.contains("items"))
    for (const json& entry : value)
      if (const std::string wrong = misfit(entry, schema["items"], schemas, where + "[]"); !wrong.empty()) return wrong;
  return "";
}

}  // namespace

TEST_CASE("the description of the API names every route, and answers are as it says", "[store]") {
  Office office;
  const json api = office.json("GET", "/api/v1/openapi.json");
  std::set<std::pair<std::string, std::string>> described, served;
  for (const auto& [path, methods] : api["paths"].items())
    for (const auto& [method, operation] : methods.items()) {
      std::string name = method;
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
      described.emplace(name, path);
    }
  for (const web::Workbench::Route& route : web::Workbench::routes())
    if (!route.page && !route.pattern.starts_with("/assets")) served.emplace(route.method, route.pattern);
  CHECK(described == served);

  const json& schemas = api["components"]["schemas"];
  const std::string id = office.first();
  const json notice = office.json("GET", "/api/v1/notices/" + id);
  const std::string finding = notice["findings"][0]["id"];
  const auto check = [&](const json& answer, const char* schema) {
    INFO(schema);
    CHECK(misfit(answer, schemas.at(schema), schemas) == "");
  };
  check(notice, "Notice");
  check(office.json("GET", "/healthz"), "Health");
  check(office.json("GET", "/api/v1/session"), "Session");
  check(office.json("GET", "/api/v1/notices"), "NoticeList");
  check(office.json("PUT", "/api/v1/notices/" + id + "/state", {{"assigned", "x"}}), "State");
  check(office.json("GET", "/api/v1/notices/" + id + "/rows/1/claim"), "Claim");
  check(office.json("PUT", "/api/v1/findings/" + finding + "/decision", {{"status", "属实"}}), "Decision");
  check(office.json("GET", "/api/v1/findings/" + finding + "/decisions"), "Decisions");
  check(office.json("GET", "/api/v1/statistics?by=rule"), "Table");
  check(office.json("GET", "/api/v1/history?community=" + encoded(notice["community"])), "History");
  check(office.json("GET", "/api/v1/search?q=" + encoded("接听")), "Found");
  check(office.json("GET", "/api/v1/activities"), "Activities");
  check(office.json("GET", "/api/v1/causes?rule=claim-empty"), "Cause");
  check(office.json("GET", "/api/v1/reasons"), "Reasons");
  check(office.json("PUT", "/api/v1/views", {{"name", "a"}, {"query", "sort=date"}}), "View");
  check(office.json("GET", "/api/v1/views"), "Views");
  check(office.json("POST", "/api/v1/samples", {{"size", 1}}, 201), "Sample");
  check(office.json("GET", "/api/v1/samples"), "Samples");
  check(office.json("GET", "/api/v1/watch"), "Watch");
  check(office.json("GET", "/api/v1/timeline"), "Timeline");
  const json step =
      office.json("POST", "/api/v1/causes/decision", {{"status", "待补证"}, {"findings", {{finding, 1}}}});
  check(step, "Step");
  check(office.json("GET", "/api/v1/steps"), "Steps");
  check(office.json("PUT", "/api/v1/notices/" + id + "/latest"), "Latest");
  check(office.json("GET", "/api/v1/notices/" + id + "/presence?tab=1"), "Presence");
  check(office.json("POST", "/api/v1/steps/" + step["step"].get<std::string>() + "/undo"), "Undone");
  check(office.json("GET", "/nowhere", nullptr, 404), "Error");
  Office::Question ledger;
  ledger.body = office.ask("GET", "/api/v1/ledger.xlsx").body;
  check(json::parse(office.ask("POST", "/api/v1/ledger?preview=1", ledger).body), "LedgerAnswer");
  CHECK(contains(office.ask("GET", "/metrics").body, "gongshi_notices 3"));
}
