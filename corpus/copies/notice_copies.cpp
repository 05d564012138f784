// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/copies/notice_copies.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "corpus/copies/own_text_weights.h"
#include "corpus/store/version_words.h"
#include "normalize/text_forms.h"
#include "schema/utf8.h"

namespace gongshi::corpus {
namespace {

// Skeletons of claims that are 85 % alike share about 57 % of their pairs at worst: 16 bands of 3 find 96 % of those,
// and all but a few of claims that differ in one place only (70 % and more: 99.8 %).
constexpr int kBands = 16;
constexpr int kRowsPerBand = 3;
constexpr char32_t kAnyFigure = U'0';

std::uint64_t mixed(std::uint64_t value) {  // the finalizer of SplitMix64 (Steele et al. 2014)
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ value >> 27) * 0x94D049BB133111EBULL;
  return value ^ value >> 31;
}

template <typename Text>
std::int64_t hash_of(const Text& text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const auto unit : text) hash = mixed(hash ^ static_cast<std::uint64_t>(unit));
  return static_cast<std::int64_t>(hash);
}

bool is_digit(char32_t code) { return (code >= U'0' && code <= U'9') || code == U'.' || code == U'%'; }

std::u32string skeleton_of(std::u32string_view own) {
  std::u32string skeleton;
  for (char32_t code : own) {
    if (!is_digit(code))
      skeleton.push_back(code);
    else if (skeleton.empty() || skeleton.back() != kAnyFigure)
      skeleton.push_back(kAnyFigure);
  }
  return skeleton;
}

std::array<std::int64_t, kBands> bands_of(std::u32string_view skeleton) {
  constexpr int kHashes = kBands * kRowsPerBand;
  std::array<std::uint64_t, kHashes> least;
  least.fill(std::numeric_limits<std::uint64_t>::max());
  for (std::size_t i = 0; i + 1 < skeleton.size(); ++i) {
    std::uint64_t hash =
        mixed(static_cast<std::uint64_t>(skeleton[i]) << 32 | static_cast<std::uint64_t>(skeleton[i + 1]));
    // One good hash and cheap variations of it serve as well as many good ones.
    for (std::uint64_t& value : least) {
      hash = hash * 0x9FB21C651E98DF25ULL + 0xD6E8FEB86659FD93ULL;
      value = std::min(value, hash ^ hash >> 32);
    }
  }
  std::array<std::int64_t, kBands> bands{};
  for (int band = 0; band < kBands; ++band) {
    std::uint64_t hash = static_cast<std::uint64_t>(band);
    for (int row = 0; row < kRowsPerBand; ++row)
      hash = mixed(hash ^ least[static_cast<std::size_t>(band * kRowsPerBand + row)]);
    bands[static_cast<std::size_t>(band)] = static_cast<std::int64_t>(hash);
  }
  return bands;
}

// The first two characters.
std::string_view head_of(std::string_view text) {
  std::size_t end = utf8::length(text[0]);
  if (end < text.size()) end += utf8::length(text[end]);
  return text.substr(0, end);
}

}  // namespace

struct CopyIndex::OwnText {
  std::u32string text;
  std::u32string skeleton_text;
  std::u32string weighted;  // only where asked for
  std::int64_t own = 0, skeleton = 0;
  bool enough = false;
};

// A row of another notice, ready to be compared.
struct CopyIndex::Prepared : std::enable_shared_from_this<CopyIndex::Prepared> {
  Prepared(IndexedRow indexed, const OwnText& text)
      : row(std::move(indexed)), own(text.own), enough(text.enough), pattern(text.weighted) {}

  IndexedRow row;
  std::int64_t own;
  bool enough;
  normalize::Pattern pattern;
};

struct CopyIndex::Alike {
  const Prepared* other = nullptr;  // held by the index until the next text is looked at
  double similarity = 0;
  std::int64_t rank = 0;
};

CopyIndex::CopyIndex(Database& database, const RowSource& rows, const Programmes& programmes,
                     const CopyOptions& options)
    : database_(database), rows_(&rows), options_(options), programmes_(programmes) {}

CopyIndex::CopyIndex(Database& database, const Programmes& programmes, const CopyOptions& options)
    : database_(database), rows_(nullptr), options_(options), programmes_(programmes) {}

void CopyIndex::create_tables(Database& database) {
  database.execute(R"sql(
    CREATE TABLE own_texts(row_id INTEGER PRIMARY KEY, notice_id INTEGER, own INTEGER, skeleton INTEGER, length INTEGER, rank INTEGER);
    CREATE INDEX own_texts_by_own ON own_texts(own, rank);
    CREATE INDEX own_texts_by_skeleton ON own_texts(skeleton, rank);
    CREATE INDEX own_texts_by_notice ON own_texts(notice_id);
    CREATE TABLE bands(band INTEGER NOT NULL, skeleton INTEGER NOT NULL, PRIMARY KEY(band, skeleton)) WITHOUT ROWID;
    CREATE TABLE skeletons(skeleton INTEGER PRIMARY KEY, text TEXT NOT NULL);)sql");
}

CopyIndex::OwnText CopyIndex::own_text(std::string_view claim, std::string_view community, std::string_view programme,
                                       bool weighted) const {
  const Programme& by = programmes_.of(programme);
  OwnText own;
  if (claim.size() < options_.characters) return own;  // bytes: shorter than any text of so many characters
  const normalize::ComparisonKey key = normalize::comparison_key(by, claim, normalize::subject_names(community, by));
  if (key.size() < options_.characters) return own;
  const normalize::Marks standards = normalize::standards_marks(key, by.prepared<normalize::StandardText>());
  own.text = normalize::own_text(key, standards);
  own.enough = own.text.size() >= options_.characters;
  if (!own.enough) return own;
  own.skeleton_text = skeleton_of(own.text);
  if (weighted) own.weighted = weighted_own_text(key, claim, standards, by);
  own.own = hash_of(own.text);
  own.skeleton = hash_of(own.skeleton_text);
  return own;
}

void CopyIndex::add(std::int64_t notice_id, const std::vector<Claim>& claims, std::string_view community,
                    std::string_view content, std::string_view programme) {
  drop_held();
  const auto base = static_cast<std::uint64_t>(hash_of(content));
  Rows own_texts("own_texts(row_id, notice_id, own, skeleton, length, rank)", "iiiiii");
  Rows skeletons("skeletons(skeleton, text)", "is");
  Rows bands("bands(band, skeleton)", "ii");
  std::map<std::int64_t, std::u32string> texts;  // of skeletons
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const OwnText own = own_text(claims[i].text, community, programme, false);
    if (!own.enough) continue;
    // Positive, so that ranks sort as numbers anywhere.
    const auto rank = static_cast<std::int64_t>(mixed(base ^ i) >> 1);
    own_texts(claims[i].row_id)(notice_id)(own.own)(own.skeleton)(static_cast<std::int64_t>(own.text.size()))(rank);
    if (texts.emplace(own.skeleton, own.skeleton_text).second) skeletons(own.skeleton)(utf8::encode(own.skeleton_text));
  }
  database_.put(own_texts);
  // The bands of the others are known.
  for (const std::int64_t skeleton : database_.put_new(skeletons, "skeleton")) {
    const auto of_it = bands_of(texts[skeleton]);
    for (const std::int64_t band : std::set<std::int64_t>(of_it.begin(), of_it.end())) bands(band)(skeleton);
  }
  database_.put(bands);
}

// Skeletons that are alike, without the text's own, by skeleton.
std::vector<std::int64_t> CopyIndex::near_skeletons(const OwnText& own) {
  static const std::string kOfBands = [] {
    std::string sql = "SELECT skeleton, text FROM skeletons WHERE skeleton IN (";
    for (int band = 0; band < kBands; ++band)
      sql += fmt::format(
          "{}SELECT skeleton FROM (SELECT skeleton FROM bands WHERE band = ?{} ORDER BY skeleton LIMIT "
          "?{}) AS band{}",
          band == 0 ? "" : " UNION ALL ", band + 1, kBands + 1, band);
    return sql + ") ORDER BY skeleton";
  }();
  std::vector<std::int64_t> near;
  const normalize::Pattern pattern(own.skeleton_text);
  Statement row = database_.prepare(kOfBands);
  for (const std::int64_t band : bands_of(own.skeleton_text)) row(band);
  row(options_.near_skeletons);
  while (row.step()) {
    if (row.integer(0) == own.skeleton) continue;
    // Figures may be all that differs in the end: a little less than what the whole text needs.
    const double enough = options_.similarity - 0.05;
    if (pattern.similarity(normalize::Pattern(utf8::decode(row.text(1))), enough) >= enough)
      near.push_back(row.integer(0));
  }
  return near;
}

std::shared_ptr<const CopyIndex::Prepared> CopyIndex::prepared(std::int64_t row_id) {
  if (const auto held = prepared_.find(row_id); held != prepared_.end()) return held->second;
  IndexedRow row = rows_->row(row_id);
  const OwnText own = own_text(row.claim, row.community, row.programme, true);
  return prepared_.emplace(row_id, std::make_shared<const Prepared>(std::move(row), own)).first->second;
}

void CopyIndex::drop_held() {
  candidates_.clear();
  prepared_.clear();
  candidates_held_ = 0;
}

// Rows of the text's skeleton and of those near it; rows of equal texts come on top.
const std::vector<CopyIndex::Candidate>& CopyIndex::candidates(const OwnText& own) {
  if (const auto held = candidates_.find(own.skeleton); held != candidates_.end()) return held->second;
  std::map<std::int64_t, std::int64_t> found;  // row, rank
  const auto gather = [&](std::int64_t skeleton, int limit) {
    Statement row = database_.prepare("SELECT row_id, rank FROM own_texts WHERE skeleton = ? ORDER BY rank LIMIT ?");
    row(skeleton)(limit);
    while (row.step()) found.emplace(row.integer(0), row.integer(1));
  };
  gather(own.skeleton, options_.crowd);
  for (std::int64_t skeleton : near_skeletons(own)) gather(skeleton, options_.near_members);
  if (std::max(candidates_held_, prepared_.size()) + found.size() > options_.rows_held) drop_held();
  std::vector<Candidate>& held = candidates_[own.skeleton];
  held.reserve(found.size());
  for (const auto& [row_id, rank] : found) held.push_back({row_id, rank, prepared(row_id)});
  candidates_held_ += held.size();
  return held;
}

std::vector<CopyIndex::Alike> CopyIndex::alike(const OwnText& own, const std::string& identity,
                                               std::int64_t notice_id) {
  if (prepared_.size() > options_.rows_held) drop_held();
  const std::vector<Candidate>& near = candidates(own);  // first: it may let go of what was held
  std::vector<Alike> found;
  const normalize::Pattern pattern(own.weighted);
  const auto look_at = [&](const Prepared& other, std::int64_t rank) {
    if (!other.enough || other.row.identity == identity) return;
    const double similarity = other.own == own.own ? 1.0 : pattern.similarity(other.pattern, options_.similarity);
    if (similarity >= options_.similarity) found.push_back({&other, similarity, rank});
  };
  std::unordered_set<std::int64_t> equal;
  {
    Statement row =
        database_.prepare("SELECT row_id, rank FROM own_texts WHERE own = ? AND notice_id <> ? ORDER BY rank LIMIT ?");
    row(own.own)(notice_id)(options_.crowd);
    while (row.step())
      if (equal.insert(row.integer(0)).second) look_at(*prepared(row.integer(0)), row.integer(1));
  }
  for (const Candidate& candidate : near)
    if (equal.empty() || equal.count(candidate.row_id) == 0) look_at(*candidate.row, candidate.rank);
  std::sort(found.begin(), found.end(), [](const Alike& a, const Alike& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.rank < b.rank;
  });
  return found;
}

CopyIndex::Comparison CopyIndex::compare(const Notice& notice, const std::string& identity, std::int64_t notice_id) {
  struct Shared {
    std::size_t characters = 0;
    double weighted = 0;  // similarity × characters
    int rows = 0;
    std::size_t last_row = 0;  // counted last
    std::shared_ptr<const Prepared> first;
  };
  std::unordered_map<std::int64_t, Shared> shared;  // by notice
  std::size_t total = 0;
  Comparison comparison;
  comparison.rows.resize(notice.rows.size());
  for (std::size_t i = 0; i < notice.rows.size(); ++i) {
    const OwnText own = own_text(notice.rows[i].claim.str(), notice.community, notice.programme, true);
    if (!own.enough) continue;
    total += own.text.size();
    for (const Alike& other : alike(own, identity, notice_id)) {
      const IndexedRow& row = other.other->row;
      Shared& with = shared[row.notice_id];
      if (with.rows == 0 || with.last_row != i) {
        if (with.rows == 0) with.first = other.other->shared_from_this();
        with.last_row = i;
        ++with.rows;
        with.characters += own.text.size();
        with.weighted += other.similarity * static_cast<double>(own.text.size());
      }
      if (static_cast<int>(comparison.rows[i].size()) < options_.listed)
        comparison.rows[i].push_back({row.source, row.notice, row.community, row.no, other.similarity, row.claim});
    }
  }
  if (total < options_.whole_characters) return comparison;
  for (const auto& [other_id, with] : shared) {
    if (with.rows < options_.whole_rows) continue;
    if (static_cast<double>(with.characters) < options_.whole_share * static_cast<double>(total)) continue;
    const IndexedRow& row = with.first->row;
    comparison.whole.push_back(
        {row.source, row.notice, row.community, std::nullopt, with.weighted / static_cast<double>(total), ""});
  }
  std::sort(comparison.whole.begin(), comparison.whole.end(), [](const NoticeReference& a, const NoticeReference& b) {
    if (a.similarity != b.similarity) return a.similarity > b.similarity;
    return std::pair(a.source, a.notice) < std::pair(b.source, b.notice);
  });
  if (comparison.whole.size() > static_cast<std::size_t>(options_.listed))
    comparison.whole.resize(static_cast<std::size_t>(options_.listed));
  return comparison;
}

void AffectedNotices::of(std::int64_t notice_id, const std::function<void(std::int64_t notice_id)>& mark) {
  const auto mark_all = [&](const char* sql, std::int64_t key, std::unordered_set<std::int64_t>& gone_through) {
    if (!gone_through.insert(key).second) return;
    Statement row = database_.prepare(sql);
    row(key);
    while (row.step()) mark(row.integer(0));
  };
  const auto mark_skeleton = [&](std::int64_t skeleton) {
    mark_all("SELECT notice_id FROM own_texts WHERE skeleton = ?", skeleton, skeletons_);
  };
  const auto before = [&](const char* sql, std::int64_t key, std::int64_t rank) {
    Statement row = database_.prepare(sql);
    row(key)(rank);
    return row.step() ? row.integer(0) : 0;
  };
  struct Row {
    std::int64_t own, skeleton, rank;
  };
  std::vector<Row> rows;
  {
    Statement row = database_.prepare("SELECT own, skeleton, rank FROM own_texts WHERE notice_id = ?");
    row(notice_id);
    while (row.step()) rows.push_back({row.integer(0), row.integer(1), row.integer(2)});
  }
  for (const Row& row : rows) {
    // Only members that are among the first of a crowd are seen by its other members.
    const std::int64_t place =
        before("SELECT count(*) FROM (SELECT 1 FROM own_texts WHERE skeleton = ? AND rank < ? LIMIT 64) AS earlier",
               row.skeleton, row.rank);
    if (place < options_.crowd)
      mark_skeleton(row.skeleton);
    else if (before("SELECT count(*) FROM (SELECT 1 FROM own_texts WHERE own = ? AND rank < ? LIMIT 64) AS earlier",
                    row.own, row.rank) < options_.crowd)
      mark_all("SELECT notice_id FROM own_texts WHERE own = ?", row.own, texts_);
    if (place >= options_.near_members) continue;
    std::u32string skeleton;
    {
      Statement text = database_.prepare("SELECT text FROM skeletons WHERE skeleton = ?");
      text(row.skeleton);
      if (!text.step()) continue;
      skeleton = utf8::decode(text.text(0));
    }
    for (std::int64_t band : bands_of(skeleton)) {
      Statement row_before = database_.prepare(
          "SELECT count(*) FROM (SELECT 1 FROM bands WHERE band = ? AND skeleton < ? LIMIT 64) AS earlier");
      row_before(band)(row.skeleton);
      if (!row_before.step() || row_before.integer(0) >= options_.near_skeletons) continue;
      Statement other = database_.prepare("SELECT skeleton FROM bands WHERE band = ? AND skeleton <> ?");
      other(band)(row.skeleton);
      while (other.step()) mark_skeleton(other.integer(0));
    }
  }
}

void remove_own_texts(Database& database, std::int64_t notice_id) {
  std::set<std::int64_t> skeletons;
  {
    Statement row = database.prepare("SELECT skeleton FROM own_texts WHERE notice_id = ?");
    row(notice_id);
    while (row.step()) skeletons.insert(row.integer(0));
  }
  database.prepare("DELETE FROM own_texts WHERE notice_id = ?")(notice_id).run();
  for (std::int64_t skeleton : skeletons) {
    std::u32string words;
    {
      Statement row = database.prepare(
          "SELECT text FROM skeletons WHERE skeleton = ?1 AND NOT EXISTS (SELECT 1 FROM own_texts WHERE skeleton = "
          "?1)");
      row(skeleton);
      if (!row.step()) continue;
      words = utf8::decode(row.text(0));
    }
    for (std::int64_t band : bands_of(words))
      database.prepare("DELETE FROM bands WHERE band = ? AND skeleton = ?")(band)(skeleton).run();
    database.prepare("DELETE FROM skeletons WHERE skeleton = ?")(skeleton).run();
  }
}

// ---- names ----

std::string CommunityNames::stem(const std::string& name) {
  for (const std::string& ending : community_endings())
    if (name.ends_with(ending) && name.size() > ending.size() + 3) return name.substr(0, name.size() - ending.size());
  return name;
}

void CommunityNames::add(const std::string& name) {
  if (utf8::count(name) < 2) return;
  const std::string words = stem(name);
  std::vector<std::string>& names = names_[words];
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  names.push_back(name);
  heads_.emplace(head_of(words));
  longest_ = std::max(longest_, words.size());
}

std::vector<std::string> CommunityNames::standing_in(const Notice& notice, const std::string& except) const {
  std::set<std::string> found;
  const auto look = [&](std::string_view text) {
    for (std::size_t at = 0; at < text.size(); at += utf8::length(text[at])) {
      const std::string_view rest = text.substr(at);
      if (heads_.count(std::string(head_of(rest))) == 0) continue;
      for (std::size_t end = head_of(rest).size(); end <= rest.size() && end <= longest_;
           end += utf8::length(rest[end])) {
        if (const auto known = names_.find(std::string(rest.substr(0, end))); known != names_.end())
          found.insert(known->second.begin(), known->second.end());
        if (end == rest.size()) break;
      }
    }
  };
  for (const Text* text : {&notice.title, &notice.preamble, &notice.table_title, &notice.footer}) look(text->utf8);
  for (const IndicatorRecord& row : notice.rows) look(row.claim.str());
  found.erase(except);
  return {found.begin(), found.end()};
}

}  // namespace gongshi::corpus
