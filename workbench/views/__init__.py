"""Display: charts, tables, report sections and panels. Nothing is computed here."""
