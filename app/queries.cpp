// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queries.h"

#include <fmt/format.h>

#include <utility>

#include "app/guard.h"
#include "schema/masking.h"

namespace gongshi::app {
namespace {

void mask(corpus::Store& store, corpus::VersionChange& change) {
  const Masker from(store.load_notice(change.from.notice_id).notice), to(store.load_notice(change.to.notice_id).notice);
  for (corpus::RowChange& row : change.rows) {
    row.before = from.masked(row.before);
    row.after = to.masked(row.after);
  }
  for (Finding& finding : change.cured) finding = from.masked(std::move(finding));
  for (Finding& finding : change.fresh) finding = to.masked(std::move(finding));
}

void mask(corpus::Store& store, std::vector<corpus::SearchHit>& hits) {
  std::int64_t notice_id = -1;  // Hits of one notice follow one another.
  Masker masker;
  for (corpus::SearchHit& hit : hits) {
    if (hit.notice_id != notice_id) masker = Masker(store.load_notice(hit.notice_id).notice);
    notice_id = hit.notice_id;
    for (std::string* text : {&hit.name, &hit.text}) *text = masker.masked(*text);
  }
}

}  // namespace

Result<SearchAnswer> search(corpus::Store& store, const SearchRequest& request) {
  return guarded([&] {
    SearchAnswer answer;
    answer.hits = corpus::search(store, request.query, &answer.total);
    if (!request.unmasked) mask(store, answer.hits);
    return answer;
  });
}

Result<corpus::Statistics> statistics(corpus::Store& store, const StatisticsRequest& request) {
  return guarded([&] { return corpus::statistics(store, request.grouping, request.filter); });
}

Result<std::vector<corpus::SearchHit>> sample(corpus::Store& store, const corpus::SampleOptions& request) {
  return guarded([&] {
    std::vector<corpus::SearchHit> hits = corpus::sample(store, request);
    mask(store, hits);
    return hits;
  });
}

Result<std::vector<corpus::TemplateCluster>> template_clusters(corpus::Store& store) {
  return guarded([&] { return corpus::template_clusters(store); });
}

Result<corpus::NoticeVersion> choose_latest(corpus::Store& store, const std::string& community,
                                            const std::string& version) {
  std::vector<corpus::NoticeVersion> found;
  const auto done = guarded([&] {
    for (const std::string& identity : corpus::communities_like(store, community))
      for (corpus::NoticeVersion& one : corpus::versions_of(store, identity))
        if (one.sha256 == version || one.source == version || one.source.ends_with("/" + version))
          found.push_back(std::move(one));
    if (found.size() == 1) store.choose_latest(found.front().notice_id);
  });
  if (!done) return done.error();
  if (found.empty())
    return Error{"version-unknown",
                 fmt::format("No version of {} has the name {}; give its path or SHA-256 as `gongshi history --format "
                             "json` has them.",
                             community, version)};
  if (found.size() > 1)
    return Error{"version-unknown",
                 fmt::format("Several versions of {} have the name {}; give its path or SHA-256 as `gongshi history "
                             "--format json` has them.",
                             community, version)};
  return found.front();
}

Result<std::vector<CommunityHistory>> history(corpus::Store& store, const HistoryRequest& request) {
  return guarded([&] {
    std::vector<CommunityHistory> answer;
    std::vector<std::string> identities{request.community};
    if (!request.exact) identities = corpus::communities_like(store, request.community);
    for (std::string& identity : identities) {
      CommunityHistory entry;
      entry.versions = corpus::versions_of(store, identity);
      entry.changes = corpus::history_of(store, identity);
      if (!request.unmasked)
        for (corpus::VersionChange& change : entry.changes) mask(store, change);
      entry.identity = std::move(identity);
      answer.push_back(std::move(entry));
    }
    return answer;
  });
}

}  // namespace gongshi::app
