// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/store_copy.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <string_view>

#include "corpus/store/database.h"
#include "corpus/store/store_schema.h"
#include "schema/language.h"

namespace gongshi::corpus {
namespace {

/// Every table of a store but the index of words, in an order that references allow.
struct Table {
  std::string_view name;
  std::string_view columns;
  std::string_view kinds;  ///< 'i' integer, 'r' real, 's' text, 'b' bytes.
  /// Which rows belong to a region; {F} stands for its files' ids, {N} for its notices'. "" for none of them.
  std::string_view of_region;
  bool numbered = false;  ///< The database gives its ids.
};

constexpr std::array<Table, 25> kTables = {{
    {"runs", "id, started, ended, program, reader, standard, rules, protections, files, notices", "isssssssii", "true",
     true},
    {"files", "id, sha256, kind, bytes, pages, outcome, reason, reader, standard, record, content, engine, first_run",
     "issiissssbbsi", "id IN ({F})", true},
    {"locations", "id, path, member, file_id, bytes, modified, outcome, reason, city, county, street, written, gone",
     "issiiisssssii", "file_id IN ({F})", true},
    {"documents", "file_id, record", "ib", "file_id IN ({F})"},
    {"texts", "id, text, masked_text", "iss",
     "id IN (SELECT category_id FROM rows WHERE notice_id IN ({N}) UNION SELECT name_id FROM rows WHERE notice_id IN "
     "({N}) UNION SELECT definition_id FROM rows WHERE notice_id IN ({N}) UNION SELECT requirement_id FROM rows WHERE "
     "notice_id IN ({N}))",
     true},
    {"notices",
     "id, file_id, position, community, tier, edition, city, county, street, identity, title, preamble, table_title, "
     "footer, dated, judged, rules, record, indexed, revision, programme, masked, masked_title, masked_preamble, "
     "masked_table_title, masked_footer",
     "iiissssssssssssssbiisissss", "file_id IN ({F})", true},
    {"rows",
     "id, notice_id, position, no, indicator, category_id, name_id, definition_id, requirement_id, claim, evidence, "
     "confidence, uncertain, page, masked_claim",
     "iiiiiiiiissriis", "notice_id IN ({N})", true},
    {"quantities", "row_id, position, value, unit, printed, role, label, measure", "iissssss",
     "row_id IN (SELECT id FROM rows WHERE notice_id IN ({N}))"},
    {"findings",
     "id, notice_id, position, finding, rule, rule_version, severity, verdict, no, clause, metric, message, stated, "
     "expected, calculation, quote, page, record, masked_message, masked_stated, masked_expected, masked_calculation, "
     "masked_quote",
     "iiississiissssssibsssss", "notice_id IN ({N})", true},
    {"decision_events",
     "id, finding, finding_group, status, opinion, reason, reply, reviewer, decided, status_before, recorded, origin, "
     "note, community, rule, no, message, masked_opinion, masked_reason, masked_reply",
     "issssssssssssssissss", "finding IN (SELECT finding FROM findings WHERE notice_id IN ({N}))", true},
    {"finding_names", "earlier, finding", "ss", "finding IN (SELECT finding FROM findings WHERE notice_id IN ({N}))"},
    {"chosen_versions", "identity, sha256, position, rank", "ssii",
     "sha256 IN (SELECT sha256 FROM files WHERE id IN ({F}))"},
    {"notice_counts", "notice_id, error, warning, info, rules", "iiiis", "notice_id IN ({N})"},
    {"notice_copies", "notice_id, standing", "ii", "notice_id IN ({N})"},
    {"notice_states", "id, sha256, position, state, assigned, person, at", "isissss",
     "sha256 IN (SELECT sha256 FROM files WHERE id IN ({F}))", true},
    {"corrections", "id, sha256, position, no, before, after, person, at", "isiissss",
     "sha256 IN (SELECT sha256 FROM files WHERE id IN ({F}))", true},
    {"own_texts", "row_id, notice_id, own, skeleton, length, rank", "iiiiii", "notice_id IN ({N})"},
    {"skeletons", "skeleton, text", "is", "skeleton IN (SELECT skeleton FROM own_texts WHERE notice_id IN ({N}))"},
    {"bands", "band, skeleton", "ii", "skeleton IN (SELECT skeleton FROM own_texts WHERE notice_id IN ({N}))"},
    {"accounts", "name, role, hash, active, created, failures, locked_until", "sssisii", ""},
    {"sessions", "token, account, csrf, expires", "sssi", ""},
    {"access_tokens", "token, account, label, created", "ssss", ""},
    {"activities", "id, at, person, action, subject, peer", "isssss", "", true},
    {"desk_entries", "id, kind, owner, name, value, person, at", "issssss", "", true},
    {"sources", "name, machine, root", "sss", "true"},
}};

// Of files and documents, too, with all that is in them.
constexpr std::size_t kRowsAtOnce = 200;

std::string quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

/// Which rows of the tables come along.
class Selection {
 public:
  explicit Selection(const Region& region) {
    std::string names;
    for (const auto& [column, name] :
         {std::pair("city", &region.city), std::pair("county", &region.county), std::pair("street", &region.street)})
      if (!name->empty()) names += fmt::format("{}{} = {}", names.empty() ? "" : " AND ", column, quoted(*name));
    whole_ = names.empty();
    files_ = fmt::format(
        "SELECT file_id FROM notices WHERE {0} UNION SELECT file_id FROM locations WHERE file_id IS NOT NULL AND {0}",
        names);
    notices_ = fmt::format("SELECT id FROM notices WHERE file_id IN ({})", files_);
  }
  [[nodiscard]] bool whole() const { return whole_; }
  /// A condition; "" where no row does.
  [[nodiscard]] std::string of(std::string_view condition) const {
    if (whole_) return "true";
    std::string text(condition);
    for (const auto& [word, sql] : {std::pair("{F}", &files_), std::pair("{N}", &notices_)})
      for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += sql->size())
        text.replace(at, 3, *sql);
    return text;
  }

 private:
  bool whole_ = false;
  std::string files_, notices_;
};

void copy_table(Database& from, Database& to, const Table& table, const std::string& condition) {
  Rows copies(fmt::format("{}({})", table.name, table.columns), table.kinds);
  // In the order of ids: words of decisions keep theirs.
  Statement row =
      from.prepare(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY 1", table.columns, table.name, condition));
  row.stream();
  while (row.step()) {
    for (std::size_t i = 0; i < table.kinds.size(); ++i) {
      const int column = static_cast<int>(i);
      if (row.null(column))
        copies(std::nullopt);
      else if (table.kinds[i] == 'i')
        copies(row.integer(column));
      else if (table.kinds[i] == 'r')
        copies(row.real(column));
      else
        copies(row.text(column));
    }
    if (copies.size() >= kRowsAtOnce) to.put(copies);
  }
  to.put(copies);
  if (table.numbered) to.settle_ids(table.name);
}

void copy_words(Database& from, Database& to, const Selection& selection) {
  std::vector<std::pair<std::int64_t, std::string>> texts;
  const auto put = [&](std::size_t at_once) {
    if (texts.size() < at_once) return;
    to.put_words(texts);
    texts.clear();
  };
  {
    Statement head = from.prepare("SELECT id, title, preamble, table_title, footer FROM notices WHERE " +
                                  selection.of("file_id IN ({F})"));
    head.stream();
    while (head.step()) {
      texts.emplace_back(-head.integer(0),
                         head.text(1) + "\n" + head.text(2) + "\n" + head.text(3) + "\n" + head.text(4));
      put(kRowsAtOnce);
    }
  }
  Statement row = from.prepare("SELECT id, claim FROM rows WHERE " + selection.of("notice_id IN ({N})"));
  row.stream();
  while (row.step()) {
    texts.emplace_back(row.integer(0), row.text(1));
    put(kRowsAtOnce);
  }
  put(1);
}

}  // namespace

Result<StoreCondition> copy_store(const std::string& from, const std::string& to, const Region& region) {
  if (!is_server_store(from) && !std::filesystem::exists(from))
    return Error{"store-missing", say("{}: there is no such store.", {from})};
  const Selection selection(region);
  std::string place = from;
  try {
    DatabaseOptions reading;
    reading.read_only = true;
    Database source(from, reading);
    if (version_of(source) == 0) return Error{"store-missing", say("{}: there is no such store.", {shown_store(from)})};
    if (version_of(source) != kStoreVersion)
      return Error{"store-unusable",
                   say("{} is of an earlier version; run `gongshi ingest` on it once.", {shown_store(from)})};
    place = to;
    Database target(to, {});
    if (version_of(target) != 0 &&
        target.integer("SELECT (SELECT count(*) FROM locations) + (SELECT count(*) FROM decision_events) + "
                       "(SELECT count(*) FROM accounts)") != 0)
      return Error{"store-exists", say("{} holds something already; give a place that is empty.", {shown_store(to)})};
    migrate(target);
    const Snapshot snapshot(source);
    Transaction transaction(target);
    for (const Table& table : kTables)
      if (selection.whole() || !table.of_region.empty())
        copy_table(source, target, table, selection.of(table.of_region));
    {
      // Records are packed with the dictionary that stands there.
      Statement row = source.prepare("SELECT key, value FROM settings WHERE key <> 'version'");
      while (row.step())
        target
            .prepare(
                "INSERT INTO settings(key, value) VALUES (?,?) ON CONFLICT(key) DO UPDATE SET value = "
                "excluded.value")(row.text(0))
            .blob(row.text(1))
            .run();
    }
    if (!selection.whole()) target.execute("UPDATE notices SET rules = ''");
    copy_words(source, target, selection);
    transaction.commit();
    return condition_of(target);
  } catch (const DatabaseError& error) {
    return Error{"store-failed", say("{} cannot be used: {}.", {shown_store(place), error.what()})};
  }
}

}  // namespace gongshi::corpus
