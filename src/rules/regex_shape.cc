#include "rules/regex_shape.h"

#include <algorithm>
#include <iterator>

#include "rules/text_runs.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr size_t kTextsMax = 600;  // of a piece
constexpr size_t kJoinedMax = 48;  // two pieces of more together stay apart
constexpr size_t kBytesMax = 100;  // of a text
constexpr size_t kSignsMax = 16;   // of a class, to tell them apart
constexpr size_t kLettersMax = 6;  // likewise
constexpr int kCopiesMax = 4;      // of what repeats

using Kind = RegexNode::Kind;

const std::string& Gap() {
  static const std::string* const gap = new std::string(1, kShapeGap);
  return *gap;
}

bool IsOpen(char c) { return IsShapeWord(c) || c == kShapeGap; }

// Whether all texts begin (end) with a character that is no part of a run.
bool AllBeginApart(const ShapeTexts& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
    return !text.empty() && !IsOpen(text.front());
  });
}
bool AllEndApart(const ShapeTexts& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
    return !text.empty() && !IsOpen(text.back());
  });
}

// Of which two are as good as one.
bool Collapses(char c) {
  return c == ' ' || c == kShapeEdge || c == kShapeGap || c == kShapeWild;
}

void AppendText(std::string_view more, std::string* text) {
  char last = text->empty() ? 'x' : text->back();
  size_t from = 0;  // of what is not yet appended
  for (size_t i = 0; i < more.size(); ++i) {
    if (more[i] == last && Collapses(last)) {
      text->append(more.substr(from, i - from));
      from = i + 1;
    }
    last = more[i];
  }
  text->append(more.substr(from));
  if (text->size() <= kBytesMax) return;
  text->resize(kBytesMax);
  // A run that is cut is not whole.
  text->push_back(kShapeGap);
}

void DropDoubles(ShapeTexts* texts) {
  const auto not_ascending = [](const std::string& a, const std::string& b) {
    return a >= b;
  };
  if (std::adjacent_find(texts->begin(), texts->end(), not_ascending) ==
      texts->end()) {
    return;
  }
  std::sort(texts->begin(), texts->end());
  texts->erase(std::unique(texts->begin(), texts->end()), texts->end());
}

// Too many texts are reduced to what is rarest in them, or to anything.
void Finish(ShapeTexts* texts) {
  DropDoubles(texts);
  if (texts->size() <= kTextsMax) return;
  for (std::string& text : *texts) text = RarestOfShape(text);
  DropDoubles(texts);
  if (texts->size() > kTextsMax) *texts = {Gap()};
}

bool AllEndInGap(const ShapeTexts& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
    const size_t last = text.find_last_not_of(kShapeEdge);
    return last != text.npos && text[last] == kShapeGap && text.size() > 1;
  });
}

bool IsNothing(const ShapeTexts& texts) {
  return texts.size() == 1 && texts[0].size() <= 1 &&
         (texts[0].empty() || texts[0][0] == kShapeEdge ||
          texts[0][0] == kShapeGap);
}

ShapeTexts JoinTexts(ShapeTexts left, const ShapeTexts& right) {
  if (right.size() == 1) {
    for (std::string& text : left) AppendText(right[0], &text);
    return left;
  }
  ShapeTexts joined;
  joined.reserve(left.size() * right.size());
  for (const std::string& l : left) {
    for (const std::string& r : right) {
      AppendText(r, &joined.emplace_back(l));
    }
  }
  return joined;
}

// Joins two pieces to one, or leaves them apart, with what each knows of the
// other's edge.
void JoinPieces(ShapeTexts left, ShapeTexts right, RegexShape* shape) {
  const bool small = left.size() * right.size() <= kJoinedMax;
  const bool within_run = !AllEndApart(left) && !AllBeginApart(right);
  const bool joins = IsNothing(left) || IsNothing(right) ||
                     ((small || within_run) && !AllEndInGap(left));
  if (joins && left.size() * right.size() <= kTextsMax) {
    ShapeTexts joined = JoinTexts(std::move(left), right);
    Finish(&joined);
    shape->push_back(std::move(joined));
    return;
  }
  const bool left_ends_apart = AllEndApart(left);
  if (AllBeginApart(right)) {
    for (std::string& text : left) text.push_back(kShapeEdge);
  }
  if (left_ends_apart) {
    for (std::string& text : right) text.insert(0, 1, kShapeEdge);
  }
  shape->push_back(std::move(left));
  shape->push_back(std::move(right));
}

RegexShape Join(RegexShape left, RegexShape right) {
  ShapeTexts last = std::move(left.back());
  left.pop_back();
  JoinPieces(std::move(last), std::move(right.front()), &left);
  left.insert(left.end(), std::make_move_iterator(right.begin() + 1),
              std::make_move_iterator(right.end()));
  return left;
}

// One piece for all: the rarest, which stands somewhere between the others.
ShapeTexts Flatten(RegexShape shape) {
  if (shape.size() == 1) return std::move(shape[0]);
  size_t rarest = 0;
  double rate = 2;
  for (size_t i = 0; i < shape.size(); ++i) {
    const double of_piece = ShapeRate(shape[i]);
    if (of_piece < rate) {
      rate = of_piece;
      rarest = i;
    }
  }
  ShapeTexts texts = std::move(shape[rarest]);
  for (std::string& text : texts) {
    if (rarest > 0) text.insert(0, Gap());
    if (rarest + 1 < shape.size()) AppendText(Gap(), &text);
  }
  return texts;
}

void AppendCharacter(char32_t c, std::string_view bytes, std::string* text) {
  if (IsRegexWord(c)) {
    text->push_back(c < 'A' || c > 'Z' ? static_cast<char>(c)
                                       : static_cast<char>(c - 'A' + 'a'));
  } else {
    AppendText(IsCommonSign(c) ? " " : bytes, text);
  }
}

ShapeTexts LiteralTexts(std::string_view literal) {
  std::string text;
  for (size_t i = 0; i < literal.size();) {
    const CodePoint point = DecodeUtf8(literal, i);
    AppendCharacter(point.value, literal.substr(i, point.size), &text);
    i += point.size;
  }
  if (text.size() > kBytesMax) {
    text.resize(kBytesMax);
    text.push_back(kShapeGap);
  }
  return {text};
}

// What a class has: letters (capital ones as small), digits, signs.
struct Members {
  std::string letters;  // and digits and _, ascending
  ShapeTexts signs;     // a space for many or common ones

  bool AreDigits() const {
    return !letters.empty() && letters.back() >= '0' && letters.back() <= '9';
  }
};

Members MembersOf(const CharSet& set) {
  Members members;
  size_t signs = 0;
  bool any_sign = false;
  for (const auto& [first, last] : set.ranges()) {
    for (char32_t c = first; c <= last; ++c) {
      if (IsRegexWord(c)) {
        AppendCharacter(c, {}, &members.letters);
        continue;
      }
      any_sign |= IsCommonSign(c) || ++signs > kSignsMax;
      if (any_sign && c >= 0x80) break;  // nothing more to learn
      AppendUtf8(c, &members.signs.emplace_back());
    }
  }
  if (any_sign) members.signs = {" "};
  std::sort(members.letters.begin(), members.letters.end());
  members.letters.erase(
      std::unique(members.letters.begin(), members.letters.end()),
      members.letters.end());
  return members;
}

ShapeTexts ClassTexts(const CharSet& set) {
  Members members = MembersOf(set);
  ShapeTexts texts = std::move(members.signs);
  if (members.letters.size() <= kLettersMax) {
    for (const char letter : members.letters) texts.emplace_back(1, letter);
  } else {
    texts.emplace_back(1, members.AreDigits() ? kShapeDigit : kShapeOne);
  }
  return texts;
}

// Of many characters of a class, or none.
ShapeTexts ClassRowTexts(const CharSet& set, int min) {
  Members members = MembersOf(set);
  ShapeTexts texts = std::move(members.signs);
  if (!texts.empty() && !members.letters.empty()) return {Gap()};
  if (!members.letters.empty()) {
    const bool digits = members.AreDigits() && min > 0;  // else perhaps none
    texts.emplace_back(1, digits ? kShapeDigit : kShapeWild);
  }
  if (min == 0) texts.emplace_back();
  return texts;
}

// Anything, between what the body begins and ends with.
std::string MiddleOf(const RegexShape& body) {
  std::string middle;
  if (AllBeginApart(body.front())) middle.push_back(kShapeEdge);
  middle += Gap();
  if (AllEndApart(body.back())) middle.push_back(kShapeEdge);
  return middle;
}

// The body, many times or not at all.
ShapeTexts OptionalRowTexts(RegexShape body) {
  constexpr size_t kSpeltMax = 4;
  const std::string middle = MiddleOf(body);
  if (body.size() > 1 || body[0].size() > kSpeltMax) return {"", middle};
  ShapeTexts texts = {""};
  for (const std::string& first : body[0]) {
    texts.push_back(first);
    for (const std::string& last : body[0]) {
      AppendText(Gap(), &texts.emplace_back(first));
      AppendText(last, &texts.back());
    }
  }
  return texts;
}

RegexShape RepeatShape(const RegexNode& node) {
  const RegexNode& child = node.children[0];
  if (node.max == 0) return {{""}};
  if (child.kind == Kind::kClass && node.max != 1) {
    return {ClassRowTexts(child.set, node.min)};
  }
  RegexShape body = ShapeOf(child);
  ShapeTexts texts;
  if (node.min == 0 && node.max == 1) {
    texts = body.size() > 1 ? ShapeTexts{MiddleOf(body)} : std::move(body[0]);
    texts.emplace_back();
    Finish(&texts);
    return {std::move(texts)};
  }
  if (node.min == 0) {
    texts = OptionalRowTexts(std::move(body));
    Finish(&texts);
    return {std::move(texts)};
  }
  RegexShape shape = body;
  const int copies = std::min(node.min, kCopiesMax);
  for (int i = 1; i < copies; ++i) shape = Join(std::move(shape), body);
  if (node.min > copies) shape = Join(std::move(shape), {{MiddleOf(body)}});
  if (node.max != node.min) {
    shape = Join(std::move(shape), {{"", MiddleOf(body)}});
  }
  return shape;
}

RegexShape AlternateShape(const RegexNode& node) {
  ShapeTexts texts;
  for (const RegexNode& child : node.children) {
    ShapeTexts more = Flatten(ShapeOf(child));
    texts.insert(texts.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
  }
  Finish(&texts);
  return {std::move(texts)};
}

RegexShape ConcatShape(const RegexNode& node) {
  RegexShape shape = {{""}};
  for (const RegexNode& child : node.children) {
    shape = Join(std::move(shape), ShapeOf(child));
  }
  return shape;
}

}  // namespace

RegexShape ShapeOf(const RegexNode& node) {
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kNoBoundary:
      return {{""}};
    case Kind::kLiteral:
      return {LiteralTexts(node.literal)};
    case Kind::kClass:
      return {ClassTexts(node.set)};
    case Kind::kProperty:
      return {{" ", std::string(1, kShapeOne)}};
    case Kind::kBoundary:
    case Kind::kBeginText:
    case Kind::kEndText:
      return {{std::string(1, kShapeEdge)}};
    case Kind::kConcat:
      return ConcatShape(node);
    case Kind::kAlternate:
      return AlternateShape(node);
    case Kind::kRepeat:
      return RepeatShape(node);
  }
  return {{Gap()}};
}

}  // namespace crible
