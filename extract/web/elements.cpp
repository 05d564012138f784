// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/elements.h"

#include <libxml/tree.h>

namespace gongshi::extract {

std::string_view name_of(const xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

std::optional<std::string_view> attribute_of(const xmlNode* node, std::string_view name) {
  for (const xmlAttr* attr = node->properties; attr != nullptr; attr = attr->next)
    if (reinterpret_cast<const char*>(attr->name) == name)
      return attr->children != nullptr && attr->children->content != nullptr
                 ? std::string_view(reinterpret_cast<const char*>(attr->children->content))
                 : std::string_view();
  return std::nullopt;
}

}  // namespace gongshi::extract
