// heed witness: holds and cosigns the checkpoints of other people's ledgers; and shows one's own to
// the witnesses once.
#include "app/command.h"
#include "app/command_options.h"
#include "app/web_server.h"
#include "app/witnesses.h"
#include "base/errors.h"
#include "base/json.h"
#include "base/log.h"
#include "witness/witness_api.h"

#include <fmt/format.h>
#include <memory>
#include <sys/stat.h>

namespace app {

namespace {

struct HolderOptions {
    std::string data = "heed-witness";
    std::string name;
    std::string key;    ///< of a ledger
    std::string origin; ///< its name
    ListenOptions listen;
    bool is_plain = false;
    bool json = false;
};

struct PushOptions {
    PlaceOptions place;
    WitnessOptions witnesses;
};

DataFolder folder_of(const HolderOptions& options)
{
    return {options.data};
}

std::filesystem::path key_file(const HolderOptions& options)
{
    return folder_of(options).root / "witness.key";
}

std::filesystem::path data_file(const HolderOptions& options)
{
    const std::filesystem::path file = folder_of(options).root / "witness.db";
    if (std::filesystem::exists(file)) return file;
    throw base::Unavailable{"There is no witness in " + options.data + ". Run heed witness init."};
}

Exit init(const HolderOptions& options)
{
    const DataFolder folder = folder_of(options);
    for (const auto& made : {folder.root, folder.certificate().parent_path()}) {
        if (::mkdir(made.c_str(), S_IRWXU) == 0 || std::filesystem::is_directory(made)) continue;
        throw base::Unavailable{"The folder " + made.string() + " cannot be made."};
    }
    const FolderLock lock{folder};
    const base::SystemClock clock;
    const auto key = witness::WitnessKey::create(key_file(options), options.name);
    witness::open_database(folder.root / "witness.db", clock);
    fmt::print("{}\n", key.verifier_key());
    return Exit::done;
}

Exit add_log(const HolderOptions& options)
{
    const auto log = ledger::parse_verifier_key(options.key);
    if (!log) {
        throw base::BadRequest{"That is not the verifier key of a ledger: name+number+key, as "
                               "/api/v1/ledger/checkpoint gives it, in quotes."};
    }
    const FolderLock lock{folder_of(options)};
    const base::SystemClock clock;
    store::Database data = witness::open_database(data_file(options), clock);
    const auto key = witness::WitnessKey::read(key_file(options));
    witness::Witness{data, key, clock}.add_log(*log);
    fmt::print("Checkpoints of {} are taken from now on.\n", log->name);
    return Exit::done;
}

base::json::object to_json(const witness::LogRow& log)
{
    return {{"origin", log.origin},
            {"verifier_key", ledger::to_verifier_key(log.origin, log.public_key)},
            {"size", log.size},
            {"cosigned_at", log.note.empty() ? std::string{} : log.cosigned_at.iso()}};
}

Exit list(const HolderOptions& options)
{
    const base::SystemClock clock;
    const store::Database data = witness::open_to_read(data_file(options), clock);
    const auto key = witness::WitnessKey::read(key_file(options));
    const auto logs = data.read(witness::all_logs);
    if (options.json) {
        base::json::array rows;
        for (const witness::LogRow& log : logs)
            rows.push_back(to_json(log));
        fmt::print("{}\n", base::to_text(base::json::object{{"witness", key.verifier_key()},
                                                            {"logs", std::move(rows)}}));
        return Exit::done;
    }
    fmt::print("{}\n", key.verifier_key());
    for (const witness::LogRow& log : logs) {
        if (log.note.empty())
            fmt::print("{}: nothing cosigned yet\n", log.origin);
        else
            fmt::print("{}: {} entries, cosigned {}\n", log.origin, log.size,
                       base::plain(log.cosigned_at));
    }
    return Exit::done;
}

Exit held(const HolderOptions& options)
{
    const base::SystemClock clock;
    const store::Database data = witness::open_to_read(data_file(options), clock);
    const auto log =
        data.read([&](store::Reader& reader) { return witness::find_log(reader, options.origin); });
    if (!log || log->note.empty()) {
        throw base::NotFound{"Nothing of a ledger called " + options.origin + " is held here."};
    }
    fmt::print("{}{}\n", log->note, log->line);
    return Exit::done;
}

std::string_view in_words(std::string_view kind)
{
    if (kind == "other_root") {
        return "Two histories of the same length, both signed with the ledger's key: proof of a "
               "fork.";
    }
    if (kind == "not_consistent") {
        return "A longer history that was not shown to contain the one held: a fork, or somebody "
               "who sent a wrong proof.";
    }
    if (kind == "smaller") {
        return "A shorter history than the one held, given as the newest: an older copy was put "
               "back, or somebody sent an old checkpoint again.";
    }
    return "The ledger knows of more that this witness held than it holds now: is this folder an "
           "older copy?";
}

void print(const witness::EvidenceRow& row)
{
    fmt::print("{}, {} ({})\n{}\nHeld then:\n\n{}\nRefused, as the successor of {} entries:\n\n{}"
               "\n----\n",
               row.origin, base::plain(row.noticed_at), row.kind, in_words(row.kind),
               row.held.empty() ? "nothing\n" : row.held, row.old_size, row.offered);
}

Exit evidence(const HolderOptions& options)
{
    const base::SystemClock clock;
    const store::Database data = witness::open_to_read(data_file(options), clock);
    const auto rows = data.read(witness::all_evidence);
    if (options.json) {
        base::json::array list;
        for (const witness::EvidenceRow& row : rows) {
            list.push_back(base::json::object{{"origin", row.origin},
                                              {"kind", row.kind},
                                              {"held", row.held},
                                              {"offered", row.offered},
                                              {"old_size", row.old_size},
                                              {"noticed_at", row.noticed_at.iso()}});
        }
        fmt::print("{}\n", base::to_text(list));
    } else {
        for (const witness::EvidenceRow& row : rows)
            print(row);
        if (rows.empty()) fmt::print("Nothing was ever refused for contradicting what is held.\n");
    }
    return rows.empty() ? Exit::done : Exit::finding;
}

Exit serve_holder(const HolderOptions& options)
{
    hold_stop_signals();
    const DataFolder folder = folder_of(options);
    const FolderLock lock{folder};
    const base::SystemClock clock;
    ListenOptions listen = options.listen;
    if (options.is_plain) listen.serving.serve.transport = web::Transport::plain_loopback_only;
    const ServeOptions serving = listen.to_serve_options(folder, clock);
    store::Database data = witness::open_database(data_file(options), clock);
    const auto key = witness::WitnessKey::read(key_file(options));
    witness::Witness holder{data, key, clock};
    web::Router router;
    witness::add_witness_api(router, holder);
    web::Server server{std::move(router),
                       {.authenticate = {},
                        .not_ready = [&holder] { return holder.not_ready(); },
                        .notice = [&holder] { return holder.notice(); }},
                       to_server_options(serving)};
    run(server, [](const web::Server& started) {
        base::log(base::LogLevel::info, "witnessing",
                  {{"port", std::int64_t{started.port()}},
                   {"metrics_port", std::int64_t{started.metrics_port()}}});
    });
    base::log(base::LogLevel::info, "stopped");
    return Exit::done;
}

Exit push(const PushOptions& options)
{
    const OpenOptions open = options.place.to_open_options();
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    Installation installation{open, clock, random};
    const auto witnesses = open_witnesses(installation, options.witnesses, clock);
    if (!witnesses) throw base::BadRequest{"Say which witness, with --witness."};
    witnesses->push();
    bool have_all = true;
    for (const witness::Report& report : witnesses->reports()) {
        const std::string words = witness::explain(report);
        have_all = have_all && words.empty();
        fmt::print("{}\n", words.empty() ? fmt::format("The witness {} has cosigned {} entries.",
                                                       report.witness, report.size)
                                         : words);
    }
    if (const auto why = installation.ledger().why_not_writable()) fmt::print("{}\n", *why);
    return have_all ? Exit::done : Exit::finding;
}

using Options = std::shared_ptr<HolderOptions>;

CLI::App& add_holder(CLI::App& witness, const char* name, const char* words, const Options& options)
{
    CLI::App* const command = witness.add_subcommand(name, words);
    command->add_option("--data", options->data, "The folder that holds the witness")
        ->envname("HEED_WITNESS_DATA")
        ->capture_default_str();
    return *command;
}

void set_run(CLI::App& command, Run& chosen, const Options& options,
             Exit (*run)(const HolderOptions&))
{
    command.callback([=, &chosen] { chosen = [=] { return run(*options); }; });
}

void add_push(CLI::App& witness, Run& chosen)
{
    const auto options = std::make_shared<PushOptions>();
    CLI::App* const command =
        witness.add_subcommand("push", "Show an installation's last checkpoint to its witnesses "
                                       "once, while it is stopped");
    add_place_options(*command, options->place);
    add_witness_options(*command, options->witnesses);
    command->callback([options, &chosen] { chosen = [options] { return push(*options); }; });
}

} // namespace

void add_witness_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<HolderOptions>();
    CLI::App& witness = *cli.add_subcommand(
        "witness", "Hold and cosign the checkpoints of ledgers, for another agency to count on");
    witness.require_subcommand(1);
    CLI::App& init_command =
        add_holder(witness, "init", "Make a witness: its key and its data file", options);
    init_command
        .add_option("--name", options->name,
                    "Its name: a host name of yours and perhaps a path, witness.example.org/heed")
        ->required();
    set_run(init_command, chosen, options, init);
    CLI::App& add_command =
        add_holder(witness, "add-log", "From now on take a ledger's checkpoints", options);
    add_command.add_option("key", options->key, "The ledger's verifier key")->required();
    set_run(add_command, chosen, options, add_log);
    CLI::App& list_command =
        add_holder(witness, "list", "Show what is held of each ledger", options);
    list_command.add_flag("--json", options->json, "Print it as one line of JSON");
    set_run(list_command, chosen, options, list);
    CLI::App& held_command = add_holder(
        witness, "held", "Print the checkpoint held of a ledger, for heed verify --held", options);
    held_command.add_option("origin", options->origin, "The ledger's name")->required();
    set_run(held_command, chosen, options, held);
    CLI::App& evidence_command = add_holder(
        witness, "evidence",
        "Show what was refused for contradicting what is held (exit 1: there is any)", options);
    evidence_command.add_flag("--json", options->json, "Print it as one line of JSON");
    set_run(evidence_command, chosen, options, evidence);
    CLI::App& serve_command = add_holder(witness, "serve", "Take checkpoints", options);
    add_listen_options(serve_command, options->listen, "HEED_WITNESS_");
    serve_command.add_flag("--plain", options->is_plain,
                           "Plain HTTP, on a loopback address alone: behind a proxy that ends TLS");
    set_run(serve_command, chosen, options, serve_holder);
    add_push(witness, chosen);
}

} // namespace app
