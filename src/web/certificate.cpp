#include "web/certificate.h"

#include <chrono>
#include <ctime>
#include <memory>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace web {

namespace {

struct FreeFile {
    void operator()(BIO* file) const { BIO_free_all(file); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

base::Instant to_instant(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        throw std::runtime_error{"The certificate has a day that cannot be read."};
    }
    return {std::int64_t{::timegm(&parts)} * 1000};
}

bool is_for(X509* certificate, const std::string& host)
{
    return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1 ||
           X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
}

} // namespace

CertificateFacts read_certificate(const std::filesystem::path& path,
                                  const std::vector<std::string>& hosts)
{
    const std::unique_ptr<BIO, FreeFile> file{BIO_new_file(path.c_str(), "r")};
    const std::unique_ptr<X509, FreeCertificate> certificate{
        file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr};
    ERR_clear_error();
    if (!certificate) {
        throw std::runtime_error{"The certificate " + path.string() +
                                 " cannot be read, or is not one."};
    }
    CertificateFacts facts{
        .from = to_instant(X509_get0_notBefore(certificate.get())),
        .until = to_instant(X509_get0_notAfter(certificate.get())),
        .not_named = {},
        .signs_itself = X509_NAME_cmp(X509_get_subject_name(certificate.get()),
                                      X509_get_issuer_name(certificate.get())) == 0,
    };
    for (const std::string& host : hosts) {
        if (!is_for(certificate.get(), host)) facts.not_named.push_back(host);
    }
    return facts;
}

} // namespace web
