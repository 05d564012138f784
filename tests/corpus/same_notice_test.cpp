// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/copies/same_notice.h"

#include <catch2/catch.hpp>

#include "tests/support/fictional_notices.h"
#include "tests/support/records.h"

namespace gongshi::corpus {
namespace {

// A file with one notice, printed or recognised.
ProcessedFile file_with(const std::string& path, const Notice& notice, const std::string& text_source = "") {
  ProcessedFile processed;
  processed.file.source.path = path;
  if (!text_source.empty()) {
    processed.file.pages.push_back({});
    processed.file.pages.back().text_source = text_source;
    processed.file.source.pages = 1;
  }
  processed.file.notices.push_back(notice);
  processed.audited.emplace_back();
  return processed;
}

Notice scanned(Notice notice) {
  for (IndicatorRecord& row : notice.rows) row.claim.confidence = 0.93;
  return notice;
}

bool same(const ProcessedFile& one, const ProcessedFile& other) {
  return same_notice({&one.file, &one.file.notices[0]}, {&other.file, &other.file.notices[0]});
}

}  // namespace

TEST_CASE("a Word file, its print and its scan are one notice, and the surest reading stands") {
  const Notice notice = test::fictional_notice(0, test::standard());
  Notice spoilt = scanned(notice);
  spoilt.rows[4].claim.text.utf8 += "。 ";
  spoilt.rows[6].claim.text.utf8 += "仕区";
  std::vector<ProcessedFile> files;
  files.push_back(file_with("扫描.pdf", spoilt, "ocr"));
  files.push_back(file_with("公示.docx", notice));
  files.push_back(file_with("打印.pdf", notice, "text-layer"));
  files.push_back(file_with("别处.docx", test::fictional_notice(1, test::standard())));
  const auto copies = copies_among(files);
  // The print can be shown, and says the same as the Word file.
  CHECK(copies == std::map<NoticePlace, NoticePlace>{{{0, 0}, {2, 0}}, {{1, 0}, {2, 0}}});

  leave_copies_out(files);
  CHECK(files[0].file.notices.empty());
  CHECK(files[1].file.notices.empty());
  CHECK(files[1].audited.empty());
  CHECK(files[1].file.problems.back().code == "same-notice");
  CHECK(files[1].file.problems.back().message.find("打印.pdf") != std::string::npos);
  REQUIRE(files[2].file.notices.size() == 1);
  CHECK(files[2].file.problems.back().code == "other-forms");
  CHECK(files[2].file.problems.back().message.find("扫描.pdf, 公示.docx") != std::string::npos);
  CHECK(files[3].file.problems.empty());
}

TEST_CASE("a corrected notice is another version, not a copy") {
  const Notice notice = test::fictional_notice(0, test::standard());
  Notice corrected = notice;
  corrected.rows[3].claim.text.utf8 += "另有3处。";
  CHECK_FALSE(same(file_with("1.docx", notice), file_with("2.docx", corrected)));
  CHECK_FALSE(same(file_with("1.docx", notice), file_with("2.pdf", scanned(corrected), "ocr")));
  // A figure that recognition is not sure of makes no version.
  Notice unsure = scanned(corrected);
  unsure.rows[3].claim.uncertain = true;
  CHECK(same(file_with("1.docx", notice), file_with("2.pdf", unsure, "ocr")));
  // Words alone differ: with recognition they may be spoilt, without it they are others.
  Notice worded = notice;
  worded.rows[3].claim.text.utf8 += "且长期有效";
  CHECK_FALSE(same(file_with("1.docx", notice), file_with("2.docx", worded)));
  // Published anew on other days.
  Notice later = notice;
  later.period = PublicityPeriod{};
  later.period->begin = Date{2031, 5, 6};
  Notice earlier = notice;
  earlier.period = PublicityPeriod{};
  earlier.period->begin = Date{2030, 5, 6};
  CHECK_FALSE(same(file_with("1.docx", earlier), file_with("2.docx", later)));
}

TEST_CASE("what differs in place or tier, or lacks rows, is not the same notice") {
  const Notice notice = test::fictional_notice(0, test::standard());
  Notice elsewhere = notice, higher = notice, shorter = notice;
  elsewhere.county = "另一县";
  CHECK(same(file_with("1.docx", notice), file_with("2.docx", elsewhere)) == notice.county.empty());
  higher.tier += "x";
  CHECK_FALSE(same(file_with("1.docx", notice), file_with("2.docx", higher)));
  shorter.rows.pop_back();
  CHECK_FALSE(same(file_with("1.docx", notice), file_with("2.docx", shorter)));
  // White space, punctuation and widths do not count.
  Notice spaced = notice;
  for (IndicatorRecord& row : spaced.rows) row.claim.text.utf8 = " " + row.claim.text.utf8 + "；";
  CHECK(same(file_with("1.docx", notice), file_with("2.pdf", spaced, "text-layer")));
}

}  // namespace gongshi::corpus
