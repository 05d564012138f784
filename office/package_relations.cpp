// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/package_relations.h"

#include <pugixml.hpp>
#include <utility>

#include "office/xml_part.h"

namespace gongshi::office {
namespace {

std::string resolved(const std::string& folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string base = folder;
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (!base.empty()) base = part_folder(std::string_view(base).substr(0, base.size() - 1));
  }
  return base + std::string(target);
}

}  // namespace

std::optional<std::string> Relations::first_of(std::string_view type) const {
  for (const Entry& entry : entries_)
    if (entry.type == type) return entry.target;
  return std::nullopt;
}

std::optional<std::string> Relations::target(std::string_view id) const {
  for (const Entry& entry : entries_)
    if (entry.id == id) return entry.target;
  return std::nullopt;
}

std::string part_folder(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

Relations package_relations(ZipPackage& package, const std::string& part) {
  const std::string folder = part_folder(part);
  const std::string name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
  if (!package.has(name)) return {};
  const Result<std::string> bytes = package.read(name);
  pugi::xml_document document;
  if (!bytes || !parse_xml(*bytes, name, document)) return {};
  std::vector<Relations::Entry> entries;
  for (const pugi::xml_node& relation : document.child("Relationships").children("Relationship")) {
    if (std::string_view(relation.attribute("TargetMode").value()) == "External") continue;
    const std::string_view type = relation.attribute("Type").value();
    entries.push_back({relation.attribute("Id").value(), std::string(type.substr(type.rfind('/') + 1)),
                       resolved(folder, relation.attribute("Target").value())});
  }
  return Relations(std::move(entries));
}

}  // namespace gongshi::office
