#include "web/components/date_input.h"

#include "web/components/field_parts.h"

#include <algorithm>
#include <cctype>

namespace web {
namespace {

constexpr std::string_view error_class = "govuk-input--error";

bool is_marked(const DateBox& box)
{
    return box.error == Switch::on || box.classes.find(error_class) != std::string::npos;
}

std::string capitalised(std::string text)
{
    if (!text.empty()) {
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    }
    return text;
}

std::vector<DateBox> usual_boxes(const DateInput& options)
{
    return {
        {.name = "day", .value = options.day},
        {.name = "month", .value = options.month},
        {.name = "year", .value = options.year},
    };
}

std::string box_classes(const DateBox& box, Faulty faulty)
{
    const bool says_error = box.classes.find(error_class) != std::string::npos;
    const bool says_width = box.classes.find("govuk-input--width-") != std::string::npos;
    const std::string_view width =
        box.name.text() == "year" ? "govuk-input--width-4" : "govuk-input--width-2";
    return joined({"govuk-date-input__input",
                   faulty == Faulty::yes && !says_error ? error_class : std::string_view{},
                   says_width ? std::string_view{} : width, box.classes});
}

void add_box(Html& html, const DateInput& options, const DateBox& box, Faulty faulty)
{
    const std::string& name = box.name.text();
    html.add_element(
        "div", {{"class", "govuk-date-input__item"}},
        text_input({
            .label = {box.label.empty() ? capitalised(name) : box.label,
                      {.classes = "govuk-date-input__label"}},
            .name = options.name_prefix.empty() ? name : options.name_prefix + "-" + name,
            .id = box.id.empty() ? options.id.text() + "-" + name : box.id,
            .value = box.value,
            .classes = box_classes(box, faulty),
            .autocomplete = box.autocomplete,
            .inputmode = box.inputmode,
            .pattern = box.pattern,
            .attributes = box.attributes,
        }));
}

} // namespace

Html date_input(const DateInput& options)
{
    const std::vector<DateBox> boxes = options.boxes.empty() ? usual_boxes(options) : options.boxes;
    const bool any_marked = std::any_of(boxes.begin(), boxes.end(), is_marked);
    Guidance help = guidance(options.id.text(), options.hint, options.error, "");
    help.html.add_element(
        "div",
        {{"class", joined({"govuk-date-input", options.classes})},
         options.attributes,
         {"id", options.id}},
        options.group.before,
        [&](Html& inside) {
            for (const DateBox& box : boxes) {
                const bool all = options.error && !any_marked && box.error != Switch::off;
                add_box(inside, options, box, is_marked(box) || all ? Faulty::yes : Faulty::no);
            }
        },
        options.group.after);
    const Faulty faulty = options.error ? Faulty::yes : Faulty::no;
    if (!options.legend.content) return form_group(faulty, options.group, help.html);
    // Without the role, one common screen reader does not read the hint of a set of text boxes.
    return form_group(faulty, options.group,
                      fieldset({.legend = options.legend,
                                .content = std::move(help.html),
                                .role = "group",
                                .described_by = help.described_by}));
}

} // namespace web
