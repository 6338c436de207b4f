heed_inputs(manual
  SOURCES ${CMAKE_SOURCE_DIR}/src/manual/testing.cpp
  LIBRARIES heed_manual
  INPUTS toml library typed answers)
