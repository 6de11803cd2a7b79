// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "server/domain/result.h"

namespace vitrine::store {

class Unit;

// One command as it waits for its turn. Made on its caller's thread, then the committer's.
class Command {
  public:
    virtual ~Command() = default;

    // Applies it; false: undo what it did. May be called more than once (a deadlock, a broken connection):
    // what an earlier call did is undone by then, so a command does nothing but SQL and what Unit offers.
    virtual bool apply(Unit&) = 0;
    // Answers, once: the fault that befell it, or what apply() came to.
    virtual void settle(const Error* fault) = 0;

    // Neighbours of one kind may be applied by one call; null: always alone.
    virtual const void* kind() const { return nullptr; }
    // Precondition: all are of this kind. Those that are refused have written nothing.
    virtual void apply_together(Unit&, std::span<const std::unique_ptr<Command>>) {}
};

template <class T>
class SingleCommand final : public Command {
  public:
    SingleCommand(std::function<Result<T>(Unit&)> command, Reply<T> reply)
        : command_(std::move(command)), reply_(std::move(reply)) {}

    bool apply(Unit& unit) override {
        answer_ = command_(unit);
        return answer_->ok();
    }
    void settle(const Error* fault) override {
        if (fault) return reply_(*fault);
        reply_(std::move(*answer_));
    }

  private:
    std::function<Result<T>(Unit&)> command_;
    Reply<T> reply_;
    std::optional<Result<T>> answer_;
};

// What is done to many requests at once: an answer for each, in their order. A request that is refused must
// have written nothing.
template <class T, class Request>
using ApplyTogether = std::function<std::vector<Result<T>>(Unit&, std::span<const Request* const>)>;

template <class T, class Request>
class JointCommand final : public Command {
  public:
    JointCommand(std::shared_ptr<const ApplyTogether<T, Request>> kind, Request request, Reply<T> reply)
        : kind_(std::move(kind)), request_(std::move(request)), reply_(std::move(reply)) {}

    bool apply(Unit& unit) override {
        const Request* const alone[] = {&request_};
        answer_ = std::move((*kind_)(unit, alone).at(0));
        return answer_->ok();
    }
    void settle(const Error* fault) override {
        if (fault) return reply_(*fault);
        reply_(std::move(*answer_));
    }
    const void* kind() const override { return kind_.get(); }
    void apply_together(Unit& unit, std::span<const std::unique_ptr<Command>> all) override {
        std::vector<const Request*> requests;
        requests.reserve(all.size());
        for (const auto& one : all) requests.push_back(&like_this(one).request_);
        std::vector<Result<T>> answers = (*kind_)(unit, requests);
        VITRINE_CHECK(answers.size() == all.size());
        for (size_t i = 0; i < all.size(); ++i) like_this(all[i]).answer_ = std::move(answers[i]);
    }

  private:
    static JointCommand& like_this(const std::unique_ptr<Command>& command) {
        return static_cast<JointCommand&>(*command);
    }

    std::shared_ptr<const ApplyTogether<T, Request>> kind_;
    Request request_;
    Reply<T> reply_;
    std::optional<Result<T>> answer_;
};

}  // namespace vitrine::store
