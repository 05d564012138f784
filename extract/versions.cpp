// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/versions.h"

#include <allheaders.h>
#include <poppler/cpp/poppler-version.h>
#include <tesseract/baseapi.h>

#include "extract/reader.h"

namespace gongshi::extract {
namespace {

/// "leptonica-1.82.0" → "1.82.0"
std::string leptonica_version() {
  char* text = getLeptonicaVersion();
  const std::string version = text == nullptr ? "" : text;
  lept_free(text);
  const std::size_t dash = version.find('-');
  return dash == std::string::npos ? version : version.substr(dash + 1);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> reader_versions() {
  return {{"reader", std::to_string(kReaderVersion)},
          {"poppler", poppler::version_string()},
          {"tesseract", tesseract::TessBaseAPI::Version()},
          {"leptonica", leptonica_version()}};
}

}  // namespace gongshi::extract
