// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands over a store share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "corpus/store/search.h"
#include "corpus/store/store.h"

namespace gongshi::cli {

/// --db FILE, required.
void add_store_option(Parser& command, std::string& path);
/// --city, --county, --street, --community, --tier, --from, --to, --rule, --severity, --all-versions.
void add_filter_options(Parser& command, corpus::NoticeFilter& filter);

/// The filter with its rule by id, where it was given by its title.
[[nodiscard]] corpus::NoticeFilter with_rule_id(corpus::NoticeFilter filter);

/// Opens a store that is there already (unless `create`); prints the reason and returns nullptr where that fails.
std::unique_ptr<corpus::Store> open_store_or_explain(const std::string& path, bool must_exist,
                                                     const Programmes& programmes);

/// The same for a store that is only asked: also one that this user may not write to.
std::unique_ptr<corpus::Store> open_store_to_read_or_explain(const std::string& path, const Programmes& programmes);

/// Prints a table as text or CSV (RFC 4180, UTF-8 with a byte order mark) with headings and words in the language that
/// is set, or as JSON Lines with the columns as keys.
void print_table(const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows,
                 const std::string& format);

}  // namespace gongshi::cli
