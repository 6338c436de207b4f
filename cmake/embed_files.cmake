# Writes OUTPUT, a C++ file with the bytes of every file under FOLDER (see embed.cmake).
# The bytes come in through the assembler's .incbin, which costs the compiler nothing.
file(GLOB_RECURSE files RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT files)
set(data "")
set(declarations "")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  set(symbol heed_embedded_${ID}_${number})
  string(APPEND data "__asm__(\".section .rodata\\n.balign 16\\n${symbol}_start:\\n.incbin \\\"${FOLDER}/${file}\\\"\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n")
  string(APPEND declarations "extern const char ${symbol}_start[];\nextern const char ${symbol}_end[];\n")
  string(APPEND rows "    {\"${file}\", {${symbol}_start, static_cast<std::size_t>(${symbol}_end - ${symbol}_start)}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "// Made by cmake/embed_files.cmake from ${ID}; not to be edited.
#include \"base/embedded.h\"

extern \"C\" {
${declarations}}
${data}
namespace embedded {

const std::vector<base::EmbeddedFile>& ${ID}()
{
    static const std::vector<base::EmbeddedFile> files = {
${rows}    };
    return files;
}

} // namespace embedded
")
