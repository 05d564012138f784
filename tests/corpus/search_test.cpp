// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/search.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "corpus/ingest.h"
#include "corpus/store/text_pairs.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/postgresql.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

namespace gongshi::corpus {
namespace {

// A store in memory, filled notice by notice.
class Archive {
 public:
  Archive() : store_(open()) {}

  void put(const std::string& path, Notice notice, const Region& region = {}) {
    ProcessedFile processed;
    processed.file.source.path = path;
    processed.file.source.sha256 = std::string(64 - std::min<std::size_t>(path.size(), 64), '0') + path;
    processed.audited.push_back(audit::audit_notice(notice, test::programme(), nullptr, {}));
    processed.file.notices.push_back(std::move(notice));
    store_->put_file(processed, "", "", stage_versions(test::programmes(), {}), {path, "", 1, 1, region});
  }
  void compare() { REQUIRE(ingest(*store_, {}, test::programmes(), {}).has_value()); }
  [[nodiscard]] Store& store() { return *store_; }

  std::vector<SearchHit> find(const std::string& words, const NoticeFilter& filter = {}) {
    SearchQuery query;
    query.words = words;
    query.filter = filter;
    return search(*store_, query);
  }

 private:
  static std::unique_ptr<Store> open() {
    static int number = 0;
    const std::string place =
        test::stores_on_server() ? test::server_store_at("archive " + std::to_string(++number)) : ":memory:";
    auto store = Store::open(place, {false, true, ""}, test::standard());
    if (!store) FAIL(store.error().message);
    return std::move(*store);
  }
  std::unique_ptr<Store> store_;
};

Notice dated(Notice notice, Date day) {
  notice.period = PublicityPeriod{};
  notice.period->begin = day;
  notice.period->end = day;
  return notice;
}

}  // namespace

TEST_CASE("texts are cut into pairs, so that words of two characters are found") {
  CHECK(index_pairs("智慧养老5G") == "智慧 慧养 养老 老 5g");
  CHECK(search_expression("养老院 5G") == "\"养老 老院\" AND \"5g\"");
  CHECK(search_expression("养") == "\"养\"*");
  CHECK(search_expression("，。").empty());
  CHECK(index_pairs("５Ｇ") == "5g");
}

TEST_CASE("claims are found by words of any length, with their place", "[store]") {
  Archive archive;
  Notice notice = test::make_notice("成长型", "云溪社区", "达标");
  test::set_claim(notice, 3, "社区设有助餐点2处，由“邻里通”平台统一派单，接入5G网络。");
  notice.rows[2].claim.places.push_back({4, {10, 20, 30, 40}, -1, -1, -1, -1});
  notice.preamble.utf8 = "按照要求组织了验收，现予以公示。";
  archive.put("/in/a.pdf", notice, {"云州市", "映湖区", ""});
  archive.put("/in/b.docx", test::make_notice("基础型", "青岭社区", "设有助老食堂。"), {"云州市", "翠屏县", ""});
  for (const char* words : {"助餐", "助餐点", "餐", "5G", "５ｇ", "助餐 派单", "邻里通"}) {
    INFO(words);
    const auto hits = archive.find(words);
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].no == 3);
    CHECK(hits[0].page == 4);
    CHECK(hits[0].position == 2);
    CHECK(hits[0].source == "/in/a.pdf");
    CHECK(hits[0].community == "云溪社区");
    CHECK(hits[0].name == notice.rows[2].name.str());
  }
  CHECK(archive.find("餐助").empty());
  CHECK(archive.find("助餐 食堂").empty());
  CHECK(archive.find("\"*").empty());
  const auto around = archive.find("组织验收");
  CHECK(around.empty());  // 组织了验收
  REQUIRE(archive.find("组织了验收").size() == 1);
  CHECK_FALSE(archive.find("组织了验收")[0].no.has_value());
  CHECK(notices_with(archive.store(), "助老食堂").size() == 1);
}

TEST_CASE("filters narrow down by place, tier, rule, severity and date", "[store]") {
  Archive archive;
  archive.put("/a", dated(test::make_notice("成长型", "云溪社区", "达标"), {2024, 11, 7}),
              {"云州市", "映湖区", "一道桥街道"});
  archive.put("/b", dated(test::make_notice("基础型", "青岭社区", ""), {2024, 12, 1}),
              {"青陵市", "翠屏县", "二道桥镇"});
  const auto communities = [&](const NoticeFilter& filter) {
    std::set<std::string> names;
    for (const SearchHit& hit : archive.find("", filter)) names.insert(hit.community);
    return names;
  };
  const auto with = [](std::string NoticeFilter::*member, const std::string& value) {
    NoticeFilter filter;
    filter.*member = value;
    return filter;
  };
  const std::set<std::string> first = {"云溪社区"}, second = {"青岭社区"};
  CHECK(communities({}).size() == 2);
  CHECK(communities(with(&NoticeFilter::city, "云州")) == first);
  CHECK(communities(with(&NoticeFilter::county, "翠屏县")) == second);
  CHECK(communities(with(&NoticeFilter::street, "一道桥")) == first);
  CHECK(communities(with(&NoticeFilter::community, "青岭")) == second);
  CHECK(communities(with(&NoticeFilter::tier, "成长型")) == first);
  CHECK(communities(with(&NoticeFilter::rule, "claim-empty")) == second);
  CHECK(communities(with(&NoticeFilter::rule, "bare-assertion")) == first);
  CHECK(communities(with(&NoticeFilter::severity, "error")) == second);
  CHECK(communities(with(&NoticeFilter::from, "2024-11-08")) == second);
  CHECK(communities(with(&NoticeFilter::to, "2024-11-07")) == first);
  SearchQuery query;
  query.limit = 5;
  query.offset = 3;
  std::int64_t total = 0;
  CHECK(search(archive.store(), query, &total).size() == 5);
  CHECK(total > 40);
  query.indicator = 2;
  CHECK(search(archive.store(), {"", {}, 2, 50, 0}, &total).size() == 2);
}

TEST_CASE("figures per city, county, tier, indicator and rule", "[store]") {
  Archive archive;
  archive.put("/a", test::make_notice("成长型", "云溪社区", "达标"), {"云州市", "映湖区", ""});
  archive.put("/b", test::make_notice("成长型", "青岭社区", ""), {"云州市", "翠屏县", ""});
  archive.put("/c", test::make_notice("基础型", "松汀社区", "达标"), {"青陵市", "映湖区", ""});
  const auto column = [](const Statistics& table, const std::string& name) {
    return static_cast<std::size_t>(std::find(table.columns.begin(), table.columns.end(), name) -
                                    table.columns.begin());
  };
  const Statistics cities = statistics(archive.store(), Grouping::kCity, {});
  REQUIRE(cities.rows.size() == 2);
  CHECK(cities.rows[0][column(cities, "city")] == "云州市");
  CHECK(cities.rows[0][column(cities, "notices")] == "2");
  CHECK(cities.rows[1][column(cities, "supported %")] == "0.0");
  CHECK(statistics(archive.store(), Grouping::kCounty, {}).rows.size() == 3);
  CHECK(statistics(archive.store(), Grouping::kTier, {}).rows.size() == 2);
  const Statistics indicators = statistics(archive.store(), Grouping::kIndicator, {});
  CHECK(indicators.rows.size() ==
        test::standard().find("成长型")->indicators.size() + test::standard().find("基础型")->indicators.size());
  const Statistics rules = statistics(archive.store(), Grouping::kRule, {});
  const auto empty =
      std::find_if(rules.rows.begin(), rules.rows.end(), [](const auto& row) { return row[0] == "claim-empty"; });
  REQUIRE(empty != rules.rows.end());
  CHECK((*empty)[1] == std::to_string(test::standard().find("成长型")->indicators.size()));
  CHECK((*empty)[4] == "1");
}

TEST_CASE("a sample is drawn from every county and tier, and drawn again by its seed", "[store]") {
  const auto fill = [](Archive& archive, bool backwards) {
    for (int i = 0; i < 40; ++i) {
      const int n = backwards ? 39 - i : i;
      // 24 of one county, 12 of another, 4 of a third.
      const std::string county = n < 24 ? "映湖区" : n < 36 ? "翠屏县" : "瑞河县";
      archive.put("/" + std::to_string(n),
                  test::make_notice(n % 2 == 0 ? "成长型" : "基础型", "社区" + std::to_string(n)),
                  {"云州市", county, ""});
    }
  };
  const auto drawn = [](Archive& archive, int size, std::uint64_t seed) {
    std::vector<std::string> sources;
    for (const SearchHit& hit : sample(archive.store(), {size, seed, {}})) sources.push_back(hit.source);
    return sources;
  };
  Archive archive, other;
  fill(archive, false);
  fill(other, true);
  const auto first = drawn(archive, 10, 1);
  CHECK(first.size() == 10);
  CHECK(std::set<std::string>(first.begin(), first.end()).size() == 10);
  CHECK(drawn(archive, 10, 1) == first);
  CHECK(drawn(other, 10, 1) == first);  // whatever the order in which notices came
  CHECK(drawn(archive, 10, 2) != first);
  std::map<std::string, int> per_county;
  std::set<std::string> strata;
  for (const SearchHit& hit : sample(archive.store(), {10, 1, {}})) {
    ++per_county[hit.county];
    strata.insert(hit.county + hit.tier);
  }
  CHECK(strata.size() == 6);
  CHECK(per_county["映湖区"] >= 5);
  CHECK(per_county["瑞河县"] >= 2);
  CHECK(drawn(archive, 100, 1).size() == 40);
  CHECK(drawn(archive, 0, 1).empty());
  CHECK(drawn(archive, 3, 1).size() == 3);
}

TEST_CASE("a community's versions tell what changed, what was cured and what is new", "[store]") {
  Archive archive;
  const Region region{"云州市", "映湖区", "一道桥街道"};
  Notice before = test::make_notice("成长型", "云溪社区", "达标"), after = before;
  test::set_claim(before, 4, "");
  test::set_claim(after, 2, "");
  test::set_claim(after, 4, "由“邻里通”平台统一派单，网格员张某所在小组每周上门回访并逐户登记。");
  archive.put("/2024", dated(after, {2024, 11, 7}), region);
  archive.put("/2023", dated(before, {2023, 11, 7}), region);
  // The same name elsewhere is another community.
  archive.put("/elsewhere", dated(test::make_notice("成长型", "云溪社区"), {2024, 1, 1}),
              {"青陵市", "映湖区", "一道桥街道"});
  CHECK(communities_like(archive.store(), "云溪").size() == 2);
  const std::string identity = identity_of(region, "智慧云溪社区");
  CHECK(versions_of(archive.store(), identity).size() == 2);
  const auto changes = history_of(archive.store(), identity);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].from.dated == "2023-11-07");
  CHECK(changes[0].to.source == "/2024");
  REQUIRE(changes[0].rows.size() == 2);
  CHECK(changes[0].rows[0].no == 2);
  CHECK(changes[0].rows[0].before == "达标");
  CHECK(changes[0].rows[0].after.empty());
  const auto has = [](const std::vector<Finding>& findings, const char* rule, int no) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& f) { return f.rule == rule && f.no == no; });
  };
  CHECK(has(changes[0].cured, "claim-empty", 4));
  CHECK(has(changes[0].fresh, "claim-empty", 2));
  CHECK_FALSE(has(changes[0].cured, "bare-assertion", 5));
  NoticeFilter all;
  CHECK(notices_where(archive.store(), all).size() == 2);
  all.latest_only = false;
  CHECK(notices_where(archive.store(), all).size() == 3);
}

TEST_CASE("copied rows and whole twins are found on both sides, and templates in clusters", "[store]") {
  Archive archive;
  for (std::uint64_t i : {8, 9, 20, 31, 42}) {
    const test::FictionalPlace place = test::fictional_place(i);
    archive.put("/" + std::to_string(i), test::fictional_notice(i, test::standard()),
                {place.city, place.county, place.street});
  }
  archive.compare();
  const auto twins = [&](const std::string& source) {
    return archive.store().database().integer(
        "SELECT count(*) FROM findings JOIN notices ON notices.id = notice_id JOIN locations ON locations.file_id = "
        "notices.file_id WHERE rule = 'notice-copied' AND no IS NULL AND path = '" +
        source + "'");
  };
  CHECK(twins("/8") == 1);
  CHECK(twins("/9") == 1);  // 9 takes over the claims of 8
  CHECK(twins("/20") == 0);
  CHECK(twins("/31") == 0);
  const auto clusters = template_clusters(archive.store(), 18);
  REQUIRE(clusters.size() == 1);
  CHECK(clusters[0].notices == 2);
  const test::FictionalPlace place = test::fictional_place(8);
  CHECK(std::count(clusters[0].identities.begin(), clusters[0].identities.end(),
                   identity_of({place.city, place.county, place.street}, place.community)) == 1);
}

TEST_CASE("the answer for a notice does not hang on how many threads and how much memory there are", "[store]") {
  test::TemporaryFolder folder;
  std::string dumps[2];
  for (int jobs : {1, 3}) {
    auto store = Store::open(test::store_at(folder.path() + "/" + std::to_string(jobs)), {}, test::standard());
    REQUIRE(store.has_value());
    for (std::uint64_t i = 0; i < 60; ++i) {
      ProcessedFile processed;
      processed.file.source.path = "/" + std::to_string(i);
      processed.file.source.sha256 = std::string(60, '0') + std::to_string(1000 + i);
      processed.file.notices.push_back(test::fictional_notice(i, test::standard()));
      processed.audited.emplace_back();
      const test::FictionalPlace place = test::fictional_place(i);
      (*store)->put_file(processed, "", "", stage_versions(test::programmes(), {}),
                         {processed.file.source.path, "", 1, 1, {place.city, place.county, place.street}});
    }
    IngestOptions options;
    options.reading.jobs = jobs;
    REQUIRE(ingest(**store, {}, test::programmes(), options).has_value());
    (*store)->dump([&](std::string_view line) { dumps[jobs / 3].append(line).push_back('\n'); });
  }
  CHECK((dumps[0] == dumps[1]));
}

}  // namespace gongshi::corpus
