#include "server/alarm.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "base/localized_status.h"
#include "base/log.h"

namespace crible {
namespace {

// sites/{site}/comments/{id} → sites/{site}/reviewItems/{id}.
std::string ItemName(const std::string& comment) {
  constexpr std::string_view kComments = "/comments/";
  const size_t at = comment.find(kComments);
  if (at == comment.npos) return comment;
  return comment.substr(0, at) + "/reviewItems/" +
         comment.substr(at + kComments.size());
}

// Without a shell, with nothing of this process but the way to programs.
int Spawn(const std::string& command, const std::string& item,
          const std::string& ground, pid_t* process) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  // Of the server's own, which waits for its signals with them blocked.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  char* const arguments[] = {const_cast<char*>(command.c_str()),
                             const_cast<char*>(item.c_str()),
                             const_cast<char*>(ground.c_str()), nullptr};
  char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
  char* const environment[] = {path, nullptr};
  const int error = posix_spawn(process, command.c_str(), &files, &attributes,
                                arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

}  // namespace

AlarmBell::~AlarmBell() {
  if (!running_) return;
  kill(-running_->process, SIGKILL);
  waitpid(running_->process, nullptr, 0);
}

absl::Status AlarmBell::Check(const std::string& command, UiLanguage) {
  if (command.empty() ||
      (command.find('/') != command.npos && access(command.c_str(), X_OK) == 0))
    return absl::OkStatus();
  return LocalizedError(
      absl::StatusCode::kFailedPrecondition,
      FormatBoth("{} : pas un programme que le serveur puisse lancer ; écrire "
                 "son chemin en entier",
                 "{}: no program that the server could run; write its whole "
                 "path",
                 command));
}

void AlarmBell::Poll(absl::Time now) {
  if (command_.empty() || store_ == nullptr || !EndRunning(now)) return;
  while (!rung_.empty() && now - rung_.front() >= absl::Minutes(1))
    rung_.pop_front();
  if (rung_.size() >= kPerMinuteMax) return;
  const auto alarms = store_->TakeAlarms(now, kLease, 1);
  if (alarms.ok() && !alarms->empty()) Begin(alarms->front(), now);
}

void AlarmBell::Begin(const Alarm& alarm, absl::Time now) {
  rung_.push_back(now);
  Running running{.comment = alarm.comment, .begun = now};
  const int error = Spawn(command_, ItemName(alarm.comment), GroundOf(alarm),
                          &running.process);
  if (error == 0) {
    running_ = std::move(running);
    return;
  }
  CRIBLE_LOG(kError, "alarm", "the command cannot be run: {}",
             std::strerror(error));
}

bool AlarmBell::EndRunning(absl::Time now) {
  if (!running_) return true;
  int result = 0;
  const pid_t ended = waitpid(running_->process, &result, WNOHANG);
  if (ended == 0) {
    if (now - running_->begun < kCommandTimeMax) return false;
    kill(-running_->process, SIGKILL);
    waitpid(running_->process, &result, 0);
  }
  const std::string comment = std::move(running_->comment);
  running_.reset();
  if (ended != 0 && WIFEXITED(result) && WEXITSTATUS(result) == 0) {
    const absl::Status kept = store_->EndAlarm(comment);
    if (!kept.ok()) CRIBLE_LOG(kWarning, "alarm", "rung, and not written down");
    return true;
  }
  if (ended == 0) {
    CRIBLE_LOG(kError, "alarm", "the command took too long and was killed");
  } else {
    CRIBLE_LOG(kError, "alarm", "the command failed, exit code {}",
               WIFEXITED(result) ? WEXITSTATUS(result) : -1);
  }
  return true;
}

// The most urgent among the reasons' grounds.
std::string AlarmBell::GroundOf(const Alarm& alarm) const {
  const auto bundle = engine_.bundle();
  std::string most;
  Lane lane = Lane::kNormal;
  for (const std::string& id : alarm.grounds) {
    const auto ground = bundle->grounds.find(id);
    if (ground == bundle->grounds.end()) continue;
    if (!most.empty() && ground->second.lane <= lane) continue;
    most = id;
    lane = ground->second.lane;
  }
  return most.empty() ? "urgent" : most;
}

}  // namespace crible
