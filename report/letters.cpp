// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "office/package.h"
#include "report/files.h"
#include "report/html.h"
#include "schema/presentable.h"
#include "schema/utf8.h"

namespace gongshi::report {
namespace {

constexpr std::size_t kMostQuote = 90;  // Characters of the notice's own words in a letter's table.

/// Findings that go into one letter.
struct Letter {
  std::string name;
  std::vector<const NoticeEntry*> notices;
  std::vector<FindingLine> lines;
};

std::string shortened(const std::string& text) {
  const std::u32string characters = utf8::decode(text);
  return characters.size() <= kMostQuote ? text : utf8::encode(characters.substr(0, kMostQuote)) + "……";
}

/// True where there is still something to ask for.
bool is_open(const Decision* decision) {
  return decision == nullptr || (decision->state != "corrected" && !decision->dismissed());
}

std::vector<Letter> letters_of(const Run& run) {
  const bool by_county = run.options().configuration.letters_by == "county";
  std::vector<Letter> letters;
  std::map<std::string, std::size_t> known;
  for (const NoticeEntry& entry : run.notices()) {
    std::vector<FindingLine> lines;
    for (const Finding* finding : entry.findings())
      if (finding->severity >= run.options().configuration.letters_from && is_open(run.decision(*finding)))
        lines.push_back(run.line(entry, *finding));
    if (lines.empty()) continue;
    const std::string key = by_county ? entry.city + entry.county : std::to_string(entry.number);
    const auto [place, fresh] = known.try_emplace(key, letters.size());
    if (fresh) letters.push_back({by_county ? entry.county : entry.community, {}, {}});
    Letter& letter = letters[place->second];
    letter.notices.push_back(&entry);
    letter.lines.insert(letter.lines.end(), lines.begin(), lines.end());
  }
  return letters;
}

class LetterMaker {
 public:
  LetterMaker(const Run& run, const Letter& letter, int number) : run_(run), letter_(letter), number_(number) {}

  LetterValues values() const {
    const NoticeEntry& first = *letter_.notices.front();
    const Bureau& bureau = run_.options().configuration.bureau;
    const auto errors = std::count_if(letter_.lines.begin(), letter_.lines.end(), [](const FindingLine& line) {
      return line.finding->severity == Severity::kError;
    });
    LetterValues out;
    out.item = word("item");
    out.values = {
        {word("document-number"), document_number(bureau)},
        {word("recipient"), recipient(first)},
        {word("standard"), standard_title(first.notice->programme)},
        {word("community"), communities()},
        {word("tier"), tiers()},
        {word("city"), first.notice->city},
        {word("county"), first.notice->county},
        {word("street"), first.notice->street},
        {word("file"), std::filesystem::path(first.input->file->source.display()).filename().string()},
        {word("count"), std::to_string(letter_.lines.size())},
        {word("errors"), std::to_string(errors)},
        {word("errors-note"), errors > 0 ? run_.messages().get("letter.errors-text", static_cast<int>(errors)) : ""},
        {word("answer-by"), answer_by()},
        {word("bureau"), or_blank(bureau.name)},
        {word("contact"), or_blank(bureau.contact)},
        {word("telephone"), or_blank(bureau.telephone)},
        {word("date"), run_.options().today.valid() ? chinese_date(run_.options().today) : word("blank-date")}};
    for (const FindingLine& line : letter_.lines)
      out.items.push_back(item(line, static_cast<int>(out.items.size()) + 1));
    return out;
  }

 private:
  std::string word(const std::string& key) const { return run_.messages().get("letter." + key); }
  std::string or_blank(const std::string& text) const { return text.empty() ? word("blank") : text; }

  std::string document_number(const Bureau& bureau) const {
    std::string text = bureau.document_number;
    if (const std::size_t at = text.find("{n}"); at != std::string::npos) text.replace(at, 3, std::to_string(number_));
    return text;
  }

  std::string standard_title(const std::string& programme) const {
    const Programmes* programmes = run_.options().programmes;
    return programmes != nullptr ? programmes->of(programme).standard().title : std::string();
  }

  std::string recipient(const NoticeEntry& entry) const {
    for (const FindingLine& line : letter_.lines)
      if (!line.unit.empty()) return line.unit;
    for (const std::string* text : {&entry.notice->authority, &entry.notice->street, &entry.notice->community})
      if (!text->empty()) return *text;
    return word("blank");
  }

  std::string communities() const {
    if (letter_.notices.size() == 1) return letter_.notices.front()->community;
    std::string text = run_.messages().get("letter.several", static_cast<int>(letter_.notices.size()));
    return text.replace(text.find("{first}"), 7, letter_.notices.front()->community);
  }

  std::string tiers() const {
    std::vector<std::string> tiers;
    for (const NoticeEntry* entry : letter_.notices)
      if (std::find(tiers.begin(), tiers.end(), entry->tier) == tiers.end()) tiers.push_back(entry->tier);
    return fmt::format("{}", fmt::join(tiers, word("several-tiers")));
  }

  /// The first deadline, as the whole letter has to be answered by one day.
  std::string answer_by() const {
    std::optional<Date> first;
    for (const FindingLine& line : letter_.lines)
      if (line.deadline && (!first || *line.deadline < *first)) first = line.deadline;
    return first ? chinese_date(*first) : word("blank-date");
  }

  std::map<std::string, std::string> item(const FindingLine& line, int number) const {
    const std::string sum = line.calculation.empty() || line.message.find(line.calculation) != std::string::npos
                                ? ""
                                : "\n" + word("sum") + line.calculation;
    return {{word("number"), std::to_string(number)},
            {word("community"), line.entry->community},
            {word("tier"), line.entry->tier},
            {word("indicator"), line.indicator},
            {word("quote"), shortened(line.quote)},
            {word("problem"), line.message + sum},
            {word("calculation"), line.calculation},
            {word("basis"), line.basis},
            {word("advice"), line.advice},
            {word("severity"), line.severity},
            {word("unit"), line.unit},
            {word("page"), line.page > 0 ? std::to_string(line.page) : ""},
            {word("deadline"), line.deadline ? chinese_date(*line.deadline) : ""}};
  }

  const Run& run_;
  const Letter& letter_;
  int number_;
};

}  // namespace

Result<void> write_letters(const Run& run, const std::string& folder) {
  const std::string& path = run.options().configuration.letter_template;
  const auto letter_template = path.empty() ? default_letter_template() : office::read_whole_file(path);
  if (!letter_template) return letter_template.error();
  if (auto done = make_folder(folder); !done) return done;
  int number = 0;
  for (const Letter& letter : letters_of(run)) {
    const auto bytes = fill_letter(*letter_template, LetterMaker(run, letter, ++number).values());
    if (!bytes) return bytes.error();
    if (auto done = write_file(fmt::format("{}/{:04}-{}.docx", folder, number, file_name_part(letter.name)), *bytes);
        !done)
      return done;
  }
  return {};
}

}  // namespace gongshi::report
