// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a store, taking files into it, taking them out of it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "corpus/ingest.h"
#include "corpus/store/store.h"
#include "corpus/store/store_care.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

/// Opens the store at `path`; one that is not there is made unless `must_exist`. Errors: "store-missing",
/// "store-unusable".
[[nodiscard]] Result<std::unique_ptr<corpus::Store>> open_store(const std::string& path, bool must_exist,
                                                                const Programmes& programmes,
                                                                int cache_kilobytes = 65536);

/// Opens a store that is there for asking it: also one that this user may not write to. Errors: as open_store.
[[nodiscard]] Result<std::unique_ptr<corpus::Store>> open_store_to_read(const std::string& path,
                                                                        const Programmes& programmes);

/// corpus::known_programmes of the store at `path`; `given` where there is none yet. Errors: those of
/// open_store_to_read.
[[nodiscard]] Result<Programmes> programmes_of_store(const std::string& path, const Programmes& given);

struct IngestRequest {
  std::vector<std::string> paths;
  corpus::IngestOptions options;  ///< The programmes are set by the call.
};

/// Reads what is new or changed into the store. `watcher` may be empty; false from it stops the run at the next file's
/// end. Errors: those of corpus::ingest.
[[nodiscard]] Result<corpus::IngestReport> ingest(
    corpus::Store& store, const IngestRequest& request, const Programmes& programmes,
    const std::function<bool(const corpus::IngestProgress&)>& watcher = {});

/// What became of one name that was to be forgotten: how many places it was known at, 0 for a name that the store does
/// not know.
using Forgotten = std::pair<std::string, int>;

/// Removes all data of the files (path, archive!member or SHA-256) and their traces; a relative path counts as it is
/// written and as the file that it names from here. One answer per name. Errors: "store-failed".
[[nodiscard]] Result<std::vector<Forgotten>> forget(corpus::Store& store, const std::vector<std::string>& files);

/// A backup that was made: its file and what it holds.
struct Backup {
  std::string path;
  corpus::StoreCondition condition;
};
/// corpus::back_up; without a target into a dated file beside the store. Errors: those of corpus::back_up.
[[nodiscard]] Result<Backup> back_up(const std::string& store, const std::string& target, bool force);
/// corpus::copy_store.
[[nodiscard]] Result<corpus::StoreCondition> copy_store(const std::string& from, const std::string& to,
                                                        const corpus::Region& region);
/// corpus::restore.
[[nodiscard]] Result<corpus::Restored> restore(const std::string& backup, const std::string& store, bool force);

}  // namespace gongshi::app
