// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/notice_builder.h"

#include <algorithm>
#include <map>
#include <utility>

#include "normalize/claim/facts.h"
#include "normalize/community_finder.h"
#include "normalize/meta.h"
#include "normalize/standard_index.h"
#include "normalize/table/categories.h"
#include "normalize/table/notice_splitter.h"
#include "normalize/table/numbering.h"
#include "normalize/table/row_aligner.h"
#include "normalize/table/table_rows.h"
#include "normalize/vocabulary.h"
#include "schema/unread.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// A table counts as an indicator table when this share of its rows fits an indicator; lists that merely have such
// headings have none.
constexpr double kLeastMatched = 0.3;
constexpr double kRowFits = 0.45;
// Of what looks like a notice: numbered rows, and bytes of a heading or title at most.
constexpr int kLeastNumbered = 5;
constexpr std::size_t kLongestHeading = 180;

struct TierChoice {
  std::size_t tier = 0;
  Alignment alignment;
};

// The tier's edition that the rows fit best, among the tiers named; among all where none is named. Where the table is
// another tier's row for row, and the tier named has more rows or fewer, the notice is read by its table.
TierChoice choose_tier(const RowAligner& aligner, const Standard& standard, const std::vector<std::string>& named,
                       std::size_t rows) {
  constexpr double kClearly = 0.1;  // of a likeness, for every row
  TierChoice best;
  bool found = false;
  for (std::size_t tier = 0; tier < standard.tiers.size(); ++tier) {
    if (!named.empty() && std::find(named.begin(), named.end(), standard.tiers[tier].name) == named.end()) continue;
    Alignment alignment = aligner.align(tier);
    if (!found || alignment.score > best.alignment.score) best = {tier, std::move(alignment)};
    found = true;
  }
  if (named.empty() || !found || standard.tiers[best.tier].indicators.size() == rows) return best;
  for (std::size_t tier = 0; tier < standard.tiers.size(); ++tier) {
    if (standard.tiers[tier].indicators.size() != rows) continue;
    Alignment alignment = aligner.align(tier);
    const bool clearly = alignment.score > best.alignment.score + kClearly * static_cast<double>(rows);
    if (clearly) best = {tier, std::move(alignment)};
  }
  return best;
}

RecordCell record_cell(const Fragment& fragment) {
  RecordCell cell;
  cell.text = fragment.text;
  cell.places = cell.text.places();
  if (cell.places.empty()) cell.places = fragment.cells;
  cell.confidence = cell.text.confidence();
  cell.uncertain = !cell.text.uncertain.empty();
  return cell;
}

void split_number_from_name(TableRow& row) {
  Fragment& name = row.field(RowField::kName);
  Fragment& number = row.field(RowField::kNumber);
  if (!number.empty()) return;
  const NumberedText split = split_leading_number(name.str());
  if (!split.number) return;
  const auto size = static_cast<std::uint32_t>(name.str().size());
  number.text = name.text.slice({0, static_cast<std::uint32_t>(split.offset)}).trimmed();
  number.cells = name.cells;
  name.text = name.text.slice({static_cast<std::uint32_t>(split.offset), size}).trimmed();
}

IndicatorRecord record_of(TableRow& row, std::size_t claim, const RowMatch& match, int no) {
  split_number_from_name(row);
  IndicatorRecord record;
  record.no = no;
  record.no_printed = !row.field(RowField::kNumber).empty();
  record.indicator = match.indicator;
  record.match = match.match;
  record.category = row.str(RowField::kCategory);
  record.number = record_cell(row.field(RowField::kNumber));
  record.name = record_cell(row.field(RowField::kName));
  record.definition = record_cell(row.field(RowField::kDefinition));
  record.requirement = record_cell(row.field(RowField::kRequirement));
  if (claim < row.claims.size()) record.claim = record_cell(row.claims[claim]);
  return record;
}

// Offers the standard's text beside what recognition read, where the two are nearly alike. Figures are never touched: a
// text whose digits differ gets no suggestion.
void suggest(RecordCell& cell, const std::string& standard_text) {
  if (cell.confidence >= 1 || cell.empty()) return;
  const std::u32string read = likeness_key(cell.str()), meant = likeness_key(standard_text);
  const std::size_t limit = std::max<std::size_t>(1, meant.size() / 5);
  if (read == meant || edit_distance(read, meant, limit) > limit) return;
  const auto digits = [](const std::u32string& key) {
    std::u32string found;
    std::copy_if(key.begin(), key.end(), std::back_inserter(found), [](char32_t c) { return c >= U'0' && c <= U'9'; });
    return found;
  };
  if (digits(read) == digits(meant)) cell.suggested = standard_text;
}

class Builder {
 public:
  explicit Builder(const Programme& programme)
      : programme_(programme),
        standard_(programme.standard()),
        vocabulary_(programme.prepared<Vocabulary>()),
        index_(programme.prepared<StandardIndex>()) {}

  std::vector<Notice> build(const Document& document) {
    std::vector<Notice> notices;
    std::vector<NoticeDraft> drafts = NoticeSplitter(index_, vocabulary_).split(document);
    for (NoticeDraft& draft : drafts) {
      if (notices.size() > kMostFileNotices) break;
      draft.rows = RowJoiner(index_).join(std::move(draft.rows));
      for (TableRow& row : draft.rows)
        for (Fragment& claim : row.claims) draft.text_cut = cut_long_text(claim.text) || draft.text_cut;
      for (Notice& notice : build_draft(draft)) {
        notice.index = static_cast<int>(notices.size());
        say_what_was_cut(draft, notice);
        notices.push_back(std::move(notice));
      }
    }
    if (notices.size() > kMostFileNotices || (!notices.empty() && drafts.size() >= kMostDrafts)) {
      notices.resize(std::min(notices.size(), kMostFileNotices));
      notices.back().problems.push_back({"too-many-notices",
                                         "The file goes on after " + std::to_string(notices.size()) +
                                             " notices, more than files of notices have; the rest was left out: split "
                                             "it into several files.",
                                         0});
    }
    return notices;
  }

 private:
  static void say_what_was_cut(const NoticeDraft& draft, Notice& notice) {
    if (draft.text_cut)
      notice.problems.push_back({"text-too-long",
                                 "A text of more than " + std::to_string(kMostTextCharacters) + " characters or " +
                                     std::to_string(kMostTextFigures) +
                                     " figures was read up to there: look at the file.",
                                 0});
    if (draft.rows_left_out > 0)
      notice.problems.push_back({"too-many-rows",
                                 "The table goes on for " + std::to_string(draft.rows_left_out) +
                                     " rows more than a notice has; they were left out: look at the file.",
                                 0});
  }

  // One notice, or one per community where the table has a column of communities or a column of claims for each.
  std::vector<Notice> build_draft(NoticeDraft& draft) {
    Notice frame;
    name_lines(draft, vocabulary_.cues, frame);
    for (Text* text : {&frame.title, &frame.preamble, &frame.table_title, &frame.footer})
      draft.text_cut = cut_long_text(*text) || draft.text_cut;
    std::vector<std::string> claim_headings;
    for (const Column& column : draft.layout.columns) {
      if (!column.heading.empty()) frame.header.push_back(column.heading);
      if (column.role == ColumnRole::kClaim) claim_headings.push_back(column.heading);
    }
    std::vector<Notice> notices;
    if (draft.layout.has(ColumnRole::kCommunity)) {
      for (auto& [community, rows] : by_community(draft.rows)) {
        Notice notice = frame;
        if (fill(notice, std::move(rows), 0)) {
          notice.community = community;
          notices.push_back(std::move(notice));
        }
      }
      return notices;
    }
    const auto is_general = [&](const std::string& heading) {
      return vocabulary_.is_claim_heading(heading) &&
             std::count(claim_headings.begin(), claim_headings.end(), heading) == 1;
    };
    if (claim_headings.size() > 1 && std::all_of(claim_headings.begin(), claim_headings.end(), is_general)) {
      // 创建情况 beside 自评结果: one body says both.
      for (TableRow& row : draft.rows) {
        for (std::size_t i = 1; i < row.claims.size(); ++i) row.claims.front().append(row.claims[i], true);
        if (row.claims.size() > 1) row.claims.resize(1);
      }
      if (fill(frame, std::move(draft.rows), 0)) notices.push_back(std::move(frame));
      return notices;
    }
    for (std::size_t claim = 0; claim < std::max<std::size_t>(1, claim_headings.size()); ++claim) {
      Notice notice = frame;
      if (claim_headings.size() > 1) {
        notice.community = community_in(claim_headings[claim], vocabulary_.communities);
        if (notice.community.empty()) notice.community = claim_headings[claim];
      }
      if (fill(notice, draft.rows, claim)) notices.push_back(std::move(notice));
    }
    return notices;
  }

  static std::vector<std::pair<std::string, std::vector<TableRow>>> by_community(const std::vector<TableRow>& rows) {
    std::vector<std::pair<std::string, std::vector<TableRow>>> groups;
    std::string last;
    for (const TableRow& row : rows) {
      if (const std::string& printed = row.str(RowField::kCommunity); !printed.empty()) last = printed;
      auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& entry) { return entry.first == last; });
      if (group == groups.end()) group = groups.insert(groups.end(), {last, {}});
      group->second.push_back(row);
    }
    return groups;
  }

  // False where the rows are no indicators of the standard.
  bool fill(Notice& notice, std::vector<TableRow> rows, std::size_t claim) {
    std::vector<std::string> named;
    for (const std::string* text : {&notice.title.utf8, &notice.preamble.utf8, &notice.table_title.utf8})
      for (std::string& tier : tiers_in(*text, standard_))
        if (std::find(named.begin(), named.end(), tier) == named.end()) named.push_back(std::move(tier));
    std::vector<std::string> deciding;
    for (const std::string* text : {&notice.preamble.utf8, &notice.table_title.utf8, &notice.title.utf8})
      if (deciding.empty()) deciding = tiers_in(*text, standard_);
    for (const std::string& heading : notice.header)
      if (deciding.empty()) deciding = tiers_in(heading, standard_);

    const RowAligner aligner(index_, rows);
    const TierChoice choice = choose_tier(aligner, standard_, deciding, rows.size());
    const auto fitting = std::count_if(choice.alignment.rows.begin(), choice.alignment.rows.end(),
                                       [](const RowMatch& row) { return row.indicator && row.match > kRowFits; });
    if (rows.empty() || static_cast<double>(fitting) < kLeastMatched * static_cast<double>(rows.size())) return false;
    const Tier& tier = standard_.tiers[choice.tier];
    notice.programme = programme_.id();
    notice.tier = tier.name;
    notice.edition = tier.edition;
    notice.tiers_named = std::move(named);
    if (notice.community.empty()) notice.community = find_community(notice, vocabulary_.communities);

    std::vector<NumberedRow> numbered;
    for (std::size_t i = 0; i < rows.size(); ++i)
      numbered.push_back({rows[i].number, choice.alignment.rows[i].indicator, rows[i].recognised});
    const std::vector<int> numbers = number_rows(numbered);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      IndicatorRecord record = record_of(rows[i], claim, choice.alignment.rows[i], numbers[i]);
      if (const Indicator* indicator = record.indicator ? tier.find(*record.indicator) : nullptr) {
        suggest(record.name, indicator->name);
        suggest(record.definition, indicator->definition);
        suggest(record.requirement, indicator->requirement);
      }
      notice.rows.push_back(std::move(record));
    }
    resolve_categories(notice.rows, tier, index_);
    parse_facts(notice, programme_);
    return true;
  }

  const Programme& programme_;
  const Standard& standard_;
  const Vocabulary& vocabulary_;
  const StandardIndex& index_;
};

/// What stands outside of tables, and in frames around running text, without white space.
std::string running_text(const Document& document) {
  std::string text;
  const auto add = [&text](const std::string& words) {
    for (const char byte : words)
      if (byte != ' ' && byte != '\n' && byte != '\t') text += byte;
    text += '\n';
  };
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::kParagraph) add(block.paragraph.text.utf8);
    if (block.kind == Block::Kind::kTable && block.table.cols == 1)
      for (const Cell& cell : block.table.cells) add(cell.text().utf8);
  }
  return text;
}

// What people would take for a notice, whatever its table says: a title of the programme's, and headings of
// requirements and claims, or rows that are numbered from 1 on.
bool looks_like_notice(const Document& document, const Programme& programme) {
  const Standard& standard = programme.standard();
  const auto& vocabulary = programme.prepared<Vocabulary>();
  bool titled = false, headed = false, numbered = false;
  const auto consider = [&](std::string_view text) {
    const bool title = kind_of(text, vocabulary.cues) == LineKind::kTitle;
    const std::vector<std::string>& names = programme.cues().title;
    const bool named =
        text.find(standard.title) != text.npos ||
        std::any_of(standard.tiers.begin(), standard.tiers.end(),
                    [&](const Tier& tier) { return text.find(tier.name) != text.npos; }) ||
        std::any_of(names.begin(), names.end(), [&](const std::string& name) { return text.find(name) != text.npos; });
    titled = titled || (title && named);
  };
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::kParagraph) {
      consider(block.paragraph.text.utf8);
      continue;
    }
    bool requirement = false, claim = false;
    std::map<int, int> next;  // by column: the number that would go on
    for (const Cell& cell : block.table.cells) {
      const std::string text = cell.text().trimmed().utf8;
      if (text.empty() || text.size() > kLongestHeading) continue;
      consider(text);
      bool known = false;
      const ColumnRole role = vocabulary.role_of(text, &known);
      requirement = requirement || role == ColumnRole::kRequirement || role == ColumnRole::kDefinition;
      claim = claim || role == ColumnRole::kClaim;
      int& expected = next.try_emplace(cell.col, 1).first->second;
      if (parse_row_number(text, false) == expected) ++expected;
    }
    headed = headed || (requirement && claim);
    numbered = numbered ||
               std::any_of(next.begin(), next.end(), [](const auto& column) { return column.second > kLeastNumbered; });
  }
  return titled && (headed || numbered);
}

// From this mean likeness of its rows' texts on a notice that names no programme is one of the programme that it
// quotes.
constexpr double kQuoted = 0.7;
// What a likeness of 1 weighs beside what a notice names.
constexpr double kFitWeight = 24;

/// How strongly a text speaks of the programme: what names it alone counts most.
int cues_in(std::string_view text, const Programme& programme) {
  const auto count = [&](const std::vector<std::string>& words) {
    return static_cast<int>(std::count_if(words.begin(), words.end(), [&](const std::string& word) {
      return text.find(word) != std::string_view::npos;
    }));
  };
  const Standard& standard = programme.standard();
  std::vector<std::string> tiers;
  for (const Tier& tier : standard.tiers)
    if (std::find(tiers.begin(), tiers.end(), tier.name) == tiers.end()) tiers.push_back(tier.name);
  return 16 * count(standard.document_numbers) + 8 * count({standard.title}) + 4 * count(programme.cues().title) +
         4 * count(programme.cues().table_title) + count(tiers);
}

/// Whether the text names the programme; a tier's name alone (示范级) may be any programme's.
bool names_programme(std::string_view text, const Programme& programme) {
  const auto stands = [&](const std::string& word) { return text.find(word) != std::string_view::npos; };
  const auto any = [&](const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), stands);
  };
  return any(programme.standard().document_numbers) || stands(programme.standard().title) ||
         any(programme.cues().title) || any(programme.cues().table_title);
}

/// Where a notice's table begins, to tell which notices of two programmes are one, and their order in the file.
struct TableBegin {
  int page = 0, table = 0, row = 0;
  double top = 0, left = 0;
  friend auto operator<=>(const TableBegin&, const TableBegin&) = default;
};

TableBegin begin_of(const IndicatorRecord& row) {
  TableBegin begin;
  for (const Place& place : row.places()) {
    begin.top = place.box.y0;
    begin.left = place.box.x0;
    begin.page = place.page;
    begin.table = place.table;
    begin.row = place.row;
    break;
  }
  return begin;
}

struct Candidate {
  Notice notice;
  int cues = 0;
  double fit = 0;  // mean match of the rows
};

bool overlap(const Notice& a, const Notice& b) {
  if (a.rows.empty() || b.rows.empty()) return false;
  const TableBegin first = begin_of(b.rows.front()), last = begin_of(b.rows.back());
  return std::any_of(a.rows.begin(), a.rows.end(), [&](const IndicatorRecord& row) {
    const TableBegin at = begin_of(row);
    return first <= at && at <= last;
  });
}

std::vector<Candidate> candidates_of(const Document& document, const Programme& programme) {
  std::vector<Candidate> candidates;
  for (Notice& notice : Builder(programme).build(document)) {
    Candidate candidate;
    for (const std::string* text : {&notice.title.utf8, &notice.preamble.utf8, &notice.table_title.utf8}) {
      std::string bare = *text;
      std::erase(bare, ' ');
      candidate.cues += cues_in(bare, programme);
    }
    for (const IndicatorRecord& row : notice.rows) candidate.fit += row.match;
    candidate.fit /= static_cast<double>(std::max<std::size_t>(1, notice.rows.size()));
    candidate.notice = std::move(notice);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

/// Of notices that several programmes see in one table the one that names its programme most and quotes it best.
std::vector<Notice> best_of(std::vector<Candidate> candidates) {
  const auto weight = [](const Candidate& candidate) { return candidate.cues + kFitWeight * candidate.fit; };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const Candidate& a, const Candidate& b) { return weight(a) > weight(b); });
  std::vector<Notice> notices;
  for (Candidate& candidate : candidates) {
    const bool taken = std::any_of(notices.begin(), notices.end(), [&](const Notice& other) {
      return other.programme != candidate.notice.programme && overlap(candidate.notice, other);
    });
    if (!taken) notices.push_back(std::move(candidate.notice));
  }
  std::stable_sort(notices.begin(), notices.end(), [](const Notice& a, const Notice& b) {
    if (a.programme == b.programme) return a.index < b.index;
    return !a.rows.empty() && !b.rows.empty() && begin_of(a.rows.front()) < begin_of(b.rows.front());
  });
  for (std::size_t i = 0; i < notices.size(); ++i) notices[i].index = static_cast<int>(i);
  return notices;
}

std::vector<Notice> notices_of(const Document& document, const Programmes& programmes) {
  if (programmes.all().size() == 1) return Builder(programmes.first()).build(document);
  const std::string text = running_text(document);
  std::vector<const Programme*> named, others;
  for (const ProgrammePtr& programme : programmes.all())
    (cues_in(text, *programme) > 0 ? named : others).push_back(programme.get());
  // Only the first programme may take a notice that neither names it nor quotes it well.
  const auto may_take = [&](const Programme& programme) {
    return &programme == &programmes.first() || names_programme(text, programme);
  };
  for (const auto& group : {named, others}) {
    if (group.size() == 1 && may_take(*group.front())) {
      if (std::vector<Notice> notices = Builder(*group.front()).build(document); !notices.empty()) return notices;
      continue;
    }
    std::vector<Candidate> candidates;
    for (const Programme* programme : group)
      for (Candidate& candidate : candidates_of(document, *programme))
        if (may_take(*programme) || candidate.fit >= kQuoted) candidates.push_back(std::move(candidate));
    if (!candidates.empty()) return best_of(std::move(candidates));
  }
  return {};
}

// Figures on a page that reads badly may be wrong or lost, even in cells that seem empty.
void doubt_rows_of_page(int page, Notice& notice) {
  for (IndicatorRecord& row : notice.rows) {
    for (RecordCell* cell : {&row.number, &row.name, &row.definition, &row.requirement, &row.claim}) {
      if (std::any_of(cell->places.begin(), cell->places.end(),
                      [page](const Place& place) { return place.page == page; }))
        cell->uncertain = true;
    }
  }
}

NoticeFile file_of(const Document& document, std::vector<Notice> notices,
                   const std::vector<const Programme*>& programmes) {
  NoticeFile file;
  file.source = document.source;
  file.pages = document.pages;
  file.problems = document.problems;
  file.notices = std::move(notices);
  for (Notice& notice : file.notices)
    for (Problem& problem : std::exchange(notice.problems, {})) {
      const bool said = std::any_of(file.problems.begin(), file.problems.end(),
                                    [&](const Problem& known) { return known.message == problem.message; });
      if (!said) file.problems.push_back(std::move(problem));
    }
  // What is not in a notice, nobody can say whose file was read in part.
  for (const Problem& problem : document.problems) {
    if (!may_hide_text(problem)) continue;
    for (Notice& notice : file.notices) {
      notice.problems.push_back(problem);
      if (problem.page > 0) doubt_rows_of_page(problem.page, notice);
    }
  }
  const bool unrecognised =
      file.notices.empty() && std::any_of(programmes.begin(), programmes.end(), [&](const Programme* programme) {
        return looks_like_notice(document, *programme);
      });
  if (unrecognised)
    file.problems.push_back({"notice-unrecognised",
                             "It has a notice's title and its table's headings or numbered rows, but no table of the "
                             "standard's indicators could be read: look at the file.",
                             0});
  else if (file.notices.empty())
    file.problems.push_back(
        {"not-a-notice", "No table of the standard's indicators was found: the file holds no notice.", 0});
  return file;
}

}  // namespace

NoticeFile build_notices(const Document& document, const Programme& programme) {
  return file_of(document, Builder(programme).build(document), {&programme});
}

NoticeFile build_notices(const Document& document, const Programmes& programmes) {
  std::vector<const Programme*> all;
  for (const ProgrammePtr& programme : programmes.all()) all.push_back(programme.get());
  return file_of(document, notices_of(document, programmes), all);
}

}  // namespace gongshi::normalize
