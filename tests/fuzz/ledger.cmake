heed_inputs(ledger SOURCES ${CMAKE_CURRENT_LIST_DIR}/ledger_file_inputs.cpp LIBRARIES heed_ledger
  INPUTS header note proof file)
