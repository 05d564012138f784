// SPDX-License-Identifier: GPL-3.0-or-later
// Questions to a store: full text and filters, findings, figures per group, samples, a community's versions, copies in
// clusters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "corpus/store/store.h"

namespace gongshi::corpus {

/// What narrows down notices. Empty members do not. Names fit where they are part of the stored one ("薛城" finds
/// 薛城区).
struct NoticeFilter {
  std::string city, county, street, community;
  std::string tier;
  std::string from, to;     ///< "2024-11-01": of the publicity period or acceptance; both days count.
  std::string rule;         ///< With a finding of this rule,
  std::string severity;     ///< and of this severity.
  bool latest_only = true;  ///< Leave out earlier versions of the same community's notice.
};

struct SearchQuery {
  std::string words;  ///< Parted by white space: all must stand in one claim (or beside one table). Empty: everything
                      ///< that fits the filter.
  NoticeFilter filter;
  std::optional<int> indicator;
  int limit = 50, offset = 0;
};

struct SearchHit {
  std::int64_t notice_id = 0;
  std::string source;  ///< Source::display()
  std::string city, county, street, community, tier, dated;
  std::optional<int> no;  ///< Row; empty where the words stand beside the table.
  std::string name;       ///< Indicator
  std::string text;       ///< The claim, or title and preamble.
  std::string evidence;
  std::optional<int> page;
  int position = 0;   ///< Of the row in its table, 0-based.
  std::string rules;  ///< Ids of the row's findings, parted by spaces.
};

/// In the order of region, community, notice and row. `total` is set to the number without limit, if not null.
[[nodiscard]] std::vector<SearchHit> search(Store& store, const SearchQuery& query, std::int64_t* total = nullptr);

/// Ids of the notices in whose claims or surroundings the word stands.
[[nodiscard]] std::vector<std::int64_t> notices_with(Store& store, const std::string& word);

/// Ids of the notices that fit, by region, community, date and place.
[[nodiscard]] std::vector<std::int64_t> notices_where(Store& store, const NoticeFilter& filter);

// ---- figures ----

enum class Grouping { kCity, kCounty, kStreet, kTier, kIndicator, kRule };

struct Statistics {
  std::vector<std::string> columns;            ///< First the group's names, then figures.
  std::vector<std::vector<std::string>> rows;  ///< As text; shares with one decimal and no sign.
};

/// Notices, rows, supported rows and findings per group (for kRule: findings by severity and notices concerned).
[[nodiscard]] Statistics statistics(Store& store, Grouping grouping, const NoticeFilter& filter);

// ---- samples for 抽查 ----

struct SampleOptions {
  int size = 0;  ///< Notices in all; at least one of every stratum where they suffice.
  std::uint64_t seed = 1;
  NoticeFilter filter;
};

/// Stratified by city, county and tier, in proportion to the strata's sizes (largest remainders). The same store
/// contents and seed give the same sample, in the order of strata.
[[nodiscard]] std::vector<SearchHit> sample(Store& store, const SampleOptions& options);

// ---- versions ----

/// One version of a community's notice, oldest first.
struct NoticeVersion {
  std::int64_t notice_id = 0;
  std::string source, sha256, dated, tier, identity;
  bool order_open = false;            ///< Nothing but its hash says that it is later than the version before it.
  std::vector<std::string> copies{};  ///< Files that hold the same notice in other forms.
};

struct RowChange {
  int no = 0;
  std::string name, before, after;  ///< Claims; empty where the row is missing.
};

struct VersionChange {
  NoticeVersion from, to;
  std::vector<RowChange> rows;
  std::vector<Finding> cured, fresh;  ///< Findings of `from` that `to` lacks, and the other way round.
};

/// Files that hold the notice in other forms (copies/same_notice.h).
[[nodiscard]] std::vector<std::string> copies_of(Store& store, std::int64_t notice_id);

/// Identities ("市/县/街道/社区") of the communities whose name (or identity) holds the words, sorted.
[[nodiscard]] std::vector<std::string> communities_like(Store& store, const std::string& words);
[[nodiscard]] std::vector<NoticeVersion> versions_of(Store& store, const std::string& identity);
[[nodiscard]] std::vector<VersionChange> history_of(Store& store, const std::string& identity);

// ---- templates ----

/// Communities whose notices share a template: at least `rows` claims with own text that differ in figures at most.
struct TemplateCluster {
  std::vector<std::string> identities;  ///< Sorted.
  int notices = 0;
};
[[nodiscard]] std::vector<TemplateCluster> template_clusters(Store& store, int rows = 5);

}  // namespace gongshi::corpus
