// SPDX-License-Identifier: GPL-3.0-or-later
// A store moved to another place, which may be of the other engine: whole, or what belongs to a region.
#pragma once

#include <string>

#include "corpus/store/store.h"
#include "corpus/store/store_care.h"
#include "schema/result.h"

namespace gongshi::corpus {

/// Copies what `from` holds at one moment, while others go on writing to it, into `to`, which is made and must hold
/// nothing; one transaction. Of a region (names as they stand in the store; empty ones do not narrow) come the files
/// with a notice of it or a place in it, whatever belongs to these, and no accounts; the next ingest judges the notices
/// anew beside those that came along. Without one both stores give the same dump. Errors: "store-missing",
/// "store-unusable", "store-exists" (`to` holds something), "store-failed".
[[nodiscard]] Result<StoreCondition> copy_store(const std::string& from, const std::string& to, const Region& region);

}  // namespace gongshi::corpus
