//! The fault table: every operation, and everything that can go wrong between Berth and the vendor while it is under way.
//!
//! `table` states what must come of each, by hand; `cell` finds out what does, with the real desk, client and ledger file
//! against the real stand-in, or against a port that is worse than it. `house` holds what must be true of every cell,
//! whatever the table says; `tls` are the ports. `paper` writes what was found into `docs/faults.md`, which
//! `BERTH_WRITE_FAULTS=1 cargo test -p berth-proof --test faults` renews.
//!
//! `cfg(test)` says to clippy, too, that what the modules share among their tests is test code.

#[cfg(test)]
mod cell;
#[cfg(test)]
mod house;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod price;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tls;

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::house::House;
    use super::{cell, paper, price, table};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn every_fault_of_every_operation_ends_as_the_table_says() {
        let house = Arc::new(House::open());
        let (operations, sign_in, reading, prices) = tokio::join!(
            cell::all(table::operations(), &house),
            cell::all(table::sign_in(), &house),
            cell::all(table::reading(), &house),
            price::all(price::table(), &house),
        );
        let mut wrong: Vec<_> =
            operations.iter().chain(&sign_in).chain(&reading).filter_map(cell::Found::differs).collect();
        wrong.extend(prices.iter().filter_map(price::Found::differs));
        house.is_clean(operations.iter().chain(&sign_in).filter(|found| found.fault == table::UNREAD).count());
        assert!(wrong.is_empty(), "{} cells are not as the table says:\n{}", wrong.len(), wrong.join("\n"));

        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/faults.md");
        let page = paper::page(&operations, &sign_in, &reading, &prices);
        if std::env::var_os("BERTH_WRITE_FAULTS").is_some() {
            std::fs::write(&path, &page).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == page,
            "docs/faults.md has drifted: write it anew with BERTH_WRITE_FAULTS=1 cargo test -p berth-proof --test faults"
        );
    }
}
