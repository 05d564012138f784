// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "report/html.h"
#include "report/template.h"
#include "schema/utf8.h"

namespace gongshi::report {
namespace {

constexpr int kWidth = 1080;
constexpr double kTurn = 6.283185307179586;
constexpr const char* kInk = "#1b2530";
constexpr const char* kSoft = "#4d5b69";
constexpr const char* kLine = "#d5dbe1";
// As the grades of the pages (report.css): fill and ink.
constexpr std::pair<const char*, const char*> kGradeColors[] = {
    {"#14665f", "#fff"},    {"#5fa79b", "#06231f"}, {"#dbe4c4", "#2b331a"}, {"#f2dfae", "#3d2f05"},
    {"#ecbd7e", "#3a2304"}, {"#d98f58", "#2c1402"}, {"#8d3a2c", "#fff"}};
constexpr int kGrades = static_cast<int>(std::size(kGradeColors));

class Svg {
 public:
  Svg(int width, int height, const std::string& label) : height_(height) {
    body_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" "
        "font-family=\"'Noto Sans CJK SC','Source Han Sans "
        "SC','Microsoft YaHei','微软雅黑',SimHei,sans-serif\" font-size=\"13\">\n<title>{}</title>\n<rect "
        "width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        width, height, escaped(label), escaped(label));
  }
  void rect(double x, double y, double width, double height, const std::string& fill, const std::string& title = {}) {
    body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\">", x, y, width,
                         height, fill);
    if (!title.empty()) body_ += "<title>" + escaped(title) + "</title>";
    body_ += "</rect>\n";
  }
  void line(double x1, double y1, double x2, double y2, const std::string& stroke, double width,
            const std::string& dash = {}) {
    body_ += fmt::format(
        "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"{:.1f}\"{}/>\n", x1,
        y1, x2, y2, stroke, width, dash.empty() ? "" : " stroke-dasharray=\"" + dash + "\"");
  }
  void circle(double x, double y, double radius, const std::string& fill, const std::string& title) {
    body_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\"><title>{}</title></circle>\n", x,
                         y, radius, fill, escaped(title));
  }
  void text(double x, double y, const std::string& text, const std::string& anchor = "start",
            const std::string& fill = kInk, double size = 13) {
    body_ +=
        fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" fill=\"{}\" font-size=\"{:.0f}\">{}</text>\n",
                    x, y, anchor, fill, size, escaped(text));
  }
  std::string finish() { return body_ + "</svg>\n"; }
  int height() const { return height_; }

 private:
  int height_;
  std::string body_;
};

// ---- Stated rates ----

constexpr int kLowest = -10,
              kHighest = 30;  // Percentage points from the threshold; what lies beyond stands in the outer bars.

struct RateBins {
  std::map<int, std::pair<int, int>> bins;  ///< Distance → (with counts, without).
  int total = 0, on_threshold = 0, on_threshold_bare = 0, below = 0;
};

/// Whole points from the threshold, away from it: only what is exactly on it is 0.
int bin_of(const Decimal& distance) {
  const auto whole = distance.rescaled(
      0, distance.is_negative() || !distance.is_zero() ? Decimal::Rounding::kUp : Decimal::Rounding::kDown);
  return static_cast<int>(std::clamp<std::int64_t>(whole ? whole->to_integer() : 0, kLowest, kHighest));
}

void add_rates(const Tier& tier, const IndicatorRecord& row, RateBins& out) {
  const Indicator* indicator = row.indicator ? tier.find(*row.indicator) : nullptr;
  if (indicator == nullptr) return;
  for (const RatioStatement& ratio : row.facts.ratios) {
    if (ratio.rate < 0 || ratio.clause < 0 || ratio.clause >= static_cast<int>(indicator->clauses.size())) continue;
    const Clause& clause = indicator->clauses[static_cast<std::size_t>(ratio.clause)];
    const Quantity& rate = row.facts.quantities[static_cast<std::size_t>(ratio.rate)];
    if (!clause.value || clause.unit != "%" || clause.op != ClauseOp::kAtLeast || rate.unit != "%") continue;
    const auto distance = Decimal::subtract(rate.value, *clause.value);
    if (!distance) continue;
    const int bin = bin_of(*distance);
    const bool counted = ratio.numerator >= 0 && ratio.denominator >= 0;
    ++(counted ? out.bins[bin].first : out.bins[bin].second);
    ++out.total;
    out.below += bin < 0 ? 1 : 0;
    out.on_threshold += bin == 0 ? 1 : 0;
    out.on_threshold_bare += bin == 0 && !counted ? 1 : 0;
  }
}

RateBins collect_rates(const Run& run) {
  RateBins out;
  if (run.options().programmes == nullptr) return out;
  for (const NoticeEntry& entry : run.notices())
    if (const Tier* tier = run.options()
                               .programmes->of(entry.notice->programme)
                               .standard()
                               .find(entry.notice->tier, entry.notice->edition))
      for (const RowEntry& row : entry.rows) add_rates(*tier, *row.record, out);
  return out;
}

std::string replaced(std::string text, std::initializer_list<std::pair<const char*, int>> values) {
  for (const auto& [name, value] : values)
    if (const auto at = text.find(name); at != std::string::npos)
      text.replace(at, std::string(name).size(), std::to_string(value));
  return text;
}

/// A step for an axis up to `most` with at most six lines.
int axis_step(int most) {
  for (int scale = 1;; scale *= 10)
    for (const int step : {1, 2, 5})
      if (most <= 6 * step * scale) return step * scale;
}

std::optional<Plot> rates_plot(const Run& run) {
  const RateBins rates = collect_rates(run);
  if (rates.total == 0) return {};
  const Messages& messages = run.messages();
  Plot plot{"rates",
            messages.get("plots.rates.title"),
            replaced(messages.get("plots.rates.note"), {{"{total}", rates.total},
                                                        {"{on}", rates.on_threshold},
                                                        {"{bare}", rates.on_threshold_bare},
                                                        {"{below}", rates.below}}),
            {}};
  constexpr double kLeft = 56, kRight = 20, kTop = 58, kBottom = 62;
  constexpr int kHeight = 360;
  Svg svg(kWidth, kHeight, plot.title + "。" + plot.note);
  int most = 1;
  for (const auto& [bin, count] : rates.bins) most = std::max(most, count.first + count.second);
  const double plot_height = kHeight - kTop - kBottom, bar = (kWidth - kLeft - kRight) / (kHighest - kLowest + 1);
  const auto x_of = [&](int bin) { return kLeft + (bin - kLowest) * bar; };
  const auto y_of = [&](double count) { return kTop + plot_height * (1 - count / most); };
  for (int tick = 0, step = axis_step(most); tick <= most; tick += step) {
    svg.line(kLeft, y_of(tick), kWidth - kRight, y_of(tick), kLine, 1);
    svg.text(kLeft - 8, y_of(tick) + 4, std::to_string(tick), "end", kSoft, 12);
  }
  const double middle = x_of(0) + bar / 2;
  svg.text(middle, 20, messages.get("plots.rates.threshold"), "middle", "#a3202a");
  svg.line(middle, 26, middle, kTop - 17, "#a3202a", 1.5);
  for (const auto& [bin, count] : rates.bins) {
    const double top = y_of(count.first + count.second), split = y_of(count.first);
    const std::string title = fmt::format("{:+d}：{} {}，{} {}", bin, messages.get("plots.rates.counted"), count.first,
                                          messages.get("plots.rates.bare"), count.second);
    svg.rect(x_of(bin) + 1.5, split, bar - 3, kTop + plot_height - split, "#14665f", title);
    svg.rect(x_of(bin) + 1.5, top, bar - 3, split - top, "#d9a441", title);
    svg.text(x_of(bin) + bar / 2, top - 4, std::to_string(count.first + count.second), "middle", kSoft, 11);
  }
  for (int bin = kLowest; bin <= kHighest; bin += 5) {
    const std::string end = bin == kLowest ? "≤" : bin == kHighest ? "≥" : "";
    svg.text(x_of(bin) + bar / 2, kHeight - kBottom + 18,
             end +
                 (bin > 0   ? "+"
                  : bin < 0 ? "−"
                            : "") +
                 std::to_string(std::abs(bin)),
             "middle", kSoft, 12);
  }
  svg.text((kLeft + kWidth - kRight) / 2, kHeight - kBottom + 38, messages.get("plots.rates.axis"), "middle", kSoft,
           12);
  svg.rect(kLeft, kHeight - 18, 12, 12, "#14665f");
  svg.text(kLeft + 18, kHeight - 8, messages.get("plots.rates.counted"), "start", kInk, 12);
  svg.rect(kLeft + 160, kHeight - 18, 12, 12, "#d9a441");
  svg.text(kLeft + 178, kHeight - 8, messages.get("plots.rates.bare"), "start", kInk, 12);
  plot.svg = svg.finish();
  return plot;
}

// ---- Evidence grades ----

constexpr std::size_t kMostCities = 24;

std::optional<Plot> grades_plot(const Run& run) {
  std::map<std::string, std::array<int, kGrades>> cities;
  for (const NoticeEntry& entry : run.notices())
    for (const RowEntry& row : entry.rows)
      if (row.grade) ++cities[entry.city][static_cast<std::size_t>(*row.grade)];
  if (cities.empty()) return {};
  const auto total = [](const auto& counts) { return std::accumulate(counts.begin(), counts.end(), 0); };
  std::vector<std::pair<std::string, std::array<int, kGrades>>> sorted(cities.begin(), cities.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const auto& a, const auto& b) { return total(a.second) > total(b.second); });
  if (sorted.size() > kMostCities) sorted.resize(kMostCities);
  const Messages& messages = run.messages();
  Plot plot{"grades", messages.get("plots.grades.title"), messages.get("plots.grades.note"), {}};
  constexpr double kLeft = 150, kRight = 90, kTop = 36, kRow = 34;
  const int height = static_cast<int>(kTop + kRow * static_cast<double>(sorted.size()) + 8);
  std::string label = plot.title;
  for (const auto& [city, counts] : sorted)
    label +=
        fmt::format("；{} {} {}", city, messages.get("status.supported"), share(counts[0] + counts[1], total(counts)));
  Svg svg(kWidth, height, label);
  double legend = kLeft;
  for (int grade = 0; grade < kGrades; ++grade) {
    svg.rect(legend, 8, 13, 13, kGradeColors[grade].first);
    const std::string name = messages.grade(static_cast<EvidenceGrade>(grade));
    svg.text(legend + 19, 19, name, "start", kInk, 12);
    legend += 34 + 13.0 * static_cast<double>(utf8::count(name));
  }
  double y = kTop;
  for (const auto& [city, counts] : sorted) {
    const int all = total(counts);
    svg.text(kLeft - 12, y + 19, city, "end");
    double x = kLeft;
    for (int grade = 0; grade < kGrades; ++grade) {
      const int count = counts[static_cast<std::size_t>(grade)];
      const double width = (kWidth - kLeft - kRight) * count / all;
      if (count == 0) continue;
      svg.rect(x, y + 3, width, kRow - 10, kGradeColors[grade].first,
               fmt::format("{} {}：{}（{}）", city, messages.grade(static_cast<EvidenceGrade>(grade)), count,
                           share(count, all)));
      if (width > 36) svg.text(x + width / 2, y + 19, share(count, all), "middle", kGradeColors[grade].second, 12);
      x += width;
    }
    svg.text(kWidth - kRight + 10, y + 19, messages.get("plots.grades.rows", all), "start", kSoft, 12);
    y += kRow;
  }
  plot.svg = svg.finish();
  return plot;
}

// ---- Notices that are alike ----

struct Link {
  int rows = 0;
  bool whole = false;
};

using Links = std::map<std::pair<int, int>, Link>;  // By notice numbers, the smaller first.

Links collect_links(const Run& run) {
  Links links;
  for (const NoticeEntry& entry : run.notices()) {
    std::map<int, std::set<int>> rows;
    for (const Finding* finding : entry.findings())
      for (const NoticeReference& other : finding->others) {
        const NoticeEntry* target = run.find(other);
        if (target == nullptr || target == &entry) continue;
        const auto key = std::minmax(entry.number, target->number);
        if (finding->no)
          rows[target->number].insert(*finding->no);
        else
          links[{key.first, key.second}].whole = true;
      }
    for (const auto& [target, numbers] : rows) {
      const auto key = std::minmax(entry.number, target);
      Link& link = links[{key.first, key.second}];
      link.rows = std::max(link.rows, static_cast<int>(numbers.size()));
    }
  }
  return links;
}

/// Connected notices, largest cluster first.
std::vector<std::vector<int>> clusters_of(const Links& links) {
  std::map<int, int> root;
  const auto find = [&](int node) {
    while (root[node] != node) node = root[node] = root[root[node]];
    return node;
  };
  for (const auto& [ends, link] : links)
    for (const int node : {ends.first, ends.second}) root.try_emplace(node, node);
  for (const auto& [ends, link] : links) root[find(ends.first)] = find(ends.second);
  std::map<int, std::vector<int>> grouped;
  for (const auto& [node, parent] : root) grouped[find(node)].push_back(node);
  std::vector<std::vector<int>> clusters;
  for (auto& [node, members] : grouped) clusters.push_back(std::move(members));
  std::stable_sort(clusters.begin(), clusters.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return clusters;
}

constexpr double kLabel = 132;       // Room for a name beside a circle.
constexpr double kLabelStep = 16;    // Between names of one side.
constexpr double kLabelOffset = 16;  // From the circle to its names.
constexpr std::size_t kMostClusters = 24, kMostMembers = 40;

double cluster_radius(std::size_t members) { return std::max(34.0, 22.0 * static_cast<double>(members) / kTurn); }

/// Names stand in a column on each side, which may be taller than the circle.
double cluster_height(std::size_t members) {
  return std::max(2 * cluster_radius(members), kLabelStep * static_cast<double>(members / 2 + 1)) + 36;
}

struct Node {
  double x, y;
  double label;  ///< Height at which its name stands.
};

/// Moves the names of one side apart and keeps their middle where it was. `side` goes from top to bottom.
void spread(const std::vector<Node*>& side) {
  double before = 0, after = 0, last = -1e9;
  for (Node* node : side) {
    before += node->label;
    node->label = last = std::max(node->label, last + kLabelStep);
    after += last;
  }
  for (Node* node : side) node->label -= (after - before) / static_cast<double>(side.size());
}

std::map<int, Node> cluster_places(const std::vector<int>& members, double x, double y) {
  const double radius = cluster_radius(members.size());
  std::map<int, Node> places;
  for (std::size_t i = 0; i < members.size(); ++i) {
    // Half a step on: no name stands right above or below the circle.
    const double angle = kTurn * (static_cast<double>(i) + 0.5) / static_cast<double>(members.size());
    const double down = y + radius * std::sin(angle);
    places[members[i]] = {x + radius * std::cos(angle), down, down};
  }
  for (const bool right : {false, true}) {
    std::vector<Node*> side;
    for (auto& [member, node] : places)
      if ((node.x >= x) == right) side.push_back(&node);
    std::stable_sort(side.begin(), side.end(), [](const Node* a, const Node* b) { return a->y < b->y; });
    if (!side.empty()) spread(side);
  }
  return places;
}

void draw_cluster(const Run& run, const Links& links, const std::vector<int>& members, double x, double y, Svg& svg) {
  const std::map<int, Node> places = cluster_places(members, x, y);
  for (const auto& [ends, link] : links) {
    const auto a = places.find(ends.first), b = places.find(ends.second);
    if (a == places.end() || b == places.end()) continue;
    svg.line(a->second.x, a->second.y, b->second.x, b->second.y, link.whole ? "#a3202a" : "#7d93a8",
             link.whole ? 3.5 : std::min(1.0 + 0.35 * link.rows, 5.0));
  }
  const double radius = cluster_radius(members.size());
  for (const int member : members) {
    const NoticeEntry& entry = run.notices()[static_cast<std::size_t>(member) - 1];
    const Node& node = places.at(member);
    const double side = node.x >= x ? 1 : -1, edge = x + side * (radius + kLabelOffset);
    svg.line(node.x, node.y, edge, node.label, "#b4bec8", 1);
    svg.circle(node.x, node.y, 6, "#174a7c", entry.community + " " + entry.city + entry.county);
    std::u32string name = utf8::decode(entry.community);
    if (name.size() > 8) name = name.substr(0, 7) + U"…";
    svg.text(edge + side * 4, node.label + 4.5, utf8::encode(name), side > 0 ? "start" : "end", kInk, 12);
  }
}

std::optional<Plot> copies_plot(const Run& run) {
  const Links links = collect_links(run);
  std::vector<std::vector<int>> clusters = clusters_of(links);
  if (clusters.empty()) return {};
  const int all = static_cast<int>(clusters.size());
  int members_of_all = 0;
  for (auto& cluster : clusters) members_of_all += static_cast<int>(cluster.size());
  if (clusters.size() > kMostClusters) clusters.resize(kMostClusters);
  for (auto& cluster : clusters)
    if (cluster.size() > kMostMembers) cluster.resize(kMostMembers);
  const Messages& messages = run.messages();
  Plot plot{"copies",
            messages.get("plots.copies.title"),
            replaced(messages.get("plots.copies.note"), {{"{notices}", members_of_all}, {"{clusters}", all}}),
            {}};
  // Clusters stand side by side as far as the width reaches.
  std::vector<std::pair<double, double>> centers;
  double left = 0, top = 8, tallest = 0;
  for (const auto& cluster : clusters) {
    const double width = 2 * (cluster_radius(cluster.size()) + kLabel), height = cluster_height(cluster.size());
    if (left > 0 && left + width > kWidth) {
      left = 0;
      top += tallest;
      tallest = 0;
    }
    centers.emplace_back(left + width / 2, top + height / 2);
    left += width;
    tallest = std::max(tallest, height);
  }
  const int height = static_cast<int>(top + tallest + 30);
  Svg svg(kWidth, height, plot.title + "。" + plot.note);
  for (std::size_t i = 0; i < clusters.size(); ++i)
    draw_cluster(run, links, clusters[i], centers[i].first, centers[i].second, svg);
  svg.line(20, height - 14, 60, height - 14, "#7d93a8", 2.5);
  svg.text(68, height - 9, messages.get("plots.copies.rows"), "start", kSoft, 12);
  svg.line(300, height - 14, 340, height - 14, "#a3202a", 3.5);
  svg.text(348, height - 9, messages.get("plots.copies.whole"), "start", kSoft, 12);
  plot.svg = svg.finish();
  return plot;
}

}  // namespace

std::vector<Plot> make_plots(const Run& run) {
  std::vector<Plot> plots;
  for (auto* make : {rates_plot, grades_plot, copies_plot})
    if (auto plot = make(run)) plots.push_back(*std::move(plot));
  return plots;
}

}  // namespace gongshi::report
