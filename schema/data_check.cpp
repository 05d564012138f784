// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/data_check.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "schema/data.h"
#include "schema/embedded_data.h"
#include "schema/programme.h"
#include "schema/utf8.h"
#include "schema/word_files.h"

namespace gongshi {
inline namespace schema {
namespace {

using nlohmann::json;

/// Members of web/words.json that give the names of ids which the program knows.
constexpr const char* kWorkbenchNames[] = {"roles", "suggestions", "actions", "page",
                                           "sorts", "groupings",   "columns", "plots"};

Result<void> check_json(std::string_view name, std::string_view text, const Shape& shape,
                        Extent extent = Extent::kWhole) {
  const auto parsed = parse_data(text, name);
  return parsed ? check_shape(*parsed, shape, name, extent) : Result<void>(parsed.error());
}

Shape rule_messages() {
  return Shape::object(
      {{"title", Shape::text()}, {"summary", Shape::text()}, {"messages", Shape::map_of(Shape::text())}});
}

Shape furniture() {
  std::vector<Shape::Member> members;
  for (const char* list : {"classes", "starts", "contains", "trail", "trail_starts", "shown_by_script", "names"})
    members.push_back({list, Shape::words()});
  members.push_back({"longest", Shape::integer()});
  return Shape::object(std::move(members));
}

Shape recognition_signs() {
  return Shape::object({{"measures", Shape::text()}, {"like_digits", Shape::text()}, {"before_dash", Shape::text()}});
}

Shape version_words() { return Shape::object({{"later", Shape::words()}, {"community_endings", Shape::words()}}); }

/// The workbench's words: tables of word and id, and the reasons offered.
Shape workbench_words() {
  std::vector<Shape::Member> members;
  members.push_back({"states", Shape::map_of(Shape::text({"open", "reviewing", "reviewed", "sent", "closed"}))});
  for (const char* names : kWorkbenchNames) members.push_back({names, Shape::map_of(Shape::text())});
  members.push_back({"reasons", Shape::words()});
  return Shape::object(std::move(members));
}

Result<std::string_view> built_in(std::string_view name) {
  for (const data::EmbeddedFile& file : data::embedded_files())
    if (file.name == name) return std::string_view(file.bytes, file.size);
  return Error{"data-unknown", std::string(name) +
                                   ": no part of the program reads a data file of this name; mend the name, or take "
                                   "the file away."};
}

Shape persons() {
  std::vector<Shape::Member> members;
  for (const char* characters : {"surnames",        "common_characters",  "given",           "openers",
                                 "unit_ends",       "place_characters",   "transliterated",  "anonymous",
                                 "plate_provinces", "particles",          "counters",        "not_residences",
                                 "somebody",        "name_joiners",       "name_ends",       "label_copulas",
                                 "not_given",       "before_appointment", "behind_figures",  "before_number",
                                 "home_parts",      "plate_ends",         "persons_counted", "peoples_end",
                                 "contact_label"})
    members.push_back({characters, Shape::text()});
  for (const char* list :
       {"compound_surnames", "labels",          "titles",           "residents",       "requests",
        "honorifics",        "followers",       "appointments",     "unit_words",      "place_ends",
        "public_figures",    "qualifiers",      "genders",          "telephone_words", "residence_words",
        "account_labels",    "identity_labels", "messenger_labels", "not_numbers",     "other_offices"})
    members.push_back({list, Shape::words()});
  members.push_back({"not_names", Shape::map_of(Shape::text())});
  members.push_back({"longer_not_names", Shape::map_of(Shape::words())});
  return Shape::object(std::move(members));
}

std::string step(const std::string& pointer, const std::string& key) { return pointer + "/" + key; }

/// Messages are looked up by their keys: a file in place of the built-in one must have the very same. Empty if so.
std::string other_keys(const json& own, const json& known, const std::string& pointer) {
  if (own.is_object() != known.is_object())
    return pointer + (known.is_object() ? " must be an object" : " must be a string");
  if (!own.is_object()) return {};
  for (const auto& [key, entry] : known.items()) {
    if (!own.contains(key)) return step(pointer, key) + " is missing";
    if (std::string fault = other_keys(own[key], entry, step(pointer, key)); !fault.empty()) return fault;
  }
  for (const auto& [key, entry] : own.items())
    if (!known.contains(key)) return step(pointer, key) + " is not known here";
  return {};
}

Result<void> check_messages(std::string_view name, std::string_view text) {
  if (auto checked = check_json(name, text, Shape::text_tree()); !checked) return checked;
  const auto known = built_in(name);
  if (!known) return known.error();
  const std::string fault = other_keys(*parse_data(text, name), *parse_data(*known, name), "");
  return fault.empty() ? Result<void>() : Error{"data-invalid", std::string(name) + ": " + fault + "."};
}

Result<void> check_workbench_words(std::string_view name, std::string_view text) {
  if (auto checked = check_json(name, text, workbench_words()); !checked) return checked;
  const auto known = built_in(name);
  if (!known) return known.error();
  const json own = *parse_data(text, name), ours = *parse_data(*known, name);
  for (const char* names : kWorkbenchNames)
    if (const std::string fault = other_keys(own[names], ours[names], step("", names)); !fault.empty())
      return Error{"data-invalid", std::string(name) + ": " + fault + "."};
  return {};
}

/// The API's description is handed out as it is; its form is that of OpenAPI.
Result<void> check_api_description(std::string_view name, std::string_view text) {
  const auto parsed = parse_data(text, name);
  if (!parsed) return parsed.error();
  for (const char* member : {"openapi", "info", "paths"})
    if (!parsed->is_object() || !parsed->contains(member))
      return Error{"data-invalid", std::string(name) + ": " + step("", member) + " is missing."};
  return {};
}

/// Lines of two columns, or of one in a list; comments begin with #.
Result<void> check_lines(std::string_view name, std::string_view text) {
  const bool table = name.ends_with(".tsv");
  std::size_t entries = 0, line = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view entry = text.substr(begin, end - begin);
    begin = end + 1;
    ++line;
    if (entry.empty() || entry.starts_with('#')) continue;
    ++entries;
    const std::size_t tab = entry.find('\t');
    if (name == "extract/header_roles.tsv" && table && tab != entry.npos)
      if (const std::string_view role = entry.substr(tab + 1); role != "number" && role != "name" && role != "category")
        return Error{"data-invalid", std::string(name) + ", line " + std::to_string(line) +
                                         ": the second column must be number, name or category."};
    const bool whole = table ? tab != entry.npos && tab > 0 && tab + 1 < entry.size() : tab == entry.npos;
    if (!whole)
      return Error{"data-invalid", std::string(name) + ", line " + std::to_string(line) + ": must have " +
                                       (table ? "two columns with a tab between them." : "one entry and no tab.")};
  }
  if (entries == 0) return Error{"data-invalid", std::string(name) + " has no entries."};
  return {};
}

bool is_utf8(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();)
    if (const std::size_t at = offset; utf8::next(text, offset) == 0xFFFD && text.substr(at, 3) != "\xEF\xBF\xBD")
      return false;
  return true;
}

}  // namespace

Result<void> check_data_file(std::string_view name, std::string_view text) {
  if (text.empty()) return Error{"data-invalid", std::string(name) + " is empty."};
  if (name.starts_with("po/")) return {};  // packed, and checked by gettext
  if (!name.ends_with(".json") && !is_utf8(text))
    return Error{"data-damaged", std::string(name) + " is not UTF-8 text."};
  for (const WordFile& file : word_files())
    if (file.common == name) return check_json(name, text, file.shape, Extent::kCommon);
  const bool other_programme = name.starts_with("programmes/") || name.starts_with("standards/");
  if (other_programme) return {};  // load_programme reads them whole
  if (const auto known = built_in(name); !known) return known.error();
  if (name.starts_with("audit/rules/") && name.ends_with(".json")) {
    if (auto checked = check_json(name, text, rule_messages()); !checked) return checked;
    return check_messages(name, text);
  }
  if (name == "audit/words.json" || name == "extract/part-names.json") {
    if (auto checked = check_json(name, text, Shape::map_of(Shape::text())); !checked) return checked;
    return check_messages(name, text);
  }
  if (name == "report/messages.json") return check_messages(name, text);
  if (name == "schema/persons.json") return check_json(name, text, persons());
  if (name == "extract/recognition-signs.json") return check_json(name, text, recognition_signs());
  if (name == "extract/web-furniture.json") return check_json(name, text, furniture());
  if (name == "corpus/version_words.json") return check_json(name, text, version_words());
  if (name == "web/words.json") return check_workbench_words(name, text);
  if (name == "web/openapi.json") return check_api_description(name, text);
  if (name.ends_with(".json")) return check_json(name, text, Shape::text_tree());
  if (name.ends_with(".tsv") || name == "extract/header_words.txt") return check_lines(name, text);
  return {};
}

Result<void> check_data() {
  namespace fs = std::filesystem;
  if (data_directory_in_use().empty()) return {};
  const fs::path root(data_directory_in_use());
  std::error_code failed;
  if (!fs::is_directory(root, failed))
    return Error{"data-missing", root.string() + ": there is no such data directory."};
  std::vector<std::string> names;
  std::set<std::string> programmes;
  for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
    if (it->is_directory(failed)) continue;
    const std::string name = fs::relative(it->path(), root, failed).generic_string();
    const bool ours = name.find('/') != name.npos &&
                      std::any_of(name.begin(), name.begin() + 1, [](char first) { return first != '.'; });
    if (ours && !name.ends_with(".md")) names.push_back(name);
  }
  if (failed) return Error{"file-unreadable", root.string() + " could not be listed: " + failed.message() + "."};
  std::sort(names.begin(), names.end());
  // Only what stands where the program looks: a data directory may lie in a folder with other things.
  constexpr std::string_view kFolders[] = {"audit/",  "corpus/", "extract/", "normalize/", "programmes/",
                                           "report/", "rules/",  "schema/",  "standards/", "web/"};
  for (const std::string& name : names) {
    if (std::none_of(std::begin(kFolders), std::end(kFolders),
                     [&](std::string_view folder) { return name.starts_with(folder); }))
      continue;
    const auto text = load_data(name);
    if (!text) return text.error();
    if (auto checked = check_data_file(name, *text); !checked)
      return Error{checked.error().code, root.string() + "/" + checked.error().message};
    if (name.starts_with("programmes/"))
      programmes.insert(name.substr(11, name.find('/', 11) == name.npos ? name.npos : name.find('/', 11) - 11));
    if (name.starts_with("standards/"))
      if (const auto standard = parse_standard(*text, fs::path(name).stem().string()); !standard)
        return Error{standard.error().code, (root / name).string() + ": " + standard.error().message};
  }
  for (const std::string& id : programmes)
    if (const auto programme = load_programme(id); !programme) return programme.error();
  return {};
}

}  // namespace schema
}  // namespace gongshi
