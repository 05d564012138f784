// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages are put together from: templates and words of web/data, small pieces of their contexts.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "corpus/store/search.h"
#include "report/template.h"
#include "schema/finding.h"
#include "schema/result.h"
#include "web/http.h"

namespace gongshi::web {

/// The parsed template of web/data; parsed once. Errors: "data-missing", "template-invalid".
[[nodiscard]] Result<std::shared_ptr<const report::Template>> template_of(const std::string& name);

/// web/data/words.json; an empty object where it is damaged (Workbench::open has refused it then).
[[nodiscard]] const nlohmann::json& words_file();
/// The Chinese for an id in one of its tables; the id where there is none.
[[nodiscard]] std::string word(const char* table, const std::string& id);
/// The same with {n}, {name} … replaced by values.
[[nodiscard]] std::string word(const char* table, const std::string& id,
                               std::initializer_list<std::pair<const char*, std::string>> values);
/// Its words for all pages ("page").
[[nodiscard]] std::string page_word(const std::string& id);
/// A name, or the word for one that the notice does not say.
[[nodiscard]] std::string or_unknown(const std::string& name);

/// A path's last part.
[[nodiscard]] std::string file_name(const std::string& path);
/// The text's lines that are not empty, as a list.
[[nodiscard]] nlohmann::json paragraphs(const std::string& text);
/// A choice for a <select>.
[[nodiscard]] nlohmann::json choice(const std::string& value, const std::string& name, const std::string& chosen);
/// The query ("?…") of an address with one parameter changed; an empty value takes it away, and the place in the list
/// with it. "" where nothing is left.
[[nodiscard]] std::string query_with(const Request& request, const std::string& name, const std::string& value);
/// `next` where it is a path of this site ("//host" and "/\host" lead elsewhere), else "/".
[[nodiscard]] std::string local_path(const std::string& next);
[[nodiscard]] Response redirect(const std::string& where);
/// True where a person has to say which of the versions is the latest.
[[nodiscard]] bool any_order_open(const std::vector<corpus::NoticeVersion>& versions);
/// "error", "warning", "info", of the gravest; "none" where there is none.
[[nodiscard]] const char* worst(const std::vector<const Finding*>& findings);

}  // namespace gongshi::web
