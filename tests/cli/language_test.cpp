// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a person uses it in a Chinese locale: no English sentence anywhere.
#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/fictional_notices.h"
#include "tests/support/hostile_files.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

using namespace gongshi;
using test::run_program;

namespace {

const std::vector<std::string> kChinese = {"LC_ALL=zh_CN.UTF-8"};

// The first three English words in a row; what is quoted (commands, members of files) is no sentence, nor are paths.
std::string english_in(std::string text) {
  text = std::regex_replace(text, std::regex("`[^`]*`"), "");
  text = std::regex_replace(text, std::regex("gongshi( [a-z-]+)+"), "");  // how a command is used
  text = std::regex_replace(text, std::regex("/[^ ：，、]*"), "");
  std::smatch found;
  static const std::regex kSentence("[A-Za-z][a-z']+ [a-z]+ [a-z]+");
  return std::regex_search(text, found, kSentence) ? found.str() : "";
}

void check_chinese(const std::string& what, const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(what << ": " << line);
    CHECK(english_in(line).empty());
  }
}

// All commands, as the man page lists them.
std::vector<std::string> commands() {
  std::vector<std::string> all;
  std::istringstream page(run_program({"man"}, "", kChinese).out);
  for (std::string line; std::getline(page, line);)
    if (line.starts_with(".SS \""))
      all.push_back(std::regex_replace(line.substr(5, line.size() - 6), std::regex(R"(\\-)"), "-"));
  return all;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

TEST_CASE("every command's help is Chinese in a Chinese locale") {
  const std::vector<std::string> all = commands();
  CHECK(all.size() > 20);
  check_chinese("--help", run_program({"--help"}, "", kChinese).out);
  for (const std::string& command : all) {
    std::vector<std::string> arguments = words_of(command);
    arguments.push_back("--help");
    const auto run = run_program(arguments, "", kChinese);
    INFO(command);
    CHECK(run.status == 0);
    CHECK(run.errors.empty());
    check_chinese(command, run.out);
  }
}

TEST_CASE("what goes wrong is said in Chinese in a Chinese locale") {
  const test::TemporaryFolder folder;
  for (const test::HostileFile& file : test::hostile_files("/etc/hostname"))
    folder.write("in/" + file.name, file.bytes);
  folder.write("in/leer.txt", "");
  folder.write("in/kaputt.pdf", "%PDF-1.4\n");
  folder.write("in/kaputt.docx", "PK\3\4");
  folder.write("in/kaputt.zip", "PK\3\4");
  folder.write("in/notizen.txt", "会议通知");
  folder.write("in/a.ceb", "Founder CEB 1");
  folder.write("in/1.docx", test::to_docx(test::fictional_notice(0, test::standard())));
  folder.write("config.json", "{\"rules\": 3}");
  folder.write("config2.json", "{\"rules\": {\"no-such-rule\": {}}}");
  folder.write("config3.json", "{");
  folder.write("programme/programme.json", "{}");
  folder.write("db.db", "no database");
  folder.write("foreign/mine.txt", "mine");
  const std::vector<std::vector<std::string>> calls = {
      {"audit", "in", "nowhere", "-o", "report", "--ocr", "none"},
      {"audit", "in", "--format", "json", "--ocr", "none"},
      {"audit", "in/1.docx", "-o", "foreign"},
      {"audit", "in/1.docx", "-o", "r", "--config", "config.json"},
      {"audit", "in/1.docx", "-o", "r", "--config", "config2.json"},
      {"audit", "in/1.docx", "-o", "r", "--config", "config3.json"},
      {"audit", "in/1.docx", "-o", "/proc/report"},
      {"audit", "in/1.docx", "--programme", "programme"},
      {"audit", "in/1.docx", "--programme", "nowhere"},
      {"audit", "in/1.docx", "--decisions", "config.json"},
      {"audit"},
      {"audit", "in", "--no-such-option"},
      {"extract", "in/kaputt.pdf", "in/kaputt.zip", "--text"},
      {"extract", "in/1.docx", "--text"},
      {"extract", "in/1.docx", "--text", "--mask"},
      {"extract", "in/1.docx", "--ocr", "no-such-engine"},
      {"ingest", "in", "--db", "store.db", "--ocr", "none"},
      {"ingest", "in", "--db", "db.db"},
      {"ingest", "in", "--db", "/proc/a.db"},
      {"search", "--db", "store.db", "达标", "--limit", "3"},
      {"search", "--db", "none.db", "达标"},
      {"stats", "--db", "store.db"},
      {"stats", "--db", "store.db", "--by", "rule"},
      {"stats", "--db", "store.db", "--by", "indicator"},
      {"stats", "--db", "store.db", "--clusters"},
      {"stats", "--db", "store.db", "--sample", "2"},
      {"history", "--db", "store.db", "nobody"},
      {"history", "--db", "store.db", "社区"},
      {"export", "--db", "store.db"},
      {"export", "--db", "store.db", "--what", "records"},
      {"forget", "--db", "store.db", "nothing.docx"},
      {"report", "--db", "store.db", "-o", "r2", "--city", "nowhere"},
      {"decisions", "import", "in/1.docx", "--db", "store.db"},
      {"decisions", "import", "in/1.docx"},
      {"decisions", "unplaced", "--db", "store.db"},
      {"programme", "list"},
      {"programme", "show"},
      {"programme", "show", "--tier", "nothing"},
      {"programme", "check", "programme"},
      {"programme", "check"},
      {"programme", "diff", "shandong-2022", "nowhere"},
      {"programme", "draft", "in/1.docx", "-o", "foreign"},
      {"rules"},
      {"explain", "no-such-rule"},
      {"user", "remove", "nobody", "--db", "store.db"},
      {"user", "token", "nobody", "--label", "x", "--db", "store.db"},
      {"serve", "--db", "store.db", "--address", "nonsense"},
      {"serve", "--db", "store.db", "--address", "0.0.0.0"},
      {"backup", "--db", "none.db", "-o", "copy.db"},
      {"nonsense"},
  };
  for (const std::vector<std::string>& call : calls) {
    std::string shown;
    for (const std::string& word : call) shown += word + " ";
    const auto run = run_program(call, folder.path(), kChinese);
    check_chinese(shown, run.errors);
    // JSON and CSV carry the words of the files themselves.
    if (shown.find("--format json") == std::string::npos) check_chinese(shown, run.out);
  }
}

TEST_CASE("headings and words of tables are in the language, and rules can be asked for by their titles") {
  const test::TemporaryFolder folder;
  Notice notice = test::fictional_notice(0, test::standard());
  notice.rows[2].claim.text.utf8 = "已达标。";
  folder.write("in/1.docx", test::to_docx(notice));
  REQUIRE(run_program({"ingest", "in", "--db", "a.db"}, folder.path(), kChinese).status == 0);
  const auto table = run_program({"stats", "--db", "a.db", "--by", "tier"}, folder.path(), kChinese);
  CHECK(table.out.find("等级") == 0);
  CHECK(table.out.find("有据占比（%）") != std::string::npos);
  const std::string title = "只有结论";
  const auto found = run_program({"search", "--db", "a.db", "--rule", title}, folder.path(), kChinese);
  INFO(found.errors);
  CHECK(found.out.find(title) != std::string::npos);
  // Programs read JSON, whose names never change.
  const auto json = run_program({"stats", "--db", "a.db", "--by", "tier", "--format", "json"}, folder.path(), kChinese);
  CHECK(json.out.find("\"tier\"") != std::string::npos);
}
