// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX Runtime, loaded at run time: the program builds and runs without it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "schema/result.h"

namespace gongshi::extract {

/// The library, loaded once per path and never unloaded (its threads may outlive main).
class OnnxRuntime {
 public:
  /// Error: "ocr-unavailable": no such library, not an ONNX Runtime, or older than 1.17 (the first one tried).
  [[nodiscard]] static Result<std::shared_ptr<const OnnxRuntime>> load(const std::string& path);

  virtual ~OnnxRuntime() = default;
  /// "1.17.3"
  [[nodiscard]] virtual std::string version() const = 0;
};

/// A model with one input and one output of floats. One object per thread.
class OnnxModel {
 public:
  /// Loads the model at `path` for one thread, folded (model_folding.h) unless `as_stored`. Error: "ocr-unavailable"
  /// with the runtime's own message.
  [[nodiscard]] static Result<std::unique_ptr<OnnxModel>> load(const std::shared_ptr<const OnnxRuntime>& runtime,
                                                               const std::string& path, bool as_stored = false);

  virtual ~OnnxModel() = default;

  struct Output {
    std::vector<std::int64_t> shape;
    const float* values = nullptr;  ///< Valid until the next run().
    std::size_t size = 0;           ///< Product of shape.
  };
  /// Runs the model on `input` of `shape` (batch, channels, rows, columns). Error: "ocr-failed".
  [[nodiscard]] virtual Result<Output> run(std::vector<float>& input, const std::array<std::int64_t, 4>& shape) = 0;
};

}  // namespace gongshi::extract
