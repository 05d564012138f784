// SPDX-License-Identifier: GPL-3.0-or-later
// What recognition does to a table (misread characters, lost and misread numbers, lost rows, rows torn in two) must not
// move rows to other numbers.
#include <catch2/catch.hpp>
#include <random>

#include "normalize/notice_builder.h"
#include "schema/utf8.h"
#include "tests/support/documents.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

struct Noise {
  double characters = 0;       ///< Share of characters read as another one.
  double numbers_lost = 0;     ///< Share of 序号 that are not read at all.
  double numbers_misread = 0;  ///< Share of 序号 that are read as another number.
  double rows_lost = 0;        ///< Share of rows that are not found.
};

class Damage {
 public:
  Damage(const Noise& noise, unsigned seed) : noise_(noise), random_(seed) {}

  bool happens(double share) { return std::uniform_real_distribution<double>(0, 1)(random_) < share; }
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  std::string misread(const std::string& text) {
    std::u32string characters = utf8::decode(text);
    for (char32_t& character : characters)
      if (character != U'\n' && happens(noise_.characters)) character = static_cast<char32_t>(between(0x4E00, 0x9000));
    return utf8::encode(characters);
  }

  std::string number(const std::string& text) {
    if (happens(noise_.numbers_lost)) return "";
    if (happens(noise_.numbers_misread)) return std::to_string(between(1, 40));
    return text;
  }

 private:
  Noise noise_;
  std::mt19937 random_;
};

void mark_recognised(Document& document) {
  for (Block& block : document.blocks)
    for (Cell& cell : block.table.cells)
      for (Paragraph& paragraph : cell.paragraphs)
        for (TextSpan& span : paragraph.text.spans) span.confidence = 0.9F;
}

struct Outcome {
  int rows = 0, right = 0, extra = 0;
};

// Claims say which row they are of, so that every row found can be held against its number.
Outcome measure(const Noise& noise, const std::string& tier, unsigned seed) {
  Damage damage(noise, seed);
  const test::Rows whole = test::whole_table(tier);
  std::vector<Block> blocks = {test::paragraph(tier + "智慧社区（云杉社区）")};
  test::Rows page = {whole[0]};
  std::vector<int> kept;
  int page_number = 1;
  for (std::size_t i = 1; i < whole.size(); ++i) {
    if (damage.happens(noise.rows_lost)) continue;
    kept.push_back(static_cast<int>(i));
    std::vector<std::string> row = whole[i];
    for (std::size_t col : {2U, 3U, 4U}) row[col] = damage.misread(row[col]);
    row[1] = damage.number(row[1]);
    row[5] = "第" + std::to_string(i) + "行的情况";
    if (page.size() == 8) {
      blocks.push_back(test::page_table(page_number++, page));
      page = {whole[0]};
    }
    if (page.size() == 1 && row[0] == "^") row[0] = "";
    page.push_back(row);
  }
  blocks.push_back(test::page_table(page_number, page));
  Document document = test::document(std::move(blocks));
  mark_recognised(document);
  const NoticeFile file = normalize::build_notices(document, test::programme());
  Outcome outcome;
  outcome.rows = static_cast<int>(kept.size());
  if (file.notices.size() != 1) return outcome;
  for (const IndicatorRecord& row : file.notices[0].rows) {
    const bool right = row.claim.str() == "第" + std::to_string(row.no) + "行的情况";
    outcome.right += right;
    outcome.extra += !right;
  }
  return outcome;
}

Outcome measure_all(const Noise& noise) {
  Outcome sum;
  for (const char* tier : {"基础型", "成长型", "标杆型"})
    for (unsigned seed = 1; seed <= 10; ++seed) {
      const Outcome one = measure(noise, tier, seed);
      sum.rows += one.rows;
      sum.right += one.right;
      sum.extra += one.extra;
    }
  return sum;
}

}  // namespace

TEST_CASE("misread texts and numbers move no row") {
  const Outcome outcome = measure_all({0.10, 0.10, 0.10, 0});
  INFO(outcome.right << " of " << outcome.rows << " rows right, " << outcome.extra << " wrong");
  CHECK(outcome.right == outcome.rows);
  CHECK(outcome.extra == 0);
}

TEST_CASE("lost rows do not move the others") {
  const Outcome outcome = measure_all({0.05, 0.15, 0.05, 0.05});
  INFO(outcome.right << " of " << outcome.rows << " rows right, " << outcome.extra << " wrong");
  CHECK(outcome.right >= outcome.rows * 0.995);
}

TEST_CASE("a page read badly keeps most of its rows") {
  const Outcome outcome = measure_all({0.22, 0.5, 0.2, 0.03});
  INFO(outcome.right << " of " << outcome.rows << " rows right, " << outcome.extra << " wrong");
  CHECK(outcome.right >= outcome.rows * 0.97);
}
