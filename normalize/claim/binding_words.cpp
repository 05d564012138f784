// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/binding_words.h"

#include <nlohmann/json.hpp>

#include "normalize/words.h"

namespace gongshi::normalize {

BindingWords::BindingWords(const Programme& programme) {
  const nlohmann::json& file = programme.words("binding");
  take_lists(file, {{&only_there, "only_there"},
                    {&numerator_names, "numerator_names"},
                    {&denominator_names, "denominator_names"},
                    {&planned, "planned"},
                    {&told_of, "told_of"},
                    {&estates, "estates"},
                    {&whole_community, "whole_community"},
                    {&community, "community"},
                    {&here, "here"},
                    {&whole_of, "whole_of"},
                    {&totals, "totals"},
                    {&all_of_them, "all_of_them"},
                    {&among, "among"},
                    {&among_them, "among_them"},
                    {&parts_of_parts, "parts_of_parts"},
                    {&shares, "shares"},
                    {&share_names, "share_names"},
                    {&share_alone, "share_alone"},
                    {&rises, "rises"},
                    {&from, "from"},
                    {&up_to, "up_to"},
                    {&except, "except"},
                    {&except_ends, "except_ends"},
                    {&not_a_part, "not_a_part"},
                    {&links, "links"},
                    {&able, "able"},
                    {&told_in_front, "told_in_front"},
                    {&grades_in_brackets, "grades_in_brackets"},
                    {&plain_grades, "plain_grades"},
                    {&plain_grades_listed, "plain_grades_listed"},
                    {&rate_endings, "rate_endings"},
                    {&rate_signs, "rate_signs"},
                    {&all, "all"}});
  copulas = characters(file, "copulas");
  rate_copulas = characters(file, "rate_copulas");
}

}  // namespace gongshi::normalize
