// SPDX-License-Identifier: GPL-3.0-or-later
// Requests and answers as the pages and the API see them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongshi::web {

/// A file of a multipart body, lying in a folder of its own until the request is answered.
struct Upload {
  std::string field;  ///< Name of the form's field.
  std::string name;   ///< As the browser gave it: not to be trusted.
  std::string path;   ///< Where its bytes lie.
  std::uint64_t bytes = 0;
};

struct Request {
  std::string method;                                       ///< "GET"
  std::string path;                                         ///< Percent-decoded, without the query.
  std::vector<std::pair<std::string, std::string>> query;   ///< Decoded, in order.
  std::map<std::string, std::string, std::less<>> headers;  ///< By lower-case name; the last of several.
  std::string body;                                         ///< Empty for multipart bodies.
  std::vector<Upload> uploads;
  std::string peer;  ///< The other end's address: "127.0.0.1".

  /// The first value of that name, "" if none.
  [[nodiscard]] std::string parameter(std::string_view name) const;
  [[nodiscard]] bool has_parameter(std::string_view name) const;
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] std::string cookie(std::string_view name) const;
  /// True for methods that change nothing: GET and HEAD.
  [[nodiscard]] bool reads() const { return method == "GET" || method == "HEAD"; }
};

struct Response {
  int status = 200;
  std::string body;
  std::string type = "text/plain; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
};

/// `text` for a place in a URL's path or query: everything but letters, digits, "-", ".", "_" and "~" as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// The fields of a body of type application/x-www-form-urlencoded.
[[nodiscard]] std::map<std::string, std::string, std::less<>> form_fields(std::string_view body);

}  // namespace gongshi::web
