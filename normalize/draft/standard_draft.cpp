// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/standard_draft.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "normalize/draft/clause_draft.h"
#include "normalize/draft/tier_columns.h"
#include "normalize/meta.h"
#include "normalize/standard_index.h"
#include "normalize/table/categories.h"
#include "normalize/table/notice_splitter.h"
#include "normalize/table/numbering.h"
#include "normalize/table/row_aligner.h"
#include "normalize/table/table_rows.h"
#include "normalize/vocabulary.h"
#include "schema/characters.h"
#include "schema/standard_writer.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// The figures of a text, and the text with every figure replaced: equal masks differ only in figures.
struct Masked {
  std::u32string mask;
  std::vector<std::string> figures;
};

Masked masked(std::string_view text) {
  Masked result;
  bool inside = false;
  for (char32_t code : likeness_key(text)) {
    const bool digit = code >= U'0' && code <= U'9';
    if (digit && !inside) result.mask += U'#', result.figures.emplace_back();
    if (digit)
      result.figures.back() += static_cast<char>(code);
    else
      result.mask += code;
    inside = digit;
  }
  return result;
}

// `clause` of the known item for an item that differs from it at most in figures; empty where which figure is the
// threshold cannot be told.
std::optional<Clause> adapted(Clause clause, const Masked& known, const RequirementItem& item) {
  const Masked wanted = masked(item.text);
  clause.item = item.number;
  if (known.figures == wanted.figures) return clause;
  if (masked(clause.text).mask != wanted.mask) return std::nullopt;
  if (clause.value) {
    const std::string printed = clause.value->to_plain_string();
    if (std::count(known.figures.begin(), known.figures.end(), printed) != 1) return std::nullopt;
    const auto place = std::find(known.figures.begin(), known.figures.end(), printed) - known.figures.begin();
    clause.value = Decimal::parse(wanted.figures[static_cast<std::size_t>(place)]);
    if (!clause.value) return std::nullopt;
  }
  clause.text = item.text;
  return clause;
}

// What a page break cut off its row, of a standard that nobody knows: without number and name, at a page's top.
std::vector<TableRow> join_broken(std::vector<TableRow> rows) {
  std::vector<TableRow> joined;
  for (TableRow& row : rows) {
    const bool rest = row.starts_piece && !joined.empty() && row.str(RowField::kNumber).empty() &&
                      row.str(RowField::kName).empty() &&
                      (!joined.back().str(RowField::kNumber).empty() || !joined.back().str(RowField::kName).empty());
    if (rest)
      joined.back().append(row);
    else
      joined.push_back(std::move(row));
  }
  return joined;
}

class Drafter {
 public:
  Drafter(const Programme& base, const DraftOptions& options)
      : base_(base.standard()),
        vocabulary_(base.prepared<Vocabulary>()),
        options_(options),
        index_(base.prepared<StandardIndex>()),
        words_(base.prepared<DraftingWords>()) {}

  Result<StandardDraft> run(const std::vector<Document>& documents) {
    ColumnFinderOptions columns;
    columns.needs_claims = false;
    for (const Document& document : documents)
      for (const Block& block : document.blocks)
        if (block.kind == Block::Kind::kParagraph && declared_.empty())
          declared_ = words_.declared_tiers(block.paragraph.text.utf8);
    const std::vector<LearntHeading> headings = learn_headings(documents, vocabulary_, words_, declared_);
    for (const LearntHeading& heading : headings)
      remarks_.push_back("the column \"" + heading.heading +
                         "\" was told by what it holds: check it in words/columns.json");
    std::vector<NoticeDraft> tables;
    std::vector<Document> pieces;
    for (const Document& document : documents)
      for (Document& piece : cut_at_tiers(document)) pieces.push_back(std::move(piece));
    for (const Document& piece : pieces)
      for (NoticeDraft& table :
           NoticeSplitter(index_, vocabulary_, columns)
               .split(with_tiers_apart(with_known_headings(piece, headings, vocabulary_), words_, declared_))) {
        table.rows = join_broken(RowJoiner(index_).join(std::move(table.rows)));
        if (!table.rows.empty()) tables.push_back(std::move(table));
      }
    if (tables.empty())
      return Error{"draft-no-table", "No table with columns of indicators was found, so no standard can be drafted."};
    StandardDraft draft;
    draft.standard.id = "draft";
    draft.standard.version = kDraftVersion;
    name_standard(documents, draft.standard);
    const std::vector<std::string> names = tier_names(tables, draft.standard.title);
    for (std::size_t i = 0; i < tables.size(); ++i) {
      Tier tier = draft_tier(tables[i], names[i]);
      if (tier.name.empty())
        return Error{"draft-no-tier", "A table names no tier and resembles none: give its name with --tier."};
      if (draft.standard.find(tier.name) != nullptr) {
        remarks_.push_back(tier.name + " stands in several tables; the first was taken");
        continue;
      }
      draft.standard.tiers.push_back(std::move(tier));
    }
    draft.next_edition = resembling_ == tables.size();
    if (draft.next_edition) {
      draft.standard.title = base_.title;
      draft.standard.document_numbers = base_.document_numbers;
      remarks_.push_back("title, version and document_numbers are the known standard's: write the new ones");
    }
    draft.headings = headings;
    draft.remarks = std::move(remarks_);
    return draft;
  }

 private:
  // Title and document numbers as the documents say; the known standard's where they say none and print its tables.
  void name_standard(const std::vector<Document>& documents, Standard& standard) {
    for (const Document& document : documents)
      for (const Block& block : document.blocks) {
        if (block.kind != Block::Kind::kParagraph) continue;
        const std::string line = block.paragraph.text.trimmed().utf8;
        for (const std::string& number : words_.document_numbers(line))
          if (std::find(standard.document_numbers.begin(), standard.document_numbers.end(), number) ==
              standard.document_numbers.end())
            standard.document_numbers.push_back(number);
        if (standard.title.empty() && utf8::count(line) <= 50) standard.title = words_.title_in(line);
      }
    if (standard.title.empty()) {
      standard.title = base_.title;
      remarks_.push_back("no document says the standard's title: write it");
    }
    if (standard.document_numbers.empty())
      remarks_.push_back(
          "no document says the standard's document number: write it, or notices are known by their title alone");
  }

  // The line directly above a table; what stands between two tables may have been taken for the end of the first.
  static std::string line_above(const std::vector<NoticeDraft>& tables, std::size_t which, const CueWords& cues) {
    const std::vector<Line> none;
    for (const std::vector<Line>* lines : {&tables[which].above, which > 0 ? &tables[which - 1].below : &none})
      for (auto line = lines->rbegin(); line != lines->rend(); ++line)
        if (kind_of(line->text.utf8, cues) != LineKind::kContinued && !line->text.trimmed().empty())
          return line->text.trimmed().utf8;
    return {};
  }

  /// 表一　基本级…: a table whose line names another tier than the line before did begins a piece, though tables that
  /// follow each other with the same headings are one elsewhere.
  std::vector<Document> cut_at_tiers(const Document& document) const {
    std::vector<Document> pieces(1);
    std::string tier;
    const auto next_text = [&](std::size_t at) {
      while (++at < document.blocks.size() && document.blocks[at].kind == Block::Kind::kParagraph &&
             document.blocks[at].paragraph.text.trimmed().empty()) {
      }
      return at;
    };
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
      const Block& block = document.blocks[i];
      const std::size_t next = next_text(i);
      const bool above_table = block.kind == Block::Kind::kParagraph && next < document.blocks.size() &&
                               document.blocks[next].kind == Block::Kind::kTable;
      if (const std::string named = above_table ? declared_in(block.paragraph.text.utf8) : ""; !named.empty()) {
        if (!tier.empty() && named != tier) pieces.emplace_back();
        tier = named;
      }
      pieces.back().blocks.push_back(block);
    }
    for (Document& piece : pieces) piece.source = document.source, piece.pages = document.pages;
    return pieces;
  }

  /// The only declared tier that the line has; "" if none or several.
  std::string declared_in(const std::string& line) const {
    std::string found;
    for (const std::string& tier : declared_) {
      if (line.find(tier) == std::string::npos) continue;
      if (!found.empty()) return {};
      found = tier;
    }
    return found;
  }

  // What tells the lines above the tables apart is the tier (甲指标（合格级）, 甲指标（示范级）); a lone table is told
  // by a word that ends like a tier's name, or is the programme's only one.
  std::vector<std::string> tier_names(const std::vector<NoticeDraft>& tables, const std::string& title) const {
    std::vector<std::string> names(tables.size(), options_.tier);
    if (!options_.tier.empty()) return names;
    for (std::size_t i = 0; i < tables.size(); ++i) names[i] = declared_in(line_above(tables, i, vocabulary_.cues));
    if (std::none_of(names.begin(), names.end(), [](const std::string& name) { return name.empty(); })) return names;
    names.assign(tables.size(), "");
    std::vector<std::u32string> lines;
    std::set<std::u32string> distinct;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      // 一、甲标准（合格级）: the ordinal is no part of the name.
      lines.push_back(utf8::decode(words_.without_ordinal(line_above(tables, i, vocabulary_.cues))));
      distinct.insert(lines.back());
    }
    if (distinct.size() >= 2) {
      std::size_t front = lines.front().size(), back = lines.front().size();
      for (const std::u32string& line : lines) {
        front = std::min(front,
                         static_cast<std::size_t>(
                             std::mismatch(line.begin(), line.end(), lines.front().begin(), lines.front().end()).first -
                             line.begin()));
        back = std::min(
            back, static_cast<std::size_t>(
                      std::mismatch(line.rbegin(), line.rend(), lines.front().rbegin(), lines.front().rend()).first -
                      line.rbegin()));
      }
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::u32string& line = lines[i];
        if (front + back >= line.size()) continue;
        std::size_t end = line.size() - back;
        // The last characters of a tier's name are common to all of them: 一|星级, 二|星级.
        while (end < line.size() && !words_.tier_names(utf8::encode(line.substr(front, end - front + 1))).empty())
          ++end;
        // What stands in brackets is a name as a whole: （达标村）, （示范村）.
        if (front > 0 && (line[front - 1] == U'（' || line[front - 1] == U'('))
          end = std::max(end, std::min(line.find_first_of(U"）)", front), line.size()));
        std::u32string middle = line.substr(front, end - front);
        const auto is_name = [](char32_t letter) { return is_han(letter) || (letter >= U'A' && letter <= U'Z'); };
        const auto first = std::find_if(middle.begin(), middle.end(), is_name);
        const auto last = std::find_if_not(first, middle.end(), is_name);
        const std::u32string name(first, last);
        if (!name.empty() && name.size() <= 8) names[i] = utf8::encode(name);
      }
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (!names[i].empty()) continue;
      for (auto line = tables[i].above.rbegin(); line != tables[i].above.rend() && names[i].empty(); ++line)
        if (const auto named = tiers_in(line->text.utf8, base_); named.size() == 1) names[i] = named.front();
      if (const auto named = words_.tier_names(utf8::encode(lines[i])); named.size() == 1) names[i] = named.front();
      for (auto line = tables[i].above.rbegin(); line != tables[i].above.rend() && names[i].empty(); ++line)
        if (const auto named = words_.tier_names(line->text.utf8); named.size() == 1) names[i] = named.front();
      if (names[i].empty() && tables.size() == 1 && title != base_.title) names[i] = words_.programme_name(title);
    }
    return names;
  }

  Tier draft_tier(const NoticeDraft& table, const std::string& name_said) {
    const RowAligner aligner(index_, table.rows);
    std::size_t nearest = 0;
    Alignment best = aligner.align(0);
    for (std::size_t i = 1; i < base_.tiers.size(); ++i)
      if (Alignment alignment = aligner.align(i); alignment.score > best.score)
        best = std::move(alignment), nearest = i;
    // Rows of another programme are like one of the known standard's by chance; an edition of it has most of them.
    const auto known = std::count_if(best.rows.begin(), best.rows.end(),
                                     [](const RowMatch& row) { return row.indicator && row.match >= 0.6; });
    const bool resembles = 2 * static_cast<std::size_t>(known) > best.rows.size();
    if (resembles) ++resembling_;
    if (!resembles)
      for (RowMatch& row : best.rows) row.indicator.reset();
    Tier tier;
    tier.edition = options_.edition;
    tier.name = name_said;
    if (tier.name.empty() && resembles) tier.name = base_.tiers[nearest].name;

    std::vector<IndicatorRecord> records(table.rows.size());
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      records[i].category = table.rows[i].str(RowField::kCategory);
      records[i].indicator = best.rows[i].indicator;
      if (!resembles && records[i].category.empty() && i > 0) records[i].category = records[i - 1].category;
    }
    if (resembles) resolve_categories(records, base_.tiers[nearest], index_);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const TableRow& row = table.rows[i];
      const std::string& name = row.str(RowField::kName);
      if (!resembles && name.empty() && row.str(RowField::kRequirement).empty()) continue;
      Indicator indicator;
      indicator.no = static_cast<int>(tier.indicators.size()) + 1;
      indicator.category = records[i].category;
      indicator.name = row.str(RowField::kNumber).empty() ? name.substr(split_leading_number(name).offset) : name;
      indicator.definition = row.str(RowField::kDefinition);
      indicator.requirement = row.str(RowField::kRequirement);
      indicator.score = row.str(RowField::kScore);
      const std::string where = tier.name + "/" + std::to_string(indicator.no) + " " + indicator.name;
      for (const auto& [field, text] :
           {std::pair("category", &indicator.category), std::pair("name", &indicator.name),
            std::pair("definition", &indicator.definition), std::pair("requirement", &indicator.requirement)})
        if (text->empty()) complete(*text, field, where, best.rows[i].indicator, base_.tiers[nearest]);
      // A standard without a column of its own for what is asked asks by its names or its explanations.
      if (indicator.requirement.empty())
        indicator.requirement = indicator.definition.empty() ? indicator.name : indicator.definition;
      if (indicator.name.empty()) indicator.name = utf8::encode(utf8::decode(indicator.requirement).substr(0, 12));
      if (indicator.category.empty()) indicator.category = tier.name;
      draft_clauses(indicator, where);
      tier.indicators.push_back(std::move(indicator));
    }
    return tier;
  }

  // What the document lacks is taken from the known indicator that the row stands for.
  void complete(std::string& text, const std::string& field, const std::string& where, std::optional<int> known,
                const Tier& tier) {
    const Indicator* indicator = known ? tier.find(*known) : nullptr;
    if (indicator == nullptr) {
      remarks_.push_back(where + ": the document has no " + field + "; complete it");
      return;
    }
    text = field == "category"     ? indicator->category
           : field == "name"       ? indicator->name
           : field == "definition" ? indicator->definition
                                   : indicator->requirement;
    remarks_.push_back(where + ": the document has no " + field + "; that of " + tier.name + "/" +
                       std::to_string(indicator->no) + " was taken, check it");
  }

  // The clauses of a known item with the same words, of any tier's indicator of that name; with figures replaced where
  // only those differ.
  std::vector<Clause> known_clauses(const Indicator& indicator, const RequirementItem& item) const {
    const Masked wanted = masked(item.text);
    for (const bool same_figures : {true, false})
      for (const Tier& tier : base_.tiers)
        for (const Indicator& known : tier.indicators) {
          if (likeness_key(known.name) != likeness_key(indicator.name)) continue;
          for (const RequirementItem& candidate : words_.items(known.requirement)) {
            const Masked own = masked(candidate.text);
            if (own.mask != wanted.mask || (same_figures && own.figures != wanted.figures)) continue;
            std::vector<Clause> found;
            for (const Clause& clause : known.clauses)
              if (clause.item == candidate.number)
                if (auto clause_for_item = adapted(clause, own, item)) found.push_back(std::move(*clause_for_item));
            if (!found.empty()) return found;
          }
        }
    return {};
  }

  void draft_clauses(Indicator& indicator, const std::string& where) {
    const std::string definition = words_.explanation(indicator);
    for (const RequirementItem& item : words_.items(words_.marked(indicator.requirement).asks)) {
      std::vector<Clause> known = known_clauses(indicator, item);
      if (known.empty()) {
        known = words_.clauses(item, definition, indicator.name);
        remarks_.push_back(where + ": new clause, check its kind, metric and threshold: " + item.text);
      }
      std::move(known.begin(), known.end(), std::back_inserter(indicator.clauses));
    }
  }

  const Standard& base_;
  const Vocabulary& vocabulary_;
  const DraftOptions& options_;
  const StandardIndex& index_;
  const DraftingWords& words_;
  std::vector<std::string> declared_;  ///< Tiers that the documents declare.
  std::size_t resembling_ = 0;         // tables
  std::vector<std::string> remarks_;
};

}  // namespace

Result<StandardDraft> draft_standard(const std::vector<Document>& documents, const Programme& base,
                                     const DraftOptions& options) {
  return Drafter(base, options).run(documents);
}

}  // namespace gongshi::normalize
