# heed_embed(TARGET ID FOLDER): puts every file of FOLDER into TARGET as a table of (path, bytes),
# declared in base/embedded.h and reached by the function embedded::ID().
function(heed_embed target id folder)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_${id}.cpp)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DID=${id} -DFOLDER=${folder} -DOUTPUT=${output}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding ${id}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
