#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the files of a new thing, puts it into its table, and says what is left to write.

    scripts/scaffold.py rule lamp-count "灯具数量" warning          an audit rule: id, Chinese title, severity
    scripts/scaffold.py format pages "Pages document" pages PGS1     a format: name, title, ending, the bytes that it begins with
    scripts/scaffold.py programme green-town annex.docx              a programme: id, the standard's annex or notices"""
import os
import re
import subprocess
import sys
from pathlib import Path

top = Path(__file__).resolve().parent.parent
SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
made, changed = [], []


def take(count, *patterns):
    """The arguments behind the kind, each as its pattern has it."""
    arguments = sys.argv[2:]
    if len(arguments) != count:
        sys.exit(__doc__)
    for argument, pattern in zip(arguments, patterns):
        if not re.fullmatch(pattern, argument):
            sys.exit(f"{argument}: must be like {pattern}")
    return arguments


def make(path, text):
    if (top / path).exists():
        sys.exit(f"{path} is there already")
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).write_text(text)
    made.append(path)


def put(path, pattern, line):
    """Puts `line` in front of what the pattern finds first in the file."""
    text = (top / path).read_text()
    found = re.search(pattern, text, re.M)
    if not found:
        sys.exit(f"{path}: the place for {line.strip()!r} is not where it was; put it there by hand")
    (top / path).write_text(text[:found.start()] + line + text[found.start():])
    if path not in changed:
        changed.append(path)


def report(left):
    sources = [path for path in made + changed if path.endswith((".cpp", ".h"))]
    if sources:
        subprocess.run(["clang-format", "-i", *sources], cwd=top, check=False)
    print("Made:", *made, sep="\n  ")
    if changed:
        print("Changed:", *changed, sep="\n  ")
    print("Left:", left)


def rule():
    rule, title, severity = take(3, r"[a-z]+(-[a-z0-9]+)+", r".+", r"error|warning|info")
    name = rule.replace("-", "_")
    make(f"audit/rules/{name}.cpp", SPDX + f"""#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {{
namespace {{

constexpr std::string_view kId = "{rule}";

bool is_wrong(const IndicatorRecord& row) {{ return row.claim.str().find("{rule}") != std::string::npos; }}

std::vector<Finding> check(const RuleInput& input) {{
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows)
    if (input.indicator(row) != nullptr && is_wrong(row))
      findings.push_back(row_finding(input, row,
                                     message(kId, "violation", {{{{"row", row_label(input, row)}}}}), row.claim.str()));
  return findings;
}}

}}  // namespace

Rule {name}() {{ return {{kId, 1, Severity::k{severity.capitalize()}, false, check}}; }}

}}  // namespace gongshi::audit::checks
""")
    make(f"audit/data/rules/{rule}.json", f"""{{
 "title": "{title}",
 "summary": "{title}。",
 "messages": {{
  "violation": "{{row}}的完成情况需核实。"
 }}
}}
""")
    page = f"""# {rule}: {title}

**Severity** {severity}. **Since** version 1.

## What it looks for
One sentence: what stands in a claim that should not.

## Clause
What of the standard it rests on.

## Fires
> 基础型 1 有线宽带网络 | {rule}

## Passes
> 基础型 1 有线宽带网络 | 达标

## Known limits
What it does not see.
"""
    make(f"docs/rules/{rule}.md", page)
    if (top / "docs/rules/zh").is_dir():
        make(f"docs/rules/zh/{rule}.md", page)
    make(f"tests/audit/{name}_test.cpp", SPDX + f"""#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("{rule} fires on what it looks for, and not on what is like it") {{
  gongshi::test::check_cases("{rule}", {{
                                           {{"fires", "基础型", "有线宽带网络", "{rule}", true}},
                                           {{"passes", "基础型", "有线宽带网络", "达标", false}},
                                       }});
}}
""")
    put("audit/rules/rules.h", r"^\}  // namespace gongshi::audit::checks", f"Rule {name}();\n")
    put("audit/registry.cpp", r"^      // Extraction\n", f"      checks::{name}(),\n")
    report("the check itself, messages, pages, cases, its name and advice in report/data/messages.json, its line in audit/registry.cpp\n"
           "among its kind; then GONGSHI_WRITE_PAGES=1 build/release/tests/audit_tests \"the table of rules*\" writes the table of rules anew.")


def format_():
    name, title, ending, signature = take(4, NAME, r"[^()\"]+", r"[a-z0-9]+", r"[ -!#-\[\]-~]{2,}")
    identifier = name.replace("-", "_")
    kind = "k" + "".join(part.capitalize() for part in name.split("-"))
    make(f"extract/{identifier}/{identifier}_reader.h", SPDX + f"""#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {{

/// Reads a {title}. Errors: "no-text".
[[nodiscard]] Result<Document> read_{identifier}(std::string_view bytes, Source source, const Options& options);

}}  // namespace gongshi::extract
""")
    make(f"extract/{identifier}/{identifier}_reader.cpp", SPDX + f"""#include "extract/{identifier}/{identifier}_reader.h"

#include "extract/web/text_reader.h"

namespace gongshi::extract {{
namespace {{

constexpr std::string_view kSignature = "{signature}";

}}  // namespace

Result<Document> read_{identifier}(std::string_view bytes, Source source, const Options& options) {{
  bytes.remove_prefix(kSignature.size());
  return read_text(bytes, std::move(source), options);
}}

}}  // namespace gongshi::extract
""")
    make(f"tests/extract/{identifier}_reader_test.cpp", SPDX + f"""#include <catch2/catch.hpp>

#include "extract/kind.h"
#include "extract/reader.h"

using namespace gongshi;
using namespace gongshi::extract;

TEST_CASE("a {title} is known by its first bytes and read") {{
  const std::string bytes = "{signature}柳岸社区\\n";
  CHECK(to_string(kind_of(bytes)) == "{name}");
  Source source;
  source.path = "a.{ending}";
  const auto document = read_document(bytes, source, {{}});
  REQUIRE(document.has_value());
  REQUIRE(document->blocks.size() == 1);
  CHECK(document->blocks.front().paragraph.text.utf8 == "柳岸社区");
  CHECK(document->source.kind == "{name}");
}}
""")
    make(f"tests/fuzz/corpus/document/sample.{ending}", f"{signature}柳岸社区\n")
    put("extract/kind.h", r"^  kPresentation,", f"  {kind},  ///< {title}.\n")
    put("extract/kind.cpp", r'^    \{0, "\{\\\\rtf"sv', f'    {{0, "{signature}"sv, Kind::{kind}}},\n')
    put("extract/kind.cpp", r'^    \{Kind::kPresentation, "presentation"', f'    {{Kind::{kind}, "{name}", " {ending} "}},\n')
    put("extract/formats.cpp", r"^    \{Kind::kText,", f'    {{Kind::{kind}, tr_noop("{title} (.{ending})"), "", "", read_{identifier}}},\n')
    put("extract/formats.cpp", r'^#include "extract/[q-z]', f'#include "extract/{identifier}/{identifier}_reader.h"\n')
    put("docs/forms.md", r"^\| `\.txt`, `\.csv` \|", f"| `.{ending}` | what of it is read | what is not |\n")
    report("the reader, its limits and errors, the row in docs/forms.md, the Chinese of its title (scripts/update_messages.sh), kReaderVersion.")


def programme():
    name, annex = take(2, NAME, r".+")
    program = os.environ.get("GONGSHI", str(top / "build/release/bin/gongshi"))
    folder = f"programmes/{name}"
    if (top / folder).exists():
        sys.exit(f"{folder} is there already")
    drafted = subprocess.run([program, "programme", "draft", annex, "-o", str(top / folder)], check=False)
    if drafted.returncode != 0:
        sys.exit(f"{annex}: no programme could be drafted (build the program first: scripts/build.sh --target gongshi)")
    description = top / folder / "programme.json"
    description.write_text(re.sub(r'("id": *)"[^"]*"', rf'\1"{name}"', description.read_text(), count=1))
    made.extend(sorted(str(path.relative_to(top)) for path in (top / folder).rglob("*") if path.is_file()))
    if not (top / folder / "README.md").exists():
        make(f"{folder}/README.md", f"# {name}\n\nDrafted from {Path(annex).name}. Say of each file where it comes from.\n")
    subprocess.run([program, "programme", "check", str(top / folder)], check=False)
    report(f"go over the remarks of gongshi programme check {folder}; names, regions and limits; where each file comes from in README.md;\n"
           "notices of it with labels in tests/fixtures/programmes/ (docs/programmes.md).")


KINDS = {"rule": rule, "format": format_, "programme": programme}
if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
    sys.exit(__doc__)
KINDS[sys.argv[1]]()
