//! How soon WebKitGTK's script engine compiles what it runs, decided before GTK starts.
//!
//! `JavaScriptCore` interprets a function at first and compiles it once it is warm, by default after some thirty calls: two
//! hundred functions of a page that is only being opened, and the compiler's threads compete with the first frames. Most of
//! Berth's page runs a few dozen times, so compiling is asked for later; what really loops, over a hundred thousand rows
//! perhaps, is compiled still. This is a hint: an engine that does not know it goes by its own measure.

/// Executions (a call counts as fifteen, a turn of a loop as one) before a function is compiled; the engine's own is 500.
#[cfg(target_os = "linux")]
const WARM: [(&str, &str); 2] = [("JSC_thresholdForJITAfterWarmUp", "20000"), ("JSC_thresholdForJITSoon", "20000")];

/// Sets the hint, unless the user set his own. To be called first in `main`, while the process has a single thread: the
/// environment is not safe to change later.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    for (variable, executions) in WARM {
        if std::env::var_os(variable).is_none() {
            std::env::set_var(variable, executions);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}
