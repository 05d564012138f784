// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/codec.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "schema/json.h"
#include "tests/support/records.h"

namespace gongshi::corpus {
namespace {

NoticeFile example() {
  NoticeFile file;
  file.source = {"a.zip", "b/c.docx", std::string(64, 'a'), "docx", 12345, 3};
  file.pages.push_back({1, 595.28, 841.89, 90, "ocr", "engine 1", 300, "note"});
  Notice notice = test::make_notice("成长型", "云溪社区", "覆盖3790户，覆盖率100%。");
  notice.community = "云溪社区";
  notice.period = PublicityPeriod{5, true, Date{2024, 11, 7}, Date{2024, 11, 12}, false, true, true, {0, 0}, true};
  TextSpan span;
  span.range = {0, 6};
  span.place = {2, {72.25, 100.5, 90.75, 112.125}, -1, -1, -1, -1};
  span.confidence = 0.875F;
  span.edges = {72.25F, 84.25F, 96.25F};
  span.char_confidence = {0.9F, 0.875F};
  notice.rows[0].claim.text.spans.push_back(span);
  notice.rows[0].claim.places = {span.place};
  file.notices.push_back(notice);
  file.problems.push_back({"page-empty", "Page 3 is empty.", 3});
  return file;
}

}  // namespace

TEST_CASE("a record comes back as it was, and encodes to the same bytes again") {
  const NoticeFile file = example();
  const std::string bytes = encode(file);
  const auto back = decode_notice_file(bytes);
  REQUIRE(back.has_value());
  CHECK(encode(*back) == bytes);
  CHECK(to_json(*back) == to_json(file));
  const TextSpan& span = back->notices[0].rows[0].claim.text.spans[0];
  CHECK(span.edges == std::vector<float>{72.25F, 84.25F, 96.25F});
  CHECK(span.confidence == Approx(0.875));
  CHECK(back->notices[0].rows[0].facts.quantities.size() == file.notices[0].rows[0].facts.quantities.size());
}

TEST_CASE("a damaged record is refused, never believed") {
  const std::string bytes = encode(example());
  for (std::size_t size = 0; size < bytes.size(); size += 7)
    CHECK_FALSE(decode_notice_file(std::string_view(bytes).substr(0, size)).has_value());
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string damaged = bytes;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    if (const auto read = decode_notice_file(damaged)) CHECK(read->notices.size() <= bytes.size());
  }
}

TEST_CASE("messages read back what was written, and tell when they end too early") {
  const std::string bytes = MessageWriter().integer(-5).string("社区").integer(INT64_MIN).take();
  MessageReader reader(bytes);
  CHECK(reader.integer() == -5);
  CHECK(reader.string() == "社区");
  CHECK(reader.integer() == INT64_MIN);
  CHECK(reader.ok());
  CHECK(reader.integer() == 0);
  CHECK_FALSE(reader.ok());
}

#if defined(__x86_64__) && defined(__GLIBCXX__) && !defined(_GLIBCXX_DEBUG)
// A field that is added to a record and not to corpus/codec.cpp would be lost between processes without a word.
TEST_CASE("every record has the size that the codec was written for") {
  INFO("a record has gained or lost a field: describe() in corpus/codec.cpp must follow, then this number");
  CHECK(sizeof(Notice) == 1016);
  CHECK(sizeof(IndicatorRecord) == 1072);
  CHECK(sizeof(RecordCell) == 160);
  CHECK(sizeof(ClaimFacts) == 216);
  CHECK(sizeof(Quantity) == 256);
  CHECK(sizeof(RatioStatement) == 208);
  CHECK(sizeof(ListStatement) == 136);
  CHECK(sizeof(DateMention) == 40);
  CHECK(sizeof(NameMention) == 80);
  CHECK(sizeof(PublicityPeriod) == 60);
  CHECK(sizeof(Contact) == 80);
  CHECK(sizeof(Text) == 80);
  CHECK(sizeof(TextSpan) == 120);
  CHECK(sizeof(Table) == 120);
  CHECK(sizeof(Cell) == 120);
  CHECK(sizeof(Block) == 232);
  CHECK(sizeof(Paragraph) == 96);
  CHECK(sizeof(Page) == 136);
  CHECK(sizeof(Source) == 144);
  CHECK(sizeof(Finding) == 432);
  CHECK(sizeof(NoticeReference) == 120);
}
#endif

}  // namespace gongshi::corpus
