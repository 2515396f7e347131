#include "client/c2v/servable_text.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/c2v/manifest_text.h"

namespace customer2vec {
namespace {

std::string Number(double value) { return absl::StrFormat("%.2g", value); }

std::string PopularityWeight(double weight) {
  return absl::StrCat(", popularity weight ", Number(weight));
}

std::string ItemsAndCustomers(int64_t items, int64_t customers) {
  return absl::StrCat(FormatCount(items), " items, ", FormatCount(customers),
                      " customers");
}

std::string Describe(const v1::IndexSpec& index) {
  if (index.kind() != v1::INDEX_KIND_HNSW) return "exact";
  return absl::StrFormat("HNSW (recall@20 %.3f)", index.recall());
}

std::string Describe(const v1::ConcatSpec& concat) {
  return absl::StrJoin(concat.parts(), " + ",
                       [](std::string* out, const v1::ConcatPart& part) {
                         absl::StrAppend(out, part.space());
                       });
}

// What makes the space more than item vectors with a mean as its encoder.
std::string Extras(const v1::EmbeddingSpaceSpec& space) {
  std::string text;
  if (space.has_concat()) {
    absl::StrAppend(&text, ", joined from ", Describe(space.concat()));
  }
  if (space.has_attribute_vectors()) {
    absl::StrAppend(&text, ", ",
                    FormatCount(space.attribute_vectors().token_count()),
                    " attribute values");
  }
  if (space.has_document_encoder()) {
    absl::StrAppend(&text, ", histories inferred as documents");
  }
  return text;
}

std::string Describe(const v1::EmbeddingSpaceSpec& space) {
  return absl::StrCat(
      space.dimension(), " dimensions, ",
      ItemsAndCustomers(space.item_count(), space.customer_count()),
      Extras(space), "; similar: ", Describe(space.similar_index()),
      ", next: ", Describe(space.next_index()),
      PopularityWeight(space.popularity_weight()));
}

std::string Describe(const v1::PopularitySpec& popularity) {
  std::string text = popularity.decayed()
                         ? "share of baskets, recent ones counting more"
                         : "share of baskets";
  if (!popularity.category().empty()) {
    absl::StrAppend(&text, ", in the history's shares of ",
                    popularity.category());
  }
  return text;
}

std::string Describe(const v1::PersonalFrequencySpec& own) {
  std::string text = "own purchases";
  if (own.decay() < 1) {
    absl::StrAppend(&text, ", fading by ", Number(own.decay()), " a basket");
  }
  if (own.fill_popular()) absl::StrAppend(&text, ", then popularity");
  return text;
}

std::string Describe(const v1::RepeatDiscoverySpec& blend) {
  return absl::StrCat(blend.repeat_scorer(), " + ",
                      Number(blend.discovery_weight()), " of ",
                      blend.discovery_space(), " + ",
                      Number(blend.popularity_weight()), " of popularity");
}

std::string Describe(const v1::ItemNeighborsSpec& lists) {
  return absl::StrCat(FormatCount(lists.neighbor_count()), " neighbors of ",
                      FormatCount(lists.item_count()), " items; the last ",
                      FormatCount(lists.max_events()), " events count");
}

std::string Describe(const v1::SessionKnnSpec& sessions) {
  return absl::StrCat(FormatCount(sessions.neighbors()), " nearest of ",
                      FormatCount(sessions.session_count()),
                      " sessions; the last ",
                      FormatCount(sessions.max_events()), " events count");
}

std::string Describe(const v1::RepeatPurchaseSpec& repeat) {
  return absl::StrCat(Number(repeat.alpha()), " of own purchases + ",
                      Number(1 - repeat.alpha()), " of those of ",
                      FormatCount(repeat.neighbors()), " nearest customers",
                      PopularityWeight(repeat.popularity_weight()));
}

std::string Describe(const v1::LatentFactorsSpec& factors) {
  return absl::StrCat(
      factors.factors(), " factors, ",
      ItemsAndCustomers(factors.item_count(), factors.customer_count()),
      PopularityWeight(factors.popularity_weight()));
}

std::string Describe(const v1::FactorizationMachineSpec& machine) {
  std::string text = absl::StrCat(
      "features of ", machine.factors(), " factors, ",
      ItemsAndCustomers(machine.item_count(), machine.customer_count()));
  if (!machine.item_attributes().empty()) {
    absl::StrAppend(&text, ", shares of ",
                    absl::StrJoin(machine.item_attributes(), ", "));
  }
  return absl::StrCat(text, PopularityWeight(machine.popularity_weight()));
}

std::string Describe(const v1::ContentSpec& content) {
  return absl::StrCat(FormatCount(content.term_count()), " terms of ",
                      FormatCount(content.item_count()), " items",
                      PopularityWeight(content.popularity_weight()));
}

std::string Describe(const v1::LogisticSpec& logistic) {
  return absl::StrCat(
      "probability of ",
      absl::StrJoin(logistic.outcomes(), ", ",
                    [](std::string* out, const v1::LogisticOutcome& outcome) {
                      absl::StrAppend(out, outcome.metric(),
                                      absl::StrFormat(" (held-out AUC %.3f)",
                                                      outcome.auc()));
                    }));
}

std::string Describe(const v1::SegmentsSpec& segments) {
  return absl::StrCat("share of baskets in ",
                      FormatCount(segments.segments_size()), " segments by ",
                      absl::StrJoin(segments.attributes(), ", "));
}

std::string Describe(const v1::BlendSpec& blend) {
  const std::string parts = absl::StrJoin(
      blend.parts(), " + ",
      [](std::string* out, const v1::BlendedServable& part) {
        absl::StrAppend(out, Number(part.weight()), " of ", part.servable());
      });
  return absl::StrCat(
      parts, blend.method() == v1::BLEND_METHOD_RANKS ? ", by rank" : "");
}

std::string Describe(const v1::CustomerNeighborsSpec& neighbors) {
  return absl::StrCat("purchases of ", FormatCount(neighbors.neighbors()),
                      " nearest customers by ", neighbors.space(), " + ",
                      Number(neighbors.own_weight()), " of own + ",
                      Number(neighbors.popularity_weight()), " of popularity");
}

std::string Describe(const v1::AttributeAffinitySpec& affinity) {
  std::string text = absl::StrCat(
      "shares of ",
      absl::StrJoin(affinity.groups(), ", ",
                    [](std::string* out, const v1::AttributeGroup& group) {
                      absl::StrAppend(out,
                                      absl::StrJoin(group.attributes(), " x "));
                    }));
  if (affinity.has_max_basket_count()) {
    absl::StrAppend(&text, "; items in at most ",
                    FormatCount(affinity.max_basket_count()), " baskets");
  }
  return text;
}

std::string SpecName(const v1::ServableEntry& servable) {
  const google::protobuf::OneofDescriptor* spec =
      v1::ServableEntry::descriptor()->FindOneofByName("spec");
  const google::protobuf::FieldDescriptor* field =
      servable.GetReflection()->GetOneofFieldDescriptor(servable, spec);
  return field == nullptr ? "" : field->name();
}

}  // namespace

std::string DescribeServable(const v1::ServableEntry& servable) {
  switch (servable.spec_case()) {
    case v1::ServableEntry::kEmbeddingSpace:
      return Describe(servable.embedding_space());
    case v1::ServableEntry::kPopularity:
      return Describe(servable.popularity());
    case v1::ServableEntry::kPersonalFrequency:
      return Describe(servable.personal_frequency());
    case v1::ServableEntry::kRepeatDiscovery:
      return Describe(servable.repeat_discovery());
    case v1::ServableEntry::kItemNeighbors:
      return Describe(servable.item_neighbors());
    case v1::ServableEntry::kSessionKnn:
      return Describe(servable.session_knn());
    case v1::ServableEntry::kRepeatPurchase:
      return Describe(servable.repeat_purchase());
    case v1::ServableEntry::kLatentFactors:
      return Describe(servable.latent_factors());
    case v1::ServableEntry::kFactorizationMachine:
      return Describe(servable.factorization_machine());
    case v1::ServableEntry::kContent:
      return Describe(servable.content());
    case v1::ServableEntry::kLogistic:
      return Describe(servable.logistic());
    case v1::ServableEntry::kSegments:
      return Describe(servable.segments());
    case v1::ServableEntry::kBlend:
      return Describe(servable.blend());
    case v1::ServableEntry::kCustomerNeighbors:
      return Describe(servable.customer_neighbors());
    case v1::ServableEntry::kAttributeAffinity:
      return Describe(servable.attribute_affinity());
    default:
      return SpecName(servable);
  }
}

}  // namespace customer2vec
