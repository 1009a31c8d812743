#ifndef CRIBLE_BASE_HUGE_PAGES_H_
#define CRIBLE_BASE_HUGE_PAGES_H_

// Memory for big tables that are read at random: in pages of 2 MiB where the
// system has them, so that a look-up misses the cache once and not twice.
//
//   std::vector<Slot, HugePageAllocator<Slot>> slots(n);

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace crible {

inline constexpr size_t kHugePageBytes = size_t{2} << 20;

// Blocks below half a huge page come from the ordinary heap.
template <typename T>
class HugePageAllocator {
 public:
  using value_type = T;
  HugePageAllocator() = default;
  template <typename U>
  HugePageAllocator(const HugePageAllocator<U>&) {}

  T* allocate(size_t n) {
    const size_t bytes = n * sizeof(T);
    if (!IsBig(bytes)) return static_cast<T*>(::operator new(bytes));
    void* const block =
        ::operator new(Rounded(bytes), std::align_val_t(kHugePageBytes));
    madvise(block, Rounded(bytes), MADV_HUGEPAGE);  // only a wish
    return static_cast<T*>(block);
  }
  void deallocate(T* block, size_t n) {
    if (!IsBig(n * sizeof(T))) return ::operator delete(block);
    ::operator delete(block, std::align_val_t(kHugePageBytes));
  }
  template <typename U>
  bool operator==(const HugePageAllocator<U>&) const {
    return true;
  }

 private:
  static bool IsBig(size_t bytes) { return bytes >= kHugePageBytes / 2; }
  static size_t Rounded(size_t bytes) {
    return (bytes + kHugePageBytes - 1) / kHugePageBytes * kHugePageBytes;
  }
};

}  // namespace crible

#endif  // CRIBLE_BASE_HUGE_PAGES_H_
