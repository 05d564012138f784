// SPDX-License-Identifier: GPL-3.0-or-later
// The Chinese signs that the code itself knows: numerals, the signs of dates and times, units, ordinals and the
// punctuation-like joiners between figures. Everything else of Chinese is data (docs/programmes.md);
// scripts/count_literals.py counts what stands in code elsewhere. No words here: a sign stands for one thing in
// every programme, and no bureau would ever want to change it.
#pragma once

#include <string_view>

namespace gongshi::signs {

// Dates and times.
inline constexpr std::string_view kYear = "年", kMonth = "月", kDay = "日", kHour = "时", kMinute = "分",
                                  kSecond = "秒";
inline constexpr char32_t kYearSign = U'年', kMonthSign = U'月', kDaySign = U'日', kDateSign = U'号', kDaysSign = U'天',
                          kYearsOldSign = U'岁', kQuarterSign = U'季', kDegreeSign = U'度', kPortionSign = U'份';

// Units, as normalize/data/units.json names them.
inline constexpr std::string_view kPieces = "个", kKinds = "种", kSorts = "类", kItems = "项", kTimes = "次",
                                  kTimesAYear = "次/年", kStoreys = "层", kHouseholds = "户", kPersons = "人",
                                  kMetres = "米", kSquareMetres = "平方米", kMu = "亩", kDays = "天",
                                  kWorkingDays = "工作日", kWeeks = "周";
inline constexpr std::string_view kMinutes = "分钟", kAges = "岁", kNumbers = "号", kLevels = "级";
inline constexpr char32_t kPiecesSign = U'个', kLevelSign = U'级';

// Ordinals and distribution.
inline constexpr std::string_view kOrdinal = "第", kEach = "每";
inline constexpr char32_t kOrdinalSign = U'第', kEachSign = U'每', kPageSign = U'页', kTotalSign = U'共';

// Strokes that recognition takes for a 1 and for 、, and the mark of a note.
inline constexpr char32_t kStrokeSign = U'丨', kDotSign = U'丶', kNoteSign = U'注';

// Between figures: a range's "to", a list's "and" and "or".
inline constexpr std::string_view kTo = "至";
inline constexpr char32_t kToSign = U'至', kUpToSign = U'到', kAndSign = U'和', kAsWellSign = U'及', kWithSign = U'与',
                          kOrSign = U'或';

inline constexpr std::u32string_view kRangeMarks = U"-~至到";
inline constexpr char32_t kEtcSign = U'等';  ///< Closes a list that goes on.

// Numerals, in the order of their values.
inline constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";     ///< 0–9
inline constexpr std::u32string_view kNumerals = U"一二三四五六七八九十";   ///< 1–10
inline constexpr std::u32string_view kFinancial = U"零壹贰叁肆伍陆柒捌玖";  ///< 0–9
inline constexpr char32_t kZeroSign = U'零', kOneSign = U'一', kPairSign = U'两', kTenSign = U'十',
                          kHundredSign = U'百', kThousandSign = U'千', kMyriadSign = U'万', kHundredMillionSign = U'亿',
                          kHalfSign = U'半', kSpokenOneSign = U'幺', kPointSign = U'点', kTenthSign = U'成',
                          kFewSign = U'几', kSomeSign = U'数';
inline constexpr std::u32string_view kDateNumerals = U"〇零○一二三四五六七八九十";
inline constexpr std::u32string_view kCountNumerals = U"0123456789一二三四五六七八九十两";
/// Other forms of ten, a hundred, a thousand, a myriad, a hundred million; twenty and thirty in one sign.
inline constexpr std::u32string_view kOtherPowers = U"拾佰仟萬億", kTens = U"廿卅";
inline constexpr std::u32string_view kPerHundred = U"百分之", kPerThousand = U"千分之", kPartsOf = U"分之";

}  // namespace gongshi::signs
