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

namespace gongshi::extract {
namespace {

constexpr std::string_view kWriter = "libreoffice-writer-nogui", kCalc = "libreoffice-calc-nogui";

// clang-format off
constexpr Format kFormats[] = {
    {Kind::kDocx, "Word (.docx .docm .dotx)", "transitional and strict", "", read_docx},
    {Kind::kDoc, "Word and WPS binary (.doc .wps .dot)", "97 and later; Word 6 and 95 through LibreOffice", kWriter, read_doc},
    {Kind::kFlatOpc, "Word in one XML file, flat OPC (.xml .doc)", "2007 and later", "", read_flat_opc},
    {Kind::kWordXml, "Word 2003 XML (.xml .doc)", "2003", kWriter, read_word_xml},
    {Kind::kRtf, "Rich Text Format (.rtf)", "any", kWriter, read_rtf},
    {Kind::kOdt, "OpenDocument text (.odt)", "1.0 to 1.3", kWriter, read_odt},
    {Kind::kFlatOdt, "OpenDocument text in one XML file (.fodt)", "1.0 to 1.3", kWriter, read_flat_odt},
    {Kind::kUof, "UOF text (.uof .uot)", "1", kWriter, read_uof},
    {Kind::kPdf, "PDF (.pdf)", "1.0 to 2.0", "", read_pdf},
    {Kind::kOfd, "OFD (.ofd)", "GB/T 33190-2016", "", read_ofd},
    {Kind::kHtml, "web page (.html .htm)", "HTML and XHTML", "", read_html},
    {Kind::kMht, "saved web page (.mht .mhtml)", "of IE, Word and Chromium", "", read_mht},
    {Kind::kXlsx, "Excel (.xlsx .xlsm)", "2007 and later", "", read_xlsx},
    {Kind::kXls, "Excel and WPS binary (.xls .et)", "95 and later", kCalc, read_xls},
    {Kind::kSheetXml, "Excel 2003 XML (.xml .xls)", "2003", "", read_sheet_xml},
    {Kind::kOds, "OpenDocument sheet (.ods)", "1.0 to 1.3", "", read_ods},
    {Kind::kFlatOds, "OpenDocument sheet in one XML file (.fods)", "1.0 to 1.3", "", read_flat_ods},
    {Kind::kImage, "picture (.png .jpg .tif .bmp .gif .webp .jp2 .heic)", "TIFF of several pages", "", read_image},
    {Kind::kText, "text (.txt .csv)", "UTF-8, UTF-16, GB 18030, Big5", "", read_text},
    {Kind::kMail, "mail with attachments (.eml)", "MIME", "", nullptr},
    {Kind::kOutlook, "mail of Outlook (.msg)", "2003 and later", "", nullptr},
    {Kind::kZip, "archive (.zip)", "also encrypted ones, to say so", "", nullptr},
    {Kind::kTar, "archive (.tar)", "", "", nullptr},
    {Kind::kGzip, "packed file (.gz .tgz .bz2 .xz)", "", "", nullptr},
    {Kind::kSevenZip, "archive (.7z)", "", "", nullptr},
    {Kind::kRar, "archive (.rar)", "4 and 5", "", nullptr},
};

struct Advice {
  std::string_view endings, text;
};

constexpr Advice kAdvice[] = {
    {" ceb cebx ", "a Founder CEB document, which only Founder Apabi Reader opens: open it there, print it to PDF and try again."},
    {" sep ", "a SEP document (书生), which only Sursen Reader opens: open it there, print it to PDF and try again."},
    {" gd gw aip ", "a GD document (点聚), which only its maker's reader opens: open it there, print it to PDF and try again."},
    {" s72 s92 s2 s10 ", "a document of 书生, which only Sursen Reader opens: open it there, print it to PDF and try again."},
    {" pdg ssreader caj nh kdh teb ", "a document that only its maker's reader opens: open it there, print it to PDF and try again."},
    {" wmf emf svg psd ai cdr dwg dxf xps oxps ", "a drawing; export it as PDF or as a picture (PNG, JPEG) and try again."},
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
    table += fmt::format("  {}", format.title);
    if (!format.versions.empty()) table += fmt::format(": {}", format.versions);
    if (!format.needs.empty()) table += fmt::format(" [needs {}]", format.needs);
    table += '\n';
  }
  return table;
}

std::string_view advice_for_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const std::string ending = fmt::format(" {} ", lower_ascii(name.substr(dot + 1)));
  for (const Advice& advice : kAdvice)
    if (advice.endings.find(ending) != std::string_view::npos) return advice.text;
  return {};
}

}  // namespace gongshi::extract
