// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/page_pictures.h"

#include <allheaders.h>
#include <fmt/format.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>
#include <webp/encode.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "extract/archive/archive_reader.h"
#include "extract/ocr/image_reader.h"
#include "extract/ocr/page_analysis.h"
#include "extract/ofd/ofd_file.h"
#include "extract/ofd/ofd_page_pdf.h"
#include "extract/pdf/pdf_file.h"
#include "extract/sha256.h"

namespace gongshi::extract {
namespace {

constexpr double kPointsPerInch = 72;
/// Files kept open: one per drawing thread is enough, as each thread goes through one file at a time.
constexpr std::size_t kOpenFiles = 4;

/// Pixels in rows of three bytes, red, green, blue.
struct Raster {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;

  std::uint8_t* at(int x, int y) {
    return pixels.data() +
           3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
  }
};

}  // namespace

/// The formats' part of a PageDrawer.
class PageDrawer::Pages {
 public:
  Pages() = default;
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  virtual ~Pages() = default;
  /// Size of the page in points. Error: "page-missing".
  virtual Result<Box> page_box(int page) = 0;
  /// Precondition: page exists.
  virtual Result<Raster> draw(int page, const Box& area, double dpi) = 0;
};

namespace {

/// First pixel and number of pixels that cover an extent of the page.
std::pair<int, int> pixel_extent(double begin, double end, double dpi) {
  const int first = static_cast<int>(std::floor(begin * dpi / kPointsPerInch));
  const int last = static_cast<int>(std::ceil(end * dpi / kPointsPerInch));
  return {first, std::max(1, last - first)};
}

class OpenPdf : public PageDrawer::Pages {
 public:
  static std::unique_ptr<OpenPdf> open(std::string bytes) {
    auto file = std::make_unique<OpenPdf>();
    file->bytes_ = std::move(bytes);
    file->document_.reset(
        poppler::document::load_from_raw_data(file->bytes_.data(), static_cast<int>(file->bytes_.size())));
    if (file->document_ == nullptr || file->document_->is_locked()) return nullptr;
    return file;
  }

  Result<Box> page_box(int page) override {
    const poppler::page* shown = load(page);
    if (shown == nullptr)
      return Error{"page-missing", fmt::format("page {} of {} pages.", page, document_->pages()), page};
    const poppler::rectf box = shown->page_rect(poppler::crop_box);
    const bool sideways =
        shown->orientation() == poppler::page::landscape || shown->orientation() == poppler::page::seascape;
    return sideways ? Box{0, 0, box.height(), box.width()} : Box{0, 0, box.width(), box.height()};
  }

  Result<Raster> draw(int page, const Box& area, double dpi) override {
    const auto [x, width] = pixel_extent(area.x0, area.x1, dpi);
    const auto [y, height] = pixel_extent(area.y0, area.y1, dpi);
    if (!drawable(page))
      return Error{"picture-failed", fmt::format("page {} draws more than any notice does.", page), page};
    poppler::page_renderer renderer;
    renderer.set_render_hints(poppler::page_renderer::antialiasing | poppler::page_renderer::text_antialiasing);
    renderer.set_image_format(poppler::image::format_rgb24);
    const poppler::image image = renderer.render_page(load(page), dpi, dpi, x, y, width, height);
    if (!image.is_valid()) return Error{"picture-failed", fmt::format("page {} cannot be drawn.", page), page};
    Raster raster{image.width(), image.height(), {}};
    const auto row_bytes = static_cast<std::size_t>(raster.width) * 3;
    raster.pixels.resize(row_bytes * static_cast<std::size_t>(raster.height));
    for (int row = 0; row < raster.height; ++row)
      std::copy_n(image.const_data() + static_cast<std::ptrdiff_t>(row) * image.bytes_per_row(), row_bytes,
                  reinterpret_cast<char*>(raster.at(0, row)));
    return raster;
  }

 private:
  /// Poppler's renderer has no bound of its own.
  bool drawable(int page) {
    if (const auto known = drawable_.find(page); known != drawable_.end()) return known->second;
    if (!file_) {
      Result<PdfFile> file = PdfFile::open(bytes_);
      if (!file) return true;  // What one reader repairs and the other does not.
      file_.emplace(*std::move(file));
    }
    return drawable_[page] = file_->drawable(page);
  }

  const poppler::page* load(int page) {
    if (page != loaded_ || page_ == nullptr) {
      page_.reset(page < 1 || page > document_->pages() ? nullptr : document_->create_page(page - 1));
      loaded_ = page;
    }
    return page_.get();
  }

  std::string bytes_;  // Poppler reads from it as long as the document lives.
  std::unique_ptr<poppler::document> document_;
  std::unique_ptr<poppler::page> page_;
  int loaded_ = 0;
  std::optional<PdfFile> file_;
  std::map<int, bool> drawable_;  // By page.
};

/// A part of a picture, scaled: each pixel is the mean colour of the source's pixels under it (the nearest one where
/// that is smaller than a pixel).
class Scaler {
 public:
  explicit Scaler(const PagePicture& picture) : picture_(picture) {}

  [[nodiscard]] Box box() const {
    const double scale = kPointsPerInch / plausible_dpi(picture_);
    return Box{0, 0, picture_.width * scale, picture_.height * scale};
  }

  [[nodiscard]] Raster draw(const Box& area, double dpi) const {
    const auto [x, width] = pixel_extent(area.x0, area.x1, dpi);
    const auto [y, height] = pixel_extent(area.y0, area.y1, dpi);
    const double step = plausible_dpi(picture_) / dpi;
    Raster raster{
        width, height,
        std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 255)};
    for (int row = 0; row < height; ++row)
      for (int column = 0; column < width; ++column)
        average((x + column) * step, (y + row) * step, step, raster.at(column, row));
    return raster;
  }

 private:
  void average(double left, double top, double step, std::uint8_t* out) const {
    const int x0 = static_cast<int>(left), y0 = static_cast<int>(top);
    const int x1 = std::min(picture_.width, std::max(x0 + 1, static_cast<int>(left + step)));
    const int y1 = std::min(picture_.height, std::max(y0 + 1, static_cast<int>(top + step)));
    if (x0 < 0 || y0 < 0 || x0 >= x1 || y0 >= y1) return;
    const auto channels = static_cast<std::size_t>(picture_.channels);
    std::array<unsigned, 3> sum{};
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x) {
        const std::size_t at =
            (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture_.width) + static_cast<std::size_t>(x)) *
            channels;
        for (std::size_t i = 0; i < 3; ++i) sum[i] += picture_.pixels[at + (channels == 3 ? i : 0)];
      }
    const auto count = static_cast<unsigned>((x1 - x0) * (y1 - y0));
    for (std::size_t i = 0; i < 3; ++i) out[i] = static_cast<std::uint8_t>(sum[i] / count);
  }

  const PagePicture& picture_;
};

/// A picture file. Its pages are decoded anew for every drawing: kept, one page of 600 dpi takes 100 MB.
class OpenImage : public PageDrawer::Pages {
 public:
  explicit OpenImage(std::string bytes) : bytes_(std::move(bytes)) {}

  Result<Box> page_box(int page) override {
    if (auto loaded = load(page); !loaded) return loaded.error();
    return Scaler(picture_).box();
  }

  Result<Raster> draw(int page, const Box& area, double dpi) override {
    if (auto loaded = load(page); !loaded) return loaded.error();
    Raster raster = Scaler(picture_).draw(area, dpi);
    picture_ = {};
    loaded_ = 0;
    return raster;
  }

 private:
  Result<void> load(int page) {
    if (page == loaded_) return {};
    auto decoded = decode_image(bytes_, page - 1);
    if (!decoded) return decoded.error();
    picture_ = *std::move(decoded);
    loaded_ = page;
    return {};
  }

  std::string bytes_;
  PagePicture picture_;
  int loaded_ = 0;
};

/// An OFD file: pages that are pictures as they are, others set anew from what they draw.
class OpenOfd : public PageDrawer::Pages {
 public:
  static std::unique_ptr<OpenOfd> open(std::string bytes, const std::string& shown) {
    auto pages = std::make_unique<OpenOfd>();
    pages->bytes_ = std::move(bytes);
    auto file = OfdFile::open(pages->bytes_, shown);
    if (!file) return nullptr;
    pages->file_.emplace(*std::move(file));
    return pages;
  }

  Result<Box> page_box(int page) override {
    if (page < 1 || page > file_->pages())
      return Error{"page-missing", fmt::format("page {} of {} pages.", page, file_->pages()), page};
    const DrawnPage drawn = file_->read_page(page);
    picture_.reset();
    set_.reset();
    const Box box{0, 0, drawn.content.page.width, drawn.content.page.height};
    if (drawn.picture_share > kPicturePage && drawn.content.glyphs.empty())
      if (auto picture = file_->picture(page)) picture_ = *std::move(picture);
    if (!picture_) set_ = OpenPdf::open(pdf_of_page(drawn.content));
    return box;
  }

  /// Follows page_box(page).
  Result<Raster> draw(int page, const Box& area, double dpi) override {
    if (picture_) return Scaler(*picture_).draw(area, dpi);
    if (set_ == nullptr || !set_->page_box(1))
      return Error{"picture-failed", fmt::format("page {} cannot be drawn.", page), page};
    return set_->draw(1, area, dpi);
  }

 private:
  static constexpr double kPicturePage = 0.5;  // Share of the page that a scan covers at least.

  std::string bytes_;  // The file reads from it.
  std::optional<OfdFile> file_;
  std::optional<PagePicture> picture_;
  std::unique_ptr<OpenPdf> set_;
};

bool has_pages(const Source& source) {
  return source.kind == "pdf" || source.kind == "scan" || source.kind == "image" || source.kind == "ofd";
}

Error no_pages(const Source& source) {
  return {"no-pages", source.display() + ": files of the kind " + source.kind + " have no pages to draw."};
}

Error gone(const Source& source) {
  return {"source-gone", source.display() + ": no longer there; put the file back to get pictures of its pages."};
}

Result<std::string> load_source(const Source& source, std::uint64_t max_bytes) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(source.path, error);
  if (error) return gone(source);
  if (size > max_bytes) return Error{"file-unreadable", source.display() + ": too large to be drawn."};
  std::ifstream file(source.path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) return Error{"file-unreadable", source.display() + ": cannot be read."};
  if (source.member.empty()) return bytes;
  std::optional<std::string> member;
  static_cast<void>(for_each_member(bytes, source.path, {}, [&](const std::string& name, const auto& contents) {
    if (name == source.member && contents) member = std::string(*contents);
    return name != source.member;
  }));
  if (!member) return gone(source);
  return *std::move(member);
}

void paint(Raster& raster, const Box& box, const Box& area, double dpi) {
  const double scale = dpi / kPointsPerInch;
  const auto pixel = [](double value, int limit) { return std::clamp(static_cast<int>(std::lround(value)), 0, limit); };
  const int x0 = pixel((box.x0 - area.x0) * scale - 1, raster.width),
            x1 = pixel((box.x1 - area.x0) * scale + 1, raster.width);
  const int y0 = pixel((box.y0 - area.y0) * scale - 1, raster.height),
            y1 = pixel((box.y1 - area.y0) * scale + 1, raster.height);
  constexpr std::uint8_t kMaskGrey = 0x88;
  for (int y = y0; y < y1; ++y)
    if (x1 > x0) std::fill_n(raster.at(x0, y), static_cast<std::size_t>(x1 - x0) * 3, kMaskGrey);
}

/// True where nothing but greys is there: 24 steps between the colours are what JPEG and blending leave on black and
/// white.
bool is_grey(const Raster& raster) {
  constexpr int kTolerance = 24;
  for (std::size_t i = 0; i + 2 < raster.pixels.size(); i += 3) {
    const auto [low, high] = std::minmax({raster.pixels[i], raster.pixels[i + 1], raster.pixels[i + 2]});
    if (high - low > kTolerance) return false;
  }
  return true;
}

/// True where most pixels are white, as on a page of text that was not scanned: 16 greys are then enough, and pack
/// well.
bool is_drawn(const Raster& raster) {
  std::size_t white = 0;
  for (std::size_t i = 0; i + 2 < raster.pixels.size(); i += 3)
    white += raster.pixels[i] == 255 && raster.pixels[i + 1] == 255 && raster.pixels[i + 2] == 255;
  return white * 3 * 10 > raster.pixels.size() * 6;
}

std::string encode_png(Raster& raster) {
  PIX* pix = pixCreate(raster.width, raster.height, 4);
  if (pix == nullptr) return {};
  pixSetColormap(pix, pixcmapCreateLinear(4, 16));
  pixSetSpecial(pix, 10 + 3);  // zlib level 3: a fifth of level 6's time for a tenth more bytes.
  l_uint32* data = pixGetData(pix);
  const int words = pixGetWpl(pix);
  for (int y = 0; y < raster.height; ++y) {
    const std::uint8_t* row = raster.at(0, y);
    for (int x = 0; x < raster.width; ++x)
      SET_DATA_QBIT(data + static_cast<std::ptrdiff_t>(y) * words, x, (row[3 * x + 1] * 15 + 127) / 255);
  }
  l_uint8* bytes = nullptr;
  std::size_t size = 0;
  const bool written = pixWriteMem(&bytes, &size, pix, IFF_PNG) == 0;
  std::string out = written ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string();
  lept_free(bytes);
  pixDestroy(&pix);
  return out;
}

std::string encode_webp(const Raster& raster, float quality) {
  std::uint8_t* bytes = nullptr;
  const std::size_t size =
      WebPEncodeRGB(raster.pixels.data(), raster.width, raster.height, 3 * raster.width, quality, &bytes);
  std::string out(reinterpret_cast<const char*>(bytes), size);
  WebPFree(bytes);
  return out;
}

/// Poppler writes to stderr what it dislikes about a file.
void silence_poppler() {
  static const bool done = [] {
    poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
    return true;
  }();
  static_cast<void>(done);
}

class PictureMaker : public PagePictures {
 public:
  explicit PictureMaker(const PictureOptions& options) : options_(options) {}

  Result<Picture> page(const Source& source, int page, double dpi, const std::vector<Box>& masks) const override {
    return make(source, page, nullptr, dpi, masks);
  }

  Result<Picture> area(const Source& source, int page, const Box& area, double dpi,
                       const std::vector<Box>& masks) const override {
    return make(source, page, &area, dpi, masks);
  }

 private:
  struct Entry {
    std::string sha256;
    PageDrawer drawer;
  };

  Result<Picture> make(const Source& source, int page, const Box* wanted, double dpi,
                       const std::vector<Box>& masks) const {
    auto entry = take(source);
    if (!entry) return entry.error();
    Result<Picture> picture = entry->drawer.draw(page, dpi, masks, wanted);
    give_back(*std::move(entry));
    if (!picture) return Error{picture.error().code, source.display() + ": " + picture.error().message, page};
    return picture;
  }

  /// The source, opened after a check of its hash; from those kept open where it is there.
  Result<Entry> take(const Source& source) const {
    {
      const std::lock_guard lock(mutex_);
      const auto found =
          std::find_if(open_.begin(), open_.end(), [&](const Entry& entry) { return entry.sha256 == source.sha256; });
      if (found != open_.end()) {
        Entry entry = std::move(*found);
        open_.erase(found);
        return entry;
      }
    }
    if (!has_pages(source)) return no_pages(source);
    auto bytes = load_source(source, options_.max_bytes);
    if (!bytes) return bytes.error();
    auto drawer = PageDrawer::open(*std::move(bytes), source, options_);
    if (!drawer) return drawer.error();
    return Entry{source.sha256, *std::move(drawer)};
  }

  void give_back(Entry entry) const {
    const std::lock_guard lock(mutex_);
    if (open_.size() >= kOpenFiles) open_.erase(open_.begin());
    open_.push_back(std::move(entry));
  }

  PictureOptions options_;
  mutable std::mutex mutex_;
  mutable std::vector<Entry> open_;  ///< The one used last is last.
};

}  // namespace

PageDrawer::PageDrawer(std::unique_ptr<Pages> pages, const PictureOptions& options)
    : pages_(std::move(pages)), options_(options) {}
PageDrawer::PageDrawer(PageDrawer&&) noexcept = default;
PageDrawer& PageDrawer::operator=(PageDrawer&&) noexcept = default;
PageDrawer::~PageDrawer() = default;

Result<PageDrawer> PageDrawer::open(std::string bytes, const Source& source, const PictureOptions& options) {
  silence_poppler();
  if (!has_pages(source)) return no_pages(source);
  if (sha256(bytes) != source.sha256)
    return Error{"source-changed",
                 source.display() + ": changed since it was read; audit it again to get pictures of its pages."};
  std::unique_ptr<Pages> pages;
  if (source.kind == "image")
    pages = std::make_unique<OpenImage>(std::move(bytes));
  else if (source.kind == "ofd")
    pages = OpenOfd::open(std::move(bytes), source.display());
  else
    pages = OpenPdf::open(std::move(bytes));
  if (pages == nullptr) return Error{"file-damaged", source.display() + ": cannot be opened for drawing."};
  return PageDrawer(std::move(pages), options);
}

Result<Picture> PageDrawer::draw(int page, double dpi, const std::vector<Box>& masks, const Box* wanted) {
  const Result<Box> whole = pages_->page_box(page);
  if (!whole) return whole.error();
  Box area = *whole;
  if (wanted != nullptr)
    area = {std::max(area.x0, wanted->x0), std::max(area.y0, wanted->y0), std::min(area.x1, wanted->x1),
            std::min(area.y1, wanted->y1)};
  const double pixels = area.width() * area.height() * dpi * dpi / (kPointsPerInch * kPointsPerInch);
  if (area.empty() || !(dpi > 0) || !(pixels <= options_.max_pixels))
    return Error{"picture-failed",
                 fmt::format("page {}: an area of {:.0f} × {:.0f} points cannot be drawn at {:.0f} dpi.", page,
                             area.width(), area.height(), dpi),
                 page};
  auto raster = pages_->draw(page, area, dpi);
  if (!raster) return raster.error();
  for (const Box& mask : masks) paint(*raster, mask, area, dpi);
  Picture picture;
  picture.width = raster->width;
  picture.height = raster->height;
  picture.scale = dpi / kPointsPerInch;
  picture.area = area;
  const bool png = is_grey(*raster) && is_drawn(*raster);
  picture.media_type = png ? "image/png" : "image/webp";
  picture.bytes = png ? encode_png(*raster) : encode_webp(*raster, options_.webp_quality);
  if (picture.bytes.empty())
    return Error{"picture-failed", fmt::format("page {}: the picture cannot be encoded.", page), page};
  return picture;
}

std::unique_ptr<PagePictures> make_page_pictures(const PictureOptions& options) {
  return std::make_unique<PictureMaker>(options);
}

}  // namespace gongshi::extract
