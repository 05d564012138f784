// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/pdf_file.h"

#include <Error.h>
#include <ErrorCodes.h>
#include <GfxFont.h>
#include <GfxState.h>
#include <GlobalParams.h>
#include <OutputDev.h>
#include <PDFDoc.h>
#include <Stream.h>
#include <UTF.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "extract/font_forms.h"
#include "extract/pdf/page_image.h"

namespace gongshi::extract {
namespace {

// A CJK font's em box stands this far above and below the baseline. Fonts' own ascents differ widely for the same
// design; lines are easier to tell when every glyph of one size has one height.
constexpr double kAscent = 0.86, kDescent = 0.14;
constexpr double kThinRule = 3.0;            // points; a filled rectangle of at most this extent is a rule
constexpr double kStraight = 0.6;            // points; a segment that drifts less than this is horizontal or vertical
constexpr std::size_t kMaxRules = 200'000;   // of one page: a drawing with more lines is no form
constexpr std::size_t kMaxGlyphs = 500'000;  // of one page
constexpr std::size_t kMaxProblems = 20;
constexpr std::size_t kMaxEqualNeighbours = 100;  // equal characters of one line that are looked at for doubling

// Poppler's error callback has no user data: complaints of the thread's current call go here.
thread_local std::vector<Problem>* current_problems = nullptr;

void collect_error(ErrorCategory category, Goffset, const char* message) {
  if (current_problems == nullptr || category == errSyntaxWarning || category == errUnimplemented) return;
  if (current_problems->size() >= kMaxProblems) return;
  const bool known = std::any_of(current_problems->begin(), current_problems->end(),
                                 [&](const Problem& problem) { return problem.message == message; });
  if (!known) current_problems->push_back({"pdf-syntax", message, 0});
}

class CollectProblems {
 public:
  explicit CollectProblems(std::vector<Problem>& into) : before_(std::exchange(current_problems, &into)) {}
  ~CollectProblems() { current_problems = before_; }
  CollectProblems(const CollectProblems&) = delete;
  CollectProblems& operator=(const CollectProblems&) = delete;

 private:
  std::vector<Problem>* before_;
};

void start_poppler() {
  static std::once_flag once;
  std::call_once(once, [] {
    globalParams = std::make_unique<GlobalParams>();
    globalParams->setErrQuiet(true);
    setErrorCallback(&collect_error);
  });
}

struct Point {
  double x = 0, y = 0;
};

Point on_page(const GfxState* state, double x, double y) {
  Point point;
  state->transform(x, y, &point.x, &point.y);
  return point;
}

Box box_of(Point a, Point b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

Point center(const Box& box) { return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}; }

bool contains(const Box& box, Point point, double slack) {
  return point.x >= box.x0 - slack && point.x <= box.x1 + slack && point.y >= box.y0 - slack &&
         point.y <= box.y1 + slack;
}

Box clip_of(const GfxState* state) {
  Box box;
  state->getClipBBox(&box.x0, &box.y0, &box.x1, &box.y1);
  return box;
}

Box intersection(const Box& a, const Box& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

bool is_private_or_replacement(char32_t code) {
  return code == 0xFFFD || (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xF0000 && code <= 0x10FFFF);
}

// Quarter turns clockwise of the text's direction on the page; empty for text at a slant.
std::optional<int> quarter_turns(const GfxState* state) {
  double m11 = 0, m12 = 0, m21 = 0, m22 = 0;
  state->getFontTransMat(&m11, &m12, &m21, &m22);
  const double length = std::hypot(m11, m12);
  if (length == 0) return std::nullopt;
  constexpr double kNearlyStraight = 0.05;  // about 3°
  // getFontTransMat's second component grows upwards, as in the page's own coordinates on an upside-down device.
  if (std::abs(m12) <= kNearlyStraight * length) return m11 > 0 ? 0 : 2;
  if (std::abs(m11) <= kNearlyStraight * length) return m12 > 0 ? 1 : 3;
  return std::nullopt;
}

double font_size(const GfxState* state) {
  double m11 = 0, m12 = 0, m21 = 0, m22 = 0;
  state->getFontTransMat(&m11, &m12, &m21, &m22);
  double size = std::hypot(m21, m22);
  const GfxFont* font = state->getFont().get();
  if (font != nullptr && font->getType() == fontType3) {
    // A Type 3 font has its own glyph space: its box, not the em, says how tall its characters are.
    const double* matrix = font->getFontMatrix();
    const double* box = font->getFontBBox();
    const double height = std::abs((box[3] - box[1]) * matrix[3]);
    if (height > 0.01 && height < 100) size *= height;
  }
  return size;
}

// Collects what is drawn. Coordinates are device units at 72 dpi on an upside-down device: PDF points from the top
// left.
class PageDevice : public OutputDev {
 public:
  explicit PageDevice(Box page) : page_(page) {}

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return true; }
  bool interpretType3Chars() override { return false; }
  bool useTilingPatternFill() override { return true; }
  bool useShadedFills(int) override { return true; }

  void stroke(GfxState* state) override { add_strokes(state); }
  void fill(GfxState* state) override { add_fill(state); }
  void eoFill(GfxState* state) override { add_fill(state); }
  bool tilingPatternFill(GfxState* state, Gfx*, Catalog*, GfxTilingPattern*, const double*, int, int, int, int, double,
                         double) override {
    add_filled_box(intersection(clip_of(state), page_), false);
    return true;
  }
  bool functionShadedFill(GfxState* state, GfxFunctionShading*) override { return add_shading(state); }
  bool axialShadedFill(GfxState* state, GfxAxialShading*, double, double) override { return add_shading(state); }
  bool radialShadedFill(GfxState* state, GfxRadialShading*, double, double) override { return add_shading(state); }
  bool gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading*) override { return add_shading(state); }
  bool patchMeshShadedFill(GfxState* state, GfxPatchMeshShading*) override { return add_shading(state); }

  void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x, double origin_y,
                CharCode code, int, const Unicode* unicode, int length) override;
  void beginActualText(GfxState*, const GooString* text) override;
  void endActualText(GfxState*) override;

  void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                 bool interpolate, const int* mask, bool inline_image) override {
    add_picture(state, mask == nullptr && state->getFillOpacity() == 1);
    OutputDev::drawImage(state, ref, stream, width, height, colors, interpolate, mask, inline_image);
  }
  void drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height, bool invert, bool interpolate,
                     bool inline_image) override {
    add_picture(state, false);
    OutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, inline_image);
  }
  void drawMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool, Stream*, int, int, bool,
                       bool) override {
    add_picture(state, false);
  }
  void drawSoftMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool, Stream*, int, int,
                           GfxImageColorMap*, bool) override {
    add_picture(state, false);
  }

  // The page, once it has been drawn.
  PdfPage finish();
  // Quarter turns clockwise in which most of the text runs.
  [[nodiscard]] int main_direction() const {
    return static_cast<int>(std::max_element(directions_.begin(), directions_.end()) - directions_.begin());
  }

 private:
  void add_glyphs(const std::u32string& text, const Box& box, double size, bool hidden, int turns);
  void add_strokes(GfxState* state);
  void add_fill(GfxState* state);
  bool add_shading(GfxState* state) {
    add_filled_box(intersection(clip_of(state), page_), false);
    return true;
  }
  void add_filled_box(const Box& box, bool white);
  void add_rule(const Box& box, double thickness);
  void add_picture(GfxState* state, bool opaque);
  void hide_text_under(const Box& box);
  void drop_doubled_glyphs(std::vector<Glyph>& glyphs) const;

  Box page_;
  PdfPage result_;
  std::array<int, 4> directions_{};
  bool space_pending_ = false;
  std::vector<Box> filled_;  // darker fills so far: a white fill counts as a cell only on top of one
  // A span whose text the file states itself.
  std::optional<std::u32string> actual_text_;
  Box actual_box_;
  double actual_size_ = 0;
  bool actual_hidden_ = false;
  int actual_turns_ = 0, actual_depth_ = 0;
};

void PageDevice::drawChar(GfxState* state, double x, double y, double dx, double dy, double, double, CharCode code, int,
                          const Unicode* unicode, int length) {
  const std::optional<int> turns = quarter_turns(state);
  if (!turns) return;
  const double size = font_size(state);
  if (size < 0.5 || result_.content.glyphs.size() + result_.hidden.size() >= kMaxGlyphs) return;
  const GfxFont* font = state->getFont().get();
  const bool vertical = font != nullptr && font->getWMode() != 0;
  // The advance without the extra spacing that the text state adds.
  double extra = state->getCharSpace();
  if (code == 0x20) extra += state->getWordSpace();
  double extra_x = 0, extra_y = 0;
  state->textTransformDelta(vertical ? 0 : extra * state->getHorizScaling(), vertical ? extra : 0, &extra_x, &extra_y);
  double advance_x = 0, advance_y = 0;
  state->transformDelta(dx - extra_x, dy - extra_y, &advance_x, &advance_y);
  const Point origin = on_page(state, x, y);

  Box box;
  if (vertical) {
    box = box_of({origin.x - size / 2, origin.y}, {origin.x + size / 2, origin.y + advance_y});
  } else {
    switch (*turns) {
      case 0:
        box = box_of({origin.x, origin.y - kAscent * size}, {origin.x + advance_x, origin.y + kDescent * size});
        break;
      case 1:
        box = box_of({origin.x - kAscent * size, origin.y}, {origin.x + kDescent * size, origin.y + advance_y});
        break;
      case 2:
        box = box_of({origin.x + advance_x, origin.y - kDescent * size}, {origin.x, origin.y + kAscent * size});
        break;
      default:
        box = box_of({origin.x - kDescent * size, origin.y + advance_y}, {origin.x + kAscent * size, origin.y});
        break;
    }
  }
  if (!contains(page_, center(box), 0) || !contains(clip_of(state), center(box), 1)) return;

  const bool hidden = (state->getRender() & 3) == 3 || state->getFillOpacity() == 0;
  if (actual_text_) {
    actual_box_ = united(actual_box_, box);
    actual_size_ = std::max(actual_size_, size);
    actual_hidden_ = hidden;
    actual_turns_ = *turns;
    return;
  }
  std::u32string text;
  for (int i = 0; i < length; ++i) text += static_cast<char32_t>(unicode[i]);
  if (text.empty()) text = U"\uFFFD";
  add_glyphs(text, box, size, hidden, *turns);
}

void PageDevice::beginActualText(GfxState*, const GooString* text) {
  if (++actual_depth_ > 1) return;
  Unicode* codes = nullptr;
  const int length = TextStringToUCS4(text->toStr(), &codes);
  actual_text_.emplace();
  for (int i = 0; i < length; ++i) *actual_text_ += static_cast<char32_t>(codes[i]);
  gfree(codes);
  actual_box_ = {};
  actual_size_ = 0;
}

void PageDevice::endActualText(GfxState*) {
  if (actual_depth_ == 0 || --actual_depth_ > 0 || !actual_text_) return;
  const std::u32string text = *std::exchange(actual_text_, std::nullopt);
  if (!actual_box_.empty() && !text.empty()) add_glyphs(text, actual_box_, actual_size_, actual_hidden_, actual_turns_);
}

// Several characters of one glyph (a ligature, stated text) share its box in equal parts.
void PageDevice::add_glyphs(const std::u32string& text, const Box& box, double size, bool hidden, int turns) {
  std::u32string plain;
  for (const char32_t code : text) {
    if (is_private_or_replacement(code)) ++result_.undecoded;
    plain += fold_font_form(code);
  }
  std::vector<Glyph>& glyphs = hidden ? result_.hidden : result_.content.glyphs;
  const double step = box.width() / static_cast<double>(std::max<std::size_t>(plain.size(), 1));
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == U' ') {
      space_pending_ = true;
      continue;
    }
    Glyph glyph;
    glyph.code = plain[i];
    glyph.box = {box.x0 + step * static_cast<double>(i), box.y0, box.x0 + step * static_cast<double>(i + 1), box.y1};
    glyph.size = static_cast<float>(size);
    glyph.space_before = std::exchange(space_pending_, false);
    glyphs.push_back(glyph);
    ++directions_[static_cast<std::size_t>(turns)];
  }
}

void PageDevice::add_rule(const Box& box, double thickness) {
  if (result_.content.rules.size() >= kMaxRules) return;
  const Box seen = intersection(box, page_);
  if (seen.x1 < seen.x0 || seen.y1 < seen.y0) return;
  if (seen.width() < 0.5 && seen.height() < 0.5) return;
  result_.content.rules.push_back({seen.x0, seen.y0, seen.x1, seen.y1, thickness});
}

void PageDevice::add_strokes(GfxState* state) {
  if (state->getStrokeOpacity() == 0) return;
  const GfxPath* path = state->getPath();
  const Box clip = clip_of(state);
  const double thickness = state->getTransformedLineWidth();
  for (int i = 0; i < path->getNumSubpaths(); ++i) {
    const GfxSubpath* part = path->getSubpath(i);
    for (int k = 1; k < part->getNumPoints(); ++k) {
      if (part->getCurve(k) || part->getCurve(k - 1)) continue;
      const Box segment =
          box_of(on_page(state, part->getX(k - 1), part->getY(k - 1)), on_page(state, part->getX(k), part->getY(k)));
      const bool straight = segment.width() <= kStraight || segment.height() <= kStraight;
      const bool line = std::max(segment.width(), segment.height()) > 0;
      if (!straight || !line) continue;
      // A very thick short stroke is a filled box.
      if (thickness > kThinRule && thickness > std::max(segment.width(), segment.height())) continue;
      const Box seen = intersection(segment, {clip.x0 - 1, clip.y0 - 1, clip.x1 + 1, clip.y1 + 1});
      if (seen.x1 >= seen.x0 && seen.y1 >= seen.y0) add_rule(seen, thickness);
    }
  }
}

void PageDevice::add_fill(GfxState* state) {
  if (state->getFillOpacity() == 0) return;
  GfxRGB color;
  state->getFillRGB(&color);
  constexpr double kWhite = 0.97;
  const bool white = colToDbl(color.r) > kWhite && colToDbl(color.g) > kWhite && colToDbl(color.b) > kWhite;
  const GfxPath* path = state->getPath();
  const Box clip = clip_of(state);
  for (int i = 0; i < path->getNumSubpaths(); ++i) {
    const GfxSubpath* part = path->getSubpath(i);
    const int count = part->getNumPoints();
    if (count < 4 || count > 6) continue;  // rectangles only: drawn letters and signs are no rules
    Box box = box_of(on_page(state, part->getX(0), part->getY(0)), on_page(state, part->getX(0), part->getY(0)));
    bool rectangle = true;
    for (int k = 1; k < count; ++k) {
      const Point from = on_page(state, part->getX(k - 1), part->getY(k - 1)),
                  to = on_page(state, part->getX(k), part->getY(k));
      rectangle = rectangle && !part->getCurve(k) &&
                  (std::abs(from.x - to.x) <= kStraight || std::abs(from.y - to.y) <= kStraight);
      box = {std::min(box.x0, to.x), std::min(box.y0, to.y), std::max(box.x1, to.x), std::max(box.y1, to.y)};
    }
    if (rectangle) add_filled_box(intersection(box, clip), white);
  }
}

void PageDevice::add_filled_box(const Box& box, bool white) {
  if (box.x1 < box.x0 || box.y1 < box.y0) return;
  if (std::min(box.width(), box.height()) <= kThinRule) {
    if (white) return;
    const bool horizontal = box.width() >= box.height();
    const Point middle = center(box);
    if (horizontal)
      add_rule({box.x0, middle.y, box.x1, middle.y}, box.height());
    else
      add_rule({middle.x, box.y0, middle.x, box.y1}, box.width());
    return;
  }
  // A background: its sides are where cells end. A page's own background, and white on white, show nothing.
  const double area = box.width() * box.height();
  if (area > 0.8 * page_.width() * page_.height() && white) return;
  const bool on_dark = std::any_of(filled_.begin(), filled_.end(), [&](const Box& dark) {
    return contains(dark, {box.x0, box.y0}, 1) && contains(dark, {box.x1, box.y1}, 1);
  });
  if (white && !on_dark) return;
  if (!white) filled_.push_back(box);
  if (filled_.size() > 2000) filled_.erase(filled_.begin());
  add_rule({box.x0, box.y0, box.x1, box.y0}, 0);
  add_rule({box.x0, box.y1, box.x1, box.y1}, 0);
  add_rule({box.x0, box.y0, box.x0, box.y1}, 0);
  add_rule({box.x1, box.y0, box.x1, box.y1}, 0);
}

void PageDevice::add_picture(GfxState* state, bool opaque) {
  const Point corner = on_page(state, 0, 0), right = on_page(state, 1, 0), up = on_page(state, 0, 1),
              opposite = on_page(state, 1, 1);
  Box box = {std::min({corner.x, right.x, up.x, opposite.x}), std::min({corner.y, right.y, up.y, opposite.y}),
             std::max({corner.x, right.x, up.x, opposite.x}), std::max({corner.y, right.y, up.y, opposite.y})};
  box = intersection(intersection(box, clip_of(state)), page_);
  if (box.x1 < box.x0 || box.y1 < box.y0) return;
  if (std::min(box.width(), box.height()) <= kThinRule) {
    add_filled_box(box, false);
    return;
  }
  result_.content.pictures.push_back(box);
  const double share = box.width() * box.height() / (page_.width() * page_.height());
  result_.picture_share = std::min(1.0, result_.picture_share + share);  // scanners cut pages into strips
  constexpr double kCovers = 0.5;  // of the page; smaller pictures over text are seals and signatures
  if (opaque && share > kCovers) hide_text_under(box);
}

// Some scanners' programs draw what they recognised first and the page's picture over it.
void PageDevice::hide_text_under(const Box& box) {
  std::vector<Glyph>& glyphs = result_.content.glyphs;
  const auto covered = std::stable_partition(glyphs.begin(), glyphs.end(),
                                             [&](const Glyph& glyph) { return !contains(box, center(glyph.box), 0); });
  result_.hidden.insert(result_.hidden.end(), covered, glyphs.end());
  glyphs.erase(covered, glyphs.end());
}

// Bold by drawing twice: the same character again, hardly moved.
void PageDevice::drop_doubled_glyphs(std::vector<Glyph>& glyphs) const {
  std::vector<std::size_t> order(glyphs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Glyph &left = glyphs[a], &right = glyphs[b];
    return std::tie(left.code, left.box.y0, a) < std::tie(right.code, right.box.y0, b);
  });
  std::vector<bool> doubled(glyphs.size(), false);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Glyph& first = glyphs[order[i]];
    const double slack = 0.2 * static_cast<double>(first.size);
    for (std::size_t k = i + 1; k < std::min(order.size(), i + kMaxEqualNeighbours); ++k) {
      const Glyph& second = glyphs[order[k]];
      if (second.code != first.code || second.box.y0 - first.box.y0 > slack) break;
      if (std::abs(second.box.x0 - first.box.x0) <= slack && std::abs(second.size - first.size) < 0.1F * first.size)
        doubled[std::max(order[i], order[k])] = true;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < glyphs.size(); ++i)
    if (!doubled[i]) glyphs[kept++] = glyphs[i];
  glyphs.resize(kept);
}

PdfPage PageDevice::finish() {
  drop_doubled_glyphs(result_.content.glyphs);
  return std::move(result_);
}

}  // namespace

struct PdfFile::State {
  std::unique_ptr<PDFDoc> document;
  std::vector<Problem> problems;
  int pages = 0;
};

PdfFile::PdfFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
PdfFile::PdfFile(PdfFile&&) noexcept = default;
PdfFile& PdfFile::operator=(PdfFile&&) noexcept = default;
PdfFile::~PdfFile() = default;

Result<PdfFile> PdfFile::open(std::string_view bytes) {
  start_poppler();
  auto state = std::make_unique<State>();
  const CollectProblems collect(state->problems);
  auto* stream =
      new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull));  // owned by the PDFDoc
  state->document = std::make_unique<PDFDoc>(stream);
  if (!state->document->isOk()) {
    if (state->document->getErrorCode() == errEncrypted)
      return Error{"file-encrypted", "The PDF needs a password: remove it (print to a new PDF) and try again."};
    return Error{"file-damaged", "The PDF is damaged or cut short and cannot be repaired: ask for it again."};
  }
  state->pages = state->document->getNumPages();
  if (state->pages <= 0) return Error{"file-damaged", "The PDF has no readable page: ask for it again."};
  return PdfFile(std::move(state));
}

int PdfFile::pages() const { return state_->pages; }

const std::vector<Problem>& PdfFile::problems() const { return state_->problems; }

Result<PagePicture> PdfFile::picture(int number) const {
  std::vector<Problem> problems;
  const CollectProblems collect(problems);
  return page_image(*state_->document, number);
}

PdfPage PdfFile::read_page(int number) const {
  std::vector<Problem> problems;
  const CollectProblems collect(problems);
  PDFDoc& document = *state_->document;
  PdfPage page;
  page.content.page.number = number;
  if (document.getPage(number) == nullptr) {
    page.problems.push_back({"page-damaged", "The page's description is damaged.", number});
    return page;
  }
  const int own_rotation = ((document.getPageRotate(number) % 360) + 360) % 360;
  int extra = 0;  // quarter turns beyond /Rotate
  for (int attempt = 0; attempt < 2; ++attempt) {
    double width = document.getPageCropWidth(number), height = document.getPageCropHeight(number);
    if (((own_rotation / 90 + extra) & 1) != 0) std::swap(width, height);
    PageDevice device({0, 0, width, height});
    document.displayPage(&device, number, 72, 72, extra * 90, false, true, false);
    const int direction = device.main_direction();
    if (attempt == 0 && direction != 0) {
      extra = 4 - direction;
      continue;
    }
    page = device.finish();
    page.content.page = {number, width, height, (own_rotation + extra * 90) % 360, "", "", 0, ""};
    break;
  }
  for (Problem& problem : problems) problem.page = number;
  page.problems = std::move(problems);
  return page;
}

}  // namespace gongshi::extract
