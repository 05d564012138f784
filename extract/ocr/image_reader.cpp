// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/image_reader.h"

#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "extract/layout.h"
#include "extract/ocr/page_reader.h"

namespace gongshi::extract {
namespace {

constexpr double kMostPixels = 2e8;

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
