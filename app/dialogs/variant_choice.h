// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

#include "vitrine/v1/catalog.pb.h"

namespace vitrine::app {

// "Ocean · A-17", or the product's title where it has one form only.
QString variant_name(const v1::Product& product, const v1::Variant& variant);

// Which form of a product is meant.
class VariantChoice final : public QComboBox {
    Q_OBJECT
  public:
    explicit VariantChoice(const v1::Product& product, QWidget* parent = nullptr);

    const v1::Variant& variant() const { return product_.variants(currentIndex()); }
    bool isOneOnly() const { return product_.variants_size() < 2; }

  private:
    const v1::Product product_;
};

}  // namespace vitrine::app
