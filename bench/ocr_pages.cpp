// SPDX-License-Identifier: GPL-3.0-or-later
// Times the recognition of a file's pages on one thread, without and with the second look at figures, and writes the
// page pictures for other programs. For bench/ocr.py.
//
//   ocr_pages --engine pp-ocr|tesseract FILE
//       {"engine", "pages", "seconds", "seconds_with_second_look"}
//   ocr_pages --lines FOLDER
//       milliseconds per line by its columns, PP-OCR of FOLDER as exported and folded
//   ocr_pages --write DIRECTORY FILE
//       page-1.pgm …, as the recogniser gets them; {"pages", "dpi": [200, …]}
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extract/ocr/image_reader.h"
#include "extract/ocr/onnx_runtime.h"
#include "extract/ocr/page_analysis.h"
#include "extract/ocr/page_reader.h"
#include "extract/pdf/pdf_file.h"
#include "schema/programme.h"

namespace {

using namespace gongshi;
using namespace gongshi::extract;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The pictures of a PDF's or a picture file's pages.
class Pages {
 public:
  explicit Pages(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
    if (is_image(bytes_)) return;
    auto pdf = PdfFile::open(bytes_);
    if (pdf) pdf_.emplace(*std::move(pdf));
  }

  [[nodiscard]] int count() const { return pdf_ ? pdf_->pages() : image_pages(bytes_); }
  [[nodiscard]] Result<PagePicture> picture(int number) const {
    return pdf_ ? pdf_->picture(number) : decode_image(bytes_, number - 1);
  }

 private:
  std::string bytes_;
  std::optional<PdfFile> pdf_;
};

/// Processor seconds of the pages' recognition, their decoding included.
Result<double> recognise(const Pages& pages, const std::string& engine, bool second_look, std::string& name) {
  OcrOptions options;
  static const auto programme = load_programme();
  options.engine = engine;
  if (programme) options.standard = &(*programme)->standard();
  options.workers = 1;
  options.second_look = second_look;
  auto reader = PageRecognizer::create(options);
  if (!reader) return reader.error();
  name = (*reader)->engine();
  std::vector<int> numbers;
  for (int number = 1; number <= pages.count(); ++number) numbers.push_back(number);
  const double begin = cpu_seconds();
  for (const auto& page : (*reader)->read(numbers, [&](int number) { return pages.picture(number); }))
    if (!page) return page.error();
  return cpu_seconds() - begin;
}

int time_pages(const Pages& pages, const std::string& engine) {
  std::string name;
  const auto once = recognise(pages, engine, false, name), twice = recognise(pages, engine, true, name);
  if (!once || !twice) {
    fmt::print(stderr, "ocr_pages: {}\n", (once ? twice : once).error().message);
    return 1;
  }
  fmt::print("{{\"engine\": \"{}\", \"pages\": {}, \"seconds\": {:.3f}, \"seconds_with_second_look\": {:.3f}}}\n", name,
             pages.count(), *once, *twice);
  return 0;
}

int write_pages(const Pages& pages, const std::string& directory) {
  std::string resolutions;
  for (int number = 1; number <= pages.count(); ++number) {
    const auto picture = pages.picture(number);
    if (!picture) {
      fmt::print(stderr, "ocr_pages: page {}: {}\n", number, picture.error().message);
      return 1;
    }
    std::ofstream file(fmt::format("{}/page-{}.pgm", directory, number), std::ios::binary);
    file << (picture->channels == 1 ? "P5" : "P6") << '\n' << picture->width << ' ' << picture->height << "\n255\n";
    file.write(reinterpret_cast<const char*>(picture->pixels.data()),
               static_cast<std::streamsize>(picture->pixels.size()));
    resolutions += fmt::format("{}{:.0f}", resolutions.empty() ? "" : ", ", plausible_dpi(*picture));
  }
  fmt::print("{{\"pages\": {}, \"dpi\": [{}]}}\n", pages.count(), resolutions);
  return 0;
}

/// The best of several runs of each model on a line's picture of so many columns, by turns.
int time_lines(const std::string& folder) {
  const auto runtime = OnnxRuntime::load(folder + "/libonnxruntime.so");
  if (!runtime) {
    fmt::print(stderr, "ocr_pages: {}\n", runtime.error().message);
    return 1;
  }
  std::vector<std::unique_ptr<OnnxModel>> models;
  for (const bool as_exported : {true, false}) {
    auto model = OnnxModel::load(*runtime, folder + "/recognition.onnx", as_exported);
    if (!model) {
      fmt::print(stderr, "ocr_pages: {}\n", model.error().message);
      return 1;
    }
    models.push_back(*std::move(model));
  }
  constexpr int kRows = 48, kRuns = 18;
  for (const int columns : {48, 160, 320, 640, 1280}) {
    std::vector<float> input(static_cast<std::size_t>(3 * kRows * columns));
    for (std::size_t i = 0; i < input.size(); ++i) input[i] = i * 2654435761U % 5 == 0 ? -1.0F : 1.0F;
    std::vector<double> best(models.size(), 1e9);
    for (int run = 0; run < kRuns; ++run) {
      for (std::size_t i = 0; i < models.size(); ++i) {
        const double begin = cpu_seconds();
        if (!models[i]->run(input, {1, 3, kRows, columns})) return 1;
        best[i] = std::min(best[i], cpu_seconds() - begin);
      }
    }
    fmt::print("{:5} columns: {:7.2f} ms as exported, {:7.2f} ms folded\n", columns, 1000 * best[0], 1000 * best[1]);
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count == 3 && std::strcmp(words[1], "--lines") == 0) return time_lines(words[2]);
  if (count != 4 || (std::strcmp(words[1], "--engine") != 0 && std::strcmp(words[1], "--write") != 0)) {
    fmt::print(
        stderr,
        "usage: ocr_pages --engine pp-ocr|tesseract FILE, ocr_pages --lines FOLDER, or ocr_pages --write DIRECTORY "
        "FILE\n");
    return 2;
  }
  const Pages pages(words[3]);
  if (pages.count() == 0) {
    fmt::print(stderr, "ocr_pages: {}: no PDF and no picture\n", words[3]);
    return 1;
  }
  return std::strcmp(words[1], "--engine") == 0 ? time_pages(pages, words[2]) : write_pages(pages, words[2]);
}
