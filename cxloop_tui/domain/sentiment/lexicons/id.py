"""What Indonesian words of praise and of complaint weigh."""

COMMON = """
ada adalah agar akan aku anda apa apakah atau bagi bahwa banyak beberapa belum bisa buat dalam dan dari dengan
di dia digunakan dong dulu gak ga gk gue hanya harus ini itu jadi jangan jika juga kak kalau kalo kami kamu
karena kayak ke kenapa kita klo kok lagi lah lebih mau masih mereka nya nih nggak oleh pada pakai pake para saja
sama sampai saat saya sebagai sebelum sekarang selalu semua seperti setelah siapa sih sudah supaya tapi telah
terus tetapi tidak tolong udah untuk yang yg
"""

NEGATORS = "tidak tak gak ga gk nggak ngga ngak enggak gx kagak kaga bukan belum tanpa jangan nda tdk"

BOOSTERS = "sangat banget bgt sekali terlalu benar-benar paling super selalu amat"

TURNS = "tapi tetapi namun sayangnya cuma hanya"

WEIGHTS = {
    3: "sempurna luar_biasa terbaik fantastis hebat istimewa mantap mantab mantul keren",
    2: """
        terima_kasih terimakasih makasih suka senang puas bagus rekomendasi direkomendasikan memuaskan
        menyenangkan jos top cinta ramah
    """,
    1: """
        baik cepat mudah gampang lancar membantu terbantu ringan nyaman bersih aman jelas sopan sabar
        tepat_waktu murah lumayan berguna bermanfaat ok oke sip profesional efisien berfungsi good nice
    """,
    -1: """
        kurang_bagus kurang_cepat kurang_baik kurang_mantap kurang_memuaskan lelet males kaya_monyet terlemot
        laporan_kerusakan lambat lamban lama lemot lemooot lemod lola loading masalah bermasalah susah sulit
        ribet rumit mahal salah error eror erorr eror_terus rusak hilang gagal batal kecewa mengecewakan kurang
        buruk keluar_sendiri nutup_sendiri force_close fc crash hang macet ngelag nge-lag ngelek lag lagging bug
        ngebug berat putus kotor berisik bising mengganggu terganggu jengkel kesal kesel bosan menunggu nunggu
        tunggu terlambat telat aneh bingung gak_bisa ga_bisa gk_bisa tidak_bisa tdk_bisa nggak_bisa ngga_bisa
        gak_jelas ga_jelas tidak_ada gak_ada iklan hapus uninstall uninstal gak_berfungsi tidak_berfungsi sayang
        sayangnya tolong_perbaiki tolong_diperbaiki perbaiki diperbaiki nyesel menyesal boros ngabisin mending
        jangan_di tutup stuck keluhan komplain gausah tertutup
    """,
    -2: """
        jelek jelekk parah terburuk sampah bangsat anjing anjir anjg bego goblok tolol bodoh payah benci marah
        penipu penipuan bohong tipu sialan sial taik tai asu busuk ampas hancur memalukan percuma sia-sia
        buang_waktu buang tidak_berguna gak_guna ga_guna gaguna tidak_rekomendasi kampret kontol memek babi
        ancur burik bad
    """,
}
