#![no_main]
//! The target of that name; what it asks for stands in the library.

libfuzzer_sys::fuzz_target!(|data: &[u8]| berth_fuzz::cloudidr(data));
