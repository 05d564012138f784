// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/model_folding.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gongshi::extract {
namespace {

constexpr float kSmallestFactor = 1e-3F;       // A summand is divided by it: a tiny one would lose digits.
constexpr int kFirstWithFreeInitializers = 4;  // Versions of the format before want them among the inputs as well.

const onnx::AttributeProto* attribute(const onnx::NodeProto& node, std::string_view name) {
  const auto found = std::find_if(node.attribute().begin(), node.attribute().end(),
                                  [&](const onnx::AttributeProto& it) { return it.name() == name; });
  return found == node.attribute().end() ? nullptr : &*found;
}

bool is_number(const onnx::AttributeProto* attribute, float value) {
  return attribute != nullptr && attribute->has_f() && attribute->f() == value;
}

void add_attribute(onnx::NodeProto& node, const char* name, float value) {
  onnx::AttributeProto& added = *node.add_attribute();
  added.set_name(name);
  added.set_type(onnx::AttributeProto::FLOAT);
  added.set_f(value);
}

/// The tensor of a "Constant" with its numbers in float_data(): as many as its shape says, at least one. Nothing where
/// it is none of floats.
std::optional<onnx::TensorProto> constant_of(const onnx::NodeProto& node) {
  const onnx::AttributeProto* value = node.op_type() == "Constant" ? attribute(node, "value") : nullptr;
  if (value == nullptr || value->t().data_type() != onnx::TensorProto::FLOAT) return std::nullopt;
  onnx::TensorProto tensor = value->t();
  if (const std::string& bytes = tensor.raw_data(); !bytes.empty()) {
    const std::size_t size = bytes.size() / sizeof(float);
    tensor.mutable_float_data()->Resize(static_cast<int>(size), 0);
    std::memcpy(tensor.mutable_float_data()->mutable_data(), bytes.data(), size * sizeof(float));
    tensor.clear_raw_data();
  }
  std::int64_t rest = tensor.float_data_size();
  for (const std::int64_t extent : tensor.dims()) {
    if (extent <= 0 || rest % extent != 0) return std::nullopt;
    rest /= extent;
  }
  if (rest != 1) return std::nullopt;
  return tensor;
}

onnx::TensorProto vector_of(int size, float value) {
  onnx::TensorProto tensor;
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  tensor.add_dims(size);
  tensor.mutable_float_data()->Resize(size, value);
  return tensor;
}

/// The graph with who makes and who uses each value. Nodes are dropped by clearing their operation.
class Folder {
 public:
  explicit Folder(onnx::GraphProto& graph) : graph_(graph) {
    for (int i = 0; i < graph_.node_size(); ++i) {
      for (const std::string& output : node(i).output()) maker_[output] = i;
      for (const std::string& input : node(i).input()) users_[input].push_back(i);
    }
    for (const onnx::ValueInfoProto& output : graph_.output()) users_[output.name()].push_back(kOutside);
  }

  void fold() {
    for (int i = 0; i < graph_.node_size(); ++i) join_hard_swish(i);
    for (int i = 0; i < graph_.node_size(); ++i) fold_before(i);
    for (int i = 0; i < graph_.node_size(); ++i) fold_behind(i);
    write();
  }

 private:
  static constexpr int kOutside = -1;

  /// A step with one number: the value it works on, and the number.
  struct Step {
    int node = 0;
    std::string value;
    float number = 0;
  };

  [[nodiscard]] const onnx::TensorProto* constant(const std::string& name) {
    const auto known = constants_.find(name);
    if (known != constants_.end()) return &known->second;
    const auto made = maker_.find(name);
    if (made == maker_.end()) return nullptr;
    auto tensor = constant_of(node(made->second));
    return tensor ? &constants_.emplace(name, *std::move(tensor)).first->second : nullptr;
  }

  /// Node `index` as `operation` of a value and one number; of "Div" the number divides.
  [[nodiscard]] std::optional<Step> step(int index, std::string_view operation) {
    if (!is(index, operation) || node(index).input_size() != 2) return std::nullopt;
    for (const int at : {1, 0}) {
      const onnx::TensorProto* number = constant(node(index).input(at));
      // A tensor of more dimensions than the value would add some.
      if (number != nullptr && number->float_data_size() == 1 && number->dims_size() <= 1)
        return Step{index, node(index).input(1 - at), number->float_data(0)};
      if (operation == "Div") break;
    }
    return std::nullopt;
  }

  /// The only node that uses a value.
  [[nodiscard]] int only_user(const std::string& name) const {
    const auto users = users_.find(name);
    return users == users_.end() || users->second.size() != 1 ? kOutside : users->second.front();
  }
  [[nodiscard]] std::optional<Step> next_step(const std::string& name, std::string_view operation) {
    return step(only_user(name), operation);
  }
  [[nodiscard]] onnx::NodeProto& node(int index) { return *graph_.mutable_node(index); }
  /// Whether node `index` is an `operation` with one output.
  [[nodiscard]] bool is(int index, std::string_view operation) {
    return index != kOutside && node(index).op_type() == operation && node(index).output_size() == 1;
  }
  [[nodiscard]] const std::string& output(int index) { return node(index).output(0); }
  void drop(int index) { node(index).clear_op_type(); }
  /// Node `index` gives out what `last` gave out.
  void ends_at(int index, int last) {
    node(index).set_output(0, output(last));
    maker_[output(last)] = index;
  }

  /// x → Add 3 → Clip 0, 6 → Mul x → Div 6, by its Clip.
  void join_hard_swish(int clip) {
    if (!is(clip, "Clip") || node(clip).input_size() != 1 || !is_number(attribute(node(clip), "min"), 0) ||
        !is_number(attribute(node(clip), "max"), 6))
      return;
    const auto made = maker_.find(node(clip).input(0));
    const auto add = made == maker_.end() ? std::nullopt : step(made->second, "Add");
    if (!add || add->number != 3 || only_user(output(add->node)) != clip) return;
    const int product = only_user(output(clip));
    if (!is(product, "Mul")) return;
    const auto& factors = node(product).input();
    if (factors.size() != 2 || std::find(factors.begin(), factors.end(), add->value) == factors.end()) return;
    const auto divided = next_step(output(product), "Div");
    if (!divided || divided->number != 6) return;
    std::erase(users_[add->value], add->node);
    users_[add->value].push_back(clip);
    node(clip).set_op_type("HardSigmoid");
    node(clip).set_input(0, add->value);
    node(clip).clear_attribute();
    add_attribute(node(clip), "alpha", 1.0F / 6);
    add_attribute(node(clip), "beta", 0.5F);
    drop(add->node);
    ends_at(product, divided->node);
    drop(divided->node);
  }

  [[nodiscard]] bool is_padded(int convolution) {
    if (attribute(node(convolution), "auto_pad") != nullptr) return true;
    const onnx::AttributeProto* pads = attribute(node(convolution), "pads");
    return pads != nullptr && std::any_of(pads->ints().begin(), pads->ints().end(), [](auto it) { return it != 0; });
  }

  /// Weights of a convolution by output channel, and its bias (zeros where it has none).
  struct Weights {
    onnx::TensorProto kernel, bias;
  };
  [[nodiscard]] std::optional<Weights> weights(int convolution) {
    if (!is(convolution, "Conv") || node(convolution).input_size() < 2 || node(convolution).input_size() > 3)
      return std::nullopt;
    const onnx::TensorProto* kernel = constant(node(convolution).input(1));
    if (kernel == nullptr || kernel->dims_size() != 4) return std::nullopt;
    const auto channels = static_cast<int>(kernel->dims(0));
    if (node(convolution).input_size() == 2) return Weights{*kernel, vector_of(channels, 0)};
    const onnx::TensorProto* bias = constant(node(convolution).input(2));
    if (bias == nullptr || bias->float_data_size() != channels) return std::nullopt;
    return Weights{*kernel, *bias};
  }
  void set_weights(int convolution, Weights changed) {
    const std::string name = output(convolution);
    if (node(convolution).input_size() == 2) node(convolution).add_input();
    node(convolution).set_input(1, name + "/kernel");
    node(convolution).set_input(2, name + "/bias");
    constants_[name + "/kernel"] = std::move(changed.kernel);
    constants_[name + "/bias"] = std::move(changed.bias);
  }

  /// Value → Mul → Add → convolution, by its Mul. A summand cannot move behind a border of zeros; divided by the factor
  /// it stays.
  void fold_before(int index) {
    const auto multiply = step(index, "Mul");
    if (!multiply || std::abs(multiply->number) < kSmallestFactor) return;
    const auto add = next_step(output(index), "Add");
    if (!add) return;
    const int convolution = only_user(output(add->node));
    auto changed = weights(convolution);
    if (!changed || node(convolution).input(0) != output(add->node)) return;
    auto& kernel = *changed->kernel.mutable_float_data();
    for (float& weight : kernel) weight *= multiply->number;
    if (is_padded(convolution)) {
      const std::string summand = output(add->node) + "/summand";
      constants_[summand] = vector_of(1, add->number / multiply->number);
      node(add->node).set_input(0, multiply->value);
      node(add->node).set_input(1, summand);
      replace_user(multiply->value, index, add->node);
    } else {
      auto& bias = *changed->bias.mutable_float_data();
      const int size = kernel.size() / bias.size();
      for (int channel = 0; channel < bias.size(); ++channel) {
        double sum = 0;
        for (int i = 0; i < size; ++i) sum += static_cast<double>(kernel[channel * size + i]);
        bias[channel] += static_cast<float>(sum * static_cast<double>(add->number / multiply->number));
      }
      node(convolution).set_input(0, multiply->value);
      replace_user(multiply->value, index, convolution);
      drop(add->node);
    }
    set_weights(convolution, *std::move(changed));
    drop(index);
  }

  /// Convolution → Mul → Add.
  void fold_behind(int convolution) {
    auto changed = weights(convolution);
    if (!changed) return;
    const auto multiply = next_step(output(convolution), "Mul");
    if (!multiply) return;
    const auto add = next_step(output(multiply->node), "Add");
    if (!add) return;
    for (float& weight : *changed->kernel.mutable_float_data()) weight *= multiply->number;
    for (float& bias : *changed->bias.mutable_float_data()) bias = bias * multiply->number + add->number;
    ends_at(convolution, add->node);
    drop(multiply->node);
    drop(add->node);
    set_weights(convolution, *std::move(changed));
  }

  void replace_user(const std::string& name, int before, int after) {
    std::replace(users_[name].begin(), users_[name].end(), before, after);
  }

  /// Leaves dropped nodes out and puts the new constants in that nodes use: those that no node makes.
  void write() {
    auto& nodes = *graph_.mutable_node();
    nodes.erase(std::remove_if(nodes.begin(), nodes.end(), [](const auto& it) { return it.op_type().empty(); }),
                nodes.end());
    for (const onnx::NodeProto& node : nodes) {
      for (const std::string& name : node.input()) {
        if (maker_.count(name) != 0) continue;
        if (auto made = constants_.extract(name)) {
          made.mapped().set_name(name);
          graph_.add_initializer()->Swap(&made.mapped());
        }
      }
    }
  }

  onnx::GraphProto& graph_;
  std::unordered_map<std::string, int> maker_;
  std::unordered_map<std::string, std::vector<int>> users_;
  std::unordered_map<std::string, onnx::TensorProto> constants_;
};

/// Whether a node holds a graph of its own, whose use of this graph's values nobody here looks at.
bool is_nested(const onnx::GraphProto& graph) {
  for (const onnx::NodeProto& node : graph.node())
    for (const onnx::AttributeProto& attribute : node.attribute())
      if (attribute.has_g() || attribute.graphs_size() != 0) return true;
  return false;
}

}  // namespace

std::string folded_model(std::string_view model) {
  onnx::ModelProto proto;
  if (model.size() > INT_MAX || !proto.ParseFromArray(model.data(), static_cast<int>(model.size())) ||
      proto.ir_version() < kFirstWithFreeInitializers || is_nested(proto.graph()))
    return std::string(model);
  Folder(*proto.mutable_graph()).fold();
  return proto.SerializeAsString();
}

}  // namespace gongshi::extract
