#ifndef CRIBLE_TESTS_STORE_LOSSY_PROXY_H_
#define CRIBLE_TESTS_STORE_LOSSY_PROXY_H_

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace crible {

// Stands between a client and a PostgreSQL server, one connection after
// another, and loses what it is told to lose.
class LossyProxy {
 public:
  // `url` is one of PostgresServer; the proxy's socket is made in `folder`.
  LossyProxy(const std::string& url, const std::string& folder) {
    const size_t place = url.find("host=") + 5;
    server_ = Address(url.substr(place));
    url_ = url.substr(0, place) + folder;
    const sockaddr_un own = Address(folder);
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(bind(listener_, As(own), sizeof(own)), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    thread_ = std::thread([this] { Run(); });
  }
  ~LossyProxy() {
    stopping_ = true;
    thread_.join();
    close(listener_);
  }

  const std::string& url() const { return url_; }
  // The server commits; the connection breaks before its word comes through.
  void LoseNextCommitAnswer() { lose_ = true; }
  // Those that come are closed at once.
  void RefuseConnections(bool refuse) { refuse_ = refuse; }

 private:
  static sockaddr_un Address(const std::string& folder) {
    sockaddr_un address{.sun_family = AF_UNIX};
    const std::string path = folder + "/.s.PGSQL.5432";
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
  }
  static const sockaddr* As(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
  }

  void Run() {
    while (!stopping_) {
      pollfd event{.fd = listener_, .events = POLLIN};
      if (poll(&event, 1, 10) != 1) continue;
      const int client = accept(listener_, nullptr, nullptr);
      if (!refuse_) Serve(client);
      close(client);
    }
  }

  void Serve(int client) {
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(server, As(server_), sizeof(server_)), 0);
    bool open = true;
    while (open && !stopping_) {
      pollfd events[] = {{.fd = client, .events = POLLIN},
                         {.fd = server, .events = POLLIN}};
      poll(events, 2, 10);
      if (events[0].revents != 0) open = Pass(client, server, false);
      if (open && events[1].revents != 0) open = Pass(server, client, true);
    }
    close(server);
  }

  bool Pass(int from, int to, bool answers) {
    char buffer[1 << 16];
    const ssize_t size = read(from, buffer, sizeof(buffer));
    if (size <= 0) return false;
    using namespace std::string_view_literals;
    const std::string_view bytes(buffer, size);
    if (answers && lose_ && bytes.find("COMMIT\0"sv) != bytes.npos) {
      lose_ = false;
      return false;
    }
    return send(to, buffer, size, MSG_NOSIGNAL) == size;
  }

  std::string url_;
  sockaddr_un server_;
  int listener_ = -1;
  std::atomic<bool> stopping_ = false, lose_ = false, refuse_ = false;
  std::thread thread_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_STORE_LOSSY_PROXY_H_
