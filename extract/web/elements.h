// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of a page's elements.
#pragma once

#include <optional>
#include <string_view>

struct _xmlNode;

namespace gongshi::extract {

/// "td". The text belongs to the page.
[[nodiscard]] std::string_view name_of(const _xmlNode* node);

/// The attribute's value, "" where it has none; empty where the element has no such attribute. The text belongs to the
/// page.
[[nodiscard]] std::optional<std::string_view> attribute_of(const _xmlNode* node, std::string_view name);

}  // namespace gongshi::extract
