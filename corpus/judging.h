// SPDX-License-Identifier: GPL-3.0-or-later
// The last stage of an ingest: each notice of a store beside all others, on every core.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "audit/auditor.h"
#include "corpus/copies/notice_copies.h"
#include "corpus/store/store.h"

namespace gongshi::corpus {

struct JudgedNotice {
  std::int64_t id = 0;
  AuditedNotice audited;             ///< Without grades where these stand as they were.
  std::vector<std::int64_t> stored;  ///< As Store::put_audited takes them.
};

/// Judges notices of a store whose copy index is complete. Reads only; what it gives depends on the store's contents
/// alone, not on the number of threads.
class JudgingPanel {
 public:
  /// `threads`: 0 for one per core. A store that nobody else may open is read by the calling thread alone. `rules` is
  /// the version that findings are to stand for. All references must outlive the panel. Throws DatabaseError.
  JudgingPanel(Store& store, const Programmes& programmes, const audit::Config& config, std::string rules, int threads);
  JudgingPanel(const JudgingPanel&) = delete;
  JudgingPanel& operator=(const JudgingPanel&) = delete;
  ~JudgingPanel();

  /// Begins to judge these notices and returns at once; where there is one thread only, nothing happens before
  /// finish(). `stopped` is asked before each notice, by several threads; true leaves out those that are left. May be
  /// empty.
  void begin(std::vector<std::int64_t> notices, std::function<bool()> stopped = {});
  /// What came of the notices that begin() was given, in their order; without meaning where that was stopped. Throws
  /// DatabaseError.
  [[nodiscard]] std::vector<JudgedNotice> finish();

 private:
  class Judge;
  struct Work;

  CommunityNames names_;
  std::vector<std::unique_ptr<Judge>> judges_;
  std::unique_ptr<Work> work_;
};

}  // namespace gongshi::corpus
