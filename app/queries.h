// SPDX-License-Identifier: GPL-3.0-or-later
// Questions to a store: search, figures, samples, copies in clusters, a community's versions. Personal data is hidden
// unless the request says otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corpus/store/search.h"
#include "schema/result.h"

namespace gongshi::app {

struct SearchRequest {
  corpus::SearchQuery query;
  bool unmasked = false;
};
struct SearchAnswer {
  std::vector<corpus::SearchHit> hits;
  std::int64_t total = 0;  ///< Without the query's limit.
};
/// Errors of all functions here: "store-failed".
[[nodiscard]] Result<SearchAnswer> search(corpus::Store& store, const SearchRequest& request);

struct StatisticsRequest {
  corpus::Grouping grouping = corpus::Grouping::kCounty;
  corpus::NoticeFilter filter;
};
[[nodiscard]] Result<corpus::Statistics> statistics(corpus::Store& store, const StatisticsRequest& request);

/// Notices for 抽查.
[[nodiscard]] Result<std::vector<corpus::SearchHit>> sample(corpus::Store& store, const corpus::SampleOptions& request);

/// Communities whose notices share a template.
[[nodiscard]] Result<std::vector<corpus::TemplateCluster>> template_clusters(corpus::Store& store);

struct HistoryRequest {
  std::string community;  ///< Name, or a part of city/county/street/name.
  bool unmasked = false;
  bool exact = false;  ///< `community` is a whole identity.
};
struct CommunityHistory {
  std::string identity;                         ///< "市/县/街道/社区"
  std::vector<corpus::NoticeVersion> versions;  ///< Oldest first.
  std::vector<corpus::VersionChange> changes;   ///< From each version to the next.
};
/// A person says which version of a community's notice is the latest: `version` is its path, the end of its path, or
/// its SHA-256. Errors: "store-failed", "version-unknown" (no version of such a community has that name, or several
/// have).
[[nodiscard]] Result<corpus::NoticeVersion> choose_latest(corpus::Store& store, const std::string& community,
                                                          const std::string& version);

/// One entry for each community that fits, sorted.
[[nodiscard]] Result<std::vector<CommunityHistory>> history(corpus::Store& store, const HistoryRequest& request);

}  // namespace gongshi::app
