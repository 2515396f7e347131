#include "trainer/fit/checkpoint.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kSuffix = ".c2vckpt";
constexpr char kRunName[] = "run";
constexpr char kLockName[] = "lock";
// Pieces of files.
constexpr char kEntry[] = "entry";
constexpr char kConfig[] = "config";
constexpr char kResult[] = "result";
constexpr absl::string_view kFilePrefix = "file:";
constexpr char kPlace[] = "place";
constexpr absl::string_view kArrayPrefix = "array:";

absl::Status Failed(const std::error_code& error, absl::string_view what,
                    absl::string_view path) {
  return absl::ErrnoToStatus(error.value(),
                             absl::StrCat("cannot ", what, " ", path));
}

// The file's lock, held as long as the descriptor is open.
absl::StatusOr<FileDescriptor> Lock(const std::string& folder) {
  const std::string path = JoinPath(folder, kLockName);
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (file.get() < 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", path));
  }
  if (flock(file.get(), LOCK_EX | LOCK_NB) == 0) return file;
  return absl::FailedPreconditionError(absl::StrCat(
      "checkpoint ", folder,
      " is in use by another run: wait for it, or name another folder"));
}

// What a model's files are, as pieces of a checkpoint.
class PieceSink final : public FileSink {
 public:
  absl::Status WriteFile(absl::string_view path,
                         absl::string_view bytes) override {
    pieces.emplace_back(absl::StrCat(kFilePrefix, path), bytes);
    return absl::OkStatus();
  }

  CheckpointPieces pieces;
};

absl::string_view BytesOf(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()),
          values.size() * sizeof(float)};
}

std::vector<float> FloatsOf(absl::string_view bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  if (values.empty()) return values;
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

bool Parse(absl::string_view bytes, google::protobuf::MessageLite* message) {
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

// Where the learner of one model is.
class ModelLearningCheckpoint final : public LearningCheckpoint {
 public:
  ModelLearningCheckpoint(RunCheckpoint* run, std::string model,
                          std::string prefix)
      : run_(run), model_(std::move(model)), prefix_(std::move(prefix)) {}

  std::optional<LearningState> Restore(absl::string_view part) override {
    const std::optional<CheckpointFile> file =
        run_->Read(absl::StrCat(prefix_, part));
    if (!file.has_value()) return std::nullopt;
    uint64_t place[2];
    if (file->Piece(kPlace).size() != sizeof(place)) return std::nullopt;
    std::memcpy(place, file->Piece(kPlace).data(), sizeof(place));
    LearningState state{.passes = place[0], .position = place[1], .arrays = {}};
    for (size_t i = 0; i + 1 < file->pieces().size(); ++i) {
      state.arrays.push_back(
          FloatsOf(file->Piece(absl::StrCat(kArrayPrefix, i))));
    }
    run_->Say(absl::StrFormat("checkpoint: %s goes on after %d passes%s",
                              model_, state.passes,
                              state.position > 0 ? " and a part of one" : ""));
    return state;
  }

  bool IsDue() const override { return run_->IsDue(); }

  absl::Status Save(absl::string_view part,
                    const LearningState& state) override {
    const uint64_t place[2] = {state.passes, state.position};
    CheckpointPieces pieces = {
        {kPlace, {reinterpret_cast<const char*>(place), sizeof(place)}}};
    for (size_t i = 0; i < state.arrays.size(); ++i) {
      pieces.emplace_back(absl::StrCat(kArrayPrefix, i),
                          BytesOf(state.arrays[i]));
    }
    return run_->Write(absl::StrCat(prefix_, part), pieces);
  }

 private:
  RunCheckpoint* const run_;
  const std::string model_;
  const std::string prefix_;
};

absl::StatusOr<std::unique_ptr<RunCheckpoint>> RunCheckpoint::Open(
    const CheckpointOptions& options, const ProgressLine& progress) {
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) return Failed(error, "make", options.folder);
  C2V_ASSIGN_OR_RETURN(FileDescriptor lock, Lock(options.folder));
  return std::unique_ptr<RunCheckpoint>(
      new RunCheckpoint(options, progress, std::move(lock)));
}

absl::Status RunCheckpoint::Bind(const RunIdentity& identity) {
  const CheckpointPieces ours = {{"config", identity.config},
                                 {"data", identity.data},
                                 {"program", identity.program}};
  std::string differs;
  if (const std::optional<CheckpointFile> there = Read(kRunName)) {
    const char* const names[] = {"configuration", "data", "programs"};
    for (size_t i = 0; i < ours.size() && differs.empty(); ++i) {
      if (there->Piece(ours[i].first) != ours[i].second) differs = names[i];
    }
    if (differs.empty()) {
      Say(absl::StrCat("checkpoint: going on with the run in ",
                       options_.folder));
      return absl::OkStatus();
    }
    Say(absl::StrCat("checkpoint: ", options_.folder,
                     " is of a run with another state of the ", differs,
                     ": starting over"));
  }
  C2V_RETURN_IF_ERROR(RemoveAll(""));
  return Write(kRunName, ours);
}

absl::Status RunCheckpoint::Remove() {
  C2V_RETURN_IF_ERROR(RemoveAll(""));
  std::error_code ignored;
  fs::remove(JoinPath(options_.folder, kLockName), ignored);
  fs::remove(options_.folder, ignored);  // only if it is empty
  return absl::OkStatus();
}

std::string RunCheckpoint::PathOf(absl::string_view name) const {
  return JoinPath(options_.folder, absl::StrCat(name, kSuffix));
}

std::optional<CheckpointFile> RunCheckpoint::Read(
    const std::string& name) const {
  absl::StatusOr<CheckpointFile> file = CheckpointFile::Read(PathOf(name));
  if (file.ok()) return *std::move(file);
  if (!absl::IsNotFound(file.status())) {
    Say(absl::StrCat("checkpoint: ", file.status().message(),
                     ": what it held is done again"));
  }
  return std::nullopt;
}

absl::Status RunCheckpoint::Write(const std::string& name,
                                  const CheckpointPieces& pieces) {
  C2V_RETURN_IF_ERROR(WriteCheckpointFile(PathOf(name), pieces));
  last_write_ = Clock::now();
  return options_.after_write ? options_.after_write() : absl::OkStatus();
}

absl::Status RunCheckpoint::RemoveAll(absl::string_view prefix) const {
  std::error_code error;
  std::vector<fs::path> ours;
  for (fs::directory_iterator each(options_.folder, error), end;
       !error && each != end; each.increment(error)) {
    const std::string name = each->path().filename().string();
    const bool is_state = absl::EndsWith(name, kSuffix) ||
                          absl::EndsWith(name, absl::StrCat(kSuffix, ".new"));
    if (is_state && absl::StartsWith(name, prefix))
      ours.push_back(each->path());
  }
  // The identity last, and what was written last before it: killed on the way,
  // the run still knows that it has published.
  std::ranges::sort(ours, [](const fs::path& a, const fs::path& b) {
    const auto rank = [](const fs::path& path) {
      std::error_code ignored;
      return std::pair(path.stem() == kRunName,
                       fs::last_write_time(path, ignored));
    };
    return rank(a) < rank(b);
  });
  for (size_t i = 0; i < ours.size() && !error; ++i) fs::remove(ours[i], error);
  if (error) return Failed(error, "remove states in", options_.folder);
  return FsyncFolder(options_.folder);
}

void RunCheckpoint::Say(absl::string_view line) const {
  if (progress_) progress_(line);
}

bool RunCheckpoint::IsDue() const {
  const std::chrono::duration<double> since = Clock::now() - last_write_.load();
  return since.count() >= options_.interval_seconds;
}

std::optional<LearnedModel> StageCheckpoint::RestoreModel(
    const std::string& name) const {
  if (run_ == nullptr) return std::nullopt;
  const auto file = run_->Read(absl::StrCat(stage_, "-", name));
  LearnedModel model;
  if (!file.has_value() || !Parse(file->Piece(kEntry), &model.entry)) {
    return std::nullopt;
  }
  for (const auto& [piece, bytes] : file->pieces()) {
    if (!absl::StartsWith(piece, kFilePrefix)) continue;
    const absl::string_view path =
        absl::string_view(piece).substr(kFilePrefix.size());
    if (!model.files.WriteFile(path, bytes).ok()) return std::nullopt;
  }
  run_->Say(absl::StrCat("checkpoint: ", name, " was learned before"));
  return model;
}

absl::Status StageCheckpoint::SaveModel(const std::string& name,
                                        const LearnedModel& model) const {
  if (run_ == nullptr) return absl::OkStatus();
  PieceSink sink;
  C2V_RETURN_IF_ERROR(model.files.CopyTo(&sink));
  const std::string entry = model.entry.SerializeAsString();
  sink.pieces.emplace_back(kEntry, entry);
  const std::string file = absl::StrCat(stage_, "-", name);
  C2V_RETURN_IF_ERROR(run_->Write(file, sink.pieces));
  return run_->RemoveAll(absl::StrCat(file, "-at"));
}

std::unique_ptr<LearningCheckpoint> StageCheckpoint::Learning(
    const std::string& model) const {
  if (run_ == nullptr) return nullptr;
  return std::make_unique<ModelLearningCheckpoint>(
      run_, model, absl::StrCat(stage_, "-", model, "-at"));
}

bool StageCheckpoint::Restore(const std::string& model,
                              google::protobuf::MessageLite* config,
                              google::protobuf::MessageLite* entry) const {
  if (run_ == nullptr) return false;
  const auto file = run_->Read(absl::StrCat(stage_, "-", model, "-chosen"));
  return file.has_value() && Parse(file->Piece(kConfig), config) &&
         Parse(file->Piece(kEntry), entry);
}

absl::Status StageCheckpoint::Save(
    const std::string& model, const google::protobuf::MessageLite& config,
    const google::protobuf::MessageLite& entry) const {
  if (run_ == nullptr) return absl::OkStatus();
  const std::string config_bytes = config.SerializeAsString();
  const std::string entry_bytes = entry.SerializeAsString();
  return run_->Write(absl::StrCat(stage_, "-", model, "-chosen"),
                     {{kConfig, config_bytes}, {kEntry, entry_bytes}});
}

bool StageCheckpoint::HasResult() const {
  std::error_code ignored;
  return run_ != nullptr && fs::exists(run_->PathOf(stage_), ignored);
}

bool StageCheckpoint::RestoreResult(
    google::protobuf::MessageLite* result) const {
  if (run_ == nullptr) return false;
  const auto file = run_->Read(stage_);
  if (!file.has_value() || !Parse(file->Piece(kResult), result)) return false;
  run_->Say(absl::StrCat("checkpoint: ", stage_, " was done before"));
  return true;
}

absl::Status StageCheckpoint::SaveResult(
    const google::protobuf::MessageLite& result) const {
  if (run_ == nullptr) return absl::OkStatus();
  const std::string bytes = result.SerializeAsString();
  C2V_RETURN_IF_ERROR(run_->Write(stage_, {{kResult, bytes}}));
  return run_->RemoveAll(absl::StrCat(stage_, "-"));
}

}  // namespace customer2vec
