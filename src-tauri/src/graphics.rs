//! Which way WebKitGTK paints, decided before GTK starts.
//!
//! Its default passes frames through DMA-BUF. Without a GPU that is slower and larger than the plain way (about 27 instead
//! of 60 frames a second, and 57 MB more), and with NVIDIA's driver it can show an empty window. And without a GPU it loads
//! all of Mesa's software renderer into this process only to ask which device there is: some 25 ms of a start. A variable
//! set by the user always wins.

#[cfg(target_os = "linux")]
use std::{env, fs, path::Path};

#[cfg(target_os = "linux")]
type Variable = (&'static str, &'static str);

#[cfg(target_os = "linux")]
const PAINT_WITHOUT_DMABUF: Variable = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
/// Any name that is not empty spares the search; this one is no graphics device.
#[cfg(target_os = "linux")]
const LOOK_FOR_NO_DEVICE: Variable = ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null");
#[cfg(target_os = "linux")]
const PAINT_WITHOUT_EXPLICIT_SYNC: Variable = ("__NV_DISABLE_EXPLICIT_SYNC", "1");

/// Sets the environment variables that this machine needs, if any. To be called first in `main`, while the process has a
/// single thread: the environment is not safe to change later.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    let machine = Machine {
        has_gpu: has_render_node(Path::new("/dev/dri")),
        has_nvidia: Path::new("/proc/driver/nvidia/version").exists(),
        on_wayland: env::var_os("WAYLAND_DISPLAY").is_some(),
    };
    for (variable, value) in machine.wants() {
        if env::var_os(variable).is_none() {
            env::set_var(variable, value);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}

#[cfg(target_os = "linux")]
#[derive(Clone, Copy)]
struct Machine {
    has_gpu: bool,
    has_nvidia: bool,
    on_wayland: bool,
}

#[cfg(target_os = "linux")]
impl Machine {
    fn wants(self) -> &'static [Variable] {
        match self {
            // On Wayland this is the smaller of NVIDIA's two cures: the window stays accelerated.
            Self { has_nvidia: true, on_wayland: true, .. } => &[PAINT_WITHOUT_EXPLICIT_SYNC],
            Self { has_nvidia: true, .. } => &[PAINT_WITHOUT_DMABUF],
            Self { has_gpu: false, .. } => &[PAINT_WITHOUT_DMABUF, LOOK_FOR_NO_DEVICE],
            Self { .. } => &[],
        }
    }
}

/// Whether the kernel offers a render node, the device that a GPU is used through.
#[cfg(target_os = "linux")]
fn has_render_node(devices: &Path) -> bool {
    fs::read_dir(devices)
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD")))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_a_gpu_paints_without_dmabuf_and_is_not_searched_for_one() {
        let machine = Machine { has_gpu: false, has_nvidia: false, on_wayland: true };
        assert_eq!(machine.wants(), [PAINT_WITHOUT_DMABUF, LOOK_FOR_NO_DEVICE]);
    }

    #[test]
    fn a_machine_with_an_open_driver_is_left_alone() {
        let machine = Machine { has_gpu: true, has_nvidia: false, on_wayland: false };
        assert!(machine.wants().is_empty());
    }

    #[test]
    fn nvidia_keeps_its_acceleration_on_wayland_and_loses_dmabuf_elsewhere() {
        let wayland = Machine { has_gpu: true, has_nvidia: true, on_wayland: true };
        let x11 = Machine { on_wayland: false, ..wayland };
        assert_eq!(wayland.wants(), [PAINT_WITHOUT_EXPLICIT_SYNC]);
        assert_eq!(x11.wants(), [PAINT_WITHOUT_DMABUF]);
    }

    #[test]
    fn a_directory_without_a_render_node_means_no_gpu() {
        assert!(!has_render_node(Path::new("/proc/self/task")));
        assert!(!has_render_node(Path::new("/no/such/directory")));
    }
}
