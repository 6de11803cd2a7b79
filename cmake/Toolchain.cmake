# How everything is compiled: one build type for programs and tests, so that ccache serves both.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE AND NOT GENERATOR_IS_MULTI_CONFIG)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    # -g1: line numbers for backtraces and perf at a fifth of the size; assertions stay on (no NDEBUG).
    # Instrumented code is there to be right, not fast: -O1 compiles in half the time.
    if(VITRINE_SANITIZE)
        set(OPTIMISE -O1)
    else()
        set(OPTIMISE -O2)
    endif()
    set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "${OPTIMISE} -g1")
    set(CMAKE_C_FLAGS_RELWITHDEBINFO "${OPTIMISE} -g1")
    add_compile_options(-Wall -Wextra -Wno-missing-field-initializers)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # Several checkouts share one cache; precompiled headers need the sloppiness (ccache manual, "Precompiled headers").
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
    set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-fpch-preprocess)
    endif()
endif()

if(UNIX AND NOT APPLE)
    find_program(MOLD_PROGRAM mold)
    if(MOLD_PROGRAM)
        add_link_options(-fuse-ld=mold)
    endif()
endif()

if(VITRINE_SANITIZE)
    # Instrumented code looks to the compiler as if it could read what was never written.
    add_compile_options(-fsanitize=${VITRINE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
                        -Wno-maybe-uninitialized)
    add_link_options(-fsanitize=${VITRINE_SANITIZE})
    if(VITRINE_SANITIZE MATCHES "thread")
        # ThreadSanitizer does not understand bare fences; Asio needs none on the machines this runs on.
        add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
        add_compile_options(-Wno-tsan)
    endif()
endif()
