// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/passed_over.h"

#include <catch2/catch.hpp>

using gongshi::extract::is_passed_over;

TEST_CASE("what programs leave beside documents is passed over") {
  for (const char* name : {"~$公示.docx", ".~公示.docx", ".~lock.公示.odt#", "Thumbs.db", "THUMBS.DB", "desktop.ini",
                           ".DS_Store", "._a.doc", "__MACOSX/a.doc", "a/链接.url", "公示.docx.lnk", "~WRL0001.tmp",
                           "公示.docx~RF1a2b.TMP", "a/.git/b.doc"})
    CHECK(is_passed_over(name));
  for (const char* name : {"公示.docx", "a/b~$c.docx", "url", "thumbs.db.docx", "~公示.docx", "../a.doc", "./a.doc"})
    CHECK_FALSE(is_passed_over(name));
}
