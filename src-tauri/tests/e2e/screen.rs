//! The X server of one story, and what only a window system can do: say what is really on the screen, ask a window to close
//! as its title bar would, and press keys in a dialog that is no part of the page.

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
    protocol::{
        xproto::{
            AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, GetGeometryReply, ImageFormat, InputFocus,
            MapState, Window, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
        },
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

use crate::desktop::{tool, Group};

/// Room for the largest window a story asks for.
const SIZE: &str = "1920x1200x24";

/// How long a dialog may take to come or go.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a dialog is given to follow: it reads folders and completes names meanwhile, and nothing shows when it is done.
const BREATH: Duration = Duration::from_millis(500);

const CONTROL: u32 = 0xffe3;
const SHIFT: u32 = 0xffe1;
const RETURN: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;

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

    /// How much of what the program's window shows is brighter than grey, in percent, looked at in a few rows so that many
    /// looks fit into a second. `None` while there is no window.
    pub(crate) fn brightness(&self) -> Result<Option<usize>> {
        const ROWS: u16 = 16;
        let (connection, root) = self.connect()?;
        if windows(&connection, root)?.is_empty() {
            return Ok(None);
        }
        let (_, place) = main_window(&connection, root)?;
        let (mut bright, mut all) = (0, 0);
        for row in 0..ROWS {
            let y = place.y + i16::try_from(place.height / ROWS * row)?;
            let line = connection.get_image(ImageFormat::Z_PIXMAP, root, place.x, y, place.width, 1, u32::MAX)?.reply();
            for pixel in line.context("the window is not wholly on the screen")?.data.chunks_exact(4) {
                all += 1;
                bright += usize::from(pixel[..3].iter().map(|part| u32::from(*part)).sum::<u32>() > 384);
            }
        }
        Ok(Some(100 * bright / all))
    }

    /// Whether the program's window shows anything but one colour.
    pub(crate) fn shows_something(&self) -> Result<bool> {
        let (_, pixels) = self.picture()?;
        let ground = pixels.first_chunk::<3>().context("a window without a pixel")?;
        let others = pixels.chunks_exact(3).filter(|pixel| *pixel != ground).count();
        Ok(others * 100 > pixels.len() / 3)
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

    /// Enters a path in the system's file dialog, as somebody at the keyboard would, and accepts it.
    pub(crate) fn choose_file(&self, path: &Path) -> Result<()> {
        let (connection, root) = self.connect()?;
        let dialog = self.wait_for_file_dialog(&connection, root)?;
        connection.set_input_focus(InputFocus::PARENT, dialog, x11rb::CURRENT_TIME)?;
        let keys = Keys::of(&connection, root)?;
        // To the field for the path, which a dialog that opens a file does not show by itself; and whatever stands there away.
        keys.press(&[CONTROL, u32::from('l')])?;
        std::thread::sleep(BREATH);
        keys.press(&[CONTROL, u32::from('a')])?;
        for letter in path.to_str().context("a path that cannot be typed")?.chars() {
            keys.press(&[u32::from(letter)])?;
        }
        std::thread::sleep(BREATH);
        keys.press(&[RETURN])?;
        self.wait_for_no_file_dialog(&connection, root)
    }

    /// What stands over the system's file dialog, once it is there.
    pub(crate) fn title_of_file_dialog(&self) -> Result<String> {
        let (connection, root) = self.connect()?;
        let dialog = self.wait_for_file_dialog(&connection, root)?;
        let [name, text] = [b"_NET_WM_NAME".as_slice(), b"UTF8_STRING"].map(|atom| connection.intern_atom(false, atom));
        let (name, text) = (name?.reply()?.atom, text?.reply()?.atom);
        let title = connection.get_property(false, dialog, name, text, 0, 1024)?.reply()?;
        Ok(String::from_utf8(title.value)?)
    }

    /// Closes the system's file dialog without choosing anything.
    pub(crate) fn choose_nothing(&self) -> Result<()> {
        let (connection, root) = self.connect()?;
        let dialog = self.wait_for_file_dialog(&connection, root)?;
        connection.set_input_focus(InputFocus::PARENT, dialog, x11rb::CURRENT_TIME)?;
        Keys::of(&connection, root)?.press(&[ESCAPE])?;
        self.wait_for_no_file_dialog(&connection, root)
    }

    fn wait_for_file_dialog(&self, connection: &RustConnection, root: Window) -> Result<Window> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let (main, _) = main_window(connection, root)?;
            let others = windows(connection, root)?.into_iter().find(|(window, _)| *window != main);
            if let Some((dialog, _)) = others {
                // Shown is not yet ready: the dialog reads its folder first.
                std::thread::sleep(BREATH);
                return Ok(dialog);
            }
            ensure!(Instant::now() < deadline, "no file dialog appears on {}", self.display());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn wait_for_no_file_dialog(&self, connection: &RustConnection, root: Window) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while windows(connection, root)?.len() > 1 {
            ensure!(Instant::now() < deadline, "the file dialog stays open on {}", self.display());
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Gives the keyboard's focus to nobody, as if the user were in another program.
    pub(crate) fn look_away(&self) -> Result<()> {
        let (connection, root) = self.connect()?;
        // Without a window manager the focus also follows the pointer into a window.
        connection.warp_pointer(x11rb::NONE, root, 0, 0, 0, 0, 1279, 1023)?;
        connection.set_input_focus(InputFocus::NONE, x11rb::NONE, x11rb::CURRENT_TIME)?;
        connection.get_input_focus()?.reply()?;
        Ok(())
    }

    /// Gives it to the program's window.
    pub(crate) fn look_at_it(&self) -> Result<()> {
        let (connection, root) = self.connect()?;
        let (window, _) = main_window(&connection, root)?;
        connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?;
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

/// The keyboard of an X server.
struct Keys<'connection> {
    connection: &'connection RustConnection,
    root: Window,
    first: u8,
    /// The symbols of each key, with and without shift.
    symbols: Vec<(u32, u32)>,
}

impl<'connection> Keys<'connection> {
    fn of(connection: &'connection RustConnection, root: Window) -> Result<Self> {
        let (first, last) = (connection.setup().min_keycode, connection.setup().max_keycode);
        let mapping = connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let each = usize::from(mapping.keysyms_per_keycode);
        let symbols = mapping.keysyms.chunks(each).map(|key| (key[0], key.get(1).copied().unwrap_or(0))).collect();
        Ok(Self { connection, root, first, symbols })
    }

    /// Presses keys together, the last one after the others, and lets them go.
    fn press(&self, symbols: &[u32]) -> Result<()> {
        let mut codes = Vec::new();
        for symbol in symbols {
            let plain = self.symbols.iter().position(|(key, _)| key == symbol);
            let shifted = self.symbols.iter().position(|(_, key)| key == symbol);
            if plain.is_none() {
                codes.push(self.code(self.symbols.iter().position(|(key, _)| *key == SHIFT))?);
            }
            codes.push(self.code(plain.or(shifted))?);
        }
        for code in &codes {
            self.connection.xtest_fake_input(KEY_PRESS_EVENT, *code, 0, self.root, 0, 0, 0)?.check()?;
        }
        for code in codes.iter().rev() {
            self.connection.xtest_fake_input(KEY_RELEASE_EVENT, *code, 0, self.root, 0, 0, 0)?.check()?;
        }
        Ok(())
    }

    fn code(&self, position: Option<usize>) -> Result<u8> {
        let position = position.context("the keyboard has no such key")?;
        Ok(self.first + u8::try_from(position)?)
    }
}

fn main_window(connection: &RustConnection, root: Window) -> Result<(Window, GetGeometryReply)> {
    let windows = windows(connection, root)?;
    windows.into_iter().max_by_key(|(_, place)| place.width).context("no window of the program is on the screen")
}

fn windows(connection: &RustConnection, root: Window) -> Result<Vec<(Window, GetGeometryReply)>> {
    let mut found = Vec::new();
    for child in connection.query_tree(root)?.reply()?.children {
        // A window manager puts a frame around each. One that is gone by the time it is asked is none of them.
        let framed = connection.query_tree(child)?.reply().map(|tree| tree.children).unwrap_or_default();
        let ours = std::iter::once(child).chain(framed);
        found.extend(ours.filter_map(|window| Some((window, shown(connection, root, window).ok()??))));
    }
    Ok(found)
}

/// Where a window stands, if it is the program's and can be seen.
fn shown(connection: &RustConnection, root: Window, window: Window) -> Result<Option<GetGeometryReply>> {
    let visible = connection.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
    let class = connection.get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64)?.reply()?;
    if !visible || !class.value.to_ascii_lowercase().starts_with(b"berth") {
        return Ok(None);
    }
    let place = connection.get_geometry(window)?.reply()?;
    let corner = connection.translate_coordinates(window, root, 0, 0)?.reply()?;
    Ok(Some(GetGeometryReply { x: corner.dst_x, y: corner.dst_y, ..place }))
}
