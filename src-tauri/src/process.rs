//! What the process may not do: leave its memory, in which secrets pass, in a file.

/// Turns core dumps off and keeps other processes of the user from reading this one's memory.
///
/// SECURITY: a crash must not write a token to disk.
#[cfg(target_os = "linux")]
pub(crate) fn forbid_dumps() {
    use rustix::process::{set_dumpable_behavior, setrlimit, DumpableBehavior, Resource, Rlimit};
    // Neither call fails on a kernel that runs WebKit; if one did, the other still holds.
    let _limit = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _dumpable = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Other systems write no core file by default.
#[cfg(not(target_os = "linux"))]
pub(crate) fn forbid_dumps() {}
