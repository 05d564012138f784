// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ofd/ofd_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "extract/drawn_text.h"
#include "extract/ocr/image_reader.h"
#include "extract/ofd/ofd_page_pdf.h"
#include "extract/ofd/ofd_path.h"
#include "extract/pdf/jbig2_picture.h"
#include "extract/pdf/pdf_file.h"
#include "office/zip_package.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

using ofd::Matrix;

constexpr double kPointsPerMillimetre = 72 / 25.4;
constexpr int kMostDepth = 40;         // of blocks and composite objects in each other
constexpr int kMostObjects = 500'000;  // of one page
constexpr std::size_t kMostPages = 20'000;
constexpr double kAsciiWidth = 0.5;          // em; where the file gives no advances
constexpr double kDefaultLineWidth = 0.353;  // millimetres (GB/T 33190, 8.3)
constexpr double kStraight = 0.6;            // points; sides of a rectangle may drift by this
constexpr int kWhite = 247;                  // of 255
constexpr double kLargePicture = 0.05;       // share of the page from which a picture may hold text
constexpr std::size_t kMostPictures = 500;   // of one page
constexpr std::size_t kMostOperators = std::size_t{32} << 20;
constexpr double kA4Width = 210, kA4Height = 297;

// Files bind the namespace to any prefix, most to "ofd".
std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& one : node.children())
    if (local_name(one) == name) return one;
  return {};
}

template <typename Visit>
void for_each_child(const pugi::xml_node& node, std::string_view name, Visit visit) {
  for (const pugi::xml_node& one : node.children())
    if (local_name(one) == name) visit(one);
}

std::string child_text(const pugi::xml_node& node, std::string_view name) {
  std::string text = child(node, name).text().get();
  const auto is_space = [](char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; };
  while (!text.empty() && is_space(text.back())) text.pop_back();
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_space));
  return text;
}

// "x y w h" in millimetres.
std::optional<Box> box_of(std::string_view text) {
  const std::vector<double> values = ofd::numbers(text, 4);
  if (values.size() < 4) return std::nullopt;
  return Box{values[0], values[1], values[0] + values[2], values[1] + values[3]};
}

Matrix matrix_of(std::string_view text) {
  const std::vector<double> values = ofd::numbers(text, 6);
  if (values.size() < 6) return {};
  return {values[0], values[1], values[2], values[3], values[4], values[5]};
}

// Part of the page's content or a resource, and the document it belongs to.
struct PageEntry {
  std::size_t document = 0;
  std::string part;
};

struct DocumentEntry {
  std::string folder;
  Box page_box{0, 0, kA4Width, kA4Height};       // millimetres
  std::map<std::string, std::string> templates;  // id → part
  std::map<std::string, std::string> media;      // id → part
  std::map<std::string, std::pair<std::shared_ptr<pugi::xml_document>, pugi::xml_node>>
      composites;  // id → CompositeGraphicUnit
};

// The colour in which a text object is filled; black where it says none, or one of a palette.
std::uint32_t ink_of_object(const pugi::xml_node& object) {
  const pugi::xml_node color = child(object, "FillColor");
  const std::vector<double> values = ofd::numbers(color.attribute("Value").value(), 4);
  const double opacity = std::min(object.attribute("Alpha").as_int(255), color.attribute("Alpha").as_int(255)) / 255.0;
  if (values.size() == 1) return ink_of(values[0] / 255, values[0] / 255, values[0] / 255, opacity);
  if (values.size() == 3) return ink_of(values[0] / 255, values[1] / 255, values[2] / 255, opacity);
  if (values.size() == 4) {
    const double k = 1 - values[3] / 255;
    return ink_of((1 - values[0] / 255) * k, (1 - values[1] / 255) * k, (1 - values[2] / 255) * k, opacity);
  }
  return ink_of(0, 0, 0, opacity);
}

bool is_white(const pugi::xml_node& color) {
  const std::vector<double> values = ofd::numbers(color.attribute("Value").value(), 4);
  return !values.empty() && values.size() != 4 &&
         std::all_of(values.begin(), values.end(), [](double value) { return value >= kWhite; });
}

bool is_shown(const pugi::xml_node& object) {
  return std::string_view(object.attribute("Visible").as_string("true")) != "false";
}

bool is_transparent(const pugi::xml_node& object) { return object.attribute("Alpha").as_int(255) == 0; }

// Draws the objects of a page, millimetres → points of the page as shown.
class Painter {
 public:
  /// `operators`: where the drawing goes as a PDF's content stream; may be null. `height`: of the page, in points.
  Painter(PageCanvas& canvas, const DocumentEntry& document, std::string* operators, double height)
      : canvas_(canvas), document_(document), operators_(operators), height_(height) {}

  void paint(const pugi::xml_node& content, const Matrix& to_page, int depth = 0) {
    if (depth > kMostDepth) return;
    for (const pugi::xml_node& object : content.children()) {
      if (--budget_ < 0) return;
      const std::string_view name = local_name(object);
      if (name == "Layer" || name == "PageBlock") paint(object, to_page, depth + 1);
      if (!is_shown(object)) continue;
      if (name == "TextObject")
        paint_text(object, placed(object, to_page));
      else if (name == "PathObject")
        paint_path(object, placed(object, to_page));
      else if (name == "ImageObject")
        paint_picture(object, placed(object, to_page));
      else if (name == "CompositeObject")
        paint_composite(object, placed(object, to_page), depth);
    }
  }

  /// A picture: its resource and where its unit square goes.
  struct Picture {
    std::string resource;
    Matrix matrix;
    Box box;
  };
  [[nodiscard]] const std::vector<Picture>& pictures() const { return pictures_; }

  /// Puts the text on the canvas, once everything is drawn.
  void finish() { text_.put_on(canvas_); }

 private:
  // Objects are drawn in their own space, mapped by CTM into their Boundary.
  static Matrix placed(const pugi::xml_node& object, const Matrix& to_page) {
    const Box boundary = box_of(object.attribute("Boundary").value()).value_or(Box{});
    return matrix_of(object.attribute("CTM").value()).then({1, 0, 0, 1, boundary.x0, boundary.y0}).then(to_page);
  }

  // Quarter turns clockwise of what the matrix does to the x axis; empty at a slant.
  static std::optional<int> turns_of(const Matrix& matrix) {
    constexpr double kNearlyStraight = 0.05;
    const double length = std::hypot(matrix.a, matrix.b);
    if (length == 0) return std::nullopt;
    if (std::abs(matrix.b) <= kNearlyStraight * length) return matrix.a > 0 ? 0 : 2;
    if (std::abs(matrix.a) <= kNearlyStraight * length) return matrix.b > 0 ? 1 : 3;
    return std::nullopt;
  }

  void paint_text(const pugi::xml_node& object, const Matrix& matrix) {
    const std::optional<int> turns = turns_of(matrix);
    const double size = object.attribute("Size").as_double();
    if (size <= 0) return;
    const double scale = object.attribute("HScale").as_double(1);
    const double shown_size = size * std::hypot(matrix.c, matrix.d);
    const bool hidden = is_transparent(object) || is_transparent(child(object, "FillColor"));
    const std::uint32_t ink = ink_of_object(object);
    Point pen;
    for_each_child(object, "TextCode", [&](const pugi::xml_node& code) {
      pen.x = code.attribute("X").as_double(pen.x);
      pen.y = code.attribute("Y").as_double(pen.y);
      const std::u32string text = utf8::decode(code.text().get());
      const std::vector<double> steps_x = ofd::advances(code.attribute("DeltaX").value(), text.size());
      const std::vector<double> steps_y = ofd::advances(code.attribute("DeltaY").value(), text.size());
      for (std::size_t i = 0; i < text.size(); ++i) {
        const double natural = (text[i] < 0x80 ? kAsciiWidth : 1.0) * size * scale;
        const double width = steps_x.empty() || steps_x[i] <= 0 ? natural : std::min(natural, steps_x[i]);
        const Box box = box_around(matrix.apply({pen.x, pen.y - kEmAscent * size}),
                                   matrix.apply({pen.x + width, pen.y + kEmDescent * size}));
        text_.add({std::u32string(1, text[i]), box, shown_size, hidden, turns.value_or(0), !turns, ink, -1});
        pen.x += !steps_x.empty() ? steps_x[i] : steps_y.empty() ? natural : 0;
        if (!steps_y.empty()) pen.y += steps_y[i];
      }
    });
  }

  void paint_path(const pugi::xml_node& object, const Matrix& matrix) {
    if (is_transparent(object)) return;
    const std::string data = child_text(object, "AbbreviatedData");
    const std::vector<ofd::Subpath> parts = ofd::subpaths(data);
    const bool stroke = std::string_view(object.attribute("Stroke").as_string("true")) == "true";
    const bool fill = std::string_view(object.attribute("Fill").as_string("false")) == "true";
    const double thickness =
        object.attribute("LineWidth").as_double(kDefaultLineWidth) * std::hypot(matrix.a, matrix.b);
    if (operators_ != nullptr && operators_->size() < kMostOperators && !is_white(child(object, "FillColor"))) {
      const std::string path = ofd::pdf_operators(data, matrix, height_);
      const bool even_odd = std::string_view(object.attribute("Rule").value()).starts_with("Even");
      *operators_ += fmt::format("{:.2f} w\n{}{}\n", thickness, path,
                                 fill     ? (even_odd ? "f*" : "f")
                                 : stroke ? "S"
                                          : "n");
    }
    for (const ofd::Subpath& part : parts) {
      add_outline(part, matrix);
      if (fill) paint_fill(part, matrix, is_white(child(object, "FillColor")));
      for (std::size_t i = 1; stroke && part.straight && i < part.points.size(); ++i)
        canvas_.add_stroke(matrix.apply(part.points[i - 1]), matrix.apply(part.points[i]), thickness);
    }
  }

  void add_outline(const ofd::Subpath& part, const Matrix& matrix) {
    if (part.points.size() < 4 || (part.straight && part.points.size() <= 6)) return;
    Point first = matrix.apply(part.points.front());
    Box box = box_around(first, first);
    for (const Point& point : part.points) {
      const Point to = matrix.apply(point);
      box = {std::min(box.x0, to.x), std::min(box.y0, to.y), std::max(box.x1, to.x), std::max(box.y1, to.y)};
    }
    canvas_.add_outline(box);
  }

  void paint_fill(const ofd::Subpath& part, const Matrix& matrix, bool white) {
    if (!part.straight || part.points.size() < 4 || part.points.size() > 6) return;
    Point from = matrix.apply(part.points.front());
    Box box = box_around(from, from);
    for (const Point& point : part.points) {
      const Point to = matrix.apply(point);
      if (std::abs(from.x - to.x) > kStraight && std::abs(from.y - to.y) > kStraight) return;
      box = {std::min(box.x0, to.x), std::min(box.y0, to.y), std::max(box.x1, to.x), std::max(box.y1, to.y)};
      from = to;
    }
    canvas_.add_fill(box, white);
  }

  void paint_picture(const pugi::xml_node& object, const Matrix& matrix) {
    const Box diagonal = box_around(matrix.apply({0, 0}), matrix.apply({1, 1})),
              other = box_around(matrix.apply({1, 0}), matrix.apply({0, 1}));
    const Box box = united(diagonal, other);
    const bool opaque = object.attribute("Alpha").as_int(255) == 255 && object.attribute("ImageMask").empty();
    if (is_transparent(object)) return;
    if (opaque) text_.put_on(canvas_);  // It may hide the text drawn before it.
    canvas_.add_picture(box, opaque);
    if (pictures_.size() < kMostPictures) pictures_.push_back({object.attribute("ResourceID").value(), matrix, box});
  }

  void paint_composite(const pugi::xml_node& object, const Matrix& matrix, int depth) {
    const auto unit = document_.composites.find(object.attribute("ResourceID").value());
    if (unit != document_.composites.end()) paint(child(unit->second.second, "Content"), matrix, depth + 1);
  }

  PageCanvas& canvas_;
  const DocumentEntry& document_;
  std::string* operators_;
  double height_;
  DrawnText text_;
  std::vector<Picture> pictures_;
  int budget_ = kMostObjects;  // composite objects may refer to each other
};

}  // namespace

struct OfdFile::State {
  office::ZipPackage package;
  std::string shown;
  std::vector<DocumentEntry> documents;
  std::vector<PageEntry> pages;

  State(office::ZipPackage opened, std::string name) : package(std::move(opened)), shown(std::move(name)) {}

  [[nodiscard]] Result<std::shared_ptr<pugi::xml_document>> parse(const std::string& part) {
    Result<std::string> bytes = package.read(part);
    if (!bytes) return bytes.error();
    auto document = std::make_shared<pugi::xml_document>();
    const auto parsed =
        document->load_buffer(bytes->data(), bytes->size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!parsed) return Error{"file-damaged", fmt::format("{}: the part {} is not well-formed XML.", shown, part)};
    return document;
  }

  void add_document(const std::string& root_part) {
    const auto xml = parse(root_part);
    if (!xml) return;
    const pugi::xml_node root = (*xml)->document_element();
    DocumentEntry entry;
    entry.folder = ofd::folder_of(root_part);
    const pugi::xml_node common = child(root, "CommonData");
    if (const auto box = box_of(child_text(child(common, "PageArea"), "PhysicalBox")); box && !box->empty())
      entry.page_box = *box;
    for_each_child(common, "TemplatePage", [&](const pugi::xml_node& page) {
      entry.templates[page.attribute("ID").value()] = ofd::resolve(entry.folder, page.attribute("BaseLoc").value());
    });
    for (const std::string_view name : {"PublicRes", "DocumentRes"})
      for_each_child(common, name, [&](const pugi::xml_node& resource) {
        add_resources(entry, ofd::resolve(entry.folder, resource.text().get()));
      });
    for_each_child(child(root, "Pages"), "Page", [&](const pugi::xml_node& page) {
      if (pages.size() < kMostPages)
        pages.push_back({documents.size(), ofd::resolve(entry.folder, page.attribute("BaseLoc").value())});
    });
    documents.push_back(std::move(entry));
  }

  void add_resources(DocumentEntry& entry, const std::string& part) {
    const auto xml = parse(part);
    if (!xml) return;
    const pugi::xml_node root = (*xml)->document_element();
    const std::string folder = ofd::resolve(ofd::folder_of(part), root.attribute("BaseLoc").value());
    for_each_child(child(root, "MultiMedias"), "MultiMedia", [&](const pugi::xml_node& media) {
      entry.media[media.attribute("ID").value()] = ofd::resolve(folder, child_text(media, "MediaFile"));
    });
    for_each_child(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit", [&](const pugi::xml_node& unit) {
      entry.composites[unit.attribute("ID").value()] = {*xml, unit};
    });
  }

  // What recognition needs of a page.
  struct Drawing {
    std::vector<Painter::Picture> pictures;
    std::string operators;  // of its paths
  };

  // Draws a page.
  DrawnPage draw(int number, Drawing* drawing) {
    const PageEntry& entry = pages[static_cast<std::size_t>(number) - 1];
    DocumentEntry& document = documents[entry.document];
    std::vector<Problem> problems;
    const auto xml = parse(entry.part);
    pugi::xml_node root;
    if (xml)
      root = (*xml)->document_element();
    else
      problems.push_back(
          {"page-damaged", fmt::format("The page's content cannot be read: {}", xml.error().message), number});
    for_each_child(root, "PageRes", [&](const pugi::xml_node& resource) {
      add_resources(document, ofd::resolve(document.folder, resource.text().get()));
    });
    const auto own_box = box_of(child_text(child(root, "Area"), "PhysicalBox"));
    const Box paper = own_box && !own_box->empty() ? *own_box : document.page_box;
    const double scale = kPointsPerMillimetre;
    PageCanvas canvas({0, 0, paper.width() * scale, paper.height() * scale});
    const Matrix to_page{scale, 0, 0, scale, -paper.x0 * scale, -paper.y0 * scale};
    Painter painter(canvas, document, drawing == nullptr ? nullptr : &drawing->operators, paper.height() * scale);
    const auto paint_templates = [&](bool foreground) {
      for_each_child(root, "Template", [&](const pugi::xml_node& use) {
        if ((std::string_view(use.attribute("ZOrder").value()) == "Foreground") != foreground) return;
        const auto found = document.templates.find(use.attribute("TemplateID").value());
        const auto page =
            found == document.templates.end()
                ? Result<std::shared_ptr<pugi::xml_document>>(Error{"part-missing", "It is not in the file."})
                : parse(found->second);
        if (page)
          painter.paint(child((*page)->document_element(), "Content"), to_page);
        else
          problems.push_back(
              {"page-damaged", fmt::format("A template of the page cannot be read: {}", page.error().message), number});
      });
    };
    paint_templates(false);
    painter.paint(child(root, "Content"), to_page);
    paint_templates(true);
    painter.finish();
    if (drawing != nullptr) drawing->pictures = painter.pictures();
    DrawnPage page = canvas.finish();
    for (const Painter::Picture& picture : painter.pictures())
      if (is_large(picture, paper.width() * scale * paper.height() * scale) && page.content.glyphs.empty() &&
          !can_be_read(document, picture.resource))
        problems.push_back(
            {"page-damaged", "A picture of the page is missing or of a kind that is not known.", number});
    page.content.page = {number, paper.width() * scale, paper.height() * scale, 0, "", "", 0, ""};
    page.problems = std::move(problems);
    return page;
  }

  static bool is_large(const Painter::Picture& picture, double page) {
    return picture.box.width() * picture.box.height() > kLargePicture * page;
  }

  [[nodiscard]] std::string media_bytes(const DocumentEntry& document, const std::string& resource) {
    const auto media = document.media.find(resource);
    return media == document.media.end() ? std::string() : package.read(media->second).value_or(std::string());
  }

  [[nodiscard]] bool can_be_read(const DocumentEntry& document, const std::string& resource) {
    const std::string bytes = media_bytes(document, resource);
    return image_size(bytes).first > 0 || decode_media(bytes).has_value();
  }

  [[nodiscard]] static Result<PagePicture> decode_media(const std::string& bytes) {
    return is_image(bytes) ? decode_image(bytes, 0) : decode_jbig2(bytes);
  }
};

OfdFile::OfdFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OfdFile::OfdFile(OfdFile&&) noexcept = default;
OfdFile& OfdFile::operator=(OfdFile&&) noexcept = default;
OfdFile::~OfdFile() = default;

Result<OfdFile> OfdFile::open(std::string_view bytes, std::string shown) {
  Result<office::ZipPackage> package = office::ZipPackage::open(bytes, shown);
  if (!package) return package.error();
  if (package->has("Encryptions.xml"))
    return Error{"file-encrypted",
                 fmt::format("{}: the OFD is encrypted; save it without encryption and try again.", shown)};
  auto state = std::make_unique<State>(std::move(*package), std::move(shown));
  const auto root = state->parse("OFD.xml");
  if (!root) return root.error();
  for_each_child((*root)->document_element(), "DocBody", [&](const pugi::xml_node& body) {
    state->add_document(ofd::resolve("", child_text(body, "DocRoot")));
  });
  if (state->pages.empty())
    return Error{"file-damaged", fmt::format("{}: the OFD has no page; ask for it again.", state->shown)};
  return OfdFile(std::move(state));
}

int OfdFile::pages() const { return static_cast<int>(state_->pages.size()); }

DrawnPage OfdFile::read_page(int number) { return state_->draw(number, nullptr); }

namespace {

// Puts `picture` where `matrix` maps the unit square, pixel by pixel of the sheet.
void place(const PagePicture& picture, const Matrix& matrix, const Box& box, PagePicture& sheet) {
  const double factor = sheet.dpi / 72;
  const Matrix back = matrix.inverse();
  const int x0 = std::max(0, static_cast<int>(std::floor(box.x0 * factor))),
            x1 = std::min(sheet.width, static_cast<int>(std::ceil(box.x1 * factor))),
            y0 = std::max(0, static_cast<int>(std::floor(box.y0 * factor))),
            y1 = std::min(sheet.height, static_cast<int>(std::ceil(box.y1 * factor)));
  const auto from = static_cast<std::size_t>(picture.channels), to = static_cast<std::size_t>(sheet.channels);
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) {
      const Point unit = back.apply({(x + 0.5) / factor, (y + 0.5) / factor});
      if (unit.x < 0 || unit.x >= 1 || unit.y < 0 || unit.y >= 1) continue;
      const auto column = static_cast<std::size_t>(unit.x * picture.width),
                 row = static_cast<std::size_t>(unit.y * picture.height);
      const std::uint8_t* source =
          picture.pixels.data() + (row * static_cast<std::size_t>(picture.width) + column) * from;
      std::uint8_t* target =
          sheet.pixels.data() +
          (static_cast<std::size_t>(y) * static_cast<std::size_t>(sheet.width) + static_cast<std::size_t>(x)) * to;
      for (std::size_t i = 0; i < to; ++i) target[i] = source[from == 3 ? i : 0];
    }
}

}  // namespace

Result<PagePicture> OfdFile::picture(int number) {
  State::Drawing drawing;
  const DrawnPage drawn = state_->draw(number, &drawing);
  const Page& page = drawn.content.page;
  const auto damaged = [&](std::string_view why) {
    return Error{"page-damaged", fmt::format("{}: page {}: {}", state_->shown, number, why), number};
  };
  const double paper = page.width * page.height;
  std::erase_if(drawing.pictures, [&](const Painter::Picture& picture) {
    return std::abs(picture.matrix.determinant()) < 1e-6 || picture.box.empty();
  });
  const bool pictured = std::any_of(drawing.pictures.begin(), drawing.pictures.end(),
                                    [&](const Painter::Picture& picture) { return State::is_large(picture, paper); });
  if (!pictured && drawn.outlines > 0) {
    const std::string pdf = pdf_of_drawing(drawing.operators, page.width, page.height);
    const Result<PdfFile> file = PdfFile::open(pdf);
    if (!file) return damaged("it cannot be drawn.");
    return file->picture(1);
  }
  if (drawing.pictures.empty()) return damaged("there is no picture on it.");

  // Onto a white page at the finest large picture's resolution, so that places on it are places on the page. Scanners
  // cut pages into strips, and programs turn them.
  const DocumentEntry& document = state_->documents[state_->pages[static_cast<std::size_t>(number) - 1].document];
  PagePicture sheet;
  std::string why = "its picture is missing.";
  const auto resolution = [](const Painter::Picture& placed, const PagePicture& picture) {
    return picture.width * 72.0 / std::hypot(placed.matrix.a, placed.matrix.b);
  };
  std::stable_sort(drawing.pictures.begin(), drawing.pictures.end(), [](const auto& a, const auto& b) {
    return a.box.width() * a.box.height() > b.box.width() * b.box.height();
  });
  for (const Painter::Picture& placed : drawing.pictures) {
    const std::string bytes = state_->media_bytes(document, placed.resource);
    const Result<PagePicture> picture = State::decode_media(bytes);
    if (!picture) {
      if (!bytes.empty()) why = picture.error().message;
      continue;
    }
    if (sheet.pixels.empty()) {
      constexpr double kMostPixels = 2e8;
      sheet.dpi = resolution(placed, *picture);
      const double factor = sheet.dpi / 72;
      if (!(page.width * factor * page.height * factor < kMostPixels)) return damaged("its picture is too large.");
      sheet.width = std::max(1, static_cast<int>(std::lround(page.width * factor)));
      sheet.height = std::max(1, static_cast<int>(std::lround(page.height * factor)));
      sheet.channels = picture->channels;
      sheet.pixels.assign(static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height) *
                              static_cast<std::size_t>(sheet.channels),
                          255);
    }
    place(*picture, placed.matrix, placed.box, sheet);
  }
  if (sheet.pixels.empty()) return damaged(why);
  return sheet;
}

}  // namespace gongshi::extract
