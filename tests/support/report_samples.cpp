// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/report_samples.h"

#include <unistd.h>

#include <atomic>

#include "tests/support/records.h"

namespace gongshi::test {
namespace {

Finding finding(const std::string& rule, Severity severity, std::optional<int> no, const std::string& message,
                const std::string& quote) {
  Finding made;
  made.rule = rule;
  made.standard = "shandong-2022@1 成长型";
  made.severity = severity;
  made.no = no;
  made.message = message;
  made.quote = quote;
  made.id = rule + "-" + (no ? std::to_string(*no) : "notice");
  return made;
}

AuditedNotice audited_growing(const Notice& notice) {
  AuditedNotice audited;
  for (const IndicatorRecord& row : notice.rows) audited.evidence[row.no] = static_cast<EvidenceGrade>(row.no % 7);
  Finding ratio = finding("ratio-mismatch", Severity::kError, 1,
                          "所写80.5%与自身数量不一致，按1203 ÷ 1620计算为74.26%，需核实。", "80.5%");
  ratio.stated = "80.5%";
  ratio.expected = "74.26%";
  ratio.calculation = "1203 ÷ 1620 = 74.26%";
  ratio.requirement = "家庭千兆光纤网络覆盖率达到80%";
  audited.findings.push_back(ratio);
  Finding clause = finding("clause-unaddressed", Severity::kWarning, 4, "第2款未见说明，需核实。", "");
  clause.clause = 2;
  clause.verdict = Verdict::kInconclusive;
  audited.findings.push_back(clause);
  Finding copied = finding("notice-copied", Severity::kWarning, 9, "与石桥湾社区第9项文字相近，需核实。", "");
  copied.others = {{"石桥湾社区.pdf", 0, "石桥湾社区", 9, 0.93, "达标"}};
  audited.findings.push_back(copied);
  audited.findings.push_back(finding("vague-count", Severity::kInfo, 10, "“近300户”为约数。", "近300户"));
  audited.findings.push_back(finding("contact-missing", Severity::kWarning, {}, "未见受理异议的单位。", ""));
  return audited;
}

NoticeFile file_of(const std::string& path, const std::string& kind, char digit, Notice notice) {
  NoticeFile file;
  file.source.path = path;
  file.source.sha256 = std::string(64, digit);
  file.source.kind = kind;
  file.notices.push_back(std::move(notice));
  return file;
}

}  // namespace

ScratchFolder::ScratchFolder() {
  static std::atomic<int> count{0};
  path_ = std::filesystem::temp_directory_path() /
          ("gongshi-report-test-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
  std::filesystem::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

SampleRun::SampleRun() {
  Notice growing = make_notice("成长型", "柳岸社区", "达标。已建成社区综合服务平台。");
  growing.city = "流云市";
  growing.county = "青禾区";
  growing.street = "临水街道";
  growing.title.utf8 = "智慧社区建设验收结果公示";
  growing.footer.utf8 = "公示期5天，联系电话：0599-1234567，13900000000，联系人：林某某";
  growing.contact.persons = {"林某某"};
  set_claim(growing, 1, "达标。家庭千兆光纤网络覆盖率为80.5%，具备千兆接入能力的家庭数1203户，社区家庭总数1620户。");
  set_claim(growing, 3, "<script>alert(1)</script>");
  set_claim(growing, 10, "服务近300户。");
  files_.push_back(file_of("柳岸社区.docx", "docx", 'a', std::move(growing)));
  files_.push_back(file_of("石桥湾社区.pdf", "pdf", 'b', make_notice("基础型", "石桥湾社区")));
  audited_.push_back({audited_growing(files_[0].notices[0])});
  AuditedNotice bare;
  for (const IndicatorRecord& row : files_[1].notices[0].rows) bare.evidence[row.no] = EvidenceGrade::kBare;
  audited_.push_back({std::move(bare)});
  for (std::size_t i = 0; i < files_.size(); ++i) inputs_.push_back({"read", &files_[i], &audited_[i]});
}

report::ReportOptions SampleRun::options(const std::string& folder) const {
  report::ReportOptions options;
  options.folder = folder;
  options.programmes = &programmes();
  options.today = {2025, 3, 4};
  options.time = "09:30";
  options.versions = {{"gongshi", "0.1.0"}};
  return options;
}

}  // namespace gongshi::test
