// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/programme_draft.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "normalize/draft/clause_draft.h"
#include "normalize/table/notice_splitter.h"
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

// What figures of a term are counted in, by its last word.
std::vector<std::string> kinds_of(std::string_view term) {
  const auto ends = [term](std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [term](std::string_view end) { return term.ends_with(end); });
  };
  if (ends({"面积"})) return {"area", "mu"};
  if (ends({"人数", "人口", "人口数", "人口总数", "总人数", "学生数", "教师数", "职工数", "师生数", "党员数", "居民数",
            "村民数"}))
    return {"person", ""};
  if (ends({"户数", "家庭数", "农户数", "总户数", "家庭总数", "农户总数", "住户数"})) return {"household", ""};
  return {"piece", "sheet", "entry", "building", "times", "household", "person", ""};
}

// A count that a body has one of; where several rows are told by it, it has one value in all of them.
bool is_whole(std::string_view term) {
  for (const std::string_view end : {"总数", "总户数", "总人数", "总面积", "总量", "人口数", "常住人口"})
    if (term.ends_with(end)) return true;
  return false;
}

class ProgrammeDrafter {
 public:
  ProgrammeDrafter(StandardDraft tables, const std::vector<Document>& documents, const Programme& base,
                   const ProgrammeDraftOptions& options)
      : words_(base.prepared<DraftingWords>()),
        documents_(documents),
        options_(options),
        base_(base.id()),
        next_edition_(tables.next_edition) {
    draft_.standard = std::move(tables.standard);
    draft_.remarks = std::move(tables.remarks);
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
              {"notice", name_ + "公示"},
              {"body", body_name()},
              {"authority", "主管部门"}}},
            {"known_by", {{"title", {name_}}, {"table_title", {name_}}}}};
  }

  std::vector<std::string> subject_words() const {
    std::vector<std::string> words;
    std::vector<std::string> bodies = body_.endings;
    add(bodies, body_.word);
    for (const std::string& body : bodies) {
      for (const char* lead : {"本", "我", "该"}) add(words, lead + body);
      add(words, body);
    }
    for (const char* short_form : {"本校", "我校", "该校"})
      if (has(body_.endings, "学校")) add(words, short_form);
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
      for (const char* lead : {"本", "该", "各", "我", "此", "申报", "创建", "示范", "试点", "所有", "全", "经"})
        add(none, lead + body);
      for (const Tier& tier : draft_.standard.tiers) add(none, tier.name + body);
    }
    add(none, name_);
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
    std::vector<std::string> exact;
    for (const std::string& body : body_.endings)
      for (const std::string& heading : {body, body + "名称", "申报" + body, "创建" + body, "所属" + body})
        add(exact, heading);
    return {{"about", "Headings that name the body judged."},
            {"columns", {{{"role", "community"}, {"exact", exact}, {"within", {body_name() + "名称"}}}}}};
  }

  // Terms of formulas, wholes first, with the rows that they stand in.
  void find_terms() {
    for (const Tier& tier : draft_.standard.tiers)
      for (const Indicator& indicator : tier.indicators)
        for (const Clause& clause : indicator.clauses) {
          if (clause.denominator.empty()) continue;
          add(wholes_, clause.denominator);
          rows_of_[clause.denominator].insert(indicator.name);
          if (!has(parts_, clause.numerator)) {
            parts_.push_back(clause.numerator);
            whole_of_[clause.numerator] = clause.denominator;
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
    json entry = {
        {"id", ids_.at(term)}, {"title", term},  {"kinds", kinds_of(term)}, {"groups", json::array({json(words)})},
        {"none", none},        {"terms", {term}}};
    if (const auto whole = whole_of_.find(term); whole != whole_of_.end()) entry["whole"] = ids_.at(whole->second);
    return entry;
  }

  std::string whole_text(const std::string& part) const {
    const auto whole = whole_of_.find(part);
    return whole == whole_of_.end() ? std::string() : whole->second;
  }

  json measures() const {
    json entries = json::array();
    std::vector<std::string> of_wholes;
    for (const std::string& whole : wholes_)
      for (const std::string& thing : words_.things(words_.core_of_count(whole), false)) add(of_wholes, thing);
    // A part is told by what the whole does not say: of 开展垃圾分类的农户数 垃圾分类.
    for (const std::string& part : parts_) {
      std::vector<std::string> words;
      for (const std::string& thing : words_.things(words_.core_of_count(part)))
        if (!has(of_wholes, thing) && utf8::count(thing) >= 2 && whole_text(part).find(thing) == std::string::npos)
          add(words, thing);
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
      for (const std::string& word : {core + "总", "总" + core, core + "共", "共有" + core, core + "合计"})
        add(words, word);
      add(words, core);
      // Only a whole that no other row tells may be known by its first or last word alone: of 应办结居民诉求 诉求.
      if (!is_whole(whole))
        for (const std::string& run : words_.things(core, false)) {
          const std::u32string letters = utf8::decode(run);
          for (const std::u32string& end : {letters.substr(0, 2), letters.substr(letters.size() - 2)})
            if (letters.size() >= 4 && !has(of_parts, utf8::encode(end))) add(words, utf8::encode(end));
        }
      std::vector<std::string> none = of_parts;
      none.push_back("其中");
      none.erase(std::remove_if(none.begin(), none.end(),
                                [&](const std::string& word) { return whole.find(word) != std::string::npos; }),
                 none.end());
      entries.push_back(measure(whole, words, none));
    }
    if (entries.empty())  // a programme without a formula: its files still say that there is nothing
      entries.push_back({{"id", "whole-1"},
                         {"title", body_.word},
                         {"kinds", {"piece"}},
                         {"groups", json::array({json::array({body_.word + "总数"})})},
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
          if (clause.kind == ClauseKind::kCount) entry["units"] = units_like(clause.unit);
          entries[clause.metric] = entry;
        }
    return {{"about", "How a claim names the standard's metrics, beside the standard's own words."},
            {"metrics", entries}};
  }

  static std::vector<std::string> units_like(const std::string& unit) {
    for (const std::vector<std::string>& alike : {std::vector<std::string>{"个", "处", "座", "间", "家"},
                                                  {"种", "项", "类"},
                                                  {"次", "场"},
                                                  {"台", "套", "部", "辆"}})
      if (has(alike, unit)) return alike;
    return {unit};
  }

  json limits() const {
    json single = json::object();
    for (const std::string& whole : wholes_)
      if (is_whole(whole) && rows_of_.at(whole).size() > 1) single[ids_.at(whole)] = whole;
    // The form asks for one; a count of the body itself is none that a notice could state wrongly.
    if (single.empty())
      single[ids_.empty() ? "whole-1" : ids_.begin()->second] = ids_.empty() ? body_.word : ids_.begin()->first;
    return {{"about", "A whole has one value in a notice."},
            {"single", single},
            {"not_zero", single},
            {"ratios", json::array()}};
  }

  std::string readme() const {
    std::string text = "# " + draft_.standard.title + "\n\nDrafted by `gongshi programme draft` from:\n\n";
    for (const Document& document : documents_) {
      const std::string path = document.source.display();
      text += "- " + path.substr(path.find_last_of('/') + 1) + "\n";
    }
    text +=
        "\nThe draft can be used as it is: `gongshi audit … --programme THIS_FOLDER`. To be looked at by a person:\n\n";
    for (const std::string& remark : draft_.remarks) text += "- " + remark + "\n";
    return text;
  }

  const DraftingWords& words_;
  const std::vector<Document>& documents_;
  const ProgrammeDraftOptions& options_;
  const std::string base_;
  const bool next_edition_;
  ProgrammeDraft draft_;
  std::string name_;  // 绿色学校
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
