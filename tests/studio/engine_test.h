// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGuiApplication>
#include <QtTest>

#include "tests/studio/virtual_display.h"

// main() of a test that starts the picture engine: a screen first, then Qt, then the test.
#define VITRINE_ENGINE_TEST_MAIN(TestClass)      \
    int main(int argc, char** argv) {            \
        vitrine::tests::VirtualDisplay display;  \
        QGuiApplication application(argc, argv); \
        TestClass test;                          \
        return QTest::qExec(&test, argc, argv);  \
    }
