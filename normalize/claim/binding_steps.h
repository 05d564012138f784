// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of binding, in the order in which bind_claim() takes them. Each reads what the ones before it left in the
// figures.
#pragma once

#include <string_view>

#include "normalize/claim/binding_state.h"

namespace gongshi::normalize {

// What a figure is about (binding_subjects.cpp).

/// Gives figures the part of the community, or the other community, that they are told of.
void bind_subjects(Binding& binding);
/// Gives figures the community's quantity that they state; leaves out those that lack the thing, and single grades.
void bind_measures(Binding& binding);
/// Takes figures of the past, and those of the standard's own conditions, out of what is judged.
void bind_conditions(Binding& binding);

// Which clause a figure answers (binding_clauses.cpp).

/// Gives percentages the clauses that they answer.
void bind_rates(Binding& binding);
/// Gives numbers, frequencies and times the clause that they answer.
void bind_counts(Binding& binding);

/// 占比 of old people: no metric of any clause.
[[nodiscard]] bool is_elderly_rate(Binding& binding, const Figure& rate);
/// 线上缴费占76%, 厨余占比31%: the words in front of the percentage name a matter, and none that the indicator asks
/// for.
[[nodiscard]] bool has_own_matter(const Binding& binding, const Figure& rate);
/// 其中4个小区部署了…，线上缴费占76%: the percentage names a matter that its count does not.
[[nodiscard]] bool is_of_other_matter(const Binding& binding, const Figure& rate, const Figure& counted);

// Which counts a percentage is of.

/// Ratios that are printed as divisions, with their percentage (binding_divisions.cpp).
void add_divisions(Binding& binding);
/// Ratios of the counts that a clause's formula names (binding_formulas.cpp).
void add_formula_ratios(Binding& binding);
/// Shares of old people, which some clauses have as their condition (binding_formulas.cpp).
void add_elderly_shares(Binding& binding);
/// Ratios of a whole and its part in one sentence (binding_sentences.cpp).
void add_sentence_ratios(Binding& binding);
/// Percentages that stand for themselves: once per clause that they answer (binding_sentences.cpp).
void add_lone_rates(Binding& binding);
/// Gives the wholes of ratios the name that the formula has for them (binding_sentences.cpp).
void name_wholes(Binding& binding);

}  // namespace gongshi::normalize
