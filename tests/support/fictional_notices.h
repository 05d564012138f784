// SPDX-License-Identifier: GPL-3.0-or-later
// Notices of communities that do not exist, as many as wanted, for tests and benchmarks: as .docx and as PDF with a
// text layer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/notice.h"
#include "schema/standard.h"

namespace gongshi::test {

/// Names of the invented place that notice `number` belongs to.
struct FictionalPlace {
  std::string city, county, street, community;
};
[[nodiscard]] FictionalPlace fictional_place(std::uint64_t number);

/// Notice `number`: the same number gives the same notice. Tier, figures and wording vary; every tenth notice takes
/// over the claims of the one before it, with its own name. Facts are not parsed.
[[nodiscard]] Notice fictional_notice(std::uint64_t number, const Standard& standard);

/// A Word document with the notice's title, preamble, table and footer.
[[nodiscard]] std::string to_docx(const Notice& notice);
/// A PDF with a text layer and a ruled table over as many pages as needed.
[[nodiscard]] std::string to_pdf(const Notice& notice);

/// A zip archive of files that are stored, not packed (packed where `deflate`).
struct ZipMember {
  std::string name, bytes;
};
[[nodiscard]] std::string to_zip(const std::vector<ZipMember>& members, bool deflate = false);

}  // namespace gongshi::test
