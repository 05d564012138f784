// SPDX-License-Identifier: GPL-3.0-or-later
// XML parts of Office packages, with the namespace prefixes that everybody writes.
#pragma once

#include <string>
#include <string_view>

#include "schema/result.h"

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace gongshi::office {

/// Parses `bytes` into `document`. Files may bind their namespaces to any prefix; afterwards the ones of Office Open
/// XML (transitional and strict) have their customary ones: w, mc, v, wps, wpg, wp, a, m, r, pkg; those of spreadsheets
/// and of package relations none. Entities are never expanded beyond the five of XML. Errors: "file-damaged" (not
/// well-formed, nested too deep); `shown` names file and part.
[[nodiscard]] Result<void> parse_xml(std::string_view bytes, std::string_view shown, pugi::xml_document& document);

/// Value of a toggle element such as w:b or w:vanish: true when present, unless its w:val says false, 0 or off.
[[nodiscard]] bool toggle(const pugi::xml_node& element);

/// Well-formed UTF-8 without control characters: tab, carriage return and line feed become a space, others go.
[[nodiscard]] std::string clean_text(std::string_view text);

}  // namespace gongshi::office
