// What each remembered write answered, by its key.
#pragma once

#include "base/time.h"
#include "store/write_request.h"

#include <optional>
#include <string>

namespace store {

struct RememberedWrite {
    std::string operation;
    std::string content;
    std::string result;
};

std::optional<RememberedWrite> remembered_write(Reader& reader, const WriteRequest& request);

void remember_write(Writer& writer, const WriteRequest& request, std::string_view result,
                    base::Instant now);

} // namespace store
