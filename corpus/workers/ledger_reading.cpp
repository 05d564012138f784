// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/ledger_reading.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "corpus/codec.h"
#include "corpus/workers/one_task.h"
#include "corpus/workers/worker_pool.h"
#include "extract/reader.h"
#include "schema/data.h"

namespace gongshi::corpus {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;

constexpr std::string Decision::*kMembers[] = {&Decision::finding, &Decision::state,  &Decision::opinion,
                                               &Decision::reason,  &Decision::reply,  &Decision::reviewer,
                                               &Decision::decided, &Decision::subject};

std::string encode(const Result<report::ReadLedger>& ledger) {
  MessageWriter writer;
  writer.integer(ledger ? 1 : 0);
  if (!ledger) return writer.string(ledger.error().code).string(ledger.error().message).take();
  writer.integer(ledger->lines);
  for (const auto* decisions : {&ledger->decisions, &ledger->standing}) {
    writer.integer(static_cast<std::int64_t>(decisions->size()));
    for (const Decision& decision : *decisions)
      for (const auto member : kMembers) writer.string(decision.*member);
  }
  writer.integer(static_cast<std::int64_t>(ledger->problems.size()));
  for (const std::string& problem : ledger->problems) writer.string(problem);
  return writer.take();
}

// Nothing where the message makes no sense: the worker may have been taken over by the file it read.
std::optional<Result<report::ReadLedger>> decode(std::string_view bytes) {
  MessageReader reader(bytes);
  if (reader.integer() == 0) {
    Error error;
    error.code = reader.string();
    error.message = reader.string();
    if (!reader.ok()) return std::nullopt;
    return error;
  }
  report::ReadLedger ledger;
  ledger.lines = static_cast<int>(reader.integer());
  for (auto* decisions : {&ledger.decisions, &ledger.standing})
    for (std::int64_t left = reader.integer(); left > 0 && reader.ok(); --left) {
      Decision& decision = decisions->emplace_back();
      for (const auto member : kMembers) decision.*member = reader.string();
      if (std::find(std::begin(kDecisionStates), std::end(kDecisionStates), decision.state) ==
          std::end(kDecisionStates))
        return std::nullopt;
    }
  for (std::int64_t left = reader.integer(); left > 0 && reader.ok(); --left)
    ledger.problems.emplace_back(reader.string());
  if (!reader.ok()) return std::nullopt;
  return ledger;
}

}  // namespace

Result<report::ReadLedger> read_ledger_caged(const std::string& path, const LedgerReadingOptions& options) {
  std::optional<Result<report::ReadLedger>> read;
  const auto worked = run_one_task(
      {"ledgers", options.worker_command, options.limits, path},
      [&](std::string_view message) { read = decode(message); },
      [&](const std::string& reason) {
        read =
            Error{"ledger-crashed", "reading it broke off: " + reason + "; open it in Excel, save it again and retry."};
      });
  if (!worked) return worked.error();
  if (!read) return Error{"ledger-crashed", "nothing was read of it; open it in Excel, save it again and retry."};
  return *std::move(read);
}

int serve_ledger_reading(const LedgerReader& reader) {
  return serve_tasks(kWorkerDescriptor, [reader](std::string_view greeting, bool) -> TaskFunction {
    set_data_directory(std::string(MessageReader(greeting).string()));
    return [reader](std::string_view path, WorkerChannel& channel) {
      const auto bytes = extract::load_file(std::string(path), kMostBytes);
      if (!bytes) {
        channel.send(encode(bytes.error()));
        return;
      }
      channel.send(encode(reader ? reader(*bytes) : report::read_ledger(*bytes)));
    };
  });
}

}  // namespace gongshi::corpus
