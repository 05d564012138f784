// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/records.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "normalize/claim/facts.h"
#include "normalize/similarity.h"
#include "schema/json.h"
#include "tests/support/places.h"

namespace gongshi::test {

const Programme& programme() { return programmes().first(); }

const Programmes& programmes() {
  static const Programmes kProgrammes = [] {
    auto loaded = load_programmes(kDefaultProgramme);
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return *loaded;
  }();
  return kProgrammes;
}

const Standard& standard() { return programme().standard(); }

Notice load_notice(const std::string& path, const Programme& by) {
  std::ifstream file(path);
  auto notice = notice_from_json(nlohmann::json::parse(file));
  if (!notice) throw std::runtime_error(path + ": " + notice.error().message);
  if (const Tier* tier = by.standard().find(notice->tier)) {
    for (IndicatorRecord& row : notice->rows) {
      for (const Indicator& indicator : tier->indicators)
        if (!row.indicator && normalize::name_key(indicator.name) == normalize::name_key(row.name.str()))
          row.indicator = indicator.no;
      if (!row.indicator && row.name.empty() && tier->find(row.no) != nullptr) row.indicator = row.no;
    }
  }
  for (const std::string& name : {notice->title.utf8, notice->preamble.utf8, notice->table_title.utf8})
    for (const Tier& tier : by.standard().tiers)
      if (name.find(tier.name) != std::string::npos &&
          std::find(notice->tiers_named.begin(), notice->tiers_named.end(), tier.name) == notice->tiers_named.end())
        notice->tiers_named.push_back(tier.name);
  normalize::parse_facts(*notice, by);
  return *notice;
}

Notice make_notice(const std::string& tier_name, const std::string& community, const std::string& claim) {
  const Tier* tier = standard().find(tier_name);
  if (tier == nullptr) throw std::runtime_error("no tier " + tier_name);
  Notice notice;
  notice.tier = tier_name;
  notice.edition = tier->edition;
  notice.tiers_named = {tier_name};
  notice.community = community;
  for (const Indicator& indicator : tier->indicators) {
    IndicatorRecord row;
    row.category = indicator.category;
    row.no = indicator.no;
    row.indicator = indicator.no;
    row.match = 1;
    row.number.text.utf8 = std::to_string(indicator.no);
    row.name.text.utf8 = indicator.name;
    row.definition.text.utf8 = indicator.definition;
    row.requirement.text.utf8 = indicator.requirement;
    row.claim.text.utf8 = claim;
    notice.rows.push_back(std::move(row));
  }
  normalize::parse_facts(notice, programme());
  return notice;
}

void set_claim(Notice& notice, int no, const std::string& claim) {
  for (IndicatorRecord& row : notice.rows)
    if (row.no == no) row.claim.text = Text{claim, {}, {}};
  normalize::parse_facts(notice, programme());
}

std::string shared_folder() {
  const std::filesystem::path shared = std::filesystem::path(kSourceFolder) / ".." / "shared";
  return std::filesystem::is_directory(shared / "corpus") ? shared.lexically_normal().string() : "";
}

}  // namespace gongshi::test
