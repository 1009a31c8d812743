#include "comment/comment.h"

namespace crible {

std::string_view FieldName(Field field) {
  switch (field) {
    case Field::kBody:
      return "body";
    case Field::kAuthorName:
      return "author.name";
    case Field::kAuthorEmail:
      return "author.email";
    case Field::kAuthorUrl:
      return "author.url";
    case Field::kParentText:
      return "parent.text";
    case Field::kArticleTitle:
      return "article.title";
  }
  return "";
}

std::string_view FieldText(const Comment& comment, Field field) {
  switch (field) {
    case Field::kBody:
      return comment.body;
    case Field::kAuthorName:
      return comment.author.name;
    case Field::kAuthorEmail:
      return comment.author.email;
    case Field::kAuthorUrl:
      return comment.author.url;
    case Field::kParentText:
      return comment.parent.text;
    case Field::kArticleTitle:
      return comment.article ? comment.article->title : std::string_view();
  }
  return {};
}

}  // namespace crible
