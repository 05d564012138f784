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
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "extract/drawn_text.h"
#include "extract/pdf/drawing_bound.h"
#include "extract/pdf/page_image.h"

namespace gongshi::extract {
namespace {

constexpr std::size_t kMaxProblems = 20;
constexpr double kLeastSize = 0.5;  // points; smaller text is no text to be read
constexpr double kStraight = 0.6;   // points; sides of a rectangle may drift by this
constexpr double kWhite = 0.97;     // of full red, green and blue

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
    // Where the program was not installed as a package, its character maps lie elsewhere.
    if (const char* folder = std::getenv("GONGSHI_POPPLER_DATA"); folder != nullptr && *folder != '\0')
      GlobalParamsIniter::setCustomDataDir(folder);
    // Held to the end of the program: poppler-cpp, which draws pages, counts its documents and would take the
    // parameters along with the last of them.
    static const GlobalParamsIniter held(&collect_error);
    globalParams->setErrQuiet(true);
    setErrorCallback(&collect_error);
  });
}

Point on_page(const GfxState* state, double x, double y) {
  Point point;
  state->transform(x, y, &point.x, &point.y);
  return point;
}

Box clip_of(const GfxState* state) {
  Box box;
  state->getClipBBox(&box.x0, &box.y0, &box.x1, &box.y1);
  return box;
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
  PageDevice(Box page, DrawingBound& bound) : bound_(bound), canvas_(page) {}

  void beginForm(Ref) override { bound_.form(); }
  void beginTransparencyGroup(GfxState*, const double*, GfxColorSpace*, bool, bool, bool) override { bound_.form(); }

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
    return add_shading(state);
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

  /// Everything drawn so far.
  [[nodiscard]] PageCanvas& canvas() {
    text_.put_on(canvas_);
    return canvas_;
  }

 private:
  void add_strokes(GfxState* state);
  void add_fill(GfxState* state);
  void add_outline(GfxState* state, const GfxSubpath* part);
  bool add_shading(GfxState* state) {
    bound_.object();
    canvas_.add_fill(intersection(clip_of(state), canvas_.page()), false);
    return true;
  }
  void add_picture(GfxState* state, bool opaque);

  static std::uint32_t ink(const GfxState* state) {
    GfxRGB color;
    const bool stroked = (state->getRender() & 3) == 1;
    stroked ? state->getStrokeRGB(&color) : state->getFillRGB(&color);
    return ink_of(colToDbl(color.r), colToDbl(color.g), colToDbl(color.b),
                  stroked ? state->getStrokeOpacity() : state->getFillOpacity());
  }

  // A font of single bytes that is not in the file and does not say which characters it shows.
  static bool is_legacy(const GfxFont* font) {
    if (font == nullptr || font->isCIDFont() || font->getType() == fontType3) return false;
    Ref embedded;
    return !const_cast<GfxFont*>(font)->getEmbeddedFontID(&embedded) && !font->hasToUnicodeCMap();
  }

  DrawingBound& bound_;
  PageCanvas canvas_;
  DrawnText text_;
  // A span whose text the file states itself.
  std::optional<std::u32string> actual_text_;
  Box actual_box_;
  double actual_size_ = 0;
  bool actual_hidden_ = false;
  std::uint32_t actual_ink_ = 0;
  int actual_turns_ = 0, actual_depth_ = 0;
};

void PageDevice::drawChar(GfxState* state, double x, double y, double dx, double dy, double, double, CharCode code,
                          int bytes, const Unicode* unicode, int length) {
  bound_.object();
  const std::optional<int> turns = quarter_turns(state);
  const double size = font_size(state);
  if (size < kLeastSize) return;
  const GfxFont* font = state->getFont().get();
  if (!turns) {
    // No text of a notice, but it tells a seal or watermark.
    const Point at = on_page(state, x, y);
    text_.add({U"\uFFFD", box_around({at.x - size / 2, at.y - size / 2}, {at.x + size / 2, at.y + size / 2}), size,
               false, 0, true, ink(state), -1});
    return;
  }
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
    box = box_around({origin.x - size / 2, origin.y}, {origin.x + size / 2, origin.y + advance_y});
  } else {
    switch (*turns) {
      case 0:
        box = box_around({origin.x, origin.y - kEmAscent * size}, {origin.x + advance_x, origin.y + kEmDescent * size});
        break;
      case 1:
        box = box_around({origin.x - kEmAscent * size, origin.y}, {origin.x + kEmDescent * size, origin.y + advance_y});
        break;
      case 2:
        box = box_around({origin.x + advance_x, origin.y - kEmDescent * size}, {origin.x, origin.y + kEmAscent * size});
        break;
      default:
        box = box_around({origin.x - kEmDescent * size, origin.y + advance_y}, {origin.x + kEmAscent * size, origin.y});
        break;
    }
  }
  if (!contains(clip_of(state), center_of(box), 1)) return;

  const bool hidden = (state->getRender() & 3) == 3 || state->getFillOpacity() == 0;
  if (actual_text_) {
    actual_box_ = united(actual_box_, box);
    actual_size_ = std::max(actual_size_, size);
    actual_hidden_ = hidden;
    actual_ink_ = ink(state);
    actual_turns_ = *turns;
    return;
  }
  std::u32string text;
  for (int i = 0; i < length; ++i) {
    const auto character = static_cast<char32_t>(unicode[i]);
    // Single bytes of GBK-EUC-H are ASCII; their character collection knows them by full-width signs.
    const bool ascii = font != nullptr && font->isCIDFont() && bytes == 1 && character >= 0xFF01 && character <= 0xFF5E;
    text += ascii ? character - 0xFEE0 : character;
  }
  if (text.empty()) text = U"\uFFFD";
  text_.add({std::move(text), box, size, hidden, *turns, false, ink(state),
             is_legacy(font) && code <= 0xFF ? static_cast<int>(code) : -1});
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
  if (!actual_box_.empty() && !text.empty())
    text_.add({text, actual_box_, actual_size_, actual_hidden_, actual_turns_, false, actual_ink_, -1});
}

void PageDevice::add_strokes(GfxState* state) {
  bound_.object();
  if (state->getStrokeOpacity() == 0) return;
  const GfxPath* path = state->getPath();
  const Box clip = clip_of(state);
  const Box seen = {clip.x0 - 1, clip.y0 - 1, clip.x1 + 1, clip.y1 + 1};
  const auto clamped = [&](Point point) {
    return Point{std::clamp(point.x, seen.x0, std::max(seen.x0, seen.x1)),
                 std::clamp(point.y, seen.y0, std::max(seen.y0, seen.y1))};
  };
  const double thickness = state->getTransformedLineWidth();
  for (int i = 0; i < path->getNumSubpaths(); ++i) {
    const GfxSubpath* part = path->getSubpath(i);
    for (int k = 1; k < part->getNumPoints(); ++k) {
      if (part->getCurve(k) || part->getCurve(k - 1)) continue;
      const Point from = on_page(state, part->getX(k - 1), part->getY(k - 1)),
                  to = on_page(state, part->getX(k), part->getY(k));
      const Box shared = intersection(box_around(from, to), seen);
      if (shared.x1 >= shared.x0 && shared.y1 >= shared.y0) canvas_.add_stroke(clamped(from), clamped(to), thickness);
    }
  }
}

void PageDevice::add_fill(GfxState* state) {
  bound_.object();
  if (state->getFillOpacity() == 0) return;
  GfxRGB color;
  state->getFillRGB(&color);
  const bool white = colToDbl(color.r) > kWhite && colToDbl(color.g) > kWhite && colToDbl(color.b) > kWhite;
  const GfxPath* path = state->getPath();
  const Box clip = clip_of(state);
  for (int i = 0; i < path->getNumSubpaths(); ++i) {
    const GfxSubpath* part = path->getSubpath(i);
    const int count = part->getNumPoints();
    if (count < 4 || count > 6) {  // rectangles only: drawn letters and signs are no rules
      add_outline(state, part);
      continue;
    }
    const Point first = on_page(state, part->getX(0), part->getY(0));
    Box box = box_around(first, first);
    Point from = first;
    bool rectangle = true;
    for (int k = 1; k < count; ++k) {
      const Point to = on_page(state, part->getX(k), part->getY(k));
      const bool straight = std::abs(from.x - to.x) <= kStraight || std::abs(from.y - to.y) <= kStraight;
      rectangle = rectangle && !part->getCurve(k) && straight;
      box = {std::min(box.x0, to.x), std::min(box.y0, to.y), std::max(box.x1, to.x), std::max(box.y1, to.y)};
      from = to;
    }
    if (rectangle)
      canvas_.add_fill(intersection(box, clip), white);
    else if (!white)
      canvas_.add_outline(box);
  }
}

void PageDevice::add_outline(GfxState* state, const GfxSubpath* part) {
  const int count = part->getNumPoints();
  if (count < 4) return;
  const Point first = on_page(state, part->getX(0), part->getY(0));
  Box box = box_around(first, first);
  for (int k = 1; k < count; ++k) {
    const Point to = on_page(state, part->getX(k), part->getY(k));
    box = {std::min(box.x0, to.x), std::min(box.y0, to.y), std::max(box.x1, to.x), std::max(box.y1, to.y)};
  }
  canvas_.add_outline(box);
}

void PageDevice::add_picture(GfxState* state, bool opaque) {
  const Box first = box_around(on_page(state, 0, 0), on_page(state, 1, 1));
  const Box second = box_around(on_page(state, 1, 0), on_page(state, 0, 1));
  const Box box = {std::min(first.x0, second.x0), std::min(first.y0, second.y0), std::max(first.x1, second.x1),
                   std::max(first.y1, second.y1)};
  if (opaque) text_.put_on(canvas_);  // A picture may hide the text drawn before it.
  canvas_.add_picture(intersection(box, clip_of(state)), opaque);
}

}  // namespace

struct PdfFile::State {
  std::unique_ptr<PDFDoc> document;
  std::vector<Problem> problems;
  int pages = 0;
  std::uint64_t work = 0;
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

std::uint64_t PdfFile::work() const { return state_->work; }

bool PdfFile::drawable(int number) const {
  std::vector<Problem> problems;
  const CollectProblems collect(problems);
  if (state_->document->getPage(number) == nullptr) return false;
  DrawingBound bound;
  count_drawing(*state_->document, number, bound);
  state_->work += bound.work();
  return !bound.passed();
}

DrawnPage PdfFile::read_page(int number) const {
  std::vector<Problem> problems;
  const CollectProblems collect(problems);
  PDFDoc& document = *state_->document;
  DrawnPage page;
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
    DrawingBound bound;
    PageDevice device({0, 0, width, height}, bound);
    const bool drawn = bound.draw([&] {
      document.displayPage(&device, number, 72, 72, extra * 90, false, true, false, &DrawingBound::reached, &bound);
    });
    state_->work += bound.work();
    if (!drawn) {
      page.problems.push_back(drawing_bound_problem(number));
      page.content.page = {number, width, height, own_rotation, "", "", 0, ""};
      break;
    }
    const int direction = device.canvas().main_direction();
    if (attempt == 0 && direction != 0) {
      extra = 4 - direction;
      continue;
    }
    page = device.canvas().finish();
    page.content.page = {number, width, height, (own_rotation + extra * 90) % 360, "", "", 0, ""};
    break;
  }
  for (Problem& problem : problems) {
    problem.page = number;
    page.problems.push_back(std::move(problem));
  }
  return page;
}

}  // namespace gongshi::extract
