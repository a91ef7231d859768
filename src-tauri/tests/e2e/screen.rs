//! The X server of one story, and what only a window system can do: say what is really on the screen, and ask a window
//! to close as its title bar would.

use std::{
    fs::{self, File},
    io::BufWriter,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{ensure, Context as _, Result};
use x11rb::{
    connection::Connection as _,
    protocol::xproto::{
        AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, GetGeometryReply, ImageFormat, MapState, Window,
    },
    rust_connection::RustConnection,
};

use crate::desktop::{tool, Group};

/// Room for the largest window a story asks for.
const SIZE: &str = "1920x1200x24";

/// A virtual screen with no window manager: windows stand where they want, and nothing decorates them.
pub(crate) struct Screen {
    number: u32,
    _server: Group,
}

impl Screen {
    /// Starts an X server on a display number that it finds free itself.
    pub(crate) fn start(log: &Path) -> Result<Self> {
        let mut command = Command::new(tool("Xvfb", "xvfb")?);
        command.args(["-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]);
        let server = Group::spawn(command, log)?;
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let number = fs::read_to_string(log)?.lines().find_map(|line| line.trim().parse().ok());
            if let Some(number) = number {
                return Ok(Self { number, _server: server });
            }
            ensure!(Instant::now() < deadline, "Xvfb does not start: {}", fs::read_to_string(log)?);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What `DISPLAY` has to be.
    pub(crate) fn display(&self) -> String {
        format!(":{}", self.number)
    }

    /// Whether what the program's window shows is dark on the whole.
    pub(crate) fn is_dark(&self) -> Result<bool> {
        let (_, pixels) = self.picture()?;
        let light: u64 = pixels.iter().map(|part| u64::from(*part)).sum();
        Ok(light < 96 * u64::try_from(pixels.len())?)
    }

    /// Saves what the program's window shows, every overlay included, as a PNG.
    pub(crate) fn save(&self, path: &Path) -> Result<()> {
        let (place, pixels) = self.picture()?;
        fs::create_dir_all(path.parent().context("a path without a directory")?)?;
        let mut encoder =
            png::Encoder::new(BufWriter::new(File::create(path)?), place.width.into(), place.height.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header()?.write_image_data(&pixels)?;
        Ok(())
    }

    /// Asks the program's window to close, as the button in a title bar does.
    pub(crate) fn ask_to_close(&self) -> Result<()> {
        let (connection, root) = self.connect()?;
        let (window, _) = main_window(&connection, root)?;
        let protocols = connection.intern_atom(false, b"WM_PROTOCOLS")?.reply()?.atom;
        let delete = connection.intern_atom(false, b"WM_DELETE_WINDOW")?.reply()?.atom;
        let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        connection.send_event(false, window, EventMask::NO_EVENT, message)?;
        // A round trip: a server that sees the connection close first may drop what it has not read yet.
        connection.get_input_focus()?.reply()?;
        Ok(())
    }

    /// How many windows of the program can be seen.
    pub(crate) fn windows(&self) -> Result<usize> {
        let (connection, root) = self.connect()?;
        Ok(windows(&connection, root)?.len())
    }

    /// The program's window as it is on the screen: red, green and blue of each pixel.
    fn picture(&self) -> Result<(GetGeometryReply, Vec<u8>)> {
        let (connection, root) = self.connect()?;
        let (_, place) = main_window(&connection, root)?;
        let image = connection
            .get_image(ImageFormat::Z_PIXMAP, root, place.x, place.y, place.width, place.height, u32::MAX)?
            .reply()
            .context("the window is not wholly on the screen")?;
        let pixels = image.data.chunks_exact(4).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
        Ok((place, pixels))
    }

    fn connect(&self) -> Result<(RustConnection, Window)> {
        let (connection, screen) = x11rb::connect(Some(&self.display()))?;
        let root = connection.setup().roots.get(screen).context("an X server without a screen")?.root;
        Ok((connection, root))
    }
}

fn main_window(connection: &RustConnection, root: Window) -> Result<(Window, GetGeometryReply)> {
    let windows = windows(connection, root)?;
    windows.into_iter().max_by_key(|(_, place)| place.width).context("no window of the program is on the screen")
}

fn windows(connection: &RustConnection, root: Window) -> Result<Vec<(Window, GetGeometryReply)>> {
    let mut found = Vec::new();
    for window in connection.query_tree(root)?.reply()?.children {
        let visible = connection.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
        let class = connection.get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64)?.reply()?;
        if visible && class.value.to_ascii_lowercase().starts_with(b"berth") {
            found.push((window, connection.get_geometry(window)?.reply()?));
        }
    }
    Ok(found)
}
