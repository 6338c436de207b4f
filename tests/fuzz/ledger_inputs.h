// What the fuzz targets for the ledger's texts do with their bytes. Each throws base::CheckFailed
// when something that must always hold does not.
#pragma once

#include <string_view>

namespace fuzz {

/// An entry's header, to the writer's reading and to the verifier's own.
void ledger_header(std::string_view bytes);

/// A checkpoint's note as it stands; the same bytes as the text of a note that is rightly signed;
/// and a verifier key.
void ledger_note(std::string_view bytes);

/// A proof file as it stands; and one that proves a header, of which one byte is changed
/// afterwards: the first two bytes say which, the third how, and the others are the header.
void ledger_proof(std::string_view bytes);

/// A small ledger's data file, changed: every five bytes are one change of some of its bytes.
void ledger_file(std::string_view bytes);

} // namespace fuzz
