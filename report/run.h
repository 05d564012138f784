// SPDX-License-Identifier: GPL-3.0-or-later
// What all kinds of report share: notices numbered, findings put to their rows, rows judged, personal data hidden.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/messages.h"
#include "report/report.h"
#include "schema/masking.h"

namespace gongshi::report {

enum class RowStatus { kSupported, kToCheck, kUnreadable };
struct NoticeEntry;
/// How much attention the notice's outcome wants: 0 for "pass" up to 5 for "unread".
[[nodiscard]] int need_rank(const NoticeEntry& entry);
[[nodiscard]] std::string_view to_string(RowStatus status);  ///< "supported", "to-check", "unreadable"

/// One row of a notice with what the audit says of it.
struct RowEntry {
  const IndicatorRecord* record = nullptr;
  std::optional<EvidenceGrade> grade;
  RowStatus status = RowStatus::kSupported;
  std::vector<const Finding*> findings;   ///< Worst first; without those dismissed.
  std::vector<const Finding*> dismissed;  ///< Worst first.
};

/// The findings of one rule in one notice: one cause, decided as one.
struct FindingGroup {
  std::string id;  ///< group_of(): "3f9c21d07ab4.bare-assertion"
  std::string rule;
  Severity severity = Severity::kInfo;   ///< Of its gravest finding.
  std::vector<const Finding*> findings;  ///< Not dismissed; gravest first, then by row.
};

/// One notice. `number` and `page` are its name in the whole report.
struct NoticeEntry {
  const ReportInput* input = nullptr;
  const Notice* notice = nullptr;          ///< As read, or its masked copy (shown_as).
  const Notice* original = nullptr;        ///< As read.
  const AuditedNotice* audited = nullptr;  ///< nullptr where nothing was audited.
  int number = 0;                          ///< 1-based, in the order of the inputs.
  std::string page;                        ///< "0001.html"
  std::vector<RowEntry> rows;              ///< In the order of the table.
  std::vector<const Finding*> on_notice;   ///< Findings on the notice as a whole, worst first; not dismissed.
  std::vector<const Finding*> dismissed;   ///< Findings on the notice as a whole that were dismissed.
  std::array<int, 3> by_severity{};        ///< Findings that were not dismissed, by Severity.
  int dismissed_count = 0;                 ///< Findings that were, those on rows too.
  std::array<int, 3> by_status{};          ///< Rows, by RowStatus.
  std::vector<int> finding_rows;           ///< By the findings' places: index of the row, -1 for the whole notice.
  std::vector<FindingGroup> groups;        ///< Gravest first, then the largest. Without those dismissed.
  int certain_errors = 0;                  ///< Of by_severity's errors those that are violations.
  int handled = 0;                         ///< Findings with a decision, those dismissed too.
  /// Key below messages "suggestion": "unread", or an outcome: "pass", "spot", "amend", "recheck", "return".
  std::string suggestion;
  Masker masker;                              ///< Knows the persons of the notice.
  std::string city, county, tier, community;  ///< As shown; words for "unknown" where the notice names none.

  /// All that were not dismissed, the notice's first, then row by row.
  [[nodiscard]] std::vector<const Finding*> findings() const;
  /// The same with those dismissed after the others of their row.
  [[nodiscard]] std::vector<const Finding*> all_findings() const;
  /// The row of one of the notice's findings; nullptr for one on the notice as a whole.
  [[nodiscard]] const RowEntry* row_of(const Finding& finding) const;
  /// Place of the finding in the notice's findings. Precondition: it is one of them.
  [[nodiscard]] std::size_t index_of(const Finding& finding) const {
    return static_cast<std::size_t>(&finding - audited->findings.data());
  }
  /// The same entry over a masked copy of its notice, which must outlive it.
  [[nodiscard]] NoticeEntry shown_as(const Notice& masked) const;
};

/// A finding with all that a line of the ledger or a letter says.
struct FindingLine {
  const NoticeEntry* entry = nullptr;
  const RowEntry* row = nullptr;  ///< nullptr: the notice as a whole.
  const Finding* finding = nullptr;
  int page = 0;  ///< 0 for flow formats.
  std::string indicator, quote, message, calculation, basis, severity, advice, unit;
  std::optional<Date> deadline;
  double confidence = 1;
};

/// Everything that a report is made from. The inputs and options must outlive it.
class Run {
 public:
  /// Errors: those of Messages::load.
  [[nodiscard]] static Result<Run> make(const std::vector<ReportInput>& inputs, const ReportOptions& options);

  [[nodiscard]] const std::vector<ReportInput>& inputs() const { return *inputs_; }
  [[nodiscard]] const ReportOptions& options() const { return *options_; }
  /// Words for the report as a whole, with what the programmes of its notices print alike.
  [[nodiscard]] const Messages& messages() const { return messages_; }
  /// Words for what is said of one notice, with what its own programme prints.
  [[nodiscard]] const Messages& messages(const NoticeEntry& entry) const;
  [[nodiscard]] const std::vector<NoticeEntry>& notices() const { return notices_; }

  /// Words for the rows of a group: "第3、5、7…项，共27项".
  [[nodiscard]] std::string rows_text(const FindingGroup& group) const;
  /// The notices that want attention first: by outcome, then by findings, then in their order.
  [[nodiscard]] std::vector<const NoticeEntry*> by_need() const;
  /// Findings of one rule that many communities of one county have: their template is the cause.
  struct SharedCause {
    std::string city, county, rule;
    int notices = 0, findings = 0, of = 0;  ///< `of`: notices of the county.
  };
  [[nodiscard]] std::vector<SharedCause> shared_causes() const;

  /// The notice that a finding refers to, or nullptr if it is not part of the report.
  [[nodiscard]] const NoticeEntry* find(const NoticeReference& reference) const;
  [[nodiscard]] FindingLine line(const NoticeEntry& entry, const Finding& finding) const;
  /// What was decided about the finding, or nullptr.
  [[nodiscard]] const Decision* decision(const Finding& finding) const;
  /// `text` about a notice without personal data.
  [[nodiscard]] std::string shown(const NoticeEntry& entry, const std::string& text) const {
    return entry.masker.masked(text);
  }
  /// Versions of the standards that the findings rest on, as shown.
  [[nodiscard]] std::string standard_name() const;
  /// Those of the notices' programmes, or of the first programme where there is no notice; empty without programmes.
  [[nodiscard]] std::vector<const Standard*> standards() const;

 private:
  Run(const std::vector<ReportInput>& inputs, const ReportOptions& options, Messages messages)
      : inputs_(&inputs), options_(&options), messages_(std::move(messages)) {}
  void add_notice(const ReportInput& input, std::size_t index);
  void add_findings(NoticeEntry& entry) const;

  const std::vector<ReportInput>* inputs_;
  const ReportOptions* options_;
  Messages messages_;
  std::map<std::string, Messages> own_messages_;  ///< By programme, where there are several.
  std::vector<NoticeEntry> notices_;
  std::map<std::pair<std::string, int>, std::size_t> by_source_;
  std::map<std::string, const Decision*> decisions_;
};

/// True where the file was not read as a whole.
[[nodiscard]] bool read_in_part(const ReportInput& input);

}  // namespace gongshi::report
