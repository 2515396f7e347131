// node2vec as a model of the training worker: a space of customers, items or
// both, whichever the nodes of the graph are.
//
//   models { name: "network" node2vec { q: 0.5 weight_exponent: 0.5 } }
//
// Nodes that are neither carry walks and get no vector; customers and items
// that are no nodes have zero vectors, and all of them are counted.
//
// A run that goes on from an earlier snapshot starts from what that one
// publishes: input vectors of customers and items, output vectors of items.
// Output vectors of customers, and nodes that are neither, start anew.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_MODEL_H_

#include "trainer/models/model_family.h"

namespace customer2vec {

const ModelFamily& Node2VecFamily();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_MODEL_H_
