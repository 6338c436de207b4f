#include "store/stop_switch.h"

#include "base/errors.h"
#include "base/log.h"

#include <string_view>

namespace store {

namespace {

bool ends_reading(StopCause cause)
{
    return cause == StopCause::disk_error || cause == StopCause::damaged;
}

std::string_view word(StopCause cause)
{
    switch (cause) {
    case StopCause::none: return "none";
    case StopCause::disk_full: return "disk_full";
    case StopCause::not_writable: return "not_writable";
    case StopCause::failed_check: return "failed_check";
    case StopCause::disk_error: return "disk_error";
    case StopCause::damaged: return "damaged";
    }
    return "none";
}

std::string_view sentence(StopCause cause)
{
    switch (cause) {
    case StopCause::none: return "";
    case StopCause::disk_full:
        return "The disk is full. Nothing more is saved until there is space and Heed is started "
               "again.";
    case StopCause::not_writable:
        return "The data file can no longer be written to. Nothing more is saved until that is put "
               "right and Heed is started again.";
    case StopCause::failed_check:
        return "A check made before saving failed. Nothing more is saved until the record has been "
               "verified and Heed is started again.";
    case StopCause::disk_error:
        return "The disk reported an error. Nothing more is shown or saved until the disk has been "
               "looked at and Heed is started again.";
    case StopCause::damaged:
        return "The data file is damaged, or is not a data file of Heed. Nothing more is shown or "
               "saved until it has been verified or restored from a backup.";
    }
    return "";
}

} // namespace

void StopSwitch::stop(StopCause cause, int code)
{
    StopCause known = m_cause.load();
    do {
        const bool is_worse = ends_reading(cause) && !ends_reading(known);
        if (known != StopCause::none && !is_worse) return;
    } while (!m_cause.compare_exchange_weak(known, cause));
    base::log(base::LogLevel::error, "store.stopped", {{"cause", word(cause)}, {"code", code}});
}

std::optional<std::string> StopSwitch::reason() const
{
    const StopCause cause = m_cause.load();
    if (cause == StopCause::none) return std::nullopt;
    return std::string{sentence(cause)};
}

void StopSwitch::require_writable() const
{
    if (const auto why = reason()) throw base::Unavailable{*why};
}

void StopSwitch::require_readable() const
{
    const StopCause cause = m_cause.load();
    if (ends_reading(cause)) throw base::Unavailable{std::string{sentence(cause)}};
}

} // namespace store
