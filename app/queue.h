// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a store's notices for those who review them: what is to be done, the gravest first.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "corpus/store/notice_search.h"
#include "corpus/store/reviewing.h"
#include "corpus/store/store.h"

namespace gongshi::app {

/// How far the review of a notice is. The first three follow from the decisions unless a person sets another; a notice
/// is closed by itself when everything was set aside or cured, also by a later notice of the community.
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
  std::string from, to;  ///< "2024-11-01": notices dated so, both days included; undated ones do not fit then.
  std::optional<ReviewState> state;
  std::string words;  ///< Fit where all stand in one claim or beside the table, or in the community's name.
  std::optional<std::unordered_set<std::string>> among;  ///< NoticeKey::str(): only these.
  std::string sort;                                      ///< "" or "gravest", "community", "date", "state"
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

/// The lines of all notices, held in memory and in order, so that a list of a hundred thousand costs a millisecond.
/// Functions may be called by several threads at once; nobody waits for those who read.
class Queue {
 public:
  /// Reads all lines anew. Throws corpus::DatabaseError.
  void load(corpus::Store& store);
  /// Reads one notice's line anew. Throws corpus::DatabaseError.
  void refresh(corpus::Store& store, std::int64_t notice_id);
  /// A notice's words are no longer those that a search may have found before.
  void forget_words() { search_.forget(); }
  /// Gravest first unless asked otherwise. `store` is searched for words. Throws corpus::DatabaseError.
  [[nodiscard]] QueueAnswer find(corpus::Store& store, const QueueRequest& request);
  [[nodiscard]] std::optional<QueueEntry> entry(const corpus::NoticeKey& key) const;
  [[nodiscard]] std::size_t size() const;
  /// Ids of all that fit, in order, whatever the request's limit.
  [[nodiscard]] std::vector<std::int64_t> ids(corpus::Store& store, const QueueRequest& request);

 private:
  using EntryPtr = std::shared_ptr<const QueueEntry>;
  static constexpr std::size_t kBlock = 512;
  static constexpr std::size_t kRuleBits = 192;  // three severities of more rules than there are
  using RuleBits = std::bitset<kRuleBits>;
  /// What filters look at, without going to the entry itself.
  struct Line {
    EntryPtr entry;
    std::int64_t notice = 0;   ///< Its id.
    RuleBits rules;            ///< By the places in Snapshot::rules.
    std::uint32_t county = 0;  ///< In Snapshot::counties.
    ReviewState state = ReviewState::kOpen;
    bool latest = true;
    std::uint8_t severities = 0;  ///< Bits: has errors, warnings, infos.
  };
  [[nodiscard]] static RuleBits bits_of(const std::string& rules, std::vector<std::string>& known);
  using Block = std::vector<Line>;
  using Order = std::vector<std::uint32_t>;
  struct County {
    std::string city, name;
  };
  /// Never changed once others see it: a changed line is a new block in a new snapshot, which shares the others.
  struct Snapshot {
    std::size_t size = 0;
    std::vector<std::shared_ptr<const Block>> blocks;
    std::shared_ptr<const Order> gravest, community, date;
    std::shared_ptr<const std::vector<County>> counties;
    std::shared_ptr<const std::vector<std::uint32_t>> counties_by_name;
    std::shared_ptr<const std::vector<std::string>> rules;  ///< "error:ratio-mismatch"
    /// The communities' names in the order of places, each with a line feed, and where the next begins.
    std::shared_ptr<const std::string> names;
    std::shared_ptr<const Order> name_ends;
    std::shared_ptr<const std::unordered_map<std::string, std::uint32_t>> places;  ///< By key.
    [[nodiscard]] const Line& line(std::size_t place) const { return (*blocks[place / kBlock])[place % kBlock]; }
  };
  using SnapshotPtr = std::shared_ptr<const Snapshot>;
  struct Fitting;

  [[nodiscard]] SnapshotPtr snapshot() const;
  [[nodiscard]] Fitting fitting(corpus::Store& store, const Snapshot& snapshot, const QueueRequest& request);
  template <typename Visit>
  static void in_order(const Snapshot& snapshot, const Fitting& fitting, const QueueRequest& request, Visit visit);

  mutable std::mutex mutex_;  // of what stands below
  SnapshotPtr snapshot_ = std::make_shared<const Snapshot>();
  std::set<std::int64_t> touched_;  // refreshed while a load was under way
  int loading_ = 0;
  std::mutex changing_;  // one change after the other
  corpus::NoticeSearch search_;
};

}  // namespace gongshi::app
