# heed_slice(NAME SOURCES … ALONE … TESTS … DEPENDS … LIBRARIES …)
# One library `heed_NAME`, one test program `NAME_test` when there are tests. DEPENDS names other
# slices; LIBRARIES names what comes from outside. Sources are listed, never globbed. With HEED_TOGETHER
# several sources are compiled as one, which halves a clean build; those under ALONE use the same names
# for different things and never are.
function(heed_slice name)
  cmake_parse_arguments(slice "" "" "SOURCES;ALONE;TESTS;DEPENDS;LIBRARIES" ${ARGN})
  add_library(heed_${name} STATIC ${slice_SOURCES} ${slice_ALONE})
  set_target_properties(heed_${name} PROPERTIES UNITY_BUILD ${HEED_TOGETHER} UNITY_BUILD_BATCH_SIZE 8)
  if(slice_ALONE)
    set_source_files_properties(${slice_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
  target_link_libraries(heed_${name} PUBLIC heed_flags ${slice_LIBRARIES})
  foreach(other IN LISTS slice_DEPENDS)
    target_link_libraries(heed_${name} PUBLIC heed_${other})
  endforeach()
  if(slice_TESTS)
    add_executable(${name}_test ${slice_TESTS})
    target_link_libraries(${name}_test PRIVATE heed_${name} GTest::gmock_main)
    target_compile_definitions(${name}_test PRIVATE HEED_SOURCE_FOLDER="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
