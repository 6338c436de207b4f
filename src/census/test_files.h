// What the tests of this slice read: the committed samples, and a whole reading as a list.
#pragma once

#include "census/census.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

namespace census {

struct Reading {
    Summary summary;
    std::vector<Child> children;
    std::vector<Refusal> refusals;

    /// Every refusal on its own line, for a failed test's message.
    std::string plain() const
    {
        std::string text;
        for (const Refusal& refusal : refusals)
            text += to_plain(refusal) + "\n";
        return text;
    }

    const Refusal* find(std::string_view code) const
    {
        for (const Refusal& refusal : refusals) {
            if (refusal.code == code) return &refusal;
        }
        return nullptr;
    }
};

inline Reading read_text(const std::string& text, const ReadOptions& options = {})
{
    Reading reading;
    const Sink sink{
        .child = [&](const Return&, const Child& child) { reading.children.push_back(child); },
        .refusal = [&](const Refusal& refusal) { reading.refusals.push_back(refusal); },
        .progress = {},
    };
    std::istringstream input{text};
    reading.summary = read(input, options, sink);
    return reading;
}

inline std::string file_text(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string sample(const std::string& name)
{
    return file_text(std::string{HEED_SOURCE_FOLDER} + "/src/census/testdata/" + name);
}

/// `text` with the first `from` replaced; fails the test when there is none.
inline std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << "the sample holds no " << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return text;
}

} // namespace census
