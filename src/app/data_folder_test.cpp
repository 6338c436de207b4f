#include "app/data_folder.h"
#include "base/errors.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace app {

namespace {

class data_folder : public testing::Test {
protected:
    data_folder()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-folder-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        m_root = pattern;
    }
    ~data_folder() override
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_root, ignored);
    }

    std::filesystem::path at(const std::string& name) const { return m_root / name; }

    std::filesystem::path folder(const std::string& name, mode_t mode) const
    {
        std::filesystem::create_directory(at(name));
        ::chmod(at(name).c_str(), mode);
        return at(name);
    }

    std::filesystem::path m_root;
};

void put(const std::filesystem::path& path)
{
    std::ofstream{path} << "x";
}

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status = {};
    base::check(::stat(path.c_str(), &status) == 0, "the folder is there");
    return status.st_mode & 07777U;
}

std::string refusal_of(const std::filesystem::path& root)
{
    try {
        create(DataFolder{root});
    } catch (const base::Conflict& conflict) {
        return conflict.what();
    }
    return {};
}

} // namespace

TEST_F(data_folder, is_made_for_its_owner_alone)
{
    for (const char* const name : {"new", "slash/", "some/way/down"}) {
        const DataFolder made{at(name)};
        create(made);
        EXPECT_EQ(mode_of(made.root), 0700U) << name;
        EXPECT_EQ(mode_of(made.keys()), 0700U) << name;
        EXPECT_EQ(mode_of(made.root / "tls"), 0700U) << name;
        create(made);
    }
    std::filesystem::create_directory_symlink(folder("empty", 0700), at("link"));
    create(DataFolder{at("link")});
    EXPECT_TRUE(std::filesystem::exists(at("empty") / "keys"));
}

TEST_F(data_folder, leaves_a_folder_alone_that_holds_other_things)
{
    put(folder("shared", 0755) / "letter.txt");
    put(folder("private", 0700) / "letter.txt");
    std::filesystem::create_directory_symlink(at("shared"), at("link"));
    for (const char* const name : {"shared", "private", "link"}) {
        EXPECT_NE(refusal_of(at(name)).find("holds other things"), std::string::npos) << name;
        EXPECT_FALSE(std::filesystem::exists(at(name) / "keys")) << name;
    }
    EXPECT_EQ(mode_of(at("shared")), 0755U);
    put(at("file"));
    EXPECT_NE(refusal_of(at("file")).find("not a folder"), std::string::npos);
}

TEST_F(data_folder, never_closes_a_folder_that_it_did_not_make)
{
    for (const mode_t mode : {0755U, 01777U, 0710U}) {
        const auto open = folder("empty-" + std::to_string(mode), mode);
        EXPECT_NE(refusal_of(open).find("chmod 700"), std::string::npos) << mode;
        EXPECT_EQ(mode_of(open), mode);
        EXPECT_TRUE(std::filesystem::is_empty(open)) << mode;
    }
    folder("prepared", 0700);
    folder("prepared/manuals", 0755);
    folder("prepared/keys", 0755);
    EXPECT_NE(refusal_of(at("prepared")).find("prepared/keys"), std::string::npos);
    EXPECT_EQ(mode_of(at("prepared/keys")), 0755U);
    folder("prepared/keys", 0700);
    create(DataFolder{at("prepared")});
    EXPECT_EQ(mode_of(at("prepared/manuals")), 0755U);
}

TEST_F(data_folder, of_an_installation_keeps_its_mode)
{
    put(folder("installation", 0750) / "heed.db");
    put(at("installation/note"));
    create(DataFolder{at("installation")});
    EXPECT_EQ(mode_of(at("installation")), 0750U);
    EXPECT_EQ(mode_of(at("installation/keys")), 0700U);
}

} // namespace app
