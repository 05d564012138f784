// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/packing.h"

#include <zlib.h>

#include <new>
#include <set>
#include <utility>

#include "corpus/codec.h"

namespace gongshi::corpus {
namespace {

constexpr std::size_t kWindow = 32 * 1024;
constexpr std::int64_t kLargest = std::int64_t{1} << 30;
// Records are small, sixty of them to a notice. Beside level 6 with the largest tables an ingest takes 6 % less
// processor time, and the store 1.5 % more room.
constexpr int kLevel = 3, kMemoryLevel = 6;

Bytef* writable(std::string_view bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); }

}  // namespace

// Streams that have taken in the dictionary: copying one costs a tenth of feeding it anew.
struct Packer::Prepared {
  explicit Prepared(std::string_view dictionary) {
    if (deflateInit2(&packer, kLevel, Z_DEFLATED, -MAX_WBITS, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
    if (!dictionary.empty()) deflateSetDictionary(&packer, writable(dictionary), static_cast<uInt>(dictionary.size()));
  }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() { deflateEnd(&packer); }

  mutable z_stream packer{};  // deflateCopy() only reads it, but does not say so
};

Packer::Packer(std::string dictionary)
    : dictionary_(std::move(dictionary)), prepared_(std::make_shared<const Prepared>(dictionary_)) {}

std::string Packer::dictionary_of(const Standard& standard) {
  std::string words;
  std::set<std::string> seen;
  for (const Tier& tier : standard.tiers)
    for (const Indicator& indicator : tier.indicators)
      for (const std::string& text : {indicator.name, indicator.definition, indicator.requirement})
        if (seen.insert(text).second) words += text;
  if (words.size() > kWindow) words.erase(0, words.size() - kWindow);
  return words;
}

std::string Packer::pack(std::string_view bytes) const {
  z_stream stream{};
  if (deflateCopy(&stream, &prepared_->packer) != Z_OK) throw std::bad_alloc();
  std::string packed = MessageWriter().integer(static_cast<std::int64_t>(bytes.size())).take();
  const std::size_t head = packed.size();
  packed.resize(head + deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = writable(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = writable(packed) + head;
  stream.avail_out = static_cast<uInt>(packed.size() - head);
  deflate(&stream, Z_FINISH);
  packed.resize(head + stream.total_out);
  deflateEnd(&stream);
  return packed;
}

Result<std::string> Packer::unpack(std::string_view packed) const {
  const Error damaged{"record-damaged", "A stored record cannot be unpacked; the store is damaged."};
  MessageReader reader(packed);
  const std::int64_t size = reader.integer();
  if (!reader.ok() || size < 0 || size > kLargest) return damaged;
  const std::string_view body = packed.substr(MessageWriter().integer(size).take().size());
  std::string bytes(static_cast<std::size_t>(size), '\0');
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  if (!dictionary_.empty()) inflateSetDictionary(&stream, writable(dictionary_), static_cast<uInt>(dictionary_.size()));
  stream.next_in = writable(body);
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = writable(bytes);
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int code = inflate(&stream, Z_FINISH);
  const bool whole = code == Z_STREAM_END && stream.total_out == bytes.size();
  inflateEnd(&stream);
  if (!whole) return damaged;
  return bytes;
}

}  // namespace gongshi::corpus
