// SPDX-License-Identifier: GPL-3.0-or-later
// The review of a store's notices: what is to be done, one notice with all that is known of it, what people decide,
// correct and hand on.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "audit/auditor.h"
#include "corpus/pipeline.h"
#include "corpus/store/reviewing.h"
#include "corpus/store/store.h"
#include "schema/decision.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

/// How far the review of a notice is. The first three follow from the decisions unless a person sets another.
enum class ReviewState { kOpen, kReviewing, kReviewed, kSent, kClosed };
inline constexpr std::array kReviewStates = {ReviewState::kOpen, ReviewState::kReviewing, ReviewState::kReviewed,
                                             ReviewState::kSent, ReviewState::kClosed};
[[nodiscard]] std::string_view to_string(ReviewState state);  ///< "open", "reviewing", "reviewed", "sent", "closed"
[[nodiscard]] std::optional<ReviewState> parse_review_state(std::string_view text);

/// One line of the queue.
struct QueueEntry {
  corpus::NoticeSummary notice;
  ReviewState state = ReviewState::kOpen;
  std::string assigned;    ///< Who is at it; may be empty.
  int to_decide = 0;       ///< Findings of severity error or warning.
  int decided = 0;         ///< Of these, those that were decided.
  bool latest = true;      ///< No later notice of the same community is in the store.
  std::string suggestion;  ///< "unread", "explain", "check", "look", "clear": as the reports suggest, by severity.
};

struct QueueRequest {
  std::string city, county, community;  ///< Fit where they are part of the name.
  std::string programme, tier, severity, rule, assigned;
  std::optional<ReviewState> state;
  std::string words;  ///< Fit where all stand in one claim or beside the table, or in the community's name.
  std::string sort;   ///< "" or "gravest", "community", "date", "state"
  bool all_versions = false;
  std::size_t limit = 50, offset = 0;
};

struct QueueAnswer {
  std::size_t total = 0;
  std::vector<QueueEntry> items;
  struct County {
    std::string city, county;
    std::size_t notices = 0, open = 0;  ///< Open: not yet reviewed, sent or closed.
  };
  std::vector<County> counties;         ///< Of all that fit, by name.
  std::array<std::size_t, 5> states{};  ///< The same by state, as if none were asked for.
};

/// The lines of all notices, held in memory, so that a list of a hundred thousand is sorted in milliseconds. Functions
/// may be called by several threads at once.
class Queue {
 public:
  /// Reads all lines anew. Throws corpus::DatabaseError.
  void load(corpus::Store& store);
  /// Reads one notice's line anew. Throws corpus::DatabaseError.
  void refresh(corpus::Store& store, std::int64_t notice_id);
  /// Gravest first unless asked otherwise. `store` is searched for words. Throws corpus::DatabaseError.
  [[nodiscard]] QueueAnswer find(corpus::Store& store, const QueueRequest& request) const;
  [[nodiscard]] std::optional<QueueEntry> entry(const corpus::NoticeKey& key) const;
  [[nodiscard]] std::size_t size() const;
  /// Ids of all that fit, in order, whatever the request's limit.
  [[nodiscard]] std::vector<std::int64_t> ids(corpus::Store& store, const QueueRequest& request) const;

 private:
  using Entries = std::vector<std::shared_ptr<const QueueEntry>>;
  [[nodiscard]] std::shared_ptr<const Entries> entries() const;

  mutable std::mutex mutex_;
  std::shared_ptr<Entries> entries_ = std::make_shared<Entries>();
  std::unordered_map<std::string, std::size_t> places_;  // in entries_, by key
  std::set<std::int64_t> touched_;                       // refreshed while another load was under way
  int loading_ = 0;
};

/// A notice with all that the workbench shows of it.
struct ReviewedNotice {
  corpus::NoticeKey key;
  std::int64_t id = 0;
  corpus::ProcessedFile file;                      ///< Its file, with this notice alone.
  std::map<std::string, DecisionEvent> decisions;  ///< The last word on each finding, by Finding::id.
  std::vector<corpus::Correction> corrections;
  std::optional<corpus::NoticeState> state;  ///< As a person set it last.

  [[nodiscard]] const Notice& notice() const { return file.file.notices.front(); }
  [[nodiscard]] const AuditedNotice& audited() const { return file.audited.front(); }
};
/// Error: "notice-unknown", "store-failed".
[[nodiscard]] Result<ReviewedNotice> load_reviewed(corpus::Store& store, std::string_view key);
/// Without personal data: texts, findings, decisions and corrections.
[[nodiscard]] ReviewedNotice masked(ReviewedNotice reviewed);

struct DecisionRequest {
  std::string finding;  ///< Finding::id
  std::string state;    ///< Decision::state; "open" withdraws.
  std::string reason, opinion, reply;
  std::string person;
  std::optional<std::int64_t> expected;  ///< Id of the word that the person has seen (0: none).
};
struct DecisionAnswer {
  DecisionEvent event;                ///< What stands now; id 0 where nothing was said and nothing stands.
  std::vector<std::int64_t> notices;  ///< That have the finding.
};
/// Errors: "finding-unknown", "decision-invalid" (unknown state, dismissal without a reason), "decision-changed"
/// (another word stands than expected), "store-failed".
[[nodiscard]] Result<DecisionAnswer> decide(corpus::Store& store, const DecisionRequest& request);
/// The same word on several findings, all or none. `requests` need not be of one notice.
[[nodiscard]] Result<std::vector<DecisionAnswer>> decide_all(corpus::Store& store,
                                                             const std::vector<DecisionRequest>& requests);
/// Oldest first. Errors: "finding-unknown" (never decided, and no notice has it), "store-failed".
[[nodiscard]] Result<std::vector<DecisionEvent>> decisions_of(corpus::Store& store, const std::string& finding);

struct StateRequest {
  std::string notice;                ///< NoticeKey::str()
  std::optional<std::string> state;  ///< to_string(ReviewState), or "" to follow the decisions again.
  std::optional<std::string> assigned;
  std::string person;
};
/// Errors: "notice-unknown", "state-invalid", "store-failed".
[[nodiscard]] Result<corpus::NoticeState> set_state(corpus::Store& store, const StateRequest& request);

struct CorrectionRequest {
  std::string notice;  ///< NoticeKey::str()
  int no = 0;
  std::string text;  ///< What stands in the file; at most kLongestClaim bytes.
  std::string person;
};
inline constexpr std::size_t kLongestClaim = 100'000;
/// The notice audited anew. Errors: "notice-unknown", "row-unknown", "text-invalid" (too long, no UTF-8, or masked: a
/// reading without personal data is no reading), "store-failed".
[[nodiscard]] Result<ReviewedNotice> correct(corpus::Store& store, const CorrectionRequest& request,
                                             const Programmes& programmes, const audit::Config& config,
                                             const std::string& rules);

}  // namespace gongshi::app
