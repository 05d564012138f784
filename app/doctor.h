// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this machine has what the program needs, and what to do where it has not.
#pragma once

#include <string>
#include <vector>

#include "extract/options.h"

namespace gongshi::app {

struct DoctorRequest {
  std::string store;      ///< Looked at where it is given.
  std::string programme;  ///< As load_programmes takes it.
  extract::Options options;
};

/// One thing that was looked at. Texts are in the language that is set.
struct Checkup {
  enum class State {
    kGood,
    kLacking,  ///< Works, but something would be better or some kinds of files cannot be read.
    kBroken,   ///< Does not work.
  };
  State state = State::kGood;
  std::string subject;  ///< "recognition", "store" …
  std::string found;    ///< What is there.
  std::string advice;   ///< What to do; "" where it is good.
};

/// Looks at data and programmes, recognition engines, the office converter, fonts, character sets, the workers' cage,
/// disks, and the store. Changes nothing. Takes as long as loading the recognition model and reading the store.
[[nodiscard]] std::vector<Checkup> examine(const DoctorRequest& request);

}  // namespace gongshi::app
