# Pages: Html, components, layout, and the styles and scripts they need. Included by CMakeLists.txt.
set(web_component_sources
  html.cpp layout.cpp url.cpp
  components/actions.cpp components/choices.cpp components/date_input.cpp
  components/field_parts.cpp components/fields.cpp components/frame.cpp components/lists.cpp
  components/navigation.cpp components/notices.cpp components/record.cpp components/words.cpp)
set(web_component_tests
  html_test.cpp layout_test.cpp url_test.cpp
  components/record_test.cpp
  components/fixtures/dom.cpp components/fixtures/fixtures_test.cpp
  components/fixtures/make_choices.cpp components/fixtures/make_fields.cpp
  components/fixtures/make_frame.cpp components/fixtures/make_lists.cpp
  components/fixtures/make_notices.cpp components/fixtures/not_expressible.cpp
  components/fixtures/options.cpp)

find_program(HEED_NODE NAMES node nodejs REQUIRED)

# Makes the styles, scripts and fonts with Node, and puts them into TARGET as embedded::assets().
function(heed_embed_assets target)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/assets)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_assets.cpp)
  set(build ${CMAKE_SOURCE_DIR}/tools/assets/build.mjs)
  set(embed ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake)
  file(GLOB inputs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/web/assets/*)
  add_custom_command(OUTPUT ${output}
    COMMAND ${HEED_NODE} ${build} ${folder}
    COMMAND ${CMAKE_COMMAND} -DID=assets -DFOLDER=${folder} -DOUTPUT=${output} -P ${embed}
    DEPENDS ${inputs} ${build} ${embed} ${CMAKE_SOURCE_DIR}/package-lock.json
    COMMENT "Making styles and scripts" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# Writes pages that show every component; tests/components/run.mjs looks at them in a browser.
function(heed_component_pages)
  target_link_libraries(web_test PRIVATE PkgConfig::LIBXML2)
  add_executable(web_pages ${CMAKE_SOURCE_DIR}/tests/components/pages.cpp)
  target_link_libraries(web_pages PRIVATE heed_web)
endfunction()
