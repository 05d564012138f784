// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <tuple>
#include <unordered_map>

#include "schema/finding_identity.h"

namespace gongshi::corpus {
namespace {

// A WHERE clause and what is bound to it.
struct Condition {
  std::string sql = "true";
  std::vector<std::string> values;

  void add(const std::string& term, const std::string& value) {
    sql += " AND " + term;
    values.push_back(value);
  }
  void bind(Statement& statement) const {
    for (const std::string& value : values) statement(value);
  }
};

// True for all but copies of a notice that stands (one notice in several forms), as long as that one is there.
std::string stands(const std::string& id) {
  return "NOT EXISTS (SELECT 1 FROM notice_copies JOIN notices AS standing ON standing.id = notice_copies.standing "
         "JOIN locations ON locations.file_id = standing.file_id AND gone = 0 WHERE notice_copies.notice_id = " +
         id + ")";
}

// The latest notice of each community: what a person said; else the last by date, by words that say so, by the file's
// time, by the first ingest. Contents that no longer lie anywhere come before those that do, and are nobody's latest.
// The hash settles the rest, so that it is at least always the same; versions_of() tells where it came to that.
std::string latest() {
  return "notices.id = (SELECT later.id FROM notices AS later JOIN files AS later_file ON later_file.id = "
         "later.file_id WHERE later.identity = notices.identity ORDER BY "
         "coalesce((SELECT rank FROM chosen_versions WHERE chosen_versions.identity = later.identity AND "
         "chosen_versions.sha256 = later_file.sha256 AND chosen_versions.position = later.position), 0) DESC, "
         "EXISTS (SELECT 1 FROM locations WHERE locations.file_id = later.file_id AND gone = 0) DESC, " +
         stands("later.id") +
         " DESC, "
         "later.dated DESC, later.revision DESC, "
         "coalesce((SELECT max(written) FROM locations WHERE locations.file_id = later.file_id), 0) DESC, "
         "later_file.first_run DESC, later_file.sha256 DESC, later.position DESC LIMIT 1) "
         "AND EXISTS (SELECT 1 FROM locations WHERE locations.file_id = notices.file_id AND gone = 0)";
}

Condition condition_of(const NoticeFilter& filter) {
  Condition condition;
  const auto part = [&](const char* column, const std::string& value) {
    if (!value.empty()) condition.add(fmt::format("instr(notices.{}, ?) > 0", column), value);
  };
  part("city", filter.city);
  part("county", filter.county);
  part("street", filter.street);
  part("community", filter.community);
  if (!filter.tier.empty()) condition.add("notices.tier = ?", filter.tier);
  if (!filter.from.empty()) condition.add("notices.dated >= ?", filter.from);
  if (!filter.to.empty()) condition.add("(notices.dated <> '' AND notices.dated <= ?)", filter.to);
  if (!filter.rule.empty() || !filter.severity.empty()) {
    condition.sql += " AND EXISTS (SELECT 1 FROM findings WHERE findings.notice_id = notices.id";
    if (!filter.rule.empty()) condition.add("findings.rule = ?", filter.rule);
    if (!filter.severity.empty()) condition.add("findings.severity = ?", filter.severity);
    condition.sql += ")";
  }
  if (filter.latest_only) condition.sql += " AND " + latest();
  return condition;
}

constexpr const char* kOrder =
    "notices.city, notices.county, notices.street, notices.community, notices.dated, files.sha256, notices.position";

std::string share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "" : fmt::format("{:.1f}", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

SearchHit hit_of(Store& store, const Statement& row) {
  SearchHit hit;
  hit.notice_id = row.integer(0);
  hit.source = store.display(row.integer(1));
  hit.city = row.text(2);
  hit.county = row.text(3);
  hit.street = row.text(4);
  hit.community = row.text(5);
  hit.tier = row.text(6);
  hit.dated = row.text(7);
  return hit;
}

constexpr const char* kNoticeColumns =
    "notices.id, notices.file_id, notices.city, notices.county, notices.street, notices.community, notices.tier, "
    "notices.dated";

}  // namespace

std::vector<SearchHit> search(Store& store, const SearchQuery& query, std::int64_t* total) {
  const Condition where = condition_of(query.filter);
  const std::string expression = store.database().words_wanted(query.words);
  if (!query.words.empty() && expression.empty()) {
    if (total != nullptr) *total = 0;
    return {};
  }
  std::string found_rows, found_heads;
  if (!expression.empty()) {
    found_rows = fmt::format(" AND rows.id IN ({})", store.database().ids_with_words());
    found_heads = fmt::format(" AND -notices.id IN ({})", store.database().ids_with_words());
  }
  std::string rule;
  if (!query.filter.rule.empty())
    rule =
        " AND EXISTS (SELECT 1 FROM findings WHERE findings.notice_id = notices.id AND findings.no = rows.no AND "
        "findings.rule = ?)";
  std::string rows = std::string("SELECT ") + kNoticeColumns +
                     ", rows.no, texts.text, rows.claim, rows.evidence, rows.page, rows.position, "
                     "(SELECT " +
                     store.database().joined("rule", " ") +
                     " FROM (SELECT DISTINCT rule FROM findings WHERE findings.notice_id = "
                     "notices.id AND findings.no = rows.no ORDER BY rule) AS found), "
                     "notices.position AS notice_position, files.sha256 AS sha256 "
                     "FROM rows JOIN notices ON notices.id = rows.notice_id JOIN files ON files.id = notices.file_id "
                     "JOIN texts ON texts.id = rows.name_id WHERE " +
                     where.sql + rule + found_rows;
  if (query.indicator) rows += fmt::format(" AND rows.indicator = {}", *query.indicator);
  // What stands around the table has no row to fit a rule or an indicator.
  const bool with_heads = !expression.empty() && !query.indicator && query.filter.rule.empty();
  std::string sql = rows;
  if (with_heads)
    sql += std::string(" UNION ALL SELECT ") + kNoticeColumns +
           ", NULL, '', notices.title || '\n' || notices.preamble, '', NULL, -1, NULL, notices.position, files.sha256 "
           "FROM notices JOIN files ON files.id = notices.file_id WHERE " +
           where.sql + found_heads;
  const auto bind = [&](Statement& statement) {
    where.bind(statement);
    if (!rule.empty()) statement(query.filter.rule);
    if (!expression.empty()) statement(expression);
    if (with_heads) {
      where.bind(statement);
      statement(expression);
    }
  };
  if (total != nullptr) {
    Statement count = store.database().prepare("SELECT count(*) FROM (" + sql + ") AS hits");
    bind(count);
    *total = count.step() ? count.integer(0) : 0;
  }
  Statement row =
      store.database().prepare("SELECT * FROM (" + sql +
                               ") AS hits ORDER BY city, county, street, community, dated, sha256, notice_position, "
                               "position LIMIT ? OFFSET ?");
  bind(row);
  row(query.limit)(query.offset);
  std::vector<SearchHit> hits;
  while (row.step()) {
    SearchHit hit = hit_of(store, row);
    hit.no = row.maybe_integer(8);
    hit.name = row.text(9);
    hit.text = row.text(10);
    hit.evidence = row.text(11);
    hit.page = row.maybe_integer(12);
    hit.position = static_cast<int>(row.integer(13));
    hit.rules = row.text(14);
    hits.push_back(std::move(hit));
  }
  return hits;
}

std::vector<std::int64_t> notices_with(Store& store, const std::string& word) {
  const std::string expression = store.database().words_wanted(word);
  if (expression.empty()) return {};
  std::set<std::int64_t> ids;
  Statement row = store.database().prepare(
      fmt::format("SELECT CASE WHEN found.id < 0 THEN -found.id ELSE (SELECT notice_id FROM rows WHERE rows.id = "
                  "found.id) END FROM ({}) AS found",
                  store.database().ids_with_words()));
  row(expression);
  while (row.step()) ids.insert(row.integer(0));
  return {ids.begin(), ids.end()};
}

std::vector<std::int64_t> notices_where(Store& store, const NoticeFilter& filter) {
  const Condition where = condition_of(filter);
  Statement row =
      store.database().prepare("SELECT notices.id FROM notices JOIN files ON files.id = notices.file_id WHERE " +
                               where.sql + " ORDER BY " + kOrder);
  where.bind(row);
  std::vector<std::int64_t> ids;
  while (row.step()) ids.push_back(row.integer(0));
  return ids;
}

// ---- figures ----

namespace {

// Before a statement of figures: the notices that fit, and the findings that a person has set aside, which count
// nowhere, as in reports.
std::string chosen_and_dismissed(const Condition& where) {
  return "WITH chosen AS MATERIALIZED (SELECT notices.id FROM notices JOIN files ON files.id = notices.file_id WHERE " +
         where.sql + "), dismissed AS MATERIALIZED (SELECT finding FROM decisions WHERE status = 'dismissed') ";
}

// A row is supported where reports say so (RowStatus::kSupported): its grade is, it could be read, and no finding above
// a hint stands against it.
constexpr const char* kSupportedRow =
    "(rows.evidence IN ('counted','specific') AND rows.uncertain = 0 AND (rows.claim = '' OR rows.confidence >= 0.5) "
    "AND NOT EXISTS (SELECT 1 FROM findings AS against WHERE against.notice_id = rows.notice_id "
    "AND against.no = rows.no AND against.rule <> 'indicator-missing' "
    "AND (against.severity <> 'info' OR against.rule = 'low-confidence') AND against.finding NOT IN (SELECT finding "
    "FROM dismissed)))";

Statistics table_of(Store& store, const Condition& where, std::vector<std::string> columns, const std::string& sql,
                    int names) {
  Statistics table;
  table.columns = std::move(columns);
  Statement row = store.database().prepare(chosen_and_dismissed(where) + sql);
  where.bind(row);
  while (row.step()) {
    std::vector<std::string> line;
    for (int column = 0; column < names; ++column) line.push_back(row.text(column));
    const int figures = static_cast<int>(table.columns.size()) - names;
    for (int column = names; column < names + figures; ++column) {
      if (table.columns[static_cast<std::size_t>(column)] == "supported %")
        line.push_back(share(row.integer(column), row.integer(column - 1)));
      else
        line.push_back(row.text(column));
    }
    table.rows.push_back(std::move(line));
  }
  return table;
}

}  // namespace

Statistics statistics(Store& store, Grouping grouping, const NoticeFilter& filter) {
  const Condition where = condition_of(filter);
  const std::string supported = std::string("count(*) FILTER (WHERE ") + kSupportedRow + ")";
  if (grouping == Grouping::kRule)
    return table_of(store, where, {"rule", "errors", "warnings", "infos", "notices"},
                    "SELECT rule, count(*) FILTER (WHERE severity = 'error'), count(*) FILTER (WHERE severity = "
                    "'warning'), count(*) FILTER (WHERE severity = 'info'), "
                    "count(DISTINCT notice_id) FROM findings WHERE notice_id IN (SELECT id FROM chosen) AND finding "
                    "NOT IN (SELECT finding FROM dismissed) GROUP BY rule "
                    "ORDER BY rule",
                    1);
  if (grouping == Grouping::kIndicator)
    return table_of(
        store, where, {"tier", "indicator", "name", "notices", "rows", "supported %", "errors", "warnings"},
        fmt::format("SELECT notices.tier, rows.indicator, min(texts.text), count(DISTINCT notices.id), count(*), {}, "
                    "sum((SELECT count(*) FROM findings WHERE findings.notice_id = notices.id AND findings.no = "
                    "rows.no AND severity = 'error' AND finding NOT IN (SELECT finding FROM dismissed))), "
                    "sum((SELECT count(*) FROM findings WHERE findings.notice_id = notices.id AND findings.no = "
                    "rows.no AND severity = 'warning' AND finding NOT IN (SELECT finding FROM dismissed))) "
                    "FROM rows JOIN notices ON notices.id = rows.notice_id JOIN texts ON texts.id = rows.name_id "
                    "WHERE notices.id IN (SELECT id FROM chosen) AND rows.indicator IS NOT NULL "
                    "GROUP BY notices.tier, rows.indicator ORDER BY notices.tier, rows.indicator",
                    supported),
        3);
  const std::string names = grouping == Grouping::kTier     ? "notices.tier"
                            : grouping == Grouping::kStreet ? "notices.city, notices.county, notices.street"
                            : grouping == Grouping::kCounty ? "notices.city, notices.county"
                                                            : "notices.city";
  std::vector<std::string> columns;
  if (grouping == Grouping::kTier) columns = {"tier"};
  if (grouping == Grouping::kCity) columns = {"city"};
  if (grouping == Grouping::kCounty) columns = {"city", "county"};
  if (grouping == Grouping::kStreet) columns = {"city", "county", "street"};
  const int name_count = static_cast<int>(columns.size());
  for (const char* column : {"notices", "communities", "errors", "warnings", "infos", "rows", "supported %"})
    columns.emplace_back(column);
  return table_of(
      store, where, columns,
      fmt::format(
          "SELECT {0}, count(*), count(DISTINCT identity), sum(errors), sum(warnings), sum(infos), sum(row_count), "
          "sum(supported) FROM (SELECT notices.*, "
          "(SELECT count(*) FROM findings WHERE notice_id = notices.id AND severity = 'error' AND finding NOT IN "
          "(SELECT finding FROM dismissed)) AS errors, "
          "(SELECT count(*) FROM findings WHERE notice_id = notices.id AND severity = 'warning' AND finding NOT IN "
          "(SELECT finding FROM dismissed)) AS warnings, "
          "(SELECT count(*) FROM findings WHERE notice_id = notices.id AND severity = 'info' AND finding NOT IN "
          "(SELECT finding FROM dismissed)) AS infos, "
          "(SELECT count(*) FROM rows WHERE notice_id = notices.id) AS row_count, "
          "(SELECT count(*) FROM rows WHERE notice_id = notices.id AND {1}) AS supported "
          "FROM notices WHERE id IN (SELECT id FROM chosen)) AS notices GROUP BY {0} ORDER BY {0}",
          names, kSupportedRow),
      name_count);
}

// ---- samples ----

std::vector<SearchHit> sample(Store& store, const SampleOptions& options) {
  using Stratum = std::tuple<std::string, std::string, std::string>;
  const Condition where = condition_of(options.filter);
  std::map<Stratum, std::vector<SearchHit>> strata;
  std::size_t total = 0;
  {
    Statement row = store.database().prepare(std::string("SELECT ") + kNoticeColumns +
                                             " FROM notices JOIN files ON files.id = notices.file_id WHERE " +
                                             where.sql + " ORDER BY notices.identity, files.sha256, notices.position");
    where.bind(row);
    while (row.step()) {
      SearchHit hit = hit_of(store, row);
      strata[{hit.city, hit.county, hit.tier}].push_back(std::move(hit));
      ++total;
    }
  }
  const std::size_t wanted = std::min(total, static_cast<std::size_t>(std::max(0, options.size)));
  // One of each stratum first, if they suffice; the rest by largest remainders.
  std::map<Stratum, std::size_t> take;
  const std::size_t fixed = wanted >= strata.size() ? 1 : 0;
  std::size_t given = 0;
  std::vector<std::pair<double, Stratum>> remainders;
  for (const auto& [name, members] : strata) {
    const double due = static_cast<double>(wanted) * static_cast<double>(members.size()) / static_cast<double>(total);
    take[name] = std::max(fixed, static_cast<std::size_t>(due));
    given += take[name];
    remainders.emplace_back(due - static_cast<double>(static_cast<std::size_t>(due)), name);
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; given < wanted && !remainders.empty(); i = (i + 1) % remainders.size())
    if (std::size_t& count = take[remainders[i].second]; count < strata[remainders[i].second].size()) ++count, ++given;
  for (auto it = remainders.rbegin(); given > wanted && it != remainders.rend(); ++it)
    if (std::size_t& count = take[it->second]; count > fixed) --count, --given;
  std::vector<SearchHit> chosen;
  std::mt19937_64 random(options.seed);
  for (auto& [name, members] : strata) {
    // Fisher–Yates by hand: std::shuffle may differ between libraries, and a sample has to be drawn again years later.
    for (std::size_t i = members.size(); i > 1; --i) std::swap(members[i - 1], members[random() % i]);
    members.resize(std::min(members.size(), take[name]));
    std::move(members.begin(), members.end(), std::back_inserter(chosen));
  }
  return chosen;
}

// ---- versions ----

std::vector<std::string> communities_like(Store& store, const std::string& words) {
  std::vector<std::string> identities;
  Statement row = store.database().prepare(
      "SELECT DISTINCT identity FROM notices WHERE instr(identity, ?1) > 0 OR instr(community, ?1) > 0 ORDER BY "
      "identity");
  row(words);
  while (row.step()) identities.push_back(row.text(0));
  return identities;
}

std::vector<std::string> copies_of(Store& store, std::int64_t notice_id) {
  std::vector<std::string> names;
  Statement row = store.database().prepare(
      "SELECT notices.file_id FROM notice_copies JOIN notices ON notices.id = notice_copies.notice_id WHERE standing = "
      "? ORDER BY notices.id");
  row(notice_id);
  while (row.step())
    if (std::string name = store.display(row.integer(0)); !name.empty()) names.push_back(std::move(name));
  return names;
}

std::vector<NoticeVersion> versions_of(Store& store, const std::string& identity) {
  std::vector<NoticeVersion> versions;
  Statement row = store.database().prepare(
      "SELECT notices.id, notices.file_id, files.sha256, notices.dated, notices.tier, "
      "coalesce((SELECT rank FROM chosen_versions WHERE chosen_versions.identity = notices.identity AND "
      "chosen_versions.sha256 = files.sha256 AND chosen_versions.position = notices.position), 0) AS chosen, "
      "notices.revision, EXISTS (SELECT 1 FROM locations WHERE locations.file_id = files.id AND gone = 0) AS present, "
      "coalesce((SELECT max(written) FROM locations WHERE locations.file_id = files.id), 0) AS written, "
      "files.first_run FROM notices JOIN files ON files.id = notices.file_id WHERE notices.identity = ? "
      "AND " +
      stands("notices.id") +
      " ORDER BY chosen, present, dated, revision, written, first_run, files.sha256, notices.position");
  row(identity);
  std::string before;  // what the order rests on, of the version before
  while (row.step()) {
    NoticeVersion version{row.integer(0), store.display(row.integer(1)), row.text(2), row.text(3), row.text(4),
                          identity};
    std::string rests_on = row.text(3);
    for (int column = 5; column < 10; ++column) rests_on += "/" + row.text(column);
    version.order_open = !versions.empty() && rests_on == before;
    before = std::move(rests_on);
    version.copies = copies_of(store, version.notice_id);
    versions.push_back(std::move(version));
  }
  return versions;
}

std::vector<VersionChange> history_of(Store& store, const std::string& identity) {
  const std::vector<NoticeVersion> versions = versions_of(store, identity);
  std::vector<VersionChange> changes;
  for (std::size_t i = 1; i < versions.size(); ++i) {
    VersionChange change;
    change.from = versions[i - 1];
    change.to = versions[i];
    std::map<int, RowChange> rows;
    const Notice before = store.load_notice(change.from.notice_id).notice,
                 after = store.load_notice(change.to.notice_id).notice;
    for (const IndicatorRecord& row : before.rows) rows[row.no] = {row.no, row.name.str(), row.claim.str(), ""};
    for (const IndicatorRecord& row : after.rows) {
      RowChange& entry = rows[row.no];
      entry.no = row.no;
      entry.name = row.name.str();
      entry.after = row.claim.str();
    }
    for (const auto& [no, row] : rows)
      if (without_space(row.before) != without_space(row.after)) change.rows.push_back(row);
    // What a finding is about: its words may have changed with the claim that it still stands against.
    const auto key = [](const Finding& finding) {
      return std::tuple(finding.rule, finding.no, finding.clause, finding.metric);
    };
    const auto lacks = [&](const std::vector<Finding>& findings, const Finding& wanted) {
      return std::none_of(findings.begin(), findings.end(), [&](const Finding& f) { return key(f) == key(wanted); });
    };
    const AuditedNotice old = store.load_audited(change.from.notice_id), now = store.load_audited(change.to.notice_id);
    for (const Finding& finding : old.findings)
      if (lacks(now.findings, finding)) change.cured.push_back(finding);
    for (const Finding& finding : now.findings)
      if (lacks(old.findings, finding)) change.fresh.push_back(finding);
    changes.push_back(std::move(change));
  }
  return changes;
}

// ---- templates ----

std::vector<TemplateCluster> template_clusters(Store& store, int rows) {
  // Each member of a skeleton's crowd is linked to the crowd's first by rank: as many links as claims, whatever the
  // crowds' sizes.
  std::map<std::pair<std::int64_t, std::int64_t>, int> links;
  {
    Statement row = store.database().prepare(
        "SELECT skeleton, notice_id FROM own_texts WHERE skeleton IN "
        "(SELECT skeleton FROM own_texts GROUP BY skeleton HAVING count(*) > 1) ORDER BY skeleton, notice_id");
    std::int64_t skeleton = 0, first = 0;
    bool begun = false;
    while (row.step()) {
      if (!begun || row.integer(0) != skeleton) {
        begun = true;
        skeleton = row.integer(0);
        first = row.integer(1);
      } else if (row.integer(1) != first) {
        ++links[{first, row.integer(1)}];
      }
    }
  }
  std::unordered_map<std::int64_t, std::int64_t> parent;
  const std::function<std::int64_t(std::int64_t)> root = [&](std::int64_t id) {
    auto& up = parent.try_emplace(id, id).first->second;
    if (up == id) return id;
    const std::int64_t top = root(up);
    parent[id] = top;
    return top;
  };
  for (const auto& [pair, count] : links)
    if (count >= rows) parent[root(pair.second)] = root(pair.first);
  std::map<std::int64_t, std::vector<std::int64_t>> members;
  for (const auto& [id, up] : std::map<std::int64_t, std::int64_t>(parent.begin(), parent.end()))
    members[root(id)].push_back(id);
  std::vector<TemplateCluster> clusters;
  for (const auto& [top, ids] : members) {
    TemplateCluster cluster;
    std::set<std::string> identities;
    for (std::int64_t id : ids) {
      Statement row = store.database().prepare("SELECT identity FROM notices WHERE id = ?");
      row(id);
      if (row.step()) identities.insert(row.text(0));
    }
    if (identities.size() < 2) continue;
    cluster.identities.assign(identities.begin(), identities.end());
    cluster.notices = static_cast<int>(ids.size());
    clusters.push_back(std::move(cluster));
  }
  std::sort(clusters.begin(), clusters.end(), [](const TemplateCluster& a, const TemplateCluster& b) {
    return a.identities.size() != b.identities.size() ? a.identities.size() > b.identities.size()
                                                      : a.identities < b.identities;
  });
  return clusters;
}

}  // namespace gongshi::corpus
