// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/likeness.h"

#include <catch2/catch.hpp>
#include <random>

#include "schema/utf8.h"

using namespace gongshi;
using namespace gongshi::normalize;

TEST_CASE("comparison sees neither width nor punctuation nor spaces") {
  CHECK(likeness_key("５Ｇ 网络，（IPTV）。") == likeness_key("5g网络(iptv)"));
  CHECK(likeness_key("80%") != likeness_key("90%"));
  CHECK(likeness_key(" ，。").empty());
}

TEST_CASE("likeness is one for equal texts, none for foreign ones") {
  CHECK(likeness("有线宽带网络", "有线 宽带网络。") == Approx(1));
  CHECK(likeness("有线宽带网络", "居民体验调查") == 0);
  CHECK(likeness("", "") == 0);
  CHECK(likeness("号", "号") == Approx(1));
  CHECK(likeness("有线宽带网络", "有钱宽带网络") == Approx(0.6));
}

TEST_CASE("edit distance agrees with the plain recurrence and stops at its limit") {
  const auto plain = [](const std::u32string& a, const std::u32string& b) {
    std::vector<std::size_t> row(a.size() + 1);
    for (std::size_t i = 0; i <= a.size(); ++i) row[i] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t diagonal = row[0]++;
      for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::size_t change = diagonal + (a[i - 1] != b[j - 1]);
        diagonal = row[i];
        row[i] = std::min({change, row[i] + 1, row[i - 1] + 1});
      }
    }
    return row[a.size()];
  };
  std::mt19937 random(7);
  const auto text = [&] {
    std::u32string made(random() % 12, U'a');
    for (char32_t& c : made) c = U'a' + random() % 3;
    return made;
  };
  for (int i = 0; i < 3000; ++i) {
    const std::u32string a = text(), b = text();
    const std::size_t limit = random() % 8;
    CHECK(edit_distance(a, b, limit) == std::min(plain(a, b), limit + 1));
  }
}
