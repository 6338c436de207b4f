#include "access/credential.h"
#include "access/secret.h"

namespace heed::access {

namespace {

constexpr store::Query put_password{
    .name = "access.put_password",
    .sql = R"sql(
        INSERT INTO staff_password (partnership_id, staff_id, hash, changed_at)
        VALUES (:partnership, :staff, :hash, :at)
        ON CONFLICT (partnership_id, staff_id) DO UPDATE
           SET hash = excluded.hash, changed_at = excluded.changed_at)sql",
};

constexpr store::Query password_of_staff{
    .name = "access.password_of_staff",
    .sql = R"sql(
        SELECT hash FROM staff_password
         WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

constexpr store::Query device_of_staff{
    .name = "access.device_of_staff",
    .sql = R"sql(
        SELECT last_used FROM known_device
         WHERE partnership_id = :partnership AND staff_id = :staff AND device_hash = :device)sql",
};

constexpr store::Query device_of_anybody{
    .name = "access.device_of_anybody",
    .sql = R"sql(
        SELECT last_used FROM known_device
         WHERE partnership_id = :partnership AND device_hash = :device
         LIMIT 1)sql",
};

constexpr store::Query put_device{
    .name = "access.put_device",
    .sql = R"sql(
        INSERT INTO known_device (partnership_id, staff_id, device_hash, last_used)
        VALUES (:partnership, :staff, :device, :at)
        ON CONFLICT (partnership_id, staff_id, device_hash) DO UPDATE
           SET last_used = excluded.last_used)sql",
};

constexpr store::Query delete_devices_beyond{
    .name = "access.delete_devices_beyond",
    .sql = R"sql(
        DELETE FROM known_device
         WHERE partnership_id = :partnership AND staff_id = :staff
           AND device_hash NOT IN (
               SELECT device_hash FROM known_device
                WHERE partnership_id = :partnership AND staff_id = :staff
                ORDER BY last_used DESC, device_hash
                LIMIT :most))sql",
};

constexpr store::Query delete_devices{
    .name = "access.delete_devices",
    .sql = R"sql(
        DELETE FROM known_device WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

std::string place(base::StaffId staff)
{
    return "staff_password.hash " + staff.text();
}

base::Instant to_last_used(const store::Row& row)
{
    return row.instant("last_used");
}

} // namespace

void keep_password_hash(store::Writer& writer, const Directory& directory, base::StaffId staff,
                        const std::string& hash, base::Instant at)
{
    const base::PartnershipId partnership = directory.partnership();
    const base::Bytes sealed = seal_text(directory.names_key(), hash, place(staff));
    writer.execute(put_password, {{"partnership", store::to_value(partnership)},
                                  {"staff", store::to_value(staff)},
                                  {"hash", sealed},
                                  {"at", store::to_value(at)}});
}

std::optional<std::string> password_hash(store::Reader& reader, const Directory& directory,
                                         base::StaffId staff)
{
    const base::PartnershipId partnership = directory.partnership();
    return reader.one(
        password_of_staff,
        {{"partnership", store::to_value(partnership)}, {"staff", store::to_value(staff)}},
        [&](const store::Row& row) {
            return open_text(directory.names_key(), row.bytes("hash"), place(staff));
        });
}

DeviceKnown find_device(store::Reader& reader, base::PartnershipId partnership, base::StaffId staff,
                        const base::Digest& device)
{
    const auto own = reader.one(device_of_staff,
                                {{"partnership", store::to_value(partnership)},
                                 {"staff", store::to_value(staff)},
                                 {"device", device}},
                                to_last_used);
    if (own) return DeviceKnown::to_this_person;
    const auto anybodys = reader.one(
        device_of_anybody, {{"partnership", store::to_value(partnership)}, {"device", device}},
        to_last_used);
    return anybodys ? DeviceKnown::to_somebody_else : DeviceKnown::to_nobody;
}

void keep_device(store::Writer& writer, base::PartnershipId partnership, base::StaffId staff,
                 const base::Digest& device, base::Instant at)
{
    writer.execute(put_device, {{"partnership", store::to_value(partnership)},
                                {"staff", store::to_value(staff)},
                                {"device", device},
                                {"at", store::to_value(at)}});
    writer.execute(delete_devices_beyond, {{"partnership", store::to_value(partnership)},
                                           {"staff", store::to_value(staff)},
                                           {"most", store::to_value(std::uint64_t{most_devices})}});
}

void forget_devices(store::Writer& writer, base::PartnershipId partnership, base::StaffId staff)
{
    writer.execute(delete_devices, {{"partnership", store::to_value(partnership)},
                                    {"staff", store::to_value(staff)}});
}

} // namespace heed::access
