#include "server/server.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/status_macros.h"
#include "fmt/format.h"
#include "grpc/support/log.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "server/reflection_service.h"
#include "service/key_ring.h"
#include "service/legal.h"
#include "service/legal_service.h"
#include "service/limits.h"
#include "service/moderation_service.h"
#include "service/moderator.h"
#include "service/privacy.h"
#include "service/privacy_service.h"
#include "service/review_service.h"
#include "service/reviewer.h"
#include "service/rounds.h"
#include "service/watch.h"
#include "service/work_queue.h"

namespace crible {
namespace {

constexpr char kModerationName[] = "crible.v1.ModerationService";
constexpr char kRuleName[] = "crible.v1.RuleService";
constexpr char kReviewName[] = "crible.v1.ReviewService";
constexpr char kLegalName[] = "crible.v1.LegalService";
constexpr char kPrivacyName[] = "crible.v1.PrivacyService";

// A caller that is silent this long is asked whether it still lives.
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// Callers may ask the same of us this often.
constexpr int kPingIntervalMinMs = 10'000;
// Calls at the same time on one connection.
constexpr int kStreamsMax = 1000;
// Batches and explanations that wait, a thread. A batch is at most 8 MiB.
constexpr size_t kWaitingPerThread = 4;
// What people do waits for the disk: many threads that mostly sleep.
constexpr size_t kDeskThreads = 8;
constexpr size_t kDeskWaiting = 512;

struct HostPort {
  std::string_view host;
  std::string_view port;
};

// "127.0.0.1:50061", "[::1]:50061"; nullopt for what is no such thing.
std::optional<HostPort> SplitAddress(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == address.npos) return std::nullopt;
  HostPort split{address.substr(0, colon), address.substr(colon + 1)};
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (split.port.empty() || split.port.size() > 5 ||
      !std::all_of(split.port.begin(), split.port.end(), is_digit))
    return std::nullopt;
  return split;
}

bool IsLoopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host == "127.0.0.1";
}

absl::StatusOr<HostPort> CheckAddress(const ServerOptions& options,
                                      bool has_keys) {
  const auto split = SplitAddress(options.address);
  if (!split) {
    return absl::InvalidArgumentError(FormatIn(
        options.language, "l'adresse « {} » n'est pas de la forme HÔTE:PORT",
        "the address “{}” is not of the form HOST:PORT", options.address));
  }
  if (!has_keys && !IsLoopback(split->host)) {
    return absl::InvalidArgumentError(FormatIn(
        options.language,
        "refus d'écouter sur « {} » : sans clés, le serveur ne répond qu'à sa "
        "propre machine ; écrire 127.0.0.1, [::1] ou localhost, ou créer des "
        "clés avec « crible keys add »",
        "refusing to listen on “{}”: without keys the server answers its own "
        "machine only; write 127.0.0.1, [::1] or localhost, or make keys with "
        "“crible keys add”",
        split->host));
  }
  return *split;
}

size_t Threads(const ServerOptions& options) {
  if (options.work_threads > 0) return options.work_threads;
  return std::max(1u, std::thread::hardware_concurrency());
}

// gRPC's own messages may say anything; where they come from is enough.
void LogOfGrpc(gpr_log_func_args* args) {
  CRIBLE_LOG(kDebug, "grpc", "{}:{}", args->file, args->line);
}

class GrpcServer : public Server {
 public:
  GrpcServer(const ServerOptions& options, const Engine* engine, Facts* facts,
             const Clock* clock, Store* store)
      : queue_(Threads(options), Threads(options) * kWaitingPerThread),
        desk_queue_(kDeskThreads, kDeskWaiting),
        hub_(store),
        keys_(store),
        moderator_(engine, facts, clock, options.memory, store),
        desk_(engine, clock, store),
        reviewer_(engine, clock, store),
        rounds_(engine, clock, store, &moderator_),
        moderation_(NewModerationService(
            &moderator_, &queue_,
            {.desk = &desk_, .queue = &desk_queue_, .hub = &hub_}, &keys_)),
        review_(NewReviewService(&reviewer_, &desk_queue_, &hub_, &keys_)),
        privacy_(engine, clock, store, &moderator_),
        privacies_(NewPrivacyService(&privacy_, &desk_queue_, &keys_)),
        legal_(engine, clock, store, &moderator_),
        legals_(NewLegalService(&legal_, &desk_queue_, &keys_)),
        rules_(NewRuleService(&moderator_, &queue_, &keys_)),
        reflection_(NewReflectionService(
            {kModerationName, kReviewName, kPrivacyName, kLegalName, kRuleName,
             "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
             "grpc.reflection.v1alpha.ServerReflection"})) {}

  ~GrpcServer() override {
    if (server_ != nullptr) Drain(absl::ZeroDuration());
  }

  absl::Status Listen(const ServerOptions& options) {
    CRIBLE_RETURN_IF_ERROR(keys_.Reload());
    CRIBLE_ASSIGN_OR_RETURN(const HostPort wanted,
                            CheckAddress(options, !keys_.empty()));
    gpr_set_log_function(LogOfGrpc);
    grpc::EnableDefaultHealthCheckService(true);
    static const bool plugged = [] {
      grpc::reflection::InitProtoReflectionServerBuilderPlugin();
      return true;
    }();
    (void)plugged;
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(options.address, grpc::InsecureServerCredentials(),
                             &port);
    Configure(options, &builder);
    builder.RegisterService(moderation_->grpc_service());
    builder.RegisterService(review_->grpc_service());
    builder.RegisterService(privacies_->grpc_service());
    builder.RegisterService(legals_->grpc_service());
    builder.RegisterService(rules_->grpc_service());
    builder.RegisterService(reflection_.get());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) {
      return absl::UnavailableError(FormatIn(
          options.language,
          "impossible d'écouter sur {} : un autre serveur y est-il déjà ?",
          "cannot listen on {}: is another server there already?",
          options.address));
    }
    address_ = fmt::format("{}:{}", wanted.host, port);
    for (const char* name :
         {kModerationName, kReviewName, kPrivacyName, kLegalName, kRuleName}) {
      server_->GetHealthCheckService()->SetServingStatus(name, true);
    }
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }

  bool needs_keys() const override { return !keys_.empty(); }

  void Refresh() override {
    const absl::Status status = keys_.Reload();
    if (!status.ok()) {
      CRIBLE_LOG(kWarning, "server", "keys cannot be read: {}",
                 std::string(status.message()));
    }
    rounds_.Run();
  }

  void Drain(absl::Duration time) override {
    server_->GetHealthCheckService()->Shutdown();
    moderation_->Drain();
    review_->Drain();
    privacies_->Drain();
    legals_->Drain();
    rules_->Drain();
    hub_.Drain();
    server_->Shutdown(std::chrono::system_clock::now() +
                      absl::ToChronoMilliseconds(time));
    server_->Wait();
  }

 private:
  static void Configure(const ServerOptions& options,
                        grpc::ServerBuilder* builder) {
    grpc::ResourceQuota quota("crible");
    quota.Resize(options.transport_bytes_max);
    builder->SetResourceQuota(quota);
    builder->SetMaxReceiveMessageSize(static_cast<int>(kMessageBytesMax));
    builder->SetMaxSendMessageSize(-1);
    builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsMax);
    builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
    builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                                kKeepaliveTimeoutMs);
    builder->AddChannelArgument(
        GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
        kPingIntervalMinMs);
  }

  WorkQueue queue_;
  WorkQueue desk_queue_;
  WatchHub hub_;
  KeyRing keys_;
  Moderator moderator_;
  Desk desk_;
  Reviewer reviewer_;
  QueueRounds rounds_;
  const std::unique_ptr<DrainableService> moderation_;
  const std::unique_ptr<DrainableService> review_;
  Privacy privacy_;
  const std::unique_ptr<DrainableService> privacies_;
  Legal legal_;
  const std::unique_ptr<DrainableService> legals_;
  const std::unique_ptr<DrainableService> rules_;
  const std::unique_ptr<grpc::Service> reflection_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerOptions& options, const Engine* engine, Facts* facts,
    const Clock* clock, Store* store) {
  auto server =
      std::make_unique<GrpcServer>(options, engine, facts, clock, store);
  CRIBLE_RETURN_IF_ERROR(server->Listen(options));
  return server;
}

}  // namespace crible
