// SPDX-License-Identifier: GPL-3.0-or-later
// What a folder of a district really holds: damaged, locked and mislabelled files among good ones. Each costs one clear
// line, and the others are audited all the same.
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/places.h"
#include "tests/support/program.h"

using nlohmann::json;
using namespace gongshi::test;

namespace {

const std::string kExamples = std::string(kSourceFolder) + "/examples";
const std::string kPdfs = std::string(kSourceFolder) + "/tests/fixtures/pdf";

/// File name → its line of `gongshi audit --format json`.
std::map<std::string, json> by_name(const std::string& out) {
  std::map<std::string, json> documents;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    json document = json::parse(line);
    const std::string path = document["source"]["path"].get<std::string>();
    documents[path.substr(path.rfind('/') + 1)] = std::move(document);
  }
  return documents;
}

/// Lines of stderr that name the file.
std::size_t lines_about(const std::string& errors, const std::string& name) {
  std::size_t count = 0;
  std::istringstream lines(errors);
  for (std::string line; std::getline(lines, line);) count += line.find(name) != std::string::npos ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("files that cannot be read cost one clear line each, and the rest is audited") {
  const TemporaryFolder folder;
  const std::string word = read_bytes(kExamples + "/柳岸社区.docx");
  const std::string pdf = read_bytes(kExamples + "/石桥湾社区.pdf");
  folder.write("good.docx", word);
  folder.write("truncated.docx", word.substr(0, word.size() / 2));
  folder.write("truncated.pdf", pdf.substr(0, 700));
  folder.write("empty.docx", "");
  folder.write("noise.pdf", "%PDF-1.7\n\xff\xfe\x00 not a PDF after all");
  folder.write("locked.pdf", read_bytes(kPdfs + "/encrypted.pdf"));

  const ProgramResult result = run_program({"audit", folder.path(), "--format", "json"});
  CHECK(result.status == 3);
  const auto documents = by_name(result.out);
  REQUIRE(documents.size() == 6);
  CHECK(documents.at("good.docx")["notices"].size() == 1);
  CHECK_FALSE(documents.at("good.docx")["notices"][0]["findings"].empty());
  for (const char* name : {"truncated.docx", "truncated.pdf", "empty.docx", "noise.pdf", "locked.pdf"}) {
    INFO(name << "\n" << result.errors);
    CHECK(documents.at(name)["notices"].empty());
    REQUIRE(documents.at(name)["problems"].size() == 1);
    CHECK_FALSE(documents.at(name)["problems"][0]["message"].get<std::string>().empty());
    CHECK(lines_about(result.errors, name) == 1);
  }
  CHECK(documents.at("locked.pdf")["problems"][0]["code"] == "file-encrypted");
  CHECK(documents.at("empty.docx")["problems"][0]["code"] == "file-empty");
}

TEST_CASE("a file is what it holds, whatever its name says") {
  const TemporaryFolder folder;
  folder.write("a-pdf.docx", read_bytes(kExamples + "/石桥湾社区.pdf"));
  folder.write("a-word-file.pdf", read_bytes(kExamples + "/柳岸社区.docx"));
  folder.write("no-ending", read_bytes(kExamples + "/青禾里社区.docx"));
  const ProgramResult result = run_program({"audit", folder.path(), "--format", "json"});
  CHECK(result.status == 1);  // read as a whole: a wrong name costs nothing, and is said
  const auto documents = by_name(result.out);
  REQUIRE(documents.size() == 3);
  for (const char* name : {"a-pdf.docx", "a-word-file.pdf"}) {
    INFO(result.errors);
    CHECK(lines_about(result.errors, name) == 1);
    CHECK(documents.at(name)["problems"][0]["code"] == "kind-mismatch");
  }
  CHECK(documents.at("a-pdf.docx")["source"]["kind"] == "pdf");
  CHECK(documents.at("a-word-file.pdf")["source"]["kind"] == "docx");
  CHECK(documents.at("no-ending")["source"]["kind"] == "docx");
  for (const auto& [name, document] : documents) CHECK(document["notices"].size() == 1);
}

TEST_CASE("a text that is no notice is no error") {
  const TemporaryFolder folder;
  folder.write("plan.txt", "2024年工作计划\n一、加强学习\n");
  const ProgramResult result = run_program({"audit", folder.path(), "--format", "json"});
  CHECK(result.status == 0);
  CHECK(by_name(result.out).at("plan.txt")["notices"].empty());
}
