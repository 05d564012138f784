// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/image_reader.h"

#include <fmt/format.h>
#include <leptonica/allheaders.h>
#include <libheif/heif.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "extract/layout.h"
#include "extract/ocr/page_reader.h"

namespace gongshi::extract {
namespace {

constexpr double kMostPixels = 2e8;
constexpr int kLeastSide = 200;  // pixels; a page this small shows no character

using PixPointer = std::unique_ptr<Pix, void (*)(Pix*)>;

PixPointer own(Pix* pix) {
  return {pix, [](Pix* it) { pixDestroy(&it); }};
}

/// Leptonica writes its complaints to stderr unless told otherwise.
void silence() {
  static std::once_flag once;
  std::call_once(once, [] { setMsgSeverity(L_SEVERITY_NONE); });
}

const l_uint8* data(std::string_view bytes) { return reinterpret_cast<const l_uint8*>(bytes.data()); }

bool is_tiff(std::string_view bytes) {
  return bytes.starts_with(std::string_view("II*\0", 4)) || bytes.starts_with(std::string_view("MM\0*", 4));
}

/// The header's claim, read before anything is decoded: a bomb must not be unpacked first.
bool within_limits(std::string_view bytes, int index) {
  l_int32 width = 0, height = 0;
  if (is_tiff(bytes)) {
    if (readHeaderMemTiff(data(bytes), bytes.size(), index, &width, &height, nullptr, nullptr, nullptr, nullptr,
                          nullptr) != 0)
      return true;
  } else if (pixReadHeaderMem(data(bytes), bytes.size(), nullptr, &width, &height, nullptr, nullptr, nullptr) != 0) {
    return true;  // Decoding will say what is wrong.
  }
  return static_cast<double>(width) * height <= kMostPixels;
}

bool is_heif(std::string_view bytes) {
  return bytes.size() > 12 && bytes.substr(4, 4) == "ftyp" &&
         heif_check_filetype(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                             static_cast<int>(std::min<std::size_t>(bytes.size(), 4096))) != heif_filetype_no;
}

// A picture of HEIC or AVIF, open; the handle is the primary one's.
class Heif {
 public:
  explicit Heif(std::string_view bytes) {
    context_.reset(heif_context_alloc());
    heif_image_handle* handle = nullptr;
    if (context_ == nullptr ||
        heif_context_read_from_memory_without_copy(context_.get(), bytes.data(), bytes.size(), nullptr).code !=
            heif_error_Ok ||
        heif_context_get_primary_image_handle(context_.get(), &handle).code != heif_error_Ok)
      return;
    handle_.reset(handle);
  }

  [[nodiscard]] std::pair<int, int> size() const {
    if (handle_ == nullptr) return {0, 0};
    return {heif_image_handle_get_width(handle_.get()), heif_image_handle_get_height(handle_.get())};
  }

  [[nodiscard]] Result<PagePicture> decode(int index) const {
    heif_image* image = nullptr;
    const heif_error error =
        heif_decode_image(handle_.get(), &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, nullptr);
    const std::unique_ptr<heif_image, Free> owned(image);
    if (error.code == heif_error_Unsupported_filetype || error.code == heif_error_Unsupported_feature)
      return Error{"file-damaged",
                   "The picture is HEIC of a kind that the installed libheif cannot decode: save it as JPEG.",
                   index + 1};
    if (error.code != heif_error_Ok)
      return Error{"file-damaged", "The picture is damaged: ask for it again.", index + 1};
    int stride = 0;
    const std::uint8_t* rows = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    const int width = heif_image_get_width(image, heif_channel_interleaved),
              height = heif_image_get_height(image, heif_channel_interleaved);
    if (rows == nullptr || width <= 0 || height <= 0)
      return Error{"file-damaged", "The picture's colours cannot be understood.", index + 1};
    PagePicture picture{width, height, 3, 0, {}};
    const auto row = static_cast<std::size_t>(width) * 3;
    picture.pixels.resize(row * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y)
      std::copy_n(rows + static_cast<std::ptrdiff_t>(y) * stride, row,
                  picture.pixels.data() + static_cast<std::size_t>(y) * row);
    return picture;
  }

 private:
  struct Free {
    void operator()(heif_context* context) const { heif_context_free(context); }
    void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
    void operator()(heif_image* image) const { heif_image_release(image); }
  };
  std::unique_ptr<heif_context, Free> context_;
  std::unique_ptr<heif_image_handle, Free> handle_;
};

PagePicture to_picture(Pix* pix) {
  const bool grey = pixGetDepth(pix) == 8;
  PagePicture picture{pixGetWidth(pix), pixGetHeight(pix), grey ? 1 : 3, static_cast<double>(pixGetXRes(pix)), {}};
  picture.pixels.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) *
                        static_cast<std::size_t>(picture.channels));
  std::uint8_t* target = picture.pixels.data();
  for (int y = 0; y < picture.height; ++y) {
    const l_uint32* line = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
    for (int x = 0; x < picture.width; ++x) {
      if (grey) {
        *target++ = static_cast<std::uint8_t>(line[x / 4] >> (24 - 8 * (x % 4)));
        continue;
      }
      const l_uint32 pixel = line[x];
      *target++ = static_cast<std::uint8_t>(pixel >> L_RED_SHIFT);
      *target++ = static_cast<std::uint8_t>(pixel >> L_GREEN_SHIFT);
      *target++ = static_cast<std::uint8_t>(pixel >> L_BLUE_SHIFT);
    }
  }
  return picture;
}

}  // namespace

bool is_image(std::string_view bytes) {
  if (is_heif(bytes)) return true;
  l_int32 format = IFF_UNKNOWN;
  if (bytes.size() < 12 || findFileFormatBuffer(data(bytes), &format) != 0) return false;
  return is_tiff(bytes) || format == IFF_PNG || format == IFF_JFIF_JPEG || format == IFF_BMP || format == IFF_GIF ||
         format == IFF_WEBP || format == IFF_JP2;
}

int image_pages(std::string_view bytes) {
  silence();
  if (!is_image(bytes)) return 0;
  if (!is_tiff(bytes)) return 1;
  std::unique_ptr<FILE, int (*)(FILE*)> file(fmemopen(const_cast<char*>(bytes.data()), bytes.size(), "rb"),
                                             std::fclose);
  l_int32 count = 0;
  if (file == nullptr || tiffGetCount(file.get(), &count) != 0) return 0;
  return std::max(0, count);
}

Result<PagePicture> decode_image(std::string_view bytes, int index) {
  silence();
  const int pages = image_pages(bytes);
  if (pages == 0) return Error{"file-damaged", "The picture is damaged or of a kind that is not known.", index + 1};
  if (index < 0 || index >= pages)
    return Error{"page-missing", fmt::format("The file has {} picture(s).", pages), index + 1};
  if (is_heif(bytes)) {
    const Heif file(bytes);
    const auto [width, height] = file.size();
    if (width <= 0 || height <= 0) return Error{"file-damaged", "The picture is damaged: ask for it again.", index + 1};
    if (static_cast<double>(width) * height > kMostPixels)
      return Error{"picture-too-large", "The picture has over 200 million pixels: scale it down.", index + 1};
    return file.decode(index);
  }
  if (!within_limits(bytes, index))
    return Error{"picture-too-large", "The picture has over 200 million pixels: scale it down.", index + 1};
  PixPointer pix =
      own(is_tiff(bytes) ? pixReadMemTiff(data(bytes), bytes.size(), index) : pixReadMem(data(bytes), bytes.size()));
  if (pix == nullptr) return Error{"file-damaged", "The picture is damaged: ask for it again.", index + 1};
  if (pixGetDepth(pix.get()) == 32 && pixGetSpp(pix.get()) == 4) {
    PixPointer opaque = own(pixAlphaBlendUniform(pix.get(), 0xffffff00));
    if (opaque != nullptr) pix = std::move(opaque);
  }
  const int resolution = pixGetXRes(pix.get());
  if (pixGetColormap(pix.get()) != nullptr) pix = own(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
  if (pix != nullptr && pixGetDepth(pix.get()) != 32 && pixGetDepth(pix.get()) != 8)
    pix = own(pixConvertTo8(pix.get(), 0));
  if (pix == nullptr) return Error{"file-damaged", "The picture's colours cannot be understood.", index + 1};
  pixSetXRes(pix.get(), resolution);
  return to_picture(pix.get());
}

std::pair<int, int> image_size(std::string_view bytes) {
  silence();
  l_int32 width = 0, height = 0;
  if (!is_image(bytes)) return {0, 0};
  if (is_heif(bytes)) return Heif(bytes).size();
  const int failed =
      is_tiff(bytes) ? readHeaderMemTiff(data(bytes), bytes.size(), 0, &width, &height, nullptr, nullptr, nullptr,
                                         nullptr, nullptr)
                     : pixReadHeaderMem(data(bytes), bytes.size(), nullptr, &width, &height, nullptr, nullptr, nullptr);
  return failed != 0 ? std::pair(0, 0) : std::pair<int, int>(width, height);
}

RecognizedPictures recognize_pictures(const std::vector<std::string_view>& files, const Options& options) {
  RecognizedPictures result;
  std::vector<int> index_in_file;
  for (std::size_t file = 0; file < files.size(); ++file) {
    const int pages = image_pages(files[file]);
    for (int index = 0; index < pages; ++index) {
      result.file_of_page.push_back(file);
      index_in_file.push_back(index);
    }
  }
  const std::size_t found = result.file_of_page.size();
  const std::size_t read = std::min(found, static_cast<std::size_t>(std::max(0, options.max_pages)));
  result.file_of_page.resize(read);
  Document& document = result.document;
  if (read < found)
    document.problems.push_back(
        {"too-many-pages", fmt::format("Only the first {} of {} pictures were read.", read, found), 0});
  std::vector<PageContent> contents(read);
  std::vector<int> numbers;
  for (PageContent& content : contents) {
    numbers.push_back(static_cast<int>(numbers.size()) + 1);
    content.page.number = numbers.back();
    content.page.text_source = "empty";
  }
  const auto load = [&](int number) {
    const auto page = static_cast<std::size_t>(number) - 1;
    return decode_image(files[result.file_of_page[page]], index_in_file[page]);
  };
  const auto placements = recognize_pages(contents, numbers, load, options, document.problems);
  for (const PageContent& content : contents) document.pages.push_back(content.page);
  if (placements.size() == contents.size()) put_in_order(contents, document.problems);
  document.blocks = layout_pages(contents, options);
  show_as_in_file(placements, document);
  result.recognized = !placements.empty();
  return result;
}

Result<Document> read_image(std::string_view bytes, Source source, const Options& options) {
  const std::string name = source.display();
  const int pages = image_pages(bytes);
  if (pages == 0) return Error{"file-damaged", name + ": the picture is damaged; ask for it again."};
  // Icons, buttons and banners of a saved web page: no text of a page is legible at such a size.
  if (const auto [width, height] = image_size(bytes); pages == 1 && width > 0 && std::min(width, height) < kLeastSide) {
    Document document;
    source.kind = "image";
    source.pages = pages;
    document.source = std::move(source);
    return document;
  }
  RecognizedPictures pictures = recognize_pictures({bytes}, options);
  Document document = std::move(pictures.document);
  source.kind = "image";
  source.pages = pages;
  document.source = std::move(source);
  if (!pictures.recognized && !document.problems.empty()) {
    return Error{document.problems.back().code, fmt::format("{}: {}", name, document.problems.back().message)};
  }
  if (document.blocks.empty())
    return Error{"no-text", fmt::format("{}: no text was found on any of its {} picture(s).", name, pages)};
  return document;
}

}  // namespace gongshi::extract
