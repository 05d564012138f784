// SPDX-License-Identifier: GPL-3.0-or-later
// The folder that reports are written into. A report knows what it wrote (run.json has the hash of every file), so that
// the next one can replace it whole and still lose nothing that a person put in: files that were changed since are kept
// under a dated name, files that gongshi did not write stay.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "schema/result.h"

namespace gongshi::report {

/// What a folder holds before a report is written into it. Names are relative to it, sorted.
struct EarlierReport {
  bool ours = false;  ///< It holds a report (run.json) of this or an earlier version.
  std::vector<std::string>
      foreign;  ///< Files that gongshi did not write. Rests of other programs (Thumbs.db) do not count.
  std::vector<std::string> changed;  ///< Files that a person changed since.
  std::vector<std::string> kept;     ///< Changed files of the time before, under their dated names.
  /// The ledger, where a person may have filled it in: it was changed, or written by a version that kept no hashes.
  std::string ledger;
  bool decisions = false;  ///< decisions.json is there.
};

/// Looks into `folder`; one that is not there or empty gives an empty answer. Errors: "report-unwritable" (it is a
/// file, or cannot be read).
[[nodiscard]] Result<EarlierReport> look_into(const std::string& folder);

/// "folder-foreign": names some of the files that gongshi did not write, and what to do.
[[nodiscard]] Error foreign_folder(const std::string& folder, const EarlierReport& earlier);

/// SHA-256 of every file below `folder` but run.json itself, by relative name.
[[nodiscard]] std::map<std::string, std::string> hashes_of(const std::string& folder);

/// A new folder beside the old one, which it replaces when all of it is written; without finish() nothing changes.
class FolderSwap {
 public:
  /// Errors: "report-unwritable".
  [[nodiscard]] static Result<FolderSwap> begin(const std::string& folder);
  FolderSwap(FolderSwap&& other) noexcept;
  FolderSwap& operator=(FolderSwap&&) = delete;
  FolderSwap(const FolderSwap&) = delete;
  FolderSwap& operator=(const FolderSwap&) = delete;
  ~FolderSwap();

  /// Where to write.
  [[nodiscard]] const std::string& path() const { return part_; }
  /// Copies what a person made from the old folder into the new one: foreign files under their names, changed ones
  /// under theirs with `stamp` ("2025-03-04-0912") in it. Gives the names under which changed ones are kept now, those
  /// of earlier times too. Errors: "report-unwritable".
  [[nodiscard]] Result<std::vector<std::string>> take_over(const EarlierReport& earlier, const std::string& stamp);
  /// Puts the new folder in the place of the old one. Errors: "report-unwritable"; then the old one stands as it was.
  [[nodiscard]] Result<void> finish();

 private:
  FolderSwap(std::string folder, std::string part) : folder_(std::move(folder)), part_(std::move(part)) {}
  std::string folder_, part_;
};

}  // namespace gongshi::report
