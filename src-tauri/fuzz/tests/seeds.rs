//! Every target holds for what it begins with, and what it begins with gets somewhere.

use berth_fuzz::{TARGETS, cloudidr, gcore, ledger, readers, seeds};

#[test]
fn every_target_holds_for_its_seeds_and_for_what_is_cut_short() {
    for (name, target) in TARGETS.into_iter().zip([cloudidr, gcore, readers, ledger] as [fn(&[u8]); 4]) {
        let seeds = seeds(name).unwrap();
        assert!(seeds.len() > 8, "{name} begins with next to nothing");
        for seed in seeds {
            target(&seed);
            target(&seed[..seed.len() / 2]);
        }
        target(&[]);
    }
}

#[test]
fn what_was_once_found_holds() {
    cloudidr(b"20\n\"canary-4f1d\"");
    cloudidr(b"20\n{\"cidrId\": \"canary-4f1d\"}");
    gcore(b"10\n{\"results\": \"canary-4f1d\"}");
    // The secret with a mark in it that cannot be seen.
    cloudidr("30\n{\"message\": \"canary-4\u{feff}f1d: Policy canceled\"}".as_bytes());
    cloudidr("30\ncanary-4\u{feff}f1d Policy canceled".as_bytes());
    readers(b"00.99999999999999999999999999999");
    readers(b"01_0e2");
    readers(b"1Early-cancellation fee = 1,234.50");
    readers(b"4014876987943\nusw2-az1\nn\nc5.large\nL\n2026-01-10\n00:00\n9999-12-31\n23:15\n-12\n2");
    // A ledger of this version that names the one before it, and the one before that.
    ledger(b"1\x00\x00\x3f\x01\x02");
    ledger(b"1\x00\x00\x3f\x01\x01");
    readers(b"52026-01-10T00:00:00+05:30:15");
}

#[test]
fn a_target_that_is_not_there_is_told_beside_those_that_are() {
    assert!(seeds("ledgers").unwrap_err().to_string().contains("readers"));
}
