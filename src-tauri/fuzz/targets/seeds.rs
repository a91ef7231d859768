//! Writes what a target begins with into a folder: `seeds TARGET FOLDER`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let target = arguments.next().ok_or("which target?")?;
    let folder = PathBuf::from(arguments.next().ok_or("into which folder?")?);
    fs::create_dir_all(&folder)?;
    for (number, seed) in berth_fuzz::seeds(&target)?.into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:03}")), seed)?;
    }
    Ok(())
}
