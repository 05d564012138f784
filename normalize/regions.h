// SPDX-License-Identifier: GPL-3.0-or-later
// Cities, counties and communities that a text names.
#pragma once

#include <string_view>
#include <vector>

#include "normalize/folded_text.h"
#include "schema/claim.h"
#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Cities and counties of the word file "regions" in `text`, with what they lie in. 泰山区域 and the like are none.
[[nodiscard]] std::vector<NameMention> find_regions(const FoldedText& text, std::string_view original,
                                                    const Programme& programme);

/// Communities named by 〈name〉社区 where a name may stand: at the start of a sentence or clause, behind 经 对 的 or a
/// street. 智慧社区, 本社区 and other common words are none.
[[nodiscard]] std::vector<NameMention> find_communities(const FoldedText& text, std::string_view original,
                                                        const Programme& programme);

/// The region's parents ("枣庄市" for 滕州市; the province for a city); empty for an unknown name.
[[nodiscard]] std::vector<std::string> region_parents(std::string_view name, const Programme& programme);

/// Fills city, county, street, authority and the names of title, preamble and table title.
void read_names(Notice& notice, const Programme& programme);

}  // namespace gongshi::normalize
