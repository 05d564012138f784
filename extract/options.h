// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "schema/standard.h"

namespace gongshi::extract {

/// What the readers may use and how far they may go. Defaults are the measured ones; see docs/manual.md.
struct Options {
  const Standard* standard = nullptr;  ///< Helps tables without rules, and OCR; may be null. Must outlive the call.
  std::string ocr_engine = "auto";  ///< "auto" (PP-OCR where installed, else Tesseract), "pp-ocr", "tesseract", "none".
  int ocr_workers =
      0;  ///< Pages recognised at once, each by a thread with its own engines; 0: one per core, at most 8.
  std::string office_program = "soffice";  ///< Converts .rtf, .odt, .xls, old Word; on PATH.
  int office_timeout_seconds = 120;        ///< For one file; a notice takes 1–2 s, the largest (82 pages) 6 s.
  std::uint64_t max_bytes = std::uint64_t{1} << 30;  ///< Of one file (or archive member), unpacked.
  int max_pages = 5000;
  std::function<void(int done, int total)> progress;  ///< Called after each page of long work; may be empty.
};

}  // namespace gongshi::extract
