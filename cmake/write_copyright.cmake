# Writes OUTPUT: START, and after it each of the NOTICES (files, with ; between), whole.
file(READ ${START} text)
foreach(notice IN LISTS NOTICES)
  file(READ ${notice} words)
  get_filename_component(folder ${notice} DIRECTORY)
  get_filename_component(name ${folder} NAME)
  string(APPEND text "\n--- ${name} ---\n\n${words}")
endforeach()
file(WRITE ${OUTPUT} "${text}")
