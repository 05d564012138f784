// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/flat_opc.h"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "extract/sheet/xlsx_reader.h"
#include "extract/web/charset.h"
#include "extract/web/transfer_encoding.h"
#include "extract/word/docx_reader.h"
#include "office/package.h"

namespace gongshi::extract {
namespace {

constexpr std::size_t kMostParts = 10'000;

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string attribute(const pugi::xml_node& node, std::string_view wanted) {
  for (const pugi::xml_attribute& attribute : node.attributes())
    if (local_name(attribute.name()) == wanted && !std::string_view(attribute.name()).starts_with("xmlns"))
      return attribute.value();
  return {};
}

// Prefixes may be bound above the part's own root.
void inherit_namespaces(pugi::xml_node root) {
  for (pugi::xml_node above = root.parent(); above; above = above.parent())
    for (const pugi::xml_attribute& binding : above.attributes())
      if (std::string_view(binding.name()).starts_with("xmlns:") && !root.attribute(binding.name()))
        root.append_attribute(binding.name()) = binding.value();
}

std::string part_of(pugi::xml_node root) {
  inherit_namespaces(root);
  std::ostringstream out;
  out << R"(<?xml version="1.0" encoding="UTF-8"?>)";
  root.print(out, "", pugi::format_raw);
  return out.str();
}

}  // namespace

Result<Document> read_flat_opc(std::string_view bytes, Source source, const Options& options) {
  pugi::xml_document document;
  const std::string utf8 = decode_text(bytes, declared_charset(bytes)).utf8;
  if (!document.load_buffer(utf8.data(), utf8.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8))
    return Error{"file-damaged",
                 fmt::format("{}: no well-formed XML; get the file again, or save it as .docx.", source.display())};
  std::vector<std::pair<std::string, std::string>> parts;
  bool sheet = false;
  for (const pugi::xml_node& part : document.document_element().children()) {
    if (local_name(part.name()) != "part" || parts.size() >= kMostParts) continue;
    std::string name = attribute(part, "name");
    if (name.starts_with('/')) name.erase(0, 1);
    sheet = sheet || attribute(part, "contentType").find("spreadsheetml.sheet.main") != std::string::npos;
    for (const pugi::xml_node& content : part.children()) {
      if (local_name(content.name()) == "binaryData") parts.emplace_back(name, from_base64(content.text().get()));
      if (local_name(content.name()) != "xmlData") continue;
      for (const pugi::xml_node& root : content.children())
        if (root.type() == pugi::node_element) {
          parts.emplace_back(name, part_of(root));
          break;
        }
    }
  }
  if (parts.empty())
    return Error{"file-damaged",
                 fmt::format("{}: the package has no parts; save it as .docx and try again.", source.display())};
  const Result<std::string> package = office::pack(parts);
  if (!package) return Error{"file-damaged", fmt::format("{}: {}", source.display(), package.error().message)};
  return sheet ? read_xlsx(*package, std::move(source), options) : read_docx(*package, std::move(source), options);
}

}  // namespace gongshi::extract
