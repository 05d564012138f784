// SPDX-License-Identifier: GPL-3.0-or-later
// The commands on a store, as people run them; personal data hidden unless asked for.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "corpus/store/store.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/postgresql.h"
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
  [[nodiscard]] std::string db() const { return test::store_at(folder_.path() + "/a.db"); }
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

TEST_CASE("a delivery goes in and can be asked, without personal data", "[store]") {
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

namespace {

// A notice in a PDF and one in an archive, and what `gongshi report` draws of them.
class Pictures {
 public:
  Pictures() {
    folder_.write("in/a.pdf", pdf(0));
    folder_.write("in/b.zip", test::to_zip({{"县/b.pdf", pdf(1)}}));
  }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_.path() + "/in/" + name; }
  static std::string pdf(std::uint64_t number) {
    return test::to_pdf(test::fictional_notice(number, test::standard()));
  }

  void ingest(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"ingest", folder_.path() + "/in", "--db", db(), "--ocr", "none"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    REQUIRE(run_program(arguments).status == 0);
  }
  /// Pictures in the report, by the first digits of their names (place of the file in the store), and its pages' text.
  struct Shown {
    std::map<std::string, int> pictures;
    std::string pages;
  };
  [[nodiscard]] Shown report() const {
    const std::string out = folder_.path() + "/report";
    std::filesystem::remove_all(out);
    const auto run = run_program({"report", "--db", db(), "-o", out});
    INFO(run.errors);
    REQUIRE(run.status <= 1);
    Shown shown;
    for (const auto& entry : std::filesystem::directory_iterator(out + "/pictures"))
      ++shown.pictures[entry.path().filename().string().substr(0, 4)];
    for (const auto& entry : std::filesystem::directory_iterator(out + "/notices"))
      shown.pages += test::read_bytes(entry.path().string());
    return shown;
  }

 private:
  [[nodiscard]] std::string db() const { return test::store_at(folder_.path() + "/a.db"); }
  test::TemporaryFolder folder_;
};

constexpr const char* kGone = "原文件已不在读取时的位置";
constexpr const char* kChanged = "原文件在读取之后有改动";

}  // namespace

TEST_CASE("pages are drawn later from where the files lie, and a clear word stands where they do not", "[store]") {
  const Pictures pictures;
  pictures.ingest();
  const Pictures::Shown first = pictures.report();
  REQUIRE(first.pictures.size() == 2);  // a member of an archive is found in it
  CHECK_FALSE(contains(first.pages, kGone));

  std::ofstream(pictures.file("a.pdf"), std::ios::app) << "% another byte";
  const Pictures::Shown changed = pictures.report();
  CHECK(changed.pictures.size() == 1);
  CHECK(contains(changed.pages, kChanged));

  std::filesystem::remove(pictures.file("a.pdf"));
  std::filesystem::remove(pictures.file("b.zip"));
  const Pictures::Shown gone = pictures.report();
  CHECK(gone.pictures.empty());
  CHECK(contains(gone.pages, kGone));
  CHECK_FALSE(contains(gone.pages, kChanged));
}

TEST_CASE("an archive that has lost a member has lost its pictures", "[store]") {
  const Pictures pictures;
  pictures.ingest();
  std::ofstream(pictures.file("b.zip"), std::ios::binary | std::ios::trunc)
      << test::to_zip({{"other.pdf", Pictures::pdf(2)}});
  const Pictures::Shown shown = pictures.report();
  CHECK(shown.pictures.size() == 1);
  CHECK(contains(shown.pages, kGone));
}

TEST_CASE("pages are drawn from kept bytes where the files are gone or changed", "[store]") {
  const Pictures pictures;
  pictures.ingest();
  pictures.ingest({"--keep-sources"});  // catches up on files that went in without
  const Pictures::Shown first = pictures.report();
  REQUIRE(first.pictures.size() == 2);
  std::ofstream(pictures.file("a.pdf"), std::ios::app) << "% another byte";
  std::filesystem::remove(pictures.file("b.zip"));
  const Pictures::Shown kept = pictures.report();
  CHECK(kept.pictures == first.pictures);
  CHECK_FALSE(contains(kept.pages, kGone));
  CHECK_FALSE(contains(kept.pages, kChanged));
}

TEST_CASE("the log for machines is one object a line, of the documented shapes") {
  const test::TemporaryFolder folder;
  folder.write("in/a.docx", test::to_docx(test::fictional_notice(0, test::standard())));
  folder.write("in/broken.docx", "PK\x03\x04 this is no package");
  folder.write("in/b.zip", test::to_zip({{"b.docx", test::to_docx(test::fictional_notice(1, test::standard()))}}));
  const auto run = run_program({"ingest", folder.path() + "/in", folder.path() + "/none", "--db",
                                folder.path() + "/a.db", "--ocr", "none", "--json-log"});
  CHECK(run.status == 3);
  const std::map<std::string, std::set<std::string>> members = {
      {"progress", {"event", "seconds", "stage", "notices", "findings", "done", "total"}},
      {"file", {"event", "seconds", "stage", "notices", "findings", "outcome", "path"}},
      {"problem", {"event", "seconds", "code", "reason"}},
      {"finished",
       {"event", "seconds", "files", "read", "unchanged", "rebuilt", "judged", "notices", "findings", "refused",
        "crashed", "gone", "unread", "protections"}}};
  std::map<std::string, int> seen;
  std::set<std::string> stages, outcomes;
  nlohmann::json last;
  std::istringstream log(run.errors);
  for (std::string line; std::getline(log, line);) {
    INFO(line);
    last = nlohmann::json::parse(line);
    const auto event = last.at("event").get<std::string>();
    ++seen[event];
    REQUIRE(members.count(event) == 1);
    for (const std::string& member : members.at(event)) CHECK(last.contains(member));
    for (const auto& [member, value] : last.items()) {
      const bool optional = member == "path" || member == "reason" || member == "seconds_left";
      CHECK((optional || members.at(event).count(member) == 1));
      CHECK(value.is_string() == (member == "event" || member == "stage" || member == "outcome" || member == "path" ||
                                  member == "reason" || member == "code" || member == "protections"));
    }
    if (last.contains("stage")) stages.insert(last["stage"]);
    if (last.contains("outcome")) {
      outcomes.insert(last["outcome"]);
      CHECK(last.contains("reason") == (last["outcome"] == "refused"));
    }
  }
  CHECK(seen["file"] == 3);
  CHECK(seen["problem"] == 1);
  CHECK(seen["finished"] == 1);
  CHECK(last.at("event") == "finished");
  CHECK(last.at("files") == 3);
  CHECK(last.at("refused") == 1);
  CHECK(last.at("notices") == 2);
  CHECK(stages == std::set<std::string>{"reading", "comparing"});
  CHECK(outcomes == std::set<std::string>{"read", "refused"});
}

namespace {

// The last line of a log for machines.
nlohmann::json last_event(const std::string& log) {
  std::istringstream lines_of(log);
  std::string last;
  for (std::string line; std::getline(lines_of, line);) last = line;
  INFO(log);
  return nlohmann::json::parse(last);
}

void check_failed(const nlohmann::json& event, const std::string& code, const std::string& words) {
  INFO(event.dump());
  CHECK(event.size() == 4);
  CHECK(event.at("event") == "failed");
  CHECK(event.at("code") == code);
  CHECK(event.at("seconds").is_number());
  CHECK(contains(event.at("reason"), words));
}

// No file can grow beyond so many bytes, as on a full disk, while the object lives.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

// Runs an ingest, interrupts it at the first file that it tells of, and gives its log. The log's pipe is small: the
// program cannot run far ahead of whoever reads it.
std::string interrupted_log(const std::string& in, const std::string& db) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  ::fcntl(ends[1], F_SETPIPE_SZ, 4096);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
    ::execl(test::kProgram, "gongshi", "ingest", in.c_str(), "--db", db.c_str(), "--json-log", "--ocr", "none",
            "--jobs", "1", nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string log;
  FILE* file = ::fdopen(ends[0], "r");
  char line[4096];
  for (bool sent = false; std::fgets(line, sizeof line, file) != nullptr; log += line)
    if (!sent && contains(line, "\"event\":\"file\"")) sent = ::kill(child, SIGINT) == 0;
  std::fclose(file);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 130);
  return log;
}

}  // namespace

TEST_CASE("the log for machines ends with why an ingest failed, and the next run goes on") {
  const test::TemporaryFolder folder;
  constexpr int kFiles = 40;
  for (std::uint64_t i = 0; i < kFiles; ++i)
    folder.write("in/" + std::to_string(i) + ".docx", test::to_docx(test::fictional_notice(i, test::standard())));
  const std::string in = folder.path() + "/in", db = folder.path() + "/a.db";
  const std::vector<std::string> ingest = {"ingest", in, "--db", db, "--ocr", "none", "--json-log", "--jobs", "1"};

  const auto no_scratch = run_program(ingest, "", {"TMPDIR=/proc"});
  CHECK(no_scratch.status == 3);
  check_failed(last_event(no_scratch.errors), "worker-start", "TMPDIR");
  {
    const SmallFiles full(64 * 1024);
    const auto run = run_program(ingest);
    CHECK(run.status == 3);
    check_failed(last_event(run.errors), "store-failed", "What was reported as done stands");
  }
  check_failed(last_event(interrupted_log(in, db)), "stopped", "before the work was done");

  const auto rest = run_program(ingest);
  CHECK(rest.status == 0);
  const auto finished = last_event(rest.errors);
  CHECK(finished.at("event") == "finished");
  CHECK(finished.at("read") < kFiles);
  CHECK(finished.at("judged") == kFiles);
}

TEST_CASE("exports carry what reviewers decided, with personal data hidden", "[store]") {
  const Delivery delivery;
  REQUIRE(delivery.ingest().status == 0);
  std::istringstream lines_of(delivery.ask({"export", "--format", "json"}));
  std::string line;
  REQUIRE(std::getline(lines_of, line));
  const auto document = nlohmann::json::parse(line);
  const std::string finding = document.at("notices")[0].at("findings")[0].at("id");
  Decision decision;
  decision.finding = finding;
  decision.state = "dismissed";
  decision.reason = std::string("现场已核，问过") + kMobile;
  decision.reviewer = "核查一组";
  decision.decided = "2025-03-04";
  {
    const auto store = corpus::Store::open(delivery.db(), {}, test::standard());
    REQUIRE(store.has_value());
    (*store)->put_decision(decision);
  }
  const std::string csv = delivery.ask({"export"});
  CHECK(contains(csv, ",state,opinion,reason,reply,reviewer,decided"));
  CHECK(contains(csv, ",dismissed,,现场已核，问过138********,,核查一组,2025-03-04"));
  const std::string json = delivery.ask({"export", "--format", "json"});
  CHECK(contains(json, R"("state":"dismissed")"));
  CHECK_FALSE(contains(json, kMobile));
  CHECK(contains(delivery.ask({"export", "--unmasked"}), kMobile));
}

TEST_CASE("one notice in two files is one notice, in a store and in an audit") {
  const test::TemporaryFolder folder;
  Notice notice = test::fictional_notice(0, test::standard());
  folder.write("in/a.docx", test::to_docx(notice));
  notice.rows[0].claim.text.utf8 += "。";  // punctuation makes no other notice
  folder.write("in/b.docx", test::to_docx(notice));
  const std::string in = folder.path() + "/in", db = folder.path() + "/a.db";
  REQUIRE(run_program({"ingest", in, "--db", db, "--ocr", "none"}).status == 0);
  const auto stats = run_program({"stats", "--db", db, "--by", "tier", "--format", "json"});
  CHECK(nlohmann::json::parse(stats.out).at("notices") == "1");
  const auto history = run_program({"history", notice.community, "--db", db});
  CHECK(contains(history.out, "the same notice: "));
  CHECK_FALSE(contains(history.out, " -> "));
  const auto audit = run_program({"audit", in, "--format", "json", "--ocr", "none"});
  std::istringstream documents(audit.out);
  std::string first, second;
  std::getline(documents, first);
  std::getline(documents, second);
  CHECK_FALSE(nlohmann::json::parse(first).at("notices").at(0).contains("copy_of"));
  CHECK(nlohmann::json::parse(second).at("notices").at(0).at("copy_of").at("path") == in + "/a.docx");
}
