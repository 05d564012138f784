// SPDX-License-Identifier: GPL-3.0-or-later
// Views of a store, the same in an SQLite file and on a server (docs/store.md): what other people's SQL reads. As of
// the store version that brought them; a version that changes one drops it and brings a text of its own.
#pragma once

namespace gongshi::corpus {

/// A row of a notice with its texts and where the notice is from.
inline constexpr const char* kClaimsView = R"sql(
CREATE VIEW claims AS
  SELECT rows.id, notices.id AS notice_id, notices.city, notices.county, notices.street, notices.community, notices.tier,
         rows.no, rows.indicator, category.text AS category, name.text AS name, definition.text AS definition,
         requirement.text AS requirement, rows.claim, rows.evidence, rows.confidence, rows.uncertain, rows.page
  FROM rows
  JOIN notices ON notices.id = rows.notice_id
  JOIN texts AS category ON category.id = rows.category_id
  JOIN texts AS name ON name.id = rows.name_id
  JOIN texts AS definition ON definition.id = rows.definition_id
  JOIN texts AS requirement ON requirement.id = rows.requirement_id;
)sql";

/// The last word on each finding about which something was said.
inline constexpr const char* kDecisionsView = R"sql(
CREATE VIEW decisions AS
  SELECT finding, status, opinion, reason, reviewer, decided, reply FROM decision_events
  WHERE id IN (SELECT max(id) FROM decision_events GROUP BY finding)
    AND NOT (status = 'open' AND opinion = '' AND reason = '' AND reply = '');
)sql";

/// Of store version 6: without texts of notices and words of reviewers.
inline constexpr const char* kOpenViewsOfVersion6 = R"sql(
CREATE VIEW open_notices AS
  SELECT notices.id, files.sha256, notices.position, notices.community, notices.tier, notices.edition, notices.programme,
         notices.city, notices.county, notices.street, notices.dated, files.outcome, coalesce(counts.error, 0) AS error,
         coalesce(counts.warning, 0) AS warning, coalesce(counts.info, 0) AS info
  FROM notices JOIN files ON files.id = notices.file_id LEFT JOIN notice_counts AS counts ON counts.notice_id = notices.id;
CREATE VIEW open_rows AS
  SELECT id, notice_id, city, county, street, community, tier, no, indicator, category, name, evidence, confidence,
         uncertain, page FROM claims;
CREATE VIEW open_findings AS
  SELECT findings.id, findings.notice_id, findings.finding, findings.rule, findings.rule_version, findings.severity,
         findings.verdict, findings.no, findings.clause, findings.metric, findings.page, decisions.status, decisions.decided
  FROM findings LEFT JOIN decisions ON decisions.finding = findings.finding;
)sql";

/// For people who must see nobody's name or number: every text with these hidden; "" of notices in which nobody has
/// looked for them yet.
inline constexpr const char* kOpenViews = R"sql(
CREATE VIEW open_notices AS
  SELECT notices.id, files.sha256, notices.position, notices.community, notices.tier, notices.edition, notices.programme,
         notices.city, notices.county, notices.street, notices.dated, files.outcome, coalesce(counts.error, 0) AS error,
         coalesce(counts.warning, 0) AS warning, coalesce(counts.info, 0) AS info,
         CASE WHEN masked > 0 THEN coalesce(masked_title, title) ELSE '' END AS title,
         CASE WHEN masked > 0 THEN coalesce(masked_preamble, preamble) ELSE '' END AS preamble,
         CASE WHEN masked > 0 THEN coalesce(masked_table_title, table_title) ELSE '' END AS table_title,
         CASE WHEN masked > 0 THEN coalesce(masked_footer, footer) ELSE '' END AS footer
  FROM notices JOIN files ON files.id = notices.file_id LEFT JOIN notice_counts AS counts ON counts.notice_id = notices.id;
CREATE VIEW open_rows AS
  SELECT rows.id, notices.id AS notice_id, notices.city, notices.county, notices.street, notices.community, notices.tier,
         rows.no, rows.indicator,
         CASE WHEN masked > 0 THEN coalesce(category.masked_text, category.text) ELSE '' END AS category,
         CASE WHEN masked > 0 THEN coalesce(name.masked_text, name.text) ELSE '' END AS name,
         rows.evidence, rows.confidence, rows.uncertain, rows.page,
         CASE WHEN masked > 0 THEN coalesce(definition.masked_text, definition.text) ELSE '' END AS definition,
         CASE WHEN masked > 0 THEN coalesce(requirement.masked_text, requirement.text) ELSE '' END AS requirement,
         CASE WHEN masked > 0 THEN coalesce(masked_claim, claim) ELSE '' END AS claim
  FROM rows
  JOIN notices ON notices.id = rows.notice_id
  JOIN texts AS category ON category.id = rows.category_id
  JOIN texts AS name ON name.id = rows.name_id
  JOIN texts AS definition ON definition.id = rows.definition_id
  JOIN texts AS requirement ON requirement.id = rows.requirement_id;
CREATE VIEW open_findings AS
  SELECT findings.id, findings.notice_id, findings.finding, findings.rule, findings.rule_version, findings.severity,
         findings.verdict, findings.no, findings.clause, findings.metric, findings.page, events.status, events.decided,
         CASE WHEN masked > 0 THEN coalesce(masked_message, findings.message) ELSE '' END AS message,
         CASE WHEN masked > 0 THEN coalesce(masked_stated, stated) ELSE '' END AS stated,
         CASE WHEN masked > 0 THEN coalesce(masked_expected, expected) ELSE '' END AS expected,
         CASE WHEN masked > 0 THEN coalesce(masked_calculation, calculation) ELSE '' END AS calculation,
         CASE WHEN masked > 0 THEN coalesce(masked_quote, quote) ELSE '' END AS quote,
         CASE WHEN masked > 0 THEN coalesce(masked_opinion, opinion) ELSE '' END AS opinion,
         CASE WHEN masked > 0 THEN coalesce(masked_reason, reason) ELSE '' END AS reason,
         CASE WHEN masked > 0 THEN coalesce(masked_reply, reply) ELSE '' END AS reply
  FROM findings
  JOIN notices ON notices.id = findings.notice_id
  LEFT JOIN decision_events AS events
    ON events.id = (SELECT max(id) FROM decision_events WHERE decision_events.finding = findings.finding)
    AND NOT (events.status = 'open' AND opinion = '' AND reason = '' AND reply = '');
)sql";

}  // namespace gongshi::corpus
