#include "seal_inputs.h"

#include "base/errors.h"
#include "seal/envelope.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace fuzz {

namespace {

constexpr std::string_view context = "a context";

seal::Key fixed_key()
{
    return seal::Key::from_bytes(std::vector<std::uint8_t>(seal::Key::size, 7));
}

} // namespace

void seal_envelope(std::string_view bytes)
{
    const seal::Key key = fixed_key();
    const auto forged = seal::open(key, base::view_bytes(bytes), context);
    base::check(!forged, "nobody can seal without the key");
    base::check(!seal::explain(forged.error()).empty(), "a refusal says something");

    if (bytes.size() < 3) return;
    const base::ByteView plain = base::view_bytes(bytes.substr(3));
    base::Bytes sealed = seal::seal_repeatably(key, plain, context);
    const auto opened = seal::open(key, sealed, context);
    const bool is_whole =
        opened && std::equal(opened->begin(), opened->end(), plain.begin(), plain.end());
    base::check(is_whole, "what was sealed opens");
    base::check(!seal::open(key, sealed, "another context"), "a context is part of the seal");
    const base::ByteView cut{sealed.data(), sealed.size() - 1};
    base::check(!seal::open(key, cut, context), "an envelope that was cut short does not open");

    const auto place = static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[0]) * 256U +
                                                static_cast<std::uint8_t>(bytes[1]));
    const auto change = static_cast<std::uint8_t>(bytes[2]);
    if (change == 0) return;
    std::uint8_t& changed = sealed[place % sealed.size()];
    changed = static_cast<std::uint8_t>(changed ^ change);
    base::check(!seal::open(key, sealed, context), "a changed envelope does not open");
}

} // namespace fuzz
