// SPDX-License-Identifier: GPL-3.0-or-later
// One notice in several forms: the Word file beside its print as PDF or its scan. They are one notice; the surest
// reading of it stands, and the others are its copies. A corrected notice is none: a figure that was read for certain,
// a row or a day of publicity that differs makes another version (store/search.h, versions_of).
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "corpus/pipeline.h"
#include "schema/notice.h"

namespace gongshi::corpus {

/// One reading of a notice: the notice, and the file that it was read from.
struct NoticeReading {
  const NoticeFile* file = nullptr;
  const Notice* notice = nullptr;
};

/// True where both say the same of the same body: white space, punctuation and widths aside, and where one was
/// recognised, what recognition spoils: a tenth of the characters, and figures that it is not sure of itself.
[[nodiscard]] bool same_notice(const NoticeReading& one, const NoticeReading& other);

/// For each reading the place of the one that stands for it: its own, where it stands itself. The surest stands: what
/// was not recognised before what was, then by confidence, by rows, by pages that can be shown; then the first.
[[nodiscard]] std::vector<std::size_t> standing_readings(const std::vector<NoticeReading>& readings);

/// A file and a notice of it, by their places.
using NoticePlace = std::pair<std::size_t, std::size_t>;

/// The copies among the notices of these files, each with the notice that stands for it.
[[nodiscard]] std::map<NoticePlace, NoticePlace> copies_among(const std::vector<ProcessedFile>& files);

/// Takes the copies out. Their files say which notice they are ("same-notice"), those that stand name their copies
/// ("other-forms").
void leave_copies_out(std::vector<ProcessedFile>& files);

/// What the file of a notice that stands says of its copies.
[[nodiscard]] Problem other_forms(const std::vector<std::string>& names);

}  // namespace gongshi::corpus
