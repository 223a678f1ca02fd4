"""Endings of names by which a file is a text, a program, or a page of the web."""

PROSE = """
adoc asc asciidoc bib bst cls err latex log ltx man markdown md mdc mdown mdx me mkd nfo org out
readme roff rst sty tex text textile txt typ wiki
"""

DATA = """
arb ass atom babelrc bpmn cer cfg cnf conf config crt csr csv cue d2 desktop dmn dockerignore
dot dtd editorconfig eml env eslintrc excalidraw ftl geojson gitattributes gitignore gitmodules gpx
gv har htaccess ical ics ifb ini ipynb iuml json json5 jsonc jsonl jsonld key kml ldif lock lrc lst
m3u m3u8 mbox mermaid mmd n3 ndjson npmrc nt nvmrc opml ovpn pem plantuml plist pls po pot
prettierrc properties props psv pub puml reqif resx rng rq rss sarif sbv service srt ssa strings sub
tab toml topojson tsv ttl vcard vcf vtt webmanifest wsdl xlf xliff xmi xml xsd xsl xslt yaml yarn
yml
"""

SOURCE = """
abnf ac adb ado ads ahk am applescript ascx asm asp aspx astro avdl avsc awk axaml bas bash bazel
bicep bnf brd bugs bzl c c++ cabal cbl cc cif cir cjs cl clj cljc cljs cmake cob coffee comp conllu
containerfile cpp cs csh cshtml csproj css csx cts cu cuh cxx d dart ddl def dhall diff dml do
dockerfile dpr drl ebnf ebuild edn eex ejs el elm erb erl es6 ets ex exp exs f f77 f90 f95 fa fasta
fastq feature fish flex fnl for frag fs fsi fsproj fsx fxml g4 gbr gcode gd gemspec gleam glsl go
gql gradle graphql groovy h haml handlebars hbs hcl heex hh hlsl hpp hql hrl hs http hxx hy in
ino ipy iss ixx j2 jade janet java jinja jinja2 jl js jsonnet jsp jspx jsx k kdl kicad_pcb kicad_pro
kicad_sch ksh ksy kt kts less lex lhs libsonnet liquid lisp ll lpr lsp lua m m4 mak make makefile
manifest map metal mjml mjs mk ml mli mm mod mol move mtl mts mustache nasm nb net ngc nim nix njk
nomad nsi obj odin off pas patch pc pcss pdb php phtml pl ply pm pp prisma proto psd1 psql pug pxd
py pyi pyw pyx qmd qml r rake raku razor rb rc re rego rei rest rkt rmd rnw robot roc rs s sas sass
sbt sc scala sch scm scss sdf sed sh shader slim sln snap sol sops spec spice sps sql ss stan styl
sum sv svelte svh swift t tact tcl tcsh tf tftpl tfvars thrift tk tmpl tpl ts tsx twig ui v vala
vapi vb vbproj vert vh vhd vhdl vim vm vue wat wgsl wl wls work xaml xyz y yy zig zsh
"""

TEXT_ENDINGS = frozenset((PROSE + DATA + SOURCE).split())

WINDOWS = """
application appref-ms appx appxbundle ax bat btm chm cmd com cpl diagcab dll drv efi exe gadget hlp
hta jnlp jse library-ms lnk msc msi msix msixbundle msp mst ocx pif ps1 ps1xml ps2 psc1 psm1 reg scf
scr sct search-ms settingcontent-ms sys url vba vbe vbs ws wsc wsf wsh xbap xll
"""
"""Programs, installers and shortcuts, and scripts that a double click starts."""

OTHER_SYSTEMS = """
aab apk apkm apks app appimage command deb dmg dylib elf flatpak flatpakref ipa ko mpkg pkg rpm run
so xapk
"""

VIRTUAL_MACHINES = """
air class crx dex ear jar pyc pyo pyz swf vsix war wasm xap xpi
"""

PROGRAM_ENDINGS = frozenset((WINDOWS + OTHER_SYSTEMS + VIRTUAL_MACHINES).split())

PAGES = "htm html mht mhtml shtm shtml stm xht xhtml"
PAGE_ENDINGS = frozenset(PAGES.split())
