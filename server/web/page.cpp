// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/page.h"

#include "server/web/gzip.h"
#include "server/web/json.h"
#include "server/web/problem.h"

namespace vitrine::web {
namespace {

// The page runs nothing but its own files, and Stripe's where cards are typed into Stripe's frames
// (https://docs.stripe.com/security/guide#content-security-policy); blob: is where media sources and their
// workers come from.
std::string content_security_policy(const PageTerms& terms) {
    const std::string script = terms.pays_at_stripe ? " https://js.stripe.com https://*.js.stripe.com" : "";
    const std::string frame = terms.pays_at_stripe ? script + " https://hooks.stripe.com" : " 'none'";
    const std::string call = terms.pays_at_stripe ? " https://api.stripe.com" : "";
    return "default-src 'self'; script-src 'self'" + script +
           "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' blob: data:; "
           "connect-src 'self' ws: wss:" +
           call + "; frame-src" + frame +
           "; worker-src blob: 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
           "frame-ancestors " +
           terms.frame_ancestors;
}

void replace_between(std::string& html, std::string_view from, std::string_view to, const std::string& text) {
    const size_t begin = html.find(from);
    if (begin == std::string::npos) return;
    const size_t end = html.find(to, begin + from.size());
    if (end != std::string::npos) html.replace(begin + from.size(), end - begin - from.size(), text);
}

std::string head_of(const v1::ShowSnapshot& snapshot, const std::string& public_url) {
    const auto meta = [](const char* property, const std::string& content) {
        return "<meta property=\"" + std::string(property) + "\" content=\"" + escape_html(content) + "\">\n";
    };
    const v1::Show& show = snapshot.show();
    std::string head =
        meta("og:title", show.title()) + meta("og:type", "video.other") + meta("og:site_name", "Vitrine");
    head += meta("og:description",
                 "Live shopping with " + (show.host_name().empty() ? "your host" : show.host_name()));
    head += meta("og:url", public_url + "/s/" + show.slug());
    for (const auto& product : snapshot.products()) {
        if (product.picture().empty()) continue;
        head += meta("og:image", public_url + product.picture());
        break;
    }
    return head + "<script type=\"application/json\" id=\"snapshot\">" +
           escape_script_json(to_json(snapshot)) + "</script>\n";
}

constexpr const char* kPlainStyle =
    "<style>:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;"
    "font:18px/1.5 "
    "system-ui,sans-serif;background:#faf7f5;color:#221d24}main{max-width:32rem;padding:2rem;text-align:"
    "center}"
    "h1{font-size:1.7rem;line-height:1.2;margin:0 0 .6rem}p{margin:.4rem 0;color:#665c69}"
    "@media(prefers-color-scheme:dark){body{background:#16121a;color:#f3eef5}p{color:#b3a8b8}}</style>";

}  // namespace

std::string escape_script_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (const char c : json) {
        switch (c) {
            case '<':
                out += "\\u003c";
                break;
            case '>':
                out += "\\u003e";
                break;
            case '&':
                out += "\\u0026";
                break;
            default:
                out.push_back(c);
        }
    }
    return out;
}

Page::Page(ShowHubs& hubs, PageTerms terms)
    : hubs_(hubs),
      terms_(std::move(terms)),
      player_(terms_.player_directory, Assets::kForEver),
      pictures_(terms_.pictures_directory, Assets::kAnHour) {}

void Page::add_to(Router& router) {
    router.add("GET", "/s/{slug}", [this](const Request& request, const PathParts& parts, Respond respond) {
        show(request, parts.at("slug"), std::move(respond));
    });
    router.add("GET", "/o/{token}",
               [this](const Request&, const PathParts&, Respond respond) { respond(order_page()); });
    router.add("GET", "/player/{rest...}",
               [this](const Request& request, const PathParts& parts, Respond respond) {
                   respond(player_.get(request, parts.at("rest")));
               });
    router.add("GET", "/pictures/{rest...}",
               [this](const Request& request, const PathParts& parts, Respond respond) {
                   respond(pictures_.get(request, parts.at("rest")));
               });
    router.add("GET", "/favicon.ico", [](const Request&, const PathParts&, Respond respond) {
        Response response;
        response.status = 204;
        response.headers.emplace_back("Cache-Control", Assets::kAnHour);
        respond(std::move(response));
    });
    router.add("GET", "/robots.txt", [](const Request&, const PathParts&, Respond respond) {
        respond(Response::text(200, "text/plain; charset=utf-8",
                               "User-agent: *\nDisallow: /v1/\nDisallow: /live/\nDisallow: /o/\n"));
    });
    router.add("GET", "/",
               [this](const Request&, const PathParts&, Respond respond) { front(std::move(respond)); });
}

void Page::front(Respond respond) {
    Caller house;  // what is live is no secret, but the list is asked for by staff
    house.id = "front-page";
    house.role = v1::ROLE_MODERATOR;
    hubs_.services().shows.list(house, {}, [this, respond](Result<v1::ListShowsResponse> all) {
        std::string list;
        std::vector<std::string> live;
        if (all.ok()) {
            for (const auto& show : all->shows()) {
                if (show.state() != v1::SHOW_STATE_LIVE) continue;
                live.push_back("/s/" + show.slug());
                list += "<p><a href=\"/s/" + escape_html(show.slug()) + "\">" + escape_html(show.title()) +
                        "</a></p>";
            }
        }
        if (live.size() == 1) {
            Response response = plain(302, "Live now", list);
            response.headers.emplace_back("Location", live.front());
            return respond(std::move(response));
        }
        if (live.empty()) {
            list =
                "<p>Nothing is live right now. Open the address of the show you were given; it looks like "
                "<code>/s/the-name-of-the-show</code>.</p>";
        }
        respond(plain(200, live.empty() ? "Vitrine" : "Live now", list));
    });
}

void Page::show(const Request& request, const std::string& slug, Respond respond) {
    hubs_.services().snapshots.take(
        slug, Caller{}, [this, request, respond](Result<v1::ShowSnapshot> snapshot) {
            if (!snapshot.ok()) {
                if (snapshot.error().code == Code::not_found) {
                    return respond(plain(404, "No show here",
                                         "<p>There is no show at this address. Check the link, or ask its "
                                         "host for a new one.</p>"));
                }
                return respond(plain(503, "One moment",
                                     "<p>The shop is busy right now. Please load the page again.</p>"));
            }
            hubs_.complete(*snapshot, Caller{});
            Response response = shell(*snapshot);
            gzip_if_accepted(request, response);
            respond(std::move(response));
        });
}

Response Page::shell(const v1::ShowSnapshot& snapshot) {
    const auto index = player_.text("index.html");
    if (!index) {
        return plain(503, "The page is missing",
                     "<p>This server was installed without its viewer page. Build it, or point "
                     "<code>--player-dir</code> at "
                     "it.</p>");
    }
    std::string html = *index;
    replace_between(html, "<title>", "</title>", escape_html(snapshot.show().title()) + " · Vitrine");
    const std::string head = head_of(snapshot, terms_.public_url);
    if (const size_t mark = html.find("<!--snapshot-->"); mark != std::string::npos) {
        html.replace(mark, 15, head);
    } else if (const size_t end = html.find("</head>"); end != std::string::npos) {
        html.insert(end, head);
    }
    Response response = Response::text(200, "text/html; charset=utf-8", std::move(html));
    response.headers.emplace_back("Content-Security-Policy", content_security_policy(terms_));
    response.headers.emplace_back("Referrer-Policy", "strict-origin-when-cross-origin");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

// The page itself asks for the order behind its address, which nobody else is to learn.
Response Page::order_page() {
    const auto index = player_.text("index.html");
    if (!index)
        return plain(503, "The page is missing", "<p>This server was installed without its viewer page.</p>");
    std::string html = *index;
    replace_between(html, "<title>", "</title>", "Your order · Vitrine");
    Response response = Response::text(200, "text/html; charset=utf-8", std::move(html));
    response.headers.emplace_back("Content-Security-Policy", content_security_policy(terms_));
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("X-Robots-Tag", "noindex");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Response Page::plain(int status, const std::string& title, const std::string& body) const {
    Response response = Response::text(
        status, "text/html; charset=utf-8",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><title>" +
            escape_html(title) + "</title>" + kPlainStyle + "</head><body><main><h1>" + escape_html(title) +
            "</h1>" + body + "</main></body></html>");
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors " + terms_.frame_ancestors);
    response.headers.emplace_back("Referrer-Policy", "strict-origin-when-cross-origin");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace vitrine::web
