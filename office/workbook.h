// SPDX-License-Identifier: GPL-3.0-or-later
// Workbooks (.xlsx) as their parts have them: sheets, rows, cells with their text. What a number looks like and what is
// shown is its reader's matter.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "office/package_relations.h"
#include "office/zip_package.h"
#include "schema/result.h"

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace gongshi::office {

inline constexpr int kMostSheetColumns = 16'384, kMostSheetRows = 1'048'576;  // Excel's own

struct SheetPosition {
  int row = 0, col = 0;  ///< 0-based.
  friend auto operator<=>(const SheetPosition&, const SheetPosition&) = default;
};

struct SheetRange {
  SheetPosition first, last;  ///< Both inside.
};

/// A cell that holds something.
struct WorkbookCell {
  int col = 0;       ///< 0-based.
  std::string text;  ///< As stored; of shared and inline strings the runs without the phonetic guide, line feeds kept.
  bool number = false;  ///< `text` is a number that the format of `look` makes into what is shown.
  unsigned look = 0;    ///< Index of Workbook::formats.
};

struct WorkbookRow {
  int row = 0;  ///< 0-based.
  bool hidden = false;
  std::vector<WorkbookCell> cells;  ///< In the file's order.
};

struct WorkbookSheet {
  std::vector<WorkbookRow> rows;  ///< In the file's order.
  std::vector<SheetRange> merges;
  std::vector<SheetRange> hidden_columns;  ///< Rows do not matter.
  bool text_cut = false;  ///< Long texts were read in part: the workbook shows more than Workbook::kMostText.
};

/// How cells of a look write their numbers.
struct NumberFormat {
  int id = 0;                       ///< Excel's number of a built-in format where `code` is missing.
  std::optional<std::string> code;  ///< The workbook's own.
};

class Workbook {
 public:
  /// Bytes of text in all cells that are read whole; one string may stand in any number of cells. Beyond that, cells
  /// give their first kLeastText bytes, so that no row is lost. A register of 30,000 rows with 800 characters each is
  /// within it.
  static constexpr std::size_t kMostText = std::size_t{24} << 20, kLeastText = 600;

  struct Sheet {
    std::string name, part;
    bool hidden = false;
  };

  /// Opens the package in `bytes`, which must outlive it; strings and formats are read at once, sheets one by one.
  /// `shown` is the file's name in messages. Errors: those of ZipPackage::open and read, "file-damaged" (a part is
  /// missing or not well-formed).
  [[nodiscard]] static Result<Workbook> open(std::string_view bytes, std::string shown,
                                             const PackageLimits& limits = {});

  [[nodiscard]] const std::vector<Sheet>& sheets() const { return sheets_; }
  [[nodiscard]] const std::vector<NumberFormat>& formats() const { return formats_; }
  [[nodiscard]] bool since_1904() const { return since_1904_; }  ///< Days are counted from 1904, not 1900.

  /// The sheet's cells, hidden ones too. Errors: those of ZipPackage::read, "file-damaged", "table-too-large" (over
  /// Excel's own bounds, or over `most_cells` cells with text in all that was read so far).
  [[nodiscard]] Result<WorkbookSheet> read(const Sheet& sheet, int most_cells);

 private:
  Workbook(ZipPackage package, std::string shown) : package_(std::move(package)), shown_(std::move(shown)) {}
  Result<void> load();
  Result<void> load_strings(const Relations& relations);
  Result<void> load_formats(const Relations& relations);
  Result<void> parse(const std::string& part, pugi::xml_document& document);
  [[nodiscard]] WorkbookCell cell_of(const pugi::xml_node& node) const;
  bool cut_long_text(std::string& text);

  ZipPackage package_;
  std::string shown_;
  std::vector<Sheet> sheets_;
  std::vector<std::string> strings_;
  std::vector<NumberFormat> formats_;
  bool since_1904_ = false;
  int cells_ = 0;
  std::size_t text_ = 0;  // bytes, of all cells so far
};

}  // namespace gongshi::office
