// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/office_reader.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "extract/process.h"
#include "extract/sheet/xlsx_reader.h"
#include "extract/word/antiword_reader.h"
#include "extract/word/docx_parts.h"
#include "extract/word/docx_reader.h"
#include "extract/word/word97_parts.h"
#include "office/compound_file.h"
#include "office/open_document.h"
#include "office/zip_package.h"

namespace gongshi::extract {
namespace {

namespace fs = std::filesystem;

// How one kind goes through LibreOffice. The import filter is named so that a damaged file fails instead of being read
// as plain text.
struct Route {
  std::string_view ending, import_filter;
  std::string_view target = "docx", export_filter = "MS Word 2007 XML", package = "libreoffice-writer-nogui";
};

constexpr Route kDoc = {"doc", "MS Word 97"};
constexpr Route kWord95 = {"doc", "MS Word 95"};
constexpr Route kWord6 = {"doc", "MS WinWord 6.0"};
constexpr Route kRtf = {"rtf", "Rich Text Format"};
constexpr Route kOdt = {"odt", "writer8"};
constexpr Route kFlatOdt = {"fodt", "OpenDocument Text Flat XML"};
constexpr Route kUof = {"uof", "UOF text"};
constexpr Route kWordXml = {"xml", "MS Word 2003 XML"};
constexpr Route kXls = {"xls", "MS Excel 97", "xlsx", "Calc MS Excel 2007 XML", "libreoffice-calc-nogui"};
constexpr Route kXls95 = {"xls", "MS Excel 95", "xlsx", "Calc MS Excel 2007 XML", "libreoffice-calc-nogui"};

constexpr std::string_view kPackages =
    "install libreoffice-writer-nogui (or set the program with the office option) and try again";

// The profile's settings: no macros, no links followed, no questions.
constexpr std::string_view kProfile = R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
)";

bool write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return static_cast<bool>(file.flush());
}

std::string read_whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The bytes as Office Open XML. Errors name no file: the caller does.
Result<std::string> convert(std::string_view bytes, const Route& route, const Options& options) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  if (!folder) return folder.error();
  const fs::path root = folder->path(), input = root / fmt::format("in.{}", route.ending),
                 result = root / "out" / fmt::format("in.{}", route.target);
  std::error_code failed;
  fs::create_directories(root / "profile" / "user", failed);
  if (failed || !write_file(root / "profile" / "user" / "registrymodifications.xcu", kProfile) ||
      !write_file(input, bytes))
    return Error{"disk-full",
                 fmt::format("the folder for temporary files cannot be written ({}); make room and try again.",
                             root.parent_path().string())};
  const auto run = run_program(
      {options.office_program, "--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault",
       fmt::format("-env:UserInstallation=file://{}/profile", root.string()),
       fmt::format("--infilter={}", route.import_filter), "--convert-to",
       fmt::format("{}:{}", route.target, route.export_filter), "--outdir", (root / "out").string(), input.string()},
      root.string(), options.office_timeout_seconds, false);
  if (!run) return run.error();
  if (!fs::is_regular_file(result, failed))
    return Error{
        "file-damaged",
        fmt::format("LibreOffice could not read it: damaged, or the package {} is not installed.", route.package)};
  return read_whole(result);
}

Result<Document> through_office(std::string_view bytes, Source source, const Options& options, const Route& route) {
  const auto read = route.target == "xlsx" ? read_xlsx : read_docx;
  Result<std::string> converted = convert(bytes, route, options);
  if (!converted) {
    Error error = converted.error();
    if (error.code == "program-missing")
      error.message = fmt::format("LibreOffice ({}) is needed for this kind and missing: install {} and try again.",
                                  options.office_program, route.package);
    error.message = fmt::format("{}: {}", source.display(), error.message);
    return error;
  }
  return read(*converted, std::move(source), options);
}

// A record FilePass among those of the workbook as a whole ([MS-XLS] 2.4.117). Workbooks that are only protected
// against changes have one too, with a password that every program knows.
bool is_encrypted_workbook(std::string_view bytes) {
  constexpr std::uint32_t kFilePass = 0x2F, kEnd = 0x0A;
  const Result<office::CompoundFile> file = office::CompoundFile::open(bytes);
  if (!file) return false;
  Result<std::string> stream = file->read("Workbook");
  if (!stream) stream = file->read("Book");
  if (!stream) return false;
  for (std::size_t at = 0; at + 4 <= stream->size();) {
    const std::uint32_t type = office::little_endian(*stream, at, 2);
    if (type == kFilePass) return true;
    if (type == kEnd) return false;
    at += 4 + static_cast<std::size_t>(office::little_endian(*stream, at + 2, 2));
  }
  return false;
}

bool is_missing(const Result<Document>& read) { return !read && read.error().code == "program-missing"; }

// Before Word 97 ([MS-DOC] FibBase.nFib): 101–105. Files of Word 6 keep their text in the container as Word 97 does.
bool is_before_word97(std::string_view bytes) {
  const Result<office::CompoundFile> file = office::CompoundFile::open(bytes);
  if (!file) return false;
  const Result<std::string> stream = file->read("WordDocument");
  const std::uint32_t version = stream ? office::little_endian(*stream, 2, 2) : 0;
  return version >= 100 && version <= 105;
}

// Word before 97 and damaged files: LibreOffice, and where it is missing or fails, antiword.
Result<Document> read_by_programs(std::string_view bytes, const Source& source, const Options& options,
                                  const Error& why) {
  const bool old = is_before_word97(bytes);
  Result<Document> document = through_office(bytes, source, options, old ? kWord95 : kDoc);
  if (old && !document && !is_missing(document)) document = through_office(bytes, source, options, kWord6);
  if (old && !document && !is_missing(document)) document = through_office(bytes, source, options, kDoc);
  if (document || document.error().code == "no-text") return document;
  Result<Document> second = read_with_antiword(bytes, source, options);
  if (second) {
    second->problems.push_back(
        {why.code,
         fmt::format("{}: read with antiword, which loses merged cells and automatic numbers.", source.display()), 0});
    return second;
  }
  // What helps is said by what is missing: LibreOffice first, antiword only where LibreOffice is there and failed.
  if (is_missing(document))
    return Error{why.code,
                 fmt::format("{}: {} (LibreOffice might read it: {}.)", source.display(), why.message, kPackages)};
  if (is_missing(second))
    return Error{why.code,
                 fmt::format("{}: {} (LibreOffice could not read it either; open it in Word or WPS, save it as .docx "
                             "and try again.)",
                             source.display(), why.message)};
  return second;
}

}  // namespace

Result<Document> read_doc(std::string_view bytes, Source source, const Options& options) {
  const Result<DocxParts> parts = word97_parts(bytes);
  if (parts) return read_docx_parts(*parts, std::move(source), options);
  const Error& error = parts.error();
  if (error.code == "file-damaged" || error.code == "kind-unknown")
    return read_by_programs(bytes, source, options, error);
  return Error{error.code, fmt::format("{}: {}", source.display(), error.message)};
}

Result<Document> read_rtf(std::string_view bytes, Source source, const Options& options) {
  return through_office(bytes, std::move(source), options, kRtf);
}

Result<Document> read_odt(std::string_view bytes, Source source, const Options& options) {
  if (Result<office::ZipPackage> package = office::ZipPackage::open(bytes, source.display()))
    if (const auto open = office::check_open_document(*package, source.display()); !open) return open.error();
  return through_office(bytes, std::move(source), options, kOdt);
}

Result<Document> read_flat_odt(std::string_view bytes, Source source, const Options& options) {
  return through_office(bytes, std::move(source), options, kFlatOdt);
}

Result<Document> read_uof(std::string_view bytes, Source source, const Options& options) {
  return through_office(bytes, std::move(source), options, kUof);
}

Result<Document> read_word_xml(std::string_view bytes, Source source, const Options& options) {
  return through_office(bytes, std::move(source), options, kWordXml);
}

Result<Document> read_xls(std::string_view bytes, Source source, const Options& options) {
  Result<Document> document = through_office(bytes, source, options, kXls);
  if (document || document.error().code != "file-damaged") return document;
  if (is_encrypted_workbook(bytes))
    return Error{"file-encrypted",
                 fmt::format("{}: encrypted with a password; save it without one and try again.", source.display())};
  Result<Document> older = through_office(bytes, std::move(source), options, kXls95);
  return older ? std::move(older) : std::move(document);
}

}  // namespace gongshi::extract
