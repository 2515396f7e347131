#include "core/id/id.h"

int Answer() { return Id(); }
