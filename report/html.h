// SPDX-License-Identifier: GPL-3.0-or-later
// The HTML report: contexts for the templates notice.html and overview.html.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "report/run.h"

namespace gongshi::report {

/// A page picture that was written to pictures/.
struct WrittenPicture {
  int page = 0;
  std::string file;           ///< Name in pictures/.
  int width = 0, height = 0;  ///< Pixels.
  Box area;                   ///< Points.
};

/// Pages of the notice that have something to show: those with findings, or all that the notice stands on. Ascending,
/// without doubles.
[[nodiscard]] std::vector<int> pages_to_draw(const NoticeEntry& entry, bool all);

/// Context of notice.html. `no_pictures`: code of PagePictures' error where there are none because of their source
/// ("source-gone", "source-changed"), else empty.
[[nodiscard]] nlohmann::json notice_context(const Run& run, const NoticeEntry& entry,
                                            const std::vector<WrittenPicture>& pictures, std::string_view no_pictures);

/// Context of rules.html: what each rule looks for, on what it rests, what is to be done.
[[nodiscard]] nlohmann::json rule_pages_context(const Run& run);

/// Context of overview.html, without "plots" and "hash".
[[nodiscard]] nlohmann::json overview_context(const Run& run);

/// What both pages say of a notice: its place, its file, its rows and findings counted.
[[nodiscard]] nlohmann::json entry_context(const Run& run, const NoticeEntry& entry);

/// The text of assets/overview-data.js.
[[nodiscard]] std::string overview_data(const Run& run);

/// Chinese words for a problem of reading; the English message where there are none.
[[nodiscard]] std::string problem_text(const Run& run, const Problem& problem);

/// `part` of `whole` in per cent without decimals: "93%"; never 100% or 0% unless exactly so. "–" of nothing.
[[nodiscard]] std::string share(int part, int whole);

/// "2025年3月4日 12:05"
[[nodiscard]] std::string generated_at(const ReportOptions& options);

}  // namespace gongshi::report
