// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/letters.h"

#include <catch2/catch.hpp>
#include <deque>
#include <pugixml.hpp>

#include "office/package.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/report_samples.h"

using namespace gongshi;
using namespace gongshi::report;

namespace {

constexpr const char* kHead =
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
constexpr const char* kFoot = "</w:body></w:document>";

std::string filled(const std::string& body, const LetterValues& values) {
  const auto letter = office::pack({{"word/document.xml", kHead + body + kFoot}});
  REQUIRE(letter.has_value());
  const auto made = fill_letter(*letter, values);
  REQUIRE(made.has_value());
  const std::string xml = office::unpack(*made)->at("word/document.xml");
  const std::size_t begin = xml.find(kHead) + std::string(kHead).size();
  return xml.substr(begin, xml.find(kFoot) - begin);
}

std::string text_of(const pugi::xml_node& node) {
  std::string out = std::string_view(node.name()) == "w:t" ? node.child_value() : "";
  for (const pugi::xml_node& child : node.children()) out += text_of(child);
  return out;
}

}  // namespace

TEST_CASE("a placeholder that Word cut into runs is filled once, with its format") {
  CHECK(filled("<w:p><w:r><w:t>致{{社</w:t></w:r><w:r><w:t>区</w:t></w:r><w:r><w:t>}}：</w:t></w:r></w:p>",
               {{{"社区", "柳岸<社区>"}}, "事项", {}}) ==
        "<w:p><w:r><w:t xml:space=\"preserve\">致柳岸&lt;社区&gt;</w:t></w:r><w:r><w:t "
        "xml:space=\"preserve\"></w:t></w:r><w:r><w:t xml:space=\"preserve\">：</w:t></w:r></w:p>");
}

TEST_CASE("a row with placeholders of a finding is repeated, line breaks are kept") {
  const std::string made =
      filled("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{事项.问题}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
             {{}, "事项", {{{"问题", "甲"}}, {{"问题", "乙\n丙"}}}});
  pugi::xml_document document;
  REQUIRE(document.load_string(("<r xmlns:w=\"w\">" + made + "</r>").c_str()));
  const auto rows = document.child("r").child("w:tbl").children("w:tr");
  CHECK(std::distance(rows.begin(), rows.end()) == 2);
  CHECK(made.find("乙</w:t><w:br/><w:t xml:space=\"preserve\">丙") != std::string::npos);
}

TEST_CASE("placeholders and control characters in a notice's words are words") {
  const std::string made = filled(
      "<w:p><w:r><w:t>{{社区}}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{事项.问题}}</w:t></w:r></w:p></"
      "w:tc></w:tr></w:tbl>",
      {{{"社区", "{{市}}社区"}, {"市", "某市"}}, "事项", {{{"问题", "{{事项.问题}}{{无}}\x1b\u202E"}}}});
  CHECK(made.find("{{市}}社区") != std::string::npos);
  CHECK(made.find(">{{事项.问题}}{{无}}<") != std::string::npos);
}

TEST_CASE("an unknown placeholder is named") {
  const auto letter =
      office::pack({{"word/document.xml", std::string(kHead) + "<w:p><w:r><w:t>{{社圈}}</w:t></w:r></w:p>" + kFoot}});
  const auto made = fill_letter(*letter, {{}, "事项", {}});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().code == "template-invalid");
  CHECK(made.error().message.find("社圈") != std::string::npos);
  CHECK(fill_letter("no file", {}).error().code == "template-invalid");
}

TEST_CASE("the default template gives a letter per community, with every finding from the configured severity on") {
  const test::ScratchFolder folder;
  const test::SampleRun samples;
  ReportOptions options = samples.options(folder.path());
  options.configuration.deadlines.error = 10;
  options.configuration.deadlines.working_days = false;
  options.configuration.bureau.name = "流云市大数据中心";
  const auto run = Run::make(samples.inputs(), options);
  REQUIRE(run.has_value());
  const auto written = write_letters(*run, folder.path());
  INFO((written ? "" : written.error().message));
  REQUIRE(written.has_value());
  const auto bytes = office::read_whole_file(folder.file("0001-柳岸社区.docx").string());
  REQUIRE(bytes.has_value());
  CHECK_FALSE(std::filesystem::exists(folder.file("0002-石桥湾社区.docx")));
  const auto unpacked = office::unpack(*bytes);
  REQUIRE(unpacked.has_value());
  const office::Package& package = unpacked.value();
  pugi::xml_document document;
  REQUIRE(document.load_string(package.at("word/document.xml").c_str()));
  const std::string text = text_of(document);
  INFO(text);
  CHECK(text.find("{{") == std::string::npos);
  CHECK(text.find("有4处内容需要核实，其中第1项需重点核实") != std::string::npos);
  CHECK(text.find("2025年3月14日前") != std::string::npos);
  CHECK(text.find("流云市大数据中心") != std::string::npos);
  for (const char* part : {"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml"})
    CHECK(package.contains(part));
}

TEST_CASE("a county's letter names what weighs, tells the rest by rule, and says where the whole list is") {
  const test::ScratchFolder folder;
  const test::SampleRun samples;
  ReportOptions options = samples.options(folder.path());
  options.configuration.letters_by = "county";
  constexpr int kCommunities = 60;
  std::deque<NoticeFile> files;
  std::vector<ReportInput> inputs;
  test::SampleRun source;
  for (int i = 0; i < kCommunities; ++i) {
    files.push_back(source.file(0));
    files.back().source.path = "柳岸" + std::to_string(i) + ".docx";
    files.back().notices.front().community = "柳岸" + std::to_string(i) + "社区";
    inputs.push_back({"read", &files.back(), &source.audited(0)});
  }
  const auto run = Run::make(inputs, options);
  REQUIRE(run.has_value());
  REQUIRE(write_letters(*run, folder.path()).has_value());
  const auto bytes = office::read_whole_file(folder.file("0001-未注明县区.docx").string());
  REQUIRE(bytes.has_value());
  const auto package = office::unpack(*bytes);
  pugi::xml_document document;
  REQUIRE(document.load_string(package->at("word/document.xml").c_str()));
  const std::string text = text_of(document);
  const auto count = [&](const std::string& part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  };
  INFO(text);
  CHECK(count("所写80.5%与自身数量不一致") == 20);  // each by itself
  CHECK(text.find("有240处内容需要核实，其中第1至21项需重点核实") != std::string::npos);
  CHECK(text.find("等40个社区，共40处") != std::string::npos);  // what is left of them
  CHECK(text.find("等60个社区，共60处") != std::string::npos);
  CHECK(text.find("以上共240处，逐条内容见所附问题台账") != std::string::npos);
  CHECK(text.size() < 20000);
  // Of a few communities, each row is told.
  inputs.resize(3);
  const test::ScratchFolder few;
  const auto small = Run::make(inputs, options);
  REQUIRE(write_letters(*small, few.path()).has_value());
  const auto short_bytes = office::read_whole_file(few.file("0001-未注明县区.docx").string());
  REQUIRE(document.load_string(office::unpack(*short_bytes)->at("word/document.xml").c_str()));
  CHECK(text_of(document).find("逐条内容见所附问题台账") == std::string::npos);
}

TEST_CASE("the manual names every placeholder that the built-in template has") {
  const std::string manual = test::read_bytes(std::string(test::kSourceFolder) + "/docs/configuration.md");
  const auto bytes = default_letter_template();
  REQUIRE(bytes.has_value());
  const std::string xml = office::unpack(*bytes)->at("word/document.xml");
  int found = 0;
  for (std::size_t at = xml.find("{{"); at != std::string::npos; at = xml.find("{{", at + 2)) {
    const std::string placeholder = xml.substr(at, xml.find("}}", at) + 2 - at);
    INFO(placeholder);
    CHECK(manual.find(placeholder) != std::string::npos);
    ++found;
  }
  CHECK(found > 10);
}
