// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes of others, loaded in a worker process first: a folder that crashes, hangs or bombs the loader costs the
// command that named it one clear line, and this process nothing.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/workers/sandbox.h"
#include "schema/result.h"

namespace gongshi::corpus {

struct ProgrammeCheckingOptions {
  Limits limits{std::uint64_t{1} << 30, std::uint64_t{1} << 20, 60, 60};  ///< The largest built-in one takes 60 MB.
  std::vector<std::string> worker_command;  ///< Empty: this program. Tests put another one here.
};

/// Loads what load_programmes takes for `choice` in a worker, and lets go of it. Errors: those of load_programmes,
/// "programme-crashed" (the worker died on it: the message says how), "worker-start".
[[nodiscard]] Result<void> check_programmes_caged(const std::string& choice,
                                                  const ProgrammeCheckingOptions& options = {});

/// How a worker loads: load_programmes, or a test's own.
using ProgrammeCheck = std::function<Result<void>(std::string_view choice)>;

/// The main function of a worker process that loads programmes (`gongshi worker programmes`). Returns its exit status.
int serve_programme_checking(const ProgrammeCheck& check = {});

}  // namespace gongshi::corpus
