#ifndef CRIBLE_CLI_LEGAL_H_
#define CRIBLE_CLI_LEGAL_H_

// crible legal and crible report: what law asks of a publisher, from a
// terminal, by calls to a running server. The key is read from $CRIBLE_KEY.

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/service_call.h"

namespace crible {

struct LegalOptions {
  std::string server = "127.0.0.1:50061";
  std::string site = "default";
  std::string comment;          // id within the site, or whole name
  std::string article, author;  // what is held instead
  std::string until;            // the day on which a hold ends: 2027-01-31
  std::string event;            // of the hold to end, or of a report
  std::string authority, reference, ground;
  int hours = 24;  // within which an order is to be obeyed
  int year = 0;
  std::string month;  // 2026-10
};

int RunLegalHold(const LegalOptions& options, const ServiceCall& call,
                 const Io& io);
int RunLegalHolds(const LegalOptions& options, const ServiceCall& call,
                  const Io& io);
int RunLegalRelease(const LegalOptions& options, const ServiceCall& call,
                    const Io& io);
int RunLegalOrder(const LegalOptions& options, const ServiceCall& call,
                  const Io& io);
// The disclosure as JSON on standard output: the document, its signature.
int RunLegalDisclose(const LegalOptions& options, const ServiceCall& call,
                     const Io& io);
// The statement, or the answer, in the user's language.
int RunLegalStatement(const LegalOptions& options, const ServiceCall& call,
                      const Io& io);
int RunLegalAnswer(const LegalOptions& options, const ServiceCall& call,
                   const Io& io);
// CSV: figure,ground,kind,value.
int RunReportDsa(const LegalOptions& options, const ServiceCall& call,
                 const Io& io);
// CSV: figure,value; of the moderators as a group.
int RunReportTeam(const LegalOptions& options, const ServiceCall& call,
                  const Io& io);

void AddLegal(CommandLine* line);
void AddReport(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_LEGAL_H_
