//! How WebKitGTK starts and runs, decided before GTK starts. A variable set by the user always wins.
//!
//! `JavaScriptCore` interprets a function at first and compiles it once it is warm, by default after some thirty calls: two
//! hundred functions of a page that is only being opened, and the compiler's threads compete with the first frames. Most of
//! Berth's page runs a few dozen times, so compiling is asked for later; what really loops, over a hundred thousand rows
//! perhaps, is compiled still. This is a hint: an engine that does not know it goes by its own measure.
//!
//! Where there is no GPU, nobody has to look for one. Both GTK and WebKit do, in Berth's own process, by starting Mesa with
//! its compiler: 50 ms of work while the page's process wants both cores, 10 MB, and the answer is known.

/// Executions (a call counts as fifteen, a turn of a loop as one) before a function is compiled; the engine's own is 500.
#[cfg(target_os = "linux")]
const WARM: [(&str, &str); 2] = [("JSC_thresholdForJITAfterWarmUp", "20000"), ("JSC_thresholdForJITSoon", "20000")];

/// What WebKit would ask EGL for, the device to render on, and what GTK would ask GLX for, the visuals that can show it.
#[cfg(target_os = "linux")]
const NO_GPU: [(&str, &str); 2] = [("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null"), ("GDK_GL", "disable")];

/// Sets what this machine needs. To be called first in `main`, while the process has a single thread: the environment is not
/// safe to change later.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    let known: &[_] = if crate::graphics::has_gpu() { &[] } else { &NO_GPU };
    for (variable, value) in WARM.iter().chain(known) {
        if std::env::var_os(variable).is_none() {
            std::env::set_var(variable, value);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}
