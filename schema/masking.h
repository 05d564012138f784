// SPDX-License-Identifier: GPL-3.0-or-later
// Personal data hidden from what people are shown: names of contacts and residents, mobile numbers, identity numbers.
// Office telephones and units stay.
//
// Whoever prints, draws or exports masks last:
//
//   const Notice shown = masked(notice);                  // every text of it
//   const AuditedNotice found = masked(audited, notice);  // findings' quotes and messages
//   const auto areas = personal_areas(notice);            // to be painted over in pictures, by page
//
// Masked text has as many bytes as before ("王小明 13812345678" → "王＊＊ 138********"), so that spans, ranges and
// places keep their meaning.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/finding.h"
#include "schema/notice.h"

namespace gongshi {
inline namespace schema {

/// Where `text` holds personal data: the whole names of `persons`, names that follow words such as 联系人 with a colon,
/// mobile numbers (eleven digits from 13 to 19, also full width or parted by single spaces and hyphens) and identity
/// numbers. In text order, without overlaps.
[[nodiscard]] std::vector<ByteRange> personal_ranges(std::string_view text,
                                                     const std::vector<std::string>& persons = {});

/// `text` with those ranges masked: of names the first character stays, of numbers the first three digits.
[[nodiscard]] std::string masked_text(std::string_view text, const std::vector<std::string>& persons = {});

/// Copies with every text masked. Persons are those of the notice's contact, and what normalize/ marked as personal in
/// claims.
[[nodiscard]] Notice masked(Notice notice);
[[nodiscard]] NoticeFile masked(NoticeFile file);
/// `notice` is the one that was audited, before masking.
[[nodiscard]] AuditedNotice masked(AuditedNotice audited, const Notice& notice);
[[nodiscard]] Finding masked(Finding finding, const Notice& notice);

/// The areas of personal data on each page (1-based), for PagePictures' masks. Empty for flow formats.
[[nodiscard]] std::map<int, std::vector<Box>> personal_areas(const Notice& notice);

}  // namespace schema
}  // namespace gongshi
