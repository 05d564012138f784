// SPDX-License-Identifier: GPL-3.0-or-later
// Word documents of any structure, through reader, records, facts, and rules.
#include <cstdint>

#include "audit/auditor.h"
#include "normalize/notice_builder.h"
#include "tests/fuzz/word_document.h"
#include "tests/support/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  extract::Options options;
  options.standard = &test::standard();
  options.ocr_engine = "none";
  Source source;
  source.path = "fuzz";
  const extract::DocxParts parts = test::WordDocumentWriter({reinterpret_cast<const char*>(data), size}).parts();
  const auto document = extract::read_docx_parts(parts, source, options);
  if (!document) return 0;
  for (const Notice& notice : normalize::build_notices(*document, test::programme()).notices)
    static_cast<void>(audit::audit_notice(notice, test::programme()));
  return 0;
}
