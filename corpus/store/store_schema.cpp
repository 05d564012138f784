// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/store_schema.h"

#include <array>
#include <string>

#include "corpus/store/postgresql_tables.h"
#include "corpus/store/store_views.h"

namespace gongshi::corpus {
namespace {

constexpr std::int64_t kApplicationId = 0x676F6E67;  // "gong"

// Version 1: files, records, findings, decisions, runs, search.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE settings(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- One row per distinct content.
CREATE TABLE files(
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  pages INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('read','read-in-part','not-a-notice','refused','crashed')),
  reason TEXT NOT NULL,             -- first problem, "" if none
  reader TEXT NOT NULL,             -- versions that the stages' results stand for
  standard TEXT NOT NULL,
  record BLOB NOT NULL,             -- the NoticeFile without its notices
  content BLOB                      -- the bytes, with --keep-sources
);

-- Where contents lie: files, archive members. A path that could not be opened has no file.
CREATE TABLE locations(
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  member TEXT NOT NULL,
  file_id INTEGER REFERENCES files ON DELETE CASCADE,
  bytes INTEGER NOT NULL,
  modified INTEGER NOT NULL,        -- nanoseconds since 1970
  outcome TEXT NOT NULL,            -- as the file's; 'archive' for a whole archive
  reason TEXT NOT NULL,
  city TEXT NOT NULL, county TEXT NOT NULL, street TEXT NOT NULL,  -- by the folder pattern
  UNIQUE(path, member)
);
CREATE INDEX locations_by_file ON locations(file_id);

CREATE TABLE documents(
  file_id INTEGER PRIMARY KEY REFERENCES files ON DELETE CASCADE,
  record BLOB NOT NULL
);

-- Definitions, requirements and names repeat in nearly every notice.
CREATE TABLE texts(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

CREATE TABLE notices(
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
  position INTEGER NOT NULL,        -- 0-based in the file
  community TEXT NOT NULL,
  tier TEXT NOT NULL,
  edition TEXT NOT NULL,
  city TEXT NOT NULL, county TEXT NOT NULL, street TEXT NOT NULL,
  identity TEXT NOT NULL,           -- city/county/street/community, normalised
  title TEXT NOT NULL, preamble TEXT NOT NULL, table_title TEXT NOT NULL, footer TEXT NOT NULL,
  dated TEXT NOT NULL,              -- "2024-11-07": publicity or acceptance; "" if unknown
  judged TEXT NOT NULL,             -- version of the rules that it was judged by alone
  rules TEXT NOT NULL,              -- the same beside the other notices; "" until then
  record BLOB NOT NULL,
  UNIQUE(file_id, position)
);
CREATE INDEX notices_by_identity ON notices(identity);
CREATE INDEX notices_by_community ON notices(community);
CREATE INDEX notices_by_rules ON notices(rules);

CREATE TABLE rows(
  id INTEGER PRIMARY KEY,
  notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
  position INTEGER NOT NULL,        -- 0-based in the table
  no INTEGER NOT NULL,
  indicator INTEGER,
  category_id INTEGER NOT NULL REFERENCES texts,
  name_id INTEGER NOT NULL REFERENCES texts,
  definition_id INTEGER NOT NULL REFERENCES texts,
  requirement_id INTEGER NOT NULL REFERENCES texts,
  claim TEXT NOT NULL,
  evidence TEXT NOT NULL,           -- grade; "" before the audit
  confidence REAL NOT NULL,
  uncertain INTEGER NOT NULL,
  page INTEGER,                     -- NULL in flow formats
  UNIQUE(notice_id, position)
);

CREATE TABLE quantities(
  row_id INTEGER NOT NULL REFERENCES rows ON DELETE CASCADE,
  position INTEGER NOT NULL,
  value TEXT NOT NULL,              -- exact decimal
  unit TEXT NOT NULL,
  printed TEXT NOT NULL,
  role TEXT NOT NULL,
  label TEXT NOT NULL,
  measure TEXT NOT NULL,
  PRIMARY KEY(row_id, position)
) WITHOUT ROWID;

CREATE TABLE findings(
  id INTEGER PRIMARY KEY,
  notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
  position INTEGER NOT NULL,
  finding TEXT NOT NULL,            -- stable over runs
  rule TEXT NOT NULL,
  rule_version INTEGER NOT NULL,
  severity TEXT NOT NULL,
  verdict TEXT NOT NULL,
  no INTEGER,
  clause INTEGER,
  metric TEXT NOT NULL,
  message TEXT NOT NULL,
  stated TEXT NOT NULL, expected TEXT NOT NULL, calculation TEXT NOT NULL,
  quote TEXT NOT NULL,
  page INTEGER,
  record BLOB NOT NULL,
  UNIQUE(notice_id, position)
);
CREATE INDEX findings_by_rule ON findings(rule, severity);
CREATE INDEX findings_by_finding ON findings(finding);

-- What reviewers decided; kept whatever happens to the finding.
CREATE TABLE decisions(
  finding TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  opinion TEXT NOT NULL,
  reason TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  decided TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs(
  id INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  ended TEXT,
  program TEXT NOT NULL,
  reader TEXT NOT NULL, standard TEXT NOT NULL, rules TEXT NOT NULL,
  protections TEXT NOT NULL,
  files INTEGER NOT NULL DEFAULT 0,
  notices INTEGER NOT NULL DEFAULT 0
);

-- Pairs of neighbouring characters: SQLite's own trigrams do not find words of two characters. rowid: rows.id for claims, -notices.id for
-- what stands around a notice's table.
CREATE VIRTUAL TABLE search USING fts5(pairs, content='', tokenize="unicode61 remove_diacritics 0");

)sql";

// Version 2: what claims say of their own, for copies between notices. Filled for older notices by the next ingest.
constexpr const char* kVersion2 = R"sql(
-- Claims with enough text of their own (the standard's subtracted).
CREATE TABLE own_texts(
  row_id INTEGER PRIMARY KEY REFERENCES rows ON DELETE CASCADE,
  notice_id INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
  own INTEGER NOT NULL,             -- hash of the text
  skeleton INTEGER NOT NULL,        -- hash of the text with every figure alike
  length INTEGER NOT NULL,          -- characters
  rank INTEGER NOT NULL             -- order that does not depend on when it came
);
CREATE INDEX own_texts_by_own ON own_texts(own, rank);
CREATE INDEX own_texts_by_skeleton ON own_texts(skeleton, rank);
CREATE INDEX own_texts_by_notice ON own_texts(notice_id);

-- Locality-sensitive hashes: skeletons that share a band may be alike.
CREATE TABLE bands(band INTEGER NOT NULL, skeleton INTEGER NOT NULL, PRIMARY KEY(band, skeleton)) WITHOUT ROWID;
CREATE TABLE skeletons(skeleton INTEGER PRIMARY KEY, text TEXT NOT NULL);

ALTER TABLE notices ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;  -- its own_texts are complete
CREATE INDEX notices_not_indexed ON notices(id) WHERE indexed = 0;
UPDATE notices SET rules = '';
)sql";

// Version 3: what communities answered, as the ledger has it.
constexpr const char* kVersion3 = "ALTER TABLE decisions ADD COLUMN reply TEXT NOT NULL DEFAULT '';";

// Version 4: what people decided, as a history that only grows; names that findings had before; engines of recognition;
// what tells the order of a notice's versions.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE decision_events(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  finding TEXT NOT NULL,
  finding_group TEXT NOT NULL,      -- findings of one rule in one notice; "" if unknown
  status TEXT NOT NULL,
  opinion TEXT NOT NULL,
  reason TEXT NOT NULL,
  reply TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  decided TEXT NOT NULL,            -- day, as the reviewer gave it
  status_before TEXT NOT NULL,      -- "" for the first word
  recorded TEXT NOT NULL,           -- UTC, "2025-03-04T09:12:00Z"; "" if unknown
  origin TEXT NOT NULL,             -- 'ledger', 'page', 'carried', 'earlier'
  note TEXT NOT NULL,
  community TEXT NOT NULL,          -- of the finding as it was then, for people
  rule TEXT NOT NULL,
  no INTEGER,
  message TEXT NOT NULL
);
CREATE INDEX decision_events_by_finding ON decision_events(finding, id);
CREATE INDEX decision_events_by_group ON decision_events(finding_group) WHERE finding_group <> '';
CREATE TRIGGER decision_events_stay BEFORE UPDATE ON decision_events
  BEGIN SELECT raise(ABORT, 'decisions are appended, never changed'); END;
CREATE TRIGGER decision_events_last BEFORE DELETE ON decision_events
  BEGIN SELECT raise(ABORT, 'decisions are appended, never taken out'); END;
INSERT INTO decision_events(finding, finding_group, status, opinion, reason, reply, reviewer, decided, status_before,
    recorded, origin, note, community, rule, no, message)
  SELECT finding, '', status, opinion, reason, reply, reviewer, decided, '', '', 'earlier', '',
    coalesce((SELECT identity FROM notices JOIN findings ON findings.notice_id = notices.id
              WHERE findings.finding = decisions.finding ORDER BY notices.id LIMIT 1), ''),
    coalesce((SELECT rule FROM findings WHERE findings.finding = decisions.finding LIMIT 1), ''),
    (SELECT no FROM findings WHERE findings.finding = decisions.finding LIMIT 1),
    coalesce((SELECT message FROM findings WHERE findings.finding = decisions.finding LIMIT 1), '')
  FROM decisions ORDER BY finding;
DROP TABLE decisions;

CREATE TABLE finding_names(earlier TEXT NOT NULL, finding TEXT NOT NULL, PRIMARY KEY(earlier, finding)) WITHOUT ROWID;

ALTER TABLE files ADD COLUMN engine TEXT NOT NULL DEFAULT '';

ALTER TABLE files ADD COLUMN first_run INTEGER NOT NULL DEFAULT 0;     -- runs.id of the ingest that first saw it
ALTER TABLE locations ADD COLUMN written INTEGER NOT NULL DEFAULT 0;   -- its time of change; 0 if unknown
ALTER TABLE notices ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;    -- 1: its words say that it stands for an earlier one
ALTER TABLE locations ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;      -- 1: no longer there when it was looked for
UPDATE locations SET written = modified;
-- What a person said about the order of versions: of one community's the highest rank is the latest.
CREATE TABLE chosen_versions(
  identity TEXT NOT NULL, sha256 TEXT NOT NULL, position INTEGER NOT NULL, rank INTEGER NOT NULL,
  PRIMARY KEY(identity, sha256, position)
) WITHOUT ROWID;
)sql";

// Version 5: the review of notices, and who may take part in it.
constexpr const char* kVersion5 = R"sql(
-- How many findings a notice has, so that lists need not count them.
CREATE TABLE notice_counts(
  notice_id INTEGER PRIMARY KEY REFERENCES notices ON DELETE CASCADE,
  error INTEGER NOT NULL, warning INTEGER NOT NULL, info INTEGER NOT NULL,
  rules TEXT NOT NULL               -- " error:ratio-mismatch warning:vague-count "
);
ALTER TABLE notices ADD COLUMN programme TEXT NOT NULL DEFAULT '';  -- id of the programme that it is a notice of
INSERT INTO notice_counts
  SELECT notice_id, sum(severity = 'error'), sum(severity = 'warning'), sum(severity = 'info'),
         ' ' || replace(group_concat(DISTINCT severity || ':' || rule), ',', ' ') || ' '
  FROM findings GROUP BY notice_id;

-- Every step of a notice's review that a person set; the last counts.
CREATE TABLE notice_states(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL, position INTEGER NOT NULL,
  state TEXT NOT NULL,              -- "" where it follows from the decisions
  assigned TEXT NOT NULL,
  person TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX notice_states_by_notice ON notice_states(sha256, position);

-- Claims whose reading a person corrected.
CREATE TABLE corrections(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL, position INTEGER NOT NULL,
  no INTEGER NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL,
  person TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX corrections_by_notice ON corrections(sha256, position);

CREATE TABLE accounts(
  name TEXT PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('reader','reviewer','administrator')),
  hash TEXT NOT NULL, active INTEGER NOT NULL, created TEXT NOT NULL,
  failures INTEGER NOT NULL, locked_until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sessions(
  token TEXT PRIMARY KEY,           -- hash of what the cookie holds
  account TEXT NOT NULL, csrf TEXT NOT NULL, expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE access_tokens(
  token TEXT PRIMARY KEY, account TEXT NOT NULL, label TEXT NOT NULL UNIQUE, created TEXT NOT NULL
) WITHOUT ROWID;

-- Who did and saw what.
CREATE TABLE activities(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, person TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, peer TEXT NOT NULL
);
CREATE TRIGGER activities_stay BEFORE DELETE ON activities BEGIN SELECT RAISE(ABORT, 'activities are kept'); END;
CREATE TRIGGER activities_stand BEFORE UPDATE ON activities BEGIN SELECT RAISE(ABORT, 'activities are kept'); END;
)sql";

// Version 6: stores that several machines fill; what people set up for their work; 待补证 by a name of its own (pages
// wrote it as 整改中).
constexpr const char* kVersion6 = R"sql(
-- Where a named source lies on each machine that has read it: paths "NAME:folder/file" are below it.
CREATE TABLE sources(name TEXT NOT NULL, machine TEXT NOT NULL, root TEXT NOT NULL, PRIMARY KEY(name, machine)) WITHOUT ROWID;
-- Readings that another one stands for, since both are one notice: the Word file beside its scan.
CREATE TABLE notice_copies(
  notice_id INTEGER PRIMARY KEY REFERENCES notices ON DELETE CASCADE,
  standing INTEGER NOT NULL         -- notices.id; counts while that notice is there and its file is not gone
);
CREATE INDEX notice_copies_by_standing ON notice_copies(standing);
-- Views of the list, samples, reasons for setting findings aside, steps that can be taken back. The last of a name
-- counts.
CREATE TABLE desk_entries(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,               -- 'view', 'sample', 'reasons', 'step'
  owner TEXT NOT NULL,              -- whose it is; "" where it is everybody's
  name TEXT NOT NULL,
  value TEXT NOT NULL,              -- JSON; "" where it was taken away
  person TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX desk_entries_by_name ON desk_entries(kind, owner, name, id);
DROP TRIGGER decision_events_stay;
UPDATE decision_events SET status = 'awaiting-evidence' WHERE status = 'correcting' AND origin = 'page';
UPDATE decision_events SET status_before = 'awaiting-evidence' WHERE status_before = 'correcting' AND
  (SELECT status FROM decision_events AS before WHERE before.finding = decision_events.finding AND
   before.id < decision_events.id ORDER BY before.id DESC LIMIT 1) = 'awaiting-evidence';
CREATE TRIGGER decision_events_stay BEFORE UPDATE ON decision_events
  BEGIN SELECT raise(ABORT, 'decisions are appended, never changed'); END;
)sql";

// Version 7: texts with personal data hidden, for those who may see no other. What stands after "masked_" is NULL where
// nothing was to be hidden.
constexpr const char* kVersion7 = R"sql(
ALTER TABLE notices ADD COLUMN masked INTEGER NOT NULL DEFAULT 0;   -- version of what was hidden; 0: not looked at yet
ALTER TABLE notices ADD COLUMN masked_title TEXT;
ALTER TABLE notices ADD COLUMN masked_preamble TEXT;
ALTER TABLE notices ADD COLUMN masked_table_title TEXT;
ALTER TABLE notices ADD COLUMN masked_footer TEXT;
ALTER TABLE texts ADD COLUMN masked_text TEXT;
ALTER TABLE rows ADD COLUMN masked_claim TEXT;
ALTER TABLE findings ADD COLUMN masked_message TEXT;
ALTER TABLE findings ADD COLUMN masked_stated TEXT;
ALTER TABLE findings ADD COLUMN masked_expected TEXT;
ALTER TABLE findings ADD COLUMN masked_calculation TEXT;
ALTER TABLE findings ADD COLUMN masked_quote TEXT;
ALTER TABLE decision_events ADD COLUMN masked_opinion TEXT;
ALTER TABLE decision_events ADD COLUMN masked_reason TEXT;
ALTER TABLE decision_events ADD COLUMN masked_reply TEXT;
DROP TRIGGER decision_events_stay;
CREATE TRIGGER decision_events_stay BEFORE UPDATE OF id, finding, finding_group, status, opinion, reason, reply, reviewer,
    decided, status_before, recorded, origin, note, community, rule, no, message ON decision_events
  BEGIN SELECT raise(ABORT, 'decisions are appended, never changed'); END;
DROP VIEW open_notices;
DROP VIEW open_rows;
DROP VIEW open_findings;
DELETE FROM settings WHERE key = 'masked';
)sql";

constexpr std::array<const char*, kStoreVersion> kMigrations = {kVersion1, kVersion2, kVersion3, kVersion4,
                                                                kVersion5, kVersion6, kVersion7};

int version_of_file(Database& database) {
  const bool empty = database.integer("SELECT count(*) FROM sqlite_schema") == 0;
  if (!empty && database.integer("PRAGMA application_id") != kApplicationId)
    throw DatabaseError("it is a database of another program", kDatabaseMismatch);
  return empty ? 0 : static_cast<int>(database.integer("PRAGMA user_version"));
}

void migrate_file(Database& database, int version) {
  for (int next = version + 1; next <= kStoreVersion; ++next) {
    Transaction transaction(database);
    if (database.integer("PRAGMA user_version") >= next) continue;  // another process was quicker
    database.execute(migration_to(next));
    database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.execute("PRAGMA user_version = " + std::to_string(next));
    transaction.commit();
  }
}

int version_on_server(Database& database) {
  if (database.integer("SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = current_schema()::regnamespace "
                       "AND relname IN ('settings', 'files', 'locations', 'notices', 'rows', 'findings')") == 0)
    return 0;
  if (database.integer("SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = current_schema()::regnamespace "
                       "AND relname = 'store_changes'") == 0)
    throw DatabaseError("its schema has tables of another program", kDatabaseMismatch);
  Statement row = database.prepare("SELECT value FROM settings WHERE key = 'version'");
  return row.step() ? std::stoi(row.text(0)) : 0;
}

void migrate_server(Database& database) {
  Transaction transaction(database);
  const int version = version_on_server(database);
  if (version >= kStoreVersion) return;  // another process was quicker
  if (version == 0)
    database.execute(postgresql_tables());
  else
    for (int next = version + 1; next <= kStoreVersion; ++next) database.execute(postgresql_migration_to(next));
  transaction.commit();
}

}  // namespace

std::string migration_to(int version) {
  std::string sql = kMigrations.at(static_cast<std::size_t>(version) - 1);
  if (version == 1) sql += kClaimsView;
  if (version == 4) sql += kDecisionsView;
  if (version == 6) sql += kOpenViewsOfVersion6;
  if (version == 7) sql += kOpenViews;
  return sql;
}

int version_of(Database& database) {
  const int version =
      database.engine() == Engine::kPostgresql ? version_on_server(database) : version_of_file(database);
  if (version > kStoreVersion)
    throw DatabaseError("it was written by a later version of gongshi (store version " + std::to_string(version) +
                            ", this program knows " + std::to_string(kStoreVersion) +
                            "); use that version, or restore a backup from before",
                        kDatabaseMismatch);
  return version;
}

void migrate(Database& database, const std::function<void(int version)>& before) {
  const int version = version_of(database);
  if (version == kStoreVersion) return;
  if (before && version > 0) before(version);
  if (database.engine() == Engine::kPostgresql)
    migrate_server(database);
  else
    migrate_file(database, version);
}

}  // namespace gongshi::corpus
