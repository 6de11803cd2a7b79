# The kinds of thing this project builds. Sources are all .cpp files of the calling folder.

# vitrine_library(NAME [LINK ...] [PRIVATE_LINK ...] [PRECOMPILE <headers>])
function(vitrine_library name)
    cmake_parse_arguments(ARG "QT" "" "LINK;PRIVATE_LINK;PRECOMPILE;SOURCES" ${ARGN})
    if(NOT ARG_SOURCES)
        file(GLOB ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    endif()
    if(NOT ARG_SOURCES MATCHES "[.]cpp")  # headers only
        add_library(${name} INTERFACE)
        target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
        target_link_libraries(${name} INTERFACE ${ARG_LINK})
        return()
    endif()
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
    if(ARG_PRECOMPILE)
        target_precompile_headers(${name} PRIVATE ${ARG_PRECOMPILE})
    endif()
    if(ARG_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
    endif()
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# vitrine_program(NAME SOURCES ... LINK ...): an executable in build/bin
function(vitrine_program name)
    cmake_parse_arguments(ARG "QT" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${ARG_LINK})
    if(ARG_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
    endif()
endfunction()

# npm_packages(VARIABLE): the calling folder's node_modules, fetched when its lock file changed; VARIABLE is what to depend on.
function(npm_packages variable)
    find_program(NPM npm REQUIRED)
    set(fetched ${CMAKE_CURRENT_SOURCE_DIR}/node_modules/.package-lock.json)
    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    add_custom_command(
        OUTPUT ${fetched}
        COMMAND ${NPM} ci --no-audit --no-fund --loglevel=error
        COMMAND ${CMAKE_COMMAND} -E touch ${fetched}
        DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/package-lock.json
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
        COMMENT "Fetching the npm packages of ${folder}"
        VERBATIM)
    set(${variable} ${fetched} PARENT_SCOPE)
endfunction()

# vitrine_test(NAME LABEL unit|component|fuzz [LINK ...] [SOURCES ...] [TIMEOUT s] [ENVIRONMENT ...])
# One Qt Test executable per subject: NAME.cpp in the calling folder, ending in QTEST_*MAIN and #include "NAME.moc".
function(vitrine_test name)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "LINK;SOURCES;ENVIRONMENT" ${ARGN})
    add_executable(${name} ${name}.cpp ${ARG_SOURCES})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE Qt6::Core Qt6::Test ${ARG_LINK})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    if(ARG_SOURCES)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
    else()
        # AUTOMOC looks through all sources and compiles one more: for a single file that is half the work.
        qt_generate_moc(${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc TARGET ${name})
        target_sources(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
        target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 60)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;VITRINE_BIN=${CMAKE_BINARY_DIR}/bin;VITRINE_SOURCE=${CMAKE_SOURCE_DIR};${ARG_ENVIRONMENT}")
endfunction()

# vitrine_database_test(NAME …): a vitrine_test over SQLite, and the same program once more over PostgreSQL, as a
# component test. tests/store starts that server for all of them, and ends it.
function(vitrine_database_test name)
    vitrine_test(${name} ${ARGN})
    get_test_property(${name} ENVIRONMENT environment)
    get_test_property(${name} TIMEOUT timeout)
    math(EXPR timeout "${timeout} * 5")
    add_test(NAME ${name}_postgresql COMMAND ${name})
    set_tests_properties(${name}_postgresql PROPERTIES LABELS component TIMEOUT ${timeout} FIXTURES_REQUIRED postgresql
        ENVIRONMENT "${environment};VITRINE_TEST_POSTGRESQL=${CMAKE_BINARY_DIR}/tests/postgresql")
endfunction()
