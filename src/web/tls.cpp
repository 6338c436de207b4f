#include "web/tls.h"

#include "base/text.h"

#include <algorithm>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace web {

namespace {

template <auto Free> struct Freer {
    template <typename Type> void operator()(Type* pointer) const { Free(pointer); }
};

using PrivateKey = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using File = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

void require(bool holds, const std::string& what)
{
    if (holds) return;
    ERR_clear_error();
    throw std::runtime_error{what};
}

bool is_address(std::string_view host)
{
    return host.find_first_not_of("0123456789.") == std::string_view::npos ||
           host.find(':') != std::string_view::npos;
}

std::string alternative_names(const std::vector<std::string>& hosts)
{
    std::string names;
    for (const std::string& host : hosts) {
        const bool plain = !host.empty() && host.find_first_of(",\n\r\\\"") == std::string::npos;
        require(plain, "A host name for the certificate holds a character that none can.");
        names += names.empty() ? "" : ",";
        names += (is_address(host) ? "IP:" : "DNS:") + host;
    }
    return names;
}

void add_extension(X509* certificate, int kind, const std::string& value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    require(extension != nullptr, "The certificate's extensions could not be made.");
    X509_add_ext(certificate, extension.get(), -1);
}

void set_times(X509* certificate, int days, const base::Clock& clock)
{
    constexpr std::int64_t day_seconds = 86'400;
    const std::int64_t now = clock.now().milliseconds / 1000;
    // A day early, so that a machine whose clock is slow can still use it.
    ASN1_TIME_set(X509_getm_notBefore(certificate), now - day_seconds);
    ASN1_TIME_set(X509_getm_notAfter(certificate), now + days * day_seconds);
}

void set_serial_number(X509* certificate)
{
    const std::unique_ptr<BIGNUM, Freer<BN_free>> number{BN_new()};
    require(BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1,
            "No randomness for the certificate.");
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

Certificate make_certificate(EVP_PKEY* key, const SelfSigned& wanted, const base::Clock& clock)
{
    require(!wanted.hosts.empty(), "A certificate needs at least one host name.");
    Certificate certificate{X509_new()};
    constexpr long version_3 = 2;
    X509_set_version(certificate.get(), version_3);
    set_serial_number(certificate.get());
    set_times(certificate.get(), wanted.days, clock);
    X509_set_pubkey(certificate.get(), key);

    X509_NAME* const name = X509_get_subject_name(certificate.get());
    const std::string common = wanted.hosts.front().substr(0, 64);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common.data()),
                               static_cast<int>(common.size()), -1, 0);
    X509_set_issuer_name(certificate.get(), name);

    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(certificate.get(), NID_ext_key_usage, "serverAuth");
    add_extension(certificate.get(), NID_subject_alt_name, alternative_names(wanted.hosts));
    require(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "The certificate was not signed.");
    return certificate;
}

enum class Readable { by_owner, by_all };

/// A new file, open for OpenSSL to write to.
File create_file(const std::filesystem::path& path, Readable readable)
{
    const mode_t mode = readable == Readable::by_owner ? 0600 : 0644;
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    require(descriptor >= 0, "Cannot create " + path.string() + ". It may be there already.");
    std::FILE* const stream = ::fdopen(descriptor, "w");
    if (stream == nullptr) ::close(descriptor);
    require(stream != nullptr, "Cannot write " + path.string() + ".");
    return File{BIO_new_fp(stream, BIO_CLOSE)};
}

} // namespace

void create_self_signed(const TlsFiles& files, const SelfSigned& wanted, const base::Clock& clock)
{
    const PrivateKey key{EVP_EC_gen("P-256")};
    require(key != nullptr, "The certificate's key could not be made.");
    const Certificate certificate = make_certificate(key.get(), wanted, clock);

    const File key_file = create_file(files.private_key, Readable::by_owner);
    const bool key_written = PEM_write_bio_PKCS8PrivateKey(key_file.get(), key.get(), nullptr,
                                                           nullptr, 0, nullptr, nullptr) == 1 &&
                             BIO_flush(key_file.get()) == 1;
    require(key_written, "Cannot write " + files.private_key.string() + ".");
    const File certificate_file = create_file(files.certificate, Readable::by_all);
    const bool written = PEM_write_bio_X509(certificate_file.get(), certificate.get()) == 1 &&
                         BIO_flush(certificate_file.get()) == 1;
    require(written, "Cannot write " + files.certificate.string() + ".");
}

void TlsContextDeleter::operator()(ssl_ctx_st* context) const
{
    SSL_CTX_free(context);
}

TlsContext open_tls(const TlsFiles& files)
{
    TlsContext context{SSL_CTX_new(TLS_server_method())};
    require(context != nullptr, "TLS could not be started.");
    SSL_CTX* const c = context.get();
    SSL_CTX_set_min_proto_version(c, TLS1_3_VERSION);
    // No early data: a request that can be sent twice by anybody is no request for a record.
    SSL_CTX_set_max_early_data(c, 0);
    SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS);
    constexpr std::string_view session_id_context = "heed";
    SSL_CTX_set_session_id_context(
        c, reinterpret_cast<const unsigned char*>(session_id_context.data()),
        static_cast<unsigned int>(session_id_context.size()));
    SSL_CTX_set_num_tickets(c, 1);

    const std::string certificate = files.certificate.string();
    const std::string key = files.private_key.string();
    require(SSL_CTX_use_certificate_chain_file(c, certificate.c_str()) == 1,
            "Cannot use the certificate in " + certificate + ".");
    require(SSL_CTX_use_PrivateKey_file(c, key.c_str(), SSL_FILETYPE_PEM) == 1,
            "Cannot use the private key in " + key + ".");
    require(SSL_CTX_check_private_key(c) == 1,
            "The private key in " + key + " does not belong to the certificate.");
    return context;
}

} // namespace web
