// SPDX-License-Identifier: GPL-3.0-or-later
// The language that the program speaks to the person who runs it: help, progress, errors. Messages stand in the code in
// English and are looked up in the catalogue po/zh_CN.po (made with gettext's tools, built into the program, so that it
// works on machines that have no Chinese locale). What reports and findings say is data of its own and always Chinese.
//
//   std::puts(say("{} files are no longer there", {"3"}).c_str());   what the program says itself: put into words at
//   once return Error{"file-damaged", path + ": could not be read."};     an error: English, through workers, stores
//   and logs … complain(localized(error.message));                              … until a person reads it
//
// Both kinds are collected by scripts/update_messages.sh, which demands Chinese for each.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// An English message that has its values in it already (an Error's or a Problem's, the words of the system in it too),
/// in `language`: by the catalogue's message that it fits, which has a placeholder for each value ("{}: could not be
/// read."). What stands before a known message, as a path with a colon, and codes in brackets behind it stay. Itself
/// where it fits none. May be called from several threads.
[[nodiscard]] std::string localized(std::string_view message, Language language);
[[nodiscard]] std::string localized(std::string_view message);

/// The catalogue's messages, in English, each once. They live as long as the program.
[[nodiscard]] std::vector<std::string_view> messages();

}  // namespace schema
}  // namespace gongshi
