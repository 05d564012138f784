// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/facts.h"

namespace gongshi::normalize {

void parse_facts(Notice&, const Standard&) {}

}  // namespace gongshi::normalize
