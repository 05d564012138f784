// SPDX-License-Identifier: GPL-3.0-or-later
// Pages as pictures → PageContent: turned upright, straightened, rules found, text recognised line by line.
//
//   auto placements = recognize_pages(contents, {1, 2, 3}, [&](int number) { return picture_of(number); }, options,
//   problems); document.blocks = layout_pages(contents, options); show_as_in_file(placements, document); // boxes back
//   to the page as the file shows it
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "extract/ocr/page_map.h"
#include "extract/ocr/page_picture.h"
#include "extract/ocr/recognizer.h"
#include "extract/options.h"
#include "extract/page_content.h"
#include "schema/result.h"

namespace gongshi::extract {

struct OcrOptions {
  std::string engine = "auto";         ///< As Options::ocr_engine; "none" makes create() fail with "ocr-unavailable".
  const Standard* standard = nullptr;  ///< Lines that repeat it are read in less time; may be null. Must outlive
                                       ///< the recognizer.
  int workers = 2;  ///< Pages recognised at once; each has its own engines. Peak memory of the program on the
                    ///< corpus's scans with two: 260–380 MB (bench/ocr.py, column MB).
  bool second_look =
      true;  ///< Look again at figures. Without it, every figure counts as certain: for measurements only.
  std::function<void(int done, int total)> progress;  ///< After each page, from one thread at a time; may be empty.
};

[[nodiscard]] OcrOptions ocr_options(const Options& options);

/// Where a point of a flat and straight page stands on the page as the file shows it. Both in points, origin top left.
struct PagePlacement {
  PageMap to_picture;
  double width = 0, height = 0;  ///< Of the page as the file shows it.

  /// The smallest upright box around the mapped corners and the middles of the sides.
  [[nodiscard]] Box box(const Box& straight) const;
};

/// One recognised page. `content` is in the coordinates of the straightened page (upright, its rules horizontal and
/// vertical); layout works on those, to_picture() maps the result back.
struct RecognizedPage {
  PageContent content;
  PagePlacement placement;
  std::string doubt;  ///< Why little or nothing of it was read, for people; empty for most pages.
};

/// Maps every box of the blocks that stand on page `number` to the page as the file shows it.
void to_picture(std::vector<Block>& blocks, int number, const PagePlacement& placement);

class PageRecognizer {
 public:
  using Loader = std::function<Result<PagePicture>(int number)>;

  virtual ~PageRecognizer() = default;

  /// Loads the engines. Error: "ocr-unavailable" (the message names what is missing and how to get it).
  [[nodiscard]] static Result<std::unique_ptr<PageRecognizer>> create(const OcrOptions& options);
  /// With engines of one's own (tests): `make` is called once per worker; `second` may be empty.
  using EngineMaker = std::function<Result<std::unique_ptr<Recognizer>>()>;
  struct SecondMakers {
    std::vector<EngineMaker> lines, digits;  ///< As SecondLooks (figures.h).
  };
  [[nodiscard]] static std::unique_ptr<PageRecognizer> with_engines(EngineMaker first, SecondMakers second,
                                                                    const OcrOptions& options);

  /// Recognises pages `numbers` (1-based; only named in the result) in parallel; the results stand in their order.
  /// `load` is called from several threads, but never by two at once, shortly before each page is needed, so that few
  /// pictures are in memory. An error of `load` becomes that page's error. Errors of a page: those of `load`,
  /// "picture-too-large", "ocr-unavailable".
  [[nodiscard]] virtual std::vector<Result<RecognizedPage>> read(const std::vector<int>& numbers,
                                                                 const Loader& load) = 0;

  /// Engine and version of the engine in use.
  [[nodiscard]] virtual std::string engine() const = 0;
  /// Why the better engine is not in use (with engine "auto"); empty when it is.
  [[nodiscard]] virtual std::string remark() const = 0;
};

/// Recognises pages `numbers` of a file and puts what was found into their places of `contents` (page n stands at n -
/// 1); page notes stay. Problems are appended: "ocr-unavailable" once for the file, "ocr-engine" (the better engine is
/// not installed), "page-unclear" (a page reads badly or not at all), and the errors of single pages.
[[nodiscard]] std::map<int, PagePlacement> recognize_pages(std::vector<PageContent>& contents,
                                                           const std::vector<int>& numbers,
                                                           const PageRecognizer::Loader& load, const Options& options,
                                                           std::vector<Problem>& problems);

/// Recognised pages in the order of their rows' numbers (page_order.h), where that is not theirs: said as the problem
/// "pages-reordered".
void put_in_order(std::vector<PageContent>& contents, std::vector<Problem>& problems);

/// What recognize_pages and layout made of them, in the coordinates of the file.
void show_as_in_file(const std::map<int, PagePlacement>& placements, Document& document);

}  // namespace gongshi::extract
