// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queries.h"

#include <utility>

#include "app/guard.h"
#include "schema/masking.h"

namespace gongshi::app {
namespace {

void mask(corpus::Store& store, corpus::VersionChange& change) {
  const Notice from = store.load_notice(change.from.notice_id).notice,
               to = store.load_notice(change.to.notice_id).notice;
  for (corpus::RowChange& row : change.rows) {
    row.before = masked_text(row.before, from.contact.persons);
    row.after = masked_text(row.after, to.contact.persons);
  }
  for (Finding& finding : change.cured) finding = masked(std::move(finding), from);
  for (Finding& finding : change.fresh) finding = masked(std::move(finding), to);
}

}  // namespace

Result<SearchAnswer> search(corpus::Store& store, const SearchRequest& request) {
  return guarded([&] {
    SearchAnswer answer;
    answer.hits = corpus::search(store, request.query, &answer.total);
    if (!request.unmasked)
      for (corpus::SearchHit& hit : answer.hits)
        hit.text = masked_text(hit.text, store.load_notice(hit.notice_id).notice.contact.persons);
    return answer;
  });
}

Result<corpus::Statistics> statistics(corpus::Store& store, const StatisticsRequest& request) {
  return guarded([&] { return corpus::statistics(store, request.grouping, request.filter); });
}

Result<std::vector<corpus::SearchHit>> sample(corpus::Store& store, const corpus::SampleOptions& request) {
  return guarded([&] { return corpus::sample(store, request); });
}

Result<std::vector<corpus::TemplateCluster>> template_clusters(corpus::Store& store) {
  return guarded([&] { return corpus::template_clusters(store); });
}

Result<std::vector<CommunityHistory>> history(corpus::Store& store, const HistoryRequest& request) {
  return guarded([&] {
    std::vector<CommunityHistory> answer;
    for (std::string& identity : corpus::communities_like(store, request.community)) {
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
