// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "corpus/store/desk.h"
#include "corpus/store/search.h"

namespace gongshi::app {
namespace {

constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
constexpr std::string_view kNames[] = {"open", "reviewing", "reviewed", "sent", "closed"};

bool holds(const std::string& text, const std::string& part) {
  return part.empty() || text.find(part) != std::string::npos;
}

std::string suggestion_of(const corpus::NoticeSummary& notice) {
  if (notice.outcome == "read-in-part") return "unread";
  if (notice.error > 0) return "explain";
  if (notice.warning > 0) return "check";
  return notice.info > 0 ? "look" : "clear";
}

/// Decisions on findings of severity error or warning.
struct Tally {
  int decided = 0;
  int over = 0;   // set aside, or cured
  int cured = 0;  // of these

  void add(const corpus::DecidedFinding& finding) {
    if (finding.severity == "info" || finding.state == "open") return;
    ++decided;
    cured += finding.state == "corrected" ? 1 : 0;
    over += finding.state == "corrected" || finding.state == "dismissed" ? 1 : 0;
  }
};

void settle(QueueEntry& entry, const Tally& tally, const std::string& set) {
  entry.to_decide = entry.notice.error + entry.notice.warning;
  entry.decided = tally.decided;
  entry.suggestion = suggestion_of(entry.notice);
  const bool closed = tally.cured > 0 && tally.over == entry.to_decide;
  if (const auto state = parse_review_state(set)) {
    // What was sent is over when its findings are cured.
    entry.state = *state == ReviewState::kSent && closed ? ReviewState::kClosed : *state;
    return;
  }
  if (tally.decided == 0)
    entry.state = ReviewState::kOpen;
  else if (tally.decided < entry.to_decide)
    entry.state = ReviewState::kReviewing;
  else
    entry.state = closed ? ReviewState::kClosed : ReviewState::kReviewed;
}

/// A later notice of the community cures the findings of an earlier one.
void settle_earlier(corpus::Store& store, QueueEntry& entry, std::int64_t latest) {
  if (entry.latest || latest == 0) return;
  if (entry.state != ReviewState::kSent && entry.state != ReviewState::kReviewed) return;
  if (corpus::cured_by(store, entry.notice.id, latest)) entry.state = ReviewState::kClosed;
}

auto gravity(const QueueEntry& entry) {
  const corpus::NoticeSummary& notice = entry.notice;
  return std::tuple(-notice.error, -notice.warning, -notice.info, std::tie(notice.county, notice.community),
                    std::tie(notice.key.sha256, notice.key.position));
}

bool graver(const QueueEntry& a, const QueueEntry& b) { return gravity(a) < gravity(b); }
bool by_community(const QueueEntry& a, const QueueEntry& b) {
  return std::pair(std::tie(a.notice.county, a.notice.community), gravity(a)) <
         std::pair(std::tie(b.notice.county, b.notice.community), gravity(b));
}
bool by_date(const QueueEntry& a, const QueueEntry& b) {
  return a.notice.dated != b.notice.dated ? a.notice.dated > b.notice.dated : graver(a, b);
}

std::uint8_t severities_of(const corpus::NoticeSummary& notice) {
  return static_cast<std::uint8_t>((notice.error > 0 ? 1 : 0) | (notice.warning > 0 ? 2 : 0) |
                                   (notice.info > 0 ? 4 : 0));
}

/// What tells the latest notice of a community, as corpus/store/search.cpp has it for questions to the store itself.
auto rank(const corpus::NoticeSummary& notice) {
  return std::tie(notice.chosen, notice.placed, notice.dated, notice.revision, notice.written, notice.first_run,
                  notice.key.sha256, notice.key.position);
}

bool same_line(const QueueEntry& a, const QueueEntry& b) {
  return a.notice == b.notice && a.state == b.state && a.assigned == b.assigned && a.to_decide == b.to_decide &&
         a.decided == b.decided && a.latest == b.latest && a.suggestion == b.suggestion;
}

}  // namespace

/// Bits of " error:ratio-mismatch warning:vague-count " by the places of these in `known`, which learns new ones.
Queue::RuleBits Queue::bits_of(const std::string& rules, std::vector<std::string>& known) {
  RuleBits bits;
  for (std::size_t begin = rules.find_first_not_of(' '); begin != std::string::npos;) {
    const std::size_t end = std::min(rules.find(' ', begin), rules.size());
    const std::string_view rule = std::string_view(rules).substr(begin, end - begin);
    auto place = static_cast<std::size_t>(std::find(known.begin(), known.end(), rule) - known.begin());
    if (place == known.size()) known.emplace_back(rule);
    if (place < kRuleBits) bits.set(place);
    begin = rules.find_first_not_of(' ', end);
  }
  return bits;
}

std::string_view to_string(ReviewState state) { return kNames[static_cast<std::size_t>(state)]; }

std::optional<ReviewState> parse_review_state(std::string_view text) {
  for (const ReviewState state : kReviewStates)
    if (to_string(state) == text) return state;
  return std::nullopt;
}

Queue::SnapshotPtr Queue::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

// ---- reading ----

void Queue::load(corpus::Store& store) {
  {
    const std::lock_guard lock(mutex_);
    ++loading_;
  }
  const SnapshotPtr before = snapshot();
  auto fresh = std::make_shared<Snapshot>();
  bool taken_out = false;
  try {
    std::unordered_map<std::int64_t, Tally> tallies;
    for (const corpus::DecidedFinding& finding : corpus::decided_findings(store))
      tallies[finding.notice_id].add(finding);
    std::unordered_map<std::string, corpus::NoticeState> states;
    for (corpus::NoticeState& state : corpus::notice_states(store)) states[state.key.str()] = std::move(state);

    std::vector<std::shared_ptr<QueueEntry>> entries;
    entries.reserve(before->size + before->size / 8);
    struct Latest {
      std::uint32_t place = 0;
      std::int64_t id = 0;
    };
    std::unordered_map<std::string, Latest> latest;  // of each community
    corpus::each_notice_summary(store, [&](corpus::NoticeSummary&& summary) {
      auto entry = std::make_shared<QueueEntry>();
      entry->notice = std::move(summary);
      const auto place = static_cast<std::uint32_t>(entries.size());
      const Latest here{place, entry->notice.id};
      const auto [best, first] = latest.try_emplace(entry->notice.identity, here);
      if (!first && rank(entries[best->second.place]->notice) < rank(entry->notice)) best->second = here;
      entries.push_back(std::move(entry));
    });

    auto places = std::make_shared<std::unordered_map<std::string, std::uint32_t>>();
    places->reserve(entries.size());
    auto counties = std::make_shared<std::vector<County>>();
    auto names = std::make_shared<std::string>();
    auto rules = std::make_shared<std::vector<std::string>>();
    auto name_ends = std::make_shared<Order>();
    name_ends->reserve(entries.size());
    std::unordered_map<std::string, std::uint32_t> known_counties;
    fresh->size = entries.size();
    std::vector<bool> kept(entries.size(), false);
    Order moved(before->size, kNowhere);  // earlier places to present ones
    std::shared_ptr<Block> block;
    for (std::uint32_t place = 0; place < entries.size(); ++place) {
      QueueEntry& entry = *entries[place];
      const std::string key = entry.notice.key.str();
      const auto set = states.find(key);
      if (set != states.end()) entry.assigned = set->second.assigned;
      const auto tally = tallies.find(entry.notice.id);
      settle(entry, tally == tallies.end() ? Tally{} : tally->second, set == states.end() ? "" : set->second.state);
      const Latest& best = latest[entry.notice.identity];
      entry.latest = entry.notice.placed && best.place == place;
      settle_earlier(store, entry, best.id);
      (*places)[key] = place;
      Line line;
      // What stands as it stood is shared with the lines before.
      if (before->places)
        if (const auto old = before->places->find(key);
            old != before->places->end() && same_line(*before->line(old->second).entry, entry)) {
          line.entry = before->line(old->second).entry;
          kept[place] = true;
          moved[old->second] = place;
        }
      if (!line.entry) line.entry = std::move(entries[place]);
      entries[place] = nullptr;
      const auto [county, new_county] = known_counties.try_emplace(
          line.entry->notice.city + "/" + line.entry->notice.county, static_cast<std::uint32_t>(counties->size()));
      if (new_county) counties->push_back({line.entry->notice.city, line.entry->notice.county});
      line.county = county->second;
      line.notice = line.entry->notice.id;
      names->append(line.entry->notice.community).push_back('\n');
      name_ends->push_back(static_cast<std::uint32_t>(names->size()));
      line.state = line.entry->state;
      line.latest = line.entry->latest;
      line.severities = severities_of(line.entry->notice);
      line.rules = bits_of(line.entry->notice.rules, *rules);
      if (place % kBlock == 0) {
        block = std::make_shared<Block>();
        block->reserve(kBlock);
        fresh->blocks.push_back(block);
      }
      block->push_back(std::move(line));
    }
    if (before->places)
      for (const auto& [key, place] : *before->places) {
        const auto now = places->find(key);
        if (now != places->end() && fresh->line(now->second).entry->notice.id == before->line(place).entry->notice.id)
          continue;
        taken_out = true;
        break;
      }
    auto by_name = std::make_shared<Order>(counties->size());
    std::iota(by_name->begin(), by_name->end(), 0);
    std::sort(by_name->begin(), by_name->end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tie((*counties)[a].city, (*counties)[a].name) < std::tie((*counties)[b].city, (*counties)[b].name);
    });
    // Lines that stand as they stood are in order already: the others are sorted, and merged with them.
    Order changed;
    for (std::uint32_t place = 0; place < fresh->size; ++place)
      if (!kept[place]) changed.push_back(place);
    const auto ordered = [&](const std::shared_ptr<const Order>& earlier, const auto& before_than) {
      const auto less = [&](std::uint32_t a, std::uint32_t b) {
        return before_than(*fresh->line(a).entry, *fresh->line(b).entry);
      };
      Order standing;
      standing.reserve(fresh->size - changed.size());
      if (earlier)
        for (const std::uint32_t place : *earlier)
          if (moved[place] != kNowhere) standing.push_back(moved[place]);
      std::sort(changed.begin(), changed.end(), less);
      auto order = std::make_shared<Order>();
      order->reserve(fresh->size);
      std::merge(standing.begin(), standing.end(), changed.begin(), changed.end(), std::back_inserter(*order), less);
      return order;
    };
    fresh->gravest = ordered(before->gravest, graver);
    fresh->community = ordered(before->community, by_community);
    fresh->date = ordered(before->date, by_date);
    fresh->counties = std::move(counties);
    fresh->names = std::move(names);
    fresh->rules = std::move(rules);
    fresh->name_ends = std::move(name_ends);
    fresh->counties_by_name = std::move(by_name);
    fresh->places = std::move(places);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    --loading_;
    throw;
  }
  if (taken_out) search_.forget();
  std::set<std::int64_t> touched;
  {
    const std::lock_guard changing(changing_);
    const std::lock_guard lock(mutex_);
    snapshot_ = std::move(fresh);
    if (--loading_ == 0) touched = std::exchange(touched_, {});
  }
  for (const std::int64_t id : touched) refresh(store, id);
  search_.read_ahead(store);
}

void Queue::refresh(corpus::Store& store, std::int64_t notice_id) {
  std::vector<corpus::NoticeSummary> summaries = corpus::notice_summaries(store, notice_id);
  if (summaries.empty()) return;
  auto entry = std::make_shared<QueueEntry>();
  entry->notice = std::move(summaries.front());
  Tally tally;
  for (const corpus::DecidedFinding& finding : corpus::decided_findings(store, notice_id)) tally.add(finding);
  const auto states = corpus::notice_states(store, &entry->notice.key);
  if (!states.empty()) entry->assigned = states.front().assigned;
  settle(*entry, tally, states.empty() ? "" : states.front().state);
  std::int64_t latest = 0;
  for (const corpus::NoticeVersion& version : corpus::versions_of(store, entry->notice.identity))
    latest = version.notice_id;

  const std::lock_guard changing(changing_);
  const SnapshotPtr before = snapshot();
  std::optional<std::uint32_t> place;
  if (before->places)
    if (const auto found = before->places->find(entry->notice.key.str()); found != before->places->end())
      place = found->second;
  if (place) {
    const Line& standing = before->line(*place);
    entry->latest = standing.latest;
    settle_earlier(store, *entry, latest);
    auto fresh = std::make_shared<Snapshot>(*before);
    auto block = std::make_shared<Block>(*before->blocks[*place / kBlock]);
    Line& line = (*block)[*place % kBlock];
    const EntryPtr old = standing.entry;
    line.state = entry->state;
    line.severities = severities_of(entry->notice);
    auto rules = std::make_shared<std::vector<std::string>>(*before->rules);
    line.rules = bits_of(entry->notice.rules, *rules);
    if (rules->size() != before->rules->size()) fresh->rules = std::move(rules);
    line.entry = std::move(entry);
    fresh->blocks[*place / kBlock] = std::move(block);
    if (!(old->notice == fresh->line(*place).entry->notice)) {
      const auto reordered = [&](const std::shared_ptr<const Order>& order, const auto& before_than) {
        auto changed = std::make_shared<Order>(*order);
        std::erase(*changed, *place);
        const auto where =
            std::lower_bound(changed->begin(), changed->end(), *place, [&](std::uint32_t a, std::uint32_t b) {
              return before_than(*fresh->line(a).entry, *fresh->line(b).entry);
            });
        changed->insert(where, *place);
        return changed;
      };
      fresh->gravest = reordered(before->gravest, graver);
      fresh->community = reordered(before->community, by_community);
      fresh->date = reordered(before->date, by_date);
    }
    const std::lock_guard lock(mutex_);
    snapshot_ = std::move(fresh);
    if (loading_ > 0) touched_.insert(notice_id);
    return;
  }
  const std::lock_guard lock(mutex_);
  if (loading_ > 0) touched_.insert(notice_id);
}

// ---- asking ----

struct Queue::Fitting {
  std::vector<bool> lines;  // by place; without regard to the state
  std::array<std::size_t, 5> states{};
  std::vector<std::pair<std::size_t, std::size_t>> counties;  // notices and open ones, with regard to it
  std::size_t total = 0;
};

Queue::Fitting Queue::fitting(corpus::Store& store, const Snapshot& snapshot, const QueueRequest& request) {
  Fitting fitting;
  fitting.lines.resize(snapshot.size);
  if (snapshot.size == 0) return fitting;
  fitting.counties.resize(snapshot.counties->size());
  std::shared_ptr<const corpus::NoticeSet> found;
  if (!request.words.empty()) found = search_.find(store, request.words);
  std::vector<bool> counties;  // asked for by name
  if (!request.city.empty() || !request.county.empty())
    for (const County& county : *snapshot.counties)
      counties.push_back(holds(county.city, request.city) && holds(county.name, request.county));
  std::uint8_t severities = 0xFF;
  if (request.severity == "error") severities = 1;
  if (request.severity == "warning") severities = 2;
  if (request.severity == "info") severities = 4;
  const bool by_severity = !request.severity.empty();
  const std::string rule =
      request.rule.empty() ? "" : (by_severity ? " " + request.severity + ":" : ":") + request.rule + " ";
  // Where all rules of the store fit into the lines' bits, the lines themselves tell.
  const bool rules_known = snapshot.rules->size() <= kRuleBits;
  RuleBits rule_bits;
  if (!rule.empty())
    for (std::size_t i = 0; i < snapshot.rules->size() && i < kRuleBits; ++i)
      if (holds(" " + (*snapshot.rules)[i] + " ", rule)) rule_bits.set(i);
  const bool plain = request.community.empty() && request.tier.empty() && request.programme.empty() &&
                     request.assigned.empty() && request.from.empty() && request.to.empty() &&
                     (rule.empty() || rules_known) && !request.among;
  const auto entry_fits = [&](const QueueEntry& entry) {
    const corpus::NoticeSummary& notice = entry.notice;
    if (!request.tier.empty() && notice.tier != request.tier) return false;
    if (!request.programme.empty() && notice.programme != request.programme) return false;
    if (!request.assigned.empty() && entry.assigned != request.assigned) return false;
    if (!request.from.empty() && notice.dated < request.from) return false;
    if (!request.to.empty() && (notice.dated.empty() || notice.dated > request.to)) return false;
    if (!holds(notice.community, request.community)) return false;
    if (!rule.empty() && !rules_known && !holds(notice.rules, rule)) return false;
    if (request.among && !request.among->contains(notice.key.str())) return false;
    return true;
  };
  std::vector<bool> named;  // whose community's name holds the words
  if (found) {
    named.resize(snapshot.size);
    const std::string& names = *snapshot.names;
    for (std::size_t at = names.find(request.words); at != std::string::npos;) {
      const auto owner =
          std::upper_bound(snapshot.name_ends->begin(), snapshot.name_ends->end(), static_cast<std::uint32_t>(at));
      named[static_cast<std::size_t>(owner - snapshot.name_ends->begin())] = true;
      if (owner == snapshot.name_ends->end()) break;
      at = names.find(request.words, *owner);
    }
  }
  std::size_t place = 0;
  for (const auto& block : snapshot.blocks)
    for (const Line& line : *block) {
      const std::size_t here = place++;
      if (!line.latest && !request.all_versions) continue;
      if (by_severity && (line.severities & severities) == 0) continue;
      if (!counties.empty() && !counties[line.county]) continue;
      if (!rule.empty() && rules_known && (line.rules & rule_bits).none()) continue;
      if (found && !named[here] && !found->has(line.notice)) continue;
      if (!plain && !entry_fits(*line.entry)) continue;
      fitting.lines[here] = true;
      ++fitting.states[static_cast<std::size_t>(line.state)];
      if (request.state && line.state != *request.state) continue;
      ++fitting.total;
      auto& [notices, open] = fitting.counties[line.county];
      ++notices;
      open += line.state < ReviewState::kReviewed ? 1 : 0;
    }
  return fitting;
}

template <typename Visit>
void Queue::in_order(const Snapshot& snapshot, const Fitting& fitting, const QueueRequest& request, Visit visit) {
  if (snapshot.size == 0) return;
  const Order& order = request.sort == "community" ? *snapshot.community
                       : request.sort == "date"    ? *snapshot.date
                                                   : *snapshot.gravest;
  const auto pass = [&](std::optional<ReviewState> state) {
    for (const std::uint32_t place : order) {
      if (!fitting.lines[place]) continue;
      const Line& line = snapshot.line(place);
      if (state && line.state != *state) continue;
      if (!visit(*line.entry)) return false;
    }
    return true;
  };
  if (request.sort == "state" && !request.state) {
    for (const ReviewState state : kReviewStates)
      if (!pass(state)) return;
  } else {
    static_cast<void>(pass(request.state));
  }
}

QueueAnswer Queue::find(corpus::Store& store, const QueueRequest& request) {
  const SnapshotPtr snapshot = this->snapshot();
  const Fitting fitting = this->fitting(store, *snapshot, request);
  QueueAnswer answer;
  answer.states = fitting.states;
  answer.total = fitting.total;
  if (snapshot->size > 0)
    for (const std::uint32_t county : *snapshot->counties_by_name)
      if (const auto& [notices, open] = fitting.counties[county]; notices > 0)
        answer.counties.push_back(
            {(*snapshot->counties)[county].city, (*snapshot->counties)[county].name, notices, open});
  std::size_t passed = 0;
  if (request.limit > 0)
    in_order(*snapshot, fitting, request, [&](const QueueEntry& entry) {
      if (passed++ >= request.offset) answer.items.push_back(entry);
      return answer.items.size() < request.limit;
    });
  return answer;
}

std::optional<QueueEntry> Queue::entry(const corpus::NoticeKey& key) const {
  const SnapshotPtr snapshot = this->snapshot();
  if (!snapshot->places) return std::nullopt;
  const auto place = snapshot->places->find(key.str());
  if (place == snapshot->places->end()) return std::nullopt;
  return *snapshot->line(place->second).entry;
}

std::size_t Queue::size() const { return snapshot()->size; }

std::vector<std::int64_t> Queue::ids(corpus::Store& store, const QueueRequest& request) {
  const SnapshotPtr snapshot = this->snapshot();
  const Fitting fitting = this->fitting(store, *snapshot, request);
  std::vector<std::int64_t> ids;
  in_order(*snapshot, fitting, request, [&](const QueueEntry& entry) {
    ids.push_back(entry.notice.id);
    return true;
  });
  return ids;
}

}  // namespace gongshi::app
