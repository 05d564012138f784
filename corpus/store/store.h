// SPDX-License-Identifier: GPL-3.0-or-later
// The archive: every file, notice, row, figure and finding (docs/store.md describes the tables for people who query it
// themselves), in an SQLite file or on a PostgreSQL server. One writes at a time, others may read meanwhile. What a
// call has committed survives a crash of the process and of the machine.
//
//   auto store = Store::open("archive.db", {}, standard);
//   (*store)->find_file(sha256)
//
// Functions that touch the database throw DatabaseError (corpus/database.h) when the disk is full, gone, or the file is
// damaged.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/pipeline.h"
#include "corpus/store/database.h"
#include "corpus/store/packing.h"
#include "schema/decision.h"
#include "schema/finding.h"
#include "schema/masking.h"
#include "schema/notice.h"
#include "schema/result.h"
#include "schema/standard.h"

namespace gongshi::corpus {

struct StoreOptions {
  bool read_only = false;
  bool exclusive = false;  ///< See DatabaseOptions.
  std::string vfs;
  int cache_kilobytes = 65536;  ///< Of the store's pages, held in memory.
  bool must_exist = false;      ///< None is made.
};

/// What results stand for. Each stage is run anew by itself when its version changes.
struct StageVersions {
  std::string reader;    ///< bytes → Document
  std::string standard;  ///< Document → Notices: the standard and the records' own version
  std::string rules;     ///< Notices → findings
};

/// Administrative names that a folder gives.
struct Region {
  std::string city, county, street;
  friend bool operator==(const Region&, const Region&) = default;
};

/// Where a content lies.
struct Location {
  std::string path, member;
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  ///< Nanoseconds since 1970; of the archive for members. 0: too young to be trusted.
  Region region;
  std::int64_t written = 0;  ///< The same, trusted or not.
};

/// What the store knows of a content.
struct StoredFile {
  std::int64_t id = 0;
  std::string sha256;
  Outcome outcome = Outcome::kRead;
  std::string reader, standard;  ///< Versions that the results stand for.
  std::string engine;  ///< The recognition engine that read it (Page::engine), the worst of several; "none" where one
                       ///< was missing,
                       ///< "" where none was needed.
};

/// One notice with what identifies it.
struct StoredNotice {
  std::int64_t id = 0, file_id = 0;
  std::string sha256;
  int position = 0;
  Notice notice;
};

class Store {
 public:
  /// Opens the store at `path` (a file, or is_server_store), creating it (unless read_only) and bringing it to the
  /// present version; a copy of one of an earlier version is kept beside it first (not on another VFS). Errors:
  /// "store-unusable" (cannot be opened, is no store, is of a later version, is damaged, no room for the copy), with
  /// what to do.
  [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::string& path, const StoreOptions& options,
                                                           const Standard& standard);

  [[nodiscard]] Database& database() { return database_; }
  /// Where the copy lies that was kept when it was opened; "" where it was of the present version.
  [[nodiscard]] const std::string& earlier_copy() const { return earlier_copy_; }

  /// The same store, open once more for reading only, for another thread. Null where nobody else may open it. Throws
  /// DatabaseError.
  [[nodiscard]] std::unique_ptr<Store> reader(const Standard& standard, int cache_kilobytes = 65536) const;

  // ---- files ----
  [[nodiscard]] std::optional<StoredFile> find_file(std::string_view sha256);
  /// The location as it was when last seen; `file` is empty for archives and unreadable paths.
  struct Seen {
    Location location;
    std::optional<StoredFile> file;
    std::string outcome;
  };
  [[nodiscard]] std::optional<Seen> find_location(const std::string& path, const std::string& member);
  /// All members of an archive.
  [[nodiscard]] std::vector<Seen> members(const std::string& path);

  /// Stores everything that came of reading a content, in place of what was known of it, and where it lies; one
  /// transaction. `document` may be empty (then earlier stages cannot be re-run without the file); `content` is kept if
  /// not empty. Returns the file's id.
  std::int64_t put_file(const ProcessedFile& processed, std::string_view document, std::string_view content,
                        const StageVersions& versions, const Location& location);
  /// Says that a known content lies there too. One transaction.
  void put_location(std::int64_t file_id, const Location& location);
  /// Notes an archive that was read to its end, and drops what is known of members that it no longer has. One
  /// transaction.
  void put_archive(const Location& location, const std::set<std::string>& members);
  /// Drops the members at this path that are not among `keep`, with their contents where these lie nowhere else. One
  /// transaction.
  void drop_members(const std::string& path, const std::set<std::string>& keep);
  /// Notes a path that holds no content of its own because it could not be opened. One transaction.
  void put_other_location(const Location& location, std::string_view outcome, std::string_view reason);
  /// Replaces the notices of a known content (the second stage was run anew). One transaction.
  void put_notices(std::int64_t file_id, const ProcessedFile& processed, const StageVersions& versions);
  /// A file or archive member that could not be read, and is not known to be gone.
  struct Unread {
    std::string display;  ///< "path" or "path!member"
    std::string outcome;  ///< "refused", "crashed"
    Problem problem;
  };
  /// By path and member.
  [[nodiscard]] std::vector<Unread> unread();
  /// Paths that are known below `root` (or are it), sorted; those that were gone already only where `gone`.
  [[nodiscard]] std::vector<std::string> paths_below(const std::string& root, bool gone);
  /// Says whether what lies at a path is still there, its members too; what is gone is nobody's current version. One
  /// transaction.
  void put_gone(const std::vector<std::string>& paths, bool gone);
  /// The encoded Document of a content; empty if it is not stored.
  [[nodiscard]] std::string document(std::int64_t file_id);
  /// The content's bytes; empty if they were not kept.
  [[nodiscard]] std::string content(std::int64_t file_id);
  /// Contents whose notices stand for another version of the standard, though the present reader read them; only those
  /// with a stored Document.
  [[nodiscard]] std::vector<std::int64_t> files_of_other_standard(const StageVersions& versions);

  /// Removes everything that is known of a file: `what` is a path, "archive!member", or a SHA-256. Copies of the
  /// content elsewhere keep it alive. Other notices that referred to it are judged anew by the next ingest. Returns the
  /// number of locations removed.
  int forget(const std::string& what);
  /// Removes texts that belonged only to what was forgotten; erase_traces() does it, the next ingest where it did not
  /// come to that. Looks through all rows once; nothing to do where all was done.
  void finish_forgetting();
  /// After a transaction that failed: nothing is remembered of it.
  void forget_what_is_known() { text_ids_.clear(); }
  /// Has the notices judged anew in which this community's name stands. Needs a transaction of the caller.
  void mark_naming(const std::string& community);
  /// Does finish_forgetting(), then overwrites what deleted rows have left in the file and the log. Takes as long as
  /// copying the store.
  void erase_traces();

  // ---- notices ----
  [[nodiscard]] std::vector<std::int64_t> file_ids();
  /// A person says that this notice is the latest of its community.
  void choose_latest(std::int64_t notice_id);
  /// The file with its notices, as it was read; its path is that of its first location.
  [[nodiscard]] ProcessedFile load(std::int64_t file_id);
  [[nodiscard]] StoredNotice load_notice(std::int64_t notice_id);
  [[nodiscard]] AuditedNotice load_audited(std::int64_t notice_id);
  struct StoredFinding {
    std::int64_t id = 0;
    std::string record;  ///< encode(Finding)

    /// Throws DatabaseError where the record is damaged.
    [[nodiscard]] Finding finding() const;
  };
  /// In their order.
  [[nodiscard]] std::vector<StoredFinding> load_findings(std::int64_t notice_id);
  /// Replaces the findings of a notice, and the grades of those rows that have one; `rules` is the version they stand
  /// for. `stored` is empty or tells for each finding the id under which it is stored already, just as it is (0: it is
  /// not); those stay. Needs a transaction of the caller.
  void put_audited(std::int64_t notice_id, const AuditedNotice& audited, const std::vector<std::int64_t>& stored,
                   const std::string& rules);
  /// Puts a notice with one corrected claim in place of the one that is stored; it is to be judged anew. Needs a
  /// transaction of the caller.
  void put_corrected(std::int64_t notice_id, const Notice& notice, std::size_t row);
  /// What is known of the file as a whole: as load(), without its notices.
  [[nodiscard]] ProcessedFile load_head(std::int64_t file_id);
  /// Changes whenever another connection has changed the store.
  [[nodiscard]] std::int64_t data_version();
  /// "path" or "path!member" of the first place where the content lies.
  [[nodiscard]] std::string display(std::int64_t file_id);

  // ---- decisions ----
  /// True where a notice of the store has a finding with this Finding::id.
  [[nodiscard]] bool has_finding(const std::string& finding);

  // A history that only grows (store_decisions.cpp). Reads need no transaction; one around several put_decision() makes
  // them one.

  /// Appends a word; a blank one withdraws what stands. Where it says what stands already, without a note, nothing is
  /// appended. A name that the finding had in an earlier version is taken for its present one where there is but one.
  /// Returns the id of the event that stands now (0: none); nothing where another stands than `origin.expected` names.
  std::optional<std::int64_t> put_decision(const Decision& decision, const DecisionOrigin& origin = {});
  /// What stands, by finding; without what was withdrawn.
  [[nodiscard]] std::vector<Decision> decisions();
  /// The last word on the finding, even one that withdraws.
  [[nodiscard]] std::optional<DecisionEvent> latest_decision(const std::string& finding);
  /// All words on the finding; on any finding of the group (schema/finding_identity.h). Oldest first.
  [[nodiscard]] std::vector<DecisionEvent> decision_history(const std::string& finding);
  [[nodiscard]] std::vector<DecisionEvent> group_history(const std::string& group);
  /// Ids of the findings that the store holds of a group, sorted.
  [[nodiscard]] std::vector<std::string> findings_of_group(const std::string& group);
  /// What was decided about findings that the store does not hold and that went on under no other name.
  [[nodiscard]] std::vector<UnplacedDecision> unplaced_decisions();

  /// Everything in an order that depends on contents alone, as text: two stores with the same contents give the same
  /// dump, however they came to be. Ids, times and runs are left out.
  void dump(const std::function<void(std::string_view line)>& line);

 private:
  Store(const std::string& path, const StoreOptions& options, const Standard& standard);

  std::string unpacked(std::string_view packed) const;
  void write_notices(std::int64_t file_id, const ProcessedFile& processed, const std::string& rules);
  void write_rows(std::int64_t notice_id, const Notice& notice, const Notice& shown, const AuditedNotice& audited);
  void write_search();
  void write_counts(std::int64_t notice_id, const std::vector<Finding>& findings);
  void write_location(std::optional<std::int64_t> file_id, const Location& location, std::string_view outcome,
                      std::string_view reason);
  void write_findings(std::int64_t notice_id, const std::vector<std::pair<std::int64_t, const Finding*>>& findings,
                      const Masker& masker);
  void remove_notices(std::int64_t file_id);
  void remove_location(const Location& location, std::optional<std::int64_t> file_id);
  bool remove_if_nowhere(std::int64_t file_id);
  void remove_file(std::int64_t file_id);
  void mark_affected(std::int64_t notice_id);
  std::vector<Finding> findings_of_file(std::int64_t file_id);
  bool any_decisions();
  void carry(const DecisionEvent& event, const std::string& finding);
  void carry_decisions(const std::vector<Finding>& before, const std::vector<Finding>& after);
  std::string present_name(const std::string& finding);
  void bring_records_up_to_date();
  void rename_findings();
  void note_engines();
  void note_revisions();
  void hide_personal_data();
  void hide_personal_data_of(std::int64_t notice_id);
  void remove_members(const std::string& path, const std::set<std::string>& keep);
  // The first place of a content, by name: other notices refer to it by that, and its folders name its region.
  struct Standing {
    Source source;
    Region region;
    friend bool operator==(const Standing& a, const Standing& b) {
      return a.source.path == b.source.path && a.source.member == b.source.member && a.region == b.region;
    }
  };
  Standing standing(std::int64_t file_id);
  void settle(std::int64_t file_id, const Standing& before);
  std::int64_t text_id(const std::string& text);

  std::string path_, earlier_copy_;
  StoreOptions options_;
  Database database_;
  Packer packer_;
  std::map<std::string, std::int64_t> text_ids_;
  std::string texts_removed_;  // names the last time that texts went, for others who remember their ids
  std::vector<std::pair<std::int64_t, std::string>> to_search_;  // id and text, for the end of the transaction
};

/// The worst of the engines that read pages of the file (Page::engine): a better one would read these anew. "none"
/// where one was missing, "" where no page needed one.
[[nodiscard]] std::string engine_of(const NoticeFile& head);

/// What tells communities apart: city, county, street and name, as far as known, without white space; a leading 智慧 is
/// left out.
[[nodiscard]] std::string identity_of(const Region& region, std::string_view community);

}  // namespace gongshi::corpus
