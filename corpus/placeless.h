// SPDX-License-Identifier: GPL-3.0-or-later
// Messages on a file begin with its place ("a.zip!b.docx: cut short."). The same content may lie elsewhere too, so that
// what is stored of a content leaves the place out, and what is shown of it puts it in again.
#pragma once

#include <string>
#include <vector>

#include "schema/document.h"

namespace gongshi::corpus {

/// Clears path and member, and puts a mark in place of them at the head of the messages.
void leave_place_out(Source& source, std::vector<Problem>& problems);

/// The message with `place` where the mark stands.
[[nodiscard]] std::string with_place(const std::string& message, const std::string& place);

/// The message without mark, place and colon: "cut short."
[[nodiscard]] std::string without_place(const std::string& message);

}  // namespace gongshi::corpus
