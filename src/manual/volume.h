// One manual's own files, read but not yet put together with the manual that it extends.
#pragma once

#include "manual/library.h"
#include "manual/manual.h"
#include "manual/toml_tree.h"

#include <optional>
#include <string>
#include <vector>

namespace manual {

struct Volume {
    std::string id;
    std::string title;
    std::string partnership;
    std::string extends;
    std::optional<Extension> extension; ///< for timescales that name none of their own
    Place place;                        ///< manual.toml

    std::vector<Form> forms;
    std::vector<Role> roles;
    std::vector<Timescale> timescales;
    std::vector<std::string> own_extension; ///< ids of timescales that name their own
    std::vector<Term> glossary;
    std::vector<WordAdvice> words;
    std::vector<Clause> clauses;
    std::optional<Calendar> calendar;
    Place calendar_place;
};

/// Reads the files, all of them under the folder `id`.
Volume read_volume(const std::string& id, const std::vector<const ManualFile*>& files,
                   Problems& problems);

// The files of a volume beside the forms, each read into it.
void read_manual_file(const Node& root, const std::string& file, Volume& volume,
                      Problems& problems);
void read_roles(const Node& root, const std::string& file, Volume& volume, Problems& problems);
void read_calendar(const Node& root, const std::string& file, Volume& volume, Problems& problems);
void read_timescales(const Node& root, const std::string& file, Volume& volume, Problems& problems);
void read_glossary(const Node& root, const std::string& file, Volume& volume, Problems& problems);
void read_words(const Node& root, const std::string& file, Volume& volume, Problems& problems);
void read_clauses(const Node& root, const std::string& file, Volume& volume, Problems& problems);

} // namespace manual
