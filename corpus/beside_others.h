// SPDX-License-Identifier: GPL-3.0-or-later
// What a notice's findings become beside other notices, where it was judged by itself before.
#pragma once

#include <vector>

#include "audit/auditor.h"
#include "schema/notice_corpus.h"
#include "schema/programme.h"

namespace gongshi::corpus {

/// The findings of a notice that was judged by itself, with those that `others` give; in the order and under the ids
/// that audit::audit_notice gives them.
[[nodiscard]] std::vector<Finding> with_others(std::vector<Finding> by_itself, const Notice& notice,
                                               const Programmes& programmes, const NoticeCorpus& others,
                                               const audit::Config& config);

}  // namespace gongshi::corpus
