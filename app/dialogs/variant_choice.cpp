// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/variant_choice.h"

namespace vitrine::app {

QString variant_name(const v1::Product& product, const v1::Variant& variant) {
    QString name = QString::fromStdString(variant.name().empty() ? product.title() : variant.name());
    if (!variant.sku().empty()) name += QStringLiteral(" · ") + QString::fromStdString(variant.sku());
    return name;
}

VariantChoice::VariantChoice(const v1::Product& product, QWidget* parent)
    : QComboBox(parent), product_(product) {
    setAccessibleName(tr("Form"));
    for (const auto& variant : product_.variants()) addItem(variant_name(product_, variant));
    setEnabled(!isOneOnly());
}

}  // namespace vitrine::app
