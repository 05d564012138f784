// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/onnx_runtime.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <numeric>

#include "extract/ocr/model_folding.h"

namespace gongshi::extract {
namespace {

// The part of ONNX Runtime's C interface that is used here. It is one table of function pointers that only ever grows
// at its end, so an entry's place never changes; the places were counted in onnxruntime_c_api.h of version 1.17 (all
// lie in what it marks "End of Version 1 - DO NOT MODIFY ABOVE").
struct OrtStatus;
struct OrtEnv;
struct OrtSession;
struct OrtSessionOptions;
struct OrtMemoryInfo;
struct OrtValue;
struct OrtTensorInfo;
struct OrtAllocator;

struct OrtApiBase {
  const void* const* (*get_api)(std::uint32_t version);
  const char* (*get_version)();
};

constexpr std::uint32_t kApiVersion = 17;
constexpr int kFloatElements = 1;   // ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT
constexpr int kLogErrors = 3;       // ORT_LOGGING_LEVEL_ERROR
constexpr int kArenaAllocator = 1;  // OrtArenaAllocator
constexpr int kDefaultMemory = 0;   // OrtMemTypeDefault
constexpr int kAllOptimizations = 99;

/// Names of the entries by their place in the table.
enum Entry : std::size_t {
  kGetErrorMessage = 2,
  kCreateEnv = 3,
  kCreateSessionFromArray = 8,
  kRun = 9,
  kCreateSessionOptions = 10,
  kDisableMemPattern = 17,
  kDisableCpuMemArena = 19,
  kSetOptimizationLevel = 23,
  kSetIntraOpThreads = 24,
  kSetInterOpThreads = 25,
  kSessionGetInputName = 36,
  kSessionGetOutputName = 37,
  kCreateTensorWithData = 49,
  kGetTensorData = 51,
  kGetTensorElementType = 60,
  kGetDimensionsCount = 61,
  kGetDimensions = 62,
  kGetTensorInfo = 65,
  kCreateCpuMemoryInfo = 69,
  kAllocatorFree = 76,
  kGetDefaultAllocator = 78,
  kReleaseStatus = 93,
  kReleaseMemoryInfo = 94,
  kReleaseSession = 95,
  kReleaseValue = 96,
  kReleaseTensorInfo = 99,
  kReleaseSessionOptions = 100,
};

class Library final : public OnnxRuntime {
 public:
  Library(const void* const* api, std::string version, OrtEnv* env)
      : api_(api), version_(std::move(version)), env_(env) {}

  [[nodiscard]] std::string version() const override { return version_; }
  [[nodiscard]] OrtEnv* env() const { return env_; }

  /// Calls an entry that reports a status. Error: "ocr-failed" with the runtime's message.
  template <typename... Arguments>
  [[nodiscard]] Result<void> call(Entry entry, Arguments... arguments) const {
    using Function = OrtStatus* (*)(Arguments...);
    return check(function<Function>(entry)(arguments...));
  }

  template <typename Object>
  void release(Entry entry, Object* object) const {
    if (object != nullptr) function<void (*)(Object*)>(entry)(object);
  }

 private:
  template <typename Function>
  [[nodiscard]] Function function(Entry entry) const {
    // POSIX lets data pointers carry functions; dlsym itself relies on it.
    return reinterpret_cast<Function>(const_cast<void*>(api_[entry]));
  }

  [[nodiscard]] Result<void> check(OrtStatus* status) const {
    if (status == nullptr) return {};
    const Error error{"ocr-failed", std::string("ONNX Runtime: ") +
                                        function<const char* (*)(const OrtStatus*)>(kGetErrorMessage)(status)};
    release(kReleaseStatus, status);
    return error;
  }

  const void* const* api_;
  std::string version_;
  OrtEnv* env_;
};

Error unavailable(const std::string& reason) { return {"ocr-unavailable", reason}; }

Result<std::shared_ptr<const Library>> open_library(const std::string& path) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return unavailable(fmt::format("{}: {}", path, dlerror()));
  void* symbol = dlsym(handle, "OrtGetApiBase");
  if (symbol == nullptr) return unavailable(path + " is no ONNX Runtime (it has no OrtGetApiBase).");
  const OrtApiBase* base = reinterpret_cast<const OrtApiBase* (*)()>(symbol)();
  const std::string version = base != nullptr && base->get_version != nullptr ? base->get_version() : "";
  int major = 0, minor = 0;
  if (std::sscanf(version.c_str(), "%d.%d", &major, &minor) != 2 || major != 1 ||
      minor < static_cast<int>(kApiVersion)) {
    return unavailable(
        fmt::format("{}: ONNX Runtime {} is not supported; 1.17 or a later 1.x is needed.", path, version));
  }
  const void* const* api = base->get_api(kApiVersion);
  if (api == nullptr)
    return unavailable(fmt::format("{}: ONNX Runtime {} refuses interface version {}.", path, version, kApiVersion));
  auto library = std::make_shared<Library>(api, version, nullptr);
  OrtEnv* env = nullptr;
  if (auto created = library->call(kCreateEnv, kLogErrors, "gongshi", &env); !created)
    return unavailable(created.error().message);
  return std::shared_ptr<const Library>(std::make_shared<Library>(api, version, env));
}

/// A model in memory.
class Model final : public OnnxModel {
 public:
  explicit Model(std::shared_ptr<const Library> library) : library_(std::move(library)) {}
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  ~Model() override {
    library_->release(kReleaseValue, output_);
    library_->release(kReleaseMemoryInfo, memory_);
    library_->release(kReleaseSession, session_);
  }

  /// Opens a model from its bytes, which may go afterwards.
  Result<void> open(const std::string& bytes) {
    OrtSessionOptions* options = nullptr;
    if (auto done = library_->call(kCreateSessionOptions, &options); !done) return done;
    const std::shared_ptr<OrtSessionOptions> owner(
        options, [this](OrtSessionOptions* it) { library_->release(kReleaseSessionOptions, it); });
    // Memory patterns are planned for inputs of one shape, and lines differ in width; without the arena what a wide
    // line took is given back.
    for (const auto& done :
         {library_->call(kSetIntraOpThreads, options, 1), library_->call(kSetInterOpThreads, options, 1),
          library_->call(kSetOptimizationLevel, options, kAllOptimizations),
          library_->call(kDisableMemPattern, options),
          library_->call(kCreateSessionFromArray, static_cast<const OrtEnv*>(library_->env()),
                         static_cast<const void*>(bytes.data()), bytes.size(),
                         static_cast<const OrtSessionOptions*>(options), &session_),
          library_->call(kCreateCpuMemoryInfo, kArenaAllocator, kDefaultMemory, &memory_),
          name(kSessionGetInputName, input_name_), name(kSessionGetOutputName, output_name_)}) {
      if (!done) return done;
    }
    return {};
  }

  Result<Output> run(std::vector<float>& input, const std::array<std::int64_t, 4>& shape) override {
    if (std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()) !=
        static_cast<std::int64_t>(input.size())) {
      return Error{"ocr-failed", "The line's picture does not have the shape it claims."};
    }
    OrtValue* tensor = nullptr;
    if (auto done = library_->call(kCreateTensorWithData, static_cast<const OrtMemoryInfo*>(memory_),
                                   static_cast<void*>(input.data()), input.size() * sizeof(float), shape.data(),
                                   shape.size(), kFloatElements, &tensor);
        !done) {
      return done.error();
    }
    library_->release(kReleaseValue, output_);
    output_ = nullptr;
    const char* input_name = input_name_.c_str();
    const char* output_name = output_name_.c_str();
    const OrtValue* const inputs[] = {tensor};
    const auto done =
        library_->call(kRun, session_, static_cast<const void*>(nullptr), static_cast<const char* const*>(&input_name),
                       static_cast<const OrtValue* const*>(inputs), std::size_t{1},
                       static_cast<const char* const*>(&output_name), std::size_t{1}, &output_);
    library_->release(kReleaseValue, tensor);
    if (!done) return done.error();
    return output();
  }

 private:
  Result<void> name(Entry entry, std::string& result) {
    if (session_ == nullptr) return Error{"ocr-failed", "The model was not loaded."};
    OrtAllocator* allocator = nullptr;
    if (auto done = library_->call(kGetDefaultAllocator, &allocator); !done) return done;
    char* value = nullptr;
    if (auto done = library_->call(entry, static_cast<const OrtSession*>(session_), std::size_t{0}, allocator, &value);
        !done)
      return done;
    result = value;
    return library_->call(kAllocatorFree, allocator, static_cast<void*>(value));
  }

  Result<Output> output() {
    OrtTensorInfo* info = nullptr;
    if (auto done = library_->call(kGetTensorInfo, static_cast<const OrtValue*>(output_), &info); !done)
      return done.error();
    const std::shared_ptr<OrtTensorInfo> owner(
        info, [this](OrtTensorInfo* it) { library_->release(kReleaseTensorInfo, it); });
    const OrtTensorInfo* view = info;
    int type = 0;
    std::size_t dimensions = 0;
    if (auto done = library_->call(kGetTensorElementType, view, &type); !done) return done.error();
    if (auto done = library_->call(kGetDimensionsCount, view, &dimensions); !done) return done.error();
    if (type != kFloatElements || dimensions > 8)
      return Error{"ocr-failed", "The model's output has an unexpected form."};
    Output result;
    result.shape.resize(dimensions);
    if (auto done = library_->call(kGetDimensions, view, result.shape.data(), dimensions); !done) return done.error();
    void* data = nullptr;
    if (auto done = library_->call(kGetTensorData, output_, &data); !done) return done.error();
    result.values = static_cast<const float*>(data);
    result.size = 1;
    for (const std::int64_t extent : result.shape) result.size *= static_cast<std::size_t>(extent);
    return result;
  }

  std::shared_ptr<const Library> library_;
  OrtSession* session_ = nullptr;
  OrtMemoryInfo* memory_ = nullptr;
  OrtValue* output_ = nullptr;
  std::string input_name_, output_name_;
};

}  // namespace

Result<std::shared_ptr<const OnnxRuntime>> OnnxRuntime::load(const std::string& path) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Library>> libraries;
  const std::lock_guard lock(mutex);
  if (const auto known = libraries.find(path); known != libraries.end())
    return std::shared_ptr<const OnnxRuntime>(known->second);
  auto library = open_library(path);
  if (!library) return library.error();
  libraries[path] = *library;
  return std::shared_ptr<const OnnxRuntime>(*library);
}

Result<std::unique_ptr<OnnxModel>> OnnxModel::load(const std::shared_ptr<const OnnxRuntime>& runtime,
                                                   const std::string& path, bool as_stored) {
  auto library = std::dynamic_pointer_cast<const Library>(runtime);
  if (library == nullptr) return unavailable("The runtime is not one that OnnxRuntime::load made.");
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (!file) return unavailable(path + " cannot be read.");
  auto model = std::make_unique<Model>(std::move(library));
  if (auto opened = model->open(as_stored ? bytes : folded_model(bytes)); !opened)
    return unavailable(path + ": " + opened.error().message);
  return std::unique_ptr<OnnxModel>(std::move(model));
}

}  // namespace gongshi::extract
