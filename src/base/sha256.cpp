#include "base/sha256.h"

#include "base/errors.h"

#include <memory>
#include <openssl/evp.h>

namespace base {

namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

} // namespace

Digest sha256(std::initializer_list<ByteView> parts)
{
    // Fetching the algorithm costs more than a short hash, so each thread does it once.
    thread_local const std::unique_ptr<EVP_MD, FreeDigest> algorithm{
        EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
    Digest digest{};
    bool fine = EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) == 1;
    for (const ByteView part : parts) {
        fine = fine && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    }
    fine = fine && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    check(fine, "SHA-256 is not available from OpenSSL");
    return digest;
}

Digest sha256(ByteView bytes)
{
    return sha256({bytes});
}

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : m_state{std::make_unique<State>()}
{
    check(EVP_DigestInit_ex(m_state->context.get(), EVP_sha256(), nullptr) == 1,
          "SHA-256 is not available from OpenSSL");
}

Sha256::~Sha256() = default;

void Sha256::add(ByteView bytes)
{
    check(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) == 1,
          "SHA-256 is not available from OpenSSL");
}

Digest Sha256::finish()
{
    Digest digest{};
    check(EVP_DigestFinal_ex(m_state->context.get(), digest.data(), nullptr) == 1,
          "SHA-256 is not available from OpenSSL");
    return digest;
}

} // namespace base
