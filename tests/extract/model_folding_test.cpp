// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/model_folding.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>

#include "extract/ocr/onnx_runtime.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr int kChannels = 2, kSide = 4;

/// A model of single steps; every value is a layer of kChannels × kSide × kSide.
class Steps {
 public:
  Steps() { model_.set_ir_version(8); }

  Steps& constant(const std::string& name, const std::vector<std::int64_t>& shape, const std::vector<float>& values) {
    onnx::NodeProto& node = add("Constant", {}, name);
    onnx::TensorProto& tensor = *add_attribute(node, "value", onnx::AttributeProto::TENSOR).mutable_t();
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    tensor.mutable_dims()->Add(shape.begin(), shape.end());
    // Both ways of the format to hold numbers.
    if (model_.graph().node_size() % 2 == 0)
      tensor.mutable_float_data()->Add(values.begin(), values.end());
    else
      tensor.set_raw_data(values.data(), values.size() * sizeof(float));
    return *this;
  }
  Steps& step(const std::string& operation, const std::vector<std::string>& inputs, const std::string& output,
              const std::vector<std::pair<std::string, float>>& attributes = {}) {
    onnx::NodeProto& node = add(operation, inputs, output);
    for (const auto& [name, value] : attributes) add_attribute(node, name, onnx::AttributeProto::FLOAT).set_f(value);
    return *this;
  }
  Steps& convolution(const std::string& input, const std::string& output, int side, bool with_bias = true) {
    std::vector<float> kernel(static_cast<std::size_t>(kChannels * side * side));
    for (float& weight : kernel) weight = random();
    constant(output + ".w", {kChannels, 1, side, side}, kernel);
    if (with_bias) constant(output + ".b", {kChannels}, {random(), random()});
    step("Conv", with_bias ? std::vector{input, output + ".w", output + ".b"} : std::vector{input, output + ".w"},
         output);
    onnx::NodeProto& node = *model_.mutable_graph()->mutable_node()->rbegin();
    add_attribute(node, "pads", onnx::AttributeProto::INTS).mutable_ints()->Resize(4, side / 2);
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
    model_.mutable_graph()->add_output()->set_name(output);
    return model_.SerializeAsString();
  }
  [[nodiscard]] onnx::ModelProto& proto() { return model_; }

 private:
  static onnx::AttributeProto& add_attribute(onnx::NodeProto& node, const std::string& name,
                                             onnx::AttributeProto::AttributeType type) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(type);
    return attribute;
  }
  onnx::NodeProto& add(const std::string& operation, const std::vector<std::string>& inputs,
                       const std::string& output) {
    onnx::NodeProto& node = *model_.mutable_graph()->add_node();
    node.set_op_type(operation);
    node.mutable_input()->Add(inputs.begin(), inputs.end());
    node.add_output(output);
    return node;
  }
  float random() { return std::uniform_real_distribution<float>(-1.5F, 1.5F)(engine_); }

  onnx::ModelProto model_;
  std::mt19937 engine_{7};
};

using Layer = std::vector<float>;

onnx::ModelProto parsed(const std::string& bytes) {
  onnx::ModelProto model;
  REQUIRE(model.ParseFromString(bytes));
  return model;
}

Layer numbers(const onnx::TensorProto& tensor) {
  Layer values(tensor.float_data().begin(), tensor.float_data().end());
  if (!values.empty()) return values;
  values.resize(tensor.raw_data().size() / sizeof(float));
  std::memcpy(values.data(), tensor.raw_data().data(), values.size() * sizeof(float));
  return values;
}

/// Depthwise convolution, borders of zeros.
Layer convolved(const Layer& layer, const Layer& kernel, const Layer& bias) {
  const int side = kernel.size() == kChannels ? 1 : 3, reach = side / 2;
  Layer result;
  for (int i = 0; i < kChannels * kSide * kSide; ++i) {
    const int channel = i / (kSide * kSide), y = i / kSide % kSide, x = i % kSide;
    float sum = bias.empty() ? 0 : bias[static_cast<std::size_t>(channel)];
    for (int k = 0; k < side * side; ++k) {
      const int v = y + k / side - reach, u = x + k % side - reach;
      if (v < 0 || u < 0 || v >= kSide || u >= kSide) continue;
      sum += kernel[static_cast<std::size_t>(channel * side * side + k)] *
             layer[static_cast<std::size_t>((channel * kSide + v) * kSide + u)];
    }
    result.push_back(sum);
  }
  return result;
}

/// What the model makes of layer "x".
Layer run(const std::string& model, const std::string& output) {
  const onnx::ModelProto proto = parsed(model);
  std::map<std::string, Layer> values, constants;
  for (int i = 0; i < kChannels * kSide * kSide; ++i) values["x"].push_back(static_cast<float>(i % 13) - 6);
  const auto keep = [&](const std::string& name, const onnx::TensorProto& tensor) {
    const Layer& kept = constants[name] = numbers(tensor);
    if (kept.size() == 1) values[name] = Layer(values["x"].size(), kept[0]);
  };
  for (const onnx::TensorProto& tensor : proto.graph().initializer()) keep(tensor.name(), tensor);
  for (const onnx::NodeProto& node : proto.graph().node()) {
    if (node.op_type() == "Constant") {
      keep(node.output(0), node.attribute(0).t());
      continue;
    }
    const Layer& first = values.at(node.input(0));
    Layer& result = values[node.output(0)];
    if (node.op_type() == "Conv") {
      result =
          convolved(first, constants.at(node.input(1)), node.input_size() > 2 ? constants.at(node.input(2)) : Layer());
      continue;
    }
    for (std::size_t i = 0; i < first.size(); ++i) {
      const float a = first[i], b = node.input_size() > 1 ? values.at(node.input(1))[i] : 0;
      result.push_back(node.op_type() == "Add"    ? a + b
                       : node.op_type() == "Mul"  ? a * b
                       : node.op_type() == "Div"  ? a / b
                       : node.op_type() == "Clip" ? std::clamp(a, 0.0F, 6.0F)
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
  const onnx::ModelProto proto = parsed(model);
  for (const onnx::NodeProto& node : proto.graph().node()) ++counts[node.op_type()];
  counts.erase("Constant");
  return counts;
}

/// Where fetch_ocr_models.sh puts ONNX Runtime and the model.
std::filesystem::path installed() {
  if (const char* own = std::getenv("GONGSHI_OCR")) return own;
  const char* home = std::getenv("HOME");
  return home == nullptr ? std::filesystem::path() : std::filesystem::path(home) / ".local/share/gongshi/ocr";
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

TEST_CASE("a model that cannot be folded safely comes back as it is") {
  Steps steps;
  steps.convolution("x", "c", 1).scaled("c", "z", 0.7F, -0.4F);
  const std::string plain = steps.model("z");
  REQUIRE(folded_model(plain) != plain);
  SECTION("of the format's first versions, whose constants must be inputs as well") { steps.proto().set_ir_version(3); }
  SECTION("with a graph inside a node, which may use any value") {
    onnx::NodeProto& inner = *steps.proto().mutable_graph()->add_node();
    inner.set_op_type("If");
    inner.add_attribute()->mutable_g()->add_node()->add_input("c");
  }
  const std::string changed = steps.proto().SerializeAsString();
  CHECK(folded_model(changed) == changed);
}

TEST_CASE("nodes and tensors without their parts are passed over") {
  Steps steps;
  const std::string plain = steps.convolution("x", "c", 3)
                                .scaled("c", "a", 0.7F, -0.4F)
                                .hard_swish("a", "y", 1.3F, 0.6F)
                                .convolution("y", "z", 1)
                                .model("z");
  const onnx::ModelProto whole = parsed(plain);
  for (int i = 0; i < whole.graph().node_size(); ++i) {
    for (int part = 0; part < 7; ++part) {
      INFO("node " << i << ", part " << part);
      onnx::ModelProto damaged = whole;
      onnx::NodeProto& node = *damaged.mutable_graph()->mutable_node(i);
      onnx::TensorProto* tensor = node.op_type() == "Constant" ? node.mutable_attribute(0)->mutable_t() : nullptr;
      if (part == 0) node.clear_output();
      if (part == 1) node.clear_input();
      if (part == 2) node.clear_attribute();
      if (part >= 3 && tensor == nullptr) break;
      if (part == 3) tensor->clear_dims();
      if (part == 4) tensor->mutable_dims()->Add(std::int64_t{1} << 62);
      if (part == 5) tensor->mutable_dims()->Add(-1);
      if (part == 6) {
        tensor->clear_raw_data();
        tensor->clear_float_data();
      }
      parsed(folded_model(damaged.SerializeAsString()));
    }
  }
}

TEST_CASE("the installed model gives the same with and without folding") {
  const std::filesystem::path folder = installed();
  const auto runtime = OnnxRuntime::load((folder / "libonnxruntime.so").string());
  if (!runtime) GONGSHI_SKIP("PP-OCR is not installed");
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

TEST_CASE("a damaged model is refused") {
  const auto runtime = OnnxRuntime::load((installed() / "libonnxruntime.so").string());
  if (!runtime) GONGSHI_SKIP("PP-OCR is not installed");
  const std::string whole = test::read_bytes((installed() / "recognition.onnx").string());
  const test::TemporaryFolder folder;
  Steps odd;
  for (const std::string& bytes : {std::string(), whole.substr(0, 40), whole.substr(0, whole.size() / 2),
                                   whole.substr(whole.size() / 2), odd.step("Nonsense", {"x"}, "z").model("z")}) {
    INFO("a model of " << bytes.size() << " bytes");
    const auto model = OnnxModel::load(*runtime, folder.write("damaged.onnx", bytes));
    REQUIRE_FALSE(model);
    CHECK(model.error().code == "ocr-unavailable");
  }
}
