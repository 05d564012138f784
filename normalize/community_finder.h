// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "normalize/vocabulary.h"
#include "schema/notice.h"

namespace gongshi::normalize {

/// The community's name as printed, without spaces, without a leading 智慧 and without the city, county and street
/// before it; "" if none is named. Preamble, line above the table, title and headings vote: the acceptance's own
/// sentence (甲社区已满足 …) counts most, so that one misread or wrong name does not win.
[[nodiscard]] std::string find_community(const Notice& notice, const CommunityWords& words);

/// The name in a text that is nothing but a name or a heading with one (甲社区完成情况, 智慧甲社区); "" if it names
/// none.
[[nodiscard]] std::string community_in(std::string_view text, const CommunityWords& words);

}  // namespace gongshi::normalize
