"""Short texts as people wrote them before UTF-8, by the encoding in which they wrote them.

`python -m tests.picture.written.old_captions` counts how many are read right.
"""
# ruff: noqa: RUF001  (letters of other alphabets are meant)

from collections.abc import Iterator

from narrator.picture.written.letters import decoded

CAPTIONS = {
    "cp1252": (
        "Großmutter gießt die Blumen vor unserem Haus",
        "Müller",
        "Schöne Grüße aus Köln",
        "Heinrichshütte",
        "Café am Markt",
        "Grand-mère arrose les fleurs devant la maison",
        "Un garçon près de l'église, été 1998",
        "Noël à la maison",
        "La abuela riega las flores del jardín",
        "Niños en la playa de Cádiz",
        "¿Quién es la señora?",
        "A avó rega as flores à frente da nossa casa",
        "São Paulo, manhã de verão",
        "La nonna annaffia i fiori, è felice",
        "Mormor vattnar blommorna på gården",
        "Båt på fjorden, Tromsø",
        "“Mum\N{RIGHT SINGLE QUOTATION MARK}s birthday” \N{EN DASH} the whole family…",
        "It\N{RIGHT SINGLE QUOTATION MARK}s our dog\N{RIGHT SINGLE QUOTATION MARK}s first day",
        "Isoäiti kastelee kukkia pihalla",
        "Afi og amma á Þingvöllum",
        "Ca. 35.45°\N{EN DASH}35.51° N",
        "Die Kinder spielen im Schnee, Weihnachten \N{RIGHT SINGLE QUOTATION MARK}98",
        "Übung macht den Meister",
        "Straße nach Süden",
        "L\N{RIGHT SINGLE QUOTATION MARK}été à l\N{RIGHT SINGLE QUOTATION MARK}île de Ré",
        "Élodie et François",
        "La señora Núñez",
        "Coração de mãe",
        "Perché è così bello",
        "Smörgåsbord på påsk",
        "Sønderjylland, gård i efteråret",
        "Ævar og Þóra",
        "Crème brûlée",
        "Zoë",
        "Größe: 30 \N{MULTIPLICATION SIGN} 40 cm",
        "© 2003 Jürgen",
        "25° im Schatten",
        "Año nuevo en Bogotá",
        "naïve",
        "Ålesund",
        "The café\N{RIGHT SINGLE QUOTATION MARK}s façade \N{EN DASH} at night",
    ),
    "mac_roman": (
        "Großmutter gießt die Blumen vor unserem Haus",
        "Schöne Grüße aus Köln",
        "Grand-mère à la fenêtre",
        "Niños en la playa de Cádiz",
        "It\N{RIGHT SINGLE QUOTATION MARK}s our dog\N{RIGHT SINGLE QUOTATION MARK}s first day",
        "“Mum\N{RIGHT SINGLE QUOTATION MARK}s birthday” \N{EN DASH} the whole family…",
        "Båt på fjorden, Tromsø",
        "Noël à la maison",
        "São Paulo, manhã de verão",
        "Müller",
        "Die Kinder spielen im Schnee, Weihnachten \N{RIGHT SINGLE QUOTATION MARK}98",
        "Straße nach Süden",
        "Élodie et François",
        "La señora Núñez",
        "The café\N{RIGHT SINGLE QUOTATION MARK}s façade \N{EN DASH} at night",
        "Crème brûlée",
        "Zoë",
        "Smörgåsbord på påsk",
    ),
    "cp1250": (
        "Babcia podlewa kwiaty przed naszym domem, słońce świeci",
        "Łódź nad rzeką, żółte liście",
        "Babička zalévá květiny před naším domem",
        "Děti u řeky, léto 1999",
        "Nagymama öntözi a virágokat a ház előtt",
        "Őszi erdő, tűz mellett",
        "Dzieci na śniegu, święta",
        "Zamek w Malborku \N{EN DASH} czerwiec",
        "Žluťoučký kůň",
        "Vánoce u babičky",
        "Gyerekek a hóban, szőlő",
        "Kraków, Wawel, źródło",
    ),
    "cp1251": (
        "Бабушка поливает цветы перед домом",
        "Мой кот",
        "Лето в деревне, 1998",
        "Собака бежит по пляжу",
        "Дедушка",
        "На даче с Машей",
        "Бабуся поливає квіти біля хати",
        "Баба полива цветята пред къщата",
        "Зимний лес",
        "Красная площадь. Москва",
        "Дети играют в снегу",
        "Наша кошка Мурка",
        "Новый год",
        "МОСКВА",
        "СССР, 1985",
        "Ялта",
        "Озеро Байкал, июль",
        "Діти на снігу, Київ",
        "Кошка спит",
        "Я и мама на море",
        "Поездка в Санкт-Петербург",
    ),
    "koi8_r": (
        "Бабушка поливает цветы перед домом",
        "Собака бежит по пляжу",
        "Мой кот",
        "Лето в деревне, 1998",
        "Дети играют в снегу",
        "Наша кошка Мурка",
        "Новый год",
    ),
    "mac_cyrillic": (
        "Бабушка поливает цветы перед домом",
        "Лето в деревне, 1998",
    ),
    "cp1253": (
        "Η γιαγιά ποτίζει τα λουλούδια",
        "Καλοκαίρι στην Κρήτη",
        "Ο σκύλος μας στη θάλασσα",
        "Τα παιδιά παίζουν στο χιόνι",
        "Αθήνα, Ακρόπολη",
        "Η γάτα μας",
    ),
    "cp1254": (
        "Büyükannem çiçekleri suluyor, İstanbul",
        "Kızım ve köpeği sahilde, ağustos",
        "Güneşli bir gün, Muğla",
        "Çocuklar karda oynuyor",
        "Işıklı şehir",
        "Ağaçlar ve göl",
    ),
    "cp1255": (
        "סבתא משקה את הפרחים",
        "הכלב שלנו על החוף",
        "שבת שלום",
        "ילדים משחקים בשלג",
        "ירושלים",
    ),
    "cp1256": (
        "جدتي تسقي الزهور أمام البيت",
        "كلبنا على الشاطئ",
        "الأطفال يلعبون في الثلج",
        "القاهرة",
    ),
    "cp874": (
        "คุณยายรดน้ำดอกไม้หน้าบ้าน",
        "หมาวิ่งบนชายหาด",
        "เด็กเล่นหิมะ",
        "กรุงเทพมหานคร",
    ),
    "cp932": (
        "海辺を走る茶色の犬",
        "おばあちゃんが庭の花に水をやっています",
        "京都の紅葉",
        "家族旅行、夏",
        "富士山",
        "祖母と庭",
        "ネコの昼寝",
        "雪の中で遊ぶ子供たち",
        "東京タワー",
        "うちの猫",
        "桜",
        "結婚式",
        "お正月の神社",
    ),
    "euc_jp": (
        "海辺を走る茶色の犬",
        "おばあちゃんが庭の花に水をやっています",
        "ネコの昼寝",
        "雪の中で遊ぶ子供たち",
        "東京タワー",
    ),
    "gbk": (
        "奶奶在我们家门前浇花",
        "一只棕色的狗在海滩上奔跑",
        "我的猫",
        "北京的秋天",
        "全家福，二零零五年春节",
        "妈妈和我在长城",
        "孩子们在雪地里玩耍",
        "上海外滩夜景",
        "生日快乐",
        "黄山",
        "结婚照",
        "爷爷和孙子",
    ),
    "big5": (
        "奶奶在我們家門前澆花",
        "一隻棕色的狗在海灘上奔跑",
        "我的貓",
        "台北的夜景",
        "媽媽和我在海邊",
        "孩子們在雪地裡玩耍",
        "生日快樂",
        "爺爺和孫子",
        "阿里山日出",
    ),
    "cp949": (
        "할머니가 집 앞에서 꽃에 물을 주신다",
        "해변을 달리는 갈색 개",
        "우리 고양이",
        "서울의 가을",
        "가족 여행",
        "눈밭에서 노는 아이들",
        "부산 바다",
        "생일 축하",
        "제주도 여행",
    ),
}


def rows() -> Iterator[tuple[str, str, bytes]]:
    """Encoding, text, and its bytes."""
    for encoding, texts in CAPTIONS.items():
        for text in texts:
            yield encoding, text, text.encode(encoding)


def main() -> None:
    """Print how many captions of each encoding are read right, and the others."""
    wrong = [(encoding, text, decoded(data)) for encoding, text, data in rows() if decoded(data) != text]
    for encoding, texts in CAPTIONS.items():
        right = len(texts) - sum(found == encoding for found, *_ in wrong)
        print(f"{encoding:14}{right:4} of {len(texts)}")
    total = sum(map(len, CAPTIONS.values()))
    print(f"{'all':14}{total - len(wrong):4} of {total}")
    for encoding, text, read in wrong:
        print(f"{encoding}: {text!r} is read as {read!r}")


if __name__ == "__main__":
    main()
