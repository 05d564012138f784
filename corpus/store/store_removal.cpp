// SPDX-License-Identifier: GPL-3.0-or-later
// What a store gives up again: contents at a place, forgotten files, and what they leave behind.
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "corpus/copies/notice_copies.h"
#include "corpus/store/search.h"
#include "corpus/store/store.h"

namespace gongshi::corpus {

// The index keeps no texts: what goes is told with the words it was made of.
void Store::remove_notices(std::int64_t file_id) {
  Statement notices =
      database_.prepare("SELECT id, title, preamble, table_title, footer, community FROM notices WHERE file_id = ?");
  notices(file_id);
  std::set<std::string> communities;
  while (notices.step()) {
    const std::int64_t id = notices.integer(0);
    database_.remove_words(-id,
                           notices.text(1) + "\n" + notices.text(2) + "\n" + notices.text(3) + "\n" + notices.text(4));
    Statement rows = database_.prepare("SELECT id, claim FROM rows WHERE notice_id = ?");
    rows(id);
    while (rows.step()) database_.remove_words(rows.integer(0), rows.text(1));
    mark_affected(id);
    remove_own_texts(database_, id);
    communities.insert(notices.text(5));
  }
  notices.reset();
  database_.prepare("DELETE FROM notices WHERE file_id = ?")(file_id).run();
  // A name that nobody has any more is in conflict with no other.
  for (const std::string& community : communities) {
    Statement left = database_.prepare("SELECT EXISTS(SELECT 1 FROM notices WHERE community = ?)");
    left(community);
    if (left.step() && left.integer(0) == 0) mark_naming(community);
  }
}

void Store::mark_naming(const std::string& community) {
  for (std::int64_t id : notices_with(*this, CommunityNames::stem(community)))
    database_.prepare("UPDATE notices SET rules = '' WHERE id = ? AND rules <> ''")(id).run();
}

void Store::remove_location(const Location& location, std::optional<std::int64_t> file_id) {
  const Standing before = file_id ? standing(*file_id) : Standing{};
  database_.prepare("DELETE FROM locations WHERE path = ? AND member = ?")(location.path)(location.member).run();
  if (!file_id) return;
  if (!remove_if_nowhere(*file_id)) settle(*file_id, before);
}

bool Store::remove_if_nowhere(std::int64_t file_id) {
  {
    Statement row = database_.prepare("SELECT EXISTS(SELECT 1 FROM locations WHERE file_id = ?)");
    row(file_id);
    if (row.step() && row.integer(0) != 0) return false;
  }
  remove_file(file_id);
  return true;
}

void Store::remove_file(std::int64_t file_id) {
  remove_notices(file_id);
  database_.prepare("DELETE FROM files WHERE id = ?")(file_id).run();
}

void Store::finish_forgetting() {
  if (database_.integer("SELECT count(*) FROM settings WHERE key = 'forgotten'") == 0) return;
  // Each text would be looked for in every row again, which the statement has just done for all of them at once.
  database_.check_references(false);
  Transaction transaction(database_);
  database_.execute(
      "DELETE FROM texts WHERE id NOT IN (SELECT category_id FROM rows UNION SELECT name_id FROM rows "
      "UNION SELECT definition_id FROM rows UNION SELECT requirement_id FROM rows)");
  database_.execute("DELETE FROM settings WHERE key = 'forgotten'");
  database_
      .prepare(
          "INSERT INTO settings(key, value) VALUES ('texts-removed', ?) ON CONFLICT(key) DO UPDATE SET value = "
          "excluded.value")(std::to_string(std::random_device{}()))
      .run();
  transaction.commit();
  database_.check_references(true);
  text_ids_.clear();
}

namespace {

struct Place {
  Location location;
  std::optional<std::int64_t> file;
};

std::vector<Place> places_where(Database& database, const std::string& condition,
                                const std::vector<std::string>& values) {
  std::vector<Place> places;
  Statement row = database.prepare("SELECT path, member, file_id FROM locations WHERE " + condition);
  for (const std::string& value : values) row(value);
  while (row.step()) {
    Place place;
    place.location.path = row.text(0);
    place.location.member = row.text(1);
    if (!row.null(2)) place.file = row.integer(2);
    places.push_back(std::move(place));
  }
  return places;
}

// Where a path, an archive!member or a content lies, each asked for by an index.
std::vector<Place> places_of(Database& database, const std::string& what) {
  if (auto found = places_where(database, "path = ?", {what}); !found.empty()) return found;
  for (std::size_t at = what.find('!'); at != std::string::npos; at = what.find('!', at + 1))
    if (auto found = places_where(database, "path = ? AND member = ?", {what.substr(0, at), what.substr(at + 1)});
        !found.empty())
      return found;
  return places_where(database, "file_id = (SELECT id FROM files WHERE sha256 = ?)", {what});
}

}  // namespace

std::vector<Store::Unread> Store::unread() {
  std::vector<Unread> found;
  Statement row = database_.prepare(
      "SELECT path, member, outcome, reason, file_id FROM locations WHERE outcome IN ('refused', 'crashed') AND gone = "
      "0 "
      "ORDER BY path, member");
  while (row.step()) {
    Unread unread{row.text(0) + (row.text(1).empty() ? "" : "!" + row.text(1)), row.text(2), {"", row.text(3), 0}};
    if (!row.null(4))
      if (const ProcessedFile file = load(row.integer(4)); !file.file.problems.empty()) {
        unread.problem.code = file.file.problems.front().code;
        unread.problem.page = file.file.problems.front().page;
      }
    found.push_back(std::move(unread));
  }
  return found;
}

std::vector<std::string> Store::paths_below(const std::string& root, bool gone) {
  std::vector<std::string> paths;
  // '0' comes after '/': a range of the index on paths.
  Statement row = database_.prepare(
      "SELECT DISTINCT path FROM locations WHERE (path = ?1 OR (path > ?2 || '/' AND path < ?2 || '0')) AND gone <= ?3 "
      "AND substr(path, 1, 200) >= substr(?2, 1, 200) AND substr(path, 1, 200) <= substr(?2 || '0', 1, 200) "
      "ORDER BY path");
  row(root)(root == "/" ? "" : root)(gone ? 1 : 0);
  while (row.step()) paths.push_back(row.text(0));
  return paths;
}

void Store::put_gone(const std::vector<std::string>& paths, bool gone) {
  if (paths.empty()) return;
  Transaction transaction(database_);
  for (const std::string& path : paths)
    database_.prepare("UPDATE locations SET gone = ?1 WHERE path = ?2 AND gone <> ?1")(gone ? 1 : 0)(path).run();
  transaction.commit();
}

int Store::forget(const std::string& what) {
  int removed = 0;
  {
    Transaction transaction(database_);
    for (const Place& place : places_of(database_, what)) {
      remove_location(place.location, place.file);
      ++removed;
    }
    // An earlier version without a place is known by its hash alone.
    if (removed == 0)
      if (const auto file = find_file(what)) {
        remove_file(file->id);
        ++removed;
      }
    // Corrections hold words of the file: those of contents that are gone go with them.
    if (removed > 0) {
      database_.execute("DELETE FROM corrections WHERE sha256 NOT IN (SELECT sha256 FROM files)");
      database_.execute("DELETE FROM desk_entries WHERE kind = 'reading' AND owner NOT IN (SELECT sha256 FROM files)");
    }
    if (removed > 0)
      database_.execute("INSERT INTO settings(key, value) VALUES ('forgotten', '1') ON CONFLICT DO NOTHING");
    transaction.commit();
  }
  return removed;
}

void Store::erase_traces() {
  finish_forgetting();
  database_.erase_freed();
}

}  // namespace gongshi::corpus
