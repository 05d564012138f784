// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is, told by its bytes. Names lie: mail attachments and CMS exports carry wrong endings.
#pragma once

#include <string_view>

namespace gongshi::extract {

enum class Kind {
  kUnknown,
  kPdf,
  kDocx,  ///< Office Open XML text, transitional or strict.
  kDoc,   ///< Word 97 and WPS binary.
  kRtf,
  kOdt,
  kWordXml,  ///< Word 2003 XML.
  kFlatOpc,  ///< An Office Open XML package in one XML file.
  kFlatOdt,  ///< OpenDocument text in one XML file.
  kUof,      ///< 标文通 text (UOF), the national standard before OFD.
  kHtml,
  kMht,  ///< A web page saved as one MIME file.
  kXlsx,
  kXls,  ///< Excel 97 binary.
  kSheetXml,  ///< Excel 2003 XML (SpreadsheetML).
  kOds,
  kFlatOds,  ///< OpenDocument sheet in one XML file.
  kOfd,
  kImage,  ///< PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000, HEIC.
  kText,
  kPresentation,     ///< PowerPoint of any age.
  kEncryptedOffice,  ///< An Office file that is encrypted with a password.
  kZip,
  kTar,   ///< Plain or packed with gzip, bzip2, xz.
  kGzip,  ///< A single packed file or tar; bzip2 and xz too.
  kSevenZip,
  kRar,
  kMail,     ///< A message in MIME (.eml).
  kOutlook,  ///< A message as Outlook saves it (.msg).
};

/// The kind of `bytes`. Looks at signatures, and for containers (zip, OLE) at the names inside and the package's list of
/// its parts. Never fails.
[[nodiscard]] Kind kind_of(std::string_view bytes);

/// Short name as it stands in Source::kind: "pdf", "docx", "doc", "html", "image", "zip" …; "unknown".
[[nodiscard]] std::string_view to_string(Kind kind);

/// True for kinds whose members are to be read one by one (extract/archive): archives, and mail with attachments.
[[nodiscard]] bool is_archive(Kind kind);

/// True where the ending of `name` is one that people know and that promises another kind of file than `kind`. Endings
/// that programs open without complaint (a Word-like file under another Word-like name) do not count.
[[nodiscard]] bool name_contradicts(std::string_view name, Kind kind);

}  // namespace gongshi::extract
