// Defaults and limits of Content2VecConfig.
//
//   FillContent2VecDefaults(&config);
//   C2V_RETURN_IF_ERROR(CheckContent2VecConfig(config,
//   "models[0].content2vec"));
//
// Which parts stand in for none depends on the catalogue:
// DefaultContentParts(). Pure functions; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_CONFIG_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/catalogue/catalogue.h"
#include "customer2vec/v1/text_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/content2vec/content_tokens.h"

namespace customer2vec {

// Sets every field that is not set, those of parts and dense vectors too.
void FillContent2VecDefaults(v1::Content2VecConfig* config);

// INVALID_ARGUMENT for a field out of range, a part without its attribute or
// one that stands twice; it names the field: "<path>.parts[2].bands".
absl::Status CheckContent2VecConfig(const v1::Content2VecConfig& config,
                                    absl::string_view path);

// The item, each attribute of the catalogue, and the words of names where an
// item's name is another text than its id; with their defaults.
ContentParts DefaultContentParts(const Corpus& corpus,
                                 const Catalogue& catalogue);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_CONFIG_H_
