// SPDX-License-Identifier: GPL-3.0-or-later
// The commands on a store, as people run them; personal data hidden unless asked for.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/fictional_notices.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

using namespace gongshi;
using test::run_program;

namespace {

constexpr const char* kPerson = "王小明";
constexpr const char* kMobile = "13812345678";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

long lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

// Two notices of one community, a year apart, and one of another.
class Delivery {
 public:
  Delivery() {
    Notice notice = test::fictional_notice(0, test::standard());
    notice.footer.utf8 += std::string("，联系人：") + kPerson + "，手机：" + kMobile;
    notice.rows[3].claim.text.utf8 =
        std::string("由网格员") + "负责，手机" + kMobile + "，全天有人接听并登记处理结果。";
    folder_.write("in/云州市/栖霞岭区/2024.docx", test::to_docx(notice));
    std::string& preamble = notice.preamble.utf8;
    for (std::size_t at = preamble.find("2024"); at != std::string::npos; at = preamble.find("2024"))
      preamble.replace(at, 4, "2025");
    notice.rows[5].claim.text.utf8 = "";
    folder_.write("in/云州市/栖霞岭区/2025.docx", test::to_docx(notice));
    folder_.write("in/青陵市/栖霞岭区/1.pdf", test::to_pdf(test::fictional_notice(1, test::standard())));
    community_ = notice.community;
  }
  [[nodiscard]] std::string in() const { return folder_.path() + "/in"; }
  [[nodiscard]] std::string db() const { return folder_.path() + "/a.db"; }
  [[nodiscard]] const std::string& community() const { return community_; }

  [[nodiscard]] test::ProgramResult ingest() const {
    return run_program({"ingest", in(), "--db", db(), "--regions", "{city}/{county}", "--ocr", "none"});
  }
  [[nodiscard]] std::string ask(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin() + 1, {"--db", db()});
    const auto run = run_program(arguments);
    INFO(run.errors);
    CHECK(run.status == 0);
    return run.out;
  }

 private:
  test::TemporaryFolder folder_;
  std::string community_;
};

}  // namespace

TEST_CASE("a delivery goes in and can be asked, without personal data") {
  const Delivery delivery;
  const auto ingested = delivery.ingest();
  REQUIRE(ingested.status == 0);
  CHECK(contains(ingested.out, "3 read"));
  CHECK(contains(ingested.errors, "workers: "));

  const std::string found = delivery.ask({"search", "接听"});
  CHECK(contains(found, "1 of 1"));  // the latest version only
  CHECK(contains(found, "2025.docx, row 4"));
  CHECK(contains(delivery.ask({"search", "接听", "--format", "csv"}), "云州市,栖霞岭区"));
  CHECK(lines(delivery.ask({"stats", "--by", "city", "--format", "json"})) == 2);
  CHECK(lines(delivery.ask({"stats", "--by", "rule", "--format", "csv"})) > 2);
  CHECK(lines(delivery.ask({"stats", "--sample", "2", "--seed", "7", "--format", "json"})) == 2);
  const std::string history = delivery.ask({"history", delivery.community()});
  CHECK(contains(history, "2024-11-04"));
  CHECK(contains(history, "new: 6 claim-empty"));

  const std::string records = delivery.ask({"export", "--what", "records", "--format", "csv"});
  CHECK(records.starts_with("\xEF\xBB\xBFsource,sha256,city"));
  CHECK(lines(records) > 40);
  std::istringstream findings(delivery.ask({"export", "--what", "findings", "--format", "json"}));
  int documents = 0;
  for (std::string line; std::getline(findings, line); ++documents) {
    const auto document = nlohmann::json::parse(line);
    CHECK(document.at("format") == "gongshi.findings/1");
    CHECK(document.at("notices").size() == 1);
  }
  CHECK(documents == 2);

  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"search", "接听"},
                                             {"search", "手机"},
                                             {"history", delivery.community()},
                                             {"export", "--what", "records"},
                                             {"export", "--format", "json"},
                                             {"export", "--what", "records", "--format", "json"}}) {
    INFO(command[0]);
    const std::string out = delivery.ask(command);
    CHECK_FALSE(contains(out, kMobile));
    CHECK_FALSE(contains(out, kPerson));
  }
  CHECK(contains(delivery.ask({"search", "接听", "--unmasked"}), kMobile));
  CHECK(contains(delivery.ask({"export", "--what", "records", "--format", "json", "--unmasked"}), kPerson));

  CHECK(contains(delivery.ask({"forget", delivery.in() + "/云州市/栖霞岭区/2025.docx"}), "forgotten"));
  CHECK(contains(delivery.ask({"search", "接听"}), "2024.docx"));
  CHECK(run_program({"forget", "nothing", "--db", delivery.db()}).status == 2);
}

TEST_CASE("audit hides personal data unless asked not to, extract shows it unless asked to hide it") {
  const Delivery delivery;
  const std::string file = delivery.in() + "/云州市/栖霞岭区/2024.docx";
  const auto out = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json", "--ocr", "none"});
    return run_program(arguments).out;
  };
  const std::string audit = out({"audit", file});
  CHECK(contains(audit, "gongshi.findings/1"));
  CHECK_FALSE(contains(audit, kMobile));
  CHECK_FALSE(contains(audit, kPerson));
  CHECK(contains(out({"audit", file, "--unmasked"}), kPerson));
  CHECK(contains(out({"extract", file}), kMobile));
  CHECK(contains(out({"extract", file}), kPerson));
  const std::string hidden = out({"extract", file, "--mask"});
  CHECK(contains(hidden, "138********"));
  CHECK_FALSE(contains(hidden, kMobile));
  CHECK_FALSE(contains(hidden, kPerson));
}
