#include "trainer/models/load_data.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/data_config.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

// Reads the file for its size and digest.
absl::StatusOr<FileLog> LookAt(const std::string& path) {
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  std::vector<char> buffer(1 << 20);
  size_t count;
  do {
    C2V_ASSIGN_OR_RETURN(count, source->Read(buffer));
  } while (count > 0);
  FileLog file(path, {});
  C2V_RETURN_IF_ERROR(
      file.Finish(source->stored_bytes(), source->StoredDigest()));
  return file;
}

}  // namespace

absl::StatusOr<LoadedData> LoadData(const v1::TrainingConfig& config,
                                    absl::string_view data_root) {
  C2V_ASSIGN_OR_RETURN(LoadedData data, LoadCorpus(config.data(), data_root));
  for (const v1::ModelConfig& model : config.models()) {
    C2V_ASSIGN_OR_RETURN(const ModelFamily* family, FindModelFamily(model));
    if (family->files == nullptr) continue;
    for (const std::string& path : family->files(model)) {
      C2V_ASSIGN_OR_RETURN(FileLog file, LookAt(ResolvePath(data_root, path)),
                           "model \"", model.name(), "\"");
      data.report.AddModelFile(std::move(file));
    }
  }
  return data;
}

}  // namespace customer2vec
