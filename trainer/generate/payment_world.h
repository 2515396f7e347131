// The hidden truth of a generated payment network: what its entities are, whom
// they pay and which services they take up.
//
//   const PaymentWorld world(options);
//   Random random(7);
//   uint32_t payee = world.DrawPayee(/*payer=*/3, random);
//   uint32_t service = world.DrawService(/*entity=*/3, random);
//
// The structure:
//  - every entity has an industry and, independent of it, a behavior;
//  - payments follow industries alone: an entity pays the next industry of the
//    supply chain (.45 of its partners), its own (.25), the third along the
//    chain (.15) or anybody (.15), bigger entities more often;
//  - services follow both: half of them belong to an industry, 3 in 10 to a
//    behavior, the others to nobody. An entity thinks of a service of its
//    industry with probability .3, of its behavior with .4, of any with .3, by
//    a Zipf-like popularity.
//
// So a behavior shows in services only. An industry shows plainly in payments,
// and faintly in services, since its own are many and rare: what payments tell
// helps to foresee services.
//
// Memory: about 24 bytes an entity or service. Immutable, safe for concurrent
// use.

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_PAYMENT_WORLD_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_PAYMENT_WORLD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/base/random.h"

namespace customer2vec {

struct PaymentOptions {
  uint32_t entities =
      2000;                 // at least industries and behaviors; to 100 million
  uint32_t services = 480;  // at least 4 * (industries + behaviors)
  uint32_t industries = 8;  // 1 to 1000
  uint32_t behaviors = 6;   // 1 to 1000
  double mean_partners = 8;          // whom an entity pays, 1 to 1000
  double mean_payments = 4;          // to each of them, 1 to 1000
  double mean_orders = 3;            // of services by an entity, 2 to 1000
  double mean_order_services = 1.5;  // of an order, 1 to 1000
  uint64_t seed = 1;
  bool gzip = false;  // compress the files
};

// OK, or INVALID_ARGUMENT naming the option and its range.
absl::Status ValidatePaymentOptions(const PaymentOptions& options);

struct PaymentEntity {
  uint32_t industry;
  uint32_t behavior;
  double size;  // log-normal around 1
};

// Whose a service is.
enum class ServiceKind { kIndustry, kBehavior, kGeneral };

struct PaymentService {
  ServiceKind kind;
  uint32_t group;  // industry or behavior; 0 for kGeneral
  uint32_t rank;   // within its group, 0 is the most popular
};

class PaymentWorld {
 public:
  // REQUIRES: options are valid.
  explicit PaymentWorld(const PaymentOptions& options);

  uint32_t entity_count() const {
    return static_cast<uint32_t>(entities_.size());
  }
  uint32_t service_count() const {
    return static_cast<uint32_t>(services_.size());
  }
  const PaymentEntity& entity(uint32_t entity) const {
    return entities_[entity];
  }
  const PaymentService& service(uint32_t service) const {
    return services_[service];
  }
  // Names for people; it gives the group away, so that a list of
  // recommendations can be judged at a glance.
  std::string ServiceName(uint32_t service) const;

  // Whom an entity pays; may be itself. O(log entities).
  uint32_t DrawPayee(uint32_t payer, Random& random) const;
  // What it may take up. O(log services).
  uint32_t DrawService(uint32_t entity, Random& random) const;

 private:
  // Rows with running sums of their weights.
  class Pool {
   public:
    void Add(uint32_t row, double weight);
    uint32_t Draw(Random& random) const;

   private:
    std::vector<uint32_t> rows_;
    std::vector<double> sums_;
  };

  void MakeEntities(const PaymentOptions& options);
  void MakeServices(const PaymentOptions& options);

  std::vector<PaymentEntity> entities_;
  std::vector<PaymentService> services_;
  Pool all_entities_;
  std::vector<Pool> by_industry_;
  Pool all_services_;
  std::vector<Pool> industry_services_;
  std::vector<Pool> behavior_services_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_PAYMENT_WORLD_H_
