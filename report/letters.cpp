// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>

#include "office/package.h"
#include "report/files.h"
#include "report/html.h"
#include "schema/date_text.h"
#include "schema/presentable.h"
#include "schema/utf8.h"

namespace gongshi::report {
namespace {

constexpr std::size_t kMostQuote = 90;  // Characters of the notice's own words in a letter's table.
// A letter about many notices would have hundreds of pages: from so many lines on, those of weight are named up to a
// number, and the rest is told by rule. What one notice has fits below.
constexpr std::size_t kMostLines = 40, kMostNamed = 20;
constexpr std::size_t kMostNames = 6;  // Of indicators or communities in one line.

/// One line of a letter's table: a finding of severity error, or the other findings of one rule in one notice together;
/// in a letter about many, the findings of one rule in all of them.
struct LetterItem {
  std::vector<FindingLine> lines;  ///< Not empty.
  std::string rows;                ///< Of a group: "第3、5、7项，共3处"; "" for a finding by itself.
  bool across = false;             ///< A group of several notices.
};

/// Findings that go into one letter.
struct Letter {
  std::string name;
  std::vector<const NoticeEntry*> notices;
  std::vector<LetterItem> items;  ///< Those with a finding of severity error first.
  int findings = 0;
  bool bounded = false;  ///< Not each finding is told of: the ledger has them all.
};

std::string shortened(const std::string& text) {
  const std::u32string characters = utf8::decode(text);
  return characters.size() <= kMostQuote ? text : utf8::encode(characters.substr(0, kMostQuote)) + "……";
}

/// True where there is still something to ask for.
bool is_open(const Decision* decision) {
  return decision == nullptr || (decision->state != "corrected" && !decision->dismissed());
}

std::vector<LetterItem> items_of(const Run& run, const NoticeEntry& entry) {
  std::vector<LetterItem> items;
  for (const FindingGroup& group : entry.groups) {
    FindingGroup rest = group;
    rest.findings.clear();
    for (const Finding* finding : group.findings) {
      if (finding->severity < run.options().configuration.letters_from || !is_open(run.decision(*finding))) continue;
      if (finding->severity == Severity::kError)
        items.push_back({{run.line(entry, *finding)}, ""});
      else
        rest.findings.push_back(finding);
    }
    if (rest.findings.empty()) continue;
    LetterItem item;
    for (const Finding* finding : rest.findings) item.lines.push_back(run.line(entry, *finding));
    if (rest.findings.size() > 1) item.rows = run.rows_text(rest);
    items.push_back(std::move(item));
  }
  return items;
}

bool is_grave(const LetterItem& item) { return item.lines.front().finding->severity == Severity::kError; }

/// Those of weight first by themselves, then by rule what is left of them, then by rule all others.
void bound(Letter& letter) {
  std::vector<LetterItem> kept;
  std::map<std::pair<bool, std::string>, std::size_t> known;  // of weight or not, and the rule
  std::vector<LetterItem> grave, light;
  for (LetterItem& item : letter.items) {
    const bool weighs = is_grave(item);
    if (weighs && kept.size() < kMostNamed) {
      kept.push_back(std::move(item));
      continue;
    }
    std::vector<LetterItem>& groups = weighs ? grave : light;
    const auto [place, fresh] = known.try_emplace({weighs, item.lines.front().finding->rule}, groups.size());
    if (fresh) groups.push_back({{}, "", true});
    std::vector<FindingLine>& lines = groups[place->second].lines;
    lines.insert(lines.end(), std::make_move_iterator(item.lines.begin()), std::make_move_iterator(item.lines.end()));
  }
  for (std::vector<LetterItem>* groups : {&grave, &light}) {
    std::stable_sort(groups->begin(), groups->end(), [](const LetterItem& one, const LetterItem& other) {
      return one.lines.size() > other.lines.size();
    });
    kept.insert(kept.end(), std::make_move_iterator(groups->begin()), std::make_move_iterator(groups->end()));
  }
  letter.items = std::move(kept);
  letter.bounded = true;
}

std::vector<Letter> letters_of(const Run& run) {
  const bool by_county = run.options().configuration.letters_by == "county";
  std::vector<Letter> letters;
  std::map<std::string, std::size_t> known;
  for (const NoticeEntry& entry : run.notices()) {
    const std::vector<LetterItem> items = items_of(run, entry);
    if (items.empty()) continue;
    const std::string key = by_county ? entry.city + entry.county : std::to_string(entry.number);
    const auto [place, fresh] = known.try_emplace(key, letters.size());
    if (fresh) letters.push_back({by_county ? entry.county : entry.community, {}, {}, 0});
    Letter& letter = letters[place->second];
    letter.notices.push_back(&entry);
    for (const LetterItem& item : items) letter.findings += static_cast<int>(item.lines.size());
    letter.items.insert(letter.items.end(), items.begin(), items.end());
  }
  for (Letter& letter : letters) {
    std::stable_partition(letter.items.begin(), letter.items.end(), is_grave);
    if (letter.notices.size() > 1 && letter.items.size() > kMostLines) bound(letter);
  }
  return letters;
}

class LetterMaker {
 public:
  LetterMaker(const Run& run, const Letter& letter, int number) : run_(run), letter_(letter), number_(number) {}

  LetterValues values() const {
    const NoticeEntry& first = *letter_.notices.front();
    const Bureau& bureau = run_.options().configuration.bureau;
    const auto errors = std::count_if(letter_.items.begin(), letter_.items.end(), is_grave);
    LetterValues out;
    out.item = word("item");
    out.values = {{word("document-number"), document_number(bureau)},
                  {word("recipient"), recipient(first)},
                  {word("standard"), standard_title(first.notice->programme)},
                  {word("notice-name"), run_.messages(first).names().notice},
                  {word("body"), run_.messages(first).names().body},
                  {word("programme"), run_.messages(first).names().programme},
                  {word("authority"), run_.messages(first).names().authority},
                  {word("community"), communities()},
                  {word("tier"), tiers()},
                  {word("city"), first.notice->city},
                  {word("county"), first.notice->county},
                  {word("street"), first.notice->street},
                  {word("file"), std::filesystem::path(first.input->file->source.display()).filename().string()},
                  {word("count"), std::to_string(letter_.findings)},
                  {word("errors"), std::to_string(errors)},
                  {word("errors-note"), errors_note(static_cast<int>(errors))},
                  {word("answer-by"), answer_by()},
                  {word("request"), run_.messages().get(several() ? "letter.request-several" : "letter.request-one")},
                  {word("bureau"), or_blank(bureau.name)},
                  {word("contact"), or_blank(bureau.contact)},
                  {word("telephone"), or_blank(bureau.telephone)},
                  {word("date"), run_.options().today.valid() ? date_text(run_.options().today) : word("blank-date")}};
    for (const LetterItem& one : letter_.items) out.items.push_back(item(one, static_cast<int>(out.items.size()) + 1));
    if (letter_.bounded) out.items.push_back(where_all_is());
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

  bool several() const {
    return std::any_of(letter_.notices.begin(), letter_.notices.end(), [&](const NoticeEntry* entry) {
      return entry->community != letter_.notices.front()->community;
    });
  }

  /// Who answers for all that the letter asks; a county's units together where there are more than one.
  std::string recipient(const NoticeEntry& entry) const {
    std::set<std::string> units;
    for (const LetterItem& item : letter_.items)
      for (const FindingLine& line : item.lines)
        if (!line.unit.empty()) units.insert(line.unit);
    if (units.empty() && several())
      for (const NoticeEntry* notice : letter_.notices) units.insert(notice->notice->authority);
    if (units.size() == 1 && !units.begin()->empty()) return *units.begin();
    if (several()) {
      std::string text = word("county-recipient");
      return text.replace(text.find("{county}"), 8, entry.notice->county);
    }
    if (!units.empty()) return *units.begin();
    for (const std::string* text : {&entry.notice->authority, &entry.notice->street, &entry.notice->community})
      if (!text->empty()) return *text;
    return word("blank");
  }

  /// The letter's first lines are those of weight: named by their numbers.
  std::string errors_note(int errors) const {
    if (errors == 0) return "";
    std::string text = run_.messages().get(errors == 1 ? "letter.error-text" : "letter.errors-text", errors);
    return text;
  }

  std::string communities() const { return communities(letter_.notices); }
  /// Communities, not files: several versions of one notice are one community's.
  std::string communities(const std::vector<const NoticeEntry*>& notices) const {
    std::set<std::string> names;
    for (const NoticeEntry* entry : notices) names.insert(entry->city + entry->county + entry->community);
    if (names.size() == 1) return notices.front()->community;
    std::string text = run_.messages().get("letter.several", static_cast<int>(names.size()));
    return text.replace(text.find("{first}"), 7, notices.front()->community);
  }

  /// The line under the last one.
  std::map<std::string, std::string> where_all_is() const {
    std::map<std::string, std::string> line;
    for (const char* name : {"number", "community", "tier", "indicator", "quote", "problem", "calculation", "basis",
                             "advice", "severity", "unit", "page", "deadline"})
      line.emplace(word(name), "");
    line[word("problem")] = run_.messages().get("letter.whole-list", letter_.findings);
    return line;
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
    for (const LetterItem& item : letter_.items)
      for (const FindingLine& line : item.lines)
        if (line.deadline && (!first || *line.deadline < *first)) first = line.deadline;
    return first ? date_text(*first) : word("blank-date");
  }

  using Texts = std::map<std::string, std::string>;  ///< By the words of the template's places.

  /// What every item says of its first line, with what this kind of item says instead: by ids of words.
  Texts filled(const FindingLine& line, int number, const Texts& own) const {
    const Texts all = {{"number", std::to_string(number)},
                       {"community", line.entry->community},
                       {"tier", line.entry->tier},
                       {"calculation", ""},
                       {"basis", line.advice},
                       {"advice", line.advice},
                       {"severity", line.severity},
                       {"unit", line.unit},
                       {"page", ""},
                       {"deadline", line.deadline ? date_text(*line.deadline) : ""}};
    Texts texts;
    for (const Texts* part : {&own, &all})
      for (const auto& [id, text] : *part) texts.try_emplace(word(id), text);
    return texts;
  }

  std::map<std::string, std::string> item(const LetterItem& of, int number) const {
    const FindingLine& line = of.lines.front();
    const std::string sum = line.calculation.empty() || line.message.find(line.calculation) != std::string::npos
                                ? ""
                                : "\n" + word("sum") + line.calculation;
    if (of.across) return across_item(of, number);
    if (!of.rows.empty()) return group_item(of, number);
    return filled(line, number,
                  {{"indicator", line.indicator},
                   {"quote", shortened(line.quote)},
                   {"problem", line.message + sum},
                   {"calculation", line.calculation},
                   {"basis", line.basis},
                   {"page", line.page > 0 ? std::to_string(line.page) : ""}});
  }

  /// What `name` says of the lines, each once, as long as it is no list.
  template <typename Name>
  std::string names(const LetterItem& of, const Name& name) const {
    std::vector<std::string> names;
    for (const FindingLine& one : of.lines)
      if (std::string its = name(one); std::find(names.begin(), names.end(), its) == names.end())
        names.push_back(std::move(its));
    const bool more = names.size() > kMostNames;
    if (more) names.resize(kMostNames);
    return fmt::format("{}{}", fmt::join(names, word("several-tiers")), more ? "……" : "");
  }

  /// Findings of one rule in many notices: where they are most, and what is to be done.
  std::map<std::string, std::string> across_item(const LetterItem& of, int number) const {
    const FindingLine& line = of.lines.front();
    std::vector<const NoticeEntry*> notices;
    for (const FindingLine& one : of.lines) notices.push_back(one.entry);
    const std::string where = communities(notices);
    const int count = static_cast<int>(of.lines.size());
    return filled(line, number,
                  {{"community", where},
                   {"tier", names(of, [](const FindingLine& one) { return one.entry->tier; })},
                   {"indicator", names(of, [](const FindingLine& one) { return one.indicator; })},
                   {"quote", names(of, [](const FindingLine& one) { return one.entry->community; })},
                   {"problem", run_.messages().rule(line.finding->rule) + "：" + where + "，" +
                                   run_.messages().get("words.in-all", count) + "。"}});
  }

  /// Findings of one rule: which rows, and what is to be done, once for all.
  std::map<std::string, std::string> group_item(const LetterItem& of, int number) const {
    const FindingLine& line = of.lines.front();
    return filled(line, number,
                  {{"indicator", of.rows},
                   {"quote", names(of, [](const FindingLine& one) { return one.indicator; })},
                   {"problem", run_.messages().rule(line.finding->rule) + "：" + of.rows + "。"}});
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
