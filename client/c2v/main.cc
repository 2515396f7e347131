// c2v: asks a Customer2Vec server and looks into snapshots. See `c2v --help`.

#include <iostream>

#include "client/c2v/commands.h"

int main(int argc, char** argv) {
  return customer2vec::RunC2v(argc, argv, std::cout, std::cerr);
}
