// The story files, put into the program when it is built.
#pragma once

#include "base/embedded.h"

namespace embedded {

const std::vector<base::EmbeddedFile>& stories();

} // namespace embedded
