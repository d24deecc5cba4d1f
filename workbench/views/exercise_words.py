"""The exercises of the workshop, in both languages: question, answer, and what is learnt from it."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.model.labels import Label
from workbench.views.exercise import Exercise

EXERCISES: Mapping[str, Mapping[str, Exercise]] = {
    "1_indicators_and_targets": {
        "good_indicator": Exercise(
            question=Label(
                id="Manakah yang paling menunjukkan bahwa warga terlayani?",
                en="Which of these says most about whether citizens are served?",
            ),
            options={
                "meetings": Label(id="Jumlah rapat koordinasi", en="Number of coordination meetings"),
                "complaints": Label(id="Jumlah pengaduan yang masuk", en="Number of complaints received"),
                "on_time": Label(
                    id="Bagian pengaduan yang selesai tepat waktu", en="Share of complaints settled on time"
                ),
            },
            answer="on_time",
            why=Label(
                id="Ia mengukur hasil bagi warga, dan dapat dipengaruhi oleh unit.",
                en="It measures what citizens get, and the unit can do something about it.",
            ),
            hint=Label(
                id="Pikirkan: apakah warga merasakan perbedaannya bila angka ini naik?",
                en="Think of it this way: would a citizen feel the difference if this number rose?",
            ),
            hints={
                "complaints": Label(
                    id="Hati-hati: pengaduan yang banyak dapat berarti warga percaya bahwa mereka didengar. Apa yang "
                    "terjadi sesudah pengaduan masuk?",
                    en="Careful: many complaints may mean that people trust to be heard. What happens after they "
                    "complain?",
                )
            },
        ),
        "polarity": Exercise(
            question=Label(
                id="Unit Anggrek menyelesaikan pengaduan rata-rata dalam 4 hari, Unit Kenanga dalam 9 hari. Unit mana "
                "yang memperoleh nilai lebih tinggi pada indikator ini?",
                en="Unit Anggrek settles complaints in 4 days on average, Unit Kenanga in 9. Which unit gets the "
                "higher mark on this indicator?",
            ),
            options={
                "anggrek": Label(id="Unit Anggrek", en="Unit Anggrek"),
                "kenanga": Label(id="Unit Kenanga", en="Unit Kenanga"),
            },
            answer="anggrek",
            why=Label(
                id="Untuk lama hari, yang lebih kecil lebih baik. Arah ini ditulis sekali pada indikatornya, dan "
                "berlaku bagi semua.",
                en="For days, less is better. The direction is written down once, with the indicator, and holds for "
                "everyone.",
            ),
            hint=Label(
                id="Angka yang besar tidak selalu baik. Bila Anda yang mengadu, mana yang Anda pilih?",
                en="A large number is not always good. If it were your complaint, which would you choose?",
            ),
        ),
        "missing": Exercise(
            question=Label(
                id="Unit Cempaka tidak menerima satu pengaduan pun pada siklus ini. Berapa nilainya pada “pengaduan "
                "selesai tepat waktu”?",
                en="Unit Cempaka received no complaint at all in this cycle. What is its value for “complaints settled "
                "on time”?",
            ),
            options={
                "zero": Label(id="0, sebab tidak ada yang selesai", en="0, because none was settled"),
                "full": Label(id="100, sebab tidak ada yang terlambat", en="100, because none was late"),
                "none": Label(id="Tidak ada nilai, beserta alasannya", en="No value, and the reason is given"),
            },
            answer="none",
            why=Label(
                id="“Belum ada pengaduan” bukan nol dan bukan seratus. Laporan menuliskan alasannya, dan indikator "
                "lain yang berbicara.",
                en="“No complaints yet” is neither nought nor a hundred. The report gives the reason, and the other "
                "indicators speak.",
            ),
            hint=Label(
                id="Adakah sesuatu yang benar-benar terukur di sini?",
                en="Is there anything here that was really measured?",
            ),
            hints={
                "zero": Label(
                    id="Nol berarti semua pengaduan terlambat. Apakah itu yang terjadi?",
                    en="Nought would mean that every complaint was late. Is that what happened?",
                ),
                "full": Label(
                    id="Seratus berarti semua pengaduan selesai tepat waktu. Apakah ada yang dapat membuktikannya?",
                    en="A hundred would mean that all were settled on time. Could anyone show that?",
                ),
            },
        ),
    },
    "2_score_and_weights": {
        "normalise": Exercise(
            question=Label(
                id="Hitung dengan tangan: unit ini memerlukan 5 hari. Batas terburuk 12 hari (0), batas terbaik 2 hari "
                "(100). Berapa nilainya, dari 0 sampai 100?",
                en="By hand: this unit takes 5 days. The worst limit is 12 days (0), the best is 2 days (100). What is "
                "its mark from 0 to 100?",
            ),
            answer="70",
            why=Label(
                id="(12 − 5) / (12 − 2) × 100 = 70. Arahnya sudah diperhitungkan: lebih cepat, lebih tinggi.",
                en="(12 − 5) / (12 − 2) × 100 = 70. The direction is taken care of: faster is higher.",
            ),
            hint=Label(
                id="Dari 12 ke 2 ada 10 langkah. Berapa langkah dari 12 ke 5?",
                en="From 12 to 2 there are 10 steps. How many steps from 12 to 5?",
            ),
        ),
        "score": Exercise(
            question=Label(
                id="Nilai unit ini 60, 70, dan 80; bobotnya 50 %, 30 %, dan 20 %. Berapa skornya?",
                en="The marks of this unit are 60, 70 and 80; the weights 50 %, 30 % and 20 %. What is its score?",
            ),
            answer="67",
            why=Label(
                id="0,5 × 60 + 0,3 × 70 + 0,2 × 80 = 30 + 21 + 16 = 67. Setiap skor di laporan dapat dibongkar seperti "
                "ini.",
                en="0.5 × 60 + 0.3 × 70 + 0.2 × 80 = 30 + 21 + 16 = 67. Every score in a report can be taken apart "
                "like this.",
            ),
            hint=Label(
                id="Kalikan setiap nilai dengan bobotnya, lalu jumlahkan ketiganya.",
                en="Multiply each mark by its weight, then add up the three.",
            ),
        ),
        "slider": Exercise(
            question=Label(
                id="Geser hanya “rata-rata hari”, yang lain seperti semula. Pada berapa hari skornya tepat 70?",
                en="Move “days on average” only, the others as they were. At how many days is the score exactly 70?",
            ),
            answer="4",
            why=Label(
                id="Satu hari lebih cepat: nilainya naik 10, dan dengan bobot 30 % skornya naik 3.",
                en="One day faster: the mark rises by 10, and with a weight of 30 % the score by 3.",
            ),
            hint=Label(
                id="Skor sekarang 67. Lihat kolom terakhir ketika Anda menggeser satu hari.",
                en="The score is 67 now. Watch the last column while you move by one day.",
            ),
        ),
        "weight_effect": Exercise(
            question=Label(
                id="Bobot “kepuasan masyarakat” dinaikkan. Skor unit mana yang naik?",
                en="The weight of “public satisfaction” is raised. Whose score rises?",
            ),
            options={
                "all": Label(id="Semua unit", en="That of every unit"),
                "best": Label(id="Hanya unit yang nilainya tertinggi", en="Only that of the best unit"),
                "above": Label(
                    id="Unit yang nilai kepuasannya lebih tinggi daripada rata-rata tertimbang indikatornya yang lain",
                    en="Units whose satisfaction is higher than the weighted mean of their other indicators",
                ),
            },
            answer="above",
            why=Label(
                id="Bobot hanya memindahkan perhatian. Bila satu naik, yang lain turun: maka selalu ada yang naik dan "
                "ada yang turun, dan hal itu harus diputuskan sebelum hasilnya diketahui.",
                en="A weight only moves attention. When one rises the others give way: so some gain and some lose, "
                "and this has to be decided before the results are known.",
            ),
            hint=Label(
                id="Jumlah bobot selalu 100 %. Apa yang terjadi dengan bobot yang lain?",
                en="Weights always add up to 100 %. What happens to the other weights?",
            ),
        ),
    },
    "3_raters": {
        "stricter": Exercise(
            question=Label(
                id="Bu Sari dan Pak Tono menilai enam orang yang sama. Rata-rata dari Bu Sari 70, dari Pak Tono 78. "
                "Berapa poin Bu Sari lebih ketat?",
                en="Sari and Tono rate the same six people. Sari's mean is 70, Tono's 78. By how many points is Sari "
                "stricter?",
            ),
            answer="8",
            why=Label(
                id="Karena orangnya sama, selisihnya berasal dari penilai, bukan dari yang dinilai. Tetapi enam orang "
                "itu sedikit: selangnya masih lebar.",
                en="As the people are the same, the difference comes from the raters, not from the rated. But six is "
                "few: the interval is still wide.",
            ),
            hint=Label(
                id="Orang yang dinilai sama. Apa yang tersisa bila kedua rata-rata dikurangkan?",
                en="The people are the same. What is left when you subtract the two means?",
            ),
        ),
        "wrong": Exercise(
            question=Label(
                id="Seorang penilai lebih ketat 6 poin daripada penilai lain. Apa artinya?",
                en="A rater is 6 points stricter than the other raters. What does it mean?",
            ),
            options={
                "guilty": Label(id="Ia menilai dengan keliru", en="He rates wrongly"),
                "cut": Label(id="Nilainya langsung dinaikkan 6 poin", en="His ratings are raised by 6 points at once"),
                "talk": Label(
                    id="Ukurannya berbeda; hal itu dibicarakan sebelum nilai ditetapkan",
                    en="He measures differently; it is talked about before results are settled",
                ),
            },
            answer="talk",
            why=Label(
                id="Angka ini membuka pembicaraan, bukan menutupnya. Mungkin justru penilai lain yang terlalu longgar. "
                "Yang memutuskan tetap orang, dengan alasan dan tanggal.",
                en="The number opens a talk, it does not close one. The others may be the lenient ones. People decide, "
                "with reason and date.",
            ),
            hint=Label(
                id="Ketat hanya berarti berbeda dari penilai lain. Apakah kita tahu siapa yang benar?",
                en="Strict only means different from the others. Do we know who is right?",
            ),
        ),
        "one_rater": Exercise(
            question=Label(
                id="Di unit A hanya Bu Ani yang menilai, di unit B hanya Pak Budi. Rata-rata unit A lebih rendah. "
                "Apakah Bu Ani lebih ketat?",
                en="In unit A only Ani rates, in unit B only Budi. The mean of unit A is lower. Is Ani stricter?",
            ),
            options={
                "yes": Label(id="Ya", en="Yes"),
                "no": Label(id="Tidak", en="No"),
                "unknown": Label(id="Belum dapat disimpulkan", en="It cannot be told yet"),
            },
            answer="unknown",
            why=Label(
                id="Mungkin penilainya lebih ketat, mungkin hasil unitnya memang lebih rendah. Diperlukan orang yang "
                "dinilai keduanya, atau ukuran dari luar.",
                en="The rater may be stricter, or the unit's results lower. It takes people whom both rate, or a "
                "measure from outside.",
            ),
            hint=Label(
                id="Adakah satu orang yang dinilai oleh keduanya?",
                en="Is there anyone whom both of them rated?",
            ),
        ),
    },
    "4_groups_and_luck": {
        "simpson": Exercise(
            question=Label(
                id="Secara keseluruhan perempuan lebih jarang diterima, tetapi di sebagian besar jurusan tidak. "
                "Mengapa?",
                en="In all, women were admitted less often; in most departments they were not. Why?",
            ),
            options={
                "mistake": Label(id="Ada salah hitung", en="There is a mistake in the sums"),
                "where": Label(
                    id="Perempuan lebih banyak melamar ke jurusan yang sulit dimasuki",
                    en="Women applied more to departments that were hard to enter",
                ),
                "hidden": Label(id="Setiap jurusan menolak perempuan", en="Every department turned women down"),
            },
            answer="where",
            why=Label(
                id="Maka bandingkan dahulu di dalam unit. Ini belum menjawab mengapa perempuan melamar ke sana: itu "
                "pertanyaan berikutnya.",
                en="So compare inside units first. It does not say why women applied there: that is the next question.",
            ),
            hint=Label(
                id="Lihat jurusan A dan F: siapa yang banyak melamar, dan berapa yang diterima?",
                en="Look at departments A and F: who applied there, and how many were admitted?",
            ),
        ),
        "teaching": Exercise(
            question=Label(
                id="Pada penilaian dosen, kesenjangan tetap ada di dalam kelompok yang sama. Apa yang boleh "
                "disimpulkan?",
                en="In the ratings of teachers the gap remains inside the same kind of post. What may be concluded?",
            ),
            options={
                "proof": Label(id="Mahasiswa terbukti pilih kasih", en="Students are proven to be partial"),
                "nothing": Label(id="Tidak ada apa-apa", en="There is nothing there"),
                "look": Label(
                    id="Jenis jabatan tidak menjelaskannya; perlu diperiksa lebih lanjut",
                    en="The kind of post does not explain it; it has to be looked into",
                ),
            },
            answer="look",
            why=Label(
                id="Kesenjangan adalah alasan untuk bertanya, bukan bukti tentang sebabnya.",
                en="A gap is a reason to ask, not a proof of its cause.",
            ),
            hint=Label(
                id="Satu penjelasan sudah diperiksa dan gugur. Apakah semua penjelasan lain juga sudah?",
                en="One explanation was tried and failed. Were all others tried too?",
            ),
        ),
        "luck": Exercise(
            question=Label(
                id="Semua unit sama baiknya. Unit seperti apa yang paling sering berada di peringkat pertama, dan "
                "paling sering di peringkat terakhir?",
                en="All units are equally good. Which kind of unit is most often first, and most often last?",
            ),
            options={
                "large": Label(id="Unit yang besar", en="A large unit"),
                "small": Label(id="Unit yang kecil", en="A small unit"),
                "any": Label(id="Semua sama seringnya", en="All equally often"),
            },
            answer="small",
            why=Label(
                id="Rata-rata dari sedikit orang mudah bergerak jauh, ke atas dan ke bawah. Karena itu angka unit "
                "kecil ditarik ke rata-rata semua unit, dan selangnya selalu ditulis.",
                en="A mean of few people moves far, up and down. That is why a small unit's number is drawn towards "
                "the mean of all, and its interval is always shown.",
            ),
            hint=Label(
                id="Coba beberapa undian di atas. Perhatikan jumlah orang di unit pertama dan terakhir.",
                en="Try a few draws above. Look at the number of people in the first and the last unit.",
            ),
        ),
    },
    "5_privacy_and_objection": {
        "nip": Exercise(
            question=Label(
                id="NIP rekaan 19000817 202103 2 000. Pada tanggal berapa pemiliknya lahir? Tulis tanggalnya saja.",
                en="The made-up number 19000817 202103 2 000: on which day of the month was its owner born?",
            ),
            answer="17",
            why=Label(
                id="Delapan angka pertama adalah tanggal lahir: 17 Agustus 1900. Maka NIP di dalam tabel berarti "
                "tanggal lahir dan jenis kelamin di dalam tabel. Program ini menggantinya saat data dibaca.",
                en="The first eight digits are the date of birth: 17 August 1900. So a NIP in a table is a birth date "
                "and a sex in a table. This program replaces it when data are read.",
            ),
            hint=Label(
                id="Susunannya: tahun (4 angka), bulan (2), lalu tanggal (2).",
                en="The order is year (4 digits), month (2), then day (2).",
            ),
        ),
        "subtraction": Exercise(
            question=Label(
                id="Tabel menyebut 23 orang di kantor: 14 “Baik”, 7 “Sangat Baik”, dan “Butuh Perbaikan” "
                "disembunyikan. Berapa orang yang disembunyikan?",
                en="A table tells of 23 people in an office: 14 “good”, 7 “very good”, and “needs improvement” is "
                "hidden. How many people are hidden?",
            ),
            answer="2",
            why=Label(
                id="23 − 14 − 7 = 2. Menyembunyikan satu sel saja tidak cukup: harus ada sel lain yang ikut "
                "disembunyikan.",
                en="23 − 14 − 7 = 2. Hiding one cell is not enough: another has to be hidden with it.",
            ),
            hint=Label(
                id="Jumlah seluruhnya ditulis. Kurangkan yang terlihat.",
                en="The total is printed. Subtract what you can see.",
            ),
        ),
        "grounds": Exercise(
            question=Label(
                id="Manakah alasan keberatan yang paling mudah diperiksa?",
                en="Which ground of an objection is the easiest to examine?",
            ),
            options={
                "low": Label(id="“Nilai saya terlalu rendah.”", en="“My mark is too low.”"),
                "friend": Label(id="“Rekan saya bekerja lebih sedikit.”", en="“My colleague works less than I do.”"),
                "data": Label(
                    id="“Tiga pengaduan tercatat terlambat, padahal selesai pada 4 Maret; ini buktinya.”",
                    en="“Three complaints are recorded as late but were settled on 4 March; here is the evidence.”",
                ),
            },
            answer="data",
            why=Label(
                id="Ia menyebut angka, tanggal, dan bukti: angkanya dapat dihitung ulang di depan Anda.",
                en="It names a number, a date and the evidence: the number can be worked out again in front of you.",
            ),
            hint=Label(
                id="Apa yang diperlukan pemeriksa untuk menghitung ulang?",
                en="What does the examiner need to work it out again?",
            ),
        ),
        "rebuild": Exercise(
            question=Label(
                id="Di laporan tertulis: 12 dari 20 pengaduan selesai tepat waktu. Ternyata 3 lagi tepat waktu. Berapa "
                "persen yang benar?",
                en="The report says: 12 of 20 complaints settled on time. Three more turn out to have been on time. "
                "What is the right percentage?",
            ),
            answer="75",
            why=Label(
                id="15 / 20 = 75 %, sebelumnya 60 %. Nilai lama dan baru disimpan berdampingan, dengan alasan, nama "
                "yang memutuskan, dan tanggalnya.",
                en="15 / 20 = 75 %, and 60 % before. Old and new value are kept side by side, with the reason, who "
                "decided, and when.",
            ),
            hint=Label(
                id="Berapa yang tepat waktu sekarang? Jumlah pengaduannya tetap.",
                en="How many are on time now? The number of complaints stays.",
            ),
        ),
    },
}
"""Notebook to its exercises, in the order of the workshop."""
