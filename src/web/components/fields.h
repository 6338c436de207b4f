// Fields that a person types into or picks from: text, long text, password, list, file.
// Every field has a label and a name; `id` is the name unless given.
#pragma once

#include "web/components/words.h"

namespace web {

enum class Switch { off, on };

/// The words before or after what is typed, inside its box: `£`, `per week`.
struct Affix {
    Content content;
    std::string classes = {};
    Attributes attributes = {};
};

struct InputWrapper {
    std::string classes = {};
    Attributes attributes = {};
};

struct TextInput {
    Label label;
    RequiredText name;
    std::string id = {};
    std::string value = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    std::string classes = {}; ///< for example `govuk-input--width-10`
    std::string type = "text";
    std::string autocomplete = {};
    std::string inputmode = {};
    std::optional<Switch> spellcheck = {};
    std::string autocapitalize = {};
    std::string pattern = {};
    std::optional<Affix> prefix = {};
    std::optional<Affix> suffix = {};
    std::string described_by = {};
    Switch disabled = Switch::off;
    Group group = {};
    InputWrapper wrapper = {};
    Attributes attributes = {};
};

Html text_input(const TextInput& options);

struct TextArea {
    Label label;
    RequiredText name;
    std::string id = {};
    std::string value = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    int rows = 5;
    std::string classes = {};
    std::string autocomplete = {};
    std::optional<Switch> spellcheck = {};
    std::string described_by = {};
    Switch disabled = Switch::off;
    Group group = {};
    Attributes attributes = {};
};

Html text_area(const TextArea& options);

/// A message in its forms for one and for several, as `%{count}` sentences.
struct CountedMessage {
    std::string other;
    std::string one = {};
};

/// What a count says. Empty ones stay as the design system has them.
struct CountMessages {
    std::string classes = {};
    std::string limit = {}; ///< shown without scripts: `You can enter up to %{count} characters`
    CountedMessage characters_under = {};
    std::string characters_at = {};
    CountedMessage characters_over = {};
    CountedMessage words_under = {};
    std::string words_at = {};
    CountedMessage words_over = {};
};

/// `characters` counts what a reader sees as one; `length` counts as a program does.
enum class CountType { by_limit, characters, words, length };

struct CharacterCount {
    Label label;
    RequiredText name;
    std::string id = {};
    std::string value = {};
    std::optional<int> max_length = {};
    std::optional<int> max_words = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    int rows = 5;
    std::optional<int> threshold = {}; ///< per cent of the limit from which the count shows
    CountType count_type = CountType::by_limit;
    std::string classes = {};
    std::optional<Switch> spellcheck = {};
    CountMessages messages = {};
    Group group = {};
    Attributes attributes = {};
};

Html character_count(const CharacterCount& options);

/// What the button of a password field says. Empty ones stay as the design system has them.
struct PasswordWords {
    std::string show = {};
    std::string hide = {};
    std::string show_label = {};
    std::string hide_label = {};
    std::string shown = {};
    std::string hidden = {};
    std::string button_classes = {};
};

struct PasswordInput {
    Label label;
    RequiredText name;
    std::string id = {};
    std::string value = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    std::string classes = {};
    std::string autocomplete = "current-password";
    std::string described_by = {};
    Switch disabled = Switch::off;
    PasswordWords words = {};
    Group group = {};
    Attributes attributes = {};
};

Html password_input(const PasswordInput& options);

struct SelectItem {
    RequiredText text;
    std::optional<std::string> value = {}; ///< none: the text is the value
    std::optional<Switch> selected = {};   ///< none: selected when its value is the field's
    Switch disabled = Switch::off;
    Attributes attributes = {};
};

struct Select {
    Label label;
    RequiredText name;
    std::vector<SelectItem> items;
    std::string id = {};
    std::string value = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    std::string classes = {};
    std::string described_by = {};
    Switch disabled = Switch::off;
    Group group = {};
    Attributes attributes = {};
};

Html select(const Select& options);

/// The drop zone that scripts make of a file field, and its words. The button it makes is named
/// otherwise than it reads, which fails people who steer by voice: pages leave it out for now.
struct DropZone {
    std::string classes = {};
    std::string choose_button = {};
    std::string instruction = {};
    std::string none_chosen = {};
    CountedMessage several_chosen = {};
    std::string entered = {};
    std::string left = {};
    Attributes attributes = {};
};

struct FileUpload {
    Label label;
    RequiredText name;
    std::string id = {};
    std::optional<Hint> hint = {};
    std::optional<ErrorMessage> error = {};
    Switch multiple = Switch::off;
    std::optional<DropZone> drop_zone = {};
    std::string classes = {};
    std::string described_by = {};
    Switch disabled = Switch::off;
    Group group = {};
    Attributes attributes = {};
};

Html file_upload(const FileUpload& options);

/// A value that the form carries along.
Html hidden_field(std::string_view name, std::string_view value);

} // namespace web
