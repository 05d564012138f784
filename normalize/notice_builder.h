// SPDX-License-Identifier: GPL-3.0-or-later
// The entrance to normalize/: Document → Notices.
#pragma once

#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Raised whenever other Notices are built of some Document than before: those in stores are built anew then, without
/// reading the files.
inline constexpr int kRecordVersion = 4;

/// Splits the document into notices, joins tables and rows over page breaks, finds the columns, aligns the rows to the
/// tier's indicators, and parses the facts of every claim, the period, the contacts and the names. A document without
/// an indicator table gives a file without notices and the problem "not-a-notice". Text is kept as printed.
[[nodiscard]] NoticeFile build_notices(const Document& document, const Programme& programme);

/// The same where the programme is not known: each notice is one of the programme that it names (ProgrammeCues,
/// document numbers, title of the standard, names of tiers), where several fit of the one whose texts it quotes best,
/// and where it names none of the first whose indicators its table has.
[[nodiscard]] NoticeFile build_notices(const Document& document, const Programmes& programmes);

}  // namespace gongshi::normalize
