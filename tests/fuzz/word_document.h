// SPDX-License-Identifier: GPL-3.0-or-later
// A Word document written to the orders of any bytes: paragraphs, tables, cells, fields, styles, lists, and texts.
// Whatever the bytes are, the document is well formed; a change of one byte changes one cell, one property or one text,
// so that fuzzing goes through structures instead of spoiling brackets.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "extract/word/docx_parts.h"

namespace gongshi::test {

class WordDocumentWriter {
 public:
  explicit WordDocumentWriter(std::string_view orders) : orders_(orders) {}

  [[nodiscard]] extract::DocxParts parts() {
    extract::DocxParts parts;
    parts.styles = styles();
    parts.numbering = numbering();
    while (!orders_.empty() && body_.size() < kMostBytes) block(0);
    parts.document = root("document", "<w:body>" + body_ + "</w:body>");
    parts.footnotes =
        root("footnotes", "<w:footnote w:id=\"1\"><w:p><w:r><w:t>注" + words() + "</w:t></w:r></w:p></w:footnote>");
    return parts;
  }

 private:
  static constexpr std::size_t kMostBytes = 1 << 18;
  static constexpr int kMostDepth = 6;

  static std::string root(const std::string& name, const std::string& inside) {
    return "<w:" + name + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">" + inside +
           "</w:" + name + ">";
  }

  unsigned next() {
    if (orders_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(orders_.front());
    orders_.remove_prefix(1);
    return byte;
  }

  /// A text out of the orders themselves, or one that notices have.
  std::string words() {
    static constexpr std::array<std::string_view, 24> kPhrases = {"智慧社区建设验收结果公示",
                                                                  "基础型智慧社区（柳荫社区）",
                                                                  "一级指标",
                                                                  "序号",
                                                                  "二级指标",
                                                                  "指标释义",
                                                                  "标准要求",
                                                                  "完成情况",
                                                                  "基础设施",
                                                                  "有线宽带网络",
                                                                  "覆盖率为98.5%",
                                                                  "达标",
                                                                  "1",
                                                                  "12",
                                                                  "一、",
                                                                  "（三）",
                                                                  "公示期为2024年11月1日至11月7日",
                                                                  "联系人：柳青 电话：0531-12345678",
                                                                  "社区共有居民1200户，已覆盖1190户",
                                                                  "成长型",
                                                                  "标杆型",
                                                                  "",
                                                                  "续表",
                                                                  "总计"};
    const unsigned order = next();
    if (order < 0xC0) return std::string(kPhrases[order % kPhrases.size()]);
    std::string text;
    for (unsigned i = next() % 64; i > 0; --i) {
      const unsigned sign = next();
      if (sign >= 0x80) {
        const unsigned code = 0x4E00 + ((sign & 0x7F) << 8 | next()) % 0x5000;
        text += static_cast<char>(0xE0 | code >> 12);
        text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
      } else if (sign >= 0x20 && sign != '<' && sign != '&') {
        text += static_cast<char>(sign);
      }
    }
    return text;
  }

  std::string value(unsigned order) {
    return std::to_string(order > 250 ? static_cast<int>(order) * 100000 : static_cast<int>(order));
  }

  std::string run() {
    const unsigned order = next();
    std::string properties;
    if ((order & 8) != 0) properties += "<w:vanish/>";
    if ((order & 16) != 0) properties += "<w:vertAlign w:val=\"superscript\"/>";
    if ((order & 32) != 0) properties += "<w:rStyle w:val=\"c" + std::to_string(order & 3) + "\"/>";
    std::string inside;
    switch (order & 7) {
      case 0:
      case 1:
      case 2:
        inside = "<w:t>" + words() + "</w:t>";
        break;
      case 3:
        inside = "<w:tab/><w:br/><w:t>" + words() + "</w:t><w:noBreakHyphen/>";
        break;
      case 4:
        return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>" +
               std::string((order & 64) != 0 ? "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" : "") +
               "<w:r><w:t>" + words() + "</w:t></w:r>" +
               ((order & 128) != 0 ? "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" : "");
      case 5:
        inside = "<w:footnoteReference w:id=\"" + value(next() & 3) + "\"/>";
        break;
      case 6:
        return "<w:ins><w:r><w:t>" + words() + "</w:t></w:r></w:ins><w:del><w:r><w:delText>" + words() +
               "</w:delText></w:r></w:del>";
      default:
        inside = "<w:sym w:font=\"Wingdings\" w:char=\"F0" + std::string((order & 64) != 0 ? "FE" : "A8") + "\"/>";
    }
    return "<w:r><w:rPr>" + properties + "</w:rPr>" + inside + "</w:r>";
  }

  std::string paragraph() {
    const unsigned order = next();
    std::string text = "<w:p><w:pPr>";
    if ((order & 1) != 0) text += "<w:pStyle w:val=\"p" + std::to_string(order >> 1 & 3) + "\"/>";
    if ((order & 8) != 0)
      text += "<w:numPr><w:ilvl w:val=\"" + value(next() % 11) + "\"/><w:numId w:val=\"" + value(next() % 5) +
              "\"/></w:numPr>";
    if ((order & 16) != 0) text += "<w:jc w:val=\"center\"/>";
    if ((order & 32) != 0) text += "<w:rPr><w:del/></w:rPr>";
    text += "</w:pPr>";
    for (unsigned i = std::max(1U, order >> 6); i > 0; --i) text += run();
    return text + "</w:p>";
  }

  std::string cell(int depth) {
    const unsigned order = next();
    std::string text = "<w:tc><w:tcPr>";
    if ((order & 1) != 0) text += "<w:gridSpan w:val=\"" + value(next()) + "\"/>";
    if ((order & 2) != 0) text += (order & 4) != 0 ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>";
    if ((order & 8) != 0) text += (order & 16) != 0 ? "<w:hMerge w:val=\"restart\"/>" : "<w:hMerge/>";
    text += "</w:tcPr>";
    if ((order & 0xE0) == 0xE0 && depth < kMostDepth) text += table(depth + 1);
    return text + paragraph() + "</w:tc>";
  }

  std::string table(int depth) {
    const unsigned order = next();
    std::string text = "<w:tbl><w:tblPr/><w:tblGrid/>";
    const unsigned rows = 1 + order % 12, columns = 1 + (order >> 4) % 8;
    for (unsigned row = 0; row < rows && !orders_.empty(); ++row) {
      const unsigned look = next();
      text += "<w:tr><w:trPr>";
      if ((look & 1) != 0) text += "<w:tblHeader/>";
      if ((look & 2) != 0) text += "<w:gridBefore w:val=\"" + value(look >> 4) + "\"/>";
      if ((look & 12) == 12) text += "<w:del/>";
      text += "</w:trPr>";
      for (unsigned column = 0; column < columns && text.size() < kMostBytes; ++column) text += cell(depth);
      text += "</w:tr>";
    }
    return text + "</w:tbl>";
  }

  void block(int depth) {
    const unsigned order = next();
    if (order % 3 == 0)
      body_ += table(depth);
    else if (order % 11 == 1)
      body_ += "<w:sdt><w:sdtContent>" + paragraph() + "</w:sdtContent></w:sdt>";
    else
      body_ += paragraph();
  }

  std::string styles() {
    std::string text;
    for (unsigned i = 0; i < 4; ++i) {
      const unsigned order = next();
      text += "<w:style w:type=\"paragraph\" w:styleId=\"p" + std::to_string(i) + "\"><w:basedOn w:val=\"p" +
              std::to_string(order & 7) + "\"/><w:pPr><w:numPr><w:numId w:val=\"" + value(order >> 3 & 3) +
              "\"/></w:numPr></w:pPr></w:style>";
    }
    return root("styles", text);
  }

  std::string numbering() {
    static constexpr std::array<std::string_view, 8> kFormats = {
        "decimal", "chineseCounting", "upperRoman", "lowerLetter", "bullet", "ideographTraditional", "ordinal", "none"};
    std::string text;
    for (unsigned i = 0; i < 3; ++i) {
      const unsigned order = next(), start = next();
      text += "<w:abstractNum w:abstractNumId=\"" + std::to_string(i) + "\">";
      for (unsigned level = 0; level < 3; ++level)
        text += "<w:lvl w:ilvl=\"" + std::to_string(level) + "\"><w:start w:val=\"" + value(start) +
                "\"/><w:numFmt w:val=\"" + std::string(kFormats[(order + level) % kFormats.size()]) +
                "\"/><w:lvlText w:val=\"%1.%" + std::to_string(level + 1) + "、\"/></w:lvl>";
      text += "</w:abstractNum>";
    }
    for (unsigned i = 1; i < 4; ++i)
      text += "<w:num w:numId=\"" + std::to_string(i) + "\"><w:abstractNumId w:val=\"" + std::to_string(next() & 3) +
              "\"/></w:num>";
    return root("numbering", text);
  }

  std::string_view orders_;
  std::string body_;
};

}  // namespace gongshi::test
