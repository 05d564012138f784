// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/html_reader.h"

#include <catch2/catch.hpp>
#include <string>

#include "extract/web/mht_reader.h"
#include "extract/web/text_reader.h"
#include "tests/extract/document_text.h"

using namespace gongshi;

namespace {

std::string read(const std::string& html) { return test::document_text(extract::read_html(html, {}, {})); }
std::string read_mht(const std::string& mht) { return test::document_text(extract::read_mht(mht, {}, {})); }
std::string read_text(const std::string& text) { return test::document_text(extract::read_text(text, {}, {})); }

// 甲社区公示 in GB 18030
const std::string kGbText = "\xbc\xd7\xc9\xe7\xc7\xf8\xb9\xab\xca\xbe";

}  // namespace

TEST_CASE("paragraphs, breaks, white space and headings of a page") {
  CHECK(read("<p>one\n  two&nbsp;&nbsp;three</p><div>four<br>five<p>six</div>") == "one two  three|four|five|six");
  CHECK(read("<h2 style='text-align:center'>t</h2><center>u</center><p align=center>v</p>w") == "c:t|c:u|c:v|w");
  CHECK(read("<p>面积1.5km<sup>2</sup>，10<sup>2</sup></p>") == "面积1.5km²，102");
  CHECK(read("<pre>a\n  b</pre>") == "a|b");
  CHECK(read("&nbsp;&nbsp;<span>indented</span>&nbsp;") == "indented");
}

TEST_CASE("lists show their numbers") {
  CHECK(read("<ol><li>a<li>b</ol><ul><li>c</ul>") == "1. a|2. b|c");
  CHECK(read("<ol start=3 type=a><li><p>a</p><p>more</p></li><li value=9>b</ol>") == "c. a|more|i. b");
  CHECK(read("<ol style='list-style:none'><li>a</ol>") == "a");
}

TEST_CASE("tables have spans, groups and captions") {
  CHECK(read("<table><caption>t</caption><tr><td rowspan=2>a<td>b<tr><td>c</table>") == "c:t|[2x2 (0,0,2x1)a;b;c]");
  CHECK(read("<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>") == "[2x3 (0,0,1x2)a;b;c;d;e]");
  // A span ends with its row group, and 0 reaches to it.
  CHECK(
      read("<table><thead><tr><td rowspan=9>a<td>b</thead><tbody><tr><td rowspan=0>c<td>d<tr><td>e</tbody></table>") ==
      "[3x2 a;b;(1,0,2x1)c;d;e]");
  // tfoot is shown last.
  CHECK(read("<table><tfoot><tr><td>x<td>y</tfoot><tr><td>a<td>b</table>") == "[2x2 a;b;x;y]");
  // A wide cell stops where one from above stands.
  CHECK(read("<table><tr><td>a<td>b<td rowspan=2>c<tr><td colspan=3>d</table>") == "[2x3 a;b;(0,2,2x1)c;(1,0,1x2)d]");
  CHECK(
      read(
          "<table><tr><td><p>a<br>b</p><p>c</p></td><td><table><tr><td>n1<td>n2</table>after</td><td>x<td>y</table>") ==
      "[1x4 a/b/c;n1/n2/after;x;y]");
  CHECK(read("<table><tr><td colspan=100000>a<td>b</table>") == "!table-too-large");
}

TEST_CASE("what no page has is bounded, and the page is read all the same") {
  const auto repeated = [](const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
  };
  // The parser would hold each attribute against all others of its element.
  CHECK(read("<p " + repeated("a=1 ", 300) + "title='x'>甲</p><p>乙") == "甲|乙");
  CHECK(read("<p b='" + repeated("a=1 ", 300) + "'>甲</p><p>乙") == "甲|乙");
  CHECK(read("<p>甲<script>if (a<b " + repeated("c d ", 300) + ")</script><p>乙") == "甲|乙");
  // Selectors for any element, as many as elements.
  std::string page =
      "<style>" + repeated("[a]{display:none}", 4000) + "</style><p>甲</p>" + repeated("<p>乙</p>", 4000);
  const auto document = extract::read_html(page, {}, {});
  REQUIRE(document.has_value());
  CHECK(document->problems.size() == 1);
  // A table beyond all bounds behind one that was read.
  const auto partly = extract::read_html(
      "<table><tr><td>a<td>b<tr><td>c<td>d</table><table><tr><td colspan=100000>e<td>f</table>", {}, {});
  REQUIRE(partly.has_value());
  REQUIRE(partly->problems.size() == 1);
  CHECK(partly->problems[0].code == "table-too-large");
}

TEST_CASE("layout tables are dissolved") {
  CHECK(read("<table><tr><td>left<td><h1>t</h1><table><tr><td>a<td>b<tr><td>c<td>d</table>end</table>") ==
        "left|t|[2x2 a;b;c;d]|end");
  CHECK(read("<table><tr><td>title<tr><td>date<tr><td>text</table>") == "title|date|text");
}

TEST_CASE("hidden elements are left out") {
  CHECK(read("<style>.x, #y {color:red;display:none} td.z{display:none}</style><p class='b x'>1</p><p id=y>2</p><p>3"
             "<span style='display: none'>4</span><span hidden>5</span><span style='visibility:hidden'>6</span></p>"
             "<script>7</script><noscript>8</noscript><textarea hidden>9</textarea>") == "3");
  CHECK(read("<table><tr><td>a<td style='display:none'>h<td>b<tr style='display:none'><td>x<td>y</table>") ==
        "[1x2 a;b]");
  CHECK(read("<style>@media print {p{display:none}} @media screen {.h{display:none}}</style><p>a<p class=h>b") == "a");
  CHECK(read("<input type=checkbox checked>是<input type=checkbox>否 <select><option>甲<option selected>乙</select>") ==
        "☑是☐否 乙");
}

TEST_CASE("what belongs to the site is furniture") {
  CHECK(read("<div class='nav'>首页&gt;公开</div><p>text</p><div id=siteFooter>x</div>") == "f:首页>公开|text|f:x");
  CHECK(read("<nav>a</nav><main><header>title</header>text</main><footer>b</footer>") == "f:a|title|text|f:b");
  CHECK(read("<p>当前位置：首页 &gt; 公告</p><p>首页 » "
             "公告</p><p>text</p><p>【打印本页】【关闭窗口】</p><p>某ICP备00000000号</p>") ==
        "f:当前位置：首页 > 公告|f:首页 » 公告|text|f:【打印本页】【关闭窗口】|f:某ICP备00000000号");
  // What holds a table worth reading is never furniture.
  CHECK(read("<div class=footer><table><tr><td>1<td>2<td>3<tr><td>1<td>2<td>3<tr><td>1<td>2<td>3</table>end</div>")
            .find("f:") == std::string::npos);
}

TEST_CASE("the charset is what the bytes are") {
  CHECK(read("<meta charset=gb2312><p>" + kGbText) == "甲社区公示");
  CHECK(read("<meta charset=utf-8><p>" + kGbText) == "甲社区公示");
  CHECK(read("<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'><p>" + kGbText) == "甲社区公示");
  CHECK(read("<meta charset=gbk><p>甲社区公示") == "甲社区公示");
  CHECK(read("<p>" + kGbText) == "甲社区公示");
  CHECK(read("\xef\xbb\xbf<meta charset=gbk><p>甲") == "甲");
  std::string wide = "\xff\xfe";
  for (const char c : std::string("<p>ab")) (wide += c) += '\0';
  CHECK(read(wide) == "ab");
}

TEST_CASE("damaged and hostile pages end well") {
  CHECK(read("") == "!file-damaged");
  CHECK(read("<html><body><script>x</script></body>") == "!no-text");
  CHECK(read("<table><tr><td>a<td>b") == "[1x2 a;b]");
  std::string deep = "top";
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  CHECK(read(deep + "bottom") == "top|bottom");
  std::string wrapped, closing;
  for (int i = 0; i < 300; ++i) wrapped += "<div>", closing += "</div>";
  CHECK(read(wrapped + "<p>a<p>b<table><tr><td>c<td>d</table>e" + closing + "f") == "a|b|[1x2 c;d]|e|f");
  std::string tables = "top";
  for (int i = 0; i < 3'000; ++i) tables += "<table><tr><td>";
  CHECK(read(tables + "bottom").starts_with("top"));
}

TEST_CASE("a saved page is unpacked from MIME") {
  const std::string head =
      "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; "
      "boundary=\"--=_x\"\r\n\r\n";
  const std::string picture =
      "----=_x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n";
  CHECK(read_mht(head + picture +
                 "----=_x\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: "
                 "quoted-printable\r\n\r\n"
                 "<p>=BC=D7=C9=E7=\r\n=C7=F8</p>\r\n----=_x--\r\n") == "甲社区");
  CHECK(read_mht(head + "----=_x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: "
                        "base64\r\n\r\nPHA+5L2g\r\n5aW9PC9wPg==\r\n----=_x--") == "你好");
  CHECK(read_mht("MIME-Version: 1.0\nContent-Type: text/html\n\n<p>plain</p>") == "plain");
  CHECK(read_mht(head + picture) == "!file-damaged");
}

TEST_CASE("plain text gives lines, and tables of tabs") {
  CHECK(read_text("one\r\n\r\ntwo\na\tb\nc\td\nend") == "one|two|[2x2 a;b;c;d]|end");
  CHECK(read_text(kGbText) == "甲社区公示");
  CHECK(read_text(" \n") == "!no-text");
}

TEST_CASE("the later, the more specific and the important rule counts") {
  CHECK(read("<style>.m{display:none} .m{display:block}</style><p class=m>a") == "a");
  CHECK(read("<style>#m.m{display:none} .m{display:block}</style>x<p class=m id=m>a") == "x");
  CHECK(read("<style>p.m{display:block !important} #m{display:none}</style><p class=m id=m>a") == "a");
  CHECK(read("<style>div .m{display:none}</style><div><p class=m>a</p></div><p class=m>b") == "b");
  CHECK(read("<style>div>.m{display:none}</style><div><b><i class=m>a</i></b><i class=m>b</i></div>") == "a");
  CHECK(read("<style>[data-h=x]{display:none} .m:hover{display:none}</style><p data-h=x>a<p class=m>b") == "b");
  CHECK(read("<style>.m{display:none}</style><p class=m style='display:block'>a") == "a");
  CHECK(read("<p style='display:none;display:block'>a") == "a");
}

TEST_CASE("media are those of a desktop's screen") {
  CHECK(read("<style>@media (max-width: 600px){.m{display:none}}</style><p class=m>a") == "a");
  CHECK(
      read("<style>.m{display:none} @media only screen and (min-width:768px){.m{display:block}}</style><p class=m>a") ==
      "a");
  CHECK(read("<style>@media not print{.m{display:none}}</style>x<p class=m>a") == "x");
  CHECK(read("<style>@supports (display:grid){@media screen{.m{display:none}}}</style>x<p class=m>a") == "x");
  CHECK(read("<style media=print>.m{display:none}</style><p class=m>a") == "a");
}

TEST_CASE("what is visible inside the invisible is shown") {
  CHECK(read("<div style='visibility:hidden'>a<p style='visibility:visible'>b</p></div>c") == "b|c");
  CHECK(read("<div style='font-size:0'>a<span style='font-size:14px'>b</span><span "
             "style='font-size:1em'>c</span></div>") == "b");
  CHECK(read("<style>table{font:0/0 a} td{font-size:12px}</style><table><tr><td>a<td>b</table>") == "[1x2 a;b]");
  CHECK(read("<div id=js_content style='visibility: hidden; opacity: 0'>a</div>") == "a");
}

TEST_CASE("a table that only a script would show is read where no other is shown") {
  const std::string table = "<table><tr><td>a<td>b<td>c<tr><td>d<td>e<td>f<tr><td>g<td>h<td>i</table>";
  const std::string shown = "[3x3 a;b;c;d;e;f;g;h;i]";
  CHECK(read("<p>t</p><div style='visibility:hidden'><p>u</p>" + table + "</div>") == "t|u|" + shown);
  CHECK(read("<p>t</p><div style='display:none'>" + table + "</div>") == "t|" + shown);
  CHECK(read(table + "<div style='display:none'>" + table + "</div>") == shown);
}

TEST_CASE("tables of other elements are tables") {
  const std::string shown = "[3x3 a;b;c;d;e;f;g;h;i]";
  const auto rows = [](const std::string& row, const std::string& cell) {
    std::string page;
    for (const char* letters : {"abc", "def", "ghi"}) {
      page += "<div " + row + ">";
      for (const char* letter = letters; *letter != '\0'; ++letter)
        page += "<div " + cell + ">" + std::string(1, *letter) + "</div>";
      page += "</div>";
    }
    return page;
  };
  const std::string row = "style='display:table-row'", cell = "style='display:table-cell'";
  CHECK(read("<div style='display:table'>" + rows(row, cell) + "</div>") == shown);
  CHECK(
      read("<style>.t{display:table}.g{display:table-row-group}.r{display:table-row}.r>div{display:table-cell}</style>"
           "<div class=t><div class=g>" +
           rows("class=r", "") + "</div></div>") == shown);
  // Rows without a table around them, among other text.
  CHECK(read("<div><p>x</p>" + rows(row, cell) + "<p>y</p></div>") == "x|" + shown + "|y");
  CHECK(read("<div>" + rows("style='display:flex'", "") + "</div>") == shown);
  CHECK(read("<div style='display:grid;grid-template-columns:40px repeat(2, 1fr)'><i>a</i><i>b</i><i>c</i><i "
             "style='grid-row: span 2'>d</i><i>e</i><i>f</i><i>g</i><i>h</i></div>") ==
        "[3x3 a;b;c;(1,0,2x1)d;e;f;g;h]");
  // Boxes that stand beside each other, with what ends their line, among other text.
  CHECK(read("<style>.c{float:left}.e{clear:both}</style><p>x</p><div>" + rows("", "class=c") +
             "</div><div class=e></div><p>y</p>") == "x|" + shown + "|y");
  CHECK(read("<h1>x</h1>" + rows("", "style='display:inline-block'") + "<p>y</p>") == "x|" + shown + "|y");
  // Groups of rows beside what they have in common.
  CHECK(read("<style>.g,.r{display:flex}</style><p>x</p><div class=g><div>k</div><div><div class=r><i>a</i><i>b</i>"
             "<i>c</i></div></div></div><div class=g><div>l</div><div><div class=r><i>d</i><i>e</i><i>f</i></div><div "
             "class=r><i>g</i><i>h</i><i>i</i></div></div></div><p>y</p>") ==
        "x|[3x4 k;a;b;c;(1,0,2x1)l;d;e;f;g;h;i]|y");
  // A head of its own above the rows.
  CHECK(read("<div style='display:table'><div " + row + "><div " + cell + ">p</div><div " + cell + ">q</div><div " +
             cell + ">r</div><div " + cell + ">s</div></div></div><div style='display:table'>" + rows(row, cell) +
             "</div>") == "[1x4 p;q;r;s]|" + shown);
  // What pages say to readers of screens.
  CHECK(read("<div role=table>" + rows("role=row", "role=cell") + "</div>") == shown);
  // Two columns lay out a page.
  CHECK(read("<div style='display:table'><div " + row + "><div " + cell + ">a</div><div " + cell +
             ">b</div></div></div>") == "a|b");
}

TEST_CASE("frames are part of the page") {
  CHECK(read("<p>a</p><iframe srcdoc=\"<p>b</p><iframe srcdoc='&lt;p&gt;c'></iframe>\"></iframe>d") == "a|b|c|d");
  CHECK(read("x<iframe src='data:text/html;base64,PHA+eTwvcD4='></iframe>") == "x|y");
  CHECK(read("x<iframe src='http://a.invalid/'></iframe>") == "x");
  CHECK(read("x<object type='text/html' data='data:text/html;base64,PHA+eTwvcD4='></object>") == "x|y");
  CHECK(read("<p>x</p><noframes>y</noframes>") == "x");
  // A frame that holds the whole article: the rest is the site's.
  const std::string article =
      "<p>t</p><p>u</p><table><tr><td>a<td>b<td>c<tr><td>d<td>e<td>f<tr><td>g<td>h<td>i</table>";
  CHECK(read("<div>site</div><iframe srcdoc='" + article + "'></iframe><p>links</p>") ==
        "f:site|t|u|[3x3 a;b;c;d;e;f;g;h;i]|f:links");
  CHECK(read("<p>t</p><p>u</p><iframe srcdoc='" + article.substr(article.find("<table")) + "'></iframe><p>v</p>") ==
        "t|u|[3x3 a;b;c;d;e;f;g;h;i]|v");
  // A page in itself ends.
  std::string page = "<p>end</p>";
  for (int i = 0; i < 30; ++i) {
    std::string inner;
    for (const char c : page)
      inner += c == '&' ? std::string("&amp;") : c == '"' ? std::string("&quot;") : std::string(1, c);
    if (inner.size() > 1'000'000) break;
    page = "<p>p</p><iframe srcdoc=\"" + inner + "\"></iframe>";
  }
  CHECK(read(page).starts_with("p|p|"));
  // Style sheets end at the frame.
  CHECK(read("<style>p{display:none}</style><iframe srcdoc='<p>a</p>'></iframe><p>b</p>") == "a");
}

TEST_CASE("Word's conditions are no text") {
  CHECK(read("<p><![if !supportLists]><span>1.<span>&nbsp;</span></span><![endif]>甲<![if !vml]><![endif]></p>") ==
        "1. 甲");
  CHECK(read("<p><! [IF !supportEmptyParas]>&nbsp;<![endif]>乙<!--[if gte mso 9]><b>丙</b><![endif]--></p>") == "乙");
  CHECK(read("<!DOCTYPE html><p>a<!-- <![if x]> -->b") == "ab");
}

TEST_CASE("signs without width are no text") {
  CHECK(read("<p>光纤\xe2\x80\x8b网\xc2\xad络\xef\xbb\xbf覆盖&shy;率") == "光纤网络覆盖率");
}

TEST_CASE("style sheets of a saved page are found in it") {
  CHECK(read_mht("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n"
                 "--b\r\nContent-Type: text/html\r\nContent-Location: http://a/i.html\r\n\r\n"
                 "<link rel=stylesheet href='s.css'><p class=h>a</p><p>b</p>\r\n"
                 "--b\r\nContent-Type: text/css\r\nContent-Location: http://a/s.css\r\n\r\n.h{display:none}\r\n"
                 "--b--") == "b");
}

TEST_CASE("frames of a saved page are found in it") {
  const std::string head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n";
  const auto part = [](const std::string& headers, const std::string& body) {
    return "--b\r\nContent-Type: text/html\r\n" + headers + "\r\n\r\n" + body + "\r\n";
  };
  CHECK(read_mht(head + part("Content-Location: http://a/i.html", "<frameset><frame src='m.html'></frameset>") +
                 part("Content-Location: http://a/m.html", "<p>甲") + "--b--") == "甲");
  CHECK(read_mht(head + part("Content-Location: http://a/", "<iframe src='cid:f1@x'></iframe>") +
                 part("Content-ID: <f1@x>", "<p>乙") + "--b--") == "乙");
}
