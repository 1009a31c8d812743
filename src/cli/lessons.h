#ifndef CRIBLE_CLI_LESSONS_H_
#define CRIBLE_CLI_LESSONS_H_

// crible lessons: what the models have learned at a site, from whom, and taking
// it back. Works on the data itself, beside a running server.

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/data_options.h"

namespace crible {

struct LessonsOptions {
  DataOptions data;
  std::string models;
  std::string site;
  std::string source;      // list, drop-source
  std::string word;        // token
  std::string comment;     // teach: its name or, with --site, its id
  std::string said;        // teach: accepted, refused, or a category
  std::string ground;      // teach
  bool candidate = false;  // layer
};

// The sources, and how far the layer in force has learned; with `source` each
// of its lessons.
int RunLessonsList(const LessonsOptions& options, const Io& io);
int RunLessonsTeach(const LessonsOptions& options, const Io& io);
// The lessons that taught a word.
int RunLessonsToken(const LessonsOptions& options, const Io& io);
int RunLessonsDropSource(const LessonsOptions& options, const Io& io);
// Counts and tries a layer of all lessons; it goes live if it is no worse, else
// kExitFindings.
int RunLessonsActivate(const LessonsOptions& options, const Io& io);
int RunLessonsRollback(const LessonsOptions& options, const Io& io);
// The bytes of the layer in force.
int RunLessonsLayer(const LessonsOptions& options, const Io& io);

void AddLessons(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_LESSONS_H_
