// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/kind.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "extract/ascii.h"
#include "office/zip_package.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr std::size_t kHead = 4096;  // signatures of text formats stand in the first page of the file

using namespace std::string_view_literals;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  Kind kind;
};

constexpr Signature kSignatures[] = {
    {0, "{\\rtf"sv, Kind::kRtf},
    {0, "\x89PNG\r\n\x1a\n"sv, Kind::kImage},
    {0, "\xff\xd8\xff"sv, Kind::kImage},
    {0, "II*\0"sv, Kind::kImage},
    {0, "MM\0*"sv, Kind::kImage},
    {0, "GIF8"sv, Kind::kImage},
    {8, "WEBP"sv, Kind::kImage},
    {0, "\0\0\0\x0cjP  \r\n\x87\n"sv, Kind::kImage},
    {0, "7z\xbc\xaf\x27\x1c"sv, Kind::kSevenZip},
    {0, "Rar!\x1a\x07"sv, Kind::kRar},
    {0, "\x1f\x8b"sv, Kind::kGzip},
    {0, "BZh"sv, Kind::kGzip},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     Kind::kGzip},
    {257, "ustar"sv, Kind::kTar},
};

constexpr std::string_view kOle = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv;

struct KindName {
  Kind kind;
  std::string_view name;
  std::string_view endings;  // that promise this kind, between spaces
};

constexpr KindName kNames[] = {
    {Kind::kUnknown, "unknown", ""},
    {Kind::kPdf, "pdf", " pdf "},
    {Kind::kDocx, "docx", " docx docm dotx "},
    {Kind::kDoc, "doc", " doc wps dot "},
    {Kind::kRtf, "rtf", " rtf "},
    {Kind::kOdt, "odt", " odt "},
    {Kind::kWordXml, "word-xml", ""},
    {Kind::kFlatOpc, "flat-opc", ""},
    {Kind::kFlatOdt, "flat-odt", " fodt "},
    {Kind::kUof, "uof", " uof uot "},
    {Kind::kHtml, "html", " html htm xhtml shtml "},
    {Kind::kMht, "mht", " mht mhtml "},
    {Kind::kXlsx, "xlsx", " xlsx xlsm "},
    {Kind::kXls, "xls", " xls et "},
    {Kind::kSheetXml, "sheet-xml", ""},
    {Kind::kOds, "ods", " ods "},
    {Kind::kFlatOds, "flat-ods", " fods "},
    {Kind::kOfd, "ofd", " ofd "},
    {Kind::kImage, "image", " png jpg jpeg tif tiff bmp gif webp jp2 heic heif "},
    {Kind::kText, "text", " txt csv "},
    {Kind::kPresentation, "presentation", " ppt pptx "},
    {Kind::kEncryptedOffice, "encrypted-office", ""},
    {Kind::kZip, "zip", " zip "},
    {Kind::kTar, "tar", " tar "},
    {Kind::kGzip, "gzip", " gz tgz bz2 xz "},
    {Kind::kSevenZip, "7z", " 7z "},
    {Kind::kRar, "rar", " rar "},
    {Kind::kMail, "mail", " eml "},
    {Kind::kOutlook, "outlook", " msg "},
};

std::uint32_t little_endian(std::string_view bytes, std::size_t offset, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

// Names in a zip, from the local headers: they are there even when the directory at the end is cut off.
std::vector<std::string_view> zip_names(std::string_view bytes) {
  constexpr std::size_t kHeader = 30, kMostNames = 4096;
  std::vector<std::string_view> names;
  for (std::size_t at = bytes.find("PK\3\4"); at != std::string_view::npos && names.size() < kMostNames;
       at = bytes.find("PK\3\4", at + 4)) {
    if (at + kHeader > bytes.size()) break;
    const std::size_t length = little_endian(bytes, at + 26, 2);
    if (at + kHeader + length > bytes.size()) break;
    names.push_back(bytes.substr(at + kHeader, length));
    // Skip the packed bytes where the header knows their number; else search on.
    const std::size_t packed = little_endian(bytes, at + 18, 4);
    if (packed < bytes.size() - at - kHeader - length) at += kHeader + length + packed - 4;
  }
  return names;
}

// What the package's list of parts says its main part is; kZip where it says nothing that is known here.
Kind kind_by_content_types(std::string_view bytes) {
  Result<office::ZipPackage> package = office::ZipPackage::open(bytes, "");
  if (!package) return Kind::kZip;
  const std::string types = package->read("[Content_Types].xml").value_or(std::string());
  const auto lists = [&](std::string_view word) { return types.find(word) != std::string::npos; };
  if (lists("wordprocessingml.document.main") || lists("word.document.macroEnabled.main") ||
      lists("wordprocessingml.template.main"))
    return Kind::kDocx;
  if (lists("spreadsheetml.sheet.main") || lists("ms-excel.sheet.macroEnabled.main")) return Kind::kXlsx;
  return lists("presentationml") ? Kind::kPresentation : Kind::kZip;
}

Kind kind_of_zip(std::string_view bytes) {
  bool content_types = false;
  Kind inner = Kind::kZip;
  for (const std::string_view name : zip_names(bytes)) {
    if (name == "[Content_Types].xml") content_types = true;
    if (name == "OFD.xml") return Kind::kOfd;
    if (name.ends_with(".iwa") || name == "uof.xml") return Kind::kUnknown;  // Apple's iWork, UOF 2
    if (name == "mimetype" &&
        bytes.substr(0, kHead).find("application/vnd.oasis.opendocument.text") != std::string_view::npos)
      return Kind::kOdt;
    if (name == "mimetype" &&
        bytes.substr(0, kHead).find("application/vnd.oasis.opendocument.spreadsheet") != std::string_view::npos)
      return Kind::kOds;
    if (inner != Kind::kZip) continue;
    if (name.starts_with("word/")) inner = Kind::kDocx;
    if (name.starts_with("xl/")) inner = Kind::kXlsx;
    if (name.starts_with("ppt/")) inner = Kind::kPresentation;
  }
  if (content_types && inner == Kind::kZip) return kind_by_content_types(bytes);
  // An archive may hold a folder called "word": the package's own list of parts decides, or the cut that lost it.
  return content_types || inner == Kind::kDocx ? inner : Kind::kZip;
}

// OLE directory entries are 128 bytes, aligned, with the name first in UTF-16; upper and lower case are one.
bool has_stream(std::string_view bytes, std::string_view name) {
  constexpr std::size_t kEntry = 128;
  const std::string wanted = lower_ascii(name);
  for (std::size_t at = 512; at + kEntry <= bytes.size(); at += kEntry) {
    if (little_endian(bytes, at + 64, 2) != 2 * (wanted.size() + 1)) continue;
    std::string found;
    for (std::size_t i = 0; i < wanted.size() && bytes[at + 2 * i + 1] == '\0'; ++i) found += bytes[at + 2 * i];
    if (lower_ascii(found) == wanted) return true;
  }
  return false;
}

Kind kind_of_ole(std::string_view bytes) {
  if (has_stream(bytes, "EncryptedPackage")) return Kind::kEncryptedOffice;
  if (has_stream(bytes, "__properties_version1.0")) return Kind::kOutlook;
  if (has_stream(bytes, "WordDocument")) return Kind::kDoc;
  if (has_stream(bytes, "Workbook") || has_stream(bytes, "Book")) return Kind::kXls;
  if (has_stream(bytes, "PowerPoint Document")) return Kind::kPresentation;
  return Kind::kUnknown;
}

// The head of a text file in ASCII letters: UTF-16 loses its zero bytes, a UTF-8 mark and leading white space go.
std::string text_head(std::string_view bytes) {
  std::string_view head = bytes.substr(0, kHead);
  std::string plain;
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) {
    for (const char c : head.substr(2))
      if (c != '\0') plain += c;
  } else {
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    plain = head;
  }
  const std::size_t begin = plain.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? std::string() : lower_ascii(std::string_view(plain).substr(begin));
}

bool looks_like_text(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return true;
  const std::string_view head = bytes.substr(0, kHead);
  return std::none_of(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n' && c != '\f' && c != '\x1b';
  });
}

// The line of the head that begins with `name` and ":", with the lines it is folded over; "" without one.
std::string header_line(const std::string& head, std::string_view name) {
  const std::string mark = std::string(name) + ":";
  for (std::size_t at = head.find(mark); at != std::string::npos; at = head.find(mark, at + 1)) {
    if (at > 0 && head[at - 1] != '\n') continue;
    std::size_t end = head.find('\n', at);
    while (end != std::string::npos && end + 1 < head.size() && (head[end + 1] == ' ' || head[end + 1] == '\t'))
      end = head.find('\n', end + 1);
    return head.substr(at, std::min(end, head.size()) - at);
  }
  return {};
}

// Does the text begin with headers, "Name: value"?
bool is_header(const std::string& head) {
  const std::size_t colon = head.find(':');
  return colon != std::string::npos && colon > 0 && colon < 40 && head.find_first_of(" \t\r\n<>{}") > colon;
}

// A message rather than a page saved in MIME: it was sent, or its parts are not those of one page.
bool is_message(const std::string& head) {
  for (const std::string_view name : {"received", "delivered-to", "return-path", "message-id", "to", "x-mailer"})
    if (!header_line(head, name).empty()) return true;
  const std::string type = header_line(head, "content-type");
  return type.find("multipart/related") == std::string::npos && type.find("text/html") == std::string::npos &&
         type.find("application/xhtml") == std::string::npos &&
         (type.find("multipart/") != std::string::npos || !header_line(head, "from").empty());
}

// A picture in the container of MPEG-4: HEIC and AVIF, as telephones take them.
bool is_heif(std::string_view bytes) {
  if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return false;
  const std::string_view brands = bytes.substr(8, std::min<std::size_t>(bytes.size() - 8, 64));
  for (const std::string_view brand : {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif"})
    if (brands.find(brand) != std::string_view::npos) return true;
  return false;
}

Kind kind_of_text(std::string_view bytes) {
  const std::string head = text_head(bytes);
  const auto has = [&](std::string_view word) { return head.find(word) != std::string::npos; };
  // Web pages that Word and Excel saved hold pieces of their XML.
  const std::size_t page = head.starts_with("<!doctype html") ? 0 : head.find("<html");
  const bool is_page =
      page <= std::min({head.find("<w:worddocument"), head.find("<workbook"), head.find("<ss:workbook"),
                        head.find("<pkg:package"), head.find("<office:document"), head.size()});
  if (head.starts_with("<") && !is_page) {
    if (has("<pkg:package") || has("office/2006/xmlpackage")) return Kind::kFlatOpc;
    if (has("<w:worddocument") || has("office/word/2003/wordml") || has("progid=\"word.document\""))
      return Kind::kWordXml;
    // Web pages that Excel saved name its namespace too.
    if (has("progid=\"excel.sheet\"") || (has("<workbook") && has("office:spreadsheet")) || has("<ss:workbook"))
      return Kind::kSheetXml;
    if (has("<office:document") && has("opendocument.text")) return Kind::kFlatOdt;
    if (has("<office:document") && has("opendocument.spreadsheet")) return Kind::kFlatOds;
    if (has("<uof:uof") || has("schemas.uof.org") || has("uof.org/cn")) return Kind::kUof;
  }
  if (has("content-type:") && !head.starts_with("<") && is_header(head)) {
    if (is_message(head)) return Kind::kMail;
    if (has("mime-version:")) return Kind::kMht;
  }
  if (head.starts_with("<!doctype html") || head.starts_with("<html")) return Kind::kHtml;
  for (const std::string_view tag :
       {"<html"sv, "<head"sv, "<body"sv, "<table"sv, "<meta"sv, "<div"sv, "<!doctype html"sv})
    if (has(tag)) return Kind::kHtml;
  return looks_like_text(bytes) ? Kind::kText : Kind::kUnknown;
}

// A Windows bitmap: "BM" alone would take many a text file for one.
bool is_bitmap(std::string_view bytes) {
  return bytes.size() > 26 && bytes.starts_with("BM") && little_endian(bytes, 6, 4) == 0 &&
         little_endian(bytes, 14, 4) <= 124 && little_endian(bytes, 14, 4) >= 12;
}

// Kinds that office programs open under each other's names without complaint.
bool word_like(Kind kind) {
  switch (kind) {
    case Kind::kDocx:
    case Kind::kDoc:
    case Kind::kRtf:
    case Kind::kOdt:
    case Kind::kWordXml:
    case Kind::kFlatOpc:
    case Kind::kFlatOdt:
    case Kind::kUof:
    case Kind::kHtml:
    case Kind::kMht:
    case Kind::kEncryptedOffice:
      return true;
    default:
      return false;
  }
}

bool sheet_like(Kind kind) {
  switch (kind) {
    case Kind::kXlsx:
    case Kind::kXls:
    case Kind::kSheetXml:
    case Kind::kOds:
    case Kind::kFlatOds:
    case Kind::kFlatOpc:
    case Kind::kHtml:
    case Kind::kMht:
    case Kind::kText:
    case Kind::kEncryptedOffice:
      return true;
    default:
      return false;
  }
}

}  // namespace

Kind kind_of(std::string_view bytes) {
  if (bytes.empty()) return Kind::kUnknown;
  if (bytes.starts_with("PK\3\4")) return kind_of_zip(bytes);
  if (bytes.starts_with("PK\5\6") || bytes.starts_with("PK00PK\3\4")) return Kind::kZip;
  if (bytes.starts_with(kOle)) return kind_of_ole(bytes);
  for (const Signature& signature : kSignatures)
    if (bytes.size() >= signature.offset && bytes.substr(signature.offset).starts_with(signature.bytes))
      return signature.kind;
  if (is_bitmap(bytes) || is_heif(bytes)) return Kind::kImage;
  // Readers of PDF allow junk before the header, as mail gateways leave it.
  if (bytes.substr(0, 1024 + 5).find("%PDF-") != std::string_view::npos) return Kind::kPdf;
  return kind_of_text(bytes);
}

std::string_view to_string(Kind kind) {
  for (const KindName& entry : kNames)
    if (entry.kind == kind) return entry.name;
  return "unknown";
}

bool is_archive(Kind kind) {
  return kind == Kind::kZip || kind == Kind::kTar || kind == Kind::kGzip || kind == Kind::kSevenZip ||
         kind == Kind::kRar || kind == Kind::kMail || kind == Kind::kOutlook;
}

bool name_contradicts(std::string_view name, Kind kind) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || kind == Kind::kUnknown) return false;
  const std::string ending = " " + lower_ascii(name.substr(dot + 1)) + " ";
  for (const KindName& entry : kNames) {
    if (entry.endings.find(ending) == std::string_view::npos) continue;
    if (entry.kind == kind || (word_like(entry.kind) && word_like(kind)) ||
        (sheet_like(entry.kind) && sheet_like(kind)))
      return false;
    if (is_archive(entry.kind) && is_archive(kind)) return false;
    return true;
  }
  return false;
}

}  // namespace gongshi::extract
