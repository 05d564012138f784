// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/notice_builder.h"

namespace gongshi::normalize {

NoticeFile build_notices(const Document& document, const Standard&) {
  NoticeFile file;
  file.source = document.source;
  file.pages = document.pages;
  file.problems = document.problems;
  return file;
}

}  // namespace gongshi::normalize
