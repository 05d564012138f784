// SPDX-License-Identifier: GPL-3.0-or-later
// MIME entities (RFC 2045–2047, 2183, 2231): saved web pages and mail. What is wrong in the input is passed over.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gongshi::extract {

/// Headers by their name in small letters, folded lines joined.
using MimeHeaders = std::map<std::string, std::string, std::less<>>;

/// Reads the header block; `text` is left at the body.
[[nodiscard]] MimeHeaders take_headers(std::string_view& text);

/// The header's value; "" where there is none.
[[nodiscard]] std::string header(const MimeHeaders& headers, std::string_view name);

/// `name="value"` or `name=value` of a header with parameters; also in the forms `name*=utf-8''…` and `name*0=…`, in
/// UTF-8.
[[nodiscard]] std::string parameter(const std::string& value, std::string_view name);

/// The body as it was before its transfer encoding.
[[nodiscard]] std::string decoded_body(const MimeHeaders& headers, std::string_view body);

/// Text of a header in UTF-8: =?gb2312?B?…?= decoded; bytes that are no UTF-8 are taken for GB 18030.
[[nodiscard]] std::string decoded_words(const std::string& text);

/// Calls `visit` for the parts of a multipart body, as they stand (headers and body).
void for_each_part(std::string_view body, const std::string& boundary,
                   const std::function<void(std::string_view part)>& visit);

}  // namespace gongshi::extract
