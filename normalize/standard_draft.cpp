// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/standard_draft.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "normalize/meta.h"
#include "normalize/standard_index.h"
#include "normalize/table/categories.h"
#include "normalize/table/notice_splitter.h"
#include "normalize/table/numbering.h"
#include "normalize/table/row_aligner.h"
#include "normalize/table/table_rows.h"
#include "normalize/vocabulary.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

constexpr std::array<std::string_view, 5> kItemEnds = {".", "、", "．", ")", "）"};

// One item of a requirement, without its number and closing punctuation.
struct Item {
  std::string text;
  std::optional<int> number;
};

std::string without_end(std::string text) {
  for (bool again = true; again;) {
    again = false;
    for (std::string_view end : {"；", ";", "。", " "})
      if (text.ends_with(end)) text.resize(text.size() - end.size()), again = true;
  }
  return text;
}

std::vector<Item> items_of(const std::string& requirement) {
  std::vector<Item> items;
  for (std::size_t begin = 0; begin < requirement.size();) {
    const std::size_t end = std::min(requirement.find('\n', begin), requirement.size());
    const std::string line = requirement.substr(begin, end - begin);
    begin = end + 1;
    // 2. and 2、 number an item; the 60 of 60岁 is a figure.
    NumberedText split = split_leading_number(line);
    const std::string_view number = std::string_view(line).substr(0, split.offset);
    const bool closed = std::any_of(kItemEnds.begin(), kItemEnds.end(),
                                    [&](std::string_view sign) { return number.find(sign) != number.npos; });
    if (!closed) split = {};
    std::string text = without_end(line.substr(split.offset));
    if (!text.empty()) items.push_back({std::move(text), split.number});
  }
  return items;
}

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
std::optional<Clause> adapted(Clause clause, const Masked& known, const Item& item) {
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

// A clause made of nothing but the item's words.
Clause fresh_clause(const Item& item) {
  static const RE2 kRatio("^(.*?)(?:均)?(?:达到|不低于|不少于|达)\\s*(\\d+(?:\\.\\d+)?)\\s*[%％]");
  static const RE2 kFrequency("每年.*?(\\d+)\\s*次");
  static const RE2 kTime("(\\d+)\\s*(分钟|小时)");
  static const RE2 kCount("(\\d+)\\s*(个|种|项|处|类|次)");
  Clause clause;
  clause.text = item.text;
  clause.item = item.number;
  clause.metric = item.text;
  std::string metric, value, unit;
  if (RE2::PartialMatch(item.text, kRatio, &metric, &value) && !metric.empty()) {
    clause.kind = ClauseKind::kRatio;
    clause.metric = metric;
    unit = "%";
  } else if (RE2::PartialMatch(item.text, kFrequency, &value)) {
    clause.kind = ClauseKind::kFrequency;
    unit = "次/年";
  } else if (RE2::PartialMatch(item.text, kTime, &value, &unit)) {
    clause.kind = ClauseKind::kTime;
    clause.op = ClauseOp::kAtMost;
  } else if (RE2::PartialMatch(item.text, kCount, &value, &unit)) {
    clause.kind = ClauseKind::kCount;
  }
  if (clause.kind == ClauseKind::kQualitative) return clause;
  clause.value = Decimal::parse(value);
  clause.unit = unit;
  if (clause.op == ClauseOp::kNone) clause.op = ClauseOp::kAtLeast;
  if (!clause.value) clause.kind = ClauseKind::kQualitative, clause.op = ClauseOp::kNone;
  return clause;
}

class Drafter {
 public:
  Drafter(const Programme& base, const DraftOptions& options)
      : base_(base.standard()),
        vocabulary_(base.prepared<Vocabulary>()),
        options_(options),
        index_(base.prepared<StandardIndex>()) {}

  Result<StandardDraft> run(const Document& document) {
    ColumnFinderOptions columns;
    columns.needs_claims = false;
    std::vector<NoticeDraft> tables = NoticeSplitter(index_, vocabulary_, columns).split(document);
    if (tables.empty())
      return Error{"draft-no-table", "No table with columns of indicators was found, so no standard can be drafted."};
    StandardDraft draft;
    draft.standard.id = "draft";
    draft.standard.title = base_.title;
    draft.standard.version = "draft";
    draft.standard.document_numbers = base_.document_numbers;
    for (NoticeDraft& table : tables) {
      table.rows = RowJoiner(index_).join(std::move(table.rows));
      Tier tier = draft_tier(table);
      if (tier.name.empty())
        return Error{"draft-no-tier", "A table names no tier and resembles none: give its name with --tier."};
      if (draft.standard.find(tier.name) != nullptr) {
        remarks_.push_back(tier.name + " stands in several tables; the first was taken");
        continue;
      }
      draft.standard.tiers.push_back(std::move(tier));
    }
    remarks_.push_back("title, version and document_numbers are the known standard's: write the new ones");
    draft.remarks = std::move(remarks_);
    return draft;
  }

 private:
  Tier draft_tier(const NoticeDraft& table) {
    Notice lines;
    name_lines(table, vocabulary_.cues, lines);
    const RowAligner aligner(index_, table.rows);
    std::size_t nearest = 0;
    Alignment best = aligner.align(0);
    for (std::size_t i = 1; i < base_.tiers.size(); ++i)
      if (Alignment alignment = aligner.align(i); alignment.score > best.score)
        best = std::move(alignment), nearest = i;
    Tier tier;
    tier.edition = options_.edition;
    tier.name = options_.tier;
    for (const Text* text : {&lines.table_title, &lines.preamble, &lines.title})
      if (const auto named = tiers_in(text->utf8, base_); tier.name.empty() && named.size() == 1)
        tier.name = named.front();
    const bool resembles =
        std::any_of(best.rows.begin(), best.rows.end(), [](const RowMatch& row) { return row.indicator.has_value(); });
    if (tier.name.empty() && resembles) tier.name = base_.tiers[nearest].name;

    std::vector<IndicatorRecord> records(table.rows.size());
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      records[i].category = table.rows[i].str(RowField::kCategory);
      records[i].indicator = best.rows[i].indicator;
    }
    resolve_categories(records, base_.tiers[nearest], index_);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const TableRow& row = table.rows[i];
      Indicator indicator;
      indicator.no = static_cast<int>(i) + 1;
      indicator.category = records[i].category;
      const std::string& name = row.str(RowField::kName);
      indicator.name = row.str(RowField::kNumber).empty() ? name.substr(split_leading_number(name).offset) : name;
      indicator.definition = row.str(RowField::kDefinition);
      indicator.requirement = row.str(RowField::kRequirement);
      const std::string where = tier.name + "/" + std::to_string(indicator.no) + " " + indicator.name;
      for (const auto& [field, text] :
           {std::pair("category", &indicator.category), std::pair("name", &indicator.name),
            std::pair("definition", &indicator.definition), std::pair("requirement", &indicator.requirement)})
        if (text->empty()) complete(*text, field, where, best.rows[i].indicator, base_.tiers[nearest]);
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
  std::vector<Clause> known_clauses(const Indicator& indicator, const Item& item) const {
    const Masked wanted = masked(item.text);
    for (const bool same_figures : {true, false})
      for (const Tier& tier : base_.tiers)
        for (const Indicator& known : tier.indicators) {
          if (likeness_key(known.name) != likeness_key(indicator.name)) continue;
          for (const Item& candidate : items_of(known.requirement)) {
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
    for (const Item& item : items_of(indicator.requirement)) {
      std::vector<Clause> known = known_clauses(indicator, item);
      if (known.empty()) {
        known.push_back(fresh_clause(item));
        remarks_.push_back(where + ": new clause, check its kind, metric and threshold: " + item.text);
      }
      std::move(known.begin(), known.end(), std::back_inserter(indicator.clauses));
    }
  }

  const Standard& base_;
  const Vocabulary& vocabulary_;
  const DraftOptions& options_;
  const StandardIndex& index_;
  std::vector<std::string> remarks_;
};

}  // namespace

Result<StandardDraft> draft_standard(const Document& document, const Programme& base, const DraftOptions& options) {
  return Drafter(base, options).run(document);
}

}  // namespace gongshi::normalize
