// SPDX-License-Identifier: GPL-3.0-or-later
// Records or findings of a store as CSV or JSON Lines.
#pragma once

#include <functional>
#include <string_view>

#include "corpus/store/search.h"
#include "schema/result.h"

namespace gongshi::app {

struct ExportRequest {
  enum class What { kRecords, kFindings };  ///< One line per indicator row, or per finding with its decision.
  enum class Format { kCsv, kJson };        ///< JSON: the form of `gongshi audit --format json`, one notice a line.
  What what = What::kFindings;
  Format format = Format::kCsv;
  corpus::NoticeFilter filter;
  bool unmasked = false;
};

/// Hands the export to `write` piece by piece: one notice at a time, so that an export of a hundred thousand needs no
/// more memory than one. Errors: "store-failed" (what was handed on is not whole then).
[[nodiscard]] Result<void> export_store(corpus::Store& store, const ExportRequest& request,
                                        const std::function<void(std::string_view piece)>& write);

}  // namespace gongshi::app
