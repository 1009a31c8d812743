#include "server/reflection_service.h"

#include <set>
#include <utility>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpcpp/support/server_callback.h"

namespace crible {
namespace {

namespace v1 = grpc::reflection::v1;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

using Request = v1::ServerReflectionRequest;
using Response = v1::ServerReflectionResponse;

const DescriptorPool& Descriptors() {
  return *DescriptorPool::generated_pool();
}

void SetNotFound(Response* response) {
  v1::ErrorResponse* error = response->mutable_error_response();
  error->set_error_code(grpc::StatusCode::NOT_FOUND);
  error->set_error_message("not found");
}

// The file and, before it is used, all that it imports.
void AddFile(const FileDescriptor& file, std::set<const FileDescriptor*>* seen,
             v1::FileDescriptorResponse* out) {
  if (!seen->insert(&file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  out->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddFile(*file.dependency(i), seen, out);
  }
}

void SetFile(const FileDescriptor* file, Response* response) {
  if (file == nullptr) return SetNotFound(response);
  std::set<const FileDescriptor*> seen;
  AddFile(*file, &seen, response->mutable_file_descriptor_response());
}

const FileDescriptor* FileOfExtension(const v1::ExtensionRequest& request) {
  const auto* type =
      Descriptors().FindMessageTypeByName(request.containing_type());
  if (type == nullptr) return nullptr;
  const FieldDescriptor* field =
      Descriptors().FindExtensionByNumber(type, request.extension_number());
  return field == nullptr ? nullptr : field->file();
}

void SetExtensions(const std::string& type_name, Response* response) {
  const auto* type = Descriptors().FindMessageTypeByName(type_name);
  if (type == nullptr) return SetNotFound(response);
  auto* out = response->mutable_all_extension_numbers_response();
  out->set_base_type_name(type_name);
  std::vector<const FieldDescriptor*> extensions;
  Descriptors().FindAllExtensions(type, &extensions);
  for (const FieldDescriptor* extension : extensions) {
    out->add_extension_number(extension->number());
  }
}

void Answer(const Request& request, const std::vector<std::string>& services,
            Response* response) {
  response->set_valid_host(request.host());
  *response->mutable_original_request() = request;
  switch (request.message_request_case()) {
    case Request::kFileByFilename:
      return SetFile(Descriptors().FindFileByName(request.file_by_filename()),
                     response);
    case Request::kFileContainingSymbol:
      return SetFile(Descriptors().FindFileContainingSymbol(
                         request.file_containing_symbol()),
                     response);
    case Request::kFileContainingExtension:
      return SetFile(FileOfExtension(request.file_containing_extension()),
                     response);
    case Request::kAllExtensionNumbersOfType:
      return SetExtensions(request.all_extension_numbers_of_type(), response);
    case Request::kListServices: {
      auto* list = response->mutable_list_services_response();
      for (const std::string& name : services) {
        list->add_service()->set_name(name);
      }
      return;
    }
    case Request::MESSAGE_REQUEST_NOT_SET:
      break;
  }
  v1::ErrorResponse* error = response->mutable_error_response();
  error->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
  error->set_error_message("message_request is required");
}

// Question, answer, question, answer.
class ReflectionStream : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit ReflectionStream(const std::vector<std::string>& services)
      : services_(services) {
    StartRead(&request_);
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    response_.Clear();
    Answer(request_, services_, &response_);
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

  const std::vector<std::string>& services_;
  Request request_;
  Response response_;
};

class ReflectionService : public v1::ServerReflection::CallbackService {
 public:
  explicit ReflectionService(std::vector<std::string> services)
      : services_(std::move(services)) {}

  grpc::ServerBidiReactor<Request, Response>* ServerReflectionInfo(
      grpc::CallbackServerContext*) override {
    return new ReflectionStream(services_);
  }

 private:
  const std::vector<std::string> services_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewReflectionService(
    std::vector<std::string> services) {
  return std::make_unique<ReflectionService>(std::move(services));
}

}  // namespace crible
