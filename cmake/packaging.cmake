# SPDX-License-Identifier: GPL-3.0-or-later
# What an installation holds besides the program, and the Debian packages (scripts/package.sh).
set(share ${CMAKE_BINARY_DIR}/share)
configure_file(packaging/debian/changelog.in ${share}/changelog @ONLY)
set(described gongshi.1.gz gongshi-workbench.1.gz gongshi.zh.1.gz gongshi.bash _gongshi)
list(TRANSFORM described PREPEND ${share}/)
add_custom_command(OUTPUT ${described} ${share}/changelog.gz
  COMMAND ${CMAKE_COMMAND} -E make_directory ${share}
  COMMAND gongshi --lang en man > ${share}/gongshi.1
  COMMAND gongshi --lang zh man > ${share}/gongshi.zh.1
  COMMAND gzip -9nf ${share}/gongshi.1 ${share}/gongshi.zh.1
  COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/packaging/gongshi-workbench.1 > ${share}/gongshi-workbench.1.gz
  COMMAND gzip -9nc ${share}/changelog > ${share}/changelog.gz
  COMMAND gongshi completion bash > ${share}/gongshi.bash
  COMMAND gongshi --lang zh completion zsh > ${share}/_gongshi
  DEPENDS gongshi packaging/gongshi-workbench.1 VERBATIM)
add_custom_target(descriptions DEPENDS ${described} ${share}/changelog.gz)

install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\" --build \"${CMAKE_BINARY_DIR}\" --target descriptions COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${share}/gongshi.1.gz ${share}/gongshi-workbench.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${share}/gongshi.zh.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/zh_CN/man1 RENAME gongshi.1.gz)
install(FILES ${share}/gongshi.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME gongshi)
install(FILES ${share}/_gongshi DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES README.md README.zh-CN.md CHANGELOG.md ${share}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES packaging/debian/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES packaging/debian/gongshi.lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME gongshi)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN decisions EXCLUDE)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(PROGRAMS packaging/gongshi-workbench DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES packaging/gongshi.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES packaging/gongshi.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES packaging/systemd/gongshi-serve.service packaging/systemd/gongshi-ingest@.service packaging/systemd/gongshi-ingest@.timer
  DESTINATION lib/systemd/system)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gongshi)
set(CPACK_PACKAGE_VENDOR "gongshi")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audits public notices of acceptance against their standard")
set(CPACK_PACKAGE_DESCRIPTION "gongshi reads notices in which communities state, row by row, how they
meet a standard of indicators (Word, PDF, OFD, web pages, scans, photos),
audits every claim and reports what does not hold. It needs no network;
a person decides about every finding.")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "gongshi contributors <gongshi@localhost>")
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "poppler-data, tesseract-ocr-chi-sim, tesseract-ocr-eng, fonts-noto-cjk")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gongshi-ocr-models, curl, xdg-utils")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libreoffice-writer-nogui, antiword")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)
