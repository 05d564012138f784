// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/programme_checking.h"

#include <optional>
#include <utility>

#include "corpus/codec.h"
#include "corpus/workers/one_task.h"
#include "corpus/workers/worker_pool.h"
#include "schema/data.h"
#include "schema/programme.h"

namespace gongshi::corpus {
namespace {

Result<void> loaded(std::string_view choice) {
  const auto programmes = load_programmes(choice);
  if (!programmes) return programmes.error();
  return {};
}

std::string encode(const Result<void>& result) {
  MessageWriter writer;
  writer.integer(result ? 1 : 0);
  if (!result) writer.string(result.error().code).string(result.error().message);
  return writer.take();
}

// Nothing where the message makes no sense: the worker may have been taken over by what it read.
std::optional<Result<void>> decode(std::string_view bytes) {
  MessageReader reader(bytes);
  const bool good = reader.integer() == 1;
  if (good) return reader.ok() ? std::optional<Result<void>>(Result<void>{}) : std::nullopt;
  Error error;
  error.code = reader.string();
  error.message = reader.string();
  if (!reader.ok() || error.code.empty()) return std::nullopt;
  return Result<void>(error);
}

Error crashed(const std::string& choice, const std::string& reason) {
  return {"programme-crashed",
          choice + ": loading this programme broke off (" + reason + "); look at its files, or get the folder again."};
}

}  // namespace

Result<void> check_programmes_caged(const std::string& choice, const ProgrammeCheckingOptions& options) {
  std::optional<Result<void>> checked;
  const auto worked = run_one_task(
      {"programmes", options.worker_command, options.limits, choice},
      [&](std::string_view message) { checked = decode(message); },
      [&](const std::string& reason) { checked = crashed(choice, reason); });
  if (!worked) return worked.error();
  if (!checked) return crashed(choice, "nothing was heard of it");
  return *std::move(checked);
}

int serve_programme_checking(const ProgrammeCheck& check) {
  return serve_tasks(kWorkerDescriptor, [check](std::string_view greeting, bool) -> TaskFunction {
    set_data_directory(std::string(MessageReader(greeting).string()));
    return [check](std::string_view choice, WorkerChannel& channel) {
      channel.send(encode(check ? check(choice) : loaded(choice)));
    };
  });
}

}  // namespace gongshi::corpus
