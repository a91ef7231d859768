//! A virtual screen whose picture is a file.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::Failure;

const WIDTH: u64 = 1280;
const HEIGHT: u64 = 800;
/// Rows looked at, evenly over the part of the window where there are only cards.
const FIRST_ROW: u64 = 250;
const ROW_STEP: u64 = 6;
/// So many neighbouring pixels of the colour are a surface, and not the edge of a letter.
const SURFACE: usize = 24;

/// A session bus that starts nothing: with a portal that cannot start, GTK would wait 25 seconds for it.
pub(crate) const BUS_WITHOUT_SERVICES: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A colour as the screen has it. Found within two steps for each part, because engines round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colour {
    pub(crate) red: u8,
    pub(crate) green: u8,
    pub(crate) blue: u8,
}

/// An `Xvfb` of our own.
pub(crate) struct Screen {
    server: Child,
    number: u32,
    picture: File,
    /// Where the pixels begin in the file: it is an X window dump, with a head and a colour map before them.
    pixels_at: u64,
}

impl Screen {
    pub(crate) fn start(place: &Path) -> Result<Self, Failure> {
        let log = place.join("xvfb");
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"]);
        command.arg(format!("{WIDTH}x{HEIGHT}x24")).arg("-fbdir").arg(place);
        let server = command.stdout(File::create(&log)?).stderr(Stdio::null()).spawn()?;
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            if let Ok(number) = fs::read_to_string(&log)?.trim().parse() {
                let picture = File::open(place.join("Xvfb_screen0"))?;
                let head = read(&picture, 0, 100)?;
                let word = |index: usize| {
                    head.get(index * 4..index * 4 + 4)
                        .map_or(0, |bytes| u64::from(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])))
                };
                // The head's length stands first, the number of entries in the colour map (12 bytes each) twentieth.
                let pixels_at = word(0) + 12 * word(19);
                return Ok(Self { server, number, picture, pixels_at });
            }
            if Instant::now() > deadline {
                return Err("Xvfb does not start".into());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn display(&self) -> String {
        format!(":{}", self.number)
    }

    /// Whether a surface of this colour is on the screen.
    pub(crate) fn shows(&self, colour: Colour) -> Result<bool, Failure> {
        let near = |one: u8, other: u8| one.abs_diff(other) <= 2;
        let matches =
            |pixel: &[u8]| near(pixel[0], colour.blue) && near(pixel[1], colour.green) && near(pixel[2], colour.red);
        let mut row = FIRST_ROW;
        while row < HEIGHT {
            let pixels = read(&self.picture, self.pixels_at + row * WIDTH * 4, WIDTH * 4)?;
            let mut neighbours = 0;
            for pixel in pixels.chunks_exact(4) {
                neighbours = if matches(pixel) { neighbours + 1 } else { 0 };
                if neighbours == SURFACE {
                    return Ok(true);
                }
            }
            row += ROW_STEP;
        }
        Ok(false)
    }

    /// Waits until the last window is gone: the root of this server is black.
    pub(crate) fn await_dark(&self) -> Result<(), Failure> {
        let deadline = Instant::now() + Duration::from_secs(10);
        while read(&self.picture, self.pixels_at, WIDTH * HEIGHT * 4)?.chunks_exact(4).any(|pixel| pixel[..3] != [0; 3])
        {
            if Instant::now() > deadline {
                return Err("the window before this one has not gone".into());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _already_gone = self.server.kill().and_then(|()| self.server.wait());
    }
}

fn read(file: &File, at: u64, length: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = vec![0; usize::try_from(length)?];
    file.read_exact_at(&mut bytes, at)?;
    Ok(bytes)
}
