// SPDX-License-Identifier: GPL-3.0-or-later
// A whole programme of notices drafted from documents: the standard's annex, and notices of it where there are some.
// The draft can be used as it is; what a person must look at is said.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "normalize/draft/standard_draft.h"
#include "schema/document.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::normalize {

struct ProgrammeDraft {
  std::string id;  ///< As options say, else from the title's year: "draft-2024".
  Standard standard;
  /// The folder's files by their names in it ("programme.json", "words/measures.json"), ready to be written.
  std::vector<std::pair<std::string, std::string>> files;
  std::vector<std::string> remarks;  ///< One line each: what a person must check or complete. English, for tr().
};

struct ProgrammeDraftOptions {
  std::string id;       ///< Lower case letters, digits, '-', '_', '.'; "": made up.
  DraftOptions tables;  ///< Tier and edition where documents do not say them.
  std::string body;     ///< What is judged (学校); "": as the texts say.
};

/// Drafts from all documents together: every table of indicators is a tier (a tier that stands twice is taken from its
/// first table), title and document number are the first that are named. Tables that print a claim beside the
/// indicators are notices: they name the body too. `base` lends common words, and texts only where the documents print
/// the same. Errors: "draft-no-table", "draft-no-tier".
[[nodiscard]] Result<ProgrammeDraft> draft_programme(const std::vector<Document>& documents, const Programme& base,
                                                     const ProgrammeDraftOptions& options = {});

}  // namespace gongshi::normalize
