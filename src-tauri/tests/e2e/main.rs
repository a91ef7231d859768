//! Stories: the real program in a real window on a desktop of its own, driven the way a person would.

mod atspi;
mod desktop;
mod driver;
mod http;
mod page;
mod sandbox;
mod screen;
mod stories;
mod told;
mod villain;
mod window;
