// SPDX-License-Identifier: GPL-3.0-or-later
// Messages with what is attached to them, as the files they carry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi::extract {

struct MailPart {
  std::string name;  ///< As attached, in UTF-8, without folders; the message's own text is 正文.html, .mht or .txt.
  std::string bytes;
};

/// The parts of a MIME message (.eml) in its order: its text (as a web page where it is one, with the pictures in it),
/// then attachments, attached messages as they are. Parts without any character are left out. Error: "file-damaged" (no
/// part at all).
[[nodiscard]] Result<std::vector<MailPart>> mail_parts(std::string_view bytes);

/// The same for a message that Outlook saved (.msg, [MS-OXMSG]). Error: "file-damaged".
[[nodiscard]] Result<std::vector<MailPart>> outlook_parts(std::string_view bytes);

}  // namespace gongshi::extract
