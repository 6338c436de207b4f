foreach(input IN ITEMS head form multipart cookies)
  add_executable(web_${input}_fuzz
    ${CMAKE_CURRENT_LIST_DIR}/web_${input}_fuzz.cpp ${CMAKE_CURRENT_LIST_DIR}/web_inputs.cpp)
  target_link_libraries(web_${input}_fuzz PRIVATE heed_web)
  target_compile_options(web_${input}_fuzz PRIVATE -fsanitize=fuzzer)
  target_link_options(web_${input}_fuzz PRIVATE -fsanitize=fuzzer)
endforeach()
