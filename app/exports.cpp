// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exports.h"

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/guard.h"
#include "app/wording.h"
#include "schema/csv.h"
#include "schema/decision.h"
#include "schema/json.h"
#include "schema/masking.h"
#include "schema/presentable.h"

namespace gongshi::app {
namespace {

std::string number(const std::optional<int>& value) { return value ? std::to_string(*value) : ""; }

std::string page_of(const std::vector<Place>& places) {
  return places.empty() || places.front().page == 0 ? "" : std::to_string(places.front().page);
}

// One notice at a time: an export of a hundred thousand needs no more memory than one.
class Exporter {
 public:
  using Write = std::function<void(std::string_view piece)>;

  Exporter(corpus::Store& store, const ExportRequest& request, const Write& write)
      : store_(store), request_(request), write_(write) {
    if (!findings()) return;
    for (Decision& decision : store_.decisions()) {
      if (!request.unmasked) decision = Masker().masked(std::move(decision));
      decisions_.emplace(decision.finding, std::move(decision));
    }
  }

  void run() {
    if (request_.format == ExportRequest::Format::kCsv) write_(kByteOrderMark + csv_line(headings(columns())));
    for (std::int64_t id : corpus::notices_where(store_, request_.filter)) {
      corpus::StoredNotice stored = store_.load_notice(id);
      AuditedNotice audited = store_.load_audited(id);
      if (!request_.unmasked) {
        const Masker masker(stored.notice);
        audited = masker.masked(std::move(audited));
        stored.notice = masker.masked(std::move(stored.notice));
      }
      write(stored, audited);
    }
  }

 private:
  [[nodiscard]] bool findings() const { return request_.what == ExportRequest::What::kFindings; }

  [[nodiscard]] std::vector<std::string> columns() const {
    std::vector<std::string> names = {"source", "sha256", "city", "county", "street", "community", "tier"};
    const std::vector<std::string> more =
        !findings()
            ? std::vector<std::string>{"category", "no",       "indicator",  "name",      "definition", "requirement",
                                       "claim",    "evidence", "confidence", "uncertain", "page"}
            : std::vector<std::string>{"id",     "rule",    "severity", "verdict",  "no",
                                       "clause", "message", "stated",   "expected", "calculation",
                                       "quote",  "page",    "standard", "state",    "opinion",
                                       "reason", "reply",   "reviewer", "decided"};
    names.insert(names.end(), more.begin(), more.end());
    return names;
  }

  void write(const corpus::StoredNotice& stored, const AuditedNotice& audited) {
    const Notice& notice = stored.notice;
    const std::string source = store_.display(stored.file_id);
    if (request_.format == ExportRequest::Format::kJson) {
      print_json(source, stored, audited);
      return;
    }
    const std::vector<std::string> head = {source,        stored.sha256,    notice.city, notice.county,
                                           notice.street, notice.community, notice.tier};
    const auto print = [&](const std::vector<std::string>& more) {
      std::vector<std::string> line = head;
      line.insert(line.end(), more.begin(), more.end());
      write_(csv_line(line));
    };
    if (findings()) {
      for (const Finding& finding : audited.findings) {
        const auto decided = decisions_.find(finding.id);
        const Decision decision = decided == decisions_.end() ? Decision{} : decided->second;
        print({finding.id, cell("rule", finding.rule), cell("severity", std::string(to_string(finding.severity))),
               cell("verdict", std::string(to_string(finding.verdict))), number(finding.no), number(finding.clause),
               finding.message, finding.stated, finding.expected, finding.calculation, finding.quote,
               page_of(finding.places), finding.standard, cell("state", decision.state), decision.opinion,
               decision.reason, decision.reply, decision.reviewer, decision.decided});
      }
      return;
    }
    for (const IndicatorRecord& row : notice.rows) {
      const auto grade = audited.evidence.find(row.no);
      char confidence[16];
      std::snprintf(confidence, sizeof confidence, "%.3f", row.confidence());
      print({row.category, std::to_string(row.no), number(row.indicator), row.name.str(), row.definition.str(),
             row.requirement.str(), row.claim.str(),
             grade == audited.evidence.end() ? "" : cell("evidence", std::string(to_string(grade->second))), confidence,
             cell("uncertain", row.claim.uncertain ? "true" : "false"), page_of(row.places())});
    }
  }

  // The form of `gongshi audit --format json`, one notice a line.
  void print_json(const std::string& source, const corpus::StoredNotice& stored, const AuditedNotice& audited) const {
    NoticeFile file;
    file.source.path = source;
    file.source.sha256 = stored.sha256;
    file.notices.push_back(stored.notice);
    nlohmann::json object = !findings() ? to_json(file) : to_json(file, {audited});
    std::vector<Decision> decided;
    for (const Finding& finding : audited.findings)
      if (const auto found = decisions_.find(finding.id); found != decisions_.end()) decided.push_back(found->second);
    if (findings()) add_decisions(object, decided);
    write_(inert_json(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) + "\n");
  }

  corpus::Store& store_;
  const ExportRequest& request_;
  const Write& write_;
  std::map<std::string, Decision> decisions_;  // by finding, as shown
};

}  // namespace

Result<void> export_store(corpus::Store& store, const ExportRequest& request,
                          const std::function<void(std::string_view piece)>& write) {
  return guarded([&] { Exporter(store, request, write).run(); });
}

}  // namespace gongshi::app
