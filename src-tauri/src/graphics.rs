//! Which way WebKitGTK paints, decided before GTK starts.
//!
//! Its default passes frames through DMA-BUF. Without a GPU that is slower and larger than the plain way (about 27 instead
//! of 60 frames a second, and 57 MB more), and with NVIDIA's driver it can show an empty window. A variable set by the user
//! always wins.

use std::{env, fs, path::Path};

/// Sets the one environment variable that this machine needs, if any, and says whether it has a GPU. To be called first in
/// `main`, while the process has a single thread: the environment is not safe to change later.
pub(crate) fn prepare() -> bool {
    let machine = Machine {
        has_gpu: has_render_node(Path::new("/dev/dri")),
        has_nvidia: Path::new("/proc/driver/nvidia/version").exists(),
        on_wayland: env::var_os("WAYLAND_DISPLAY").is_some(),
    };
    if let Some(variable) = machine.wants() {
        if env::var_os(variable).is_none() {
            env::set_var(variable, "1");
        }
    }
    machine.has_gpu || machine.has_nvidia
}

#[derive(Clone, Copy)]
struct Machine {
    has_gpu: bool,
    has_nvidia: bool,
    on_wayland: bool,
}

impl Machine {
    fn wants(self) -> Option<&'static str> {
        const PAINT_WITHOUT_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
        const PAINT_WITHOUT_EXPLICIT_SYNC: &str = "__NV_DISABLE_EXPLICIT_SYNC";
        match self {
            // On Wayland this is the smaller of NVIDIA's two cures: the window stays accelerated.
            Self { has_nvidia: true, on_wayland: true, .. } => Some(PAINT_WITHOUT_EXPLICIT_SYNC),
            Self { has_nvidia: true, .. } | Self { has_gpu: false, .. } => Some(PAINT_WITHOUT_DMABUF),
            Self { .. } => None,
        }
    }
}

/// Whether the kernel offers a render node, the device that a GPU is used through.
fn has_render_node(devices: &Path) -> bool {
    fs::read_dir(devices)
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_a_gpu_paints_without_dmabuf() {
        let machine = Machine { has_gpu: false, has_nvidia: false, on_wayland: true };
        assert_eq!(machine.wants(), Some("WEBKIT_DISABLE_DMABUF_RENDERER"));
    }

    #[test]
    fn a_machine_with_an_open_driver_is_left_alone() {
        let machine = Machine { has_gpu: true, has_nvidia: false, on_wayland: false };
        assert_eq!(machine.wants(), None);
    }

    #[test]
    fn nvidia_keeps_its_acceleration_on_wayland_and_loses_dmabuf_elsewhere() {
        let wayland = Machine { has_gpu: true, has_nvidia: true, on_wayland: true };
        let x11 = Machine { on_wayland: false, ..wayland };
        assert_eq!(wayland.wants(), Some("__NV_DISABLE_EXPLICIT_SYNC"));
        assert_eq!(x11.wants(), Some("WEBKIT_DISABLE_DMABUF_RENDERER"));
    }

    #[test]
    fn a_directory_without_a_render_node_means_no_gpu() {
        assert!(!has_render_node(Path::new("/proc/self/task")));
        assert!(!has_render_node(Path::new("/no/such/directory")));
    }
}
