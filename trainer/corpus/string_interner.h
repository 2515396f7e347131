// StringInterner has moved to trainer/base; this keeps older includes working.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_STRING_INTERNER_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_STRING_INTERNER_H_

#include "trainer/base/string_interner.h"

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_STRING_INTERNER_H_
