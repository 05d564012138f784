// SPDX-License-Identifier: GPL-3.0-or-later
// The little of ONNX's file format that is needed to rewrite a model: nodes, their attributes, constant tensors.
// Whatever else a file holds is kept byte for byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gongshi::extract {

/// A constant of 32-bit floats; values.size() is the product of `shape` (1 for a scalar, whose shape is empty or {1}).
struct OnnxTensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

struct OnnxNode {
  std::string operation;  ///< "Conv", "Mul", "Constant" …
  std::vector<std::string> inputs, outputs;
  std::vector<std::string> attributes;  ///< Encoded, one AttributeProto each.
  std::vector<std::string> others;      ///< The node's other fields, encoded with their tags.

  /// An attribute's numbers, of whichever kind it holds: a float, an integer, a list of integers. Nothing where it is
  /// missing.
  [[nodiscard]] std::optional<std::vector<double>> numbers(std::string_view name) const;
  /// The tensor of a "Constant"; nothing where it is none of floats.
  [[nodiscard]] std::optional<OnnxTensor> constant() const;

  [[nodiscard]] static OnnxNode make_constant(std::string name, const OnnxTensor& tensor);
  /// A node with attributes of one float each.
  [[nodiscard]] static OnnxNode make(std::string operation, std::vector<std::string> inputs, std::string output,
                                     const std::vector<std::pair<std::string, float>>& attributes);
};

struct OnnxGraph {
  std::vector<OnnxNode> nodes;     ///< In the order of the file: inputs before their use.
  std::string before, after;       ///< The model's other fields, encoded.
  std::string graph_rest;          ///< The graph's other fields, encoded: inputs, outputs, initializers.
  std::vector<std::string> fixed;  ///< Names that the graph gives out: outputs of the model.

  /// Nothing where the bytes are no model.
  [[nodiscard]] static std::optional<OnnxGraph> parse(std::string_view model);
  [[nodiscard]] std::string encode() const;
};

}  // namespace gongshi::extract
