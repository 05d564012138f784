// SPDX-License-Identifier: GPL-3.0-or-later
// WCAG 2.1 AA: text stands out from its ground by 4.5 : 1 at least. The browser tests measure the pages as drawn; this
// one computes the style's and the plots' colours.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <pugixml.hpp>
#include <regex>

#include "report/plots.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/report_samples.h"

using namespace gongshi;
using namespace gongshi::report;

namespace {

/// Relative luminance of "#rgb" or "#rrggbb" (WCAG 2.1).
double luminance(std::string color) {
  REQUIRE(color.starts_with("#"));
  if (color.size() == 4) color = {'#', color[1], color[1], color[2], color[2], color[3], color[3]};
  const auto channel = [&](std::size_t at) {
    const double value = std::stoi(color.substr(at, 2), nullptr, 16) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double contrast(const std::string& ink, const std::string& ground) {
  const double a = luminance(ink), b = luminance(ground);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::string style() { return test::read_bytes(std::string(test::kSourceFolder) + "/report/data/report.css"); }

enum class Scheme { kLight, kDark };

/// The variables of the style as they hold in a scheme: the dark one gives some of them anew, further down.
std::map<std::string, std::string> style_colors(Scheme scheme) {
  std::string css = style();
  const std::size_t dark = css.find("@media screen and (prefers-color-scheme:dark)");
  REQUIRE(dark != std::string::npos);
  if (scheme == Scheme::kLight) css.resize(dark);
  std::map<std::string, std::string> colors = {{"white", "#fff"}};
  const std::regex variable("--([a-z-]+):(#[0-9a-f]+)");
  for (std::sregex_iterator it(css.begin(), css.end(), variable), end; it != end; ++it) colors[(*it)[1]] = (*it)[2];
  return colors;
}

bool holds(const pugi::xml_node& rect, double x, double y) {
  const auto value = [&](const char* name) { return rect.attribute(name).as_double(); };
  return x >= value("x") && x <= value("x") + value("width") && y >= value("y") && y <= value("y") + value("height");
}

}  // namespace

TEST_CASE("the style's colours keep to WCAG AA") {
  CHECK(contrast("#000", "#ffffff") == Approx(21));
  const std::pair<const char*, const char*> used[] = {{"ink", "paper"},
                                                      {"ink", "ground"},
                                                      {"soft", "paper"},
                                                      {"soft", "ground"},
                                                      {"accent", "paper"},
                                                      {"accent", "accent-soft"},
                                                      {"white", "accent-fill"},
                                                      {"white", "error-fill"},
                                                      {"white", "bar"},
                                                      {"error", "paper"},
                                                      {"error", "error-soft"},
                                                      {"warning", "paper"},
                                                      {"warning", "warning-soft"},
                                                      {"info", "paper"},
                                                      {"info", "info-soft"},
                                                      {"ok", "paper"},
                                                      {"ok", "ok-soft"},
                                                      {"ink", "error-soft"},
                                                      {"ink", "warning-soft"},
                                                      {"ink", "info-soft"},
                                                      {"soft", "error-soft"},
                                                      {"soft", "warning-soft"},
                                                      {"soft", "info-soft"}};
  for (const Scheme scheme : {Scheme::kLight, Scheme::kDark}) {
    auto colors = style_colors(scheme);
    for (const auto& [ink, ground] : used) {
      INFO(ink << " on " << ground << (scheme == Scheme::kDark ? ", dark" : ", light"));
      REQUIRE(colors.contains(ink));
      REQUIRE(colors.contains(ground));
      CHECK(contrast(colors[ink], colors[ground]) >= 4.5);
    }
  }
}

TEST_CASE("a rule that gives ground and ink keeps to WCAG AA in both schemes") {
  const std::string css = style();
  const std::regex rule("\\{([^{}]*)\\}"), ground("(?:^|;)background:var\\(--([a-z-]+)\\)"),
      ink("(?:^|;)color:(?:var\\(--([a-z-]+)\\)|(#[0-9a-f]+))");
  int rules = 0;
  for (std::sregex_iterator it(css.begin(), css.end(), rule), end; it != end; ++it) {
    const std::string body = (*it)[1];
    std::smatch on, with;
    if (!std::regex_search(body, on, ground) || !std::regex_search(body, with, ink)) continue;
    for (const Scheme scheme : {Scheme::kLight, Scheme::kDark}) {
      INFO(body << (scheme == Scheme::kDark ? ", dark" : ", light"));
      auto colors = style_colors(scheme);
      REQUIRE(colors.contains(on[1]));
      CHECK(contrast(with[1].matched ? colors[with[1]] : with[2].str(), colors[on[1]]) >= 4.5);
    }
    ++rules;
  }
  CHECK(rules > 10);
}

TEST_CASE("the marks of evidence grades keep to WCAG AA") {
  const std::string css = style();
  auto colors = style_colors(Scheme::kDark);  // grades have the same colours in both
  const std::regex mark("\\.g-[a-z]+\\{background:var\\(--(g-[a-z]+)\\);color:(#[0-9a-f]+)\\}");
  int marks = 0;
  for (std::sregex_iterator it(css.begin(), css.end(), mark), end; it != end; ++it) {
    INFO((*it)[0]);
    CHECK(contrast((*it)[2], colors[(*it)[1]]) >= 4.5);
    ++marks;
  }
  CHECK(marks == 7);
}

TEST_CASE("text in plots keeps to WCAG AA on what it stands on") {
  const test::SampleRun samples;
  const ReportOptions options = samples.options("out");
  const auto run = Run::make(samples.inputs(), options);
  REQUIRE(run.has_value());
  int texts = 0;
  for (const Plot& plot : make_plots(*run)) {
    pugi::xml_document document;
    REQUIRE(document.load_string(plot.svg.c_str()));
    for (const pugi::xpath_node& found : document.select_nodes("//text")) {
      const pugi::xml_node text = found.node();
      std::string ground = "#ffffff";
      // The baseline is given; the characters stand above it.
      const double x = text.attribute("x").as_double(), y = text.attribute("y").as_double() - 4;
      for (const pugi::xpath_node& rect : document.select_nodes("//rect"))
        if (holds(rect.node(), x, y)) ground = rect.node().attribute("fill").value();
      INFO(plot.name << ": " << text.text().get() << " on " << ground);
      CHECK(contrast(text.attribute("fill").value(), ground) >= 4.5);
      ++texts;
    }
  }
  CHECK(texts > 20);
}
