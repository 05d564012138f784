// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/word_files.h"

namespace gongshi {
inline namespace schema {
namespace {

std::vector<Shape::Member> each(std::initializer_list<const char*> names, const Shape& shape) {
  std::vector<Shape::Member> members;
  for (const char* name : names) members.push_back({name, shape});
  return members;
}

Shape::Member optional(std::string name, Shape shape) {
  return {std::move(name), std::move(shape), Shape::Presence::kOptional};
}

/// Members that only programmes have.
std::vector<Shape::Member> particular(std::initializer_list<const char*> names, const Shape& shape,
                                      std::vector<Shape::Member> common) {
  for (const char* name : names) common.push_back({name, shape, Shape::Presence::kTogether});
  return common;
}

Shape binding() {
  std::vector<Shape::Member> members = each({"only_there",
                                             "numerator_names",
                                             "denominator_names",
                                             "planned",
                                             "told_of",
                                             "estates",
                                             "all",
                                             "whole_community",
                                             "community",
                                             "here",
                                             "whole_of",
                                             "totals",
                                             "all_of_them",
                                             "among",
                                             "among_them",
                                             "shares",
                                             "share_names",
                                             "parts_of_parts",
                                             "rises",
                                             "from",
                                             "up_to",
                                             "except",
                                             "links",
                                             "except_ends",
                                             "share_alone",
                                             "not_a_part",
                                             "able",
                                             "plain_grades",
                                             "told_in_front",
                                             "rate_signs",
                                             "rate_endings",
                                             "grades_in_brackets",
                                             "plain_grades_listed"},
                                            Shape::words());
  for (const char* characters : {"copulas", "rate_copulas"}) members.push_back({characters, Shape::text()});
  return Shape::object(std::move(members));
}

Shape qualifiers() {
  return Shape::map_of(Shape::words(), {"none", "about", "at_least", "more_than", "at_most", "less_than", "reaches"});
}

Shape dates() {
  std::vector<Shape::Member> members =
      each({"range_starts", "range_ends", "until", "this_year", "last_year", "year_before", "next_year", "joiners",
            "quarters", "month_words", "month_parts", "listed_parts", "listed_periods"},
           Shape::words());
  members.push_back(
      {"seasons", Shape::list_of(Shape::object(
                      {{"word", Shape::text()}, {"first", Shape::integer()}, {"last", Shape::integer()}}))});
  return Shape::object(std::move(members));
}

Shape figure_roles() {
  std::vector<Shape::Member> members =
      each({"names", "wholes", "no_among", "condition_before", "condition_after", "share_condition_after",
            "person_condition_after", "respectively", "among", "other_quarters", "halves", "label_ends"},
           Shape::words());
  for (const char* characters : {"not_before_among", "not_behind_among", "item_units", "before_items", "item_verbs"})
    members.push_back({characters, Shape::text()});
  members.push_back({"per", Shape::map_of(Shape::integer())});
  members.push_back({"frequencies", Shape::map_of(Shape::integer())});
  members.push_back({"years_apart", Shape::map_of(Shape::integer())});
  members.push_back({"durations", Shape::map_of(Shape::integer())});
  return Shape::object(std::move(members));
}

Shape contacts() {
  std::vector<Shape::Member> members = each({"objections", "endings", "lead_ins", "no_units", "unit_labels",
                                             "person_labels", "telephone_labels", "addressed", "sent", "offices"},
                                            Shape::words());
  for (const char* letters : {"towards", "reached", "copulas"}) members.push_back({letters, Shape::text()});
  return Shape::object(std::move(members));
}

Shape holidays() {
  const Shape year = Shape::object({{"source", Shape::text()},
                                    {"off", Shape::list_of(Shape::list_of(Shape::day()))},
                                    {"work", Shape::list_or_none_of(Shape::day())}});
  return Shape::object({{"years", Shape::map_of(year)},
                        optional("checked", Shape::text()),
                        optional("not_published", Shape::map_of(Shape::text()))});
}

Shape lists() {
  std::vector<Shape::Member> members =
      each({"introducing", "examples", "perhaps_all", "types", "lead_ins", "not_etc", "totals", "sentence_words",
            "connectors", "wholes", "openers", "naming", "among_them"},
           Shape::words());
  for (const char* characters : {"verbs", "not_in_nouns", "such_as"}) members.push_back({characters, Shape::text()});
  return Shape::object(std::move(members));
}

Shape measure_list() {
  const Shape measure = Shape::object({{"id", Shape::text()},
                                       {"title", Shape::text()},
                                       {"kinds", Shape::list_of(Shape::text_or_empty())},
                                       optional("groups", Shape::list_of(Shape::words())),
                                       {"none", Shape::words_or_none()},
                                       {"terms", Shape::words_or_none()},
                                       optional("endings", Shape::words_or_none()),
                                       optional("heads", Shape::words_or_none()),
                                       optional("whole_labels", Shape::words()),
                                       optional("whole", Shape::text())});
  return Shape::list_of(measure);
}

Shape measures() { return Shape::object({{"measures", measure_list()}}); }

Shape metrics() {
  std::vector<Shape::Member> members = each({"generic", "general_rates", "other_rates", "changes", "satisfied_grades",
                                             "half_satisfied", "empty_words", "having", "verbs", "lacking", "reached"},
                                            Shape::words());
  for (const char* list : {"elderly_share", "estate_stop"}) members.push_back(optional(list, Shape::words_or_none()));
  std::vector<Shape::Member> lists;
  for (const char* list : {"words", "marks", "none", "items", "units", "numerators", "denominators"})
    lists.push_back(optional(list, Shape::words_or_none()));
  members.push_back(optional("metrics", Shape::map_of(Shape::object(std::move(lists)))));
  members.push_back(
      optional("special", Shape::map_of(Shape::text(), {"elderly_share", "elderly_condition", "satisfaction"})));
  return Shape::object(std::move(members));
}

Shape not_numerals() {
  std::vector<Shape::Member> members = each({"words", "numerals", "no_share_before"}, Shape::words());
  for (const char* characters : {"before_myriads", "before_few", "behind_thousands", "not_tenths", "not_ones",
                                 "roughly_behind", "roughly_counted"})
    members.push_back({characters, Shape::text()});
  for (const char* map : {"shares", "more_than_shares"}) members.push_back({map, Shape::map_of(Shape::integer())});
  return Shape::object(std::move(members));
}

Shape numbers() {
  std::vector<Shape::Member> members = each(
      {"each", "not_each", "each_of", "joiners", "counted", "each_alone", "ordinals", "only_ordinals"}, Shape::words());
  members.push_back({"lead", Shape::words()});
  members.push_back({"dates", Shape::text()});
  return Shape::object(std::move(members));
}

Shape sums() {
  std::vector<Shape::Member> members =
      each({"cumulated",  "averages",    "totals",      "leads",        "among",        "stops",         "each",
            "date_leads", "nested",      "overlaps",    "scale",        "group_nouns",  "things",        "both_sides",
            "among_them", "not_totals",  "total_words", "group_totals", "respectively", "wholes_behind", "each_time",
            "not_of_all", "unsatisfied", "etc",         "thing_units",  "not_products", "date_totals"},
           Shape::words());
  for (const char* characters : {"joiners", "copulas", "date_fill"}) members.push_back({characters, Shape::text()});
  members.push_back({"complements", Shape::list_of(Shape::words())});
  return Shape::object(std::move(members));
}

Shape readings() {
  return Shape::object(each({"named", "unnamed", "division", "sentence", "nearest", "wider", "other_row", "in_all",
                             "each", "partition", "among", "overlap"},
                            Shape::text()));
}

Shape personal() {
  std::vector<Shape::Member> members =
      each({"groups", "joiners", "not_names", "anonymous", "contact_words", "identity_words", "mobile_words"},
           Shape::words());
  for (const char* characters : {"surnames", "name_goes_on", "name_ends", "led_in"})
    members.push_back({characters, Shape::text()});
  return Shape::object(std::move(members));
}

Shape proper_names() {
  std::vector<Shape::Member> members = each({"endings", "numbered", "titles"}, Shape::words());
  for (const char* characters : {"stops", "surnames", "behind"}) members.push_back({characters, Shape::text()});
  return Shape::object(std::move(members));
}

Shape regions() {
  std::vector<Shape::Member> members =
      each({"not_followed_by", "common_before_community", "lead_ins", "measure_words", "reliance", "street_endings"},
           Shape::words());
  for (const char* characters : {"held_on", "held_by"}) members.push_back({characters, Shape::text()});
  members.push_back({"provinces", Shape::map_of(Shape::map_of(Shape::words_or_none()))});
  members.push_back(optional("area_codes", Shape::map_of(Shape::words())));
  return Shape::object(std::move(members));
}

Shape units() {
  const Shape unit = Shape::object({{"unit", Shape::text()},
                                    {"kind", Shape::text()},
                                    {"printed", Shape::words()},
                                    optional("factor", Shape::decimal())});
  return Shape::object({{"units", Shape::list_of(unit)},
                        {"not_units", Shape::words()},
                        {"labels", Shape::words()},
                        {"labels_of_brackets", Shape::words()}});
}

Shape columns() {
  const Shape column =
      Shape::object({{"role", Shape::text({"other", "category", "number", "number-and-name", "name", "definition",
                                           "requirement", "claim", "score", "community"})},
                     {"exact", Shape::words_or_none()},
                     {"within", Shape::words_or_none()}});
  return Shape::object({{"columns", Shape::list_of(column)}});
}

Shape limits() {
  const Shape ratio = Shape::object({{"of", Shape::text()},
                                     {"per", Shape::text()},
                                     {"min", Shape::decimal_or_null()},
                                     {"max", Shape::decimal_or_null()},
                                     {"title", Shape::text()},
                                     {"unit", Shape::text_or_empty()},
                                     {"source", Shape::text()}});
  const Shape part = Shape::object({{"whole", Shape::text()},
                                    {"title", Shape::text()},
                                    {"measures", Shape::words_or_none()},
                                    {"units", Shape::words_or_none()},
                                    {"nouns", Shape::words_or_none()}});
  const Shape provision = Shape::object(
      {{"group", Shape::text()}, {"title", Shape::text()}, {"units", Shape::words()}, {"words", Shape::words()}});
  return Shape::object({{"single", Shape::map_of(Shape::text())},
                        optional("provisions", Shape::list_of(provision)),
                        optional("same", Shape::map_of(Shape::text())),
                        optional("parts", Shape::list_of(part)),
                        {"not_zero", Shape::map_of(Shape::text())},
                        {"ratios", Shape::list_or_none_of(ratio)}});
}

Shape drafting() {
  std::vector<Shape::Member> members =
      each({"at_least_before",  "at_most_before",   "at_least_after", "at_most_after", "all",          "rates",
            "rate_core",        "counted",          "title_ends",     "tier_ends",     "not_tiers",    "common_names",
            "functional",       "whole_ends",       "subjects",       "no_names",      "headings",     "tier_headings",
            "totals",           "strict_totals",    "among",          "not_totals",    "countable",    "not_asked",
            "members_after",    "members_before",   "per_cent",       "rate_ends",     "copulas",      "means",
            "shared_by",        "ratio_ends",       "region_ends",    "edition_ends",  "trial",        "annexes",
            "table_signs",      "titles",           "leads",          "tiers_after",   "tiers_before", "tiers_joined",
            "definition_marks", "requirement_marks"},
           Shape::words());
  for (const char* text : {"attribute", "heading", "notice", "authority", "whole", "requirement_heading", "satisfied",
                           "satisfied_count", "asked_count", "count_end"})
    members.push_back({text, Shape::text()});
  for (const char* map : {"bodies", "short_subjects", "averages"})
    members.push_back({map, Shape::map_of(Shape::words())});
  const Shape kinds = Shape::list_of(Shape::text_or_empty());
  members.push_back({"any_kinds", kinds});
  members.push_back({"kinds", Shape::list_of(Shape::object({{"endings", Shape::words()}, {"kinds", kinds}}))});
  members.push_back({"units_alike", Shape::list_of(Shape::words())});
  members.push_back({"poll", measure_list()});
  const Shape count = Shape::object({{"kinds", kinds}, {"words", Shape::words()}, {"none", Shape::words()}});
  members.push_back({"own_counts", Shape::map_of(Shape::map_of(count))});
  return Shape::object(std::move(members));
}

std::vector<Shape::Member> text_forms() {
  std::vector<Shape::Member> members =
      each({"conclusion_words", "conclusion_alone", "counters", "pieces", "measures", "kinds"}, Shape::words());
  for (const char* characters : {"about_number", "together", "persons"}) members.push_back({characters, Shape::text()});
  return members;
}

Shape evidence() {
  return Shape::object({{"empty_characters", Shape::text()},
                        {"number_words", Shape::text()},
                        {"none", Shape::text()},
                        {"empty_words", Shape::words()},
                        {"fact_words", Shape::words()},
                        {"condition_facts", Shape::words()},
                        {"times", Shape::words()},
                        {"kinds", Shape::words()},
                        {"periods", Shape::words()}});
}

Shape things() {
  const Shape thing = Shape::object({{"thing", Shape::text()},
                                     {"names", Shape::words()},
                                     {"units", Shape::words()},
                                     {"absent", Shape::words()},
                                     {"present", Shape::words_or_none()},
                                     optional("not_before", Shape::words_or_none())});
  return Shape::object({{"things", Shape::list_of(thing)}});
}

Shape wording() {
  std::vector<Shape::Member> members = each({"within",
                                             "on_foot",
                                             "these",
                                             "date_signs",
                                             "formerly",
                                             "wider",
                                             "reduplicated",
                                             "for_each",
                                             "company_before",
                                             "company_after",
                                             "company",
                                             "before_name",
                                             "verbs_before_name",
                                             "plans",
                                             "than_before",
                                             "offices",
                                             "absence",
                                             "no_absence",
                                             "conditional",
                                             "after_conditional",
                                             "no_duty",
                                             "below",
                                             "share",
                                             "not_yet",
                                             "none_yet",
                                             "in_progress",
                                             "new_only",
                                             "has",
                                             "part_only",
                                             "harmless_absence",
                                             "blanks",
                                             "counter_goes_on",
                                             "share_blanks",
                                             "placeholders",
                                             "alternatives",
                                             "levels",
                                             "to_come",
                                             "scheduled",
                                             "later",
                                             "excepting",
                                             "outside",
                                             "besides",
                                             "excepted",
                                             "only",
                                             "parts",
                                             "all",
                                             "negations",
                                             "suppositions",
                                             "of_those",
                                             "additions",
                                             "others",
                                             "done",
                                             "only_if",
                                             "low_rise",
                                             "at_most",
                                             "and_below",
                                             "houses",
                                             "level 0",
                                             "level 1",
                                             "level 2",
                                             "level 3",
                                             "spread",
                                             "scenes",
                                             "kinds_of_scenes",
                                             "intends",
                                             "no_intention",
                                             "completes",
                                             "rest",
                                             "of_a_part",
                                             "of_the_rest",
                                             "no_suppositions",
                                             "kinds_of_communities",
                                             "sentence_lead",
                                             "name_endings",
                                             "acting_behind",
                                             "spoilt_dates",
                                             "units_of_sorts",
                                             "units_of_pieces",
                                             "listed_things",
                                             "listed_devices",
                                             "item_joiners",
                                             "runs_on",
                                             "growth",
                                             "grown_to",
                                             "shares",
                                             "joining",
                                             "of_both",
                                             "of_all",
                                             "areas",
                                             "of_community",
                                             "averages",
                                             "after_counted",
                                             "all_of_estates",
                                             "estate",
                                             "provisional",
                                             "done_in",
                                             "coverage",
                                             "rates",
                                             "says_of_whole",
                                             "over",
                                             "the_condition",
                                             "none_before",
                                             "all_of_them",
                                             "style_of",
                                             "not_that",
                                             "either_or",
                                             "in_principle",
                                             "people_over",
                                             "number_of",
                                             "extents",
                                             "publicity",
                                             "system_against",
                                             "describes",
                                             "during",
                                             "time_in",
                                             "not_only_new",
                                             "share_of",
                                             "level_names",
                                             "notes_behind",
                                             "or_words",
                                             "not_of_a_name"},
                                            Shape::words());
  for (const char* list : {"open", "closed", "closed_estates"}) members.push_back(optional(list, Shape::words()));
  for (const char* list : {"no_open_estates", "open_estates"})
    members.push_back(optional(list, Shape::words_or_none()));
  members.push_back(optional("open_matters", Shape::words()));
  for (const char* map : {"elsewhere", "here"}) members.push_back(optional(map, Shape::map_of(Shape::words())));
  return Shape::object(std::move(members));
}

}  // namespace

const std::vector<WordFile>& word_files() {
  static const std::vector<WordFile> kFiles = {
      {"binding", "normalize/binding.json", binding()},
      {"dates", "normalize/dates.json", dates()},
      {"drafting", "normalize/drafting.json", drafting()},
      {"figure_roles", "normalize/figure_roles.json", figure_roles()},
      {"holidays", "normalize/holidays.json", holidays()},
      {"lists", "normalize/lists.json", lists()},
      {"measures", "", measures()},
      {"metrics", "normalize/metrics.json", metrics()},
      {"not_numerals", "normalize/not_numerals.json", not_numerals()},
      {"numbers", "normalize/numbers.json", numbers()},
      {"personal", "normalize/personal.json", personal()},
      {"proper_names", "normalize/proper_names.json", proper_names()},
      {"qualifiers", "normalize/qualifiers.json",
       Shape::object({{"before", qualifiers()},
                      {"behind_number", qualifiers()},
                      {"behind_unit", qualifiers()},
                      {"joiners", Shape::words()},
                      {"not_behind_unit", Shape::words()},
                      {"only_last", Shape::words()}})},
      {"regions", "normalize/regions.json", regions()},
      {"sums", "normalize/sums.json", sums()},
      {"text_forms", "normalize/text_forms.json",
       Shape::object(particular({"subject_words"}, Shape::words(), text_forms()))},
      {"units", "normalize/units.json", units()},
      {"columns", "normalize/vocabulary/columns.json", columns()},
      {"communities", "normalize/vocabulary/communities.json",
       Shape::object(particular(
           {"endings", "not_names"}, Shape::words(),
           particular({"smart"}, Shape::words_or_none(),
                      each({"accepted", "acting", "lead", "first", "streets", "districts"}, Shape::words()))))},
      {"contacts", "normalize/contacts.json", contacts()},
      {"publicity", "normalize/publicity.json",
       Shape::object(each({"nouns", "labels", "period_words", "not_period", "inside", "last_day", "not_between",
                           "reply", "work_days", "acceptance", "not_acceptance", "last_behind", "last_before", "from"},
                          Shape::words()))},
      {"cues", "normalize/vocabulary/cues.json",
       Shape::object(each({"title", "not_title", "preamble_start", "preamble", "footer", "site", "table_title",
                           "continued", "sums", "signature", "form_start"},
                          Shape::words()))},
      {"evidence", "audit/evidence.json", evidence()},
      {"limits", "", limits()},
      {"practice", "",
       Shape::object({{"usual_days", Shape::integer()},
                      {"source", Shape::text()},
                      {"documents", Shape::words_or_none()},
                      {"identity", Shape::words()},
                      {"asked_for", Shape::words()}})},
      {"things", "", things()},
      {"readings", "audit/readings.json", readings()},
      {"wording", "audit/wording.json", wording()},
  };
  return kFiles;
}

const WordFile* find_word_file(std::string_view name) {
  for (const WordFile& file : word_files())
    if (file.name == name) return &file;
  return nullptr;
}

}  // namespace schema
}  // namespace gongshi
