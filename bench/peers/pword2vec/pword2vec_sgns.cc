// Times pWord2Vec (Ji et al. 2016, "Parallelizing Word2Vec in Shared and
// Distributed Memory") on the corpus that bench_sgns wrote.
//
//   bench/peers/pword2vec/build FOLDER_OF_PWORD2VEC run/pword2vec
//   bench_sgns sgns_w5_vs_gensim --data run/bench/sgns -- run/pword2vec
//
// Its source is the user's: nothing of it is here. It stands below as it is,
// with another main() than its own, which saves input vectors alone and says no
// time. Only the loop over the text counts, not the reading. Writes
// DATA/{input,output}.f32, rows in order, and DATA/peer.txt: seconds, CPU
// seconds, name, version. C++11, as its source wants.
//
// It has no seed: with another seed than 1 the text begins at another sentence.
// Its windows always shrink at random; --whole-window is taken all the same,
// since one of 60 covers most of a basket of 12.

#include <immintrin.h>
#include <omp.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

// When the loop over the text began: pWord2Vec then reads the clock, once.
double begin_seconds;
std::clock_t begin_cpu;

double ReadClock() {
  begin_cpu = std::clock();
  return begin_seconds = omp_get_wtime();
}

}  // namespace

#define main PWord2VecMain
#define omp_get_wtime ReadClock
#include "pWord2Vec.cpp"
#undef omp_get_wtime
#undef main

#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << "pword2vec_sgns: " << message << "\n";
  std::exit(1);
}

// The values of flags; those without a value hold "".
std::map<std::string, std::string> ParseFlags(int argc, char** argv) {
  std::map<std::string, std::string> flags;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--whole-window") continue;
    if (i + 1 == argc) Fail(flag + " lacks a value");
    flags[flag] = argv[++i];
  }
  for (const char* flag : {"--data", "--dimension", "--window", "--negatives",
                           "--epochs", "--rate", "--threads", "--seed"}) {
    if (flags.count(flag) == 0) Fail(std::string(flag) + " is missing");
  }
  return flags;
}

// DATA/corpus.txt from another sentence on for each seed.
std::string TextOfSeed(const std::string& data, int seed) {
  if (seed == 1) return data + "/corpus.txt";
  std::ifstream file(data + "/corpus.txt");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) Fail(data + "/corpus.txt cannot be read");
  const std::string path = data + "/rotated.txt";
  std::ofstream rotated(path);
  const size_t first = lines.size() / 16 * (seed - 1) % lines.size();
  for (size_t i = 0; i < lines.size(); ++i) {
    rotated << lines[(first + i) % lines.size()] << "\n";
  }
  if (!rotated.flush()) Fail("cannot write " + path);
  return path;
}

// The variables that its main() fills from its own flags.
void Configure(const std::map<std::string, std::string>& flags) {
  const auto number = [&](const char* flag) {
    return std::atoi(flags.at(flag).c_str());
  };
  const std::string text = TextOfSeed(flags.at("--data"), number("--seed"));
  if (text.size() >= MAX_STRING) Fail("the path is too long: " + text);
  std::strcpy(train_file, text.c_str());
  std::strcpy(output_file, "-");  // it learns only if it may save
  hidden_size = number("--dimension");
  window = number("--window");
  batch_size = 2 * window + 1;  // as its README has it
  negative = number("--negatives");
  iter = number("--epochs");
  num_threads = number("--threads");
  alpha = std::stof(flags.at("--rate"));
  min_count = 1;
  debug_mode = 0;
}

// What its main() prepares.
void Prepare() {
  vocab = static_cast<vocab_word*>(std::calloc(vocab_max_size, sizeof *vocab));
  vocab_hash = static_cast<int*>(_mm_malloc(vocab_hash_size * sizeof(int), 64));
  expTable =
      static_cast<real*>(_mm_malloc((EXP_TABLE_SIZE + 1) * sizeof(real), 64));
  for (int i = 0; i <= EXP_TABLE_SIZE; ++i) {
    const double power = std::exp((2.0 * i / EXP_TABLE_SIZE - 1) * MAX_EXP);
    expTable[i] = static_cast<real>(power / (power + 1));
  }
}

// Its rows go by its own vocabulary, whose words are ours' rows in decimal; the
// first is the end of a sentence.
void Save(const real* vectors, const std::string& path) {
  const size_t d = hidden_size, rows = vocab_size - 1;
  std::vector<float> dense(rows * d);
  for (size_t i = 1; i <= rows; ++i) {
    const size_t row = std::stoul(vocab[i].word);
    if (row >= rows) Fail("a token of the text is no row: " + path);
    std::copy_n(vectors + i * d, d, dense.data() + row * d);
  }
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(dense.data()),
             static_cast<std::streamsize>(dense.size() * sizeof(float)));
  if (!file.flush()) Fail("cannot write " + path);
}

}  // namespace

int main(int argc, char** argv) {
  const auto flags = ParseFlags(argc, argv);
  const std::string data = flags.at("--data");
  Configure(flags);
  Prepare();
  Train_SGNS();
  const double seconds = omp_get_wtime() - begin_seconds;
  const double cpu = std::clock() - begin_cpu;
  Save(Wih, data + "/input.f32");
  Save(Woh, data + "/output.f32");
  std::ofstream file(data + "/peer.txt");
  file << seconds << " " << cpu / CLOCKS_PER_SEC << " pWord2Vec "
       << PWORD2VEC_VERSION << "\n";
  if (!file.flush()) Fail("cannot write " + data + "/peer.txt");
}
