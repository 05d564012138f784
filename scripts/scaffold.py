#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the files of a new rule, with what every one of them must have, and says what is left to write.

    scripts/scaffold.py rule lamp-count "灯具数量" warning

A new programme is made by the program itself: gongshi programme draft ANNEX -o programmes/NAME."""
import re
import sys
from pathlib import Path

top = Path(__file__).resolve().parent.parent
if len(sys.argv) != 5 or sys.argv[1] != "rule" or sys.argv[4] not in ("error", "warning", "info"):
    sys.exit(__doc__)
_, _, rule, title, severity = sys.argv
if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", rule):
    sys.exit(f"{rule}: a rule's id is words in small letters with hyphens between them")
name = rule.replace("-", "_")
files = {
    f"audit/rules/{name}.cpp": f"""// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/messages.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {{
namespace {{

constexpr std::string_view kId = "{rule}";

std::vector<Finding> check(const RuleInput& input) {{
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {{
    if (input.indicator(row) == nullptr) continue;
    Finding finding;
    finding.no = row.no;
    finding.quote = row.claim.str();
    finding.message = message(kId, "violation", {{{{"quote", row.claim.str()}}}});
    findings.push_back(std::move(finding));
  }}
  return findings;
}}

}}  // namespace

Rule {name}() {{ return {{kId, 1, Severity::k{severity.capitalize()}, false, check}}; }}

}}  // namespace gongshi::audit::checks
""",
    f"audit/data/rules/{rule}.json": f"""{{
 "title": "{title}",
 "summary": "{title}。",
 "messages": {{
  "violation": "写“{{quote}}”，需核实。"
 }}
}}
""",
    f"docs/rules/{rule}.md": f"""# {rule}: {title}

**Severity** {severity}. **Since** version 1.

## What it looks for
One sentence: what stands in a claim that should not.

## Clause
What of the standard it rests on.

## Fires
> 基础型 1 有线宽带网络 | a claim that it reports

## Passes
> 基础型 1 有线宽带网络 | a claim like it that is in order

## Known limits
What it does not see.
""",
    f"tests/audit/{name}_test.cpp": f"""// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("{rule} fires on what it looks for, and not on what is like it") {{
  gongshi::test::check_cases("{rule}", {{
                                           {{"fires", "基础型", "有线宽带网络", "a claim that it reports", true}},
                                           {{"passes", "基础型", "有线宽带网络", "a claim like it that is in order", false}},
                                       }});
}}
""",
}
chinese = f"docs/rules/zh/{rule}.md"
if (top / "docs/rules/zh").is_dir():
    files[chinese] = files[f"docs/rules/{rule}.md"]
for path in files:
    if (top / path).exists():
        sys.exit(f"{path} is there already")
for path, text in files.items():
    (top / path).write_text(text)
for path, pattern, line in (
    ("audit/rules/rules.h", r"(\n\}  // namespace gongshi::audit::checks)", f"Rule {name}();\n"),
    ("audit/registry.cpp", r"(      // Extraction\n)", f"      checks::{name}(),\n"),
):
    text = (top / path).read_text()
    (top / path).write_text(re.sub(pattern, lambda m: line + m[1], text, count=1))
print("Made:", *files, sep="\n  ")
print("Changed: audit/rules/rules.h, audit/registry.cpp (move the line to the rules of its kind).")
print("Left: the check itself, messages, pages, cases, its name and advice in report/data/messages.json;")
print('then GONGSHI_WRITE_PAGES=1 build/release/tests/audit_tests "the table of rules*" writes the table of rules anew.')
