"""What the workshop explains, in both languages: short enough to be read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views.blocks import Block, bullets, escape, paragraph


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One point of the workshop.

    Parameters
    ----------
    point : Label
        What a participant should remember, in one sentence.
    text : tuple of Label
        Paragraphs.
    examples : tuple of Label
        Shown as a list.
    """

    point: Label
    text: tuple[Label, ...] = ()
    examples: tuple[Label, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PracticeIndicator:
    """An indicator of the unit on which a score is worked out by hand.

    Parameters
    ----------
    label, measured_in : Label
        Its name and unit.
    worst, best : float
        Goalposts: 0 and 100.
    value, weight : float
        Where the practice begins; weights in per cent.
    step : float
        Of its slider.
    """

    label: Label
    measured_in: Label
    worst: float
    best: float
    value: float
    weight: float
    step: float


def explained(explanation: Explanation, language: Language) -> Block:
    """Return an explanation in the reader's language."""
    code = language.code
    parts = [f"<p><strong>{escape(explanation.point.in_language(code))}</strong></p>"]
    parts += [paragraph(each.in_language(code)) for each in explanation.text]
    if explanation.examples:
        parts.append(bullets([each.in_language(code) for each in explanation.examples]))
    return Block("", "", tuple(parts))


def cases_to_rate(cases: Sequence[Label], language: Language) -> Block:
    """Return the cases that a group rates, numbered as their ratings are."""
    rows = "".join(f"<li>{escape(case.in_language(language.code))}</li>" for case in cases)
    return Block("", "", (f"<ol>{rows}</ol>",))


EXPLANATIONS: Mapping[str, Explanation] = {
    "welcome": Explanation(
        point=Label(
            id="Hari ini tidak ada yang dinilai: semua orang dan unit di sini dibuat-buat, dan jawaban Anda tidak "
            "dicatat.",
            en="Nobody is assessed today: all people and units here are made up, and your answers are not recorded.",
        ),
        text=(
            Label(
                id="Perubahan cara menilai wajar menimbulkan kekhawatiran. Tiga yang paling sering kami dengar:",
                en="A new way of assessing raises worries, and rightly so. The three that we hear most:",
            ),
        ),
        examples=(
            Label(
                id="“Angka akan menggantikan atasan saya.” Tidak: program menghitung dan menjelaskan; predikat tetap "
                "diputuskan oleh orang, dengan alasan dan tanggal.",
                en="“A number will replace my superior.” No: the program computes and explains; people decide on the "
                "predicate, with reason and date.",
            ),
            Label(
                id="“Pekerjaan saya tidak dapat diukur.” Sebagian memang tidak. Apa yang tidak terukur ditulis sebagai "
                "tidak tersedia, bukan sebagai nol.",
                en="“My work cannot be measured.” Some of it cannot. What is not measured is reported as not "
                "available, never as nought.",
            ),
            Label(
                id="“Saya tidak akan dapat membantah.” Sebaliknya: setiap angka dapat dibongkar dan dihitung ulang, "
                "dan di akhir pelatihan ini Anda tahu caranya.",
                en="“I will not be able to object.” The opposite: every number can be taken apart and worked out "
                "again, and by the end of this workshop you will know how.",
            ),
        ),
    ),
    "indicators": Explanation(
        point=Label(
            id="Tanpa indikator pun orang tetap dinilai: hanya saja ukurannya tidak terlihat.",
            en="People are assessed without indicators too: only then nobody can see by what measure.",
        ),
        text=(
            Label(
                id="Menurut angka nasional 2022–2024 (dikutip birokratmenulis.org), 99,7 % PNS memperoleh "
                "predikat “Baik” atau “Sangat Baik”. "
                "Penilaian seperti itu tidak dapat menunjukkan siapa yang perlu dibantu, dan tidak dapat membela orang "
                "yang bekerja lebih baik. Indikator yang baik:",
                en="According to national figures of 2022–2024 (as quoted by birokratmenulis.org), 99.7 % "
                "of civil servants were “good” or “very good”. Such "
                "an assessment cannot show who needs help, and cannot speak for those who do better. A good "
                "indicator:",
            ),
        ),
        examples=(
            Label(
                id="mengukur hasil yang dirasakan warga, bukan kesibukan;",
                en="measures what citizens get, not how busy we are;",
            ),
            Label(
                id="dapat dipengaruhi oleh orang atau unit yang dinilai;",
                en="can be influenced by the person or unit assessed;",
            ),
            Label(
                id="mempunyai arah, satuan, sumber data, dan dasar aturan yang tertulis.",
                en="has a direction, a unit, a source of data and a rule behind it, all written down.",
            ),
        ),
    ),
    "targets": Explanation(
        point=Label(
            id="Target adalah janji yang ditulis sebelum siklus dimulai, sehingga tidak seorang pun dapat menggesernya "
            "sesudah hasilnya terlihat.",
            en="A target is a promise written down before the cycle begins, so that nobody can move it once the "
            "results are seen.",
        ),
        text=(
            Label(
                id="Target yang terlalu mudah tidak membedakan apa pun; target yang mustahil membuat orang berhenti "
                "mencoba. Tanyakan untuk setiap target: dari mana angkanya, siapa yang menyetujui, dan apa yang dapat "
                "dilakukan unit untuk mencapainya?",
                en="A target that is too easy tells nothing apart; one that is out of reach makes people stop trying. "
                "Ask of each: where does the number come from, who agreed to it, and what can the unit do to reach it?",
            ),
        ),
    ),
    "weights": Explanation(
        point=Label(
            id="Bobot menyatakan apa yang penting: ia keputusan, bukan hasil hitungan.",
            en="A weight says what matters: it is a decision, not the result of a computation.",
        ),
        text=(
            Label(
                id="Geser satu bobot di bawah ini. Jumlahnya selalu 100 %, jadi bobot lain memberi tempat. Perhatikan "
                "siapa yang naik (▲) dan siapa yang turun (▼), lalu tunggu sebentar sampai selang peringkat muncul: "
                "bila selang dua unit berimpit, jangan memperdebatkan urutannya.",
                en="Move one weight below. They add up to 100 %, so the others make room. See who rises (▲) and who "
                "falls (▼), then wait a moment for the rank intervals: where those of two units overlap, their order "
                "is not worth an argument.",
            ),
        ),
    ),
    "severity": Explanation(
        point=Label(
            id="Dua orang yang jujur dapat menilai kasus yang sama dengan ukuran yang berbeda.",
            en="Two honest people can rate the same case by different measures.",
        ),
        text=(
            Label(
                id="Nilai setiap orang dari Anda enam kasus di bawah ini, dari 0 sampai 100, tanpa saling melihat. "
                "Tidak ada jawaban yang benar; yang kita cari adalah perbedaan ukurannya. Lalu ketik nilainya, satu "
                "baris untuk setiap penilai, dengan nama samaran bila dikehendaki; None bila tidak menilai.",
                en="Each of you rates the six cases below from 0 to 100 without looking at the others. There is no "
                "right answer; what we look for is the difference between measures. Then type the ratings, one line "
                "a rater, under any name you like; None where there is none.",
            ),
        ),
    ),
    "severity_meaning": Explanation(
        point=Label(
            id="Yang diukur adalah selisih ukuran antarpenilai, bukan siapa yang benar.",
            en="What is measured is how far raters' measures lie apart, not who is right.",
        ),
        examples=(
            Label(
                id="Lebih ketat daripada penilai lain bukan berarti keliru: mungkin yang lain terlalu longgar.",
                en="Stricter than the other raters does not mean wrong: the others may be too lenient.",
            ),
            Label(
                id="Enam kasus itu sedikit, maka selangnya lebar; bila selang memuat 0, perbedaannya belum dapat "
                "disimpulkan.",
                en="Six cases are few, so the intervals are wide; where one holds 0, no difference can be told yet.",
            ),
            Label(
                id="Perbandingan hanya mungkin karena orang yang dinilai sama. Di kantor, siapkan beberapa orang yang "
                "dinilai oleh lebih dari satu penilai.",
                en="Raters can be compared only because they rated the same people. At work, have some people rated "
                "by more than one rater.",
            ),
        ),
    ),
    "pooled": Explanation(
        point=Label(
            id="Sebelum menuduh, bandingkan yang sebanding: kesenjangan keseluruhan dapat berbalik di dalam unit.",
            en="Compare like with like before you accuse: a gap over all can turn round inside units.",
        ),
        text=(
            Label(
                id="Data nyata: pelamar pascasarjana Berkeley, 1973. Jawab dahulu dalam hati: bila 44,5 % laki-laki "
                "dan 30,4 % perempuan diterima, apakah perempuan diperlakukan berbeda?",
                en="Real data: applicants to graduate school, Berkeley, 1973. Answer for yourself first: when 44.5 % "
                "of the men and 30.4 % of the women were admitted, were women treated differently?",
            ),
        ),
    ),
    "luck": Explanation(
        point=Label(
            id="Unit kecil mudah menjadi yang pertama, dan sama mudahnya menjadi yang terakhir, tanpa berbuat apa-apa.",
            en="A small unit easily comes first, and as easily last, without doing anything.",
        ),
        text=(
            Label(
                id="Di bawah ini dua belas unit rekaan diundi. Lingkaran kosong: rata-rata yang terlihat; pita: "
                "sejauh mana rata-rata itu dapat dipercaya. Titik penuh: perkiraan yang memperhitungkan banyaknya "
                "orang (penyusutan). Ganti undiannya, lalu ganti kenyataannya.",
                en="Below, twelve made-up units are drawn by lot. Hollow: the mean that is seen; band: how far that "
                "mean can be trusted. Filled: the estimate that takes the number of people into account (shrinkage). "
                "Change the draw, then change the truth.",
            ),
        ),
    ),
    "privacy": Explanation(
        point=Label(
            id="Angka tentang sedikit orang adalah angka tentang orang.",
            en="A number about few people is a number about people.",
        ),
        text=(
            Label(
                id="Hasil evaluasi seseorang dikecualikan dari informasi publik (UU 14/2008 Pasal 17), sedangkan "
                "kinerja badan wajib diumumkan. Karena itu tabel publik hanya memuat kelompok, dan kelompok yang "
                "terlalu kecil disembunyikan: bersama sel lain, agar tidak dapat dihitung kembali.",
                en="The results of a person's evaluation are exempt from public information (UU 14/2008 Article 17), "
                "while the performance of bodies must be published. So public tables hold groups only, and groups "
                "that are too small are hidden: together with other cells, so that they cannot be worked out.",
            ),
        ),
    ),
    "objection": Explanation(
        point=Label(
            id="Keberatan adalah hak Anda, dan angka yang baik tahan diperiksa.",
            en="To object is your right, and a good number stands up to it.",
        ),
        text=(
            Label(
                id="Keberatan diajukan kepada atasan pejabat penilai paling lambat 14 hari kerja sejak dokumen "
                "evaluasi diterima, dan diputus paling lambat 7 hari kerja (PermenPANRB 6/2022). Yang dapat diperiksa:",
                en="An objection goes to the superior of the appraiser within 14 working days of receiving the "
                "evaluation, and is decided within 7 working days (PermenPANRB 6/2022). What can be examined:",
            ),
        ),
        examples=(
            Label(
                id="data yang keliru atau belum masuk: sebut angkanya, tanggalnya, dan buktinya;",
                en="data that are wrong or absent: name the number, the date and the evidence;",
            ),
            Label(
                id="hasil yang bukan tanggung jawab Anda, misalnya sebelum Anda pindah ke unit ini;",
                en="results that are not yours to answer for, such as those before you joined the unit;",
            ),
            Label(
                id="hitungan yang tidak sesuai dengan rumus yang tertulis di lampiran;",
                en="arithmetic that does not follow the formula in the appendix;",
            ),
            Label(
                id="nilai perilaku tanpa catatan umpan balik.",
                en="a rating of behaviour without any record of feedback.",
            ),
            Label(
                id="Bobot dan target yang tidak Anda setujui dibicarakan pada tahap perencanaan siklus berikutnya.",
                en="Weights and targets that you disagree with are discussed when the next cycle is planned.",
            ),
        ),
    ),
    "closing": Explanation(
        point=Label(
            id="Tiga hal untuk dibawa pulang: tanyakan ukurannya, tanyakan selangnya, dan hitung ulang angkanya.",
            en="Three things to take home: ask for the measure, ask for the interval, and work the number out again.",
        ),
        text=(
            Label(
                id="Apa satu hal yang masih membuat Anda ragu? Tuliskan di kertas, tanpa nama, dan serahkan kepada "
                "fasilitator. Keberatan terhadap cara menilai ini pun layak didengar.",
                en="What is the one thing that you still doubt? Write it on paper, without your name, and hand it to "
                "the trainer. Objections to this way of assessing deserve to be heard too.",
            ),
        ),
    ),
}
"""What is explained, by name."""

PRACTICE: Mapping[str, PracticeIndicator] = {
    "on_time": PracticeIndicator(
        label=Label(id="Pengaduan selesai tepat waktu", en="Complaints settled on time"),
        measured_in=Label(id="%", en="%"),
        worst=50,
        best=100,
        value=80,
        weight=50,
        step=1,
    ),
    "days": PracticeIndicator(
        label=Label(id="Rata-rata hari penyelesaian", en="Days to settle, on average"),
        measured_in=Label(id="hari", en="days"),
        worst=12,
        best=2,
        value=5,
        weight=30,
        step=0.5,
    ),
    "satisfaction": PracticeIndicator(
        label=Label(id="Kepuasan masyarakat", en="Public satisfaction"),
        measured_in=Label(id="skala 1–4", en="scale 1–4"),
        worst=1,
        best=4,
        value=3.4,
        weight=20,
        step=0.1,
    ),
}
"""The unit of the exercises: marks 60, 70 and 80, score 67."""

CASES: tuple[Label, ...] = (
    Label(
        id="Ayu: semua berkas selesai tepat waktu; dua warga mengeluh tentang sikapnya.",
        en="Ayu: all files done on time; two citizens complained about her manner.",
    ),
    Label(
        id="Bima: sering terlambat seminggu, tetapi tidak satu berkas pun perlu diperbaiki.",
        en="Bima: often a week late, but not one file had to be corrected.",
    ),
    Label(
        id="Citra: hasilnya sesuai target; membantu tiga rekan baru tanpa diminta.",
        en="Citra: met the targets; helped three new colleagues without being asked.",
    ),
    Label(
        id="Dimas: melampaui semua target, setelah target diturunkan di tengah tahun.",
        en="Dimas: exceeded every target, after they had been lowered in the middle of the year.",
    ),
    Label(
        id="Eka: enam bulan sakit; pada enam bulan yang lain hasilnya di atas target.",
        en="Eka: ill for six months; in the other six, above target.",
    ),
    Label(
        id="Fajar: hasilnya di bawah target; loketnya melayani wilayah yang paling ramai.",
        en="Fajar: below target; the counter serves the busiest area.",
    ),
)
"""People who do not exist, for a group to rate; each begins with the name."""

NIP_PARTS: tuple[tuple[str, Label, Label], ...] = (
    ("19000817", Label(id="tanggal lahir", en="date of birth"), Label(id="17 Agustus 1900", en="17 August 1900")),
    ("202103", Label(id="mulai bekerja", en="began to work"), Label(id="Maret 2021", en="March 2021")),
    ("2", Label(id="jenis kelamin", en="sex"), Label(id="perempuan (1: laki-laki)", en="female (1: male)")),
    ("000", Label(id="nomor urut", en="serial number"), Label(id="tidak pernah dipakai", en="never in use")),
)
"""The parts of a number that cannot exist: digits, what they tell, and what they tell here."""

PREDICATES: tuple[Label, ...] = (
    Label(id="Sangat Baik", en="Very good"),
    Label(id="Baik", en="Good"),
    Label(id="Butuh Perbaikan", en="Needs improvement"),
)
"""Columns of the made-up table of offices."""

OFFICES: Mapping[str, tuple[int, ...]] = {
    "Melati": (7, 14, 2),
    "Anggrek": (6, 19, 5),
    "Cempaka": (9, 21, 8),
    "Kenanga": (12, 30, 3),
}
"""Its rows: people by predicate, in the order of `PREDICATES`."""
