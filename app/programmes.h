// SPDX-License-Identifier: GPL-3.0-or-later
// A new programme of notices from its standard's annex.
#pragma once

#include <string>
#include <vector>

#include "app/reading.h"
#include "extract/options.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

struct DraftRequest {
  std::vector<std::string>
      documents;              ///< The annex, and notices of the programme where there are some; any form of file.
  std::string folder;         ///< Where the programme goes: created; must be empty or not there unless `replace`.
  bool replace = false;       ///< Files of the same names are written over.
  std::string tier, edition;  ///< Where the documents do not say them.
  std::string body;           ///< What is judged (学校); "": as the documents say.
  extract::Options options;
};

struct DraftAnswer {
  std::string id;     ///< After the folder's name.
  std::string title;  ///< Of the standard.
  std::size_t tiers = 0, indicators = 0, clauses = 0;
  std::vector<std::string>
      remarks;  ///< What a person must look at, one line each; they stand in the folder's README.md too.
};

/// Reads the documents, drafts the programme, writes its folder and checks it as every programme is checked.
/// `programmes` lend common words, and texts where the documents print the same. Errors: those of reading (with the
/// path), "draft-no-table", "draft-no-tier", "folder-in-use", "file-unwritable", and those of load_programme.
[[nodiscard]] Result<DraftAnswer> draft_programme(const DraftRequest& request, const Programmes& programmes);

}  // namespace gongshi::app
