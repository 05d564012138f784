// SPDX-License-Identifier: GPL-3.0-or-later
// The binary layer of Word 97 documents ([MS-DOC]): where each character of the text is stored, and which property
// changes
// ("sprms") go with it. Nothing here knows what a table or a list is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi::extract {

/// One property change.
struct Sprm {
  std::uint16_t code = 0;
  std::string_view operand;  ///< Without its length.

  /// The operand's first `size` bytes as a number.
  [[nodiscard]] std::uint32_t value(std::size_t size) const;
};

/// The changes in `bytes` (a grpprl), in order; what is cut off is left out.
[[nodiscard]] std::vector<Sprm> sprms_of(std::string_view bytes);

/// Tables of the document by their place in FibRgFcLcb97 ([MS-DOC] 2.5.6).
enum class Word97Table : std::size_t {
  kStyles = 1,
  kFootnoteReferences = 2,
  kFootnotes = 3,
  kSections = 6,
  kCharacterPages = 12,
  kParagraphPages = 13,
  kFonts = 15,
  kPieces = 33,
  kShapes = 40,
  kEndnoteReferences = 46,
  kEndnotes = 47,
  kTextBoxes = 56,
  kLists = 73,
  kListOverrides = 74,
};

/// Characters [begin, end) of the whole text.
struct TextRange {
  std::uint32_t begin = 0, end = 0;
};

/// Properties of the characters (or of the paragraph) stored at [begin, end) of the stream WordDocument.
struct PropertyRun {
  std::uint64_t begin = 0, end = 0;
  std::string_view grpprl;
  std::uint16_t style = 0;  ///< Paragraphs only.
};

class Word97File {
 public:
  /// Opens a document. Errors: "file-damaged", "file-encrypted", "kind-unknown" (older than Word 97).
  [[nodiscard]] static Result<Word97File> open(std::string_view bytes);

  // Views point into the streams, which a copy would leave behind.
  Word97File(const Word97File&) = delete;
  Word97File& operator=(const Word97File&) = delete;
  Word97File(Word97File&&) = default;
  Word97File& operator=(Word97File&&) = default;

  /// The stories that follow each other in the text.
  [[nodiscard]] TextRange main() const { return stories_[0]; }
  [[nodiscard]] TextRange footnotes() const { return stories_[1]; }
  [[nodiscard]] TextRange endnotes() const { return stories_[5]; }
  [[nodiscard]] TextRange text_boxes() const { return stories_[6]; }

  /// Bytes of a table; "" where the document has none.
  [[nodiscard]] std::string_view table(Word97Table which) const;
  /// As above, with everything behind it in the same stream (the levels of lists are not counted in its length).
  [[nodiscard]] std::string_view table_onwards(Word97Table which) const;

  /// UTF-16 unit of character `position`; 0 outside the text.
  [[nodiscard]] char16_t character(std::uint32_t position) const;
  /// Properties of the character at `position`, and how far from it they hold (at least position + 1).
  [[nodiscard]] const PropertyRun& character_run(std::uint32_t position, std::uint32_t& end) const;
  /// Properties of the paragraph whose mark is at `position`.
  [[nodiscard]] const PropertyRun& paragraph_run(std::uint32_t position) const;
  /// Changes stored outside their page ("huge" ones), at `offset` of the stream Data.
  [[nodiscard]] std::string_view huge_grpprl(std::uint32_t offset) const;
  /// The bytes of the stream Data from `offset` on: what is stored outside the text.
  [[nodiscard]] std::string_view data(std::uint32_t offset) const;
  /// The stream WordDocument, which ends in the pictures of floating shapes.
  [[nodiscard]] std::string_view stream() const { return document_; }
  /// Changes that the piece of the character adds (quick-saved documents); "" mostly.
  [[nodiscard]] std::string_view piece_grpprl(std::uint32_t position) const;

 private:
  struct Piece {
    std::uint32_t begin = 0, end = 0;  // characters
    std::uint64_t offset = 0;          // of the first one in the stream
    bool narrow = false;               // one byte a character, else two
    std::string_view grpprl;
  };

  Word97File() = default;
  [[nodiscard]] bool load_pieces();
  void load_runs(Word97Table which, bool paragraphs, std::vector<PropertyRun>& runs) const;
  void load_page(std::string_view page, bool paragraphs, std::vector<PropertyRun>& runs) const;
  [[nodiscard]] const Piece* piece(std::uint32_t position) const;
  [[nodiscard]] static const PropertyRun& run_at(const std::vector<PropertyRun>& runs, std::uint64_t offset);

  std::string document_, tables_, data_;  // the streams; views below point into them
  TextRange stories_[7];
  std::vector<Piece> pieces_;
  std::vector<PropertyRun> characters_, paragraphs_;
};

}  // namespace gongshi::extract
