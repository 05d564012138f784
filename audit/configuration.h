// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "audit/auditor.h"
#include "schema/result.h"

namespace gongshi::audit {

/// The `rules` object of a configuration file (docs/configuration.md): {"rules": {"vague-count": {"enabled": false},
/// "bare-assertion": {"severity": "info"}}}. A file without it changes nothing. Errors: "configuration-syntax",
/// "configuration-invalid" (names the member; a rule that does not exist is an error, so that a misspelt id does not
/// pass unseen).
[[nodiscard]] Result<Config> parse_config(std::string_view json);

}  // namespace gongshi::audit
