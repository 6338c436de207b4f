# The Debian package: what goes where, and what CPack is to say of it. `cpack --config
# build/PRESET/CPackConfig.cmake` makes it of a build; script/package does both.
include(GNUInstallDirs)
set(made ${CMAKE_BINARY_DIR}/package)
set(packaging ${CMAKE_SOURCE_DIR}/packaging)

# heed_made(FILE COMMAND…): a file of the package that a command writes to its output.
function(heed_made file)
  add_custom_command(OUTPUT ${made}/${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${made}
    COMMAND ${ARGN} > ${made}/${file}
    DEPENDS heed VERBATIM)
endfunction()

function(heed_compressed name source)
  add_custom_command(OUTPUT ${made}/${name}.gz
    COMMAND ${CMAKE_COMMAND} -E make_directory ${made}
    COMMAND gzip --no-name --best --stdout ${source} > ${made}/${name}.gz
    DEPENDS ${source} VERBATIM)
endfunction()

heed_made(heed.1 heed help --man)
heed_made(heed.bash heed help --completion bash)
heed_made(_heed heed help --completion zsh)
heed_compressed(heed.1 ${made}/heed.1)
heed_compressed(changelog ${CMAKE_SOURCE_DIR}/CHANGELOG.md)
heed_compressed(running.md ${CMAKE_SOURCE_DIR}/docs/operations/running.md)
heed_compressed(SECURITY.md ${CMAKE_SOURCE_DIR}/SECURITY.md)

# What is compiled into the program and wants its notice kept.
set(notices)
foreach(library IN ITEMS libfmt-dev libtomlplusplus-dev libhowardhinnant-date-dev libcli11-dev)
  list(APPEND notices /usr/share/doc/${library}/copyright)
endforeach()
list(APPEND notices ${CMAKE_SOURCE_DIR}/node_modules/@fontsource-variable/inter/LICENSE)
add_custom_command(OUTPUT ${made}/copyright
  COMMAND ${CMAKE_COMMAND} -DSTART=${packaging}/debian/copyright "-DNOTICES=${notices}"
          -DOUTPUT=${made}/copyright -P ${CMAKE_SOURCE_DIR}/cmake/write_copyright.cmake
  DEPENDS ${packaging}/debian/copyright ${CMAKE_SOURCE_DIR}/cmake/write_copyright.cmake VERBATIM)

set(documents copyright changelog.gz running.md.gz SECURITY.md.gz)
list(TRANSFORM documents PREPEND ${made}/)
add_custom_target(package_files ALL
  DEPENDS ${documents} ${made}/heed.1.gz ${made}/heed.bash ${made}/_heed)

install(TARGETS heed RUNTIME DESTINATION bin)
install(FILES ${packaging}/heed.service DESTINATION lib/systemd/system)
install(FILES ${packaging}/heed.conf DESTINATION /etc/heed)
install(FILES ${made}/heed.1.gz DESTINATION share/man/man1)
install(FILES ${made}/heed.bash DESTINATION share/bash-completion/completions RENAME heed)
install(FILES ${made}/_heed DESTINATION share/zsh/vendor-completions)
install(FILES ${documents} DESTINATION share/doc/heed)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME heed)
set(CPACK_PACKAGE_VENDOR "The Heed project")
set(CPACK_PACKAGE_CONTACT "The Heed project <heed@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "safeguarding record of a children's partnership")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "What was seen, said, thought and decided for a child, written once,
signed, sealed, and never quietly changed. One program that an authority
and its partner agencies run themselves and use in a browser.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "bash-completion, sudo, systemd")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(control ${packaging}/debian)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${control}/postinst;${control}/prerm;${control}/postrm;${control}/conffiles")
include(CPack)
