// SPDX-License-Identifier: GPL-3.0-or-later
// Notices for tests: from JSON files and from short lists.
#pragma once

#include <string>
#include <vector>

#include "schema/notice.h"
#include "schema/programme.h"
#include "schema/standard.h"

namespace gongshi::test {

/// The default programme, loaded once, and the set that holds it alone.
const Programme& programme();
const Programmes& programmes();

/// Its standard.
const Standard& standard();

/// A notice from a JSON file in the form of `gongshi extract`'s notices. Rows are bound to the indicators of the same
/// name (else number) and facts are parsed. Throws std::runtime_error.
Notice load_notice(const std::string& path, const Programme& by = programme());

/// A notice of a fictional community with every row of the tier, as the standard words it, and the given claim in every
/// row.
Notice make_notice(const std::string& tier, const std::string& community, const std::string& claim = "达标");

/// Sets the claim of row `no` and parses the facts again.
void set_claim(Notice& notice, int no, const std::string& claim);

/// The folder with real notices beside the repository, or "" where it does not exist.
std::string shared_folder();

}  // namespace gongshi::test
