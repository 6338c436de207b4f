#include "base/sha256.h"

#include "base/errors.h"

#include <memory>
#include <new>
#include <openssl/evp.h>

namespace base {

namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

/// OpenSSL says nothing about why it has none; it is memory that was short.
template <typename Pointer> Pointer had(Pointer pointer)
{
    if (!pointer) throw std::bad_alloc{};
    return pointer;
}

std::unique_ptr<EVP_MD_CTX, FreeContext> new_context()
{
    return had(std::unique_ptr<EVP_MD_CTX, FreeContext>{EVP_MD_CTX_new()});
}

void begin(EVP_MD_CTX* context, const EVP_MD* algorithm)
{
    // A state for the algorithm is all that it makes.
    if (EVP_DigestInit_ex2(context, algorithm, nullptr) != 1) throw std::bad_alloc{};
}

} // namespace

Digest sha256(std::initializer_list<ByteView> parts)
{
    // Fetching the algorithm costs more than a short hash, so each thread does it once. What throws
    // is tried again by the thread's next hash.
    thread_local const auto algorithm =
        had(std::unique_ptr<EVP_MD, FreeDigest>{EVP_MD_fetch(nullptr, "SHA256", nullptr)});
    thread_local const auto context = new_context();
    Digest digest{};
    begin(context.get(), algorithm.get());
    bool fine = true;
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
    std::unique_ptr<EVP_MD_CTX, FreeContext> context = new_context();
};

Sha256::Sha256() : m_state{std::make_unique<State>()}
{
    begin(m_state->context.get(), EVP_sha256());
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
