//! Keeps `OpenGL`'s drivers out of Berth's own process where there is no GPU, decided before GTK starts.
//!
//! Nothing in this process is drawn by `OpenGL` there. Still GTK looks for visuals that would suit it, and `WebKitGTK` asks EGL
//! which device the page should be drawn on, beside the start of the page's process; to answer "none", Mesa loads its
//! drivers and their compiler, 17 MB. That question must be asked all the same, for with it the engine begins to
//! listen to GTK's settings (light and dark, motion, size of type). So it gets its answer from a library without drivers.

use std::env;

use khronos_egl::{Instance, Static, EXTENSIONS};

/// GTK's own switch.
const GTK: (&str, &str) = ("GDK_GL", "disable");
/// Where EGL's dispatch library is told which drivers there are, instead of looking for them.
const DRIVERS: (&str, &str) = ("__EGL_VENDOR_LIBRARY_FILENAMES", "/dev/null");
/// The other way to tell it.
const FOLDERS: &str = "__EGL_VENDOR_LIBRARY_DIRS";

/// Leaves the drivers out, as far as the user has not chosen any himself. To be called first in `main`, while the process
/// has a single thread: the environment is not safe to change later.
pub(crate) fn leave_out() {
    if env::var_os(GTK.0).is_none() {
        env::set_var(GTK.0, GTK.1);
    }
    if env::var_os(DRIVERS.0).is_some() || env::var_os(FOLDERS).is_some() {
        return;
    }
    // It looks once, with the first question, whose answer does not matter. The page's process, which does not start
    // without a driver, inherits an environment that says nothing of this.
    env::set_var(DRIVERS.0, DRIVERS.1);
    let _none = Instance::new(Static).query_string(None, EXTENSIONS);
    env::remove_var(DRIVERS.0);
}
