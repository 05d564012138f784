// SPDX-License-Identifier: GPL-3.0-or-later
// The same tables as in store_schema.cpp, where the columns are described; here stands what differs: types, identities,
// texts that are compared by their bytes, and indexes that take texts of any length (an entry of a B-tree holds 2.7 KB
// at most, and names of files and communities come from outside).
#include "corpus/store/postgresql_tables.h"

#include "corpus/store/database.h"
#include "corpus/store/store_schema.h"
#include "corpus/store/store_views.h"

namespace gongshi::corpus {
namespace {

// TEXT stands for a text that is compared by its bytes, ID for a number that the database gives.
constexpr const char* kTables = R"sql(
CREATE TABLE store_changes(number BIGINT NOT NULL);  -- counts the transactions that changed something
INSERT INTO store_changes VALUES (0);
CREATE FUNCTION instr(whole text, part text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT strpos($1, $2)';
CREATE TABLE settings(key TEXT PRIMARY KEY, value BYTEA);

CREATE TABLE files(
  id ID PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  pages BIGINT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('read','read-in-part','not-a-notice','refused','crashed')),
  reason TEXT NOT NULL,
  reader TEXT NOT NULL,
  standard TEXT NOT NULL,
  record BYTEA NOT NULL,
  content BYTEA,
  engine TEXT NOT NULL DEFAULT '',
  first_run BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE locations(
  id ID PRIMARY KEY,
  path TEXT NOT NULL,
  member TEXT NOT NULL,
  file_id BIGINT REFERENCES files ON DELETE CASCADE,
  bytes BIGINT NOT NULL,
  modified BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  city TEXT NOT NULL, county TEXT NOT NULL, street TEXT NOT NULL,
  written BIGINT NOT NULL DEFAULT 0,
  gone BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX locations_once ON locations(md5(path), md5(member));
CREATE INDEX locations_by_path ON locations USING hash (path);
CREATE INDEX locations_in_order ON locations(substr(path, 1, 200));
CREATE INDEX locations_by_file ON locations(file_id);
CREATE INDEX locations_unread ON locations(outcome) WHERE outcome IN ('refused', 'crashed');

CREATE TABLE documents(file_id BIGINT PRIMARY KEY REFERENCES files ON DELETE CASCADE, record BYTEA NOT NULL);

CREATE TABLE texts(id ID PRIMARY KEY, text TEXT NOT NULL, masked_text TEXT);
CREATE UNIQUE INDEX texts_once ON texts(md5(text));
CREATE INDEX texts_by_text ON texts USING hash (text);

CREATE TABLE notices(
  id ID PRIMARY KEY,
  file_id BIGINT NOT NULL REFERENCES files ON DELETE CASCADE,
  position BIGINT NOT NULL,
  community TEXT NOT NULL,
  tier TEXT NOT NULL,
  edition TEXT NOT NULL,
  city TEXT NOT NULL, county TEXT NOT NULL, street TEXT NOT NULL,
  identity TEXT NOT NULL,
  title TEXT NOT NULL, preamble TEXT NOT NULL, table_title TEXT NOT NULL, footer TEXT NOT NULL,
  dated TEXT NOT NULL,
  judged TEXT NOT NULL,
  rules TEXT NOT NULL,
  record BYTEA NOT NULL,
  indexed BIGINT NOT NULL DEFAULT 0,
  revision BIGINT NOT NULL DEFAULT 0,
  programme TEXT NOT NULL DEFAULT '',
  masked BIGINT NOT NULL DEFAULT 0,
  masked_title TEXT, masked_preamble TEXT, masked_table_title TEXT, masked_footer TEXT,
  UNIQUE(file_id, position)
);
CREATE INDEX notices_by_identity ON notices USING hash (identity);
CREATE INDEX notices_by_community ON notices USING hash (community);
CREATE INDEX notices_by_rules ON notices(rules);
CREATE INDEX notices_not_indexed ON notices(id) WHERE indexed = 0;

-- References to texts are kept by the program: each would be looked for in all rows when a text goes.
CREATE TABLE rows(
  id ID PRIMARY KEY,
  notice_id BIGINT NOT NULL REFERENCES notices ON DELETE CASCADE,
  position BIGINT NOT NULL,
  no BIGINT NOT NULL,
  indicator BIGINT,
  category_id BIGINT NOT NULL,
  name_id BIGINT NOT NULL,
  definition_id BIGINT NOT NULL,
  requirement_id BIGINT NOT NULL,
  claim TEXT NOT NULL,
  evidence TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  uncertain BIGINT NOT NULL,
  page BIGINT,
  masked_claim TEXT,
  UNIQUE(notice_id, position)
);

CREATE TABLE quantities(
  row_id BIGINT NOT NULL REFERENCES rows ON DELETE CASCADE,
  position BIGINT NOT NULL,
  value TEXT NOT NULL,
  unit TEXT NOT NULL,
  printed TEXT NOT NULL,
  role TEXT NOT NULL,
  label TEXT NOT NULL,
  measure TEXT NOT NULL,
  PRIMARY KEY(row_id, position)
);

CREATE TABLE findings(
  id ID PRIMARY KEY,
  notice_id BIGINT NOT NULL REFERENCES notices ON DELETE CASCADE,
  position BIGINT NOT NULL,
  finding TEXT NOT NULL,
  rule TEXT NOT NULL,
  rule_version BIGINT NOT NULL,
  severity TEXT NOT NULL,
  verdict TEXT NOT NULL,
  no BIGINT,
  clause BIGINT,
  metric TEXT NOT NULL,
  message TEXT NOT NULL,
  stated TEXT NOT NULL, expected TEXT NOT NULL, calculation TEXT NOT NULL,
  quote TEXT NOT NULL,
  page BIGINT,
  record BYTEA NOT NULL,
  masked_message TEXT,
  masked_stated TEXT, masked_expected TEXT, masked_calculation TEXT, masked_quote TEXT,
  UNIQUE(notice_id, position)
);
CREATE INDEX findings_by_rule ON findings(rule, severity);
CREATE INDEX findings_by_finding ON findings(finding);

CREATE TABLE decision_events(
  id ID PRIMARY KEY,
  finding TEXT NOT NULL,
  finding_group TEXT NOT NULL,
  status TEXT NOT NULL,
  opinion TEXT NOT NULL,
  reason TEXT NOT NULL,
  reply TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  decided TEXT NOT NULL,
  status_before TEXT NOT NULL,
  recorded TEXT NOT NULL,
  origin TEXT NOT NULL,
  note TEXT NOT NULL,
  community TEXT NOT NULL,
  rule TEXT NOT NULL,
  no BIGINT,
  message TEXT NOT NULL,
  masked_opinion TEXT, masked_reason TEXT, masked_reply TEXT
);
CREATE INDEX decision_events_by_finding ON decision_events USING hash (finding);
CREATE INDEX decision_events_by_group ON decision_events USING hash (finding_group);
CREATE FUNCTION store_stays() RETURNS trigger LANGUAGE plpgsql AS
  $$BEGIN RAISE EXCEPTION '% is appended to, never changed', TG_TABLE_NAME; END$$;
CREATE TRIGGER decision_events_stay BEFORE UPDATE OF id, finding, finding_group, status, opinion, reason, reply, reviewer,
    decided, status_before, recorded, origin, note, community, rule, no, message OR DELETE ON decision_events
  FOR EACH ROW EXECUTE FUNCTION store_stays();

CREATE TABLE runs(
  id ID PRIMARY KEY,
  started TEXT NOT NULL,
  ended TEXT,
  program TEXT NOT NULL,
  reader TEXT NOT NULL, standard TEXT NOT NULL, rules TEXT NOT NULL,
  protections TEXT NOT NULL,
  files BIGINT NOT NULL DEFAULT 0,
  notices BIGINT NOT NULL DEFAULT 0
);

-- id: rows.id for claims, -notices.id for what stands around a notice's table.
CREATE TABLE search(id BIGINT PRIMARY KEY, pairs TEXT NOT NULL);
CREATE INDEX search_by_pairs ON search USING gin (string_to_array(pairs, ' '));

CREATE TABLE own_texts(
  row_id BIGINT PRIMARY KEY REFERENCES rows ON DELETE CASCADE,
  notice_id BIGINT NOT NULL REFERENCES notices ON DELETE CASCADE,
  own BIGINT NOT NULL,
  skeleton BIGINT NOT NULL,
  length BIGINT NOT NULL,
  rank BIGINT NOT NULL
);
CREATE INDEX own_texts_by_own ON own_texts(own, rank);
CREATE INDEX own_texts_by_skeleton ON own_texts(skeleton, rank);
CREATE INDEX own_texts_by_notice ON own_texts(notice_id);
CREATE TABLE bands(band BIGINT NOT NULL, skeleton BIGINT NOT NULL, PRIMARY KEY(band, skeleton));
CREATE TABLE skeletons(skeleton BIGINT PRIMARY KEY, text TEXT NOT NULL);

CREATE TABLE finding_names(earlier TEXT NOT NULL, finding TEXT NOT NULL, PRIMARY KEY(earlier, finding));
CREATE TABLE chosen_versions(
  identity TEXT NOT NULL, sha256 TEXT NOT NULL, position BIGINT NOT NULL, rank BIGINT NOT NULL
);
CREATE UNIQUE INDEX chosen_versions_once ON chosen_versions(md5(identity), sha256, position);
CREATE INDEX chosen_versions_by_identity ON chosen_versions USING hash (identity);

CREATE TABLE notice_copies(notice_id BIGINT PRIMARY KEY REFERENCES notices ON DELETE CASCADE, standing BIGINT NOT NULL);
CREATE INDEX notice_copies_by_standing ON notice_copies(standing);
CREATE TABLE notice_counts(
  notice_id BIGINT PRIMARY KEY REFERENCES notices ON DELETE CASCADE,
  error BIGINT NOT NULL, warning BIGINT NOT NULL, info BIGINT NOT NULL,
  rules TEXT NOT NULL
);
CREATE TABLE notice_states(
  id ID PRIMARY KEY,
  sha256 TEXT NOT NULL, position BIGINT NOT NULL,
  state TEXT NOT NULL,
  assigned TEXT NOT NULL,
  person TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX notice_states_by_notice ON notice_states(sha256, position);
CREATE TABLE corrections(
  id ID PRIMARY KEY,
  sha256 TEXT NOT NULL, position BIGINT NOT NULL,
  no BIGINT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL,
  person TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX corrections_by_notice ON corrections(sha256, position);

CREATE TABLE accounts(
  name TEXT PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('reader','reviewer','administrator')),
  hash TEXT NOT NULL, active BIGINT NOT NULL, created TEXT NOT NULL,
  failures BIGINT NOT NULL, locked_until BIGINT NOT NULL
);
CREATE TABLE sessions(token TEXT PRIMARY KEY, account TEXT NOT NULL, csrf TEXT NOT NULL, expires BIGINT NOT NULL);
CREATE TABLE access_tokens(
  token TEXT PRIMARY KEY, account TEXT NOT NULL, label TEXT NOT NULL UNIQUE, created TEXT NOT NULL
);
CREATE TABLE activities(
  id ID PRIMARY KEY,
  at TEXT NOT NULL, person TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, peer TEXT NOT NULL
);
CREATE TRIGGER activities_stay BEFORE UPDATE OR DELETE ON activities FOR EACH ROW EXECUTE FUNCTION store_stays();

CREATE TABLE desk_entries(
  id ID PRIMARY KEY,
  kind TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  person TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX desk_entries_by_name ON desk_entries(kind, owner, name, id);

CREATE TABLE sources(name TEXT NOT NULL, machine TEXT NOT NULL, root TEXT NOT NULL, PRIMARY KEY(name, machine));
-- Files that somebody is to read, or reads: given back when the lease is over (seconds since 1970, by this server's clock).
CREATE TABLE work(
  id ID PRIMARY KEY,
  path TEXT NOT NULL,
  holder TEXT NOT NULL DEFAULT '',
  until BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX work_once ON work(md5(path));


-- New stores have nothing of the time when findings had other names.
INSERT INTO settings(key, value) VALUES ('finding-names', '2');
)sql";

// To version 7: as in store_schema.cpp.
constexpr const char* kToVersion7 = R"sql(
ALTER TABLE notices ADD COLUMN masked BIGINT NOT NULL DEFAULT 0, ADD COLUMN masked_title TEXT,
  ADD COLUMN masked_preamble TEXT, ADD COLUMN masked_table_title TEXT, ADD COLUMN masked_footer TEXT;
ALTER TABLE texts ADD COLUMN masked_text TEXT;
ALTER TABLE rows ADD COLUMN masked_claim TEXT;
ALTER TABLE findings ADD COLUMN masked_message TEXT, ADD COLUMN masked_stated TEXT, ADD COLUMN masked_expected TEXT,
  ADD COLUMN masked_calculation TEXT, ADD COLUMN masked_quote TEXT;
ALTER TABLE decision_events ADD COLUMN masked_opinion TEXT, ADD COLUMN masked_reason TEXT, ADD COLUMN masked_reply TEXT;
DROP TRIGGER decision_events_stay ON decision_events;
CREATE TRIGGER decision_events_stay BEFORE UPDATE OF id, finding, finding_group, status, opinion, reason, reply, reviewer,
    decided, status_before, recorded, origin, note, community, rule, no, message OR DELETE ON decision_events
  FOR EACH ROW EXECUTE FUNCTION store_stays();
DELETE FROM settings WHERE key = 'masked';
UPDATE settings SET value = '7' WHERE key = 'version';
)sql";

/// `word`, where it stands by itself in capitals, as `instead`.
std::string replaced(std::string text, const std::string& word, const std::string& instead) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
    const std::size_t end = at + word.size();
    if ((at > 0 && letter(text[at - 1])) || (end < text.size() && letter(text[end]))) {
      at = end;
      continue;
    }
    text.replace(at, word.size(), instead);
    at += instead.size();
  }
  return text;
}

std::string in_words_of_the_server(std::string sql) {
  sql = replaced(std::move(sql), "TEXT", "text COLLATE \"C\"");
  return replaced(std::move(sql), "ID", "bigint GENERATED BY DEFAULT AS IDENTITY");
}

}  // namespace

std::string postgresql_tables() {
  return in_words_of_the_server(std::string(kTables) + kClaimsView + kDecisionsView + kOpenViews) +
         "INSERT INTO settings(key, value) VALUES ('version', '" + std::to_string(kStoreVersion) + "');";
}

std::string postgresql_migration_to(int version) {
  if (version != 7) throw DatabaseError("stores on servers begin with version 6", kDatabaseMismatch);
  // In place of those of before, with all who may read them.
  const std::string make = "CREATE VIEW", replace = "CREATE OR REPLACE VIEW";
  std::string views = kOpenViews;
  for (std::size_t at = 0; (at = views.find(make, at)) != std::string::npos; at += replace.size())
    views.replace(at, make.size(), replace);
  return in_words_of_the_server(kToVersion7 + views);
}

}  // namespace gongshi::corpus
