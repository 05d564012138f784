// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/model_folding.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "extract/ocr/onnx_graph.h"

namespace gongshi::extract {
namespace {

constexpr float kSmallestFactor = 1e-3F;  // A summand is divided by it: a tiny one would lose digits.

/// The graph with who makes and who uses each value. Nodes are dropped by clearing their operation.
class Folder {
 public:
  explicit Folder(OnnxGraph& graph) : graph_(graph) {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      for (const std::string& output : graph_.nodes[i].outputs) maker_[output] = i;
      for (const std::string& input : graph_.nodes[i].inputs) users_[input].push_back(i);
    }
    for (const std::string& name : graph_.fixed) users_[name].push_back(kOutside);
  }

  void fold() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) join_hard_swish(i);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) fold_before(i);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) fold_behind(i);
    write();
  }

 private:
  static constexpr std::size_t kOutside = static_cast<std::size_t>(-1);

  /// A step with one number: the value it works on, and the number.
  struct Step {
    std::size_t node = 0;
    std::string value;
    float number = 0;
  };

  [[nodiscard]] const OnnxTensor* constant(const std::string& name) {
    const auto known = constants_.find(name);
    if (known != constants_.end()) return &known->second;
    const auto made = maker_.find(name);
    if (made == maker_.end()) return nullptr;
    auto tensor = graph_.nodes[made->second].constant();
    return tensor ? &(constants_[name] = *std::move(tensor)) : nullptr;
  }

  /// Node `index` as `operation` of a value and one number; of "Div" the number divides.
  [[nodiscard]] std::optional<Step> step(std::size_t index, std::string_view operation) {
    if (index == kOutside) return std::nullopt;
    const OnnxNode& node = graph_.nodes[index];
    if (node.operation != operation || node.inputs.size() != 2 || node.outputs.size() != 1) return std::nullopt;
    for (const std::size_t at : {std::size_t{1}, std::size_t{0}}) {
      const OnnxTensor* number = constant(node.inputs[at]);
      // A tensor of more dimensions than the value would add some.
      if (number != nullptr && number->values.size() == 1 && number->shape.size() <= 1)
        return Step{index, node.inputs[1 - at], number->values.front()};
      if (operation == "Div") break;
    }
    return std::nullopt;
  }

  /// The only node that uses a value.
  [[nodiscard]] std::size_t only_user(const std::string& name) const {
    const auto users = users_.find(name);
    return users == users_.end() || users->second.size() != 1 ? kOutside : users->second.front();
  }
  [[nodiscard]] std::optional<Step> next_step(const std::string& name, std::string_view operation) {
    return step(only_user(name), operation);
  }
  [[nodiscard]] OnnxNode& node(std::size_t index) { return graph_.nodes[index]; }
  [[nodiscard]] const std::string& output(std::size_t index) { return graph_.nodes[index].outputs.front(); }
  void drop(std::size_t index) { graph_.nodes[index].operation.clear(); }
  /// Node `index` gives out what `last` gave out.
  void ends_at(std::size_t index, std::size_t last) {
    node(index).outputs.front() = output(last);
    maker_[output(last)] = index;
  }

  /// x → Add 3 → Clip 0, 6 → Mul x → Div 6, by its Clip.
  void join_hard_swish(std::size_t clip) {
    if (node(clip).operation != "Clip" || node(clip).numbers("min") != std::vector<double>{0} ||
        node(clip).numbers("max") != std::vector<double>{6} || node(clip).inputs.size() != 1)
      return;
    const auto made = maker_.find(node(clip).inputs.front());
    const auto add = made == maker_.end() ? std::nullopt : step(made->second, "Add");
    if (!add || add->number != 3 || only_user(output(add->node)) != clip) return;
    const std::size_t product = only_user(output(clip));
    if (product == kOutside || node(product).operation != "Mul") return;
    const auto& factors = node(product).inputs;
    if (factors.size() != 2 || std::find(factors.begin(), factors.end(), add->value) == factors.end()) return;
    const auto divided = next_step(output(product), "Div");
    if (!divided || divided->number != 6) return;
    std::erase(users_[add->value], add->node);
    users_[add->value].push_back(clip);
    graph_.nodes[clip] =
        OnnxNode::make("HardSigmoid", {add->value}, output(clip), {{"alpha", 1.0F / 6}, {"beta", 0.5F}});
    drop(add->node);
    ends_at(product, divided->node);
    drop(divided->node);
  }

  [[nodiscard]] bool is_padded(std::size_t convolution) {
    const auto pads = node(convolution).numbers("pads");
    const auto automatic = node(convolution).numbers("auto_pad");
    return automatic || (pads && std::any_of(pads->begin(), pads->end(), [](double it) { return it != 0; }));
  }

  /// Weights of a convolution by output channel, and its bias (zeros where it has none).
  struct Weights {
    OnnxTensor kernel, bias;
  };
  [[nodiscard]] std::optional<Weights> weights(std::size_t convolution) {
    if (convolution == kOutside || node(convolution).operation != "Conv" || node(convolution).inputs.size() < 2)
      return std::nullopt;
    const std::vector<std::string> inputs = node(convolution).inputs;
    const OnnxTensor* kernel = constant(inputs[1]);
    if (kernel == nullptr || kernel->shape.size() != 4 || kernel->shape.front() <= 0) return std::nullopt;
    Weights result{*kernel, {{kernel->shape.front()}, {}}};
    result.bias.values.assign(static_cast<std::size_t>(kernel->shape.front()), 0.0F);
    if (inputs.size() == 2) return result;
    const OnnxTensor* bias = constant(inputs[2]);
    if (bias == nullptr || bias->values.size() != result.bias.values.size()) return std::nullopt;
    result.bias = *bias;
    return result;
  }
  void set_weights(std::size_t convolution, Weights changed) {
    const std::string name = output(convolution);
    node(convolution).inputs.resize(3);
    node(convolution).inputs[1] = name + "/kernel";
    node(convolution).inputs[2] = name + "/bias";
    constants_[name + "/kernel"] = std::move(changed.kernel);
    constants_[name + "/bias"] = std::move(changed.bias);
    folded_[convolution] = {name + "/kernel", name + "/bias"};
  }

  /// Value → Mul → Add → convolution, by its Mul. A summand cannot move behind a border of zeros; divided by the factor
  /// it stays.
  void fold_before(std::size_t index) {
    const auto multiply = step(index, "Mul");
    if (!multiply || std::abs(multiply->number) < kSmallestFactor) return;
    const auto add = next_step(output(index), "Add");
    if (!add) return;
    const std::size_t convolution = only_user(output(add->node));
    auto changed = weights(convolution);
    if (!changed || node(convolution).inputs.front() != output(add->node)) return;
    for (float& weight : changed->kernel.values) weight *= multiply->number;
    const std::string summand = output(add->node) + "/summand";
    if (is_padded(convolution)) {
      constants_[summand] = {{1}, {add->number / multiply->number}};
      node(add->node).inputs = {multiply->value, summand};
      folded_[add->node] = {summand};
      replace_user(multiply->value, index, add->node);
    } else {
      const std::size_t size = changed->kernel.values.size() / changed->bias.values.size();
      for (std::size_t channel = 0; channel < changed->bias.values.size(); ++channel) {
        double sum = 0;
        for (std::size_t i = 0; i < size; ++i) sum += static_cast<double>(changed->kernel.values[channel * size + i]);
        changed->bias.values[channel] += static_cast<float>(sum * static_cast<double>(add->number / multiply->number));
      }
      node(convolution).inputs.front() = multiply->value;
      replace_user(multiply->value, index, convolution);
      drop(add->node);
    }
    set_weights(convolution, *std::move(changed));
    drop(index);
  }

  /// Convolution → Mul → Add.
  void fold_behind(std::size_t convolution) {
    auto changed = weights(convolution);
    if (!changed) return;
    const auto multiply = next_step(output(convolution), "Mul");
    if (!multiply) return;
    const auto add = next_step(output(multiply->node), "Add");
    if (!add) return;
    for (float& weight : changed->kernel.values) weight *= multiply->number;
    for (float& bias : changed->bias.values) bias = bias * multiply->number + add->number;
    ends_at(convolution, add->node);
    drop(multiply->node);
    drop(add->node);
    set_weights(convolution, *std::move(changed));
  }

  void replace_user(const std::string& name, std::size_t before, std::size_t after) {
    std::replace(users_[name].begin(), users_[name].end(), before, after);
  }

  /// Leaves dropped nodes out, puts new constants before the nodes that use them.
  void write() {
    std::vector<OnnxNode> nodes;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (graph_.nodes[i].operation.empty()) continue;
      if (const auto names = folded_.find(i); names != folded_.end()) {
        for (const std::string& name : names->second) nodes.push_back(OnnxNode::make_constant(name, constants_[name]));
      }
      nodes.push_back(std::move(graph_.nodes[i]));
    }
    graph_.nodes = std::move(nodes);
  }

  OnnxGraph& graph_;
  std::unordered_map<std::string, std::size_t> maker_;
  std::unordered_map<std::string, std::vector<std::size_t>> users_;
  std::unordered_map<std::string, OnnxTensor> constants_;
  std::map<std::size_t, std::vector<std::string>> folded_;
};

}  // namespace

std::string folded_model(std::string_view model) {
  auto graph = OnnxGraph::parse(model);
  if (!graph) return std::string(model);
  Folder(*graph).fold();
  return graph->encode();
}

}  // namespace gongshi::extract
