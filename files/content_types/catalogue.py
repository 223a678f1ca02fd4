"""The content types that files can have here, and the endings of names that stand for them."""

from typing import NamedTuple

KINDS = ("image", "document", "archive", "audio", "video", "text")
OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
WORD, EXCEL, POWERPOINT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
PDF = "application/pdf"
RTF = "text/rtf"
SVG = "image/svg+xml"
PLAIN = "text/plain"
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"


class Type(NamedTuple):
    """A content type. `extensions` are separated by spaces, the usual one first."""

    content_type: str
    kind: str
    extensions: str


PROVEN = (
    Type("image/png", "image", "png apng"),
    Type("image/jpeg", "image", "jpg jpeg jpe jfif pjpeg pjp"),
    Type("image/gif", "image", "gif"),
    Type("image/webp", "image", "webp"),
    Type("image/avif", "image", "avif avifs"),
    Type("image/heic", "image", "heic heif hif"),
    Type("image/bmp", "image", "bmp dib"),
    Type("image/tiff", "image", "tif tiff"),
    Type(SVG, "image", "svg"),
    Type(PDF, "document", "pdf"),
    Type(RTF, "document", "rtf"),
    Type("application/epub+zip", "document", "epub"),
    Type(f"{OPEN_XML}wordprocessingml.document", "document", "docx"),
    Type(f"{OPEN_XML}spreadsheetml.sheet", "document", "xlsx"),
    Type(f"{OPEN_XML}presentationml.presentation", "document", "pptx"),
    Type(f"{OPEN_DOCUMENT}text", "document", "odt"),
    Type(f"{OPEN_DOCUMENT}spreadsheet", "document", "ods"),
    Type(f"{OPEN_DOCUMENT}presentation", "document", "odp"),
    Type(WORD, "document", "doc dot"),
    Type(EXCEL, "document", "xls xlt"),
    Type(POWERPOINT, "document", "ppt pot pps"),
    Type(ZIP, "archive", "zip"),
    Type("application/gzip", "archive", "gz tgz svgz"),
    Type("application/x-tar", "archive", "tar"),
    Type("application/x-bzip2", "archive", "bz2 tbz2"),
    Type("application/x-xz", "archive", "xz txz"),
    Type("application/zstd", "archive", "zst"),
    Type("application/x-7z-compressed", "archive", "7z"),
    Type("application/x-rar", "archive", "rar"),
    Type("audio/mpeg", "audio", "mp3"),
    Type("audio/ogg", "audio", "ogg oga opus"),
    Type("audio/flac", "audio", "flac"),
    Type("audio/wav", "audio", "wav"),
    Type("audio/mp4", "audio", "m4a m4b"),
    Type("audio/aac", "audio", "aac"),
    Type("video/mp4", "video", "mp4 m4v"),
    Type("video/webm", "video", "webm weba"),
    Type("video/ogg", "video", "ogv"),
    Type("video/quicktime", "video", "mov qt"),
    Type("video/x-matroska", "video", "mkv mka"),
    Type("video/x-msvideo", "video", "avi"),
)
"""Types that the content proves: under one of their endings something else is refused."""

OTHERS = """
3dm 3ds 3mf aep afdesign afphoto afpub als arrow avro bak blend br c4d cdr dat dbf dcm dgn dmp drp
dta eap evtx f3d fbx feather fig figma flp gpkg graffle h5 hdf5 hprof iam idml ifc iges igs indd inx
ipt jfr kdbx kmz las lz lz4 lzma ma mat max mbtiles mdj mmap mo mpk nc nii npy npz orc pbit pbix
pcap pcapng prproj rdata rds rfa riv rp rvt sav sbn shp shx sketch skp sldasm slddrw sldprt step stp
twbx vpp xd xmind
"""
"""Endings of formats of design, construction, maps, science and data without a usual content type."""

ATTACHED = (
    Type("image/vnd.adobe.photoshop", "image", "psd psb"),
    Type("image/x-eps", "image", "eps epsf"),
    Type("image/vnd.microsoft.icon", "image", "ico cur"),
    Type("image/x-icns", "image", "icns"),
    Type("image/jxl", "image", "jxl"),
    Type("image/jp2", "image", "jp2 j2k jpx"),
    Type("image/x-xcf", "image", "xcf"),
    Type("image/x-tga", "image", "tga"),
    Type("image/x-raw", "image", "dng cr2 cr3 nef arw orf rw2 raf raw"),
    Type("image/x-portable-anymap", "image", "pnm pbm pgm ppm"),
    Type("image/emf", "image", "emf"),
    Type("image/wmf", "image", "wmf"),
    Type("image/vnd.dwg", "image", "dwg dwt"),
    Type("image/vnd.dxf", "image", "dxf"),
    Type("image/vnd.djvu", "image", "djvu djv"),
    Type("application/illustrator", "document", "ai ait"),
    Type("application/postscript", "document", "ps"),
    Type("application/vnd.jgraph.mxfile", "document", "drawio"),
    Type("application/vnd.visio", "document", "vsd vss vst"),
    Type("application/vnd.ms-visio.drawing", "document", "vsdx vsdm vssx vstx"),
    Type(f"{OPEN_XML}wordprocessingml.template", "document", "dotx"),
    Type(f"{OPEN_XML}spreadsheetml.template", "document", "xltx"),
    Type(f"{OPEN_XML}presentationml.template", "document", "potx"),
    Type(f"{OPEN_XML}presentationml.slideshow", "document", "ppsx"),
    Type("application/vnd.ms-word.document.macroEnabled.12", "document", "docm"),
    Type("application/vnd.ms-word.template.macroEnabled.12", "document", "dotm"),
    Type("application/vnd.ms-excel.sheet.macroEnabled.12", "document", "xlsm"),
    Type("application/vnd.ms-excel.template.macroEnabled.12", "document", "xltm"),
    Type("application/vnd.ms-excel.sheet.binary.macroEnabled.12", "document", "xlsb"),
    Type("application/vnd.ms-powerpoint.presentation.macroEnabled.12", "document", "pptm"),
    Type("application/vnd.ms-powerpoint.slideshow.macroEnabled.12", "document", "ppsm"),
    Type("application/vnd.ms-powerpoint.template.macroEnabled.12", "document", "potm"),
    Type("application/vnd.ms-project", "document", "mpp mpt"),
    Type("application/vnd.ms-outlook", "document", "msg oft"),
    Type("application/vnd.ms-outlook-pst", "document", "pst ost"),
    Type("application/vnd.ms-publisher", "document", "pub"),
    Type("application/onenote", "document", "one onepkg"),
    Type("application/vnd.ms-xpsdocument", "document", "xps oxps"),
    Type("application/vnd.ms-access", "document", "mdb accdb"),
    Type(f"{OPEN_DOCUMENT}text-template", "document", "ott"),
    Type(f"{OPEN_DOCUMENT}spreadsheet-template", "document", "ots"),
    Type(f"{OPEN_DOCUMENT}presentation-template", "document", "otp"),
    Type(f"{OPEN_DOCUMENT}graphics", "document", "odg otg"),
    Type(f"{OPEN_DOCUMENT}formula", "document", "odf"),
    Type(f"{OPEN_DOCUMENT}base", "document", "odb"),
    Type("application/vnd.apple.keynote", "document", "key"),
    Type("application/vnd.apple.pages", "document", "pages"),
    Type("application/vnd.apple.numbers", "document", "numbers"),
    Type("application/vnd.amazon.mobi8-ebook", "document", "azw3 mobi"),
    Type("font/ttf", "document", "ttf"),
    Type("font/otf", "document", "otf"),
    Type("font/collection", "document", "ttc otc"),
    Type("font/woff", "document", "woff"),
    Type("font/woff2", "document", "woff2"),
    Type("application/vnd.ms-fontobject", "document", "eot"),
    Type("application/vnd.sqlite3", "document", "sqlite sqlite3 db"),
    Type("application/vnd.apache.parquet", "document", "parquet"),
    Type("application/pkix-cert", "document", "cer crt der"),
    Type("application/pkcs12", "document", "p12 pfx"),
    Type("application/pkcs7-signature", "document", "p7s p7m p7b p7c sig"),
    Type("application/pgp-encrypted", "document", "pgp gpg"),
    Type("model/gltf-binary", "document", "glb"),
    Type("model/stl", "document", "stl"),
    Type("audio/x-ms-wma", "audio", "wma"),
    Type("audio/aiff", "audio", "aif aiff aifc"),
    Type("audio/amr", "audio", "amr"),
    Type("audio/midi", "audio", "mid midi"),
    Type("audio/x-caf", "audio", "caf"),
    Type("video/x-ms-wmv", "video", "wmv asf"),
    Type("video/mpeg", "video", "mpg mpeg"),
    Type("video/mp2t", "video", "ts mts m2ts"),
    Type("video/3gpp", "video", "3gp 3g2"),
    Type("video/x-flv", "video", "flv"),
    Type(UNKNOWN, "document", OTHERS),
)
"""Types that are only kept and handed out, whatever their content is, as long as it does no harm."""

OLDER = (Type("application/json", "text", "json"), Type("text/csv", "text", "csv"))
"""Types that files had when libmagic told texts apart."""

TYPES = (*PROVEN, *ATTACHED, *OLDER, Type(PLAIN, "text", "txt"))

PROVEN_ENDINGS = {ending: each for each in PROVEN for ending in each.extensions.split()}
ATTACHED_ENDINGS = {ending: each for each in ATTACHED for ending in each.extensions.split()}
