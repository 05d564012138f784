// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/synced.h"

#include <fcntl.h>
#include <unistd.h>

namespace gongshi::corpus {

bool synced(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool done = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return done;
}

}  // namespace gongshi::corpus
