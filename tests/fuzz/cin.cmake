add_executable(cin_fuzz ${CMAKE_CURRENT_LIST_DIR}/cin_fuzz.cpp)
target_link_libraries(cin_fuzz PRIVATE heed_census)
target_link_options(cin_fuzz PRIVATE -fsanitize=fuzzer)
target_compile_options(cin_fuzz PRIVATE -fsanitize=fuzzer)
