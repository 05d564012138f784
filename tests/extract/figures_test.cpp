// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/figures.h"

#include <catch2/catch.hpp>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

std::vector<std::string> figures(std::string_view text) {
  std::vector<std::string> found;
  for (const Figure& figure : find_figures(test::line_of(text))) found.push_back(utf8::encode(figure.text));
  return found;
}

std::unique_ptr<Recognizer> engine(std::string text, float confidence = 0.99F) {
  return std::make_unique<test::FakeEngine>([=](const GreyImage&) { return test::line_of(text, 20, confidence); });
}

/// The marked characters after a look at `read` by engines that read `again` (lines) and `alone` (figures alone).
std::string marked(const std::string& read, const std::vector<std::string>& again,
                   const std::vector<std::string>& alone, float own_confidence = 0.9F) {
  LineText text = test::line_of(read, 20, own_confidence);
  SecondLooks looks;
  for (const std::string& line : again) looks.lines.push_back(engine(line));
  for (const std::string& digits : alone) looks.digits.push_back(engine(digits));
  const auto first = engine(read, own_confidence);
  confirm_figures(GreyImage(400, 30), 24, text, *first, looks);
  std::string result;
  for (const LineCharacter& character : text.characters)
    if (character.uncertain) utf8::append(result, character.code);
  CHECK(test::text_of(text) == read);
  return result;
}

}  // namespace

TEST_CASE("figures of a line are found with their decimal point and per cent sign") {
  CHECK(figures("共1620户，覆盖率为92.78%。") == std::vector<std::string>{"1620", "92.78%"});
  CHECK(figures("覆盖率80％，面积１．３平方公里") == std::vector<std::string>{"80%", "1.3"});
  CHECK(figures("1.为23名老人") == std::vector<std::string>{"1", "23"});
  CHECK(figures("社区内5G网络") == std::vector<std::string>{});
  CHECK(figures("组织三次活动，统一管理") == std::vector<std::string>{"三"});
  CHECK(figures("").empty());
}

TEST_CASE("a figure is certain when another engine reads it too, else it is marked") {
  CHECK(marked("共1620户", {"共1620户"}, {}).empty());
  CHECK(marked("共1620户", {"共1628户"}, {}) == "1620");
  CHECK(marked("共1620户", {}, {"1620"}).empty());
  CHECK(marked("共1620户", {}, {"162"}) == "1620");
  CHECK(marked("共1620户，率92.78%", {"共1620户，率92.73%"}, {}) == "92.78%");
  CHECK(marked("无数字", {}, {}).empty());
}

TEST_CASE("the surer an engine is, the less it takes to confirm a figure") {
  // The reading of the figure alone, where that of the line says otherwise.
  CHECK(marked("共1620户", {"共162户"}, {"1620"}, 0.99F).empty());
  CHECK(marked("共1620户", {"共162户"}, {"1620"}, 0.97F) == "1620");
  // That of the line; both.
  CHECK(marked("共1620户", {"共1620户"}, {}, 0.88F) == "1620");
  CHECK(marked("共1620户", {"共1620户"}, {"1620"}, 0.88F).empty());
  CHECK(marked("共1620户", {"共1620户"}, {"1620"}, 0.6F) == "1620");
}

TEST_CASE("an engine confirms its own figures only where it is nearly sure both times") {
  CHECK(marked("共1620户", {}, {}, 0.995F).empty());
  CHECK(marked("共1620户", {}, {}, 0.95F) == "1620");
}

TEST_CASE("an engine that squeezes lines looks again at the full width") {
  class Squeezing final : public Recognizer {
   public:
    LineText read_line(const GreyImage&) override { return test::line_of("共1628户", 20, 0.99F); }
    LineText read_unsqueezed(const GreyImage&) override { return test::line_of("共1620户", 20, 0.99F); }
    std::string name() const override { return "squeezing"; }
  } engine;
  SecondLooks none;
  LineText differs = test::line_of("共1628户", 20, 0.99F), same = test::line_of("共1620户", 20, 0.99F);
  confirm_figures(GreyImage(400, 30), 24, differs, engine, none);
  confirm_figures(GreyImage(400, 30), 24, same, engine, none);
  CHECK(differs.characters[1].uncertain);
  CHECK_FALSE(same.characters[1].uncertain);
}

TEST_CASE("two engines that both read nothing confirm nothing") { CHECK(marked("共1620户", {""}, {""}) == "1620"); }

TEST_CASE("a figure beside a sign that stands for a digit is marked, whoever confirms it") {
  CHECK(marked("共1了24户", {"共1了24户"}, {}) == "124");
  CHECK(marked("达到了0%", {"达到了0%"}, {}) == "0%");
  CHECK(marked("建成了3个", {"建成了3个"}, {}).empty());
}

TEST_CASE("figures that another reading of the line has not are doubted") {
  LineText text = test::line_of("共3790块，率89.7%");
  doubt_figures_unlike(test::line_of("共8790块，率89.7%"), text);
  std::string marks;
  for (const LineCharacter& character : text.characters)
    if (character.uncertain) utf8::append(marks, character.code);
  CHECK(marks == "3790");
}
