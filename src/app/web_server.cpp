#include "app/web_server.h"

#include "pathway/pages/my_work.h"
#include "pathway/pathway_api.h"
#include "person/pages/child_pages.h"
#include "person/person_api.h"
#include "record/pages/entry_pages.h"
#include "record/pages/event_pages.h"
#include "record/pages/signing_pages.h"
#include "record/record_api.h"
#include "site/admission.h"
#include "site/information_pages.h"
#include "site/sign_in_pages.h"
#include "site/site_api.h"

#include <csignal>
#include <pthread.h>
#include <thread>

namespace app {

namespace {

sigset_t stop_signals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

/// Waits for a signal on a thread of its own, so that nothing runs inside a signal handler.
class StopSignals {
public:
    explicit StopSignals(web::Server& server) : m_server{server}
    {
        m_thread = std::thread{[this] { wait(); }};
    }

    ~StopSignals()
    {
        pthread_kill(m_thread.native_handle(), SIGTERM);
        m_thread.join();
    }

    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

private:
    void wait()
    {
        const sigset_t set = stop_signals();
        int signal = 0;
        sigwait(&set, &signal);
        m_server.stop();
    }

    web::Server& m_server;
    std::thread m_thread;
};

web::Hooks hooks_of(Installation& installation, const witness::Rounds* witnesses)
{
    site::Site& site = installation.site();
    web::Hooks hooks{
        .authenticate = [&site](const web::Request& request) { return site::admit(site, request); },
        .park = [&site](web::Request& request) { return site::park(site, request); },
        .error_page = [&site](const web::Request& request,
                              int status) { return site::error_page(site, request, status); },
        .not_ready = [&installation] { return installation.not_ready(); },
    };
    if (witnesses != nullptr) {
        hooks.notice = [witnesses] { return witnesses->notice(); };
        hooks.figures = [witnesses] { return witnesses->figures(); };
    }
    return hooks;
}

} // namespace

web::Router all_routes(site::Site& site)
{
    web::Router router;
    site::add_sign_in_pages(router, site);
    site::add_information_pages(router, site);
    record::add_event_pages(router, site);
    record::add_signing_pages(router, site);
    record::add_entry_pages(router, site);
    person::add_child_pages(router, site);
    pathway::add_my_work_page(router, site);

    site::Api api{router, site};
    site::add_site_api(api);
    person::add_person_api(api);
    record::add_entry_api(api);
    record::add_event_api(api);
    record::add_draft_api(api);
    record::add_ledger_api(api);
    pathway::add_pathway_api(api);
    api.add_description();
    return router;
}

void hold_stop_signals()
{
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

web::ServerOptions to_server_options(const ServeOptions& options)
{
    return {
        .address = options.address,
        .port = options.port,
        .transport = options.transport,
        .tls = options.tls,
        .hosts = options.hosts,
        .metrics_port = options.metrics_port,
    };
}

void run(web::Server& server, const std::function<void(const web::Server&)>& ready)
{
    hold_stop_signals();
    const StopSignals signals{server};
    ready(server);
    server.run();
}

void serve(Installation& installation, const ServeOptions& options,
           const std::function<void(const web::Server&)>& ready)
{
    web::ServerOptions server_options = to_server_options(options);
    server_options.form_key = installation.form_key();
    web::Server server{all_routes(installation.site()), hooks_of(installation, options.witnesses),
                       server_options};
    run(server, ready);
    installation.ledger().keep_checkpoint();
}

} // namespace app
