// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/practice_support.h"

#include <nlohmann/json.hpp>

namespace gongshi::audit::checks {

Practice::Practice(const Programme& programme) {
  const nlohmann::json& file = programme.words("practice");
  if (file.empty()) return;
  file.at("usual_days").get_to(usual_days);
  file.at("source").get_to(source);
  file.at("documents").get_to(documents);
  file.at("identity").get_to(identity);
  file.at("asked_for").get_to(asked_for);
}

const Practice& practice(const Programme& programme) { return programme.prepared<Practice>(); }

}  // namespace gongshi::audit::checks
