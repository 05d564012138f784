// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/archive/mail.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "extract/archive/archive_reader.h"
#include "extract/kind.h"
#include "extract/web/mime.h"
#include "schema/utf8.h"
#include "tests/extract/doc_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

// "name=bytes|name=bytes"
std::string parts_of(const std::string& message) {
  const auto parts = mail_parts(message);
  if (!parts) return "!" + parts.error().code;
  std::string text;
  for (const MailPart& part : *parts) text += (text.empty() ? "" : "|") + part.name + "=" + part.bytes;
  return text;
}

std::string members_of(const std::string& message) {
  std::string names;
  const auto done = for_each_member(message, "a.eml", {}, [&](const std::string& name, const auto& bytes) {
    names += (names.empty() ? "" : "|") + name + (bytes ? "" : "!" + bytes.error().code);
    return true;
  });
  return done ? names : "!" + done.error().code;
}

const std::string kHead = "Received: by x\r\nFrom: a@b.invalid\r\nMIME-Version: 1.0\r\n";

std::string mixed(const std::string& parts, const std::string& boundary = "b") {
  return "Content-Type: multipart/mixed;\r\n\tboundary=\"" + boundary + "\"\r\n\r\n" + parts + "--" + boundary +
         "--\r\n";
}

}  // namespace

TEST_CASE("a message gives its text and its attachments") {
  CHECK(parts_of(kHead + mixed("--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
                               "--b\r\nContent-Type: application/octet-stream; name=\"a.docx\"\r\n"
                               "Content-Transfer-Encoding: base64\r\n\r\nYWJj\r\n")) == "正文.txt=hello|a.docx=abc");
  // A page goes before plain text, decoded.
  CHECK(parts_of(kHead +
                 "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
                 "--b\r\nContent-Type: text/html; charset=gb2312\r\n\r\n<p>\xbc\xd7</p>\r\n--b--") ==
        "正文.html=<p>甲</p>");
  CHECK(parts_of(kHead + "Content-Type: text/plain\r\n\r\nonly text") == "正文.txt=only text");
  CHECK(parts_of(kHead + "Content-Type: text/plain\r\n\r\n \r\n") == "!file-damaged");
  // What signs a message says nothing of its own.
  CHECK(parts_of(kHead + mixed("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
                               "--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\ny\r\n")) ==
        "正文.txt=x");
}

TEST_CASE("names of attachments are read in every writing") {
  const auto named = [](const std::string& headers) {
    return parts_of(kHead + mixed("--b\r\n" + headers + "\r\n\r\nx\r\n"));
  };
  CHECK(named("Content-Disposition: attachment; filename=\"=?gbk?B?vNcuZG9jeA==?=\"") == "甲.docx=x");
  CHECK(named("Content-Disposition: attachment; filename*=utf-8''%E7%94%B2.pdf") == "甲.pdf=x");
  CHECK(named("Content-Disposition: attachment;\r\n filename*0=\"long\";\r\n filename*1=\"er.pdf\"") == "longer.pdf=x");
  CHECK(named("Content-Type: application/pdf; name=\"\xbc\xd7.pdf\"") == "甲.pdf=x");
  CHECK(named("Content-Disposition: attachment; filename=\"../../etc/a.doc\"") == "a.doc=x");
  CHECK(named("Content-Type: application/pdf") == "附件1=x");
  CHECK(decoded_words("=?utf-8?Q?=E7=94=B2_?= =?utf-8?Q?b?=") == "甲 b");
}

TEST_CASE("messages in messages and archives in them are opened") {
  const std::string inner = kHead + mixed("--c\r\nContent-Disposition: attachment; filename=b.doc\r\n\r\ny\r\n", "c");
  CHECK(members_of(kHead + mixed("--b\r\nContent-Type: message/rfc822; name=\"in.eml\"\r\n\r\n" + inner + "\r\n")) ==
        "in.eml!b.doc");
  std::string deep = kHead + mixed("--d0\r\nContent-Disposition: attachment; filename=z\r\n\r\nz\r\n", "d0");
  for (int i = 1; i < 10; ++i) {
    const std::string mark = "d" + std::to_string(i);
    deep =
        kHead + mixed("--" + mark + "\r\nContent-Type: message/rfc822; name=\"n.eml\"\r\n\r\n" + deep + "\r\n", mark);
  }
  CHECK(members_of(deep).find("archive-bomb") != std::string::npos);
  // Multiparts in each other end.
  std::string nested = "x";
  for (int i = 0; i < 100; ++i)
    nested = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + nested + "\r\n--b--";
  CHECK(parts_of(nested) == "!file-damaged");
}

TEST_CASE("mail is told from a saved page") {
  const std::string related = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n";
  CHECK(kind_of("From: <Saved by Blink>\r\nSubject: a\r\n" + related) == Kind::kMht);
  CHECK(kind_of("Received: by x\r\n" + related) == Kind::kMail);
  CHECK(kind_of("To: x@y.invalid\r\n" + related) == Kind::kMail);
  CHECK(kind_of("From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n") == Kind::kMail);
  CHECK(kind_of("MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>") == Kind::kMht);
  CHECK(kind_of("联系电话：1\nContent-Type: x is no header\n") == Kind::kText);
}

TEST_CASE("a message of Outlook gives its text and its attachments") {
  const auto wide = [](const std::string& text) {
    std::string bytes;
    for (const char32_t code : utf8::decode(text)) bytes += test::le(code, 2);
    return bytes;
  };
  using Streams = std::vector<std::pair<std::u16string, std::string>>;
  const auto parts = [](const Streams& streams) {
    const auto read = outlook_parts(test::compound_file(streams));
    if (!read) return "!" + read.error().code;
    std::string text;
    for (const MailPart& part : *read) text += (text.empty() ? "" : "|") + part.name + "=" + part.bytes;
    return text;
  };
  Streams message = {{u"__properties_version1.0", std::string(32, '\0')},
                     {u"__substg1.0_1000001F", wide("请查收。")},
                     {u"__attach_version1.0_#00000000/__substg1.0_3707001F", wide("公示.docx")},
                     {u"__attach_version1.0_#00000000/__substg1.0_37010102", "abc"},
                     {u"__attach_version1.0_#00000001/__substg1.0_3704001E", "\xbc\xd7.PDF"},
                     {u"__attach_version1.0_#00000001/__substg1.0_37010102", std::string(5000, 'x')}};
  CHECK(kind_of(test::compound_file(message)) == Kind::kOutlook);
  CHECK(parts(message) == "正文.txt=请查收。|公示.docx=abc|甲.PDF=" + std::string(5000, 'x'));
  message.push_back({u"__substg1.0_10130102", "<p>page</p>"});
  CHECK(parts(message).starts_with("正文.html=<p>page</p>|公示.docx=abc|"));
  CHECK(parts({{u"__properties_version1.0", std::string(32, '\0')}}) == "!file-damaged");
  CHECK(members_of(test::compound_file(message)).find("公示.docx") != std::string::npos);
}
