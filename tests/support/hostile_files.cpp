// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostile_files.h"

#include <fmt/format.h>
#include <zlib.h>

#include <random>

#include "tests/support/fictional_notices.h"
#include "tests/support/zip_writer.h"

namespace gongshi::test {
namespace {

constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// ---- archives ----

std::string zip_of(std::string name, std::string bytes) { return to_zip({{std::move(name), std::move(bytes)}}, true); }

std::string zip_bomb() { return zip_of("notice.txt", std::string(std::size_t{96} << 20, ' ')); }

// Every level holds the one below twenty times: 8000 MB in a few kilobytes.
std::string nested_bomb() {
  std::string inner = zip_of("leaf.txt", std::string(std::size_t{1} << 20, ' '));
  for (int level = 0; level < 3; ++level) {
    std::vector<ZipMember> members;
    for (int i = 0; i < 20; ++i) members.push_back({fmt::format("{}.zip", i), inner});
    inner = to_zip(members, true);
  }
  return inner;
}

std::string deep_zip() {
  std::string inner = zip_of("leaf.txt", "text");
  for (int level = 0; level < 40; ++level) inner = zip_of("inner.zip", inner);
  return inner;
}

std::string leaving_zip() {
  return to_zip({{"../../hostile-was-here.txt", "text"},
                 {"/tmp/hostile-was-here.txt", "text"},
                 {"..\\..\\hostile-was-here.txt", "text"},
                 {"C:\\hostile-was-here.txt", "text"},
                 {std::string("a\0b.txt", 7), "text"},
                 {"a/../../../hostile-was-here.docx", "text"}});
}

// ---- XML ----

std::string docx_of(const std::string& document) {
  return make_zip(
      {{"[Content_Types].xml",
        std::string(kXml) + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override "
                            "PartName=\"/word/document.xml\" "
                            "ContentType=\"application/"
                            "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
       {"_rels/.rels",
        std::string(kXml) +
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            "<Relationship Id=\"r1\" "
            "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
            "Target=\"word/document.xml\"/></Relationships>"},
       {"word/document.xml", document}});
}

std::string word_body(const std::string& body, const std::string& declarations = "") {
  return std::string(kXml) + declarations +
         "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" + body +
         "</w:body></w:document>";
}

std::string entity_bomb_declarations() {
  std::string text = "<!DOCTYPE w:document [<!ENTITY a0 \"社区社区社区社区\">";
  for (int i = 1; i <= 12; ++i) {
    text += fmt::format("<!ENTITY a{} \"", i);
    for (int j = 0; j < 10; ++j) text += fmt::format("&a{};", i - 1);
    text += "\">";
  }
  return text + "]>";
}

std::string external_declarations(const std::string& secret) {
  return "<!DOCTYPE w:document [<!ENTITY x SYSTEM \"file://" + secret +
         "\"><!ENTITY n SYSTEM \"http://127.0.0.1:9/x\"><!ENTITY % p SYSTEM \"file://" + secret + "\">%p;]>";
}

std::string paragraph(const std::string& text) { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"; }

// 10 000 rows, each of a cell that claims 10 000 columns; cells run on from row to row.
std::string huge_table() {
  std::string rows;
  for (int row = 0; row < 10000; ++row)
    rows += fmt::format(
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"10000\"/><w:vMerge{}/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p>"
        "</w:tc></w:tr>",
        row == 0 ? " w:val=\"restart\"" : "");
  return "<w:tbl>" + rows + "</w:tbl>";
}

// The same with true cells: as many as a reader may have to look at before it gives up.
std::string crowded_table() {
  std::string row = "<w:tr>";
  for (int cell = 0; cell < 1000; ++cell) row += "<w:tc><w:p/></w:tc>";
  row += "</w:tr>";
  std::string rows;
  for (int i = 0; i < 1000; ++i) rows += row;
  return "<w:tbl>" + rows + "</w:tbl>";
}

std::string deep_xml() {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "<w:p>";
  return text;
}

// ---- PDF ----

std::string pdf_of(const std::vector<std::string>& objects) {
  std::string out = "%PDF-1.5\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(out.size());
    out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const std::size_t table = out.size();
  out += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t offset : offsets) out += fmt::format("{:010} 00000 n \n", offset);
  return out + fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, table);
}

std::string stream(const std::string& dictionary, const std::string& bytes) {
  return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", dictionary, bytes.size(), bytes);
}

std::string packed(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
            static_cast<uLong>(bytes.size()), 9);
  out.resize(size);
  return out;
}

// A page that draws one picture.
std::string picture_pdf(const std::string& picture) {
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 5 0 R >> >> "
                 "/Contents 4 0 R >>",
                 stream("", "q 595 0 0 842 0 0 cm /I Do Q"), picture});
}

std::string looped_pdf() {
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1000000 >>",
                 "<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 3 0 R /Count 1000000 >>"});
}

std::string crowded_pdf() {
  std::vector<std::string> objects = {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R] >>"};
  while (objects.size() < 100000) objects.push_back(fmt::format("[{} 0 R {} 0 R]", objects.size(), objects.size() + 2));
  return pdf_of(objects);
}

std::string form_loop_pdf() {
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >> "
                 "/Contents 4 0 R >>",
                 stream("", "/F Do /F Do"),
                 stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
                        "/F Do /F Do")});
}

std::string stream_bomb_pdf() {
  const std::string once = packed(std::string(std::size_t{64} << 20, ' '));
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
                 stream("/Filter [/FlateDecode /FlateDecode]", packed(once))});
}

std::string image(const std::string& filter, const std::string& bytes, int width, int height, int bits = 8) {
  return stream(fmt::format("/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent {} /ColorSpace "
                            "/DeviceGray /Filter /{}",
                            width, height, bits, filter),
                bytes);
}

// A JBIG2 page of 2^31 × 2^31 points, then a region of it.
std::string jbig2() {
  const std::string size("\x7F\xFF\xFF\xFF", 4);
  std::string bytes("\0\0\0\0\x30\0\x01\0\0\0\x13", 11);
  bytes += size + size + std::string(8, '\0') + std::string("\0\0\0", 3);
  bytes += std::string("\0\0\0\x01\x26\0\x01\0\0\0\x20", 11) + size + size + std::string(24, '\x55');
  return bytes;
}

// A JPEG 2000 stream that declares 2^31 × 2^31 points in tiles of one.
std::string jpx() {
  const std::string size("\x7F\xFF\xFF\xFF", 4), zero(4, '\0'), one("\0\0\0\x01", 4);
  std::string bytes("\xFF\x4F\xFF\x51\0\x29\0\0", 8);
  bytes += size + size + zero + zero + one + one + zero + zero + std::string("\0\x01\x07\x01\x01", 5);
  bytes += std::string("\xFF\x52\0\x0C\0\0\0\x01\0\x01\x04\x04\0\x01", 14) + std::string(64, '\x11');
  return bytes;
}

// ---- pictures ----

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
  return bytes;
}

std::string png_chunk(const std::string& type, const std::string& bytes) {
  const std::string body = type + bytes;
  return big_endian(static_cast<std::uint32_t>(bytes.size())) + body +
         big_endian(static_cast<std::uint32_t>(
             crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
}

// 32 000 × 32 000 grey points: 1 GB, all but none of it there.
std::string huge_png() {
  return "\x89PNG\r\n\x1A\n" +
         png_chunk("IHDR", big_endian(32000) + big_endian(32000) + std::string("\x08\0\0\0\0", 5)) +
         png_chunk("IDAT", packed(std::string(std::size_t{8} << 20, '\0'))) + png_chunk("IEND", "");
}

std::string huge_jpeg() {
  return std::string("\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0", 20) +
         std::string("\xFF\xC0\0\x0B\x08\xFF\xDC\xFF\xDC\x01\x01\x11\0", 13) +
         std::string("\xFF\xDA\0\x08\x01\x01\0\0\x3F\0", 10) + std::string(200, '\x33');
}

std::string random_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

}  // namespace

std::vector<HostileFile> hostile_files(const std::string& secret) {
  std::vector<HostileFile> files = {
      {"zip-bomb.zip", zip_bomb()},
      {"nested-bomb.zip", nested_bomb()},
      {"deep.zip", deep_zip()},
      {"leaving.zip", leaving_zip()},
      {"bomb.docx", docx_of(word_body(paragraph(std::string(std::size_t{96} << 20, ' '))))},
      {"entity-bomb.docx", docx_of(word_body(paragraph("&a12;"), entity_bomb_declarations()))},
      {"external-entity.docx", docx_of(word_body(paragraph("&x;&n;"), external_declarations(secret)))},
      {"huge-table.docx", docx_of(word_body(huge_table()))},
      {"crowded-table.docx", docx_of(word_body(crowded_table()))},
      {"deep.docx", docx_of(word_body(deep_xml()))},
      {"huge-span.html", "<html><body><table><tr><td colspan=10000 rowspan=10000>甲</td></tr></table></body></html>"},
      {"entity-bomb.html",
       entity_bomb_declarations() + "<html><body><table><tr><td>&a12;</td></tr></table></body></html>"},
      {"external-entity.html", external_declarations(secret) + "<html><body><p>&x;</p><iframe src=\"file://" + secret +
                                   "\"></iframe></body></html>"},
      {"page-loop.pdf", looped_pdf()},
      {"form-loop.pdf", form_loop_pdf()},
      {"100000-objects.pdf", crowded_pdf()},
      {"stream-bomb.pdf", stream_bomb_pdf()},
      {"huge-image.pdf",
       picture_pdf(image("FlateDecode", packed(std::string(std::size_t{4} << 20, '\0')), 32000, 32000))},
      {"jbig2.pdf", picture_pdf(image("JBIG2Decode", jbig2(), 20000, 20000, 1))},
      {"jbig2-noise.pdf", picture_pdf(image("JBIG2Decode", random_bytes(5000, 1), 2000, 2000, 1))},
      {"jpx.pdf", picture_pdf(image("JPXDecode", jpx(), 20000, 20000))},
      {"jpx-noise.pdf", picture_pdf(image("JPXDecode", jpx().substr(0, 40) + random_bytes(5000, 2), 2000, 2000))},
      {"huge.png", huge_png()},
      {"huge.jpg", huge_jpeg()},
      {"empty.pdf", ""},
  };
  int number = 0;
  for (const char* head :
       {"", "%PDF-1.7\n", "PK\x03\x04", "\x89PNG\r\n\x1A\n", "\xFF\xD8\xFF", "Rar!\x1A\x07", "<?xml ", "<html>"}) {
    ++number;
    files.push_back(
        {fmt::format("random-{}.bin", number), head + random_bytes(20000, static_cast<std::uint64_t>(number))});
  }
  return files;
}

}  // namespace gongshi::test
