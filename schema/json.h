// SPDX-License-Identifier: GPL-3.0-or-later
// The program's JSON (docs/json.md): written by the commands, read back by the store and the tests.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "schema/decision.h"
#include "schema/finding.h"
#include "schema/notice.h"

namespace gongshi {
inline namespace schema {

/// "gongshi.notices/1"
[[nodiscard]] nlohmann::json to_json(const NoticeFile& file);
[[nodiscard]] nlohmann::json to_json(const Notice& notice);
[[nodiscard]] nlohmann::json to_json(const Finding& finding);
[[nodiscard]] nlohmann::json to_json(const Source& source);
[[nodiscard]] nlohmann::json to_json(const Place& place);

/// "gongshi.findings/1": `audited` has one entry per notice of the file, in order.
[[nodiscard]] nlohmann::json to_json(const NoticeFile& file, const std::vector<AuditedNotice>& audited);

/// Gives the findings in `document` (gongshi.findings/1) that were decided a member "decision": state, opinion, reason,
/// reply, reviewer, decided.
void add_decisions(nlohmann::json& document, const std::vector<Decision>& decisions);

/// Reads what to_json wrote; facts are not part of it (normalize/ parses them again). Members that are absent keep
/// their defaults, so hand-written records with only names and claims are read too. Error: "json-invalid" (names the
/// member).
[[nodiscard]] Result<NoticeFile> notice_file_from_json(const nlohmann::json& json);
[[nodiscard]] Result<Notice> notice_from_json(const nlohmann::json& json);
[[nodiscard]] Result<Finding> finding_from_json(const nlohmann::json& json);

}  // namespace schema
}  // namespace gongshi
