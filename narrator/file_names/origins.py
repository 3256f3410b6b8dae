"""Words and forms by which names tell that a program gave them, and which.

Words for a screenshot are those with which GNOME Shell, GNOME Screenshot and KDE's Spectacle begin names
(their translations of "Screenshot From %s", "Screenshot from %s" and of the "part of default image filename
template"), and those of macOS and Windows as they stand in names of files that people published.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCREENSHOT_WORDS = (
    "Screenshot",
    "Screen Shot",
    "Screen Capture",
    "CleanShot",
    "Skrin-Skeusen",
    "Bildschirmfoto",
    "Bildschirmaufnahme",
    "Captura de pantalla",
    "Captura desde",
    "Captura de ecrã",
    "Captura de tela",
    "Captura de schermo",
    "Captura d'ecran",
    "Captura",
    "Capture d'écran",
    "Copie d'écran",
    "Captură de ecran",
    "Schermata",
    "Schermade",
    "Videade",
    "Schermafdruk",
    "Schermafbeelding",
    "Schermopname",
    "Skärmbild",
    "Skärmavbild",
    "Skjermbilde",
    "Skjermbilete",
    "Skærmbillede",
    "Skjámynd",
    "Skermskoot",
    "Kuvakaappaus",
    "Näyttökuva",
    "Ekraanipilt",
    "Ekrānattēls",
    "Ekrano nuotrauka",
    "Ekrano kopija",
    "Zrzut ekranu",
    "Snímek obrazovky",
    "Snímka obrazovky",
    "Zaslonska slika",
    "Zaslonski posnetek",
    "Posnetek zaslona",
    "Snimka zaslona",
    "Slika zaslona",
    "Snimak ekrana",
    "Снимак екрана",
    "Снимка на екрана",
    "Снимок экрана",
    "Скриншот",
    "Знімок екрана",
    "Здымак экрана",
    "Képernyőkép",
    "Képernyőfotó",
    "Στιγμιότυπο οθόνης",
    "Στιγμιότυπο",
    "Ekran Görüntüsü",
    "Ekran Resmi",
    "Ekran Alıntısı",
    "Ekran şəkli",
    "Skrinshot",
    "Ekrankopio",
    "Pantaila-argazkia",
    "Cuplikan layar",
    "Tangkapan layar",
    "Tangkap layar",
    "Jepretan layar",
    "Ảnh chụp màn hình",
    "Chụp màn hình",
    "Hình chụp",
    "Ảnh màn hình",
    "Gabháil Scáileáin",
    "Glacadh-sgrìn",
    "Tuṭṭfa n ugdil",
    "ეკრანის ანაბეჭდი",
    "צילום מסך",
    "לכידת מסך",
    "لقطة شاشة",
    "لقطة الشاشة",
    "نماگرفت",
    "ئېكران كۆرۈنۈشى",
    "स्क्रीनशॉट",
    "स्क्रिनसट",
    "স্ক্রিনশট",
    "ਸਕਰੀਨਸ਼ਾਟ",
    "திரைப்பிடிப்பு",
    "ภาพหน้าจอ",
    "ພາບໜ້າຈໍ",
    "สกรีนช็อต",
    "スクリーンショット",
    "スクリーンキャプチャ",
    "屏幕截图",
    "屏幕快照",
    "截屏",
    "截图",
    "微信截图",
    "QQ截图",
    "螢幕擷取畫面",
    "螢幕截圖",
    "螢幕快照",
    "螢幕擷圖",
    "截圖",
    "스크린샷",
    "화면 캡처",
)

SCREENSHOT_TOOLS = frozenset(
    {"flameshot", "grim", "hyprshot", "ksnip", "scrot", "shottr", "snipaste", "spectacle", "swappy"}
)
"""Programs for screenshots that write their own name and a time."""

_PROGRAMS = {
    "whatsapp": "WhatsApp",
    "signal": "Signal",
    "telegram": "Telegram",
    "viber": "Viber",
    "微信图片": "WeChat",
    "wechat": "WeChat",
    "qq图片": "QQ",
    "kakaotalk": "KakaoTalk",
    "instagram": "Instagram",
    "facebook": "Facebook",
}
"""Programs that write their own name and a time."""

_FORMS = (
    (re.compile(r"(?:IMG|PTT|STK|DOC|VID)-\d{8}-WA\d+", re.IGNORECASE), "WhatsApp"),
    (re.compile(r"FB_IMG_\d+"), "Facebook"),
    (re.compile(r"received_-?\d{6,}"), "Messenger"),
    (re.compile(r"mmexport\d{6,}(?:-\d+)?"), "WeChat"),
    (re.compile(r"wx_camera_\d{6,}"), "WeChat"),
    (re.compile(r"Snapchat-\d+"), "Snapchat"),
    (re.compile(r"photo_\d{10,}_[a-z]"), "Telegram"),
    (re.compile(r"telegram-cloud-photo-size-\d+-\d+-[a-z]"), "Telegram"),
    (re.compile(r"ChatGPT Image .+ \d\d_\d\d_\d\d.*"), "ChatGPT"),
    (re.compile(r"Gemini_Generated_Image_\w+"), "Gemini"),
    (re.compile(r"(?:Photo|Foto) [^\W\d]{2,3} \d\d?([-.])\d\d?\1\d\d .*\d\d?[.:]\d\d.*"), "Photo Booth"),
    (re.compile(r"shutterstock_\d{6,}"), "Shutterstock"),
    (re.compile(r"AdobeStock_\d{6,}"), "Adobe Stock"),
    (re.compile(r"istockphoto-\d{6,}-\d+x\d+"), "iStock"),
    (re.compile(r"pexels-.*\d{5}"), "Pexels"),
    (re.compile(r".+-[\w-]{11}-unsplash"), "Unsplash"),
)
"""Forms of names that only one program gives. The numbers of Facebook and WeChat are milliseconds of 1970."""

NOBODYS_WORDS = _words(
    """
    img image images imag imagen imagem immagine bild bilder afbeelding obraz obrázek kép kuva görsel zdjęcie
    изображение фото εικόνα photo photos foto fotos pic pics picture 图片 图像 画像 이미지 사진
    dsc dscf dscn pict cimg imgp mvimg pxl gopr dji vid fullsizerender
    untitled unbenannt namenlos unnamed unknown unbekannt download clipboard thumbnail scan epson
    pasted tmp temp attachment edited edit bearbeitet copy kopie copia copie
    """
)
"""Words that cameras, phones and programs give to any picture, in the languages that were met."""

LINKS = _words(
    """
    from taken at on vom von um du à de del dal alle desde a las van om fra frá från kl z ze dňa iš o no od ob
    v dari pukul lúc saat от ад в о уақыты დან מתאריך dhia از
    """
)
"""What stands between a word for a screenshot, a day and a time."""

MODES = _words("pano burst cover hdr motion portrait bokeh night top win pro raw")
"""How cameras say in a name, beside a time, that they took a picture; alone a person may have chosen them."""

_UTC = re.compile(r"PXL_", re.IGNORECASE)
"""Google's camera writes the time of Greenwich: simulot/immich-go#397."""


def screenshot_in(text: str) -> re.Match[str] | None:
    """The word for a screenshot in a name, in any of the languages."""
    return _SCREENSHOT.search(text)


def program_of(text: str) -> str | None:
    """The program that alone gives names of this form."""
    return next((program for form, program in _FORMS if form.fullmatch(text)), None)


def program_named(words: list[str]) -> str | None:
    """The program whose name is the only word that means something, besides short ones as "de"."""
    meant = [word for word in words if word not in NOBODYS_WORDS and len(word) > 3]
    return _PROGRAMS.get(meant[0]) if len(meant) == 1 else None


def has_local_time(text: str) -> bool:
    """Whether a time in the name is the one that clocks showed where the picture was made."""
    return not _UTC.match(text)


def _phrase(words: str) -> str:
    return re.escape(words).replace(r"\ ", "[ _]").replace("'", "['’]")


_SCREENSHOT = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(map(_phrase, sorted(SCREENSHOT_WORDS, key=len, reverse=True)))})",
    re.IGNORECASE,
)
