"""The words with which programs write alt text by themselves, in some thirty languages, in small letters.

Those of Office, Facebook and Instagram were found in public pages; benchmarks/authorship.tsv has examples. Of
languages in which none was found they are the programs' own translations, as far as those are known.
"""


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


AUTOMATICALLY = _phrases(
    """
    automatically | auto- | auto gener | automatisch | automatiquement | automáticamente |
    automaticamente | automàticament | automatycznie | automatick | automatisk | automaattisesti |
    automatikusan | otomatik | otomatis | автоматич | αυτόματα | tự động | 自动 | 自動 | 자동 | تلقائي |
    אוטומטי | स्वचालित | อัตโนมัติ |
    samodejno | automatišk | automātisk | automaatselt
    """
)
"""How words for "automatically" begin."""
ARTIFICIAL = _phrases(
    """
    нейросет | artificial intelligence | künstlicher intelligenz | künstliche intelligenz |
    intelligence artificielle | inteligencia artificial | inteligência artificial |
    intelligenza artificiale | intel·ligència artificial | inteligență artificială |
    kunstmatige intelligentie | sztuczn | umělou intel | umělá intel | artificiell intelligens |
    kunstig intelligens | tekoäly | mesterséges intelligencia | yapay zek | искусственн | штучн |
    τεχνητή | trí tuệ nhân tạo | kecerdasan buatan | 人工智 | 人工知能 | 인공지능 | الذكاء الاصطناعي |
    ذكاء اصطناعي | בינה מלאכותית | कृत्रिम बुद्धि | ปัญญาประดิษฐ์ | ai gener | ai-gener |
    inteligența artificială | tehisintellekt | umetn
    """
)
"""How words for "artificial intelligence" begin."""
ABBREVIATIONS = ("AI", "KI", "IA", "ИИ", "ШІ")
"""Of the same. In capitals: "j'ai créé" means something else."""
MADE = _phrases(
    """
    made with | made by | generat | génér | generad | generier | gegenere | wygener | vygener |
    generer |
    generoi | generált | gerad | creat | créé | cread | criad | erstellt | erzeugt | gemaakt | skapa |
    oprett | luotu | vytvo | utworz | stworz | készül | létrehoz | oluştur | üretil | созда | сгенер |
    створ | згенер | δημιουργ | được tạo | tạo bởi | dihasilkan | dibuat | 生成 | 作成 | 产生 | 產生 |
    创建 | 創建 | 생성 | إنشاء | إنشاؤ | توليد | נוצר | उत्पन्न | निर्मित | बनाय | สร้าง |
    ai tạo | जनित | जनरेट | генерир | генерис | generir | generuo | loodud | ģener | ustvarj |
    generov | genereer | hecho | feito |
    fatto | gemacht | fait avec
    """
)
"""How words for "generated" and "created" begin."""
EDITED = _phrases(
    """
    edited | bearbeitet | modifi | editad | retouch | bewerkt | edytowan | upraven | redigera |
    redigeret | muokattu | szerkeszt | editat | düzenlen | отредакт | редагован | επεξεργ | chỉnh sửa |
    編集 | 编辑 | 편집
    """
)
"""How words for "edited" begin."""
SCANNED = _phrases(
    """
    scanned | gescan | digitaliz | digitalis | numéris | escanead | scansion | zeskanow | naskenov |
    skannet | skannad | skannat | beolvas | taran | скан | σαρω | quét | dipindai | 扫描 | 掃描 | スキャン |
    스캔 | สแกน
    """
)
"""How words for "scanned" begin."""
DESCRIPTIONS = _phrases(
    """
    descri | beschreib | caption | alt text | alternativtext | beskriv | kuvaus | leírás | opis |
    popis | описан | опис | περιγραφ | mô tả | açıklama | deskripsi | 説明 | 描述 | 설명 | وصف | תיאור |
    विवरण
    """
)
"""How words for "description" begin."""
OPENINGS = _phrases(
    """
    may be an image | may be a photo | may be an illustration | may be a cartoon | may be a graphic |
    may be a doodle | may be a meme | may be a screenshot | may be a selfie | may be a close-up |
    may be a black-and-white image | may be a twitter screenshot | may be an anime | may be art |
    image may contain | this may contain | photo shared by  | sent from my  |
    no photo description available | no description available | no automatic alt text |
    no alternative text | no alt text | peut être une image | peut être une illustration |
    l'image contient peut-être | aucune description de photo | aucune description de la photo |
    puede ser una imagen de | puede ser un meme | puede ser una ilustración |
    la imagen puede contener | no hay ninguna descripción de la foto | no hay descripción de la foto |
    pode ser uma imagem de | pode ser uma ilustração | a imagem pode conter |
    nenhuma descrição de foto | não há nenhuma descrição de foto | não há descrição de foto |
    ist möglicherweise ein bild | möglicherweise ein bild von | könnte ein bild von |
    bild könnte enthalten | keine fotobeschreibung verfügbar | potrebbe essere un'immagine |
    potrebbe essere un'illustrazione | l'immagine può contenere | nessuna descrizione della foto |
    kan een afbeelding zijn van | afbeelding kan het volgende bevatten | geen fotobeschrijving |
    może być zdjęciem | może być obrazem | może być grafiką | obraz może zawierać |
    brak dostępnego opisu zdjęcia | brak opisu zdjęcia | může jít o obrázek | může být obrázek |
    kan vara en bild av | kan være et billede af | kan være et bilde av | ingen bildbeskrivning |
    saattaa olla kuva | lehet, hogy egy kép | poate fi o imagine | возможно, это изображение |
    на изображении может находиться | нет описания фото | може бути зображення | може бути фото |
    μπορεί να είναι εικόνα | có thể là hình ảnh về | có thể là đồ họa | không có mô tả ảnh |
    mungkin gambar | tidak ada deskripsi foto | อาจเป็นรูปภาพ | ไม่มีคำอธิบายรูปภาพ | قد تكون صورة |
    ربما تكون صورة | لا يتوفر وصف | ייתכן שזו תמונה | אין תיאור לתמונה | 可能是包含下列 | 可能是显示 |
    可能是顯示 |
    图像可能包含 | 圖像裡可能有 | 没有照片描述 | 沒有相片說明 | 写真の説明はありません |
    画像に含まれている可能性 | 사진 설명이 없습니다 |
    a picture containing | graphical user interface, | grafische benutzeroberfläche, |
    une image contenant | interface utilisateur graphique, | imagen que contiene |
    interfaz de usuario gráfica, | immagine che contiene | uma imagem contendo | uma imagem com texto |
    interface gráfica do usuário, | afbeelding met tekst | obraz zawierający |
    graficzny interfejs użytkownika, | obsah obrázku | et billede, der indeholder |
    et bilde som inneholder | kuva, joka sisältää kohteen | изображение выглядит как | ảnh có chứa |
    グラフィカル ユーザー インターフェイス | 图片包含 | 图形用户界面, | 一張含有 | صورة تحتوي على |
    תמונה שמכילה |
    this image has an empty alt attribute | described by narrator |
    aucun texte alternatif | kein alternativtext | no hay texto alternativo | nessun testo alternativo |
    não foi fornecido texto alternativo | geen alternatieve tekst | this pin may contain |
    cette image a un attribut alt vide | dieses bild hat ein leeres alt-attribut |
    el atributo alt de esta imagen está vacío | esta imagem possui um atributo alt vazio |
    l'immagine ha l'attributo alt vuoto | deze afbeelding heeft een leeg alt-attribuut |
    この画像には alt 属性が指定されておらず |
    può essere un'immagine | pot ser una imatge | môže ísť o obrázok | може да е изображение |
    možda je slika | maaaring larawan ito | mungkin imej | ممکن است تصویر | this contains an image of |
    this pin was discovered by | quote tweet | google shape; | embedded video | lorem ipsum |
    click to add | click to edit | titel durch klicken | text durch klicken | cliquez pour ajouter |
    cliquez pour modifier | haga clic para agregar | haga clic para modificar | fare clic per |
    clique para adicionar | clique para editar | klik om een titel | klik om tekst | kliknij, aby |
    klicka här för att | щелкните, чтобы | щёлкните, чтобы |
    クリックして | 单击此处 | 按一下以
    """
)
"""How such a text begins: "may be an image of", "no description available", "a picture containing"."""
ENDINGS = _phrases(
    """
    画像のようです | 写真のようです | が含まれている画像 | 이미지일 수 있음 | 이(가) 표시된 사진 |
    görseli olabilir | içeren bir resim |
    की फ़ोटो हो सकती है
    """
)
"""How it ends, in languages that have their verb there."""
FRAMES = (("ein bild, das ", "enthält"), ("可能是", "图像"), ("可能是", "圖像"))
"""How a text begins and what comes later in it."""
PROMPTS = (
    "negative prompt:",
    "cfg scale:",
    "<lora:",
    " --ar ",
    " --v ",
    " --niji ",
    " --seed ",
    " --stylize ",
)
"""What people and programs ask generators with."""
SCREENSHOTS = _phrases(
    """
    photo on | screenshot | screen shot | screen capture | screen_shot | bildschirmfoto |
    bildschirmaufnahme | capture d'écran | captura de pantalla | captura de tela | captura de ecrã |
    istantanea | schermata | schermafbeelding | schermafdruk | skärmavbild | skärmbild | skærmbillede |
    skjermbilde | zrzut ekranu | snímek obrazovky | snímka obrazovky | képernyőkép | captură de ecran |
    näyttökuva | ekran görüntüsü | ekran resmi | снимок экрана | знімок екрана | знімок екрану |
    στιγμιότυπο οθόνης | スクリーンショット | 屏幕截图 | 屏幕快照 | 截屏 | 截圖 | 螢幕截圖 | 螢幕快照 |
    스크린샷 | لقطة شاشة |
    צילום מסך | ภาพหน้าจอ | ảnh chụp màn hình | tangkapan layar | स्क्रीनशॉट |
    képernyőfotó | στιγμιότυπο | istantanea | screen recording |
    whatsapp image | chatgpt image | gemini generated image
    """
)
"""How the names of screenshots begin in the languages of desktops, and how Photo Booth's do."""
PLACEHOLDERS = frozenset(
    _phrases(
        """
        created with sketch | artboard | asset | gnuplot |
        n/a | no name | no title | no caption | no description | new image | here is the caption |
        type your caption here | my beautiful picture | ohne titel | unbenannt | keine beschreibung |
        sans titre | sans description | sin título | sin titulo | sin descripción | senza titolo |
        senza descrizione | sem título | sem descrição | naamloos | zonder titel | geen beschrijving |
        namnlös | ingen beskrivning | uden titel | uten tittel | nimetön | bez tytułu | brak opisu |
        bez názvu | bez popisu | névtelen | fără titlu | adsız | isimsiz | без названия | без имени |
        без описания | без назви | χωρίς τίτλο | không có tiêu đề | tanpa judul | ไม่มีชื่อ | ไม่มีคำอธิบาย |
        بدون عنوان | ללא כותרת | ללא שם | 無題 | 名称未設定 | 説明なし | 无标题 | 無標題 | 未命名 | 无描述 |
        제목 없음 | 설명 없음 | 图片 | 图像 | 圖片 | 照片 | 画像 | 写真 | 이미지 | 사진 |
        изображение | фото | صورة | תמונה | εικόνα | ภาพ | รูปภาพ | hình ảnh |
        obrázek | obrázok | kép | resim | kuva | bilde | billede | slika | gambar | pilt | attēls |
        paveikslėlis | зображення | снимка | 무제 | 未标题 | hintergrund | background | arrière-plan |
        fondo | sfondo | 背景 | placeholder | alt text | inline image | paint shop pro |
        created with sketch | powerpoint presentation | powerpoint-präsentation |
        présentation powerpoint | presentación de powerpoint | presentazione standard di powerpoint |
        apresentação do powerpoint | powerpoint-presentatie | powerpoint-presentation |
        prezentacja programu powerpoint | prezentace aplikace powerpoint | презентация powerpoint |
        powerpoint プレゼンテーション | powerpoint 演示文稿 | powerpoint 簡報 | powerpoint 프레젠테이션 |
        titelmasterformat durch klicken bearbeiten | titre de la diapositive | alternativer text |
        alternativtext | texte alternatif | texto alternativo | testo alternativo | alternatieve tekst |
        замещающий текст | 代替テキスト | 替代文字 | 替代文本 | 대체 텍스트 | ajouter une légende |
        ajouter une description | añadir descripción | agregar descripción | añadir título |
        aggiungi descrizione | adicionar descrição | adicionar legenda | beschreibung hinzufügen |
        bildbeschreibung hier eingeben | beschreibung eingeben | voeg een beschrijving toe |
        dodaj opis | добавить описание | 説明を追加 | 添加描述 | stock photo | stockfoto |
        fotografía de stock | foto stock
        """
    )
)
"""What stands there until somebody writes something else: "untitled", "no description", "picture"."""
UNTITLED = _phrases(
    """
    untitled | ohne titel | unbenannt | sans titre | sin título | sin nombre | senza titolo | sem nome |
    sem título | naamloos | zonder titel | namnlös | uden titel | uten navn | nimetön | bez tytułu |
    bez názvu | névtelen | fără titlu | adsız | без названия | без имени | без назви | χωρίς τίτλο |
    không có tiêu đề | tanpa judul | ไม่มีชื่อ | بدون عنوان | ללא שם | 無題の | 名称未設定の | 未命名的 | 未命名 |
    제목 없는 | 제목 없음
    """
)
"""How a program calls what its user has given no name: before or behind one of `WORKS`."""
WORKS = _phrases(
    """
    design | artwork | document | project | drawing | presentation | diagram | entwurf | dokument |
    projekt | conception | dessin | diseño | documento | proyecto | projeto | progetto | ontwerp |
    tasarım | дизайн | документ | проект | デザイン | ドキュメント | 设计 | 設計 | 文档 | 디자인 | thiết kế |
    desain | canvas | whiteboard
    """
)
"""What programs for drawing and writing call the work itself."""
PARTS = frozenset(
    _phrases(
        """
        layer | frame | group | rectangle | ellipse | polygon | vector | shape | component | artboard |
        slide | page | picture | mask | path | ebene | gruppe | rechteck | form | folie | seite |
        zeichenfläche | calque | groupe | cadre | forme | diapositive | plan de travail | capa | grupo |
        rectángulo | forma | diapositiva | página | mesa de trabajo | livello | gruppo | rettangolo |
        pagina | tavola da disegno | camada | retângulo | prancheta | laag | dia | warstwa | slajd |
        strona | vrstva | snímek | слой | группа | слайд | страница | レイヤー | スライド | ページ | 图层 |
        圖層 | 幻灯片 | 投影片 | 画板 | 레이어 | 슬라이드 | chart | object | table | text box | textbox |
        content placeholder | picture placeholder | text placeholder | title | grafik | diagramm |
        textfeld | inhaltsplatzhalter | bildplatzhalter | grafischer platzhalter | textplatzhalter |
        tabelle | titel | graphique | tableau | titre | zone de texte | gráfico | tabla | título |
        cuadro de texto | grafico | tabella | titolo | casella di testo | caixa de texto | rysunek |
        рисунок | диаграмма | таблица | 図 | テキスト ボックス | 그림 | 차트
        """
    )
)
"""What programs number: "Layer 1", "Folie 12"."""
BLANKS = (
    ("add", "enter", "type", "insert", "write", "your", "image", "image's", "photo", "picture"),
    ("caption", "description", "alt text", "alternative text", "title", "here"),
)
"""How the words of an empty form begin and end: "Enter a caption", "Your text here"."""
COPIES = _phrases("copy of | kopie von | copie de | copia de | copia di | cópia de | kopie van | копия")
"""What programs put before the name of a work that was copied."""
