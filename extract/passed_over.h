// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gongshi::extract {

/// True for files that programs leave beside documents and that never hold one: lock files (~$a.docx, .~lock.a.odt#),
/// indexes of file managers (Thumbs.db, desktop.ini, .DS_Store, __MACOSX), links (.url, .lnk), Word's leftovers
/// (~WRL0001.tmp) and hidden files. `path` may have folders, with "/" between them; one that is left out leaves out all
/// that is in it.
[[nodiscard]] bool is_passed_over(std::string_view path);

}  // namespace gongshi::extract
