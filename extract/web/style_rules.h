// SPDX-License-Identifier: GPL-3.0-or-later
// As much of CSS as decides what text of a page is shown, and as what: display, visibility, sizes of nothing. Rules of
// style sheets are applied as browsers do: by importance, specificity and order, with the style attribute over them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct _xmlNode;

namespace gongshi::extract {

/// What an element is laid out as, as far as reading it depends on that.
enum class Display {
  kOther,
  kNone,
  kTable,
  kCaption,
  kHeaderGroup,
  kRowGroup,
  kFooterGroup,
  kRow,
  kCell,
  kGrid,
  kFlex,
  kInlineBlock
};

/// A font size: nothing at all, a share of the parent's, or a size of its own.
struct FontSize {
  enum class Kind { kZero, kRelative, kOwn };
  Kind kind = Kind::kOwn;
  std::optional<double> points;  ///< Where it is given in points or pixels.
};

/// Declarations of one rule, one style attribute, or of all that concern one element. What is not stated is empty.
struct Style {
  template <typename Value>
  struct Stated {
    std::optional<Value> value;
    bool important = false;

    void set(Value stated, bool is_important) {
      if (important && !is_important) return;
      value = std::move(stated);
      important = is_important;
    }
    void cover(const Stated& over) {
      if (over.value) set(*over.value, over.important);
    }
  };

  Stated<Display> display;
  Stated<bool> visible;  ///< visibility.
  Stated<FontSize> font_size;
  Stated<bool> centered;              ///< text-align.
  Stated<int> grid_columns;           ///< Of grid-template-columns; 0 where it does not say a number.
  Stated<int> column_span, row_span;  ///< grid-column, grid-row: span n.
  Stated<bool> floated;               ///< float: left or right.
  bool no_list_number = false;

  [[nodiscard]] bool hidden() const { return display.value == Display::kNone; }
  /// Puts `over` on top, as far as it may.
  void cover(const Style& over);
};

/// Declarations as they stand in a style attribute or between braces. The last one counts.
[[nodiscard]] Style parse_style(std::string_view declarations);

/// Does a media query list (of @media, or a media attribute) hold on a desktop's screen? True where it is empty.
[[nodiscard]] bool is_for_screen(std::string_view media);

/// The rules of a page's style sheets: selectors of names, classes, ids and attributes, inside and directly below one
/// another. Rules with any other selector are passed over. Media are those of a desktop's screen.
class StyleSheet {
 public:
  void add(std::string_view sheet);

  /// All that the sheets say of `element`.
  [[nodiscard]] Style style_of(const _xmlNode* element) const;

  /// More elements were held against selectors than any page needs: since then no selector fits.
  [[nodiscard]] bool exhausted() const { return tests_left_ <= 0; }

 private:
  /// Elements held against parts of selectors: 5,000 elements against 600 selectors that name neither tag, class nor id.
  static constexpr std::int64_t kMostTests = 3'000'000;

  struct AttributeTest {
    std::string name, value;
    char operation = '\0';  ///< '=' equal, '^' begins, '$' ends, '*' holds, '~' one of its words; else: is there.
  };
  struct Compound {
    std::string tag, id;
    std::vector<std::string> classes;
    std::vector<AttributeTest> attributes;
    char combinator = '\0';  ///< How it hangs on what stands left of it: ' ' or '>'; none for the first.
  };
  struct Selector {
    std::vector<Compound> compounds;
    int specificity = 0;
    std::size_t style = 0;  ///< In styles_.
  };

  void add_rules(std::string_view sheet, int depth);
  void add_selector(std::string_view text, std::size_t style);
  [[nodiscard]] static bool parse_compound(std::string_view text, Compound& compound);
  [[nodiscard]] static bool fits(const Compound& compound, const _xmlNode* element);
  [[nodiscard]] bool fits(const Selector& selector, const _xmlNode* element) const;

  std::vector<Style> styles_;
  std::vector<Selector> selectors_;  // in order
  mutable std::int64_t tests_left_ = kMostTests;
  std::map<std::string, std::vector<std::size_t>, std::less<>>
      by_key_;  // "#id", ".class", "tag", "*" of the last compound
};

}  // namespace gongshi::extract
