// SPDX-License-Identifier: GPL-3.0-or-later
// Small text templates, so that the pages' wording and structure stand in data files (report/data) and not in code.
//
//   {{name}}            the value, escaped for HTML text and attributes; {{a.b}} goes into objects
//   {{&name}}           the value as it is
//   {{#name}}…{{/name}} for every element of a list, or once for a value that is there (not null, false, "", [], 0)
//   {{^name}}…{{/name}} once where it is not
//   {{>file}}           another template of report/data
//
// Names are looked up in the innermost section first. {{.}} is the element itself.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "schema/result.h"

namespace gongshi::report {

/// `text` with & < > " ' as entities; control characters other than \n and \t become spaces.
[[nodiscard]] std::string escaped(std::string_view text);

/// A parsed template. Immutable: may be rendered by several threads at once.
class Template {
 public:
  Template();
  ~Template();
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;

  /// Loads report/data's `name` ("notice.html") with all it includes. Errors: "data-missing", "template-invalid" (file
  /// and line).
  [[nodiscard]] static Result<Template> load(const std::string& name);
  /// Parses `text`; `name` stands in errors.
  [[nodiscard]] static Result<Template> parse(std::string_view text, const std::string& name);

  /// Names that `context` lacks are empty.
  [[nodiscard]] std::string render(const nlohmann::json& context) const;

  struct Node;

 private:
  std::unique_ptr<Node> root_;
};

}  // namespace gongshi::report
