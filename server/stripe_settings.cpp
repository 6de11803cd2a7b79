// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stripe_settings.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <stdexcept>

namespace vitrine::server {
namespace {

constexpr size_t kMostKeyBytes = 512;

// The file's one line. Nothing when the file is not there and nobody named it.
std::string read_key(const std::string& path, bool named) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno == ENOENT && !named) return "";
        throw std::runtime_error("Stripe's key " + path + " cannot be read: " + std::strerror(errno) + ".");
    }
    struct stat facts {};
    std::array<char, kMostKeyBytes> text{};
    const bool private_file = ::fstat(file, &facts) == 0 && (facts.st_mode & 077) == 0;
    const ssize_t size = ::read(file, text.data(), text.size());
    ::close(file);
    if (!private_file) {
        throw std::runtime_error(
            "Stripe's key " + path +
            " can be read by others. Give it the mode 0600, and make a new key in Stripe's "
            "dashboard if others may have read it.");
    }
    const std::string line(text.data(), size > 0 ? static_cast<size_t>(size) : 0);
    return line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

bool pays_at_stripe(const Settings& settings) {
    if (settings.gateway == "stripe") return true;
    if (settings.gateway == "sandbox") return false;
    throw std::runtime_error("There is no gateway \"" + settings.gateway + "\". Choose sandbox or stripe.");
}

std::optional<shop::StripeTerms> stripe_terms(const Settings& settings, const std::string& default_key_file) {
    const bool named = !settings.stripe_secret_key_file.empty();
    std::string key = settings.stripe_secret_key;
    if (key.empty()) key = read_key(named ? settings.stripe_secret_key_file : default_key_file, named);
    if (key.empty()) {
        if (!pays_at_stripe(settings)) return std::nullopt;
        throw std::runtime_error(
            "The gateway is stripe, and there is no secret key. Put it into a file of mode 0600 and name it "
            "with "
            "--stripe-secret-key-file, or set VITRINE_STRIPE_SECRET_KEY.");
    }
    return shop::StripeTerms{{std::move(key), settings.stripe_url}, settings.stripe_account};
}

std::vector<std::string> webhook_secrets(const Settings& settings) {
    std::vector<std::string> secrets;
    std::istringstream list(settings.stripe_webhook_secret);
    for (std::string secret; std::getline(list, secret, ',');) {
        if (!secret.empty()) secrets.push_back(std::move(secret));
    }
    return secrets;
}

}  // namespace vitrine::server
