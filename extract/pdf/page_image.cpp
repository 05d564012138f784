// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/page_image.h"

#include <Gfx.h>
#include <GfxState.h>
#include <OutputDev.h>
#include <PDFDoc.h>
#include <SplashOutputDev.h>
#include <Stream.h>
#include <splash/SplashBitmap.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "extract/pdf/drawing_bound.h"

namespace gongshi::extract {
namespace {

constexpr double kDefaultDpi = 300, kLeastDpi = 200, kMostDpi = 400;
constexpr double kMostPixels = 1.2e8;
constexpr double kEdge = 1.5;  // points that a picture may miss the page's edges by
constexpr double kLargePicture = 0.3;

/// The part of the page, in square points, that a box in the page's own units covers.
double covered(GfxState* state, double x0, double y0, double x1, double y1) {
  double left = 0, top = 0, right = 0, bottom = 0;
  state->getClipBBox(&left, &top, &right, &bottom);
  return std::max(0.0, std::min(right, x1) - std::max(left, x0)) *
         std::max(0.0, std::min(bottom, y1) - std::max(top, y0));
}

/// The same for a box in user space: of a picture, a unit square.
double covered_by_box(GfxState* state, const std::array<double, 4>& box) {
  double x0 = HUGE_VAL, y0 = HUGE_VAL, x1 = -HUGE_VAL, y1 = -HUGE_VAL;
  for (const double x : {box[0], box[2]})
    for (const double y : {box[1], box[3]}) {
      double at_x = 0, at_y = 0;
      state->transform(x, y, &at_x, &at_y);
      x0 = std::min(x0, at_x);
      y0 = std::min(y0, at_y);
      x1 = std::max(x1, at_x);
      y1 = std::max(y1, at_y);
    }
  return covered(state, x0, y0, x1, y1);
}

/// The same for the box around the path.
double covered_by_path(GfxState* state) {
  const GfxPath* path = state->getPath();
  double x0 = HUGE_VAL, y0 = HUGE_VAL, x1 = -HUGE_VAL, y1 = -HUGE_VAL;
  for (int i = 0; i < path->getNumSubpaths(); ++i) {
    const GfxSubpath* part = path->getSubpath(i);
    for (int point = 0; point < part->getNumPoints(); ++point) {
      double x = 0, y = 0;
      state->transform(part->getX(point), part->getY(point), &x, &y);
      x0 = std::min(x0, x);
      y0 = std::min(y0, y);
      x1 = std::max(x1, x);
      y1 = std::max(y1, y);
    }
  }
  return covered(state, x0, y0, x1, y1);
}

/// Draws nothing and counts everything.
class CountingDevice : public OutputDev {
 public:
  explicit CountingDevice(DrawingBound& bound) : bound_(bound) {}

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return true; }
  bool interpretType3Chars() override { return true; }
  bool useTilingPatternFill() override { return true; }
  bool useShadedFills(int) override { return true; }

  void beginForm(Ref) override { bound_.form(); }
  void beginTransparencyGroup(GfxState* state, const double* box, GfxColorSpace*, bool, bool, bool) override {
    bound_.form();
    bound_.surface(covered_by_box(state, {box[0], box[1], box[2], box[3]}));
  }
  void stroke(GfxState*) override { bound_.object(); }
  void fill(GfxState* state) override {
    bound_.object();
    bound_.surface(covered_by_path(state));
  }
  void eoFill(GfxState* state) override { fill(state); }
  void drawChar(GfxState*, double, double, double, double, double, double, CharCode, int, const Unicode*,
                int) override {
    bound_.object();
  }
  bool beginType3Char(GfxState*, double, double, double, double, CharCode, const Unicode*, int) override {
    bound_.object();
    return false;
  }
  // One tile stands for all: a picture is made of one.
  bool tilingPatternFill(GfxState*, Gfx* gfx, Catalog*, GfxTilingPattern* pattern, const double* matrix, int, int, int,
                         int, double, double) override {
    bound_.form();
    gfx->drawForm(pattern->getContentStream(), pattern->getResDict(), matrix, pattern->getBBox());
    return true;
  }
  bool functionShadedFill(GfxState* state, GfxFunctionShading*) override { return shaded(state); }
  bool axialShadedFill(GfxState* state, GfxAxialShading*, double, double) override { return shaded(state); }
  bool radialShadedFill(GfxState* state, GfxRadialShading*, double, double) override { return shaded(state); }
  bool gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading*) override { return shaded(state); }
  bool patchMeshShadedFill(GfxState* state, GfxPatchMeshShading*) override { return shaded(state); }
  void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                 bool interpolate, const int* mask, bool inline_image) override {
    picture(state, width, height);
    OutputDev::drawImage(state, ref, stream, width, height, colors, interpolate, mask, inline_image);
  }
  void drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height, bool invert, bool interpolate,
                     bool inline_image) override {
    picture(state, width, height);
    OutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, inline_image);
  }

 private:
  bool shaded(GfxState* state) {
    bound_.object();
    bound_.surface(covered(state, -HUGE_VAL, -HUGE_VAL, HUGE_VAL, HUGE_VAL));
    return true;
  }
  void picture(GfxState* state, int width, int height) {
    bound_.object();
    bound_.surface(covered_by_box(state, {0, 0, 1, 1}), static_cast<double>(width) * height);
  }

  DrawingBound& bound_;
};

/// Looks at what a page draws: whether it is a single picture, and how fine its pictures are.
class Survey : public OutputDev {
 public:
  Survey(double width, double height) : width_(width), height_(height) {}

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return true; }
  bool interpretType3Chars() override { return false; }

  void stroke(GfxState*) override { ++other_; }
  void fill(GfxState* state) override { count_fill(state); }
  void eoFill(GfxState* state) override { count_fill(state); }
  void drawChar(GfxState* state, double, double, double, double, double, double, CharCode, int, const Unicode*,
                int) override {
    if ((state->getRender() & 3) != 3) ++other_;
  }
  void drawImageMask(GfxState* state, Object*, Stream* stream, int width, int height, bool, bool,
                     bool inline_image) override {
    note(state, width, height);
    ++other_;  // A stencil: its colour and its gaps need drawing.
    if (inline_image) skip(stream, (static_cast<Goffset>(width) + 7) / 8 * height);
  }
  void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                 bool interpolate, const int* mask, bool inline_image) override {
    note(state, width, height);
    if (mask != nullptr || pictures_ > 1 || other_ > 0 || !fills_page(state) ||
        static_cast<double>(width) * height > kMostPixels) {
      picture_ = {};
      OutputDev::drawImage(state, ref, stream, width, height, colors, interpolate, mask, inline_image);
      return;
    }
    decode(stream, width, height, *colors);
  }
  void drawSoftMaskedImage(GfxState* state, Object*, Stream*, int width, int height, GfxImageColorMap*, bool, Stream*,
                           int, int, GfxImageColorMap*, bool) override {
    note(state, width, height);
    ++other_;
  }
  void drawMaskedImage(GfxState* state, Object*, Stream*, int width, int height, GfxImageColorMap*, bool, Stream*, int,
                       int, bool, bool) override {
    note(state, width, height);
    ++other_;
  }

  /// The page's only content, decoded; without pixels if the page has other content.
  [[nodiscard]] PagePicture single_picture() {
    return pictures_ == 1 && other_ == 0 ? std::move(picture_) : PagePicture{};
  }
  [[nodiscard]] double finest() const { return finest_; }

 private:
  static void skip(Stream* stream, Goffset bytes) {
    stream->reset();
    for (Goffset i = 0; i < bytes && stream->getChar() != EOF; ++i) {
    }
    stream->close();
  }

  void count_fill(GfxState* state) {
    GfxRGB color;
    state->getFillRGB(&color);
    const bool white = std::min({colToDbl(color.r), colToDbl(color.g), colToDbl(color.b)}) > 0.97;
    if (!white || pictures_ > 0) ++other_;  // White before the picture is the page's ground.
  }

  void note(GfxState* state, int width, int height) {
    ++pictures_;
    const double* m = state->getCTM();
    const double across = std::hypot(m[0], m[1]), down = std::hypot(m[2], m[3]);
    if (across * down < kLargePicture * width_ * height_) return;
    finest_ = std::max({finest_, width / across * 72, height / down * 72});
  }

  [[nodiscard]] bool fills_page(GfxState* state) const {
    const double* m = state->getCTM();
    return std::abs(m[1]) < kEdge && std::abs(m[2]) < kEdge && std::abs(m[0] - width_) < kEdge &&
           std::abs(m[3] + height_) < kEdge && std::abs(m[4]) < kEdge && std::abs(m[5] - height_) < kEdge;
  }

  void decode(Stream* stream, int width, int height, GfxImageColorMap& colors) {
    picture_ = {width,
                height,
                colors.getNumPixelComps() == 1 && colors.getColorSpace()->getMode() == csDeviceGray ? 1 : 3,
                width / width_ * 72,
                {}};
    picture_.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                               static_cast<std::size_t>(picture_.channels),
                           255);
    ImageStream lines(stream, width, colors.getNumPixelComps(), colors.getBits());
    lines.reset();
    std::vector<unsigned char> row(static_cast<std::size_t>(width) * 3);
    for (int y = 0; y < height; ++y) {
      unsigned char* line = lines.getLine();
      if (line == nullptr) break;
      std::uint8_t* target = picture_.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) *
                                                          static_cast<std::size_t>(picture_.channels);
      if (picture_.channels == 1) {
        colors.getGrayLine(line, target, width);
      } else {
        colors.getRGBLine(line, row.data(), width);
        std::copy(row.begin(), row.end(), target);
      }
    }
    lines.close();
  }

  double width_, height_;
  int pictures_ = 0, other_ = 0;
  double finest_ = 0;
  PagePicture picture_;
};

PagePicture drawn(PDFDoc& document, int number, double dpi) {
  SplashColor white = {255, 255, 255};
  SplashOutputDev device(splashModeRGB8, 1, false, white);
  device.startDoc(&document);
  document.displayPage(&device, number, dpi, dpi, 0, false, true, false);
  SplashBitmap* bitmap = device.getBitmap();
  if (bitmap == nullptr || bitmap->getDataPtr() == nullptr) return {};
  PagePicture picture{bitmap->getWidth(), bitmap->getHeight(), 3, dpi, {}};
  const auto row = static_cast<std::size_t>(picture.width) * 3;
  picture.pixels.resize(row * static_cast<std::size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    const unsigned char* source = bitmap->getDataPtr() + static_cast<std::ptrdiff_t>(y) * bitmap->getRowSize();
    std::copy(source, source + row, picture.pixels.data() + static_cast<std::size_t>(y) * row);
  }
  return picture;
}

}  // namespace

void count_drawing(PDFDoc& document, int number, DrawingBound& bound) {
  CountingDevice device(bound);
  static_cast<void>(bound.draw(
      [&] { document.displayPage(&device, number, 72, 72, 0, false, true, false, &DrawingBound::reached, &bound); }));
}

Result<PagePicture> page_image(PDFDoc& document, int number) {
  const Error damaged{"page-damaged", "The page's picture cannot be decoded.", number};
  if (number < 1 || number > document.getNumPages() || document.getPage(number) == nullptr) return damaged;
  double width = document.getPageCropWidth(number), height = document.getPageCropHeight(number);
  if ((document.getPageRotate(number) / 90) % 2 != 0) std::swap(width, height);
  if (!(width > 0 && height > 0)) return damaged;
  DrawingBound bound;
  count_drawing(document, number, bound);
  if (bound.passed()) return damaged;
  Survey survey(width, height);
  document.displayPage(&survey, number, 72, 72, 0, false, true, false);
  if (PagePicture picture = survey.single_picture(); !picture.pixels.empty()) return picture;
  double dpi = survey.finest() > 0 ? std::clamp(survey.finest(), kLeastDpi, kMostDpi) : kDefaultDpi;
  dpi = std::min(dpi, std::sqrt(kMostPixels / (width * height)) * 72);
  PagePicture picture = drawn(document, number, dpi);
  if (picture.pixels.empty()) return damaged;
  return picture;
}

}  // namespace gongshi::extract
