#pragma once

#include "core/id/id.h"

inline int Learn() { return Id() + 1; }
