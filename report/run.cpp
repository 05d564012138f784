// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "schema/finding_identity.h"
#include "schema/utf8.h"

namespace gongshi::report {
namespace {

/// Below this, the words of a cell are shown as not recognised: PP-OCR's characters of such cells were wrong more often
/// than right.
constexpr double kReadableConfidence = 0.5;
const std::string kMissingRule = "indicator-missing";
const std::string kUncertainRule = "low-confidence";

bool worse(const Finding* a, const Finding* b) { return a->severity > b->severity; }

/// The row a finding belongs to. `no` of a missing indicator is the standard's and names no row. Where two rows bear
/// one number, the quote tells, and a doubled indicator stands on the later row.
RowEntry* row_for(std::vector<RowEntry>& rows, const Finding& finding) {
  if (!finding.no || finding.rule == kMissingRule) return nullptr;
  RowEntry* found = nullptr;
  for (RowEntry& row : rows) {
    if (row.record->no != *finding.no) continue;
    if (found == nullptr || finding.rule == "indicator-duplicated" ||
        (!finding.quote.empty() && found->record->claim.str().find(finding.quote) == std::string::npos &&
         row.record->claim.str().find(finding.quote) != std::string::npos))
      found = &row;
  }
  return found;
}

RowStatus status_of(const RowEntry& row) {
  const RecordCell& claim = row.record->claim;
  const bool held_back = std::any_of(row.findings.begin(), row.findings.end(),
                                     [](const Finding* finding) { return finding->rule == kUncertainRule; });
  if (held_back || claim.uncertain || (!claim.empty() && claim.confidence < kReadableConfidence))
    return RowStatus::kUnreadable;
  const bool questioned = std::any_of(row.findings.begin(), row.findings.end(),
                                      [](const Finding* finding) { return finding->severity != Severity::kInfo; });
  return questioned || !row.grade || !is_supported(*row.grade) ? RowStatus::kToCheck : RowStatus::kSupported;
}

/// How much of the notice holds, how grave and how sure what is said against it is.
std::string suggestion_of(const NoticeEntry& entry, const OutcomeLimits& limits) {
  const int rows = static_cast<int>(entry.rows.size());
  if (read_in_part(*entry.input) || rows == 0 || entry.by_status[2] * 4 > rows) return "unread";
  const auto below = [&](int percent) { return 100 * entry.by_status[0] < percent * rows; };
  if (below(limits.return_supported_below) || entry.certain_errors >= limits.return_errors) return "return";
  if (below(limits.recheck_supported_below) || entry.certain_errors >= limits.recheck_errors) return "recheck";
  const int to_check = entry.by_status[1] + entry.by_status[2];
  if (entry.certain_errors >= limits.amend_errors || 100 * to_check > limits.amend_to_check_above * rows)
    return "amend";
  return entry.by_severity[2] + entry.by_severity[1] + to_check > 0 ? "spot" : "pass";
}

/// The outcomes in the order of how much they want.
constexpr std::string_view kOutcomes[] = {"pass", "spot", "amend", "recheck", "return", "unread"};

/// The standard's words that a finding on a row rests on, where the rule did not give them: the clause's, else the
/// indicator's.
std::string standard_text(const Programmes* programmes, const Notice& notice, const RowEntry* row,
                          const Finding& finding) {
  if (programmes == nullptr || row == nullptr || !row->record->indicator) return {};
  const Tier* tier = programmes->of(notice.programme).standard().find(notice.tier, notice.edition);
  const Indicator* indicator = tier == nullptr ? nullptr : tier->find(*row->record->indicator);
  if (indicator == nullptr) return {};
  std::string text;
  for (const Clause& clause : indicator->clauses)
    if (finding.clause && clause.item == finding.clause) text += (text.empty() ? "" : "；") + clause.text;
  return text.empty() ? indicator->requirement : text;
}

/// The first characters of a claim that a finding concerns as a whole.
std::string beginning(const IndicatorRecord& row, const Masker& masker) {
  constexpr std::size_t kMost = 160, kMostBytes = 4000;
  std::size_t end = std::min(row.claim.str().size(), kMostBytes);
  while (end > 0 && end < row.claim.str().size() && (static_cast<unsigned char>(row.claim.str()[end]) & 0xC0) == 0x80)
    --end;
  const std::string text = masker.masked(row.claim.str().substr(0, end), row.facts.personal);
  const std::u32string characters = utf8::decode(text);
  return characters.size() <= kMost ? text : utf8::encode(characters.substr(0, kMost)) + "……";
}

void add_to_group(std::vector<FindingGroup>& groups, const Finding& finding) {
  auto group =
      std::find_if(groups.begin(), groups.end(), [&](const FindingGroup& one) { return one.rule == finding.rule; });
  if (group == groups.end())
    group = groups.insert(groups.end(), {group_of(finding), finding.rule, finding.severity, {}});
  group->severity = std::max(group->severity, finding.severity);
  group->findings.push_back(&finding);
}

void sort_groups(std::vector<FindingGroup>& groups) {
  const auto weight = [](const Finding* finding) {
    return std::pair(-static_cast<int>(finding->severity), static_cast<int>(finding->verdict));
  };
  for (FindingGroup& group : groups)
    std::stable_sort(group.findings.begin(), group.findings.end(),
                     [&](const Finding* a, const Finding* b) { return weight(a) < weight(b); });
  std::stable_sort(groups.begin(), groups.end(), [&](const FindingGroup& a, const FindingGroup& b) {
    return std::tuple(weight(a.findings.front()), b.findings.size()) <
           std::tuple(weight(b.findings.front()), a.findings.size());
  });
}

std::string or_else(const std::string& text, const std::string& fallback) { return text.empty() ? fallback : text; }

}  // namespace

int need_rank(const NoticeEntry& entry) {
  return static_cast<int>(std::find(std::begin(kOutcomes), std::end(kOutcomes), entry.suggestion) -
                          std::begin(kOutcomes));
}

std::string_view to_string(RowStatus status) {
  switch (status) {
    case RowStatus::kSupported:
      return "supported";
    case RowStatus::kToCheck:
      return "to-check";
    case RowStatus::kUnreadable:
      break;
  }
  return "unreadable";
}

bool read_in_part(const ReportInput& input) { return input.outcome == "read-in-part" || input.outcome == "crashed"; }

std::vector<const Finding*> NoticeEntry::findings() const {
  std::vector<const Finding*> all = on_notice;
  for (const RowEntry& row : rows) all.insert(all.end(), row.findings.begin(), row.findings.end());
  return all;
}

std::vector<const Finding*> NoticeEntry::all_findings() const {
  std::vector<const Finding*> all = on_notice;
  all.insert(all.end(), dismissed.begin(), dismissed.end());
  for (const RowEntry& row : rows)
    for (const auto* some : {&row.findings, &row.dismissed}) all.insert(all.end(), some->begin(), some->end());
  return all;
}

NoticeEntry NoticeEntry::shown_as(const Notice& masked) const {
  NoticeEntry shown = *this;
  shown.notice = &masked;
  for (std::size_t i = 0; i < rows.size(); ++i) shown.rows[i].record = &masked.rows[i];
  return shown;
}

const RowEntry* NoticeEntry::row_of(const Finding& finding) const {
  const int row = finding_rows[index_of(finding)];
  return row < 0 ? nullptr : &rows[static_cast<std::size_t>(row)];
}

namespace {

/// Those of the notices; the first where there is no notice.
std::vector<const Programme*> programmes_of(const std::vector<ReportInput>& inputs, const Programmes* programmes) {
  std::vector<const Programme*> used;
  if (programmes == nullptr) return used;
  for (const ReportInput& input : inputs)
    for (const Notice& notice : input.file->notices)
      if (const Programme* programme = &programmes->of(notice.programme);
          std::find(used.begin(), used.end(), programme) == used.end())
        used.push_back(programme);
  if (used.empty()) used.push_back(&programmes->first());
  return used;
}

}  // namespace

const Messages& Run::messages(const NoticeEntry& entry) const {
  if (own_messages_.empty()) return messages_;
  const auto own = own_messages_.find(options_->programmes->of(entry.notice->programme).id());
  return own == own_messages_.end() ? messages_ : own->second;
}

Result<Run> Run::make(const std::vector<ReportInput>& inputs, const ReportOptions& options) {
  const std::vector<const Programme*> programmes = programmes_of(inputs, options.programmes);
  auto messages = Messages::load(programmes);
  if (!messages) return messages.error();
  Run run(inputs, options, *std::move(messages));
  if (programmes.size() > 1)
    for (const Programme* programme : programmes) {
      auto own = Messages::load({programme});
      if (!own) return own.error();
      run.own_messages_.emplace(programme->id(), *std::move(own));
    }
  for (const Decision& decision : options.decisions) run.decisions_[decision.finding] = &decision;
  for (const ReportInput& input : inputs)
    for (std::size_t index = 0; index < input.file->notices.size(); ++index) run.add_notice(input, index);
  return run;
}

void Run::add_notice(const ReportInput& input, std::size_t index) {
  NoticeEntry entry;
  entry.input = &input;
  entry.notice = &input.file->notices[index];
  entry.original = entry.notice;
  entry.masker = Masker(*entry.notice);
  entry.number = static_cast<int>(notices_.size()) + 1;
  entry.page = fmt::format("{:04}.html", entry.number);
  entry.city = or_else(entry.notice->city, messages_.get("words.unknown-city"));
  entry.county = or_else(entry.notice->county, messages_.get("words.unknown-county"));
  entry.tier = or_else(entry.notice->tier, messages_.get("words.unknown-tier"));
  entry.community = or_else(entry.notice->community, messages(entry).get("words.unknown-community"));
  const AuditedNotice* audited =
      input.audited != nullptr && index < input.audited->size() ? &(*input.audited)[index] : nullptr;
  entry.audited = audited;
  for (const IndicatorRecord& record : entry.notice->rows) {
    RowEntry row;
    row.record = &record;
    if (audited != nullptr)
      if (const auto grade = audited->evidence.find(record.no); grade != audited->evidence.end())
        row.grade = grade->second;
    entry.rows.push_back(std::move(row));
  }
  if (audited != nullptr) add_findings(entry);
  for (RowEntry& row : entry.rows) {
    row.status = status_of(row);
    ++entry.by_status[static_cast<std::size_t>(row.status)];
  }
  entry.suggestion = suggestion_of(entry, options_->configuration.outcomes);
  by_source_[{input.file->source.display(), entry.notice->index}] = notices_.size();
  notices_.push_back(std::move(entry));
}

void Run::add_findings(NoticeEntry& entry) const {
  for (const Finding& finding : entry.audited->findings) {
    RowEntry* row = row_for(entry.rows, finding);
    entry.finding_rows.push_back(row == nullptr ? -1 : static_cast<int>(row - entry.rows.data()));
    const Decision* decided = decision(finding);
    if (decided != nullptr && decided->dismissed()) {
      (row == nullptr ? entry.dismissed : row->dismissed).push_back(&finding);
      ++entry.dismissed_count;
    } else {
      (row == nullptr ? entry.on_notice : row->findings).push_back(&finding);
      ++entry.by_severity[static_cast<std::size_t>(finding.severity)];
      if (finding.severity == Severity::kError && finding.verdict == Verdict::kViolation) ++entry.certain_errors;
      add_to_group(entry.groups, finding);
    }
    if (decided != nullptr && decided->state != "open") ++entry.handled;
  }
  sort_groups(entry.groups);
  for (auto* list : {&entry.on_notice, &entry.dismissed}) std::stable_sort(list->begin(), list->end(), worse);
  for (RowEntry& row : entry.rows)
    for (auto* list : {&row.findings, &row.dismissed}) std::stable_sort(list->begin(), list->end(), worse);
}

std::string Run::rows_text(const FindingGroup& group) const {
  constexpr std::size_t kMost = 12;
  std::set<int> rows;
  for (const Finding* finding : group.findings)
    if (finding->no) rows.insert(*finding->no);
  if (rows.empty()) return messages_.get("words.whole-notice");
  std::string numbers;
  std::size_t count = 0;
  for (const int row : rows)
    if (++count <= kMost) numbers += (numbers.empty() ? "" : "、") + std::to_string(row);
  if (rows.size() > kMost) numbers += "…";
  std::string text = messages_.get("words.row");
  text.replace(text.find("{n}"), 3, numbers);
  const int findings = static_cast<int>(group.findings.size());
  return findings == 1 ? text : text + "，" + messages_.get("words.in-all", findings);
}

std::vector<const NoticeEntry*> Run::by_need() const {
  std::vector<const NoticeEntry*> sorted;
  for (const NoticeEntry& entry : notices_) sorted.push_back(&entry);
  std::stable_sort(sorted.begin(), sorted.end(), [](const NoticeEntry* a, const NoticeEntry* b) {
    const auto key = [](const NoticeEntry* entry) {
      return std::tuple(-need_rank(*entry), -entry->certain_errors, -entry->by_severity[2], -entry->by_severity[1]);
    };
    return key(a) < key(b);
  });
  return sorted;
}

std::vector<Run::SharedCause> Run::shared_causes() const {
  constexpr int kFewest = 3;  // Two notices may err alike by chance.
  std::map<std::pair<std::string, std::string>, int> counties;
  std::map<std::tuple<std::string, std::string, std::string>, SharedCause> causes;
  for (const NoticeEntry& entry : notices_) {
    ++counties[{entry.city, entry.county}];
    for (const FindingGroup& group : entry.groups) {
      if (group.severity == Severity::kInfo) continue;
      SharedCause& cause = causes[{entry.city, entry.county, group.rule}];
      cause.city = entry.city;
      cause.county = entry.county;
      cause.rule = group.rule;
      ++cause.notices;
      cause.findings += static_cast<int>(group.findings.size());
    }
  }
  std::vector<SharedCause> shared;
  for (auto& [key, cause] : causes) {
    cause.of = counties[{cause.city, cause.county}];
    if (cause.notices >= kFewest && 2 * cause.notices >= cause.of) shared.push_back(std::move(cause));
  }
  std::stable_sort(shared.begin(), shared.end(),
                   [](const SharedCause& a, const SharedCause& b) { return a.findings > b.findings; });
  return shared;
}

const Decision* Run::decision(const Finding& finding) const {
  const auto found = decisions_.find(finding.id);
  return found == decisions_.end() ? nullptr : found->second;
}

const NoticeEntry* Run::find(const NoticeReference& reference) const {
  const auto found = by_source_.find({reference.source, reference.notice});
  return found == by_source_.end() ? nullptr : &notices_[found->second];
}

FindingLine Run::line(const NoticeEntry& entry, const Finding& finding) const {
  FindingLine line;
  line.entry = &entry;
  line.finding = &finding;
  line.row = entry.row_of(finding);
  std::vector<Place> places = finding.places;
  if (places.empty() && line.row != nullptr) places = line.row->record->places();
  line.page = places.empty() ? 0 : places.front().page;
  line.indicator =
      line.row != nullptr ? shown(entry, line.row->record->name.str()) : messages_.get("words.whole-notice");
  const Finding shown_finding = entry.masker.masked(finding);
  line.quote = shown_finding.quote;
  if (line.quote.empty() && line.row != nullptr) line.quote = beginning(*line.row->record, entry.masker);
  line.message = shown_finding.message;
  line.calculation = shown_finding.calculation;
  line.basis = or_else(finding.requirement, standard_text(options_->programmes, *entry.notice, line.row, finding));
  if (finding.clause)
    line.basis = messages_.get("words.clause", *finding.clause) + (line.basis.empty() ? "" : "：" + line.basis);
  line.severity = messages_.severity(finding.severity);
  line.advice = messages(entry).advice(finding.rule);
  line.unit = responsible_unit(options_->configuration, *entry.notice, finding, line.indicator);
  line.deadline =
      report::deadline(options_->configuration, finding.severity, options_->today,
                       options_->programmes != nullptr ? &options_->programmes->of(entry.notice->programme) : nullptr);
  line.confidence = line.row != nullptr ? line.row->record->claim.confidence : 1;
  return line;
}

std::string Run::standard_name() const {
  std::string names;
  for (const Standard* standard : standards())
    names += (names.empty() ? "" : "; ") + standard->title + " " + standard->id + "@" + standard->version;
  return names;
}

std::vector<const Standard*> Run::standards() const {
  std::vector<const Standard*> used;
  if (options_->programmes == nullptr) return used;
  for (const ProgrammePtr& programme : options_->programmes->all())
    if (std::any_of(notices_.begin(), notices_.end(), [&](const NoticeEntry& entry) {
          return &options_->programmes->of(entry.notice->programme) == programme.get();
        }))
      used.push_back(&programme->standard());
  if (used.empty()) used.push_back(&options_->programmes->first().standard());
  return used;
}

}  // namespace gongshi::report
