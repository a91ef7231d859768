//! The error as the page sees it: six fields, each failure with its code, its effect and its words.

use berth_core::account::Vendor;
use berth_core::error::{self, Failure};
use berth_core::guard::{GuardError, Limit};
use berth_core::money::{Currency, Money};
use berth_core::ports::{ArchiveError, Doubt, LedgerError, NotSent, ReadError, Refusal, RefusalKind, VaultError};
use berth_ipc::error::{CODES, ErrorView};

fn refusal(status: u16, kind: RefusalKind) -> Refusal {
    Refusal { status, kind, message: "Cidr rFVrfliRmYgD1 not found".into() }
}

fn every_failure() -> Vec<(&'static str, Failure)> {
    let money = |cents| Money::new(rust_decimal::Decimal::new(cents, 2), Currency::USD);
    let secret = || "SECRET-DETAIL /home/user https://host".to_owned();
    let read = |error: ReadError| error::unread(Vendor::Gcore, &error);
    vec![
        ("vault missing", VaultError::Missing(secret()).into()),
        ("vault locked", VaultError::Locked(secret()).into()),
        ("vault denied", VaultError::Denied(secret()).into()),
        ("vault timed out", VaultError::TimedOut.into()),
        ("vault unreliable", VaultError::Unreliable(secret()).into()),
        (
            "ledger open",
            LedgerError::Open("0197-a".parse().unwrap_or(berth_core::attempt::AttemptId(uuid::Uuid::nil()))).into(),
        ),
        ("ledger read-only", LedgerError::ReadOnly(secret()).into()),
        ("ledger newer", LedgerError::Newer(secret()).into()),
        ("ledger failed", LedgerError::Failed(secret()).into()),
        ("archive exists", ArchiveError::Exists.into()),
        ("archive unwritable", ArchiveError::Unwritable(secret()).into()),
        ("archive unfit", ArchiveError::Unfit(secret()).into()),
        ("archive contradiction", ArchiveError::Contradiction(Vec::new()).into()),
        ("archive unsettled", ArchiveError::Unsettled(secret()).into()),
        ("safe mode", GuardError::SafeMode.into()),
        ("over limit", GuardError::OverLimit { limit: Limit::Day, allowed: money(10_000), left: money(1_250) }.into()),
        ("price unknown", GuardError::PriceUnknown.into()),
        ("not comparable", GuardError::NotComparable.into()),
        ("not sent: build", error::not_sent(Vendor::Cloudidr, &NotSent::Build(secret()))),
        ("not sent: dns", error::not_sent(Vendor::Cloudidr, &NotSent::Dns(secret()))),
        ("not sent: connect", error::not_sent(Vendor::Cloudidr, &NotSent::Connect(secret()))),
        ("refused", error::refused(Vendor::Cloudidr, &refusal(409, RefusalKind::Other))),
        ("refused: not found", error::refused(Vendor::Cloudidr, &refusal(404, RefusalKind::NotFound))),
        (
            "refused: slow down",
            error::refused(Vendor::Cloudidr, &refusal(429, RefusalKind::RateLimited { retry_after: Some(7) })),
        ),
        ("in doubt", error::in_doubt(Vendor::Cloudidr, "the purchase", &Doubt::TimedOut)),
        ("unauthorized", error::unauthorized(Vendor::Cloudidr)),
        ("read: build", read(ReadError::Build(secret()))),
        ("read: offline", read(ReadError::Offline(secret()))),
        ("read: timed out", read(ReadError::TimedOut)),
        ("read: slow down", read(ReadError::RateLimited { retry_after: None })),
        ("read: not found", read(ReadError::Refused { status: 404, message: "no such region".into() })),
        ("read: sold out", read(ReadError::Refused { status: 403, message: "none left".into() })),
        ("read: refused", read(ReadError::Refused { status: 400, message: "bad basket".into() })),
        ("read: failed", read(ReadError::Failed(502))),
        ("read: unreadable", read(ReadError::Unreadable(secret()))),
        ("aborted", Failure::aborted()),
        ("missing", Failure::missing("policy")),
        ("internal", Failure::internal(secret())),
    ]
}

#[test]
fn each_failure_is_six_fields_and_says_what_happened_what_was_not_affected_and_what_to_do() {
    let shown: Vec<_> = every_failure()
        .into_iter()
        .map(|(name, failure)| (name, ErrorView::new(failure, "B-00000000".into())))
        .collect();
    insta::assert_json_snapshot!(shown);
}

#[test]
fn no_message_carries_a_detail() {
    for (name, failure) in every_failure() {
        let json = serde_json::to_string(&ErrorView::new(failure, "B-00000000".into())).unwrap();
        assert!(!json.contains("SECRET-DETAIL"), "{name}: {json}");
    }
}

#[test]
fn the_list_of_codes_is_whole() {
    let known: Vec<_> = CODES.iter().map(|code| serde_json::to_string(code).unwrap()).collect();
    for (name, failure) in every_failure() {
        assert!(known.contains(&serde_json::to_string(&failure.code).unwrap()), "{name}");
    }
    assert_eq!(known.len(), 18);
}
