// SPDX-License-Identifier: GPL-3.0-or-later
// `gongshi standard show|check|diff|draft` as a user runs it.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi::test;

namespace {

const std::string kNotice = std::string(kSourceFolder) + "/examples/柳岸社区.docx";

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("standard show lists tiers, or one tier's indicators and clauses") {
  const ProgramResult tiers = run_program({"standard", "show"});
  CHECK(tiers.status == 0);
  CHECK(says(tiers.out, "成长型: 28 indicators"));
  CHECK(says(tiers.out, "标杆型@b: 32 indicators"));
  const ProgramResult one = run_program({"standard", "show", "--tier", "标杆型", "--edition", "b"});
  CHECK(says(one.out, "家庭千兆光纤网络覆盖率 [ratio >= 90%]"));
  const ProgramResult none = run_program({"standard", "show", "--tier", "普通型"});
  CHECK(none.status == 2);
  CHECK(says(none.errors, "no tier \"普通型\""));
}

TEST_CASE("standard check says what is wrong and where") {
  const TemporaryFolder folder;
  CHECK(run_program({"standard", "check", "shandong-2022"}).status == 0);
  const ProgramResult built_in = run_program({"standard", "check"});
  CHECK(built_in.status == 0);
  CHECK(says(built_in.out, "shandong-2022: valid, 4 tiers and editions"));
  std::string data = run_program({"standard", "show", "--format", "json"}).out;
  const std::string good = folder.write("good.json", data);
  const std::string member = "\"metric\"";
  data.replace(data.find(member), member.size(), "\"metrik\"");
  const std::string bad = folder.write("bad.json", data);
  const ProgramResult result = run_program({"standard", "check", good, bad, folder.path() + "/none.json"});
  CHECK(result.status == 2);
  CHECK(says(result.out, "good.json: valid, 4 tiers and editions"));
  CHECK(says(result.errors, "基础型/1.clauses[0].metrik is not known here"));
  CHECK(says(result.errors, "none.json: there is neither such a folder nor a programme with this id"));
}

TEST_CASE("a standard drafted from a notice is valid, differs as it should, and can be audited against") {
  const TemporaryFolder folder;
  const std::string draft = folder.path() + "/next";
  const ProgramResult drafted = run_program({"standard", "draft", kNotice, "--edition", "2027", "-o", draft});
  CHECK(drafted.status == 0);
  CHECK(says(drafted.out, "1 tiers"));
  CHECK(says(drafted.errors, "write the new ones"));
  CHECK(run_program({"standard", "draft", kNotice, "-o", draft}).status == 3);  // not empty, and not to be replaced
  const ProgramResult checked = run_program({"standard", "check", draft});
  CHECK(checked.status == 0);
  CHECK(says(checked.out, "valid, 1 tiers and editions"));
  const ProgramResult changes = run_program({"standard", "diff", "shandong-2022", draft});
  CHECK(changes.status == 0);
  CHECK(says(changes.out, "标杆型"));  // the notice quotes one tier
  const ProgramResult audited = run_program({"audit", kNotice, "--programme", draft, "--format", "json"});
  CHECK((audited.status == 0 || audited.status == 1));
  CHECK(says(audited.out, "next@draft"));
  CHECK(run_program({"standard", "draft", folder.path() + "/none.docx", "-o", folder.path() + "/a"}).status == 3);
  CHECK(run_program({"standard", "draft", folder.write("letter.html", "<p>通知</p>"), "-o", folder.path() + "/a"})
            .status == 3);
}

TEST_CASE("a document that a standard cannot be drafted from is refused in words") {
  const TemporaryFolder folder;
  const auto drafted = [&](const std::string& file) {
    const ProgramResult result =
        run_program({"standard", "draft", file, "-o", folder.path() + "/draft", "--ocr", "none"});
    CHECK(result.status == 3);
    CHECK(result.out.empty());
    return result.errors;
  };
  const std::string broken = folder.write("broken.docx", read_bytes(kNotice).substr(0, 3000));
  CHECK(says(drafted(broken), broken));
  const std::string archive = folder.write("all.zip", to_zip({{"a.docx", read_bytes(kNotice)}}));
  CHECK(says(drafted(archive), "is an archive; unpack it"));
  CHECK(says(drafted(folder.path() + "/none.docx"), "none.docx"));
}
