// SPDX-License-Identifier: GPL-3.0-or-later
// The language that the program speaks to the person who runs it: help, progress, errors. Messages stand in the code in
// English and are looked up in the catalogue po/zh_CN.po (made with gettext's tools, built into the program, so that it
// works on machines that have no Chinese locale). What reports and findings say is data of its own and always Chinese.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace gongshi {
inline namespace schema {

enum class Language { kEnglish, kChinese };

/// "zh", "zh_CN.UTF-8", "en" …; nothing for other words.
[[nodiscard]] std::optional<Language> parse_language(std::string_view text);

/// What the environment asks for: the first of LC_ALL, LC_MESSAGES and LANG that is set. Where none is, or it names no
/// language ("C"): Chinese on a terminal that can show it, else English.
[[nodiscard]] Language language_of_environment(bool on_terminal);

/// Call once, before threads start. English before that.
void set_language(Language language);
[[nodiscard]] Language language();

/// Marks a message for the catalogue where it stands in a table and is looked up later.
constexpr std::string_view tr_noop(std::string_view english) { return english; }

/// The message in the language that is set; itself where the catalogue lacks it. The catalogue's text lives as long as
/// the program.
[[nodiscard]] std::string_view tr(std::string_view message);

/// tr(message) with "{}" replaced by the values in their order, or "{1}" … by number where a language needs another
/// order.
[[nodiscard]] std::string say(std::string_view message, std::initializer_list<std::string_view> values);

}  // namespace schema
}  // namespace gongshi
