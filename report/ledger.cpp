// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ledger.h"

#include <fmt/format.h>
#include <xlsxwriter.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <set>

#include "report/html.h"
#include "report/ledger_reader.h"
#include "schema/finding_identity.h"
#include "schema/presentable.h"
#include "schema/utf8.h"

namespace gongshi::report {
namespace {

constexpr std::size_t kMostCellBytes = 30'000;  // Excel takes 32 767 characters.
constexpr std::size_t kMostSheetName = 31;
constexpr int kPaperA3 = 8;

struct Column {
  const char* key;  ///< Below messages "columns".
  double width;     ///< In characters of the standard font.
};

// Narrow enough for an A3 sheet at 60 % when printed.
constexpr Column kColumns[] = {
    {"number", 6},       {"city", 8},       {"county", 8},   {"street", 9},     {"community", 12}, {"tier", 7},
    {"no", 6},           {"indicator", 12}, {"quote", 26},   {"page", 6},       {"rule", 13},      {"message", 38},
    {"calculation", 18}, {"basis", 26},     {"severity", 9}, {"confidence", 8}, {"advice", 19},    {"unit", 12},
    {"deadline", 11},    {"reply", 14},     {"opinion", 14}, {"state", 9},      {"reason", 14},    {"id", 18},
    {"stamp", 14},       {"group", 18},
};
/// The last columns are for the program: they are not printed, and the very last two are hidden.
constexpr int kPrintedColumns = static_cast<int>(std::size(kColumns)) - 3;
constexpr int kShownColumns = static_cast<int>(std::size(kColumns)) - 2;
constexpr double kLineHeight = 15;   // Points, of 10 point type.
constexpr double kMostHeight = 400;  // Excel allows 409.
constexpr int kColumnCount = static_cast<int>(std::size(kColumns));

int column_of(std::string_view key) {
  return static_cast<int>(
      std::find_if(std::begin(kColumns), std::end(kColumns), [&](const Column& column) { return key == column.key; }) -
      std::begin(kColumns));
}

std::string cut(std::string text) {
  if (text.size() <= kMostCellBytes) return text;
  std::size_t end = kMostCellBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

/// A name that Excel takes for a sheet and that no other sheet has.
std::string sheet_name(const std::string& wanted, std::set<std::string>& taken) {
  std::u32string name;
  for (const char32_t c : utf8::decode(presentable_line(wanted)))
    if (std::u32string_view(U"[]:*?/\\'").find(c) == std::u32string_view::npos && name.size() < kMostSheetName - 4)
      name += c;
  std::string out = name.empty() ? "-" : utf8::encode(name);
  for (int n = 2; !taken.insert(out).second; ++n) out = utf8::encode(name) + "-" + std::to_string(n);
  return out;
}

/// Lines that `text` takes in a column of `width` characters. Programs other than Excel do not fit rows to wrapped text
/// by themselves.
int lines_of(std::string_view text, double width) {
  const auto room = static_cast<std::size_t>(std::max(2.0, width - 1));
  int lines = 0;
  std::size_t used = 0;
  bool open = false;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t code = utf8::next(text, offset);
    if (code == U'\n') {
      ++lines;
      used = 0;
      open = false;
      continue;
    }
    const std::size_t wide = code < 0x1100 ? 1 : 2;
    if (used + wide > room) {
      ++lines;
      used = 0;
    }
    used += wide;
    open = true;
  }
  return lines + (open ? 1 : 0);
}

struct Formats {
  lxw_format *head, *text, *center, *date, *percent, *title, *label, *number, *share, *note, *id;
  lxw_format* severity[3];

  explicit Formats(lxw_workbook* book) {
    const auto make = [book](bool border, bool wrap, std::uint8_t align) {
      lxw_format* format = workbook_add_format(book);
      format_set_font_name(format, "微软雅黑");
      format_set_font_size(format, 10);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      if (align != LXW_ALIGN_NONE) format_set_align(format, align);
      if (wrap) format_set_text_wrap(format);
      if (border) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, 0xB4BEC8);
      }
      return format;
    };
    head = make(true, true, LXW_ALIGN_CENTER);
    format_set_bold(head);
    format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(head, 0x174A7C);
    format_set_font_color(head, 0xFFFFFF);
    text = make(true, true, LXW_ALIGN_NONE);
    center = make(true, true, LXW_ALIGN_CENTER);
    date = make(true, false, LXW_ALIGN_CENTER);
    format_set_num_format(date, "yyyy-mm-dd");
    percent = make(true, false, LXW_ALIGN_CENTER);
    format_set_num_format(percent, "0%");
    title = make(false, false, LXW_ALIGN_NONE);
    format_set_bold(title);
    format_set_font_size(title, 14);
    label = make(true, false, LXW_ALIGN_NONE);
    number = make(true, false, LXW_ALIGN_RIGHT);
    format_set_num_format(number, "0");
    share = make(true, false, LXW_ALIGN_RIGHT);
    format_set_num_format(share, "0%");
    note = make(false, false, LXW_ALIGN_NONE);
    format_set_font_color(note, 0x4D5B69);
    id = make(true, false, LXW_ALIGN_NONE);
    format_set_font_color(id, 0x808B96);
    format_set_font_size(id, 8);
    constexpr lxw_color_t kFill[] = {0xEEF3F8, 0xFDF6E7, 0xFCF0F0}, kInk[] = {0x3A5872, 0x855000, 0xA3202A};
    for (int i = 0; i < 3; ++i) {
      severity[i] = make(true, false, LXW_ALIGN_CENTER);
      format_set_bg_color(severity[i], kFill[i]);
      format_set_font_color(severity[i], kInk[i]);
    }
  }
};

/// Rows and columns of libxlsxwriter have types of their own.
class Sheet {
 public:
  Sheet(lxw_workbook* book, const std::string& name)
      : sheet_(workbook_add_worksheet(book, name.c_str())), name_(name) {}

  void text(int row, int column, const std::string& value, lxw_format* format) {
    if (value.empty())
      worksheet_write_blank(sheet_, r(row), c(column), format);
    else
      worksheet_write_string(sheet_, r(row), c(column), cut(presentable(value)).c_str(), format);
  }
  void number(int row, int column, double value, lxw_format* format) {
    worksheet_write_number(sheet_, r(row), c(column), value, format);
  }
  void formula(int row, int column, const std::string& formula, double value, lxw_format* format) {
    worksheet_write_formula_num(sheet_, r(row), c(column), formula.c_str(), format, value);
  }
  void date(int row, int column, const Date& value, lxw_format* format) {
    lxw_datetime datetime{value.year, value.month, value.day, 0, 0, 0};
    worksheet_write_datetime(sheet_, r(row), c(column), &datetime, format);
  }
  void width(int column, double width) { worksheet_set_column(sheet_, c(column), c(column), width, nullptr); }
  void hide(int column, double width) {
    lxw_row_col_options hidden{};
    hidden.hidden = 1;
    worksheet_set_column_opt(sheet_, c(column), c(column), width, nullptr, &hidden);
  }
  [[nodiscard]] lxw_worksheet* get() const { return sheet_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  static lxw_row_t r(int row) { return static_cast<lxw_row_t>(row); }
  static lxw_col_t c(int column) { return static_cast<lxw_col_t>(column); }

 private:
  lxw_worksheet* sheet_;
  std::string name_;
};

/// The findings of one rule in one notice, dismissed ones too.
struct LedgerGroup {
  const NoticeEntry* entry = nullptr;
  FindingGroup group;
};

std::vector<LedgerGroup> groups_of(const Run& run) {
  std::vector<LedgerGroup> groups;
  for (const NoticeEntry& entry : run.notices()) {
    const std::size_t first = groups.size();
    for (const Finding* finding : entry.all_findings()) {
      auto found = std::find_if(groups.begin() + static_cast<std::ptrdiff_t>(first), groups.end(),
                                [&](const LedgerGroup& one) { return one.group.rule == finding->rule; });
      if (found == groups.end())
        found = groups.insert(groups.end(), {&entry, {group_of(*finding), finding->rule, finding->severity, {}}});
      found->group.severity = std::max(found->group.severity, finding->severity);
      found->group.findings.push_back(finding);
    }
  }
  // What weighs most first, whoever's it is.
  std::stable_sort(groups.begin(), groups.end(),
                   [](const LedgerGroup& a, const LedgerGroup& b) { return a.group.severity > b.group.severity; });
  return groups;
}

class Ledger {
 public:
  Ledger(const Run& run, lxw_workbook* book) : run_(run), book_(book), formats_(book), groups_(groups_of(run)) {
    for (const LedgerGroup& group : groups_)
      for (const Finding* finding : group.group.findings) lines_.emplace_back(group.entry, finding);
    for (const std::string_view state : kDecisionStates) states_.push_back(word("states." + std::string(state)));
  }

  void write() {
    std::set<std::string> names;
    Sheet summary(book_, sheet_name(word("sheets.summary"), names));
    Sheet all(book_, sheet_name(word("sheets.ledger"), names));
    Sheet single(book_, sheet_name(word("sheets.single"), names));
    write_groups_sheet(all, {});
    write_lines(single);
    std::set<std::string> cities;
    for (const LedgerGroup& group : groups_) cities.insert(group.entry->city);
    if (cities.size() > 1)
      for (const std::string& city : cities) {
        Sheet sheet(book_, sheet_name(city, names));
        write_groups_sheet(sheet, city);
      }
    write_summary(summary, single);
    worksheet_activate(all.get());
  }

 private:
  std::string word(const std::string& path) const { return run_.messages().get(path); }

  void write_lines(Sheet& sheet) {
    write_head(sheet);
    int row = 0;
    for (const auto& [entry, finding] : lines_) {
      ++row;
      LedgerLine line{run_.line(*entry, *finding), finding->id, "", decision(*finding), group_of(*finding)};
      if (finding->no) line.no = std::to_string(*finding->no);
      write_line(sheet, row, line);
    }
    finish(sheet, row, "sheets.state-hint");
  }

  void write_groups_sheet(Sheet& sheet, const std::string& city) {
    write_head(sheet);
    int row = 0;
    for (const LedgerGroup& group : groups_)
      if (city.empty() || group.entry->city == city) write_line(sheet, ++row, group_line(group));
    finish(sheet, row, "sheets.group-hint");
  }

  void write_head(Sheet& sheet) {
    for (int i = 0; i < kColumnCount; ++i) {
      sheet.width(i, kColumns[i].width);
      sheet.text(0, i, word("columns." + std::string(kColumns[i].key)), formats_.head);
    }
    worksheet_set_row(sheet.get(), 0, 30, nullptr);
  }

  void finish(Sheet& sheet, int row, const char* hint) {
    worksheet_freeze_panes(sheet.get(), 1, 5);
    worksheet_autofilter(sheet.get(), 0, 0, Sheet::r(row), Sheet::c(kShownColumns - 1));
    for (int column = kShownColumns; column < kColumnCount; ++column) sheet.hide(column, kColumns[column].width);
    add_states(sheet, std::max(row, 1), hint);
    worksheet_set_landscape(sheet.get());
    worksheet_set_paper(sheet.get(), kPaperA3);
    worksheet_set_margins(sheet.get(), 0.4, 0.4, 0.5, 0.6);
    worksheet_fit_to_pages(sheet.get(), 1, 0);
    worksheet_repeat_rows(sheet.get(), 0, 0);
    worksheet_print_area(sheet.get(), 0, 0, Sheet::r(row), Sheet::c(kPrintedColumns - 1));
    worksheet_set_footer(sheet.get(), "&C&P / &N");
  }

  /// What one line of a sheet says.
  struct LedgerLine {
    FindingLine line;
    std::string id, no;
    Decision decided;
    std::string group{};
  };

  /// The group as one line: what its findings have in common, and the first of them in their own words.
  LedgerLine group_line(const LedgerGroup& of) const {
    const std::vector<const Finding*>& findings = of.group.findings;
    LedgerLine out{run_.line(*of.entry, *findings.front()), findings.front()->id, "", decision(*findings.front()),
                   of.group.id};
    if (findings.size() == 1) {
      if (findings.front()->no) out.no = std::to_string(*findings.front()->no);
      return out;
    }
    constexpr std::size_t kTold = 3;
    out.id = of.group.id;
    out.no = run_.rows_text(of.group);
    FindingLine& line = out.line;
    line.severity = run_.messages().severity(of.group.severity);
    line.indicator = "";
    line.quote = "";
    line.calculation = "";
    line.message = "";
    bool same = true;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const FindingLine one = run_.line(*of.entry, *findings[i]);
      if (i < kTold) line.message += (i == 0 ? "" : "\n") + one.message;
      if (one.basis != line.basis) line.basis = "";
      if (one.unit != line.unit) line.unit = "";
      if (one.deadline && (!line.deadline || *one.deadline < *line.deadline)) line.deadline = one.deadline;
      line.confidence = std::min(line.confidence, one.confidence);
      const Decision decided = decision(*findings[i]);
      same = same && ledger_stamp(decided) == ledger_stamp(out.decided);
    }
    if (findings.size() > kTold) line.message += "\n……";
    if (!same) {
      out.decided = {};
      out.decided.state = "open";
    }
    return out;
  }

  void write_line(Sheet& sheet, int row, const LedgerLine& of) {
    const FindingLine& line = of.line;
    const Notice& notice = *line.entry->notice;
    const Decision& decided = of.decided;
    int height = 1;
    const auto text = [&](std::string_view key, const std::string& value) {
      const int column = column_of(key);
      if (column < kPrintedColumns) height = std::max(height, lines_of(value, kColumns[column].width));
      sheet.text(row, column, value, column < kPrintedColumns ? formats_.text : formats_.id);
    };
    sheet.number(row, column_of("number"), row, formats_.center);
    text("city", notice.city);
    text("county", notice.county);
    text("street", notice.street);
    text("community", notice.community);
    sheet.text(row, column_of("tier"), notice.tier, formats_.center);
    const bool one_row = !of.no.empty() && of.no.find_first_not_of("0123456789") == std::string::npos;
    if (one_row)
      sheet.number(row, column_of("no"), std::stoi(of.no), formats_.center);
    else
      text("no", of.no);
    text("indicator", line.indicator);
    text("quote", line.quote);
    if (line.page > 0)
      sheet.number(row, column_of("page"), line.page, formats_.center);
    else
      sheet.text(row, column_of("page"), "", formats_.center);
    text("rule", run_.messages().rule(line.finding->rule));
    text("message", line.message);
    text("calculation", line.calculation);
    text("basis", line.basis);
    sheet.text(row, column_of("severity"), line.severity, formats_.severity[static_cast<int>(line.finding->severity)]);
    sheet.number(row, column_of("confidence"), line.confidence, formats_.percent);
    text("advice", line.advice);
    text("unit", line.unit);
    if (line.deadline)
      sheet.date(row, column_of("deadline"), *line.deadline, formats_.date);
    else
      sheet.text(row, column_of("deadline"), "", formats_.date);
    text("reply", decided.reply);
    text("opinion", decided.opinion);
    sheet.text(row, column_of("state"), word("states." + decided.state), formats_.center);
    text("reason", decided.reason);
    text("id", of.id);
    text("group", of.group);
    if (!decided.blank()) text("stamp", ledger_stamp(decided));
    worksheet_set_row(sheet.get(), Sheet::r(row), std::min(kMostHeight, kLineHeight * height + 3), nullptr);
  }

  Decision decision(const Finding& finding) const {
    if (const Decision* decided = run_.decision(finding)) return *decided;
    Decision fresh;
    fresh.state = "open";
    return fresh;
  }

  void add_states(Sheet& sheet, int last_row, const char* hint) {
    std::vector<char*> list;
    for (std::string& state : states_) list.push_back(state.data());
    list.push_back(nullptr);
    lxw_data_validation validation{};
    validation.validate = LXW_VALIDATION_TYPE_LIST;
    validation.value_list = list.data();
    std::string title = word("columns.state"), message = word(hint);
    validation.input_title = title.data();
    validation.input_message = message.data();
    const int column = column_of("state");
    worksheet_data_validation_range(sheet.get(), 1, Sheet::c(column), Sheet::r(last_row), Sheet::c(column),
                                    &validation);
  }

  struct Count {
    int notices = 0, rows = 0, supported = 0, by_severity[3] = {0, 0, 0};
    void add(const NoticeEntry& entry) {
      ++notices;
      rows += static_cast<int>(entry.rows.size());
      supported += entry.by_status[0];
      for (std::size_t i = 0; i < 3; ++i) by_severity[i] += entry.by_severity[i];
    }
  };

  void write_summary(Sheet& sheet, const Sheet& ledger) {
    sheet.width(0, 26);
    for (int column = 1; column < 7; ++column) sheet.width(column, 12);
    sheet.text(0, 0, word("sheets.title"), formats_.title);
    worksheet_set_row(sheet.get(), 0, 24, nullptr);
    sheet.text(1, 0, generated_at(run_.options()) + "　" + run_.standard_name(), formats_.note);
    int row = 3;
    row = write_states(sheet, ledger, row);
    row = write_groups(sheet, row, "columns.tier", &NoticeEntry::tier);
    row = write_groups(sheet, row, "columns.city", &NoticeEntry::city);
    row = write_groups(sheet, row, "columns.county", &NoticeEntry::county);
    write_rules(sheet, row);
    worksheet_set_paper(sheet.get(), 9);
    worksheet_fit_to_pages(sheet.get(), 1, 0);
    worksheet_set_footer(sheet.get(), "&C&P / &N");
  }

  /// Counts by state follow the ledger as it is filled in.
  int write_states(Sheet& sheet, const Sheet& ledger, int row) {
    sheet.text(row, 0, word("columns.state"), formats_.head);
    sheet.text(row, 1, word("sheets.count"), formats_.head);
    const char column = static_cast<char>('A' + column_of("state"));
    const std::string range = fmt::format("'{}'!${}$2:${}${}", ledger.name(), column, column, lines_.size() + 1);
    std::map<std::string, int> counts;
    for (const auto& [entry, finding] : lines_) ++counts[word("states." + decision(*finding).state)];
    for (const std::string& state : states_) {
      ++row;
      sheet.text(row, 0, state, formats_.label);
      sheet.formula(row, 1, fmt::format("=COUNTIF({},\"{}\")", range, state), counts[state], formats_.number);
    }
    return row + 2;
  }

  int write_groups(Sheet& sheet, int row, const std::string& head, std::string NoticeEntry::*key) {
    std::map<std::string, Count> counts;
    for (const NoticeEntry& entry : run_.notices()) counts[entry.*key].add(entry);
    Count all;
    for (const NoticeEntry& entry : run_.notices()) all.add(entry);
    int column = 0;
    for (const std::string& text :
         {word(head), word("sheets.notices"), word("sheets.rows"), word("sheets.supported"),
          run_.messages().severity(Severity::kError), run_.messages().severity(Severity::kWarning),
          run_.messages().severity(Severity::kInfo)})
      sheet.text(row, column++, text, formats_.head);
    for (const auto& [name, count] : counts) write_count(sheet, ++row, name, count);
    write_count(sheet, ++row, word("sheets.total"), all);
    return row + 2;
  }

  void write_count(Sheet& sheet, int row, const std::string& name, const Count& count) {
    sheet.text(row, 0, name, formats_.label);
    sheet.number(row, 1, count.notices, formats_.number);
    sheet.number(row, 2, count.rows, formats_.number);
    sheet.number(row, 3, count.rows == 0 ? 0 : static_cast<double>(count.supported) / count.rows, formats_.share);
    for (int i = 0; i < 3; ++i) sheet.number(row, 4 + i, count.by_severity[2 - i], formats_.number);
  }

  void write_rules(Sheet& sheet, int row) {
    std::map<std::string, std::pair<int, std::set<const NoticeEntry*>>> rules;
    for (const auto& [entry, finding] : lines_) {
      if (decision(*finding).dismissed()) continue;
      auto& [count, notices] = rules[finding->rule];
      ++count;
      notices.insert(entry);
    }
    std::vector<std::pair<std::string, std::pair<int, std::set<const NoticeEntry*>>>> sorted(rules.begin(),
                                                                                             rules.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
    sheet.text(row, 0, word("columns.rule"), formats_.head);
    sheet.text(row, 1, word("sheets.count"), formats_.head);
    sheet.text(row, 2, word("sheets.notices"), formats_.head);
    for (const auto& [rule, counted] : sorted) {
      ++row;
      sheet.text(row, 0, run_.messages().rule(rule), formats_.label);
      sheet.number(row, 1, counted.first, formats_.number);
      sheet.number(row, 2, static_cast<double>(counted.second.size()), formats_.number);
    }
  }

  const Run& run_;
  lxw_workbook* book_;
  Formats formats_;
  std::vector<LedgerGroup> groups_;
  std::vector<std::pair<const NoticeEntry*, const Finding*>> lines_;
  std::vector<std::string> states_;
};

}  // namespace

Result<void> write_ledger(const Run& run, const std::string& path) {
  const std::string temporary = path + ".part";
  // Rows go to disk as they are written: a ledger of a thousand notices took 150 MB in memory.
  lxw_workbook_options workbook_options{};
  workbook_options.constant_memory = LXW_TRUE;
  lxw_workbook* book = workbook_new_opt(temporary.c_str(), &workbook_options);
  if (book == nullptr) return Error{"report-unwritable", path + ": cannot be written: out of memory."};
  // The day of the run stands in the file; without it the writer would put in the clock's time and no two files were
  // alike.
  std::tm day{};
  const Date& today = run.options().today;
  day.tm_year = (today.valid() ? today.year : 1980) - 1900;
  day.tm_mon = (today.valid() ? today.month : 1) - 1;
  day.tm_mday = today.valid() ? today.day : 1;
  std::string title = run.messages().get("sheets.title");
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created = timegm(&day);
  workbook_set_properties(book, &properties);
  Ledger(run, book).write();
  if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) {
    std::remove(temporary.c_str());
    return Error{"report-unwritable", path + ": cannot be written (" + lxw_strerror(error) +
                                          "). Close it in Excel, or choose another folder with -o."};
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0)
    return Error{"report-unwritable", path + ": cannot be replaced. Close it in Excel and try again."};
  return {};
}

}  // namespace gongshi::report
