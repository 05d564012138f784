// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/onnx_graph.h"

#include <cstring>
#include <functional>
#include <numeric>
#include <utility>

namespace gongshi::extract {
namespace {

// Fields of the format (onnx.proto) by message.
enum ModelField : std::uint32_t { kModelGraph = 7 };
enum GraphField : std::uint32_t { kGraphNode = 1, kGraphOutput = 12 };
enum NodeField : std::uint32_t { kNodeInput = 1, kNodeOutput = 2, kNodeOperation = 4, kNodeAttribute = 5 };
enum AttributeField : std::uint32_t {
  kAttributeName = 1,
  kAttributeFloat = 2,
  kAttributeInteger = 3,
  kAttributeTensor = 5,
  kAttributeIntegers = 8,
  kAttributeType = 20
};
enum TensorField : std::uint32_t { kTensorShape = 1, kTensorType = 2, kTensorFloats = 4, kTensorBytes = 9 };
enum ValueField : std::uint32_t { kValueName = 1 };
constexpr std::uint64_t kFloatType = 1, kTensorAttribute = 4, kFloatAttribute = 1;

// Protocol buffers' wire format.
enum Wire : std::uint32_t { kVarint = 0, kEight = 1, kBytes = 2, kFour = 5 };

struct Field {
  std::uint32_t number = 0, wire = 0;
  std::uint64_t value = 0;  ///< Of kVarint, kFour and kEight.
  std::string_view bytes;   ///< Of kBytes.
  std::string_view whole;   ///< With its tag.
};

/// The number that starts at `at`, which moves behind it; nothing at the end of the bytes.
std::optional<std::uint64_t> read_varint(std::string_view bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && at < bytes.size(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes[at++]);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

/// A message field by field. ok() turns false at bytes that are no message.
class Fields {
 public:
  explicit Fields(std::string_view message) : message_(message) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::optional<Field> next() {
    if (!ok_ || at_ >= message_.size()) return std::nullopt;
    const std::size_t begin = at_;
    const std::uint64_t tag = varint();
    Field field{static_cast<std::uint32_t>(tag >> 3), static_cast<std::uint32_t>(tag & 7), 0, {}, {}};
    if (field.wire == kVarint) {
      field.value = varint();
    } else if (field.wire == kBytes) {
      field.bytes = take(varint());
    } else if (field.wire == kFour || field.wire == kEight) {
      const std::string_view bytes = take(field.wire == kFour ? 4 : 8);
      for (std::size_t i = bytes.size(); i-- > 0;) field.value = field.value << 8 | static_cast<std::uint8_t>(bytes[i]);
    } else {
      ok_ = false;
    }
    if (!ok_) return std::nullopt;
    field.whole = message_.substr(begin, at_ - begin);
    return field;
  }

 private:
  std::uint64_t varint() {
    const auto value = read_varint(message_, at_);
    ok_ = ok_ && value;
    return value.value_or(0);
  }
  std::string_view take(std::uint64_t size) {
    if (size > message_.size() - at_) {
      ok_ = false;
      return {};
    }
    const std::string_view bytes = message_.substr(at_, static_cast<std::size_t>(size));
    at_ += bytes.size();
    return bytes;
  }

  std::string_view message_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void append_number(std::string& out, std::uint32_t field, std::uint64_t value) {
  append_varint(out, field << 3 | kVarint);
  append_varint(out, value);
}

void append_bytes(std::string& out, std::uint32_t field, std::string_view bytes) {
  append_varint(out, field << 3 | kBytes);
  append_varint(out, bytes.size());
  out += bytes;
}

std::string float_bytes(const float* values, std::size_t count) {
  std::string bytes(count * sizeof(float), '\0');
  std::memcpy(bytes.data(), values, bytes.size());
  return bytes;
}

void append_floats(std::vector<float>& values, std::string_view bytes) {
  const std::size_t before = values.size();
  values.resize(before + bytes.size() / sizeof(float));
  std::memcpy(values.data() + before, bytes.data(), (values.size() - before) * sizeof(float));
}

float as_float(std::uint64_t bits) {
  const auto narrow = static_cast<std::uint32_t>(bits);
  float value = 0;
  std::memcpy(&value, &narrow, sizeof value);
  return value;
}

/// A repeated integer field: one number, or many in a row of bytes.
template <typename Numbers>
void append_integers(Numbers& numbers, const Field& field) {
  const auto append = [&](std::uint64_t value) {
    numbers.push_back(static_cast<typename Numbers::value_type>(static_cast<std::int64_t>(value)));
  };
  if (field.wire == kVarint) append(field.value);
  for (std::size_t at = 0; at < field.bytes.size();) {
    const auto value = read_varint(field.bytes, at);
    if (!value) return;
    append(*value);
  }
}

std::optional<OnnxTensor> parse_tensor(std::string_view bytes) {
  OnnxTensor tensor;
  std::uint64_t type = 0;
  Fields fields(bytes);
  while (const auto field = fields.next()) {
    if (field->number == kTensorShape) append_integers(tensor.shape, *field);
    if (field->number == kTensorType) type = field->value;
    if (field->number == kTensorBytes || (field->number == kTensorFloats && field->wire == kBytes))
      append_floats(tensor.values, field->bytes);
    if (field->number == kTensorFloats && field->wire == kFour) tensor.values.push_back(as_float(field->value));
  }
  const std::int64_t size =
      std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1}, std::multiplies<>());
  if (!fields.ok() || type != kFloatType || size != static_cast<std::int64_t>(tensor.values.size()))
    return std::nullopt;
  return tensor;
}

std::string_view name_of(std::string_view message, std::uint32_t name_field) {
  Fields fields(message);
  while (const auto field = fields.next())
    if (field->number == name_field) return field->bytes;
  return {};
}

std::optional<OnnxNode> parse_node(std::string_view bytes) {
  OnnxNode node;
  Fields fields(bytes);
  while (const auto field = fields.next()) {
    switch (field->number) {
      case kNodeInput:
        node.inputs.emplace_back(field->bytes);
        break;
      case kNodeOutput:
        node.outputs.emplace_back(field->bytes);
        break;
      case kNodeOperation:
        node.operation = field->bytes;
        break;
      case kNodeAttribute:
        node.attributes.emplace_back(field->bytes);
        break;
      default:
        node.others.emplace_back(field->whole);
    }
  }
  if (!fields.ok()) return std::nullopt;
  return node;
}

std::string encode_node(const OnnxNode& node) {
  std::string out;
  for (const std::string& input : node.inputs) append_bytes(out, kNodeInput, input);
  for (const std::string& output : node.outputs) append_bytes(out, kNodeOutput, output);
  append_bytes(out, kNodeOperation, node.operation);
  for (const std::string& attribute : node.attributes) append_bytes(out, kNodeAttribute, attribute);
  for (const std::string& other : node.others) out += other;
  return out;
}

bool parse_graph(std::string_view bytes, OnnxGraph& graph) {
  Fields fields(bytes);
  while (const auto field = fields.next()) {
    if (field->number == kGraphNode) {
      auto node = parse_node(field->bytes);
      if (!node) return false;
      graph.nodes.push_back(*std::move(node));
      continue;
    }
    if (field->number == kGraphOutput) graph.fixed.emplace_back(name_of(field->bytes, kValueName));
    graph.graph_rest += field->whole;
  }
  return fields.ok();
}

}  // namespace

std::optional<std::vector<double>> OnnxNode::numbers(std::string_view name) const {
  for (const std::string& attribute : attributes) {
    if (name_of(attribute, kAttributeName) != name) continue;
    std::vector<double> result;
    Fields fields(attribute);
    while (const auto field = fields.next()) {
      if (field->number == kAttributeFloat) result.push_back(static_cast<double>(as_float(field->value)));
      if (field->number == kAttributeInteger || field->number == kAttributeIntegers) append_integers(result, *field);
    }
    return result;
  }
  return std::nullopt;
}

std::optional<OnnxTensor> OnnxNode::constant() const {
  if (operation != "Constant") return std::nullopt;
  for (const std::string& attribute : attributes) {
    Fields fields(attribute);
    while (const auto field = fields.next())
      if (field->number == kAttributeTensor) return parse_tensor(field->bytes);
  }
  return std::nullopt;
}

OnnxNode OnnxNode::make_constant(std::string name, const OnnxTensor& tensor) {
  std::string encoded;
  for (const std::int64_t extent : tensor.shape)
    append_number(encoded, kTensorShape, static_cast<std::uint64_t>(extent));
  append_number(encoded, kTensorType, kFloatType);
  append_bytes(encoded, kTensorBytes, float_bytes(tensor.values.data(), tensor.values.size()));
  std::string attribute;
  append_bytes(attribute, kAttributeName, "value");
  append_bytes(attribute, kAttributeTensor, encoded);
  append_number(attribute, kAttributeType, kTensorAttribute);
  return {"Constant", {}, {std::move(name)}, {std::move(attribute)}, {}};
}

OnnxNode OnnxNode::make(std::string operation, std::vector<std::string> inputs, std::string output,
                        const std::vector<std::pair<std::string, float>>& attributes) {
  OnnxNode node{std::move(operation), std::move(inputs), {std::move(output)}, {}, {}};
  for (const auto& [name, value] : attributes) {
    std::string attribute;
    append_bytes(attribute, kAttributeName, name);
    append_varint(attribute, kAttributeFloat << 3 | kFour);
    attribute += float_bytes(&value, 1);
    append_number(attribute, kAttributeType, kFloatAttribute);
    node.attributes.push_back(std::move(attribute));
  }
  return node;
}

std::optional<OnnxGraph> OnnxGraph::parse(std::string_view model) {
  OnnxGraph graph;
  bool found = false;
  Fields fields(model);
  while (const auto field = fields.next()) {
    if (field->number == kModelGraph && field->wire == kBytes) {
      if (found || !parse_graph(field->bytes, graph)) return std::nullopt;
      found = true;
    } else {
      (found ? graph.after : graph.before) += field->whole;
    }
  }
  if (!fields.ok() || !found) return std::nullopt;
  return graph;
}

std::string OnnxGraph::encode() const {
  std::string graph;
  for (const OnnxNode& node : nodes) append_bytes(graph, kGraphNode, encode_node(node));
  graph += graph_rest;
  std::string model = before;
  append_bytes(model, kModelGraph, graph);
  return model + after;
}

}  // namespace gongshi::extract
