// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/formats.h"

#include <fmt/format.h>

#include "extract/ascii.h"
#include "extract/ocr/image_reader.h"
#include "extract/ofd/ofd_reader.h"
#include "extract/pdf/pdf_reader.h"
#include "extract/sheet/sheet_xml.h"
#include "extract/sheet/xlsx_reader.h"
#include "extract/web/html_reader.h"
#include "extract/web/mht_reader.h"
#include "extract/web/text_reader.h"
#include "extract/word/docx_reader.h"
#include "extract/word/flat_opc.h"
#include "extract/word/office_reader.h"
#include "schema/language.h"

namespace gongshi::extract {
namespace {

constexpr std::string_view kWriter = "libreoffice-writer-nogui", kCalc = "libreoffice-calc-nogui";

// clang-format off
constexpr Format kFormats[] = {
    {Kind::kDocx, "Word (.docx .docm .dotx)", tr_noop("transitional and strict"), "", read_docx},
    {Kind::kDoc, tr_noop("Word and WPS binary (.doc .wps .dot)"), tr_noop("97 and later; Word 6 and 95 through LibreOffice"), kWriter, read_doc},
    {Kind::kFlatOpc, tr_noop("Word in one XML file, flat OPC (.xml .doc)"), tr_noop("2007 and later"), "", read_flat_opc},
    {Kind::kWordXml, tr_noop("Word 2003 XML (.xml .doc)"), "2003", kWriter, read_word_xml},
    {Kind::kRtf, tr_noop("Rich Text Format (.rtf)"), tr_noop("any"), kWriter, read_rtf},
    {Kind::kOdt, tr_noop("OpenDocument text (.odt)"), "1.0 to 1.3", kWriter, read_odt},
    {Kind::kFlatOdt, tr_noop("OpenDocument text in one XML file (.fodt)"), "1.0 to 1.3", kWriter, read_flat_odt},
    {Kind::kUof, tr_noop("UOF text (.uof .uot)"), "1", kWriter, read_uof},
    {Kind::kPdf, "PDF (.pdf)", "1.0 to 2.0", "", read_pdf},
    {Kind::kOfd, "OFD (.ofd)", "GB/T 33190-2016", "", read_ofd},
    {Kind::kHtml, tr_noop("web page (.html .htm)"), tr_noop("HTML and XHTML"), "", read_html},
    {Kind::kMht, tr_noop("saved web page (.mht .mhtml)"), tr_noop("of IE, Word and Chromium"), "", read_mht},
    {Kind::kXlsx, "Excel (.xlsx .xlsm)", tr_noop("2007 and later"), "", read_xlsx},
    {Kind::kXls, tr_noop("Excel and WPS binary (.xls .et)"), tr_noop("95 and later"), kCalc, read_xls},
    {Kind::kSheetXml, tr_noop("Excel 2003 XML (.xml .xls)"), "2003", "", read_sheet_xml},
    {Kind::kOds, tr_noop("OpenDocument sheet (.ods)"), "1.0 to 1.3", "", read_ods},
    {Kind::kFlatOds, tr_noop("OpenDocument sheet in one XML file (.fods)"), "1.0 to 1.3", "", read_flat_ods},
    {Kind::kImage, tr_noop("picture (.png .jpg .tif .bmp .gif .webp .jp2 .heic)"), tr_noop("TIFF of several pages"), "", read_image},
    {Kind::kText, tr_noop("text (.txt .csv)"), "UTF-8, UTF-16, GB 18030, Big5", "", read_text},
    {Kind::kMail, tr_noop("mail with attachments (.eml)"), "MIME", "", nullptr},
    {Kind::kOutlook, tr_noop("mail of Outlook (.msg)"), tr_noop("2003 and later"), "", nullptr},
    {Kind::kZip, tr_noop("archive (.zip)"), tr_noop("also encrypted ones, to say so"), "", nullptr},
    {Kind::kTar, tr_noop("archive (.tar)"), "", "", nullptr},
    {Kind::kGzip, tr_noop("packed file (.gz .tgz .bz2 .xz)"), "", "", nullptr},
    {Kind::kSevenZip, tr_noop("archive (.7z)"), "", "", nullptr},
    {Kind::kRar, tr_noop("archive (.rar)"), tr_noop("4 and 5"), "", nullptr},
};

struct Advice {
  std::string_view endings, text;
  bool even_text = true;  // also where the bytes look like text
};

constexpr Advice kAdvice[] = {
    {" ceb cebx ", "a Founder CEB document, which only Founder Apabi Reader opens: open it there, print it to PDF and try again."},
    {" sep ", "a SEP document, which only Sursen Reader opens: open it there, print it to PDF and try again."},
    {" gd gw aip ", "a GD document (Dianju), which only its maker's reader opens: open it there, print it to PDF and try again."},
    {" s72 s92 s2 s10 ", "a document of Sursen, which only Sursen Reader opens: open it there, print it to PDF and try again."},
    {" pdg ssreader caj nh kdh teb ", "a document that only its maker's reader opens: open it there, print it to PDF and try again."},
    {" wmf emf svg psd ai cdr dwg dxf xps oxps ", "a drawing; export it as PDF or as a picture (PNG, JPEG) and try again."},
    {" wps wpt et ett dps ", "neither a WPS document that is known here nor whole: open it in WPS Office, save it as .docx or .xlsx and try again.", false},
    {" uof uot uos ", "UOF of the second version, which only WPS and Yozo Office open: save it there as .docx or .xlsx and try again.", false},
    {" pages numbers key ", "a document of Apple's iWork: export it as PDF or .docx and try again.", false},
    {" part crdownload download tmp ", "a download that was not finished; get the file again."},
};
// clang-format on

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* format_of(Kind kind) {
  for (const Format& format : kFormats)
    if (format.kind == kind) return &format;
  return nullptr;
}

std::string format_table() {
  std::string table;
  for (const Format& format : kFormats) {
    table += fmt::format("  {}", tr(format.title));
    if (!format.versions.empty()) table += fmt::format(": {}", tr(format.versions));
    if (!format.needs.empty()) table += say(" [needs {}]", {format.needs});
    table += '\n';
  }
  return table;
}

std::string_view advice_for_name(std::string_view name, bool is_text) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const std::string ending = fmt::format(" {} ", lower_ascii(name.substr(dot + 1)));
  for (const Advice& advice : kAdvice)
    if (advice.endings.find(ending) != std::string_view::npos && (advice.even_text || !is_text)) return advice.text;
  return {};
}

}  // namespace gongshi::extract
