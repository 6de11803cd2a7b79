// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTimer>

#include "app/desk.h"
#include "app/look/pieces.h"
#include "commerce-client/command_id.h"

namespace vitrine::app {

// What the dialogs of selling share: a body, a line for what went wrong, buttons, and how the server is
// asked. While an answer is awaited nothing more can be sent, and after a moment the dialog says that it
// waits.
class CommandDialog : public QDialog {
    Q_OBJECT
  protected:
    CommandDialog(Desk& desk, const QString& title, QWidget* parent);

    Desk& desk() const { return desk_; }
    QVBoxLayout* body() { return body_; }
    QDialogButtonBox* buttons() { return buttons_; }
    // A button that does something; the first one is what Enter does. Not of the button box: that shows all
    // of its buttons again whenever the style changes.
    QPushButton* addCommand(const QString& text, std::function<void()> what);
    // One that stands apart from those, on the left.
    void addAside(QPushButton* made) { row_->insertWidget(0, made); }

    // At the field, when it is known which: it gets the focus and its border tells until it is changed.
    void tell(const QString& problem, QWidget* field = nullptr);
    void clearProblem();

    // A command. Pressed again with the same content after the line was lost, it is the same command: it is
    // done once. The problem is told at `field`.
    template <class Request, class Response>
    void send(void (commerce::Shop::*how)(const Request&, commerce::Shop::Reply<Response>), Request request,
              std::function<void(const Response&)> done, QWidget* field = nullptr) {
        request.clear_command_id();
        request.set_command_id(command_.idFor(Request::descriptor()->name() + request.SerializeAsString()));
        clearProblem();
        ask<Request, Response>(
            how, request,
            [this, done](const Response& answer) {
                command_.done();
                done(answer);
            },
            field);
    }
    // A question.
    template <class Request, class Response>
    void ask(void (commerce::Shop::*how)(const Request&, commerce::Shop::Reply<Response>),
             const Request& request, std::function<void(const Response&)> done, QWidget* field = nullptr) {
        setBusy(busy_ + 1);
        (desk_.shop.*how)(request, [self = QPointer<CommandDialog>(this), done = std::move(done),
                                    field = QPointer<QWidget>(field)](commerce::Outcome<Response> outcome) {
            if (!self) return;
            self->setBusy(self->busy_ - 1);
            if (outcome.ok()) {
                done(outcome.value());
            } else {
                self->fail(outcome.fault(), field);
            }
        });
    }
    bool busy() const { return busy_ > 0; }
    // What may be sent now, for the buttons that are not always there.
    virtual void updateCommands() {}
    // After it was told.
    virtual void failed(const commerce::Fault&) {}

  private:
    void setBusy(int under_way);
    // Only what was typed wrong is told at the field, not what else was in the way.
    void fail(const commerce::Fault& fault, QWidget* field) {
        tell(fault.text, fault.kind == commerce::FaultKind::refused ? field : nullptr);
        failed(fault);
    }

    Desk& desk_;
    QVBoxLayout* body_;
    QLabel* waiting_;
    QLabel* problem_;
    QHBoxLayout* row_;
    QDialogButtonBox* buttons_;
    QList<QPushButton*> commands_;
    QPointer<QWidget> wrong_;
    QPointer<QWidget> pressed_;  // had the keys when something was sent
    QTimer long_wait_;
    commerce::PressedCommand command_;
    int busy_ = 0;
};

// Free text with what is usual in a list; nothing chosen at first.
QComboBox* reason_field(const QString& name, const QStringList& usual);

}  // namespace vitrine::app
