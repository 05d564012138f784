// SPDX-License-Identifier: GPL-3.0-or-later
// Notices whose every word attacks whoever opens what the program writes, through all outputs at once: pages, ledger,
// CSV, JSON, letters, the terminal, exports, statistics, search, the workbench's pages and answers.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "corpus/store/search.h"
#include "normalize/claim/facts.h"
#include "office/package.h"
#include "report/report.h"
#include "schema/finding_identity.h"
#include "schema/presentable.h"
#include "schema/utf8.h"
#include "tests/support/program.h"
#include "tests/support/records.h"
#include "tests/support/report_samples.h"
#include "web/workbench.h"

using namespace gongshi;
namespace fs = std::filesystem;

namespace {

// Each marked, so that it is found again wherever it comes out.
const std::vector<std::string>& hostile_words() {
  static const std::vector<std::string> kWords = {"=HYPERLINK(\"http://mark.invalid\",\"点\")",
                                                  "+1+cmd|' /C calc'!A0",
                                                  "-2+3+cmd",
                                                  "@SUM(1+1)",
                                                  "\t=1+2",
                                                  "\x1b[31mred\x07\x1b]0;title\x07",
                                                  "\u202Egnp.exe\u202C\u2066mark\u2069\u200F",
                                                  "lone \xED\xA0\x80 half \xED\xBF\xBF end \xFF\xFE",
                                                  "<mark-tag onload=x>&lt;b&gt;<script>mark()</script>",
                                                  "\" onmouseover=\"mark()\" ' onfocus='mark()'",
                                                  "</script><mark-tag><!-- ]]> </w:t></w:p>",
                                                  "{{社区}}{{事项.问题}}{community}{0}{}%s%n${HOME}$(id)",
                                                  "'; DROP TABLE notices; -- \" OR 1=1",
                                                  "NEAR(柳 岸, 2) OR column:词* NOT ^甲",
                                                  "\uFFFE\uFDD0\x7F\xC2\x85 noncharacter",
                                                  "line one\nline two\r\n=3+4"};
  return kWords;
}

const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> kNames = [] {
    std::string long_name;
    for (int i = 0; i < 400; ++i) long_name += "柳";
    return std::vector<std::string>{"CON",
                                    "con",
                                    "nul.txt",
                                    "COM1.社区",
                                    "a.",
                                    "a",
                                    " b ",
                                    "..",
                                    "../../etc/passwd",
                                    "a/b\\c:d*e?f\"g<h>i|j",
                                    long_name,
                                    long_name + "岸",
                                    "=1+1",
                                    "<mark-tag>社区",
                                    "\u202E社区",
                                    "LPT9"};
  }();
  return kNames;
}

Notice hostile_notice(std::size_t number) {
  const std::vector<std::string>& words = hostile_words();
  const auto word = [&](std::size_t i) { return words[(number + i) % words.size()]; };
  Notice notice = test::make_notice("基础型", hostile_names()[number % hostile_names().size()]);
  notice.city = word(1);
  notice.county = word(2);
  notice.street = word(3);
  notice.title.utf8 = word(4) + "智慧社区建设验收结果公示";
  notice.preamble.utf8 = word(5) + "公示期5天，自2024年11月1日至2024年11月3日";
  notice.footer.utf8 = word(6) + "联系人：柳青 13800001111";
  for (std::size_t i = 0; i < notice.rows.size(); ++i) {
    IndicatorRecord& row = notice.rows[i];
    row.claim.text.utf8 = word(i) + "覆盖率为120%，共100户，已覆盖90户，覆盖率85%" + word(i + 7);
    if (i % 5 == 3) row.claim.text.utf8 = word(i);
    if (i % 4 == 1) row.name.text.utf8 = word(i);
    if (i % 4 == 2) row.requirement.text.utf8 = word(i);
    if (i % 7 == 2) row.category = word(i);
  }
  normalize::parse_facts(notice, test::programme());
  return notice;
}

corpus::ProcessedFile hostile_file(std::size_t number) {
  corpus::ProcessedFile processed;
  const std::string name = hostile_words()[number % hostile_words().size()];
  processed.file.source = {"in/" + name + ".docx", number % 3 == 0 ? name : "", std::string(62, 'a'), "docx", 100, 1};
  processed.file.source.sha256 += "0123456789abcdef"[number / 16 % 16];
  processed.file.source.sha256 += "0123456789abcdef"[number % 16];
  processed.file.notices.push_back(hostile_notice(number));
  processed.file.problems.push_back({"page-empty", name, 1});
  processed.audited.push_back(audit::audit_notice(processed.file.notices[0], test::programme()));
  return processed;
}

const std::vector<corpus::ProcessedFile>& hostile_files() {
  static const std::vector<corpus::ProcessedFile> kFiles = [] {
    std::vector<corpus::ProcessedFile> files;
    for (std::size_t i = 0; i < hostile_names().size(); ++i) files.push_back(hostile_file(i));
    return files;
  }();
  return kFiles;
}

/// "" or what acts in the text.
std::string acting(std::string_view text) {
  if (!utf8::valid(text)) return "not UTF-8";
  std::string plain(text);
  std::erase(plain, '\r');
  const std::string shown = presentable(plain);
  if (shown == plain) return "";
  const auto places = std::mismatch(plain.begin(), plain.end(), shown.begin(), shown.end());
  const auto from = places.first - plain.begin();
  return "acting sign after: " + plain.substr(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, from - 60)), 70);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

void check_html(const std::string& name, const std::string& html) {
  INFO(name);
  CHECK(acting(html).empty());
  for (const char* part : {"<mark-tag", "<script>mark", "</script><mark", "\" onmouseover=\"mark", "' onfocus='mark"}) {
    INFO(part);
    CHECK_FALSE(contains(html, part));
  }
}

/// Fields of RFC 4180; fails where the text is not that.
std::vector<std::vector<std::string>> csv_fields(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"')
        lines.back().back() += text[++i];
      else if (c == '"')
        quoted = false;
      else
        lines.back().back() += c;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      lines.back().emplace_back();
    } else if (c == '\n') {
      lines.emplace_back(1);
    } else if (c != '\r') {
      lines.back().back() += c;
    }
  }
  CHECK_FALSE(quoted);
  if (lines.back().size() == 1 && lines.back()[0].empty()) lines.pop_back();
  return lines;
}

void check_csv(const std::string& name, const std::string& text) {
  INFO(name);
  CHECK(acting(text).empty());
  const auto lines = csv_fields(text);
  REQUIRE(lines.size() > 1);
  for (const std::vector<std::string>& line : lines) {
    CHECK(line.size() == lines[0].size());
    for (const std::string& field : line) {
      INFO(field);
      CHECK((field.empty() || std::string_view("=+-@\t\r").find(field[0]) == std::string_view::npos));
    }
  }
}

void check_json(const std::string& name, const std::string& text) {
  INFO(name);
  CHECK(acting(text).empty());
  std::istringstream lines(text);
  int documents = 0;
  for (std::string line; std::getline(lines, line);) {
    CHECK_FALSE(nlohmann::json::parse(line, nullptr, false).is_discarded());
    ++documents;
  }
  CHECK(documents > 0);
}

/// Every part of a package is well-formed XML, no cell is a formula, and nothing acts.
void check_package(const std::string& name, const std::string& bytes) {
  INFO(name);
  const auto package = office::unpack(bytes);
  REQUIRE(package.has_value());
  for (const auto& [part, xml] : *package) {
    if (!part.ends_with(".xml") && !part.ends_with(".rels")) continue;
    INFO(part);
    pugi::xml_document document;
    CHECK(document.load_buffer(xml.data(), xml.size()));
    CHECK(acting(xml).empty());
    CHECK_FALSE(contains(xml, "<mark-tag"));
    if (contains(part, "worksheets/")) {
      // Formulas of the program's own sum up its own sheets; none has a word of a notice.
      for (const pugi::xpath_node& formula : document.select_nodes("//f")) {
        const std::string text = formula.node().child_value();
        INFO(text);
        CHECK_FALSE(contains(text, "mark"));
        CHECK_FALSE(contains(text, "cmd"));
        CHECK_FALSE(contains(text, "SUM(1+1)"));
      }
      CHECK_FALSE(contains(xml, "mark.invalid</f>"));
    }
    if (contains(part, ".rels")) CHECK_FALSE(contains(xml, "mark.invalid"));
  }
}

/// A name that Windows takes.
void check_file_name(const std::string& name) {
  INFO(name);
  CHECK(utf8::valid(name));
  CHECK(name.size() <= 200);
  CHECK(acting(name).empty());
  CHECK(name.find_first_of("<>:\"\\|?*\n\t") == std::string::npos);
  CHECK_FALSE(name.ends_with('.'));
  CHECK_FALSE(name.ends_with(' '));
  std::string stem = name.substr(0, name.find('.'));
  std::transform(stem.begin(), stem.end(), stem.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  for (const char* reserved : {"CON", "PRN", "AUX", "NUL"}) CHECK(stem != reserved);
  const bool numbered = stem.size() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT"));
  CHECK_FALSE(numbered);
}

void check_folder(const fs::path& folder) {
  std::set<std::string> lower;
  int letters = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    check_file_name(entry.path().filename().string());
    std::string relative = fs::relative(entry.path(), folder).string();
    std::transform(relative.begin(), relative.end(), relative.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    CHECK(lower.insert(relative).second);
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().string(), bytes = test::read_bytes(name);
    const std::string ending = entry.path().extension().string();
    if (ending == ".html") check_html(name, bytes);
    if (ending == ".csv") check_csv(name, bytes);
    if (ending == ".json") {
      INFO(name);
      CHECK(acting(bytes).empty());
    }
    if (ending == ".xlsx" || ending == ".docx") check_package(name, bytes);
    letters += ending == ".docx" ? 1 : 0;
  }
  CHECK(letters == static_cast<int>(hostile_names().size()));
}

/// All texts of a package's part.
std::string text_of(const pugi::xml_node& node) {
  std::string text = node.type() == pugi::node_pcdata ? node.value() : "";
  for (const pugi::xml_node& child : node.children()) text += text_of(child);
  return text;
}

std::string letter_text(const std::string& bytes) {
  pugi::xml_document document;
  const auto package = office::unpack(bytes);
  REQUIRE(package.has_value());
  document.load_string(package->at("word/document.xml").c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
  return text_of(document);
}

struct HostileStore {
  test::TemporaryFolder folder;
  std::string path = folder.path() + "/a.db";

  HostileStore() {
    auto store = corpus::Store::open(path, {}, test::standard());
    REQUIRE(store.has_value());
    for (const corpus::ProcessedFile& processed : hostile_files())
      (*store)->put_file(processed, "", "", {"1", "1", "1"},
                         {processed.file.source.path,
                          processed.file.source.member,
                          100,
                          0,
                          {processed.file.notices[0].city, processed.file.notices[0].county, ""}});
  }
};

}  // namespace

TEST_CASE("no word of a notice acts in any report") {
  const test::ScratchFolder folder;
  std::vector<report::ReportInput> inputs;
  for (const corpus::ProcessedFile& processed : hostile_files())
    inputs.push_back({to_string(processed.outcome), &processed.file, &processed.audited});
  report::ReportOptions options;
  options.folder = folder.path() + "/report";
  options.csv = options.letters = true;
  options.programmes = &test::programmes();
  options.today = {2024, 11, 20};
  Decision decision;
  decision.finding = hostile_files()[0].audited[0].findings.at(0).id;
  decision.state = "dismissed";
  decision.reason = hostile_words()[8] + hostile_words()[6];
  options.decisions = {decision};
  REQUIRE(report::write_reports(inputs, options).has_value());
  check_folder(options.folder);
  // What looks like a placeholder stands in some letter as it was written.
  bool as_written = false;
  for (const auto& entry : fs::directory_iterator(options.folder + "/letters"))
    as_written = as_written || contains(letter_text(test::read_bytes(entry.path().string())), "{{社区}}{{事项.问题}}");
  CHECK(as_written);
  const auto summary = report::terminal_summary(inputs, options, false);
  REQUIRE(summary.has_value());
  CHECK(acting(*summary).empty());
}

TEST_CASE("no word of a notice acts in what a store gives out") {
  const HostileStore store;
  for (const char* what : {"records", "findings"}) {
    check_csv(what, test::run_program({"export", "--db", store.path, "--what", what}).out);
    check_json(what, test::run_program({"export", "--db", store.path, "--what", what, "--format", "json"}).out);
    check_json(what,
               test::run_program({"export", "--db", store.path, "--what", what, "--format", "json", "--unmasked"}).out);
  }
  for (const char* by : {"city", "county", "street", "tier", "indicator", "rule"}) {
    check_csv(by, test::run_program({"stats", "--db", store.path, "--by", by, "--format", "csv"}).out);
    check_json(by, test::run_program({"stats", "--db", store.path, "--by", by, "--format", "json"}).out);
    CHECK(acting(test::run_program({"stats", "--db", store.path, "--by", by}).out).empty());
  }
  CHECK(acting(test::run_program({"stats", "--db", store.path, "--clusters"}).out).empty());
  check_csv("search", test::run_program({"search", "覆盖率", "--db", store.path, "--format", "csv"}).out);
  check_json("search", test::run_program({"search", "覆盖率", "--db", store.path, "--format", "json"}).out);
  const test::ProgramResult shown = test::run_program({"search", "覆盖率", "--db", store.path});
  CHECK(acting(shown.out).empty());
  CHECK(acting(shown.errors).empty());
  for (const std::string& name : hostile_names()) {
    const test::ProgramResult history = test::run_program({"history", name, "--db", store.path});
    CHECK(acting(history.out).empty());
    CHECK(acting(history.errors).empty());
  }
  const std::string report = store.folder.path() + "/report";
  const test::ProgramResult written =
      test::run_program({"report", "--db", store.path, "--all-versions", "-o", report, "--csv", "--letters"});
  INFO(written.errors);
  CHECK(written.status <= 1);
  CHECK(acting(written.out).empty());
  check_folder(report);
}

TEST_CASE("searched words are words, never syntax") {
  const HostileStore hostile;
  auto store = corpus::Store::open(hostile.path, {}, test::standard());
  REQUIRE(store.has_value());
  const auto found = [&](const std::string& words) {
    corpus::SearchQuery query;
    query.words = words;
    query.limit = 100000;
    return corpus::search(**store, query);
  };
  // Signs between words are passed over, in the index as in what is asked; every run of letters, digits or characters
  // stands in what is found, as it is.
  std::vector<std::string> asked = hostile_words();
  for (const char* more :
       {"\"",          "\"\"",  "*",        "%",          "_",       "^",           "(",           "柳*",
        "覆%率",       "覆_率", "a AND b",  "NOT 覆盖率", "-覆盖率", "text:覆盖率", "{text} : 覆", "覆盖率 OR 达标",
        "' OR '1'='1", "\\",    "覆盖率\"", "?1",         ":1",      "[0-9]"})
    asked.emplace_back(more);
  const auto is_word = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0;
  };
  const auto lower = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  };
  for (const std::string& words : asked) {
    INFO(words);
    for (const corpus::SearchHit& hit : found(words)) {
      if (!hit.no) continue;  // beside the table: title, preamble and footer are searched, a part of them shown
      const std::string text = lower(presentable(hit.text)), wanted = lower(words);
      for (auto begin = wanted.begin(); begin != wanted.end();) {
        begin = std::find_if(begin, wanted.end(), is_word);
        const auto end = std::find_if_not(begin, wanted.end(), is_word);
        const std::string run(begin, end);
        INFO(run);
        if (utf8::valid(run)) CHECK(contains(text, presentable(run)));
        begin = end;
      }
    }
  }
  // What stands in a claim is found by itself.
  for (const char* words :
       {"DROP", "NEAR(柳", "column:词*", "{{社区}}{{事项.问题}}{community}{0}{}%s%n${HOME}$(id)", "'!A0"}) {
    INFO(words);
    CHECK_FALSE(found(words).empty());
  }
  CHECK(found("覆%率").size() == found("覆 率").size());
  CHECK(found("覆_率").size() == found("覆 率").size());
  CHECK(found("无此词语* OR 覆盖率").empty());
  CHECK(found("覆盖率 无此词语").empty());
}

TEST_CASE("no word of a notice acts in a page or an answer of the workbench") {
  const HostileStore store;
  web::WorkbenchOptions options;
  options.store = store.path;
  auto opened = web::Workbench::open(options, test::programmes());
  REQUIRE(opened.has_value());
  const auto ask = [&](const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
    web::Request request;
    request.method = "GET";
    request.path = path;
    request.query = std::move(query);
    request.headers["host"] = "127.0.0.1";
    request.peer = "127.0.0.1";
    INFO(path);
    const auto refused = (*opened)->admit(request);
    const web::Response response = refused ? *refused : (*opened)->answer(request);
    CHECK(response.status < 500);
    for (const auto& [name, value] : response.headers) {
      INFO(name << ": " << value);
      CHECK(acting(value).empty());
      CHECK(value.find_first_of("\r\n") == std::string::npos);
    }
    if (contains(response.type, "html"))
      check_html(path, response.body);
    else if (contains(response.type, "json"))
      check_json(path, response.body);
    else if (contains(response.type, "csv"))
      check_csv(path, response.body);
    else if (contains(response.type, "officedocument"))
      check_package(path, response.body);
    return response;
  };
  const nlohmann::json notices = nlohmann::json::parse(ask("/api/v1/notices", {{"limit", "100"}}).body);
  REQUIRE(notices["items"].size() == hostile_names().size());
  for (const nlohmann::json& item : notices["items"]) {
    const std::string id = item["id"];
    const nlohmann::json notice = nlohmann::json::parse(ask("/api/v1/notices/" + id).body);
    ask("/notices/" + id);
    ask("/api/v1/notices/" + id, {{"unmasked", "1"}});
    ask("/api/v1/notices/" + id + "/rows/1/claim");
    if (!notice["findings"].empty()) {
      const std::string finding = notice["findings"][0]["id"];
      ask("/compare/" + finding);
      ask("/api/v1/findings/" + finding + "/decisions");
      ask("/api/v1/findings/" + finding + "/comparison");
    }
  }
  for (const char* page : {"/", "/files", "/ledger", "/statistics", "/samples", "/settings", "/log", "/metrics",
                           "/api/v1/statistics", "/api/v1/ledger.xlsx", "/api/v1/views", "/api/v1/samples",
                           "/api/v1/timeline", "/api/v1/reasons", "/api/v1/activities", "/api/v1/session"})
    ask(page);
  std::vector<std::string> words = hostile_words();
  words.insert(words.end(), hostile_names().begin(), hostile_names().end());
  for (const std::string& word : words) {
    for (const char* name : {"q", "community", "county", "city", "tier", "rule", "state", "sort", "programme"})
      ask("/", {{name, word}});
    for (const char* page : {"/history", "/api/v1/history"}) ask(page, {{"community", word}});
    for (const char* page : {"/causes", "/api/v1/causes"}) ask(page, {{"rule", "bare-assertion"}, {"county", word}});
    ask("/api/v1/search", {{"q", word}});
    ask("/statistics", {{"by", word}});
    ask("/sign-in", {{"next", word}});
    ask("/notices/" + word);
    ask("/" + word);
  }
}
