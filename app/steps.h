// SPDX-License-Identifier: GPL-3.0-or-later
// Steps of people's work that can be taken back, by who took them, whenever: what was changed at once, with what stood
// before. Kept in the store, so that neither a page that is left nor a server that ends forgets them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "corpus/store/reviewing.h"
#include "corpus/store/store.h"
#include "schema/notice.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

/// What a step changed.
struct StepChanges {
  struct State {
    std::string notice;         ///< NoticeKey::str()
    std::string before, after;  ///< As set by a person; "" where it followed from the decisions.
  };
  struct Word {
    std::string finding;
    std::optional<DecisionEvent> before;
    std::int64_t version = 0;  ///< Of the word that was said.
  };
  /// A corrected claim. Its words are kept apart from the step and go with the file they are of.
  struct Reading {
    corpus::NoticeKey notice;
    int no = 0;
    std::string after;
    RecordCell before;
  };
  std::vector<State> states;
  std::vector<Word> words;
  std::vector<Reading> readings;
};

/// A step that was taken.
struct Step {
  std::string id;                     ///< "" where nothing was changed: there is nothing to be taken back.
  std::size_t changed = 0;            ///< Notices or findings.
  std::vector<std::int64_t> notices;  ///< Whose line of the queue is another now.
};

/// Keeps the step `what` ("decision", "group", "cause", "letters", "ledger", "state", "reading") of `person`, which
/// touched `notices` (ids, any order). Needs a transaction of the caller. Throws corpus::DatabaseError.
[[nodiscard]] Step put_step(corpus::Store& store, const std::string& what, const StepChanges& changes,
                            const std::vector<std::int64_t>& notices, const std::string& person);

/// A step that stands.
struct StepRecord {
  std::string id, what, at;
  std::size_t changed = 0;
};
/// The person's last steps that were not taken back, the latest first, at most 20: those that touched the notice
/// (NoticeKey::str()) and few others, or, for "", those that touched many. Throws corpus::DatabaseError.
[[nodiscard]] std::vector<StepRecord> steps_of(corpus::Store& store, const std::string& person,
                                               const std::string& notice = "");

struct Undone {
  std::size_t restored = 0;
  std::size_t left = 0;  ///< Changed by somebody meanwhile: they stay as they are.
  std::vector<std::int64_t> notices;
  std::vector<std::string> findings;  ///< Whose word is another now.
  std::size_t readings = 0;           ///< Of those restored: claims that stand as they were read; audited anew.
};
/// Puts back what the step changed, as new words and states of `person`; corrected notices are judged anew (`rules` as
/// StageVersions has it). Errors: "step-unknown" (the person took none of this id, or took it back already),
/// "store-failed".
[[nodiscard]] Result<Undone> undo_step(corpus::Store& store, const std::string& step, const std::string& person,
                                       const Programmes& programmes, const audit::Config& config,
                                       const std::string& rules);

}  // namespace gongshi::app
