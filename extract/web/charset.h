// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gongshi::extract {

/// Bytes of a text file as UTF-8.
struct DecodedText {
  std::string utf8;     ///< Well-formed, without byte order mark and NUL.
  std::string charset;  ///< What the bytes were taken for: "UTF-8", "gb18030", "UTF-16LE", "Big5" …
};

/// Decodes `bytes`. A byte order mark decides; else what the bytes themselves say (well-formed UTF-8 is UTF-8); else
/// `declared` (charset of a MIME header or meta element; "" if none) where the bytes agree with it; else a guess.
/// Declarations are often wrong, gb2312 for GB 18030 nearly always. Malformed bytes become U+FFFD.
[[nodiscard]] DecodedText decode_text(std::string_view bytes, std::string_view declared);

/// The charset an HTML page declares in its first kilobytes (meta charset, http-equiv, XML declaration); "" if none.
[[nodiscard]] std::string declared_charset(std::string_view html);

}  // namespace gongshi::extract
