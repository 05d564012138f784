// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that a page makes of other elements: by display: table and its parts, by a grid of fixed columns, by rows that
// are flexible boxes of equally many children.
#pragma once

#include <functional>

#include "extract/web/style_rules.h"

struct _xmlDoc;

namespace gongshi::extract {

/// Turns such tables of `page` into table, tr and td elements. Only what has at least three rows and three columns:
/// smaller ones lay out the page. `style_of` tells the style of each element as it was in the page; it is asked before
/// anything is changed.
void make_css_tables(_xmlDoc* page, const std::function<const Style&(const _xmlNode*)>& style_of);

}  // namespace gongshi::extract
