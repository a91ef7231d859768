//! A program and all that it starts.

use std::{
    fs,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command},
};

use rustix::process::{kill_process_group, Pid, Signal};

use crate::Failure;

/// A process group: ours, so it can be ended whole.
pub(crate) struct Tree {
    leader: Child,
}

impl Tree {
    pub(crate) fn start(mut command: Command) -> Result<Self, Failure> {
        Ok(Self { leader: command.process_group(0).spawn()? })
    }

    /// Proportional set size, in kB, of the program (found below the leader, which is only the bus's wrapper) and of all
    /// that it started.
    pub(crate) fn proportional_set_size(&self, program: &Path) -> Result<u64, Failure> {
        let wrapped = children(self.leader.id());
        let is_program = |id: &u32| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|target| target == program);
        let mut waiting: Vec<u32> = wrapped.into_iter().filter(is_program).collect();
        if waiting.is_empty() {
            return Err(format!("{} is not running any more", program.display()).into());
        }
        let mut sum = 0;
        while let Some(id) = waiting.pop() {
            let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
            let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default();
            sum += line.trim().trim_end_matches(" kB").parse::<u64>()?;
            waiting.extend(children(id));
        }
        Ok(sum)
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if let Some(leader) = i32::try_from(self.leader.id()).ok().and_then(Pid::from_raw) {
            let _already_gone = kill_process_group(leader, Signal::KILL);
        }
        let _already_reaped = self.leader.wait();
    }
}

fn children(id: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()).collect()
}
