// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sandbox_news.h"

#include <spdlog/spdlog.h>

namespace vitrine::shop {

SandboxNews::SandboxNews(std::shared_ptr<SandboxGateway> sandbox, Sales& sales, const Clock& clock)
    : sandbox_(std::move(sandbox)), sales_(sales), clock_(clock) {}

void SandboxNews::look() {
    for (const SandboxGateway::News& news : sandbox_->stir(clock_.now())) {
        const GatewayNews told{news.dispute + "/" + std::to_string(news.stage),
                               "dispute",
                               news.payment_key,
                               "",
                               "",
                               news.dispute};
        sales_.gateway_news(sandbox_->name(), told, [sandbox = sandbox_, news](const Result<Done>& noted) {
            if (noted.ok()) return sandbox->heard(news);
            spdlog::warn("News of the sandbox were not noted: {}", noted.error().message);
        });
    }
}

}  // namespace vitrine::shop
