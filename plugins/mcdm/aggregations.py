"""Every aggregation the plugin offers, as declarations: what it is called, what it can take, how it is redone by hand.

Left out of pymcdm 1.4: COMET, which asks an expert to judge characteristic objects, and AROMAN, whose published formula
counts a cost as a merit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from mcdm import distances, options, outranking, ratios
from mcdm.criteria import Adapter, Criteria
from workbench import AggregationMethod, Label, Options
from workbench.model.methods import Floats

_MOST_CHILDREN = 12
_MOST_CHILDREN_WHERE_SLOW = 8


def aggregations() -> list[AggregationMethod]:
    """Return every aggregation of the plugin."""
    return [*_distances(), *_bounded_distances(), *_sums_and_products(), *_ratios(), *_separable()]


def _method(
    code: str,
    label: Label,
    score: Callable[[Criteria], Floats],
    *,
    takes: options.Least = "any",
    settings: type[Options] = options.Pymcdm,
    within: Literal["0-100", "anywhere"] = "0-100",
    most: int | None = _MOST_CHILDREN,
    formula: str,
    reference: str,
) -> AggregationMethod:
    return AggregationMethod(
        code=code,
        label=label,
        combine=Adapter(score, takes),
        additive=False,
        options=settings,
        needs_bounded=False,
        lies_within=within,
        formula=formula,
        reference=reference,
        most_children=most,
        relative=True,
        complete=True,
    )


def _distances() -> list[AggregationMethod]:
    return [
        _method(
            "topsis",
            Label(id="kedekatan dengan yang ideal (TOPSIS)", en="closeness to the ideal (TOPSIS)"),
            distances.topsis,
            settings=options.VectorFirst,
            formula="100 D⁻ / (D⁻ + D⁺)",
            reference="Hwang & Yoon (1981), Multiple Attribute Decision Making, doi:10.1007/978-3-642-48318-9",
        ),
        _method(
            "vikor",
            Label(id="kompromi terbaik (VIKOR)", en="best compromise (VIKOR)"),
            distances.vikor,
            settings=options.Vikor,
            formula="100 (1 − Q); Q = v (S − S*) / (S⁻ − S*) + (1 − v) (R − R*) / (R⁻ − R*)",
            reference="Opricovic & Tzeng (2004), Compromise solution by MCDM methods, "
            "doi:10.1016/S0377-2217(03)00020-1",
        ),
        _method(
            "edas",
            Label(id="jarak dari rata-rata (EDAS)", en="distance from the average (EDAS)"),
            distances.edas,
            takes="not negative",
            formula="50 (SP / max SP + 1 − SN / max SN)",
            reference="Keshavarz Ghorabaee et al. (2015), Multi-criteria inventory classification using EDAS, "
            "doi:10.15388/Informatica.2015.57",
        ),
        _method(
            "codas",
            Label(id="jarak dari yang terburuk (CODAS)", en="distance from the worst (CODAS)"),
            distances.codas,
            settings=options.Codas,
            within="anywhere",
            formula="50 + 25 H / (n − 1); H = Σ (E − E_j + ψ (T − T_j))",
            reference="Keshavarz Ghorabaee et al. (2016), A new combinative distance-based assessment (CODAS) method, "
            "Economic Computation and Economic Cybernetics Studies and Research 50(3), 25–44",
        ),
        _method(
            "ervd",
            Label(id="jarak nilai relatif (ERVD)", en="relative value distances (ERVD)"),
            distances.ervd,
            takes="positive",
            settings=options.ReferencePoint,
            formula="100 S⁻ / (S⁻ + S⁺)",
            reference="Shyur et al. (2015), A multiple criteria decision making method based on relative value "
            "distances, Foundations of Computing and Decision Sciences 40(4), 299–315",
        ),
        _method(
            "probid",
            Label(id="jarak dari yang ideal dan rata-rata (PROBID)", en="ideal-average distance (PROBID)"),
            distances.probid,
            within="anywhere",
            most=_MOST_CHILDREN_WHERE_SLOW,
            formula="100 (1 / (1 + R²) + S_mean)",
            reference="Wang, Rangaiah & Wang (2021), Preference ranking on the basis of ideal-average distance, "
            "doi:10.1021/acs.iecr.1c01413",
        ),
        _method(
            "sprobid",
            Label(id="jarak dari yang ideal, sederhana (sPROBID)", en="simplified ideal distance (sPROBID)"),
            distances.simplified_probid,
            most=_MOST_CHILDREN_WHERE_SLOW,
            formula="100 P / (1 + P); P = S_worst / S_best",
            reference="Wang, Rangaiah & Wang (2021), Preference ranking on the basis of ideal-average distance, "
            "doi:10.1021/acs.iecr.1c01413",
        ),
        _method(
            "lopm",
            Label(id="batas sifat (LoPM)", en="limits on properties (LoPM)"),
            distances.limits_on_properties,
            takes="positive",
            formula="100 / (Σ w max / x + Σ w x / min)",
            reference="Farag (2020), Materials and Process Selection for Engineering Design, 4th ed., CRC Press",
        ),
    ]


def _bounded_distances() -> list[AggregationMethod]:
    return [
        replace(
            _method(
                "rim",
                Label(id="ideal acuan (RIM)", en="reference ideal (RIM)"),
                distances.rim,
                settings=options.ReferenceIdeal,
                most=_MOST_CHILDREN_WHERE_SLOW,
                formula="100 I⁻ / (I⁻ + I⁺)",
                reference="Cables, Lamata & Verdegay (2016), RIM-reference ideal method, doi:10.1016/j.ins.2015.12.011",
            ),
            relative=False,
        ),
    ]


def _sums_and_products() -> list[AggregationMethod]:
    return [
        _method(
            "wpm",
            Label(id="perkalian tertimbang (WPM)", en="weighted product (WPM)"),
            ratios.weighted_product,
            settings=options.SumFirst,
            within="anywhere",
            formula="100 Π r^w",
            reference="Triantaphyllou (2000), Multi-criteria Decision Making Methods, doi:10.1007/978-1-4757-3157-6",
        ),
        _method(
            "waspas",
            Label(id="gabungan jumlah dan perkalian (WASPAS)", en="sum and product (WASPAS)"),
            ratios.waspas,
            settings=options.SumAndProduct,
            within="anywhere",
            formula="100 (sum_share Σ w r + (1 − sum_share) Π r^w)",
            reference="Zavadskas et al. (2012), Optimization of weighted aggregated sum product assessment, "
            "doi:10.5755/j01.eee.122.6.1810",
        ),
        _method(
            "cocoso",
            Label(id="gabungan kompromi (CoCoSo)", en="combined compromise (CoCoSo)"),
            ratios.cocoso,
            settings=options.Compromise,
            formula="100 K / max K; K = (k_a k_b k_c)^(1/3) + (k_a + k_b + k_c) / 3",
            reference="Yazdani et al. (2019), A combined compromise solution (CoCoSo) method, "
            "doi:10.1108/MD-05-2017-0458",
        ),
    ]


def _ratios() -> list[AggregationMethod]:
    return [
        _method(
            "copras",
            Label(id="penilaian proporsional (COPRAS)", en="proportional assessment (COPRAS)"),
            ratios.copras,
            takes="not negative",
            settings=options.Plain,
            formula="100 Q / max Q; Q = S⁺ + Σ S⁻ / (S⁻ Σ 1/S⁻)",
            reference="Zavadskas et al. (2007), Multi-attribute assessment of road design solutions by using the "
            "COPRAS method, The Baltic Journal of Road and Bridge Engineering 2(4), 195–203",
        ),
        _method(
            "aras",
            Label(id="nisbah terhadap yang terbaik (ARAS)", en="ratio to the best (ARAS)"),
            ratios.aras,
            takes="positive",
            formula="100 S / S_best",
            reference="Zavadskas & Turskis (2010), A new additive ratio assessment (ARAS) method, "
            "doi:10.3846/tede.2010.10",
        ),
        _method(
            "marcos",
            Label(id="kompromi antara ideal dan anti-ideal (MARCOS)", en="between ideal and anti-ideal (MARCOS)"),
            ratios.marcos,
            takes="positive",
            formula="100 (K⁺ + K⁻) / (1 + (1 − f⁺) / f⁺ + (1 − f⁻) / f⁻)",
            reference="Stević et al. (2020), Sustainable supplier selection in healthcare industries using MARCOS, "
            "doi:10.1016/j.cie.2019.106231",
        ),
        _method(
            "ram",
            Label(id="penilaian akar (RAM)", en="root assessment (RAM)"),
            ratios.ram,
            takes="positive",
            formula="100 (RI − 2^(1/3)) / (3^(1/2) − 2^(1/3)); RI = (2 + S⁺)^(1 / (2 + S⁻))",
            reference="Sotoudeh-Anvari (2023), Root Assessment Method (RAM), doi:10.1016/j.jclepro.2023.138695",
        ),
        _method(
            "ocra",
            Label(id="daya saing operasional (OCRA)", en="operational competitiveness (OCRA)"),
            ratios.ocra,
            takes="positive",
            within="anywhere",
            formula="100 (I + O − min(I + O)); O = Σ w (x − min) / min, I = Σ w (max − x) / min",
            reference="Madić, Petković & Radovanović (2015), Selection of non-conventional machining processes using "
            "the OCRA method, Serbian Journal of Management 10(1), 61–73",
        ),
        _method(
            "lmaw",
            Label(id="bobot aditif logaritmik (LMAW)", en="logarithmic additive weights (LMAW)"),
            ratios.lmaw,
            takes="positive",
            formula="100 Σ (2 φ^w / ((2 − φ)^w + φ^w)) / k",
            reference="Pamučar et al. (2021), A new logarithm methodology of additive weights (LMAW), "
            "doi:10.22190/FUME210214031P",
        ),
    ]


def _separable() -> list[AggregationMethod]:
    """Return those that are a weighted sum of what each child makes alone: any number of children, exact parts."""
    return [replace(each, separable=True, most_children=None) for each in (*_sums(), *_sums_within_bounds())]


def _sums() -> list[AggregationMethod]:
    return [
        _method(
            "wsm",
            Label(id="penjumlahan tertimbang (WSM)", en="weighted sum (WSM)"),
            ratios.weighted_sum,
            settings=options.SumFirst,
            within="anywhere",
            formula="100 Σ w r",
            reference="Triantaphyllou (2000), Multi-criteria Decision Making Methods, doi:10.1007/978-1-4757-3157-6",
        ),
        _method(
            "moora",
            Label(id="sistem nisbah (MOORA)", en="ratio system (MOORA)"),
            ratios.moora,
            within="anywhere",
            formula="100 (Σ w x / ‖x‖ − Σ w x_cost / ‖x_cost‖)",
            reference="Brauers & Zavadskas (2006), The MOORA method and its application to privatization in a "
            "transition economy, Control and Cybernetics 35(2), 445–469",
        ),
        _method(
            "mabac",
            Label(id="jarak dari daerah batas (MABAC)", en="distance from the border (MABAC)"),
            ratios.mabac,
            settings=options.Plain,
            within="anywhere",
            formula="100 Σ w (r + 1 − Π (r + 1)^(1/n))",
            reference="Pamučar & Ćirović (2015), The selection of transport and handling resources in logistics "
            "centers using MABAC, doi:10.1016/j.eswa.2014.11.057",
        ),
        _method(
            "mairca",
            Label(id="selisih dari penilaian ideal (MAIRCA)", en="gap to the ideal rating (MAIRCA)"),
            ratios.mairca,
            formula="100 (1 − n Σ (w / n − w r / n))",
            reference="Gigović et al. (2016), The combination of expert judgment and GIS-MAIRCA analysis, "
            "doi:10.3390/su8040372",
        ),
        _method(
            "promethee",
            Label(id="arus preferensi (PROMETHEE)", en="preference flows (PROMETHEE)"),
            outranking.promethee,
            settings=options.Promethee,
            formula="50 (1 + φ⁺ − φ⁻); φ± = Σ_b Σ w P(±(x − x_b)) / (n − 1)",
            reference="Brans, Vincke & Mareschal (1986), How to select and how to rank projects: the PROMETHEE method, "
            "doi:10.1016/0377-2217(86)90044-5",
        ),
    ]


def _sums_within_bounds() -> list[AggregationMethod]:
    return [
        replace(each, relative=False)
        for each in (
            _method(
                "spotis",
                Label(id="jarak ke titik ideal (SPOTIS)", en="distance to the ideal point (SPOTIS)"),
                distances.spotis,
                settings=options.Bounded,
                formula="100 (1 − Σ w |x − best| / (high − low))",
                reference="Dezert et al. (2020), The SPOTIS rank reversal free method, "
                "doi:10.23919/FUSION45008.2020.9190347",
            ),
            _method(
                "balanced_spotis",
                Label(id="jarak ke titik harapan (SPOTIS berimbang)", en="distance to the expected point"),
                distances.balanced_spotis,
                settings=options.Balanced,
                formula="100 (1 − Σ w (alpha |x − expected| + (1 − alpha) |x − best|) / (high − low))",
                reference="Shekhovtsov, Dezert & Sałabun (2025), Enhancing personalized decision-making with the "
                "Balanced SPOTIS algorithm, doi:10.5220/0013119800003890",
            ),
            _method(
                "rafsi",
                Label(id="pemetaan ke satu selang (RAFSI)", en="mapping into one interval (RAFSI)"),
                ratios.rafsi,
                settings=options.SubIntervals,
                formula="100 (V (1 + better) − 1) / (better − 1)",
                reference="Žižović et al. (2020), Eliminating rank reversal problem using the RAFSI method, "
                "doi:10.3390/math8061015",
            ),
        )
    ]
