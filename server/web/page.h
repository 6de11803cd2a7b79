// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/text.h"
#include "server/web/assets.h"
#include "server/web/http.h"
#include "server/web/show_hubs.h"

namespace vitrine::web {

struct PageTerms {
    std::string player_directory;            // the built page: index.html and assets/
    std::string pictures_directory;          // of the shop, below /pictures/
    std::string frame_ancestors = "'none'";  // who may embed the page (CSP Level 3 §6.4.2)
    std::string public_url;                  // "https://shop.example": for og: tags; empty: relative
    bool pays_at_stripe = false;             // then Stripe's script and frames are allowed on it
};

// The viewer page: the player's shell with the show's snapshot inside, so that nothing waits for a second
// request; its assets; the shop's pictures; and what one sees where there is no show. Owned by main.
class Page {
  public:
    Page(ShowHubs&, PageTerms);
    void add_to(Router&);

  private:
    void show(const Request&, const std::string& slug, Respond);
    // "/": the shows that are live, or straight to the only one.
    void front(Respond);
    Response shell(const v1::ShowSnapshot&);
    Response order_page();
    Response plain(int status, const std::string& title, const std::string& body) const;

    ShowHubs& hubs_;
    const PageTerms terms_;
    Assets player_;
    Assets pictures_;
};

using vitrine::escape_html;
// JSON inside <script type="application/json">: '<' cannot begin an end tag or a comment (HTML §4.12.1.3).
std::string escape_script_json(std::string_view json);

}  // namespace vitrine::web
