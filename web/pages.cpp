// SPDX-License-Identifier: GPL-3.0-or-later
// What all pages share: the frame around them, their words, the files beside them.
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include "schema/data.h"
#include "web/call.h"
#include "web/page_parts.h"

#include <nlohmann/json.hpp>

namespace gongshi::web {

using app::Role;
using nlohmann::json;

// The data files do not change while the program runs.
Result<std::shared_ptr<const report::Template>> template_of(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const report::Template>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  const auto text = load_data("web/" + name);
  if (!text) return text.error();
  auto parsed = report::Template::parse(*text, name);
  if (!parsed) return parsed.error();
  return known[name] = std::make_shared<const report::Template>(*std::move(parsed));
}

const json& words_file() {
  static const json kWords = [] {
    const auto text = load_data("web/words.json");
    return text ? json::parse(*text, nullptr, false) : json::object();
  }();
  return kWords;
}

std::string word(const char* table, const std::string& id) {
  const json& words = words_file();
  const auto found = words.find(table);
  if (found == words.end() || !found->contains(id)) return id;
  return (*found)[id].get<std::string>();
}

std::string word(const char* table, const std::string& id,
                 std::initializer_list<std::pair<const char*, std::string>> values) {
  std::string text = word(table, id);
  for (const auto& [name, value] : values) {
    const std::string place = std::string("{") + name + "}";
    if (const std::size_t at = text.find(place); at != std::string::npos) text.replace(at, place.size(), value);
  }
  return text;
}

std::string page_word(const std::string& id) { return word("page", id); }

std::string or_unknown(const std::string& name) { return name.empty() ? page_word("unknown") : name; }

std::string file_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

json paragraphs(const std::string& text) {
  json lines = json::array();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

json choice(const std::string& value, const std::string& name, const std::string& chosen) {
  return {{"value", value}, {"name", name}, {"chosen", value == chosen}};
}

std::string query_with(const Request& request, const std::string& name, const std::string& value) {
  std::string query;
  const auto add = [&](const std::string& key, const std::string& text) {
    if (text.empty()) return;
    query += (query.empty() ? "?" : "&") + percent_encoded(key) + "=" + percent_encoded(text);
  };
  for (const auto& [key, text] : request.query)
    if (key != name && key != "offset") add(key, text);
  add(name, value);
  return query;
}

std::string local_path(const std::string& next) {
  // Only a path of this site: "//host" and "/\host" lead elsewhere.
  const bool plain = next.starts_with('/') && !next.starts_with("//") && next.find('\\') == std::string::npos &&
                     std::none_of(next.begin(), next.end(), [](unsigned char c) { return c < 0x21 || c == 0x7F; });
  return plain ? next : "/";
}

Response redirect(const std::string& where) {
  Response response;
  response.status = 303;
  response.headers.emplace_back("Location", where);
  return response;
}

bool any_order_open(const std::vector<corpus::NoticeVersion>& versions) {
  return std::any_of(versions.begin(), versions.end(),
                     [](const corpus::NoticeVersion& version) { return version.order_open; });
}

const char* worst(const std::vector<const Finding*>& findings) {
  const Finding* gravest = nullptr;
  for (const Finding* finding : findings)
    if (gravest == nullptr || finding->severity > gravest->severity) gravest = finding;
  if (gravest == nullptr) return "none";
  return gravest->severity == Severity::kError ? "error" : gravest->severity == Severity::kWarning ? "warning" : "info";
}

Response Workbench::page(Call& call, const std::string& name, json context, int status) {
  context["names"] = {{"body", messages_->names().body}, {"notice", messages_->names().notice}};
  const auto content = template_of(name + ".html");
  const auto layout = template_of("layout.html");
  if (!content || !layout) return api_error((content ? layout : content).error());
  json outer = {{"title", context.value("title", "")},
                {"page", name},
                {"content", (*content)->render(context)},
                {"script", context.value("script", "")},
                {"csrf", call.person.csrf},
                {"person", call.person.name},
                {"role", word("roles", std::string(to_string(call.person.role)))},
                {"accounts", with_accounts()},
                {"reviews", call.may(Role::kReviewer)},
                {"sets", call.may(Role::kAdministrator)},
                {"administers", with_accounts() && call.may(Role::kAdministrator)}};
  outer["at_" + name] = true;
  Response response;
  response.status = status;
  response.type = "text/html; charset=utf-8";
  response.body = (*layout)->render(outer);
  return response;
}

Response Workbench::files_page(Call& call) {
  return page(call, "files", {{"title", page_word("files")}, {"script", "files.js"}, {"watch", options_.watch}});
}

Response Workbench::ledger_page(Call& call) {
  return page(call, "ledger",
              {{"title", page_word("ledger")}, {"script", "ledger.js"}, {"open", words_.status("open")}});
}

Response Workbench::asset(Call& call) {
  static const std::map<std::string, std::pair<const char*, const char*>> kAssets = {
      {"report.css", {"report/report.css", "text/css; charset=utf-8"}},
      {"workbench.css", {"web/workbench.css", "text/css; charset=utf-8"}},
      {"workbench.js", {"web/workbench.js", "text/javascript; charset=utf-8"}},
      {"queue.js", {"web/queue.js", "text/javascript; charset=utf-8"}},
      {"notice.js", {"web/notice.js", "text/javascript; charset=utf-8"}},
      {"files.js", {"web/files.js", "text/javascript; charset=utf-8"}},
      {"ledger.js", {"web/ledger.js", "text/javascript; charset=utf-8"}},
      {"causes.js", {"web/causes.js", "text/javascript; charset=utf-8"}},
      {"desk.js", {"web/desk.js", "text/javascript; charset=utf-8"}},
  };
  const auto found = kAssets.find(call.parts[0]);
  if (found == kAssets.end()) return api_error(404, "address-unknown", "There is nothing at this address.");
  const auto text = load_data(found->second.first);
  if (!text) return api_error(text.error());
  Response response;
  response.body = *text;
  response.type = found->second.second;
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace gongshi::web
