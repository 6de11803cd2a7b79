// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/products_dock.h"

#include <QApplication>
#include <QScrollArea>

#include "app/look/icons.h"
#include "app/look/pieces.h"

namespace vitrine::app {
namespace {

constexpr int kTick_ms = 250;

}  // namespace

ProductsDock::ProductsDock(commerce::LiveShow& show, const commerce::Connection& connection,
                           commerce::Pictures& pictures, QWidget* parent)
    : QWidget(parent),
      products_(show.products()),
      drops_(show.drops()),
      connection_(connection),
      pictures_(pictures) {
    setObjectName("dockBody");
    setMinimumWidth(kGrid * 42);  // what a card needs
    search_ = new QLineEdit;
    search_->setObjectName("productSearch");
    search_->setPlaceholderText(tr("Search products (Ctrl+F)"));
    search_->setAccessibleName(tr("Search products"));
    search_->setClearButtonEnabled(true);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* cards = new QWidget;
    cards->setObjectName("cards");
    column_ = new QVBoxLayout(cards);
    column_->setContentsMargins(kGrid, 0, kGrid, kGrid);
    column_->setSpacing(kGrid);
    empty_ = paragraph({}, "empty");
    empty_->setAlignment(Qt::AlignCenter);
    add_ = button(tr("Add a product …"), "main");
    connect(add_, &QPushButton::clicked, this, &ProductsDock::addWanted);
    column_->addWidget(empty_);
    column_->addWidget(add_, 0, Qt::AlignHCenter);
    column_->addStretch(1);
    scroll->setWidget(cards);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(1, kGrid, 1, 1);
    whole->setSpacing(kGrid);
    auto* field = new QVBoxLayout;
    field->setContentsMargins(kGrid, 0, kGrid, 0);
    field->addWidget(search_);
    whole->addLayout(field);
    whole->addWidget(scroll, 1);

    connect(search_, &QLineEdit::textChanged, this, &ProductsDock::filter);
    connect(&products_, &QAbstractItemModel::modelReset, this, &ProductsDock::rebuild);
    connect(&products_, &QAbstractItemModel::dataChanged, this, &ProductsDock::refresh);
    connect(&pictures_, &commerce::Pictures::arrived, this, [this](const QString& path) {
        for (ProductCard* card : std::as_const(cards_)) {
            if (card->picturePath() == path) card->showPicture(pictures_.get(path));
        }
    });
    connect(&show.drops(), &commerce::DropBoard::changed, this, &ProductsDock::tick);
    tick_.setInterval(kTick_ms);
    connect(&tick_, &QTimer::timeout, this, &ProductsDock::tick);
    rebuild();
}

QString ProductsDock::chosen() const {
    for (ProductCard* card : cards_) {
        if (card->isAncestorOf(QApplication::focusWidget())) return card->productId();
    }
    return QString::fromStdString(products_.pinnedId());
}

void ProductsDock::tick() {
    const int64_t now_us = connection_.serverNowUs();
    bool counts = false;
    for (ProductCard* card : std::as_const(cards_)) {
        card->showOffer(drops_.find(card->dropId().toStdString()), now_us);
        counts = counts || card->hasOffer();
    }
    if (counts == tick_.isActive()) return;
    if (counts) {
        tick_.start();
    } else {
        tick_.stop();
    }
}

void ProductsDock::setOpen(bool open) {
    open_ = open;
    filter();
}

void ProductsDock::rebuild() {
    QHash<QString, ProductCard*> kept;
    for (int row = 0; row < products_.rowCount(); ++row) {
        const QModelIndex product = products_.index(row);
        const QString id = product.data(commerce::ProductsModel::IdRole).toString();
        ProductCard* card = cards_.take(id);
        if (!card) {
            card = new ProductCard;
            connect(card, &ProductCard::pinWanted, this, &ProductsDock::pinWanted);
            connect(card, &ProductCard::unpinWanted, this, &ProductsDock::unpinWanted);
            connect(card, &ProductCard::deedWanted, this, &ProductsDock::deedWanted);
        } else {
            column_->removeWidget(card);
        }
        column_->insertWidget(row, card);
        kept.insert(id, card);
    }
    for (ProductCard* gone : std::as_const(cards_)) {
        gone->hide();
        gone->deleteLater();
    }
    cards_ = kept;
    if (products_.rowCount() > 0) refresh(products_.index(0), products_.index(products_.rowCount() - 1));
    filter();
}

void ProductsDock::refresh(const QModelIndex& first, const QModelIndex& last) {
    for (int row = first.row(); row <= last.row(); ++row) {
        const QModelIndex product = products_.index(row);
        ProductCard* card = cards_.value(product.data(commerce::ProductsModel::IdRole).toString());
        if (!card) continue;
        const QString before = card->picturePath();
        card->show(product);
        if (card->picturePath() != before) card->showPicture(pictures_.get(card->picturePath()));
    }
    tick();
}

void ProductsDock::filter() {
    const QStringList words = search_->text().split(' ', Qt::SkipEmptyParts);
    int shown = 0;
    for (int row = 0; row < products_.rowCount(); ++row) {
        const QModelIndex product = products_.index(row);
        const QString title = product.data(commerce::ProductsModel::TitleRole).toString();
        const bool fits = std::all_of(words.begin(), words.end(), [&](const QString& word) {
            return title.contains(word, Qt::CaseInsensitive);
        });
        if (ProductCard* card = cards_.value(product.data(commerce::ProductsModel::IdRole).toString()))
            card->setVisible(fits);
        shown += fits;
    }
    const bool none = products_.rowCount() == 0;
    empty_->setText(!open_ ? tr("The products of your show appear here.")
                    : none ? tr("Nothing to sell in this show yet.")
                           : tr("No product is called “%1”.").arg(search_->text()));
    empty_->setVisible(shown == 0);
    add_->setVisible(none && open_);
    search_->setEnabled(!none);
}

}  // namespace vitrine::app
