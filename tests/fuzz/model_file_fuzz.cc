// Whatever the bytes, ReadModel answers; what it accepts is written back to a
// file that reads the same and that a classifier can be built from.

#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "bayes/classifier.h"
#include "bayes/model.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace crible;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto model = ReadModel("fuzz.model", bytes);
  if (!model.ok()) return 0;
  const std::string written = WriteModel(*model);
  const auto again = ReadModel("fuzz.model", written);
  CRIBLE_CHECK(again.ok());
  CRIBLE_CHECK(*again == *model);
  CRIBLE_CHECK(WriteModel(*again) == written);
  Classifier::Build({&*model, 1}, CategoryTable());
  return 0;
}
