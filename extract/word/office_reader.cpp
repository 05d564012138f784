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
constexpr Route kRtf = {"rtf", "Rich Text Format"};
constexpr Route kOdt = {"odt", "writer8"};
constexpr Route kWordXml = {"xml", "MS Word 2003 XML"};
constexpr Route kFlatXml = {"xml", "MS Word 2007 XML"};
constexpr Route kXls = {"xls", "MS Excel 97", "xlsx", "Calc MS Excel 2007 XML", "libreoffice-calc-nogui"};

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

// Word 95 and damaged files: LibreOffice, and where it is missing or fails, antiword.
Result<Document> read_by_programs(std::string_view bytes, const Source& source, const Options& options,
                                  const Error& why) {
  Result<Document> document = through_office(bytes, source, options, kDoc);
  if (document || document.error().code == "no-text") return document;
  Result<Document> second = read_with_antiword(bytes, source, options);
  if (second) {
    second->problems.push_back(
        {why.code,
         fmt::format("{}: read with antiword, which loses merged cells and automatic numbers.", source.display()), 0});
    return second;
  }
  if (document.error().code != "program-missing" && second.error().code != "program-missing") return second;
  return Error{why.code,
               fmt::format("{}: {} (LibreOffice might read it: {}.)", source.display(), why.message, kPackages)};
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
  return through_office(bytes, std::move(source), options, kOdt);
}

Result<Document> read_word_xml(std::string_view bytes, Source source, const Options& options) {
  const bool flat = bytes.substr(0, 4096).find("pkg:package") != std::string_view::npos;
  return through_office(bytes, std::move(source), options, flat ? kFlatXml : kWordXml);
}

Result<Document> read_xls(std::string_view bytes, Source source, const Options& options) {
  return through_office(bytes, std::move(source), options, kXls);
}

}  // namespace gongshi::extract
