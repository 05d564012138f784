// SPDX-License-Identifier: GPL-3.0-or-later
// Every rule, one function each, defined in audit/rules/<id with _>.cpp. Order: as the registry has them.
#pragma once

#include "audit/rule.h"

namespace gongshi::audit::checks {

// Evidence and wording
Rule bare_assertion();
Rule claim_empty();
Rule standard_copied();

}  // namespace gongshi::audit::checks
