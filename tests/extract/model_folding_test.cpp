// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/model_folding.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>

#include "extract/ocr/onnx_graph.h"
#include "extract/ocr/onnx_runtime.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr int kChannels = 2, kSide = 4;

/// Attribute `name` with a list of small integers, encoded.
std::string integers(const std::string& name, const std::vector<int>& values) {
  std::string encoded = "\x0A" + std::string(1, static_cast<char>(name.size())) + name;
  for (const int value : values) encoded += std::string("\x40") + static_cast<char>(value);
  return encoded;
}

/// A model of single steps; every value is a layer of kChannels × kSide × kSide.
class Steps {
 public:
  Steps& constant(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values) {
    graph_.nodes.push_back(OnnxNode::make_constant(name, {std::move(shape), std::move(values)}));
    return *this;
  }
  Steps& step(const std::string& operation, std::vector<std::string> inputs, const std::string& output,
              const std::vector<std::pair<std::string, float>>& attributes = {}) {
    graph_.nodes.push_back(OnnxNode::make(operation, std::move(inputs), output, attributes));
    return *this;
  }
  Steps& convolution(const std::string& input, const std::string& output, int side, bool with_bias = true) {
    std::vector<float> kernel(static_cast<std::size_t>(kChannels * side * side));
    for (float& weight : kernel) weight = random();
    constant(output + ".w", {kChannels, 1, side, side}, kernel);
    if (with_bias) constant(output + ".b", {kChannels}, {random(), random()});
    step("Conv", with_bias ? std::vector{input, output + ".w", output + ".b"} : std::vector{input, output + ".w"},
         output);
    const int pad = side / 2;
    graph_.nodes.back().attributes.push_back(integers("pads", {pad, pad, pad, pad}));
    return *this;
  }
  /// x · clip(x + 3, 0, 6) / 6, times `factor` plus `summand`.
  Steps& hard_swish(const std::string& input, const std::string& output, float factor, float summand) {
    const std::string name = output + ".";
    constant(name + "3", {}, {3}).constant(name + "6", {}, {6}).constant(name + "u", {1}, {factor});
    constant(name + "v", {1}, {summand});
    step("Add", {input, name + "3"}, name + "added");
    step("Clip", {name + "added"}, name + "clipped", {{"min", 0.0F}, {"max", 6.0F}});
    step("Mul", {input, name + "clipped"}, name + "product").step("Div", {name + "product", name + "6"}, name + "h");
    return step("Mul", {name + "u", name + "h"}, name + "scaled").step("Add", {name + "scaled", name + "v"}, output);
  }
  Steps& scaled(const std::string& input, const std::string& output, float factor, float summand) {
    constant(output + ".s", {1}, {factor}).constant(output + ".t", {1}, {summand});
    return step("Mul", {output + ".s", input}, output + ".m").step("Add", {output + ".m", output + ".t"}, output);
  }
  [[nodiscard]] std::string model(const std::string& output) {
    // The graph's output: field 12 with the name in field 1.
    graph_.graph_rest = "\x62" + std::string(1, static_cast<char>(output.size() + 2)) + "\x0A" +
                        std::string(1, static_cast<char>(output.size())) + output;
    return graph_.encode();
  }

 private:
  float random() { return std::uniform_real_distribution<float>(-1.5F, 1.5F)(engine_); }

  OnnxGraph graph_;
  std::mt19937 engine_{7};
};

using Layer = std::vector<float>;

/// Depthwise convolution, borders of zeros.
Layer convolved(const Layer& layer, const OnnxTensor& kernel, const Layer& bias) {
  const int side = static_cast<int>(kernel.shape[2]), reach = side / 2;
  Layer result;
  for (int i = 0; i < kChannels * kSide * kSide; ++i) {
    const int channel = i / (kSide * kSide), y = i / kSide % kSide, x = i % kSide;
    float sum = bias.empty() ? 0 : bias[static_cast<std::size_t>(channel)];
    for (int k = 0; k < side * side; ++k) {
      const int v = y + k / side - reach, u = x + k % side - reach;
      if (v < 0 || u < 0 || v >= kSide || u >= kSide) continue;
      sum += kernel.values[static_cast<std::size_t>(channel * side * side + k)] *
             layer[static_cast<std::size_t>((channel * kSide + v) * kSide + u)];
    }
    result.push_back(sum);
  }
  return result;
}

/// What the model makes of layer "x".
Layer run(const std::string& model, const std::string& output) {
  const auto graph = OnnxGraph::parse(model);
  REQUIRE(graph);
  std::map<std::string, Layer> values;
  std::map<std::string, OnnxTensor> constants;
  for (int i = 0; i < kChannels * kSide * kSide; ++i) values["x"].push_back(static_cast<float>(i % 13) - 6);
  for (const OnnxNode& node : graph->nodes) {
    if (const auto tensor = node.constant()) {
      constants[node.outputs[0]] = *tensor;
      if (tensor->values.size() == 1) values[node.outputs[0]] = Layer(values["x"].size(), tensor->values[0]);
      continue;
    }
    const Layer& first = values.at(node.inputs[0]);
    Layer& result = values[node.outputs[0]];
    if (node.operation == "Conv") {
      result = convolved(first, constants.at(node.inputs[1]),
                         node.inputs.size() > 2 ? constants.at(node.inputs[2]).values : Layer());
      continue;
    }
    for (std::size_t i = 0; i < first.size(); ++i) {
      const float a = first[i], b = node.inputs.size() > 1 ? values.at(node.inputs[1])[i] : 0;
      result.push_back(node.operation == "Add"    ? a + b
                       : node.operation == "Mul"  ? a * b
                       : node.operation == "Div"  ? a / b
                       : node.operation == "Clip" ? std::clamp(a, 0.0F, 6.0F)
                                                  : std::clamp(a / 6 + 0.5F, 0.0F, 1.0F));  // HardSigmoid
    }
  }
  return values.at(output);
}

void check_same(const Layer& folded, const Layer& plain) {
  REQUIRE(folded.size() == plain.size());
  for (std::size_t i = 0; i < plain.size(); ++i) CHECK(folded[i] == Approx(plain[i]).margin(1e-4));
}

std::map<std::string, int> operations(const std::string& model) {
  std::map<std::string, int> counts;
  const auto graph = OnnxGraph::parse(model);
  REQUIRE(graph);
  for (const OnnxNode& node : graph->nodes) ++counts[node.operation];
  counts.erase("Constant");
  return counts;
}

}  // namespace

TEST_CASE("scalars between convolutions are folded into them, hard swishes are joined") {
  const int side = GENERATE(1, 3);
  const bool with_bias = GENERATE(false, true);
  Steps steps;
  const std::string plain = steps.convolution("x", "c", 1, with_bias)
                                .scaled("c", "a", 0.7F, -0.4F)
                                .hard_swish("a", "y", 1.3F, 0.6F)
                                .convolution("y", "d", side, with_bias)
                                .scaled("d", "z", -1.1F, 0.2F)
                                .model("z");
  const std::string folded = folded_model(plain);
  std::map<std::string, int> expected = {{"Conv", 2}, {"HardSigmoid", 1}, {"Mul", 1}};
  if (side == 3) expected["Add"] = 1;  // A summand does not pass a border of zeros.
  CHECK(operations(folded) == expected);
  check_same(run(folded, "z"), run(plain, "z"));
}

TEST_CASE("what others use as well, or the model gives out, is not folded") {
  Steps used_twice;
  const std::string twice =
      used_twice.convolution("x", "c", 1).scaled("c", "a", 0.7F, -0.4F).step("Mul", {"a", "c"}, "z").model("z");
  CHECK(operations(folded_model(twice)) == operations(twice));
  check_same(run(folded_model(twice), "z"), run(twice, "z"));
  Steps given_out;
  const std::string inner = given_out.convolution("x", "c", 1).scaled("c", "a", 0.7F, -0.4F).model("c");
  CHECK(operations(folded_model(inner)) == operations(inner));
}

TEST_CASE("steps that only resemble a hard swish stay") {
  const float highest = GENERATE(5.0F, 6.0F);
  const std::string divisor = highest == 6.0F ? "five" : "six";
  Steps steps;
  const std::string plain = steps.constant("three", {}, {3})
                                .constant("six", {}, {6})
                                .constant("five", {}, {5})
                                .step("Add", {"x", "three"}, "added")
                                .step("Clip", {"added"}, "clipped", {{"min", 0.0F}, {"max", highest}})
                                .step("Mul", {"x", "clipped"}, "product")
                                .step("Div", {"product", divisor}, "z")
                                .model("z");
  CHECK(operations(folded_model(plain)) == operations(plain));
}

TEST_CASE("a factor of nearly nothing is not divided by") {
  Steps steps;
  const std::string plain = steps.scaled("x", "y", 1e-6F, 0.5F).convolution("y", "z", 3).model("z");
  CHECK(operations(folded_model(plain)) == operations(plain));
}

TEST_CASE("bytes that are no model come back as they are") {
  for (const std::string& bytes : {std::string(), std::string("no model at all"), std::string("\x3A\x7F\x0A", 3)})
    CHECK(folded_model(bytes) == bytes);
}

TEST_CASE("the installed model gives the same with and without folding") {
  const char* own = std::getenv("GONGSHI_OCR");
  const char* home = std::getenv("HOME");
  const std::filesystem::path folder = own != nullptr    ? std::filesystem::path(own)
                                       : home != nullptr ? std::filesystem::path(home) / ".local/share/gongshi/ocr"
                                                         : std::filesystem::path();
  const auto runtime = OnnxRuntime::load((folder / "libonnxruntime.so").string());
  if (!runtime) return;
  const auto plain = OnnxModel::load(*runtime, (folder / "recognition.onnx").string(), true),
             folded = OnnxModel::load(*runtime, (folder / "recognition.onnx").string());
  REQUIRE(plain);
  REQUIRE(folded);
  std::mt19937 random(3);
  std::vector<float> input(std::size_t{3} * 48 * 96);
  for (float& value : input) value = random() % 4 == 0 ? -1.0F : 1.0F;
  const auto expected = (*plain)->run(input, {1, 3, 48, 96}), got = (*folded)->run(input, {1, 3, 48, 96});
  REQUIRE(expected);
  REQUIRE(got);
  REQUIRE(got->shape == expected->shape);
  float difference = 0;
  for (std::size_t i = 0; i < got->size; ++i)
    difference = std::max(difference, std::abs(got->values[i] - expected->values[i]));
  CHECK(difference < 1e-4F);
}
