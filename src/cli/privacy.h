#ifndef CRIBLE_CLI_PRIVACY_H_
#define CRIBLE_CLI_PRIVACY_H_

// crible privacy: the rights of a person, from a terminal, by calls to a
// running server. The key is read from $CRIBLE_KEY.

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/service_call.h"

namespace crible {

struct PrivacyOptions {
  std::string server = "127.0.0.1:50061";
  std::string site = "default";
  std::string author, email, address, name;  // who
  std::vector<std::string> comments;  // ids within the site, or whole names
  std::string reference;              // of the request
  bool lift = false;                  // take back
  bool accept = false;                // rectify: publish
  std::string ground, note;
};

int RunPrivacyFind(const PrivacyOptions& options, const ServiceCall& call,
                   const Io& io);
// One JSON document on standard output.
int RunPrivacyExport(const PrivacyOptions& options, const ServiceCall& call,
                     const Io& io);
int RunPrivacyErase(const PrivacyOptions& options, const ServiceCall& call,
                    const Io& io);
int RunPrivacyRestrict(const PrivacyOptions& options, const ServiceCall& call,
                       const Io& io);
int RunPrivacyObject(const PrivacyOptions& options, const ServiceCall& call,
                     const Io& io);
int RunPrivacyRectify(const PrivacyOptions& options, const ServiceCall& call,
                      const Io& io);

void AddPrivacy(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_PRIVACY_H_
