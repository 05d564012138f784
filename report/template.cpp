// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/template.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "schema/data.h"
#include "schema/presentable.h"

namespace gongshi::report {

using nlohmann::json;

struct Template::Node {
  enum class Kind { kText, kValue, kRawValue, kSection, kInverted };
  Kind kind = Kind::kSection;
  std::string text;  ///< The text itself, or the name.
  std::vector<Node> children;
};

namespace {

using Node = Template::Node;
constexpr int kMaxDepth = 20;  // Of includes: a file that includes itself ends here.

class Parser {
 public:
  Parser(std::string_view text, std::string name, int depth) : text_(text), name_(std::move(name)), depth_(depth) {}

  Result<void> parse(Node& root) {
    std::vector<Node*> open{&root};
    while (position_ < text_.size()) {
      const std::size_t begin = text_.find("{{", position_);
      add_text(*open.back(), text_.substr(position_, begin - position_));
      if (begin == std::string_view::npos) break;
      const std::size_t end = text_.find("}}", begin);
      if (end == std::string_view::npos) return invalid("a tag is not closed");
      position_ = end + 2;
      if (auto done = add_tag(open, text_.substr(begin + 2, end - begin - 2)); !done) return done;
    }
    if (open.size() > 1) return invalid("section " + open.back()->text + " is not closed");
    return {};
  }

 private:
  static void add_text(Node& node, std::string_view text) {
    if (!text.empty()) node.children.push_back({Node::Kind::kText, std::string(text), {}});
  }

  Result<void> add_tag(std::vector<Node*>& open, std::string_view tag) {
    if (tag.empty()) return invalid("an empty tag");
    const std::string name(tag.substr(std::string_view("#^/&>").find(tag[0]) == std::string_view::npos ? 0 : 1));
    switch (tag[0]) {
      case '#':
      case '^':
        open.back()->children.push_back({tag[0] == '#' ? Node::Kind::kSection : Node::Kind::kInverted, name, {}});
        open.push_back(&open.back()->children.back());
        return {};
      case '/':
        if (open.size() < 2 || open.back()->text != name) return invalid("section " + name + " closes out of turn");
        open.pop_back();
        return {};
      case '>':
        return include(*open.back(), name);
      case '&':
        open.back()->children.push_back({Node::Kind::kRawValue, name, {}});
        return {};
      default:
        open.back()->children.push_back({Node::Kind::kValue, name, {}});
        return {};
    }
  }

  Result<void> include(Node& node, const std::string& name) {
    if (depth_ >= kMaxDepth) return invalid("files include each other");
    auto text = load_data("report/" + name);
    if (!text) return text.error();
    return Parser(*text, name, depth_ + 1).parse(node);
  }

  Error invalid(const std::string& what) const {
    const auto line =
        1 +
        std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(std::min(position_, text_.size())), '\n');
    return {"template-invalid", "report/" + name_ + ", line " + std::to_string(line) + ": " + what + "."};
  }

  std::string_view text_;
  std::string name_;
  int depth_;
  std::size_t position_ = 0;
};

const json* member(const json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

const json* find(const std::vector<const json*>& stack, std::string_view name) {
  if (name == ".") return stack.back();
  const std::size_t dot = name.find('.');
  for (auto context = stack.rbegin(); context != stack.rend(); ++context) {
    const json* value = member(**context, name.substr(0, dot));
    for (std::size_t at = dot; value != nullptr && at != std::string_view::npos;) {
      const std::size_t next = name.find('.', at + 1);
      value = member(*value, name.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
      at = next;
    }
    if (value != nullptr) return value;
  }
  return nullptr;
}

bool present(const json* value) {
  if (value == nullptr || value->is_null()) return false;
  if (value->is_boolean()) return value->get<bool>();
  if (value->is_string()) return !value->get_ref<const std::string&>().empty();
  if (value->is_array()) return !value->empty();
  if (value->is_number_integer()) return value->get<std::int64_t>() != 0;
  return true;
}

std::string text_of(const json* value) {
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? value->get_ref<const std::string&>() : value->dump();
}

void render_node(const Node& node, std::vector<const json*>& stack, std::string& out);

void render_children(const Node& node, std::vector<const json*>& stack, std::string& out) {
  for (const Node& child : node.children) render_node(child, stack, out);
}

void render_section(const Node& node, std::vector<const json*>& stack, std::string& out) {
  const json* value = find(stack, node.text);
  if (!present(value)) return;
  if (!value->is_array()) {
    stack.push_back(value);
    render_children(node, stack, out);
    stack.pop_back();
    return;
  }
  for (const json& element : *value) {
    stack.push_back(&element);
    render_children(node, stack, out);
    stack.pop_back();
  }
}

void render_node(const Node& node, std::vector<const json*>& stack, std::string& out) {
  switch (node.kind) {
    case Node::Kind::kText:
      out += node.text;
      break;
    case Node::Kind::kValue:
      out += escaped(text_of(find(stack, node.text)));
      break;
    case Node::Kind::kRawValue:
      out += text_of(find(stack, node.text));
      break;
    case Node::Kind::kSection:
      render_section(node, stack, out);
      break;
    case Node::Kind::kInverted:
      if (!present(find(stack, node.text))) render_children(node, stack, out);
      break;
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : presentable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Template::Template() = default;
Template::~Template() = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;

Result<Template> Template::parse(std::string_view text, const std::string& name) {
  Template made;
  made.root_ = std::make_unique<Node>();
  if (auto done = Parser(text, name, 0).parse(*made.root_); !done) return done.error();
  return made;
}

Result<Template> Template::load(const std::string& name) {
  auto text = load_data("report/" + name);
  if (!text) return text.error();
  return parse(*text, name);
}

std::string Template::render(const json& context) const {
  std::string out;
  std::vector<const json*> stack{&context};
  render_children(*root_, stack, out);
  return out;
}

}  // namespace gongshi::report
