// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/store_masking.h"

#include <utility>
#include <vector>

#include "corpus/store/store.h"
#include "schema/masking.h"

namespace gongshi::corpus {
namespace {

constexpr int kNoticesAtOnce = 200;

}  // namespace

std::optional<std::string> hidden(const Masker& masker, const std::string& printed,
                                  const std::vector<PersonalMention>& mentions) {
  if (masker.ranges(printed, mentions).empty()) return std::nullopt;
  return masker.masked(printed, mentions);
}

// For stores of a program that hid less, or nothing. Notices come last: views show no text of one in which nobody has
// looked yet.
void Store::hide_personal_data() {
  const auto done = [this] {
    Statement row = database_.prepare("SELECT value FROM settings WHERE key = 'masked'");
    return row.step() && row.text(0) == std::to_string(kMaskingVersion);
  };
  if (done()) return;
  {
    Transaction transaction(database_);
    if (done()) return;  // another process was quicker
    std::vector<std::pair<std::int64_t, std::string>> texts;
    {
      Statement row = database_.prepare("SELECT id, text FROM texts ORDER BY id");
      while (row.step()) texts.emplace_back(row.integer(0), row.text(1));
    }
    const Masker masker;
    for (const auto& [id, text] : texts)
      if (const auto shown = hidden(masker, text))
        database_.prepare("UPDATE texts SET masked_text = ? WHERE id = ?")(shown)(id).run();
    struct Words {
      std::int64_t id;
      std::string opinion, reason, reply;
    };
    std::vector<Words> events;
    {
      Statement row = database_.prepare("SELECT id, opinion, reason, reply FROM decision_events ORDER BY id");
      while (row.step()) events.push_back({row.integer(0), row.text(1), row.text(2), row.text(3)});
    }
    for (const Words& said : events)
      database_
          .prepare("UPDATE decision_events SET masked_opinion = ?, masked_reason = ?, masked_reply = ? WHERE id = ?")(
              hidden(masker, said.opinion))(hidden(masker, said.reason))(hidden(masker, said.reply))(said.id)
          .run();
    transaction.commit();
  }
  for (bool more = true; more;) {
    Transaction transaction(database_);
    std::vector<std::int64_t> notices;
    {
      Statement row = database_.prepare("SELECT id FROM notices WHERE masked < ? ORDER BY id LIMIT ?");
      row(kMaskingVersion)(kNoticesAtOnce);
      while (row.step()) notices.push_back(row.integer(0));
    }
    for (const std::int64_t id : notices) hide_personal_data_of(id);
    more = !notices.empty();
    if (!more)
      database_
          .prepare(
              "INSERT INTO settings(key, value) VALUES ('masked', ?) ON CONFLICT(key) DO UPDATE SET value = "
              "excluded.value")
          .blob(std::to_string(kMaskingVersion))
          .run();
    transaction.commit();
  }
}

void Store::hide_personal_data_of(std::int64_t notice_id) {
  const Notice notice = load_notice(notice_id).notice;
  const Masker masker(notice);
  for (std::size_t i = 0; i < notice.rows.size(); ++i)
    database_
        .prepare(
            "UPDATE rows SET masked_claim = ?1 WHERE notice_id = ?2 AND position = ?3 AND coalesce(masked_claim, '') "
            "<> "
            "coalesce(?1, '')")(hidden(masker, notice.rows[i].claim.str(), notice.rows[i].facts.personal))(
            notice_id)(static_cast<std::int64_t>(i))
        .run();
  for (const StoredFinding& stored : load_findings(notice_id)) {
    const Finding finding = stored.finding();
    const auto message = hidden(masker, finding.message), stated = hidden(masker, finding.stated),
               expected = hidden(masker, finding.expected), calculation = hidden(masker, finding.calculation),
               quote = hidden(masker, finding.quote);
    if (message || stated || expected || calculation || quote)
      database_
          .prepare(
              "UPDATE findings SET masked_message = ?, masked_stated = ?, masked_expected = ?, masked_calculation = ?, "
              "masked_quote = ? WHERE id = ?")(message)(stated)(expected)(calculation)(quote)(stored.id)
          .run();
  }
  database_
      .prepare(
          "UPDATE notices SET masked = ?, masked_title = ?, masked_preamble = ?, masked_table_title = ?, masked_footer "
          "= ? WHERE id = ?")(kMaskingVersion)(hidden(masker, notice.title.utf8))(
          hidden(masker, notice.preamble.utf8, notice.preamble_personal))(hidden(masker, notice.table_title.utf8))(
          hidden(masker, notice.footer.utf8, notice.footer_personal))(notice_id)
      .run();
}

}  // namespace gongshi::corpus
