"""The few words with which cameras, scanners and programs fill a description's place, in small letters."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MAKERS = _words(
    """
    agfa agfaphoto asahi asus benq blackberry canon canoscan casio coolpix cybershot dimage dji eastman
    epson finepix fuji fujifilm fujitsu ge gopro hasselblad hewlett-packard hp htc huawei infinix
    insta360 instax intel iphone jenoptik jvc kenox kodak konica kyocera leica lenovo lg lumix maginon
    mamiya medion meizu microsoft microtek minolta motorola moultrie mustek nextbase nikon nokia olympus
    oneplus oppo panasonic pentax philips photosmart poco polaroid powershot praktica realme reconyx
    redmi ricoh rollei samsung sanyo scanjet scansnap sigma sony sony-ericsson technika techwin tecno
    toshiba umax umidigi vivitar vivo vtech xerox xiaomi yashica zeiss zte
    amcrest dahua foscam hikvision koki noritsu nvidia qualcomm reolink wyze
    """
)
"""Makers of cameras and scanners, and their models. Those that are also words or names of people are missing:
Apple, Concord, Victor, Sharp."""
PROGRAMS = _words(
    """
    acdsee acrobat adobe animagic automatic1111 camscanner canva capcut chatgpt comfyui copilot
    corel coreldraw dall-e dall·e darktable dcraw digikam dreamstudio dropbox exiftool ezgif facebook
    facetune faststone ffmpeg figma flickr gd-jpeg geosetter gimp google gthumb
    hugin ideogram ijg imagegear imagej imagemagick imageready imagick imlib indesign inkscape instagram
    irfanview jasc jpegmini kofax krita lavc libgd libjpeg libpng libraw lightroom lunapic meitu
    midjourney novelai office paint.net paintshop photofiltre photomatix photopea
    photoscape photoshop photosuite picasa picsart pixelmator pixlr povray powerpoint procreate
    ptgui rawtherapee repix sharex shotwell silverfast snagit snapchat snapseed snipaste telegram tiktok
    twitter ulead vips vsco vuescan wechat whatsapp xnview
    adobestock bing boomerang depositphotos dreamstime excel filmora flameshot freepik gettyimages giphy
    greenshot inshot istock istockphoto lightshot pexels pinterest pixabay shutterstock unsplash
    扫描全能王
    """
)
"""Whose names nobody writes into a description except to say what a picture was made with."""
THINGS = _words(
    """
    acquisition action afbeelding album app applemark application ascii aub beschreibung bild binary
    bitmap bmp bsh btf bty burst byte bytes cam camcorder camera cameras caption charset codec cof
    comment comments compression copr copyright creator csc cuva dateiname dav dcf dcim default
    description device digimax digital dng document dpi driver dsc dscn dslr edf encoder exif
    exif_jpeg_picture fbt file filename filter format foto fotografia frame frem frontbhdp gif hdmi hdr
    hdrpl heic heif image imagem imagen imager images imaging img immagine index instrument jfif jfxx
    jpeg jpg kommentar lens library maf mde memo metadata mobile model mon mp mp3 nan none nor
    null obraz optical output oznor page pbm pdf pgm phone photo photograph photographs picture pictures
    pixel pixels pixpro plugin png pnm postscript ppm preview process processor program ptr qrf
    quality raw rbt release reserved resolution rhdr rights rpt sample scan scanned scanner screen
    screenshot screenshots sdr service slr smart smartphone snapshot software source studio system
    thumbnail tif tiff titel title tittel tm toolkit tpf tracer undefined unicode unknown unnamed
    unspecified untitled user utf utf8 utility value vector version video webcam webp xmp yuv
    ai credit dual editor hdrplus id info nightshot pano photos quad revision series snipping stock
    tool triple
    """
)
"""Things that machines speak of, what they put where nothing stands, and the modes of Huawei's cameras."""
COMPANIES = _words(
    """
    co company corp corporation gmbh inc incorporated llc ltd systems technologies technology
    electronics
    """
)
"""What stands behind the name of a company."""
VERBS = _words(
    """
    acquired animated captured compiled composed compressed constructed converted copied created cropped
    designed developed digitized downloaded drawn edited encoded enhanced exported filtered generated
    imported made merged modified optimised optimized painted photographed post-processed posted powered
    printed processed produced recorded rendered resampled resized retouched saved scanned shot snapped
    stitched taken transcoded uploaded upscaled watermarked written
    filmed
    """
)
"""What is done to a picture: by a program, or by somebody."""
_OF_PEOPLE = _words(
    """
    captured created designed developed drawn made painted photographed printed produced recorded
    rendered saved shot taken
    """
)
OF_PROGRAMS = VERBS - _OF_PEOPLE
"""Verbs of which the doer is never worth saying: "edited with", "optimized by"."""
CONNECTIVES = _words("a all an and as be for of or pro professional still the to was")
"""Small words that say nothing by themselves, so that they speak for nobody."""
PREPOSITIONS = _words("by from using via with")
"""What stands between such a verb and the program."""
OF_PLACES = _words(
    """
    above across along around at behind beside between during in inside near over through under
    """
)
"""Small words that say where or when something is: no program leaves them."""
EVERYDAY = _words(
    """
    aber al alla and ao at au aux avec but ce che chez com con da dal dans das de del della dem den der
    des di die do dos du ein eine el em en est et für gli her him his home i il im in into is ist it
    it's la las le les los ma me mein meine mes meu mia minha mio mis mit mon my na nel no nos not
    notre of on our out para pela pelo per por pour she sin su sul sur the their them they this to um
    uma un una und une unser von we with y you zum zur
    dad grandma grandpa mama mom mum mummy oma opa papa
    """
)
"""Small words of six languages, for whoever writes in capitals only."""
PICTURES = _words("photo image picture illustration video gif graphic foto bild imagen imagem immagine")
"""How a credit begins."""
OF_CREDITS = _words("courtesy by from via von de di por da do par door av fra oleh")
"""What stands in a credit before who made the picture."""
