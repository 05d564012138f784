// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/programme_draft.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "normalize/draft/clause_draft.h"
#include "normalize/draft/word_breaks.h"
#include "normalize/table/notice_splitter.h"
#include "schema/language.h"
#include "schema/standard_writer.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// Members in the order in which people read them.
using json = nlohmann::ordered_json;

void add(std::vector<std::string>& words, const std::string& word) {
  if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The words of a programme that is drafted (word file "drafting"), by what it judges and by the terms of its formulas.
struct DraftForms {
  explicit DraftForms(const Programme& programme) : words(programme.words("drafting")) {}

  // What figures of a term are counted in, by its last word.
  [[nodiscard]] std::vector<std::string> kinds_of(std::string_view term) const {
    for (const auto& entry : words.at("kinds"))
      for (const auto& end : entry.at("endings"))
        if (term.ends_with(end.get<std::string>())) return entry.at("kinds").get<std::vector<std::string>>();
    return words.at("any_kinds").get<std::vector<std::string>>();
  }

  // A count that a body has one of; where several rows are told by it, it has one value in all of them.
  [[nodiscard]] bool is_whole(std::string_view term) const {
    const auto& ends = words.at("whole_ends");
    if (term.starts_with(words.at("whole").get<std::string>())) return true;
    return std::any_of(ends.begin(), ends.end(),
                       [term](const auto& end) { return term.ends_with(end.template get<std::string>()); });
  }

  /// Of persons, households or things: its name ends like a count's.
  [[nodiscard]] bool is_count(std::string_view term) const {
    return term.ends_with(words.at("count_end").get_ref<const std::string&>());
  }

  [[nodiscard]] std::vector<std::string> units_like(const std::string& unit) const {
    for (const auto& alike : words.at("units_alike"))
      if (std::find(alike.begin(), alike.end(), unit) != alike.end()) return alike.get<std::vector<std::string>>();
    return {unit};
  }

  // The forms of the list with the word in place of {}.
  [[nodiscard]] std::vector<std::string> forms(const char* list, const std::string& word) const {
    std::vector<std::string> made;
    for (const auto& form : words.at(list)) add(made, filled(form.get<std::string>(), word));
    return made;
  }
  [[nodiscard]] std::string form(const char* text, const std::string& word) const {
    return filled(words.at(text).get<std::string>(), word);
  }
  static std::string filled(std::string form, const std::string& word) {
    if (const std::size_t at = form.find("{}"); at != std::string::npos) form.replace(at, 2, word);
    return form;
  }

  const nlohmann::json& words;
};

constexpr std::size_t kTellingName = 4;  // characters of a thing's name that is not told of others by chance

class ProgrammeDrafter {
 public:
  ProgrammeDrafter(StandardDraft tables, const std::vector<Document>& documents, const Programme& base,
                   const ProgrammeDraftOptions& options)
      : words_(base.prepared<DraftingWords>()),
        forms_(base.prepared<DraftForms>()),
        documents_(documents),
        options_(options),
        base_(base.id()),
        next_edition_(tables.next_edition) {
    draft_.standard = std::move(tables.standard);
    draft_.remarks = std::move(tables.remarks);
    headings_ = std::move(tables.headings);
  }

  ProgrammeDraft run() {
    name_programme();
    draft_.standard.id = draft_.id;
    if (next_edition_) {
      write("programme.json", {{"about", "The next edition: names and words are those of the base."},
                               {"id", draft_.id},
                               {"base", base_},
                               {"standard", "standards/" + draft_.id + ".json"}});
      draft_.files.emplace_back("standards/" + draft_.id + ".json", write_standard(draft_.standard));
      draft_.files.emplace_back("README.md", readme());
      return std::move(draft_);
    }
    find_body();
    write("programme.json", programme_file());
    draft_.files.emplace_back("standards/" + draft_.id + ".json", write_standard(draft_.standard));
    write("words/communities.json", communities());
    write("words/text_forms.json",
          {{"about", "What a notice calls the body that it is about."}, {"subject_words", subject_words()}});
    write("words/regions.json", regions());
    write("words/columns.json", columns());
    write("words/cues.json", {{"about", "Words of the line above the table."}, {"table_title", table_words()}});
    find_terms();
    write("words/measures.json", measures());
    write("words/metrics.json", metrics());
    write("words/limits.json", limits());
    draft_.files.emplace_back("README.md", readme());
    return std::move(draft_);
  }

 private:
  void write(const std::string& name, const json& content) { draft_.files.emplace_back(name, content.dump(1) + "\n"); }

  void name_programme() {
    name_ = words_.programme_name(draft_.standard.title);
    draft_.id = options_.id.empty() ? "draft" : options_.id;
    if (options_.id.empty()) draft_.remarks.push_back("the id is \"draft\": write a better one into programme.json");
  }

  void find_body() {
    std::string texts = draft_.standard.title + "\n" + name_ + "\n" + name_;
    for (const Document& document : documents_)
      for (const Block& block : document.blocks)
        if (block.kind == Block::Kind::kParagraph) texts += block.paragraph.text.utf8 + "\n";
    for (const Tier& tier : draft_.standard.tiers)
      for (const Indicator& indicator : tier.indicators)
        texts += indicator.name + indicator.definition + indicator.requirement + "\n";
    // The programme's own name says what it judges; the texts decide where it does not.
    body_ = words_.body_in(options_.body.empty() ? name_ : options_.body);
    if (options_.body.empty() && name_.find(body_.word) == std::string::npos) body_ = words_.body_in(texts);
    if (!options_.body.empty() && body_.word != options_.body) body_ = {options_.body, {options_.body}};
    // 长者食堂, with 示范食堂 and 合格食堂 for tiers: what is judged is a 食堂, though no list has it.
    const bool known = !options_.body.empty() || name_.find(body_.word) != std::string::npos;
    if (const auto words = dictionary_words(utf8::decode(name_)); !known && words.size() >= 2) {
      const std::string last = utf8::encode(words.back());
      const auto& tiers = draft_.standard.tiers;
      if (words.back().size() >= 2 && std::all_of(tiers.begin(), tiers.end(), [&](const Tier& tier) {
            return tier.name.size() > last.size() && tier.name.ends_with(last);
          }))
        body_ = {last, {name_, last}};
    }
    draft_.remarks.push_back("what is judged is taken to be a " + body_.word +
                             ", its names to end like that: check names and words/communities.json");
  }

  // As reports print it: of 新村 and 村 the latter.
  std::string body_name() const {
    if (has(body_.endings, body_.word)) return body_.word;
    return *std::min_element(body_.endings.begin(), body_.endings.end(),
                             [](const auto& a, const auto& b) { return a.size() < b.size(); });
  }

  json programme_file() const {
    return {{"about", "Drafted from the standard's own text. docs/programmes.md says what each member is."},
            {"id", draft_.id},
            {"standard", "standards/" + draft_.id + ".json"},
            {"names",
             {{"programme", draft_.standard.title},
              {"notice", forms_.form("notice", name_)},
              {"body", body_name()},
              {"authority", forms_.form("authority", name_)}}},
            {"known_by", {{"title", {name_}}, {"table_title", {name_}}}}};
  }

  std::vector<std::string> subject_words() const {
    std::vector<std::string> words;
    std::vector<std::string> bodies = body_.endings;
    add(bodies, body_.word);
    for (const std::string& body : bodies)
      for (const std::string& word : forms_.forms("subjects", body)) add(words, word);
    const auto& short_forms = forms_.words.at("short_subjects");
    for (const std::string& body : body_.endings)
      if (const auto found = short_forms.find(body); found != short_forms.end())
        for (const auto& word : *found) add(words, word.get<std::string>());
    return words;
  }

  std::vector<std::string> table_words() const {
    std::vector<std::string> words = {name_};
    for (const Tier& tier : draft_.standard.tiers) add(words, tier.name);
    return words;
  }

  json communities() const {
    std::vector<std::string> none;
    for (const std::string& body : body_.endings) {
      for (const std::string& word : forms_.forms("no_names", body)) add(none, word);
      for (const Tier& tier : draft_.standard.tiers)
        add(none, tier.name.ends_with(body) ? tier.name : tier.name + body);
    }
    if (!has(body_.endings, name_)) add(none, name_);
    std::vector<std::string> acting = table_words();
    return {{"about",
             "Endings of the names of what is judged, words cut from the front of a name, and endings that name none."},
            {"endings", body_.endings},
            {"smart", json::array()},
            {"not_names", none},
            {"acting", acting}};
  }

  // What stands before a name's ending in words that name nothing: of 农业农村 农业农.
  json regions() const {
    std::vector<std::string> common, words = words_.common_names();
    add(words, name_);
    for (const std::string& word : words)
      for (const std::string& ending : body_.endings)
        if (word.ends_with(ending) && utf8::count(word) >= utf8::count(ending) + 2)
          add(common, word.substr(0, word.size() - ending.size()));
    if (common.empty()) add(common, name_);
    return {{"about",
             "Words before an ending that make no name with it. Counties of the programme's own region may stand here "
             "too."},
            {"common_before_community", common}};
  }

  json columns() const {
    std::vector<std::string> named, asked;
    for (const std::string& body : body_.endings)
      for (const std::string& heading : forms_.forms("headings", body)) add(named, heading);
    // 三星级要求: a notice prints what its own tier asks under the tier's name.
    for (const Tier& tier : draft_.standard.tiers)
      for (const std::string& heading : forms_.forms("tier_headings", tier.name)) add(asked, heading);
    const json community = {{"role", "community"}, {"exact", named}, {"within", {forms_.form("heading", body_name())}}};
    json columns = {community, {{"role", "requirement"}, {"exact", asked}, {"within", json::array()}}};
    // 观测点: notices print the annex's own headings.
    for (const LearntHeading& learnt : headings_)
      columns.push_back({{"role", name_of(learnt.role)}, {"exact", {learnt.heading}}, {"within", json::array()}});
    return {{"about", "Headings that name the body judged, those of what a tier asks, and the annex's own."},
            {"columns", columns}};
  }

  /// A count that the formulas of several rows divide by, as 在校学生数 of 生均图书 and 千人带宽, is one of the whole
  /// body.
  [[nodiscard]] bool is_whole(const std::string& term) const {
    const auto rows = rows_of_.find(term);
    return forms_.is_whole(term) || (rows != rows_of_.end() && rows->second.size() >= 2);
  }

  // Terms of formulas, wholes first, with the rows that they stand in.
  void find_terms() {
    for (const Tier& tier : draft_.standard.tiers)
      for (const Indicator& indicator : tier.indicators)
        for (const DefinedRatio& formula : words_.ratios(words_.explanation(indicator) + "\n" + indicator.requirement))
          if (!formula.computed && forms_.is_count(formula.denominator))
            rows_of_[formula.denominator].insert(indicator.name);
    for (const Tier& tier : draft_.standard.tiers)
      for (const Indicator& indicator : tier.indicators) {
        // Of a rate without a threshold too: 单位建筑面积能耗=年度综合能耗÷总建筑面积.
        for (const DefinedRatio& formula : words_.ratios(words_.explanation(indicator) + "\n" + indicator.requirement))
          if (is_whole(formula.denominator)) {
            add(wholes_, formula.denominator);
            rows_of_[formula.denominator].insert(indicator.name);
          }
        for (const Clause& clause : indicator.clauses) {
          if (clause.denominator.empty() || clause.kind == ClauseKind::kCount) continue;
          if (clause.numerator == forms_.words.at("satisfied_count").get<std::string>()) {
            poll_ = true;
            continue;
          }
          add(wholes_, clause.denominator);
          rows_of_[clause.denominator].insert(indicator.name);
          if (!has(parts_, clause.numerator)) {
            parts_.push_back(clause.numerator);
            whole_of_[clause.numerator] = clause.denominator;
          }
        }
      }
    for (const std::string& whole : wholes_)
      parts_.erase(std::remove(parts_.begin(), parts_.end(), whole), parts_.end());
    int number = 0;
    for (const auto* terms : {&wholes_, &parts_})
      for (const std::string& term : *terms)
        ids_[term] = (terms == &wholes_ ? "whole-" : "part-") + std::to_string(++number);
  }

  json measure(const std::string& term, const std::vector<std::string>& words,
               const std::vector<std::string>& none) const {
    json entry = {{"id", ids_.at(term)},
                  {"title", term},
                  {"kinds", forms_.kinds_of(term)},
                  {"groups", json::array({json(words)})},
                  {"none", none},
                  {"terms", {term}}};
    if (const auto whole = whole_of_.find(term); whole != whole_of_.end()) entry["whole"] = ids_.at(whole->second);
    return entry;
  }

  std::string whole_text(const std::string& part) const {
    const auto whole = whole_of_.find(part);
    return whole == whole_of_.end() ? std::string() : whole->second;
  }

  std::string total_id(const std::string& whole) const { return "total-" + ids_.at(whole); }

  /// Whether no other term of a formula has the word.
  bool told_by(const std::string& term, const std::string& word) const {
    for (const auto* terms : {&wholes_, &parts_})
      for (const std::string& other : *terms)
        if (other != term && other.find(word) != std::string::npos) return false;
    return true;
  }

  /// Counts that every body of the kind has one of (居民总户数), where no formula has them.
  std::vector<json> own_counts() const {
    std::vector<json> own;
    const auto& all = forms_.words.at("own_counts");
    auto found = all.find(body_.word);
    for (const std::string& ending : body_.endings)
      if (found == all.end()) found = all.find(ending);
    if (found == all.end()) return own;
    for (const auto& [title, entry] : found->items()) {
      const auto words = entry.at("words").get<std::vector<std::string>>();
      const bool known = std::any_of(wholes_.begin(), wholes_.end(), [&](const std::string& whole) {
        return std::any_of(words.begin(), words.end(),
                           [&](const std::string& word) { return whole.find(word) != std::string::npos; });
      });
      if (known) continue;
      own.push_back({{"id", "own-" + std::to_string(own.size() + 1)},
                     {"title", title},
                     {"kinds", entry.at("kinds").get<std::vector<std::string>>()},
                     {"groups", json::array({json(words)})},
                     {"none", entry.at("none").get<std::vector<std::string>>()},
                     {"terms", json::array()}});
    }
    return own;
  }

  json measures() const {
    json entries = json::array(), totals = json::array();
    std::vector<std::string> of_wholes;
    for (const std::string& whole : wholes_)
      for (const std::string& thing : words_.things(words_.core_of_count(whole), false)) add(of_wholes, thing);
    // A part is told by what the whole does not say: of 开展垃圾分类的农户数 垃圾分类.
    for (const std::string& part : parts_) {
      std::vector<std::string> words;
      for (const std::string& thing : words_.things(words_.core_of_count(part)))
        if (!has(of_wholes, thing) && utf8::count(thing) >= 2 && whole_text(part).find(thing) == std::string::npos &&
            (utf8::count(thing) > 2 || told_by(part, thing)))
          add(words, thing);
      // 已改造 of 已改造路口数, where 应改造路口数 has all the rest.
      std::u32string front;
      for (const std::u32string& word : dictionary_words(utf8::decode(words_.core_of_count(part)))) {
        front += word;
        const std::string own = utf8::encode(front);
        if (front.size() >= 3 && whole_text(part).find(own) == std::string::npos && told_by(part, own)) {
          add(words, own);
          break;
        }
      }
      if (words.empty()) words = {words_.core_of_count(part)};
      std::vector<std::string> none;
      if (const auto whole = whole_of_.find(part);
          whole != whole_of_.end() && whole->second.find(words.front()) == std::string::npos)
        add(none, whole->second);
      entries.push_back(measure(part, words, none));
    }
    std::vector<std::string> of_parts;
    for (const std::string& part : parts_)
      for (const std::string& thing : words_.things(words_.core_of_count(part), false))
        if (!has(of_wholes, thing)) add(of_parts, thing);
    for (const std::string& whole : wholes_) {
      const std::string core = words_.core_of_count(whole);
      std::vector<std::string> words = {whole};
      for (const std::string& word : forms_.forms("totals", core)) add(words, word);
      add(words, core);
      // 应办结 of 应办结的诉求件数 tells it, whatever else stands there, where its part does not say so too.
      if (const std::string own = words_.attribute_of(core); utf8::count(own) >= 3 && told_by(whole, own))
        add(words, own);
      // Only a whole that no other row tells may be known by its first or last word alone: of 应办结居民诉求 诉求.
      if (!is_whole(whole))
        for (const std::string& run : words_.things(core, false)) {
          const std::u32string letters = utf8::decode(run);
          for (const std::u32string& end : {letters.substr(0, 2), letters.substr(letters.size() - 2)})
            if (letters.size() >= 4 && !has(of_parts, utf8::encode(end))) add(words, utf8::encode(end));
        }
      std::vector<std::string> none = of_parts;
      for (const auto& word : forms_.words.at("among")) add(none, word.get<std::string>());
      none.erase(std::remove_if(none.begin(), none.end(),
                                [&](const std::string& word) { return whole.find(word) != std::string::npos; }),
                 none.end());
      // Where it is named as the total it is the one of the whole body, in whatever row.
      if (is_whole(whole)) {
        json total = measure(whole, forms_.forms("strict_totals", core), none);
        if (!has(total["groups"][0].get<std::vector<std::string>>(), whole)) total["groups"][0].push_back(whole);
        total["id"] = total_id(whole);
        totals.push_back(total);
        // A thing that several rows tell is told by its bare name: 入住老年人58人.
        if (rows_of_.at(whole).size() > 1 && utf8::count(core) >= kTellingName) {
          json bare = measure(whole, {core}, none);
          bare["id"] = total_id(whole);
          for (const auto& word : forms_.words.at("not_totals")) bare["none"].push_back(word.get<std::string>());
          bare["endings"] = {core};
          totals.push_back(bare);
        }
      }
      entries.push_back(measure(whole, words, none));
    }
    for (const json& own : own_counts()) totals.push_back(own);
    if (poll_)
      for (const auto& count : forms_.words.at("poll")) entries.emplace_back(count);
    entries.insert(entries.begin(), totals.begin(), totals.end());
    if (entries.empty())  // a programme without a formula: its files still say that there is nothing
      entries.push_back({{"id", "whole-1"},
                         {"title", body_.word},
                         {"kinds", {"piece"}},
                         {"groups", json::array({json(forms_.forms("strict_totals", body_.word))})},
                         {"none", json::array()},
                         {"terms", json::array()}});
    return {{"about", "Quantities of the standard's formulas: words by which their figures are known in a claim."},
            {"measures", entries}};
  }

  json metrics() const {
    json entries = json::object();
    for (const Tier& tier : draft_.standard.tiers)
      for (const Indicator& indicator : tier.indicators)
        for (const Clause& clause : indicator.clauses) {
          if (!clause.value || entries.contains(clause.metric)) continue;
          json entry = json::object();
          const std::string core = clause.unit == "%" ? words_.core_of_rate(clause.metric) : clause.metric;
          std::vector<std::string> things = words_.things(core);
          add(things, indicator.name);
          if (things.empty()) continue;
          entry["words"] = things;
          entry["marks"] = {utf8::count(core) >= 3 ? core : indicator.name};
          if (clause.kind == ClauseKind::kCount && !clause.unit.empty())
            entry["units"] = forms_.units_like(clause.unit);
          if (clause.numerator == forms_.words.at("satisfied_count").get<std::string>()) {
            const auto& poll = forms_.words.at("poll");
            entry["numerators"] = {poll.at(0).at("id")};
            entry["denominators"] = {poll.at(1).at("id"), poll.at(2).at("id")};
          }
          entries[clause.metric] = entry;
        }
    if (entries.empty())  // a programme without a figure
      entries[name_] = {{"words", {name_}}, {"marks", {name_}}};
    return {{"about", "How a claim names the standard's metrics, beside the standard's own words."},
            {"metrics", entries}};
  }

  json limits() const {
    json single = json::object();
    for (const std::string& whole : wholes_)
      if (is_whole(whole)) single[total_id(whole)] = whole;
    for (const json& own : own_counts()) single[own["id"].get<std::string>()] = own["title"];
    // The form asks for one; a count of the body itself is none that a notice could state wrongly.
    if (single.empty())
      single[ids_.empty() ? "whole-1" : ids_.begin()->second] = ids_.empty() ? body_.word : ids_.begin()->first;
    return {{"about", "A whole has one value in a notice."},
            {"single", single},
            {"not_zero", single},
            {"ratios", json::array()}};
  }

  std::string readme() const {
    std::string text = say("# {}\n\nDrafted by `gongshi programme draft` from:\n\n", {draft_.standard.title});
    for (const Document& document : documents_) {
      const std::string path = document.source.display();
      text += "- " + path.substr(path.find_last_of('/') + 1) + "\n";
    }
    text +=
        tr("\nThe draft can be used as it is: `gongshi audit … --programme THIS_FOLDER`. To be looked at by a "
           "person:\n\n");
    for (const std::string& remark : draft_.remarks) text += "- " + localized(remark) + "\n";
    return text;
  }

  const DraftingWords& words_;
  const DraftForms& forms_;
  const std::vector<Document>& documents_;
  const ProgrammeDraftOptions& options_;
  const std::string base_;
  const bool next_edition_;
  ProgrammeDraft draft_;
  std::vector<LearntHeading> headings_;
  bool poll_ = false;  ///< A share is one of the satisfied.
  std::string name_;   // 绿色学校
  DraftingWords::Body body_;
  std::vector<std::string> wholes_, parts_;
  std::map<std::string, std::string> whole_of_, ids_;
  std::map<std::string, std::set<std::string>> rows_of_;  // indicators whose formula has the whole
};

}  // namespace

Result<ProgrammeDraft> draft_programme(const std::vector<Document>& documents, const Programme& base,
                                       const ProgrammeDraftOptions& options) {
  auto tables = draft_standard(documents, base, options.tables);
  if (!tables) return tables.error();
  return ProgrammeDrafter(std::move(*tables), documents, base, options).run();
}

}  // namespace gongshi::normalize
