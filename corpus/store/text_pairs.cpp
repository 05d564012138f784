// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/text_pairs.h"

#include <set>
#include <vector>

#include "schema/utf8.h"

namespace gongshi::corpus {
namespace {

enum class Script { kOther, kHan, kWord };

char32_t folded(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;  // full width
  if (code >= U'A' && code <= U'Z') code += U'a' - U'A';
  return code;
}

Script script_of(char32_t code) {
  if ((code >= U'a' && code <= U'z') || (code >= U'0' && code <= U'9')) return Script::kWord;
  const bool han = (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
                   (code >= 0x20000 && code <= 0x3134F) || code == 0x3007;
  return han ? Script::kHan : Script::kOther;
}

struct Run {
  Script script;
  std::u32string text;
};

std::vector<Run> runs_of(std::string_view text) {
  std::vector<Run> runs;
  Script before = Script::kOther;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t code = folded(utf8::next(text, offset));
    const Script script = script_of(code);
    if (script != Script::kOther) {
      if (script != before) runs.push_back({script, {}});
      runs.back().text.push_back(code);
    }
    before = script;
  }
  return runs;
}

void append(std::string& out, std::u32string_view token) {
  if (!out.empty()) out += ' ';
  out += utf8::encode(token);
}

}  // namespace

std::string index_pairs(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (const Run& run : runs_of(text)) {
    if (run.script == Script::kWord) {
      append(out, run.text);
      continue;
    }
    for (std::size_t i = 0; i < run.text.size(); ++i) append(out, std::u32string_view(run.text).substr(i, 2));
  }
  return out;
}

std::string search_expression(std::string_view words) {
  std::string expression;
  const auto add = [&](const std::string& phrase, bool prefix) {
    if (!expression.empty()) expression += " AND ";
    expression += '"' + phrase + '"';
    if (prefix) expression += '*';
  };
  for (const Run& run : runs_of(words)) {
    const std::u32string_view text = run.text;
    if (run.script == Script::kWord || text.size() == 1) {
      add(utf8::encode(text), run.script == Script::kHan);
      continue;
    }
    std::string phrase;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) append(phrase, text.substr(i, 2));
    add(phrase, false);
  }
  return expression;
}

std::string pairs_and_characters(std::string_view text) {
  std::string out = index_pairs(text);
  if (out.empty()) return out;
  out += " |";
  std::set<char32_t> seen;
  for (const Run& run : runs_of(text))
    if (run.script == Script::kHan)
      for (const char32_t code : run.text)
        if (seen.insert(code).second) append(out, std::u32string_view(&code, 1));
  return out;
}

std::string pairs_wanted(std::string_view words) {
  std::string tokens, phrases;
  for (const Run& run : runs_of(words)) {
    const std::u32string_view text = run.text;
    std::string phrase;
    if (run.script == Script::kWord || text.size() == 1)
      append(phrase, text);
    else
      for (std::size_t i = 0; i + 1 < text.size(); ++i) append(phrase, text.substr(i, 2));
    tokens += (tokens.empty() ? "" : " ") + phrase;
    // One character is found by itself, wherever it stands.
    if (run.script == Script::kWord || text.size() > 1) phrases += (phrases.empty() ? "" : "|") + phrase;
  }
  return tokens.empty() ? "" : tokens + "\n" + phrases;
}

}  // namespace gongshi::corpus
