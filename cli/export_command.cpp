// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/csv.h"
#include "schema/decision.h"
#include "schema/json.h"
#include "schema/masking.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store, what = "findings", format = "csv";
  corpus::NoticeFilter filter;
  bool unmasked = false;
};

std::string number(const std::optional<int>& value) { return value ? std::to_string(*value) : ""; }

std::string page_of(const std::vector<Place>& places) {
  return places.empty() || places.front().page == 0 ? "" : std::to_string(places.front().page);
}

// One notice at a time: an export of a hundred thousand needs no more memory than one.
class Exporter {
 public:
  Exporter(corpus::Store& store, const Arguments& arguments) : store_(store), arguments_(arguments) {
    if (arguments.what != "findings") return;
    for (Decision& decision : store.decisions()) {
      if (!arguments.unmasked)
        for (std::string* words : {&decision.opinion, &decision.reason, &decision.reply}) *words = masked_text(*words);
      decisions_.emplace(decision.finding, std::move(decision));
    }
  }

  void run() {
    if (arguments_.format == "csv") std::printf("%s%s", kByteOrderMark, csv_line(columns()).c_str());
    for (std::int64_t id : corpus::notices_where(store_, arguments_.filter)) {
      corpus::StoredNotice stored = store_.load_notice(id);
      AuditedNotice audited = store_.load_audited(id);
      if (!arguments_.unmasked) {
        audited = masked(std::move(audited), stored.notice);
        stored.notice = masked(std::move(stored.notice));
      }
      write(stored, audited);
    }
  }

 private:
  [[nodiscard]] std::vector<std::string> columns() const {
    std::vector<std::string> names = {"source", "sha256", "city", "county", "street", "community", "tier"};
    const std::vector<std::string> more =
        arguments_.what == "records"
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
    if (arguments_.format == "json") {
      print_json(source, stored, audited);
      return;
    }
    const std::vector<std::string> head = {source,        stored.sha256,    notice.city, notice.county,
                                           notice.street, notice.community, notice.tier};
    const auto print = [&](const std::vector<std::string>& more) {
      std::vector<std::string> line = head;
      line.insert(line.end(), more.begin(), more.end());
      std::fputs(csv_line(line).c_str(), stdout);
    };
    if (arguments_.what == "findings") {
      for (const Finding& finding : audited.findings) {
        const auto decided = decisions_.find(finding.id);
        const Decision decision = decided == decisions_.end() ? Decision{} : decided->second;
        print({finding.id, finding.rule, std::string(to_string(finding.severity)),
               std::string(to_string(finding.verdict)), number(finding.no), number(finding.clause), finding.message,
               finding.stated, finding.expected, finding.calculation, finding.quote, page_of(finding.places),
               finding.standard, decision.state, decision.opinion, decision.reason, decision.reply, decision.reviewer,
               decision.decided});
      }
      return;
    }
    for (const IndicatorRecord& row : notice.rows) {
      const auto grade = audited.evidence.find(row.no);
      char confidence[16];
      std::snprintf(confidence, sizeof confidence, "%.3f", row.confidence());
      print({row.category, std::to_string(row.no), number(row.indicator), row.name.str(), row.definition.str(),
             row.requirement.str(), row.claim.str(),
             grade == audited.evidence.end() ? "" : std::string(to_string(grade->second)), confidence,
             row.claim.uncertain ? "true" : "false", page_of(row.places())});
    }
  }

  // The form of `gongshi audit --format json`, one notice a line.
  void print_json(const std::string& source, const corpus::StoredNotice& stored, const AuditedNotice& audited) const {
    NoticeFile file;
    file.source.path = source;
    file.source.sha256 = stored.sha256;
    file.notices.push_back(stored.notice);
    nlohmann::json object = arguments_.what == "records" ? to_json(file) : to_json(file, {audited});
    std::vector<Decision> decided;
    for (const Finding& finding : audited.findings)
      if (const auto found = decisions_.find(finding.id); found != decisions_.end()) decided.push_back(found->second);
    if (arguments_.what == "findings") add_decisions(object, decided);
    std::printf("%s\n", object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  }

  corpus::Store& store_;
  const Arguments& arguments_;
  std::map<std::string, Decision> decisions_;  // by finding, as shown
};

int run_export(const Arguments& arguments, const Shared& shared) {
  const auto standard = load_standard_or_explain(shared);
  if (standard == nullptr) return kExitUsage;
  const auto store = open_store(arguments.store, true, *standard);
  if (store == nullptr) return kExitUsage;
  Exporter(*store, arguments).run();
  return kExitClean;
}

}  // namespace

Command add_export_command(CLI::App& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* parser = app.add_subcommand("export", "Records or findings of a store as CSV or JSON Lines");
  add_store_option(*parser, arguments->store);
  add_filter_options(*parser, arguments->filter);
  parser
      ->add_option("--what", arguments->what,
                   "records: one row per indicator; findings: one per finding, with what reviewers decided")
      ->check(CLI::IsMember({"records", "findings"}))
      ->capture_default_str();
  parser->add_option("--format", arguments->format, "csv, or json: one document per notice, one per line")
      ->check(CLI::IsMember({"csv", "json"}))
      ->capture_default_str();
  parser->add_flag("--unmasked", arguments->unmasked, "Names and mobile numbers of contacts as they are");
  return {parser, [arguments, &shared] { return run_export(*arguments, shared); }};
}

}  // namespace gongshi::cli
