// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "corpus/codec.h"
#include "corpus/copies/notice_copies.h"
#include "corpus/hexadecimal.h"
#include "corpus/placeless.h"
#include "corpus/store/store_care.h"
#include "corpus/store/store_masking.h"
#include "corpus/store/store_schema.h"
#include "corpus/store/version_words.h"
#include "extract/ocr/engines.h"
#include "schema/finding_identity.h"

namespace gongshi::corpus {
namespace {

constexpr std::size_t kTextsRemembered = 20000;
constexpr std::array<std::string_view, 12> kRoles = {"unknown",    "numerator",   "denominator", "rate",
                                                     "count",      "frequency",   "duration",    "condition",
                                                     "list-total", "item-number", "name",        "date-part"};

constexpr int kCorrupt = kDatabaseCorrupt, kMismatch = kDatabaseMismatch;
// Between the positions of a notice's findings, so that others find a place between them without these being moved.
constexpr std::int64_t kPositionsApart = 1024;

std::string advice(const std::string& path, const DatabaseError& error) {
  if (is_server_store(path))
    return error.code == kDatabaseCannotOpen || error.code == kDatabaseLost
               ? "; look whether the server runs, and whether this user may connect (.pgpass, pg_hba.conf)"
           : error.code == kDatabaseReadOnly ? "; this user may only read there: see docs/postgresql.md"
                                             : "";
  switch (error.code) {
    case kDatabaseFull:
      return "; free some space and run again: nothing that was reported as done is lost";
    case kDatabaseReadOnly:
      return "; it cannot be written to: check the permissions of the file and its folder";
    case kDatabaseCannotOpen:
      return "; check that its folder exists and can be written to";
    case kNotADatabase:
      return "; choose another file with --db";
    case kDatabaseCorrupt:
      return "; restore it from a copy, or ingest again into a new file";
    default:
      return "";
  }
}

Outcome outcome_from(std::string_view name) {
  for (Outcome outcome :
       {Outcome::kRead, Outcome::kReadInPart, Outcome::kNotANotice, Outcome::kRefused, Outcome::kCrashed})
    if (to_string(outcome) == name) return outcome;
  throw DatabaseError("an outcome is unknown", kCorrupt);
}

std::string reason_of(const NoticeFile& head) {
  return head.problems.empty() ? "" : without_place(head.problems.front().message);
}

// What the search finds beside claims.
std::string head_text(const Notice& notice) {
  return notice.title.utf8 + "\n" + notice.preamble.utf8 + "\n" + notice.table_title.utf8 + "\n" + notice.footer.utf8;
}

std::string dated(const Notice& notice) {
  const auto usable = [](const std::optional<Date>& date) { return date && date->year > 0 && date->valid(); };
  if (notice.period && usable(notice.period->begin)) return notice.period->begin->to_string();
  if (notice.period && usable(notice.period->end)) return notice.period->end->to_string();
  if (notice.acceptance && usable(notice.acceptance->begin)) return notice.acceptance->begin.to_string();
  return "";
}

/// The file's own name, without its folders.
std::string name_of(const Source& source) {
  const std::string& path = source.member.empty() ? source.path : source.member;
  return path.substr(path.rfind('/') + 1);
}

std::optional<int> page_of(const std::vector<Place>& places) {
  if (places.empty() || places.front().page == 0) return std::nullopt;
  return places.front().page;
}

Region region_of(const Notice& notice) { return {notice.city, notice.county, notice.street}; }

template <typename T>
T valid(Result<T> record) {
  if (!record) throw DatabaseError(record.error().message, kCorrupt);
  return std::move(*record);
}

bool has_names(const Region& region) {
  return !region.city.empty() || !region.county.empty() || !region.street.empty();
}

}  // namespace

std::string identity_of(const Region& region, std::string_view community) {
  return without_space(region.city) + "/" + without_space(region.county) + "/" + without_space(region.street) + "/" +
         plain_community(community);
}

std::string engine_of(const NoticeFile& head) {
  const auto without = std::any_of(head.problems.begin(), head.problems.end(),
                                   [](const Problem& problem) { return problem.code == "ocr-unavailable"; });
  if (without) return std::string(extract::kNoEngine);
  std::string worst;
  for (const Page& page : head.pages)
    if (!page.engine.empty() && (worst.empty() || extract::engine_rank(page.engine) < extract::engine_rank(worst)))
      worst = page.engine;
  return worst;
}

Result<std::unique_ptr<Store>> Store::open(const std::string& path, const StoreOptions& options,
                                           const Standard& standard) {
  try {
    return std::unique_ptr<Store>(new Store(path, options, standard));
  } catch (const DatabaseError& error) {
    return Error{"store-unusable", fmt::format("The store {} cannot be used: {}{}.", shown_store(path), error.what(),
                                               advice(path, error))};
  }
}

Store::Store(const std::string& path, const StoreOptions& options, const Standard& standard)
    : path_(path),
      options_(options),
      database_(path, {options.read_only, options.exclusive, options.vfs, options.cache_kilobytes}),
      packer_("") {
  if (options.must_exist && version_of(database_) == 0)
    throw DatabaseError("there is none; `gongshi ingest PATH --db …` makes one", kMismatch);
  if (options.read_only) {
    if (version_of(database_) != kStoreVersion)
      throw DatabaseError("it is of an earlier version; run `gongshi ingest` on it once", kMismatch);
  } else {
    migrate(database_, [&](int version) {
      // On a server the steps are one transaction; copies are the business of those who keep it.
      if (options.vfs.empty() && !is_server_store(path))
        earlier_copy_ = keep_copy(database_, path, "version-" + std::to_string(version));
    });
    database_.prepare("INSERT INTO settings(key, value) VALUES ('dictionary', ?) ON CONFLICT DO NOTHING")
        .blob(Packer::dictionary_of(standard))
        .run();
  }
  Statement dictionary = database_.prepare("SELECT value FROM settings WHERE key = 'dictionary'");
  if (dictionary.step()) packer_ = Packer(dictionary.text(0));
  dictionary.reset();
  if (options.read_only) return;
  bring_records_up_to_date();
  hide_personal_data();
}

std::unique_ptr<Store> Store::reader(const Standard& standard, int cache_kilobytes) const {
  if (options_.exclusive) return nullptr;
  StoreOptions options = options_;
  options.read_only = true;
  options.cache_kilobytes = cache_kilobytes;
  return std::unique_ptr<Store>(new Store(path_, options, standard));
}

std::string Store::unpacked(std::string_view packed) const {
  auto bytes = packer_.unpack(packed);
  if (!bytes) throw DatabaseError(bytes.error().message, kCorrupt);
  return std::move(*bytes);
}

// ---- files ----

namespace {

StoredFile stored_file(const Statement& row, int column) {
  StoredFile file;
  file.id = row.integer(column);
  file.sha256 = row.text(column + 1);
  file.outcome = outcome_from(row.text(column + 2));
  file.reader = row.text(column + 3);
  file.standard = row.text(column + 4);
  file.engine = row.text(column + 5);
  return file;
}

constexpr const char* kSeenColumns =
    "SELECT locations.path, locations.member, locations.bytes, locations.modified, locations.city, locations.county, "
    "locations.street, locations.outcome, files.id, files.sha256, files.outcome, files.reader, files.standard, "
    "files.engine "
    "FROM locations LEFT JOIN files ON files.id = locations.file_id WHERE locations.path = ? ";

Store::Seen seen(const Statement& row) {
  Store::Seen seen;
  seen.location.path = row.text(0);
  seen.location.member = row.text(1);
  seen.location.bytes = static_cast<std::uint64_t>(row.integer(2));
  seen.location.modified = row.integer(3);
  seen.location.region = {row.text(4), row.text(5), row.text(6)};
  seen.outcome = row.text(7);
  if (!row.null(8)) seen.file = stored_file(row, 8);
  return seen;
}

}  // namespace

std::optional<StoredFile> Store::find_file(std::string_view sha256) {
  Statement row = database_.prepare("SELECT id, sha256, outcome, reader, standard, engine FROM files WHERE sha256 = ?");
  row(sha256);
  if (!row.step()) return std::nullopt;
  return stored_file(row, 0);
}

std::optional<Store::Seen> Store::find_location(const std::string& path, const std::string& member) {
  Statement row = database_.prepare(std::string(kSeenColumns) + "AND locations.member = ?");
  row(path)(member);
  if (!row.step()) return std::nullopt;
  return seen(row);
}

std::vector<Store::Seen> Store::members(const std::string& path) {
  std::vector<Seen> found;
  Statement row = database_.prepare(std::string(kSeenColumns) + "AND locations.member <> '' ORDER BY locations.member");
  row(path);
  while (row.step()) found.push_back(seen(row));
  return found;
}

void Store::write_location(std::optional<std::int64_t> file_id, const Location& location, std::string_view outcome,
                           std::string_view reason) {
  std::map<std::int64_t, Standing> before;  // of the content that lies there and of the one that lay there
  {
    Statement row = database_.prepare("SELECT file_id FROM locations WHERE path = ? AND member = ?");
    row(location.path)(location.member);
    if (row.step() && !row.null(0)) before.emplace(row.integer(0), standing(row.integer(0)));
  }
  if (file_id) before.emplace(*file_id, standing(*file_id));
  const auto write = [&](const char* sql) {
    database_
        .prepare(sql)(file_id)(static_cast<std::int64_t>(location.bytes))(location.modified)(location.written)(
            outcome)(reason)(location.region.city)(location.region.county)(location.region.street)(location.path)(
            location.member)
        .run();
  };
  write(
      "UPDATE locations SET file_id = ?, bytes = ?, modified = ?, written = ?, gone = 0, outcome = ?, reason = ?, "
      "city = ?, county = ?, street = ? WHERE path = ? AND member = ?");
  if (database_.changes() == 0)
    write(
        "INSERT INTO locations(file_id, bytes, modified, written, outcome, reason, city, county, street, path, member) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  // A content that was replaced at its only place stays: it is the community's earlier version.
  for (const auto& [id, standing] : before) settle(id, standing);
}

Store::Standing Store::standing(std::int64_t file_id) {
  Statement row = database_.prepare(
      "SELECT path, member, city, county, street FROM locations WHERE file_id = ? ORDER BY path, member LIMIT 1");
  row(file_id);
  Standing standing;
  if (!row.step()) return standing;
  standing.source.path = row.text(0);
  standing.source.member = row.text(1);
  standing.region = {row.text(2), row.text(3), row.text(4)};
  return standing;
}

// Brings a content's notices, and those that refer to them, in line with its first place.
void Store::settle(std::int64_t file_id, const Standing& before) {
  const Standing now = standing(file_id);
  if (now == before) return;
  struct Row {
    std::int64_t id;
    std::string community, record;
  };
  std::vector<Row> notices;
  {
    Statement row = database_.prepare("SELECT id, community, record FROM notices WHERE file_id = ?");
    row(file_id);
    while (row.step()) notices.push_back({row.integer(0), row.text(1), row.text(2)});
  }
  for (const Row& notice : notices) {
    mark_affected(notice.id);
    const Region region = has_names(now.region) ? now.region : region_of(valid(decode_notice(unpacked(notice.record))));
    database_
        .prepare("UPDATE notices SET city = ?, county = ?, street = ?, identity = ?, rules = '' WHERE id = ?")(
            region.city)(region.county)(region.street)(identity_of(region, notice.community))(notice.id)
        .run();
  }
}

// Notices that are like a claim of this one are judged anew beside it, or beside what is left without it.
void Store::mark_affected(std::int64_t notice_id) {
  std::set<std::int64_t> marked;
  AffectedNotices(database_).of(notice_id, [&](std::int64_t id) { marked.insert(id); });
  for (std::int64_t id : marked)
    database_.prepare("UPDATE notices SET rules = '' WHERE id = ? AND rules <> ''")(id).run();
}

std::int64_t Store::put_file(const ProcessedFile& processed, std::string_view document, std::string_view content,
                             const StageVersions& versions, const Location& location) {
  const Source& source = processed.file.source;
  NoticeFile head = processed.file;
  head.notices.clear();
  leave_place_out(head.source, head.problems);
  const std::string record = packer_.pack(encode(head));

  Transaction transaction(database_);
  const std::int64_t file_id =
      database_
          .prepare(
              "INSERT INTO files(sha256, kind, bytes, pages, outcome, reason, reader, standard, engine, record) "
              "VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT(sha256) DO UPDATE SET kind = excluded.kind, pages = "
              "excluded.pages, "
              "outcome = excluded.outcome, reason = excluded.reason, reader = excluded.reader, "
              "standard = excluded.standard, engine = excluded.engine, record = excluded.record RETURNING id")(
              source.sha256)(source.kind)(static_cast<std::int64_t>(source.bytes))(source.pages)(
              to_string(processed.outcome))(reason_of(head))(versions.reader)(versions.standard)(engine_of(head))
          .blob(record)
          .run_for_id();
  database_
      .prepare(
          "UPDATE files SET first_run = (SELECT coalesce(max(id), 0) FROM runs) WHERE sha256 = ? AND first_run = 0")(
          source.sha256)
      .run();
  database_.prepare("DELETE FROM documents WHERE file_id = ?")(file_id).run();
  if (!document.empty())
    database_.prepare("INSERT INTO documents(file_id, record) VALUES (?,?)")(file_id)
        .blob(packer_.pack(document))
        .run();
  if (!content.empty()) database_.prepare("UPDATE files SET content = ? WHERE id = ?").blob(content)(file_id).run();
  // The place first: by it notices know their region at once.
  write_location(file_id, location, to_string(processed.outcome), reason_of(head));
  write_notices(file_id, processed, versions.rules);
  write_search();
  transaction.commit();
  return file_id;
}

void Store::put_location(std::int64_t file_id, const Location& location) {
  Transaction transaction(database_);
  std::string outcome, reason;
  {
    Statement row = database_.prepare("SELECT outcome, reason FROM files WHERE id = ?");
    row(file_id);
    if (!row.step()) throw DatabaseError("a file is missing", kCorrupt);
    outcome = row.text(0);
    reason = row.text(1);
  }
  write_location(file_id, location, outcome, reason);
  transaction.commit();
}

void Store::put_archive(const Location& location, const std::set<std::string>& members) {
  Transaction transaction(database_);
  const std::optional<Seen> before = find_location(location.path, "");
  write_location(std::nullopt, location, "archive", "");
  // As a whole it was in the ledger only because it could not be taken apart then.
  if (before && before->file &&
      (before->file->outcome == Outcome::kRefused || before->file->outcome == Outcome::kCrashed))
    remove_if_nowhere(before->file->id);
  remove_members(location.path, members);
  transaction.commit();
}

void Store::drop_members(const std::string& path, const std::set<std::string>& keep) {
  if (members(path).empty()) return;
  Transaction transaction(database_);
  remove_members(path, keep);
  transaction.commit();
}

void Store::remove_members(const std::string& path, const std::set<std::string>& keep) {
  for (const Seen& seen : members(path))
    if (keep.count(seen.location.member) == 0)
      remove_location(seen.location, seen.file ? std::optional(seen.file->id) : std::nullopt);
}

void Store::put_other_location(const Location& location, std::string_view outcome, std::string_view reason) {
  NoticeFile head;
  head.source.path = location.path;
  head.source.member = location.member;
  head.problems.push_back({"", std::string(reason), 0});
  leave_place_out(head.source, head.problems);
  Transaction transaction(database_);
  write_location(std::nullopt, location, outcome, reason_of(head));
  transaction.commit();
}

void Store::put_notices(std::int64_t file_id, const ProcessedFile& processed, const StageVersions& versions) {
  NoticeFile head = processed.file;
  head.notices.clear();
  leave_place_out(head.source, head.problems);
  Transaction transaction(database_);
  database_
      .prepare("UPDATE files SET outcome = ?, reason = ?, standard = ?, record = ? WHERE id = ?")(
          to_string(processed.outcome))(reason_of(head))(versions.standard)
      .blob(packer_.pack(encode(head)))(file_id)
      .run();
  database_
      .prepare("UPDATE locations SET outcome = ?, reason = ? WHERE file_id = ?")(to_string(processed.outcome))(
          reason_of(head))(file_id)
      .run();
  write_notices(file_id, processed, versions.rules);
  write_search();
  transaction.commit();
}

std::string Store::document(std::int64_t file_id) {
  Statement row = database_.prepare("SELECT record FROM documents WHERE file_id = ?");
  row(file_id);
  return row.step() ? unpacked(row.text(0)) : std::string();
}

std::string Store::content(std::int64_t file_id) {
  Statement row = database_.prepare("SELECT content FROM files WHERE id = ?");
  row(file_id);
  return row.step() ? row.text(0) : std::string();
}

std::vector<std::int64_t> Store::files_of_other_standard(const StageVersions& versions) {
  std::vector<std::int64_t> ids;
  Statement row = database_.prepare(
      "SELECT id FROM files WHERE reader = ? AND standard <> ? AND EXISTS (SELECT 1 FROM documents WHERE file_id = "
      "files.id) "
      "ORDER BY sha256");
  row(versions.reader)(versions.standard);
  while (row.step()) ids.push_back(row.integer(0));
  return ids;
}

// ---- notices ----

std::int64_t Store::text_id(const std::string& text) {
  if (const auto known = text_ids_.find(text); known != text_ids_.end()) return known->second;
  std::int64_t id = 0;
  {
    Statement row = database_.prepare("SELECT id FROM texts WHERE text = ?");
    row(text);
    if (row.step()) id = row.integer(0);
  }
  if (id == 0)
    id = database_
             .prepare("INSERT INTO texts(text, masked_text) VALUES (?,?) RETURNING id")(text)(hidden(Masker(), text))
             .run_for_id();
  if (text_ids_.size() >= kTextsRemembered) text_ids_.clear();
  return text_ids_[text] = id;
}

void Store::write_notices(std::int64_t file_id, const ProcessedFile& processed, const std::string& rules) {
  const std::vector<Finding> before = any_decisions() ? findings_of_file(file_id) : std::vector<Finding>{};
  std::vector<Finding> after;
  remove_notices(file_id);
  to_search_.clear();
  // Another process may have removed texts that nobody used.
  {
    Statement row = database_.prepare("SELECT value FROM settings WHERE key = 'texts-removed'");
    if (std::string removed = row.step() ? row.text(0) : ""; removed != texts_removed_) {
      texts_removed_ = std::move(removed);
      text_ids_.clear();
    }
  }
  const Standing place = standing(file_id);
  const Region& folder = place.region;
  if (processed.file.notices.empty()) return carry_decisions(before, after);
  std::int64_t notice_id = database_.new_ids("notices", static_cast<std::int64_t>(processed.file.notices.size()));
  for (std::size_t i = 0; i < processed.file.notices.size(); ++i) {
    const Notice& notice = processed.file.notices[i];
    const Region region = has_names(folder) ? folder : region_of(notice);
    const Masker masker(notice);
    database_
        .prepare(
            "INSERT INTO notices(id, file_id, position, community, tier, edition, city, county, street, identity, "
            "title, preamble, table_title, footer, masked, masked_title, masked_preamble, masked_table_title, "
            "masked_footer, dated, revision, judged, programme, rules, record) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'',?)")(notice_id)(
            file_id)(static_cast<std::int64_t>(i))(notice.community)(notice.tier)(notice.edition)(region.city)(
            region.county)(region.street)(identity_of(region, notice.community))(notice.title.utf8)(
            notice.preamble.utf8)(notice.table_title.utf8)(notice.footer.utf8)(kMaskingVersion)(hidden(
            masker, notice.title.utf8))(hidden(masker, notice.preamble.utf8, notice.preamble_personal))(
            hidden(masker, notice.table_title.utf8))(hidden(masker, notice.footer.utf8, notice.footer_personal))(
            dated(notice))(says_later_version(notice.title.utf8, name_of(place.source)) ? 1 : 0)(
            processed.audited.empty() ? "" : rules)(notice.programme)
        .blob(packer_.pack(encode(notice)))
        .run();
    to_search_.emplace_back(-notice_id, head_text(notice));
    AuditedNotice audited = i < processed.audited.size() ? processed.audited[i] : AuditedNotice{};
    identify(audited.findings, notice, {region.city, region.county, region.street});
    Notice shown = notice;
    for (IndicatorRecord& row : shown.rows)
      row.claim.text.utf8 = masker.masked(row.claim.text.utf8, row.facts.personal);
    write_rows(notice_id, notice, shown, audited);
    std::vector<std::pair<std::int64_t, const Finding*>> findings;
    for (const Finding& finding : audited.findings)
      findings.emplace_back(static_cast<std::int64_t>(findings.size() + 1) * kPositionsApart, &finding);
    write_findings(notice_id, findings, masker);
    write_counts(notice_id, audited.findings);
    ++notice_id;
    after.insert(after.end(), audited.findings.begin(), audited.findings.end());
  }
  carry_decisions(before, after);
}

namespace {

Rows rows_of_quantities() {
  return {"quantities(row_id, position, value, unit, printed, role, label, measure)", "iissssss"};
}

void add_quantities(Rows& quantities, std::int64_t row_id, const IndicatorRecord& row) {
  for (std::size_t q = 0; q < row.facts.quantities.size(); ++q) {
    const Quantity& quantity = row.facts.quantities[q];
    quantities(row_id)(static_cast<std::int64_t>(q))(quantity.value.to_string())(quantity.unit)(quantity.printed)(
        kRoles.at(static_cast<std::size_t>(quantity.role)))(quantity.label)(quantity.measure);
  }
}

}  // namespace

// `shown` has personal data in claims hidden.
void Store::write_rows(std::int64_t notice_id, const Notice& notice, const Notice& shown,
                       const AuditedNotice& audited) {
  if (notice.rows.empty()) return;
  std::int64_t row_id = database_.new_ids("rows", static_cast<std::int64_t>(notice.rows.size()));
  Rows rows(
      "rows(id, notice_id, position, no, indicator, category_id, name_id, definition_id, requirement_id, claim, "
      "masked_claim, evidence, confidence, uncertain, page)",
      "iiiiiiiiisssrii");
  Rows quantities = rows_of_quantities();
  for (std::size_t r = 0; r < notice.rows.size(); ++r, ++row_id) {
    const IndicatorRecord& row = notice.rows[r];
    const auto grade = audited.evidence.find(row.no);
    const std::int64_t category = text_id(row.category), name = text_id(row.name.str()),
                       definition = text_id(row.definition.str()), requirement = text_id(row.requirement.str());
    rows(row_id)(notice_id)(static_cast<std::int64_t>(r))(row.no)(row.indicator)(
        category)(name)(definition)(requirement)(row.claim.str())(
        shown.rows[r].claim.str() == row.claim.str() ? std::nullopt : std::optional(shown.rows[r].claim.str()))(
        grade == audited.evidence.end() ? "" : to_string(grade->second))(row.confidence())(row.claim.uncertain ? 1 : 0)(
        page_of(row.places()));
    to_search_.emplace_back(row_id, row.claim.str());
    add_quantities(quantities, row_id, row);
  }
  database_.put(rows);
  database_.put(quantities);
}

// How many findings a notice has, and of which rules, for lists.
void Store::write_counts(std::int64_t notice_id, const std::vector<Finding>& findings) {
  std::map<Severity, std::int64_t> counts;
  std::set<std::string> names;
  for (const Finding& finding : findings) {
    ++counts[finding.severity];
    names.insert(fmt::format("{}:{}", to_string(finding.severity), finding.rule));
  }
  database_
      .prepare(
          "INSERT INTO notice_counts(notice_id, error, warning, info, rules) VALUES (?,?,?,?,?) ON "
          "CONFLICT(notice_id) DO UPDATE SET error = excluded.error, warning = excluded.warning, info = excluded.info, "
          "rules = excluded.rules")(notice_id)(counts[Severity::kError])(counts[Severity::kWarning])(
          counts[Severity::kInfo])(fmt::format(" {} ", fmt::join(names, " ")))
      .run();
}

void Store::put_corrected(std::int64_t notice_id, const Notice& notice, std::size_t row) {
  mark_affected(notice_id);
  remove_own_texts(database_, notice_id);
  database_.prepare("UPDATE notices SET record = ?, judged = '', rules = '', indexed = 0 WHERE id = ?")
      .blob(packer_.pack(encode(notice)))(notice_id)
      .run();
  const IndicatorRecord& corrected = notice.rows.at(row);
  std::int64_t row_id = 0;
  std::string before;
  {
    Statement stored = database_.prepare("SELECT id, claim FROM rows WHERE notice_id = ? AND position = ?");
    stored(notice_id)(static_cast<std::int64_t>(row));
    if (!stored.step()) throw DatabaseError("a row is missing", kCorrupt);
    row_id = stored.integer(0);
    before = stored.text(1);
  }
  database_
      .prepare("UPDATE rows SET claim = ?, masked_claim = ?, confidence = ?, uncertain = ? WHERE id = ?")(
          corrected.claim.str())(hidden(Masker(notice), corrected.claim.str(), corrected.facts.personal))(
          corrected.confidence())(corrected.claim.uncertain ? 1 : 0)(row_id)
      .run();
  database_.prepare("DELETE FROM quantities WHERE row_id = ?")(row_id).run();
  Rows quantities = rows_of_quantities();
  add_quantities(quantities, row_id, corrected);
  database_.put(quantities);
  database_.remove_words(row_id, before);
  to_search_.clear();
  to_search_.emplace_back(row_id, corrected.claim.str());
  write_search();
}

// Last in a transaction: any other statement in between would have the full-text index write out what it has gathered,
// a piece of index for every row.
void Store::write_search() {
  database_.put_words(to_search_);
  to_search_.clear();
}

void Store::write_findings(std::int64_t notice_id, const std::vector<std::pair<std::int64_t, const Finding*>>& findings,
                           const Masker& masker) {
  Rows rows(
      "findings(notice_id, position, finding, rule, rule_version, severity, verdict, no, clause, metric, message, "
      "stated, expected, calculation, quote, masked_message, masked_stated, masked_expected, masked_calculation, "
      "masked_quote, page, record)",
      "iississiisssssssssssib");
  for (const auto& [position, found] : findings) {
    const Finding& finding = *found;
    rows(notice_id)(position)(finding.id)(finding.rule)(finding.rule_version)(to_string(finding.severity))(
        to_string(finding.verdict))(finding.no)(finding.clause)(finding.metric)(finding.message)(finding.stated)(
        finding.expected)(finding.calculation)(finding.quote)(hidden(masker, finding.message))(
        hidden(masker, finding.stated))(hidden(masker, finding.expected))(hidden(masker, finding.calculation))(
        hidden(masker, finding.quote))(page_of(finding.places))(packer_.pack(encode(finding)));
  }
  database_.put(rows);
}

namespace {

/// Positions for the findings of a notice of which some have one (0: none), in order, and none of these is changed
/// where there is room for the others in between.
std::vector<std::int64_t> positions_between(std::vector<std::int64_t> positions) {
  const std::size_t count = positions.size();
  const auto numbered_anew = [&] {
    for (std::size_t i = 0; i < count; ++i) positions[i] = static_cast<std::int64_t>(i + 1) * kPositionsApart;
    return positions;
  };
  for (std::size_t i = 0; i < count;) {
    if (positions[i] != 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < count && positions[end] == 0) ++end;
    const auto lacking = static_cast<std::int64_t>(end - i);
    const std::int64_t before = i == 0 ? 0 : positions[i - 1];
    const std::int64_t after = end < count ? positions[end] : before + (lacking + 1) * kPositionsApart;
    if (after - before <= lacking) return numbered_anew();
    for (std::int64_t n = 1; i < end; ++i, ++n) positions[i] = before + (after - before) * n / (lacking + 1);
  }
  return positions;
}

}  // namespace

// A notice has some sixty findings, each in indexes that are scattered over the whole store: what stays is not touched.
void Store::put_audited(std::int64_t notice_id, const AuditedNotice& audited, const std::vector<std::int64_t>& stored,
                        const std::string& rules) {
  if (any_decisions()) carry_decisions(load_audited(notice_id).findings, audited.findings);
  std::map<std::int64_t, std::int64_t> before;  // positions by id
  {
    Statement row = database_.prepare("SELECT id, position FROM findings WHERE notice_id = ?");
    row(notice_id);
    while (row.step()) before[row.integer(0)] = row.integer(1);
  }
  std::vector<std::int64_t> positions(audited.findings.size());
  bool in_order = true;  // and none is at 0, as in stores of earlier programs
  std::int64_t last = 0;
  for (std::size_t i = 0; i < positions.size() && i < stored.size(); ++i)
    if (const auto known = before.find(stored[i]); known != before.end()) {
      positions[i] = known->second;
      in_order = in_order && known->second > last;
      last = known->second;
    }
  if (!in_order) std::fill(positions.begin(), positions.end(), 0);
  positions = positions_between(std::move(positions));
  struct Move {
    std::int64_t id, from, to;
  };
  std::vector<Move> moves;
  std::vector<std::pair<std::int64_t, const Finding*>> fresh;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const auto known = i < stored.size() ? before.find(stored[i]) : before.end();
    if (known == before.end()) {
      fresh.emplace_back(positions[i], &audited.findings[i]);
      continue;
    }
    if (known->second != positions[i]) moves.push_back({known->first, known->second, positions[i]});
    before.erase(known);
  }
  for (const auto& [id, position] : before) database_.prepare("DELETE FROM findings WHERE id = ?")(id).run();
  // Those that stay keep their order, so that nobody's new place is taken when the upward moves begin with the last.
  const auto move = [&](const Move& it) {
    database_.prepare("UPDATE findings SET position = ? WHERE id = ?")(it.to)(it.id).run();
  };
  for (const Move& it : moves)
    if (it.to < it.from) move(it);
  std::reverse(moves.begin(), moves.end());
  for (const Move& it : moves)
    if (it.to > it.from) move(it);
  if (!fresh.empty()) write_findings(notice_id, fresh, Masker(load_notice(notice_id).notice));
  for (const auto& [no, grade] : audited.evidence)
    database_
        .prepare("UPDATE rows SET evidence = ?1 WHERE notice_id = ?2 AND no = ?3 AND evidence <> ?1")(to_string(grade))(
            notice_id)(no)
        .run();
  database_.prepare("UPDATE notices SET judged = ?1, rules = ?1 WHERE id = ?2")(rules)(notice_id).run();
  write_counts(notice_id, audited.findings);
}

std::vector<std::int64_t> Store::file_ids() {
  std::vector<std::int64_t> ids;
  Statement row = database_.prepare(
      "SELECT files.id FROM files LEFT JOIN locations ON locations.file_id = files.id GROUP BY files.id "
      "ORDER BY min(locations.path || '!' || locations.member) NULLS FIRST, files.sha256");
  while (row.step()) ids.push_back(row.integer(0));
  return ids;
}

std::string Store::display(std::int64_t file_id) { return standing(file_id).source.display(); }

void Store::choose_latest(std::int64_t notice_id) {
  Transaction transaction(database_);
  std::string identity, sha256;
  std::int64_t position = 0, rank = 0;
  {
    Statement row = database_.prepare(
        "SELECT notices.identity, files.sha256, notices.position, 1 + coalesce((SELECT max(rank) FROM chosen_versions "
        "WHERE chosen_versions.identity = notices.identity), 0) "
        "FROM notices JOIN files ON files.id = notices.file_id WHERE notices.id = ?");
    row(notice_id);
    if (!row.step()) throw DatabaseError("a notice is missing", kCorrupt);
    identity = row.text(0);
    sha256 = row.text(1);
    position = row.integer(2);
    rank = row.integer(3);
  }
  database_
      .prepare("DELETE FROM chosen_versions WHERE identity = ? AND sha256 = ? AND position = ?")(identity)(
          sha256)(position)
      .run();
  database_
      .prepare("INSERT INTO chosen_versions(identity, sha256, position, rank) VALUES (?,?,?,?)")(identity)(
          sha256)(position)(rank)
      .run();
  transaction.commit();
}

std::int64_t Store::data_version() { return database_.data_version(); }

ProcessedFile Store::load_head(std::int64_t file_id) {
  ProcessedFile processed;
  {
    Statement row = database_.prepare("SELECT outcome, record FROM files WHERE id = ?");
    row(file_id);
    if (!row.step()) throw DatabaseError("a file is missing", kCorrupt);
    processed.outcome = outcome_from(row.text(0));
    processed.file = valid(decode_notice_file(unpacked(row.text(1))));
  }
  const Source place = standing(file_id).source;
  processed.file.source.path = place.path;
  processed.file.source.member = place.member;
  for (Problem& problem : processed.file.problems) problem.message = with_place(problem.message, place.display());
  return processed;
}

ProcessedFile Store::load(std::int64_t file_id) {
  ProcessedFile processed = load_head(file_id);
  std::vector<std::int64_t> ids;
  Statement row = database_.prepare("SELECT id FROM notices WHERE file_id = ? ORDER BY position");
  row(file_id);
  while (row.step()) ids.push_back(row.integer(0));
  for (std::int64_t id : ids) {
    processed.file.notices.push_back(load_notice(id).notice);
    processed.audited.push_back(load_audited(id));
  }
  return processed;
}

StoredNotice Store::load_notice(std::int64_t notice_id) {
  Statement row = database_.prepare(
      "SELECT notices.file_id, files.sha256, notices.position, notices.record, notices.city, notices.county, "
      "notices.street "
      "FROM notices JOIN files ON files.id = notices.file_id WHERE notices.id = ?");
  row(notice_id);
  if (!row.step()) throw DatabaseError("a notice is missing", kCorrupt);
  StoredNotice stored;
  stored.id = notice_id;
  stored.file_id = row.integer(0);
  stored.sha256 = row.text(1);
  stored.position = static_cast<int>(row.integer(2));
  stored.notice = valid(decode_notice(unpacked(row.text(3))));
  stored.notice.city = row.text(4);
  stored.notice.county = row.text(5);
  stored.notice.street = row.text(6);
  return stored;
}

Finding Store::StoredFinding::finding() const { return valid(decode_finding(record)); }

std::vector<Finding> Store::findings_of_file(std::int64_t file_id) {
  std::vector<Finding> findings;
  Statement row = database_.prepare(
      "SELECT findings.record FROM findings JOIN notices ON notices.id = findings.notice_id WHERE notices.file_id = ? "
      "ORDER BY notices.position, findings.position");
  row(file_id);
  while (row.step()) findings.push_back(valid(decode_finding(unpacked(row.text(0)))));
  return findings;
}

std::vector<Store::StoredFinding> Store::load_findings(std::int64_t notice_id) {
  std::vector<StoredFinding> findings;
  Statement row = database_.prepare("SELECT id, record FROM findings WHERE notice_id = ? ORDER BY position");
  row(notice_id);
  while (row.step()) findings.push_back({row.integer(0), unpacked(row.text(1))});
  return findings;
}

AuditedNotice Store::load_audited(std::int64_t notice_id) {
  AuditedNotice audited;
  Statement rows = database_.prepare("SELECT no, evidence FROM rows WHERE notice_id = ? ORDER BY position");
  rows(notice_id);
  while (rows.step())
    if (const auto grade = parse_evidence_grade(rows.text(1)))
      audited.evidence[static_cast<int>(rows.integer(0))] = *grade;
  for (const StoredFinding& stored : load_findings(notice_id)) audited.findings.push_back(stored.finding());
  return audited;
}

namespace {

/// A column as JSON has it. Kinds: 's' text, 'i' integer, 'r' real, 'b' bytes.
std::string shown(const Statement& row, int column, char kind) {
  if (row.null(column)) return "null";
  switch (kind) {
    case 'i':
      return std::to_string(row.integer(column));
    case 'r':
      return fmt::format("{}", row.real(column));
    case 'b':
      return '"' + hexadecimal(row.text(column)) + '"';
    default:
      return nlohmann::json(row.text(column)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

}  // namespace

void Store::dump(const std::function<void(std::string_view line)>& line) {
  const auto print = [&](const char* name, std::string_view kinds, const char* sql) {
    Statement row = database_.prepare(sql);
    while (row.step()) {
      std::string text = std::string(name) + " [";
      for (std::size_t i = 0; i < kinds.size(); ++i)
        text += (i == 0 ? "" : ",") + shown(row, static_cast<int>(i), kinds[i]);
      line(text + "]");
    }
  };
  print("location", "sssisssss",
        "SELECT path, member, sha256, locations.bytes, locations.outcome, locations.reason, city, county, street "
        "FROM locations LEFT JOIN files ON files.id = file_id ORDER BY path, member");
  print("file", "ssiisssssbb",
        "SELECT sha256, kind, bytes, pages, outcome, reason, reader, standard, engine, record, content "
        "FROM files ORDER BY sha256");
  print("document", "sb",
        "SELECT sha256, documents.record FROM documents JOIN files ON files.id = file_id ORDER BY sha256");
  print("notice", "sisssssssssssssib",
        "SELECT sha256, position, community, tier, edition, city, county, street, identity, title, preamble, "
        "table_title, footer, dated, rules, indexed, notices.record FROM notices JOIN files ON files.id = file_id "
        "ORDER BY sha256, position");
  print("row", "siiiissssssrii",
        "SELECT sha256, notices.position, rows.position, claims.no, claims.indicator, category, name, definition, "
        "requirement, claims.claim, claims.evidence, claims.confidence, claims.uncertain, claims.page FROM claims "
        "JOIN rows ON rows.id = claims.id JOIN notices ON notices.id = rows.notice_id JOIN files ON files.id = file_id "
        "ORDER BY sha256, notices.position, rows.position");
  print("quantity", "siiissssss",
        "SELECT sha256, notices.position, rows.position, quantities.position, value, unit, printed, role, label, "
        "measure FROM quantities JOIN rows ON rows.id = row_id JOIN notices ON notices.id = notice_id "
        "JOIN files ON files.id = file_id ORDER BY sha256, notices.position, rows.position, quantities.position");
  print("finding", "siissssisb",
        "SELECT sha256, notices.position, row_number() OVER (PARTITION BY notice_id ORDER BY findings.position), "
        "finding, "
        "rule, severity, verdict, no, message, findings.record FROM findings JOIN notices ON notices.id = notice_id "
        "JOIN files ON files.id = file_id "
        "ORDER BY sha256, notices.position, findings.position");
  print("own", "siiiiii",
        "SELECT sha256, notices.position, rows.position, own, skeleton, length, rank FROM own_texts "
        "JOIN rows ON rows.id = row_id JOIN notices ON notices.id = rows.notice_id JOIN files ON files.id = file_id "
        "ORDER BY sha256, notices.position, rows.position");
  print("skeleton", "is", "SELECT skeleton, text FROM skeletons ORDER BY skeleton");
  print("band", "ii", "SELECT band, skeleton FROM bands ORDER BY band, skeleton");
  print("open notice", "sissss",
        "SELECT sha256, position, title, preamble, table_title, footer FROM open_notices ORDER BY sha256, position");
  print("open row", "sissss",
        "SELECT sha256, notices.position, open_rows.name, open_rows.definition, open_rows.requirement, open_rows.claim "
        "FROM open_rows JOIN rows ON rows.id = open_rows.id JOIN notices ON notices.id = rows.notice_id JOIN files ON "
        "files.id = file_id ORDER BY sha256, notices.position, rows.position");
  print(
      "open finding", "sissssssss",
      "SELECT sha256, notices.position, open_findings.message, open_findings.stated, open_findings.expected, "
      "open_findings.calculation, open_findings.quote, open_findings.opinion, open_findings.reason, "
      "open_findings.reply FROM open_findings JOIN findings ON "
      "findings.id = open_findings.id JOIN notices ON notices.id = findings.notice_id JOIN files ON files.id = file_id "
      "ORDER BY sha256, notices.position, findings.position");
  // Texts that no row uses any more are no contents.
  print("text", "s",
        "SELECT text FROM texts WHERE id IN (SELECT category_id FROM rows UNION SELECT name_id FROM rows "
        "UNION SELECT definition_id FROM rows UNION SELECT requirement_id FROM rows) ORDER BY text");
  print("decision", "ssssss",
        "SELECT finding, status, opinion, reason, reply, reviewer FROM decisions ORDER BY finding");
}

}  // namespace gongshi::corpus
