// SPDX-License-Identifier: GPL-3.0-or-later
// What a store knows of the review of its notices: how grave each is, how far the review is, who is at it, and claims
// whose reading a person corrected. Notices are known by content and place in it, which stay when a file is read anew.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/store/store.h"

namespace gongshi::corpus {

/// What names a notice for as long as its file is what it is: the content's hash and the place in it.
struct NoticeKey {
  std::string sha256;
  int position = 0;

  /// "9f86d081884c7d65-0": the hash's first 16 digits and the place, as addresses have it.
  [[nodiscard]] std::string str() const;
  friend bool operator==(const NoticeKey&, const NoticeKey&) = default;
};

/// The notice's id in the store now, by NoticeKey::str(). Nothing where it is malformed or the store has no such
/// notice.
[[nodiscard]] std::optional<std::int64_t> find_notice(Store& store, std::string_view key);

/// One notice as a list shows it.
struct NoticeSummary {
  std::int64_t id = 0;
  NoticeKey key;
  std::string community, tier, city, county, street, identity, dated;
  bool placed = false;  ///< Its content still lies somewhere.
  /// What tells the community's latest notice from earlier ones, in this order after `chosen` and `placed`: `dated`,
  /// then these.
  std::int64_t chosen = 0, revision = 0, written = 0, first_run = 0;
  int error = 0, warning = 0, info = 0;  ///< Findings.
  std::string rules;                     ///< " error:ratio-mismatch warning:vague-count ", each once, between spaces.
  std::string outcome;                   ///< Of its file: "read", "read-in-part".
  std::string programme;  ///< Id of the programme that it is a notice of; "" in stores of earlier versions.

  friend bool operator==(const NoticeSummary&, const NoticeSummary&) = default;
};
/// Of all notices, by id, one after the other.
void each_notice_summary(Store& store, const std::function<void(NoticeSummary&& summary)>& visit);
/// Of all notices, or of one; by id.
[[nodiscard]] std::vector<NoticeSummary> notice_summaries(Store& store, std::optional<std::int64_t> only = {});

/// A finding with what was decided about it, for counting.
struct DecidedFinding {
  std::int64_t notice_id = 0;
  std::string finding, severity, state;
};
/// Of all findings of the store that were decided, or of those of one notice.
[[nodiscard]] std::vector<DecidedFinding> decided_findings(Store& store, std::optional<std::int64_t> only = {});

/// How far the review of a notice is, as a person set it.
struct NoticeState {
  NoticeKey key;
  std::string state;     ///< "" where it follows from the decisions.
  std::string assigned;  ///< Who is at it; may be empty.
  std::string person, at;
};
/// Adds to the history: nothing is taken away by it. Needs a transaction of the caller.
void put_notice_state(Store& store, const NoticeState& state);
/// The last of each notice, or of one.
[[nodiscard]] std::vector<NoticeState> notice_states(Store& store, const NoticeKey* only = nullptr);

/// A claim whose reading a person corrected.
struct Correction {
  NoticeKey key;
  int no = 0;                 ///< The row's 序号.
  std::string before, after;  ///< Before: as it was read (or corrected before).
  std::string person, at;
};
/// Needs a transaction of the caller.
void put_correction(Store& store, const Correction& correction);
/// In the order in which they were made.
[[nodiscard]] std::vector<Correction> corrections(Store& store, const NoticeKey& key);

/// Who did and saw what; nothing is ever taken from it.
struct Activity {
  std::string at, person, action, subject, peer;
};
/// One transaction.
void put_activities(Store& store, const std::vector<Activity>& activities);
/// The latest first.
[[nodiscard]] std::vector<Activity> activities(Store& store, int limit, int offset);

/// What lies at a path: the file itself, or the members of an archive.
struct PlacedFile {
  std::string member, outcome, reason;
  std::vector<NoticeKey> notices;
};
[[nodiscard]] std::vector<PlacedFile> files_at(Store& store, const std::string& path);

/// Key of the notice with that id. Throws DatabaseError where there is none.
[[nodiscard]] NoticeKey key_of(Store& store, std::int64_t notice_id);

/// Ids of the notices that have a finding with this Finding::id: several where a community's notice came in more than
/// once. Ascending.
[[nodiscard]] std::vector<std::int64_t> notices_of_finding(Store& store, const std::string& finding);
/// Findings of the notice on which something was said after the event `since` (0: ever).
[[nodiscard]] std::vector<std::string> findings_decided_since(Store& store, std::int64_t notice_id, std::int64_t since);
/// The name by which the store knows a finding now that an earlier program or reading called by this one; the same
/// where it is known by it, or it is not certain.
[[nodiscard]] std::string present_finding(Store& store, const std::string& finding);

}  // namespace gongshi::corpus
