#ifndef CRIBLE_BASE_FREE_MEMORY_H_
#define CRIBLE_BASE_FREE_MEMORY_H_

#include <utility>

namespace crible {

// Empties a container and gives its memory back. `c = {}` does not: to a vector
// or a string braces are an empty list, which it copies into the room that it
// has.
template <typename Container>
void FreeMemory(Container* container) {
  Container empty;
  std::swap(*container, empty);
}
template <typename... Containers>
void FreeMemory(Containers*... containers) {
  (FreeMemory(containers), ...);
}

}  // namespace crible

#endif  // CRIBLE_BASE_FREE_MEMORY_H_
