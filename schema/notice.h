// SPDX-License-Identifier: GPL-3.0-or-later
// One notice: a community's statement, row by row, of how it meets the standard. Made by normalize/ from a Document.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/claim.h"
#include "schema/document.h"

namespace gongshi {
inline namespace schema {

/// A cell of an indicator row, joined from all its fragments (page breaks, split tables).
struct RecordCell {
  Text text;  ///< As printed; "\n" between paragraphs of the cell, line wraps undone.
  std::vector<Place>
      places;  ///< First fragment first, each with page and box (or flow place). Empty where the file lacks the cell.
  double confidence = 1;   ///< 0–1, least of the text's.
  bool uncertain = false;  ///< A figure of the cell could not be confirmed.
  std::string
      suggested;  ///< The standard's text where what was read is a near match of it (OCR only); never replaces text.
  bool from_standard =
      false;  ///< Taken from the standard after a check of digits and length, without full recognition.

  [[nodiscard]] const std::string& str() const { return text.utf8; }
  [[nodiscard]] bool empty() const { return text.empty(); }
};

/// One row of the indicator table.
struct IndicatorRecord {
  std::string category;  ///< 一级指标, filled from the merged cell that spans the row.
  int no = 0;  ///< 序号 as printed, or the row's place in the notice's own numbering where the file lost it.
  bool no_printed = true;
  std::optional<int> indicator;  ///< Number of the matched indicator in the notice's tier; empty if none matches.
  double match = 0;              ///< 0–1: how well it matches.
  RecordCell number;             ///< 序号 cell
  RecordCell name;               ///< 二级指标
  RecordCell definition;         ///< 指标释义
  RecordCell requirement;        ///< 标准要求
  RecordCell claim;              ///< 完成情况
  ClaimFacts facts;              ///< Parsed claim.

  /// Of the row: first fragment first. From the claim, or the first cell that has a place.
  [[nodiscard]] std::vector<Place> places() const;
  [[nodiscard]] double confidence() const;
};

/// 公示期 as the notice states it.
struct PublicityPeriod {
  std::optional<int> stated_days;
  bool working_days = false;       ///< 工作日
  std::optional<Date> begin, end;  ///< year 0 where neither printed nor known from context.
  bool year_inferred = false;
  bool end_date_valid = true, begin_date_valid = true;  ///< False for days that the calendar does not have (11月31日).
  ByteRange range;                                      ///< In `Notice::footer` or `Notice::preamble`, see in_footer.
  bool in_footer = true;
};

/// Where objections go.
struct Contact {
  std::string unit;                     ///< 联系单位; "" if none.
  std::vector<std::string> persons;     ///< As printed.
  std::vector<std::string> telephones;  ///< As printed.
};

struct Notice {
  int index = 0;  ///< 0-based place in its file.
  Text title, preamble, table_title, footer;
  std::string programme;  ///< Id of the programme that it is a notice of (schema/programme.h).
  std::string community;  ///< As printed, without a leading 智慧.
  std::string tier;       ///< "基础型", "成长型", "标杆型" (a tier name of the standard); "" if unknown.
  std::string edition;    ///< Edition of the standard that the quoted text fits best; "" if the tier has only one.
  std::vector<std::string>
      tiers_named;  ///< Every tier named by title, preamble and table title, in that order, no doubles.
  std::string city, county, street;   ///< As far as the text names them: 滕州市, 龙泉街道; "" if unknown.
  std::string authority;              ///< Who organised the acceptance: 滕州市大数据中心.
  std::vector<std::string> header;    ///< The table's header cells as printed.
  std::vector<IndicatorRecord> rows;  ///< In the order of the table.
  std::optional<PublicityPeriod> period;
  std::optional<DateMention> acceptance;  ///< When the acceptance took place; range in preamble.
  Contact contact;
  std::vector<NameMention> title_names, preamble_names, table_title_names;
  std::vector<NameMention>
      footer_names;  ///< Regions, and area codes of telephones that are none of the own city's: `name`
                     ///< is the code then, `parents` the cities that have it as far as known.
  std::vector<PersonalMention> preamble_personal, footer_personal;
  std::vector<Problem> problems;
};

/// A file with its notices: what `gongshi extract` prints.
struct NoticeFile {
  Source source;
  std::vector<Page> pages;
  std::vector<Notice> notices;
  std::vector<Problem> problems;
};

}  // namespace schema
}  // namespace gongshi
