// A disk whose power can be cut, for a program that knows nothing of it:
//
//   LD_PRELOAD=libcrible_power_loss.so CRIBLE_POWER_FOLDER=data
//   CRIBLE_POWER_DISK=disk  crible serve --data data
//
// The files of the folder `data` are what programs see. The folder `disk` holds
// of each only what was there at its last fsync or fdatasync, and no name that
// was made, changed or removed since the last fsync of the folder itself. To
// cut the power is to kill the program and to put `disk` in place of `data`
// (tests/chaos/disk.py). Files that are written through memory maps, as
// SQLite's -shm, are never on the disk; nobody needs them there.
//
// A killed program's files are those of the next: their names are on the disk
// when it starts, their bytes with the next fsync.

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

class Disk {
 public:
  // Null where no disk is asked for.
  static Disk* Get() {
    static Disk* const disk = getenv("CRIBLE_POWER_FOLDER") == nullptr
                                  ? nullptr
                                  : new Disk(getenv("CRIBLE_POWER_FOLDER"),
                                             getenv("CRIBLE_POWER_DISK"));
    return disk;
  }

  // The name of a path in the folder, "." for itself; empty for others.
  std::string NameOf(std::string_view path) const {
    if (path == folder_) return ".";
    if (!path.starts_with(folder_) || path[folder_.size()] != '/') return "";
    return std::string(path.substr(folder_.size() + 1));
  }
  std::string NameOf(int fd) const {
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    const ssize_t size = readlink(link.c_str(), path, sizeof path);
    return size < 0 ? "" : NameOf({path, static_cast<size_t>(size)});
  }

  void Wrote(const std::string& name, off_t begin, off_t end) {
    const std::lock_guard lock(mutex_);
    changes_[name].ranges.emplace_back(begin, end);
  }
  void Truncated(const std::string& name, off_t size) {
    const std::lock_guard lock(mutex_);
    Change& change = changes_[name];
    change.size_min = std::min(change.size_min, size);
  }
  void Removed(const std::string& name) {
    const std::lock_guard lock(mutex_);
    unlink(Nameless(name).c_str());
    changes_.erase(name);
    made_again_.insert(name);
  }
  void Renamed(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    Copy(PlaceOf(from), Nameless(to), 0, SizeOf(PlaceOf(from)));
    changes_[to] = std::move(changes_[from]);
    unlink(Nameless(from).c_str());
    changes_.erase(from);
    made_again_.insert(from);
    made_again_.insert(to);
  }

  void Sync(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (name == ".") return SyncNames();
    const Change change = std::exchange(changes_[name], {});
    const std::string from = folder_ + "/" + name, to = PlaceOf(name);
    const int file = open(to.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (change.size_min < SizeOf(to)) Cut(file, change.size_min);
    Cut(file, SizeOf(from));
    syscall(SYS_close, file);
    for (const auto& [begin, end] : change.ranges) Copy(from, to, begin, end);
  }

 private:
  struct Change {
    std::vector<std::pair<off_t, off_t>> ranges;
    off_t size_min = INT64_MAX;  // the shortest that it was made
  };

  Disk(std::string folder, std::string disk)
      : folder_(std::move(folder)), disk_(std::move(disk)) {
    mkdir((disk_ + "/nameless").c_str(), 0700);
    SyncNames();
    for (const std::string& name : Names(folder_)) {
      changes_[name] = {.ranges = {{0, SizeOf(folder_ + "/" + name)}}};
    }
  }

  // Where a file's bytes are that have no name on the disk yet.
  std::string Nameless(const std::string& name) const {
    return disk_ + "/nameless/" + name;
  }
  std::string PlaceOf(const std::string& name) const {
    const std::string named = disk_ + "/" + name;
    const bool is_named =
        access(named.c_str(), F_OK) == 0 && !made_again_.contains(name);
    return is_named ? named : Nameless(name);
  }

  void SyncNames() {
    const std::set<std::string> now = Names(folder_);
    for (const std::string& name : Names(disk_)) {
      if (!now.contains(name)) unlink((disk_ + "/" + name).c_str());
    }
    for (const std::string& name : now) {
      const std::string place = PlaceOf(name), named = disk_ + "/" + name;
      if (place == named) continue;
      const int file =
          open(place.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
      syscall(SYS_close, file);
      syscall(SYS_rename, place.c_str(), named.c_str());
    }
    made_again_.clear();
  }

  static std::set<std::string> Names(const std::string& folder) {
    std::set<std::string> names;
    DIR* const listing = opendir(folder.c_str());
    while (const dirent* entry = readdir(listing)) {
      if (entry->d_type == DT_REG) names.insert(entry->d_name);
    }
    closedir(listing);
    return names;
  }
  static off_t SizeOf(const std::string& path) {
    struct stat found;
    return stat(path.c_str(), &found) == 0 ? found.st_size : 0;
  }
  static void Cut(int file, off_t size) {
    if (syscall(SYS_ftruncate, file, size) != 0) abort();
  }
  static void Copy(const std::string& from, const std::string& to, off_t begin,
                   off_t end) {
    const int in = open(from.c_str(), O_RDONLY | O_CLOEXEC);
    const int out = open(to.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    std::string bytes(1 << 16, '\0');
    while (begin < end) {
      const size_t most = std::min<size_t>(bytes.size(), end - begin);
      const long size = syscall(SYS_pread64, in, bytes.data(), most, begin);
      if (size <= 0) break;  // cut off meanwhile
      if (syscall(SYS_pwrite64, out, bytes.data(), size, begin) != size)
        abort();
      begin += size;
    }
    syscall(SYS_close, in);
    syscall(SYS_close, out);
  }

  const std::string folder_, disk_;
  std::mutex mutex_;
  std::map<std::string, Change> changes_;  // since the last fsync of each
  // Names whose files on the disk are not those that programs see.
  std::set<std::string> made_again_;
};

// Once it is written: an fsync that comes before need not have it.
void NoteWrite(int fd, off_t begin, ssize_t size) {
  Disk* const disk = Disk::Get();
  if (disk == nullptr || size <= 0) return;
  const std::string name = disk->NameOf(fd);
  if (!name.empty()) disk->Wrote(name, begin, begin + size);
}

// The real one has no part in it: this disk is as slow as memory.
bool SyncHere(int fd) {
  Disk* const disk = Disk::Get();
  const std::string name = disk == nullptr ? "" : disk->NameOf(fd);
  if (!name.empty()) disk->Sync(name);
  return !name.empty();
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static auto* const next = Next<ssize_t(int, const void*, size_t)>("write");
  const ssize_t written = next(fd, bytes, size);
  if (written > 0 && Disk::Get() != nullptr) {
    const off_t end = lseek(fd, 0, SEEK_CUR);
    if (end >= 0) NoteWrite(fd, end - written, written);
  }
  return written;
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  static auto* const next =
      Next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  const ssize_t written = next(fd, bytes, size, offset);
  NoteWrite(fd, offset, written);
  return written;
}

int ftruncate64(int fd, off64_t size) noexcept {
  static auto* const next = Next<int(int, off64_t)>("ftruncate64");
  const int result = next(fd, size);
  Disk* const disk = Disk::Get();
  const std::string name = disk == nullptr ? "" : disk->NameOf(fd);
  if (result == 0 && !name.empty()) disk->Truncated(name, size);
  return result;
}

int fsync(int fd) {
  static auto* const next = Next<int(int)>("fsync");
  return SyncHere(fd) ? 0 : next(fd);
}

int fdatasync(int fd) {
  static auto* const next = Next<int(int)>("fdatasync");
  return SyncHere(fd) ? 0 : next(fd);
}

int unlink(const char* path) noexcept {
  static auto* const next = Next<int(const char*)>("unlink");
  const int result = next(path);
  Disk* const disk = Disk::Get();
  const std::string name = disk == nullptr ? "" : disk->NameOf(path);
  if (result == 0 && !name.empty()) disk->Removed(name);
  return result;
}

int rename(const char* from, const char* to) noexcept {
  static auto* const next = Next<int(const char*, const char*)>("rename");
  const int result = next(from, to);
  Disk* const disk = Disk::Get();
  const std::string name = disk == nullptr ? "" : disk->NameOf(from);
  if (result == 0 && !name.empty()) disk->Renamed(name, disk->NameOf(to));
  return result;
}

}  // extern "C"
