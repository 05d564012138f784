// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/language.h"

#include <catch2/catch.hpp>
#include <regex>
#include <string>
#include <vector>

using namespace gongshi;

TEST_CASE("languages are known by their codes") {
  CHECK(parse_language("zh_CN.UTF-8") == Language::kChinese);
  CHECK(parse_language("en") == Language::kEnglish);
  CHECK_FALSE(parse_language("C").has_value());
}

TEST_CASE("messages are looked up in the catalogue, and stand as they are where it lacks them") {
  set_language(Language::kChinese);
  CHECK(tr("Files and folders") == "文件和文件夹");
  CHECK(tr("no message of the program") == "no message of the program");
  CHECK(say("{} is missing.", {"--db"}) == "缺少 --db。");
  set_language(Language::kEnglish);
  CHECK(tr("Files and folders") == "Files and folders");
}

TEST_CASE("values go into a message by their order or their number") {
  CHECK(say("{} of {}", {"3", "5"}) == "3 of 5");
  CHECK(say("{2}: {1}", {"first", "second"}) == "second: first");
  CHECK(say("{} {} {9} {", {"one"}) == "one {} {9} {");
}

namespace {

// Names and words of the computer's own that stand in Chinese sentences too.
bool has_english_sentence(std::string text) {
  // What is quoted is what the person has written or is to write: commands, options, members of files.
  for (std::size_t open = text.find('`'); open != std::string::npos; open = text.find('`')) {
    const std::size_t close = text.find('`', open + 1);
    text.erase(open, close == std::string::npos ? std::string::npos : close - open + 1);
  }
  static const std::regex kSentence("[A-Za-z][a-z']+ [a-z]+ [a-z]+");
  return std::regex_search(text, kSentence);
}

std::string with_values(std::string message) {
  static const std::regex kPlaceholder(R"(\{(:[^{}]*|[1-9])?\})");
  return std::regex_replace(message, kPlaceholder, "柳岸.docx");
}

}  // namespace

TEST_CASE("errors are put into words of the reader by the message that they fit") {
  const auto chinese = [](std::string_view message) { return localized(message, Language::kChinese); };
  CHECK(localized("a.docx: could not be read.", Language::kEnglish) == "a.docx: could not be read.");
  CHECK(chinese("No table of the standard's indicators was found: the file holds no notice.") ==
        "未见标准所列的指标表，该文件不含公示。");
  CHECK(chinese("/data/a b.docx: could not be read.") == "/data/a b.docx：未能读取。");
  CHECK(chinese("a.pdf: cannot be opened: Permission denied.") == "a.pdf：无法打开：没有权限。");
  // What stands before a message and the code behind it stay.
  CHECK(chinese("a.zip: The PDF has no readable page: ask for it again. [file-damaged]") ==
        "a.zip：PDF 中没有可读的页面，请重新索取。 [file-damaged]");
  CHECK(
      chinese("Page 3 reads badly (confidence 0.41, turned by 2 degrees): ask for a sharper picture of it, taken from "
              "above.") == "第 3 页识别效果差（置信度 0.41，倾斜 2 度），请索取从正上方拍摄、更清晰的图片。");
  CHECK(chinese("The store s.db cannot be used: database or disk is full; free some space and run again: nothing that "
                "was reported as done is lost.") ==
        "库 s.db 无法使用：库或磁盘已满；请腾出空间后重新运行，已报告完成的部分不会丢失。");
  CHECK(chinese("no new privileges, resource limits; not available here: Landlock (writes confined)") ==
        "禁止提升权限、资源限制；本机不具备：Landlock（限制写入位置）");
  // Names that are to be typed stay, also those that are words elsewhere.
  CHECK(chinese(
            "r.json: Configuration: letters is not known here; known: items, deadlines, bureau (line 2, column 3).") ==
        "r.json：配置：letters 不是已知的名称，可用：items, deadlines, bureau（第 2 行第 3 列）。");
  CHECK(chinese("nobody ever said this") == "nobody ever said this");
  CHECK(chinese("柳岸社区：已是中文") == "柳岸社区：已是中文");
}

TEST_CASE("every message of the program is Chinese to a Chinese reader, whatever its values") {
  const std::vector<std::string_view> all = messages();
  CHECK(all.size() > 800);
  for (const std::string_view message : all) {
    const std::string said = with_values(std::string(message)), shown = localized(said, Language::kChinese);
    INFO(said << "\n" << shown);
    CHECK_FALSE(has_english_sentence(shown));
    // Inside another, as reasons stand behind paths.
    CHECK_FALSE(has_english_sentence(localized("/srv/公示/柳岸.docx: " + said + " [some-code]", Language::kChinese)));
  }
}
