// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/placeless.h"

namespace gongshi::corpus {
namespace {

constexpr char kPlace = '\x01';

}  // namespace

void leave_place_out(Source& source, std::vector<Problem>& problems) {
  const std::string place = source.display();
  for (Problem& problem : problems)
    if (!place.empty() && problem.message.starts_with(place)) problem.message.replace(0, place.size(), 1, kPlace);
  source.path.clear();
  source.member.clear();
}

std::string with_place(const std::string& message, const std::string& place) {
  return message.starts_with(kPlace) ? place + message.substr(1) : message;
}

std::string without_place(const std::string& message) {
  if (!message.starts_with(kPlace)) return message;
  // "!" where the message names a member of the archive that the place is.
  const std::size_t begin = message.find_first_not_of(":! ", 1);
  return begin == std::string::npos ? "" : message.substr(begin);
}

}  // namespace gongshi::corpus
