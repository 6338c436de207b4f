# Warnings are errors, and the hardening that the compiler offers is on.
add_library(heed_flags INTERFACE)
target_compile_options(heed_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Werror
  -fstack-protector-strong -fcf-protection=full -g1)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports standard library code that it inlined itself.
  target_compile_options(heed_flags INTERFACE -fstack-clash-protection -ftrivial-auto-var-init=zero
    -Wno-null-dereference -Wno-restrict -Wno-maybe-uninitialized -Wno-missing-field-initializers)
else()
  target_compile_options(heed_flags INTERFACE -Wno-missing-field-initializers)
endif()
target_compile_definitions(heed_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(heed_flags INTERFACE _FORTIFY_SOURCE=2)
endif()
target_link_options(heed_flags INTERFACE -Wl,-z,relro,-z,now)
if(HEED_SANITIZE)
  target_compile_options(heed_flags INTERFACE -fsanitize=${HEED_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(heed_flags INTERFACE -fsanitize=${HEED_SANITIZE})
  if(HEED_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(heed_flags INTERFACE -Wno-tsan) # atomic_thread_fence, in a library
  endif()
  # With sanitizers g++ 12 takes initialised values inside fmt for uninitialised ones.
  target_compile_options(heed_flags INTERFACE -Wno-error=uninitialized)
endif()
if(HEED_TOGETHER)
  # A file that is compiled with others looks like a header to this warning.
  target_compile_options(heed_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
target_include_directories(heed_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
