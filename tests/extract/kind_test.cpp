// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/kind.h"

#include <catch2/catch.hpp>
#include <string>

using gongshi::extract::Kind;
using gongshi::extract::kind_of;
using gongshi::extract::name_contradicts;
using gongshi::extract::to_string;
using namespace std::string_literals;

namespace {

// A stored zip entry without data: enough for the names.
std::string zip_entry(const std::string& name) {
  std::string header = "PK\3\4"s + std::string(22, '\0');
  header += static_cast<char>(name.size());
  header += std::string(3, '\0');
  return header + name;
}

std::string ole_with(const std::string& stream) {
  std::string bytes = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + std::string(1016, '\0');
  for (const char c : stream) (bytes += c) += '\0';
  bytes.resize(1024 + 128, '\0');
  bytes[1024 + 64] = static_cast<char>(2 * (stream.size() + 1));
  return bytes;
}

}  // namespace

TEST_CASE("kinds are told by content") {
  const std::pair<std::string, Kind> cases[] = {
      {"", Kind::kUnknown},
      {"%PDF-1.7\n", Kind::kPdf},
      {std::string(500, 'x') + "%PDF-1.4", Kind::kPdf},
      {zip_entry("[Content_Types].xml") + zip_entry("word/document.xml"), Kind::kDocx},
      {zip_entry("word/document.xml"), Kind::kDocx},
      {zip_entry("[Content_Types].xml") + zip_entry("xl/workbook.xml"), Kind::kXlsx},
      {zip_entry("[Content_Types].xml") + zip_entry("ppt/presentation.xml"), Kind::kPresentation},
      {zip_entry("OFD.xml"), Kind::kOfd},
      {zip_entry("a/b.docx"), Kind::kZip},
      {"PK\5\6"s + std::string(18, '\0'), Kind::kZip},
      {ole_with("WordDocument"), Kind::kDoc},
      {ole_with("WORDDOCUMENT"), Kind::kDoc},
      {ole_with("EncryptedPackage"), Kind::kEncryptedOffice},
      {ole_with("Workbook"), Kind::kXls},
      {ole_with("Something"), Kind::kUnknown},
      {"{\\rtf1\\ansi", Kind::kRtf},
      {"\xef\xbb\xbf<!DOCTYPE html><html>", Kind::kHtml},
      {"\n <TABLE><tr>", Kind::kHtml},
      {"\xff\xfe<\0h\0t\0m\0l\0>\0"s, Kind::kHtml},
      {"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>", Kind::kWordXml},
      {"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;", Kind::kMht},
      {"\x89PNG\r\n\x1a\n...", Kind::kImage},
      {"\xff\xd8\xff\xe0", Kind::kImage},
      {"7z\xbc\xaf\x27\x1c", Kind::kSevenZip},
      {"Rar!\x1a\x07\x01", Kind::kRar},
      {"\x1f\x8b\x08", Kind::kGzip},
      {std::string(257, '\0') + "ustar", Kind::kTar},
      {"plain words\n", Kind::kText},
      {"\x01\x02\x03", Kind::kUnknown},
  };
  for (const auto& [bytes, kind] : cases) CHECK(to_string(kind_of(bytes)) == to_string(kind));
}

TEST_CASE("a name contradicts a kind only where a program would complain") {
  CHECK(name_contradicts("a.docx", Kind::kPdf));
  CHECK(name_contradicts("a.PDF", Kind::kDocx));
  CHECK(name_contradicts("dir.x/scan.jpg", Kind::kPdf));
  CHECK_FALSE(name_contradicts("a.doc", Kind::kHtml));
  CHECK_FALSE(name_contradicts("a.wps", Kind::kDocx));
  CHECK_FALSE(name_contradicts("a.tgz", Kind::kTar));
  CHECK_FALSE(name_contradicts("a.unheard", Kind::kPdf));
  CHECK_FALSE(name_contradicts("a", Kind::kPdf));
}

TEST_CASE("kinds of XML, pictures of telephones and OpenDocument are told apart") {
  const std::pair<std::string, Kind> cases[] = {
      {"<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">",
       Kind::kFlatOpc},
      {"<?xml version=\"1.0\"?><package xmlns=\"http://schemas.microsoft.com/office/2006/xmlPackage\">", Kind::kFlatOpc},
      {"<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\">",
       Kind::kWordXml},
      {"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", Kind::kSheetXml},
      {"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", Kind::kHtml},
      {"<?xml version=\"1.0\"?><office:document "
       "office:mimetype=\"application/vnd.oasis.opendocument.text\">",
       Kind::kFlatOdt},
      {"<?xml version=\"1.0\"?><office:document "
       "office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">",
       Kind::kFlatOds},
      {"<?xml version=\"1.0\"?><uof:UOF xmlns:uof=\"http://schemas.uof.org/cn/2003/uof\">", Kind::kUof},
      {"\0\0\0\x18"
       "ftypheic\0\0\0\0mif1heic"s,
       Kind::kImage},
      {"\0\0\0\x18"
       "ftypisom\0\0\0\0isomavc1"s,
       Kind::kUnknown},
      {ole_with("__properties_version1.0"), Kind::kOutlook},
  };
  for (const auto& [bytes, kind] : cases) CHECK(to_string(kind_of(bytes)) == to_string(kind));
  CHECK_FALSE(name_contradicts("a.xls", Kind::kHtml));
  CHECK_FALSE(name_contradicts("a.xls", Kind::kSheetXml));
  CHECK_FALSE(name_contradicts("a.doc", Kind::kFlatOpc));
}
