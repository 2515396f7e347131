#pragma once

inline int Id() { return 1; }
