// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/finding.h"

#include <array>

namespace gongshi {
inline namespace schema {
namespace {

constexpr std::array<std::string_view, 3> kSeverities = {"info", "warning", "error"};
constexpr std::array<std::string_view, 2> kVerdicts = {"violation", "inconclusive"};
constexpr std::array<std::string_view, 7> kGrades = {"counted", "specific", "echo", "copied", "vague", "bare", "empty"};

template <typename Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Severity severity) { return kSeverities[static_cast<std::size_t>(severity)]; }
std::string_view to_string(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }
std::string_view to_string(EvidenceGrade grade) { return kGrades[static_cast<std::size_t>(grade)]; }
std::optional<Severity> parse_severity(std::string_view text) { return find_in<Severity>(kSeverities, text); }
std::optional<Verdict> parse_verdict(std::string_view text) { return find_in<Verdict>(kVerdicts, text); }
std::optional<EvidenceGrade> parse_evidence_grade(std::string_view text) { return find_in<EvidenceGrade>(kGrades, text); }

bool is_supported(EvidenceGrade grade) { return grade == EvidenceGrade::kCounted || grade == EvidenceGrade::kSpecific; }

}  // namespace schema
}  // namespace gongshi
