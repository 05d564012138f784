// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/zip_writer.h"

#include <zip.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace gongshi::test {

std::string make_zip(const std::vector<std::pair<std::string, std::string>>& parts, const std::string& password) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(memory);
  zip_t* package = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
  if (package == nullptr) throw std::runtime_error(zip_error_strerror(&error));
  for (const auto& [name, bytes] : parts) {
    zip_source_t* part = zip_source_buffer(package, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = zip_file_add(package, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (index >= 0 && !password.empty())
      zip_file_set_encryption(package, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password.c_str());
  }
  if (zip_close(package) != 0) throw std::runtime_error("zip_close failed");
  zip_source_open(memory);
  zip_source_seek(memory, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(memory)), '\0');
  zip_source_seek(memory, 0, SEEK_SET);
  zip_source_read(memory, bytes.data(), bytes.size());
  zip_source_close(memory);
  zip_source_free(memory);
  return bytes;
}

std::string make_workbook(const std::string& sheet, const std::string& content) {
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    package = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  return make_zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"_rels/.rels", package + "<Relationship Id=\"a\" Type=\"" + relations +
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
       {"xl/workbook.xml", "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relations + "\"><sheets><sheet name=\"" +
                               sheet + "\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels", package + "<Relationship Id=\"b\" Type=\"" + relations +
                                          "/worksheet\" Target=\"worksheets/a.xml\"/></Relationships>"},
       {"xl/worksheets/a.xml", "<worksheet xmlns=\"" + main + "\">" + content + "</worksheet>"}});
}

}  // namespace gongshi::test
