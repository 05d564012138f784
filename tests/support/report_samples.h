// SPDX-License-Identifier: GPL-3.0-or-later
// Two audited notices of fictional communities, for the reports' tests.
#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "report/report.h"

namespace gongshi::test {

/// A folder of its own that is gone when the test is over.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string path() const { return path_.string(); }
  std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// 柳岸社区 (成长型, 流云市青禾区, findings of every severity) and 石桥湾社区 (基础型, nothing but 达标).
class SampleRun {
 public:
  SampleRun();

  const std::vector<report::ReportInput>& inputs() const { return inputs_; }
  report::ReportOptions options(const std::string& folder) const;
  void set_outcome(std::size_t input, std::string_view outcome) { inputs_[input].outcome = outcome; }
  NoticeFile& file(std::size_t input) { return files_[input]; }
  std::vector<AuditedNotice>& audited(std::size_t input) { return audited_[input]; }

 private:
  std::deque<NoticeFile> files_;
  std::deque<std::vector<AuditedNotice>> audited_;
  std::vector<report::ReportInput> inputs_;
};

}  // namespace gongshi::test
