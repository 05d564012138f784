// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/vocabulary.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "normalize/likeness.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

using nlohmann::json;

// A heading that OCR read counts from this likeness on; 指标要求 and 标准要求 are 0.33 alike.
constexpr double kHeadingLikeness = 0.6;

constexpr std::pair<std::string_view, ColumnRole> kRoles[] = {{"other", ColumnRole::kOther},
                                                              {"category", ColumnRole::kCategory},
                                                              {"number", ColumnRole::kNumber},
                                                              {"number-and-name", ColumnRole::kNumberAndName},
                                                              {"name", ColumnRole::kName},
                                                              {"definition", ColumnRole::kDefinition},
                                                              {"requirement", ColumnRole::kRequirement},
                                                              {"claim", ColumnRole::kClaim},
                                                              {"score", ColumnRole::kScore},
                                                              {"community", ColumnRole::kCommunity}};

ColumnRole parse_role(const std::string& name) {
  for (const auto& [known, role] : kRoles)
    if (known == name) return role;
  throw std::runtime_error("unknown column role \"" + name + "\"");
}

std::vector<std::u32string> keys(const json& words) {
  std::vector<std::u32string> result;
  for (const json& word : words) result.push_back(likeness_key(word.get<std::string>()));
  return result;
}

std::vector<ColumnWords> parse_columns(const json& file) {
  std::vector<ColumnWords> columns;
  constexpr std::size_t kShortestAlike = 4;
  for (const json& entry : file.at("columns")) {
    columns.push_back(
        {parse_role(entry.at("role").get<std::string>()), keys(entry.at("exact")), keys(entry.at("within"))});
    for (const std::u32string& word : columns.back().exact)
      if (word.size() >= kShortestAlike) columns.back().alike.emplace_back(word);
  }
  return columns;
}

CueWords parse_cues(const json& file) {
  const auto words = [&](const char* key) { return file.at(key).get<std::vector<std::string>>(); };
  CueWords cues;
  cues.title = words("title");
  cues.not_title = words("not_title");
  cues.preamble_start = words("preamble_start");
  cues.preamble = words("preamble");
  cues.footer = words("footer");
  cues.site = words("site");
  cues.table_title = words("table_title");
  cues.continued = words("continued");
  cues.sums = words("sums");
  cues.signature = words("signature");
  cues.form_start = words("form_start");
  return cues;
}

CommunityWords parse_communities(const json& file) {
  const auto words = [&](const char* key) {
    std::vector<std::u32string> decoded;
    for (const json& word : file.at(key)) decoded.push_back(utf8::decode(word.get<std::string>()));
    return decoded;
  };
  CommunityWords community{words("endings"), words("accepted"),  words("acting"), words("lead"),     words("first"),
                           words("streets"), words("districts"), words("smart"),  words("not_names")};
  std::stable_sort(community.endings.begin(), community.endings.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return community;
}

}  // namespace

std::string name_of(ColumnRole role) {
  for (const auto& [name, known] : kRoles)
    if (known == role) return std::string(name);
  return "other";
}

ColumnRole Vocabulary::role_of(std::string_view heading, bool* known) const {
  const std::u32string key = likeness_key(heading);
  if (known != nullptr) *known = true;
  for (const ColumnWords& words : columns)
    if (std::find(words.exact.begin(), words.exact.end(), key) != words.exact.end()) return words.role;
  for (const ColumnWords& words : columns)
    for (const std::u32string& word : words.within)
      if (key.find(word) != std::u32string::npos && key.size() <= word.size() + 24) return words.role;
  const Shingles shingles(key);
  for (const ColumnWords& words : columns)
    for (const Shingles& word : words.alike)
      if (Shingles::likeness(word, shingles) >= kHeadingLikeness) return words.role;
  if (known != nullptr) *known = false;
  return ColumnRole::kOther;
}

bool Vocabulary::is_claim_heading(std::string_view heading) const {
  const std::u32string key = likeness_key(heading);
  return std::any_of(columns.begin(), columns.end(), [&](const ColumnWords& words) {
    return words.role == ColumnRole::kClaim &&
           (std::find(words.exact.begin(), words.exact.end(), key) != words.exact.end() ||
            std::find(words.within.begin(), words.within.end(), key) != words.within.end());
  });
}

Vocabulary::Vocabulary(const Programme& programme)
    : columns(parse_columns(programme.words("columns"))),
      cues(parse_cues(programme.words("cues"))),
      communities(parse_communities(programme.words("communities"))) {}

std::u32string_view ending_of(std::u32string_view name, const CommunityWords& words) {
  for (const std::u32string& ending : words.endings)
    if (name.ends_with(ending)) return ending;
  return {};
}

}  // namespace gongshi::normalize
