// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/wording.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "extract/fixed_layout.h"
#include "extract/formats.h"
#include "schema/csv.h"
#include "schema/json.h"
#include "schema/language.h"
#include "schema/masking.h"
#include "schema/presentable.h"
#include "schema/unread.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::string format = "json";
  bool mask = false, text = false, all = false;
  extract::Options options;
};

void print_csv_row(const std::vector<std::string>& fields) { std::fputs(csv_line(fields).c_str(), stdout); }

void print_csv(const NoticeFile& file) {
  for (const Notice& notice : file.notices)
    for (const IndicatorRecord& row : notice.rows)
      print_csv_row({file.source.display(), notice.community, notice.tier, row.category, std::to_string(row.no),
                     row.indicator ? std::to_string(*row.indicator) : "", row.name.str(), row.definition.str(),
                     row.requirement.str(), row.claim.str(),
                     app::cell("uncertain", row.claim.uncertain ? "true" : "false")});
}

void print_box(const Place& place) {
  if (!place.box.empty()) std::printf(" [%.1f %.1f %.1f %.1f]", place.box.x0, place.box.y0, place.box.x1, place.box.y1);
}

// One line a paragraph; line ends inside become spaces.
void print_paragraph(const Paragraph& paragraph) {
  for (const Place& place : paragraph.text.places()) print_box(place);
  std::string text = paragraph.text.utf8;
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::printf(" %s\n", text.c_str());
}

void print_table(const Table& table, int page, int depth) {
  std::printf("%d %*s%s", page, 2 * depth, "",
              say("table of {1} rows, {2} columns", {std::to_string(table.rows), std::to_string(table.cols)}).c_str());
  print_box(table.place);
  std::printf("\n");
  for (const Cell& cell : table.cells) {
    for (const Paragraph& paragraph : cell.paragraphs) {
      std::printf("%d %*s  %s", page, 2 * depth, "",
                  say("row {1} column {2}", {std::to_string(cell.row + 1), std::to_string(cell.col + 1)}).c_str());
      print_paragraph(paragraph);
    }
    for (const Table& nested : cell.nested) print_table(nested, page, depth + 1);
  }
}

// What a file says, whether there is a notice in it or not: page (0 where the format has none), box in points, text.
std::string text_source_word(const std::string& source) {
  if (source == "text-layer") return std::string(tr("text layer"));
  if (source == "ocr") return std::string(tr("recognised"));
  return source == "empty" ? std::string(tr("no text")) : source;
}

void print_text(const Document& document) {
  std::printf("%s (%s)\n", document.source.display().c_str(), document.source.kind.c_str());
  for (const Page& page : document.pages) {
    std::printf(
        "%d %s, %s", page.number,
        say("{1} x {2} points", {fmt::format("{:.0f}", page.width), fmt::format("{:.0f}", page.height)}).c_str(),
        text_source_word(page.text_source).c_str());
    if (!page.engine.empty()) std::printf(", %s", page.engine.c_str());
    if (!page.note.empty()) std::printf(". %s", localized(page.note).c_str());
    std::printf("\n");
  }
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::kTable) {
      print_table(block.table, block.page, 0);
      continue;
    }
    std::printf("%d", block.page);
    print_paragraph(block.paragraph);
  }
}

void print_json(NoticeFile& file) {
  localize_problems(file);
  std::printf("%s\n", inert_json(to_json(file).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)).c_str());
}

int print_texts(const Arguments& arguments, const Programmes& programmes) {
  int status = kExitClean;
  for (const std::string& path : arguments.paths) {
    const Result<Document> document = app::read_document(path, arguments.options, programmes);
    if (document) {
      print_text(*document);
      for (const Problem& problem : document->problems) {
        complain(path + ": " + problem.message + " [" + problem.code + "]");
        if (hides_text(problem)) status = kExitUnreadable;
      }
      continue;
    }
    complain(document.error().message + " [" + document.error().code + "]");
    status = kExitUnreadable;
  }
  return status;
}

int run_extract(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  if (arguments.text && arguments.mask) {
    complain("--text prints what stands in the file, names included: leave out --mask.");
    return kExitUsage;
  }
  if (arguments.text) return print_texts(arguments, *programmes);
  if (arguments.format == "csv") {
    std::printf("%s", kByteOrderMark);
    print_csv_row(app::headings({"source", "community", "tier", "category", "no", "indicator", "name", "definition",
                                 "requirement", "claim", "uncertain"}));
  }
  app::FilesRead read = read_with_progress([&](const app::ReadingWatcher& watcher) {
    return app::read_files({arguments.paths, arguments.options}, *programmes, watcher);
  });
  for (corpus::ProcessedFile& processed : read.files) {
    if (arguments.mask) processed.file = masked(std::move(processed.file));
    if (arguments.format == "csv")
      print_csv(processed.file);
    else
      print_json(processed.file);
  }
  return read.complete() ? kExitClean : kExitUnreadable;
}

}  // namespace

Command add_extract_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("extract", "Print the records of files and folders, without judging them");
  parser.option("PATH", arguments->paths, "Files and folders").required();
  parser.option("--format", arguments->format, "json: one document per file, one per line; csv: one row per indicator")
      .one_of({"json", "csv"})
      .shows_default();
  parser.flag("--mask", arguments->mask, "Hide names and mobile numbers of contacts");
  parser.flag("--text", arguments->text,
              "Print what was read of every page, with places, whether there is a notice or not; PATH: files");
  parser.flag("--all", arguments->all,
              "Recognise every page, also of long documents whose first pages are plainly no notice");
  add_reading_options(parser, arguments->options);
  parser.footer(extract::format_table());
  return {&parser, [arguments, &shared] {
            if (arguments->all) arguments->options.max_pages = extract::kEveryPage;
            return run_extract(*arguments, shared);
          }};
}

}  // namespace gongshi::cli
