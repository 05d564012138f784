// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/codec.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <type_traits>

namespace gongshi::corpus {
namespace {

constexpr double kCoordinateSteps = 100;
constexpr double kConfidenceSteps = 10000;
constexpr int kDeepestNesting = 32;  // tables in cells of tables

struct Damaged : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void put_integer(std::string& bytes, std::int64_t value) {
  auto rest = static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
  for (; rest >= 0x80; rest >>= 7) bytes.push_back(static_cast<char>(rest | 0x80));
  bytes.push_back(static_cast<char>(rest));
}

std::int64_t take_integer(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (bytes.empty()) throw Damaged("it ends in a number");
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  throw Damaged("a number is too long");
}

std::int64_t to_steps(double value, double steps) {
  constexpr double kLimit = 1e15;
  const double scaled = value * steps;
  return std::isfinite(scaled) ? static_cast<std::int64_t>(std::llround(std::clamp(scaled, -kLimit, kLimit))) : 0;
}

// Encoder and Decoder walk the same describe() functions below, so that they cannot drift apart.
class Encoder {
 public:
  static constexpr bool kDecodes = false;
  static constexpr int version = kCodecVersion;

  template <typename T>
  void number(const T& value) {
    put_integer(bytes, static_cast<std::int64_t>(value));
  }
  template <typename Real>
  void real(const Real& value, double steps) {
    put_integer(bytes, to_steps(static_cast<double>(value), steps));
  }
  void text(const std::string& value) {
    put_integer(bytes, static_cast<std::int64_t>(value.size()));
    bytes += value;
  }
  template <typename Enum>
  void choice(const Enum& value, Enum) {
    put_integer(bytes, static_cast<std::int64_t>(value));
  }
  // Differences of neighbours: the edges of characters of one width are all alike, which packs well.
  void reals(const std::vector<float>& values, double steps) {
    put_integer(bytes, static_cast<std::int64_t>(values.size()));
    std::int64_t before = 0, step_before = 0;
    for (float value : values) {
      const std::int64_t at = to_steps(static_cast<double>(value), steps);
      put_integer(bytes, at - before - step_before);
      step_before = at - before;
      before = at;
    }
  }
  template <typename T, typename Each>
  void list(const std::vector<T>& values, Each each) {
    put_integer(bytes, static_cast<std::int64_t>(values.size()));
    for (const T& value : values) each(const_cast<T&>(value));
  }
  template <typename T, typename Each>
  void maybe(const std::optional<T>& value, Each each) {
    put_integer(bytes, value ? 1 : 0);
    if (value) each(const_cast<T&>(*value));
  }

  std::string bytes;
};

class Decoder {
 public:
  static constexpr bool kDecodes = true;

  explicit Decoder(std::string_view source) : bytes(source) {}

  template <typename T>
  void number(T& value) {
    const std::int64_t read = take_integer(bytes);
    value = static_cast<T>(read);
    if (static_cast<std::int64_t>(value) != read) throw Damaged("a number is out of range");
  }
  template <typename Real>
  void real(Real& value, double steps) {
    value = static_cast<Real>(static_cast<double>(take_integer(bytes)) / steps);
  }
  void text(std::string& value) {
    const std::size_t size = length();
    value.assign(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  template <typename Enum>
  void choice(Enum& value, Enum last) {
    const std::int64_t read = take_integer(bytes);
    if (read < 0 || read > static_cast<std::int64_t>(last)) throw Damaged("a choice is out of range");
    value = static_cast<Enum>(read);
  }
  void reals(std::vector<float>& values, double steps) {
    values.clear();
    values.reserve(length());
    std::int64_t before = 0, step_before = 0;
    for (std::size_t left = values.capacity(); left > 0; --left) {
      step_before = static_cast<std::int64_t>(static_cast<std::uint64_t>(take_integer(bytes)) +
                                              static_cast<std::uint64_t>(step_before));
      before = static_cast<std::int64_t>(static_cast<std::uint64_t>(before) + static_cast<std::uint64_t>(step_before));
      values.push_back(static_cast<float>(static_cast<double>(before) / steps));
    }
  }
  template <typename T, typename Each>
  void list(std::vector<T>& values, Each each) {
    values.clear();
    for (std::size_t left = length(); left > 0; --left) each(values.emplace_back());
  }
  template <typename T, typename Each>
  void maybe(std::optional<T>& value, Each each) {
    value.reset();
    if (const std::int64_t present = take_integer(bytes); present == 1)
      each(value.emplace());
    else if (present != 0)
      throw Damaged("a mark is neither 0 nor 1");
  }

  // Every element takes at least one byte, so that a length can never ask for more memory than the message itself.
  std::size_t length() {
    const std::int64_t size = take_integer(bytes);
    if (size < 0 || static_cast<std::uint64_t>(size) > bytes.size()) throw Damaged("a length is too large");
    return static_cast<std::size_t>(size);
  }

  std::string_view bytes;
  int version = kCodecVersion;
  int depth = 0;
};

template <typename Coder>
void describe(Coder& c, Box& box) {
  for (double* side : {&box.x0, &box.y0, &box.x1, &box.y1}) c.real(*side, kCoordinateSteps);
}

template <typename Coder>
void describe(Coder& c, Place& place) {
  c.number(place.page);
  describe(c, place.box);
  for (int* index : {&place.table, &place.row, &place.cell, &place.paragraph}) c.number(*index);
}

template <typename Coder>
void describe(Coder& c, ByteRange& range) {
  c.number(range.begin);
  c.number(range.end);
}

template <typename Coder, typename T>
void describe(Coder& c, std::vector<T>& values) {
  c.list(values, [&](T& value) { describe(c, value); });
}

template <typename Coder>
void describe(Coder& c, std::string& text) {
  c.text(text);
}

template <typename Coder>
void describe(Coder& c, Text& text) {
  c.text(text.utf8);
  c.list(text.spans, [&](TextSpan& span) {
    describe(c, span.range);
    describe(c, span.place);
    c.real(span.confidence, kConfidenceSteps);
    c.reals(span.edges, kCoordinateSteps);
    c.reals(span.char_confidence, kConfidenceSteps);
  });
  describe(c, text.uncertain);
  if constexpr (Coder::kDecodes) {
    const auto within = [&](ByteRange range) { return range.begin <= range.end && range.end <= text.utf8.size(); };
    for (const TextSpan& span : text.spans)
      if (!within(span.range)) throw Damaged("a span lies outside its text");
    for (ByteRange range : text.uncertain)
      if (!within(range)) throw Damaged("a mark lies outside its text");
  }
}

template <typename Coder>
void describe(Coder& c, Paragraph& paragraph) {
  describe(c, paragraph.text);
  c.number(paragraph.centered);
  c.number(paragraph.furniture);
  c.real(paragraph.font_size, kCoordinateSteps);
}

template <typename Coder>
void describe(Coder& c, Table& table) {
  if constexpr (Coder::kDecodes) {
    if (++c.depth > kDeepestNesting) throw Damaged("tables are nested too deeply");
  }
  c.number(table.rows);
  c.number(table.cols);
  c.list(table.cells, [&](Cell& cell) {
    for (int* number : {&cell.row, &cell.col, &cell.row_span, &cell.col_span}) c.number(*number);
    describe(c, cell.paragraphs);
    describe(c, cell.nested);
    describe(c, cell.place);
  });
  describe(c, table.place);
  c.list(table.col_x, [&](double& x) { c.real(x, kCoordinateSteps); });
  c.number(table.ruled);
  c.number(table.open_top);
  c.number(table.open_bottom);
  if constexpr (Coder::kDecodes) --c.depth;
}

template <typename Coder>
void describe(Coder& c, Block& block) {
  c.choice(block.kind, Block::Kind::kTable);
  if (block.kind == Block::Kind::kParagraph)
    describe(c, block.paragraph);
  else
    describe(c, block.table);
  c.number(block.page);
}

template <typename Coder>
void describe(Coder& c, Page& page) {
  c.number(page.number);
  c.real(page.width, kCoordinateSteps);
  c.real(page.height, kCoordinateSteps);
  c.number(page.rotation);
  c.text(page.text_source);
  c.text(page.engine);
  c.real(page.dpi, kCoordinateSteps);
  c.text(page.note);
}

template <typename Coder>
void describe(Coder& c, Source& source) {
  c.text(source.path);
  c.text(source.member);
  c.text(source.sha256);
  c.text(source.kind);
  c.number(source.bytes);
  c.number(source.pages);
}

template <typename Coder>
void describe(Coder& c, Problem& problem) {
  c.text(problem.code);
  c.text(problem.message);
  c.number(problem.page);
}

template <typename Coder>
void describe(Coder& c, Document& document) {
  describe(c, document.source);
  describe(c, document.pages);
  describe(c, document.blocks);
  describe(c, document.problems);
}

template <typename Coder>
void describe(Coder& c, Decimal& decimal) {
  std::int64_t coefficient = decimal.coefficient();
  int scale = decimal.scale();
  c.number(coefficient);
  c.number(scale);
  if constexpr (Coder::kDecodes) {
    if (scale < 0 || scale > Decimal::kMaxScale) throw Damaged("a figure has too many decimals");
    decimal = Decimal(coefficient, scale);
  }
}

template <typename Coder>
void describe(Coder& c, Date& date) {
  for (int* part : {&date.year, &date.month, &date.day}) c.number(*part);
}

template <typename Coder>
void describe(Coder& c, Quantity& quantity) {
  describe(c, quantity.value);
  c.maybe(quantity.upper, [&](Decimal& upper) { describe(c, upper); });
  c.text(quantity.unit);
  c.text(quantity.printed);
  describe(c, quantity.range);
  describe(c, quantity.figure);
  c.choice(quantity.qualifier, Qualifier::kReaches);
  c.choice(quantity.role, QuantityRole::kDatePart);
  c.text(quantity.label);
  c.text(quantity.subject);
  c.text(quantity.measure);
  describe(c, quantity.step);
  c.number(quantity.part);
  c.number(quantity.from_words);
  c.number(quantity.uncertain);
  c.number(quantity.clause);
}

template <typename Coder>
void describe(Coder& c, Reading& reading) {
  c.choice(reading.reason, ReadingReason::kOverlap);
  c.number(reading.numerator);
  c.number(reading.denominator);
  for (auto* value : {&reading.numerator_value, &reading.denominator_value, &reading.value})
    c.maybe(*value, [&](Decimal& number) { describe(c, number); });
}

template <typename Coder>
void describe(Coder& c, NumberStatement& number) {
  c.number(number.figure);
  describe(c, number.readings);
}

template <typename Coder>
void describe(Coder& c, SumStatement& sum) {
  c.number(sum.total);
  c.list(sum.parts, [&](int& part) { c.number(part); });
  c.number(sum.dates);
  c.number(sum.product);
  describe(c, sum.readings);
  describe(c, sum.range);
}

template <typename Coder>
void describe(Coder& c, RatioStatement& ratio) {
  for (int* index : {&ratio.rate, &ratio.numerator, &ratio.denominator, &ratio.clause}) c.number(*index);
  c.text(ratio.metric);
  c.text(ratio.subject);
  c.number(ratio.denominator_row);
  describe(c, ratio.range);
  c.maybe(ratio.numerator_value, [&](Decimal& value) { describe(c, value); });
  c.maybe(ratio.denominator_value, [&](Decimal& value) { describe(c, value); });
  c.number(ratio.certain);
  if (c.version < 4) return;
  c.choice(ratio.reason, ReadingReason::kOverlap);
  describe(c, ratio.others);
  if (c.version < 6) return;
  c.number(ratio.remainder);
  c.list(ratio.terms, [&](int& term) { c.number(term); });
}

template <typename Coder>
void describe(Coder& c, ListStatement& list) {
  c.number(list.stated);
  describe(c, list.items);
  describe(c, list.item_ranges);
  c.number(list.open_ended);
  c.text(list.kind);
  c.number(list.examples);
  c.number(list.number_first);
  c.number(list.clause);
  c.list(list.amounts, [&](int& amount) { c.number(amount); });
  describe(c, list.range);
}

template <typename Coder>
void describe(Coder& c, DateMention& mention) {
  describe(c, mention.begin);
  c.maybe(mention.end, [&](Date& end) { describe(c, end); });
  c.number(mention.year_inferred);
  c.number(mention.until);
  describe(c, mention.range);
}

template <typename Coder>
void describe(Coder& c, NameMention& mention) {
  c.choice(mention.kind, NameMention::Kind::kProvince);
  c.text(mention.name);
  describe(c, mention.parents);
  c.number(mention.subject);
  describe(c, mention.range);
}

template <typename Coder>
void describe(Coder& c, PersonalMention& mention) {
  c.choice(mention.kind, PersonalMention::Kind::kProtectedName);
  describe(c, mention.range);
}

template <typename Coder>
void describe(Coder& c, ClaimPart& part) {
  describe(c, part.range);
  c.number(part.item);
}

// Indices and ranges of facts are used without further checks by the rules.
void check(const ClaimFacts& facts, std::size_t claim_size) {
  const auto within = [&](ByteRange range) { return range.begin <= range.end && range.end <= claim_size; };
  const auto known = [&](int index) { return index >= -1 && index < static_cast<int>(facts.quantities.size()); };
  bool good = true;
  const auto stated = [&](int index) { return index >= 0 && known(index); };
  const auto all_known = [&](const std::vector<Reading>& readings) {
    return std::all_of(readings.begin(), readings.end(),
                       [&](const Reading& reading) { return known(reading.numerator) && known(reading.denominator); });
  };
  for (const Quantity& quantity : facts.quantities) good = good && within(quantity.range) && within(quantity.figure);
  for (const RatioStatement& ratio : facts.ratios)
    good = good && within(ratio.range) && known(ratio.rate) && known(ratio.numerator) &&
           (ratio.denominator_row != 0 ? ratio.denominator >= -1 : known(ratio.denominator)) &&
           all_known(ratio.others) && std::all_of(ratio.terms.begin(), ratio.terms.end(), stated);
  for (const NumberStatement& number : facts.numbers)
    good = good && stated(number.figure) && !number.readings.empty() && all_known(number.readings);
  for (const SumStatement& sum : facts.sums)
    good = good && stated(sum.total) && std::all_of(sum.parts.begin(), sum.parts.end(), stated) && within(sum.range) &&
           !sum.readings.empty() && all_known(sum.readings) && sum.readings.front().value.has_value();
  for (const ListStatement& list : facts.lists) {
    good = good && within(list.range) && known(list.stated);
    for (ByteRange range : list.item_ranges) good = good && within(range);
    for (int amount : list.amounts) good = good && known(amount);
  }
  for (const DateMention& date : facts.dates) good = good && within(date.range);
  for (const ClaimPart& part : facts.parts) good = good && within(part.range);
  for (const NameMention& name : facts.names) good = good && within(name.range);
  for (const PersonalMention& mention : facts.personal) good = good && within(mention.range);
  if (!good) throw Damaged("a fact lies outside its claim");
}

template <typename Coder>
void describe(Coder& c, RecordCell& cell) {
  describe(c, cell.text);
  describe(c, cell.places);
  c.real(cell.confidence, kConfidenceSteps);
  c.number(cell.uncertain);
  c.text(cell.suggested);
  c.number(cell.from_standard);
}

template <typename Coder>
void describe(Coder& c, IndicatorRecord& row) {
  c.text(row.category);
  c.number(row.no);
  c.number(row.no_printed);
  c.maybe(row.indicator, [&](int& number) { c.number(number); });
  c.real(row.match, kConfidenceSteps);
  for (RecordCell* cell : {&row.number, &row.name, &row.definition, &row.requirement, &row.claim}) describe(c, *cell);
  describe(c, row.facts.quantities);
  describe(c, row.facts.ratios);
  describe(c, row.facts.lists);
  if (c.version >= 4) {
    describe(c, row.facts.numbers);
    describe(c, row.facts.sums);
  }
  describe(c, row.facts.dates);
  describe(c, row.facts.parts);
  describe(c, row.facts.names);
  describe(c, row.facts.personal);
  if constexpr (Coder::kDecodes) check(row.facts, row.claim.text.utf8.size());
}

template <typename Coder>
void describe(Coder& c, PublicityPeriod& period) {
  c.maybe(period.stated_days, [&](int& days) { c.number(days); });
  c.number(period.working_days);
  c.maybe(period.begin, [&](Date& date) { describe(c, date); });
  c.maybe(period.end, [&](Date& date) { describe(c, date); });
  c.number(period.year_inferred);
  c.number(period.end_date_valid);
  c.number(period.begin_date_valid);
  describe(c, period.range);
  c.number(period.in_footer);
}

template <typename Coder>
void describe(Coder& c, Notice& notice) {
  c.number(notice.index);
  for (Text* text : {&notice.title, &notice.preamble, &notice.table_title, &notice.footer}) describe(c, *text);
  c.text(notice.community);
  c.text(notice.tier);
  c.text(notice.edition);
  describe(c, notice.tiers_named);
  for (std::string* name : {&notice.city, &notice.county, &notice.street, &notice.authority}) c.text(*name);
  describe(c, notice.header);
  describe(c, notice.rows);
  c.maybe(notice.period, [&](PublicityPeriod& period) { describe(c, period); });
  c.maybe(notice.acceptance, [&](DateMention& mention) { describe(c, mention); });
  c.text(notice.contact.unit);
  describe(c, notice.contact.persons);
  describe(c, notice.contact.telephones);
  if (c.version >= 3) c.text(notice.programme);
  for (auto* names : {&notice.title_names, &notice.preamble_names, &notice.table_title_names}) describe(c, *names);
  if (c.version >= 2) describe(c, notice.footer_names);
  for (auto* mentions : {&notice.preamble_personal, &notice.footer_personal}) describe(c, *mentions);
  describe(c, notice.problems);
  if constexpr (Coder::kDecodes) {
    const auto within = [](ByteRange range, const Text& text) {
      return range.begin <= range.end && range.end <= text.utf8.size();
    };
    if (notice.period && !within(notice.period->range, notice.period->in_footer ? notice.footer : notice.preamble))
      throw Damaged("the period lies outside its text");
    if (notice.acceptance && !within(notice.acceptance->range, notice.preamble))
      throw Damaged("the acceptance lies outside its text");
    const auto all_within = [&](const auto& mentions, const Text& text) {
      for (const auto& mention : mentions)
        if (!within(mention.range, text)) throw Damaged("a mention lies outside its text");
    };
    all_within(notice.title_names, notice.title);
    all_within(notice.preamble_names, notice.preamble);
    all_within(notice.table_title_names, notice.table_title);
    all_within(notice.footer_names, notice.footer);
    all_within(notice.preamble_personal, notice.preamble);
    all_within(notice.footer_personal, notice.footer);
  }
}

template <typename Coder>
void describe(Coder& c, NoticeFile& file) {
  describe(c, file.source);
  describe(c, file.pages);
  describe(c, file.notices);
  describe(c, file.problems);
}

template <typename Coder>
void describe(Coder& c, NoticeReference& reference) {
  c.text(reference.source);
  c.number(reference.notice);
  c.text(reference.community);
  c.maybe(reference.no, [&](int& no) { c.number(no); });
  c.real(reference.similarity, kConfidenceSteps);
  c.text(reference.quote);
}

template <typename Coder>
void describe(Coder& c, Finding& finding) {
  c.text(finding.rule);
  c.number(finding.rule_version);
  c.text(finding.standard);
  c.choice(finding.severity, Severity::kError);
  c.choice(finding.verdict, Verdict::kInconclusive);
  c.maybe(finding.no, [&](int& no) { c.number(no); });
  c.maybe(finding.clause, [&](int& clause) { c.number(clause); });
  for (std::string* text : {&finding.metric, &finding.message, &finding.stated, &finding.expected, &finding.calculation,
                            &finding.quote, &finding.requirement})
    c.text(*text);
  describe(c, finding.places);
  describe(c, finding.others);
  c.text(finding.id);
  if (c.version >= 5) c.text(finding.about);
}

template <typename Coder>
void describe(Coder& c, AuditedNotice& audited) {
  std::vector<std::pair<int, EvidenceGrade>> evidence(audited.evidence.begin(), audited.evidence.end());
  c.list(evidence, [&](std::pair<int, EvidenceGrade>& entry) {
    c.number(entry.first);
    c.choice(entry.second, EvidenceGrade::kEmpty);
  });
  if constexpr (Coder::kDecodes) audited.evidence = {evidence.begin(), evidence.end()};
  describe(c, audited.findings);
}

template <typename T>
std::string encoded(const T& value) {
  Encoder encoder;
  encoder.number(kCodecVersion);
  describe(encoder, const_cast<T&>(value));  // an Encoder only reads
  return std::move(encoder.bytes);
}

template <typename T>
Result<T> decoded(std::string_view bytes) {
  try {
    Decoder decoder(bytes);
    decoder.number(decoder.version);
    if (decoder.version < 1 || decoder.version > kCodecVersion)
      throw Damaged("it is of version " + std::to_string(decoder.version));
    T value;
    describe(decoder, value);
    if (!decoder.bytes.empty()) throw Damaged("bytes are left over");
    return value;
  } catch (const Damaged& error) {
    return Error{"record-damaged", std::string("A stored record cannot be read: ") + error.what() + "."};
  }
}

}  // namespace

std::string encode(const Document& document) { return encoded(document); }
std::string encode(const Notice& notice) { return encoded(notice); }
std::string encode(const NoticeFile& file) { return encoded(file); }
std::string encode(const AuditedNotice& audited) { return encoded(audited); }
std::string encode(const Finding& finding) { return encoded(finding); }

Result<Document> decode_document(std::string_view bytes) { return decoded<Document>(bytes); }
Result<Notice> decode_notice(std::string_view bytes) { return decoded<Notice>(bytes); }
Result<NoticeFile> decode_notice_file(std::string_view bytes) { return decoded<NoticeFile>(bytes); }
Result<AuditedNotice> decode_audited_notice(std::string_view bytes) { return decoded<AuditedNotice>(bytes); }
Result<Finding> decode_finding(std::string_view bytes) { return decoded<Finding>(bytes); }

MessageWriter& MessageWriter::integer(std::int64_t value) {
  put_integer(bytes_, value);
  return *this;
}

MessageWriter& MessageWriter::string(std::string_view value) {
  put_integer(bytes_, static_cast<std::int64_t>(value.size()));
  bytes_ += value;
  return *this;
}

std::int64_t MessageReader::integer() {
  if (!ok_) return 0;
  try {
    return take_integer(bytes_);
  } catch (const Damaged&) {
    ok_ = false;
    return 0;
  }
}

std::string_view MessageReader::string() {
  const std::int64_t size = integer();
  if (!ok_ || size < 0 || static_cast<std::uint64_t>(size) > bytes_.size()) {
    ok_ = false;
    return {};
  }
  const std::string_view value = bytes_.substr(0, static_cast<std::size_t>(size));
  bytes_.remove_prefix(static_cast<std::size_t>(size));
  return value;
}

}  // namespace gongshi::corpus
