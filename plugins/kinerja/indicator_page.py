"""The page ``docs/indikator.md`` out of the declarations: ``python -m kinerja.indicator_page > docs/indikator.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import kinerja
from workbench import Column, Indicator, RulePack

_POLARITY = {"higher": "makin tinggi makin baik", "lower": "makin rendah makin baik", "target": "makin dekat target"}
_SUBJECT = {"unit": "unit", "employee": "pegawai"}
_KIND = {
    "text": "teks",
    "number": "angka",
    "integer": "bilangan bulat",
    "date": "tanggal",
    "datetime": "tanggal dan jam",
}
_CONFIDENCE = {
    "official": "naskah resmi",
    "secondary": "sumber sekunder",
    "known": "pengetahuan umum",
    "uncertain": "belum pasti",
    "proposed": "usulan",
}

_INTRODUCTION = """# Indikator dan paket aturan bawaan

Halaman ini dibuat dari deklarasi di `plugins/kinerja` (`python -m kinerja.indicator_page > docs/indikator.md`).
`{key}` adalah kolom kode subjek (`subjects.key`). Kolom yang boleh kosong ditandai `?`. Contoh perhitungan setiap
indikator yang dapat dihitung ulang dengan tangan ada di `tests/cases/`.

Yang berlaku untuk semua: yang tidak ada datanya tidak dinilai nol dan alasannya tercantum; yang masih terbuka tidak
dibuang; yang terjadi sesudah `data_until` belum diketahui; urutan baris dan unit tidak berpengaruh."""


def indicator_page(indicators: Iterable[Indicator], packs: Iterable[RulePack]) -> str:
    """Return the page as Markdown, in Indonesian: every indicator with its tables, every rule pack with its values."""
    parts = [
        _INTRODUCTION,
        "## Indikator",
        *(_indicator(each) for each in indicators),
        "## Paket aturan",
        *(_pack(each) for each in packs),
    ]
    return "\n\n".join(parts) + "\n"


def _indicator(indicator: Indicator) -> str:
    facts = [
        f"satuan {indicator.measured_in.id}",
        _POLARITY[indicator.polarity],
        "untuk " + " dan ".join(_SUBJECT[kind] for kind in indicator.subject),
        f"adil dipakai mulai tingkat {_SUBJECT[indicator.attribution]}",
    ]
    if not indicator.in_predicate:
        facts.append("tidak pernah masuk predikat")
    lines = [f"### {indicator.label.id} – `{indicator.code}`", "", indicator.description.id, ""]
    lines.append(f"- {'; '.join(facts)}")
    lines += [f"- tabel `{need.table}`: {', '.join(map(_column, need.columns))}" for need in indicator.needs]
    if indicator.options.model_fields:
        lines.append("- pengaturan: " + ", ".join(f"`{name}`" for name in indicator.options.model_fields))
    lines.append(f"- rujukan: {indicator.reference}")
    return "\n".join(lines)


def _column(column: Column) -> str:
    kind = " / ".join(column.values) if column.values else _KIND.get(column.kind, column.kind)
    bounds = "" if column.low is None or column.high is None else f" {column.low:g}–{column.high:g}"
    return f"`{column.name}`{'' if column.required else '?'} ({kind}{bounds})"


def _pack(pack: RulePack) -> str:
    until = f" sampai {pack.valid_to}" if pack.valid_to else ""
    lines = [f"### `{pack.code}`", "", f"{pack.title.id}. Berlaku sejak {pack.valid_from}{until}.", ""]
    tables = [("pita", name, bands.reference) for name, bands in pack.bands.items()]
    tables += [("matriks", name, matrix.reference) for name, matrix in pack.predicates.items()]
    lines += [f"- {kind} `{name}`: {reference}" for kind, name, reference in tables]
    lines += [f"- `{name}` ({_CONFIDENCE[cited.confidence]}): {cited.reference}" for name, cited in pack.values.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(indicator_page(kinerja.workbench_indicators(), kinerja.workbench_rule_packs()))
