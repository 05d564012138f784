// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of pages drawn in worker processes: a file that crashes, hangs or bombs the renderer costs one picture.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "corpus/workers/sandbox.h"
#include "extract/page_pictures.h"
#include "schema/page_pictures.h"

namespace gongshi::corpus {

struct DrawingOptions {
  extract::PictureOptions pictures;
  int jobs = 0;  ///< Worker processes; 0: one per core.
  Limits limits;
  /// The bytes of a source that were kept elsewhere, "" if none: pages are drawn of them where its file is gone or
  /// changed. Asked on the thread that wants pictures. May be empty.
  std::function<std::string(const Source& source)> kept;
  /// Where a source's file lies on this machine; its path where that is empty. Asked on the same thread. May be empty.
  std::function<std::string(const Source& source)> located;
  std::vector<std::string> worker_command;  ///< Empty: this program. Tests put another one here.
};

/// pages() shares the files out among workers, in batches of one path, so that an archive is unpacked once for many of
/// its members; page() and area() start a worker each time. Errors beside those of extract::make_page_pictures:
/// "picture-crashed" (the worker died on that page: the message says how), "worker-start".
[[nodiscard]] std::unique_ptr<PagePictures> make_caged_pictures(const DrawingOptions& options = {});

/// How a worker draws; a test's own in place of extract::PageDrawer.
using PageDrawing = std::function<Result<Picture>(const Source& source, int page)>;

/// The main function of a worker process that draws (`gongshi worker pictures`). Returns its exit status.
int serve_page_drawing(const PageDrawing& drawing = {});

}  // namespace gongshi::corpus
